"""Who may come to the pages of looked-after children."""

from __future__ import annotations

from dataclasses import replace

from lippen.kernel.access import Permission as P
from lippen.organisation.roles import roles_with
from lippen.web.access_table.lines import WRITE, Line

READERS = roles_with(P.READ_RECORDS)
WRITERS = roles_with(P.WRITE_RECORDS)
ALLOCATORS = roles_with(P.ALLOCATE)
DECIDERS = roles_with(P.DECIDE_FOR_AGENCY)
MANAGERS = roles_with(P.AGREE_RISK) & READERS
OF_COUNCIL = {
    *("care:due", "care:reviews", "care:held_reviews", "care:permanence", "care:drift", "care:courts", "care:meetings"),
    *("care:agency", "care:name_maker"),
    *("care:meeting", "care:plan_meeting", "care:add_member", "care:put_off"),
    *("care:standards", "care:set_standard", "care:carers", "care:carer", "care:add_carer", "care:say_approval"),
}
"""Pages about no child."""
ROUTES = (
    Line("care:life", READERS, "Read the time in care of a child whom you see.", audit="known.care"),
    Line("care:plans", READERS, "Read the plan and health of a child whom you see.", audit="known.plans"),
    Line("care:returned", READERS, "Read what returns told of a child whom you see.", audit="known.returns"),
    *(
        Line(f"care:{name}", WRITERS, words, methods=WRITE, audit="known.open_form")
        for name, words in (
            ("begin_care", "Record that a child is looked after."),
            ("move", "Record that a looked-after child moved."),
            ("change_legal", "Record by which law a child is looked after."),
            ("add_order", "Record an order that holds beside the legal reason."),
            ("end_care", "Record that a child is no longer looked after."),
            ("say_after_care", "Record a step of leaving care."),
            ("record_event", "Record what happened on the way through care."),
            ("plan_review", "Plan a review of a looked-after child."),
            ("agree_plan", "Record a child's plan as it was agreed."),
            ("record_health", "Record what was found of a child's health."),
            ("begin_line", "Begin a plan for a child's permanence."),
        )
    ),
    *(
        Line(f"care:{name}", WRITERS, words, methods=WRITE, audit="care.open_form")
        for name, words in (
            ("end_order", "Record that an order ended."),
            ("placement_day", "Correct the day on which a placement began."),
            ("placement_taken_back", "Say that a placement never was."),
            ("legal_day", "Correct the day on which a legal reason began."),
            ("legal_taken_back", "Say that a legal reason never was."),
            ("episode_was_wrong", "Say that a child was not looked after."),
            ("end_was_wrong", "Say that care did not end."),
            ("event_was_wrong", "Say that something in care was recorded wrongly."),
            ("plan_was_wrong", "Say that a plan or a look at health was recorded wrongly."),
            ("move_review", "Move a planned review to another day."),
            ("end_review", "Call a review off, or say that it was recorded by mistake."),
            ("hold_review", "Record a review as it was held."),
            ("add_decision", "Record something more that a review decided."),
            ("end_decision", "Say what became of a decision of a review."),
            ("say_waiting", "Say on whom a child's plan for permanence waits."),
            ("change_route", "Change a child's plan for permanence to another route."),
            ("end_line", "End a child's plan for permanence."),
            ("answer_drift", "Answer that a plan for permanence drifts."),
            ("court_step", "Record a step in court of a plan for permanence."),
            ("hearing_advice", "Record what a hearing advised of an application."),
            ("discuss", "Record what a clinic, panel or peers decided of a plan."),
        )
    ),
    Line("care:versions", READERS, "Read how a placement or legal reason was recorded.", audit="known.care"),
    Line("care:review", READERS, "Read a review of a child whom you see.", audit="known.review"),
    Line("care:line", READERS, "Read a plan for the permanence of a child whom you see.", audit="known.line"),
    Line("care:due", READERS, "See which visits, plans and looks at health are due.", audit="care.due"),
    Line("care:reviews", READERS, "See which reviews are due, and how each team's were done.", audit="care.reviews"),
    Line("care:held_reviews", READERS, "See the reviews of the last year.", audit="care.reviews"),
    Line("care:permanence", READERS, "See every plan for permanence that goes on.", audit="care.lines"),
    Line("care:drift", READERS, "See which plans for permanence drift, and why.", audit="care.lines"),
    Line("care:courts", READERS, "See which plans for permanence are in court.", audit="care.lines"),
    Line("care:agency", READERS, "See which plans for permanence wait for the agency.", audit="care.lines"),
    Line("care:name_maker", DECIDERS, "Say who decides for the agency.", methods=WRITE),
    *(
        Line(f"care:{name}", who, words, methods=WRITE, audit="care.open_form")
        for name, who, words in (
            ("decide_agency", DECIDERS, "Decide for the agency on what a panel recommended."),
            ("give_co_worker", ALLOCATORS, "Give a plan for permanence somebody from outside."),
            ("end_co_worker", ALLOCATORS, "End the part of somebody from outside in a plan for permanence."),
        )
    ),
    Line("care:meetings", READERS, "See clinics, panels and reviews by peers.", audit="care.meetings"),
    Line("care:meeting", READERS, "Read the agenda and decisions of a clinic or panel.", audit="care.meeting_read"),
    Line("care:plan_meeting", ALLOCATORS, "Plan a clinic, panel or review by peers.", methods=WRITE),
    Line("care:add_member", ALLOCATORS, "Record who sits at a clinic or panel.", methods=WRITE, audit="care.open_form"),
    Line("care:put_off", ALLOCATORS, "Put a clinic or panel off.", methods=WRITE, audit="care.open_form"),
    Line("care:agree_day", ALLOCATORS, "Agree another last day for one clock.", methods=WRITE, audit="known.open_form"),
    Line("care:standards", READERS, "See every practice standard that was in force on a day.", audit="local.list"),
    Line("care:set_standard", MANAGERS, "Set the council's own figure for a practice standard.", methods=WRITE),
    Line("care:carers", READERS, "See the carers whom the council knows.", audit="carer.list"),
    Line("care:carer", READERS, "Read what was decided of carers, and who lives with them.", audit="carer.read"),
    Line("care:add_carer", WRITERS, "Record carers.", methods=WRITE),
    Line("care:say_approval", ALLOCATORS, "Record what was decided of carers.", methods=WRITE, audit="carer.open_form"),
)
LINES = tuple(replace(line, is_look_up=line.name not in OF_COUNCIL) for line in ROUTES)
