"""Claims as the desk sees them: what waits for a decision, one claim whole, and who on the roster a stranger may be."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.core import clock, masks
from linli.core.errors import NotHere
from linli.people.models import Person
from linli.people.queries.persons import roster_among, roster_persons
from linli.wishes.kinds.shares import share, share_to_buy
from linli.wishes.kinds.shown import CHECKING, amount, shown_label, shown_state
from linli.wishes.models import Claim
from linli.wishes.queries.boards import BASES
from linli.wishes.workflow import CONFIRMED, DELIVERED, HELD, LIVE, RECEIVED

PAGE = 50
MOST_CANDIDATES = 20
LIST_LABELS = {
    "late": pgettext_lazy("task", "Overdue"),
    "to_decide": shown_label(CHECKING),
    "held": shown_label(HELD),
    "received": shown_label(RECEIVED),
    "lit": shown_label(DELIVERED),
}


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """A claim in a list, its claimant masked."""

    id: UUID
    spoken: int
    title: str
    campaign_id: UUID
    campaign: str
    handover_until: date
    state: str
    state_label: object
    claimant: str
    phone: str
    employer: str
    basis: object
    claimed_at: datetime


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody on the roster, masked. `why` says what speaks for them; it is empty for who was searched for."""

    person_id: UUID
    name: str
    phone: str
    employer: str
    why: object
    same_name: bool = False


def _listed(show: str) -> Q:
    """The claims of one list; all live ones for an unknown name. Overdue: held, and the hand-over date has passed."""
    lists = {
        "late": Q(state=HELD, campaign__handover_until__lt=clock.today()),
        "to_decide": Q(state=HELD, to_decide=True),
        "held": Q(state=HELD),
        "received": Q(state=RECEIVED),
        "lit": Q(state__in=(DELIVERED, CONFIRMED)),
    }
    return lists.get(show, Q(state__in=LIVE))


def claims_listed(
    community_id: int, *, show: str, campaign_id: UUID | None = None, before: UUID | None = None, size: int = PAGE
) -> tuple[list[ClaimLine], UUID | None]:
    """One page of live claims, the newest first, and the key before which the next begins; None on the last."""
    rows = Claim.objects.within(community_id).filter(_listed(show))
    if campaign_id is not None:
        rows = rows.filter(campaign=campaign_id)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    joined = rows.select_related("wish", "campaign", "claimant", "claimant__organisation").defer(
        "wish__said", "wish__note"
    )
    found = list(joined.order_by("-id")[: size + 1])
    return [_claim_line(claim) for claim in found[:size]], found[size - 1].pk if len(found) > size else None


def claim_counts(community_id: int, campaign_id: UUID | None = None) -> dict[str, int]:
    """How many live claims stand in each list."""
    rows = Claim.objects.within(community_id).filter(state__in=LIVE).order_by()
    if campaign_id is not None:
        rows = rows.filter(campaign=campaign_id)
    states: Counter[str] = Counter()
    for state, to_decide, count in rows.values_list("state", "to_decide").annotate(Count("id")):
        states[shown_state("", state, to_decide)] += count
    return {
        "late": rows.filter(_listed("late")).count(),
        "to_decide": states[CHECKING],
        "held": states[HELD] + states[CHECKING],
        "received": states[RECEIVED],
        "lit": states[DELIVERED] + states[CONFIRMED],
    }


def _claim_line(claim: Claim) -> ClaimLine:
    state = shown_state(claim.wish.state, claim.state, claim.to_decide)
    person = claim.claimant
    return ClaimLine(
        id=claim.pk,
        spoken=claim.number,
        title=" ".join(filter(None, [claim.wish.public_title, _share_of(claim)])),
        campaign_id=claim.campaign_id,
        campaign=claim.campaign.title,
        handover_until=claim.campaign.handover_until,
        state=state if claim.state in LIVE else claim.state,
        state_label=shown_label(state if claim.state in LIVE else claim.state),
        claimant=masks.name(person.name),
        phone=masks.phone(person.phone) if person.phone else "",
        employer=person.organisation.name if person.organisation else "",
        basis=BASES.get(claim.basis, claim.basis),
        claimed_at=claim.claimed_at,
    )


