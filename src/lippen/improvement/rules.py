"""The rules of an improvement plan: values in, answer out; no tables, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256

from lippen.improvement.vocabulary import STATE_WORDS, UNCONFIRMED, WHICH_WORDS, Colour, Kind, State, Which
from lippen.kernel.calendar import Period
from lippen.kernel.rules import Rule

HOUSE = "Lippen's own rule for honest plans"
FROM = date(2012, 1, 1)


def _rule(key: str, sentence: str) -> Rule:
    return Rule(key=f"improvement.{key}", sentence=sentence, source=HOUSE, in_force_from=FROM)


STATE_CHANGE = _rule("state_change", "A state follows only from a state that can lead to it.")
SETTING_ASIDE = _rule(
    "setting_aside",
    "To postpone or block an action takes a reason, who agreed, the risk accepted and at what level, "
    "cover meanwhile and a day to look again.",
)
SHOWN_DONE = _rule("shown_done", "An action is shown done once evidence for it has been accepted.")
OUTSIDE_LINE = _rule(
    "outside_line", "Evidence is accepted by someone outside the lead's line, or the page says that it was not."
)
STANDING = _rule(
    "standing",
    "Blue: shown done. Grey: not started and not yet due, postponed, superseded or merged. Red: past the target "
    "date, or blocked. Amber: past the first target date, no update within the plan's rhythm, or said done over "
    "30 days ago without accepted evidence. Green: the rest.",
)
REVIEW_DUE = _rule("review_due", "A passed review date reads review due; only a passed target date reads overdue.")
SLIPS = _rule("slips", "The first date is never lost; each later one is a slip with a reason and who agreed.")
RHYTHM = _rule("update_rhythm", "Each open action has an update within its plan's rhythm.")
TARGET_DATE = _rule(
    "target_date", "What was promised for a day is done by then, or its date is moved with a reason and who agreed."
)
NO_UPDATE = _rule(
    "no_update",
    "Of an open action that nobody has updated within its plan's rhythm the plan says so, as a status of its own.",
)
EVIDENCE_REQUEST = _rule(
    "evidence_request",
    "Whoever is asked for evidence gives it by the day on which it is wanted, or says why there is none; the same is "
    "not asked for twice, nor sent to the same body twice.",
)
OFFICER_DAYS = 14
OFFICER_DUTIES = _rule(
    "officer_duties",
    "What bringing a plan in left open, a file that waits to be brought in and evidence that nobody has looked at "
    f"stand on the performance officer's desk, to be dealt with within {OFFICER_DAYS} days.",
)
OWN_ACTION = _rule(
    "own_action",
    "Where an action stands and when it is due is for its leads and whoever answers for it to say, for whoever covers "
    "for one of them while they are away, and for those who edit the plan; whoever accepts evidence may record that it "
    "is shown done. Anybody of the service may add an update or evidence under their own name.",
)
COMMITMENTS = _rule(
    "commitments",
    "A commitment is kept with what shows it, or withdrawn for a reason; a move of its date has a reason and somebody "
    "who agreed, and the first date is never lost.",
)
COMMITMENT_DATED = _rule("commitment_dated", "A commitment without a date gets one within 30 days.")
OWN_COMMITMENT = _rule(
    "own_commitment",
    "A commitment is moved, handed over, kept or withdrawn by its owner or whoever covers for them, by whoever wrote "
    "it down, or by those who edit plans.",
)
RISK_SCORE = _rule(
    "risk_score",
    "A risk's score is its likelihood times its impact; it changes only with a piece of evidence or an update of the "
    "plan, and a reason.",
)
SAMPLE = _rule(
    "sample",
    "An inspector's sample is drawn by words that the inspector gives: the actions come in the order of the SHA-256 of "
    "those words and each action's reference, so that whoever draws again gets the same.",
)
PARTS = _rule(
    "parts",
    "Of a plan that councils share, each council's own progress and results are seen by another's people only under "
    "an arrangement that the council agreed to, from its first day until the day it ends.",
)
MEETING_HELD = _rule(
    "meeting_held", "A planned meeting is held, moved or called off, and whoever looks after it says which."
)
SETTLED_AGENDA = _rule(
    "settled_agenda",
    "An agenda draws itself from the plan, or from each plan that the group looks after, until its chair, or somebody "
    "who edits the plan, settles it; from then on it "
    "stays as it was at that moment.",
)
SCHEDULE_HELD = _rule(
    "schedule_held", "What is to be held again and again is said to have been held or not, each time by its day."
)
SAYS_DONE_LIMIT = _rule("says_done_limit", "What is said to be done is shown to be done within 30 days.")
SAYS_DONE_DAYS = 30
NO_CIRCLE = _rule("no_circle_of_plans", "A plan never carries itself, directly or through other plans.")
ENDING_SOON = _rule("contribution_ending_soon", "A contribution reads “ends soon” in its last 28 days.")
NOTHING_DELIVERED = _rule(
    "nothing_delivered", "A contribution reads “nothing delivered” once 28 days have gone by without a word of it."
)
ENDING_SOON_DAYS = 28
NOTHING_DELIVERED_DAYS = 28
RULES = (
    STATE_CHANGE,
    SETTING_ASIDE,
    SHOWN_DONE,
    OUTSIDE_LINE,
    STANDING,
    REVIEW_DUE,
    SLIPS,
    RHYTHM,
    OWN_ACTION,
    COMMITMENTS,
    COMMITMENT_DATED,
    OWN_COMMITMENT,
    RISK_SCORE,
    PARTS,
    MEETING_HELD,
    SAMPLE,
    SETTLED_AGENDA,
    SCHEDULE_HELD,
    SAYS_DONE_LIMIT,
    TARGET_DATE,
    NO_UPDATE,
    OFFICER_DUTIES,
    NO_CIRCLE,
    ENDING_SOON,
    NOTHING_DELIVERED,
    EVIDENCE_REQUEST,
)

SET_ASIDE = frozenset({State.POSTPONED, State.BLOCKED})
TO_DO = frozenset({State.NOT_STARTED, State.UNDER_WAY})
"""States in which an action may be said to wait on another, or on none any more, without changing its state."""
WAITING = SET_ASIDE | TO_DO
GONE = frozenset({State.SUPERSEDED, State.MERGED})
CLOSED = GONE | {State.SHOWN_DONE}
ANYTHING_ELSE = frozenset({State.SAYS_DONE, *SET_ASIDE, *GONE})
FIRST_STATES = frozenset(State) - {State.SHOWN_DONE}
CHANGES: dict[State, frozenset[State]] = {
    State.NOT_STARTED: ANYTHING_ELSE | {State.UNDER_WAY},
    State.UNDER_WAY: ANYTHING_ELSE,
    State.SAYS_DONE: SET_ASIDE | GONE | {State.SHOWN_DONE, State.UNDER_WAY},
    State.POSTPONED: ANYTHING_ELSE | {State.NOT_STARTED, State.UNDER_WAY},
    State.BLOCKED: ANYTHING_ELSE | {State.NOT_STARTED, State.UNDER_WAY},
    State.SHOWN_DONE: frozenset({State.UNDER_WAY}),
    State.SUPERSEDED: frozenset({State.UNDER_WAY}),
    State.MERGED: frozenset({State.UNDER_WAY}),
}


def may_follow(before: State | None, after: State) -> bool:
    """Whether a state may follow another; the first state may be any but shown done."""
    return after in (FIRST_STATES if before is None else CHANGES[before])


def next_states(before: State | None) -> tuple[State, ...]:
    """The states that may follow, in the order of the vocabulary."""
    return tuple(state for state in State if may_follow(before, state))


def is_own(own_ids: Iterable[int | None], lead_ids: Iterable[int | None], accountable_id: int | None) -> bool:
    """Whether an action is theirs: they lead it, alone or with others, or answer for it, or cover for one who does."""
    return not ({*lead_ids, accountable_id} - {None}).isdisjoint(own_ids)


@dataclass(frozen=True)
class StateGiven:
    """What somebody gives with a new state."""

    state: State
    reason: str = ""
    agreed_by: str = ""
    risk_accepted: str = ""
    risk_level: str = ""
    cover: str = ""
    revisit_on: date | None = None
    into: bool = False
    evidence_accepted: bool = False


@dataclass(frozen=True)
class Lack:
    """Something that is missing: the field, and the sentence that asks for it."""

    field: str
    sentence: str


SET_ASIDE_NEEDS = (
    ("reason", "Say why."),
    ("agreed_by", "Say who agreed."),
    ("risk_accepted", "Say what risk is accepted by waiting."),
    ("risk_level", "Say at what level the risk was accepted."),
    ("cover", "Say what covers for it meanwhile."),
    ("revisit_on", "Give the day to look at it again."),
)


BLUE_NEEDS_EVIDENCE = (
    "Blue says done and shown, and nobody has accepted evidence of it yet. Have evidence accepted first, or choose "
    "another standing."
)


def lacks(before: State | None, given: StateGiven) -> tuple[Lack, ...]:
    """Everything that is still needed before this state can be recorded."""
    if given.state in SET_ASIDE:
        return tuple(Lack(name, words) for name, words in SET_ASIDE_NEEDS if not getattr(given, name))
    if given.state is State.SHOWN_DONE and not given.evidence_accepted:
        return (Lack("state", "Nobody has accepted evidence that this is done. Add evidence and ask for it first."),)
    found = []
    if not given.reason and (given.state in GONE or before in CLOSED):
        found.append(Lack("reason", "Say why."))
    if given.state is State.MERGED and not given.into:
        found.append(Lack("into", "Say which action it was merged into."))
    return tuple(found)


def override_lacks(standing: Colour, *, evidence_accepted: bool) -> tuple[Lack, ...]:
    """What a standing given against the rule still needs: blue says shown done, and only evidence shows that."""
    if standing is not Colour.BLUE or evidence_accepted:
        return ()
    return (Lack("standing", BLUE_NEEDS_EVIDENCE),)


@dataclass(frozen=True)
class StandingFacts:
    """All that standing depends on."""

    state: State | None
    state_on: date | None
    first_target: Period | None
    target: Period | None
    last_update_on: date | None
    added_on: date
    evidence_accepted: bool
    rhythm_days: int


@dataclass(frozen=True)
class Standing:
    """A colour and why."""

    colour: Colour
    reason: str


@dataclass(frozen=True)
class StandingShown:
    """The standing that counts, and where someone overrode it the one by the rule."""

    standing: Standing
    overridden_from: Standing | None = field(default=None)


def standing(facts: StandingFacts, today: date) -> Standing:
    """Where an action stands: blue, grey, red, amber or green; the first match wins."""
    return (
        _blue(facts)
        or _grey(facts, today)
        or _red(facts, today)
        or _amber(facts, today)
        or Standing(Colour.GREEN, "On course")
    )


def _blue(facts: StandingFacts) -> Standing | None:
    return Standing(Colour.BLUE, "Shown done") if facts.state is State.SHOWN_DONE else None


def _grey(facts: StandingFacts, today: date) -> Standing | None:
    if facts.state is State.POSTPONED or facts.state in GONE:
        return Standing(Colour.GREY, STATE_WORDS[facts.state])
    if facts.state not in {None, State.NOT_STARTED} or _passed(facts.target, today):
        return None
    return Standing(Colour.GREY, f"{STATE_WORDS[facts.state or UNCONFIRMED]}, not yet due")


def _red(facts: StandingFacts, today: date) -> Standing | None:
    if facts.target is not None and facts.target.has_passed(today):
        return Standing(Colour.RED, overdue_words(facts.target, today))
    return Standing(Colour.RED, "Blocked") if facts.state is State.BLOCKED else None


def _amber(facts: StandingFacts, today: date) -> Standing | None:
    if facts.first_target is not None and facts.first_target.has_passed(today):
        return Standing(Colour.AMBER, f"Past its first target date, {facts.first_target.text}")
    if is_silent(facts.last_update_on, facts.added_on, facts.rhythm_days, today):
        return Standing(Colour.AMBER, _silence_words(facts.last_update_on))
    if says_done_too_long(facts.state, facts.state_on, facts.evidence_accepted, today):
        return Standing(Colour.AMBER, f"Said done over {SAYS_DONE_DAYS} days ago, no evidence accepted")
    return None


def _passed(period: Period | None, today: date) -> bool:
    return period is not None and period.has_passed(today)


def is_silent(last_update_on: date | None, added_on: date, rhythm_days: int, today: date) -> bool:
    """Whether more days than the plan's rhythm have gone since the last update, or since the action was added."""
    return (today - (last_update_on or added_on)).days > rhythm_days


