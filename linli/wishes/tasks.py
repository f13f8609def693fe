"""What the worker does for this app."""

from linli.places.models import Community
from linli.wishes.services.drawing import draw_due_in
from linli.wishes.services.offering import lapse_offers_in
from linli.wishes.services.timing import remind_of_undecided, tell_hours_of


def lapse_offers() -> int:
    """Every community's offers to the next in line that were not taken in time; how many."""
    return sum(lapse_offers_in(community_id=community_id) for community_id in _communities())


def draw() -> int:
    """Every community's campaigns whose hour to draw has come: entries closed, then drawn; how many steps."""
    return sum(draw_due_in(community_id=community_id) for community_id in _communities())


def tell_hours() -> int:
    """Every community's campaigns whose hour has come: opened, about to close, closed; how many texts."""
    return sum(tell_hours_of(community_id=community_id) for community_id in _communities())


def remind_desks() -> int:
    """Every community's claims that wait for the desk; how many were reminded."""
    return sum(remind_of_undecided(community_id=community_id) for community_id in _communities())


def _communities() -> list[int]:
    return list(Community.objects.order_by("pk").values_list("pk", flat=True))
