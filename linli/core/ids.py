"""Keys made before the INSERT, since a key is bound into its row's encryption and rows may be made offline."""

import os
import time
from datetime import UTC, datetime, timedelta
from uuid import UUID


def new_id() -> UUID:
    """A UUID version 7 (RFC 9562, section 5.7): 48 bits of milliseconds, 12 of the millisecond's fraction, 62 random
    ones.

    Keys made later sort later, to a quarter of a microsecond (section 6.2, method 3): an index on them grows at its
    end, and the wishes of one sheet stay in its order.
    """
    milliseconds, rest = divmod(time.time_ns(), 1_000_000)
    value = (milliseconds & ((1 << 48) - 1)) << 80 | 0x7 << 76 | (rest * 4096 // 1_000_000) << 64
    value |= 0x2 << 62 | int.from_bytes(os.urandom(8), "big") >> 2
    return UUID(int=value)


def first_id_at(moment: datetime) -> UUID:
    """The lowest key that could have been made at this moment: a bound for "since when" on an index of keys."""
    milliseconds = max(0, int(moment.timestamp() * 1000))
    return UUID(int=(milliseconds & ((1 << 48) - 1)) << 80 | 0x7 << 76 | 0x2 << 62)


def first_id_within(span: timedelta) -> UUID:
    """The lowest key that could have been made within the last `span`. Keys go by the machine's clock, whatever
    `clock` says.
    """
    return first_id_at(datetime.fromtimestamp(time.time(), UTC) - span)


def made_at(key: UUID) -> datetime:
    """When a key was made, to the millisecond."""
    return datetime.fromtimestamp((key.int >> 80) / 1000, UTC)
