"""Families in need: written down, changed, put into categories, their members."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.core import clock, phones
from linli.core.actor import Actor
from linli.core.errors import BadInput, NotHere
from linli.people.kinds import Category, Relation
from linli.people.models import Household, HouseholdCategory, HouseholdMember
from linli.people.permissions import may_edit_households
from linli.people.queries.households import in_force
from linli.people.reading import names
from linli.people.services.numbering import HOUSEHOLDS, take_numbers
from linli.timeline.services import record

LONGEST_ADDRESS, LONGEST_NOTE, LONGEST_GRID, MOST_PEOPLE = 200, 500, 20, 30


@dataclass(frozen=True, kw_only=True, slots=True)
class HouseholdDetails:
    """What is written down about a family. Only the name of its head must be known at the door."""

    head_name: str
    phone: str = ""
    address: str = ""
    people_count: int | None = None
    note: str = ""
    grid: str = ""


@dataclass(frozen=True, slots=True)
class CategoryHeld:
    """A category of a family, from `since` (today where it is not known) until `until`; `grade` as `kinds.grade_parts`
    reads it.
    """

    category: str
    grade: str = ""
    since: date | None = None
    until: date | None = None


def checked_details(details: HouseholdDetails) -> HouseholdDetails:
    """The details in the spelling in which they are stored. Raises `BadInput` with a message at each field that cannot
    be.
    """
    wrong: dict[str, list[object]] = {}
    name = phone = ""
    try:
        name = names.clean(details.head_name)
    except ValueError:
        wrong["head_name"] = [_("Please enter the full name of the head of the household.")]
    try:
        phone = phones.normalise(details.phone) if details.phone.strip() else ""
    except ValueError:
        wrong["phone"] = [_("Please enter a telephone number that can be called, for example 138 0000 0000.")]
    if details.people_count is not None and not 1 <= details.people_count <= MOST_PEOPLE:
        wrong["people_count"] = [_("Please enter how many people live there, from 1 to 30.")]
    address, note, grid = " ".join(details.address.split()), details.note.strip(), "".join(details.grid.split())
    wrong |= _too_long(address=(address, LONGEST_ADDRESS), note=(note, LONGEST_NOTE), grid=(grid, LONGEST_GRID))
    if wrong:
        raise BadInput(_("Please mend these fields."), wrong)
    return HouseholdDetails(
        head_name=name, phone=phone, address=address, people_count=details.people_count, note=note, grid=grid
    )


def _too_long(**texts: tuple[str, int]) -> dict[str, list[object]]:
    too_long = _("This is too long; at most %(most)s characters.")
    return {field: [too_long % {"most": most}] for field, (text, most) in texts.items() if len(text) > most}


def new_household(*, community_id: int, number: int, details: HouseholdDetails) -> Household:
    """The row of a family, not saved yet. `details` checked already."""
    household = Household(community_id=community_id, number=number, made_at=clock.now())
    _write(household, details)
    return household


def _write(household: Household, details: HouseholdDetails) -> None:
    household.set_head_name(details.head_name)
    household.set_phone(details.phone)
    household.set_address(details.address)
    household.people_count = details.people_count
    household.grid = details.grid
    household.note = details.note


@transaction.atomic
def add_household(
    *, community_id: int, details: HouseholdDetails, categories: Sequence[CategoryHeld] = (), by: Actor
) -> Household:
    """Write a family down under the next number. Raises `BadInput` at the fields, `Refused`."""
    number = take_numbers(community_id=community_id, name=HOUSEHOLDS)
    may_edit_households(by, community_id).enforce()
    household = new_household(community_id=community_id, number=number, details=checked_details(details))
    household.save(force_insert=True)
    rows = category_rows(household, categories)
    HouseholdCategory.objects.bulk_create(rows)
    facts = {"number": number, "categories": [row.category for row in rows]}
    record(community_id=community_id, subject=("household", household.pk), verb="household.add", facts=facts, by=by)
    return household


@transaction.atomic
def edit_household(
    *, community_id: int, household_id: UUID, changes: Mapping[str, str | int | None], by: Actor
) -> Household:
    """Change the fields named in `changes`; the others stay as they are, so that nobody must see them to change one.

    Raises `BadInput` at the fields, `NotHere`, `Refused`.
    """
    household = locked_household(community_id, household_id)
    may_edit_households(by, community_id).enforce()
    before = _details_of(household)
    asked = {field: getattr(before, field) for field in HouseholdDetails.__dataclass_fields__} | dict(changes)
    after = checked_details(HouseholdDetails(**asked))
    changed = [field for field in asked if getattr(before, field) != getattr(after, field)]
    if changed:
        _write(household, after)
        household.save()
        facts = {"fields": changed}
        record(
            community_id=community_id, subject=("household", household.pk), verb="household.edit", facts=facts, by=by
        )
    return household


def _details_of(household: Household) -> HouseholdDetails:
    return HouseholdDetails(**{field: getattr(household, field) for field in HouseholdDetails.__dataclass_fields__})


def locked_household(community_id: int, household_id: UUID) -> Household:
    """The family, its row locked for the caller's transaction. Raises `NotHere`."""
    household: Household | None = (
        Household.objects.within(community_id).select_for_update().filter(pk=household_id).first()
    )
    if household is None:
        raise NotHere(_("There is no such family."))
    return household


