"""The nineteen minutes of the page: who claims when, the same each time. Fast at first, slower in the end."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from random import Random

MEMBERS, WISHES = 30, 45
SECONDS = 19 * 60
"""From publishing at 15:13 to the last claim at 15:32."""
FIRST = 14.0
STEEPNESS = 1.8
ALL_NEW = 12
"""So many different people are there before the first one comes back for a second wish."""
PAUSE = 25.0
"""Nobody claims twice within so many seconds."""


@dataclass(frozen=True, slots=True)
class Step:
    """A claim: so many seconds after publishing, the member at this place of the roster takes this number."""

    second: float
    member: int
    number: int


def rush() -> tuple[Step, ...]:
    """All claims in their order. Each member claims at least once, each number is taken once."""
    luck = Random(1513)  # noqa: S311  # -- the same day each time; nothing to be kept secret
    seconds = _seconds(luck)
    members = _members(luck, seconds)
    numbers = luck.sample(range(1, WISHES + 1), WISHES)
    return tuple(Step(*step) for step in zip(seconds, members, numbers, strict=True))


def _seconds(luck: Random) -> list[float]:
    """The moments: gaps that grow, each a little shorter or longer than it should, and the last is on the second."""
    gaps = [(i**STEEPNESS - (i - 1) ** STEEPNESS) * luck.uniform(0.5, 1.5) for i in range(1, WISHES)]
    scale = (SECONDS - FIRST) / sum(gaps)
    moments = [FIRST, *(FIRST + scale * so_far for so_far in accumulate(gaps))]
    return [*(round(moment, 3) for moment in moments[:-1]), float(SECONDS)]


def _members(luck: Random, seconds: list[float]) -> Iterator[int]:
    """Who claims at each moment: somebody new, or somebody who had time to look for a second one."""
    rest = [True] * (MEMBERS - ALL_NEW) + [False] * (WISHES - MEMBERS)
    luck.shuffle(rest)
    newcomers = iter(luck.sample(range(MEMBERS), MEMBERS))
    once: dict[int, float] = {}
    for second, is_new in zip(seconds, [True] * ALL_NEW + rest, strict=True):
        if is_new:
            member = next(newcomers)
            once[member] = second
        else:
            member = luck.choice([known for known, at in once.items() if second - at > PAUSE])
            del once[member]
        yield member