def claim_of(community_id: int, claim_id: UUID) -> Claim:
    """The claim with wish, family number, campaign and claimant. Raises `NotHere`."""
    rows = Claim.objects.within(community_id).filter(pk=claim_id)
    claim = rows.select_related("wish__household", "campaign", "claimant__organisation").first()
    if claim is None:
        raise NotHere(_("There is no such claim."))
    return claim


def spoken_numbers(community_id: int, claim_ids: Iterable[UUID]) -> dict[UUID, int]:
    """The numbers by which these claims are called."""
    rows = Claim.objects.within(community_id).filter(pk__in=list(claim_ids))
    return dict(rows.values_list("pk", "number"))


def claim_line(claim: Claim) -> ClaimLine:
    """A claim as in a list."""
    return _claim_line(claim)


def _share_of(claim: Claim) -> str:
    wish = claim.wish
    return share(claim.shares, wish.shares, wish.quantity, wish.unit) if wish.shares else ""


def wish_details(claim: Claim) -> str:
    """What the claimant is to buy: amount, item, size; of a shared wish their part."""
    wish = claim.wish
    if wish.shares:
        return share_to_buy(wish.item, wish.quantity, wish.unit, wish.spec, claim.shares, wish.shares)
    return " ".join(part for part in (wish.item, amount(wish.quantity, wish.unit), wish.spec) if part)


def candidates_for(community_id: int, person: Person, search: str = "") -> list[Candidate]:
    """People on the roster who may be this stranger: the same name, the same phone, and those found by `search`."""
    rows = Person.objects.within(community_id).exclude(pk=person.pk)
    alike = Q(name_index=bytes(person.name_index))
    if person.phone_index:
        alike |= Q(phone_index=bytes(person.phone_index))
    found = list(rows.filter(alike).select_related("organisation").order_by("id"))
    listed = roster_among(community_id, [other.pk for other in found])
    close = [candidate_of(other, person) for other in found if other.pk in listed]
    known = {candidate.person_id for candidate in close}
    return close + [other for other in roster_search(community_id, search) if other.person_id not in known]


def candidate_of(other: Person, person: Person) -> Candidate:
    """Somebody on the roster who may be this person, and what speaks for it."""
    same_name = bytes(other.name_index) == bytes(person.name_index)
    same_phone = bytes(other.phone_index) == bytes(person.phone_index)
    why = _("Same name, another telephone") if same_name else _("Same telephone, another name")
    if same_name and same_phone:
        why = _("Same name, same telephone")
    return Candidate(
        other.pk,
        masks.name(other.name),
        masks.phone(other.phone) if other.phone else "",
        _employer(other),
        why,
        same_name,
    )


def roster_search(community_id: int, search: str) -> list[Candidate]:
    """People on the roster by a part of name, phone or employer; nobody for an empty search. At most 20."""
    said = "".join(search.split())
    if not said:
        return []
    found = [person for person in roster_persons(community_id) if _says(person, said)]
    return [
        Candidate(
            person.pk, masks.name(person.name), masks.phone(person.phone) if person.phone else "", _employer(person), ""
        )
        for person in found[:MOST_CANDIDATES]
    ]


def _says(person: Person, said: str) -> bool:
    return (
        said in person.name
        or (len(said) >= 3 and said in person.phone)
        or (len(said) >= 2 and said in _employer(person))
    )


def _employer(person: Person) -> str:
    return person.organisation.name if person.organisation else ""


def are_on_roster(community_id: int, person_ids: Sequence[UUID]) -> frozenset[UUID]:
    """Those of the persons who are on the roster today."""
    return roster_among(community_id, person_ids)
