"""Keeping a picture, giving it to its owner, letting it go; the worker erases what nothing has."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.core import clock
from linli.core.actor import Actor
from linli.core.errors import Conflict
from linli.files.kinds import owners
from linli.files.models import Picture
from linli.files.queries import STORAGE
from linli.files.reading import envelopes
from linli.files.reading.redrawing import SIDES, Redrawn
from linli.gate.services import Outcome, once, remembered
from linli.places.models import Community

UNUSED_FOR = timedelta(days=1)
LONGEST_NAME = 120
AT_ONCE = 500


def hand_in(
    *,
    community_id: int,
    key: str,
    body: Mapping[str, object],
    picture: Redrawn,
    give: Callable[[UUID], Outcome],
    by: Actor,
) -> Outcome:
    """Keep a picture and let `give` give it to its owner, once for each key. What `give` raises leaves the picture
    unused. The caller has asked for the permission already.
    """
    told = {**body, "picture": picture.content_hash}
    prior = remembered(community_id=community_id, key=key, body=told, by=by)
    if prior is not None:
        return prior
    kept = keep_picture(community_id=community_id, picture=picture, by=by).pk
    return once(community_id=community_id, key=key, body=told, do=lambda: give(kept), by=by)


def keep_picture(*, community_id: int, picture: Redrawn, by: Actor) -> Picture:
    """Keep a picture that belongs to nothing yet. Its row comes before its files, so that no file is ever without one.

    It is given to its owner in a transaction of its own.
    """
    row = Picture(
        community_id=community_id,
        made_by=by.key,
        made_at=clock.now(),
        width=picture.width,
        height=picture.height,
        size=picture.weight,
        content_hash=picture.content_hash,
        file_name=picture.name[-LONGEST_NAME:],
        secret=envelopes.new_secret(),
    )
    with transaction.atomic():
        Picture.objects.add(row)
    for size, content in picture.sizes.items():
        path = row.path(size)
        storages[STORAGE].save(path, ContentFile(envelopes.seal(content, row.secret, path)))
    return row


def give_to_owner(*, community_id: int, picture_id: UUID, kind: str, by: Actor) -> None:
    """Let something of this kind have the picture, in the caller's transaction. Raises `Conflict` unless this person
    handed it in and nothing has it yet.
    """
    mine = Picture.objects.within(community_id).filter(pk=picture_id, owner_kind="", made_by=by.key)
    if not mine.update(owner_kind=owners[kind].kind):
        raise Conflict(_("This picture is no longer here. Please choose it again."))


def let_go(*, community_id: int, picture_id: UUID) -> None:
    """Nothing has this picture any more, in the caller's transaction: nobody sees it from now on."""
    Picture.objects.within(community_id).filter(pk=picture_id).update(owner_kind="", made_by="")


def erase_unused() -> int:
    """Erase pictures, files first, that nothing has: let go, never used within a day, or of an owner that is gone."""
    erased = 0
    for community_id in Community.objects.order_by("pk").values_list("pk", flat=True):
        for picture in _unused(community_id):
            for size in SIDES:
                storages[STORAGE].delete(picture.path(size))
            with transaction.atomic():
                erased += Picture.objects.within(community_id).filter(pk=picture.pk).erase()
    return erased


def _unused(community_id: int) -> list[Picture]:
    pictures = Picture.objects.within(community_id).defer("file_name", "secret").order_by("pk")
    without = pictures.filter(owner_kind="")
    unused = [*without.filter(made_by=""), *without.exclude(made_by="").filter(made_at__lt=clock.now() - UNUSED_FOR)]
    for owner in owners.values():
        owned = pictures.filter(owner_kind=owner.kind, made_at__lt=clock.now() - UNUSED_FOR)
        last = None
        while page := list((owned.filter(pk__gt=last) if last else owned)[:AT_ONCE]):
            last = page[-1].pk
            there = owner.still_there(community_id, [picture.pk for picture in page])
            unused += [picture for picture in page if picture.pk not in there]
    return unused
