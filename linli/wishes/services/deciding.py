"""What the desk decides about people whom the roster does not know: one of them, or several at once with one reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.core.actor import Actor
from linli.core.errors import BadInput, Conflict, LinliError, NotHere
from linli.people.services.enlisting import put_on_roster
from linli.timeline.services import record
from linli.wishes.models import Claim
from linli.wishes.permissions.claiming import may_decide
from linli.wishes.services.releasing import keep_all_of, keep_claim, release_claim
from linli.wishes.workflow import HELD

KEEP, DECLINE = "keep", "decline"
LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class Decided:
    """What came of one claim among several; `refusal` says why nothing did."""

    claim_id: UUID
    refusal: str = ""


@transaction.atomic
def enlist_claimant(*, community_id: int, claim_id: UUID, employer: str = "", by: Actor) -> None:
    """The claimant is put on the roster and keeps all that they hold: from now on name and telephone are enough.

    Raises `NotHere`, `Refused`, `BadInput`, `Conflict` when somebody decided already or they cannot be put on it.
    """
    claim = _undecided(community_id, claim_id, by)
    put_on_roster(community_id=community_id, person_id=claim.claimant_id, employer=employer, by=by)
    keep_all_of(community_id=community_id, person_id=claim.claimant_id, by=by)


@transaction.atomic
def decline_claim(*, community_id: int, claim_id: UUID, reason: str, by: Actor) -> None:
    """The claimant does not keep the wish and is told why; it goes to the next in line, or is open again.

    Raises `BadInput` without a reason, `NotHere`, `Refused`, `Conflict` when somebody decided already.
    """
    reason = _said(reason)
    claim = _undecided(community_id, claim_id, by)
    facts = {"claim": claim.pk.hex, "number": claim.number}
    record(community_id=community_id, subject=("wish", claim.wish_id), verb="decline_claim", facts=facts, by=by)
    release_claim(community_id=community_id, claim_id=claim_id, reason=reason, text="claim_declined", by=by)


@transaction.atomic
def decide_about(
    *, community_id: int, claim_ids: Sequence[UUID], decision: str, reason: str, by: Actor
) -> list[Decided]:
    """One decision about several claims, each by itself: one that somebody else decided meanwhile stops no other.

    Raises `BadInput` where nothing is chosen, or for declining without a reason; `Refused`.
    """
    may_decide(by, community_id).enforce()
    if decision == DECLINE:
        reason = _said(reason)
    if not claim_ids:
        raise BadInput(_("Tick at least one claim first."))
    return [_decide(community_id, claim_id, decision, reason, by) for claim_id in sorted(set(claim_ids))]


def _decide(community_id: int, claim_id: UUID, decision: str, reason: str, by: Actor) -> Decided:
    try:
        with transaction.atomic():
            if decision == DECLINE:
                decline_claim(community_id=community_id, claim_id=claim_id, reason=reason, by=by)
            else:
                keep_claim(community_id=community_id, claim_id=claim_id, note=reason, by=by)
    except LinliError as error:
        return Decided(claim_id, str(error.message))
    return Decided(claim_id)


def _undecided(community_id: int, claim_id: UUID, by: Actor) -> Claim:
    """The claim, its row held: whoever decides at the same moment comes after us and finds it decided."""
    rows = Claim.objects.within(community_id).select_for_update().filter(pk=claim_id)
    claim: Claim | None = rows.first()
    may_decide(by, community_id).enforce()
    if claim is None:
        raise NotHere(_("There is no such claim."))
    if claim.state != HELD or not claim.to_decide:
        raise Conflict(_("Somebody has already decided about this claim."))
    return claim


def _said(reason: str) -> str:
    reason = " ".join(reason.split())
    if not 2 <= len(reason) <= LONGEST_REASON:
        said = _("Say why, in at most 200 characters. The claimant reads it.")
        raise BadInput(said, {"reason": [said]})
    return reason
