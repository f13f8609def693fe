"""The roster of in-service party members: the list."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from linli.accounts.guards import Request, keyed, office_page
from linli.core.ids import new_id
from linli.gate.services import Outcome, once
from linli.people.permissions import may_import_roster, may_unmask
from linli.people.queries.persons import roster_size, roster_within
from linli.people.services.roster import end_roster_entry
from linli.places.models import Community


@require_GET
@office_page("roster.view")
def roster(request: Request, office: Community) -> HttpResponse:
    """Who is on it, masked."""
    person_id = _key(request.GET.get("person", ""))
    after = request.GET.get("after", "")
    page = roster_within(office.pk, after=_key(after), person_id=person_id)
    context = {
        "office": office,
        "page": page,
        "size": roster_size(office.pk),
        "narrowed": person_id is not None,
        "newer_url": "?" if after else "",
        "older_url": f"?{urlencode({'after': page.after})}" if page.after else "",
        "may_import": may_import_roster(request.actor, office.pk),
        "may_unmask": may_unmask(request.actor, office.pk),
        "key": new_id().hex,
    }
    return render(request, "people/desk/roster.html", context)


@require_POST
@office_page("roster.import")
@keyed
def roster_end(request: Request, office: Community, person_id: UUID, key: str) -> HttpResponse:
    """Take somebody off the roster."""

    def do() -> Outcome:
        end_roster_entry(community_id=office.pk, person_id=person_id, by=request.actor)
        return {"person": person_id.hex}

    once(community_id=office.pk, key=f"{key[:31]}{person_id.hex}", body={"end": person_id.hex}, do=do, by=request.actor)
    messages.success(request, _("Taken off the roster."))
    return redirect("roster", office.pk)


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
