"""The signed paper of a consent: handed in as a photo, seen for a reason on a page that cannot be opened again."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from linli.accounts.guards import Request, keyed, office_page
from linli.core.errors import BadInput, NotHere
from linli.core.ids import new_id
from linli.files.adapters.answers import in_the_page
from linli.files.services import hand_in
from linli.gate.services import Outcome
from linli.people.forms.household import ReasonForm
from linli.people.forms.paper import PaperForm
from linli.people.queries.consents import ConsentLine, consents_of
from linli.people.queries.households import HouseholdRow, household_row
from linli.people.services.papers import add_paper, look_at_paper
from linli.places.models import Community


def _consent(office: Community, household_id: UUID, consent_id: UUID) -> tuple[HouseholdRow, ConsentLine]:
    family = household_row(office.pk, household_id)
    found = [line for line in consents_of(office.pk, household_id) if line.id == consent_id]
    if family is None or not found:
        raise NotHere
    return family, found[0]


@require_http_methods(["GET", "POST"])
@office_page("households.edit")
@keyed
def consent_paper(request: Request, office: Community, household_id: UUID, consent_id: UUID, key: str) -> HttpResponse:
    """Hand in a photo of the signed sheet."""
    family, consent = _consent(office, household_id, consent_id)
    form = PaperForm(request.POST, request.FILES) if request.method == "POST" else PaperForm()
    if form.is_valid():

        def give(picture_id: UUID) -> Outcome:
            add_paper(
                community_id=office.pk,
                household_id=household_id,
                consent_id=consent_id,
                picture_id=picture_id,
                by=request.actor,
            )
            return {"paper": picture_id.hex}

        body = {"consent": consent_id.hex}
        paper = form.cleaned_data["paper"]
        hand_in(community_id=office.pk, key=key, body=body, picture=paper, give=give, by=request.actor)
        messages.success(request, _("The signed paper is kept with the consent."))
        return redirect("household", office.pk, household_id)
    context = {"office": office, "family": family, "consent": consent, "form": form, "key": key or new_id().hex}
    return render(request, "people/desk/consent_paper.html", context, status=422 if form.is_bound else 200)


@require_POST
@office_page("households.unmask")
def consent_paper_look(request: Request, office: Community, household_id: UUID, consent_id: UUID) -> HttpResponse:
    """Show the paper inside the page, after its row stands on the timeline. Each look is one of its own, so there is
    no key to make it once.
    """
    family, consent = _consent(office, household_id, consent_id)
    context = {"office": office, "family": family, "consent": consent}
    form = ReasonForm(request.POST)
    if form.is_valid():
        try:
            shown = look_at_paper(
                community_id=office.pk,
                household_id=household_id,
                consent_id=consent_id,
                reason=form.cleaned_data["reason"],
                by=request.actor,
            )
        except BadInput as error:
            form.blame(error)
        else:
            context |= {"shown": shown, "source": in_the_page(shown)}
            return render(request, "people/desk/consent_paper_shown.html", context)
    return render(request, "people/desk/consent_paper_asked.html", {**context, "form": form}, status=422)
