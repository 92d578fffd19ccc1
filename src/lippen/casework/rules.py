"""The rules of the child's record: values in, answer out; no tables, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from hashlib import sha256

from lippen.casework.vocabulary import (
    TYPED_WORDS,
    AccessStepKind,
    Duty,
    HandoverStep,
    KeepFor,
    Level,
    MarkerStep,
    Outcome,
    SignOffAnswer,
    Stage,
    Status,
    TypedKind,
)
from lippen.kernel.calendar import working_days_after
from lippen.kernel.rules import Rule
from lippen.organisation.vocabulary import Experience

HOUSE = "Lippen's own rule for records that can be trusted"
LOCAL = "Council's own standard: no national figure was found. The figure can be changed by the council."
PROPOSED = "Social workers' association, setting the bar, 2022: proposed nationally, not in law"
FROM = date(2012, 1, 1)


def _rule(key: str, sentence: str, source: str = HOUSE) -> Rule:
    return Rule(key=f"casework.{key}", sentence=sentence, source=source, in_force_from=FROM)


SEARCH_FIRST = _rule(
    "search_first", "Nobody is added to the records before a search of one's own in the hour before, named by it."
)
SCREENING = _rule("screening", "A contact is screened by the next working day.", LOCAL)
ASSESSMENT = _rule(
    "initial_assessment", "An initial assessment is finished within 20 working days of the referral.", LOCAL
)
DECISION = _rule("decision", "What follows is decided within 2 working days of the initial assessment.", LOCAL)
ALLOCATION = _rule(
    "allocation", "A child who needs a social worker has one within 5 working days of that decision.", LOCAL
)
REPEAT = _rule(
    "repeat_referral",
    "A referral within 12 months of another for the same child is a repeat; what came of the earlier ones stands "
    "before whoever decides.",
)
SIGN_OFF = _rule("sign_off", "An immediate risk goes on once a manager has agreed, who is not the one who recorded it.")
WAITING = _rule(
    "waiting",
    "A child who waits has a named holder, a level of concern with its reason, a plan meanwhile and a day of the next "
    "contact; the queue is left by allocation or by a recorded ending alone.",
)
REOPENS = _rule("reopens", "New information about a child who waits has the level of concern looked at that same day.")
QUEUE_ORDER = _rule("queue_order", "The highest level of concern comes first; within it, whoever has waited longest.")
ONE_WORKER = _rule("one_worker", "A child has one allocated worker at a time.")
LIMIT = _rule(
    "limit",
    "A worker has at most 15 children, fewer with fewer hours or less experience; past that it takes a reason.",
    PROPOSED,
)
EXPERIENCE = _rule(
    "experience",
    "Whoever is newly qualified has three quarters of the limit and of the hours; a student works alongside others, "
    "and has no child of their own without a reason.",
    LOCAL,
)
CONSENT = _rule(
    "consent",
    "What somebody of another service, a mentor or a volunteer may be told rests on a consent that says what, whose it "
    "is and until when, a year at most; past that day it has ended until it is given anew.",
)
CONSENT_MONTHS = 12
CONSENT_DAYS_BEFORE = 28
HELP = _rule(
    "help", "Family support that is assigned to a child frees hours of the worker, which count in the worker's load."
)
WEIGHTS = _rule("weights", "Hours of work that a child's record needs in four weeks, by its status.", LOCAL)
VISIT_DUE = _rule("visit", "A planned visit is made on its day, or what came in between is said.")
BREAK_GLASS = _rule(
    "break_glass",
    "Who opens a record outside their own work gives a reason, has it for 60 minutes, and whoever works with the "
    "child is told at once; a manager looks at each.",
)
RESTRICTED = _rule("restricted", "A restricted record is seen by the people named for it alone, whatever their post.")
SAME_PERSON = _rule(
    "same_person", "That two records are of one person takes two people, and is undone with one step for 30 days."
)
MARKER = _rule(
    "marker",
    "A warning says what is known and what shows it. It stands at once, and says that nobody has agreed it until "
    "somebody else who leads or manages does; it is looked at again by its day, a year later at most, and says so "
    "where it was not.",
)
ROOM = _rule(
    "room",
    "A contact room is taken by one family at a time, and by no more people than it holds; given up it is free.",
)
CONTACT = _rule(
    "family_contact", "Whoever is there when a child meets their family says that day how it went, or why it was not."
)
ALERT = _rule(
    "alert",
    "Whoever works with a child is told what others recorded, and that a standard was broken, until one of them says "
    "that they saw it; after two days whoever leads them is told too. With another worker it goes along.",
)
STILL_SO = _rule(
    "still_so",
    "Where somebody lives, how they are reached and what kind of work a child's record needs is asked about again "
    "half a year after it was last said; it stays as it was meanwhile.",
    LOCAL,
)
WRONG = _rule(
    "wrong", "What was wrong is said to be so, with the reason, and stays to be read; nothing follows from it any more."
)
HANDOVER = _rule(
    "handover",
    "A child who is offered to another worker stays with the one before until the other takes over, on the agreed day "
    "at the earliest: with a note, and with what is owed for the child. Who does not take over says why, and whoever "
    "leads the team decides.",
)
LEFT = _rule(
    "left",
    "A child whose worker has left stands on the desk of whoever leads that team until somebody else works with the "
    "child; so does everything that was owed for the child.",
)
CHANGES = _rule(
    "changes_of_worker", "How many allocated workers a child has had in 24 months is counted, and stands on their page."
)
TYPED = _rule(
    "typed_duty",
    "What a process asks that Lippen does not hold yet is typed in: what, by which day, who; it is done, or it is said "
    "why it need not be.",
)
OVER_LIMIT = _rule(
    "over_limit",
    "Whoever has had more children than the limit for two weeks stands on the desk of the head of service, until they "
    "have fewer, or a dated decision of the head of service stands for the team's reasons.",
    LOCAL,
)
CHALLENGE = _rule(
    "challenge",
    "Whoever works by one of the council's own figures may ask for another, in words; somebody who manages answers in "
    "words, and both are kept.",
    LOCAL,
)
CHILD_SAMPLE = _rule(
    "child_sample",
    "An inspector reads the children of a sample that was drawn by words somebody gave, in an order that anybody can "
    "draw again; between its days, read only, without protected addresses and restricted records.",
)
SHARED = _rule(
    "shared",
    "A partner sees the named parts of a named child's record, for a purpose and on a ground of law, until its last "
    "day, a year later at most; never where the child lives.",
)
ACCESS = _rule(
    "subject_access",
    "Whoever asks what is held about them has it within one month of the day on which it was received, or within three "
    "where it is complex and they are told why in the first; what is withheld is checked by somebody else first.",
    "UK GDPR article 12(3), from memory: one month, extendable by two. To be confirmed; not the law of 2012.",
)
KEEPING = _rule(
    "keeping",
    "The record of a looked-after child is kept until the hundredth anniversary of birth; of others so many years "
    "after the last work as the council sets. A legal hold keeps any. Two people who did not draw the list agree "
    "before anything is destroyed, and what was destroyed stands in a list of keys.",
    "Looked After Children (Scotland) Regulations 2009, regulation 43, for looked-after children; for others no "
    "statute was found: to be confirmed, and the council's own to set",
)
UNUSUAL = _rule(
    "unusual_reads",
    "Every day's reads of records are looked through for those outside the reader's work, of their own name or "
    "street, at unusual hours or many at once; information governance says what came of each within a week.",
)
PACE = _rule(
    "look_up_pace",
    "Whoever looks up many different records outside their own work in a short time waits before the next one; it is "
    "reported. A record of their own work, or one opened by break-glass, opens at any time.",
    LOCAL,
)
OWN_FAMILY = _rule("own_family", "Nobody sees their own record or their own family's.")

SEARCH_HOLDS = timedelta(hours=1)
GLASS_HOLDS = timedelta(minutes=60)
UNDO_DAYS = 30
SHARED_LONGEST = timedelta(days=366)
SAMPLE_LONGEST = timedelta(days=90)
MOST_DRAWN = 100
CLEARED_FOR = timedelta(days=180)
TOLD_FOR = timedelta(days=30)
HABITS_OVER = timedelta(days=60)
MARKER_AGREED_IN = timedelta(days=3)
MARKER_LONGEST = timedelta(days=366)
ALERT_LASTS = timedelta(days=60)
ALERT_RAISED_IN = timedelta(days=2)
LONG_AGO = timedelta(days=183)
HANDOVER_ANSWERED_IN = timedelta(days=3)
CHANGES_MONTHS = 24
OVER_FOR = timedelta(days=14)
DECISION_LONGEST = timedelta(days=183)
ANSWERED_IN = timedelta(days=14)
HANDOVER_LONGEST = timedelta(days=92)
FOUR_WEEKS_HOURS = Decimal(140)
FOUR_WEEKS = timedelta(days=28)
EIGHT_WEEKS = timedelta(days=56)


TYPED_START_HOURS = {
    TypedKind.CORE_GROUP: 3,
    TypedKind.PROTECTION_VISIT: 2,
    TypedKind.PROTECTION_MEETING: 6,
    TypedKind.REPORTER_REPORT: 10,
    TypedKind.HEARING: 4,
    TypedKind.COURT: 6,
    TypedKind.LOOKED_AFTER_REVIEW: 4,
    TypedKind.CHILDS_PLAN: 4,
    TypedKind.OTHER_DUTY: 1,
}


@dataclass(frozen=True)
class Local:
    """A figure that each council sets for itself: what it is, what it starts with, and its unit."""

    key: str
    words: str
    start: Decimal
    unit: str


LOCALS: dict[str, Local] = {
    each.key: each
    for each in (
        Local("screening_days", "Screening of a contact", Decimal(1), "working days"),
        Local("assessment_days", "Initial assessment", Decimal(20), "working days"),
        Local("decision_days", "Decision after the assessment", Decimal(2), "working days"),
        Local("allocation_days", "Allocation after the decision", Decimal(5), "working days"),
        Local("limit_children", "Most children of a full-time worker", Decimal(15), "children"),
        Local(
            "lookup_records",
            "Records outside own work, looked up in a row before one is slowed",
            Decimal(30),
            "records",
        ),
        Local("lookup_minutes", "Within so many minutes", Decimal(10), "minutes"),
        Local(
            "keep_protection_years",
            "Keep records of children on the register, after the last work",
            Decimal(35),
            "years",
        ),
        Local("keep_other_years", "Keep records of other children, after the last work", Decimal(10), "years"),
        Local("share_casework", "Share of working hours for casework", Decimal("0.6"), "of 1"),
        Local("share_newly_qualified", "Newly qualified: share of limit and of hours", Decimal("0.75"), "of 1"),
        Local("share_student", "Students: share of limit and of hours", Decimal(0), "of 1"),
        Local("weight_protection", "On the child protection register", Decimal(16), "hours in 4 weeks"),
        Local("weight_pre_birth", "Planned for before birth", Decimal(14), "hours in 4 weeks"),
        Local("weight_court", "Permanence in court", Decimal(16), "hours in 4 weeks"),
        Local("weight_away", "Looked after away from home", Decimal(10), "hours in 4 weeks"),
        Local("weight_at_home", "Looked after at home", Decimal(8), "hours in 4 weeks"),
        Local("weight_in_need", "Supported at home by agreement", Decimal(5), "hours in 4 weeks"),
        Local("weight_aftercare", "Aftercare", Decimal(3), "hours in 4 weeks"),
        Local("weight_assessment", "Being assessed", Decimal(12), "hours in 4 weeks"),
        *(
            Local(f"hours_{kind.value}", f"{TYPED_WORDS[kind]}: work for it", Decimal(hours), "hours each")
            for kind, hours in TYPED_START_HOURS.items()
        ),
        Local("weight_none", "No status recorded", Decimal(5), "hours in 4 weeks"),
    )
}
"""What a council starts with; each is its own to change, in the settings of the children's room."""

