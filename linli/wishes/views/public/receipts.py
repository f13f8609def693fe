"""The receipt of a claim, giving it back, and all claims of whoever asks. Others find nothing there."""

import secrets
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render, resolve_url
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from linli.accounts.guards import Request, posted_key
from linli.accounts.services import close_weak_session
from linli.core import clock
from linli.core.errors import NotHere
from linli.gate.services import Outcome, once
from linli.places.models import Community
from linli.wishes.forms.claim import WhoForm
from linli.wishes.kinds.shares import is_by_quantity
from linli.wishes.kinds.shown import shown_label, shown_state
from linli.wishes.models import Campaign, Claim
from linli.wishes.permissions.claiming import is_claimant, may_release
from linli.wishes.queries.lines import own_places
from linli.wishes.queries.public import OwnClaim, claim_with_number, others_on, own_claim, own_claims, region_of
from linli.wishes.services.identifying import own_person_ids
from linli.wishes.services.releasing import release_claim
from linli.wishes.views.public.amounts import title_taken, together
from linli.wishes.views.public.entry_shown import entries_shown
from linli.wishes.views.public.frame import address, campaign_page, frame, office_of, personal, see_other
from linli.wishes.views.public.identity import Ask, find_again, known_here
from linli.wishes.views.public.lamps import DURING, phase
from linli.wishes.views.public.line_shown import place_shown
from linli.wishes.workflow import HELD, LAPSED, LIVE, OPEN

FRESH = timedelta(minutes=1)


