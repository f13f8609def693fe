"""Lists taken out as sheets: asked for by a program, allowed by a person where there are many families, taken once."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Field, Router, Schema

from linli.accounts.guards import do_once
from linli.core.errors import NotHere
from linli.gate.services import Outcome, once
from linli.integrations.guards import ApiRequest, Key, needs
from linli.integrations.queries import program_name
from linli.people.kinds import Category
from linli.people.queries.exports import ExportLine, export_asked_by, exports_asked_by, taken_export
from linli.people.queries.households import HouseholdFilter
from linli.people.services.exporting import ask_export, fetch_export
from linli.wishes.adapters.export_book import HOUSEHOLDS, WISHES, XLSX, export_book
from linli.wishes.api.wishes import Kind, State
from linli.wishes.queries.desk import families_of
from linli.wishes.queries.listing import MOST_AT_ONCE, WishFilter

router = Router(tags=["exports"])
MAY_EXPORT = needs("lists.export")
MOST_FAMILIES = 5000
SHEET = {
    "responses": {
        200: {"description": "The sheet", "content": {XLSX: {"schema": {"type": "string", "format": "binary"}}}}
    }
}
ExportKind = StrEnum("ExportKind", {"WISHES": WISHES, "HOUSEHOLDS": HOUSEHOLDS})


class ExportOut(Schema):
    """A sheet that this program asked for. `state` is waits (a person has to allow it), ready, taken or over."""

    id: UUID
    kind: ExportKind
    rows: int
    families: int
    state: str
    asked_at: datetime
    until: datetime | None = Field(description="Until when it may be allowed, or taken.")


class ExportPage(Schema):
    items: list[ExportOut]
    before: UUID | None = Field(description="Ask with this `before` for the next page; null on the last one.")


class ExportIn(Schema):
    """Which list, and which of it: wishes by state, kind or family, families by category; all where nothing is said."""

    kind: ExportKind
    state: State | None = None
    wish_kind: Kind | None = None
    household_id: UUID | None = None
    category: Category | None = None


class Asked(Schema):
    """The sheet that was asked for. Over 50 families it waits until a person allows it on the office's page."""

    id: UUID
    families: int
    waits: bool


@router.post("/exports", response={201: Asked}, auth=MAY_EXPORT, operation_id="ask_export")
def ask(request: ApiRequest, key: Key, asked: ExportIn) -> dict[str, Any]:
    """Ask for a list as a sheet, masked as on the screen."""

    def do() -> Outcome:
        rows, families = _listed(request.office.pk, asked)
        made = ask_export(
            community_id=request.office.pk, kind=asked.kind.value, rows=rows, families=families, by=request.actor
        )
        return {"id": str(made.pk), "families": made.families, "waits": made.allowed_at is None}

    body = {"export": asked.model_dump(mode="json")}
    return once(community_id=request.office.pk, key=key, body=body, do=do, by=request.actor)


def _listed(community_id: int, asked: ExportIn) -> tuple[list[UUID], int]:
    """The rows, and of how many families they are."""
    if asked.kind.value == HOUSEHOLDS:
        families = HouseholdFilter(category=asked.category.value if asked.category else "").rows(community_id)
        found = list(families.order_by("number").values_list("pk", flat=True)[:MOST_FAMILIES])
        return found, len(found)
    state = asked.state.value if asked.state else ""
    kind = asked.wish_kind.value if asked.wish_kind else ""
    wishes = WishFilter(state=state, kind=kind, household=asked.household_id, search="").rows(community_id)
    found = list(wishes.order_by("-id").values_list("pk", flat=True)[:MOST_AT_ONCE])
    return found, families_of(community_id, found)


@router.get("/exports", response=ExportPage, auth=MAY_EXPORT, operation_id="list_exports")
def list_exports(request: ApiRequest, before: UUID | None = None) -> dict[str, Any]:
    """What this program asked for within a month, the newest first, 50 at a time."""
    lines, older = exports_asked_by(request.office.pk, request.actor, before=before)
    return {"items": lines, "before": older}


@router.get("/exports/{export_id}", response=ExportOut, auth=MAY_EXPORT, operation_id="read_export")
def read_export(request: ApiRequest, export_id: UUID) -> ExportLine:
    """One of them."""
    line = export_asked_by(request.office.pk, export_id, request.actor)
    if line is None:
        raise NotHere(_("There is no such sheet."))
    return line


@router.post("/exports/{export_id}/take", auth=MAY_EXPORT, operation_id="take_export", openapi_extra=SHEET)
def take(request: ApiRequest, export_id: UUID, key: Key) -> HttpResponse:
    """The sheet itself, once, within a day of its being allowed; with the same key again after a time-out."""
    do_once(request, key, fetch_export, export_id=export_id)
    export = taken_export(request.office.pk, export_id, request.actor)
    book, _title = export_book(export, request.office, program_name(request.office.pk, request.actor))
    return HttpResponse(book, content_type=XLSX, headers={"Content-Disposition": 'attachment; filename="list.xlsx"'})
