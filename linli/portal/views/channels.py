"""The office's channels: added, tried, removed; quiet hours; and what the installation can send by itself."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from linli.accounts.guards import Request, do_once, keyed, office_page
from linli.core.errors import BadInput, Conflict
from linli.core.ids import new_id
from linli.gate.services import Outcome, once
from linli.notifications.kinds.channels import problem_in_words
from linli.notifications.queries import channels_awaited, channels_in_use, email_works, quiet_hours, sms_extra_is_here
from linli.notifications.services import add_channel, remove_channel, send_test_message, set_quiet_hours
from linli.places.models import Community
from linli.portal.forms.channels import ChannelForm, QuietHoursForm


@dataclass(frozen=True, slots=True)
class Shown:
    """A channel as the list shows it. `state` is the tone of its word."""

    id: UUID
    name: str
    kind: object
    state: str
    label: str
    problem: object
    at: datetime | None
    key: str


def _shown(community_id: int) -> list[Shown]:
    awaited = channels_awaited(community_id)
    found = []
    for channel in channels_in_use(community_id):
        if channel.pk in awaited:
            state, label, at = "soon", _("A message is on its way"), None
        elif channel.problem:
            state, label, at = "late", _("Did not arrive"), channel.problem_at
        elif channel.worked_at:
            state, label, at = "good", _("Works"), channel.worked_at
        else:
            state, label, at = "quiet", _("Not tried yet"), None
        problem = problem_in_words(channel.problem)
        found.append(
            Shown(channel.pk, channel.name, channel.get_kind_display(), state, label, problem, at, new_id().hex)
        )
    return found


def _page(
    request: Request, office: Community, form: ChannelForm, key: str, hours: QuietHoursForm, status: int = 200
) -> HttpResponse:
    provider = settings.LINLI_SMS.provider
    context = {
        "office": office,
        "channels": _shown(office.pk),
        "form": form,
        "key": key,
        "hours": hours,
        "hours_key": new_id().hex,
        "email_works": email_works(),
        "sms_provider": {"aliyun": _("Aliyun"), "tencent": _("Tencent Cloud")}.get(provider, ""),
        "sms_extra": provider if provider and not sms_extra_is_here(provider) else "",
    }
    return render(request, "portal/channels.html", context, status=status)


def _hours(community_id: int) -> QuietHoursForm:
    begin, end = quiet_hours(community_id)
    return QuietHoursForm(initial={"begin": begin, "end": end})


@require_http_methods(["GET", "POST"])
@office_page("channels.manage")
@keyed
def channels(request: Request, office: Community, key: str) -> HttpResponse:
    """The list, and the form to add a channel."""
    if request.method != "POST":
        return _page(request, office, ChannelForm(), new_id().hex, _hours(office.pk))
    form = ChannelForm(request.POST)
    if not form.is_valid():
        return _page(request, office, form, key, _hours(office.pk), 422)
    asked = form.cleaned_data

    def do() -> Outcome:
        return {"channel": add_channel(community_id=office.pk, by=request.actor, **asked).pk.hex}

    try:
        once(community_id=office.pk, key=key, body=asked, do=do, by=request.actor)
    except (BadInput, Conflict) as error:
        form.blame(error)
        return _page(request, office, form, key, _hours(office.pk), error.status)
    messages.success(request, _("The channel is added. Send a test message to see whether it works."))
    return redirect("channels", office.pk)


@require_POST
@office_page("channels.manage")
@keyed
def test(request: Request, office: Community, channel_id: UUID, key: str) -> HttpResponse:
    """A test message is put on its way."""
    do_once(request, key, send_test_message, channel_id=channel_id, office=office.name)
    messages.success(request, _("The test message is on its way. Look again in a few seconds."))
    return redirect("channels", office.pk)


@require_POST
@office_page("channels.manage")
@keyed
def remove(request: Request, office: Community, channel_id: UUID, key: str) -> HttpResponse:
    """Nothing goes there any more."""
    do_once(request, key, remove_channel, channel_id=channel_id)
    messages.success(request, _("The channel is removed."))
    return redirect("channels", office.pk)


@require_POST
@office_page("channels.manage")
@keyed
def quiet(request: Request, office: Community, key: str) -> HttpResponse:
    """Quiet hours of this office."""
    form = QuietHoursForm(request.POST)
    if not form.is_valid():
        return _page(request, office, ChannelForm(), new_id().hex, form, 422)
    asked = form.cleaned_data
    do_once(request, key, set_quiet_hours, **asked)
    messages.success(request, _("The quiet hours are set."))
    return redirect("channels", office.pk)
