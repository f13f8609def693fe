"""What somebody on the roster can do, on a page of its own."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from linli.accounts.guards import Request, do_once, keyed, office_page
from linli.core.errors import NotHere
from linli.core.ids import new_id
from linli.people.forms.skills import SkillsForm
from linli.people.queries.persons import roster_within
from linli.people.queries.skills import skills_of
from linli.people.services.skills import set_skills
from linli.places.models import Community


@require_http_methods(["GET", "POST"])
@office_page("roster.import")
@keyed
def roster_skills(request: Request, office: Community, person_id: UUID, key: str) -> HttpResponse:
    """Tick what they can do, and write what the list does not have."""
    found = roster_within(office.pk, person_id=person_id).rows
    if not found:
        raise NotHere(_("This person is not on the roster."))
    held = skills_of(office.pk, [person_id]).get(person_id, ())
    form = SkillsForm(request.POST) if request.method == "POST" else SkillsForm.of(held)
    if request.method == "POST" and form.is_valid():
        do_once(request, key, set_skills, person_id=person_id, skills=form.cleaned_data["skills"])
        messages.success(request, _("Written down."))
        return redirect("roster", office.pk)
    context = {"office": office, "person": found[0], "form": form, "key": key or new_id().hex}
    return render(request, "people/desk/roster_skills.html", context, status=422 if form.errors else 200)
