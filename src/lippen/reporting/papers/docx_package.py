"""The Word file round a paper's body: styles, lists, headers, properties, and a zip that is the same every time."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

from .docx_styles import STYLES
from .docx_xml import width_of
from .furniture import DRAFT, Furniture

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
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


def pack(body: str, furniture: Furniture, *, lettered_lists: int) -> bytes:
    """The whole file; every time in it is the moment of the furniture."""
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _package_relations(),
        "docProps/core.xml": _core(furniture),
        "docProps/app.xml": _app(furniture),
        "docProps/custom.xml": _custom(furniture),
        "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": _document_relations(),
        "word/styles.xml": f"<w:styles {W}>{STYLES}</w:styles>",
        "word/numbering.xml": _numbering(lettered_lists),
        "word/settings.xml": _settings(),
        "word/header1.xml": _header(furniture),
        "word/footer1.xml": _footer(furniture, width_of(wide=False)),
        "word/footer2.xml": _footer(furniture, width_of(wide=True)),
    }
    return zipped({name: (HEAD + text).encode() for name, text in parts.items()}, furniture.moment)


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


def _document_relations() -> str:
    return _relations((key, f"{OFFICE}/{kind}", name.removeprefix("word/")) for name, (kind, key) in PARTS.items())


def _relations(rows) -> str:  # type: ignore[no-untyped-def]
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
        f"<cp:contentStatus>{'Signed' if furniture.signed else DRAFT}</cp:contentStatus><dc:language>en-GB</dc:language>"
        "</cp:coreProperties>"
    )


def _app(furniture: Furniture) -> str:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
    return f'<Properties xmlns="{kind}"><Application>Lippen</Application><Company>{escape(furniture.authority)}</Company></Properties>'


def _custom(furniture: Furniture) -> str:
    rows = (("LippenPaper", furniture.ref), ("LippenSha256", furniture.hash), ("LippenState", furniture.state))
    lines = "".join(
        f'<property fmtid="{FMTID}" pid="{pid}" name={quoteattr(name)}><vt:lpwstr>{escape(value)}</vt:lpwstr></property>'
        for pid, (name, value) in enumerate(rows, start=2)
    )
    base = "http://schemas.openxmlformats.org/officeDocument/2006"
    return f'<Properties xmlns="{base}/custom-properties" xmlns:vt="{base}/docPropsVTypes">{lines}</Properties>'


def _settings() -> str:
    return (
        f'<w:settings {W}><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>'
        '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="en-GB"/></w:settings>'
    )


def _numbering(lettered_lists: int) -> str:
    """List 1 is bullets; each lettered list is its own, so that each begins at (a)."""
    numbers = "".join(
        f'<w:num w:numId="{2 + place}"><w:abstractNumId w:val="2"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        for place in range(lettered_lists)
    )
    return (
        f"<w:numbering {W}>{_list_form(1, 'bullet', chr(0x2022), 397)}{_list_form(2, 'lowerLetter', '(%1)', 454)}"
        f'<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>{numbers}</w:numbering>'
    )


def _list_form(key: int, form: str, words: str, indent: int) -> str:
    return (
        f'<w:abstractNum w:abstractNumId="{key}"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        f'<w:numFmt w:val="{form}"/><w:lvlText w:val="{words}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{indent}" w:hanging="{indent}"/></w:pPr></w:lvl></w:abstractNum>'
    )


def _header(furniture: Furniture) -> str:
    mark = "" if furniture.signed else f"<w:r><w:t>{DRAFT}</w:t></w:r>"
    style = "Header" if furniture.signed else "DraftMark"
    return f'<w:hdr {W}><w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{mark}</w:p></w:hdr>'


def _footer(furniture: Furniture, width: int) -> str:
    words = furniture.foot if furniture.signed else f"{furniture.foot} · {DRAFT}"
    return (
        f'<w:ftr {W}><w:p><w:pPr><w:pStyle w:val="Footer"/><w:tabs><w:tab w:val="right" w:pos="{width}"/></w:tabs></w:pPr>'
        f'<w:r><w:t xml:space="preserve">{escape(words)}</w:t></w:r><w:r><w:tab/></w:r><w:r><w:t xml:space="preserve">Page </w:t></w:r>'
        f'{_field("PAGE")}<w:r><w:t xml:space="preserve"> of </w:t></w:r>{_field("NUMPAGES")}</w:p></w:ftr>'
    )


def _field(name: str) -> str:
    return f'<w:fldSimple w:instr=" {name} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
