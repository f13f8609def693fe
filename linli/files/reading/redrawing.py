"""A picture drawn anew from what was handed in: nothing of the file itself goes on, only what can be seen on it.

Whatever else stood in the file (EXIF, GPS, comments, colour profile, a second file behind the first) is gone, because
the pixels are put onto an empty sheet (trust, row 24).
"""

import hashlib
import io
from dataclasses import dataclass
from threading import Lock

from PIL import Image, ImageOps
from PIL.Image import Resampling

MOST_BYTES = 12 * 1024 * 1024
MOST_PIXELS = 50_000_000
MOST_PIXELS_AT_ONCE = 25_000_000
"""Of pictures that cannot be read at a smaller scale: progressive JPEG, PNG, WebP."""
LONGEST_SIDE = 30_000
FORMATS = ("JPEG", "PNG", "WEBP")
ORIENTATION = 0x0112
WHOLE, SMALL = "whole", "small"
SIDES = {WHOLE: (2048, 82), SMALL: (640, 70)}
"""Of each size: the longer side in pixels (A4 of 2,048 is read without effort), and the quality of its JPEG."""

EMPTY, TOO_HEAVY, TOO_WIDE, MOVING, HEIC, DRAWING, DAMAGED, UNKNOWN = (
    "empty",
    "too heavy",
    "too wide",
    "moving",
    "heic",
    "drawing",
    "damaged",
    "unknown",
)
_HEIF_BRANDS = {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"}

# Pillow's own limit warns first and raises at twice the figure; ours is asked right after the header was read
Image.MAX_IMAGE_PIXELS = None
_one_at_a_time = Lock()
"""What a picture may take of memory counts once for each process, not once for each thread."""


class Unreadable(Exception):
    """`reason` is one of the words above."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class Redrawn:
    """A picture in its sizes, as JPEG; width and height are those of the whole one, `name` is what the file was
    called.
    """

    sizes: dict[str, bytes]
    width: int
    height: int
    name: str = ""

    @property
    def content_hash(self) -> str:
        return hashlib.sha256(self.sizes[WHOLE]).hexdigest()

    @property
    def weight(self) -> int:
        return sum(map(len, self.sizes.values()))


def redrawn(content: bytes, name: str = "") -> Redrawn:
    """The picture in this file. Raises `Unreadable` with the reason, within bounds of time and memory."""
    if not content:
        raise Unreadable(EMPTY)
    if len(content) > MOST_BYTES:
        raise Unreadable(TOO_HEAVY)
    with _one_at_a_time:
        sheet = _sheet(content)
        sizes = {size: _jpeg(sheet, side, quality) for size, (side, quality) in SIDES.items()}
        return Redrawn(sizes, sheet.width, sheet.height, name)


def _sheet(content: bytes) -> Image.Image:
    """The picture on an empty white sheet, upright, no larger than the largest size."""
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
            _check(picture)
            picture.draft("RGB", (SIDES[WHOLE][0], SIDES[WHOLE][0]))
            return _on_white(picture)
    except Unreadable:
        raise
    except Exception as error:  # whatever a decoder raises at hostile bytes means the same to whoever sent them
        raise Unreadable(_why(content)) from error


def _check(picture: Image.Image) -> None:
    pixels = picture.width * picture.height
    in_parts = picture.format in {"JPEG", "MPO"} and not picture.info.get("progressive")
    if max(picture.size) > LONGEST_SIDE or pixels > (MOST_PIXELS if in_parts else MOST_PIXELS_AT_ONCE):
        raise Unreadable(TOO_WIDE)
    # a phone's MPO holds a second picture, of depth, say; its first one is the photo
    if picture.format != "MPO" and getattr(picture, "is_animated", False):
        raise Unreadable(MOVING)


def _on_white(picture: Image.Image) -> Image.Image:
    upright = _orientation(picture)
    seen = picture if picture.mode in {"RGB", "RGBA", "L"} else picture.convert(_plain_mode(picture))
    seen.thumbnail((SIDES[WHOLE][0],) * 2, Resampling.LANCZOS)
    sheet = Image.new("RGB", seen.size, "white")
    sheet.paste(seen, mask=seen if seen.mode == "RGBA" else None)
    sheet.getexif()[ORIENTATION] = upright
    turned = ImageOps.exif_transpose(sheet)
    clean = Image.new("RGB", turned.size)
    clean.paste(turned)
    return clean


def _orientation(picture: Image.Image) -> int:
    """Which way it was held, of the eight that there are; upright where the file's word on it cannot be read."""
    try:
        told = picture.getexif().get(ORIENTATION, 1)
    except Exception:  # a photo is not lost because a program wrote nonsense beside it
        return 1
    return told if told in range(1, 9) else 1


def _plain_mode(picture: Image.Image) -> str:
    return "RGBA" if picture.mode in {"LA", "PA", "La", "RGBa"} or "transparency" in picture.info else "RGB"


def _jpeg(sheet: Image.Image, side: int, quality: int) -> bytes:
    drawn = sheet.copy()
    drawn.thumbnail((side, side), Resampling.LANCZOS)
    buffer = io.BytesIO()
    drawn.save(buffer, "JPEG", quality=quality, optimize=True)
    return buffer.getvalue()


def _why(content: bytes) -> str:
    """What a file is that is no picture of ours, as far as that can be told to whoever sent it."""
    head = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if content[4:8] == b"ftyp" and content[8:12] in _HEIF_BRANDS:
        return HEIC
    if content[:6] in {b"GIF87a", b"GIF89a"}:
        return MOVING
    if head.startswith((b"<svg", b"<?xml", b"<!doctype svg")):
        return DRAWING
    known = content[:3] == b"\xff\xd8\xff" or content[:8] == b"\x89PNG\r\n\x1a\n" or content[8:12] == b"WEBP"
    return DAMAGED if known else UNKNOWN
