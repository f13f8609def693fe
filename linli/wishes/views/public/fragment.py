"""The part of a wall that changes, made at most once a second in each process and handed to everybody."""

import gzip
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.cache import cache

from linli.core import clock

FRESH = timedelta(seconds=1)
"""How long a fragment is the answer to everybody."""
STALE = timedelta(seconds=5)
"""How old it may be while one thread makes the next."""


@dataclass(frozen=True, slots=True)
class Fragment:
    """A part of a page as it was at one moment; `packed` is the same, compressed once for all."""

    html: str
    packed: bytes
    etag: str
    made_at: datetime


def kept(key: str, make: Callable[[datetime], str]) -> Fragment:
    """The fragment of this moment: from the cache of the process where that is fresh, else as `make` gives it.

    When it has gone stale, one thread makes the next and the others hand out the last one meanwhile. The cache drops
    what was used longest ago beyond its number of entries, and everything after a few seconds; nothing is kept of a
    `make` that raises.
    """
    now = clock.now()
    last: Fragment | None = cache.get(key)
    age = abs(now - last.made_at) if last is not None else STALE
    if last is not None and age < FRESH:
        return last
    mine = cache.add(f"{key}.making", True, timeout=STALE.total_seconds())
    if last is not None and not mine and age < STALE:
        return last
    try:
        fragment = _fragment(make(now), now)
        cache.set(key, fragment, timeout=STALE.total_seconds())
        return fragment
    finally:
        if mine:
            cache.delete(f"{key}.making")


def _fragment(html: str, now: datetime) -> Fragment:
    body = html.encode()
    etag = f'W/"{hashlib.sha256(body).hexdigest()[:24]}"'
    return Fragment(html, gzip.compress(body, compresslevel=5, mtime=0), etag, now)
