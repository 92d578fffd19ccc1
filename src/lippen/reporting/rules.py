"""What a paper must keep to: its days, its answers, who may approve it, and what stands in the way of signing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lippen.kernel.approval import Step, unfit_route
from lippen.kernel.rules import Rule
from lippen.reporting.facts import AnswerRow, DifferenceRow, LineRow, PaperDays
from lippen.reporting.vocabulary import NEXT, STEP_WORDS, DifferenceKind, LineStep, PaperStep

RULES: tuple[Rule, ...] = (
    Rule(
        "paper.nothing_after_issue",
        "Period end, data as at, text closed and signing never come after the day of issue.",
        "The council's own form for papers",
        date(2009, 4, 1),
    ),
    Rule(
        "paper.issued_before_the_meeting",
        "A paper is issued before its meeting: three clear days before, for the public to read.",
        "Local Government (Scotland) Act 1973, section 50B",
        date(1986, 4, 1),
    ),
    Rule(
        "paper.own_text_not_approved",
        "Nobody approves a paper that they wrote any part of.",
        "The council's own form for papers",
        date(2009, 4, 1),
    ),
    Rule(
        "paper.background_papers_kept",
        "Background papers are named, and kept for the public to read for four years from the meeting.",
        "Local Government (Scotland) Act 1973, section 50D",
        date(1986, 4, 1),
    ),
    Rule(
        "paper.clear_days_kept",
        "A paper gives as many clear days before its meeting as its council promises, counted as that council counts.",
        "Local Government (Scotland) Act 1973, section 50B",
        date(1986, 4, 1),
    ),
    Rule(
        "paper.accepted_before_issue",
        "Where the route has the proper officer, a paper is issued only after the proper officer has accepted it.",
        "Local Government (Scotland) Act 1973, section 50B",
        date(1986, 4, 1),
    ),
    Rule(
        "paper.promises_decided",
        "A paper is signed when each promise in it has an owner and a day or meeting, or a reason why it is none.",
        "The council's own form for papers",
        date(2009, 4, 1),
    ),
    Rule(
        "paper.flags_answered_before_issue",
        "Names, places used by children, recognisable people and numbers under five are answered before issue.",
        "Local Government (Scotland) Act 1973, schedule 7A; the duty of confidence to children",
        date(1986, 4, 1),
    ),
    Rule(
        "paper.members_read_business_papers",
        "Members not on the committee read its exempt papers, but for paragraphs 1 to 5, 7, 9, 11, 12 and 14.",
        "Local Government (Scotland) Act 1973, section 50F",
        date(1986, 4, 1),
    ),
    Rule(
        "paper.confirmed_before_signing",
        "Where its route asks for it, a paper is signed or issued only once legality, equalities or finance is "
        "confirmed.",
        "The council's own form for papers",
        date(2009, 4, 1),
    ),
    Rule(
        "paper.exempt_for_a_reason",
        "A paper is exempt only for a reason that the law names, and gives it.",
        "Local Government (Scotland) Act 1973, section 50A and schedule 7A",
        date(1986, 4, 1),
    ),
)


@dataclass(frozen=True)
class Question:
    """What a form asks, as far as signing is concerned."""

    key: str
    number: int
    title: str
    required: bool
    note_when: frozenset[str] = frozenset()
    must_be: frozenset[str] = frozenset()
    keeps_list: bool = False


@dataclass(frozen=True)
class Readiness:
    """Everything that decides whether a paper may be signed."""

    days: PaperDays
    signing_on: date
    questions: Sequence[Question]
    answers: Mapping[str, AnswerRow]
    texts: Mapping[str, tuple[str, ...]]
    needed_texts: Sequence[tuple[str, str]]
    """Key and title of each text that must be there."""
    themes: Sequence[tuple[int, str]]
    differences: Mapping[int, DifferenceRow]
    numbers: Mapping[int, str]
    """The number of each action that the paper has a line about."""
    lines: Mapping[int, LineRow]
    approvers: Sequence[Step]
    has_authors: bool
    writers: frozenset[int]
    waited_for: tuple[tuple[str, str], ...] = ()
    """Name and subject of each consultee on whose answer the route waits."""
    unconfirmed: tuple[tuple[str, str], ...] = ()
    """What has to be confirmed before signing, and the post whose it is, of what nobody has confirmed."""
    then_missing: str = ""
    """The second body that the route names, where no meeting of it is chosen."""
    exempt_faults: tuple[str, ...] = ()
    """A sentence for each thing that is wrong with what is marked as exempt."""
    flagged: int = 0
    """How many flagged words nobody has answered."""
    members_lines: int = 0
    members_most_lines: int = 0
    unknown_figures: tuple[str, ...] = ()
    undecided: tuple[tuple[str, str], ...] = ()
    """Place and words of each sentence that reads like a promise and of which nobody has said whether it is one."""
    has_background: bool = False
    """Whether documents or papers are listed behind this one, besides those that its text names."""
    missing_letters: tuple[tuple[str, str], ...] = ()
    """Each place with letters that the PDF cannot print, and those letters."""


KEPT_YEARS = 4
"""How long background papers are kept from the meeting, as paper.background_papers_kept says."""


def kept_until(meets_on: date) -> date:
    """The last day on which a meeting's background papers must still be there for the public to read."""
    try:
        return meets_on.replace(year=meets_on.year + KEPT_YEARS)
    except ValueError:
        return meets_on.replace(year=meets_on.year + KEPT_YEARS, day=28)


