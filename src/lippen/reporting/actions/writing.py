"""What is written on a paper while it is open: sections, answers, committee lines, differences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from django.db.transaction import atomic

from lippen.improvement.rows import ActionRow
from lippen.improvement.vocabulary import BULLET
from lippen.kernel import audit
from lippen.kernel.access import Actor, Permission
from lippen.kernel.errors import CannotDo, NotVisible, refusal
from lippen.organisation.actions.covering import is_own
from lippen.reporting import queries
from lippen.reporting.actions.duties import ask_leads
from lippen.reporting.actions.guard import NotReady, owned, writable
from lippen.reporting.facts import LineRow
from lippen.reporting.models import CommitteeLine, PaperAnswer, PaperText, ThemeDifference
from lippen.reporting.papers.canonical import ContentFault
from lippen.reporting.papers.drafting import changed_since, draft_line, lines_of, who_agrees
from lippen.reporting.papers.records import PaperRecords
from lippen.reporting.papers.schema import text as printable
from lippen.reporting.papers.template import Question, Template
from lippen.reporting.queries.templates import form_of
from lippen.reporting.rows import PaperRow
from lippen.reporting.vocabulary import DifferenceKind, LineStep

NEWER = "Somebody has saved this since you opened it. Look at their text before you save yours; yours is kept here."
BULLET_MARKS = ("- ", "* ")
MOST_PARAGRAPHS = 200
MOST_CHARACTERS = 20_000


def _clean(paragraphs: Sequence[str], field: str) -> list[str]:
    """The paragraphs without empty ones; text that no format can print is refused where it stands."""
    kept = [paragraph.strip() for paragraph in paragraphs if paragraph.strip()]
    if len(kept) > MOST_PARAGRAPHS or any(len(paragraph) > MOST_CHARACTERS for paragraph in kept):
        raise CannotDo("This is too long for a paper. Shorten it, or attach it as an appendix.", field=field)
    for number, paragraph in enumerate(kept, start=1):
        try:
            printable(paragraph, f"Paragraph {number}")
        except ContentFault as fault:
            raise CannotDo(str(fault), field=field) from fault
    return kept


def _bulleted(paragraph: str) -> str:
    """A paragraph that begins with a dash or a star is a bullet, as in updates."""
    return f"{BULLET}{paragraph[2:].strip()}" if paragraph.startswith(BULLET_MARKS) else paragraph


@atomic
def write_section(
    *, actor: Actor, paper_ref: str, section: str, paragraphs: Sequence[str], version: int, at: datetime
) -> int:
    """Save a section's text over the version that the writer saw; gives the new version."""
    row = writable(actor, paper_ref, at)
    try:
        form_of(row).section(section)
    except KeyError:
        raise NotVisible from None
    kept = [_bulleted(paragraph) for paragraph in _clean(paragraphs, section)]
    if _latest_version(PaperText, row, section=section) != version:
        raise CannotDo(NEWER, field=section)
    with refusal("paper_text_saved_once_a_version", NEWER, field=section):
        PaperText.objects.create(
            paper_id=row.id,
            section=section,
            paragraphs=kept,
            version=version + 1,
            person_id=actor.person_id,
            **owned(actor, row.authority_id, at),
        )
    audit.record(actor, "paper.section_written", ("reporting.paper", row.ref), keys={"section": section})
    return version + 1


def _latest_version(model: type[PaperText] | type[CommitteeLine], row: PaperRow, **place: object) -> int:
    found = model.objects.filter(paper_id=row.id, **place).order_by("-version")
    return found.values_list("version", flat=True).first() or 0


@atomic
def answer(*, actor: Actor, paper_ref: str, question: str, ticked: Sequence[str], note: str = "", at: datetime) -> None:
    """Answer one of the form's questions; the latest answer counts."""
    row = writable(actor, paper_ref, at)
    form = form_of(row)
    asked = _question(form, question)
    options = {option.key for option in form.options_of(asked, row.days.meets_on)}
    if unknown := [key for key in ticked if key not in options]:
        raise CannotDo(f"{unknown[0]} is not one of the answers. Choose from the list.", field=question)
    if not asked.many and len(ticked) > 1:
        raise CannotDo("Choose one answer.", field=question)
    PaperAnswer.objects.create(
        paper_id=row.id,
        question=question,
        ticked=list(dict.fromkeys(ticked)),
        note="\n".join(_clean([note], question)),
        person_id=actor.person_id,
        **owned(actor, row.authority_id, at),
    )
    audit.record(actor, "paper.answered", ("reporting.paper", row.ref), keys={"question": question})


def _question(form: Template, key: str) -> Question:
    for _, asked in form.questions():
        if asked.key == key:
            return asked
    raise NotVisible


@atomic
def write_line(
    *, actor: Actor, paper_ref: str, action_ref: str, paragraphs: Sequence[str], version: int, at: datetime
) -> int:
    """Save what the committee reads about an action; a lead has to agree it again. Gives the new version."""
    row = writable(actor, paper_ref, at)
    records = queries.records_of(actor, row, known_at=at)
    action = _action(records, action_ref)
    kept = [_bulleted(paragraph) for paragraph in _clean(paragraphs, "line")]
    if not kept:
        raise CannotDo(f"Write what the committee should read about action {action.number}.", field="line")
    now = _keep_line(actor, row, records, action, kept, LineStep.EDITED, version, at)
    ask_leads(now, at, before=records)
    audit.record(actor, "paper.line_written", ("reporting.paper", row.ref), keys={"action": action.ref})
    return version + 1


