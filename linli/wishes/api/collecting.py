"""Forms for residents and what comes in through them: opened, closed; listed masked, taken over, not taken over."""

from datetime import datetime
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
from linli.wishes.adapters.posters import link_address
from linli.wishes.api.wishes import Until, WishIn
from linli.wishes.queries.submissions import LinkRow, links_of, submission_sheet, submissions_within
from linli.wishes.services.collecting import WishSaid
from linli.wishes.services.submitting import (
    LONGEST_REASON,
    Checked,
    LinkDetails,
    accept_submission,
    close_link,
    decline_submission,
    open_link,
)
from linli.wishes.workflow import REVIEW, SUBMISSION

router = Router(tags=["collecting"])
PAGE = 20

SubmissionState = StrEnum("SubmissionState", {state.upper(): state for state in SUBMISSION.states})  # type: ignore[misc]  # -- made from the table


class LinkOut(Schema):
    """A form for residents. `state` is before, open or closed; `sent` how many came in through it."""

    id: UUID
    title: str
    address: str = Field(description="Where residents fill it in.")
    state: str
    opens_at: datetime
    closes_at: datetime
    contact_phone: str
    sent: int


class LinkPage(Schema):
    items: list[LinkOut]
    before: UUID | None = Field(description="Ask with this `before` for the next page; null on the last one.")


class LinkIn(Schema):
    """What the office says of a form. Times carry their zone."""

    title: str = Field(min_length=1, max_length=60)
    opens_at: AwareDatetime
    closes_at: AwareDatetime
    contact_phone: str = Field(min_length=1, max_length=30)


class Opened(Schema):
    """The form that was opened, and its public code: it stands at `/w/<code>`."""

    id: UUID
    code: str


class Done(Schema):
    id: UUID


class SubmissionOut(Schema):
    """What a resident sent, masked."""

    id: UUID
    number: int
    name: str
    address: str
    state: SubmissionState
    state_label: str
    made_at: datetime
    link: str = Field(description="The title of the form.")


class SubmissionPage(Schema):
    items: list[SubmissionOut]
    before: UUID | None = Field(description="Ask with this `before` for the next page; null on the last one.")


class SubmittedWish(Schema):
    """A wish as the resident confirmed it; `wished` is false for what they left out."""

    item: str
    quantity: str
    unit: str
    spec: str
    wished: bool


class SubmissionSheetOut(SubmissionOut):
    """One submission with its wishes, and what was agreed to; the resident's own words stay at the desk."""

    phone: str
    given_by: str
    agreed: list[str]
    wishes: list[SubmittedWish]
    household_id: UUID | None = Field(description="The family, once it was taken over.")


class FamilyIn(Schema):
    """What corrects what was sent; where it is empty that stands."""

    head_name: str = Field("", max_length=40)
    phone: str = Field("", max_length=40)
    address: str = Field("", max_length=200)


class AcceptIn(Schema):
    """Which family it is (null: a new one), and its wishes as they were checked."""

    household_id: UUID | None = None
    family: FamilyIn | None = None
    wishes: list[WishIn] = Field(min_length=1, max_length=100)
    until: Until = Until(REVIEW)


class Accepted(Schema):
    """The family, and the wishes that were written."""

    household_id: UUID
    wish_ids: list[UUID]


class DeclineIn(Schema):
    """Why nothing is taken over; it is kept for colleagues."""

    reason: str = Field(min_length=2, max_length=LONGEST_REASON)


COLLECTS, PUBLISHES = needs("wishes.collect"), needs("wishes.publish")


@router.get("/collecting-links", response=LinkPage, auth=COLLECTS, operation_id="list_links")
def list_links(request: ApiRequest, before: UUID | None = None) -> dict[str, Any]:
    """Forms for residents, the newest first, 20 at a time."""
    rows = links_of(request.office.pk, PAGE + 1, before=before)
    items = [_link_out(row) for row in rows[:PAGE]]
    return {"items": items, "before": items[-1]["id"] if len(rows) > PAGE else None}