CLOCKS: dict[Stage, tuple[Rule, str, Duty]] = {
    Stage.CONTACT: (SCREENING, "screening_days", Duty.SCREEN),
    Stage.ASSESSMENT: (ASSESSMENT, "assessment_days", Duty.ASSESS),
    Stage.DECISION: (DECISION, "decision_days", Duty.DECIDE),
}
OFFERED: dict[Stage, tuple[Outcome, ...]] = {
    Stage.CONTACT: (Outcome.ASSESS, Outcome.ADVICE, Outcome.PASSED_ON, Outcome.NO_ACTION),
    Stage.ASSESSMENT: (Outcome.ASSESSED,),
    Stage.DECISION: (Outcome.ALLOCATE, Outcome.ADVICE, Outcome.PASSED_ON, Outcome.NO_ACTION),
}
NEXT: dict[Outcome, Stage] = {
    Outcome.ASSESS: Stage.ASSESSMENT,
    Outcome.ASSESSED: Stage.DECISION,
}
LEVEL_ORDER = {level: place for place, level in enumerate(Level)}


def stage_after(outcome: Outcome | None) -> Stage:
    """What has to be done next, once a stage ended so; a referral without any step waits to be screened."""
    return Stage.CONTACT if outcome is None else NEXT.get(outcome, Stage.CLOSED)


