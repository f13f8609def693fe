"""The desk's list of families, and the forms by which one is written down and kept up to date."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.accounts.guards import Request, do_once, keyed, office_page
from linli.core.errors import BadInput, NotHere
from linli.core.ids import new_id
from linli.gate.services import Outcome, once
from linli.people.forms.answered import AnsweredForm
from linli.people.forms.household import CategoriesForm, EditHouseholdForm, MemberForm, NewHouseholdForm
from linli.people.kinds import Category
from linli.people.permissions import may_edit_households, may_export
from linli.people.queries.households import (
    HouseholdFilter,
    HouseholdRow,
    category_lines,
    grids_of,
    household_row,
    households_within,
)
from linli.people.queries.saved_views import views_shown
from linli.people.services.households import (
    add_household,
    add_member,
    edit_household,
    end_membership,
    set_categories,
)
from linli.places.models import Community


@require_GET
@office_page("households.view")
def households(request: Request, office: Community) -> HttpResponse:
    """Families by number, narrowed by category and grid."""
    wanted, after = HouseholdFilter.read(request.GET), request.GET.get("after", "")
    page = households_within(office.pk, wanted, after=int(after) if after.isdigit() and len(after) < 9 else 0)
    kept = wanted.kept
    context = {
        "office": office,
        "page": page,
        "narrowed": bool(kept),
        "kept": kept,
        "chips": _chips(wanted),
        "grid": wanted.grid,
        "grids": grids_of(office.pk),
        "may_export": may_export(request.actor, office.pk),
        "key": new_id().hex,
        "newer_url": f"?{urlencode(kept)}" if after else "",
        "older_url": f"?{urlencode({**kept, 'after': page.after})}" if page.after else "",
        "may_edit": may_edit_households(request.actor, office.pk),
    }
    context |= views_shown(request.actor, office.pk, "households", kept)
    return render(request, "people/desk/households.html", context)


def _chips(wanted: HouseholdFilter) -> list[dict[str, Any]]:
    """The categories, each within the grid that is chosen."""
    grid = {"grid": wanted.grid} if wanted.grid else {}
    everyone = {"label": _("All families"), "url": f"?{urlencode(grid)}", "current": not wanted.category}
    return [everyone] + [
        {"label": label, "url": f"?{urlencode({'category': code, **grid})}", "current": code == wanted.category}
        for code, label in Category.choices
    ]


@require_http_methods(["GET", "POST"])
@office_page("households.edit")
@keyed
def household_new(request: Request, office: Community, key: str) -> HttpResponse:
    """Write a family down without a wish."""
    form = NewHouseholdForm(request.POST or None)
    context = {"office": office, "form": form, "key": key or new_id().hex}

    def do() -> Outcome:
        household = add_household(
            community_id=office.pk, details=form.details(), categories=form.held(), by=request.actor
        )
        return {"household": household.pk.hex}

    outcome = _saved(request, office, form, key, do)
    if outcome is None:
        return render(request, "people/desk/household_new.html", context, status=422 if form.is_bound else 200)
    return redirect("household", office.pk, UUID(outcome["household"]))


def _saved(
    request: Request, office: Community, form: AnsweredForm, key: str, do: Callable[[], Outcome]
) -> Outcome | None:
    """What `do` came to, done once; None where the form was only opened, or has something to mend."""
    if request.method != "POST" or not form.is_valid():
        return None
    # a hash of what was typed is kept for a day, so files and the key itself stay out of it
    body = {
        "path": request.path,
        **{name: request.POST.getlist(name) for name in sorted(request.POST) if name in form.fields},
    }
    try:
        return once(community_id=office.pk, key=key, body=body, do=do, by=request.actor)
    except BadInput as error:
        form.blame(error)
        return None


def _family(office: Community, household_id: UUID) -> HouseholdRow:
    row = household_row(office.pk, household_id)
    if row is None:
        raise NotHere
    return row


def _family_form(
    request: Request, office: Community, family: HouseholdRow, form: AnsweredForm, key: str, do: Callable[[], object]
) -> HttpResponse:
    """One of the forms of a family's page: shown, or saved and back to the page."""

    def saved() -> Outcome:
        do()
        return {"household": family.id.hex}

    if _saved(request, office, form, key, saved) is not None:
        return redirect("household", office.pk, family.id)
    match = request.resolver_match
    template = f"people/desk/{match.url_name if match else ''}.html"
    context = {"office": office, "family": family, "form": form, "key": key or new_id().hex}
    return render(request, template, context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@office_page("households.edit")
@keyed
def household_edit(request: Request, office: Community, household_id: UUID, key: str) -> HttpResponse:
    """Change what is on record; what is left empty stays."""
    family = _family(office, household_id)
    form = EditHouseholdForm(request.POST or None)
    return _family_form(
        request,
        office,
        family,
        form,
        key,
        lambda: edit_household(
            community_id=office.pk, household_id=household_id, changes=form.changes(), by=request.actor
        ),
    )


@require_http_methods(["GET", "POST"])
@office_page("households.edit")
@keyed
def household_categories(request: Request, office: Community, household_id: UUID, key: str) -> HttpResponse:
    """Which categories hold from now on, each with its days."""
    family = _family(office, household_id)
    form = CategoriesForm(request.POST or None, lines=category_lines(office.pk, household_id))
    return _family_form(
        request,
        office,
        family,
        form,
        key,
        lambda: set_categories(
            community_id=office.pk, household_id=household_id, categories=form.held(), by=request.actor
        ),
    )


@require_http_methods(["GET", "POST"])
@office_page("households.edit")
@keyed
def household_member(request: Request, office: Community, household_id: UUID, key: str) -> HttpResponse:
    """Write somebody of the family down."""
    family = _family(office, household_id)
    form = MemberForm(request.POST or None)
    return _family_form(
        request,
        office,
        family,
        form,
        key,
        lambda: add_member(community_id=office.pk, household_id=household_id, by=request.actor, **form.cleaned_data),
    )


@require_POST
@office_page("households.edit")
@keyed
def household_member_end(
    request: Request, office: Community, household_id: UUID, member_id: UUID, key: str
) -> HttpResponse:
    """Somebody no longer belongs to the family."""
    do_once(request, key, end_membership, household_id=household_id, member_id=member_id)
    return redirect("household", office.pk, household_id)
