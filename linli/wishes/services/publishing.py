"""From ready wishes to a campaign that people can claim from."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from random import Random, SystemRandom
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.core import clock
from linli.core.actor import Actor
from linli.core.errors import BadInput, Conflict, NotHere
from linli.gate.services import new_public_code
from linli.timeline.services import record
from linli.wishes.models import Campaign, Wish
from linli.wishes.models.campaigns import PREPARED, PUBLISHED, ROSTER
from linli.wishes.permissions.publishing import may_publish
from linli.wishes.queries.publishable import publishable_wishes
from linli.wishes.services.drawing import commit_to_secret
from linli.wishes.workflow import PUBLIC, READY, WISH

MOST_OFFER_HOURS, MOST_FIRST_MINUTES = 240, 1440


@dataclass(frozen=True, kw_only=True)
class CampaignDetails:
    """What the office writes about a campaign, in its own words. Times are aware; `cap` is None or at least 2."""

    title: str
    issuer: str
    notice: str
    opens_at: datetime
    closes_at: datetime
    handover_place: str
    handover_until: date
    contact_phone: str
    handover_hours: str = ""
    cap: int | None = None
    audience: str = ROSTER
    needs_code: bool = False
    offer_hours: int = 24
    first_minutes: int | None = None
    first_cap: int | None = None
    draw_at: datetime | None = None

    def check(self) -> None:
        """Raises `BadInput` with a message at each field that cannot be."""
        wrong: dict[str, list[object]] = {}
        if self.opens_at >= self.closes_at:
            wrong["closes_at"] = [_("The closing time must be later than the opening time.")]
        if self.cap is not None and self.cap < 2:
            wrong["cap"] = [
                _("Leave this empty or allow at least 2, so that one person can take things that go together.")
            ]
        wrong |= self._wrong_first_minutes() | self._wrong_draw()
        if not 1 <= self.offer_hours <= MOST_OFFER_HOURS:
            wrong["offer_hours"] = [_("Please enter between 1 and 240 hours.")]
        if self.handover_until < clock.local(self.opens_at).date():
            wrong["handover_until"] = [_("The hand-over date must not be before the opening.")]
        if wrong:
            raise BadInput(_("Please mend these fields."), wrong)

    def _wrong_first_minutes(self) -> dict[str, list[object]]:
        """The first minutes and their cap go together, and the cap is the smaller one."""
        minutes, cap = self.first_minutes, self.first_cap
        if minutes is None and cap is None:
            return {}
        if minutes is None or not 1 <= minutes <= MOST_FIRST_MINUTES:
            return {"first_minutes": [_("Please enter how many minutes, at most 1440, or leave both fields empty.")]}
        if cap is None or cap < 2 or (self.cap is not None and cap >= self.cap):
            return {"first_cap": [_("Please enter at least 2, and less than what is allowed afterwards.")]}
        return {}

    def _wrong_draw(self) -> dict[str, list[object]]:
        """The draw lies between opening and closing, and has one cap from the beginning."""
        if self.draw_at is None:
            return {}
        if not self.opens_at < self.draw_at < self.closes_at:
            return {"draw_at": [_("The draw must be after the opening and before the closing.")]}
        if self.first_minutes is not None:
            return {
                "first_minutes": [_("A draw has no first minutes: nobody is faster there. Leave both fields empty.")]
            }
        return {}


@transaction.atomic
def prepare_campaign(*, community_id: int, details: CampaignDetails, wish_ids: Iterable[UUID], by: Actor) -> Campaign:
    """A campaign being prepared, with the ready wishes chosen for it. Raises `BadInput`, `Refused`, `Conflict`."""
    may_publish(by, community_id).enforce()
    details.check()
    campaign = Campaign.objects.create(community_id=community_id, made_at=clock.now(), **asdict(details))
    _choose(campaign, list(wish_ids))
    record(community_id=community_id, subject=("campaign", campaign.pk), verb="prepare", after=PREPARED, by=by)
    return campaign


@transaction.atomic
def change_campaign(
    *, community_id: int, campaign_id: UUID, details: CampaignDetails, wish_ids: Iterable[UUID], by: Actor
) -> Campaign:
    """Other words, times or wishes, while the campaign is being prepared."""
    campaign = _locked(community_id, campaign_id)
    may_publish(by, community_id).enforce()
    details.check()
    for name, value in asdict(details).items():
        setattr(campaign, name, value)
    campaign.save()
    Wish.objects.within(community_id).filter(campaign=campaign, state=READY).update(campaign=None)
    _choose(campaign, list(wish_ids))
    record(community_id=community_id, subject=("campaign", campaign.pk), verb="change", after=PREPARED, by=by)
    return campaign


def _locked(community_id: int, campaign_id: UUID) -> Campaign:
    campaign = Campaign.objects.within(community_id).select_for_update().filter(pk=campaign_id).first()
    if campaign is None:
        raise NotHere(_("There is no such campaign."))
    if campaign.state != PREPARED:
        raise Conflict(_("This campaign has been published already."))
    return campaign


def _choose(campaign: Campaign, wish_ids: Sequence[UUID]) -> None:
    if not wish_ids:
        raise BadInput(_("Choose at least one wish."), {"wishes": [_("Choose at least one wish.")]})
    free = publishable_wishes(campaign.community_id).filter(pk__in=wish_ids, campaign=None)
    if free.update(campaign=campaign) != len(set(wish_ids)):
        raise Conflict(_("Some of these wishes have moved on since the page was made. Please choose again."))
    _not_drawn_together(campaign)


def _not_drawn_together(campaign: Campaign) -> None:
    """A draw gives each wish to one person. Raises `BadInput` where a shared one is among them."""
    wishes = Wish.objects.within(campaign.community_id).filter(campaign=campaign.pk)
    if campaign.draw_at is not None and wishes.filter(shares__isnull=False).exists():
        message = _(
            "A wish that several people take together cannot be drawn. Leave it out, or publish without a draw."
        )
        raise BadInput(message, {"wishes": [message]})


@transaction.atomic
def publish_campaign(*, community_id: int, campaign_id: UUID, by: Actor, luck: Random | None = None) -> Campaign:
    """Open the chosen wishes under shuffled public numbers and give the campaign its public code.

    `luck` decides the numbers; tests give a seeded one. Raises `Conflict` when it was published already.
    """
    now = clock.now()
    campaign = _locked(community_id, campaign_id)
    may_publish(by, community_id).enforce()
    wishes = list(publishable_wishes(community_id).filter(campaign=campaign).order_by("id"))
    if not wishes:
        raise BadInput(_("Choose at least one wish."))
    _not_drawn_together(campaign)
    campaign.code = new_public_code(community_id=community_id, kind="campaign", target_id=campaign.pk)
    campaign.state, campaign.published_at = PUBLISHED, now
    campaign.save()
    commit_to_secret(campaign=campaign)
    for number, wish in enumerate(shuffled(wishes, luck or SystemRandom()), start=1):
        before = wish.state
        wish.state, wish.public_number, wish.moved_at = WISH.target("publish", before), number, now
        wish.save(update_fields=["state", "public_number", "moved_at"])
        record(
            community_id=community_id,
            subject=("wish", wish.pk),
            verb="publish",
            before=before,
            after=wish.state,
            facts={"campaign": campaign.pk.hex, "number": number},
            by=by,
        )
    facts = {"wishes": len(wishes)}
    subject = ("campaign", campaign.pk)
    record(
        community_id=community_id, subject=subject, verb="publish", before=PREPARED, after=PUBLISHED, facts=facts, by=by
    )
    return campaign


def shuffled(wishes: Sequence[Wish], luck: Random) -> list[Wish]:
    """In random order, neighbours never of one family as long as another family has any left.

    Each place goes to a random wish of another family than the one before, except where one family holds so many of
    those left that it must come now to be kept apart at all.
    """
    left: dict[UUID, list[Wish]] = defaultdict(list)
    for wish in luck.sample(list(wishes), len(wishes)):
        left[wish.household_id].append(wish)
    order: list[Wish] = []
    last = None
    while left:
        others = [household for household in left if household != last] or list(left)
        remaining = sum(map(len, left.values()))
        most = max(others, key=lambda household: len(left[household]))
        pressing = 2 * len(left[most]) > remaining
        last = most if pressing else luck.choices(others, [len(left[household]) for household in others])[0]
        order.append(left[last].pop())
        if not left[last]:
            del left[last]
    return order


@transaction.atomic
def close_campaign(*, community_id: int, campaign_id: UUID, by: Actor) -> None:
    """No more claims from now on; what is claimed stays. Raises `NotHere`, `Conflict` unless it is open and drawn."""
    now = clock.now()
    rows = Campaign.objects.within(community_id).filter(pk=campaign_id, state__in=PUBLIC)
    # after its hour also where the server's clock was set back meanwhile
    drawn = Q(draw_at=None) | Q(drawn_at__isnull=False, draw_at__lt=now)
    changed = rows.filter(drawn, opens_at__lt=now, closes_at__gt=now).update(closes_at=now)
    may_publish(by, community_id).enforce()
    if not changed and not Campaign.objects.within(community_id).filter(pk=campaign_id).exists():
        raise NotHere(_("There is no such campaign."))
    if not changed and not rows.filter(drawn).exists():
        raise Conflict(_("People have entered for the draw: it can be closed once it is drawn, or withdrawn now."))
    if not changed:
        raise Conflict(_("This campaign is not open."))
    record(community_id=community_id, subject=("campaign", campaign_id), verb="close", by=by)
