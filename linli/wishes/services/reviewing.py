"""Wishes checked and moved on one by one or many at once, and taken back when a family withdraws its consent."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.core import clock
from linli.core.actor import Actor
from linli.core.decision import ALLOWED, Decision, refuse
from linli.core.errors import BadInput, NotHere
from linli.people.kinds import ConsentPurpose
from linli.people.queries.consents import has_withdrawn
from linli.people.services.consents import withdraw_consent
from linli.timeline.services import record
from linli.wishes.kinds import goods
from linli.wishes.kinds.left import CONFIDENTIAL, GIVES_AWAY, MOVED_ON, TOO_DEAR, UNWILLING
from linli.wishes.models import Wish
from linli.wishes.permissions.collecting import DESK_MOVES, may_move_wish, may_review
from linli.wishes.queries.prices import Rules, price_rules
from linli.wishes.services.collecting import locked_wish
from linli.wishes.services.entering import end_entries
from linli.wishes.services.offering import end_line
from linli.wishes.services.prices import may_cost_that
from linli.wishes.services.withdrawing import end_claims, tell_ended
from linli.wishes.workflow import DRAFT, OFFERED, OPEN, READY, REVIEW, WISH

NEEDS_REASON = frozenset({"send_back", "withdraw"})
LONGEST_REASON = 200
# what each consent carries: without help nothing is kept in hand, without publishing nothing stands on a wall
_ENDED_BY = {
    ConsentPurpose.HELP.value: (DRAFT, REVIEW, READY, OPEN, OFFERED),
    ConsentPurpose.PUBLISH.value: (READY, OPEN, OFFERED),
}


@transaction.atomic
def move_wish(*, community_id: int, wish_id: UUID, move: str, reason: str = "", by: Actor) -> Wish:
    """Make one of the desk's moves. Sending back and withdrawing need a reason in words.

    Raises `BadInput` without it, `NotHere`, `Refused` with the reason that the page shows beside the action.
    """
    wish = locked_wish(community_id, wish_id)
    if move not in DESK_MOVES:
        raise NotHere
    may_move_wish(by, wish, move).enforce()
    if move == "approve":
        may_be_approved(wish).enforce()
    _move(wish, move, _checked_reason(move, reason), by)
    return wish


def _checked_reason(move: str, reason: str) -> str:
    reason = " ".join(reason.split())
    if move in NEEDS_REASON and not 2 <= len(reason) <= LONGEST_REASON:
        message = _("Please say in a few words why, so that colleagues know.")
        raise BadInput(message, {"reason": [message]})
    return reason


def _move(wish: Wish, move: str, reason: str, by: Actor) -> None:
    before, wish.state, wish.moved_at = wish.state, WISH.target(move, wish.state), clock.now()
    if before == READY:
        # a campaign being prepared may have chosen it
        wish.campaign = None
    wish.save(update_fields=["state", "moved_at", "campaign", "shares_taken"])
    if before == OFFERED:
        end_line(community_id=wish.community_id, wish_id=wish.pk)
    if before == OPEN:
        end_entries(community_id=wish.community_id, wish_ids=[wish.pk], reason=reason)
    record(
        community_id=wish.community_id,
        subject=("wish", wish.pk),
        verb=move,
        before=before,
        after=wish.state,
        detail=reason,
        by=by,
    )


def may_be_approved(wish: Wish) -> Decision:
    """Not what is a confidential matter, and not while the family has taken back that its wish is published."""
    if goods.is_confidential(wish.item):
        return refuse(_("Counselling and legal aid are not published: find the family somebody who has that skill."))
    if not (cost := may_cost_that(wish)).allowed:
        return cost
    if has_withdrawn(wish.community_id, [wish.household_id], ConsentPurpose.PUBLISH):
        return refuse(_("The family does not want its wish to be published. Ask it again before you approve this."))
    return ALLOWED


@dataclass(frozen=True, slots=True)
class Approved:
    """How many were approved at once, and which were left for somebody to look at one by one, each with why."""

    done: int
    left: Mapping[UUID, str]


@transaction.atomic
def approve_wishes(*, community_id: int, wish_ids: Sequence[UUID], by: Actor) -> Approved:
    """Approve many at once. Left alone are those that moved on meanwhile, whose public words could give the family
    away, which are confidential, or whose family does not want to be published.
    """
    rows = Wish.objects.within(community_id).select_for_update().filter(pk__in=list(wish_ids)).order_by("id")
    wishes: list[Wish] = list(rows)
    may_review(by, community_id).enforce()
    unwilling = has_withdrawn(community_id, {wish.household_id for wish in wishes}, ConsentPurpose.PUBLISH)
    rules = price_rules(community_id)
    left = {wish.pk: why for wish in wishes if (why := _why_not(wish, unwilling, rules))}
    for wish in wishes:
        if wish.pk not in left:
            _move(wish, "approve", "", by)
    return Approved(len(wishes) - len(left), left)


def _why_not(wish: Wish, unwilling: Collection[UUID], rules: Rules) -> str:
    """What keeps a wish from being approved among others: one of `kinds.left`; "" where nothing does."""
    if not WISH.may("approve", wish.state):
        return MOVED_ON
    if wish.household_id in unwilling:
        return UNWILLING
    if goods.is_confidential(wish.item):
        return CONFIDENTIAL
    if rules.lacks_reason(wish.price, wish.price_reason):
        return TOO_DEAR
    return GIVES_AWAY if goods.title_risks(f"{wish.public_title} {wish.public_spec}") else ""


@transaction.atomic
def withdraw_family_consent(*, community_id: int, household_id: UUID, consent_id: UUID, by: Actor) -> int:
    """The family takes a consent back, and what stood on it goes with it at once (trust, row 21); returns how many
    wishes.

    Whoever writes it down carries out what the family decided, so it needs no right to withdraw wishes. What is claimed
    already stays with its claimant, and the desk sees it; of a shared wish that is not full yet the claims end, and
    their claimants are told.
    """
    purpose = withdraw_consent(community_id=community_id, household_id=household_id, consent_id=consent_id, by=by)
    states = _ENDED_BY.get(purpose, ())
    rows = Wish.objects.within(community_id).filter(household=household_id, state__in=states)
    shared = rows.filter(shares_taken__gt=0)
    ended = end_claims(community_id, shared)
    wishes: list[Wish] = list(rows.select_for_update().order_by("id"))
    ended += end_claims(community_id, shared)
    for wish in wishes:
        wish.shares_taken -= sum(claim.shares for claim in ended if claim.wish_id == wish.pk)
        _move(wish, "withdraw", "", by)
    tell_ended(ended, "")
    return len(wishes)
