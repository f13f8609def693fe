"""Wishes pasted from a chat: who wishes what as it was read, laid beside the families on record, confirmed, written."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.core.actor import Actor
from linli.core.errors import BadInput
from linli.people.models import Household
from linli.people.queries.households import HouseholdRow, row_of
from linli.people.queries.matching import ADDRESS, PHONE, Match
from linli.people.reading import names
from linli.people.services.households import HouseholdDetails
from linli.wishes.permissions.collecting import may_collect
from linli.wishes.reading.chains import ChainEntry, read_chain
from linli.wishes.services.collecting import WishSaid
from linli.wishes.services.doorstep import Visit, write_visit
from linli.wishes.workflow import REVIEW

MOST_ENTRIES, LONGEST_PASTE, MOST_FOUND = 60, 20_000, 6
SHORTEST_WAY = 5
"""2号楼 is an address of half the street."""


_NICKNAME = re.compile(r"[\d#号楼院]|[姐哥叔婶姨伯爷奶嫂妈爸师总]$|^[老小阿大]|大[爷妈娘叔]|阿姨|老师|先生|女士|同志")
"""王姐, 3号楼老李, 张大妈: somebody is meant, but it is no name to write a family down by."""


@dataclass(frozen=True, slots=True)
class PastedEntry:
    """One message as it was read, and the families that its name may mean, masked.

    `neighbours`: others whose telephone or address stands in it.
    """

    entry: ChainEntry
    families: Sequence[HouseholdRow]
    neighbours: Sequence[Match]
    is_full_name: bool


@dataclass(frozen=True, slots=True)
class Chat:
    """What a pasted text came to. `ignored`: lines that ask for nothing, shown so that nothing is dropped silently."""

    entries: Sequence[PastedEntry]
    ignored: Sequence[str]
    too_many: int


@dataclass(frozen=True, kw_only=True, slots=True)
class PastedFamily:
    """A message as a worker confirmed it: a family on record, or a new one of this name. `at`: its place."""

    at: int
    household_id: UUID | None
    name: str
    wishes: Sequence[WishSaid]
    left_out: str


def read_chat(*, community_id: int, text: str) -> Chat:
    """Read a pasted text and lay it beside the families. Writes nothing; one statement however long it is."""
    chain = read_chain(text[:LONGEST_PASTE])
    known = list(Household.objects.within(community_id).order_by("number").only("community_id", "number", *_SHOWN))
    named = [(household, household.head_name) for household in known]
    reached = [(one, text, same) for one in known for same, text in _ways_to(one) if len(text) >= SHORTEST_WAY]
    entries = []
    for entry in chain.entries[:MOST_ENTRIES]:
        meant = _meant(entry.who, named)
        near = _near(entry.text, reached, beside=meant)
        entries.append(PastedEntry(entry, [row_of(one, ()) for one in meant], near, _is_full_name(entry.who)))
    return Chat(entries, chain.ignored, max(0, len(chain.entries) - MOST_ENTRIES))


_SHOWN = ("head_name", "phone", "address", "people_count")


def _meant(who: str, named: Sequence[tuple[Household, str]]) -> list[Household]:
    """Families whose head is named in `who`: 3号楼秦秀芝 as well as 秦秀芝."""
    return [household for household, name in named if len(name) > 1 and name in who][:MOST_FOUND]


def _ways_to(household: Household) -> Sequence[tuple[str, str]]:
    return (PHONE, household.phone), (ADDRESS, _close(household.address))


def _near(text: str, reached: Sequence[tuple[Household, str, str]], beside: Sequence[Household]) -> list[Match]:
    """Families whose telephone or address stands in the text, and who are not meant by name already."""
    close, found = _close(text), dict[UUID, Match]()
    for household, way, same in reached:
        if way in close and household not in beside:
            prior = found.get(household.pk)
            found[household.pk] = Match(row_of(household, ()), [*(prior.same if prior else ()), same])
    return list(found.values())[:MOST_FOUND]


def _close(text: str) -> str:
    """Without blanks and hyphens, as phones and addresses are typed with and without."""
    return re.sub(r"[\s\-]+", "", text)


def _is_full_name(who: str) -> bool:
    try:
        return 2 <= len(names.clean(who)) <= 4 and not _NICKNAME.search(who)
    except ValueError:
        return False


@transaction.atomic
def write_chat(*, community_id: int, families: Sequence[PastedFamily], by: Actor) -> int:
    """Write all of them down or none, to be checked; returns how many wishes. Consent is recorded at the next visit.

    Raises `BadInput` with messages at `<place>.<field>`, `NotHere`, `Refused`.
    """
    may_collect(by, community_id).enforce()
    if not families:
        raise BadInput(_("Take down at least one wish."))
    wishes = 0
    for family in families:
        visit = Visit(
            household_id=family.household_id,
            details=None if family.household_id else HouseholdDetails(head_name=family.name),
            wishes=family.wishes,
            until=REVIEW,
            left_out=family.left_out,
        )
        try:
            wishes += len(write_visit(community_id=community_id, visit=visit, by=by).wish_ids)
        except BadInput as error:
            wrong = {f"{family.at}.{name}": messages for name, messages in error.fields.items()}
            raise BadInput(error.message, wrong) from None
    return wishes
