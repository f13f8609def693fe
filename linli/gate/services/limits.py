"""Limits against guessing and flooding, counted in the database, so that all processes share them."""

import hashlib
import hmac
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.core import clock
from linli.core.errors import TooMany
from linli.gate.models import Throttle

KEEP_TRIES = timedelta(days=2)


def secret_hash(purpose: str, value: str) -> bytes:
    """A keyed hash of a short secret, useless without the installation's key."""
    return hmac.new(settings.SECRET_KEY.encode(), f"{purpose}|{value}".encode(), hashlib.sha256).digest()


def _count(bucket: str, seconds: int) -> Throttle:
    """One try more; the row as it stands then, locked until the transaction ends.

    Conditional UPDATEs only: whoever comes second at a window's end finds it begun anew already and counts into it.
    """
    now, window = clock.now(), timedelta(seconds=seconds)
    rows = Throttle.objects.filter(bucket=bucket)
    # one that begins in the future was written by a clock that was wrong, and must lock nobody out
    counted = rows.filter(since__gt=now - window, since__lt=now + window).update(tries=F("tries") + 1)
    over = Q(since__lte=now - window) | Q(since__gte=now + window)
    if not counted and not rows.filter(over).update(since=now, tries=1):
        Throttle.objects.bulk_create([Throttle(bucket=bucket, since=now, tries=0)], ignore_conflicts=True)
        rows.update(tries=F("tries") + 1)
    return rows.get()


def limit(*, purpose: str, subject: str, most: int, seconds: int) -> None:
    """Count one try. Raises `TooMany` when it is beyond `most` in `seconds` from the first one on.

    Call it outside the transaction whose failure it counts, so that the count survives.
    """
    bucket = secret_hash(f"limit.{purpose}", subject).hex()
    with transaction.atomic():
        row = _count(bucket, seconds)
    if row.tries > most:
        wait = row.since + timedelta(seconds=seconds) - clock.now()
        raise TooMany(_("Too many tries. Please wait a little and try again."), max(1, int(wait.total_seconds())))


def limit_codes(phone: str) -> None:
    """One code more for this normalised phone. Raises `TooMany` above one a minute and five a day (trust, row 26)."""
    try:
        limit(purpose="codes.minute", subject=phone, most=1, seconds=60)
        limit(purpose="codes.day", subject=phone, most=5, seconds=24 * 3600)
    except TooMany as error:
        raise TooMany(_("A code was asked for just now. Please wait before asking again."), error.retry_after) from None


def forget_old_tries() -> int:
    """Drop counts that no limit looks at any more."""
    with transaction.atomic():
        return Throttle.objects.filter(since__lt=clock.now() - KEEP_TRIES).delete()[0]
