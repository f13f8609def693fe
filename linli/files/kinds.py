"""Owners of pictures: what a picture may belong to, and who may see it there.

Owners stand above this app, so they register in `apps.ready()`, by dotted paths: models are not there yet.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.module_loading import import_string

from linli.core.actor import Actor
from linli.core.decision import Decision

Reader = Callable[[Actor, int, UUID], Decision]
Standing = Callable[[int, Iterable[UUID]], Iterable[UUID]]


@dataclass(frozen=True, slots=True)
class Owner:
    """`may_see(actor, community_id, picture_id)` decides on every byte; `standing(community_id, picture_ids)`
    tells which of these pictures something still has.
    """

    kind: str
    may_see: str
    standing: str

    def decide(self, actor: Actor, community_id: int, picture_id: UUID) -> Decision:
        reader: Reader = import_string(self.may_see)
        return reader(actor, community_id, picture_id)

    def still_there(self, community_id: int, picture_ids: Iterable[UUID]) -> set[UUID]:
        asked: Standing = import_string(self.standing)
        return set(asked(community_id, picture_ids))


owners: dict[str, Owner] = {}


def register(kind: str, *, may_see: str, standing: str) -> None:
    """Let things of this kind own pictures. Raises ValueError when the kind is another one's already."""
    owner = Owner(kind, may_see, standing)
    if owners.setdefault(kind, owner) != owner:
        raise ValueError(f"two owners of pictures are called {kind}")
