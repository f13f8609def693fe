"""Lists taken out as sheets: asked for, allowed by a second person where there are many families, taken once."""

from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from linli.accounts.guards import Request, do_once, keyed, office_page
from linli.accounts.kinds import label_of
from linli.core import clock
from linli.core.errors import BadInput
from linli.core.ids import new_id
from linli.gate.services import Outcome, once
from linli.people.models.exports import ALONE_UP_TO
from linli.people.queries.exports import exports_within
from linli.people.queries.households import HouseholdFilter
from linli.people.queries.persons import name_of_user
from linli.people.services.exporting import allow_export, ask_export, fetch_export
from linli.places.models import Community
from linli.wishes.adapters.export_book import HOUSEHOLDS, WISHES, XLSX, export_book
from linli.wishes.queries.desk import families_of
from linli.wishes.queries.listing import WishFilter, chosen_from

MOST_FAMILIES = 5000


@require_safe
@office_page("lists.export")
def exports(request: Request, office: Community) -> HttpResponse:
    """What was asked for, by whom, and what can be done about it now."""
    context = {
        "office": office,
        "lines": exports_within(office.pk, request.actor.user_id),
        "most_alone": ALONE_UP_TO,
        "key": new_id().hex,
    }
    return render(request, "portal/exports.html", context)


@require_POST
@office_page("lists.export")
@keyed
def export_new(request: Request, office: Community, key: str) -> HttpResponse:
    """Ask for the list that one has before one's eyes: what is ticked in it, or all that match its filter."""
    kind = request.POST.get("list", "")
    ids, families, body = _listed(request, office, kind)

    def do() -> Outcome:
        asked = ask_export(community_id=office.pk, kind=kind, rows=ids, families=families, by=request.actor)
        return {"export": asked.pk.hex, "families": asked.families}

    outcome = once(community_id=office.pk, key=key, body={"export": kind, **body}, do=do, by=request.actor)
    if outcome["families"] > ALONE_UP_TO:
        told = _("These are {count} families. A colleague has to allow it within a day; then you can take the sheet.")
        messages.success(request, told.format(count=outcome["families"]))
    return redirect("exports", office.pk)


def _listed(request: Request, office: Community, kind: str) -> tuple[list[UUID], int, dict[str, object]]:
    """The rows, of how many families, and what was asked for."""
    if kind == HOUSEHOLDS:
        wanted = HouseholdFilter.read(request.POST)
        rows = wanted.rows(office.pk).order_by("number").values_list("pk", flat=True)
        ids = list(rows[:MOST_FAMILIES])
        return ids, len(ids), dict(wanted.kept)
    if kind != WISHES:
        raise BadInput(_("This page is out of date. Open it again and repeat the change."))
    ticked, everything = request.POST.getlist("wish"), request.POST.get("all") == "on"
    which = chosen_from(office.pk, ticked=ticked, everything=everything, wanted=WishFilter.read(request.POST))
    if not which.ids:
        raise BadInput(_("Tick at least one wish first."))
    return list(which.ids), families_of(office.pk, which.ids), which.body


@require_POST
@office_page("lists.export")
@keyed
def export_allow(request: Request, office: Community, export_id: UUID, key: str) -> HttpResponse:
    """A second person agrees."""
    do_once(request, key, allow_export, export_id=export_id)
    messages.success(request, _("Allowed: your colleague can take the sheet within a day."))
    return redirect("exports", office.pk)


@require_POST
@office_page("lists.export")
def export_fetch(request: Request, office: Community, export_id: UUID) -> HttpResponse:
    """The sheet itself, once, with who took it when beside each row."""
    export = fetch_export(community_id=office.pk, export_id=export_id, by=request.actor)
    who = name_of_user(office.pk, request.actor.user_id) or str(label_of(request.actor.label))
    book, title = export_book(export, office, who)
    name = quote(f"{title} {clock.today():%Y-%m-%d}.xlsx")
    return HttpResponse(
        book,
        content_type=XLSX,
        headers={"Content-Disposition": f"attachment; filename=\"list.xlsx\"; filename*=UTF-8''{name}"},
    )