def lacks_update(
    state: State | None, last_update_on: date | None, added_on: date, rhythm_days: int, today: date
) -> bool:
    """Whether an action that is open has had no update within the rhythm: a status of its own, whatever its colour."""
    is_open = state not in CLOSED and state not in SET_ASIDE
    return is_open and is_silent(last_update_on, added_on, rhythm_days, today)


def update_due(last_update_on: date | None, added_on: date, rhythm_days: int) -> date:
    """The last day on which the next update still keeps the plan's rhythm."""
    return (last_update_on or added_on) + timedelta(days=rhythm_days)


def says_done_too_long(state: State | None, state_on: date | None, evidence_accepted: bool, today: date) -> bool:
    """Whether an action was said to be done more than 30 days ago and nobody has accepted evidence."""
    waits = state is State.SAYS_DONE and state_on is not None and not evidence_accepted
    return waits and (today - state_on).days > SAYS_DONE_DAYS  # type: ignore[operator]


def _silence_words(last_update_on: date | None) -> str:
    return f"No update since {day_words(last_update_on)}" if last_update_on else "No update yet"


def day_words(day: date) -> str:
    """A day as people write it: 25 October 2012."""
    return f"{day.day} {day:%B %Y}"


def days_words(days: int) -> str:
    """A number of days in words."""
    return "1 day" if days == 1 else f"{days} days"


