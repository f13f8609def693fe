"""Canaries: one rare mark in every value that must not be seen where it does not belong.

A mark is a character of CJK extension A that stands nowhere else, so a single one on a page tells what leaked and from
where. No mask shows it: it stands in the middle of a name and behind the building of an address. Telephones and e-mail
addresses take no such character; they are marks as a whole.
"""

import html
import io
import json
import re
import zipfile
from collections.abc import Iterator
from itertools import count
from urllib.parse import unquote

HIDDEN = "hidden"
PICTURES = (b"\x89PNG", b"\xff\xd8\xff")
"""How PNG and JPEG begin."""
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_HEXADECIMAL = re.compile(r"(?:[0-9a-f]{2}){3,}")


class Canaries:
    """The marks of one community. `what` names what a mark stands for: `household.phone`, say."""

    def __init__(self, first: int, phones: int) -> None:
        self._marks, self._phones = count(first), count(phones)
        self.known: dict[str, str] = {}
        self.windows: dict[str, str] = {}

    def mark(self, what: str, before: str = "", after: str = "") -> str:
        """A fresh character that stands for this, between the characters it will stand between."""
        made = chr(next(self._marks))
        self.known[made] = what
        if before or after:
            self.windows[before[-1:] + made + after[:1]] = what
        return before + made + after

    def _whole(self, what: str, made: str) -> str:
        self.known[made] = self.windows[made] = what
        return made

    def key(self, what: str, made: str) -> str:
        """A key that the house made itself."""
        return self._whole(what, made)

    def hidden(self, what: str, before: str) -> str:
        """Words that are not sealed in the database, and yet not for everybody."""
        return before + self.mark(f"{HIDDEN} {what}")

    def name(self, what: str, surname: str = "王") -> str:
        return self.mark(what, surname, "芳")

    def phone(self, what: str) -> str:
        return self._whole(what, f"19{next(self._phones):09d}")

    def email(self, what: str) -> str:
        return self._whole(what, f"zq{next(self._phones):09d}x") + "@example.cn"

    def address(self, what: str) -> str:
        return self.mark(what, "钟楼小区2号楼", "单元302")

    def text(self, what: str) -> str:
        return self.mark(what, "这句话只有", "少数人能看")

    def seen_in(self, content: bytes | str) -> set[str]:
        """What can be read of them, however it is written: plain, escaped, in hexadecimal digits, packed.

        In a picture any three bytes may stand somewhere, so there each is looked for with its neighbours.
        """
        if isinstance(content, bytes) and content.startswith(PICTURES):
            return self.stored_in(content)
        texts = list(spellings(content))
        return {what for mark, what in self.known.items() if any(mark in text for text in texts)}

    def stored_in(self, content: bytes) -> set[str]:
        """What stands in raw bytes, plain or as JSON escapes it: each with its neighbours, since in a megabyte of
        sealed values any three bytes stand somewhere.
        """
        return {what for window, what in self.windows.items() if any(form in content for form in raw_forms(window))}


def raw_forms(text: str) -> tuple[bytes, ...]:
    """A text as databases write it."""
    return (text.encode(), json.dumps(text)[1:-1].encode(), text.encode("utf-16-le"))


def spellings(content: bytes | str) -> Iterator[str]:
    """The ways in which a content may be read."""
    if isinstance(content, bytes) and content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for name in packed.namelist():
                yield from spellings(packed.read(name))
        return
    text = content if isinstance(content, str) else content.decode("utf-8", "ignore")
    yield text
    yield unquote(text)
    if "&#" in text:
        yield html.unescape(text)
    if "\\u" in text:
        yield _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    if len(text) < 20_000:
        # 32 digits are a key or an id, 16 a fingerprint: random, so that now and then three bytes spell a mark
        written = (found for found in _HEXADECIMAL.findall(text) if len(found) not in (16, 32))
        yield "".join(bytes.fromhex(found).decode("utf-8", "ignore") for found in written)
