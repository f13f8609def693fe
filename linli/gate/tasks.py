"""What the worker does for the gate: says that it is alive, and forgets what nobody asks for any more."""

from linli.gate.services import beat, forget_old_codes, forget_old_keys, forget_old_tries
from linli.places.models import Community

WORKER = "worker"


def beat_worker() -> None:
    """The worker is alive."""
    beat(WORKER)


def forget_old() -> None:
    """Old keys and codes of each community, and old counts."""
    for community_id in Community.objects.order_by("pk").values_list("pk", flat=True):
        forget_old_keys(community_id=community_id)
        forget_old_codes(community_id=community_id)
    forget_old_tries()
