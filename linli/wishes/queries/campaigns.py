"""Campaigns as the desk sees them: where each stands, its figures, its wishes with whoever claimed them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Count
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.core import clock
from linli.core.errors import NotHere
from linli.people.queries.households import label_of
from linli.wishes.kinds.goods import CONFIDENTIAL
from linli.wishes.kinds.shown import amount
from linli.wishes.models import Campaign, Claim, Wish
from linli.wishes.queries.publishable import publishable_wishes
from linli.wishes.workflow import (
    CONFIRMED,
    DELIVERED,
    DONE,
    LIVE,
    OFFERED,
    OPEN,
    PAUSED,
    PREPARED,
    PUBLIC,
    READY,
    TAKEN,
    WITHDRAWN,
)

BEFORE, RUNNING, CLOSED = "before", "running", "closed"
FIRST_COME, BY_DRAW = "first_come", "draw"
PHASES = {
    PREPARED: _("Being prepared"),
    BEFORE: pgettext_lazy("campaign", "Not open yet"),
    RUNNING: pgettext_lazy("campaign", "Open for claims"),
    CLOSED: pgettext_lazy("campaign", "Closed"),
    PAUSED: pgettext_lazy("campaign", "Paused"),
    WITHDRAWN: pgettext_lazy("campaign", "Withdrawn"),
}
PAGE = 20


@dataclass(frozen=True, slots=True)
class CampaignLine:
    """A campaign in a list, with how many of its wishes are where. `taken` counts the lit ones too."""

    id: UUID
    title: str
    phase: str
    opens_at: datetime
    closes_at: datetime
    total: int
    open: int
    taken: int
    lit: int
    draw_at: datetime | None = None
    drawn_at: datetime | None = None

    @property
    def way(self) -> str:
        """How the wishes are given out."""
        return BY_DRAW if self.draw_at else FIRST_COME

    @property
    def phase_label(self) -> object:
        return PHASES[self.phase]


@dataclass(frozen=True, slots=True)
class ReadyWish:
    """A wish that may be chosen for a campaign. `chosen` already, where the campaign has it."""

    id: UUID
    household: str
    item: str
    amount: str
    spec: str
    public_title: str
    public_spec: str
    intimate: bool
    quantity: Decimal | None
    unit: str
    kind: str
    chosen: bool


def phase_of(campaign: Campaign, now: datetime | None = None) -> str:
    """Where a campaign stands at this moment."""
    now = now or clock.now()
    if campaign.state not in PUBLIC:
        return campaign.state
    if now >= campaign.closes_at:
        return CLOSED
    if campaign.state == PAUSED:
        return PAUSED
    return RUNNING if now >= campaign.opens_at else BEFORE


def campaign_of(community_id: int, campaign_id: UUID) -> Campaign:
    """The campaign. Raises `NotHere`."""
    campaign = Campaign.objects.within(community_id).filter(pk=campaign_id).first()
    if campaign is None:
        raise NotHere(_("There is no such campaign."))
    return campaign


def campaigns_of(
    community_id: int, *, before: UUID | None = None, size: int = PAGE
) -> tuple[list[CampaignLine], UUID | None]:
    """One page of campaigns, the newest first, and the key before which the next page begins; None on the last one."""
    rows = Campaign.objects.within(community_id).order_by("-id")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows[: size + 1])
    return campaign_lines(community_id, found[:size]), found[size - 1].pk if len(found) > size else None


def campaign_lines(community_id: int, campaigns: Sequence[Campaign]) -> list[CampaignLine]:
    """Campaigns with their figures: two statements, however many they are."""
    ids = [campaign.pk for campaign in campaigns]
    states: dict[UUID, Counter[str]] = defaultdict(Counter)
    wishes = Wish.objects.within(community_id).filter(campaign__in=ids)
    for campaign_id, state, count in wishes.values_list("campaign_id", "state").annotate(Count("id")).order_by():
        states[campaign_id][state] = count
    lit = Claim.objects.within(community_id).filter(campaign__in=ids, state__in=(DELIVERED, CONFIRMED))
    by_lit = dict(lit.values_list("campaign_id").annotate(Count("id")).order_by())
    now = clock.now()
    return [_line(campaign, now, states[campaign.pk], by_lit.get(campaign.pk, 0)) for campaign in campaigns]


def _line(campaign: Campaign, now: datetime, states: Mapping[str, int], lit: int) -> CampaignLine:
    taken = sum(states.get(state, 0) for state in (TAKEN, OFFERED, DONE))
    return CampaignLine(
        id=campaign.pk,
        title=campaign.title,
        phase=phase_of(campaign, now),
        opens_at=campaign.opens_at,
        closes_at=campaign.closes_at,
        total=states.get(READY, 0) + states.get(OPEN, 0) + taken,
        open=states.get(OPEN, 0),
        taken=taken,
        lit=lit,
        draw_at=campaign.draw_at,
        drawn_at=campaign.drawn_at,
    )


def choosable_wishes(community_id: int, campaign_id: UUID | None = None) -> list[ReadyWish]:
    """Ready wishes that no other campaign has, family by family; those of this campaign are marked as chosen.

    Only what may be shown to the public at all: see `publishable_wishes`.
    """
    rows = publishable_wishes(community_id)
    free = (
        rows.filter(campaign=None)
        if campaign_id is None
        else rows.filter(campaign=None) | rows.filter(campaign=campaign_id)
    )
    columns = (
        "id",
        "household__number",
        "item",
        "quantity",
        "unit",
        "spec",
        "public_title",
        "public_spec",
        "intimate",
        "kind",
    )
    found = free.order_by("household__number", "id").values(*columns, "campaign_id")
    return [_ready(row, chosen=campaign_id is not None and row["campaign_id"] == campaign_id) for row in found]


def choosable_count(community_id: int) -> int:
    """How many ready wishes wait for a campaign."""
    rows = Wish.objects.within(community_id).filter(state=READY, campaign=None)
    return rows.exclude(kind=CONFIDENTIAL.code).count()


def prepared_wishes(campaign: Campaign) -> list[ReadyWish]:
    """The wishes chosen for a campaign that is being prepared, family by family."""
    return [wish for wish in choosable_wishes(campaign.community_id, campaign.pk) if wish.chosen]


def _ready(row: Mapping[str, object], *, chosen: bool) -> ReadyWish:
    names = ("id", "item", "quantity", "unit", "spec", "public_title", "public_spec", "intimate", "kind")
    plain = {name: row[name] for name in names}
    said = amount(row["quantity"], str(row["unit"]))  # type: ignore[arg-type]  # -- the column's type
    return ReadyWish(household=label_of(int(str(row["household__number"]))), amount=said, chosen=chosen, **plain)  # type: ignore[arg-type]  # -- columns in their types


def current_campaign(community_id: int) -> Campaign | None:
    """The published campaign that runs; else the one that opens next; else the one that closed last."""
    now = clock.now()
    rows = Campaign.objects.within(community_id).filter(state__in=PUBLIC)
    return (
        rows.filter(opens_at__lte=now, closes_at__gt=now).order_by("-opens_at").first()
        or rows.filter(opens_at__gt=now).order_by("opens_at").first()
        or rows.order_by("-closes_at").first()
    )


def by_household(wishes: Iterable[ReadyWish]) -> list[tuple[str, list[ReadyWish]]]:
    """Wishes under the numbers of their families."""
    groups: dict[str, list[ReadyWish]] = defaultdict(list)
    for wish in wishes:
        groups[wish.household].append(wish)
    return list(groups.items())


def claims_by_wish(campaign: Campaign) -> dict[UUID, list[Claim]]:
    """The live claims on each wish of a campaign, of a shared one in the order of their slots."""
    rows = Claim.objects.within(campaign.community_id).filter(campaign=campaign.pk, state__in=LIVE)
    found: dict[UUID, list[Claim]] = defaultdict(list)
    for claim in rows.select_related("claimant", "claimant__organisation").order_by("slot", "id"):
        found[claim.wish_id].append(claim)
    return found


def live_claims(campaign: Campaign) -> dict[UUID, Claim]:
    """The live claim on each wish of a campaign, with claimant and employer."""
    rows = Claim.objects.within(campaign.community_id).filter(campaign=campaign.pk, state__in=LIVE)
    return {claim.wish_id: claim for claim in rows.select_related("claimant", "claimant__organisation").order_by("id")}
