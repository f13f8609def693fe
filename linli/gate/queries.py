"""Reads of the gate: whose a public code is, when the worker was last alive."""

from datetime import datetime

from linli.gate.models import PublicCode, Pulse


def public_code(code: str) -> PublicCode | None:
    """The community and the thing that a public code names."""
    return PublicCode.objects.filter(code=code).first()


def last_beat(name: str) -> datetime | None:
    return Pulse.objects.filter(name=name).values_list("at", flat=True).first()
