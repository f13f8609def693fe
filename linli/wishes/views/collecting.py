"""The desk's pages of what residents send themselves: the list, and the forms that the office opens for it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.accounts.guards import Request, do_once, keyed, office_page
from linli.core.errors import BadInput, NotHere
from linli.core.ids import new_id
from linli.gate.services import Outcome, once
from linli.notifications.permissions import may_manage_channels
from linli.places.models import Community
from linli.wishes.adapters.posters import (
    link_address,
    link_poster_text,
    link_text,
    phones_can_reach,
    qr_png,
    qr_svg,
    spoken_code,
)
from linli.wishes.forms.submissions import LinkForm
from linli.wishes.models import CollectingLink
from linli.wishes.permissions.submitting import may_open_links
from linli.wishes.queries.submissions import link_of, links_of, phase_of, submissions_within, waiting_count
from linli.wishes.services.submitting import close_link, open_link
from linli.wishes.views.asked import as_sent, as_uuid
from linli.wishes.workflow import SUBMISSION, WAITING

PICTURES = {"svg": (qr_svg, "image/svg+xml"), "png": (qr_png, "image/png")}


@require_GET
@office_page("wishes.collect")
def collecting(request: Request, office: Community) -> HttpResponse:
    """What came in, what waits first; and the forms that are open."""
    asked = request.GET.get("state", WAITING)
    state = asked if asked in SUBMISSION.states else ""
    page = submissions_within(office.pk, state=state, before=as_uuid(request.GET.get("before")))
    chips = [
        {"label": label, "url": f"?state={code}", "current": code == state, "count": waiting_count(office.pk) or None}
        if code == WAITING
        else {"label": label, "url": f"?state={code}", "current": code == state}
        for code, label in SUBMISSION.states.items()
    ]
    context = {
        "office": office,
        "page": page,
        "chips": chips,
        "links": links_of(office.pk),
        "may": may_open_links(request.actor, office.pk),
        "older_url": f"?state={state}&before={page.older}" if page.older else "",
        "newer_url": f"?state={state}" if request.GET.get("before") else "",
    }
    return render(request, "wishes/desk/collecting.html", context)


@require_http_methods(["GET", "POST"])
@office_page("wishes.publish")
@keyed
def link_new(request: Request, office: Community, key: str) -> HttpResponse:
    """Open a form for residents."""
    form = LinkForm(request.POST) if request.method == "POST" else LinkForm.proposed(office)
    if form.is_bound and form.is_valid():

        def do() -> Outcome:
            return {"link": open_link(community_id=office.pk, details=form.details(), by=request.actor).pk.hex}

        try:
            outcome = once(community_id=office.pk, key=key, body=as_sent(request), do=do, by=request.actor)
            return redirect("collecting_link", office.pk, UUID(outcome["link"]))
        except BadInput as error:
            if not error.fields:
                raise
            form.blame(error)
    context = {"office": office, "form": form, "key": key or new_id().hex}
    return render(request, "wishes/desk/link_new.html", context, status=422 if form.is_bound else 200)


def _link(office: Community, link_id: UUID) -> CollectingLink:
    link = link_of(office.pk, link_id)
    if link is None:
        raise NotHere
    return link


@require_GET
@office_page("wishes.collect")
def link(request: Request, office: Community, link_id: UUID) -> HttpResponse:
    """One form: its code, link, poster, text for the group; and the button that closes it."""
    found = _link(office, link_id)
    context = {
        "office": office,
        "link": found,
        "phase": phase_of(found),
        "address": link_address(found),
        "address_works": phones_can_reach(),
        "spoken_code": spoken_code(found.code),
        "share_text": link_text(found, office),
        "may_reword": may_manage_channels(request.actor, office.pk).allowed,
        "may": may_open_links(request.actor, office.pk),
        "key": new_id().hex,
    }
    return render(request, "wishes/desk/link.html", context)


@require_GET
@office_page("wishes.collect")
def link_qr(request: Request, office: Community, link_id: UUID, form: str) -> HttpResponse:
    """The QR code as a picture, shown in a page; `?save` hands it over as a file."""
    if form not in PICTURES:
        raise NotHere
    found = _link(office, link_id)
    draw, kind = PICTURES[form]
    answer = HttpResponse(draw(link_address(found)), content_type=kind)
    if "save" in request.GET:
        answer.headers["Content-Disposition"] = f'attachment; filename="{found.code}.{form}"'
    return answer


@require_GET
@office_page("wishes.collect")
def link_poster(request: Request, office: Community, link_id: UUID) -> HttpResponse:
    """A sheet of A4 to print and hang up."""
    found = _link(office, link_id)
    address = link_address(found).split("://", 1)[-1]
    context = {
        "office": office,
        "link": found,
        "address": address,
        "spoken_code": spoken_code(found.code),
        "text": link_poster_text(found, office),
    }
    return render(request, "wishes/desk/link_poster.html", context)


@require_POST
@office_page("wishes.publish")
@keyed
def link_close(request: Request, office: Community, link_id: UUID, key: str) -> HttpResponse:
    """Take nothing more through it."""
    do_once(request, key, close_link, link_id=link_id)
    messages.success(request, _("The form is closed. What came in stays in the list."))
    return redirect("collecting_link", office.pk, link_id)
