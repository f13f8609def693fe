"""A draw that anybody can repeat: a secret is committed to beforehand, the list is closed, then the secret is told.

Everything here is a function of what is published, so the platform that draws and whoever checks it run the same few
lines. `docs/adr/0015-a-draw-that-can-be-repeated.md` says what this proves and what it does not.
"""

import hashlib
import hmac
import re
import secrets
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

FORMAT = "linli-draw-1"
KEYS = ("format", "campaign", "draw_at", "cap", "commitment", "entries_sha256", "seed", "entries", "results")
_HEX = re.compile(r"[0-9a-f]{64}")

Entry = tuple[int, str]
"""The public number of a wish, and the public code of somebody who entered for it."""


@dataclass(frozen=True, slots=True)
class Result:
    """One wish: everybody who entered for it in the order drawn, and who has it; None where all had enough already."""

    wish: int
    order: Sequence[str]
    winner: str | None


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a published draw: the name of the check, and where."""

    check: str
    where: str = ""


def new_secret() -> str:
    """256 random bits, in hexadecimal digits."""
    return secrets.token_hex(32)


def commitment_of(secret: str) -> str:
    """What is published of a secret before the draw: it shows nothing of it, and nobody finds another one for it."""
    return hashlib.sha256(bytes.fromhex(secret)).hexdigest()


def digest_of(campaign: str, draw_at: str, cap: int, entries: Iterable[Entry]) -> str:
    """The SHA-256 of the closed list with all that decides beside the secret; `entries` in ascending order."""
    lines = [FORMAT, campaign, draw_at, str(cap), *(f"{number} {code}" for number, code in entries)]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def ticket_of(seed: str, digest: str, entry: Entry) -> str:
    """What an entry draws; the lowest of a wish comes first. The list's digest is in it, so that who knows the secret
    before the list is closed cannot say what an entry will draw.
    """
    number, code = entry
    return hmac.new(bytes.fromhex(seed), f"{digest} {number} {code}".encode(), hashlib.sha256).hexdigest()


def drawn(seed: str, digest: str, cap: int, entries: Iterable[Entry]) -> list[Result]:
    """The result, wish by wish in the order of their numbers. Nobody wins more than `cap`; 0 is no limit."""
    of_wish: dict[int, list[str]] = defaultdict(list)
    for number, code in entries:
        of_wish[number].append(code)
    wins: Counter[str] = Counter()
    results = []
    for number in sorted(of_wish):
        order = sorted(of_wish[number], key=lambda code: (ticket_of(seed, digest, (number, code)), code))
        winner = next((code for code in order if not cap or wins[code] < cap), None)
        if winner is not None:
            wins[winner] += 1
        results.append(Result(number, order, winner))
    return results


def published(
    *, campaign: str, draw_at: str, cap: int, commitment: str, seed: str, entries: Sequence[Entry]
) -> dict[str, Any]:
    """All that is needed to repeat the draw, for JSON."""
    digest = digest_of(campaign, draw_at, cap, entries)
    results = [
        {"wish": each.wish, "order": list(each.order), "winner": each.winner}
        for each in drawn(seed, digest, cap, entries)
    ]
    return {
        "format": FORMAT,
        "campaign": campaign,
        "draw_at": draw_at,
        "cap": cap,
        "commitment": commitment,
        "entries_sha256": digest,
        "seed": seed,
        "entries": [list(entry) for entry in entries],
        "results": results,
    }


def faults(document: object, *, commitment: str = "", digest: str = "") -> list[Fault]:
    """What is wrong with a published draw; nothing where everything holds.

    `commitment` and `digest`: as they were read on the wall, in the group or on the page before the draw.
    """
    if misshapen := list(_misshapen(document)):
        return misshapen
    told: Mapping[str, Any] = document  # type: ignore[assignment]  # -- its shape was looked at
    return [*_broken_promises(told, commitment, digest), *_wrong_results(told)]


def _misshapen(told: object) -> Iterator[Fault]:
    if not isinstance(told, dict):
        yield Fault("shape")
        return
    yield from (Fault("missing", name) for name in KEYS if name not in told)
    yield from (Fault("unknown", str(name)) for name in told if name not in KEYS)
    shapes = {
        "format": told.get("format") == FORMAT,
        "campaign": isinstance(told.get("campaign"), str),
        "draw_at": isinstance(told.get("draw_at"), str),
        "cap": _is_count(told.get("cap")),
        "entries": _are_entries(told.get("entries")),
        "results": isinstance(told.get("results"), list),
        **{name: _is_hex(told.get(name)) for name in ("commitment", "entries_sha256", "seed")},
    }
    yield from (Fault("shape", name) for name, well in shapes.items() if name in told and not well)


def _is_count(value: object) -> bool:
    return type(value) is int and value >= 0


def _is_hex(value: object) -> bool:
    return isinstance(value, str) and bool(_HEX.fullmatch(value))


def _are_entries(value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(entry, list) and len(entry) == 2 and _is_count(entry[0]) and isinstance(entry[1], str)
        for entry in value
    )


def _broken_promises(told: Mapping[str, Any], commitment: str, digest: str) -> Iterator[Fault]:
    entries = [tuple(entry) for entry in told["entries"]]
    if commitment_of(told["seed"]) != told["commitment"]:
        yield Fault("seed")
    if commitment and commitment.lower() != told["commitment"]:
        yield Fault("other_commitment")
    if any(one >= other for one, other in pairwise(entries)):
        yield Fault("list_order")
    if digest_of(told["campaign"], told["draw_at"], told["cap"], entries) != told["entries_sha256"]:
        yield Fault("list")
    if digest and digest.lower() != told["entries_sha256"]:
        yield Fault("other_list")


def _wrong_results(told: Mapping[str, Any]) -> Iterator[Fault]:
    entries = [(number, code) for number, code in told["entries"]]
    right = {each.wish: each for each in drawn(told["seed"], told["entries_sha256"], told["cap"], entries)}
    numbers = [result.get("wish") if isinstance(result, dict) else None for result in told["results"]]
    if numbers != sorted(right) or any(set(result) != {"wish", "order", "winner"} for result in told["results"]):
        yield Fault("wishes")
        return
    for result in told["results"]:
        meant = right[result["wish"]]
        if result["order"] != list(meant.order):
            yield Fault("order", str(meant.wish))
        elif result["winner"] != meant.winner:
            yield Fault("winner", str(meant.wish))
