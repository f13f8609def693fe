"""The pages of a sheet on its way in, the same for every kind: uploaded, its columns told, checked cell by cell,
confirmed, imported, handed back with its faults.
"""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods, require_safe

from linli.accounts.guards import Request, keyed, office_page
from linli.core.errors import BadInput
from linli.core.sheets import read_sheet
from linli.core.sheets.template import write_template
from linli.people.adapters.sheet_pages import marked_sheet, sheet_context, start_context
from linli.people.forms.columns import columns_form
from linli.people.forms.sheet import SheetForm
from linli.people.models import SheetImport
from linli.people.models.sheets import COLUMNS, DONE, IMPORTING
from linli.people.services.sheet_kinds import SheetKind, kind_of
from linli.people.services.sheet_steps import begin
from linli.people.services.sheets import confirm_sheet, keep_sheet, kept_sheet, place_columns
from linli.places.models import Community

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def pages_of(code: str, below: str) -> list[URLPattern]:
    """The addresses of one kind of sheet, `below` a path of its office."""
    pages = SheetPages(kind_of(code))
    guard, reads = office_page(pages.kind.permission), require_http_methods(["GET", "POST"])
    kind = pages.kind
    return [
        path(below, reads(guard(pages.upload)), name=kind.start),
        path(f"{below}/blank.xlsx", require_safe(guard(pages.blank)), name=kind.blank),
        path(f"{below}/<uuid:sheet_id>", reads(guard(keyed(pages.sheet))), name=kind.page),
        path(f"{below}/<uuid:sheet_id>/columns", reads(guard(keyed(pages.columns))), name=kind.placing),
        path(f"{below}/<uuid:sheet_id>/marked.xlsx", require_safe(guard(pages.marked)), name=kind.marked),
    ]


class SheetPages:
    """The views. A POST of a sheet happens once by the sheet itself, whatever key its page had."""

    def __init__(self, kind: SheetKind) -> None:
        self.kind = kind

    def upload(self, request: Request, office: Community) -> HttpResponse:
        """It is read and shown, nothing is imported. Uploading twice keeps two; nothing comes of it."""
        form = SheetForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            try:
                rows = read_sheet(form.cleaned_data["file"])
                kept = keep_sheet(
                    community_id=office.pk, kind=self.kind.code, name=form.name, rows=rows, by=request.actor
                )
            except BadInput as error:
                form.blame(error)
            else:
                return self._begun(request, office, kept.pk)
        context = {"office": office, "form": form} | start_context(request.actor, office.pk, self.kind.code)
        status = 422 if request.method == "POST" else 200
        return render(request, "people/desk/sheet_start.html", context, status=status)

    def blank(self, request: Request, office: Community) -> HttpResponse:
        """A sheet to fill in, with examples and an explanation of each column."""
        book = write_template(title=f"{office.name} {self.kind.blank_title}", columns=self.kind.columns)
        return _file(book, f"{self.kind.code}.xlsx")

    def columns(self, request: Request, office: Community, sheet_id: UUID, key: str) -> HttpResponse:
        """Say which column is which. Said again, it is the same."""
        sheet = self._kept(request, office, sheet_id)
        if sheet.stage in (IMPORTING, DONE):
            return redirect(self.kind.page, office.pk, sheet_id)
        form = columns_form(request.POST or None, sheet)
        if request.method == "POST" and form.is_valid():
            layout, code = form.layout(), self.kind.code
            place_columns(community_id=office.pk, kind=code, sheet_id=sheet_id, layout=layout, by=request.actor)
            return self._begun(request, office, sheet_id)
        context = {"office": office, "form": form} | sheet_context(sheet)
        status = 422 if request.method == "POST" else 200
        return render(request, "people/desk/sheet_columns.html", context, status=status)

    def marked(self, request: Request, office: Community, sheet_id: UUID) -> HttpResponse:
        """The sheet as it was handed in, its bad cells marked."""
        return _file(marked_sheet(self._kept(request, office, sheet_id)), f"{self.kind.code}-to-mend.xlsx")

    def sheet(self, request: Request, office: Community, sheet_id: UUID, key: str) -> HttpResponse:
        """What the sheet holds, with an error at each bad cell; then the button that imports the good rows."""
        if request.method == "POST":
            choice = self.kind.choice(request.POST, request.actor, office.pk)
            confirm_sheet(
                community_id=office.pk, kind=self.kind.code, sheet_id=sheet_id, choice=choice, by=request.actor
            )
            return self._begun(request, office, sheet_id)
        sheet = self._kept(request, office, sheet_id)
        if sheet.stage == COLUMNS:
            return redirect(self.kind.placing, office.pk, sheet_id)
        context = {"office": office} | sheet_context(sheet) | self.kind.shown(sheet, request.actor)
        return render(request, self.kind.template, context)

    def _kept(self, request: Request, office: Community, sheet_id: UUID) -> SheetImport:
        return kept_sheet(community_id=office.pk, kind=self.kind.code, sheet_id=sheet_id, by=request.actor)

    def _begun(self, request: Request, office: Community, sheet_id: UUID) -> HttpResponse:
        begin(community_id=office.pk, sheet_id=sheet_id, by=request.actor)
        return redirect(self.kind.page, office.pk, sheet_id)


def _file(book: bytes, name: str) -> HttpResponse:
    return HttpResponse(book, content_type=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'})
