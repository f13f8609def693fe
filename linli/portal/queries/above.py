"""The offices that somebody looks after from above (街道、县区、市), each with its figures."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import pgettext

from linli.accounts.kinds import ROLES, label_of
from linli.accounts.queries import grants_of
from linli.core.actor import Actor
from linli.places.models import Community, Division
from linli.wishes.queries.overview import Figures, figures_of

STREET_WIDTH = 1000


@dataclass(frozen=True, slots=True)
class Line:
    """One office in the overview."""

    id: int
    name: str
    street: str
    phone: str
    figures: Figures


@dataclass(frozen=True)
class Overview:
    """`lines` in the order of today's codes; `streets`: (code, name) of all there are; `total` sums what is told."""

    lines: Sequence[Line]
    streets: Sequence[tuple[int, str]]
    total: Figures
    late: int


def looks_after(actor: Actor) -> Q | None:
    """The communities over which a role from above is in force; None for none."""
    reach = Q()
    for grant in actor.grants:
        if _is_above(grant.role) and "figures.view" in grant.permissions:
            reach |= Q(pk__range=(grant.first, grant.last))
    return reach or None


def _is_above(role: str) -> bool:
    return role in ROLES and ROLES[role].level == "above"


def overview(actor: Actor, *, street: int = 0, late_only: bool = False) -> Overview:
    """Every office this person looks after, or those of one street, or those where something is late."""
    reach = looks_after(actor)
    offices = list(Community.objects.filter(reach).order_by("current_code")) if reach else []
    streets = _streets(offices)
    if street:
        offices = [office for office in offices if _street(office) == street]
    told = figures_of(office.pk for office in offices)
    lines = [
        Line(office.pk, office.name, streets.get(_street(office), ""), office.phone, told[office.pk])
        for office in offices
    ]
    late = [line for line in lines if line.figures.is_late]
    return Overview(late if late_only else lines, sorted(streets.items()), _total(lines), len(late))


def _street(office: Community) -> int:
    return office.current_code // STREET_WIDTH * STREET_WIDTH


def _streets(offices: Sequence[Community]) -> dict[int, str]:
    codes = {_street(office) for office in offices}
    return dict(Division.objects.filter(code__in=sorted(codes)).values_list("code", "name")) if codes else {}


def _total(lines: Sequence[Line]) -> Figures:
    """What is not told of an office is not counted here either, or it could be found by subtracting."""
    names = [column.name for column in fields(Figures)]
    return Figures(**{name: sum(getattr(line.figures, name) or 0 for line in lines) for name in names})


def frame_above(actor: Actor) -> dict[str, Any]:
    """What stands around the pages of somebody who looks after offices: their places for the office's name."""
    places = {row.place for row in grants_of(actor.user_id) if _is_above(row.role)} if actor.user_id else set()
    names = Division.objects.filter(code__in=sorted(places)).order_by("code").values_list("name", flat=True)
    here = reverse("overview")
    return {
        "community_name": "、".join(names),
        "home_url": here,
        "nav": [{"label": pgettext("menu", "Offices"), "url": here, "icon": "house", "count": 0, "current": True}],
        "person_name": label_of(actor.label),
    }
