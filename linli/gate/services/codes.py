"""One-time codes of six digits, and the random codes in public addresses."""

import hmac
import secrets
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from linli.core import clock
from linli.core.actor import Actor
from linli.core.crypto import blind_index
from linli.core.ids import new_id
from linli.gate.models import OneTimeCode, PublicCode
from linli.gate.services.limits import limit_codes, secret_hash

GOOD_FOR = timedelta(minutes=10)
TRIES = 5
KEEP_CODES = timedelta(days=1)
# Crockford's base 32 without I, L, O and U, so that a code read aloud is typed back right
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def six_digits() -> str:
    """A fresh one-time code."""
    return f"{secrets.randbelow(10**6):06d}"


def make_code(*, community_id: int, purpose: str, phone: str, by: Actor) -> str:
    """A code for this normalised phone and purpose, good for ten minutes and five tries; the one before is void.

    Only its hash is kept. Raises `TooMany` above one a minute and five a day; codes made by the platform itself at the
    server's console are not limited.
    """
    if by.key != "system":
        limit_codes(phone)
    code, key = six_digits(), new_id()
    with transaction.atomic():
        _open_codes(community_id, purpose, phone).update(expires_at=clock.now())
        OneTimeCode.objects.create(
            id=key,
            community_id=community_id,
            purpose=purpose,
            phone_index=blind_index("phone", phone),
            code_hash=_hash(key, code),
            expires_at=clock.now() + GOOD_FOR,
        )
    return code


def _hash(key: UUID, code: str) -> bytes:
    return secret_hash(f"code.{key.hex}", code)


def _open_codes(community_id: int, purpose: str, phone: str):  # type: ignore[no-untyped-def]  # -- a TenantQuerySet
    rows = OneTimeCode.objects.within(community_id).filter(purpose=purpose, phone_index=blind_index("phone", phone))
    return rows.filter(used_at__isnull=True, expires_at__gt=clock.now(), tries__lt=TRIES)


def check_code(*, community_id: int, purpose: str, phone: str, code: str, by: Actor) -> bool:
    """Whether this is the code that was made; a right one is used up, a wrong one costs a try.

    Call it outside a transaction that a wrong code would roll back, so that the try stays counted.
    """
    with transaction.atomic():
        row = _open_codes(community_id, purpose, phone).order_by("-id").first()
        if row is None:
            return False
        mine = OneTimeCode.objects.within(community_id).filter(pk=row.pk, used_at__isnull=True)
        if not mine.filter(tries__lt=TRIES).update(tries=F("tries") + 1):
            return False
        if not hmac.compare_digest(_hash(row.pk, code.strip()), bytes(row.code_hash)):
            return False
        return bool(mine.update(used_at=clock.now()))


def forget_old_codes(*, community_id: int) -> int:
    """Drop codes that were used or ran out a day ago."""
    old = clock.now() - KEEP_CODES
    with transaction.atomic():
        return OneTimeCode.objects.within(community_id).filter(Q(expires_at__lt=old) | Q(used_at__lt=old)).erase()


def new_public_code(*, community_id: int, kind: str, target_id: UUID) -> str:
    """A random public code of 12 characters (60 bits) for one thing."""
    code = "".join(secrets.choice(ALPHABET) for _place in range(12))
    PublicCode.objects.create(code=code, community_id=community_id, kind=kind, target_id=target_id)
    return code


def read_public_code(typed: str) -> str:
    """A code as it may be typed or read aloud: lower case, O for 0, I and L for 1, with dashes."""
    return typed.strip().upper().replace("-", "").translate(str.maketrans("OIL", "011"))