def printed(day: date) -> str:
    """A day as it is printed: 25 October 2012."""
    return f"{day.day} {day:%B} {day.year}"


def day_faults(days: PaperDays) -> tuple[str, ...]:
    """What is wrong with the days of a paper, a sentence for each."""
    issue = printed(days.issue_on)
    named = (
        ("The period ends", days.period_last_day),
        ("The data are as at", days.data_as_at),
        ("The text closes on", days.text_closed_on),
    )
    faults = [
        f"{words} {printed(day)}, after the day of issue ({issue}). Choose an earlier day, or issue later."
        for words, day in named
        if day > days.issue_on
    ]
    if days.period_ends_on <= days.period_starts_on:
        faults.append("The period ends before it starts. Give a later end.")
    if days.issue_on >= days.meets_on:
        faults.append(f"The day of issue ({issue}) is not before the meeting ({printed(days.meets_on)}).")
    return tuple(faults)


def signing_faults(days: PaperDays, on: date) -> tuple[str, ...]:
    """Whether the paper may be signed on this day, as far as its days are concerned."""
    if on > days.issue_on:
        return (
            f"It would be signed on {printed(on)}, after the day of issue ({printed(days.issue_on)}). Move that first.",
        )
    if days.data_as_at > on:
        return (f"The data are as at {printed(days.data_as_at)}, which has not come yet. Choose an earlier day.",)
    return ()


def issue_faults(days: PaperDays, *, signed_on: date, on: date) -> tuple[str, ...]:
    """Whether the paper may be issued on this day: once signed, up to the meeting, and after every day that it names.

    The planned day of issue is the latest on which it is due, so an earlier one is as good.
    """
    if on >= days.meets_on:
        return (f"The meeting was on {printed(days.meets_on)}. A paper is issued before its meeting.",)
    named = (
        ("It was signed on", signed_on),
        ("Its period ends", days.period_last_day),
        ("Its data are as at", days.data_as_at),
        ("Its text closes on", days.text_closed_on),
    )
    return tuple(
        f"{words} {printed(day)}. Nothing in a paper comes after the day on which it is issued: issue it then or later."
        for words, day in named
        if day > on
    )


def may_follow(now: PaperStep, then: PaperStep) -> bool:
    """Whether a paper may take this step next."""
    return then in NEXT[now]


def why_not_step(now: PaperStep, then: PaperStep) -> str | None:
    """Why a paper cannot take this step, in words; None when it can."""
    if may_follow(now, then):
        return None
    return f"This paper is {STEP_WORDS[now].lower()}, so it cannot become {STEP_WORDS[then].lower()}."


def what_blocks(ready: Readiness) -> tuple[str, ...]:
    """A sentence for each thing that stands in the way of signing."""
    return (
        *day_faults(ready.days),
        *signing_faults(ready.days, ready.signing_on),
        *text_faults(ready),
        *letter_faults(ready.missing_letters),
        *answer_faults(ready.questions, ready.answers, ready.texts, has_background=ready.has_background),
        *promise_faults(ready.undecided),
        *difference_faults(ready.themes, ready.differences),
        *line_faults(ready.numbers, ready.lines),
        *ready.exempt_faults,
        *flag_faults(ready.flagged),
        *route_faults(ready),
        *confirmation_faults(ready.unconfirmed, "signed"),
    )


def text_faults(ready: Readiness) -> tuple[str, ...]:
    """Missing texts, figures that nobody counted, and a page one that runs over."""
    missing = [title for key, title in ready.needed_texts if not any(p.strip() for p in ready.texts.get(key, ()))]
    faults = [f"{title} is empty. Write it; if there is nothing to say, write None." for title in missing]
    faults += [f"The text names a figure {{{key}}} that this paper does not have." for key in ready.unknown_figures]
    if ready.members_most_lines and ready.members_lines > ready.members_most_lines:
        faults.append(
            f"The page for members takes about {ready.members_lines} lines; {ready.members_most_lines} fit on one. "
            "Shorten what changed, or leave some of it to the report."
        )
    return tuple(faults)


