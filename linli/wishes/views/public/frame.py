"""What all public pages share: the campaign behind the code, who is asking, the place line, what browsers may keep."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.utils.cache import patch_cache_control

from linli.accounts.guards import SAFE
from linli.core.errors import NotHere
from linli.gate.services import ALPHABET, read_public_code
from linli.places.models import Community
from linli.wishes.models import Campaign
from linli.wishes.models.campaigns import ROSTER
from linli.wishes.queries.public import campaign_by_code, office_showing

View = Callable[..., HttpResponseBase]

CODE_LENGTH = 12
LARGEST_NUMBER = 9999
"""Of wishes and of claims: what is beyond needs no look into the database."""


def canonical(code: str) -> str:
    """The code as it is stored, however it was typed. Raises `NotHere` for what cannot be one."""
    read = read_public_code(code)
    if len(read) != CODE_LENGTH or set(read) - set(ALPHABET):
        raise NotHere
    return read


def to_canonical(request: HttpRequest, code: str) -> HttpResponseBase:
    """The same page under the code as it is stored."""
    match = request.resolver_match
    if match is None:
        raise NotHere
    query = request.META.get("QUERY_STRING", "")
    return redirect(resolve_url(match.view_name, **{**match.kwargs, "code": code}) + (f"?{query}" if query else ""))


def campaign_page(view: View) -> View:
    """A page of the published campaign whose code stands in the address; the view gets it as the keyword `campaign`.

    A code typed in lower case or with dashes leads to the canonical address. Raises `NotHere` for an unknown one.
    """

    @wraps(view)
    def page(request: HttpRequest, code: str, **kwargs: Any) -> HttpResponseBase:
        read = canonical(code)
        campaign = campaign_by_code(read)
        if campaign is None or kwargs.get("number", 0) > LARGEST_NUMBER:
            raise NotHere
        if read != code and request.method in SAFE:
            return to_canonical(request, read)
        return view(request, campaign=campaign, **kwargs)

    return page


def personal(view: View) -> View:
    """A page for one person: kept by no browser and no proxy."""

    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        answer = view(request, *args, **kwargs)
        patch_cache_control(answer, private=True, no_store=True)
        return answer

    return page


def address(name: str, campaign: Campaign, *args: int) -> str:
    """The address of a public page of this campaign."""
    return resolve_url(name, campaign.code, *args)


def see_other(where: str) -> HttpResponse:
    """Look at this page now, by GET."""
    answer = redirect(where)
    answer.status_code = 303
    return answer


def cover_address(campaign: Campaign) -> str:
    """Where the campaign's picture is, another address for another picture; empty where it has none."""
    return f"{address('public_cover', campaign)}?{campaign.cover_id.hex[-12:]}" if campaign.cover_id else ""


def office_of(campaign: Campaign) -> Community:
    """The community that holds the campaign. Raises `NotHere` where that was withdrawn since it was remembered."""
    office = office_showing(campaign)
    if office is None:
        raise NotHere
    return office


def frame(campaign: Campaign, office: Community) -> dict[str, Any]:
    """The place line, the way back to the wall, and what one can always do at the foot."""
    return {
        "place": {
            "name": office.name,
            "venue": office.centre_name.removeprefix(office.name),
            "phone": campaign.contact_phone,
            "mine_url": address("public_mine", campaign),
        },
        "campaign": {
            "title": campaign.title,
            "url": address("public_wall", campaign),
            "hand_over_by": campaign.handover_until,
            "hand_over_place": campaign.handover_place,
            "for_roster": campaign.audience == ROSTER,
        },
    }
