"""One wish and taking it: three taps for somebody known, name and phone for everybody else."""

import secrets
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from linli.accounts.guards import Request, posted_key
from linli.core import clock
from linli.core.decision import ALLOWED, refuse
from linli.core.errors import BadInput, Conflict, NotHere, Refused
from linli.gate.services import limit
from linli.wishes.kinds.shown import shown_label
from linli.wishes.models import Campaign
from linli.wishes.queries.claimants import Masked
from linli.wishes.queries.public import PublicWish, held_in, own_claims, wish_on_wall, wishes_on_wall
from linli.wishes.services.claiming import CLOSED, HOW_MUCH, ON_HOLD, OVER_CAP, TAKEN_ALREADY, TOO_MUCH, claim_wish
from linli.wishes.services.identifying import own_person_ids, own_persons_in
from linli.wishes.views.public import lamps as lanterns
from linli.wishes.views.public.amounts import amount_field, posted_shares
from linli.wishes.views.public.entry_shown import entry_shown
from linli.wishes.views.public.frame import address, campaign_page, frame, office_of, personal, see_other
from linli.wishes.views.public.identity import Ask, Identified, empty_form, identify, known_here
from linli.wishes.views.public.line_shown import line_shown
from linli.wishes.views.public.refusals import reason_of, why_not
from linli.wishes.views.public.sharing import card_of_campaign
from linli.wishes.workflow import OPEN

LOSSES_A_MINUTE = 120
"""Of one person: beyond, it is no person tapping."""


@require_safe
@personal
@campaign_page
def wish(request: Request, campaign: Campaign, number: int) -> HttpResponse:
    """What is wished for, and the form or the one button to take it. With `?other=1` the form, whoever is known."""
    ask = Ask(empty_form(request), status=200)
    return wish_page(request, campaign, number, ask, known="other" not in request.GET)


@require_http_methods(["GET", "HEAD", "POST"])
@personal
@campaign_page
def claim(request: Request, campaign: Campaign, number: int) -> HttpResponseBase:
    """Take the wish: leads to the receipt, or says at once that somebody was faster and what is still open.

    Asked for by GET, after a switch of language on such an answer say, it leads back to the wish.
    """
    if request.method != "POST":
        return redirect(address("public_wish", campaign, number))
    key = posted_key(request)
    who = identify(request, campaign, number=number, key=key)
    if isinstance(who, Ask):
        return wish_page(request, campaign, number, who, key=key)
    shares = posted_shares(request)
    try:
        outcome = claim_wish(campaign=campaign, number=number, claimant=who.claimant, key=key, by=who.by, shares=shares)
    except BadInput as error:
        ask = Ask(empty_form(request), status=error.status, note=error.message)
        return wish_page(request, campaign, number, ask, known=True)
    if not outcome["won"] and outcome["why"] in (TOO_MUCH, HOW_MUCH):
        # the form again, with how much is left by now
        note = "" if "left" in outcome else reason_of(outcome["why"], campaign)
        ask = Ask(empty_form(request), status=Conflict.status, note=note)
        return wish_page(request, campaign, number, ask, known=True)
    if not outcome["won"]:
        return _lost(request, campaign, number, who, outcome["why"])
    return see_other(address("public_receipt", campaign, outcome["number"]))


def wish_page(
    request: Request, campaign: Campaign, number: int, ask: Ask, *, key: str = "", known: bool = False
) -> HttpResponse:
    """The page of one wish, with what `ask` needs to know; with `known`, one button where this phone is known."""
    shown = wish_on_wall(campaign, number)
    if shown is None:
        raise NotHere
    now = clock.now()
    context = frame(campaign, office_of(campaign)) | {"share": card_of_campaign(campaign)}
    context["wish"] = _about(shown)
    context["claim"] = _claiming(request, campaign, shown, ask, known_here(request, campaign) if known else None)
    context["claim"]["key"] = key or secrets.token_urlsafe(16)
    looks = shown.state != OPEN or shown.shares or campaign.awaits_draw
    own = own_persons_in(campaign, request.actor) if looks else frozenset()
    if campaign.awaits_draw:
        context["entry"] = entry_shown(campaign, shown, own)
    if shown.state != OPEN or shown.shares:
        context["claim"]["receipt_url"] = _receipt_of(campaign, number, own) if own else ""
        context["line"] = line_shown(campaign, shown, own) if shown.state != OPEN else None
        context["amount"] = amount = amount_field(request, shown, most=shown.state != OPEN)
        context["claim"]["note"] = ask.note or (amount["error"] if amount else "")
    if not context["claim"]["known"]:
        context["form"] = ask.form
    if shown.state != OPEN:
        context["wish"] |= lanterns.still_open(campaign, wishes_on_wall(campaign), now)
    answer = render(request, "wishes/public/wish.html", context, status=ask.status)
    if ask.retry_after:
        answer.headers["Retry-After"] = str(ask.retry_after)
    return answer