def overdue_words(target: Period, today: date) -> str:
    """How late an action is: only a passed target date is overdue."""
    return f"Overdue, {days_words((today - target.last_day).days)} late"


def review_words(kind: Kind, review: Period | None, state: State | None, checked_on: date | None, today: date) -> str:
    """What the page says about an action's review: review due, in place and last checked, or when the review is."""
    if state in CLOSED:
        return ""
    if review is not None and review.has_passed(today):
        return f"Review due since {day_words(review.last_day)}"
    if kind is Kind.KEEP_GOING and state in {State.UNDER_WAY, State.SAYS_DONE}:
        return f"In place, last checked on {day_words(checked_on)}" if checked_on else "In place, not checked yet"
    return f"Review {review.text}" if review is not None else ""


def due_words(target: Period | None, today: date) -> str:
    """How near a target date is."""
    if target is None:
        return ""
    days = (target.last_day - today).days
    if days < 0:
        return overdue_words(target, today)
    return "Due today" if days == 0 else f"Due in {days_words(days)}"


def slip_count(dates: Iterable[tuple[Which, bool]], which: Which = Which.TARGET) -> int:
    """How often a date was changed after the first."""
    return sum(1 for found, is_first in dates if found is which and not is_first)


def slip_lacks(reason: str, agreed_by: str) -> tuple[Lack, ...]:
    """What a later date still needs; the first needs nothing."""
    needs = (("reason", reason, "Say why the date changes."), ("agreed_by", agreed_by, "Say who agreed the new date."))
    return tuple(Lack(name, words) for name, value, words in needs if not value)


