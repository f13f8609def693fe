"""Posting events to an address outside: signed, and the same each time."""

import hashlib
import hmac
from dataclasses import dataclass

from linli.notifications.adapters import Undelivered, in_time, posting


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
    """Deliver. Raises `Undelivered` unless the receiver answers 2xx; `problem` is the status that it answers."""
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Linli",
        "Linli-Delivery": letter.delivery,
        "Linli-Signature": letter.signature,
    }
    answer = in_time(lambda: posting.post(letter.url, letter.body, headers))
    if not 200 <= answer.status < 300:
        raise Undelivered(str(answer.status))
