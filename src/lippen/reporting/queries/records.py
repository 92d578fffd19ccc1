"""What a paper is made from, as known at a moment; and what still stands in the way of signing it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from django.db.models import Model

from lippen.improvement import queries as improvement
from lippen.improvement.rows import LeadRow, PlanRow
from lippen.kernel.access import Actor
from lippen.kernel.approval import Step
from lippen.kernel.records import RecordedQuery
from lippen.organisation import queries as organisation
from lippen.reporting import rules
from lippen.reporting.facts import AnswerRow, DifferenceRow, LineRow
from lippen.reporting.models import (
    CommitteeLine,
    Decision,
    PaperAnswer,
    PaperText,
    RouteStep,
    SignedPaper,
    ThemeDifference,
)
from lippen.reporting.papers.build import PUBLIC, build_content, members_words, texts_of, themes_of
from lippen.reporting.papers.canonical import Content
from lippen.reporting.papers.drafting import lines_of
from lippen.reporting.papers.figures import figures_of, unknown_figures
from lippen.reporting.papers.records import PaperRecords
from lippen.reporting.papers.template import template
from lippen.reporting.queries.papers import last_signed_day, paper_row
from lippen.reporting.rows import DecisionRow, PaperRow, RouteRow, TextRow
from lippen.reporting.vocabulary import LineStep, RouteRole

TICK = timedelta(microseconds=1)
Found = TypeVar("Found", bound=Model)


def content(actor: Actor, ref: str, *, known_at: datetime, edition: str = PUBLIC) -> Content:
    """A paper's content as at its own data day and as known at a moment."""
    return build_content(
        records_of(actor, paper_row(actor, ref, known_at=known_at), known_at=known_at), edition=edition
    )


def records_of(actor: Actor, row: PaperRow, *, known_at: datetime) -> PaperRecords:
    """Everything that the paper is made from, as known at a moment: a signed one's own, or the present."""
    days, plan = row.days, improvement.plan(actor, row.plan_ref)
    kept = SignedPaper.objects.filter(paper_id=row.id, known_at=known_at).values_list("as_then", flat=True).first()
    known_at = known_at if kept else settled(plan, known_at)
    since = last_signed_day(actor, row, known_at=known_at) or days.period_starts_on - timedelta(days=1)
    authors, approvers = route_of(row.id, known_at)
    read = improvement.plan_records(actor, plan, as_at=days.data_as_at, since=since, known_at=known_at)
    written = {text.section: text for text in texts_written(row.id, known_at)}
    records = PaperRecords(
        paper=row,
        template=template(row.template_key, row.template_version),
        known_at=known_at,
        since=since,
        plan=plan,
        actions=read.actions,
        changes=read.changes,
        updates=read.updates,
        texts={key: text.paragraphs for key, text in written.items()},
        written=written,
        answers=answers_of(row.id, known_at),
        lines=lines_written(row.id, known_at),
        differences=differences_of(row.id, known_at),
        authors=authors,
        approvers=approvers,
        decisions=decisions_of(row, known_at),
    )
    return with_what_stood(records, kept) if kept else records


def settled(plan: PlanRow, at: datetime) -> datetime:
    """The present of a plan: after every moment that a signed paper rests on, even where the clock stands still."""
    return at if plan.closed_through is None else max(at, plan.closed_through + TICK)


def what_stands(records: PaperRecords) -> dict[str, Any]:
    """What the content prints and other rooms may overwrite: leads' posts, and when the plan was agreed."""
    leads = (lead for action in records.actions for lead in action.leads)
    agreed_on = records.plan.agreed_on
    return {
        "posts": {str(lead.person_id): lead.post_title for lead in leads if lead.person_id is not None},
        "agreed_on": agreed_on.isoformat() if agreed_on else None,
    }


def with_what_stood(records: PaperRecords, kept: Mapping[str, Any]) -> PaperRecords:
    """The records with those words as they were when the paper was signed."""
    posts = kept["posts"]
    agreed_on = date.fromisoformat(kept["agreed_on"]) if kept["agreed_on"] else None

    def as_then(lead: LeadRow) -> LeadRow:
        return replace(lead, post_title=posts.get(str(lead.person_id), lead.post_title))

    actions = tuple(replace(action, leads=tuple(map(as_then, action.leads))) for action in records.actions)
    return replace(records, actions=actions, plan=replace(records.plan, agreed_on=agreed_on))


def latest(found: Iterable[Found], key: str) -> dict[object, Found]:
    """The last row for each value of a field; the rows come in order."""
    return {getattr(row, key): row for row in found}


def _facts(model: type[Model], paper_id: int, known_at: datetime | None) -> RecordedQuery:
    return model.objects.filter(paper_id=paper_id).known_at(known_at).order_by("id")  # type: ignore[attr-defined]


def texts_written(paper_id: int, known_at: datetime | None) -> tuple[TextRow, ...]:
    """Every section's latest text, with who wrote it."""
    found = latest(_facts(PaperText, paper_id, known_at).order_by("version"), "section").values()
    names = organisation.person_names({row.person_id for row in found if row.person_id})
    return tuple(
        TextRow(row.section, tuple(row.paragraphs), row.version, names.get(row.person_id, ""), row.recorded_at)
        for row in found
    )


def answers_of(paper_id: int, known_at: datetime | None) -> dict[str, AnswerRow]:
    """Every question's latest answer."""
    found = latest(_facts(PaperAnswer, paper_id, known_at), "question")
    return {row.question: AnswerRow(row.question, tuple(row.ticked), row.note) for row in found.values()}


