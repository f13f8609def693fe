"""Finding one's place among the 665,276 divisions of China (National Bureau of Statistics 2023, by the open
china-division data set): by any part of a name, by several parts, by the whole address written together, or by the
beginning of a code.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice, takewhile
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from linli.core.errors import NotHere
from linli.places.reading.codes import above, level_number, level_of, range_of
from linli.places.reading.listing import BEFORE_NAME, Line, Listing, Ranges, merged, open_listing

EVERYWHERE: Ranges = [(0, 10**12 - 1)]
LONGEST_QUERY = 40
# hits looked at before the best are chosen; who gets that many must type more anyway
MOST_HITS = 1000
# what groups counties on paper and is said by nobody
PLACEHOLDERS = frozenset(("市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"))

_SUFFIXES = (
    (re.compile(r"社区(?:居委会|居民委员会|居民委会|居民委员|居委|委员会)$"), "社区"),
    (re.compile(r"嘎查(?:村?委会|村民委员会|村民委会|委员会)$"), "嘎查"),
    (re.compile(r"(?<=.)村?(?:村委会|村民委员会|村民委会|村委员会|村委)$"), "村"),
    (re.compile(r"(?<=.)(?:居民委员会|居民委会)$"), "居委会"),
    (re.compile(r"(?<=.)(?:街道办事处|办事处|街道办)$"), "街道"),
)
_LONG_ENDINGS = ("委会", "委员会", "委员", "居委", "村委", "办事处", "街道办")
_TYPES = frozenset(
    (
        "社区",
        "居委会",
        "村",
        "嘎查",
        "街道",
        "镇",
        "乡",
        "区",
        "县",
        "市",
        "旗",
        "省",
        "自治区",
        "自治州",
        "自治县",
        "地区",
        "盟",
    )
)
_CODE = re.compile(r"[0-9]{2,12}")
_BETWEEN = re.compile(r"[\s,、/>|;-]+")


@dataclass(frozen=True, slots=True)
class Division:
    """A division. `name` is the short one people use (钟楼社区), `path` the short names from the province down to
    itself.
    """

    code: int
    name: str
    official_name: str
    level: str
    path: tuple[str, ...]


def short_name(official: str) -> str:
    """钟楼社区居委会 and 钟楼社区居民委员会 are 钟楼社区 to everybody; 西村村委会 is 西村."""
    if not official.endswith(_LONG_ENDINGS):
        return official
    for pattern, short in _SUFFIXES:
        name = pattern.sub(short, official)
        if name != official:
            return name
    return official


@cache
def _listing() -> Listing:
    return open_listing(Path(settings.DATA) / "cache")


def prepare() -> None:
    """Lay the list out now (about a second, once for a data folder), so that nobody waits at the first search."""
    _listing()


def division(code: int) -> Division:
    """The division of a 12-digit code. Raises NotHere where the official list has none."""
    line = _listing().line(code)
    if line is None:
        raise NotHere(_("The official list of divisions has no such code."))
    return _division(line)


def ancestors(code: int) -> list[Division]:
    """The divisions above a code, from the province down; also for a code that was added locally."""
    return [_division(line) for line in _lines_above(code)]


def children(code: int) -> list[Division]:
    """The divisions directly below, in the order of the codes."""
    listing = _listing()
    lines = listing.communities(code)
    first, last = range_of(code)
    lines += (line for line in listing.upper_lines(first + 1, last) if _parent(line.code) == code)
    return [_division(line) for line in sorted(lines, key=lambda line: line.code)]


def _parent(code: int) -> int | None:
    """The nearest division above; a city without counties has streets directly below it."""
    return next((other for other in reversed(above(code)) if _listing().upper_places(other) is not None), None)


def _lines_above(code: int) -> list[Line]:
    listing = _listing()
    found = (listing.line(other) for other in above(code) if listing.upper_places(other) is not None)
    return [line for line in found if line]


def _division(line: Line) -> Division:
    names = [short_name(other.name) for other in (*_lines_above(line.code), line)]
    path = (*(name for name in names[:-1] if name not in PLACEHOLDERS), names[-1])
    return Division(line.code, names[-1], line.name, level_of(line.code), path)


def search(text: str, limit: int = 20, *, level: str | None = None) -> list[Division]:
    """The divisions that a text means, best first, at most `limit`; only those of one `level` where one is given.

    Best is what bears the name itself, then with its kind behind it (盐湖 is 盐湖区), then what begins with it, then
    what contains it. Among equals the higher comes first: it is more often meant, and there are few of them; then
    社区 before villages, since it is community offices that look; then by code, so that neighbours stand together.
    """
    query = unicodedata.normalize("NFKC", text).strip()[:LONGEST_QUERY]
    if _CODE.fullmatch(query) and (found := list(islice(_by_code(query, level), limit))):
        return [_division(line) for line in found]
    parts = [part for part in _BETWEEN.split(query) if part]
    lines = _by_parts(parts, limit, level) if parts else []
    return [_division(line) for line in lines[:limit]]


def _by_parts(parts: list[str], limit: int, level: str | None) -> list[Line]:
    """One part: its name anywhere, else a path written together. Several: each below the one before, or the reverse."""
    if len(parts) == 1:
        return _named(parts[0], EVERYWHERE, limit, level) or _together(parts[0], EVERYWHERE, limit, level)
    return (
        _below(parts, limit, level)
        or _below(parts[::-1], limit, level)
        or _together("".join(parts), EVERYWHERE, limit, level)
    )


def _below(parts: list[str], limit: int, level: str | None) -> list[Line]:
    ranges = EVERYWHERE
    for part in parts[:-1]:
        ranges = _narrowed(part, ranges)
    return _named(parts[-1], ranges, limit, level) if ranges else []


def _narrowed(part: str, ranges: Ranges, *, beginning: str = "") -> Ranges:
    """What lies below the upper divisions, within the ranges, that have this part in their name."""
    found = _hits(beginning + short_name(part), ranges, upper=True)
    return merged(range_of(line.code) for line in islice(found, MOST_HITS))


def _together(text: str, ranges: Ranges, limit: int, level: str | None) -> list[Line]:
    """山西省运城市盐湖区钟楼社区, parts of it left out or shortened: the longest beginning that names a place, then
    the rest.
    """
    for cut in range(len(text) - 1, 1, -1):
        below = _narrowed(text[:cut], ranges, beginning=BEFORE_NAME)
        if not below:
            continue
        rest = text[cut:]
        if lines := _named(rest, below, limit, level) or _together(rest, below, limit, level):
            return lines
    return []


def _named(part: str, ranges: Ranges, limit: int, level: str | None) -> list[Line]:
    """The lines within the ranges that have this part in their name, best first."""
    lines = _candidates(part, ranges, level)
    short = short_name(part)
    if len(lines) < limit and short != part:
        lines |= _candidates(short, ranges, level)
    return sorted(lines.values(), key=lambda line: _rank(line, short))[:limit]


def _candidates(part: str, ranges: Ranges, level: str | None) -> dict[int, Line]:
    """Lines with this part, by code: the upper ones first, so that thousands of villages cannot hide them."""
    lines: dict[int, Line] = {}
    if level != "community":
        lines |= {line.code: line for line in islice(_hits(part, ranges, upper=True), MOST_HITS)}
    if level in (None, "community"):
        found = {line.code: line for line in islice(_hits(part, ranges, upper=False), MOST_HITS)}
        if len(found) == MOST_HITS:
            found |= {line.code: line for line in islice(_hits(f"{BEFORE_NAME}{part}", ranges, upper=False), MOST_HITS)}
        lines |= found
    return {code: line for code, line in lines.items() if level in (None, level_of(code))}


def _hits(part: str, ranges: Ranges, *, upper: bool) -> Iterator[Line]:
    listing, wanted = _listing(), part.encode()
    for first, last in ranges:
        for at in listing.hits(wanted, *listing.stretch(first, last, upper=upper)):
            yield listing.line_at(at)


def _rank(line: Line, short: str) -> tuple[int, int, bool, int]:
    name = short_name(line.name)
    if name == short:
        tier = 0
    elif name.startswith(short):
        tier = 1 if name[len(short) :] in _TYPES else 2
    else:
        tier = 3
    return tier, level_number(line.code), not name.endswith("社区"), line.code


def _by_code(digits: str, level: str | None) -> Iterator[Line]:
    """The divisions whose code begins with these digits, from the top down."""
    first, last = int(digits.ljust(12, "0")), int(digits.ljust(12, "9"))
    lines = takewhile(lambda line: line.code <= last, _listing().lines_from(first))
    return (line for line in lines if level in (None, level_of(line.code)))
