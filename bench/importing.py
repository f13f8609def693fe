"""A register of 10,000 rows handed in over real HTTP and imported by the worker while people claim: JSON.

Run: .venv/bin/python bench/importing.py   (SQLite always; PostgreSQL where TEST_DATABASE_URL names a server)
Claims come at a steady pace before the sheet is handed in, while it is read and while it is imported; what counts is
how much slower an answer is than before, since machines are shared and noisy. `--rows` for a shorter sheet.
"""

import argparse
import asyncio
import io
import itertools
import json
import os
import re
import secrets
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import psutil
from openpyxl import Workbook

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.claims import PEOPLE, TOKEN, WISHES, machine  # noqa: E402  # -- found through the path above
from bench.load import Answers, answer_of, post  # noqa: E402  # -- as above
from bench.office import Office  # noqa: E402  # -- as above

CLAIMS_A_SECOND = 5
BEFORE_SECONDS = 20
CAMPAIGNS = 60
LOOK_EVERY = 0.5
HANZI = "安宁和平康乐顺清明华春夏秋冬梅兰竹菊松柏"
HEADINGS = ["户主姓名", "困难类别", "家庭人口", "住址", "联系电话", "数量", "微心愿", "规格/备注", "家庭情况"]
GOODS = (("书包", "1个"), ("棉被", "1床"), ("大米", "2袋"), ("收音机", "1台"), ("围巾", "3条"))
_AFTER = """
import django, json
django.setup()
from linli.people.models import Household
from linli.wishes.models import Wish
place = 140802004008
print(json.dumps([Household.objects.within(place).count(), Wish.objects.within(place).count()]))
"""


