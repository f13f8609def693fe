"""What a family agrees to, recorded at the desk. Withdrawing stands with the wishes, since they go with it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from linli.accounts.guards import Request, keyed, office_page
from linli.core.errors import BadInput, NotHere
from linli.core.ids import new_id
from linli.gate.services import Outcome, once
from linli.people.forms.household import USUAL, ConsentForm
from linli.people.queries.consents import consent_texts, standing_purposes
from linli.people.queries.households import household_row
from linli.people.queries.persons import name_of_user
from linli.people.services.consents import record_consent
from linli.places.models import Community


@require_http_methods(["GET", "POST"])
@office_page("households.edit")
@keyed
def household_consent(request: Request, office: Community, household_id: UUID, key: str) -> HttpResponse:
    """Read the words out, tick what the family agrees to."""
    family = household_row(office.pk, household_id)
    if family is None:
        raise NotHere
    form = ConsentForm(request.POST or None, initial=_proposed(request, office, household_id))
    if request.method == "POST" and form.is_valid():

        def do() -> Outcome:
            record_consent(community_id=office.pk, household_id=household_id, consent=form.given(), by=request.actor)
            return {"household": household_id.hex}

        body = {"household": household_id.hex, **form.cleaned_data}
        try:
            once(community_id=office.pk, key=key, body=body, do=do, by=request.actor)
            return redirect("household", office.pk, household_id)
        except BadInput as error:
            form.blame(error)
    context = {"office": office, "family": family, "form": form, "texts": consent_texts(), "key": key or new_id().hex}
    return render(request, "people/desk/household_consent.html", context, status=422 if form.is_bound else 200)


def _proposed(request: Request, office: Community, household_id: UUID) -> dict[str, object]:
    witness = name_of_user(office.pk, request.actor.user_id)
    standing = standing_purposes(office.pk, household_id)
    return {"purposes": [purpose for purpose in USUAL if purpose not in standing], "witness": witness}
