"""Bytes sealed under a key of their own: the file tells nothing to whoever takes it, and is gone with its key.

The key stands in a sealed column of the file's row, so that keys of the house are rotated without touching files.
"""

import base64
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE = 12


class Altered(Exception):
    """The file is not what was written under this key and name."""


def new_secret() -> str:
    """A key for one file, as text."""
    return base64.b64encode(os.urandom(32)).decode()


def seal(content: bytes, secret: str, bound: str) -> bytes:
    """`content` sealed; `bound`, its name, must be given again to open it."""
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(base64.b64decode(secret)).encrypt(nonce, content, bound.encode())


def unseal(sealed: bytes, secret: str, bound: str) -> bytes:
    """The content again. Raises `Altered`."""
    try:
        return AESGCM(base64.b64decode(secret)).decrypt(sealed[:_NONCE], sealed[_NONCE:], bound.encode())
    except (InvalidTag, ValueError) as error:
        raise Altered("this file was altered or belongs elsewhere") from error