def letter_faults(missing: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Letters that the PDF could only print as their names, while Word would keep them."""
    return tuple(
        f"{place}: the PDF cannot print {', '.join(letters[:12])}. Write it in other letters."
        for place, letters in missing
    )


def promise_faults(undecided: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """A sentence for each promise that nobody has taken on or explained."""
    return tuple(
        f"{place} reads like a promise: “{shortened(words)}” Say who keeps it and by when, or why it is none."
        for place, words in undecided
    )


def shortened(words: str, most: int = 90) -> str:
    """A sentence short enough to stand inside another."""
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


def answer_faults(
    questions: Iterable[Question],
    answers: Mapping[str, AnswerRow],
    texts: Mapping[str, tuple[str, ...]],
    *,
    has_background: bool = False,
) -> tuple[str, ...]:
    """A sentence for each required question without a sufficient answer."""
    faults = []
    for asked in questions:
        place = f"{asked.number}. {asked.title}"
        given = answers.get(asked.key)
        if given is None or not given.ticked:
            if asked.required:
                faults.append(f"{place} is not answered.")
        elif asked.must_be and not asked.must_be & set(given.ticked):
            faults.append(f"{place}: the paper cannot be signed with this answer.")
        elif asked.note_when & set(given.ticked) and not given.note.strip():
            faults.append(f"{place}: this answer needs its reason.")
        elif asked.keeps_list and not (has_background or _listed(asked.key, given, texts)):
            faults.append(f"{place}: you say that there are some. List them.")
    return tuple(faults)


def _listed(key: str, given: AnswerRow, texts: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether what is said to exist is named."""
    return "yes" not in given.ticked or any(item.strip() for item in texts.get(key, ()))


def difference_faults(themes: Iterable[tuple[int, str]], given: Mapping[int, DifferenceRow]) -> tuple[str, ...]:
    """Each theme must say what is different for children; too early is an answer, blank is not."""
    return tuple(fault for number, title in themes if (fault := _difference_fault(number, title, given.get(number))))


def _difference_fault(number: int, title: str, row: DifferenceRow | None) -> str | None:
    place = f"Theme {number}, {title}"
    if row is None or not row.text.strip():
        return f"{place}: say what is different for children, or that it is too early and by when we shall know."
    if row.kind == DifferenceKind.TOO_EARLY:
        return None if row.know_by else f"{place}: it is too early to say. Give the day by which we shall know."
    return None if row.source.strip() else f"{place}: name the measure, the audit or whose words this rests on."


def line_faults(numbers: Mapping[int, str], lines: Mapping[int, LineRow]) -> tuple[str, ...]:
    """Committee lines that no lead has agreed."""
    waiting = [number for id_, number in numbers.items() if id_ not in lines or lines[id_].step != LineStep.AGREED]
    if not waiting:
        return ()
    shown = ", ".join(waiting[:12]) + (" and more" if len(waiting) > 12 else "")
    if len(waiting) == 1:
        return (f"The committee line of action {shown} is not agreed by a lead.",)
    return (f"{len(waiting)} committee lines are not agreed by a lead: {shown}.",)


def flag_faults(number: int) -> tuple[str, ...]:
    """Names, places, small numbers and recognisable people that nobody has looked at."""
    if not number:
        return ()
    counted = "1 place is" if number == 1 else f"{number} places are"
    return (f"{counted} flagged for a name, a small number or somebody recognisable. Answer each of them.",)


def confirmation_faults(unconfirmed: Iterable[tuple[str, str]], then: str) -> tuple[str, ...]:
    """A sentence for each thing that somebody has still to confirm: whose it is, and what waits for it."""
    return tuple(
        f"It waits for the {post} to confirm {subject}. The paper is not {then} before that is recorded."
        for subject, post in unconfirmed
    )


def route_faults(ready: Readiness) -> tuple[str, ...]:
    """Nobody to write or approve it, or an approver who wrote part of it."""
    author = () if ready.has_authors else ("Nobody is named as its author. Put the author on the route.",)
    waits = (
        f"The route waits for {name} ({subject}) to comment, or to say that there is no comment."
        for name, subject in ready.waited_for
    )
    then = (
        (f"This paper goes to {ready.then_missing} afterwards. Say at which of its meetings.",)
        if ready.then_missing
        else ()
    )
    return (*author, *unfit_route(ready.approvers, ready.writers), *waits, *then)
