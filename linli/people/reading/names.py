"""Names of persons, as they are written in China: 钱𠮷, 阿依古丽·买买提, 欧阳志强, also Latin ones."""

import re
import unicodedata

LONGEST = 50
# the dot between the parts of a name comes from many keyboards; GB 18030 and the household register use U+00B7
_DOTS = re.compile(r"\s*[·•‧・∙⋅．]\s*|(?<=[^\x00-\x7f])\s*\.\s*(?=[^\x00-\x7f])")
_SPACES = re.compile(r"\s+")
_NOT_LATIN = r"[^\x00-\u024f]"
_SPACE_BESIDE_HAN = re.compile(rf"(?<={_NOT_LATIN}) | (?={_NOT_LATIN})")
_MARKS = " ·'-."
# letters of any script with their marks; private use, where old systems keep rare characters
_LETTERS = ("L", "M", "Co")


def clean(text: str) -> str:
    """A name in one spelling: 张　三 and 张三 are one, and so are all the dots of 阿依古丽·买买提.

    Raises ValueError for what is no name: empty, too long, or with digits or signs in it.
    """
    dotted = _DOTS.sub("·", text.strip())
    name = _SPACE_BESIDE_HAN.sub("", _SPACES.sub(" ", unicodedata.normalize("NFC", dotted)))
    if not name or len(name) > LONGEST or name[0] in _MARKS:
        raise ValueError("not a name")
    if not all(char in _MARKS or unicodedata.category(char).startswith(_LETTERS) for char in name):
        raise ValueError("not a name")
    return name
