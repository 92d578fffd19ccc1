"""Pictures that people send: looked at and made anew, large and small, without what cameras add. No Django here."""

from __future__ import annotations

import base64
import io
import warnings
from dataclasses import dataclass
from typing import Any

from lippen.kernel.files.confined import TOO_MUCH, UNFORESEEN, run_confined
from lippen.kernel.files.gate import MOST_BYTES, Refused

MOST_POINTS = 60_000_000
LONGEST, SMALLEST = 3_000, 360
QUALITY, SMALL_QUALITY = 88, 80
MEMORY_MB, SECONDS = 1_500, 20
JPEG = "image/jpeg"
READ = ("JPEG", "PNG")
NOT_READ = (
    (b"GIF8", "is a GIF picture"),
    (b"BM", "is a bitmap"),
    (b"II*\x00", "is a TIFF picture"),
    (b"MM\x00*", "is a TIFF picture"),
    (b"RIFF", "is a WebP picture"),
    (b"%PDF", "is a PDF"),
    (b"<svg", "is a drawing made of code (SVG)"),
    (b"<?xml", "is a drawing made of code (SVG)"),
)
INSTEAD = "Send it as JPEG or PNG."
HEIC = (
    "{name} is a HEIC picture, which is not read here. On an iPhone choose Settings, Camera, Formats, Most Compatible, "
    "or send a picture of the picture."
)
DAMAGED = "{name} is damaged and cannot be opened. Take the picture again, or save it anew as JPEG or PNG."
TOO_BIG = "{name} is larger than 20 MB ({megabytes:,} MB). Send it smaller: a telephone offers that when you choose it."
HUGE = "{name} is too large to open: it has {points:,} points, and the most is 60,000,000. Save it smaller."


@dataclass(frozen=True)
class Remade:
    """A picture made anew: as JPEG, large and small."""

    full: bytes
    small: bytes
    width: int
    height: int


def picture_of(name: str, content: bytes) -> Remade:
    """The picture that was sent, made anew in a child process; Refused says what is wrong with it."""
    check_picture(name, content)
    asked: dict[str, Any] = {"options": {"name": name}, "memory_mb": MEMORY_MB, "seconds": SECONDS}
    try:
        made = run_confined("lippen.kernel.files.pictures:remade", content, **asked)
    except Refused as refusal:
        told = {words.format(name=name) for words in (TOO_MUCH, UNFORESEEN)}
        raise Refused(DAMAGED.format(name=name) if refusal.sentence in told else refusal.sentence) from refusal
    full, small = (base64.b64decode(made[key]) for key in ("full", "small"))
    return Remade(full, small, made["width"], made["height"])


def check_picture_size(name: str, size: int) -> None:
    """Refuse a picture that is too large, before it is read."""
    if size > MOST_BYTES:
        raise Refused(TOO_BIG.format(name=name, megabytes=-(-size // (1024 * 1024))))
    if size == 0:
        raise Refused(f"{name} is empty. Choose the picture again.")


def check_picture(name: str, content: bytes) -> None:
    """Refuse what is not a picture of a kind that is read here, by its content and never by its name."""
    check_picture_size(name, len(content))
    if content[4:8] == b"ftyp" and content[8:12] in (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heif", b"avif"):
        raise Refused(HEIC.format(name=name))
    for beginning, words in NOT_READ:
        if content.startswith(beginning):
            raise Refused(f"{name} {words}, which is not kept here. {INSTEAD}")
    if not content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        raise Refused(f"{name} is not a picture. {INSTEAD}")


def remade(payload: bytes, *, name: str) -> dict[str, Any]:
    """In the child process: the picture turned upright, on white, as JPEG without anything that is not a picture."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = None  # the limit below speaks to whoever sent it
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            opened = Image.open(io.BytesIO(payload), formats=READ)
            if opened.width * opened.height > MOST_POINTS:
                raise Refused(HUGE.format(name=name, points=opened.width * opened.height))
            opened.draft("RGB", (LONGEST, LONGEST))
            upright = ImageOps.exif_transpose(opened)
            flat = _on_white(upright)
            flat.thumbnail((LONGEST, LONGEST))
            small = flat.copy()
            small.thumbnail((SMALLEST, SMALLEST))
    except (Refused, MemoryError):
        raise
    except Exception as problem:  # Pillow says of damage in a dozen ways
        raise Refused(DAMAGED.format(name=name)) from problem
    return {
        "full": _jpeg(flat, QUALITY),
        "small": _jpeg(small, SMALL_QUALITY),
        "width": flat.width,
        "height": flat.height,
    }


def _on_white(image: Any) -> Any:
    """The picture in plain colours; what lets through shows white, as paper does."""
    from PIL import Image

    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        paper = Image.new("RGB", image.size, "white")
        clear = image.convert("RGBA")
        paper.paste(clear, mask=clear.getchannel("A"))
        return paper
    return image.convert("RGB")


def _jpeg(image: Any, quality: int) -> str:
    from PIL import Image

    bare = Image.frombytes("RGB", image.size, image.tobytes())
    out = io.BytesIO()
    bare.save(out, "JPEG", quality=quality, optimize=True)
    return base64.b64encode(out.getvalue()).decode()