@require_safe
@personal
@campaign_page
def receipt(request: Request, campaign: Campaign, number: int) -> HttpResponse:
    """What to buy, where to bring it, by when, whom to call; or that the claim was given back."""
    claim, own = _own_or_404(request, campaign, number)
    told = own_claim(claim)
    office = office_of(campaign)
    context = frame(campaign, office)
    if claim.state not in LIVE:
        context["released"] = _released(campaign, told)
        return render(request, "wishes/public/released.html", context)
    context["receipt"] = {
        **_about(told),
        **_place(campaign, office, told),
        "together": together(told, others_on(claim)) if told.shares else "",
        "in_parts": told.shares is not None and not is_by_quantity(told.shares, told.quantity),
        "fresh": clock.now() - told.claimed_at < FRESH,
        "at": told.claimed_at,
        "release": may_release(request.actor, claim, own),
        "release_url": address("public_release", campaign, number),
    }
    return render(request, "wishes/public/receipt.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@personal
@campaign_page
def release(request: Request, campaign: Campaign, number: int) -> HttpResponseBase:
    """Asks once; sent, the wish is open again. The same answer however often it is sent."""
    claim, own = _own_or_404(request, campaign, number)
    here = address("public_receipt", campaign, number)
    if request.method == "POST":
        _release(request, claim)
    elif may_release(request.actor, claim, own).allowed:
        context = frame(campaign, office_of(campaign))
        context["asked"] = {**_about(own_claim(claim)), "key": secrets.token_urlsafe(16), "receipt_url": here}
        return render(request, "wishes/public/release.html", context)
    return see_other(here)


def _release(request: Request, claim: Claim) -> None:
    def do() -> Outcome:
        release_claim(community_id=claim.community_id, claim_id=claim.pk, by=request.actor)
        return {"released": claim.number}

    if claim.state == HELD:
        body = {"release": claim.pk.hex}
        once(community_id=claim.community_id, key=posted_key(request), body=body, do=do, by=request.actor)
    elif claim.is_live:
        release_claim(community_id=claim.community_id, claim_id=claim.pk, by=request.actor)


@require_http_methods(["GET", "HEAD", "POST"])
@personal
@campaign_page
def mine(request: Request, campaign: Campaign) -> HttpResponseBase:
    """The claims of whoever this phone belongs to; with `?all=1` those of an account in all campaigns of the community.

    Sent with name and phone it finds claims again; sent with `forget` this phone no longer knows who it is.
    """
    here = address("public_mine", campaign)
    if request.method != "POST":
        return _mine(request, campaign, Ask(WhoForm(), status=200))
    if "forget" in request.POST:
        close_weak_session(session=request.session)
        return see_other(here)
    ask = find_again(request, campaign)
    return _mine(request, campaign, ask) if ask else see_other(here)


def _own_or_404(request: Request, campaign: Campaign, number: int) -> tuple[Claim, frozenset[UUID]]:
    claim = claim_with_number(campaign, number)
    own = own_person_ids(community_id=campaign.community_id, actor=request.actor)
    if claim is None or not is_claimant(request.actor, claim, own):
        raise NotHere
    return claim, own


def _about(told: OwnClaim) -> dict[str, Any]:
    state = shown_state(told.wish_state, told.state, told.to_decide)
    return {
        "number": told.number,
        "title": title_taken(told),
        "spec": told.spec,
        "state": state,
        "state_label": shown_label(state),
    }


def _place(campaign: Campaign, office: Community, told: OwnClaim) -> dict[str, Any]:
    """Where the goods go. The office's own address and hours stand beside its own centre only."""
    at_centre = bool(office.centre_name) and office.centre_name in campaign.handover_place
    street = office.centre_address if at_centre and office.centre_address not in campaign.handover_place else ""
    hours = campaign.handover_hours or (office.hours if at_centre else "")
    return {
        "where": campaign.handover_place,
        "address": street,
        "hours": hours,
        "due": campaign.handover_until,
        "contact": office.name,
        "phone": campaign.contact_phone,
        "parcel": _parcel(campaign, office, street, told.number),
    }


def _parcel(campaign: Campaign, office: Community, street: str, number: int) -> str:
    """What an online shop asks for, ready to copy: in Chinese, whatever the page speaks, since the courier reads it."""
    with translation.override("zh-hans"):
        return _parcel_lines(campaign, office, street, number)


def _parcel_lines(campaign: Campaign, office: Community, street: str, number: int) -> str:
    lines = [
        _("Recipient: {office}, claim {number}").format(office=office.name, number=number),
        _("Phone: {phone}").format(phone=campaign.contact_phone),
        _("Address: {address}").format(address=_postal(campaign, office, street)),
        _("Note: claim {number}").format(number=number),
    ]
    return "\n".join(lines)


def _postal(campaign: Campaign, office: Community, street: str) -> str:
    if not street:
        return region_of(office) + campaign.handover_place
    return _("{street} ({place})").format(street=region_of(office) + street, place=campaign.handover_place)


def _released(campaign: Campaign, told: OwnClaim) -> dict[str, Any]:
    free = told.wish_state == OPEN and phase(campaign, clock.now()) == DURING
    return {
        "title": title_taken(told),
        "number": told.number,
        "lapsed": told.state == LAPSED,
        "wish_url": address("public_wish", campaign, told.wish_number) if free else "",
    }


def _mine(request: Request, campaign: Campaign, ask: Ask) -> HttpResponse:
    """The list where this phone is known, else the form as it stands in `ask`."""
    known, everywhere = known_here(request, campaign), _everywhere(request)
    own = own_person_ids(community_id=campaign.community_id, actor=request.actor)
    claims = own_claims(
        community_id=campaign.community_id, person_ids=own, campaign_id=None if everywhere else campaign.pk
    )
    here, cap = address("public_mine", campaign), campaign.cap_at(clock.now())
    context = frame(campaign, office_of(campaign))
    context["mine"] = {
        "known": known is not None or request.actor.user_id is not None,
        "name": known.name if known else "",
        "claims": [_row(told, everywhere) for told in claims],
        "places": [place_shown(campaign, place) for place in own_places(campaign, own)] if known else [],
        "entries": entries_shown(campaign, own) if known else [],
        "remaining": None if cap is None or everywhere else max(0, cap - len(claims)),
        "action_url": here,
        "may_forget": request.actor.user_id is None,
        "all_url": f"{here}?all=1" if request.actor.user_id is not None and not everywhere else "",
        "here_url": here if everywhere else "",
        "step": ask.step,
        "sent_to": ask.sent_to,
        "note": ask.note,
    }
    if not context["mine"]["known"]:
        context["form"] = ask.form
    answer = render(request, "wishes/public/mine.html", context, status=ask.status)
    if ask.retry_after:
        answer.headers["Retry-After"] = str(ask.retry_after)
    return answer


def _everywhere(request: Request) -> bool:
    return "all" in request.GET and request.actor.user_id is not None


def _row(told: OwnClaim, everywhere: bool) -> dict[str, Any]:
    return {
        **_about(told),
        "url": resolve_url("public_receipt", told.campaign_code, told.number),
        "due": told.hand_over_by,
        "late": told.hand_over_by < clock.today(),
        "when": told.claimed_at,
        "campaign": told.campaign_title if everywhere else "",
    }
