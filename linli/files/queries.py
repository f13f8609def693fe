"""A picture's bytes, for whom its owner lets see it."""

from dataclasses import dataclass
from uuid import UUID

from django.core.files.storage import storages
from django.utils.translation import gettext_lazy as _

from linli.core.actor import Actor
from linli.core.errors import NotHere
from linli.files.kinds import owners
from linli.files.models import Picture
from linli.files.reading import envelopes
from linli.files.reading.redrawing import SIDES

STORAGE = "pictures"


@dataclass(frozen=True, slots=True)
class Shown:
    """One size of a picture, as JPEG."""

    content: bytes
    name: str
    width: int
    height: int


def picture_for(*, community_id: int, picture_id: UUID | None, kind: str, size: str, by: Actor) -> Shown:
    """One size of a picture that belongs to something of this kind. Raises `Refused` where its owner does not let this
    person see it, and `NotHere` alike for one that is not there, of another community, or of another kind.
    """
    owner = owners[kind]
    rows = Picture.objects.within(community_id).filter(pk=picture_id, owner_kind=kind)
    picture: Picture | None = rows.first() if picture_id and size in SIDES else None
    if picture is None:
        raise NotHere(_("There is no such picture."))
    owner.decide(by, community_id, picture.pk).enforce()
    return Shown(_opened(picture, size), picture.file_name, picture.width, picture.height)


def _opened(picture: Picture, size: str) -> bytes:
    path = picture.path(size)
    try:
        with storages[STORAGE].open(path) as file:
            sealed: bytes = file.read()
    except FileNotFoundError as error:
        raise NotHere(_("There is no such picture.")) from error
    return envelopes.unseal(sealed, picture.secret, path)
