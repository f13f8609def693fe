"""A shared wish: several people take an amount of it each, until it is full.

The deciding statement comes first and is conditional, as for any claim (`claiming`): what is taken rises only as far as
there is any left, and the wish is taken once it is full. The row it changed is held until the end, so that the next
free slot is found by one at a time; unique and check constraints stand behind both.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Case, F, Value, When
from django.utils.translation import gettext_lazy as _

from linli.core import clock, sql
from linli.core.actor import Actor
from linli.core.errors import BadInput
from linli.timeline.services import record
from linli.wishes.kinds.shares import FEWEST, MOST
from linli.wishes.models import Campaign, Claim, Wish
from linli.wishes.models.campaigns import PUBLISHED
from linli.wishes.permissions.collecting import may_edit_wish
from linli.wishes.services.collecting import locked_wish
from linli.wishes.workflow import LIVE, OFFERED, OPEN, TAKEN, WISH

_TAKE = """
UPDATE wishes_wish SET shares_taken = shares_taken + %s,
  state = CASE WHEN shares_taken + %s = shares THEN %s ELSE state END,
  moved_at = CASE WHEN shares_taken + %s = shares THEN %s ELSE moved_at END
WHERE community_id = %s AND campaign_id = %s AND public_number = %s AND state = %s
  AND shares_taken + %s <= shares AND EXISTS (
  SELECT 1 FROM wishes_campaign c
  WHERE c.community_id = %s AND c.id = wishes_wish.campaign_id AND c.community_id = wishes_wish.community_id
    AND c.state = %s AND c.opens_at <= %s AND c.closes_at > %s AND c.draw_at IS NULL)
RETURNING id, shares - shares_taken
"""


@dataclass(frozen=True, slots=True)
class Share:
    """What was taken of a wish: under which slot, and how much of it is left now."""

    wish_id: UUID
    slot: int
    left: int


@transaction.atomic
def share_wish(*, community_id: int, wish_id: UUID, shares: int | None, by: Actor) -> Wish:
    """Let several people take the wish together, in so many shares; None: one person takes the whole of it.

    Raises `BadInput`, `NotHere`, `Refused` once it is published.
    """
    wish = locked_wish(community_id, wish_id)
    may_edit_wish(by, wish).enforce()
    if shares is not None and not FEWEST <= shares <= MOST:
        message = _("Please enter a whole number from 2 to 999.")
        raise BadInput(message, {"parts": [message]})
    if wish.shares == shares:
        return wish
    wish.shares = shares
    wish.save(update_fields=["shares"])
    facts = {"shares": shares or 0}
    record(community_id=community_id, subject=("wish", wish.pk), verb="wish.share", facts=facts, by=by)
    return wish


def take_share(campaign: Campaign, number: int, person_id: UUID, shares: int) -> Share | None:
    """Take so much of the wish; None where it is not open, not so much is left, or they have some of it already."""
    now, community_id = clock.now(), campaign.community_id
    full = [shares, shares, WISH.target("take", OPEN), shares, now]
    where = [community_id, campaign.pk, number, OPEN, shares, community_id, PUBLISHED, now, now]
    row = sql.first(_TAKE, [*full, *where])
    if row is None:
        return None
    wish_id = sql.as_uuid(row[0])
    slot = free_slot(community_id, wish_id, person_id)
    return None if slot is None else Share(wish_id, slot, int(row[1]))


def free_slot(community_id: int, wish_id: UUID, person_id: UUID) -> int | None:
    """The lowest slot that no live claim has; None where this person has one. The wish's row is held by the caller."""
    live = Claim.objects.within(community_id).filter(wish=wish_id, state__in=LIVE)
    held = dict(live.values_list("slot", "claimant_id"))
    if person_id in held.values():
        return None
    return next(slot for slot in range(1, len(held) + 2) if slot not in held)


def accept_share(wish: Wish, person_id: UUID, shares: int, now: datetime) -> Share | None:
    """Take so much of what is kept for them, as a whole or less; the wish's row is held by the caller."""
    left = (wish.shares or 0) - wish.shares_taken - shares
    slot = free_slot(wish.community_id, wish.pk, person_id)
    if left < 0 or slot is None:
        return None
    state = OFFERED if left else WISH.target("accept", OFFERED)
    rows = Wish.objects.within(wish.community_id).filter(pk=wish.pk)
    rows.update(shares_taken=F("shares_taken") + shares, state=state, moved_at=now)
    return Share(wish.pk, slot, left)


def give_share_back(claim: Claim, now: datetime) -> str:
    """What was released can be taken again; returns the state in which the wish was. Holds its row from now on."""
    rows = Wish.objects.within(claim.community_id).filter(pk=claim.wish_id)
    before: str = rows.select_for_update().values_list("state", flat=True).get()
    rows.update(
        shares_taken=F("shares_taken") - claim.shares,
        state=Case(When(state=TAKEN, then=Value(WISH.target("reopen", TAKEN))), default=F("state")),
        moved_at=now,
    )
    return before
