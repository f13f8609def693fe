"""What a division code says by itself. Codes have 12 digits: province 2, city 4, county 6, street 9, community 12,
padded with zeros (GB/T 2260 and the statistical divisions of the National Bureau of Statistics).
"""

LEVELS = ("province", "city", "county", "street", "community")
_DIGITS = {"province": 2, "city": 4, "county": 6, "street": 9, "community": 12}
# a code that is no multiple of the width below a level stands at that level or deeper
_WIDTHS = ((4, 10**3), (3, 10**6), (2, 10**8), (1, 10**10))


def padded(digits: str) -> int:
    """The 12-digit code of one written with 2, 4, 6, 9 or 12 digits."""
    return int(digits.ljust(12, "0"))


def level_of(code: int) -> str:
    """The level of a 12-digit code, read from its trailing zeros."""
    return LEVELS[level_number(code)]


def level_number(code: int) -> int:
    """0 for a province to 4 for a community."""
    return next((number for number, width in _WIDTHS if code % width), 0)


def range_of(code: int) -> tuple[int, int]:
    """The first and last 12-digit code at or below a division."""
    width = 10 ** (12 - _DIGITS[level_of(code)])
    return code, code + width - 1


def above(code: int) -> tuple[int, ...]:
    """The codes that stand above this one by their digits, from the province down. Not each need be a division: cities
    without counties (东莞) have streets directly below them.
    """
    text = f"{code:012d}"
    codes = (padded(text[: _DIGITS[level]]) for level in LEVELS)
    return tuple(dict.fromkeys(other for other in codes if other != code))
