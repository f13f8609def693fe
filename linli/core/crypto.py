"""Names, phones, addresses and notes of families and persons, unreadable in a stolen database (trust, row 17).

AES-256-GCM from `cryptography`; table, column and row are bound in as associated data, so that a value moved
elsewhere is refused as one that was altered is. A value carries the id of its key, so that keys can be rotated.
What must be found again has a blind index beside it: HMAC-SHA-256 under a key of its own.
"""

import base64
import hashlib
import hmac
import json
import os
import time
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import models

_NONCE = 12


class Unreadable(Exception):
    """The stored value was altered, moved from another row, or its key is not here."""


@dataclass(frozen=True)
class Keyring:
    """The keys of one installation: `current` seals, all of them open, `index` makes blind indexes.

    `next_index` is there only while all blind indexes are being made anew (`linli manage rotate_keys --index`).
    """

    current: str
    keys: dict[str, bytes] = field(repr=False)
    index: bytes = field(repr=False)
    next_index: bytes = field(default=b"", repr=False)

    @classmethod
    def generate(cls) -> "Keyring":
        return cls("k1", {"k1": os.urandom(32)}, os.urandom(32))

    @classmethod
    def load(cls, path: Path) -> "Keyring":
        """Read `keys.json`. Raises ValueError when it is no keyring."""
        raw = json.loads(path.read_text("utf-8"))
        keys = {name: base64.b64decode(key) for name, key in raw["keys"].items()}
        ring = cls(raw["current"], keys, base64.b64decode(raw["index"]), base64.b64decode(raw.get("next_index", "")))
        if ring.current not in keys or any(len(key) != 32 for key in [*keys.values(), ring.index]):
            raise ValueError(f"{path} is not a keyring")
        return ring

    def save(self, path: Path) -> None:
        """Put this ring in the place of the one at `path`, whole or not at all, readable by its owner only."""
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(self.dump())
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)

    def dump(self) -> str:
        encoded = {name: base64.b64encode(key).decode() for name, key in self.keys.items()}
        told = {"current": self.current, "keys": encoded, "index": base64.b64encode(self.index).decode()}
        if self.next_index:
            told["next_index"] = base64.b64encode(self.next_index).decode()
        return json.dumps(told)

    def rotated(self) -> "Keyring":
        """The same ring with a fresh current key; the old ones go on opening what they sealed."""
        name = f"k{max(int(known[1:]) for known in self.keys) + 1}"
        return replace(self, current=name, keys={**self.keys, name: os.urandom(32)})

    def without_old(self) -> "Keyring":
        """Only the current key: what the others sealed cannot be opened any more."""
        return replace(self, keys={self.current: self.keys[self.current]})

    def with_next_index(self) -> "Keyring":
        """The same ring with a fresh index key in waiting, or the one that waits already."""
        return replace(self, next_index=self.next_index or os.urandom(32))

    def with_index_moved(self) -> "Keyring":
        """The index key that waited is the one in use."""
        return replace(self, index=self.next_index, next_index=b"")

    @cached_property
    def _ciphers(self) -> dict[str, AESGCM]:
        return {name: AESGCM(key) for name, key in self.keys.items()}

    @cached_property
    def _index_keys(self) -> dict[str, bytes]:
        return {}

    def seal(self, text: str, bound: str) -> bytes:
        """`text` as: length of key id, key id, nonce, ciphertext with tag. `bound` must be given again to open it."""
        head = self.current.encode()
        nonce = os.urandom(_NONCE)
        data = f"{self.current}|{bound}".encode()
        return bytes([len(head)]) + head + nonce + self._ciphers[self.current].encrypt(nonce, text.encode(), data)

    def open(self, sealed: bytes, bound: str) -> str:
        """The text again. Raises `Unreadable`."""
        key_id, start = key_of(sealed), 1 + sealed[0]
        if key_id not in self._ciphers:
            raise Unreadable("the key of this value is not on this machine")
        nonce, body = sealed[start : start + _NONCE], sealed[start + _NONCE :]
        try:
            return self._ciphers[key_id].decrypt(nonce, body, f"{key_id}|{bound}".encode()).decode()
        except (InvalidTag, ValueError) as error:
            raise Unreadable("this value was altered or belongs elsewhere") from error

    def index_of(self, purpose: str, value: str) -> bytes:
        """16 bytes that are equal for equal values of one purpose and tell nothing else."""
        if purpose not in self._index_keys:
            self._index_keys[purpose] = HKDF(SHA256(), 32, None, purpose.encode()).derive(self.index)
        return hmac.new(self._index_keys[purpose], value.encode(), hashlib.sha256).digest()[:16]


