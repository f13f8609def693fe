"""What the worker does for this app."""

from linli.places.models import Community
from linli.wishes.services.offering import lapse_offers_in


def lapse_offers() -> int:
    """Every community's offers to the next in line that were not taken in time; how many."""
    communities = list(Community.objects.order_by("pk").values_list("pk", flat=True))
    return sum(lapse_offers_in(community_id=community_id) for community_id in communities)