def stage_due(
    stage: Stage, *, received_on: date, stage_on: date, days: int, closed: frozenset[date] = frozenset()
) -> date:
    """The last day of a stage: assessment counts from the referral itself, the others from when they began."""
    return working_days_after(received_on if stage is Stage.ASSESSMENT else stage_on, days, closed)


def may_go_on(*, is_immediate: bool, answer: SignOffAnswer | None) -> bool:
    """Whether a referral may take its next step: an immediate risk waits for a manager who agrees."""
    return not is_immediate or answer is SignOffAnswer.AGREED


def a_year_before(day: date) -> date:
    """The same day a year before; of 29 February, the day before."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def is_repeat(received_on: date, earlier: Iterable[date]) -> bool:
    """Whether a referral came within 12 months of an earlier one, the same day a year before counted in."""
    return any(a_year_before(received_on) <= each <= received_on for each in earlier)


@dataclass(frozen=True)
class MarkerStands:
    """How a warning stands on a day."""

    is_open: bool
    is_agreed: bool
    is_late: bool


def marker_stands(last: MarkerStep | None, *, agree_by: date, review_on: date, on: date) -> MarkerStands:
    """How a warning stands by the last word on it: open until refused or ended; late past its day.

    Until somebody agrees it `agree_by` counts, the last day to do so; then `review_on`, the last day to look again.
    """
    is_open = last not in {MarkerStep.REFUSED, MarkerStep.ENDED}
    is_agreed = last in {MarkerStep.AGREED, MarkerStep.KEPT}
    return MarkerStands(is_open, is_agreed, is_open and on > (review_on if is_agreed else agree_by))


def may_follow(last: MarkerStep | None, step: MarkerStep) -> bool:
    """Whether this may be said of a warning next: it is agreed or not, then looked at again until it is over."""
    if last is None:
        return step in {MarkerStep.AGREED, MarkerStep.REFUSED}
    return last in {MarkerStep.AGREED, MarkerStep.KEPT} and step in {MarkerStep.KEPT, MarkerStep.ENDED}


def is_long_ago(known_on: date, on: date) -> bool:
    """Whether it is time to ask again whether something still is so."""
    return on > known_on + LONG_AGO


HANDOVER_NEXT: dict[HandoverStep | None, frozenset[HandoverStep]] = {
    None: frozenset(
        {HandoverStep.ACCEPTED, HandoverStep.REFUSED, HandoverStep.WITHDRAWN, HandoverStep.OVERTAKEN},
    ),
    HandoverStep.ACCEPTED: frozenset({HandoverStep.TAKEN, HandoverStep.WITHDRAWN, HandoverStep.OVERTAKEN}),
    HandoverStep.REFUSED: frozenset({HandoverStep.KEPT}),
}


def handover_may(last: HandoverStep | None, step: HandoverStep) -> bool:
    """Whether this may be said of an offered child next."""
    return step in HANDOVER_NEXT.get(last, frozenset())


def is_offered(last: HandoverStep | None) -> bool:
    """Whether an offer still stands: nobody has answered it, or it is accepted for a day to come."""
    return last in {None, HandoverStep.ACCEPTED}


def takes_over_on(from_on: date, said_on: date) -> date:
    """The day from which the new worker has the child: the agreed one, or that of the answer where it came later."""
    return max(from_on, said_on)


def months_before(day: date, months: int) -> date:
    """The same day so many months before; where that month is shorter, its last day."""
    place = day.year * 12 + day.month - 1 - months
    year, month = place // 12, place % 12 + 1
    next_month = date(year + month // 12, month % 12 + 1, 1)
    return min(date(year, month, 1) + timedelta(days=day.day - 1), next_month - timedelta(days=1))


def reaches_head(over_since: date, on: date) -> bool:
    """Whether somebody has been past the limit so long that the head of service is told: two weeks to the day."""
    return on >= over_since + OVER_FOR


def queue_key(level: Level, waiting_since: date) -> tuple[int, date]:
    """By what the queue is ordered: the level of concern, then how long somebody has waited."""
    return LEVEL_ORDER[level], waiting_since


def search_holds(searched_at: datetime, at: datetime) -> bool:
    """Whether a search still lets somebody be added."""
    return timedelta(0) <= at - searched_at <= SEARCH_HOLDS


def may_undo(agreed_on: date, today: date) -> bool:
    """Whether two records that were put together can still be taken apart in one step."""
    return today <= agreed_on + timedelta(days=UNDO_DAYS)


@dataclass(frozen=True)
class Load:
    """What somebody carries: children, hours of four weeks, and what would be their limit."""

    children: int
    hours: Decimal
    limit: int
    capacity: Decimal

    @property
    def is_over(self) -> bool:
        """Whether they have more children than the limit."""
        return self.children > self.limit

    @property
    def share(self) -> int:
        """Hours of casework as a percentage of those there are."""
        return int(self.hours * 100 / self.capacity) if self.capacity else 0

    def with_one_more(self, hours: Decimal) -> Load:
        """The same with one child more."""
        return Load(self.children + 1, self.hours + hours, self.limit, self.capacity)


@dataclass(frozen=True)
class Carried:
    """So many children of one status, each with so many hours a week that family support frees."""

    status: Status
    children: int = 1
    freed_hours: Decimal = Decimal(0)


def load(
    carried: Iterable[Carried],
    numbers: Mapping[str, Decimal],
    *,
    hours_share: Decimal = Decimal(1),
    experience: Experience = Experience.EXPERIENCED,
    there_share: Decimal = Decimal(1),
) -> Load:
    """
    The weighted load of somebody who works these children's records, and their limit by their hours and experience.

    `there_share`: how much of the next four weeks they are there, from 0 to 1; it counts in hours, and not in children.
    """
    found = list(carried)
    share = hours_share * experience_share(experience, numbers)
    return Load(
        children=sum(each.children for each in found),
        hours=sum((each.children * needed_hours(each, numbers) for each in found), Decimal(0)),
        limit=max(1, int(numbers["limit_children"] * share)) if share else 0,
        capacity=FOUR_WEEKS_HOURS * share * there_share * numbers["share_casework"],
    )


def experience_share(experience: Experience, numbers: Mapping[str, Decimal]) -> Decimal:
    """How much of the limit and of the hours somebody of this experience has, from 0 to 1."""
    return Decimal(1) if experience is Experience.EXPERIENCED else numbers[f"share_{experience.value}"]


def needed_hours(each: Carried, numbers: Mapping[str, Decimal]) -> Decimal:
    """Hours in four weeks that one such child needs of the worker: what family support frees is taken off."""
    return max(Decimal(0), weight(each.status, numbers) - 4 * each.freed_hours)


def there_share(spells: Iterable[tuple[date, date]], on: date) -> Decimal:
    """How much of the four weeks from a day on somebody is there who is away in these spells, from 0 to 1."""
    last = on + FOUR_WEEKS
    away = {begins + timedelta(days=n) for begins, ends in spells for n in range((min(ends, last) - begins).days)}
    days = sum(1 for day in away if on <= day < last)
    return Decimal(FOUR_WEEKS.days - days) / FOUR_WEEKS.days


def weight(status: Status, numbers: Mapping[str, Decimal]) -> Decimal:
    """Hours in four weeks that a child's record needs."""
    return numbers[f"weight_{status.value}"]


