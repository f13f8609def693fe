"""The roster of in-service party members: the list, and the sheet by which it is kept."""

from dataclasses import asdict
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.accounts.guards import Request, keyed, office_page
from linli.core.errors import BadInput
from linli.core.ids import new_id
from linli.gate.services import Outcome, once
from linli.people.adapters.roster_sheet import read_roster, roster_template
from linli.people.forms.sheet import SheetForm
from linli.people.permissions import may_import_roster, may_unmask
from linli.people.queries.persons import roster_size, roster_within
from linli.people.queries.roster_plan import Member, roster_plan
from linli.people.services.roster import end_roster_entry, import_roster, outcome_of
from linli.people.services.sheets import confirm_sheet, keep_sheet, kept_sheet, read_of
from linli.places.models import Community

KIND = "roster"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
@office_page("roster.view")
def roster(request: Request, office: Community) -> HttpResponse:
    """Who is on it, masked."""
    person_id = _key(request.GET.get("person", ""))
    after = request.GET.get("after", "")
    page = roster_within(office.pk, after=_key(after), person_id=person_id)
    context = {
        "office": office,
        "page": page,
        "size": roster_size(office.pk),
        "narrowed": person_id is not None,
        "newer_url": "?" if after else "",
        "older_url": f"?{urlencode({'after': page.after})}" if page.after else "",
        "may_import": may_import_roster(request.actor, office.pk),
        "may_unmask": may_unmask(request.actor, office.pk),
        "key": new_id().hex,
    }
    return render(request, "people/desk/roster.html", context)


@require_POST
@office_page("roster.import")
@keyed
def roster_end(request: Request, office: Community, person_id: UUID, key: str) -> HttpResponse:
    """Take somebody off the roster."""

    def do() -> Outcome:
        end_roster_entry(community_id=office.pk, person_id=person_id, by=request.actor)
        return {"person": person_id.hex}

    once(community_id=office.pk, key=f"{key[:31]}{person_id.hex}", body={"end": person_id.hex}, do=do, by=request.actor)
    messages.success(request, _("Taken off the roster."))
    return redirect("roster", office.pk)


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@require_http_methods(["GET", "POST"])
@office_page("roster.import")
def roster_import(request: Request, office: Community) -> HttpResponse:
    """Upload a sheet: it is read, and shown before anything is written. Uploading twice keeps two; nothing comes of
    it.
    """
    form = SheetForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            sheet = read_roster(form.cleaned_data["file"])
        except BadInput as error:
            form.blame(error)
        else:
            read = {"rows": [asdict(row) for row in sheet.rows], "errors": [asdict(error) for error in sheet.errors]}
            kept = keep_sheet(community_id=office.pk, kind=KIND, read=read, by=request.actor)
            return redirect("roster_sheet", office.pk, kept.pk)
    context = {"office": office, "form": form}
    return render(request, "people/desk/roster_import.html", context, status=422 if request.method == "POST" else 200)


@require_GET
@office_page("roster.import")
def roster_blank(request: Request, office: Community) -> HttpResponse:
    """A blank roster to fill in."""
    title = _("Roster of in-service party members")
    return HttpResponse(
        roster_template(title=f"{office.name} {title}"),
        content_type=XLSX,
        headers={"Content-Disposition": 'attachment; filename="roster.xlsx"'},
    )


@require_http_methods(["GET", "POST"])
@office_page("roster.import")
@keyed
def roster_sheet(request: Request, office: Community, sheet_id: UUID, key: str) -> HttpResponse:
    """What the sheet would change, and the button that does it. The sheet itself is what makes the POST happen once."""
    if request.method == "POST":

        def do(read: dict[str, Any]) -> dict[str, Any]:
            outcome = import_roster(community_id=office.pk, members=_members(read), by=request.actor)
            return {"added": outcome.added, "changed": outcome.changed, "unchanged": outcome.unchanged}

        confirm_sheet(community_id=office.pk, kind=KIND, sheet_id=sheet_id, do=do, by=request.actor)
        return redirect("roster_sheet", office.pk, sheet_id)
    sheet = kept_sheet(community_id=office.pk, kind=KIND, sheet_id=sheet_id, by=request.actor)
    context: dict[str, Any] = {"office": office, "sheet": sheet, "key": new_id().hex}
    if sheet.done_at is None:
        read = read_of(sheet)
        outcome = outcome_of(roster_plan(office.pk, _members(read)))
        context |= {"outcome": outcome, "errors_in_sheet": read["errors"], "rows": len(read["rows"])}
    return render(request, "people/desk/roster_sheet.html", context)


def _members(read: dict[str, Any]) -> list[Member]:
    return [Member(row["name"], row["phone"], row["organisation"]) for row in read["rows"]]
