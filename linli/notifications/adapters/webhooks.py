"""A webhook of an office: the text as JSON, signed with its secret."""

import hashlib
import hmac
import json
from uuid import UUID

from linli.notifications.adapters.posting import Undelivered, post


def post_to_webhook(url: str, secret: str, text: str, message: UUID) -> None:
    """Post the text once. The same message always has the same id. Raises `Undelivered`.

    With a secret the header X-Linli-Signature holds sha256= and the HMAC of the body in hexadecimal.
    """
    body = json.dumps({"id": str(message), "text": text}, ensure_ascii=False).encode()
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Linli",
        "X-Linli-Message": str(message),
    }
    if secret:
        headers["X-Linli-Signature"] = "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    status = post(url, body, headers).status
    if status in {404, 410}:
        raise Undelivered("address")
    if status >= 500:
        raise Undelivered("no_answer")
    if not 200 <= status < 300:
        raise Undelivered("refused")
