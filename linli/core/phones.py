"""Telephone numbers as people write them, to the one form that is stored and looked up."""

import re
import unicodedata

_SEPARATORS = re.compile(r"[\s\-()（）.·–—]+")
_MOBILE = re.compile(r"1[3-9]\d{9}")
# area code 0 + 2 or 3 digits, then 7 or 8; the extension is kept apart by "x"
_LANDLINE = re.compile(r"0\d{2,3}[2-9]\d{6,7}")
_LOCAL = re.compile(r"[2-9]\d{6,7}")


def normalise(text: str) -> str:
    """A Chinese mobile or landline number in digits alone, without +86. Full-width digits and spaces are understood.

    Raises ValueError when it is no number that can be called (Telephone Network Numbering Plan, MIIT 2017).
    """
    digits = _SEPARATORS.sub("", unicodedata.normalize("NFKC", text).strip())
    digits = re.sub(r"^(?:\+86|0086|86(?=1[3-9]\d{9}$))", "", digits)
    if _MOBILE.fullmatch(digits) or _LANDLINE.fullmatch(digits) or _LOCAL.fullmatch(digits):
        return digits
    raise ValueError("not a telephone number")


def is_mobile(number: str) -> bool:
    """Whether a normalised number can receive a text message."""
    return bool(_MOBILE.fullmatch(number))
