"""Campaigns: listed, prepared, published, closed; and their wishes as the public sees them."""

from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from ninja import Field, Router, Schema
from pydantic import AwareDatetime

from linli.accounts.guards import do_once
from linli.gate.services import Outcome, once
from linli.integrations.guards import ApiRequest, Key, needs
from linli.wishes.models.campaigns import ANYONE, ROSTER
from linli.wishes.queries.campaigns import campaign_lines, campaign_of, campaigns_of
from linli.wishes.queries.public import PublicWish, wishes_on_wall
from linli.wishes.services.publishing import (
    MOST_FIRST_MINUTES,
    MOST_OFFER_HOURS,
    CampaignDetails,
    close_campaign,
    prepare_campaign,
    publish_campaign,
)

router = Router(tags=["campaigns"])

Audience = StrEnum("Audience", {"ROSTER": ROSTER, "ANYONE": ANYONE})


class CampaignOut(Schema):
    """A campaign with how many of its wishes are where. `taken` counts the lit ones too."""

    id: UUID
    title: str
    phase: str = Field(description="prepared, before, running, paused, closed or withdrawn.")
    opens_at: AwareDatetime
    closes_at: AwareDatetime
    total: int
    open: int
    taken: int
    lit: int
    way: str = Field(description="first_come or draw.")
    draw_at: AwareDatetime | None = Field(description="When it is drawn; until then people enter. Null: first-come.")
    drawn_at: AwareDatetime | None = Field(description="When it was drawn.")


class CampaignPage(Schema):
    items: list[CampaignOut]
    before: UUID | None = Field(description="Ask with this `before` for the next page; null on the last one.")


class CampaignWords(Schema):
    """What the office writes about a campaign. Times carry their zone; `cap` is null or at least 2."""

    title: str = Field(min_length=1, max_length=60)
    issuer: str = Field(min_length=1, max_length=60)
    notice: str = Field(min_length=1, max_length=500)
    opens_at: AwareDatetime
    closes_at: AwareDatetime
    handover_place: str = Field(min_length=1, max_length=120)
    handover_hours: str = Field("", max_length=80)
    handover_until: date
    contact_phone: str = Field(min_length=1, max_length=30)
    cap: int | None = Field(None, ge=2, le=32767)
    audience: Audience = Audience(ROSTER)
    needs_code: bool = False
    offer_hours: int = Field(24, ge=1, le=MOST_OFFER_HOURS, description="How long what is given back is kept.")
    first_minutes: int | None = Field(None, ge=1, le=MOST_FIRST_MINUTES, description="How long `first_cap` holds.")
    first_cap: int | None = Field(None, ge=2, le=32767, description="A lower cap at the beginning; null for none.")


class CampaignIn(CampaignWords):
    """A campaign with the wishes it begins with."""

    wish_ids: list[UUID] = Field(min_length=1, max_length=1000, description="Ready wishes that no campaign has.")


class Prepared(Schema):
    """The campaign that was written."""

    id: UUID


class Published(Schema):
    """The campaign, and its public code: the wall stands at `/c/<code>`."""

    id: UUID
    code: str


class Closed(Schema):
    id: UUID


class WallWish(Schema):
    """A wish as the public sees it: nothing that leads to a family."""

    number: int
    title: str
    quantity: float | None
    unit: str
    spec: str
    state: str


def details_of(said: CampaignWords) -> CampaignDetails:
    """The words as the services take them."""
    words = {name: getattr(said, name) for name in CampaignWords.model_fields if name != "audience"}
    return CampaignDetails(**words, audience=said.audience.value)


@router.get("/campaigns", response=CampaignPage, auth=needs("desk.open"), operation_id="list_campaigns")
def list_campaigns(request: ApiRequest, before: UUID | None = None) -> dict[str, Any]:
    """Campaigns, the newest first, 20 at a time."""
    lines, older = campaigns_of(request.office.pk, before=before)
    return {"items": lines, "before": older}


@router.get("/campaigns/{campaign_id}", response=CampaignOut, auth=needs("desk.open"), operation_id="read_campaign")
def read_campaign(request: ApiRequest, campaign_id: UUID) -> Any:
    """One campaign."""
    campaign = campaign_of(request.office.pk, campaign_id)
    return campaign_lines(request.office.pk, [campaign])[0]


@router.get(
    "/campaigns/{campaign_id}/wishes",
    response=list[WallWish],
    auth=needs("desk.open"),
    operation_id="list_campaign_wishes",
)
def list_wall(request: ApiRequest, campaign_id: UUID) -> list[PublicWish]:
    """The wishes of a published campaign by their public numbers; none while it is being prepared."""
    return wishes_on_wall(campaign_of(request.office.pk, campaign_id))


@router.post("/campaigns", response={201: Prepared}, auth=needs("wishes.publish"), operation_id="prepare_campaign")
def write_campaign(request: ApiRequest, key: Key, asked: CampaignIn) -> dict[str, Any]:
    """Prepare a campaign from ready wishes. Nobody sees it before it is published."""

    def do() -> Outcome:
        prepared = prepare_campaign(
            community_id=request.office.pk, details=details_of(asked), wish_ids=asked.wish_ids, by=request.actor
        )
        return {"id": str(prepared.pk)}

    body = asked.model_dump(mode="json")
    return once(community_id=request.office.pk, key=key, body=body, do=do, by=request.actor)


@router.post(
    "/campaigns/{campaign_id}/publish",
    response=Published,
    auth=needs("wishes.publish"),
    operation_id="publish_campaign",
)
def publish(request: ApiRequest, campaign_id: UUID, key: Key) -> dict[str, Any]:
    """Show it to the public, with numbers shuffled."""

    def do() -> Outcome:
        shown = publish_campaign(community_id=request.office.pk, campaign_id=campaign_id, by=request.actor)
        return {"id": str(shown.pk), "code": shown.code}

    body = {"publish": str(campaign_id)}
    return once(community_id=request.office.pk, key=key, body=body, do=do, by=request.actor)


@router.post(
    "/campaigns/{campaign_id}/close", response=Closed, auth=needs("wishes.publish"), operation_id="close_campaign"
)
def close(request: ApiRequest, campaign_id: UUID, key: Key) -> dict[str, Any]:
    """No more claims from now on; what is claimed stays."""
    do_once(request, key, close_campaign, campaign_id=campaign_id)
    return {"id": campaign_id}
