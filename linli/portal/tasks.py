"""What the worker does for the desk."""

from linli.core import clock
from linli.places.adapters.closed_days import closed_day
from linli.places.models import Community
from linli.portal.services.telling import tell_of_the_day

MORNING, NOON = 9, 12
"""Between these hours of a working day the staff are told what waits; a worker that was down later says nothing."""


def tell_staff_of_the_day() -> int:
    """Tell each office that has a channel, once a day however often this is called. How many had something to hear."""
    here = clock.local(clock.now())
    if not MORNING <= here.hour < NOON or closed_day(here.date()):
        return 0
    return sum(tell_of_the_day(office=office) for office in Community.objects.order_by("pk"))