def numbers_with(own: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Every local figure: the council's own where it set one, else what it started with."""
    return {key: own.get(key, local.start) for key, local in LOCALS.items()}


def months_after(day: date, months: int) -> date:
    """The same day so many months later; where that month has no such day, its last."""
    number = day.year * 12 + day.month - 1 + months
    for last in (day.day, 30, 29, 28):
        try:
            return date(number // 12, number % 12 + 1, min(day.day, last))
        except ValueError:
            continue
    raise ValueError(f"No day {months} months after {day}.")


def access_due(received_on: date, *, is_extended: bool) -> date:
    """The last day on which a request for what is held about somebody is answered in time: `rules.ACCESS`."""
    return months_after(received_on, 3 if is_extended else 1)


ACCESS_AFTER: dict[AccessStepKind | None, frozenset[AccessStepKind]] = {
    None: frozenset({AccessStepKind.GATHERED, AccessStepKind.CLOSED}),
    AccessStepKind.GATHERED: frozenset({AccessStepKind.CHECK_ASKED, AccessStepKind.CLOSED}),
    AccessStepKind.CHECK_ASKED: frozenset({AccessStepKind.AGREED, AccessStepKind.RETURNED}),
    AccessStepKind.RETURNED: frozenset({AccessStepKind.CHECK_ASKED, AccessStepKind.CLOSED}),
    AccessStepKind.AGREED: frozenset({AccessStepKind.RELEASED, AccessStepKind.RETURNED}),
    AccessStepKind.RELEASED: frozenset(),
    AccessStepKind.CLOSED: frozenset(),
}
"""What may follow what; more time is given beside it, before the end."""
MAY_WITHHOLD = frozenset({AccessStepKind.GATHERED, AccessStepKind.RETURNED})


LOOKED_AFTER = frozenset({Status.AT_HOME, Status.AWAY, Status.COURT, Status.AFTERCARE})
REGISTERED = frozenset({Status.PROTECTION, Status.PRE_BIRTH})


def kept_until(
    statuses: Iterable[Status], *, born_on: date | None, last_on: date, years: Mapping[str, Decimal]
) -> tuple[KeepFor, date | None]:
    """By which line a child's record is kept, and its first day past that: `rules.KEEPING`.

    No day: for good, until somebody records when the child was born.
    """
    had = frozenset(statuses)
    if had & LOOKED_AFTER:
        return KeepFor.LOOKED_AFTER, months_after(born_on, 1200) if born_on else None
    if had & REGISTERED:
        return KeepFor.PROTECTION, months_after(last_on, int(years["keep_protection_years"] * 12))
    return KeepFor.OTHER, months_after(last_on, int(years["keep_other_years"] * 12))


def drawn(refs: Iterable[str], words: str, size: int) -> tuple[str, ...]:
    """The references of a sample, in the order of the draw: whoever has the words can draw again."""
    said = " ".join(words.split()).casefold()
    return tuple(sorted(refs, key=lambda ref: sha256(f"{said}:{ref}".encode()).hexdigest())[:size])
