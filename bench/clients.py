"""Many phones at once over real HTTP: each keeps its own cookies and address, reads the page, sends the form."""

import asyncio
import re
import ssl
from dataclasses import dataclass, field

import httpx

_KEY = re.compile(r'name="key" value="([^"]+)"')
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_OPEN = re.compile(r'href="/c/\w{12}/(\d+)"')


@dataclass
class Phone:
    """One phone. `won` are the public numbers claimed, `statuses` all answers to its POSTs."""

    client: httpx.AsyncClient
    code: str
    name: str
    phone: str
    won: list[int] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    receipts: list[str] = field(default_factory=list)

    async def form(self, number: int) -> dict[str, str]:
        """The wish's page as opened, to what its form will send."""
        page = (await self.client.get(f"/c/{self.code}/{number}")).text
        key, token = _KEY.search(page), _TOKEN.search(page)
        if not key or not token:
            return {}
        return {"key": key.group(1), "csrfmiddlewaretoken": token.group(1), "name": self.name, "phone": self.phone}

    async def send(self, number: int, form: dict[str, str]) -> httpx.Response:
        """Press the button."""
        answer = await self.client.post(f"/c/{self.code}/{number}/claim", data=form)
        self.statuses.append(answer.status_code)
        if answer.status_code == 303:
            self.won.append(number)
            self.receipts.append(answer.headers["location"])
        return answer

    async def claim(self, number: int) -> list[int]:
        """Open a wish and claim it; where somebody was faster, the numbers that the page offers instead."""
        form = await self.form(number)
        if not form:
            return []
        answer = await self.send(number, form)
        return open_on(answer.text) if answer.status_code == 409 else []


def open_on(page: str) -> list[int]:
    """The numbers of the wishes that a page says are still open."""
    return [int(found) for found in _OPEN.findall(page)]


def phones(base_url: str, code: str, people: list[list[str]]) -> list[Phone]:
    """A phone for each name and number, each from an address of its own."""
    # one for all: making it takes longer than a claim
    no_tls = ssl.create_default_context()
    return [
        Phone(
            httpx.AsyncClient(
                base_url=base_url,
                timeout=60,
                trust_env=False,
                verify=no_tls,
                headers={"X-Forwarded-For": f"10.{i // 62500 + 1}.{i // 250 % 250}.{i % 250 + 1}"},
            ),
            code,
            name,
            phone,
        )
        for i, (name, phone) in enumerate(people)
    ]


async def close(crowd: list[Phone]) -> None:
    await asyncio.gather(*(phone.client.aclose() for phone in crowd))
