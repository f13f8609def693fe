"""Once-only POSTs, limits, one-time codes, public codes, the worker's pulse."""

from linli.gate.services.codes import (
    ALPHABET,
    check_code,
    forget_old_codes,
    make_code,
    new_public_code,
    read_public_code,
    six_digits,
)
from linli.gate.services.limits import forget_old_tries, limit, limit_codes, secret_hash
from linli.gate.services.once import Outcome, fingerprint_of, forget_old_keys, once, remember, remembered
from linli.gate.services.pulse import beat

__all__ = [
    "ALPHABET",
    "Outcome",
    "beat",
    "check_code",
    "fingerprint_of",
    "forget_old_codes",
    "forget_old_keys",
    "forget_old_tries",
    "limit",
    "limit_codes",
    "make_code",
    "new_public_code",
    "once",
    "read_public_code",
    "remember",
    "remembered",
    "secret_hash",
    "six_digits",
]
