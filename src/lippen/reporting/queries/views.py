"""A paper as its page shows it: sections, lines beside their updates, what blocks signing, what reads as past."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from lippen.improvement.drawn_rows import Decided
from lippen.improvement.rows import ActionRow, UpdateRow
from lippen.kernel.access import Actor, Permission, may, require
from lippen.kernel.approval import next_step
from lippen.kernel.clock import day_of
from lippen.reporting import rules
from lippen.reporting.facts import LineRow
from lippen.reporting.papers.build import cells_of, every_figure, themes_of
from lippen.reporting.papers.canonical import Content
from lippen.reporting.papers.decided import QUERY as DECIDED
from lippen.reporting.papers.drafting import changed_since, draft_all, lines_of, who_agrees
from lippen.reporting.papers.exempting import whole_content
from lippen.reporting.papers.futures import past_futures
from lippen.reporting.papers.records import PaperRecords
from lippen.reporting.papers.template import Section
from lippen.reporting.queries.frozen import frozen_of, issue_of
from lippen.reporting.queries.papers import paper_row
from lippen.reporting.queries.records import blocks_of, records_of, steps_of
from lippen.reporting.queries.standing_in import deciders
from lippen.reporting.queries.written import Written, written_on
from lippen.reporting.rows import (
    DraftedSection,
    Figure,
    FigureTrace,
    Flag,
    LineView,
    PaperRow,
    PaperView,
    QuestionView,
    RouteRow,
    SectionView,
    SignedRow,
    TextRow,
    ThemeView,
)
from lippen.reporting.schedule_7a import notice
from lippen.reporting.vocabulary import FROZEN, PaperStep, Verdict


def paper(actor: Actor, ref: str, *, at: datetime) -> PaperView:
    """Everything about one paper: a signed one as it was known when it was signed, any other as known now."""
    return _paper(actor, paper_row(actor, ref), at)


def paper_page(actor: Actor, ref: str, *, at: datetime) -> PaperView:
    """A paper as its own page shows it: a signed one from what was frozen alone, any other as known now."""
    row = paper_row(actor, ref)
    return _frozen(actor, row) if row.state in FROZEN else _paper(actor, row, at)


def paper_to_approve(actor: Actor, ref: str, *, at: datetime) -> PaperView:
    """A paper with its approver: with all its parts, as they will be signed."""
    row = paper_row(actor, ref)
    if not may(actor, Permission.READ_PLAN, at=[row.authority_id]) or row.state in FROZEN:
        return _paper(actor, row, at)
    written = written_on(row.id)
    records = records_of(actor, row, known_at=at, written=written)
    return _view(records, written, today=day_of(at), parts=tuple(whole_content(records)["parts"]))


def _paper(actor: Actor, row: PaperRow, at: datetime) -> PaperView:
    frozen = frozen_of(actor, row) if row.state in FROZEN else None
    if not may(actor, Permission.READ_PLAN, at=[row.authority_id]):
        return _from_outside(actor, row, frozen)
    written = written_on(row.id)
    if frozen is None:
        records = records_of(actor, row, known_at=at, written=written)
        blocks = blocks_of(records, signing_on=day_of(at))
        flagged = flags_of(records, records.written)
        return _view(records, written, today=day_of(at), blocks=blocks, flags=flagged)
    signed, content = frozen
    return _view(
        records_of(actor, row, known_at=signed.known_at, written=written),
        written,
        signed=signed,
        issue=issue_of(actor, row.ref) if row.state is PaperStep.ISSUED else None,
        parts=tuple(content["parts"]),
    )


def _view(records: PaperRecords, written: Written, *, today: date | None = None, **more: Any) -> PaperView:
    """What the records say; what is known of signing comes from outside, and today of who may decide now."""
    waiting = _next_approver(records)
    return PaperView(
        paper=records.paper,
        sections=tuple(_sections(records, records.written)),
        questions=tuple(_questions(records)),
        themes=tuple(_theme_views(records)),
        lines=tuple(_line_views(records)),
        authors=records.authors,
        approvers=records.approvers,
        route_version=written.route_version,
        decisions=written.decisions(),
        next_approver=waiting,
        deciders=deciders(waiting, on=today) if waiting and today else frozenset(),
        figures=tuple(every_figure(records).values()),
        versions=written.versions(),
        notice=notice(records.exempt.paragraphs) if records.exempt and records.exempt.marks else "",
        **more,
    )


def _frozen(actor: Actor, row: PaperRow) -> PaperView:
    """What was frozen alone; with its route for those who see the plan."""
    view = _from_outside(actor, row, frozen_of(actor, row))
    if not may(actor, Permission.READ_PLAN, at=[row.authority_id]):
        return view
    written = written_on(row.id)
    return replace(
        view,
        authors=written.authors,
        approvers=written.approvers,
        decisions=written.decisions(),
        versions=written.versions(),
    )


def paper_route(actor: Actor, ref: str) -> tuple[PaperRow, tuple[RouteRow, ...], tuple[RouteRow, ...]]:
    """A paper with its authors and its approvers, each in order."""
    row = paper_row(actor, ref)
    require(actor, Permission.READ_PLAN, at=[row.authority_id])
    written = written_on(row.id)
    return row, written.authors, written.approvers


def _from_outside(actor: Actor, row: PaperRow, frozen: tuple[SignedRow, Content] | None) -> PaperView:
    """A signed paper for those who do not see the plan: its facts and files, without the records behind them."""
    signed, content = frozen or (None, {"figures": (), "parts": ()})
    return PaperView(
        paper=row,
        sections=(),
        questions=(),
        themes=(),
        lines=(),
        authors=(),
        approvers=(),
        route_version=0,
        decisions=(),
        next_approver=None,
        figures=tuple(_kept_figure(figure) for figure in content["figures"]),
        signed=signed,
        issue=issue_of(actor, row.ref) if row.state is PaperStep.ISSUED else None,
        notice=content.get("notice", ""),
        parts=tuple(content["parts"]),
    )


def _kept_figure(kept: dict[str, Any]) -> Figure:
    return Figure(kept["key"], kept["value"], kept["words"], kept["from"]["query"], tuple(kept["from"]["ids"]))


def drafted_sections(actor: Actor, ref: str, *, at: datetime) -> tuple[DraftedSection, ...]:
    """What Lippen writes from the records for each section that it drafts."""
    return tuple(draft_all(records_of(actor, paper_row(actor, ref), known_at=at)).values())


def figure_trace(actor: Actor, ref: str, key: str, *, at: datetime) -> FigureTrace | None:
    """One figure of a paper and the records behind it: from what was known when it was signed, else from now."""
    row = paper_row(actor, ref)
    frozen = frozen_of(actor, row) if row.state in FROZEN else None
    if not may(actor, Permission.READ_PLAN, at=[row.authority_id]):
        kept = [figure for figure in _from_outside(actor, row, frozen).figures if figure.key == key]
        return FigureTrace(row, kept[0], ()) if kept else None
    records = records_of(actor, row, known_at=frozen[0].known_at if frozen else at)
    figure = every_figure(records).get(key)
    if figure is None:
        return None
    on = figure.on or records.as_at
    if figure.query == DECIDED:
        taken = {each.ref: (each.ref, _taken(each), each.agreed) for each in records.decided}
        return FigureTrace(row, figure, _found(taken, figure), on, are_decisions=True)
    rows = {action.ref: (action.ref, action.number, action.text) for action in records.actions}
    return FigureTrace(row, figure, _found(rows, figure), on)


def _taken(row: Decided) -> str:
    return f"{row.body}, {rules.printed(row.decided_on)}:"


def _found(rows: Mapping[str, tuple[str, str, str]], figure: Figure) -> tuple[tuple[str, str, str], ...]:
    """The records behind a figure, in its own order."""
    return tuple(rows[ref] for ref in figure.ids if ref in rows)


def _theme_views(records: PaperRecords) -> Iterator[ThemeView]:
    """The themes of which the paper says what is different for children; none where its form does not ask."""
    if records.template.asks_of_children:
        for number, title in themes_of(records):
            yield ThemeView(number, title, records.differences.get(number))


def _sections(records: PaperRecords, texts: Mapping[str, TextRow]) -> Iterator[SectionView]:
    drafted = draft_all(records)
    for section in records.template.every_section:
        for key in section.text_keys:
            yield _section(section, key, texts.get(key), drafted.get(key))


def _section(section: Section, key: str, text: TextRow | None, drafted: DraftedSection | None) -> SectionView:
    first_draft = drafted.paragraphs if drafted else ()
    return SectionView(
        key=key,
        number=section.number,
        title=section.title,
        label=next((part.label for part in section.parts if part.key == key), ""),
        kind=section.kind,
        guidance=section.guidance,
        required=section.required and section.question is None,
        paragraphs=text.paragraphs if text and text.paragraphs else first_draft,
        drafted=first_draft,
        written=bool(text and text.paragraphs),
        version=text.version if text else 0,
        by_name=text.by_name if text else "",
        recorded_at=text.recorded_at if text else None,
        columns=section.typed_columns,
        cells=_cells(section, text),
    )


def _cells(section: Section, text: TextRow | None) -> tuple[tuple[str, ...], ...]:
    columns = section.typed_columns
    return tuple(tuple(cells_of(row, len(columns))) for row in text.paragraphs) if text and columns else ()


def _questions(records: PaperRecords) -> Iterator[QuestionView]:
    form, meets_on = records.template, records.paper.days.meets_on
    period = form.priorities_on(meets_on)
    for section, question in form.questions():
        given = records.answers.get(question.key)
        yield QuestionView(
            section_key=section.key,
            number=section.number,
            title=section.title,
            key=question.key,
            words=question.words.replace("{period}", period.period if period else ""),
            options=tuple((option.key, option.label) for option in form.options_of(question, meets_on)),
            many=question.many,
            ticked=given.ticked if given else (),
            note=given.note if given else "",
            note_label=question.note_label,
        )


def _line_views(records: PaperRecords) -> Iterator[LineView]:
    lines = lines_of(records)
    for action in records.actions:
        if action.id in lines:
            yield _line_view(action, lines[action.id], records)


def _line_view(action: ActionRow, line: LineRow, records: PaperRecords) -> LineView:
    shown = [u for u in records.updates_of(action.id) if u.counts_on > records.since or u.id in line.rests_on]
    return LineView(
        action_ref=action.ref,
        number=action.number,
        action_text=action.text,
        theme_title=action.theme_title,
        standing=action.standing,
        leads=tuple(lead.name for lead in action.leads),
        line=line,
        updates=tuple((_when(update), update.by_name, update.paragraphs) for update in shown),
        flags=_line_flags(action, line, records),
        changed=changed_since(action, records),
        agreers=tuple(lead.person_id for lead in who_agrees(action) if lead.person_id is not None),
    )


def _when(update: UpdateRow) -> str:
    return rules.printed(update.so_on) if update.so_on else f"As reported in {update.as_reported_in}"


def _line_flags(action: ActionRow, line: LineRow, records: PaperRecords) -> tuple[Flag, ...]:
    behind = [update.counts_on for update in records.updates_of(action.id) if update.id in line.rests_on]
    return past_futures(
        line.paragraphs,
        place=f"The committee line of action {action.number}",
        closed_on=records.paper.days.text_closed_on,
        written_on=max(behind, default=None) if line.version == 0 else None,
    )


def flags_of(records: PaperRecords, texts: Mapping[str, TextRow]) -> tuple[Flag, ...]:
    """Every place in what people wrote where the future is already past."""
    closed_on = records.paper.days.text_closed_on
    found: list[Flag] = []
    for text in texts.values():
        place = _place(records, text.section)
        found += past_futures(text.paragraphs, place=place, closed_on=closed_on, written_on=day_of(text.recorded_at))
    for row in records.differences.values():
        found += past_futures((row.text,), place=f"Theme {row.theme_number}", closed_on=closed_on)
    for view in _line_views(records):
        found += view.flags
    return tuple(found)


def _place(records: PaperRecords, key: str) -> str:
    try:
        section = records.template.section(key)
    except KeyError:
        return key
    return f"{section.number}. {section.title}" if section.number else section.title


def _next_approver(records: PaperRecords) -> RouteRow | None:
    if records.paper.state is not PaperStep.IN_APPROVAL:
        return None
    approved = {d.route_step_id for d in records.decisions if d.verdict == Verdict.APPROVED}
    step = next_step(steps_of(records.approvers), approved)
    return next((row for row in records.approvers if step and row.id == step.id), None)
