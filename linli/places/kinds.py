"""Scope: the places a reader may see, as ids or as a range of division codes."""

from collections.abc import Iterable
from dataclasses import dataclass

from linli.places.reading.codes import LEVELS, level_of, range_of

__all__ = ["LEVELS", "Scope", "level_of", "range_of"]


@dataclass(frozen=True, slots=True)
class Scope:
    """Communities by id, or a range of ids with both ends included. An empty scope sees nothing."""

    ids: frozenset[int] = frozenset()
    first: int = 0
    last: int = -1

    @classmethod
    def of(cls, *ids: int) -> "Scope":
        return cls(ids=frozenset(ids))

    @classmethod
    def below(cls, code: int) -> "Scope":
        """Every community below a division, given by its 12-digit code."""
        first, last = range_of(code)
        return cls(first=first, last=last)

    @classmethod
    def communities(cls, ids: Iterable[int]) -> "Scope":
        return cls(ids=frozenset(ids))
