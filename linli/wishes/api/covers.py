"""The cover pictures of campaigns."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Field, File, Router, Schema
from ninja.files import UploadedFile

from linli.accounts.guards import do_once
from linli.core.errors import BadInput
from linli.files.adapters.answers import JPEG, picture_answer
from linli.files.kinds import REASONS
from linli.files.queries import picture_for
from linli.files.reading.redrawing import MOST_BYTES, SMALL, TOO_HEAVY, Redrawn, Unreadable, redrawn
from linli.files.services import hand_in
from linli.gate.services import Outcome
from linli.integrations.guards import ApiRequest, Key, needs
from linli.wishes.kinds.shown import COVER
from linli.wishes.queries.campaigns import campaign_of
from linli.wishes.services.covers import set_cover

router = Router(tags=["covers"])
PICTURE = {"responses": {200: {"description": "The picture", "content": {JPEG: {"schema": {"type": "string"}}}}}}


class CoverOut(Schema):
    """The campaign whose cover was changed."""

    id: UUID = Field(description="The campaign.")


@router.get("/campaigns/{campaign_id}/cover", auth=needs("desk.open"), operation_id="read_cover", openapi_extra=PICTURE)
def read_cover(request: ApiRequest, campaign_id: UUID) -> HttpResponse:
    """The picture, as JPEG; 404 where there is none."""
    campaign = campaign_of(request.office.pk, campaign_id)
    shown = picture_for(
        community_id=campaign.community_id, picture_id=campaign.cover_id, kind=COVER, size=SMALL, by=request.actor
    )
    return picture_answer(shown, "cover")


@router.post(
    "/campaigns/{campaign_id}/cover", response=CoverOut, auth=needs("wishes.publish"), operation_id="set_cover"
)
def write_cover(request: ApiRequest, campaign_id: UUID, key: Key, cover: File[UploadedFile]) -> dict[str, Any]:
    """Show this picture with the campaign instead of the one before: JPEG, PNG or WebP, at most 12 MB."""
    campaign_of(request.office.pk, campaign_id)
    picture = _drawn_anew(cover)
    where: dict[str, Any] = {"community_id": request.office.pk, "by": request.actor}

    def give(picture_id: UUID) -> Outcome:
        set_cover(campaign_id=campaign_id, picture_id=picture_id, **where)
        return {"id": str(campaign_id)}

    return hand_in(key=key, body={"cover": campaign_id.hex}, picture=picture, give=give, **where)


def _drawn_anew(cover: UploadedFile) -> Redrawn:
    try:
        if (cover.size or 0) > MOST_BYTES:
            raise Unreadable(TOO_HEAVY)
        return redrawn(cover.read(), cover.name or "")
    except Unreadable as error:
        why = REASONS[error.reason]
        raise BadInput(why, {"cover": [why]}) from error


@router.post(
    "/campaigns/{campaign_id}/cover/remove",
    response=CoverOut,
    auth=needs("wishes.publish"),
    operation_id="remove_cover",
)
def remove(request: ApiRequest, campaign_id: UUID, key: Key) -> dict[str, Any]:
    """Show no picture with it."""
    do_once(request, key, set_cover, campaign_id=campaign_id, picture_id=None)
    return {"id": campaign_id}
