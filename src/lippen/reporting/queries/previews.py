"""A template tried on something real before it is in force: on a plan, or on a signed paper as it was known then."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from lippen.improvement import queries as improvement
from lippen.improvement.rows import PlanRow
from lippen.kernel import access
from lippen.kernel.access import Actor
from lippen.kernel.errors import NotVisible
from lippen.organisation import queries as organisation
from lippen.reporting.facts import PaperDays
from lippen.reporting.models import SignedPaper
from lippen.reporting.papers.canonical import Content
from lippen.reporting.papers.exempting import whole_content
from lippen.reporting.papers.template import Template
from lippen.reporting.queries.checking import keeper_of
from lippen.reporting.queries.papers import paper_row
from lippen.reporting.queries.records import records_of
from lippen.reporting.rows import PaperRow
from lippen.reporting.vocabulary import PaperStep

TO_ISSUE, TO_MEETING = timedelta(days=8), timedelta(days=16)
NOT_CHOSEN = "Not chosen yet"


def unopened(plan: PlanRow, *, as_at: date, form: str, at: datetime) -> PaperRow:
    """A paper that nobody has opened, on a plan as at a day: for drafts from the plan alone."""
    starts_on = date(as_at.year, (as_at.month - 1) // 3 * 3 + 1, 1)
    days = PaperDays(starts_on, as_at + timedelta(days=1), as_at, as_at, as_at + TO_ISSUE, as_at + TO_MEETING)
    names = organisation.authority_names([plan.authority_id])
    return PaperRow(
        id=0,
        ref=f"paper-{plan.ref.removeprefix('plan-')}-{as_at:%Y%m%d}",
        plan_id=plan.id,
        plan_ref=plan.ref,
        authority_id=plan.authority_id,
        authority_name=names[plan.authority_id],
        template_key=form,
        template_version=1,
        subject=f"{plan.title}: progress",
        report_by=NOT_CHOSEN,
        report_by_person_id=None,
        committee_name=NOT_CHOSEN,
        meeting_ref="",
        days=days,
        state=PaperStep.DRAFTING,
        opened_at=at,
    )


def preview_on_a_plan(actor: Actor, plan_ref: str, form: Template, *, as_at: date, at: datetime) -> Content:
    """The template filled from a plan as it is on a day."""
    plan = improvement.plan(actor, plan_ref)
    row = tried(unopened(plan, as_at=as_at, form=form.key, at=at), form)
    return whole_content(records_of(actor, row, known_at=at, form=form))


def preview_on_a_paper(actor: Actor, paper_ref: str, form: Template, *, today: date) -> Content:
    """The template filled as a signed paper that the actor may read was: what was known and written then.

    Clerks read no plan. What a signed paper rests on is read in the name of its keeper, as when a file is checked, and
    the asker must be allowed to read that paper.
    """
    row = paper_row(actor, paper_ref)
    signed = SignedPaper.objects.visible_to(actor).filter(paper_ref=paper_ref).defer("content").first()
    if signed is None:
        raise NotVisible
    keeper = keeper_of(paper_ref, signed.recorded_by_id, today)
    access.identify(keeper, today=today)
    records = records_of(keeper, tried(row, form), known_at=signed.known_at, form=form, stood=signed.as_then)
    made = whole_content(records)
    access.identify(actor, today=today)
    return made


def tried(row: PaperRow, form: Template) -> PaperRow:
    """The same paper as if it had been opened on this template."""
    return replace(row, template_key=form.key, template_version=form.version)
