"""One masked field shown whole, in its place on the page where there is script, else on a page of its own."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from linli.accounts.guards import Request, office_page
from linli.core.errors import BadInput, NotHere
from linli.people.forms.household import ReasonForm
from linli.people.services.unmasking import unmask_field
from linli.places.models import Community


@require_POST
@office_page("households.unmask")
def unmask(request: Request, office: Community) -> HttpResponse:
    """Show a field, after its row stands on the timeline. Each look is one of its own, so there is no key to make it
    once.
    """
    asked = {name: request.POST.get(name, "") for name in ("kind", "row", "field")}
    back = {"back": _key(request.POST.get("household", "")), "claim": _key(request.POST.get("claim", "")) or ""}
    context = {"office": office, **back, **asked}
    form = ReasonForm(request.POST)
    template = "people/desk/unmask_form.html" if request.htmx else "people/desk/unmask.html"
    row_id = _key(asked["row"])
    if row_id is None:
        raise NotHere
    if form.is_valid():
        try:
            value = unmask_field(
                community_id=office.pk,
                kind=asked["kind"],
                row_id=row_id,
                field=asked["field"],
                reason=form.cleaned_data["reason"],
                by=request.actor,
            )
        except BadInput as error:
            form.blame(error)
        else:
            template = "people/desk/unmasked_value.html" if request.htmx else "people/desk/unmasked.html"
            return render(request, template, {**context, "value": value})
    return render(request, template, {**context, "form": form}, status=422)


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
