"""What a family agrees to, recorded at the desk. Withdrawing stands with the wishes, since they go with it."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from linli.accounts.guards import Request, keyed, office_page
from linli.core.errors import BadInput, Conflict, NotHere
from linli.core.ids import new_id
from linli.gate.services import Outcome, once, remembered
from linli.people.forms.household import USUAL, ConsentForm
from linli.people.queries.consents import consent_texts, standing_purposes
from linli.people.queries.households import household_row
from linli.people.queries.persons import name_of_user
from linli.people.services.consents import record_consent
from linli.people.services.papers import add_paper, paper_at_hand
from linli.places.models import Community


@require_http_methods(["GET", "POST"])
@office_page("households.edit")
@keyed
def household_consent(request: Request, office: Community, household_id: UUID, key: str) -> HttpResponse:
    """Read the words out, tick what the family agrees to."""
    family = household_row(office.pk, household_id)
    if family is None:
        raise NotHere
    if request.method == "POST":
        form = ConsentForm(request.POST, request.FILES)
        if _recorded(request, office, household_id, form, key):
            return redirect("household", office.pk, household_id)
    else:
        form = ConsentForm(initial=_proposed(request, office, household_id))
    context = {"office": office, "family": family, "form": form, "texts": consent_texts(), "key": key or new_id().hex}
    return render(request, "people/desk/household_consent.html", context, status=422 if form.is_bound else 200)


def _recorded(request: Request, office: Community, household_id: UUID, form: ConsentForm, key: str) -> bool:
    """Whether it is on record now, once however often it is sent. A photo stays at hand where it is not."""
    whole = form.is_valid()
    body = {"household": household_id.hex, **form.cleaned_data, "paper": None}
    where: dict[str, Any] = {"community_id": office.pk, "by": request.actor}
    try:
        if whole and remembered(key=key, body=body, **where):
            return True
        photo, kept = form.cleaned_data.get("paper"), request.POST.get("kept_paper", "")
        paper = paper_at_hand(photo=photo, kept=kept, **where)
        form.kept_paper = paper.hex if paper else ""

        def do() -> Outcome:
            given = record_consent(household_id=household_id, consent=form.given(), **where)
            if paper:
                add_paper(household_id=household_id, consent_id=given[0].pk, picture_id=paper, **where)
            return {"household": household_id.hex}

        if whole:
            once(key=key, body=body, do=do, **where)
    except Conflict as error:
        form.kept_paper = ""
        form.blame(error)
    except BadInput as error:
        form.blame(error)
    return whole and not form.errors


def _proposed(request: Request, office: Community, household_id: UUID) -> dict[str, object]:
    witness = name_of_user(office.pk, request.actor.user_id)
    standing = standing_purposes(office.pk, household_id)
    return {"purposes": [purpose for purpose in USUAL if purpose not in standing], "witness": witness}