def _about(shown: PublicWish) -> dict[str, Any]:
    return {
        "number": shown.number,
        "title": lanterns.title_of(shown.title, shown.quantity, shown.unit),
        "spec": shown.spec,
        "state": shown.state,
        "lantern": "partly" if shown.state == OPEN and shown.shares and shown.left < shown.shares else shown.state,
        "state_label": shown_label(shown.state),
        "when": shown.since,
        "details_after": shown.intimate,
        "price_hint": _("{price} yuan").format(price=shown.price) if shown.price else "",
    }


def _claiming(
    request: Request, campaign: Campaign, shown: PublicWish, ask: Ask, known: Masked | None
) -> dict[str, Any]:
    here = address("public_wish", campaign, shown.number)
    remaining = _remaining(request, campaign) if known else None
    why = why_not(campaign, shown.state, remaining, clock.now())
    return {
        "may": refuse(reason_of(why, campaign)) if why else ALLOWED,
        "mine_url": address("public_mine", campaign) if why == OVER_CAP else "",
        "action_url": address("public_claim", campaign, shown.number),
        "known": known,
        "other_url": f"{here}?other=1" if request.actor.user_id is None else "",
        "remaining": remaining,
        "step": ask.step,
        "sent_to": ask.sent_to,
        "note": ask.note,
        "sign_in_url": f"{resolve_url('account_login')}?next={here}" if ask.status == Refused.status else "",
    }


def _remaining(request: Request, campaign: Campaign) -> int | None:
    """How many more this person may hold; None where there is no cap."""
    cap = campaign.cap_at(clock.now())
    if cap is None:
        return None
    return cap - held_in(campaign, own_person_ids(community_id=campaign.community_id, actor=request.actor))


def _receipt_of(campaign: Campaign, number: int, own: frozenset[UUID]) -> str:
    """Where the receipt is of whoever has claimed this wish already; empty where that is somebody else."""
    claims = own_claims(community_id=campaign.community_id, person_ids=own, campaign_id=campaign.pk)
    mine = next((told.number for told in claims if told.wish_number == number), None)
    return address("public_receipt", campaign, mine) if mine else ""


def _lost(request: Request, campaign: Campaign, number: int, who: Identified, why: str) -> HttpResponse:
    limit(purpose="claim.lost", subject=who.by.key, most=LOSSES_A_MINUTE, seconds=60)
    if why in (CLOSED, ON_HOLD):
        # closed or paused a moment ago perhaps, and the page was made from what was known before
        campaign.refresh_from_db()
    wishes = wishes_on_wall(campaign)
    shown = next((wish for wish in wishes if wish.number == number), None)
    context = frame(campaign, office_of(campaign))
    context["lost"] = {
        "title": lanterns.title_of(shown.title, shown.quantity, shown.unit)
        if shown
        else _("Wish {number}").format(number=number),
        "number": number,
        "line_url": address("public_wish", campaign, number) if why == TAKEN_ALREADY else "",
        "why": {TAKEN_ALREADY: "faster", OVER_CAP: "cap"}.get(why, "shut"),
        "message": reason_of(why, campaign),
        "mine_url": address("public_mine", campaign) if why == OVER_CAP else "",
        **(lanterns.still_open(campaign, wishes, clock.now()) if why != OVER_CAP else {}),
    }
    return render(request, "wishes/public/lost.html", context, status=Conflict.status)
