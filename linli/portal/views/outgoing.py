"""待转发: the texts to pass on, each to copy and to mark as sent."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from linli.accounts.guards import Request, keyed, office_page
from linli.core.ids import new_id
from linli.gate.services import Outcome, once
from linli.notifications.queries import sendings, waiting_to_pass_on
from linli.notifications.services import mark_passed_on
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
def mark_sent(request: Request, office: Community, outgoing_id: UUID, key: str) -> HttpResponse:
    """One text was passed on; it leaves the list, its words and its recipient are erased."""

    def do() -> Outcome:
        mark_passed_on(community_id=office.pk, outgoing_id=outgoing_id, by=request.actor)
        return {"sent": outgoing_id.hex}

    once(community_id=office.pk, key=key, body={"sent": outgoing_id.hex}, do=do, by=request.actor)
    if request.htmx:
        return HttpResponse()
    return redirect("outgoing", office.pk)
