"""Six offices opened, their staff named to their roles."""

from linli.accounts.queries import actor_for, user_by_phone
from linli.accounts.services import ensure_user, grant_role
from linli.core import clock
from linli.core.actor import SYSTEM, Actor
from linli.core.errors import NotHere
from linli.demo.kinds.calendar import Calendar
from linli.demo.kinds.offices import OFFICES
from linli.demo.kinds.people import OFFICIALS, Official
from linli.places.kinds import level_of
from linli.places.services import open_community
from linli.portal.services.appointing import appoint

OPENED_DAYS_AGO = 96


def open_offices(calendar: Calendar) -> None:
    """Open every office of the page, and give everybody their role, some months ago."""
    with clock.at(calendar.before(OPENED_DAYS_AGO, 9)):
        for office in OFFICES:
            open_community(
                code=office.code,
                centre_name=office.centre_name,
                centre_address=office.address,
                hours=office.hours,
                phone=office.phone,
                by=SYSTEM,
            )
        for official in OFFICIALS:
            _name(official)


def _name(official: Official) -> None:
    """Whoever looks after places above communities is known to no community, so has an account and no more."""
    if level_of(official.place) == "community":
        appoint(
            community_id=official.place,
            name=official.name,
            phone=official.phone,
            role=official.role,
            until=None,
            by=SYSTEM,
        )
    else:
        grant_role(user=ensure_user(official.phone), role=official.role, place=official.place, by=SYSTEM)


def acting(official: Official) -> Actor:
    """This person as the one who asks, with the roles in force at the clock's moment. Raises `NotHere`."""
    user = user_by_phone(official.phone)
    if user is None:
        raise NotHere
    return actor_for(user)
