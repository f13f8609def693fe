"""Waiting in line for a wish that somebody has: joining with one tap, leaving, and answering an offer."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from linli.accounts.guards import Request, posted_key
from linli.core.errors import BadInput, Conflict, LinliError, NotHere
from linli.gate.services import Outcome, once
from linli.wishes.models import Campaign
from linli.wishes.queries.lines import stood_in_line
from linli.wishes.services.claiming import accept_offer
from linli.wishes.services.identifying import own_persons_in
from linli.wishes.services.waiting import join_line, leave_line
from linli.wishes.views.public.amounts import posted_shares
from linli.wishes.views.public.claiming import wish_page
from linli.wishes.views.public.frame import address, campaign_page, personal, see_other
from linli.wishes.views.public.identity import Ask, Identified, empty_form, identify
from linli.wishes.views.public.refusals import reason_of


def _told(request: Request, campaign: Campaign, number: int, error: LinliError, key: str = "") -> HttpResponse:
    """The wish's page again, with what stands against it."""
    ask = Ask(empty_form(request), status=error.status, note=error.message)
    return wish_page(request, campaign, number, ask, key=key, known=True)


@require_http_methods(["GET", "HEAD", "POST"])
@personal
@campaign_page
def line(request: Request, campaign: Campaign, number: int) -> HttpResponseBase:
    """Wait in line: leads back to the wish, which then says the place. Asked for by GET it leads there as well."""
    if request.method != "POST":
        return redirect(address("public_wish", campaign, number))
    key = posted_key(request)
    who = identify(request, campaign, number=number, key=key)
    if isinstance(who, Ask):
        return wish_page(request, campaign, number, who, key=key)
    try:
        _join(campaign, number, who, key)
    except (Conflict, BadInput) as error:
        return _told(request, campaign, number, error)
    return see_other(address("public_wish", campaign, number))


def _join(campaign: Campaign, number: int, who: Identified, key: str) -> None:
    def join() -> Outcome:
        return {"place": join_line(campaign=campaign, number=number, claimant=who.claimant, by=who.by).hex}

    body = {"line": number, "campaign": campaign.pk.hex, "person": who.claimant.person_id.hex}
    once(community_id=campaign.community_id, key=key, body=body, do=join, by=who.by)


@require_POST
@personal
@campaign_page
def leave(request: Request, campaign: Campaign, number: int) -> HttpResponseBase:
    """Wait no longer, or let the next one have what is offered. For whoever is not in line it does not exist."""

    def do() -> Outcome:
        leave_line(campaign=campaign, number=number, by=request.actor)
        return {"left": number}

    body = {"leave": number, "campaign": campaign.pk.hex}
    once(community_id=campaign.community_id, key=posted_key(request), body=body, do=do, by=request.actor)
    return see_other(address("public_wish", campaign, number))


@require_http_methods(["GET", "HEAD", "POST"])
@personal
@campaign_page
def accept(request: Request, campaign: Campaign, number: int) -> HttpResponseBase:
    """Take what is kept for them: leads to the receipt, or back to the wish with what stands against it."""
    if not stood_in_line(campaign, own_persons_in(campaign, request.actor), number):
        raise NotHere
    if request.method != "POST":
        return redirect(address("public_wish", campaign, number))
    key = posted_key(request)
    who = identify(request, campaign, number=number, key=key)
    if isinstance(who, Ask):
        return wish_page(request, campaign, number, who, key=key)
    try:
        shares = posted_shares(request)
        outcome = accept_offer(
            campaign=campaign, number=number, claimant=who.claimant, key=key, by=who.by, shares=shares
        )
    except BadInput as error:
        return _told(request, campaign, number, error)
    if outcome["won"]:
        return see_other(address("public_receipt", campaign, outcome["number"]))
    return _told(request, campaign, number, Conflict(reason_of(outcome["why"], campaign)))
