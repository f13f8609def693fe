"""A picture is drawn anew: upright, small enough, and nothing of its file goes on (trust, row 24)."""

import io
import resource
import zipfile

import pytest
from PIL import Image

from linli.files.reading import redrawing
from linli.files.reading.redrawing import SMALL, WHOLE, Unreadable, redrawn
from tests.factories.pictures import CAMERA, a_photo, exif, moving, photos, png_of, sheet, written

TELLTALE = (b"Exif", b"GPS", b"ZQCamera", CAMERA.encode(), b"xmp", b"ICC_PROFILE", b"2026:11:24", b"http://ns.adobe")


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def test_two_hundred_photos_say_nothing_of_where_they_were_taken() -> None:
    made = photos(200)
    assert sum(b"GPSLatitude" in photo or b"ZQCamera" in photo for photo in made) == 200
    for photo in made:
        for drawn in redrawn(photo).sizes.values():
            assert [word for word in TELLTALE if word in drawn] == []
            assert dict(opened(drawn).getexif()) == {}
            assert set(opened(drawn).info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


@pytest.mark.parametrize("orientation", range(1, 9))
def test_photo_stands_upright_however_the_phone_was_held(orientation: int) -> None:
    """The marked corner is where each of the eight orientations says that the upper left one is."""
    turned = {1: None, 2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}[orientation]
    upright = sheet()
    held = upright if turned is None else upright.transpose(Image.Transpose(turned))
    drawn = opened(redrawn(written(held, exif=exif(orientation), quality=95)).sizes[WHOLE])

    assert drawn.size == upright.size
    assert min(drawn.getpixel((8, 8))) > 200  # type: ignore[type-var]  # -- a colour has three parts
    assert drawn.getpixel((drawn.width - 8, 8))[1] < 60  # type: ignore[index]  # -- a colour has three parts


def test_large_photo_comes_in_two_sizes() -> None:
    drawn = redrawn(written(sheet(6000, 4500)))

    assert (drawn.width, drawn.height) == (2048, 1536)
    assert opened(drawn.sizes[WHOLE]).size == (2048, 1536)
    assert max(opened(drawn.sizes[SMALL]).size) == 640


def test_small_picture_is_not_blown_up() -> None:
    assert opened(redrawn(written(sheet(50, 30))).sizes[WHOLE]).size == (50, 30)


def test_what_is_transparent_becomes_paper() -> None:
    clear = Image.new("RGBA", (20, 20), (255, 0, 0, 0))

    for form in ("PNG", "WEBP"):
        assert min(opened(redrawn(written(clear, form)).sizes[WHOLE]).getpixel((10, 10))) > 250  # type: ignore[type-var]  # -- a colour has three parts


def test_second_file_behind_the_first_is_gone() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("run.html", "<script>alert(1)</script>")
    for behind in (packed.getvalue(), b"<script>alert(1)</script>", b"%PDF-1.7", a_photo()):
        drawn = redrawn(a_photo() + behind)
        assert all(behind[:20] not in content[100:] for content in drawn.sizes.values())


def test_photo_with_nonsense_beside_it_is_taken_all_the_same() -> None:
    photo = a_photo()
    at = photo.index(b"Exif\0\0")

    assert redrawn(photo[: at + 6] + bytes(range(60)) + photo[at + 66 :]).width == 320


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(200)
REFUSED = {
    "nothing": (b"", redrawing.EMPTY),
    "heavy": (a_photo() + bytes(redrawing.MOST_BYTES), redrawing.TOO_HEAVY),
    "50,000 x 50,000": (png_of(50_000, 50_000), redrawing.TOO_WIDE),
    "a mile wide": (png_of(2_000_000, 1), redrawing.TOO_WIDE),
    "just too many": (png_of(6000, 5000), redrawing.TOO_WIDE),
    "gif": (moving("GIF", 3), redrawing.MOVING),
    "moving webp": (moving("WEBP"), redrawing.MOVING),
    "moving png": (moving("PNG"), redrawing.MOVING),
    "heic": (HEIC, redrawing.HEIC),
    "svg": (SVG, redrawing.DRAWING),
    "svg with a head": (b'\xef\xbb\xbf<?xml version="1.0"?>' + SVG, redrawing.DRAWING),
    "cut off": (a_photo()[:-600], redrawing.DAMAGED),
    "cut off png": (written(sheet(), "PNG")[:-40], redrawing.DAMAGED),
    "head only": (b"\xff\xd8\xff\xe0", redrawing.DAMAGED),
    "page": (b"<html><script>alert(1)</script>", redrawing.UNKNOWN),
    "tiff": (written(sheet(), "TIFF"), redrawing.UNKNOWN),
    "archive": (b"PK\x03\x04" + bytes(100), redrawing.UNKNOWN),
}


@pytest.mark.parametrize("file", REFUSED)
def test_hostile_file_is_refused_with_its_reason(file: str) -> None:
    content, reason = REFUSED[file]
    with pytest.raises(Unreadable) as refused:
        redrawn(content)

    assert refused.value.reason == reason


def test_bombs_are_refused_before_they_go_off() -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for file in ("50,000 x 50,000", "a mile wide", "moving webp", "moving png"):
        with pytest.raises(Unreadable):
            redrawn(REFUSED[file][0])

    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 * 1024


def outcome(content: bytes) -> str:
    try:
        redrawn(content)
    except Unreadable as error:
        return error.reason
    return "drawn"


def test_bytes_that_mean_nothing_raise_nothing_else() -> None:
    photo = a_photo()
    broken = [photo[:at] + bytes([photo[at] ^ 0xFF]) + photo[at + 1 :] for at in range(0, len(photo), 97)]

    assert {outcome(content) for content in broken} <= {"drawn", "damaged", "unknown", "too wide"}
