"""Claims: listed, made for somebody at the counter, kept, released."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from ninja import Field, Router, Schema

from linli.accounts.guards import do_once
from linli.core.errors import Conflict
from linli.integrations.guards import ApiRequest, Key, needs
from linli.wishes.models.campaigns import PUBLISHED
from linli.wishes.queries.campaigns import campaign_of
from linli.wishes.queries.desk_claims import LIST_LABELS, claim_line, claim_of, claims_listed
from linli.wishes.services.claiming import BY_DRAW
from linli.wishes.services.releasing import keep_claim, release_claim
from linli.wishes.services.vouching import claim_at_counter, lost_in_words

router = Router(tags=["claims"])

Show = StrEnum("Show", {name.upper(): name for name in LIST_LABELS})  # type: ignore[misc]  # -- made from the lists


class ClaimOut(Schema):
    """A claim, its claimant masked."""

    id: UUID
    spoken: int = Field(description="The four-digit number that is written on the parcel.")
    title: str
    campaign_id: UUID
    handover_until: date
    state: str
    claimant: str
    phone: str
    employer: str
    claimed_at: datetime


class ClaimPage(Schema):
    items: list[ClaimOut]
    before: UUID | None = Field(description="Ask with this `before` for the next page; null on the last one.")


class ClaimIn(Schema):
    """Somebody at the counter takes a wish: by name and phone as on the roster."""

    campaign_id: UUID
    number: int = Field(ge=1, le=32767, description="The public number of the wish.")
    name: str = Field(min_length=1, max_length=40)
    phone: str = Field(min_length=1, max_length=40)
    shares: int | None = Field(None, ge=1, le=999, description="How much of a wish that several people take together.")


class Claimed(Schema):
    """The claim that was won."""

    id: UUID
    spoken: int


class ReasonIn(Schema):
    """Why; it is told to the claimant."""

    reason: str = Field("", max_length=200)


class Done(Schema):
    id: UUID


@router.get("/claims", response=ClaimPage, auth=needs("desk.open"), operation_id="list_claims")
def list_claims(
    request: ApiRequest, show: Show | None = None, campaign_id: UUID | None = None, before: UUID | None = None
) -> dict[str, Any]:
    """Live claims, the newest first, 50 at a time."""
    lines, older = claims_listed(
        request.office.pk, show=show.value if show else "", campaign_id=campaign_id, before=before
    )
    return {"items": lines, "before": older}


@router.get("/claims/{claim_id}", response=ClaimOut, auth=needs("desk.open"), operation_id="read_claim")
def read_claim(request: ApiRequest, claim_id: UUID) -> Any:
    """One claim."""
    return claim_line(claim_of(request.office.pk, claim_id))


@router.post("/claims", response={201: Claimed}, auth=needs("claims.counter"), operation_id="claim_wish")
def write_claim(request: ApiRequest, key: Key, asked: ClaimIn) -> dict[str, Any]:
    """Claim a wish for somebody, under the same rules as for everybody; 409 says why it was lost."""
    campaign = campaign_of(request.office.pk, asked.campaign_id)
    if campaign.state != PUBLISHED:
        raise Conflict(_("This campaign is still being prepared: its wishes cannot be claimed yet."))
    if campaign.awaits_draw:
        raise Conflict(lost_in_words({"why": BY_DRAW}))
    said = asked.model_dump(exclude={"campaign_id"})
    outcome = claim_at_counter(campaign=campaign, person_id=None, key=key, by=request.actor, **said)
    if not outcome["won"]:
        raise Conflict(lost_in_words(outcome))
    return {"id": UUID(outcome["claim"]), "spoken": outcome["number"]}


@router.post("/claims/{claim_id}/keep", response=Done, auth=needs("claims.decide"), operation_id="keep_claim")
def keep(request: ApiRequest, claim_id: UUID, key: Key) -> dict[str, Any]:
    """Decide that a claim of somebody whom the roster does not know is theirs."""
    do_once(request, key, keep_claim, claim_id=claim_id)
    return {"id": claim_id}


@router.post("/claims/{claim_id}/release", response=Done, auth=needs("claims.decide"), operation_id="release_claim")
def release(request: ApiRequest, claim_id: UUID, key: Key, asked: ReasonIn) -> dict[str, Any]:
    """Give a claim back while nothing has arrived; the wish is open again."""
    do_once(request, key, release_claim, claim_id=claim_id, reason=asked.reason)
    return {"id": claim_id}
