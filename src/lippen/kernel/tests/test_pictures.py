"""Pictures on their way in: made anew, without what cameras add; what is hostile or damaged is refused in words."""

from __future__ import annotations

import io
import random
import struct
import zlib

import pytest
from PIL import Image

from lippen.kernel.files import pictures
from lippen.kernel.files.gate import MOST_BYTES, Refused


def jpeg(size: tuple[int, int] = (640, 480), **given: object) -> bytes:
    out = io.BytesIO()
    Image.linear_gradient("L").convert("RGB").resize(size).save(out, "JPEG", **given)
    return out.getvalue()


def with_place() -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "Cameramaker"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (56.0, 24.0, 57.0)
    exif[0x0112] = 6  # turned by a quarter
    return jpeg(exif=exif, comment=b"Taken at home")


def test_where_and_with_what_it_was_taken_is_gone_and_it_stands_upright() -> None:
    sent = with_place()
    assert b"Cameramaker" in sent and b"Taken at home" in sent
    made = pictures.picture_of("Drawing.jpg", sent)
    for content in (made.full, made.small):
        for word in (b"Cameramaker", b"Taken at home", b"Exif", b"GPS"):
            assert word not in content
        opened = Image.open(io.BytesIO(content))
        assert opened.format == "JPEG" and not opened.getexif() and opened.height > opened.width
    assert (made.width, made.height) == (480, 640)


def test_a_large_picture_is_made_smaller_and_a_small_one_of_it() -> None:
    made = pictures.picture_of("Large.jpg", jpeg((4000, 1000)))
    assert (made.width, made.height) == (3000, 750)
    assert max(Image.open(io.BytesIO(made.small)).size) == pictures.SMALLEST


def test_what_lets_through_shows_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (20, 20), (255, 0, 0, 0)).save(out, "PNG")
    made = pictures.picture_of("Clear.png", out.getvalue())
    assert min(Image.open(io.BytesIO(made.full)).getpixel((10, 10))) > 250


def png_that_says(width: int, height: int) -> bytes:
    """A picture of few bytes that says that it is very large."""

    def part(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    body = zlib.compress(b"\x00" * 4096)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", body) + part(b"IEND", b"")


HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00" + b"\x00" * 100


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (HEIC, "Most Compatible"),
        (b"GIF89a" + b"\x00" * 50, "GIF"),
        (b"%PDF-1.7", "is a PDF"),
        (b"<svg onload='alert(1)'>", "SVG"),
        (b"PK\x03\x04 a zip", "is not a picture"),
        (b"MZ\x90", "is not a picture"),
        (jpeg()[:400], "damaged"),
        (b"\xff\xd8\xff" + b"\x00" * 500, "damaged"),
        (b"\x89PNG\r\n\x1a\n" + b"<script>" * 20, "damaged"),
        (png_that_says(60_000, 60_000), "too large to open"),
        (png_that_says(7_746, 7_746), "too large to open"),
    ],
)
def test_what_is_no_picture_that_can_be_kept_is_refused_in_words(content: bytes, words: str) -> None:
    with pytest.raises(Refused, match=words):
        pictures.picture_of("Drawing.jpg", content)


def test_the_size_is_refused_at_the_limit_and_one_more() -> None:
    pictures.check_picture_size("Drawing.jpg", MOST_BYTES)
    with pytest.raises(Refused, match="larger than 20 MB"):
        pictures.check_picture_size("Drawing.jpg", MOST_BYTES + 1)


def test_a_spoilt_picture_is_made_anew_or_refused_and_nothing_else() -> None:
    rng, sound = random.Random(7), with_place()
    for _ in range(12):
        spoilt = bytearray(sound)
        for _ in range(rng.randrange(1, 40)):
            spoilt[rng.randrange(2, len(spoilt))] = rng.randrange(256)
        try:
            made = pictures.picture_of("Spoilt.jpg", bytes(spoilt))
        except Refused as refusal:
            assert refusal.sentence.startswith("Spoilt.jpg ")
        else:
            assert Image.open(io.BytesIO(made.full)).format == "JPEG"