def _link_out(row: LinkRow) -> dict[str, Any]:
    fields = ("title", "opens_at", "closes_at", "contact_phone")
    told = {name: getattr(row.link, name) for name in fields}
    return {"id": row.link.pk, "address": link_address(row.link), "state": row.state, "sent": row.total, **told}


@router.post("/collecting-links", response={201: Opened}, auth=PUBLISHES, operation_id="open_link")
def write_link(request: ApiRequest, key: Key, asked: LinkIn) -> dict[str, Any]:
    """Open a form for residents."""

    def do() -> Outcome:
        details = LinkDetails(**asked.model_dump())
        link = open_link(community_id=request.office.pk, details=details, by=request.actor)
        return {"id": str(link.pk), "code": link.code}

    body = {"link": asked.model_dump(mode="json")}
    return once(community_id=request.office.pk, key=key, body=body, do=do, by=request.actor)


@router.post("/collecting-links/{link_id}/close", response=Done, auth=PUBLISHES, operation_id="close_link")
def close(request: ApiRequest, link_id: UUID, key: Key) -> dict[str, Any]:
    """Take nothing more through it; what came in stays."""
    do_once(request, key, close_link, link_id=link_id)
    return {"id": link_id}


@router.get("/submissions", response=SubmissionPage, auth=COLLECTS, operation_id="list_submissions")
def list_submissions(
    request: ApiRequest, state: SubmissionState | None = None, before: UUID | None = None
) -> dict[str, Any]:
    """What residents sent, the newest first, 50 at a time."""
    page = submissions_within(request.office.pk, state=state.value if state else "", before=before)
    return {"items": page.rows, "before": page.older}


@router.get("/submissions/{submission_id}", response=SubmissionSheetOut, auth=COLLECTS, operation_id="read_submission")
def read_submission(request: ApiRequest, submission_id: UUID) -> dict[str, Any]:
    """One of them, with its wishes."""
    sheet = submission_sheet(request.office.pk, submission_id)
    if sheet is None:
        raise NotHere(_("There is no such submission."))
    names = ("id", "number", "name", "address", "state", "state_label", "made_at", "link")
    return {name: getattr(sheet.row, name) for name in names} | {
        "phone": sheet.phone,
        "given_by": sheet.given_by,
        "agreed": sheet.agreed,
        "wishes": [_wish_out(row) for row in sheet.rows],
        "household_id": sheet.household_id,
    }


def _wish_out(row: dict[str, str]) -> dict[str, Any]:
    told = {name: row.get(name, "") for name in ("item", "quantity", "unit", "spec")}
    return {**told, "wished": row.get("choice") != "drop"}


@router.post(
    "/submissions/{submission_id}/accept", response={201: Accepted}, auth=COLLECTS, operation_id="accept_submission"
)
def accept(request: ApiRequest, submission_id: UUID, key: Key, asked: AcceptIn) -> dict[str, Any]:
    """Write it down; the consent is the one that was given on the page."""
    checked = Checked(
        wishes=[WishSaid(**wish.model_dump()) for wish in asked.wishes],
        until=asked.until.value,
        household_id=asked.household_id,
        family=asked.family.model_dump() if asked.family else None,
    )

    def do() -> Outcome:
        written = accept_submission(
            community_id=request.office.pk, submission_id=submission_id, checked=checked, by=request.actor
        )
        return {"household_id": str(written.household_id), "wish_ids": [str(key) for key in written.wish_ids]}

    body = {"accept": submission_id, **asked.model_dump(mode="json")}
    return once(community_id=request.office.pk, key=key, body=body, do=do, by=request.actor)


@router.post("/submissions/{submission_id}/decline", response=Done, auth=COLLECTS, operation_id="decline_submission")
def decline(request: ApiRequest, submission_id: UUID, key: Key, asked: DeclineIn) -> dict[str, Any]:
    """Take nothing of it over."""
    do_once(request, key, decline_submission, submission_id=submission_id, reason=asked.reason)
    return {"id": submission_id}
