"""What a paper is made from, as known at a moment; and what still stands in the way of signing it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from lippen.improvement import queries as improvement
from lippen.improvement.rows import LeadRow, PlanRow
from lippen.kernel.access import Actor
from lippen.kernel.approval import Step
from lippen.reporting import rules
from lippen.reporting.models import SignedPaper
from lippen.reporting.papers.build import PUBLIC, every_figure, members_lines, texts_of, themes_of
from lippen.reporting.papers.canonical import Content
from lippen.reporting.papers.drafting import lines_of
from lippen.reporting.papers.exempting import leaks, public_content, whole_content
from lippen.reporting.papers.figures import unknown_figures
from lippen.reporting.papers.promised import undecided
from lippen.reporting.papers.records import PaperRecords
from lippen.reporting.papers.template import Template
from lippen.reporting.queries.earlier import what_came_of
from lippen.reporting.queries.flagged import flags_in
from lippen.reporting.queries.hidden import hidden_by
from lippen.reporting.queries.letters import letters_missing
from lippen.reporting.queries.papers import before_meeting, last_day_of, paper_row, signed_on_the_plan
from lippen.reporting.queries.templates import form_of
from lippen.reporting.queries.written import Written, written_on
from lippen.reporting.rows import Earlier, PaperRow, RouteRow
from lippen.reporting.vocabulary import BackgroundEnding, ConfirmedBefore

TICK = timedelta(microseconds=1)


def content(actor: Actor, ref: str, *, known_at: datetime, edition: str = PUBLIC) -> Content:
    """A paper's content as at its own data day and as known at a moment."""
    return content_of(actor, paper_row(actor, ref, known_at=known_at), known_at=known_at, edition=edition)


def content_of(actor: Actor, row: PaperRow, *, known_at: datetime, edition: str = PUBLIC) -> Content:
    """The content of a paper whose facts are read already."""
    return whole_content(records_of(actor, row, known_at=known_at), edition=edition)


def records_of(
    actor: Actor,
    row: PaperRow,
    *,
    known_at: datetime,
    written: Written | None = None,
    form: Template | None = None,
    stood: Mapping[str, Any] | None = None,
) -> PaperRecords:
    """Everything that the paper is made from, as known at a moment: a signed one's own, or the present.

    `stood` is what a signed paper keeps of what others overwrite, where it was read already.
    """
    days, plan = row.days, improvement.plan_head(actor, row.plan_id)
    kept = stood or _what_stood(row, known_at)
    known_at = known_at if kept else settled(plan, known_at)
    signed = signed_on_the_plan(actor, row, known_at=known_at)
    hidden = hidden_by(signed)
    since = last_day_of(signed, row) or days.period_starts_on - timedelta(days=1)
    template = form or form_of(row)
    read = improvement.plan_records(
        actor,
        plan,
        as_at=days.data_as_at,
        since=since,
        known_at=known_at,
        with_decisions=bool(template.decided_tables),
    )
    whole = written or written_on(row.id)
    then, names = whole.known(known_at), {} if form else whole.names
    texts = then.texts(names)
    records = PaperRecords(
        paper=row,
        template=template,
        known_at=known_at,
        since=since,
        plan=plan,
        actions=read.actions,
        changes=read.changes,
        updates=read.updates,
        texts={key: text.paragraphs for key, text in texts.items()},
        written=texts,
        answers=then.answers(),
        lines=then.lines(names),
        differences=then.differences(),
        authors=then.authors,
        approvers=then.approvers,
        consultees=then.consultees,
        origin=then.origin,
        exempt=then.exempt,
        kept_flags=frozenset(then.kept_flags),
        decisions=then.decisions(row.rounds),
        promises=then.promises(),
        references=then.references(),
        background=tuple(kept for kept in then.background() if kept.ended != BackgroundEnding.TAKEN_OUT),
        confirmations=then.confirmations(),
        earlier_of=Earlier
        if stood
        else partial(what_came_of, actor, row, before_meeting(signed, row), known_at=known_at, since=since),
        decided=tuple(map(hidden.decision, read.decided)),
        then_of=read.then_of,
        writers=then.writers,
    )
    return with_what_stood(records, kept) if kept else records


def _what_stood(row: PaperRow, known_at: datetime) -> Mapping[str, Any] | None:
    """What a signed paper keeps of what others overwrite; nothing for any other moment than its own."""
    kept = SignedPaper.objects.filter(paper_id=row.id, known_at=known_at).values_list("as_then", flat=True)
    return kept.first()


def themes(actor: Actor, row: PaperRow, *, known_at: datetime) -> tuple[tuple[int, str], ...]:
    """Number and title of each theme of an open paper, in order."""
    plan = improvement.plan_head(actor, row.plan_id)
    known_at = settled(plan, known_at)
    return improvement.plan_themes(actor, row.plan_id, as_at=row.days.data_as_at, known_at=known_at)


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


