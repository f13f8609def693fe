"""Sign-in by scanning with Weixin, where the installation has it: by an account that was linked beforehand."""

from functools import wraps
from typing import Any

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from linli.accounts.adapters import weixin as adapter
from linli.accounts.guards import Request, View, limit_from
from linli.accounts.models import User
from linli.accounts.services import weixin as services
from linli.accounts.views.own_account import lately, own_page
from linli.core.errors import BadInput, Conflict, LinliError, NotHere, TooMany, Unavailable


def where_set_up(view: View) -> View:
    """A page that does not exist where the installation has no Weixin."""

    @never_cache
    @wraps(view)
    def page(request: Request, **kwargs: Any) -> HttpResponseBase:
        if not settings.LINLI_WEIXIN.app_id:
            raise NotHere
        return view(request, **kwargs)

    return page


def _to_scan(request: HttpRequest, **purpose: str) -> HttpResponse:
    """A page that leads on: browsers do not let a form be answered by another site."""
    state = services.begin_scan(request.session, **purpose)
    back = settings.LINLI_PUBLIC_URL + reverse("weixin_back")
    return render(request, "account/weixin_scan.html", {"address": adapter.scan_address(state, back)})


@require_POST
@where_set_up
def weixin_sign_in(request: Request) -> HttpResponse:
    """Off to Weixin, to sign in."""
    limit_from(request, "sign_in.weixin", 30)
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return _to_scan(request, deed="sign_in", next=wanted if safe else "")


@require_POST
@where_set_up
@own_page
@lately
def weixin_link(request: Request, user: User) -> HttpResponse:
    """Off to Weixin, to link it with one's account."""
    return _to_scan(request, deed="link", user=str(user.pk))


@require_POST
@own_page
@lately
def weixin_unlink(request: Request, user: User) -> HttpResponse:
    """This Weixin opens nothing any more; also where the installation has given Weixin up."""
    services.unlink_weixin(user=user)
    return redirect("own_account")


@require_GET
@where_set_up
def weixin_back(request: Request) -> HttpResponse:
    """Back from Weixin, with a code of who scanned."""
    try:
        limit_from(request, "sign_in.weixin", 30)
        purpose = services.end_scan(request.session, request.GET.get("state", ""))
        code = request.GET.get("code", "")
        if not 0 < len(code) <= 512:
            raise BadInput(_("Nothing was confirmed in Weixin. Please scan again, or sign in with a code."))
        openid = adapter.openid_of(code)
        return _linked(request, purpose, openid) if purpose["deed"] == "link" else _signed_in(request, purpose, openid)
    except (BadInput, Conflict, TooMany, Unavailable) as error:
        return _told(request, error)


def _linked(request: Request, purpose: dict[str, Any], openid: str) -> HttpResponse:
    if not isinstance(request.user, User) or str(request.user.pk) != purpose["user"]:
        raise BadInput(_("This page is not from here, or it is too old. Please begin again."))
    services.link_weixin(user=request.user, openid=openid)
    return redirect("own_account")


def _signed_in(request: Request, purpose: dict[str, Any], openid: str) -> HttpResponse:
    user = services.user_of(openid)
    if user is None:
        raise BadInput(_("This Weixin is linked with no account here. Sign in with a code, then link it on your page."))
    with transaction.atomic():
        return perform_login(request, Login(user=user, redirect_url=purpose["next"] or None))


def _told(request: Request, error: LinliError) -> HttpResponse:
    answer = render(request, "account/weixin_trouble.html", {"message": error}, status=error.status)
    if isinstance(error, TooMany):
        answer.headers["Retry-After"] = str(error.retry_after)
    return answer
