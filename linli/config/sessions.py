"""Sessions in the database, sealed, each write in a transaction: on SQLite nothing writes past the queue of writers."""

import base64
import binascii
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import transaction

from linli.core.crypto import Unreadable, keyring, unseal


class SessionStore(DatabaseStore):
    """Django's store; it saves in a transaction by itself, but deletes outside one.

    While somebody signs in, the session holds the phone and the code: sealed, neither is read in a stolen database.
    """

    def encode(self, session_dict: dict[str, Any]) -> str:
        text = self.serializer().dumps(session_dict).decode("latin-1")
        return base64.b85encode(keyring().seal(text, "session")).decode("ascii")

    def decode(self, session_data: str | bytes) -> dict[str, Any]:
        try:
            text = unseal(base64.b85decode(session_data), "session")
            found: dict[str, Any] = self.serializer().loads(text.encode("latin-1"))
        except (Unreadable, ValueError, binascii.Error):
            return {}
        return found

    def delete(self, session_key: str | None = None) -> None:
        with transaction.atomic():
            super().delete(session_key)

    @classmethod
    def clear_expired(cls) -> None:
        with transaction.atomic():
            super().clear_expired()
