"""What a committee's cycle, a paper's route and its proper officer keep to. Values in, answers out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from lippen.kernel.clear_days import Notice, clear_days_between, days_before, latest_issue, open_day
from lippen.reporting.committee_rows import CycleDays, CycleRow
from lippen.reporting.rules import confirmation_faults, printed
from lippen.reporting.vocabulary import CommentKind, Consulted, OfficerVerdict, PaperStep

ORDER = (
    ("drafts_due_on", "Drafts are due"),
    ("final_due_on", "Final papers are due"),
    ("issue_on", "The papers are issued"),
)


def cycle_days(meets_on: date, cycle: CycleRow, notice: Notice) -> CycleDays:
    """A meeting's drafting dates, counted back from the day of issue that its clear days allow."""
    latest = open_day(latest_issue(meets_on, notice), notice)
    spare = days_before(latest, cycle.spare_days, notice, in_working_days=cycle.in_working_days)
    issue_on = open_day(spare, notice)

    def back(number: int) -> date:
        return days_before(issue_on, number, notice, in_working_days=cycle.in_working_days)

    return CycleDays(
        back(cycle.drafts_days),
        back(cycle.consultees_days),
        back(cycle.pre_agenda_days),
        back(cycle.final_days),
        issue_on,
    )


def cycle_faults(cycle: CycleRow) -> tuple[str, ...]:
    """Offsets that no paper could keep: a final paper before its draft or its comments."""
    faults = []
    if cycle.drafts_days < cycle.final_days:
        faults.append("Drafts would be due after the final papers. Give them more days before issue.")
    if cycle.consultees_days < cycle.final_days:
        faults.append("Consultees would comment after the final papers. Give them more days before issue.")
    return tuple(faults)


def dates_faults(days: CycleDays, meets_on: date, notice: Notice) -> tuple[str, ...]:
    """Drafting dates that are out of order, or leave fewer clear days than the council promises."""
    faults = []
    for (earlier, words), (later, after) in pairwise(ORDER):
        if getattr(days, earlier) > getattr(days, later):
            faults.append(f"{words} on {printed(getattr(days, earlier))}, later than {after[0].lower()}{after[1:]}.")
    for name, words in (("consultees_due_on", "Comments are due"), ("pre_agenda_on", "The pre-agenda is")):
        if getattr(days, name) > days.issue_on:
            faults.append(f"{words} on {printed(getattr(days, name))}, after the papers are issued.")
    return (*faults, *notice_faults(days.issue_on, meets_on, notice))


def notice_faults(issued_on: date, meets_on: date, notice: Notice) -> tuple[str, ...]:
    """Too few clear days between issue and meeting, as this council counts them."""
    given = max(clear_days_between(issued_on, meets_on, notice), 0)
    if given >= notice.clear_days:
        return ()
    return (
        f"Issued on {printed(issued_on)}, the papers give {_days(given)} before the meeting on {printed(meets_on)}; "
        f"this council promises {notice.clear_days}. The last day is "
        f"{printed(open_day(latest_issue(meets_on, notice), notice))}.",
    )


def after_issue_faults(on: date, *, issued_on: date | None) -> tuple[str, ...]:
    """A paper that comes after the day on which its meeting's papers were issued."""
    if issued_on is None or on <= issued_on:
        return ()
    return (f"The papers of this meeting were issued on {printed(issued_on)}.",)


def _days(number: int) -> str:
    return f"{number} clear day{'' if number == 1 else 's'}"


def consulted(*, asked: bool, due_on: date | None, answered: str, on: date) -> Consulted:
    """Where a consultee stands on a day: what was answered counts more than when it was due."""
    if answered:
        return Consulted.COMMENTED if answered == CommentKind.COMMENTED else Consulted.NO_COMMENT
    if not asked:
        return Consulted.PLANNED
    return Consulted.LATE if due_on is not None and on > due_on else Consulted.ASKED


def why_not_issue(
    *,
    needs_officer: bool,
    verdict: str,
    waits_for_pre_agenda: bool,
    pre_agenda_held: bool,
    unconfirmed: Sequence[tuple[str, str]] = (),
) -> str | None:
    """Why a signed paper may not be issued yet, as far as its route is concerned."""
    if verdict == OfficerVerdict.REJECTED:
        return "The proper officer rejected this paper, so it cannot be issued. Open a replacement for it."
    if waits_for_pre_agenda and not pre_agenda_held:
        return "The convener's pre-agenda of this meeting is not recorded yet. Record it first."
    if faults := confirmation_faults(unconfirmed, "issued"):
        return " ".join(faults)
    if needs_officer and not verdict:
        return "The proper officer has not accepted this paper yet."
    return None


def why_not_decide(step: PaperStep, before: str, then: OfficerVerdict, reason: str) -> str | None:
    """Why the proper officer cannot decide so about a paper now."""
    if step is not PaperStep.SIGNED:
        return "The proper officer decides on a paper that is signed and not issued yet."
    if before == then:
        return f"The proper officer has {then.value} this paper already."
    if before and not reason.strip():
        return f"This paper was {before}. Say why that changes."
    return None


def what_is_late(*, step: PaperStep | None, days: CycleDays | None, on: date) -> str:
    """What of an expected paper is late on a day, in words; nothing where it is in time."""
    if days is None or step is PaperStep.ISSUED:
        return ""
    if step is PaperStep.SIGNED:
        return _late("To be issued", days.issue_on, on)
    if on > days.final_due_on:
        return _late("The final paper was due", days.final_due_on, on)
    if step is None or step is PaperStep.DRAFTING:
        return _late("The draft was due", days.drafts_due_on, on)
    return ""


def _late(words: str, due_on: date, on: date) -> str:
    late = (on - due_on).days
    return f"{words} {printed(due_on)}: {late} day{'' if late == 1 else 's'} late" if late > 0 else ""
