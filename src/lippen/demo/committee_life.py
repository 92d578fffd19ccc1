"""The committee arranged by its clerk: how days are counted, the route, the cycle, a meeting and what it expects."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from lippen.demo.organisation import Cast
from lippen.kernel.clear_days import Notice
from lippen.reporting import actions, queries
from lippen.reporting.committee_rows import CycleRow, StepRow
from lippen.reporting.vocabulary import ConfirmedBefore, ConfirmedSubject, ConsulteeSubject, StepKind

Moment = Callable[[], datetime]
ORDER = "Standing order 7: three clear days, without weekends"
CYCLE = CycleRow(0, 10, 6, 5, 2, 0, in_working_days=True)
BOARD = "Lairnside Children's Joint Board"
SUBJECT = "Kinship carers: what the second year changed"
COMMENT = (
    "The allowances are in next year's budget as agreed. The paper should say what the helpline costs "
    "once its first grant ends."
)
EXPECTED = (("Fostering: a recruitment year in review", "SK"), ("Family time: a second room", None))
WRITTEN = {
    "workforce": "Staff are asked to take turns on Saturdays. What they are offered for it is not settled.",
    "stakeholders": "Three families said at Larkfield House that the helpline rang out in the evenings.",
}
PLACES = ("Larkfield House", "Burnside Nursery", "Whinfold Primary School", "The Kilnside Family Centre")
DECIDED = "Agreed by Council, for papers issued from this year on"
TAKEN_OFF = ("Complaints, half-yearly", "It waits for the new complaints procedure.")


def arrange(cast: Cast, committee: str, plan_ref: str) -> None:
    """Everything that stands on the committees' pages, set up and lived in."""
    at = cast.dates.now - timedelta(minutes=30)
    steps = iter(range(1, 100))

    def moment() -> datetime:
        return at + timedelta(seconds=next(steps))

    board = _set_up(cast, committee, moment)
    meeting, second = _meetings(cast, committee, board, moment)
    _expect(cast, meeting, moment)
    _write(cast, plan_ref, meeting, second, moment)


def _set_up(cast: Cast, committee: str, moment: Moment) -> str:
    with cast.acting_as("NF", cast.dates.now) as clerk:
        given = {"actor": clerk, "at": moment()}
        council = cast.both[0]
        actions.set_notice(authority_id=council, notice=Notice(counts_weekends=False), source=ORDER, **given)
        actions.set_child_places(authority_id=council, names=PLACES, **given)
        actions.set_register(authority_id=council, is_on=True, reason=DECIDED, **given)
        board = actions.found_committee(authority_id=council, name=BOARD, **given)
        for ref in (committee, board):
            actions.set_cycle(committee_ref=ref, cycle=CYCLE, **given)
        actions.define_route(committee_ref=committee, steps=_steps(cast), then_committee_ref=board, **given)
    return board


def _steps(cast: Cast) -> list[StepRow]:
    post = {key: cast.posts[key].pk for key in ("assistant", "finance", "cswo", "head", "ce")}
    return [
        StepRow(StepKind.REPORT_BY, post["head"]),
        StepRow(StepKind.AUTHOR, post["assistant"]),
        StepRow(StepKind.CONSULTEE, post["finance"], subject=ConsulteeSubject.FINANCE, is_waited_for=True),
        StepRow(StepKind.CONSULTEE, post["cswo"], subject=ConsulteeSubject.PEOPLE),
        StepRow(StepKind.PRE_AGENDA),
        StepRow(StepKind.APPROVER, post["head"]),
        StepRow(StepKind.APPROVER, post["ce"]),
        StepRow(StepKind.OFFICER),
        StepRow(
            StepKind.CONFIRMATION, post["finance"], subject=ConfirmedSubject.FINANCE, before=ConfirmedBefore.SIGNING
        ),
        StepRow(StepKind.CONFIRMATION, post["cswo"], subject=ConfirmedSubject.EQUALITIES, before=ConfirmedBefore.ISSUE),
    ]


def _meetings(cast: Cast, committee: str, board: str, moment: Moment) -> tuple[str, str]:
    with cast.acting_as("NF", cast.dates.now) as clerk:
        days = cast.dates.today + timedelta(days=40), cast.dates.today + timedelta(days=61)
        refs = [
            actions.call_meeting(actor=clerk, committee_ref=ref, meets_on=_weekday(day), at=moment())
            for ref, day in zip((committee, board), days, strict=True)
        ]
    return refs[0], refs[1]


def _weekday(day: date) -> date:
    """A Thursday: neither body meets at a weekend."""
    return day + timedelta(days=(3 - day.weekday()) % 7)


def _expect(cast: Cast, meeting: str, moment: Moment) -> None:
    with cast.acting_as("NF", cast.dates.now) as clerk:
        for subject, who in (*EXPECTED, (TAKEN_OFF[0], None)):
            writer = cast.people[who].pk if who else None
            ref = actions.expect_paper(
                actor=clerk,
                meeting_ref=meeting,
                subject=subject,
                writer_id=writer,
                at=moment(),
            )
        actions.drop_expected(actor=clerk, expected_ref=ref, reason=TAKEN_OFF[1], at=moment())


def _write(cast: Cast, plan_ref: str, meeting: str, second: str, moment: Moment) -> None:
    """A paper on that route: its consultees are asked, finance has answered and has still to confirm the sums."""
    with cast.acting_as("EG", cast.dates.now) as author:
        (row,) = (row for row in queries.meetings(author) if row.ref == meeting)
        assert row.issue_on is not None  # the committee has a cycle
        opened = actions.open_paper(
            actor=author,
            plan_ref=plan_ref,
            meeting_ref=meeting,
            then_meeting_ref=second,
            subject=SUBJECT,
            period_starts_on=cast.dates.first(-3),
            period_ends_on=cast.dates.first(0),
            data_as_at=cast.dates.period_end,
            text_closed_on=row.papers_due_on or row.issue_on,
            issue_on=row.issue_on,
            at=moment(),
        )
        actions.ask_consultees(actor=author, paper_ref=opened.ref, at=moment())
        for section, text in WRITTEN.items():
            actions.write_section(
                actor=author, paper_ref=opened.ref, section=section, paragraphs=[text], version=0, at=moment()
            )
        actions.propose_exemption(
            actor=author,
            paper_ref=opened.ref,
            place="text:workforce",
            paragraphs=(11,),
            reason="It tells what is being negotiated with staff about their hours.",
            at=moment(),
        )
    with cast.acting_as("RT", cast.dates.now) as finance:
        actions.comment(
            actor=finance,
            paper_ref=opened.ref,
            subject=ConsulteeSubject.FINANCE,
            words=COMMENT,
            at=moment(),
        )
