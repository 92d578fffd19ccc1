"""The looks of a paper in Word: built-in style names where Word has one, so that its navigation and voice know them."""

from __future__ import annotations

INK, QUIET, ACCENT, ALARM, LINE = "1A1A1A", "5E5E5E", "0B3C68", "A30B0B", "B3B3B3"


def _style(
    key: str, name: str, *, paragraph: str = "", text: str = "", base: str = "Normal", level: int | None = None
) -> str:
    outline = f'<w:outlineLvl w:val="{level}"/>' if level is not None else ""
    following = '<w:next w:val="BodyText"/>' if level is not None else ""
    custom = "" if name in BUILT_IN or name.startswith("heading") else ' w:customStyle="1"'
    parent = f'<w:basedOn w:val="{base}"/>' if base else ""
    return (
        f'<w:style w:type="paragraph"{custom} w:styleId="{key}"><w:name w:val="{name}"/>{parent}{following}<w:qFormat/>'
        f"<w:pPr>{paragraph}{outline}</w:pPr><w:rPr>{text}</w:rPr></w:style>"
    )


BUILT_IN = {"Title", "Body Text", "List Bullet", "List Number", "caption", "header", "footer"}


def _space(before: int, after: int, line: int = 259) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="auto"/>'


def _type(size: float, *, bold: bool = False, colour: str = "") -> str:
    half = int(size * 2)
    return (
        ("<w:b/>" if bold else "")
        + (f'<w:color w:val="{colour}"/>' if colour else "")
        + f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'
    )


def _edge(name: str, size: int, colour: str) -> str:
    return f'<w:{name} w:val="single" w:sz="{size}" w:space="0" w:color="{colour}"/>'


def _inset(side: str, width: int) -> str:
    return f'<w:{side} w:w="{width}" w:type="dxa"/>'


def _table_style(key: str, name: str, *, inner: bool = True, top: str = "") -> str:
    lines = (top or _edge("top", 4, LINE)) + _edge("bottom", 4, LINE) + (_edge("insideH", 4, LINE) if inner else "")
    return (
        f'<w:style w:type="table" w:customStyle="1" w:styleId="{key}"><w:name w:val="{name}"/>'
        '<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>'
        f"{lines}</w:tblBorders>"
        f"<w:tblCellMar>{_inset('top', 57)}{_inset('left', 85)}{_inset('bottom', 57)}{_inset('right', 85)}"
        "</w:tblCellMar></w:tblPr></w:style>"
    )


_DEFAULTS = (
    '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="Arial" w:cs="Arial"/>'
    f'<w:color w:val="{INK}"/><w:sz w:val="22"/><w:szCs w:val="22"/>'
    '<w:lang w:val="en-GB" w:eastAsia="en-GB" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
    "<w:pPrDefault/></w:docDefaults>"
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>'
)
_KEEP = "<w:keepNext/><w:keepLines/>"
_DRAFT_LINE = f'<w:pBdr><w:bottom w:val="single" w:sz="8" w:space="3" w:color="{ALARM}"/></w:pBdr>'

STYLES = "".join(
    (
        _DEFAULTS,
        _style("Title", "Title", paragraph=_KEEP + _space(0, 120, 252), text=_type(20, bold=True, colour=ACCENT)),
        _style("Authority", "Authority", paragraph=_KEEP + _space(0, 80), text=_type(10.5, bold=True, colour=QUIET)),
        _style(
            "Heading1", "heading 1", paragraph=_KEEP + _space(0, 140), text=_type(17, bold=True, colour=ACCENT), level=0
        ),
        _style("Heading2", "heading 2", paragraph=_KEEP + _space(240, 80), text=_type(12.5, bold=True), level=1),
        _style(
            "Heading3",
            "heading 3",
            paragraph=_KEEP + _space(180, 60),
            text=_type(11, bold=True, colour=ACCENT),
            level=2,
        ),
        *(
            _style(
                f"Heading{n}", f"heading {n}", paragraph=_KEEP + _space(160, 40), text=_type(11, bold=True), level=n - 1
            )
            for n in (4, 5, 6)
        ),
        _style("BodyText", "Body Text", paragraph=_space(0, 80)),
        _style("ListBullet", "List Bullet", paragraph=_space(0, 40)),
        _style("ListNumber", "List Number", paragraph=_space(0, 40)),
        _style("Note", "Note", paragraph=_space(0, 120), text=_type(11, colour=QUIET)),
        _style("Notice", "Notice", paragraph=_space(0, 120), text=_type(11, bold=True)),
        _style("Alarm", "Draft notice", paragraph=_space(0, 160), text=_type(11, bold=True, colour=ALARM)),
        _style("Caption", "caption", paragraph="<w:keepNext/>" + _space(0, 120), text=_type(10, colour=QUIET)),
        _style("TableText", "Table text", paragraph=_space(0, 40, 252), text=_type(9.5)),
        _style(
            "TableHead", "Table heading", paragraph=_space(0, 40, 252), text=_type(9.5, bold=True), base="TableText"
        ),
        _style("GroupHead", "Table group", paragraph=_space(20, 40, 252), text=_type(10, bold=True), base="TableText"),
        _style("HashCode", "Paper code", paragraph=_space(60, 60), text=_type(10, bold=True)),
        _style("Gap", "Gap", paragraph=_space(0, 0, 240), text=_type(8)),
        _style(
            "SectionEnd",
            "Section end",
            paragraph='<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>',
            text=_type(1),
        ),
        _style("Header", "header", text=_type(8.5, colour=QUIET)),
        _style("DraftMark", "Draft mark", paragraph=_DRAFT_LINE, text=_type(10, bold=True, colour=ALARM)),
        _style("Footer", "footer", text=_type(8.5, colour=QUIET)),
        _table_style("PaperTable", "Paper table"),
        _table_style("FactTable", "Fact table"),
        _table_style("DateTable", "Date table", inner=False, top=_edge("top", 8, ACCENT)),
        _style("DateLabel", "Date label", paragraph=_space(0, 0, 240), text=_type(8.5, colour=QUIET)),
        _style("DateValue", "Date value", paragraph=_space(0, 40, 240), text=_type(10)),
    )
)
