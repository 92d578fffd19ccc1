"""A drawing as a picture of dots, for programs that show no vectors: set by Typst with the paper's own font."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

INCHES_WIDE, DOTS_PER_INCH = 5.2, 220
SOURCE = f"""#set page(width: {INCHES_WIDE}in, height: auto, margin: 0pt, fill: white)
#image(bytes(sys.inputs.svg), format: "svg", width: 100%)
"""


@lru_cache(maxsize=16)
def png_of(svg: str, fonts: Path) -> bytes:
    """The drawing as PNG; the same drawing and fonts always give the same bytes."""
    import typst

    made = typst.compile(
        SOURCE.encode(),
        font_paths=[fonts],
        ignore_system_fonts=True,
        sys_inputs={"svg": svg},
        format="png",
        ppi=DOTS_PER_INCH,
    )
    assert isinstance(made, bytes)  # one page, so one picture
    return made


def size_of(png: bytes) -> tuple[int, int]:
    """Width and height in dots, as the file's first part says."""
    return int.from_bytes(png[16:20]), int.from_bytes(png[20:24])
