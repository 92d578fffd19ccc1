"""The few pieces of WordprocessingML that a paper is made of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from xml.sax.saxutils import escape, quoteattr

from lippen.design.components import BULLET

A4_SHORT, A4_LONG = 11906, 16838
SIDE_LEFT, SIDE_RIGHT, SIDE_WIDE, TOP = 1700, 2100, 1020, 1417
SYMBOL_FONT = (
    "<w:rFonts " + " ".join(f'w:{use}="Segoe UI Symbol"' for use in ("ascii", "hAnsi", "eastAsia", "cs")) + "/>"
)
BULLET_HANG = 130
EMU = 635
"""Word's units of drawings in a twentieth of a point."""
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
BAR, EM_SPACE = "7FA8D1", "\u2003"
TICKED, NOT_TICKED = "\u2612", "\u2610"


@dataclass(frozen=True)
class Cell:
    """A table cell: its paragraphs, the style of the first and of the others, how many columns it covers."""

    paragraphs: tuple[str, ...]
    style: str
    span: int = 1
    others: str = ""
    bar: int = 0
    """How many spaces wide a coloured bar is drawn instead of words."""
    right: bool = False
    """Whether its words stand at its right edge, as numbers do."""


def width_of(*, wide: bool) -> int:
    """The width of the text in twentieths of a point."""
    return A4_LONG - 2 * SIDE_WIDE if wide else A4_SHORT - SIDE_LEFT - SIDE_RIGHT


def _section(*, wide: bool) -> str:
    footer = "rIdFooterWide" if wide else "rIdFooter"
    size = f'w:w="{A4_LONG}" w:h="{A4_SHORT}" w:orient="landscape"' if wide else f'w:w="{A4_SHORT}" w:h="{A4_LONG}"'
    left, right = (SIDE_WIDE, SIDE_WIDE) if wide else (SIDE_LEFT, SIDE_RIGHT)
    return (
        '<w:sectPr><w:headerReference w:type="default" r:id="rIdHeader"/>'
        f'<w:footerReference w:type="default" r:id="{footer}"/><w:type w:val="nextPage"/><w:pgSz {size}/>'
        f'<w:pgMar w:top="{TOP}" w:right="{right}" w:bottom="{TOP}" w:left="{left}" '
        'w:header="680" w:footer="680" w:gutter="0"/>'
        "</w:sectPr>"
    )


PORTRAIT, LANDSCAPE = _section(wide=False), _section(wide=True)


def run(words: str, *, bold: bool = False, colour: str = "", symbol: bool = False) -> str:
    """Words in one look; a line break or tab inside them stays one."""
    fonts = SYMBOL_FONT if symbol else ""
    look = fonts + ("<w:b/>" if bold else "") + (f'<w:color w:val="{colour}"/>' if colour else "")
    properties = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f"<w:r>{properties}{_text(words)}</w:r>" if words else ""


def tick_run(ticked: bool) -> str:
    """A tick box, as the character that Word itself uses for one."""
    return run((TICKED if ticked else NOT_TICKED) + "\u00a0", symbol=True)


def bar_run(width: int) -> str:
    """A bar of a chart: spaces on a coloured ground, so that it needs no picture and says no word."""
    ground = f'<w:rPr><w:shd w:val="clear" w:color="auto" w:fill="{BAR}"/></w:rPr>'
    return f'<w:r>{ground}<w:t xml:space="preserve">{EM_SPACE * width}</w:t></w:r>'


