"""待转发: the texts to pass on, each to copy and to mark as sent."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from linli.accounts.guards import Request, keyed, office_page
from linli.core.errors import NotHere
from linli.core.ids import new_id
from linli.gate.services import Outcome, once
from linli.notifications.queries import sendings, uncovered, waiting_to_pass_on
from linli.notifications.services import mark_passed_on, note_showing
from linli.places.models import Community


@require_GET
@office_page("outgoing.pass_on")
def outgoing(request: Request, office: Community) -> HttpResponse:
    """What this person may pass on, the oldest first, and how the texts fare that leave by machine."""
    rows = [(row, new_id().hex) for row in waiting_to_pass_on(request.actor, office.pk)]
    context = {"office": office, "rows": rows, "sendings": sendings(request.actor, office.pk)}
    return render(request, "portal/outgoing.html", context)


@require_POST
@office_page("outgoing.pass_on")
@keyed
def show(request: Request, office: Community, outgoing_id: UUID, key: str) -> HttpResponse:
    """A sign-in code in plain, to read out; first it is noted who looks at whose."""

    def do() -> Outcome:
        note_showing(community_id=office.pk, outgoing_id=outgoing_id, by=request.actor)
        return {"shown": outgoing_id.hex, "key": new_id().hex}

    done = once(community_id=office.pk, key=key, body={"show": outgoing_id.hex}, do=do, by=request.actor)
    row = uncovered(request.actor, office.pk, outgoing_id)
    if row is None:
        raise NotHere
    return render(request, "portal/outgoing_shown.html", {"office": office, "row": row, "key": done["key"]})


@require_POST
@office_page("outgoing.pass_on")
@keyed
def mark_sent(request: Request, office: Community, outgoing_id: UUID, key: str) -> HttpResponse:
    """One text was passed on; it leaves the list, its words and its recipient are erased."""

    def do() -> Outcome:
        mark_passed_on(community_id=office.pk, outgoing_id=outgoing_id, by=request.actor)
        return {"sent": outgoing_id.hex}

    once(community_id=office.pk, key=key, body={"sent": outgoing_id.hex}, do=do, by=request.actor)
    if request.htmx:
        return HttpResponse()
    return redirect("outgoing", office.pk)
