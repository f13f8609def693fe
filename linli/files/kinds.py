"""Owners of pictures: what a picture may belong to, and who may see it there; and why a file is no picture.

Owners stand above this app, so they register in `apps.ready()`, by dotted paths: models are not there yet.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from linli.core.actor import Actor
from linli.core.decision import Decision
from linli.files.reading import redrawing

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


REASONS = {
    redrawing.EMPTY: _("This file is empty. Please choose another one."),
    redrawing.TOO_HEAVY: _("This picture is larger than 12 MB. Please take it again with a lower resolution."),
    redrawing.TOO_WIDE: _("This picture has too many pixels. Please take it again with a lower resolution."),
    redrawing.MOVING: _("Moving pictures cannot be taken. Please choose a photo."),
    redrawing.HEIC: _(
        "This photo is in HEIC format, which cannot be read here. On the iPhone choose Settings, Camera, Formats, "
        "Most Compatible and take it again; or send it to yourself in WeChat and choose the one saved from there."
    ),
    redrawing.DRAWING: _("Drawings in SVG format cannot be taken. Please choose a photo."),
    redrawing.DAMAGED: _("This picture is damaged and cannot be read. Please take it again."),
    redrawing.UNKNOWN: _("This is no photo that can be read. Please choose one in JPG, PNG or WebP format."),
}
"""Why a file cannot be taken, by the reason that `redrawn` gives."""
