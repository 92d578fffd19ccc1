"""The Word file round a paper's body: styles, lists, headers, properties, and a zip that is the same every time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from xml.sax.saxutils import escape

from .docx_styles import STYLES
from .docx_xml import picture_key, run, width_of
from .furniture import DRAFT, Furniture

SCHEMAS = "http://schemas.openxmlformats.org"
W = f'xmlns:w="{SCHEMAS}/wordprocessingml/2006/main" xmlns:r="{SCHEMAS}/officeDocument/2006/relationships"'
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = f"{SCHEMAS}/officeDocument/2006/relationships"
PACKAGE = f"{SCHEMAS}/package/2006"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
FMTID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"

PARTS = {
    "word/styles.xml": ("styles", "rIdStyles"),
    "word/numbering.xml": ("numbering", "rIdNumbering"),
    "word/settings.xml": ("settings", "rIdSettings"),
    "word/header1.xml": ("header", "rIdHeader"),
    "word/footer1.xml": ("footer", "rIdFooter"),
    "word/footer2.xml": ("footer", "rIdFooterWide"),
}


def pack(body: str, furniture: Furniture, *, lettered_lists: int, pictures: Sequence[bytes] = ()) -> bytes:
    """The whole file; every time in it is the moment of the furniture."""
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _package_relations(),
        "docProps/core.xml": _core(furniture),
        "docProps/app.xml": _app(furniture),
        "docProps/custom.xml": _custom(furniture),
        "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": _document_relations(len(pictures)),
        "word/styles.xml": f"<w:styles {W}>{STYLES}</w:styles>",
        "word/numbering.xml": _numbering(lettered_lists),
        "word/settings.xml": _settings(),
        "word/header1.xml": _header(furniture),
        "word/footer1.xml": _footer(furniture, width_of(wide=False)),
        "word/footer2.xml": _footer(furniture, width_of(wide=True)),
    }
    files = {name: (HEAD + text).encode() for name, text in parts.items()}
    files |= {f"word/{_picture_name(number)}": made for number, made in enumerate(pictures, start=1)}
    return zipped(files, furniture.moment)


def _picture_name(number: int) -> str:
    return f"media/image{number}.png"


def zipped(parts: dict[str, bytes], moment: datetime) -> bytes:
    """These parts as a zip whose bytes depend on nothing else."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name, data in parts.items():
            entry = zipfile.ZipInfo(name, moment.timetuple()[:6])
            entry.create_system, entry.external_attr = 0, 0
            archive.writestr(entry, data, zipfile.ZIP_DEFLATED, compresslevel=6)
    return whole.getvalue()


