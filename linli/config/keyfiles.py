"""The secrets of an installation: made at the first start, readable by their owner only, never overwritten."""

import os
import secrets
from collections.abc import Callable
from pathlib import Path

from linli.core.crypto import Keyring

SECRET_KEY = "secret_key"  # noqa: S105  # -- the name of a file
KEYRING = "keys.json"


def folder(path: Path) -> Path:
    """`path` as a folder only its owner may enter."""
    if not path.is_dir():
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def first_writer_wins(path: Path, make: Callable[[], str]) -> str:
    """The text at `path`; where it is missing, `make()` is written there at once and whole.

    Several processes may start together: the text is written under a name of its own and linked into place, which fails
    where another was quicker. So nobody ever reads half a key, and all read the same.
    """
    if not path.exists():
        draft = folder(path.parent) / f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}"
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(make())
                file.flush()
                os.fsync(file.fileno())
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink(missing_ok=True)
    return path.read_text("utf-8")


def secret_key(key_folder: Path) -> str:
    """Django's secret key."""
    return first_writer_wins(key_folder / SECRET_KEY, lambda: secrets.token_urlsafe(64))


def keyring(key_folder: Path) -> Keyring:
    """The keys that families' data are encrypted with. Raises ValueError when the file is no keyring."""
    path = key_folder / KEYRING
    first_writer_wins(path, lambda: Keyring.generate().dump())
    return Keyring.load(path)
