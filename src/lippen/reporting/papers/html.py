"""A paper as one accessible web page that stands alone: no script, nothing fetched, prints well."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any

from lippen.design.components import BULLET

from .canonical import Content
from .charting import drawing_of
from .furniture import CHECK_TITLE, DRAFT, Furniture, Group, columns_of, furnish, grouped, levelled, trend_table
from .schema import STANDINGS

STYLE = Path(__file__).with_name("paper.css")


def render_html(content: Content, *, signed_at: datetime | None) -> bytes:
    """The paper as a web page; the same content and moment always give the same bytes."""
    furniture = furnish(content, signed_at)
    return "\n".join((*_head(content, furniture), *_main(content, furniture), *_foot(furniture))).encode()


def _head(content: Content, furniture: Furniture) -> Iterator[str]:
    yield "<!doctype html>"
    yield '<html lang="en-GB">'
    yield "<head>"
    yield '<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    state = "" if furniture.signed else f"{DRAFT}: "
    yield f"<title>{state}{escape(furniture.title)} - {escape(furniture.authority)}</title>"
    for name, value in _meta(furniture):
        yield f'<meta name="{name}" content="{escape(value)}">'
    yield f"<style>\n{STYLE.read_text('utf-8').strip()}\n{_widths(content)}\n</style>"
    yield "</head>"
    yield "<body>"
    yield '<a class="skip" href="#paper">Skip to the paper</a>'
    if not furniture.signed:
        yield f'<header class="draft-mark">{DRAFT}</header>'


def _widths(content: Content) -> str:
    """One rule for each width that a table's column has: the page carries no style of its own in a tag."""
    blocks = (block for part in content["parts"] for block in part["blocks"] if block["kind"] == "table")
    used = {percent for block in blocks for percent in _percents(columns_of(block, grouped(block)))}
    return "\n".join(f".share-{percent} {{ width: {percent}%; }}" for percent in sorted(used))


def _percents(columns: list[dict[str, Any]]) -> list[int]:
    total = sum(column["share"] for column in columns)
    return [round(100 * column["share"] / total) for column in columns]


def _meta(furniture: Furniture) -> tuple[tuple[str, str], ...]:
    return (
        ("author", furniture.authority),
        ("keywords", ", ".join(furniture.keywords)),
        ("lippen-paper", furniture.ref),
        ("lippen-sha256", furniture.hash),
        ("lippen-state", furniture.state),
        ("dcterms.modified", f"{furniture.moment:%Y-%m-%dT%H:%M:%SZ}"),
    )


def _foot(furniture: Furniture) -> Iterator[str]:
    state = "" if furniture.signed else f" · {DRAFT}"
    yield f'<footer class="foot">{escape(furniture.foot)}{state}</footer>'
    yield "</body>"
    yield "</html>\n"


def _main(content: Content, furniture: Furniture) -> Iterator[str]:
    yield '<main id="paper">'
    yield from _masthead(furniture)
    for part in content["parts"]:
        key = escape(part["key"])
        yield f'<section class="part" aria-labelledby="part-{key}">'
        yield f'<h2 id="part-{key}">{_words(part["title"])}</h2>'
        for block, level in levelled(part["blocks"]):
            yield from WRITERS[block["kind"]](block, level + 1)
        yield "</section>"
    yield from _check(furniture)
    yield "</main>"


def _masthead(furniture: Furniture) -> Iterator[str]:
    yield '<header class="masthead">'
    yield f'<p class="authority">{_words(furniture.authority)}</p>'
    yield f"<h1>{_words(furniture.title)}</h1>"
    if not furniture.signed:
        yield f'<p class="alarm">{DRAFT}.</p>'
    if furniture.notice:
        yield f'<p class="notice">{escape(furniture.notice)}</p>'
    yield '<dl class="dates">'
    for label, value in furniture.dates:
        yield f"<div><dt>{_words(label)}</dt> <dd>{_words(value)}</dd></div>"
    yield "</dl>"
    yield "</header>"