@transaction.atomic
def set_categories(*, community_id: int, household_id: UUID, categories: Iterable[CategoryHeld], by: Actor) -> None:
    """Let the family be in exactly these categories from today on: new ones begin, missing ones ended yesterday.

    One that began today and is missing was a slip of the pen and is taken out; the timeline still tells of it. Raises
    `BadInput` for one named twice or ending before it begins, `NotHere`, `Refused`.
    """
    household = locked_household(community_id, household_id)
    may_edit_households(by, community_id).enforce()
    wanted = {category.category: category for category in _checked_categories(categories)}
    rows = HouseholdCategory.objects.within(community_id).filter(in_force(), household=household)
    held: dict[str, HouseholdCategory] = {row.category: row for row in rows}
    ended = sorted(held.keys() - wanted.keys())
    rows.filter(category__in=ended, since__gte=clock.today()).erase()
    rows.filter(category__in=ended).update(until=clock.today() - timedelta(days=1))
    begun = [_category_row(household, wanted[code]) for code in wanted if code not in held]
    HouseholdCategory.objects.bulk_create(begun)
    changed = [code for code in wanted if code in held and _rewrite(held[code], wanted[code])]
    facts = {"begun": [row.category for row in begun], "ended": ended, "changed": changed}
    if any(facts.values()):
        record(
            community_id=community_id,
            subject=("household", household.pk),
            verb="household.categorise",
            facts=facts,
            by=by,
        )


def _checked_categories(categories: Iterable[CategoryHeld]) -> list[CategoryHeld]:
    held = list(categories)
    codes = [category.category for category in held]
    wrong: list[object] = []
    if len(set(codes)) != len(codes):
        wrong.append(_("Choose each category once."))
    if not set(codes) <= set(Category.values):
        wrong.append(_("Choose categories from the list."))
    if any(category.until and category.until < (category.since or clock.today()) for category in held):
        wrong.append(_("A category cannot end before it begins."))
    if wrong:
        raise BadInput(wrong[0], {"categories": wrong})
    return held


def category_rows(household: Household, categories: Iterable[CategoryHeld]) -> list[HouseholdCategory]:
    """The rows of a family's categories, not saved yet. Raises `BadInput` for what cannot be."""
    return [_category_row(household, held) for held in _checked_categories(categories)]


def _category_row(household: Household, held: CategoryHeld) -> HouseholdCategory:
    return HouseholdCategory(
        community_id=household.community_id,
        household=household,
        category=held.category,
        grade=held.grade,
        since=held.since or clock.today(),
        until=held.until,
    )


def _rewrite(row: HouseholdCategory, wanted: CategoryHeld) -> bool:
    """Whether the row had to be changed to say what is wanted."""
    after = (wanted.grade or row.grade, wanted.since or row.since, wanted.until)
    if after == (row.grade, row.since, row.until):
        return False
    row.grade, row.since, row.until = after
    row.save(update_fields=["grade", "since", "until"])
    return True


@transaction.atomic
def add_member(
    *, community_id: int, household_id: UUID, name: str, relation: str, note: str = "", by: Actor
) -> HouseholdMember:
    """Write down somebody of the family. Raises `BadInput` at the fields, `NotHere`, `Refused`."""
    household = locked_household(community_id, household_id)
    may_edit_households(by, community_id).enforce()
    wrong: dict[str, list[object]] = _too_long(note=(note.strip(), LONGEST_NOTE))
    try:
        name = names.clean(name)
    except ValueError:
        wrong["name"] = [_("Please enter the full name.")]
    if relation not in Relation.values:
        wrong["relation"] = [_("Choose what this person is to the head of the household.")]
    if wrong:
        raise BadInput(_("Please mend these fields."), wrong)
    member: HouseholdMember = HouseholdMember.objects.create(
        community_id=community_id, household=household, name=name, relation=relation, note=note.strip()
    )
    facts = {"member": member.pk.hex, "relation": relation}
    record(
        community_id=community_id, subject=("household", household.pk), verb="household.member_join", facts=facts, by=by
    )
    return member


@transaction.atomic
def end_membership(*, community_id: int, household_id: UUID, member_id: UUID, by: Actor) -> None:
    """Somebody no longer belongs to the family. Raises `NotHere` when they did not, `Refused`."""
    rows = HouseholdMember.objects.within(community_id).filter(pk=member_id, household=household_id, left_at=None)
    changed = rows.update(left_at=clock.now())
    may_edit_households(by, community_id).enforce()
    if not changed:
        raise NotHere(_("There is no such member of this family."))
    facts = {"member": member_id.hex}
    record(
        community_id=community_id,
        subject=("household", household_id),
        verb="household.member_leave",
        facts=facts,
        by=by,
    )
