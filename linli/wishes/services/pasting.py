"""Claims from the group's chain message: what was read, laid beside the wishes and the roster, confirmed row by row.

For an office whose PC no phone can reach. Nothing is written before a worker has confirmed; then each row is claimed
under the same rules as on the wall, with a key of its own, so that sending the page twice changes nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from linli.core import masks
from linli.core.actor import Actor
from linli.core.crypto import blind_index
from linli.core.errors import LinliError
from linli.gate.services import Outcome
from linli.people.models import Person
from linli.people.queries.persons import roster_persons
from linli.people.reading import names
from linli.wishes.models import Campaign, Claim, Wish
from linli.wishes.models.claims import BY_PASTE
from linli.wishes.permissions.claiming import may_claim_for_others
from linli.wishes.queries.campaigns import live_claims
from linli.wishes.reading.claim_chains import SpokenClaim, read_claims
from linli.wishes.services.claiming import claim_wish
from linli.wishes.services.entering import enter_draw
from linli.wishes.services.vouching import chosen_claimant, named_by_worker
from linli.wishes.workflow import OPEN

MOST_ROWS = 500
LONGEST_PASTE = 40_000
# what is the matter with a row; several at once
UNSURE, NO_WISH, UNKNOWN_NUMBER, CHOOSE_WISH, TAKEN, THEIRS_ALREADY = (
    "unsure",
    "no_wish",
    "unknown",
    "choose_wish",
    "taken",
    "theirs",
)
NO_NAME, UNKNOWN_NAME, CHOOSE_PERSON, TWICE = "no_name", "unknown_name", "choose_person", "twice"
OTHER_EMPLOYER, OTHER_PHONE = "other_employer", "other_phone"
FAILED = "failed"


@dataclass(frozen=True, slots=True)
class PersonChoice:
    """Somebody on the roster whom a name may mean, masked."""

    id: UUID
    name: str
    employer: str
    phone: str


@dataclass(frozen=True, slots=True)
class WishChoice:
    """A wish of the campaign by its number."""

    number: int
    title: str


@dataclass(frozen=True, slots=True)
class ProposedRow:
    """One claim as it was read. `number` and `person` are proposed; where a worker has to choose, they are None.

    `skip` is proposed where nothing is to be done: the wish is theirs already, or taken by somebody else.
    """

    text: str
    name: str
    phone: str
    employer: str
    number: int | None
    wish: str
    wishes: Sequence[WishChoice]
    person: UUID | None
    people: Sequence[PersonChoice]
    problems: Sequence[str]
    skip: bool
    shares: int | None = None
    left: int = 0


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a pasted text came to. `ignored`: the lines left out, shown so that nothing is dropped silently."""

    rows: Sequence[ProposedRow]
    ignored: Sequence[str]
    open_wishes: Sequence[WishChoice]


@dataclass(frozen=True, slots=True)
class ConfirmedRow:
    """A row as the worker confirmed it. Without a person it is claimed for `name`, and held for the desk to decide."""

    row: int
    number: int | None
    person_id: UUID | None
    name: str = ""
    phone: str = ""
    shares: int | None = None
    chosen: bool = True
    """Whether the worker said who it is, be it somebody unknown."""


@dataclass(frozen=True, slots=True)
class RowResult:
    """What became of a row: won with a spoken number, or why not. `refusal`: why it could not even be tried.

    `held`: won for somebody about whom the desk has yet to decide. `code`: before a draw they are entered under it.
    """

    row: ConfirmedRow
    won: bool
    spoken: int | None = None
    claim_id: UUID | None = None
    why: str = ""
    refusal: object = ""
    held: bool = False
    code: str = ""
    left: int = 0


@dataclass(frozen=True)
class _Known:
    """The campaign and the roster, read once for all rows."""

    wishes: Mapping[int, Wish]
    claims: Mapping[UUID, Claim]
    by_name: Mapping[bytes, Sequence[Person]]

    @property
    def open(self) -> list[Wish]:
        return [wish for wish in self.wishes.values() if wish.state == OPEN]


