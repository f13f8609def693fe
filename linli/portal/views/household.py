"""A family's page (台账): what people keep of it and what it wishes for, put together here since neither knows both."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from linli.accounts.guards import Request, keyed, office_page
from linli.core.errors import NotHere
from linli.core.ids import new_id
from linli.gate.services import Outcome, once
from linli.people.permissions import may_edit_households, may_unmask
from linli.people.queries.consents import consents_of
from linli.people.queries.history import history_of
from linli.people.queries.households import household_page
from linli.places.models import Community
from linli.wishes.permissions.collecting import may_collect
from linli.wishes.queries.desk import wishes_of_household
from linli.wishes.services.reviewing import withdraw_family_consent


@require_GET
@office_page("households.view")
def household(request: Request, office: Community, household_id: UUID) -> HttpResponse:
    """All that is known, masked where a reason is needed to see it."""
    page = household_page(office.pk, household_id)
    if page is None:
        raise NotHere
    context = {
        "office": office,
        "page": page,
        "row": page.row,
        "consents": consents_of(office.pk, household_id),
        "wishes": wishes_of_household(office.pk, household_id),
        "history": history_of(office.pk, household_id),
        "may_edit": may_edit_households(request.actor, office.pk),
        "may_unmask": may_unmask(request.actor, office.pk),
        "may_collect": may_collect(request.actor, office.pk),
        "key": new_id().hex,
    }
    return render(request, "portal/household.html", context)


@require_POST
@office_page("households.edit")
@keyed
def consent_withdraw(
    request: Request, office: Community, household_id: UUID, consent_id: UUID, key: str
) -> HttpResponse:
    """The family takes a consent back; its wishes that stood on it go at once."""

    def do() -> Outcome:
        wishes = withdraw_family_consent(
            community_id=office.pk, household_id=household_id, consent_id=consent_id, by=request.actor
        )
        return {"wishes": wishes}

    outcome = once(community_id=office.pk, key=key, body={"withdraw": consent_id.hex}, do=do, by=request.actor)
    gone = outcome["wishes"]
    told = ngettext(
        "The consent is withdrawn, and {count} wish with it.",
        "The consent is withdrawn, and {count} wishes with it.",
        gone,
    )
    messages.success(request, told.format(count=gone))
    return redirect("household", office.pk, household_id)
