"""The roster from a sheet: uploaded, its columns told, checked cell by cell, confirmed, imported."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from linli.accounts.guards import Request, keyed, office_page
from linli.core.errors import BadInput
from linli.core.sheets import read_sheet
from linli.people.adapters.roster_sheet import missing_from, roster_template
from linli.people.adapters.sheet_pages import marked_sheet, sheet_context, start_context
from linli.people.forms.columns import columns_form
from linli.people.forms.sheet import SheetForm
from linli.people.models.sheets import COLUMNS, DONE, IMPORTING, READY
from linli.people.queries.sheets import good_of
from linli.people.services.sheet_steps import begin
from linli.people.services.sheets import confirm_sheet, keep_sheet, kept_sheet, place_columns
from linli.places.models import Community

KIND = "roster"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "POST"])
@office_page("roster.import")
def roster_import(request: Request, office: Community) -> HttpResponse:
    """Upload a roster: it is read and shown, nothing is imported. Uploading twice keeps two; nothing comes of it."""
    form = SheetForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            rows = read_sheet(form.cleaned_data["file"])
            kept = keep_sheet(community_id=office.pk, kind=KIND, name=form.name, rows=rows, by=request.actor)
        except BadInput as error:
            form.blame(error)
        else:
            begin(community_id=office.pk, sheet_id=kept.pk, by=request.actor)
            return redirect("roster_sheet", office.pk, kept.pk)
    context = {"office": office, "form": form} | start_context(request.actor, office.pk, KIND)
    return render(request, "people/desk/roster_import.html", context, status=422 if request.method == "POST" else 200)


@require_safe
@office_page("roster.import")
def roster_blank(request: Request, office: Community) -> HttpResponse:
    """A blank roster to fill in."""
    return HttpResponse(
        roster_template(title=f"{office.name} {_('Roster of in-service party members')}"),
        content_type=XLSX,
        headers={"Content-Disposition": 'attachment; filename="roster.xlsx"'},
    )


@require_http_methods(["GET", "POST"])
@office_page("roster.import")
@keyed
def roster_columns(request: Request, office: Community, sheet_id: UUID, key: str) -> HttpResponse:
    """Say which column is which. Said again, it is the same; the sheet itself makes it happen once."""
    sheet = kept_sheet(community_id=office.pk, kind=KIND, sheet_id=sheet_id, by=request.actor)
    if sheet.stage in (IMPORTING, DONE):
        return redirect("roster_sheet", office.pk, sheet_id)
    form = columns_form(request.POST or None, sheet)
    if request.method == "POST" and form.is_valid():
        layout = form.layout()
        place_columns(community_id=office.pk, kind=KIND, sheet_id=sheet_id, layout=layout, by=request.actor)
        begin(community_id=office.pk, sheet_id=sheet_id, by=request.actor)
        return redirect("roster_sheet", office.pk, sheet_id)
    context = {"office": office, "form": form} | sheet_context(sheet)
    return render(request, "people/desk/sheet_columns.html", context, status=422 if request.method == "POST" else 200)


@require_safe
@office_page("roster.import")
def roster_marked(request: Request, office: Community, sheet_id: UUID) -> HttpResponse:
    """The roster as it was handed in, its bad cells marked."""
    sheet = kept_sheet(community_id=office.pk, kind=KIND, sheet_id=sheet_id, by=request.actor)
    disposition = {"Content-Disposition": 'attachment; filename="roster-to-mend.xlsx"'}
    return HttpResponse(marked_sheet(sheet), content_type=XLSX, headers=disposition)


@require_http_methods(["GET", "POST"])
@office_page("roster.import")
@keyed
def roster_sheet(request: Request, office: Community, sheet_id: UUID, key: str) -> HttpResponse:
    """What the sheet would change, and the button that does it. The sheet itself makes the POST happen once."""
    if request.method == "POST":
        confirm_sheet(community_id=office.pk, kind=KIND, sheet_id=sheet_id, choice="", by=request.actor)
        begin(community_id=office.pk, sheet_id=sheet_id, by=request.actor)
        return redirect("roster_sheet", office.pk, sheet_id)
    sheet = kept_sheet(community_id=office.pk, kind=KIND, sheet_id=sheet_id, by=request.actor)
    if sheet.stage == COLUMNS:
        return redirect("roster_columns", office.pk, sheet_id)
    context = {"office": office} | sheet_context(sheet)
    if sheet.stage == READY:
        context["missing"] = missing_from(office.pk, good_of(sheet))
    return render(request, "people/desk/roster_sheet.html", context)
