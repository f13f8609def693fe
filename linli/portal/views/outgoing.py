"""待转发: the texts to pass on, each to copy and to mark as sent."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from linli.accounts.guards import Request, do_once, keyed, office_page
from linli.core.errors import BadInput, NotHere
from linli.core.ids import new_id
from linli.gate.services import Outcome, once
from linli.notifications.queries import cards_to_pass_on, sendings, uncovered
from linli.notifications.services import mark_passed_on, note_showing
from linli.places.models import Community


@require_GET
@office_page("outgoing.pass_on")
def outgoing(request: Request, office: Community) -> HttpResponse:
    """What this person may pass on, the oldest first, and how the texts fare that leave by machine."""
    cards = [(card, new_id().hex) for card in cards_to_pass_on(request.actor, office.pk)]
    context = {
        "office": office,
        "cards": cards,
        "waiting": sum(len(card.texts) for card, _form_key in cards),
        "sendings": sendings(request.actor, office.pk),
    }
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
    """What stood on the card was passed on; words and recipient are erased. What came meanwhile stays."""
    try:
        others = [UUID(text) for text in request.POST.getlist("also")]
    except ValueError:
        raise BadInput(_("This page is out of date. Open it again and repeat the change.")) from None
    do_once(request, key, mark_passed_on, outgoing_ids=[outgoing_id, *others])
    if request.htmx:
        return HttpResponse()
    return redirect("outgoing", office.pk)
