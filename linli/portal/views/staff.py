"""Who holds which role in a community: granted, with an end if there is one, and ended."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from linli.accounts.guards import Request, keyed, office_page
from linli.accounts.kinds import ROLES, label_of, rank_of
from linli.accounts.permissions import may_end_role, may_grant_role
from linli.accounts.queries import grants_in, with_second_factor
from linli.accounts.services import end_role
from linli.accounts.services.second_factor import drop_second_factor
from linli.core import clock, masks
from linli.core.actor import Actor
from linli.core.decision import Decision
from linli.core.errors import BadInput, Conflict, Refused
from linli.core.ids import new_id
from linli.gate.services import Outcome, once
from linli.people.models import Person
from linli.places.models import Community
from linli.portal.forms.people import AppointForm
from linli.portal.services.appointing import appoint


@dataclass(frozen=True, slots=True)
class Holder:
    """A role somebody holds, as the list shows it."""

    grant_id: UUID
    name: str
    phone: str
    role: object
    since: date
    until: date | None
    may_end: Decision
    to_come: bool
    may_drop_second_factor: bool
    key: str


def _holders(actor: Actor, community_id: int) -> list[Holder]:
    grants = sorted(grants_in(community_id), key=lambda grant: -rank_of(grant.role))
    persons = Person.objects.within(community_id).filter(user_id__in=[grant.user_id for grant in grants])
    names = {person.user_id: person.name for person in persons}
    secured = with_second_factor([grant.user_id for grant in grants])
    return [
        Holder(
            grant.pk,
            names.get(grant.user_id, ""),
            masks.phone(grant.user.phone),
            label_of(grant.role),
            grant.since,
            grant.until,
            may_end_role(actor, grant),
            grant.since > clock.today(),
            grant.user_id in secured and grant.user_id != actor.user_id and may_end_role(actor, grant).allowed,
            new_id().hex,
        )
        for grant in grants
    ]


def _grantable(actor: Actor, community_id: int) -> list[str]:
    """The roles of a community that this person may grant there."""
    roles = [role for role in ROLES.values() if role.level == "community"]
    return [role.code for role in roles if may_grant_role(actor, role, community_id, community_id).allowed]


def _page(request: Request, office: Community, form: AppointForm, key: str, status: int = 200) -> HttpResponse:
    context = {
        "office": office,
        "holders": _holders(request.actor, office.pk),
        "form": form,
        "key": key,
        "may_manage_programs": request.actor.may("programs.manage", office.pk),
    }
    return render(request, "portal/staff.html", context, status=status)


@require_http_methods(["GET", "POST"])
@office_page("roles.grant")
@keyed
def staff(request: Request, office: Community, key: str) -> HttpResponse:
    """The list, and the form to add somebody."""
    roles = _grantable(request.actor, office.pk)
    if request.method != "POST":
        return _page(request, office, AppointForm(roles=roles, initial={"role": "worker"}), new_id().hex)
    form = AppointForm(request.POST, roles=roles)
    if not form.is_valid():
        return _page(request, office, form, key, 422)
    asked = form.cleaned_data

    def do() -> Outcome:
        return {"grant": appoint(community_id=office.pk, by=request.actor, **asked).pk.hex}

    try:
        once(community_id=office.pk, key=key, body=asked, do=do, by=request.actor)
    except (BadInput, Conflict, Refused) as error:
        form.blame(error)
        return _page(request, office, form, key, error.status)
    return redirect("staff", office.pk)


@require_POST
@office_page("roles.grant")
@keyed
def end(request: Request, office: Community, grant_id: UUID, key: str) -> HttpResponse:
    """End a role at once."""

    def do() -> Outcome:
        end_role(grant_id=grant_id, place=office.pk, by=request.actor)
        return {"ended": grant_id.hex}

    once(community_id=office.pk, key=key, body={"end": grant_id.hex}, do=do, by=request.actor)
    return redirect("staff", office.pk)


@require_POST
@office_page("roles.grant")
@keyed
def second_factor_drop(request: Request, office: Community, grant_id: UUID, key: str) -> HttpResponse:
    """Let a colleague in again who lost the app and the printed codes."""

    def do() -> Outcome:
        drop_second_factor(grant_id=grant_id, place=office.pk, by=request.actor)
        return {"dropped": grant_id.hex}

    once(community_id=office.pk, key=key, body={"drop": grant_id.hex}, do=do, by=request.actor)
    return redirect("staff", office.pk)
