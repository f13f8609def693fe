"""Every address of the house, read from its URLconf, those of the demo included."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

API = "api/v1/"
"""Its operations have a matrix of their own, read from the API itself: tests/integrations/test_api_rights.py."""
DEMO = "tests.trust.demo_urls"
"""The URLconf as it is in the demo."""


@dataclass(frozen=True, slots=True)
class Route:
    """An address: its name, how it is written, the names of its parameters, what answers there."""

    name: str
    pattern: str
    parameters: tuple[str, ...]
    view: Callable[..., Any]

    @property
    def of_an_office(self) -> bool:
        return "community_id" in self.parameters

    def __str__(self) -> str:
        return self.name


def walk(
    entries: Sequence[URLPattern | URLResolver], before: str = "", parents: tuple[str, ...] = ()
) -> Iterator[Route]:
    """All addresses below `entries`, whatever they are nested in."""
    for entry in entries:
        pattern = before + str(entry.pattern)
        parameters = (*parents, *entry.pattern.converters)
        if isinstance(entry, URLResolver):
            if pattern != API:
                yield from walk(entry.url_patterns, pattern, parameters)
        else:
            yield Route(entry.name or "", pattern, parameters, entry.callback)


def routes(urlconf: str = "") -> list[Route]:
    """Every address of a URLconf; of the house's own where none is named."""
    return list(walk(get_resolver(urlconf or settings.ROOT_URLCONF).url_patterns))


ALL = {route.name: route for route in routes(DEMO)}
"""By name: those of the house and those that only the demo has."""
HOUSE = {route.name for route in routes()}
