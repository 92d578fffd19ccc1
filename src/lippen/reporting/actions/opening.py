"""Committees, meetings, and papers opened for them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from django.db.transaction import atomic

from lippen.improvement import queries as improvement
from lippen.kernel import audit
from lippen.kernel.access import Actor, Permission, require
from lippen.kernel.clock import day_of
from lippen.kernel.errors import CannotDo, NotVisible, refusal
from lippen.kernel.ids import new_ref
from lippen.organisation import queries as organisation
from lippen.reporting import queries, rules
from lippen.reporting.actions.committees import arranges, days_for, keep_days, link_expected, standing_meeting_for
from lippen.reporting.actions.confirming import ask_to_confirm
from lippen.reporting.actions.duties import ask, ask_leads
from lippen.reporting.actions.guard import AlreadyOpened, held, owned, refuse
from lippen.reporting.actions.routing import start_route
from lippen.reporting.actions.templates import install_templates
from lippen.reporting.committee_rows import CycleDays
from lippen.reporting.facts import PaperDays
from lippen.reporting.models import (
    Committee,
    DefinedStep,
    Meeting,
    Paper,
    PaperDates,
    PaperState,
    PaperTurn,
    RouteDefinition,
)
from lippen.reporting.queries.committees import definition_of
from lippen.reporting.queries.letters import unprintable
from lippen.reporting.queries.templates import in_force
from lippen.reporting.queries.written import written_on
from lippen.reporting.rows import PaperRow
from lippen.reporting.vocabulary import FROZEN, STEP_WORDS, PaperDuty, PaperStep, StepKind

FORM = "progress-report"


@atomic
def found_committee(*, actor: Actor, authority_id: int, name: str, at: datetime) -> str:
    """Record a committee that papers go to; gives its reference."""
    arranges(actor, authority_id)
    if not name.strip():
        raise CannotDo("Give the committee's name.", field="name")
    with refusal("committee_named_once", f"{name} is already recorded.", field="name"):
        made = Committee.objects.create(ref=new_ref("committee"), name=name.strip(), **owned(actor, authority_id, at))
    audit.record(actor, "committee.founded", made)
    install_templates(actor=actor, authority_id=authority_id, at=at)
    return made.ref


@atomic
def call_meeting(
    *,
    actor: Actor,
    committee_ref: str,
    meets_on: date,
    drafts_due_on: date | None = None,
    papers_due_on: date | None = None,
    at: datetime,
) -> str:
    """Record a day on which a committee meets; gives the meeting's reference."""
    committee = Committee.objects.visible_to(actor).filter(ref=committee_ref).first()
    if committee is None:
        raise NotVisible
    arranges(actor, committee.authority_id)
    if papers_due_on is not None and papers_due_on > meets_on:
        raise CannotDo("Papers are due after the meeting. Give an earlier day.", field="papers_due_on")
    days = days_for(committee, meets_on)
    again = f"{committee.name} already meets on {rules.printed(meets_on)}."
    with refusal("one_meeting_of_a_committee_a_day", again, field="meets_on"):
        made = Meeting.objects.create(
            ref=new_ref("meeting"),
            committee=committee,
            meets_on=meets_on,
            drafts_due_on=drafts_due_on or (days.drafts_due_on if days else None),
            papers_due_on=papers_due_on or (days.final_due_on if days else None),
            **owned(actor, committee.authority_id, at),
        )
    if days:
        keep_days(actor, made, _as_given(days, drafts_due_on, papers_due_on, meets_on), 1, "", at)
    audit.record(actor, "meeting.called", made)
    return made.ref


def _as_given(days: CycleDays, drafts_due_on: date | None, papers_due_on: date | None, meets_on: date) -> CycleDays:
    """The cycle's dates, with those that the clerk gave in their place; in order, or refused."""
    given = replace(
        days,
        drafts_due_on=drafts_due_on or days.drafts_due_on,
        final_due_on=papers_due_on or days.final_due_on,
        issue_on=max(papers_due_on or days.issue_on, days.issue_on),
    )
    if given.drafts_due_on > given.final_due_on:
        raise CannotDo("Drafts are due after the papers. Give an earlier day.", field="drafts_due_on")
    if given.issue_on >= meets_on:
        raise CannotDo("Papers are due on the day of the meeting or later. Give an earlier day.", field="papers_due_on")
    return given