def _content_types() -> str:
    kinds = {f"/{name}": f"{MAIN}.{kind}+xml" for name, (kind, _) in PARTS.items()}
    kinds["/word/document.xml"] = f"{MAIN}.document.main+xml"
    kinds["/docProps/core.xml"] = "application/vnd.openxmlformats-package.core-properties+xml"
    kinds["/docProps/app.xml"] = "application/vnd.openxmlformats-officedocument.extended-properties+xml"
    kinds["/docProps/custom.xml"] = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
    overrides = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in kinds.items())
    return (
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="png" ContentType="image/png"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _package_relations() -> str:
    targets = (
        (f"{OFFICE}/officeDocument", "word/document.xml"),
        (f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        (f"{OFFICE}/extended-properties", "docProps/app.xml"),
        (f"{OFFICE}/custom-properties", "docProps/custom.xml"),
    )
    return _relations((f"rId{place}", kind, target) for place, (kind, target) in enumerate(targets, start=1))


def _document_relations(pictures: int) -> str:
    own = [(key, f"{OFFICE}/{kind}", name.removeprefix("word/")) for name, (kind, key) in PARTS.items()]
    drawn = [(picture_key(number), f"{OFFICE}/image", _picture_name(number)) for number in range(1, pictures + 1)]
    return _relations((*own, *drawn))


def _relations(rows: Iterable[tuple[str, str, str]]) -> str:
    lines = "".join(f'<Relationship Id="{key}" Type="{kind}" Target="{target}"/>' for key, kind, target in rows)
    return f'<Relationships xmlns="{PACKAGE}/relationships">{lines}</Relationships>'


def _core(furniture: Furniture) -> str:
    moment = f"{furniture.moment:%Y-%m-%dT%H:%M:%SZ}"
    return (
        f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(furniture.title)}</dc:title><dc:creator>{escape(furniture.authority)}</dc:creator>"
        f"<cp:keywords>{escape(', '.join(furniture.keywords))}</cp:keywords>"
        f"<cp:lastModifiedBy>{escape(furniture.authority)}</cp:lastModifiedBy><cp:revision>1</cp:revision>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{moment}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{moment}</dcterms:modified>'
        f"<cp:contentStatus>{'Signed' if furniture.signed else DRAFT}</cp:contentStatus>"
        "<dc:language>en-GB</dc:language></cp:coreProperties>"
    )


def _app(furniture: Furniture) -> str:
    company = escape(furniture.authority)
    return (
        f'<Properties xmlns="{OFFICE.replace("relationships", "extended-properties")}">'
        f"<Application>Lippen</Application><Company>{company}</Company></Properties>"
    )


def _custom(furniture: Furniture) -> str:
    rows = (("LippenPaper", furniture.ref), ("LippenSha256", furniture.hash), ("LippenState", furniture.state))
    lines = "".join(
        f'<property fmtid="{FMTID}" pid="{pid}" name="{name}"><vt:lpwstr>{escape(value)}</vt:lpwstr></property>'
        for pid, (name, value) in enumerate(rows, start=2)
    )
    base = f"{SCHEMAS}/officeDocument/2006"
    return f'<Properties xmlns="{base}/custom-properties" xmlns:vt="{base}/docPropsVTypes">{lines}</Properties>'


def _settings() -> str:
    return (
        f'<w:settings {W}><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/><w:compat>'
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
        '</w:compat><w:themeFontLang w:val="en-GB"/></w:settings>'
    )


def _numbering(lettered_lists: int) -> str:
    """List 1 is bullets; each lettered list is its own, so that each begins at (a)."""
    last = 1 + lettered_lists
    forms = "".join(_list_form(key, "lowerLetter", "(%1)", 454) for key in range(2, last + 1))
    uses = "".join(f'<w:num w:numId="{key}"><w:abstractNumId w:val="{key}"/></w:num>' for key in range(1, last + 1))
    return f"<w:numbering {W}>{_list_form(1, 'bullet', chr(0x2022), 397)}{forms}{uses}</w:numbering>"


def _list_form(key: int, form: str, words: str, indent: int) -> str:
    return (
        f'<w:abstractNum w:abstractNumId="{key}"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0">'
        f'<w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{words}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{indent}" w:hanging="{indent}"/></w:pPr></w:lvl></w:abstractNum>'
    )


def _header(furniture: Furniture) -> str:
    mark = "" if furniture.signed else f"<w:r><w:t>{DRAFT}</w:t></w:r>"
    style = "Header" if furniture.signed else "DraftMark"
    return f'<w:hdr {W}><w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{mark}</w:p></w:hdr>'


def _footer(furniture: Furniture, width: int) -> str:
    words = furniture.foot if furniture.signed else f"{furniture.foot} · {DRAFT}"
    look = f'<w:pStyle w:val="Footer"/><w:tabs><w:tab w:val="right" w:pos="{width}"/></w:tabs>'
    runs = (run(words), "<w:r><w:tab/></w:r>", run("Page "), _field("PAGE"), run(" of "), _field("NUMPAGES"))
    return f"<w:ftr {W}><w:p><w:pPr>{look}</w:pPr>{''.join(runs)}</w:p></w:ftr>"


def _field(name: str) -> str:
    return f'<w:fldSimple w:instr=" {name} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
