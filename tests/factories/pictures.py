"""Photos as phones and programs make them, the hostile ones included. Nobody is on them."""

import io
import struct
import zlib
from random import Random
from typing import Any

from PIL import Image

SOMEWHERE = {1: "N", 2: (35.0, 1.0, 23.4), 3: "E", 4: (111.0, 0.0, 42.0)}
GPS, MAKE, MODEL, ORIENTATION, TAKEN = 0x8825, 0x010F, 0x0110, 0x0112, 0x9003
CAMERA = "ZQCamera 定位"


def sheet(width: int = 320, height: int = 240, colour: str = "red", mode: str = "RGB") -> Image.Image:
    """A sheet with its upper left corner marked, so that one sees which way is up."""
    picture = Image.new("RGB", (width, height), colour)
    picture.paste("white", (0, 0, width // 4, height // 4))
    return picture.convert(mode)


def exif(orientation: int = 1) -> Image.Exif:
    """What a phone writes beside a photo: where it was taken, with what and when."""
    told = Image.Exif()
    told[MAKE], told[MODEL], told[ORIENTATION] = CAMERA.encode().decode("latin-1"), "ZQCamera 9", orientation
    told.get_ifd(0x8769)[TAKEN] = "2026:11:24 09:41:00"
    told.get_ifd(GPS).update(SOMEWHERE)
    return told


def written(picture: Image.Image, form: str = "JPEG", **more: Any) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, form, **more)
    return buffer.getvalue()


def a_photo(width: int = 320, height: int = 240, *, colour: str = "red", orientation: int = 1) -> bytes:
    """A photo as a phone makes it, with the place where it was taken."""
    return written(sheet(width, height, colour), exif=exif(orientation))


def photos(many: int, seed: int = 20261124) -> list[bytes]:
    """Photos of all forms, colours, sizes and orientations, each with its place, one way or another."""
    luck, made = Random(seed), []
    for nth in range(many):
        form = ("JPEG", "PNG", "WEBP")[nth % 3]
        mode = luck.choice(
            {"JPEG": ["RGB", "L", "CMYK"], "PNG": ["RGB", "RGBA", "L", "P"], "WEBP": ["RGB", "RGBA"]}[form]
        )
        picture = sheet(luck.randint(8, 400), luck.randint(8, 400), f"#{luck.randint(0, 0xFFFFFF):06x}", mode)
        more: dict[str, Any] = {"exif": exif(luck.randint(1, 8))}
        if form == "JPEG":
            more |= {"comment": b"GPSLatitude 35.0231 ZQCamera", "progressive": bool(nth % 2)}
        if nth % 2:
            more["xmp"] = b"<x:xmpmeta><exif:GPSLatitude>35,1.39N</exif:GPSLatitude></x:xmpmeta>"
        made.append(written(picture, form, **(more if form != "PNG" else {"exif": more["exif"]})))
    return made


def png_of(width: int, height: int, lines: int = 1) -> bytes:
    """A PNG that says it is so large, with few of its lines: some hundred bytes."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    packed = zlib.compress(bytes(1 + 3 * width) * lines, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def moving(form: str, frames: int = 20) -> bytes:
    """An animation of a few kilobytes that fills hundreds of megabytes when all of it is drawn."""
    sheets = [Image.new("RGB", (1500, 1000), (nth, nth, nth)) for nth in range(frames)]
    return written(sheets[0], form, save_all=True, append_images=sheets[1:])
