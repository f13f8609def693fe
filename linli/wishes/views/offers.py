"""Taking what is kept for somebody who phones in or stands at the counter."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from linli.accounts.guards import Request, keyed, office_page
from linli.core.errors import Conflict, NotHere
from linli.places.models import Community
from linli.wishes.queries.campaigns import campaign_of
from linli.wishes.queries.desk import wish_of
from linli.wishes.services.vouching import accept_at_counter, lost_in_words
from linli.wishes.views.asked import as_number, as_uuid


@require_POST
@office_page("claims.counter")
@keyed
def wish_accept(request: Request, office: Community, wish_id: UUID, key: str) -> HttpResponse:
    """Accept the offer for the person that the form names: leads to the claim, or says what stands against it."""
    wish, person_id = wish_of(office.pk, wish_id), as_uuid(request.POST.get("person"))
    if wish is None or wish.campaign_id is None or wish.public_number is None or person_id is None:
        raise NotHere
    campaign = campaign_of(office.pk, wish.campaign_id)
    number, shares = wish.public_number, as_number(request.POST.get("shares"))
    outcome = accept_at_counter(
        campaign=campaign, number=number, person_id=person_id, key=key, by=request.actor, shares=shares
    )
    if not outcome["won"]:
        raise Conflict(lost_in_words(outcome))
    messages.success(request, _("Claimed. Number {number}: write it on the parcel.").format(number=outcome["number"]))
    return redirect("claim", office.pk, UUID(outcome["claim"]))
