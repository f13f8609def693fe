"""The passkeys of one's own account: added with the browser's help, removed one by one."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from linli.accounts.forms import PasskeyForm
from linli.accounts.guards import Request
from linli.accounts.models import User
from linli.accounts.permissions import may_have_password
from linli.accounts.services import passkeys as services
from linli.accounts.views.own_account import lately, own_page
from linli.core.errors import BadInput, Conflict


@require_http_methods(["GET", "POST"])
@own_page
@lately
def passkey_new(request: Request, user: User) -> HttpResponse:
    """Name it, let the browser make it, done."""
    may_have_password(request.actor).enforce()
    form = PasskeyForm(request.POST or None)
    if request.method != "POST":
        return _asked(request, user, form, 200)
    if not form.is_valid():
        return _asked(request, user, form, 422)
    try:
        fresh_paper = services.add_passkey(
            user=user, session_key=request.session.session_key or "", **form.cleaned_data
        )
    except (BadInput, Conflict) as error:
        form.blame(error)
        return _asked(request, user, form, error.status)
    return redirect("second_factor_codes" if fresh_paper else "second_factor")


def _asked(request: Request, user: User, form: PasskeyForm, status: int) -> HttpResponse:
    context = {"form": form, "work": services.passkeys_work(), "options": services.options_to_add(user)}
    return render(request, "account/passkey_new.html", context, status=status)


@require_POST
@own_page
@lately
def passkey_remove(request: Request, user: User, passkey_id: int) -> HttpResponse:
    """Without this one from now on."""
    services.remove_passkey(user=user, passkey_id=passkey_id)
    return redirect("second_factor")