def steps_of(approvers: Iterable[RouteRow]) -> tuple[Step, ...]:
    """Approvers as the rules of approval take them."""
    return tuple(Step(row.id, row.order, row.person_id, row.name, row.designation) for row in approvers)


def blocks(actor: Actor, ref: str, *, known_at: datetime, signing_on: date) -> tuple[str, ...]:
    """A sentence for each thing that stands in the way of signing a paper on a day."""
    return blocks_of(records_of(actor, paper_row(actor, ref), known_at=known_at), signing_on=signing_on)


def blocks_of(records: PaperRecords, *, signing_on: date) -> tuple[str, ...]:
    """The same of records that were read already."""
    return rules.what_blocks(readiness(records, signing_on=signing_on, flagged=open_flags(records)))


def readiness(records: PaperRecords, *, signing_on: date, flagged: int) -> rules.Readiness:
    """The records as the rules of signing take them; `flagged` counts the flagged words that nobody has answered."""
    form, texts = records.template, texts_of(records)
    written = lines_of(records)
    return rules.Readiness(
        days=records.paper.days,
        signing_on=signing_on,
        questions=tuple(
            rules.Question(q.key, s.number, s.title, s.required, q.note_when, q.must_be, s.keeps_list)
            for s, q in form.questions()
        ),
        answers=records.answers,
        texts=texts,
        needed_texts=_needed(records),
        themes=themes_of(records) if form.asks_of_children else (),
        differences=records.differences,
        numbers={action.id: action.number for action in records.actions if action.id in written},
        lines=written,
        approvers=steps_of(records.approvers),
        has_authors=bool(records.authors),
        waited_for=tuple(
            (row.name, row.subject_words.lower())
            for row in records.consultees
            if row.is_waited_for and not row.answered
        ),
        unconfirmed=_unconfirmed(records),
        then_missing=_then_missing(records),
        exempt_faults=_exempt_faults(records),
        flagged=flagged,
        writers=records.writers,
        members_lines=members_lines(records),
        members_most_lines=form.members_most_lines,
        undecided=tuple((found.place, found.sentence) for found in undecided(records)),
        has_background=any(not kept.exempt for kept in records.background) or bool(records.references),
        missing_letters=letters_missing(records),
        unknown_figures=unknown_figures((t for given in texts.values() for t in given), every_figure(records)),
    )


def _exempt_faults(records: PaperRecords) -> tuple[str, ...]:
    """An answer that says exempt without a paragraph, marks that the answer denies, and exempt words elsewhere."""
    asked = next(((section, q) for section, q in records.template.questions() if q.key == "exempt"), None)
    given = records.answers.get("exempt")
    says_so = given is not None and "yes" in given.ticked
    faults = []
    if asked and says_so and not records.exempt:
        place = f"{asked[0].number}. {asked[0].title}"
        faults.append(f"{place}: say what is exempt, and under which paragraph of Schedule 7A.")
    if asked and records.exempt and given is not None and not says_so:
        place = f"{asked[0].number}. {asked[0].title}"
        faults.append(f"{place}: you marked parts under Schedule 7A and answered that nothing is exempt.")
    return (*faults, *leaks(records))


def open_flags(records: PaperRecords) -> int:
    """How many flagged words of what the public would read nobody has answered."""
    content = public_content(records) if records.exempt else whole_content(records)
    return sum(1 for flag in flags_in(content, records.paper) if flag.key not in records.kept_flags)


def _unconfirmed(records: PaperRecords) -> tuple[tuple[str, str], ...]:
    """What the route wants confirmed before signing and nobody has confirmed, with the post whose it is."""
    given = {row.subject for row in records.confirmations}
    asked = records.origin.confirmations if records.origin else ()
    return tuple(
        (each.subject_words, each.post_title)
        for each in asked
        if each.before == ConfirmedBefore.SIGNING and each.subject not in given
    )


def _then_missing(records: PaperRecords) -> str:
    """The second body of the route, where no meeting of it is named yet."""
    origin = records.origin
    return origin.then_committee if origin and not records.paper.then_meeting_ref else ""


def _needed(records: PaperRecords) -> list[tuple[str, str]]:
    """Key and title of each text that must be there; a choice's list is asked for by its own rule."""
    needed = []
    for section in records.template.every_section:
        if section.required and section.question is None:
            labels = {part.key: f"{section.title}, {part.label.lower()}" for part in section.parts}
            needed += [(key, _place(section.number, labels.get(key, section.title))) for key in section.text_keys]
    return needed


def _place(number: int, title: str) -> str:
    return f"{number}. {title}" if number else f"Page one, {title.lower()},"
