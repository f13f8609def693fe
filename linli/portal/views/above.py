"""The offices from above (街道、县区、市): their figures, what is late, the same as a sheet. No family, no claimant."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.http import content_disposition_header, urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from linli.accounts.guards import Request, office_page, to_sign_in
from linli.core import clock
from linli.core.sheets import Value, write_sheet
from linli.places.models import Community
from linli.portal.queries.above import Line, Overview, frame_above, looks_after, overview
from linli.wishes.queries.campaigns import campaigns_of
from linli.wishes.queries.overview import FEW, figures_of, late_cases

PAGE = 50
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTHS = (24, 20, 16, 10, 10, 10, 10, 12, 12, 12)


def _asked(request: Request) -> tuple[Overview, int, bool]:
    typed = request.GET.get("street", "")
    street = int(typed) if typed.isascii() and typed.isdigit() and len(typed) == 12 else 0
    late_only = request.GET.get("show") == "late"
    return overview(request.actor, street=street, late_only=late_only), street, late_only


@require_safe
def offices(request: Request) -> HttpResponse:
    """Every office this person looks after, with its figures; what is late can be picked out."""
    if request.actor.user_id is None:
        return to_sign_in(request)
    found, street, late_only = _asked(request)
    typed = request.GET.get("from", "0")
    start = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 0
    asked = {"street": f"{street}" if street else "", "show": "late" if late_only else ""}
    query = urlencode({name: value for name, value in asked.items() if value})
    context = {
        "desk": frame_above(request.actor),
        "found": found,
        "lines": found.lines[start : start + PAGE],
        "street": street,
        "late_only": late_only,
        "chips": _chips(found, street, late_only),
        "few": FEW,
        "query": query,
        "older_url": f"?{query}&from={start + PAGE}" if len(found.lines) > start + PAGE else "",
        "newer_url": f"?{query}&from={max(start - PAGE, 0)}" if start else "",
    }
    answer = render(request, "portal/overview.html", context)
    add_never_cache_headers(answer)
    return answer


def _chips(found: Overview, street: int, late_only: bool) -> list[dict[str, Any]]:
    here = f"street={street}&" if street else ""
    return [
        {"label": pgettext("offices", "All"), "url": f"?{here}", "current": not late_only, "count": None},
        {
            "label": pgettext("offices", "With something late"),
            "url": f"?{here}show=late",
            "current": late_only,
            "count": found.late,
        },
    ]


@require_safe
def table(request: Request) -> HttpResponse:
    """The same figures for Excel or WPS."""
    if request.actor.user_id is None:
        return to_sign_in(request)
    found, _street, _late = _asked(request)
    title = _("Wishes by office, {day}").format(day=f"{clock.today():%Y-%m-%d}")
    content = write_sheet(title=title, headings=_headings(), rows=map(_row, found.lines), widths=WIDTHS)
    disposition = content_disposition_header(as_attachment=True, filename=f"{title}.xlsx") or "attachment"
    answer = HttpResponse(content, content_type=EXCEL, headers={"Content-Disposition": disposition})
    add_never_cache_headers(answer)
    return answer


def _headings() -> list[str]:
    return [
        pgettext("column", "Community"),
        pgettext("column", "Street"),
        pgettext("column", "Telephone"),
        pgettext("column", "Collected"),
        pgettext("column", "Published"),
        pgettext("column", "Claimed"),
        pgettext("column", "Lit"),
        pgettext("column", "Overdue"),
        pgettext("column", "Undecided over a day"),
        pgettext("column", "Unchecked over a week"),
    ]


def _row(line: Line) -> list[Value]:
    told = line.figures
    few = pgettext("figure", "under %(few)s") % {"few": FEW}
    return [
        line.name,
        line.street,
        line.phone,
        few if told.collected is None else told.collected,
        told.published,
        told.claimed,
        told.lit,
        told.overdue,
        told.undecided,
        few if told.unchecked is None else told.unchecked,
    ]


@require_safe
@office_page("figures.view")
def one_office(request: Request, office: Community) -> HttpResponse:
    """One office: its figures, its campaigns, and what is late with whose turn it is."""
    campaigns, _more = campaigns_of(office.pk)
    context: dict[str, Any] = {
        "office": office,
        "figures": figures_of([office.pk])[office.pk],
        "campaigns": [line for line in campaigns if line.phase != "prepared"],
        "cases": late_cases(office.pk),
        "few": FEW,
        "from_above": looks_after(request.actor) is not None,
    }
    if context["from_above"]:
        context["desk"] = frame_above(request.actor)
    return render(request, "portal/overview_office.html", context)
