"""The wall of lamps, and the fragment of it that phones ask for again: anonymous, links only."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext
from django.views.decorators.http import require_safe

from linli.core import clock
from linli.core.errors import NotHere
from linli.wishes.models import Campaign
from linli.wishes.models.campaigns import ROSTER
from linli.wishes.queries.entries import commitment_of
from linli.wishes.queries.public import PublicWish, campaign_by_code, wishes_on_wall, wishes_shown
from linli.wishes.views.public import lamps as lanterns
from linli.wishes.views.public.fragment import Fragment, kept
from linli.wishes.views.public.frame import (
    address,
    campaign_page,
    canonical,
    cover_address,
    frame,
    office_of,
    to_canonical,
)
from linli.wishes.views.public.sharing import card_of_campaign

FULL_GARLAND = 120
POLL_OPEN, POLL_CALM = 2.5, 10
"""Seconds between two looks while people claim, and while lamps only light up one by one."""


@require_safe
@campaign_page
def wall(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """The page of a campaign: where everybody who scanned its code comes to."""
    now, chosen = clock.now(), _chosen(request)
    context = frame(campaign, office_of(campaign)) | {"share": card_of_campaign(campaign)}
    context["wall"] = {
        "state": lanterns.phase(campaign, now),
        "campaign": _about(campaign),
        "fragment": SafeString(_lamps(campaign, chosen).html),
        "poll_url": _filtered(address("public_lamps", campaign), chosen),
        "poll_every": _poll_every(campaign, now),
        "refresh_url": _filtered(address("public_wall", campaign), chosen),
        "now": now,
        "commitment": commitment_of(campaign),
    }
    answer = render(request, "wishes/public/wall.html", context)
    patch_cache_control(answer, no_cache=True)
    return answer


@require_safe
def lamps(request: HttpRequest, code: str) -> HttpResponseBase:
    """The part of the wall that changes. Reads no session and, while it is fresh, asks the database one thing only:
    whether what it shows still stands there.
    """
    read = canonical(code)
    if read != code:
        return to_canonical(request, read)
    campaign = campaign_by_code(read)
    if campaign is None:
        raise NotHere
    fragment = _lamps(campaign, _chosen(request))
    packed = "gzip" in request.headers.get("Accept-Encoding", "")
    answer = HttpResponse(fragment.packed if packed else fragment.html)
    if packed:
        answer.headers["Content-Encoding"] = "gzip"
    answer.headers["ETag"] = fragment.etag
    answer.headers["Vary"] = "Accept-Encoding, Cookie"
    patch_cache_control(answer, public=True, no_cache=True)
    return get_conditional_response(request, etag=fragment.etag, response=answer) or answer


def _lamps(campaign: Campaign, chosen: str) -> Fragment:
    """The fragment of this moment. Raises `NotHere` where the campaign has been withdrawn.

    What was withdrawn is gone at once (trust, row 21), in every process: the number of wishes is part of the key.
    """
    count = wishes_shown(campaign)
    if count is None:
        raise NotHere

    def make(now: datetime) -> str:
        return render_to_string("wishes/public/wall.html#lamps", {"wall": _shown(campaign, chosen, now)}).strip()

    return kept(f"lamps.{campaign.code}.{get_language()}.{chosen}.{count}", make)


def _shown(campaign: Campaign, chosen: str, now: datetime) -> dict[str, Any]:
    wishes, phase = wishes_on_wall(campaign), lanterns.phase(campaign, now)
    counted = lanterns.figures(wishes)
    listed = [wish for wish in wishes if not chosen or wish.state in lanterns.FILTERS[chosen]]
    claimable = phase in (lanterns.DURING, lanterns.ENTERING)
    return {
        "state": phase,
        "campaign": _about(campaign),
        "figures": counted,
        "garland": [wish.state for wish in wishes] if len(wishes) <= FULL_GARLAND else [],
        "chips": _chips(campaign, counted, chosen),
        "lamps": [lanterns.lamp(campaign, wish, claimable=claimable) for wish in lanterns.wall_order(listed)],
        "taken_in": _taken_in(campaign, wishes),
        "now": now,
    }


def _about(campaign: Campaign) -> dict[str, Any]:
    return {
        "title": campaign.title,
        "issuer": campaign.issuer,
        "notice": campaign.notice,
        "opens_at": campaign.opens_at,
        "closes_at": campaign.closes_at,
        "hand_over_by": campaign.handover_until,
        "for_roster": campaign.audience == ROSTER,
        "cover_url": cover_address(campaign),
        "pause_reason": campaign.pause_reason,
        "draw_at": campaign.draw_at,
        "draw_url": address("public_draw", campaign) if campaign.draw_at else "",
    }


def _chips(campaign: Campaign, counted: dict[str, int], chosen: str) -> list[dict[str, Any]]:
    words = {
        "": pgettext("wishes", "All"),
        "open": pgettext("wish state", "Open"),
        "claimed": pgettext("claim state", "Claimed"),
        "lit": pgettext("claim state", "Lit"),
    }
    here = address("public_wall", campaign)
    if not counted["total"]:
        return []
    return [
        {
            "label": label,
            "count": counted[name or "total"],
            "url": _filtered(here, name),
            "current": name == chosen,
        }
        for name, label in words.items()
    ]


def _taken_in(campaign: Campaign, wishes: list[PublicWish]) -> int | None:
    """Minutes from the opening to the last claim, once every wish has somebody."""
    claimed = [wish.claimed_at for wish in wishes if wish.claimed_at is not None]
    if len(claimed) < len(wishes) or not claimed:
        return None
    return max(1, round((max(claimed) - campaign.opens_at).total_seconds() / 60))


def _chosen(request: HttpRequest) -> str:
    chosen = request.GET.get("state", "")
    return chosen if chosen in lanterns.FILTERS else ""


def _filtered(url: str, chosen: str) -> str:
    return f"{url}?state={chosen}" if chosen else url


def _poll_every(campaign: Campaign, now: datetime) -> float:
    """The countdown opens the page by itself; after that people want to see each lamp go."""
    return {lanterns.BEFORE: 0, lanterns.DURING: POLL_OPEN, lanterns.DRAWING: POLL_OPEN}.get(
        lanterns.phase(campaign, now), POLL_CALM
    )
