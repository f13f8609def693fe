"""Families as the desk sees them: masked, in lists and on their own page."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from linli.core import clock, phones
from linli.core.crypto import blind_index
from linli.people.kinds import Category, Relation, grade_parts
from linli.people.models import Household, HouseholdCategory, HouseholdMember
from linli.people.queries.display import family_address, family_name, family_phone
from linli.people.reading import names
from linli.places.models import TenantQuerySet

PAGE = 50


@dataclass(frozen=True, slots=True)
class HouseholdRow:
    """A family in a list: everything ready to be printed, nothing that needs a reason to be seen."""

    id: UUID
    number: int
    label: str
    name: str
    phone: str
    address: str
    people_count: int | None
    grid: str
    categories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """One page of families and the number after which the next one begins; None where this is the last."""

    rows: Sequence[HouseholdRow]
    after: int | None


@dataclass(frozen=True, slots=True)
class CategoryLine:
    """A category of a family with what its certificate says and from when until when."""

    code: str
    label: str
    grade: str
    since: date
    until: date | None
    holds: bool


@dataclass(frozen=True, slots=True)
class MemberLine:
    """Somebody of the family, masked."""

    id: UUID
    name: str
    relation: str
    has_note: bool


@dataclass(frozen=True, slots=True)
class HouseholdPage:
    """What the family's page shows without a reason. `has_*`: whether there is anything to unmask."""

    row: HouseholdRow
    has_phone: bool
    has_address: bool
    has_note: bool
    categories: Sequence[CategoryLine]
    members: Sequence[MemberLine]


def label_of(number: int) -> str:
    """The family number as it is spoken and printed: 户号 08."""
    return _("Family {number}").format(number=f"{number:02d}")


def in_force() -> Q:
    """Categories that hold today."""
    return Q(until__isnull=True) | Q(until__gte=clock.today())


@dataclass(frozen=True, slots=True)
class HouseholdFilter:
    """What the list of families is narrowed down to."""

    category: str = ""
    grid: str = ""

    @classmethod
    def read(cls, given: Mapping[str, str]) -> "HouseholdFilter":
        """From an address or a form; what is unknown is left out."""
        category, grid = given.get("category", ""), given.get("grid", "").strip()
        known, readable = category in Category.values, len(grid) <= 20 and grid.isprintable()
        return cls(category=category if known else "", grid=grid if readable else "")

    @property
    def kept(self) -> dict[str, str]:
        """The same as parts of an address."""
        return {name: word for name, word in (("category", self.category), ("grid", self.grid)) if word}

    def rows(self, community_id: int) -> TenantQuerySet:
        """All that match, in no order yet."""
        found = Household.objects.within(community_id)
        if self.category:
            holding = HouseholdCategory.objects.within(community_id).filter(in_force(), category=self.category)
            found = found.filter(pk__in=holding.values("household_id"))
        if self.grid:
            found = found.filter(grid=self.grid)
        return found


EVERYBODY = HouseholdFilter()


def grids_of(community_id: int) -> list[str]:
    """What the office calls the grids in which families live, 2网格 before 10网格."""
    rows = Household.objects.within(community_id).exclude(grid="").order_by().values_list("grid", flat=True).distinct()
    return sorted(rows, key=lambda grid: (int(digits) if (digits := "".join(filter(str.isdigit, grid))) else 0, grid))


def households_within(
    community_id: int, wanted: HouseholdFilter = EVERYBODY, *, after: int = 0, size: int = PAGE
) -> Page:
    """Families of one community as they are wanted, by their number, from behind `after`."""
    rows = list(wanted.rows(community_id).filter(number__gt=after).order_by("number")[: size + 1])
    return Page(_rows(community_id, rows[:size]), rows[size - 1].number if len(rows) > size else None)


def households_named(community_id: int, household_ids: Sequence[UUID]) -> list[HouseholdRow]:
    """These families by their number; those of another community are not among them."""
    rows = Household.objects.within(community_id).filter(pk__in=household_ids).order_by("number")
    return _rows(community_id, list(rows))


def _rows(community_id: int, households: Sequence[Household]) -> list[HouseholdRow]:
    held = current_categories(community_id, [household.pk for household in households])
    return [row_of(household, held[household.pk]) for household in households]


def current_categories(community_id: int, household_ids: Iterable[UUID]) -> Mapping[UUID, list[str]]:
    """The codes of the categories that hold today, in the order of `kinds.Category`, for each family."""
    rows = HouseholdCategory.objects.within(community_id).filter(in_force(), household__in=list(household_ids))
    held: dict[UUID, list[str]] = defaultdict(list)
    for household_id, code in rows.values_list("household_id", "category"):
        held[household_id].append(code)
    order = {code: place for place, code in enumerate(Category.values)}
    for codes in held.values():
        codes.sort(key=lambda code: order.get(code, len(order)))
    return held