def picture_run(number: int, across: int, down: int, alt: str) -> str:
    """A picture in the line, its size in twentieths of a point, with the words that say what it shows."""
    size = f'cx="{across * EMU}" cy="{down * EMU}"'
    said = f'id="{number}" name="Chart {number}" descr={quoteattr(alt)}'
    return (
        f'<w:r><w:drawing><wp:inline xmlns:wp="{DRAWING}/wordprocessingDrawing" '
        'distT="0" distB="0" distL="0" distR="0">'
        f"<wp:extent {size}/><wp:docPr {said}/>"
        f'<a:graphic xmlns:a="{DRAWING}/main"><a:graphicData uri="{DRAWING}/picture">'
        f'<pic:pic xmlns:pic="{DRAWING}/picture"><pic:nvPicPr><pic:cNvPr {said}/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{picture_key(number)}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        "</pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def picture_key(number: int) -> str:
    """By which name the body calls one of its pictures."""
    return f"rIdPicture{number}"


def _text(words: str) -> str:
    if "\n" not in words and "\t" not in words:
        return f'<w:t xml:space="preserve">{escape(words)}</w:t>'
    lines = (
        "<w:tab/>".join(f'<w:t xml:space="preserve">{escape(piece)}</w:t>' for piece in line.split("\t"))
        for line in words.split("\n")
    )
    return "<w:br/>".join(lines)


@cache
def _properties(
    style: str, hang: int, left: int, hanging: int, listed: int, keep: bool, page_break: bool, section: str, right: bool
) -> str:
    indent = f'<w:tabs><w:tab w:val="left" w:pos="{hang}"/></w:tabs>' if hang else ""
    if hang or left:
        indent += f'<w:ind w:left="{hang or left}" w:hanging="{hang or hanging}"/>'
    return (
        f'<w:pPr><w:pStyle w:val="{style}"/>'
        + ("<w:keepNext/>" if keep else "")
        + ("<w:pageBreakBefore/>" if page_break else "")
        + (f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{listed}"/></w:numPr>' if listed else "")
        + indent
        + ('<w:jc w:val="right"/>' if right else "")
        + f"{section}</w:pPr>"
    )


def paragraph(
    runs: str,
    style: str,
    *,
    hang: int = 0,
    left: int = 0,
    hanging: int = 0,
    listed: int = 0,
    keep: bool = False,
    page_break: bool = False,
    section: str = "",
    right: bool = False,
) -> str:
    """A paragraph of these runs; `hang` puts its number out in the margin of its text."""
    return f"<w:p>{_properties(style, hang, left, hanging, listed, keep, page_break, section, right)}{runs}</w:p>"


def table(
    widths: list[int], *, head: list[list[Cell]], body: Iterable[tuple[list[Cell], bool]], style: str = ""
) -> str:
    """A table whose head rows come back on each page; a body row says whether it must stay on one page."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    style = style or ("PaperTable" if head else "FactTable")
    rows = [_row(cells, widths, head=True, together=True) for cells in head]
    rows += [_row(cells, widths, head=False, together=together) for cells, together in body]
    look = f'w:firstRow="{int(bool(head))}" w:lastRow="0" w:firstColumn="{int(not head)}" w:lastColumn="0"'
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblLook w:val="{"0620" if head else "0680"}" {look} '
        f'w:noHBand="1" w:noVBand="1"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _row(cells: list[Cell], widths: list[int], *, head: bool, together: bool) -> str:
    look = ("<w:cantSplit/>" if together else "") + ("<w:tblHeader/>" if head else "")
    properties = f"<w:trPr>{look}</w:trPr>" if look else ""
    written = "".join(_cell(cell, width, head=head) for cell, width in zip(cells, widths, strict=False))
    return f"<w:tr>{properties}{written}</w:tr>"


def _cell(cell: Cell, width: int, *, head: bool) -> str:
    span = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
    shade = '<w:shd w:val="clear" w:color="auto" w:fill="EEF2F6"/>' if cell.style == "GroupHead" else ""
    first, *others = cell.paragraphs or ("",)
    words = paragraph(bar_run(cell.bar), cell.style) if cell.bar else _line(first, cell.style, head, cell.right)
    words += "".join(_line(other, cell.others or cell.style, head, cell.right) for other in others)
    size = f'<w:tcW w:w="{0 if cell.span > 1 else width}" w:type="{"auto" if cell.span > 1 else "dxa"}"/>'
    return f"<w:tc><w:tcPr>{size}{span}{shade}</w:tcPr>{words}</w:tc>"


def _line(words: str, style: str, head: bool, right: bool) -> str:
    hung = BULLET_HANG if words.startswith(BULLET) else 0
    return paragraph(run(words), style, keep=head, left=hung, hanging=hung, right=right)
