"""Families and staff as tests of the desk need them, made through the services."""

from uuid import UUID

from linli.accounts.kinds import ROLES
from linli.core import clock
from linli.core.actor import SYSTEM, Actor, Grant
from linli.people.models import Household
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