def register(rows: int) -> Iterator[list[str]]:
    """A family for every two rows, each with a name of its own as far as the signs go."""
    for number in range(rows):
        family, further = divmod(number, 2)
        item, quantity = GOODS[number % len(GOODS)]
        name = "王" + "".join(HANZI[family // 20**place % 20] for place in range(3))
        home = f"钟楼小区{family % 90 + 1}号楼{family % 5 + 1}单元{family}"
        own = ["", "", "", "", ""] if further else [name, "低保对象", "3", home, f"199{family:08d}"]
        yield [*own, quantity, item, "", "" if further else "独居，行动不便"]


def sheet_of(rows: int) -> bytes:
    """The sheet as an office has it, .xlsx."""
    book = Workbook(write_only=True)
    page = book.create_sheet("登记表")
    page.append(HEADINGS)
    for row in register(rows):
        page.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


class Claims:
    """Claims at a steady pace, each for a wish of its own, until told to stop; answers by what went on meanwhile."""

    def __init__(self, office: Office, seed: dict[str, Any]) -> None:
        self.office, self.seed = office, seed
        self.answers: dict[str, Answers] = {}
        self.phase = "before"
        self.stop = asyncio.Event()
        self.wishes = itertools.product(seed["codes"], range(1, WISHES + 1))

    async def _claim(self, number: int, path: str) -> None:
        cookies = {"linli_session": self.seed["sessions"][number % PEOPLE], "linli_csrf": TOKEN}
        form = {"csrfmiddlewaretoken": TOKEN, "key": secrets.token_urlsafe(16)}
        phase, begun = self.phase, time.perf_counter()
        reader, writer = await asyncio.open_connection("127.0.0.1", self.office.port)
        writer.write(post(path, form, cookies, f"10.1.{number // 250 % 250}.{number % 250 + 1}"))
        status, _headers = await answer_of(reader)
        writer.close()
        answers = self.answers.setdefault(phase, Answers())
        answers.seconds.append(time.perf_counter() - begun)
        answers.statuses[status] = answers.statuses.get(status, 0) + 1

    async def run(self) -> None:
        begun, under_way = time.perf_counter(), set()
        for number, (code, wish) in enumerate(self.wishes):
            if self.stop.is_set():
                break
            await asyncio.sleep(max(0.0, begun + number / CLAIMS_A_SECOND - time.perf_counter()))
            under_way.add(asyncio.create_task(self._claim(number, f"/c/{code}/{wish}/claim")))
        await asyncio.gather(*under_way)


class Desk:
    """Somebody at the desk with a sheet: hands it in, looks at its page, confirms it."""

    def __init__(self, office: Office, community: int, session: str) -> None:
        cookies = {"linli_session": session, "linli_csrf": TOKEN}
        self.client = httpx.AsyncClient(base_url=office.url, cookies=cookies, timeout=120, trust_env=False)
        self.start = f"/desk/{community}/wishes/import"
        self.seconds: list[float] = []
        self.peak = 0.0
        self.processes = [psutil.Process(process.pid) for process in office.processes]

    async def hand_in(self, sheet: bytes) -> str:
        files = {"file": ("登记表.xlsx", sheet)}
        answer = await self.client.post(self.start, data={"csrfmiddlewaretoken": TOKEN}, files=files)
        return str(answer.headers["location"])

    async def watch(self, there: str) -> list[int]:
        """Look until the work is done; the per cents that were seen on the way."""
        seen: list[int] = []
        while True:
            begun = time.perf_counter()
            page = (await self.client.get(there)).text
            self.seconds.append(time.perf_counter() - begun)
            self.peak = max(self.peak, self.resident())
            if "hx-trigger" not in page.split('id="sheet"')[1].split(">")[0]:
                return seen
            seen += [int(found) for found in re.findall(r'role="status">\D*(\d+)', page)]
            await asyncio.sleep(LOOK_EVERY)

    async def confirm(self, there: str) -> None:
        form = {"csrfmiddlewaretoken": TOKEN, "key": secrets.token_urlsafe(16)}
        await self.client.post(there, data=form)

    def resident(self) -> float:
        family = [child for process in self.processes for child in (process, *process.children(recursive=True))]
        return sum(process.memory_info().rss for process in family if process.is_running()) / 1e6


async def _bring_in(desk: Desk, claims: Claims, sheet: bytes, which: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    begun = time.perf_counter()
    claims.phase = f"{which}, handing in"
    there = await desk.hand_in(sheet)
    found["handing_in_seconds"] = round(time.perf_counter() - begun, 1)
    for phase in ("reading", "importing"):
        claims.phase = f"{which}, {phase}"
        begun = time.perf_counter()
        if phase == "importing":
            await desk.confirm(there)
        seen = await desk.watch(there)
        found[f"{phase}_seconds"] = round(time.perf_counter() - begun, 1)
        found[f"{phase}_per_cents_seen"] = len(set(seen))
    return found


async def _measure(office: Office, seed: dict[str, Any], sheet: bytes) -> dict[str, Any]:
    claims, desk = Claims(office, seed), Desk(office, seed["community"], seed["secretary"])
    idle = desk.resident()
    running = asyncio.create_task(claims.run())
    await asyncio.sleep(BEFORE_SECONDS)
    found: dict[str, Any] = {"first": await _bring_in(desk, claims, sheet, "first")}
    found["after_first"] = json.loads(office.run("-c", _AFTER))
    found["again"] = await _bring_in(desk, claims, sheet, "again")
    found["after_again"] = json.loads(office.run("-c", _AFTER))
    claims.stop.set()
    await running
    usual = claims.answers["before"]
    found["claims"] = {phase: _figures(answers, usual) for phase, answers in claims.answers.items()}
    ordered = sorted(desk.seconds)
    found["sheets_page_ms"] = {"p50": _ms(ordered[len(ordered) // 2]), "slowest": _ms(ordered[-1])}
    found["memory_mb"] = {"before": round(idle), "peak": round(desk.peak), "ratio": round(desk.peak / idle, 2)}
    await desk.client.aclose()
    return found


def _figures(answers: Answers, usual: Answers) -> dict[str, Any]:
    p50, p95 = answers.percentile(0.5), answers.percentile(0.95)
    return {
        "p50_ms": _ms(p50),
        "p95_ms": _ms(p95),
        "slowest_ms": _ms(max(answers.seconds)),
        "p50_ratio": round(p50 / usual.percentile(0.5), 2),
        "p95_ratio": round(p95 / usual.percentile(0.95), 2),
        "statuses": {str(status): count for status, count in sorted(answers.statuses.items())},
    }


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 1)


def _import(postgres: str, rows: int) -> dict[str, Any]:
    with Office(postgres) as office:
        size = ["--wishes", str(WISHES), "--people", str(PEOPLE), "--campaigns", str(CAMPAIGNS)]
        seed = office.seed(*size, "--accounts", "--secretary")
        office.start()
        office.start(["-m", "linli.config.worker"], wait_for="")
        sheet = sheet_of(rows)
        return {"rows": rows, "sheet_kb": len(sheet) // 1000} | asyncio.run(_measure(office, seed, sheet))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=10_000)
    asked = parser.parse_args()
    report: dict[str, Any] = {"machine": machine()}
    for postgres in ["", *filter(None, [os.environ.get("TEST_DATABASE_URL")])]:
        report["postgresql" if postgres else "sqlite"] = _import(postgres, asked.rows)
    json.dump(report, sys.stdout, indent=2, ensure_ascii=False)
    print()


if __name__ == "__main__":
    main()
