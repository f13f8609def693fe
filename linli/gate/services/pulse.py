"""The worker's pulse, by which `/healthz` knows it is alive."""

from django.db import transaction

from linli.core import clock
from linli.gate.models import Pulse


def beat(name: str) -> None:
    """The worker is alive."""
    with transaction.atomic():
        if not Pulse.objects.filter(name=name).update(at=clock.now()):
            Pulse.objects.bulk_create([Pulse(name=name, at=clock.now())], ignore_conflicts=True)
