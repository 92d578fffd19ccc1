"""Committees, meetings, and papers opened for them."""

from __future__ import annotations

from datetime import date, datetime

from django.db.transaction import atomic

from lippen.improvement import queries as improvement
from lippen.kernel import audit
from lippen.kernel.access import Actor, Permission, may, require
from lippen.kernel.clock import day_of
from lippen.kernel.errors import CannotDo, NotAllowed, NotVisible, refusal
from lippen.kernel.ids import new_ref
from lippen.organisation import queries as organisation
from lippen.reporting import queries, rules
from lippen.reporting.actions.duties import ask, ask_leads
from lippen.reporting.actions.guard import AlreadyOpened, held, owned, refuse
from lippen.reporting.actions.templates import install_templates
from lippen.reporting.facts import PaperDays
from lippen.reporting.models import Committee, Meeting, Paper, PaperDates, PaperState
from lippen.reporting.queries.letters import unprintable
from lippen.reporting.queries.templates import in_force
from lippen.reporting.queries.written import written_on
from lippen.reporting.rows import PaperRow
from lippen.reporting.vocabulary import FROZEN, STEP_WORDS, PaperDuty, PaperStep

FORM = "progress-report"


def _arranges(actor: Actor, authority_id: int) -> None:
    """Clerks arrange meetings; so do those who write papers."""
    either = (Permission.ISSUE_PAPER, Permission.WRITE_PAPER)
    if not any(may(actor, permission) for permission in either):
        raise NotAllowed(Permission.ISSUE_PAPER)
    if authority_id not in actor.authority_ids:
        raise NotVisible
    if not any(may(actor, permission, at=[authority_id]) for permission in either):
        raise NotAllowed(Permission.ISSUE_PAPER)


@atomic
def found_committee(*, actor: Actor, authority_id: int, name: str, at: datetime) -> str:
    """Record a committee that papers go to; gives its reference."""
    _arranges(actor, authority_id)
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
    _arranges(actor, committee.authority_id)
    if papers_due_on is not None and papers_due_on > meets_on:
        raise CannotDo("Papers are due after the meeting. Give an earlier day.", field="papers_due_on")
    again = f"{committee.name} already meets on {rules.printed(meets_on)}."
    with refusal("one_meeting_of_a_committee_a_day", again, field="meets_on"):
        made = Meeting.objects.create(
            ref=new_ref("meeting"),
            committee=committee,
            meets_on=meets_on,
            drafts_due_on=drafts_due_on,
            papers_due_on=papers_due_on,
            **owned(actor, committee.authority_id, at),
        )
    audit.record(actor, "meeting.called", made)
    return made.ref


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
    form: str = FORM,
    at: datetime,
) -> PaperRow:
    """Open a paper on a plan for a meeting, on the version of its form in force that day.

    `period_ends_on` is the day after the period's last.
    """
    require(actor, Permission.WRITE_PAPER)
    plan = improvement.plan(actor, plan_ref)
    meeting = _meeting(actor, meeting_ref)
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
    if there := queries.paper_of(actor, plan_ref=plan.ref, meeting_ref=meeting.ref, days=days, form=form):
        raise AlreadyOpened(there)
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
    _ask_everyone(actor, row, at)
    return row


def _ask_everyone(actor: Actor, row: PaperRow, at: datetime) -> None:
    """Ask its authors, or whoever opens it, to write the paper, and the leads to agree their lines."""
    authors = [author.person_id for author in written_on(row.id).authors]
    kind = PaperDuty.REWRITE if row.state is PaperStep.RETURNED else PaperDuty.WRITE
    ask(kind, authors or filter(None, [actor.person_id]), row, at)
    ask_leads(queries.records_of(actor, row, known_at=at), at)


def _meeting(actor: Actor, ref: str) -> Meeting:
    found = Meeting.objects.visible_to(actor).select_related("committee").filter(ref=ref).first()
    if found is None:
        raise NotVisible
    return found


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
    if row.state in FROZEN or row.state is PaperStep.IN_APPROVAL:
        raise CannotDo(f"This paper is {STEP_WORDS[row.state].lower()}, so its dates cannot change.")
    meeting = _meeting(actor, meeting_ref)
    if meeting.authority_id != row.authority_id:
        raise CannotDo("That meeting is another council's. Choose one of the paper's own.", field="meeting")
    days = PaperDays(period_starts_on, period_ends_on, data_as_at, text_closed_on, issue_on, meeting.meets_on)
    refuse(rules.day_faults(days))
    _keep_dates(row.id, meeting.pk, days, owned(actor, row.authority_id, at))
    audit.record(actor, "paper.dates_moved", ("reporting.paper", row.ref))
    moved = held(actor, paper_ref)
    _ask_everyone(actor, moved, at)
    return moved
