"""What the worker seals."""

from linli.places.models import Community
from linli.timeline.services import seal

AT_ONCE = 500


def seal_left_over() -> int:
    """Every community's events that a very slow transaction brought in late; how many."""
    communities = list(Community.objects.order_by("pk").values_list("pk", flat=True))
    return sum(seal(community_id=community_id, most=AT_ONCE, look_at_all=True) for community_id in communities)


def seal_all() -> int:
    """Every community's fresh events, outside the hot path; how many."""
    sealed = 0
    for community_id in Community.objects.order_by("pk").values_list("pk", flat=True):
        # at most ten rounds, so that one community's flood does not keep the others waiting for long
        for _round in range(10):
            done = seal(community_id=community_id, most=AT_ONCE)
            sealed += done
            if done < AT_ONCE:
                break
    return sealed
