"""The first start: whoever has the one-time link from the server's console opens the office and is its secretary."""

from typing import Any

from django.contrib.auth import login
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from linli.accounts.guards import Request
from linli.accounts.models import User
from linli.accounts.services.first_start import is_open
from linli.core.errors import BadInput, Conflict, NotHere
from linli.places.models import Community
from linli.places.reading import divisions
from linli.portal.forms.people import SetUpForm
from linli.portal.queries.finding import find_communities
from linli.portal.services.appointing import Office, open_first_office

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@never_cache
@require_http_methods(["GET", "POST"])
def set_up(request: Request, token: str) -> HttpResponse:
    """Find the community, then name the secretary; at the end the secretary is signed in."""
    if not is_open(token):
        raise NotHere
    place = _chosen(request.POST.get("community") or request.GET.get("community", ""))
    if place is None:
        return _search_page(request)
    if request.method != "POST":
        return render(request, "portal/setup.html", {"place": place, "form": SetUpForm()})
    form = SetUpForm(request.POST)
    if form.is_valid():
        try:
            return _open(request, token, place, form.cleaned_data)
        except (BadInput, Conflict) as error:
            form.blame(error)
    return render(request, "portal/setup.html", {"place": place, "form": form}, status=422)


def _chosen(code: str) -> divisions.Division | None:
    """The community chosen from what was found; None for what is none."""
    if not (len(code) == 12 and code.isascii() and code.isdigit()):
        return None
    try:
        place = divisions.division(int(code))
    except NotHere:
        return None
    return place if place.level == "community" else None


def _search_page(request: Request) -> HttpResponse:
    asked = request.GET.get("q", "").strip()
    found = find_communities(asked) if asked else []
    return render(request, "portal/setup_search.html", {"asked": asked, "found": found})


def _open(request: Request, token: str, place: divisions.Division, told: dict[str, Any]) -> HttpResponse:
    office = Office(told["centre_name"], told["centre_address"], told["hours"], told["office_phone"])
    with transaction.atomic():
        opened: tuple[Community, User] = open_first_office(
            code=place.code, name=told["name"], phone=told["phone"], office=office, token=token
        )
        login(request, opened[1], BACKEND)
    return redirect(f"/desk/{opened[0].pk}/")