def propose(*, campaign: Campaign, text: str) -> Proposal:
    """Read a pasted text and lay it beside wishes and roster. Writes nothing; as few statements for a long text."""
    read = read_claims(text[:LONGEST_PASTE])
    known = _known(campaign)
    rows: list[ProposedRow] = []
    used: set[int] = set()
    for spoken in read.claims:
        for meant in _meant(spoken):
            row = _row(known, spoken, meant, used)
            # before a draw several may enter for one wish, and of a shared one each takes a part
            is_one = row.number and not row.skip and not row.left and not campaign.awaits_draw
            used |= {row.number} if row.number and is_one else set()
            rows.append(row)
    return Proposal(rows[:MOST_ROWS], read.ignored, [_choice(wish) for wish in known.open])


def _meant(spoken: SpokenClaim) -> Sequence[int | str]:
    """What one line asks for, a row for each: numbers, else the things named, else nothing that could be read."""
    return spoken.numbers or [item for item in spoken.item_hint.split("、") if item] or [""]


def _known(campaign: Campaign) -> _Known:
    community_id = campaign.community_id
    wishes = Wish.objects.within(community_id).filter(campaign=campaign.pk, public_number__isnull=False)
    by_number = {wish.public_number: wish for wish in wishes.defer("said", "note").order_by("public_number")}
    by_name: dict[bytes, list[Person]] = defaultdict(list)
    for person in roster_persons(community_id):
        by_name[bytes(person.name_index)].append(person)
    return _Known(by_number, live_claims(campaign), by_name)


def _row(known: _Known, spoken: SpokenClaim, meant: int | str, used: set[int]) -> ProposedRow:
    people = _people(known, spoken)
    wishes, problems = _wishes(known, meant, used)
    chosen = wishes[0] if len(wishes) == 1 else None
    # an amount of what one person takes as a whole is something to look at
    sure = spoken.sure and (spoken.amount is None or chosen is None or chosen.shares is not None)
    problems = [*([] if sure else [UNSURE]), *problems, *_person_problems(spoken, people)]
    if chosen is not None and chosen.state != OPEN:
        problems.append(_taken_by(known, chosen, people))
    elif chosen is not None and chosen.public_number in used:
        problems.append(TWICE)
    person = people[0] if len(people) == 1 else None
    return ProposedRow(
        text=spoken.text,
        name=spoken.name,
        phone=spoken.phone,
        employer=spoken.organisation_hint,
        number=chosen.public_number if chosen else None,
        wish=chosen.public_title if chosen else str(meant),
        wishes=[_choice(wish) for wish in wishes],
        person=person.pk if person else None,
        people=[_person_choice(each) for each in people],
        problems=problems,
        shares=(spoken.amount or 1) if chosen is not None and chosen.shares else None,
        left=chosen.shares - chosen.shares_taken if chosen is not None and chosen.shares else 0,
        skip=(chosen is None and not wishes) or bool({TAKEN, THEIRS_ALREADY, TWICE} & set(problems)),
    )


def _wishes(known: _Known, meant: int | str, used: set[int]) -> tuple[list[Wish], list[str]]:
    """The wishes that a row may mean, one where it is clear: by its number, or by the thing that was named."""
    if isinstance(meant, int):
        wish = known.wishes.get(meant)
        return ([wish], []) if wish else ([], [UNKNOWN_NUMBER])
    alike = [wish for wish in known.open if meant and (wish.public_title in meant or meant in wish.public_title)]
    free = [wish for wish in alike if wish.public_number not in used]
    if not free:
        return [], [NO_WISH]
    return free, [] if len(free) == 1 else [CHOOSE_WISH]


