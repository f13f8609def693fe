"""The demo's own pages: who there is to be, and everything that goes out. Mounted only with `LINLI_DEMO`."""

import base64
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.db import transaction
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from linli.core.errors import NotHere
from linli.demo.queries.faces import groups
from linli.demo.queries.outbox import outbox as everything_sent
from linli.demo.queries.walls import is_old, loaded_on, walls
from linli.demo.services.becoming import become
from linli.places.models import Community
from linli.wishes.adapters.posters import campaign_address, phones_can_reach, qr_svg, spoken_code
from linli.wishes.models import Campaign
from linli.wishes.queries.campaigns import campaign_lines

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
DATA = Path(__file__).resolve().parent / "data"
SAMPLES = {
    "wish-register.xlsx": "微心愿登记表.xlsx",
    "wish-register-broken.xlsx": "微心愿登记表（有错）.xlsx",
    "member-roster.xlsx": "在职党员花名册.xlsx",
}
"""Sheets to bring in at a desk, and what they are called when they are saved."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def demo(request: HttpRequest) -> HttpResponseBase:
    """Choose somebody; sent, one is that person from then on, and nobody else."""
    if request.method == "POST":
        return _be(request, request.POST.get("person", ""))
    loaded = loaded_on()
    context = {
        "groups": groups() if loaded else [],
        "walls": [_wall(campaign) for campaign in walls()],
        "loaded": loaded,
        "old": is_old(loaded),
        "samples": _samples(),
        "chat": (DATA / "chat-paste.txt").read_text("utf-8"),
        "phones_can_reach": phones_can_reach(),
        "address": settings.LINLI_PUBLIC_URL,
    }
    return render(request, "demo/people.html", context)


@transaction.atomic
def _be(request: HttpRequest, phone: str) -> HttpResponse:
    somebody = become(phone)
    # nothing of whoever one was before: no role, no name given on a wall
    request.session.flush()
    login(request, somebody.user, BACKEND)
    answer = redirect(somebody.landing)
    answer.status_code = 303
    return answer


def _wall(campaign: Campaign) -> dict[str, Any]:
    line = campaign_lines(campaign.community_id, [campaign])[0]
    address = campaign_address(campaign)
    return {
        "campaign": campaign,
        "place": Community.objects.get(pk=campaign.community_id).name,
        "phase": line.phase,
        "phase_label": line.phase_label,
        "open": line.open,
        "total": line.total,
        "url": f"/c/{campaign.code}",
        "code": spoken_code(campaign.code),
        "qr": "data:image/svg+xml;base64," + base64.b64encode(qr_svg(address)).decode(),
    }


def _samples() -> list[dict[str, str]]:
    words = {
        "wish-register.xlsx": _("45 wishes of eleven families, as an office keeps them"),
        "wish-register-broken.xlsx": _("the same with mistakes, to see what is said about them"),
        "member-roster.xlsx": _("thirty party members and where they work"),
    }
    return [{"file": name, "name": saved_as, "about": words[name]} for name, saved_as in SAMPLES.items()]


@require_safe
def sample(request: HttpRequest, name: str) -> FileResponse:
    """One of the sheets to try."""
    if name not in SAMPLES:
        raise NotHere
    return FileResponse((DATA / name).open("rb"), as_attachment=True, filename=SAMPLES[name])


@never_cache
@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """Everything that went out or is to be passed on, sign-in codes included."""
    return render(request, "demo/outbox.html", {"messages_sent": everything_sent()})
