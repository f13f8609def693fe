"""The page on which an office lets other programs in and tells them what happens."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from linli.accounts.guards import Request, do_once, keyed, office_page
from linli.core.crypto import Unreadable, keyring, unseal
from linli.core.errors import BadInput
from linli.core.ids import new_id
from linli.gate.services import Outcome, once
from linli.integrations.forms import ProgramForm, WebhookForm, rights_in_words
from linli.integrations.queries import tokens_of, webhooks_of
from linli.integrations.services import add_webhook, end_token, end_webhook, make_token, resume_webhook
from linli.notifications.kinds.channels import problem_in_words
from linli.places.models import Community

NEW_KEY = "new_program_key"
"""Where a session keeps the key just made, sealed, until its page is shown for the first time."""


def _page(
    request: Request, office: Community, program: ProgramForm, webhook: WebhookForm, status: int = 200
) -> HttpResponse:
    context = {
        "office": office,
        "programs": [(token, rights_in_words(token.permissions), new_id().hex) for token in tokens_of(office.pk)],
        "webhooks": [(row, _problem_of(row.problem), new_id().hex) for row in webhooks_of(office.pk)],
        "form": program,
        "webhook_form": webhook,
        "key": new_id().hex,
        "webhook_key": new_id().hex,
        "new_key": _new_key(request) if status == 200 else "",
        "api_url": request.build_absolute_uri("/api/v1/openapi.json"),
    }
    return render(request, "integrations/programs.html", context, status=status)


def _problem_of(code: str) -> object:
    if code.isdigit():
        return _("It answered with status {status}.").format(status=code)
    return problem_in_words(code)


def _new_key(request: Request) -> str:
    """The key made a moment ago; gone from the session with this look."""
    sealed = request.session.pop(NEW_KEY, "")
    try:
        return unseal(bytes.fromhex(sealed), NEW_KEY) if sealed else ""
    except Unreadable:
        return ""


def _forms(request: Request, office: Community, **given: Any) -> tuple[ProgramForm, WebhookForm]:
    return (
        ProgramForm(given.get("program"), by=request.actor, community_id=office.pk),
        WebhookForm(given.get("webhook"), prefix="hook"),
    )


@require_http_methods(["GET", "POST"])
@office_page("programs.manage")
@keyed
def programs(request: Request, office: Community, key: str) -> HttpResponse:
    """Which programs are let in, and the form to let another one in."""
    if request.method != "POST":
        return _page(request, office, *_forms(request, office))
    form, webhook = _forms(request, office, program=request.POST)
    if not form.is_valid():
        return _page(request, office, form, webhook, 422)
    asked = form.cleaned_data

    def do() -> Outcome:
        made = make_token(community_id=office.pk, by=request.actor, **asked)
        request.session[NEW_KEY] = keyring().seal(made.secret, NEW_KEY).hex()
        return {"program": made.token.pk.hex}

    try:
        once(community_id=office.pk, key=key, body=asked, do=do, by=request.actor)
    except BadInput as error:
        form.blame(error)
        return _page(request, office, form, webhook, error.status)
    return redirect("programs", office.pk)


@require_POST
@office_page("programs.manage")
@keyed
def program_end(request: Request, office: Community, token_id: UUID, key: str) -> HttpResponse:
    """Shut a program out at once."""
    do_once(request, key, end_token, token_id=token_id)
    return redirect("programs", office.pk)


@require_POST
@office_page("programs.manage")
@keyed
def webhook_new(request: Request, office: Community, key: str) -> HttpResponse:
    """Tell an address what happens from now on."""
    program, form = _forms(request, office, webhook=request.POST)
    if not form.is_valid():
        return _page(request, office, program, form, 422)
    asked = form.cleaned_data

    def do() -> Outcome:
        return {"webhook": add_webhook(community_id=office.pk, by=request.actor, **asked).pk.hex}

    try:
        once(community_id=office.pk, key=key, body=asked, do=do, by=request.actor)
    except BadInput as error:
        form.blame(error)
        return _page(request, office, program, form, error.status)
    return redirect("programs", office.pk)


@require_POST
@office_page("programs.manage")
@keyed
def webhook_end(request: Request, office: Community, webhook_id: UUID, key: str) -> HttpResponse:
    """Tell an address nothing any more."""
    do_once(request, key, end_webhook, webhook_id=webhook_id)
    return redirect("programs", office.pk)


@require_POST
@office_page("programs.manage")
@keyed
def webhook_resume(request: Request, office: Community, webhook_id: UUID, key: str) -> HttpResponse:
    """Try again from where it stopped."""
    do_once(request, key, resume_webhook, webhook_id=webhook_id)
    return redirect("programs", office.pk)
