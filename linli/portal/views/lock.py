"""The page of a shared computer: unlock it, change over to a colleague, sign out. It shows no family."""

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.accounts.guards import locked
from linli.accounts.models import Device, User
from linli.accounts.queries import SHARED, SIGN_IN
from linli.accounts.services.devices import device_here, lock_now, seconds_left
from linli.accounts.services.keeping import has_kept, take_kept
from linli.accounts.services.pins import go_on, seat_at
from linli.accounts.services.sessions import leave
from linli.core.errors import BadInput, Conflict, Refused
from linli.portal.forms.lock import UnlockForm
from linli.portal.queries.sitting import called_at_work, sitting_at


def _inside(request: HttpRequest, wanted: str) -> str:
    """A page of this house, whatever was sent."""
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else "/"


def _page(request: HttpRequest, device: Device, form: UnlockForm, status: int = 200) -> HttpResponse:
    mine = request.session.get(SESSION_KEY, "")
    sitting = sitting_at(device)
    wanted = str(form["seat"].value() or "")
    me = next((one for one in sitting if str(one.user_id) == mine), None)
    closed = locked(request)
    who = next((one for one in sitting if str(one.seat_id) == wanted), None)
    if who is None and closed and me is not None and me.unlocks:
        who = me
    user = User.objects.filter(pk=mine).first() if mine and who is None else None
    context = {
        "locked": closed,
        "who": who,
        "is_me": who is not None and str(who.user_id) == mine,
        "my_name": (called_at_work(user) or ("", ""))[0] if user else "",
        "others": [one for one in sitting if one is not who and one is not me],
        "form": form,
        "next": _inside(request, str(form["next"].value() or "")),
        "has_kept": has_kept(request.session),
    }
    return render(request, "portal/lock.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def lock(request: HttpRequest) -> HttpResponse:
    """Unlock, or change over, by PIN. On a computer that nobody marked as shared one signs in as anywhere."""
    device = device_here(request)
    if device is None:
        return redirect("account_login")
    if request.method != "POST":
        asked = {"seat": request.GET.get("who", ""), "next": request.GET.get("next", "")}
        return _page(request, device, UnlockForm(initial=asked))
    form = UnlockForm(request.POST)
    if not form.is_valid():
        return _page(request, device, form, 422)
    try:
        seat = seat_at(device, form.cleaned_data["seat"])
        mine = request.session.get(SESSION_KEY) == str(seat.user_id)
        go_on(request=request, seat=seat, pin=form.cleaned_data["pin"])
    except (BadInput, Refused, Conflict) as error:
        form.blame(error)
        return _page(request, device, form, error.status)
    if has_kept(request.session):
        return redirect("lock_kept")
    # what a colleague had open is not where one begins
    return redirect(_inside(request, form.cleaned_data["next"]) if mine else "home")


@require_POST
def now(request: HttpRequest) -> HttpResponse:
    """Lock at once."""
    lock_now(session=request.session)
    return redirect("lock")


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out from where it is locked."""
    leave(request.session)
    return redirect("account_login")


@require_safe
@never_cache
def left(request: HttpRequest) -> JsonResponse:
    """How many seconds are left, and whose session it is: a page of somebody who was changed from loads itself anew."""
    if SHARED not in request.session:
        return JsonResponse({"left": 0, "who": ""})
    locked(request)
    return JsonResponse({"left": seconds_left(request.session), "who": request.session[SIGN_IN]})


@require_safe
@never_cache
def kept(request: HttpRequest) -> HttpResponse:
    """What was sent while it was locked: shown once, to be sent now, or not."""
    if locked(request) or not isinstance(request.user, User):
        return redirect("lock")
    found = take_kept(request.session)
    return redirect("home") if found is None else render(request, "portal/lock_kept.html", {"kept": found})