def _check(furniture: Furniture) -> Iterator[str]:
    yield '<section class="check" aria-labelledby="check">'
    yield f'<h2 id="check">{CHECK_TITLE}</h2>'
    for words in furniture.check:
        yield f"<p>{escape(words)}</p>"
    yield f'<p class="hash">{furniture.hash_groups}</p>'
    yield "</section>"


def _words(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def _numbered(number: str | None, words: str) -> str:
    return (
        f'<span class="number">{escape(number)}</span> <span class="said">{_words(words)}</span>'
        if number
        else _words(words)
    )


def _look(number: str | None) -> str:
    return ' class="numbered"' if number else ""


def _heading(block: dict[str, Any], level: int) -> Iterator[str]:
    number, tag = block.get("number"), f"h{min(level, 6)}"
    yield f"<{tag}{_look(number)}>{_numbered(number, block['text'])}</{tag}>"


def _paragraph(block: dict[str, Any], level: int) -> Iterator[str]:
    yield f"<p{_look(block.get('number'))}>{_numbered(block.get('number'), block['text'])}</p>"


def _list(opening: str, closing: str) -> Callable[[dict[str, Any], int], Iterator[str]]:
    def write(block: dict[str, Any], level: int) -> Iterator[str]:
        yield opening
        for item in block["items"]:
            yield f"<li>{_words(item)}</li>"
        yield closing

    return write


def _choice(block: dict[str, Any], level: int) -> Iterator[str]:
    number = block.get("number")
    short = all(len(option["label"]) < 12 for option in block["options"])
    yield f'<div class="choice{" hung" if number else ""}">'
    yield f"<p{_look(number)}>{_numbered(number, block['question'])}</p>"
    yield f'<ul class="options{" beside" if short else ""}">'
    for option in block["options"]:
        said = "Ticked:" if option["ticked"] else "Not ticked:"
        look = "ticked" if option["ticked"] else "unticked"
        box = f'<span class="box"><span class="unseen">{said}</span></span>'
        yield f'<li class="{look}">{box} {_words(option["label"])}</li>'
    yield "</ul>"
    if block.get("note"):
        yield f'<p class="note">{_words(block["note"])}</p>'
    yield "</div>"


def _standing(block: dict[str, Any], level: int) -> Iterator[str]:
    look = STANDINGS[block["word"]]
    long = " long-word" if len(block["word"]) > 6 else ""
    word = f'<strong class="{look}{long}">{escape(block["word"])}</strong>'
    yield f'<p class="standing">{word} <span class="said">{_words(block["text"])}</span></p>'


def _facts(block: dict[str, Any], level: int) -> Iterator[str]:
    yield '<dl class="facts">'
    for label, value in block["rows"]:
        yield f"<div><dt>{_words(label)}</dt> <dd>{_words(value)}</dd></div>"
    yield "</dl>"


def _people(block: dict[str, Any], level: int) -> Iterator[str]:
    yield f"<h3>{_words(block['heading'])}</h3>"
    yield from _plain_table(block["heading"], block["columns"], block["rows"])


def _signatures(block: dict[str, Any], level: int) -> Iterator[str]:
    rows = [(row["name"], row["designation"], row["signed_on"] or "Not yet signed") for row in block["rows"]]
    yield from _plain_table("Approved by", ("Approved by", "Designation", "Signed"), rows)


def _plain_table(name: str, columns: Any, rows: Any) -> Iterator[str]:
    yield f'<div class="frame" role="group" tabindex="0" aria-label="{escape(name)}"><table class="plain">'
    yield "<thead><tr>" + "".join(f'<th scope="col">{_words(words)}</th>' for words in columns) + "</tr></thead>"
    yield "<tbody>"
    for first, *others in rows:
        yield (
            f'<tr><th scope="row">{_words(first)}</th>'
            + "".join(f"<td>{_words(words)}</td>" for words in others)
            + "</tr>"
        )
    yield "</tbody></table></div>"


def _table(block: dict[str, Any], level: int) -> Iterator[str]:
    groups = grouped(block)
    columns = columns_of(block, groups)
    yield f'<div class="frame" role="group" tabindex="0" aria-label="{escape(block["caption"])}"><table class="long">'
    yield f"<caption>{_words(block['caption'])}</caption>"
    yield f"<thead><tr>{_column_heads(columns)}</tr></thead>"
    for group in groups:
        yield from _group(group, columns)
    yield "</table></div>"
    if not block["rows"]:
        yield '<p class="note">There is nothing to list here yet.</p>'


def _chart(block: dict[str, Any], level: int) -> Iterator[str]:
    yield '<figure class="chart">'
    yield f"<figcaption><strong>{_words(block['title'])}</strong> <span>{_words(block['subtitle'])}</span></figcaption>"
    yield drawing_of(block)
    yield "</figure>"
    rows = [(bar["label"], bar["words"]) for bar in block["bars"]]
    yield from _plain_table(block["subtitle"], (block["heading"], "Actions"), rows)


def _trend(block: dict[str, Any], level: int) -> Iterator[str]:
    yield '<figure class="chart trend">'
    yield f"<figcaption><strong>{_words(block['title'])}</strong> <span>{_words(block['subtitle'])}</span></figcaption>"
    yield drawing_of(block)
    yield "</figure>"
    columns, rows = trend_table(block)
    yield from _plain_table(block["subtitle"], columns, rows)


def _column_heads(columns: list[dict[str, Any]]) -> str:
    heads = zip(columns, _percents(columns), strict=True)
    return "".join(
        f'<th scope="col" class="share-{share}{_numbers(column)}">{_words(column["heading"])}</th>'
        for column, share in heads
    )


def _look_of(column: dict[str, Any]) -> str:
    return ' class="numbers"' if column.get("numbers") else ""


def _numbers(column: dict[str, Any]) -> str:
    return " numbers" if column.get("numbers") else ""


def _group(group: Group, columns: list[dict[str, Any]]) -> Iterator[str]:
    headings = [column["heading"] for column in columns]
    yield "<tbody>"
    if group.title:
        title = "<br>".join(map(_words, group.title))
        yield f'<tr class="group"><th scope="rowgroup" colspan="{len(headings)}">{title}</th></tr>'
    for place, row in enumerate(group.rows):
        first, *others = (_cell(cell) for cell in row)
        cells = "".join(
            f'<td data-label="{escape(column["heading"])}"{_look_of(column)}>{cell}</td>'
            for column, cell in zip(columns[1:], others, strict=True)
        )
        look = ' class="total"' if place in group.totals else ""
        yield f'<tr{look}><th scope="row">{first}</th>{cells}</tr>'
    yield "</tbody>"


def _cell(paragraphs: list[str]) -> str:
    if len(paragraphs) == 1 and not paragraphs[0].startswith(BULLET):
        return _words(paragraphs[0])
    return "".join(f"<p{_item(words)}>{_words(words)}</p>" for words in paragraphs)


def _item(words: str) -> str:
    return ' class="item"' if words.startswith(BULLET) else ""


def _page_break(block: dict[str, Any], level: int) -> Iterator[str]:
    yield '<hr class="page-break">'


WRITERS: dict[str, Callable[[dict[str, Any], int], Iterator[str]]] = {
    "heading": _heading,
    "paragraph": _paragraph,
    "bullets": _list("<ul>", "</ul>"),
    "lettered": _list('<ol class="lettered" type="a">', "</ol>"),
    "choice": _choice,
    "standing": _standing,
    "facts": _facts,
    "people": _people,
    "signatures": _signatures,
    "table": _table,
    "chart": _chart,
    "trend": _trend,
    "page_break": _page_break,
}
