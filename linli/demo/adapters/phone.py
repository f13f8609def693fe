"""One person's phone: opens pages and sends forms over HTTP, with cookies of its own, as WeChat's browser would."""

import re
from dataclasses import dataclass, field
from http.client import HTTPException, HTTPResponse
from http.cookiejar import CookieJar
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPErrorProcessor, OpenerDirector, ProxyHandler, Request, build_opener

PATIENCE = 20
_HIDDEN = re.compile(r'name="(key|csrfmiddlewaretoken)" value="([^"]+)"')
_ASKS = re.compile(r'name="(name|phone)"')


class NoAnswer(Exception):
    """The server could not be reached, or broke off."""


class _AsItComes(HTTPErrorProcessor):
    """Answers are looked at as they are: a redirect is not followed, a refusal raises nothing."""

    def http_response(self, request: Request, response: HTTPResponse) -> HTTPResponse:
        return response

    https_response = http_response


@dataclass(frozen=True, slots=True)
class Page:
    """What came back."""

    status: int
    text: str
    leads_to: str = ""


def _browser() -> OpenerDirector:
    # the server is this machine's own: no proxy stands between
    return build_opener(ProxyHandler({}), HTTPCookieProcessor(CookieJar()), _AsItComes())


@dataclass
class Phone:
    """The phone of somebody called `name` with the number `phone`, on the site at `site`."""

    site: str
    name: str = ""
    phone: str = ""
    browser: OpenerDirector = field(default_factory=_browser)

    def get(self, path: str) -> Page:
        """Open a page. Raises `NoAnswer`."""
        return self._send(Request(self.site + path))  # noqa: S310  # -- the address is the office's own

    def post(self, path: str, fields: dict[str, str]) -> Page:
        """Send a form. Raises `NoAnswer`."""
        return self._send(Request(self.site + path, urlencode(fields).encode()))  # noqa: S310  # -- as above

    def _send(self, request: Request) -> Page:
        try:
            with self.browser.open(request, timeout=PATIENCE) as answer:
                return Page(answer.status, answer.read().decode(errors="replace"), answer.headers.get("Location", ""))
        except (OSError, HTTPException) as error:
            raise NoAnswer(str(error)) from error

    def open_numbers(self, code: str) -> list[int]:
        """The numbers that the wall shows as free. Raises `NoAnswer`."""
        return numbers_on(self.get(f"/c/{code}?state=open").text, code)

    def claim(self, code: str, number: int) -> Page:
        """Open a wish and take it, with name and phone where the page asks for them. Raises `NoAnswer`.

        A wish that somebody took a moment ago has no form: then its page is the answer, as if it had been refused.
        """
        page = self.get(f"/c/{code}/{number}")
        hidden = dict(_HIDDEN.findall(page.text))
        if page.status != 200 or "key" not in hidden:
            return Page(409 if page.status == 200 else page.status, page.text)
        asked = set(_ASKS.findall(page.text))
        typed = {field: value for field, value in (("name", self.name), ("phone", self.phone)) if field in asked}
        return self.post(f"/c/{code}/{number}/claim", hidden | typed)


def numbers_on(page: str, code: str) -> list[int]:
    """The wishes that a page leads to."""
    return [int(number) for number in re.findall(rf'href="/c/{code}/(\d+)"', page)]
