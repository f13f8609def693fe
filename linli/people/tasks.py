"""What the worker does for this app."""

import time
from uuid import UUID

from linli.accounts.models import User
from linli.accounts.queries import actor_for
from linli.core.actor import ANONYMOUS, Actor
from linli.people.queries.sheets import sheets_at_work
from linli.people.services.exporting import forget_old_exports
from linli.people.services.sheet_steps import step
from linli.people.services.sheets import forget_old_sheets
from linli.places.models import Community

__all__ = ["forget_exports", "forget_old_sheets", "work_on_sheets"]

TURN = 1.0
"""Seconds, after which the other jobs have their turn."""


def forget_exports() -> int:
    """Drop lists that were asked for long ago, in every community."""
    communities = Community.objects.order_by("pk").values_list("pk", flat=True)
    return sum(forget_old_exports(community_id=community_id) for community_id in communities)


def work_on_sheets() -> None:
    """Read and import what waits, piece by piece, the oldest sheet first, as whoever handed it in."""
    until = time.monotonic() + TURN
    for sheet in sheets_at_work():
        by = _whoever(sheet.made_by)
        while time.monotonic() < until and step(community_id=sheet.community_id, sheet_id=sheet.pk, by=by):
            pass


def _whoever(key: str) -> Actor:
    """With the roles of this moment: what was taken away meanwhile is refused."""
    kind, _colon, number = key.partition(":")
    user = User.objects.filter(pk=UUID(number)).first() if kind == "user" else None
    return actor_for(user) if user and user.is_active else ANONYMOUS