@atomic
def open_paper(
    *,
    actor: Actor,
    plan_ref: str,
    meeting_ref: str,
    subject: str,
    period_starts_on: date,
    period_ends_on: date,
    data_as_at: date,
    text_closed_on: date,
    issue_on: date,
    report_by_person_id: int | None = None,
    report_by_post_id: int | None = None,
    report_by_words: str = "",
    form: str = FORM,
    then_meeting_ref: str = "",
    expected_ref: str = "",
    follows: str = "",
    at: datetime,
) -> PaperRow:
    """Open a paper on a plan for a meeting, on the version of its form in force that day.

    `period_ends_on` is the day after the period's last. Where the committee has a route, the paper keeps the version
    of its day and has its people from it, and so who reports, unless somebody is named.
    """
    require(actor, Permission.WRITE_PAPER)
    plan = improvement.plan(actor, plan_ref)
    meeting = standing_meeting_for(actor, meeting_ref)
    require(actor, Permission.WRITE_PAPER, at=[meeting.authority_id])
    if meeting.authority_id not in plan.authority_ids:
        raise CannotDo("That meeting is of a council that does not share this plan. Choose another.", field="meeting")
    days = PaperDays(period_starts_on, period_ends_on, data_as_at, text_closed_on, issue_on, meeting.meets_on)
    if not subject.strip():
        raise CannotDo("Give the subject of the paper.", field="subject")
    if letters := unprintable(subject):
        why = f"The PDF cannot print {', '.join(letters)}. Write the subject in other letters."
        raise CannotDo(why, field="subject")
    refuse(rules.day_faults(days))
    version = in_force(meeting.authority_id, form, on=day_of(at))
    if version is None:
        raise CannotDo("That council has no such template in force. Choose another.", field="template")
    there = queries.paper_of(actor, plan_ref=plan.ref, meeting_ref=meeting.ref, days=days, form=form)
    if there and not follows:
        raise AlreadyOpened(there)
    definition = definition_of(meeting.committee_id)
    if definition and not (report_by_words or report_by_person_id or report_by_post_id):
        report_by_post_id = _post_that_reports(definition)
    person_id, words = report_by_person_id, report_by_words
    if not words:
        person_id, words = _reporter(report_by_person_id, report_by_post_id, day_of(at))
    fact = owned(actor, meeting.authority_id, at)
    paper = Paper.objects.create(
        ref=new_ref("paper"),
        plan_id=plan.id,
        plan_ref=plan.ref,
        template_key=form,
        template_version=version,
        subject=subject.strip(),
        authority_name=organisation.authority_names([meeting.authority_id])[meeting.authority_id],
        report_by_post_id=report_by_post_id,
        report_by_person_id=person_id,
        report_by_words=words,
        **fact,
    )
    _keep_dates(paper.pk, meeting.pk, days, fact)
    PaperState.objects.create(paper=paper, number=1, state=PaperStep.DRAFTING, **fact)
    audit.record(actor, "paper.opened", paper, keys={"plan": plan.ref, "meeting": meeting.ref})
    row = held(actor, paper.ref)
    if then_meeting_ref or (definition and definition.then_committee_id):
        row = _take_turn(actor, row, _then(actor, row, definition, then_meeting_ref), at)
    if definition:
        start_route(actor, row, definition, at)
    _ask_everyone(actor, row, at)
    link_expected(actor, row, expected_ref=expected_ref, writers=_writers(actor, row), at=at)
    return row


def _writers(actor: Actor, row: PaperRow) -> list[int]:
    """Its authors, or whoever opens it."""
    authors = [author.person_id for author in written_on(row.id).authors]
    return authors or [one for one in [actor.person_id] if one]


def _then(actor: Actor, row: PaperRow, definition: RouteDefinition | None, ref: str) -> Meeting | None:
    """The meeting of the second body: the one that was chosen, else its first after the first body's."""
    if ref:
        return standing_meeting_for(actor, ref)
    then = definition.then_committee_id if definition else None
    found = Meeting.objects.visible_to(actor).filter(
        committee_id=then, meets_on__gt=row.days.meets_on, changes__isnull=True
    )
    return found.select_related("committee").order_by("meets_on").first()


