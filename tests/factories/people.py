"""Families and staff as tests of the desk need them, made through the services."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from uuid import UUID

from linli.accounts.kinds import ROLES
from linli.core import clock
from linli.core.actor import SYSTEM, Actor, Grant
from linli.core.ids import new_id
from linli.people.models import Household
from linli.people.services.exporting import ask_export
from linli.people.services.households import CategoryHeld, HouseholdDetails, add_household
from linli.places.models import Community

BELL_TOWER = 140802004008
WEST_LAKE = 140823400012
USER = UUID(int=7)


def office(community: int = BELL_TOWER, name: str = "钟楼社区") -> Community:
    """An opened community."""
    return Community.objects.get_or_create(
        id=community, defaults={"current_code": community, "name": name, "opened_at": clock.now()}
    )[0]


def staff(role: str = "worker", community: int = BELL_TOWER) -> Actor:
    """Somebody who holds this role in one community."""
    grant = Grant(role, ROLES[role].permissions, community, community)
    return Actor(key=f"user:{role}", label=role, user_id=USER, grants=(grant,))


def family(
    community: int = BELL_TOWER,
    name: str = "秦秀芝",
    phone: str = "19900000001",
    address: str = "钟楼小区2号楼1单元302",
    categories: tuple[str, ...] = ("minimum_living",),
    note: str = "一人需长期护理",
) -> Household:
    """A family written down at the desk."""
    return add_household(
        community_id=community,
        details=HouseholdDetails(head_name=name, phone=phone, address=address, people_count=3, note=note),
        categories=[CategoryHeld(code) for code in categories],
        by=SYSTEM,
    )


def exports_asked(community: int, household: UUID, actors: Iterable[Actor]) -> dict[str, UUID]:
    """A sheet that each of them may take who takes any, and one of many families that waits to be allowed."""
    asked: dict[str, Any] = {"community_id": community, "kind": "households", "rows": [household]}
    may = [by for by in actors if by.may("lists.export", community)]
    mine = {f"export of {by.key}": ask_export(families=1, by=by, **asked).pk for by in may}
    gone = replace(staff("secretary", community), user_id=new_id())
    return mine | {"export_id": ask_export(families=51, by=gone, **asked).pk}
