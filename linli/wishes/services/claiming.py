"""Claiming: one winner for each wish, nobody over the cap, and the same answer to a retry, whatever races.

Each statement that decides is conditional and stands first: the wish moves from open to taken only where its campaign
is open at this moment; the count rises only below the cap. Unique and check constraints stand behind both.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from linli.core import clock, sql
from linli.core.actor import Actor
from linli.core.errors import BadInput, NotHere
from linli.core.ids import new_id
from linli.gate.services import Outcome, remember, remembered
from linli.notifications.services import send
from linli.people.models import Person
from linli.timeline.services import record
from linli.wishes.kinds.shares import MOST, share_to_buy
from linli.wishes.models import Campaign, Claim, Wish
from linli.wishes.models.campaigns import PAUSED, PUBLISHED
from linli.wishes.models.claims import AT_COUNTER, BY_PASTE
from linli.wishes.permissions.claiming import may_claim_in
from linli.wishes.services.identifying import Claimant, own_persons_in
from linli.wishes.services.offering import pass_on, places_of
from linli.wishes.services.sharing import Share, accept_share, take_share
from linli.wishes.workflow import HELD, LINE, LIVE, OFFERED, OPEN, TAKEN, WISH

TAKEN_ALREADY, NOT_YET_OPEN, CLOSED, OVER_CAP = "taken", "not_open", "closed", "cap"
OFFER_OVER, ON_HOLD, BY_DRAW = "over", "paused", "draw"
TOO_MUCH, HOW_MUCH = "left", "share"
"""Of a shared wish: less is left than was asked for; how much of it was not said."""
# a spoken number is drawn at random; with 9,000 of them and a few hundred claims a second draw is rare
DRAWS = 8

_TAKE = """
UPDATE wishes_wish SET state = %s, moved_at = %s
WHERE community_id = %s AND campaign_id = %s AND public_number = %s AND state = %s AND shares IS NULL AND EXISTS (
  SELECT 1 FROM wishes_campaign c
  WHERE c.community_id = %s AND c.id = wishes_wish.campaign_id AND c.community_id = wishes_wish.community_id
    AND c.state = %s AND c.opens_at <= %s AND c.closes_at > %s AND (c.draw_at IS NULL OR c.drawn_at IS NOT NULL))
