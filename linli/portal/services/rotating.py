"""Changing the keys that families' data are encrypted with: the sealing key while everything runs, the index key
offline.

One table and one community at a time, in batches of their own, so that nothing waits for long; a run that was
stopped is taken up again by the next one.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from linli.accounts.services.second_factor import count_second_factors_under_old_keys, seal_second_factors_anew
from linli.accounts.services.weixin import forget_links
from linli.core.crypto import EncryptedTextField, Keyring, key_of, look_again, unseal
from linli.core.errors import Conflict
from linli.core.registry import Kind, tables
from linli.gate.models import OneTimeCode
from linli.places.models import Community

BATCH = 200
# what each blind index is an index of, and for which purpose; a test holds every index of every table to this
PURPOSES = {"phone": "phone", "address": "address", "name": "person.name", "head_name": "person.name"}


@dataclass(frozen=True)
class Part:
    """The rows of one table that are worked through together: all of them, or those of one community."""

    model: type[models.Model]
    rows: Callable[[], Any]

    def fields(self) -> list[EncryptedTextField]:
        return [field for field in self.model._meta.concrete_fields if isinstance(field, EncryptedTextField)]

    def indexes(self) -> dict[str, EncryptedTextField]:
        """Each blind index with the field it is made of."""
        names = {field.name for field in self.model._meta.concrete_fields}
        return {f"{field.name}_index": field for field in self.fields() if f"{field.name}_index" in names}

    def batches(self, *columns: str) -> Iterator[list[tuple[Any, ...]]]:
        """Keys and stored values, batch by batch in the order of the keys."""
        last = None
        while True:
            rows = self.rows().order_by("pk").values_list("pk", *columns)
            batch = list((rows.filter(pk__gt=last) if last else rows)[:BATCH])
            if not batch:
                return
            last = batch[-1][0]
            yield batch


def parts() -> Iterator[Part]:
    """Every registered table with sealed values, a tenant table once for each community."""
    communities = list(Community.objects.order_by("pk").values_list("pk", flat=True))
    for table in tables.values():
        part = Part(table.model, table.model._base_manager.all)
        if not part.fields():
            continue
        if table.kind is not Kind.TENANT:
            yield part
            continue
        for community_id in communities:
            yield Part(table.model, _rows_within(table.model, community_id))


def _rows_within(model: Any, community_id: int) -> Callable[[], Any]:
    return lambda: model.objects.within(community_id)


def add_key() -> Keyring:
    """A fresh sealing key on the ring; the one that is being changed over to already, where a run was stopped."""
    ring = look_again()
    if len(ring.keys) == 1:
        ring.rotated().save(settings.LINLI_KEYRING_FILE)
    return look_again()


def seal_anew() -> int:
    """Seal every value with the current key that an old one sealed; how many. What is written meanwhile stays."""
    ring = look_again()
    return sum(_seal_part(part, ring) for part in parts()) + seal_second_factors_anew()


def _seal_part(part: Part, ring: Keyring) -> int:
    fields, done = part.fields(), 0
    for batch in part.batches(*(field.name for field in fields)):
        with transaction.atomic():
            for key, *values in batch:
                done += sum(
                    _seal_value(part, ring, field, key, value) for field, value in zip(fields, values, strict=True)
                )
    return done


def _seal_value(part: Part, ring: Keyring, field: EncryptedTextField, key: Any, stored: bytes) -> int:
    if not stored or key_of(stored) == ring.current:
        return 0
    fresh = ring.seal(unseal(stored, field.bound(key)), field.bound(key))
    # only where it is still what was read: whoever wrote in between wrote under the current key
    changed: int = part.rows().filter(pk=key, **{field.name: stored}).update(**{field.name: fresh})
    return changed


def count_under_old_keys() -> int:
    """How many values the current key does not open."""
    ring, found = look_again(), count_second_factors_under_old_keys()
    for part in parts():
        for batch in part.batches(*(field.name for field in part.fields())):
            found += sum(bool(value) and key_of(value) != ring.current for _key, *values in batch for value in values)
    return found


def drop_old_keys() -> int:
    """Take the old keys off the ring; how many. Raises `Conflict` while they are still needed."""
    ring = look_again()
    if left := count_under_old_keys():
        raise Conflict(_("%(count)s values are still under an old key. Run the command again.") % {"count": left})
    ring.without_old().save(settings.LINLI_KEYRING_FILE)
    look_again()
    return len(ring.keys) - 1


def index_anew() -> int:
    """Make every blind index with a fresh key; how many rows. Nobody may write meanwhile, nor look anything up.

    One-time codes, which are found by their phone's index and live ten minutes, are dropped; so are the links to
    Weixin, of which nothing but the index is kept.
    """
    ring = look_again().with_next_index()
    ring.save(settings.LINLI_KEYRING_FILE)
    ring = look_again()
    moved = ring.with_index_moved()
    done = sum(_index_part(part, moved) for part in parts())
    with transaction.atomic():
        for community_id in Community.objects.order_by("pk").values_list("pk", flat=True):
            OneTimeCode.objects.within(community_id).erase()
        forget_links()
    moved.save(settings.LINLI_KEYRING_FILE)
    look_again()
    return done


def _index_part(part: Part, ring: Keyring) -> int:
    indexes, done = part.indexes(), 0
    if not indexes:
        return 0
    for batch in part.batches(*(field.name for field in indexes.values())):
        with transaction.atomic():
            for key, *values in batch:
                fresh = {
                    name: _index_of(ring, field, key, stored)
                    for (name, field), stored in zip(indexes.items(), values, strict=True)
                }
                done += part.rows().filter(pk=key).update(**fresh)
    return done


def _index_of(ring: Keyring, field: EncryptedTextField, key: Any, stored: bytes) -> bytes:
    text = unseal(stored, field.bound(key)) if stored else ""
    return ring.index_of(PURPOSES[field.name], text) if text else b""
