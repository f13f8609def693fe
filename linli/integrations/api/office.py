"""Operations for any program: the office it works for, and what happened there."""

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Field, Query, Router, Schema

from linli.integrations.guards import ApiRequest, needs
from linli.integrations.queries import happened_after

router = Router(tags=["office"])


class OfficeOut(Schema):
    """The office that this key is for, and what the key may do there."""

    code: int = Field(description="The 12-digit division code of the day the office was opened.")
    name: str
    permissions: list[str]


class EventOut(Schema):
    """Something that happened: codes, ids and numbers, nothing of a person."""

    position: int = Field(description="The place in the office's chain; what comes later stands higher.")
    id: UUID
    at: datetime
    verb: str
    subject_kind: str
    subject_id: UUID
    before: str
    after: str
    facts: dict[str, Any]
    role: str = Field(description="In which role it was done.")


class EventPage(Schema):
    items: list[EventOut]
    after: int = Field(description="Ask with this `after` for what comes next.")


@router.get("/office", response=OfficeOut, auth=needs(), operation_id="read_office")
def read_office(request: ApiRequest) -> dict[str, Any]:
    """The office that this key is for."""
    rights = sorted(code for grant in request.actor.grants for code in grant.permissions)
    return {"code": request.office.pk, "name": request.office.name, "permissions": rights}


@router.get("/events", response=EventPage, auth=needs("timeline.view"), operation_id="list_events")
def list_events(request: ApiRequest, after: int = Query(0, ge=0, le=2**62)) -> dict[str, Any]:
    """What happened, in the order in which it was sealed: about a minute after it happened, at most 50 at a time."""
    events = happened_after(request.office.pk, after)
    return {"items": events, "after": events[-1].position if events else after}