def row_of(household: Household, categories: Sequence[str]) -> HouseholdRow:
    """A family, masked; on a screen that others see, its number."""
    return HouseholdRow(
        id=household.pk,
        number=household.number,
        label=label_of(household.number),
        name=family_name(household.head_name),
        phone=family_phone(household.phone),
        address=family_address(household.address),
        people_count=household.people_count,
        grid=household.grid,
        categories=tuple(str(Category(code).label) for code in categories),
    )


def household_of(community_id: int, household_id: UUID) -> Household | None:
    """The family itself. Its sealed fields are for services; pages show `HouseholdRow` and `HouseholdPage`."""
    return Household.objects.within(community_id).filter(pk=household_id).first()


def household_row(community_id: int, household_id: UUID) -> HouseholdRow | None:
    """One family, masked, or None where this community has no such family."""
    household = household_of(community_id, household_id)
    return _rows(community_id, [household])[0] if household else None


def families_among(community_id: int, household_ids: Iterable[UUID]) -> list[HouseholdRow]:
    """Those of the keys that are families of this community, masked."""
    rows = Household.objects.within(community_id).filter(pk__in=list(household_ids))
    return _rows(community_id, list(rows.order_by("number")))


def numbers_among(community_id: int, numbers: Iterable[str]) -> Mapping[int, UUID]:
    """The keys of the families with these numbers, as typed (08 is 8)."""
    asked = [int(text) for text in numbers if text.isascii() and text.isdigit() and len(text) <= 4]
    rows = Household.objects.within(community_id).filter(number__in=asked)
    return dict(rows.values_list("number", "pk")) if asked else {}


def household_page(community_id: int, household_id: UUID) -> HouseholdPage | None:
    """The family's page, or None where this community has no such family."""
    household = household_of(community_id, household_id)
    if household is None:
        return None
    categories = category_lines(community_id, household_id)
    return HouseholdPage(
        row=row_of(household, [line.code for line in categories if line.holds]),
        has_phone=bool(household.phone),
        has_address=bool(household.address),
        has_note=bool(household.note),
        categories=categories,
        members=members_of(community_id, household_id),
    )


def category_lines(community_id: int, household_id: UUID) -> list[CategoryLine]:
    """All categories of a family, those that hold first, then the newest."""
    rows = HouseholdCategory.objects.within(community_id).filter(household=household_id).order_by("-since", "category")
    today = clock.today()
    lines = [
        CategoryLine(
            code=row.category,
            label=str(Category(row.category).label),
            grade=grade_in_words(row.grade),
            since=row.since,
            until=row.until,
            holds=row.until is None or row.until >= today,
        )
        for row in rows
    ]
    return sorted(lines, key=lambda line: not line.holds)


def grade_in_words(grade: str) -> str:
    """Kind and degree of a disability: 视力 二级."""
    return " ".join(str(part.label) for part in grade_parts(grade) if part)


def members_of(community_id: int, household_id: UUID) -> list[MemberLine]:
    """Who belongs to the family today, masked."""
    rows = HouseholdMember.objects.within(community_id).filter(household=household_id, left_at=None).order_by("id")
    return [_member_line(row) for row in rows]


def _member_line(row: HouseholdMember) -> MemberLine:
    return MemberLine(row.pk, family_name(row.name), str(Relation(row.relation).label), bool(row.note))


def same_household(households: Sequence[Household]) -> Callable[[str, str, str], Household | None]:
    """A look-up among `households`: the one with this head whose phone or address is the same.

    Where a sheet gives neither, the name alone has to be enough, and is so only where it is the only one.
    """
    by_name: dict[bytes, list[Household]] = defaultdict(list)
    for household in households:
        by_name[bytes(household.head_name_index)].append(household)

    def find(name: str, phone: str, address: str) -> Household | None:
        named = by_name.get(blind_index("person.name", name), [])
        if not phone and not address:
            return named[0] if len(named) == 1 else None
        indexes = (blind_index("phone", phone), blind_index("address", address))
        for household in named:
            if any(given and bytes(own) == given for given, own in zip(indexes, _indexes(household), strict=True)):
                return household
        return None

    return find


def _indexes(household: Household) -> tuple[bytes, bytes]:
    return bytes(household.phone_index), bytes(household.address_index)


def known_as(community_id: int, name: str, phone: str, address: str) -> HouseholdRow | None:
    """The family on record that has this head with this phone or address, as typed; None where there is none."""
    try:
        name, phone = names.clean(name), phones.normalise(phone) if phone.strip() else ""
    except ValueError:
        return None
    rows = Household.objects.within(community_id).filter(head_name_index=blind_index("person.name", name))
    known = same_household(list(rows))(name, phone, " ".join(address.split()))
    return _rows(community_id, [known])[0] if known else None
