"""What was typed at a door without a network and kept on the phone: whose phone it is, and what it sends later."""

import base64

from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from linli.accounts.guards import Request, office_page, posted_key
from linli.core.crypto import blind_index
from linli.core.errors import BadInput, Conflict
from linli.gate.services import remembered
from linli.places.models import Community
from linli.wishes.forms.doorstep import understood
from linli.wishes.views.doorstep import (
    as_told,
    keep_paper,
    opened_at_the_door,
    receipt_of,
    right_of,
    sent_from_the_door,
    written,
)


@require_http_methods(["GET", "POST"])
@office_page("wishes.collect")
def wish_kept(request: Request, office: Community) -> HttpResponse:
    """Asked first for who is signed in, a fresh token and the key under which this account's phone seals what it
    keeps; then sent to, form by form, each under a key of its own. Answers are for the script that sends them.
    """
    if request.method != "POST":
        account = request.actor.user_id.hex if request.actor.user_id else ""
        key = blind_index("kept on the phone", account)
        return JsonResponse({"account": account, "csrf": get_token(request), "key": base64.b64encode(key).decode()})
    try:
        return _taken(request, office, posted_key(request))
    except (BadInput, Conflict) as error:
        return JsonResponse({"errors": [str(error.message)]}, status=422)


def _taken(request: Request, office: Community, key: str) -> HttpResponse:
    """As if it had been sent from the page. Words that nobody has confirmed come to wishes that are not finished."""
    outcome = remembered(community_id=office.pk, key=key, body=as_told(request), by=request.actor)
    if outcome is None:
        door = sent_from_the_door(request, office)
        if not opened_at_the_door(door, request.POST):
            door.rows, door.unheard = understood(request.POST.get("said", ""))
            door.unconfirmed = True
            if not door.rows:
                door.said.add_error("said", _("No wish is understood in this yet. Write what the family needs."))
        if not right_of(office, door, request.POST):
            told = [error["text"] for error in door.errors]
            if door.known:
                told.append(_("This family seems to be on record already") + f"：{door.known.label}")
            return JsonResponse({"errors": told}, status=422)
        keep_paper(request, office, door, None)
        outcome = written(request, office, door, key)
    return JsonResponse({"receipt": receipt_of(office, outcome)})
