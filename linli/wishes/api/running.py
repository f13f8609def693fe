"""What happens to a published campaign: paused, resumed, given more time, withdrawn, its rest published again; one wish
taken off its wall; who waits in line.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from ninja import Field, Router, Schema
from pydantic import AwareDatetime

from linli.accounts.guards import do_once
from linli.core.errors import NotHere
from linli.gate.services import Outcome, once
from linli.integrations.guards import ApiRequest, Key, needs
from linli.wishes.api.campaigns import CampaignWords, Prepared, details_of
from linli.wishes.queries.desk import wish_of
from linli.wishes.queries.lines import LineEntry, line_of
from linli.wishes.services.running import LONGEST_PAUSE_REASON, extend_campaign, pause_campaign, resume_campaign
from linli.wishes.services.withdrawing import (
    LONGEST_REASON,
    TakenOff,
    republish_unclaimed,
    take_off_wall,
    withdraw_campaign,
)
from linli.wishes.workflow import READY, WITHDRAWN

router = Router(tags=["running campaigns"])

Fate = StrEnum("Fate", {"READY": READY, "WITHDRAWN": WITHDRAWN})


class PauseIn(Schema):
    """Why; everybody reads it on the wall."""

    reason: str = Field(min_length=2, max_length=LONGEST_PAUSE_REASON)


class ExtendIn(Schema):
    """The new times; what stays is sent as it is."""

    closes_at: AwareDatetime
    handover_until: date


class WithdrawIn(Schema):
    """Why, for those who have claimed; and whether the wishes are `ready` for another campaign or `withdrawn` too."""

    fate: Fate
    reason: str = Field(min_length=2, max_length=LONGEST_REASON)


class Changed(Schema):
    """The campaign that was changed."""

    id: UUID


class TakenOffOut(Schema):
    """How many wishes left the wall, how many claims ended with them, how many stay since their goods have come."""

    id: UUID
    wishes: int
    claims: int
    stay: int


class InLine(Schema):
    """Somebody who waits for a wish, masked."""

    place: int
    name: str
    phone: str
    offered: bool = Field(description="It was given back and is kept for them until `offer_until`.")
    joined_at: datetime
    offer_until: datetime | None


PUBLISHES = needs("wishes.publish")


@router.post("/campaigns/{campaign_id}/pause", response=Changed, auth=PUBLISHES, operation_id="pause_campaign")
def pause(request: ApiRequest, campaign_id: UUID, key: Key, asked: PauseIn) -> dict[str, Any]:
    """Nobody can claim until it is resumed; the wall says why."""
    do_once(request, key, pause_campaign, campaign_id=campaign_id, reason=asked.reason)
    return {"id": campaign_id}


@router.post("/campaigns/{campaign_id}/resume", response=Changed, auth=PUBLISHES, operation_id="resume_campaign")
def resume(request: ApiRequest, campaign_id: UUID, key: Key) -> dict[str, Any]:
    """People can claim again, within the times of the campaign."""
    do_once(request, key, resume_campaign, campaign_id=campaign_id)
    return {"id": campaign_id}


@router.post("/campaigns/{campaign_id}/extend", response=Changed, auth=PUBLISHES, operation_id="extend_campaign")
def extend(request: ApiRequest, campaign_id: UUID, key: Key, asked: ExtendIn) -> dict[str, Any]:
    """A later closing time, a later hand-over date, or both; one that has closed opens again."""
    do_once(request, key, extend_campaign, campaign_id=campaign_id, **asked.model_dump())
    return {"id": campaign_id}


@router.post(
    "/campaigns/{campaign_id}/withdraw", response=TakenOffOut, auth=PUBLISHES, operation_id="withdraw_campaign"
)
def withdraw(request: ApiRequest, campaign_id: UUID, key: Key, asked: WithdrawIn) -> dict[str, Any]:
    """The whole campaign ends: its wall is gone, claims are ended and everybody is told why."""

    def do() -> Outcome:
        return _told(campaign_id, withdraw_campaign(campaign_id=campaign_id, **_how(request, asked)))

    body = {"withdraw": campaign_id, **asked.model_dump(mode="json")}
    return once(community_id=request.office.pk, key=key, body=body, do=do, by=request.actor)


@router.post(
    "/campaigns/{campaign_id}/republish", response={201: Prepared}, auth=PUBLISHES, operation_id="republish_unclaimed"
)
def republish(request: ApiRequest, campaign_id: UUID, key: Key, asked: CampaignWords) -> dict[str, Any]:
    """Prepare a new campaign of the wishes that nobody claimed in one that has closed."""

    def do() -> Outcome:
        prepared = republish_unclaimed(
            community_id=request.office.pk, campaign_id=campaign_id, details=details_of(asked), by=request.actor
        )
        return {"id": str(prepared.pk)}

    body = {"republish": campaign_id, **asked.model_dump(mode="json")}
    return once(community_id=request.office.pk, key=key, body=body, do=do, by=request.actor)


@router.post("/wishes/{wish_id}/take-off", response=TakenOffOut, auth=PUBLISHES, operation_id="take_off_wall")
def take_off(request: ApiRequest, wish_id: UUID, key: Key, asked: WithdrawIn) -> dict[str, Any]:
    """One published wish leaves the wall; who has claimed it is told why."""

    def do() -> Outcome:
        return _told(wish_id, take_off_wall(wish_id=wish_id, **_how(request, asked)))

    body = {"take_off": wish_id, **asked.model_dump(mode="json")}
    return once(community_id=request.office.pk, key=key, body=body, do=do, by=request.actor)


def _how(request: ApiRequest, asked: WithdrawIn) -> dict[str, Any]:
    how = {"fate": asked.fate.value, "reason": asked.reason}
    return {"community_id": request.office.pk, "by": request.actor, **how}


def _told(of: UUID, done: TakenOff) -> Outcome:
    return {"id": str(of), "wishes": done.wishes, "claims": done.claims, "stay": done.stay}


@router.get("/wishes/{wish_id}/line", response=list[InLine], auth=needs("desk.open"), operation_id="read_line")
def read_line(request: ApiRequest, wish_id: UUID) -> list[LineEntry]:
    """Everybody in line for a wish, in their order, whoever has the offer first."""
    if wish_of(request.office.pk, wish_id) is None:
        raise NotHere(_("There is no such wish."))
    return line_of(request.office.pk, wish_id)
