"""What somebody typed into the desk's search box, and what it can mean."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

from linli.core import phones

LONGEST = 40
_NUMBERED = re.compile(r"(?:户号|Family|No\.?|#|编号)\s*(?=\d)", re.IGNORECASE)


@dataclass(frozen=True)
class Typed:
    """`text` without spaces; `spaced` as typed, for the names of things. Make it with `read()`."""

    spaced: str

    @classmethod
    def read(cls, typed: str) -> "Typed":
        """Full-width figures and letters as ordinary ones, 户号08 as 08, no longer than a search can be."""
        plain = " ".join(unicodedata.normalize("NFKC", typed).split())[:LONGEST]
        return cls(_NUMBERED.sub("", plain))

    @cached_property
    def text(self) -> str:
        return self.spaced.replace(" ", "")

    @cached_property
    def digits(self) -> str:
        """The figures of a number or telephone; "" where it is anything else."""
        bare = re.sub(r"[-()+]", "", self.text)
        return bare if bare.isascii() and bare.isdigit() else ""

    @cached_property
    def letters(self) -> str:
        """Latin letters of a name's sound, ü as v; "" where it is anything else."""
        bare = self.text.lower().replace("ü", "v").replace("'", "")
        return bare if bare.isascii() and bare.isalpha() else ""

    @cached_property
    def number(self) -> int | None:
        """The number of a family, a wish or a claim."""
        return int(self.digits) if self.digits and len(self.digits) <= 6 and self.digits == self.text else None

    @cached_property
    def _phone(self) -> str:
        try:
            return phones.normalise(self.text) if len(self.digits) >= 7 else ""
        except ValueError:
            return self.digits

    @property
    def may_be_a_phone(self) -> bool:
        return len(self.digits) >= 4

    @property
    def may_be_a_name(self) -> bool:
        return bool(self.text) and not self.digits and (not self.letters or len(self.letters) >= 2)

    @property
    def may_be_an_address(self) -> bool:
        return len(self.text) >= 2 and not self.letters and not self.digits

    def ends(self, phone: str) -> bool:
        """Whether a telephone is this one, or ends with these figures."""
        return phone == self._phone or phone.replace("-", "").endswith(self.digits)
