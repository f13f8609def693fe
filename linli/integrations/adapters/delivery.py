"""Posting events to an address outside: signed, bounded in time, never into the office's own network unless allowed."""

import hashlib
import hmac
import http.client
import ipaddress
import socket
import ssl
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

PATIENCE = 5.0
"""Seconds for each step of a delivery: to connect, and for each answer of the network."""


class NotDelivered(Exception):
    """Why, as a code: `private`, `unknown host`, `timeout`, `refused`, or the status of the answer."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A body for an address. `delivery` is the same for each try, so that the receiver knows it again."""

    url: str
    secret: str
    delivery: str
    sent_at: int
    body: bytes

    @property
    def signature(self) -> str:
        """HMAC-SHA256 over time and body, so that neither can be changed nor an old one be sent again unnoticed."""
        said = f"{self.sent_at}.".encode() + self.body
        return f"t={self.sent_at},v1={hmac.new(self.secret.encode(), said, hashlib.sha256).hexdigest()}"


def post(letter: Letter) -> None:
    """Deliver. Raises `NotDelivered` unless the receiver answers 2xx; redirects are not followed."""
    parts = urlsplit(letter.url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    connection = _connection(parts.scheme, parts.hostname or "", port)
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Linli",
        "Linli-Delivery": letter.delivery,
        "Linli-Signature": letter.signature,
    }
    try:
        connection.request(
            "POST", f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}", letter.body, headers
        )
        status = connection.getresponse().status
    except TimeoutError:
        raise NotDelivered("timeout") from None
    except (OSError, http.client.HTTPException):
        raise NotDelivered("refused") from None
    finally:
        connection.close()
    if not 200 <= status < 300:
        raise NotDelivered(str(status))


def _connection(scheme: str, host: str, port: int) -> http.client.HTTPConnection:
    """A connection to the very address that was looked at: a name that changes meanwhile leads nowhere else."""
    address = _address(host, port)
    if scheme == "https":
        connection: http.client.HTTPConnection = http.client.HTTPSConnection(
            host, port, timeout=PATIENCE, context=ssl.create_default_context()
        )
    else:
        connection = http.client.HTTPConnection(host, port, timeout=PATIENCE)
    # the standard library's own hook for how the socket is made (http.client, `_create_connection`)
    connection._create_connection = lambda _where, timeout, source=None: socket.create_connection(  # type: ignore[attr-defined]  # -- not in the stubs
        (address, port), timeout, source
    )
    return connection


def _address(host: str, port: int) -> str:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NotDelivered("unknown host") from None
    addresses = [str(entry[4][0]) for entry in found]
    if not settings.LINLI_WEBHOOKS_PRIVATE and not all(ipaddress.ip_address(text).is_global for text in addresses):
        raise NotDelivered("private")
    return addresses[0]