def _people(known: _Known, spoken: SpokenClaim) -> list[Person]:
    """Everybody on the roster of that name; phone and employer tell people of one name apart."""
    try:
        found = list(known.by_name.get(blind_index("person.name", names.clean(spoken.name)), ()))
    except ValueError:
        return []
    by_phone = [person for person in found if spoken.phone and person.phone == spoken.phone]
    hint = spoken.organisation_hint
    by_employer = [
        person for person in found if hint and person.organisation and _same_employer(hint, person.organisation.name)
    ]
    return by_phone or by_employer or found


def _same_employer(hint: str, name: str) -> bool:
    """审计局 means 盐湖区审计局; 市审计局 does too where its characters stand in the name in this order."""
    if hint in name or name in hint:
        return True
    rest = iter(name)
    return len(hint) >= 3 and all(char in rest for char in hint)


def _person_problems(spoken: SpokenClaim, people: Sequence[Person]) -> list[str]:
    if not spoken.name:
        return [NO_NAME]
    if len(people) != 1:
        return [CHOOSE_PERSON] if people else [UNKNOWN_NAME]
    person, hint = people[0], spoken.organisation_hint
    employer = person.organisation.name if person.organisation else ""
    other_employer = bool(hint and employer) and not _same_employer(hint, employer)
    other_phone = bool(spoken.phone and person.phone) and spoken.phone != person.phone
    return [OTHER_EMPLOYER] * other_employer + [OTHER_PHONE] * other_phone


def _taken_by(known: _Known, wish: Wish, people: Sequence[Person]) -> str:
    """The chain is pasted again with every reply, so what is theirs already is no problem."""
    claim = known.claims.get(wish.pk)
    return THEIRS_ALREADY if claim and claim.claimant_id in {person.pk for person in people} else TAKEN


def _choice(wish: Wish) -> WishChoice:
    return WishChoice(wish.public_number or 0, wish.public_title)


def _person_choice(person: Person) -> PersonChoice:
    employer = person.organisation.name if person.organisation else ""
    return PersonChoice(person.pk, masks.name(person.name), employer, masks.phone(person.phone) if person.phone else "")


def confirm(*, campaign: Campaign, rows: Iterable[ConfirmedRow], key: str, by: Actor) -> list[RowResult]:
    """Claim each row under the rules of the wall, in the order of the chain; who was first there is first here.

    Each row stands for itself: one that is lost or refused does not undo another. Raises `Refused` for whom it is not
    theirs to claim for others.
    """
    may_claim_for_others(by, campaign.community_id).enforce()
    return [_claimed(campaign, row, f"{key}:{row.row}", by) for row in rows]


def _claimed(campaign: Campaign, row: ConfirmedRow, key: str, by: Actor) -> RowResult:
    if row.number is None:
        return RowResult(row, won=False, why=FAILED, refusal=_("No wish was chosen for this line."))
    if not row.chosen:
        return RowResult(row, won=False, why=FAILED, refusal=_("Nobody was chosen for this line."))
    try:
        if row.person_id is not None:
            claimant = chosen_claimant(campaign=campaign, person_id=row.person_id, basis=BY_PASTE)
        else:
            claimant = named_by_worker(campaign=campaign, name=row.name, phone=row.phone, basis=BY_PASTE)
        if campaign.awaits_draw:
            outcome = enter_draw(campaign=campaign, number=row.number, claimant=claimant, key=key, by=by)
        else:
            outcome = claim_wish(
                campaign=campaign, number=row.number, claimant=claimant, key=key, by=by, shares=row.shares
            )
    except LinliError as error:
        said = next((messages[0] for messages in getattr(error, "fields", {}).values()), error.message)
        return RowResult(row, won=False, why=FAILED, refusal=said)
    return _result(row, outcome, held=claimant.to_decide)


def _result(row: ConfirmedRow, outcome: Outcome, *, held: bool) -> RowResult:
    if "entered" in outcome:
        return RowResult(row, won=True, code=outcome["code"], held=held)
    if not outcome["won"]:
        return RowResult(row, won=False, why=outcome["why"], left=outcome.get("left", 0))
    return RowResult(row, won=True, spoken=outcome["number"], claim_id=UUID(outcome["claim"]), held=held)
