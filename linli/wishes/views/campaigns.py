"""The desk's pages of campaigns: the list, and one that is published: its figures, outputs and claims, live."""

import hashlib
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from linli.accounts.guards import Request, do_once, office_page, posted_key
from linli.core.ids import new_id
from linli.notifications.permissions import may_manage_channels
from linli.places.models import Community
from linli.wishes.adapters.posters import campaign_address, phones_can_reach, share_text, spoken_code
from linli.wishes.models import Campaign
from linli.wishes.models.campaigns import PREPARED
from linli.wishes.permissions.claiming import may_claim_for_others
from linli.wishes.permissions.publishing import may_publish
from linli.wishes.queries.boards import FILTERS, Board, board, wish_lines
from linli.wishes.queries.campaigns import CLOSED, PHASES, campaign_of, campaigns_of, phase_of
from linli.wishes.queries.employers import claimants_by_employer
from linli.wishes.services.publishing import close_campaign
from linli.wishes.views.asked import as_number, as_uuid
from linli.wishes.views.campaign_preparing import prepared_page

POLL_OPEN, POLL_QUIET = 5, 60
TONES = {"open": "vermilion", "to_decide": "ochre", "lit": "bamboo"}


@require_GET
@office_page()
def campaigns(request: Request, office: Community) -> HttpResponse:
    """All campaigns of the office, the newest first."""
    lines, after = campaigns_of(office.pk, before=as_uuid(request.GET.get("before")))
    context = {
        "office": office,
        "campaigns": lines,
        "may": may_publish(request.actor, office.pk),
        "older_url": f"?before={after}" if after else "",
        "newer_url": "?" if request.GET.get("before") else "",
    }
    return render(request, "wishes/desk/campaigns.html", context)


@require_GET
@office_page()
def campaign(request: Request, office: Community, campaign_id: UUID) -> HttpResponse:
    """One campaign: what is left to check while it is prepared; figures, outputs and claims once it is published."""
    found = campaign_of(office.pk, campaign_id)
    if found.state == PREPARED:
        return prepared_page(request, office, found)
    return render(
        request, "wishes/desk/campaign.html", _live_context(request, office, found) | _outputs(request, found)
    )


@require_POST
@office_page("wishes.publish")
def campaign_close(request: Request, office: Community, campaign_id: UUID) -> HttpResponse:
    """No more claims from now on."""
    do_once(request, posted_key(request), close_campaign, campaign_id=campaign_id)
    messages.success(request, _("Claiming is over. What has been claimed stays claimed."))
    return redirect("campaign", office.pk, campaign_id)


@require_GET
@office_page()
def campaign_live(request: Request, office: Community, campaign_id: UUID) -> HttpResponse:
    """The part of the campaign's page that is asked for again and again; 204 where nothing has changed since."""
    context = _live_context(request, office, campaign_of(office.pk, campaign_id))
    if request.GET.get("seen") == context["seen"]:
        return HttpResponse(status=204)
    return render(request, "wishes/desk/campaign.html#live", context)


def _live_context(request: Request, office: Community, campaign: Campaign) -> dict[str, Any]:
    found, phase = board(campaign), phase_of(campaign)
    show = request.GET.get("show", "")
    show = show if show in FILTERS else "all"
    from_number = as_number(request.GET.get("after")) or 0
    lines, after = wish_lines(found, show=show, after=from_number)
    seen = _fingerprint(found, phase, lines)
    asked = urlencode({"show": show, "after": str(from_number), "seen": seen})
    return {
        "office": office,
        "campaign": campaign,
        "phase": phase,
        "phase_label": PHASES[phase],
        "board": found,
        "figures": found.figures,
        "tiles": _tiles(office, found),
        "curve": found.curve(),
        "lines": lines,
        "show": show,
        "filters": _filters(found, show),
        "older_url": f"?show={show}&after={after}#wishes" if after else "",
        "newer_url": f"?show={show}#wishes" if from_number else "",
        "poll": POLL_QUIET if phase == CLOSED or not found.figures["open"] else POLL_OPEN,
        "seen": seen,
        "live_url": f"{resolve_url('campaign_live', office.pk, campaign.pk)}?{asked}",
        "may": may_publish(request.actor, office.pk),
        "may_counter": may_claim_for_others(request.actor, office.pk),
        "key": new_id().hex,
    }


def _filters(found: Board, show: str) -> list[dict[str, Any]]:
    return [
        {
            "label": label,
            "count": found.figures["total" if name == "all" else name],
            "url": f"?show={name}#wishes",
            "current": name == show,
        }
        for name, label in FILTERS.items()
    ]


def _tiles(office: Community, found: Board) -> list[dict[str, Any]]:
    """The campaign's figures, each with the list behind it."""
    figures = found.figures
    people = resolve_url("campaign_claimants", office.pk, found.campaign.pk)
    states = [
        {
            "value": figures[name],
            "label": FILTERS[name],
            "url": f"?show={name}#wishes",
            "tone": TONES.get(name, "") if figures[name] else "",
        }
        for name in ("open", "claimed", "to_decide", "lit")
    ]
    return [
        *states,
        {"value": figures["people"], "label": _("People who claimed"), "url": people},
        {"value": figures["employers"], "label": _("Their employers"), "url": people},
    ]


def _fingerprint(found: Board, phase: str, lines: object) -> str:
    said = repr([phase, found.seen, lines])
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _outputs(request: Request, campaign: Campaign) -> dict[str, Any]:
    return {
        "may_reword": may_manage_channels(request.actor, campaign.community_id).allowed,
        "address": campaign_address(campaign),
        "spoken_code": spoken_code(campaign.code),
        "share_text": share_text(campaign),
        "address_works": phones_can_reach(),
    }


@require_GET
@office_page()
def campaign_claimants(request: Request, office: Community, campaign_id: UUID) -> HttpResponse:
    """Who holds how many wishes, employer by employer, in the order of the names: no ranking."""
    campaign = campaign_of(office.pk, campaign_id)
    context = {"office": office, "campaign": campaign, "employers": claimants_by_employer(campaign)}
    return render(request, "wishes/desk/campaign_claimants.html", context)
