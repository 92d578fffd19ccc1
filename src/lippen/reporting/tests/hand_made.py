"""A small plan and its paper as frozen rows, without a database: for tests of drafting, building and rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime

from lippen.improvement.rows import ActionRow, ChangeRow, LeadRow, PlanRow, PostponedRow, UpdateRow
from lippen.kernel.calendar import Period, Precision
from lippen.reporting.facts import AnswerRow, DifferenceRow, LineRow, PaperDays
from lippen.reporting.papers.records import PaperRecords
from lippen.reporting.papers.template import template
from lippen.reporting.rows import DecisionRow, PaperRow, RouteRow
from lippen.reporting.vocabulary import PaperStep

KNOWN = datetime(2012, 10, 17, 14, 0, tzinfo=UTC)
DAYS = PaperDays(
    date(2012, 7, 1), date(2012, 10, 1), date(2012, 9, 30), date(2012, 10, 17), date(2012, 10, 18), date(2012, 10, 25)
)
LEAD = LeadRow(11, "Rhona Kilbride", "RK", "Service Manager")
JOINT = LeadRow(12, "Aileen Muirhead", "AM", "Head of Service")


def month(year: int, number: int, words: str) -> Period:
    """A whole month as somebody wrote it."""
    after = date(year + number // 12, number % 12 + 1, 1)
    return Period(words, Precision.MONTH, date(year, number, 1), after)


def action(number: str, text: str = "Review the policies", **given: object) -> ActionRow:
    """An action under way, with whatever a test wants otherwise."""
    theme = int(number.split(".")[0])
    id_ = theme * 100 + int(number.split(".")[1])
    row = ActionRow(
        id=id_,
        ref=f"action-{id_}",
        number=number,
        text=text,
        theme_id=theme,
        theme_number=theme,
        theme_title=f"Theme {'abcdefghij'[theme - 1].upper()}",
        kind="finish",
        intent="",
        priority="",
        leads=(LEAD,),
        accountable=None,
        authorities=("Braeside Council",),
        state="under_way",
        state_on=date(2012, 7, 2),
        state_reason="",
        state_words="Under way",
        standing="green",
        standing_reason="On course",
        overridden_from=None,
        overridden_from_reason="",
        start=None,
        first_start=None,
        first_target=None,
        target=None,
        first_review=None,
        review=None,
        slips=0,
        review_slips=0,
        due_words="",
        review_words="",
        postponed=None,
        last_update_on=None,
        last_update_text="",
        updates_count=0,
        evidence_accepted=False,
        evidence_outside_line=False,
        doubts_open=0,
        added_on=date(2012, 6, 21),
    )
    return replace(row, **given)


def late(number: str, **given: object) -> ActionRow:
    """An action whose target date has passed."""
    august = month(2012, 8, "August 2012")
    given = {"standing": "red", "standing_reason": "Overdue, 30 days late", **given}
    return action(number, target=august, first_target=august, **given)


def put_off(number: str) -> ActionRow:
    """An action that was postponed on full terms."""
    terms = PostponedRow(
        revisit_on=date(2013, 1, 31),
        risk="Reviews may miss what a panel would see",
        risk_level="head_of_service",
        cover="Supervision looks at the cases meanwhile",
        agreed_by="Aileen Muirhead",
    )
    return action(
        number,
        "Begin a quality panel",
        state="postponed",
        state_on=date(2012, 9, 12),
        state_reason="The team has too much else to do",
        state_words="Postponed",
        standing="grey",
        standing_reason="Postponed",
        postponed=terms,
    )


def update(
    id_: int, action_id: int, *paragraphs: str, audience: str = "committee", on: date = date(2012, 9, 3)
) -> UpdateRow:
    """What somebody said about an action."""
    return UpdateRow(
        id=id_,
        ref=f"update-{id_}",
        action_id=action_id,
        so_on=on,
        as_reported_in="",
        counts_on=on,
        paragraphs=paragraphs,
        audience=audience,
        by_name="Rhona Kilbride",
        by_account_id=None,
        corrects_id=None,
        corrected=False,
        recorded_at=KNOWN,
    )


def change(number: str, words: str, *, kind: str = "state", on: date = date(2012, 9, 12)) -> ChangeRow:
    """Something that changed."""
    made = action(number)
    return ChangeRow(made.ref, number, made.text, kind, words, on)


def paper(**given: object) -> PaperRow:
    """A paper being written."""
    row = PaperRow(
        id=1,
        ref="paper-7h3k9q2mxa",
        plan_id=1,
        plan_ref="plan-7h3k9q2mxa",
        authority_id=1,
        authority_name="Braeside Council",
        template_key="progress-report",
        template_version=1,
        subject="Long-term team: progress in the second quarter",
        report_by="Acting Head of Social Services",
        report_by_person_id=12,
        committee_name="Housing and Care Committee",
        meeting_ref="meeting-1",
        days=DAYS,
        state=PaperStep.DRAFTING,
        opened_at=KNOWN,
    )
    return replace(row, **given)


def records(actions: Iterable[ActionRow] = (), **given: object) -> PaperRecords:
    """A paper's records, ready to sign but for what a test takes away."""
    actions = tuple(actions) or (action("1.1"), late("1.2", text="Fill the empty posts"), put_off("2.1"))
    themes = {row.theme_number for row in actions}
    full = {
        "paper": paper(),
        "template": template(),
        "known_at": KNOWN,
        "since": date(2012, 6, 30),
        "plan": PlanRow(1, "plan-7h3k9q2mxa", "Long-term team", 1, ("Braeside Council",), "", date(2012, 6, 21), 60),
        "actions": actions,
        "texts": {
            key: ("None.",) for section in template().sections if not section.drafted_by for key in section.text_keys
        },
        "answers": {
            "exempt": AnswerRow("exempt", ("no",)),
            "priorities": AnswerRow("priorities", ("vulnerable",)),
            "equalities": AnswerRow("equalities", ("yes",)),
            "legality": AnswerRow("legality", ("yes",)),
            "background": AnswerRow("background", ("no",)),
        },
        "lines": {row.id: LineRow(row.id, ("Done as planned.",), "agreed", 1) for row in actions},
        "differences": {
            n: DifferenceRow(n, "measure", "Children wait 9 days where it was 34", "Waiting list, September")
            for n in themes
        },
        "authors": (RouteRow(1, 1, "author", 21, "Ishbel Drummond", "Performance Officer", "5523"),),
        "approvers": (
            RouteRow(2, 1, "approver", 12, "Aileen Muirhead", "Acting Head of Social Services", acting=True),
            RouteRow(3, 2, "approver", 13, "Tom Farquhar", "Chief Executive"),
        ),
        "decisions": (DecisionRow(2, 0, "approved", "Aileen Muirhead", "", KNOWN),),
    }
    return PaperRecords(**{**full, **given})  # type: ignore[arg-type]