RETURNING id
"""
_COUNT = """
INSERT INTO wishes_claimcount (id, community_id, campaign_id, claimant_id, live, cap) VALUES (%s, %s, %s, %s, 1, %s)
ON CONFLICT (community_id, campaign_id, claimant_id)
DO UPDATE SET live = wishes_claimcount.live + 1, cap = excluded.cap
WHERE wishes_claimcount.community_id = %s AND wishes_claimcount.live < excluded.cap
"""


@dataclass(frozen=True, slots=True)
class _Asked:
    """One claim as it was asked for."""

    campaign: Campaign
    number: int
    claimant: Claimant
    key: str
    by: Actor
    offered: bool = False
    shares: int | None = None

    @property
    def body(self) -> Mapping[str, object]:
        body = {
            "accept" if self.offered else "claim": self.number,
            "campaign": self.campaign.pk.hex,
            "claimant": self.claimant.person_id.hex,
        }
        return body if self.shares is None else body | {"shares": self.shares}

    @property
    def keyed(self) -> dict[str, Any]:
        return {"community_id": self.campaign.community_id, "key": self.key, "body": self.body, "by": self.by}


class _Lost(Exception):
    """Undoes what the transaction did so far; why it was lost is found out afterwards."""


def claim_wish(
    *, campaign: Campaign, number: int, claimant: Claimant, key: str, by: Actor, shares: int | None = None
) -> Outcome:
    """Claim the wish with this public number for `claimant`; of a shared wish so many `shares`.

    Returns ``{"won": True, "claim": hex id, "number": spoken number}``, or ``{"won": False, "why": ...}`` with `why`
    one of `taken`, `paused`, `not_open`, `closed`, `draw` (yet to come), `cap`; of a shared wish also `left` with how
    much is `left`, and `share` where `shares` are missing. The same `key` again returns the same. Raises `Refused` for
    whom it is not theirs to claim, `NotHere` for a number that the campaign does not have, `BadInput` for a key used
    with another wish, and for shares of a wish that is not shared.
    """
    return _claim(_Asked(campaign, number, claimant, key, by, shares=shares))


def accept_offer(
    *, campaign: Campaign, number: int, claimant: Claimant, key: str, by: Actor, shares: int | None = None
) -> Outcome:
    """Take the wish that is kept for `claimant`, who was next in line; the cap counts it like any other.

    Of a shared wish they take all that was given back, or less; the rest goes to the next in line. Answers like
    `claim_wish`, with `why` one of `over` (the offer lapsed, or went to somebody else), `paused`, `cap`, `left` and
    `share`.
    """
    return _claim(_Asked(campaign, number, claimant, key, by, offered=True, shares=shares))


def _claim(asked: _Asked) -> Outcome:
    for _draw in range(DRAWS):
        try:
            with transaction.atomic():
                return _win(asked)
        except _Lost:
            return _lose(asked)
        except IntegrityError:
            # the key was answered a moment ago, or the spoken number was drawn before
            prior = remembered(**asked.keyed)
            if prior is not None:
                return prior
    raise IntegrityError("no free spoken number in this campaign")


def _win(asked: _Asked) -> Outcome:
    campaign, now = asked.campaign, clock.now()
    share = None if asked.shares is None else _share(asked, asked.shares)
    wish_id = share.wish_id if share is not None else _whole(asked)
    may_claim_in(asked.by, campaign, asked.claimant.person_id, asked.claimant.basis).enforce()
    cap = campaign.cap_at(now)
    if cap is not None and not _count(campaign, asked.claimant.person_id, cap):
        raise _Lost
    claim = Claim(
        community_id=campaign.community_id,
        wish_id=wish_id,
        campaign_id=campaign.pk,
        claimant_id=asked.claimant.person_id,
        number=1000 + secrets.randbelow(9000),
        state=HELD,
        basis=asked.claimant.basis,
        to_decide=asked.claimant.to_decide,
        counted=cap is not None,
        claimed_at=now,
    )
    if share is not None:
        claim.slot, claim.shares = share.slot, asked.shares or 1
    outcome: Outcome = {"won": True, "claim": claim.pk.hex, "number": claim.number}
    _write(asked, claim, outcome, share)
    _tell(campaign, claim)
    return outcome


def _write(asked: _Asked, claim: Claim, outcome: Outcome, share: Share | None) -> None:
    """The rows of a claim that was won: itself, the timeline, the answer under its key."""
    Claim.objects.add(claim)
    facts: dict[str, Any] = {"claim": claim.pk.hex, "number": claim.number, "basis": claim.basis}
    if share is not None:
        facts |= {"shares": claim.shares, "left": share.left}
    subject = ("wish", claim.wish_id)
    if share is not None and share.left:
        record(community_id=claim.community_id, subject=subject, verb="share.take", facts=facts, by=asked.by)
    else:
        record(
            community_id=claim.community_id,
            subject=subject,
            verb="accept" if asked.offered else "take",
            before=OFFERED if asked.offered else OPEN,
            after=TAKEN,
            facts=facts,
            by=asked.by,
        )
    remember(**asked.keyed, outcome=outcome)
    if asked.offered and share is not None and share.left:
        pass_on(campaign=asked.campaign, wish_id=claim.wish_id, verb="share.offer", by=asked.by)


def _share(asked: _Asked, shares: int) -> Share:
    """So much of a shared wish, from the wall or of what is kept for them."""
    if not 1 <= shares <= MOST:
        message = _("Please enter how much of it you take, as a whole number.")
        raise BadInput(message, {"shares": [message]})
    if asked.offered:
        wish, now = _offered(asked), clock.now()
        share = accept_share(wish, asked.claimant.person_id, shares, now) if wish.shares else None
    else:
        share = take_share(asked.campaign, asked.number, asked.claimant.person_id, shares)
    if share is None:
        raise _Lost
    return share


def _whole(asked: _Asked) -> UUID:
    return _accept(asked) if asked.offered else _take(asked.campaign, asked.number)


def _take(campaign: Campaign, number: int) -> UUID:
    now, community_id = clock.now(), campaign.community_id
    row = sql.first(
        _TAKE,
        [WISH.target("take", OPEN), now, community_id, campaign.pk, number, OPEN, community_id, PUBLISHED, now, now],
    )
    if row is None:
        raise _Lost
    return sql.as_uuid(row[0])


def _accept(asked: _Asked) -> UUID:
    """The whole wish that is kept for them."""
    wish = _offered(asked)
    if wish.shares is not None:
        raise _Lost
    rows = Wish.objects.within(wish.community_id).filter(pk=wish.pk, state=OFFERED)
    rows.update(state=WISH.target("accept", OFFERED), moved_at=clock.now())
    return UUID(str(wish.pk))


def _offered(asked: _Asked) -> Wish:
    """The wish that is kept for them, while it is: its row is held, so the worker's lapse comes before or after."""
    campaign, now = asked.campaign, clock.now()
    rows = Wish.objects.within(campaign.community_id).filter(campaign=campaign.pk, public_number=asked.number)
    wish: Wish | None = rows.select_for_update().filter(state=OFFERED).first()
    if wish is None:
        raise _Lost
    offers = places_of(campaign.community_id, wish.pk).filter(person__in=_own(asked), state=OFFERED)
    if _is_paused(campaign):
        raise _Lost
    if not offers.filter(offer_until__gt=now).update(state=LINE.target("accept", OFFERED), ended_at=now):
        raise _Lost
    return wish


def _is_paused(campaign: Campaign) -> bool:
    """As it stands now: the page knows it as it was a moment ago."""
    return Campaign.objects.within(campaign.community_id).get(pk=campaign.pk).is_on_hold(clock.now())