def _action(records: PaperRecords, ref: str) -> ActionRow:
    lines = lines_of(records)
    for action in records.actions:
        if action.ref == ref and action.id in lines:
            return action
    raise NotVisible


def _keep_line(
    actor: Actor,
    row: PaperRow,
    records: PaperRecords,
    action: ActionRow,
    paragraphs: Sequence[str],
    step: LineStep,
    version: int,
    at: datetime,
) -> PaperRecords:
    """Add a version of a line; gives the records with it."""
    now, rests_on = lines_of(records)[action.id], draft_line(action, records).rests_on
    if now.version != version:
        raise CannotDo(NEWER, field="line")
    with refusal("committee_line_saved_once_a_version", NEWER, field="line"):
        CommitteeLine.objects.create(
            paper_id=row.id,
            action_id=action.id,
            paragraphs=list(paragraphs),
            rests_on=list(rests_on),
            step=step,
            version=version + 1,
            person_id=actor.person_id,
            **owned(actor, row.authority_id, at),
        )
    kept = LineRow(action.id, tuple(paragraphs), step, version + 1, rests_on)
    return replace(records, lines={**records.lines, action.id: kept})


@atomic
def agree_line(*, actor: Actor, paper_ref: str, action_ref: str, version: int, at: datetime) -> None:
    """A lead of the action agrees the words that they saw."""
    row = writable(actor, paper_ref, at, permission=Permission.READ_PAPER)
    before = queries.records_of(actor, row, known_at=at)
    ask_leads(_agree(actor, row, before, action_ref, version, at), at, before=before)


@atomic
def agree_lines(*, actor: Actor, paper_ref: str, seen: dict[str, int], at: datetime) -> None:
    """A lead agrees several lines at once: the version that they saw, by action."""
    row = writable(actor, paper_ref, at, permission=Permission.READ_PAPER)
    before = records = queries.records_of(actor, row, known_at=at)
    refused = []
    for action_ref, version in seen.items():
        try:
            records = _agree(actor, row, records, action_ref, version, at)
        except CannotDo as why:
            refused.append(why.sentence)
    if refused:
        raise NotReady(refused)
    ask_leads(records, at, before=before)


def _agree(
    actor: Actor, row: PaperRow, records: PaperRecords, action_ref: str, version: int, at: datetime
) -> PaperRecords:
    action = _action(records, action_ref)
    if why := _why_not_agree(actor, row, action, at):
        raise CannotDo(why)
    line = lines_of(records)[action.id]
    if line.step == LineStep.AGREED and line.version == version and not changed_since(action, records):
        return records
    if line.to_be_edited and not line.rests_on:
        raise CannotDo(f"Nothing has been reported about action {action.number} yet. Write its line first.")
    if line.to_be_edited:
        raise CannotDo(
            f"The line of action {action.number} comes from an update that was not written for the committee. "
            "Edit it first."
        )
    agreed = _keep_line(actor, row, records, action, line.paragraphs, LineStep.AGREED, version, at)
    audit.record(actor, "paper.line_agreed", ("reporting.paper", row.ref), keys={"action": action.ref})
    return agreed


def _why_not_agree(actor: Actor, row: PaperRow, action: ActionRow, at: datetime) -> str | None:
    leads = who_agrees(action)
    if not leads:
        return f"Action {action.number} has no lead who is known here. Name the lead in the plan first."
    if is_own(actor, [lead.person_id for lead in leads], subject=("reporting.paper", row.ref), at=at):
        return None
    return f"A lead of action {action.number} agrees its line: {' or '.join(lead.name for lead in leads)}."


@atomic
def write_difference(
    *,
    actor: Actor,
    paper_ref: str,
    theme_number: int,
    kind: str,
    text: str,
    source: str = "",
    know_by: date | None = None,
    at: datetime,
) -> None:
    """Say what is different for children under a theme, and what shows it; or that it is too early, and until when."""
    row = writable(actor, paper_ref, at)
    themes = dict(queries.themes(actor, row, known_at=at))
    if theme_number not in themes or not form_of(row).asks_of_children:
        raise NotVisible
    if kind not in set(DifferenceKind):
        raise CannotDo("Choose what your answer rests on.", field="kind")
    said, shown = "\n".join(_clean([text], "text")), "\n".join(_clean([source], "source"))
    if not said:
        raise CannotDo(f"Say what is different for children under {themes[theme_number]}.", field="text")
    if kind == DifferenceKind.TOO_EARLY and (know_by is None or know_by <= row.days.data_as_at):
        raise CannotDo("It is too early to say. Give a day to come by which we shall know.", field="know_by")
    if kind != DifferenceKind.TOO_EARLY and not shown:
        raise CannotDo("Name the measure, the audit, or whose words these are.", field="source")
    ThemeDifference.objects.create(
        paper_id=row.id,
        theme_number=theme_number,
        kind=kind,
        text=said,
        source=shown,
        know_by=know_by if kind == DifferenceKind.TOO_EARLY else None,
        person_id=actor.person_id,
        **owned(actor, row.authority_id, at),
    )
    audit.record(actor, "paper.difference_written", ("reporting.paper", row.ref), keys={"theme": theme_number})