def _take_turn(actor: Actor, row: PaperRow, meeting: Meeting | None, at: datetime) -> PaperRow:
    """The second body's meeting comes after the first's."""
    if meeting is None:
        return row
    if meeting.authority_id != row.authority_id or meeting.committee_id == row.committee_id:
        raise CannotDo("Choose a meeting of another body of this council.", field="then_meeting")
    if meeting.meets_on <= row.days.meets_on:
        first = f"{row.committee_name} on {rules.printed(row.days.meets_on)}"
        raise CannotDo(f"That meeting is not after {first}. Choose a later one.", field="then_meeting")
    PaperTurn.objects.create(paper_id=row.id, meeting=meeting, **owned(actor, row.authority_id, at))
    return held(actor, row.ref)


@atomic
def send_on_to(*, actor: Actor, paper_ref: str, meeting_ref: str, at: datetime) -> None:
    """Say at which meeting of the second body a paper comes up, after the first."""
    row = held(actor, paper_ref, permission=Permission.WRITE_PAPER)
    _while_movable(row)
    _take_turn(actor, row, standing_meeting_for(actor, meeting_ref), at)
    audit.record(actor, "paper.sent_on", ("reporting.paper", row.ref), keys={"meeting": meeting_ref})


def _while_movable(row: PaperRow) -> None:
    if row.state in FROZEN or row.state is PaperStep.IN_APPROVAL:
        raise CannotDo(f"This paper is {STEP_WORDS[row.state].lower()}, so its dates cannot change.")


def _ask_everyone(actor: Actor, row: PaperRow, at: datetime) -> None:
    """Ask its authors, or whoever opens it, to write the paper, and the leads to agree their lines."""
    kind = PaperDuty.REWRITE if row.state is PaperStep.RETURNED else PaperDuty.WRITE
    ask(kind, _writers(actor, row), row, at)
    ask_to_confirm(actor, row, at)
    ask_leads(queries.records_of(actor, row, known_at=at), at)


def _post_that_reports(definition: RouteDefinition) -> int | None:
    steps = DefinedStep.objects.filter(definition=definition, kind=StepKind.REPORT_BY)
    return steps.values_list("post_id", flat=True).first()


def _reporter(person_id: int | None, post_id: int | None, on: date) -> tuple[int | None, str]:
    """Who reports, as the form names them: by their post, acting or not."""
    if post_id is not None:
        holders = organisation.holders_of_post(post_id, on=on)
        if not holders:
            raise CannotDo("Nobody holds that post now. Choose who reports.", field="report_by")
        return holders[0].person_id, holders[0].post_title
    if person_id is None:
        raise CannotDo("Say who reports to the committee.", field="report_by")
    title = organisation.post_titles([person_id], on=on).get(person_id)
    return person_id, title or organisation.person_names([person_id]).get(person_id, "")


def _keep_dates(paper_id: int, meeting_id: int, days: PaperDays, fact: dict[str, object]) -> None:
    PaperDates.objects.create(
        paper_id=paper_id,
        meeting_id=meeting_id,
        period_starts_on=days.period_starts_on,
        period_ends_on=days.period_ends_on,
        data_as_at=days.data_as_at,
        text_closed_on=days.text_closed_on,
        issue_on=days.issue_on,
        **fact,
    )


@atomic
def move_dates(
    *,
    actor: Actor,
    paper_ref: str,
    meeting_ref: str,
    period_starts_on: date,
    period_ends_on: date,
    data_as_at: date,
    text_closed_on: date,
    issue_on: date,
    at: datetime,
) -> PaperRow:
    """Give a paper that is not signed another meeting or other days."""
    row = held(actor, paper_ref, permission=Permission.WRITE_PAPER)
    _while_movable(row)
    meeting = standing_meeting_for(actor, meeting_ref)
    if meeting.authority_id != row.authority_id:
        raise CannotDo("That meeting is another council's. Choose one of the paper's own.", field="meeting")
    days = PaperDays(period_starts_on, period_ends_on, data_as_at, text_closed_on, issue_on, meeting.meets_on)
    refuse(rules.day_faults(days))
    if row.then_meets_on and row.then_meets_on <= meeting.meets_on:
        then = f"{row.then_committee_name} on {rules.printed(row.then_meets_on)}"
        raise CannotDo(f"It goes to {then} afterwards, which is not later. Move that first.", field="meeting")
    _keep_dates(row.id, meeting.pk, days, owned(actor, row.authority_id, at))
    audit.record(actor, "paper.dates_moved", ("reporting.paper", row.ref))
    moved = held(actor, paper_ref)
    _ask_everyone(actor, moved, at)
    link_expected(actor, moved, expected_ref="", writers=_writers(actor, moved), at=at)
    return moved
