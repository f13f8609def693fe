"""Entering for a draw and its receipt; and what is public of a draw: its seal, its list, its result."""

import secrets
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.accounts.guards import Request, posted_key
from linli.core import clock
from linli.core.errors import BadInput, Conflict, LinliError, NotHere
from linli.gate.services import Outcome, once
from linli.wishes.models import Campaign
from linli.wishes.permissions.entering import may_leave
from linli.wishes.queries.entries import OwnEntry, draw_shown, own_entries, published_draw
from linli.wishes.queries.lines import own_places
from linli.wishes.queries.public import own_claims, wish_on_wall
from linli.wishes.services.entering import enter_draw, leave_draw
from linli.wishes.services.identifying import own_persons_in
from linli.wishes.views.public.claiming import wish_page
from linli.wishes.views.public.frame import address, campaign_page, frame, office_of, personal, see_other
from linli.wishes.views.public.identity import Ask, empty_form, identify
from linli.wishes.views.public.line_shown import place_shown
from linli.wishes.workflow import ENTERED, ENTRY, OPEN, WON


@require_http_methods(["GET", "HEAD", "POST"])
@personal
@campaign_page
def enter(request: Request, campaign: Campaign, number: int) -> HttpResponseBase:
    """Enter for the wish: leads to the receipt, or back to the wish with what stands against it."""
    if request.method != "POST":
        return redirect(address("public_wish", campaign, number))
    key = posted_key(request)
    who = identify(request, campaign, number=number, key=key)
    if isinstance(who, Ask):
        return wish_page(request, campaign, number, who, key=key)
    try:
        enter_draw(campaign=campaign, number=number, claimant=who.claimant, key=key, by=who.by)
    except (Conflict, BadInput) as error:
        return _told(request, campaign, number, error)
    return see_other(address("public_entry", campaign, number))


def _told(request: Request, campaign: Campaign, number: int, error: LinliError) -> HttpResponse:
    # closed or paused a moment ago perhaps, and the page was made from what was known before
    campaign.refresh_from_db()
    ask = Ask(empty_form(request), status=error.status, note=error.message)
    return wish_page(request, campaign, number, ask, known=True)


@require_safe
@personal
@campaign_page
def entry(request: Request, campaign: Campaign, number: int) -> HttpResponse:
    """The receipt of an entry: its code, when it is drawn; later whether it was drawn. Others find nothing there."""
    mine = _own_or_404(request, campaign, number)
    office = office_of(campaign)
    context = frame(campaign, office)
    context["entry"] = {
        "number": number,
        "title": mine.title,
        "code": mine.code,
        "state": mine.state,
        "state_label": ENTRY.states[mine.state],
        "entered_at": mine.entered_at,
        "draw_at": campaign.draw_at,
        "contact": office.name,
        "draw_url": address("public_draw", campaign),
        "wish_url": address("public_wish", campaign, number),
        "may_leave": may_leave(campaign, clock.now()),
        "leave_url": address("public_entry_leave", campaign, number),
        "key": secrets.token_urlsafe(16),
        **_came_to(request, campaign, mine),
    }
    return render(request, "wishes/public/entry.html", context)


def _came_to(request: Request, campaign: Campaign, mine: OwnEntry) -> dict[str, Any]:
    """What an entry led to after the draw: a claim, a place in line, or a wish that is open."""
    if mine.state == ENTERED:
        return {}
    own = own_persons_in(campaign, request.actor)
    if mine.state == WON:
        claims = own_claims(community_id=campaign.community_id, person_ids=own, campaign_id=campaign.pk)
        spoken = next((claim.number for claim in claims if claim.wish_number == mine.number), None)
        return {"receipt_url": address("public_receipt", campaign, spoken) if spoken else ""}
    places = own_places(campaign, own, mine.number)
    shown = wish_on_wall(campaign, mine.number)
    return {
        "place": place_shown(campaign, places[0]) if places else None,
        "open": shown is not None and shown.state == OPEN and not campaign.awaits_draw,
    }


def _own_or_404(request: Request, campaign: Campaign, number: int) -> OwnEntry:
    own = own_persons_in(campaign, request.actor)
    found = own_entries(campaign, own, number) if own else []
    if not found:
        raise NotHere
    return found[0]


@require_POST
@personal
@campaign_page
def leave_entry(request: Request, campaign: Campaign, number: int) -> HttpResponseBase:
    """Take the entry back, until the draw. For whoever never entered it does not exist."""
    _own_or_404(request, campaign, number)

    def do() -> Outcome:
        leave_draw(campaign=campaign, number=number, by=request.actor)
        return {"left": number}

    body = {"leave entry": number, "campaign": campaign.pk.hex}
    once(community_id=campaign.community_id, key=posted_key(request), body=body, do=do, by=request.actor)
    return see_other(address("public_wish", campaign, number))


@require_safe
@campaign_page
def draw(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """The draw as everybody may read it: before it the seal, after it the result and how to check it."""
    shown = draw_shown(campaign)
    if shown is None:
        raise NotHere
    context = frame(campaign, office_of(campaign))
    context["draw"] = {
        "shown": shown,
        "draw_at": campaign.draw_at,
        "drawn_at": campaign.drawn_at,
        "cap": campaign.cap,
        "results": [
            {"wish": row["wish"], "winner": row["winner"], "entered": len(row["order"])}
            for row in (published_draw(campaign) or {"results": []})["results"]
        ],
        "file_url": address("public_draw_file", campaign),
    }
    answer = render(request, "wishes/public/draw.html", context)
    patch_cache_control(answer, no_cache=True)
    return answer


@require_safe
@campaign_page
def draw_file(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """Everything that is needed to repeat the draw, as a file; it does not exist before the draw."""
    told = published_draw(campaign)
    if told is None:
        raise NotHere
    answer = JsonResponse(told, json_dumps_params={"indent": 1})
    answer.headers["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=f"draw-{campaign.code}.json") or "attachment"
    )
    patch_cache_control(answer, no_cache=True)
    return answer
