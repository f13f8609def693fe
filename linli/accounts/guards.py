"""What stands in front of a view: who may open the pages of an office, and the key that makes a POST happen once."""

import ipaddress
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from linli.accounts.queries import SIGNED_IN_AT, owes_second_factor
from linli.accounts.services.devices import is_locked
from linli.accounts.services.keeping import keep_typed
from linli.core import clock
from linli.core.actor import Actor
from linli.core.decision import ALLOWED, Decision, refuse
from linli.core.errors import BadInput, NotHere
from linli.gate.services import Outcome, limit, once
from linli.places.models import Community

View = Callable[..., HttpResponseBase]
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
LATELY = timedelta(minutes=15)


class Asked(HttpRequest):
    """A request of somebody who is let into an office: on its pages, or with its key. For annotations only."""

    actor: Actor
    office: Community


class Request(Asked):
    """A request as our middleware leaves it. For annotations only."""

    htmx: HtmxDetails


def locked(request: HttpRequest) -> bool:
    """Whether this session is locked, asked once. What a page asks by itself (`X-Poll`) is no deed of anybody."""
    known: bool | None = getattr(request, "known_as_locked", None)
    if known is None:
        known = is_locked(request.session, acts="X-Poll" not in request.headers)
        request.known_as_locked = known  # type: ignore[attr-defined]  # -- for this function alone
    return known


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Send the asker to the sign-in page, and back here afterwards (after a POST: to the page it was made on).

    Where the session is locked, to the page that unlocks it; a part of a page stays as it is, and its script locks it.
    """
    here = request.get_full_path() if request.method in SAFE else request.META.get("HTTP_REFERER", "/")
    if locked(request):
        if request.headers.get("HX-Request"):
            return HttpResponse(status=401, headers={"HX-Trigger": "locked"})
        return redirect_to_login(here, resolve_url("lock"))
    return _to(request, redirect_to_login(here, resolve_url("account_login")).url)


def _to(request: HttpRequest, address: str) -> HttpResponse:
    return HttpResponseClientRedirect(address) if request.headers.get("HX-Request") else HttpResponseRedirect(address)


def signed_in_lately(session: SessionBase) -> bool:
    """Whether somebody signed in here within a quarter of an hour."""
    return clock.now().timestamp() - session.get(SIGNED_IN_AT, 0) < LATELY.total_seconds()


def may_open(actor: Actor, permission: str, community_id: int) -> Decision:
    """Whether a role in force allows it in this community; the reason where not."""
    if actor.may(permission, community_id):
        return ALLOWED
    return refuse(_("Your role in this community does not include this. Ask your secretary or director for it."))


def office_of(actor: Actor, community_id: int, permission: str) -> Community:
    """The office, for somebody whose role reaches it and includes the permission.

    Raises `NotHere` where no role reaches it, exactly as for an office that does not exist, and `Refused` where the
    role lacks the permission.
    """
    office = Community.objects.filter(pk=community_id).first() if actor.works_in(community_id) else None
    if office is None:
        raise NotHere
    may_open(actor, permission, community_id).enforce()
    return office


def office_page(permission: str = "desk.open") -> Callable[[View], View]:
    """A page of one office, given as `community_id` in its address; the view gets it as the keyword `office`.

    Nobody signed in is sent to sign in; answers are never kept by browser or proxy.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def page(request: Request, community_id: int, **kwargs: Any) -> HttpResponseBase:
            if request.actor.user_id is None:
                if locked(request):
                    keep_typed(request)
                return to_sign_in(request)
            # kept for the frame around the page, which names it too
            request.office = office = office_of(request.actor, community_id, permission)
            if owes_second_factor(request.actor):
                return _to(request, resolve_url("second_factor"))
            answer = view(request, office=office, **kwargs)
            if not answer.has_header("Cache-Control"):
                add_never_cache_headers(answer)
            return answer

        page.office_permission = permission  # type: ignore[attr-defined]  # -- the test of permissions reads it
        return page

    return decorate


def posted_key(request: HttpRequest) -> str:
    """The key that makes this POST happen once: the hidden field `key`, or the header `Idempotency-Key`.

    Raises `BadInput` where there is none or it is no key.
    """
    key = request.POST.get("key") or request.headers.get("Idempotency-Key", "")
    if not 8 <= len(key) <= 64 or not key.isascii() or not key.isprintable():
        raise BadInput(_("This page is out of date. Open it again and repeat the change."))
    return key


def keyed(view: View) -> View:
    """A view whose POST happens once: it gets the keyword `key`, empty when the page is only read."""

    @wraps(view)
    def inner(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        return view(request, key="" if request.method in SAFE else posted_key(request), **kwargs)

    return inner


def do_once(request: Asked, key: str, deed: Callable[..., object], **given: object) -> None:
    """Call a service of this office with what is given, once: the same key again does nothing more."""

    def do() -> Outcome:
        deed(community_id=request.office.pk, by=request.actor, **given)
        return {}

    body = {deed.__name__: given}
    once(community_id=request.office.pk, key=key, body=body, do=do, by=request.actor)


def client_address(request: HttpRequest) -> str:
    """Where a request comes from, for limits: as the office's own proxies tell it, of IPv6 the network a household
    gets.
    """
    proxies: int = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",")]
    told = hops[-proxies] if 0 < proxies <= len(hops) else request.META.get("REMOTE_ADDR", "")
    try:
        address = ipaddress.ip_address(told)
    except ValueError:
        return ""
    return str(address if address.version == 4 else ipaddress.ip_network((address, 64), strict=False).network_address)


def limit_from(request: HttpRequest, purpose: str, most: int) -> None:
    """So many in ten minutes from one address. An address that nothing tells is of many people, so it has no limit."""
    if address := client_address(request):
        limit(purpose=purpose, subject=address, most=most, seconds=600)