def lines_written(paper_id: int, known_at: datetime | None) -> dict[int, LineRow]:
    """Every action's latest committee line."""
    found = latest(_facts(CommitteeLine, paper_id, known_at).order_by("version"), "action_id").values()
    names = organisation.person_names({row.person_id for row in found if row.person_id})
    return {
        row.action_id: LineRow(
            row.action_id,
            tuple(row.paragraphs),
            row.step,
            row.version,
            tuple(row.rests_on),
            by_name=names.get(row.person_id, ""),
        )
        for row in found
    }


def differences_of(paper_id: int, known_at: datetime | None) -> dict[int, DifferenceRow]:
    """Every theme's latest answer to what is different for children."""
    found = latest(_facts(ThemeDifference, paper_id, known_at), "theme_number")
    return {
        row.theme_number: DifferenceRow(row.theme_number, row.kind, row.text, row.source, row.know_by)
        for row in found.values()
    }


def route_of(paper_id: int, known_at: datetime | None) -> tuple[tuple[RouteRow, ...], tuple[RouteRow, ...]]:
    """Authors and approvers of the route that counts, each in order."""
    found = list(_facts(RouteStep, paper_id, known_at).order_by("version", "order"))
    last = max((row.version for row in found), default=0)
    rows = [
        RouteRow(r.pk, r.order, r.role, r.person_id, r.name, r.designation, r.phone, r.acting)
        for r in found
        if r.version == last
    ]
    authors = tuple(row for row in rows if row.role == RouteRole.AUTHOR)
    return authors, tuple(row for row in rows if row.role == RouteRole.APPROVER)


def route_version(paper_id: int) -> int:
    """How often the route was set."""
    return (
        RouteStep.objects.filter(paper_id=paper_id).order_by("-version").values_list("version", flat=True).first() or 0
    )


def decisions_of(row: PaperRow, known_at: datetime | None, *, every: bool = False) -> tuple[DecisionRow, ...]:
    """The decisions of the present round; or of all rounds."""
    found = _facts(Decision, row.id, known_at).select_related("route_step")
    return tuple(
        DecisionRow(d.route_step_id, d.round, d.verdict, d.route_step.name, d.comments, d.recorded_at)
        for d in found
        if every or d.round == row.rounds
    )


def writers_of(paper_id: int, known_at: datetime | None = None) -> frozenset[int]:
    """Everyone who wrote any text of a paper, and its authors; agreeing a line is not writing."""
    authors, _ = route_of(paper_id, known_at)
    return _wrote(paper_id, known_at, authors)


def _wrote(paper_id: int, known_at: datetime | None, authors: Iterable[RouteRow]) -> frozenset[int]:
    facts = (
        _facts(PaperText, paper_id, known_at),
        _facts(ThemeDifference, paper_id, known_at),
        _facts(PaperAnswer, paper_id, known_at).exclude(note=""),
        _facts(CommitteeLine, paper_id, known_at).exclude(step=LineStep.AGREED),
    )
    first, *others = (rows.order_by().values_list("person_id", flat=True) for rows in facts)
    found: set[int | None] = set(first.union(*others))
    found.update(row.person_id for row in authors)
    return frozenset(person_id for person_id in found if person_id is not None)


def steps_of(approvers: Iterable[RouteRow]) -> tuple[Step, ...]:
    """Approvers as the rules of approval take them."""
    return tuple(Step(row.id, row.order, row.person_id, row.name, row.designation) for row in approvers)


def blocks(actor: Actor, ref: str, *, known_at: datetime, signing_on: date) -> tuple[str, ...]:
    """A sentence for each thing that stands in the way of signing a paper on a day."""
    records = records_of(actor, paper_row(actor, ref), known_at=known_at)
    return rules.what_blocks(readiness(records, signing_on=signing_on))


def readiness(records: PaperRecords, *, signing_on: date) -> rules.Readiness:
    """The records as the rules of signing take them."""
    form, texts = records.template, texts_of(records)
    written = lines_of(records)
    return rules.Readiness(
        days=records.paper.days,
        signing_on=signing_on,
        questions=tuple(
            rules.Question(q.key, s.number, s.title, s.required, q.note_when, q.must_be) for s, q in form.questions()
        ),
        answers=records.answers,
        texts=texts,
        needed_texts=_needed(records),
        themes=themes_of(records),
        differences=records.differences,
        numbers={action.id: action.number for action in records.actions if action.id in written},
        lines=written,
        approvers=steps_of(records.approvers),
        has_authors=bool(records.authors),
        writers=_wrote(records.paper.id, records.known_at, records.authors),
        members_words=members_words(records),
        members_most_words=form.members_most_words,
        unknown_figures=unknown_figures((t for given in texts.values() for t in given), figures_of(records)),
    )


def _needed(records: PaperRecords) -> list[tuple[str, str]]:
    """Key and title of each text that must be there; a choice's list is asked for by its own rule."""
    needed = []
    for section in (*records.template.members, *records.template.sections):
        if section.required and section.question is None:
            labels = {part.key: f"{section.title}, {part.label.lower()}" for part in section.parts}
            needed += [(key, _place(section.number, labels.get(key, section.title))) for key in section.text_keys]
    return needed


def _place(number: int, title: str) -> str:
    return f"{number}. {title}" if number else f"Page one, {title.lower()},"