def first_dates_lacks(dates: Mapping[Which, Period]) -> tuple[Lack, ...]:
    """What is wrong with the first dates of an action: nothing is finished or looked at before it starts."""
    start = dates.get(Which.START)
    ends = ((Which.TARGET, "target"), (Which.REVIEW, "review"))
    if start is None:
        return ()
    return tuple(
        Lack(field, f"The {WHICH_WORDS[which].lower()} lies before the start, {start.text}. Give a later one.")
        for which, field in ends
        if which in dates and dates[which].ends_on <= start.starts_on
    )


def acceptance_words(outside_line: bool) -> str:
    """What the page says about who accepted the evidence."""
    if outside_line:
        return "Accepted by someone outside the lead's line"
    return "Accepted by someone in the lead's own line, not from outside it"


def drawn(refs: Iterable[str], words: str, size: int) -> tuple[str, ...]:
    """The references of a sample, in the order of the draw: `rules.SAMPLE`."""
    said = " ".join(words.split()).casefold()
    return tuple(sorted(refs, key=lambda ref: sha256(f"{said}:{ref}".encode()).hexdigest())[:size])


@dataclass(frozen=True)
class Offered:
    """What says how a contribution stands. `ends_on` is the day after its last."""

    since: date
    ends_on: date | None
    is_ended: bool
    delivered_on: date | None


def contribution_flags(offered: Offered, today: date) -> tuple[str, ...]:
    """What needs a look about a contribution, in words; nothing where all is well or it was ended."""
    if offered.is_ended:
        return ()
    found = []
    if offered.ends_on is not None:
        last = offered.ends_on - timedelta(days=1)
        left = (last - today).days
        if left < 0:
            found.append(f"Ended on {day_words(last)}: say what came of it, or until when it goes on")
        elif left < ENDING_SOON_DAYS:
            found.append("Ends today" if left == 0 else f"Ends soon, in {days_words(left)}")
    if offered.delivered_on is None and (today - offered.since).days >= NOTHING_DELIVERED_DAYS:
        found.append(f"Nothing delivered in {days_words((today - offered.since).days)}")
    return tuple(found)
