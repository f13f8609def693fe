"""A reader who opens every page there is for them, and every link found there."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from django.http import HttpResponse
from django.urls import Resolver404, resolve

from tests.trust.askers import Asker, ask
from tests.trust.deeds import address
from tests.trust.house import Side
from tests.trust.looking import content_of, headers_of
from tests.trust.rules import RULES

_LINKS = re.compile(r'(?:href|src|hx-get|data-poll-url)="([^"#]+)')
HOST = "testserver"


@dataclass(frozen=True, slots=True)
class Page:
    """An answer as somebody got it: where, of which route, and all that came over the wire."""

    address: str
    route: str
    status: int
    content: bytes
    headers: str

    @property
    def whole(self) -> bytes:
        return self.content + b"\n" + self.headers.encode()

    @property
    def links(self) -> set[str]:
        """Where it leads within the house: its links, and where it sends one on to."""
        text = self.content.decode("utf-8", "ignore") if self.content[:2] != b"PK" else ""
        found = [link.replace("&amp;", "&") for link in _LINKS.findall(text)]
        found += re.findall(r"^(?:Location|HX-Redirect): (.+)$", self.headers, re.MULTILINE)
        parts = [urlsplit(urljoin(self.address, link)) for link in found]
        inside = [part for part in parts if part.netloc in ("", HOST) and not part.path.startswith("/static/")]
        return {part.path + (f"?{part.query}" if part.query else "") for part in inside if part.path.startswith("/")}


def _route_of(path: str) -> str:
    try:
        return resolve(path.split("?")[0]).url_name or ""
    except Resolver404:
        return ""


def page_of(where: str, answer: HttpResponse) -> Page:
    return Page(where, _route_of(where), answer.status_code, content_of(answer), headers_of(answer))


def starts(side: Side, asker: Asker) -> list[str]:
    """Every address of the house that is read, with the community's own rows in it."""
    return [address(route, side, asker) for route, rule in RULES.items() if rule.get is not None]


def crawl(asker: Asker, begin: Iterable[str], most: int = 800, **headers: str) -> Iterator[Page]:
    """Each page once, the beginnings first, then what they lead to; POST nothing."""
    waiting = list(dict.fromkeys(begin))
    known = set(waiting)
    while waiting and most:
        where, most = waiting.pop(0), most - 1
        page = page_of(where, ask(asker, "GET", where, **headers))
        yield page
        fresh = sorted(page.links - known)
        known |= set(fresh)
        waiting += fresh