def _own(asked: _Asked) -> frozenset[UUID]:
    """The persons as whom they may have joined the line; a worker speaks for one person alone, who may be another."""
    if asked.claimant.basis == AT_COUNTER:
        return frozenset({asked.claimant.person_id})
    return own_persons_in(asked.campaign, asked.by) | {asked.claimant.person_id}


def _count(campaign: Campaign, person_id: UUID, cap: int) -> bool:
    """Whether one more is allowed by the cap of this moment, which the row carries from now on."""
    values = [new_id(), campaign.community_id, campaign.pk, person_id, cap, campaign.community_id]
    return sql.run(_COUNT, values) == 1


def _tell(campaign: Campaign, claim: Claim) -> None:
    """Somebody who claimed at the counter or in the group has no receipt on a screen: the desk passes one on."""
    if claim.basis not in (AT_COUNTER, BY_PASTE):
        return
    person = Person.objects.within(campaign.community_id).get(pk=claim.claimant_id)
    wish = Wish.objects.within(campaign.community_id).get(pk=claim.wish_id)
    send(
        community_id=campaign.community_id,
        kind="claim_receipt",
        dedupe=f"claim:{claim.pk.hex}",
        recipient_name=person.name,
        recipient_address=person.phone,
        words={
            "goods": share_to_buy(wish.item, wish.quantity, wish.unit, wish.spec, claim.shares, wish.shares),
            "campaign": campaign.title,
            "number": claim.number,
            "place": campaign.handover_place,
            "until": campaign.handover_until.isoformat(),
        },
        subject=("claim", claim.pk),
    )


def _lose(asked: _Asked) -> Outcome:
    """Why it was lost, remembered under the key so that a retry hears the same."""
    prior = remembered(**asked.keyed)
    if prior is not None:
        return prior
    outcome = _reason(asked)
    try:
        with transaction.atomic():
            remember(**asked.keyed, outcome=outcome)
    except IntegrityError:
        return remembered(**asked.keyed) or outcome
    return outcome


def _reason(asked: _Asked) -> Outcome:
    community_id, now = asked.campaign.community_id, clock.now()
    campaign = Campaign.objects.within(community_id).get(pk=asked.campaign.pk)
    wish = Wish.objects.within(community_id).filter(campaign=campaign, public_number=asked.number).first()
    if wish is None:
        raise NotHere
    held = (
        Claim.objects.within(community_id).filter(wish=wish, state__in=LIVE, claimant=asked.claimant.person_id).first()
    )
    if held is not None:
        return {"won": True, "claim": held.pk.hex, "number": held.number}
    if asked.shares is not None and wish.shares is None:
        message = _("One person takes the whole of this wish.")
        raise BadInput(message, {"shares": [message]})
    if asked.offered:
        return _why_not_accepted(asked, wish, now)
    why = _why_shut(campaign, wish, now)
    return {"won": False, "why": why} if why else _why_not_so_much(asked, wish) or {"won": False, "why": OVER_CAP}


def _why_shut(campaign: Campaign, wish: Wish, now: datetime) -> str:
    """What keeps the wish from everybody at this moment; "" where nothing does."""
    if wish.state != OPEN:
        return TAKEN_ALREADY
    if now >= campaign.closes_at:
        return CLOSED
    if campaign.state == PAUSED:
        return ON_HOLD
    if now < campaign.opens_at:
        return NOT_YET_OPEN
    return BY_DRAW if campaign.awaits_draw else ""


def _why_not_so_much(asked: _Asked, wish: Wish) -> Outcome | None:
    """Of a shared wish: how much was not said, or less is left by now."""
    if wish.shares is None:
        return None
    if asked.shares is None:
        return {"won": False, "why": HOW_MUCH}
    left = wish.shares - wish.shares_taken
    if asked.shares > left or asked.campaign.cap is None:
        return {"won": False, "why": TOO_MUCH, "left": left}
    return None


def _why_not_accepted(asked: _Asked, wish: Wish, now: datetime) -> Outcome:
    """Raises `NotHere` for whoever never stood in this line."""
    places = places_of(wish.community_id, wish.pk).filter(person__in=_own(asked))
    if not places.exists():
        raise NotHere
    offers = places.filter(state=OFFERED)
    if _is_paused(asked.campaign) and offers.exists():
        return {"won": False, "why": ON_HOLD}
    if not offers.filter(offer_until__gt=now).exists():
        return {"won": False, "why": OFFER_OVER}
    return _why_not_so_much(asked, wish) or {"won": False, "why": OVER_CAP}


def claimed_before(
    *, campaign: Campaign, number: int, claimant: Claimant, key: str, by: Actor, shares: int | None = None
) -> bool:
    """Whether this very page was answered already. Raises `BadInput` for a key used with another wish."""
    return remembered(**_Asked(campaign, number, claimant, key, by, shares=shares).keyed) is not None
