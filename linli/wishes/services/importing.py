"""A register of wishes brought in from a sheet, once: the same sheet again changes nothing."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from linli.core.actor import Actor
from linli.core.crypto import blind_index
from linli.people.models import Household, HouseholdCategory
from linli.people.permissions import may_edit_households
from linli.people.queries.households import same_household
from linli.people.services.households import (
    CategoryHeld,
    HouseholdDetails,
    category_rows,
    checked_details,
    new_household,
)
from linli.people.services.numbering import HOUSEHOLDS, take_numbers
from linli.timeline.services import record
from linli.wishes.kinds.shown import amount
from linli.wishes.models import Wish
from linli.wishes.permissions.collecting import may_collect, may_review
from linli.wishes.queries.prices import Rules, price_rules
from linli.wishes.services.collecting import WishSaid, new_wish
from linli.wishes.workflow import READY, REVIEW


@dataclass(frozen=True, slots=True)
class Family:
    """A family of a register with its wishes."""

    details: HouseholdDetails
    categories: Sequence[CategoryHeld]
    wishes: Sequence[WishSaid]


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """`households` and `wishes` are what the sheet holds, `unchanged` how many of the wishes were here already."""

    households: int
    wishes: int
    unchanged: int
    new_households: int

    @property
    def new_wishes(self) -> int:
        return self.wishes - self.unchanged


def read_families(families: Iterable[Mapping[str, Any]]) -> list[Family]:
    """Families as `adapters.register_sheet` reads them, from their fields in plain JSON."""
    return [
        Family(
            details=HouseholdDetails(
                head_name=row["name"],
                phone=row["phone"],
                address=row["address"],
                people_count=row["size"],
                note=row["note"],
                grid=row.get("grid", ""),
            ),
            categories=[CategoryHeld(code, row["grade"] if code == "disability" else "") for code in row["categories"]],
            wishes=[
                WishSaid(
                    item=wish["item"],
                    quantity=Decimal(str(wish["quantity"])),
                    unit=wish["unit"],
                    spec=wish["spec"],
                    said=wish["said"],
                    price=wish.get("price"),
                )
                for wish in row["wishes"]
            ],
        )
        for row in families
    ]


@dataclass(slots=True)
class _Planned:
    """A family with its row, and those of its wishes that are not here yet, each with its source."""

    family: Family
    household: Household
    is_new: bool
    wishes: list[tuple[str, WishSaid]]


def plan_import(*, community_id: int, families: Sequence[Family]) -> ImportOutcome:
    """What an import would do, without doing it."""
    return _outcome(families, _plan(community_id, families))


@transaction.atomic
def import_wishes(*, community_id: int, families: Sequence[Family], until: str = REVIEW, by: Actor) -> ImportOutcome:
    """Bring a register in: families not known yet are written down, wishes not here yet are added in the state `until`.

    A family is known by the name of its head with phone or address; what is on record about it stays as it is. Raises
    `Refused`; `BadInput` for a family that cannot be, which the reading of the sheet has found before.
    """
    take_numbers(community_id=community_id, name=HOUSEHOLDS, count=0)
    may_collect(by, community_id).enforce()
    may_edit_households(by, community_id).enforce()
    if until == READY:
        may_review(by, community_id).enforce()
    planned = _plan(community_id, families)
    _write_households(community_id, [entry for entry in planned if entry.is_new], by)
    rules = price_rules(community_id)
    rows = [
        new_wish(community_id, entry.household.pk, said, _as_far(said, until, rules), source)
        for entry in planned
        for source, said in entry.wishes
    ]
    Wish.objects.bulk_create(rows)
    for row in rows:
        facts = {"household": row.household_id.hex}
        subject = ("wish", row.pk)
        record(community_id=community_id, subject=subject, verb="wish.import", after=row.state, facts=facts, by=by)
    return _outcome(families, planned)


def _as_far(said: WishSaid, until: str, rules: Rules) -> str:
    """A sheet says of no wish why it costs more than the cap, so whoever checks it has to ask."""
    return REVIEW if until == READY and rules.lacks_reason(said.price, said.price_reason) else until


def _plan(community_id: int, families: Sequence[Family]) -> list[_Planned]:
    checked = [checked_details(family.details) for family in families]
    find = same_household(_households_named(community_id, {details.head_name for details in checked}))
    planned: list[_Planned] = []
    fresh: dict[tuple[str, str, str], Household] = {}
    for family, details in zip(families, checked, strict=True):
        identity = (details.head_name, details.phone, details.address)
        known = find(*identity)
        household = known or fresh.get(identity) or new_household(community_id=community_id, number=0, details=details)
        is_new = known is None and identity not in fresh
        if known is None:
            fresh[identity] = household
        planned.append(_Planned(family, household, is_new, []))
    _leave_out_known(community_id, planned)
    return planned


def _households_named(community_id: int, names: Set[str]) -> list[Household]:
    """The families on record with one of these heads, asked for in pieces that every database takes."""
    indexes = sorted(blind_index("person.name", name) for name in names)
    known = Household.objects.within(community_id).only(
        "community_id", "number", "head_name_index", "phone_index", "address_index"
    )
    pieces = (indexes[start : start + 500] for start in range(0, len(indexes), 500))
    found = [household for piece in pieces for household in known.filter(head_name_index__in=piece)]
    return sorted(found, key=lambda household: household.number)


def _leave_out_known(community_id: int, planned: Sequence[_Planned]) -> None:
    """Give each wish its source and keep those whose source is not here yet."""
    seen: Counter[tuple[UUID, str]] = Counter()
    sourced: list[tuple[_Planned, str, WishSaid]] = []
    for entry in planned:
        for said in entry.family.wishes:
            words = "|".join((said.item, amount(said.quantity, said.unit), said.spec))
            seen[entry.household.pk, words] += 1
            source = source_of(community_id, entry.household.pk, words, seen[entry.household.pk, words])
            sourced.append((entry, source, said))
    known = _known(community_id, [source for _entry, source, _said in sourced])
    for entry, source, said in sourced:
        if source not in known:
            entry.wishes.append((source, said))


def source_of(community_id: int, household_id: UUID, words: str, occurrence: int) -> str:
    """What makes a line of a sheet known again: the family, the words, and the how-manieth time it says them."""
    return hashlib.sha256(f"{community_id}|{household_id.hex}|{words}|{occurrence}".encode()).hexdigest()


def _known(community_id: int, sources: Sequence[str]) -> set[str]:
    """Those of the sources that are here, asked for in pieces that every database takes."""
    known: set[str] = set()
    for start in range(0, len(sources), 500):
        rows = Wish.objects.within(community_id).filter(source__in=sources[start : start + 500])
        known.update(rows.values_list("source", flat=True))
    return known


def _write_households(community_id: int, planned: Sequence[_Planned], by: Actor) -> None:
    if not planned:
        return
    first = take_numbers(community_id=community_id, name=HOUSEHOLDS, count=len(planned))
    for number, entry in enumerate(planned, start=first):
        entry.household.number = number
    Household.objects.bulk_create([entry.household for entry in planned])
    HouseholdCategory.objects.bulk_create(
        [row for entry in planned for row in category_rows(entry.household, entry.family.categories)]
    )
    for entry in planned:
        subject = ("household", entry.household.pk)
        facts = {"number": entry.household.number, "categories": [held.category for held in entry.family.categories]}
        record(community_id=community_id, subject=subject, verb="household.add", facts=facts, by=by)


def _outcome(families: Sequence[Family], planned: Sequence[_Planned]) -> ImportOutcome:
    wishes = sum(len(family.wishes) for family in families)
    fresh = sum(len(entry.wishes) for entry in planned)
    households = len({entry.household.pk for entry in planned})
    return ImportOutcome(households, wishes, wishes - fresh, sum(entry.is_new for entry in planned))
