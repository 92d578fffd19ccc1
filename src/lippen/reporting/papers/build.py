"""A paper's content from its records: blocks and figures, the same for the same records whenever it is built."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC
from math import ceil
from typing import Any

from lippen.improvement.rows import ActionRow
from lippen.improvement.vocabulary import BULLET
from lippen.kernel.clock import day_of
from lippen.reporting.facts import DifferenceRow, LineRow
from lippen.reporting.papers.canonical import Content
from lippen.reporting.papers.charting import chart_of
from lippen.reporting.papers.decided import decided_figures, decided_table
from lippen.reporting.papers.drafting import draft_all, lines_of, standing_words
from lippen.reporting.papers.figures import chosen, figures_of, filled
from lippen.reporting.papers.records import PaperRecords
from lippen.reporting.papers.template import Column, Section
from lippen.reporting.papers.trends import points_of, trend_figures, trend_of
from lippen.reporting.rows import DecisionRow, Figure, RouteRow
from lippen.reporting.rules import printed
from lippen.reporting.vocabulary import (
    CHARTS,
    CONFIRMED_WORDS,
    DECIDED_TABLES,
    DIFFERENCE_WORDS,
    TRENDS,
    DifferenceKind,
    SectionKind,
    TableSource,
    Verdict,
)

Block = dict[str, Any]
Texts = Mapping[str, tuple[str, ...]]
CELL = "|"
"""Between the cells of a row that an author typed."""
NOT_WRITTEN = "Not written yet."
NOT_ANSWERED = "Not answered yet."
PUBLIC, OPERATIONAL = "public", "operational"


def build_content(records: PaperRecords, *, edition: str = PUBLIC) -> Content:
    """The whole content, ready for the renderers and the hash."""
    paper, figures = records.paper, every_figure(records)
    return {
        "lippen": "paper/1",
        "edition": edition,
        "template": {"key": paper.template_key, "version": paper.template_version},
        "paper": {"ref": paper.ref, "title": paper.subject, "authority": paper.authority_name},
        "as_at": records.as_at.isoformat(),
        "known_at": records.known_at.astimezone(UTC).isoformat(),
        "dates": _dates(records),
        "parts": _parts(records, figures, edition),
        "figures": [_figure(figure) for figure in figures.values()],
    }


def every_figure(records: PaperRecords) -> dict[str, Figure]:
    """Every figure that this paper shows, by key: counted from actions, from decisions, and on earlier days."""
    more = (*decided_figures(records), *trend_figures(records))
    return figures_of(records) | {figure.key: figure for figure in more}


def texts_of(records: PaperRecords) -> dict[str, tuple[str, ...]]:
    """Every text as it would be printed: written by hand, or drafted where nobody has written."""
    drafted = {key: section.paragraphs for key, section in draft_all(records).items()}
    return {**drafted, **{key: paragraphs for key, paragraphs in records.texts.items() if paragraphs}}


LETTERS_A_LINE = 88
"""What surely stands on one line of page one, counted on rendered pages."""


CHART_LINES = 16
DECIDED_LINES = 4


def members_lines(records: PaperRecords) -> int:
    """About how many lines page one takes: each paragraph its own, and five gaps between paragraphs are one more."""
    figures, texts = every_figure(records), texts_of(records)
    told = [filled(text, figures) for section in records.template.members for text in texts.get(section.key, ())]
    drawn = sum(_drawn_lines(section, records) for section in records.template.members)
    return sum(ceil(len(text) / LETTERS_A_LINE) for text in told) + ceil(len(told) / 5) + drawn


def _drawn_lines(section: Section, records: PaperRecords) -> int:
    """About how many lines of page one something drawn takes: a line chart has a row for each of its days."""
    if section.figure in TRENDS:
        return CHART_LINES + len(points_of(section.figure, records)) + 1
    if section.table in DECIDED_TABLES:
        return DECIDED_LINES * (len(records.decided) + 1)
    return CHART_LINES if section.figure else 0


def _parts(records: PaperRecords, figures: Mapping[str, Figure], edition: str) -> list[dict[str, Any]]:
    texts = {key: tuple(filled(text, figures) for text in given) for key, given in texts_of(records).items()}
    form = records.template
    parts = [{"key": "report", "title": "Report", "blocks": list(_report(records, texts, figures, edition))}]
    if form.asks_of_children:
        parts.insert(0, {"key": "children", "title": form.children_title, "blocks": list(_children(records))})
    if form.members:
        first = list(_members(records, texts, figures, edition))
        parts.insert(0, {"key": "members", "title": form.members_title, "blocks": first})
    if form.appendix_title:
        caption, columns = form.appendix_caption, form.appendix_columns
        table = whole_plan(records, edition, caption, columns, key="appendix")
        parts.append({"key": "appendix", "title": form.appendix_title, "blocks": [table]})
    return parts


def _dates(records: PaperRecords) -> list[dict[str, str]]:
    days = records.paper.days
    return [{"label": row.label, "value": printed(getattr(days, row.fact))} for row in records.template.dates]


def _figure(figure: Figure) -> dict[str, Any]:
    origin = {"query": figure.query, "ids": list(figure.ids)}
    return {"key": figure.key, "value": figure.value, "words": figure.words, "from": origin}


def _members(
    records: PaperRecords, texts: Mapping[str, tuple[str, ...]], figures: Mapping[str, Figure], edition: str
) -> Iterator[Block]:
    for section in records.template.members:
        yield _heading(section.title, None, level=3)
        yield from _body(section, records, texts, edition)
        if section.shows_standing:
            for word, said in standing_words(figures):
                if word in {"Red", "Amber"}:
                    yield {"kind": "standing", "word": word, "text": said}


def _children(records: PaperRecords) -> Iterator[Block]:
    for number, title in themes_of(records):
        yield _heading(title, str(number), level=3)
        row = records.differences.get(number)
        yield _paragraph(_difference(row) if row else NOT_ANSWERED)


def _difference(row: DifferenceRow) -> str:
    text = row.text.strip()
    if row.kind == DifferenceKind.TOO_EARLY:
        by = f" We shall know by {printed(row.know_by)}." if row.know_by else ""
        return f"Too early to say. {text}{'' if text.endswith('.') else '.'}{by}"
    return (
        f"{text}{'' if text.endswith('.') else '.'} ({DIFFERENCE_WORDS[row.kind]}: {row.source.strip().rstrip('.')}.)"
    )


def themes_of(records: PaperRecords) -> tuple[tuple[int, str], ...]:
    """Number and title of each theme that has an action, in order."""
    return tuple(sorted({(action.theme_number, action.theme_title) for action in records.actions}))


def _report(
    records: PaperRecords, texts: Mapping[str, tuple[str, ...]], figures: Mapping[str, Figure], edition: str
) -> Iterator[Block]:
    yield {"kind": "facts", "rows": _header(records)}
    for section in records.template.sections:
        yield _heading(section.title, f"{section.number}.0")
        yield from _body(section, records, texts, edition)
        if section.shows_standing:
            for word, said in standing_words(figures):
                yield {"kind": "standing", "word": word, "text": said}
    yield from _people(records)


def _body(section: Section, records: PaperRecords, texts: Texts, edition: str) -> Iterator[Block]:
    """What a section says; of one that is drawn and exempt its mark first, or alone."""
    if section.key in records.covers:
        mark, is_printed = records.covers[section.key]
        yield _paragraph(mark)
        if not is_printed:
            return
    yield from WRITERS[section.kind](section, records, texts, edition)


def _header(records: PaperRecords) -> list[list[str]]:
    paper = records.paper
    facts = {
        "committee": paper.committees,
        "meeting": " then ".join(printed(day) for day in (paper.days.meets_on, paper.then_meets_on) if day),
        "subject": paper.subject,
        "report_by": paper.report_by,
    }
    return [[row.label, facts[row.fact]] for row in records.template.header]


def _text(section: Section, records: PaperRecords, texts: Texts, edition: str) -> Iterator[Block]:
    if not section.parts:
        yield from _paragraphs(texts.get(section.key, ()), section.number)
        return
    for place, part in enumerate(section.parts, start=1):
        first, *rest = texts.get(part.key, ()) or (NOT_WRITTEN,)
        yield _paragraph(f"{part.label}: {first.removeprefix(BULLET)}", place_in(section, place))
        yield from _paragraphs(tuple(rest), None, needed=False)


def place_in(section: Section, place: int) -> str | None:
    """The number of a paragraph: 3.1; page one has none."""
    return f"{section.number}.{place}" if section.number else None


def _list(section: Section, records: PaperRecords, texts: Texts, edition: str) -> Iterator[Block]:
    items = [text.removeprefix(BULLET) for text in texts.get(section.key, ()) if text.strip()]
    if not section.lead_in:
        yield from _paragraphs(tuple(items), section.number)
        return
    yield _paragraph(section.lead_in, place_in(section, 1))
    yield {"kind": "lettered", "items": items or [NOT_WRITTEN]}


def _choice(section: Section, records: PaperRecords, texts: Texts, edition: str) -> Iterator[Block]:
    yield _question(section, records, place_in(section, 1))
    items = [text.removeprefix(BULLET) for text in texts.get(section.key, ()) if text.strip()]
    items += behind(records)
    if section.keeps_list and items:
        yield {"kind": "bullets", "items": items}


def behind(records: PaperRecords) -> list[str]:
    """Earlier papers that this one refers to, and the documents kept for the public; exempt ones are not named."""
    papers = [f"{row.words}{f': {row.why}' if row.why else ''}" for row in records.references]
    return papers + [kept.title for kept in records.background if not kept.exempt]


def _declaration(section: Section, records: PaperRecords, texts: Texts, edition: str) -> Iterator[Block]:
    yield _paragraph(section.lead_in, f"{section.number}.1")
    block = _question(section, records, f"{section.number}.2")
    policies = block.pop("note") or "none named"
    yield {**block, "note": None}
    label = section.question.note_label if section.question else ""
    yield _paragraph(f"{label}: {policies}", f"{section.number}.3")


def _question(section: Section, records: PaperRecords, number: str) -> Block:
    question = section.question
    assert question is not None  # the template was checked when it was read
    given = records.answers.get(question.key)
    ticked = set(given.ticked) if given else set()
    meets_on = records.paper.days.meets_on
    period = records.template.priorities_on(meets_on)
    return {
        "kind": "choice",
        "number": number,
        "question": question.words.replace("{period}", period.period if period else ""),
        "options": [
            {"label": option.label, "ticked": option.key in ticked}
            for option in records.template.options_of(question, meets_on)
        ],
        "note": (given.note.strip() or None) if given else None,
    }


def _table(section: Section, records: PaperRecords, texts: Texts, edition: str) -> Iterator[Block]:
    if not section.table:
        yield from _text(section, records, texts, edition)
        return
    if section.lead_in:
        yield _paragraph(section.lead_in, place_in(section, 1))
    if section.table == TableSource.PLAN:
        yield whole_plan(records, edition, f"{section.title}, as at {{data_as_at}}", NARROW, key=section.key)
    elif section.table == TableSource.LATE:
        yield late_table(section, records, edition)
    elif section.table in DECIDED_TABLES:
        yield decided_table(section.table, section.key, section.title, records)
    else:
        yield typed_table(section, texts)


def late_table(section: Section, records: PaperRecords, edition: str) -> Block:
    """What is late: who leads it, its dates and where it stands."""
    caption = f"{section.title}, as at {printed(records.as_at)}"
    return drawn_table(section.key, caption, STANDS, _standing_rows(chosen("late", records), edition))


def _standing_rows(actions: Sequence[ActionRow], edition: str) -> list[list[list[str]]]:
    """Actions with lead, dates and standing, without their lines."""
    no_line = LineRow(0, (), "", 0)
    return [[CELLS[column.key](action, no_line, edition) for column in STANDS] for action in actions]


def typed_table(section: Section, texts: Texts) -> Block:
    """The rows that the author typed, each cell a paragraph."""
    columns = [Column(str(place), heading, 1) for place, heading in enumerate(section.typed_columns)]
    rows = [[[cell] for cell in cells_of(row, len(columns))] for row in texts.get(section.key, ())]
    return drawn_table(section.key, section.title, columns, rows)


def cells_of(row: str, width: int) -> list[str]:
    """The cells of one typed row, as many as there are columns."""
    given = [cell.strip() for cell in row.split(CELL)][:width]
    return given + [""] * (width - len(given))


def drawn_table(key: str, caption: str, columns: Sequence[Column], rows: list[list[list[str]]]) -> Block:
    """A table as content."""
    heads = [{"heading": column.heading, "share": column.share} for column in columns]
    return {"kind": "table", "key": key, "caption": caption, "columns": heads, "rows": rows}


def _figures_shown(section: Section, records: PaperRecords, texts: Texts, edition: str) -> Iterator[Block]:
    """A count with its sentence and the actions behind it; or a chart, its finding as title, with its numbers."""
    if section.figure in TRENDS:
        yield trend_of(section.figure, records)
        return
    if section.figure in CHARTS:
        yield chart_of(section.figure, records)
        return
    figure = figures_of(records)[section.figure]
    yield _paragraph(f"{figure.words[:1].upper()}{figure.words[1:]}.", place_in(section, 1))
    behind = [action for action in records.actions if action.ref in set(figure.ids)]
    if behind and len(behind) < len(records.actions):
        caption = f"Behind this figure, as at {printed(records.as_at)}"
        yield drawn_table(section.key, caption, STANDS, _standing_rows(behind, edition))


WRITERS = {
    SectionKind.TEXT: _text,
    SectionKind.TABLE: _table,
    SectionKind.FIGURE: _figures_shown,
    SectionKind.LIST: _list,
    SectionKind.CHOICE: _choice,
    SectionKind.DECLARATION: _declaration,
}


def _people(records: PaperRecords) -> Iterator[Block]:
    form = records.template
    rows = [[row.name, row.designation, row.phone] for row in records.authors]
    yield {"kind": "people", "heading": form.authors_heading, "columns": list(form.author_columns), "rows": rows}
    if records.confirmations:
        rows = [
            [CONFIRMED_WORDS[row.subject], ", ".join(filter(None, (row.name, row.designation))), printed(row.so_on)]
            for row in records.confirmations
        ]
        yield {"kind": "people", "heading": "Confirmed by", "columns": ["What", "By whom", "When"], "rows": rows}
    yield {"kind": "signatures", "rows": [_signature(row, records.decisions) for row in records.approvers]}


def _signature(row: RouteRow, decisions: Sequence[DecisionRow]) -> dict[str, str]:
    signed = [d for d in decisions if d.route_step_id == row.id and d.verdict == Verdict.APPROVED]
    on = printed(day_of(signed[-1].recorded_at)) if signed else ""
    if signed and signed[-1].for_name:
        said = ", ".join(filter(None, (signed[-1].designation, f"for {row.name}")))
        return {"name": signed[-1].name, "designation": said, "signed_on": on}
    return {"name": row.name, "designation": row.designation, "signed_on": on}


def whole_plan(records: PaperRecords, edition: str, caption: str, columns: Sequence[Column], *, key: str) -> Block:
    """Every action of the plan with the line that a lead agreed."""
    lines = lines_of(records)
    rows = [
        [CELLS[column.key](action, lines[action.id], edition) for column in columns]
        for action in records.actions
        if action.id in lines
    ]
    return drawn_table(key, caption.replace("{data_as_at}", printed(records.as_at)), columns, rows)


def _lead_cell(action: ActionRow, line: LineRow, edition: str) -> list[str]:
    """Posts in the public edition; names too in the operational one."""
    if edition == OPERATIONAL:
        return [", ".join(filter(None, (lead.name, lead.post_title))) for lead in action.leads] or ["No lead"]
    return list(dict.fromkeys(lead.post_title or "Post not recorded" for lead in action.leads)) or ["No lead"]


def _date_cell(action: ActionRow, line: LineRow, edition: str) -> list[str]:
    cells = []
    if action.target:
        cells.append(f"Target {action.target.text}")
        if action.first_target and action.first_target.text != action.target.text:
            cells.append(f"First target {action.first_target.text}")
    if action.review:
        cells.append(f"Review {action.review.text}")
        if action.first_review and action.first_review.text != action.review.text:
            cells.append(f"First review {action.first_review.text}")
    return cells or ["No date"]


def _standing_cell(action: ActionRow, line: LineRow, edition: str) -> list[str]:
    cells = [f"{action.standing.capitalize()}: {action.standing_reason}"]
    if action.overridden_from:
        cells.append(f"By the rule {action.overridden_from}")
    return cells


NARROW = (
    Column("action", "Action", 30),
    Column("lead", "Lead", 18),
    Column("standing", "Standing", 16),
    Column("line", "Progress", 36),
)
STANDS = (
    Column("action", "Action", 40),
    Column("lead", "Lead", 20),
    Column("review", "Date", 18),
    Column("standing", "Standing", 22),
)
CELLS = {
    "recommendation": lambda action, line, edition: [f"{action.theme_number} {action.theme_title}"],
    "action": lambda action, line, edition: [f"{action.number} {action.text}"],
    "lead": _lead_cell,
    "review": _date_cell,
    "standing": _standing_cell,
    "line": lambda action, line, edition: list(line.paragraphs),
}


def _paragraphs(texts: Sequence[str], number: int | None, *, needed: bool = True) -> Iterator[Block]:
    """Paragraphs numbered 3.1, 3.2; a run of bullets becomes one list."""
    bullets: list[str] = []
    place = 0
    for text in texts or ((NOT_WRITTEN,) if needed else ()):
        if text.startswith(BULLET):
            bullets.append(text.removeprefix(BULLET))
            continue
        if bullets:
            yield {"kind": "bullets", "items": bullets}
            bullets = []
        place += 1
        yield _paragraph(text, f"{number}.{place}" if number else None)
    if bullets:
        yield {"kind": "bullets", "items": bullets}


def _heading(text: str, number: str | None, level: int = 2) -> Block:
    return {"kind": "heading", "level": level, "number": number, "text": text}


def _paragraph(text: str, number: str | None = None) -> Block:
    return {"kind": "paragraph", "number": number, "text": text}
