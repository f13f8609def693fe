"""The official list, unpacked once and read in place: 665,276 divisions that never become rows.

The packed list (3 MB) is laid out once as a file of 23 MB in the data folder and mapped into memory, so that all
processes share its pages. Lines are in the order of their codes, so whatever lies below a division is one stretch of
the file.
"""

import hashlib
import lzma
import mmap
import os
import struct
import tempfile
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from linli.places.reading.codes import above, level_of, padded

PACKED = Path(__file__).parent.parent / "data/divisions-2023.csv.xz"
# number of upper divisions, length of their text, length of the whole text
_HEAD = struct.Struct("=8sQQQ")
_MAGIC = b"linli-d1"
# In the file a code's digits are control characters, so that looking for a name that has digits (1201社区) meets no
# codes.
_DIGITS, _HIDDEN = b"0123456789", bytes(range(0x10, 0x1A))
_HIDE, _SHOW = bytes.maketrans(_DIGITS, _HIDDEN), bytes.maketrans(_HIDDEN, _DIGITS)
BEFORE_NAME = "\x1f"

Ranges = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list: the 12-digit code and the official name."""

    code: int
    name: str


class Listing:
    """The list in memory. `upper`: provinces to streets alone (45,000 lines); `whole`: these and all communities."""

    def __init__(self, text: "mmap.mmap | bytes") -> None:
        magic, count, upper_length, whole_length = _HEAD.unpack_from(text, 0)
        if magic != _MAGIC or len(text) != _HEAD.size + 24 * count + upper_length + whole_length:
            raise ValueError("not a list of divisions")
        self.text = text
        numbers = memoryview(text)[_HEAD.size : _HEAD.size + 24 * count].cast("q")
        self.codes, self._upper_at, self._whole_at = (numbers[n * count : (n + 1) * count] for n in range(3))
        self._upper_end = _HEAD.size + 24 * count + upper_length
        self._whole_end = self._upper_end + whole_length

    def upper_places(self, code: int) -> int | None:
        """The place of an upper division among `codes`; None where there is no such division."""
        at = bisect_left(self.codes, code)
        return at if at < len(self.codes) and self.codes[at] == code else None

    def stretch(self, first: int, last: int, *, upper: bool) -> tuple[int, int]:
        """Where the lines of the codes from `first` to `last` begin and end; `first` is an upper division's code, or
        0.
        """
        starts, end = (self._upper_at, self._upper_end) if upper else (self._whole_at, self._whole_end)
        at, behind = bisect_left(self.codes, first), bisect_left(self.codes, last + 1)
        return (starts[at] if at < len(starts) else end), (starts[behind] if behind < len(starts) else end)

    def hits(self, wanted: bytes, start: int, end: int) -> Iterator[int]:
        """Where the wanted bytes begin, between two places; a line is given once."""
        at = self.text.find(wanted, start, end)
        while at >= 0:
            yield at
            newline = self.text.find(b"\n", at, end)
            if newline < 0:
                return
            at = self.text.find(wanted, newline, end)

    def line_at(self, at: int) -> Line:
        """The line that this place lies in."""
        start = self.text.rfind(b"\n", 0, at + 1) + 1
        end = self.text.find(b"\n", start)
        return _line(self.text[start:end])

    def line(self, code: int) -> Line | None:
        """The line of a code; None where there is no such division."""
        if (place := self.upper_places(code)) is not None:
            return self.line_at(self._upper_at[place])
        parent = next((other for other in reversed(above(code)) if self.upper_places(other) is not None), None)
        if parent is None:
            return None
        at = self.text.find(b"\n" + _hidden(code), *self.stretch(parent, code, upper=False))
        return self.line_at(at + 1) if at >= 0 else None

    def upper_lines(self, first: int, last: int) -> Iterator[Line]:
        """The lines of the upper divisions with codes from `first` to `last`."""
        for place in range(bisect_left(self.codes, first), bisect_left(self.codes, last + 1)):
            yield self.line_at(self._upper_at[place])

    def lines_from(self, code: int) -> Iterator[Line]:
        """All lines with this code or a later one, in order."""
        place = max(bisect_left(self.codes, code + 1) - 1, 0)
        at = self._whole_at[place]
        while at < self._whole_end:
            line = self.line_at(at)
            if line.code >= code:
                yield line
            at = self.text.find(b"\n", at) + 1

    def communities(self, code: int) -> list[Line]:
        """The communities and villages directly below an upper division."""
        place = self.upper_places(code)
        if place is None:
            return []
        end = self._whole_at[place + 1] if place + 1 < len(self.codes) else self._whole_end
        return [_line(line) for line in self.text[self._whole_at[place] : end].split(b"\n")[1:-1]]


def _hidden(code: int) -> bytes:
    return (b"%012d" % code).translate(_HIDE)


def _line(entry: bytes) -> Line:
    return Line(int(entry[:12].translate(_SHOW)), entry[13:].decode())


def _lay_out(packed: bytes) -> bytes:
    """The file's bytes from the official list. A city that the list gives twice (东莞 as city and as county) is kept
    once.
    """
    codes, upper_at, whole_at = array("q"), array("q"), array("q")
    upper, whole = bytearray(b"\n"), bytearray(b"\n")
    previous = -1
    for line in lzma.decompress(packed).decode().split("\n")[1:]:
        digits, _comma, name = line.partition(",")
        if not digits or (code := padded(digits)) == previous:
            continue
        previous = code
        entry = _hidden(code) + f"{BEFORE_NAME}{name}\n".encode()
        if level_of(code) != "community":
            codes.append(code)
            upper_at.append(len(upper))
            whole_at.append(len(whole))
            upper += entry
        whole += entry
    begin = _HEAD.size + 24 * len(codes)
    places = [array("q", [at + begin for at in upper_at]), array("q", [at + begin + len(upper) for at in whole_at])]
    head = _HEAD.pack(_MAGIC, len(codes), len(upper), len(whole))
    return b"".join([head, codes.tobytes(), *(place.tobytes() for place in places), upper, whole])


def open_listing(folder: Path) -> Listing:
    """The list from its file in `folder`, laid out first where it is missing or broken.

    Several processes may do so at once: each writes a file of its own and puts it in place whole. Where the folder
    cannot be written to, the list is kept in this process's memory.
    """
    packed = PACKED.read_bytes()
    path = folder / f"divisions-{hashlib.sha256(packed).hexdigest()[:12]}.list"
    try:
        return Listing(_mapped(path))
    except (OSError, ValueError, struct.error):
        laid_out = _lay_out(packed)
    try:
        _put_in_place(path, laid_out)
        return Listing(_mapped(path))
    except OSError:
        return Listing(laid_out)


def _mapped(path: Path) -> mmap.mmap:
    with path.open("rb") as opened:
        return mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)


def _put_in_place(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def merged(ranges: Iterable[tuple[int, int]]) -> Ranges:
    """Ranges of codes in order, one that lies within another left out."""
    kept: Ranges = []
    for first, last in sorted(ranges, key=lambda pair: (pair[0], -pair[1])):
        if not kept or first > kept[-1][1]:
            kept.append((first, last))
    return kept
