"""A wish register at the desk: uploaded, checked cell by cell, confirmed, imported."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from linli.accounts.guards import Request, keyed, office_page
from linli.core.errors import BadInput
from linli.core.ids import new_id
from linli.people.forms.sheet import SheetForm
from linli.people.services.sheets import confirm_sheet, keep_sheet, kept_sheet, read_of
from linli.places.models import Community
from linli.wishes.adapters.register_checks import check_register
from linli.wishes.adapters.register_sheet import register_template
from linli.wishes.permissions.collecting import may_collect, may_review
from linli.wishes.services.importing import import_wishes, plan_import, read_families
from linli.wishes.workflow import READY, REVIEW

KIND = "wishes"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "POST"])
@office_page("wishes.collect")
def wish_import(request: Request, office: Community) -> HttpResponse:
    """Upload a register: it is read and shown, nothing is imported. Uploading twice keeps two; nothing comes of it."""
    form = SheetForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            sheet = check_register(form.cleaned_data["file"])
        except BadInput as error:
            form.blame(error)
        else:
            may_collect(request.actor, office.pk).enforce()
            read = {
                "rows": sheet.rows,
                "families": sheet.families,
                "errors": [asdict(error) for error in sheet.errors],
            }
            kept = keep_sheet(community_id=office.pk, kind=KIND, read=read, by=request.actor)
            return redirect("wish_sheet", office.pk, kept.pk)
    context = {"office": office, "form": form}
    return render(request, "wishes/desk/import.html", context, status=422 if request.method == "POST" else 200)


@require_safe
@office_page("wishes.collect")
def wish_blank(request: Request, office: Community) -> HttpResponse:
    """A blank register to fill in."""
    return HttpResponse(
        register_template(title=f"{office.name} {_('Register of micro-wishes')}"),
        content_type=XLSX,
        headers={"Content-Disposition": 'attachment; filename="wishes.xlsx"'},
    )


@require_http_methods(["GET", "POST"])
@office_page("wishes.collect")
@keyed
def wish_sheet(request: Request, office: Community, sheet_id: UUID, key: str) -> HttpResponse:
    """What the sheet holds, with an error at each bad cell; then the button that imports the good rows.

    The sheet itself makes the POST happen once, whatever its key.
    """
    if request.method == "POST":
        is_ready = request.POST.get("ready") == "1" and may_review(request.actor, office.pk).allowed

        def do(read: dict[str, Any]) -> dict[str, Any]:
            families = read_families(read["families"])
            until = READY if is_ready else REVIEW
            outcome = import_wishes(community_id=office.pk, families=families, until=until, by=request.actor)
            return asdict(outcome) | {"new_wishes": outcome.new_wishes, "until": until}

        confirm_sheet(community_id=office.pk, kind=KIND, sheet_id=sheet_id, do=do, by=request.actor)
        return redirect("wish_sheet", office.pk, sheet_id)
    sheet = kept_sheet(community_id=office.pk, kind=KIND, sheet_id=sheet_id, by=request.actor)
    context: dict[str, Any] = {"office": office, "sheet": sheet, "key": new_id().hex}
    context |= {"may_review": may_review(request.actor, office.pk)}
    if sheet.done_at is None:
        read = read_of(sheet)
        outcome = plan_import(community_id=office.pk, families=read_families(read["families"]))
        context |= {"outcome": outcome, "errors_in_sheet": read["errors"], "rows": read["rows"]}
    return render(request, "wishes/desk/import_sheet.html", context)
