"""Names by their sound: whether Latin letters, wangxiaoli or wxl for 王小丽, spell a part of a name."""

from functools import lru_cache

MOST_CHARACTERS = 20_000


@lru_cache(maxsize=MOST_CHARACTERS)
def readings(character: str) -> tuple[str, ...]:
    """All readings of one character, without tones, ü as v: 单 is dan, chan and shan. Of a letter, the letter itself.

    Single characters are kept, so that what is remembered tells of nobody.
    """
    from pypinyin import Style, pinyin  # noqa: PLC0415  # -- its words take 57 MB, which only a search by sound needs

    (found,) = pinyin(character, style=Style.NORMAL, heteronym=True)
    return tuple(dict.fromkeys(reading.lower() for reading in found))


def spells(typed: str, name: str) -> bool:
    """Whether `typed` (lower case letters) spells some characters of the name in a row, each whole or by its beginning.

    wxl, wangxl, xiaoli and xl spell 王小丽; wl does not, since a character would be left out.
    """
    characters = [readings(character) for character in name if not character.isspace() and character != "·"]
    return any(_spells(typed, characters, start) for start in range(len(characters)))


def _spells(typed: str, characters: list[tuple[str, ...]], at: int) -> bool:
    if not typed:
        return True
    if at == len(characters):
        return False
    for reading in characters[at]:
        for length in range(_shared(typed, reading), 0, -1):
            if _spells(typed[length:], characters, at + 1):
                return True
    return False


def _shared(typed: str, reading: str) -> int:
    """How many letters both begin with."""
    for place, (one, other) in enumerate(zip(typed, reading, strict=False)):
        if one != other:
            return place
    return min(len(typed), len(reading))