def key_of(sealed: bytes) -> str:
    """The id of the key that sealed this value. Raises `Unreadable` when it is no sealed value."""
    try:
        return sealed[1 : 1 + sealed[0]].decode("ascii")
    except (IndexError, UnicodeDecodeError) as error:
        raise Unreadable("this is no sealed value") from error


class _Watch:
    """The ring in use. Its file is looked at every few seconds: a rotation reaches processes that run for days."""

    def __init__(self) -> None:
        self.ring: Keyring | None = None
        self.seen: tuple[Path, int, int] | None = None
        self.next_look = 0.0

    def look(self) -> Keyring:
        """The ring as it stands on disk now, read only where it changed."""
        path: Path = settings.LINLI_KEYRING_FILE
        found = path.stat()
        seen = (path, found.st_mtime_ns, found.st_ino)
        if self.ring is None or self.seen != seen:
            self.ring, self.seen = Keyring.load(path), seen
        self.next_look = time.monotonic() + LOOK_EVERY
        return self.ring


LOOK_EVERY = 5.0
"""Seconds until every process knows a key that was added."""
_watch = _Watch()


def keyring() -> Keyring:
    """The installation's keyring."""
    if _watch.ring is None or time.monotonic() >= _watch.next_look:
        return _watch.look()
    return _watch.ring


def look_again() -> Keyring:
    """The keyring as it stands on disk at this moment."""
    return _watch.look()


def unseal(sealed: bytes, bound: str) -> str:
    """The text of a sealed value, also under a key that was added a moment ago. Raises `Unreadable`."""
    ring = keyring()
    if key_of(sealed) not in ring.keys:
        ring = look_again()
    return ring.open(sealed, bound)


def blind_index(purpose: str, value: str) -> bytes:
    """The index under which a value can be found: normalise it first. An empty value has an empty index."""
    return keyring().index_of(purpose, value) if value else b""


class _SealedAttribute:
    """Opens the value when it is read, since only then the row that it is bound to is known."""

    def __init__(self, column: "EncryptedTextField") -> None:
        self.column = column

    def __get__(self, row: models.Model | None, owner: type[models.Model]) -> Any:
        if row is None:
            return self
        value = row.__dict__.get(self.column.attname)
        if value is None and self.column.attname not in row.__dict__:
            row.refresh_from_db(fields=[self.column.attname])
            value = row.__dict__[self.column.attname]
        if isinstance(value, bytes):
            value = self.column.open(value, row.pk) if value else ""
            row.__dict__[self.column.attname] = value
        return value

    def __set__(self, row: models.Model, value: Any) -> None:
        row.__dict__[self.column.attname] = value


class EncryptedTextField(models.BinaryField):
    """Text sealed for its table, column and row. Written by `save()` and `bulk_create()` only; cannot be filtered by.

    Its plain value is `str`, its stored one `bytes`; `QuerySet.update()` and look-ups raise TypeError, so that
    neither can write an unbound value nor pretend to find one.
    """

    # what the attribute takes and gives, for django-stubs: a BinaryField to the database, text to everybody else
    _pyi_private_set_type: str | bytes
    _pyi_private_get_type: str  # type: ignore[assignment]  # -- see the comment above

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", b"")
        kwargs["editable"] = False
        super().__init__(*args, **kwargs)

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        setattr(cls, self.attname, _SealedAttribute(self))

    def bound(self, pk: object) -> str:
        return f"{self.model._meta.db_table}|{self.column}|{pk}"

    def open(self, sealed: bytes, pk: object) -> str:
        """A stored value of the row `pk` as text, also for values read through `values_list()`."""
        return unseal(bytes(sealed), self.bound(pk)) if sealed else ""

    def pre_save(self, model_instance: models.Model, add: bool) -> bytes:
        value = model_instance.__dict__.get(self.attname)
        if isinstance(value, bytes):
            return value
        if model_instance.pk is None:
            raise TypeError("a sealed value needs the key of its row first")
        return keyring().seal(str(value), self.bound(model_instance.pk)) if value else b""

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if value == "":
            # nothing is stored as nothing, and a migration that adds the column fills it so
            value = b""
        if isinstance(value, str):
            raise TypeError(
                f"{self.model.__name__}.{self.name} is sealed: write it with save(), find it by its blind index"
            )
        return super().get_db_prep_value(value, connection, prepared)

    def get_lookup(self, lookup_name: str) -> Any:
        """None for what would search in sealed bytes, so that Django refuses it instead of finding nothing."""
        return super().get_lookup(lookup_name) if lookup_name in {"exact", "in", "isnull"} else None

    def from_db_value(self, value: Any, expression: object, connection: object) -> bytes | None:
        return None if value is None else bytes(value)

    def get_default(self) -> str:
        return ""
