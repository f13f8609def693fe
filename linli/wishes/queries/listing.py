"""The list of wishes as somebody narrowed it down: the filter in the address, what matches it, what was ticked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q

from linli.people.models import Household
from linli.places.models import TenantQuerySet
from linli.wishes.kinds import goods
from linli.wishes.models import Wish
from linli.wishes.workflow import WISH

MOST_AT_ONCE = 500
"""How many wishes one press of a button may reach."""
LONGEST_SEARCH = 40


@dataclass(frozen=True, slots=True)
class WishFilter:
    """What a list is narrowed down to. `search`: a number, or a part of the thing's name."""

    state: str = ""
    kind: str = ""
    household: UUID | None = None
    search: str = ""

    @classmethod
    def read(cls, given: Mapping[str, str]) -> "WishFilter":
        """From an address or a form; what is unknown is left out."""
        state, kind = given.get("state", ""), given.get("kind", "")
        return cls(
            state=state if state in WISH.states else "",
            kind=kind if kind in goods.BY_CODE else "",
            household=as_key(given.get("household", "")),
            search=given.get("q", "").strip()[:LONGEST_SEARCH],
        )

    @property
    def kept(self) -> dict[str, str]:
        """The same as parts of an address."""
        named = {"state": self.state, "kind": self.kind, "household": self.household, "q": self.search}
        return {name: str(value) for name, value in named.items() if value}

    @property
    def query(self) -> str:
        return urlencode(self.kept)

    def rows(self, community_id: int) -> TenantQuerySet:
        """All that match, in no order yet."""
        rows = Wish.objects.within(community_id)
        given = {"state": self.state, "kind": self.kind, "household": self.household}
        rows = rows.filter(**{name: value for name, value in given.items() if value})
        return rows.filter(_says(community_id, self.search)) if self.search else rows


def _says(community_id: int, search: str) -> Q:
    search = " ".join(search.split())
    if search.isascii() and search.isdigit():
        number = int(search) if len(search) <= 6 else -1
        of_family = Q(household__in=Household.objects.within(community_id).filter(number=number).values("pk"))
        return of_family | Q(public_number=number) if number <= 32767 else of_family
    return Q(item__icontains=search) | Q(public_title__icontains=search) | Q(spec__icontains=search)


def as_key(text: str) -> UUID | None:
    """The key of a row; None for what is none."""
    try:
        return UUID(text)
    except ValueError:
        return None


def matching_up_to(community_id: int, wanted: WishFilter, most: int = MOST_AT_ONCE) -> int:
    """How many match, counted no further than one more than a button reaches."""
    return wanted.rows(community_id).order_by()[: most + 1].count()


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which wishes a button is pressed for: those ticked, or all that match (then the newest of them)."""

    ids: Sequence[UUID]
    body: dict[str, Any]
    """What was asked for, the same at every try, whatever has come of it meanwhile."""


def chosen_from(community_id: int, *, ticked: Sequence[str], everything: bool, wanted: WishFilter) -> Chosen:
    """The wishes that the list's form names."""
    if everything:
        ids = wanted.rows(community_id).order_by("-id").values_list("pk", flat=True)[:MOST_AT_ONCE]
        return Chosen(list(ids), {"all": wanted.kept})
    keys = [key for text in ticked[:MOST_AT_ONCE] if (key := as_key(text))]
    return Chosen(keys, {"wishes": sorted(map(str, keys))})
