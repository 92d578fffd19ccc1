"""The rules of who owes what: values in, answer out; no tables, no clock."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from lippen.kernel.rules import Rule
from lippen.organisation.vocabulary import Rhythm

HOUSE = "Lippen's own rule for duties that are kept"
FROM = date(2012, 1, 1)
ESCALATION_DAYS = 14
ESCALATION = Rule(
    key="organisation.escalation",
    sentence=f"What is more than {ESCALATION_DAYS} days past its last day is raised with the manager of whoever owes "
    "it: the holder of the post that theirs answers to. What somebody owes who left is raised at once.",
    source=HOUSE,
    in_force_from=FROM,
)
COVER = Rule(
    key="organisation.cover",
    sentence="While somebody is away, their duties also stand on the desk of whoever covers for them, who may do them "
    "in those days.",
    source=HOUSE,
    in_force_from=FROM,
)
DIGEST = Rule(
    key="organisation.digest",
    sentence="Whoever wants it is sent one digest of their duties in each of its spells: each working day, or each "
    "week from Monday; never two.",
    source=HOUSE,
    in_force_from=FROM,
)
DELIVERY = Rule(
    key="organisation.delivery",
    sentence="What another system is told of is tried again after 1, 5, 30, 120 and 720 minutes, then given up; it "
    "holds keys alone, is signed, and goes only to hosts that the site's own settings name.",
    source=HOUSE,
    in_force_from=FROM,
)
NEWLY_QUALIFIED = Rule(
    key="organisation.newly_qualified",
    sentence="Whoever is newly qualified is so for a year from the day on which that began, or until the day that was "
    "given; from then on they count as experienced, without anybody doing anything.",
    source="Newly qualified social worker supported year, Scottish Social Services Council, for all employers from "
    "October 2024: one year. Before, and for longer years with fewer hours: the council's own, to be confirmed",
    in_force_from=FROM,
)
WHY_AWAY = Rule(
    key="organisation.why_away",
    sentence="Why somebody is away is seen by them and by those whom they answer to, and by nobody else; whoever "
    "covers is told from when until when.",
    source=HOUSE,
    in_force_from=FROM,
)
RULES = (ESCALATION, COVER, DIGEST, DELIVERY, NEWLY_QUALIFIED, WHY_AWAY)
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 720))
FRIDAY = 5


def a_year_after(day: date) -> date:
    """The same day a year later; of 29 February, the day before."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def newly_until(so_on: date, *, given: date | None, before: date | None) -> date:
    """The day from which somebody newly qualified is so no longer: `NEWLY_QUALIFIED`.

    `before`: that day as it stood, where they were newly qualified already; said again, the year does not begin anew.
    """
    if given is not None:
        return given
    return before if before is not None and before > so_on else a_year_after(so_on)


def is_to_be_raised(last_day: date, today: date) -> bool:
    """Whether a duty is so late that its holder's manager hears of it."""
    return (today - last_day).days > ESCALATION_DAYS


def raised_through(today: date) -> date:
    """The latest end (not included) of a duty that is to be raised today."""
    return today - timedelta(days=ESCALATION_DAYS)


def digest_spell(rhythm: Rhythm, today: date) -> date | None:
    """The first day of the spell that today's digest is for; None where none is due today."""
    if rhythm is Rhythm.OFF or today.isoweekday() > FRIDAY:
        return None
    return today if rhythm is Rhythm.DAILY else today - timedelta(days=today.weekday())


ACCESS_REVIEW = Rule(
    key="organisation.access_review",
    sentence="Who holds which posts and may do what is looked through in each quarter of the year, within 28 days of "
    "the day on which the quarter's review is opened.",
    source="Lippen: a user is taken off when the reason for being on has gone, and somebody must look",
    in_force_from=date(2012, 4, 1),
)
SECOND_FACTOR = Rule(
    key="organisation.second_factor",
    sentence="Nobody sees a page before showing a second factor; only the demonstration's made-up people need none.",
    source="Lippen: a password alone can be guessed, read over a shoulder or given away",
    in_force_from=date(2012, 4, 1),
)
ONE_TIME_LINK = Rule(
    key="organisation.one_time_link",
    sentence="An invitation holds for seven days and a recovery for one hour, each for one use.",
    source="Lippen: the shorter a key lies about, the fewer hands it can come into",
    in_force_from=date(2012, 4, 1),
)
RECOVERY_BY_TWO = Rule(
    key="organisation.recovery_by_two",
    sentence="Somebody who lost their way in is let back in when two people have each made sure who it is, within a "
    "day of each other: an administrator, and another administrator or somebody of information governance.",
    source="Lippen: one administrator alone could otherwise take over anybody's way in",
    in_force_from=date(2012, 4, 1),
)
SETTLED = Rule(
    key="organisation.settled",
    sentence="Whoever was invited less than 14 days ago confirms no recovery yet.",
    source="Lippen: an administrator could otherwise invite a second self",
    in_force_from=date(2012, 4, 1),
)
REVIEW_DAYS = 28
INVITATION_HOLDS = timedelta(days=7)
RECOVERY_HOLDS = timedelta(hours=1)
RECOVERY_WAITS = timedelta(days=1)
SETTLED_AFTER = timedelta(days=14)
STALE_DAYS = 90


def quarter_of(day: date) -> date:
    """The first day of the quarter: April, July, October or January."""
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)


def next_quarter(quarter: date) -> date:
    """The first day of the quarter after."""
    return quarter_of(quarter + timedelta(days=95))


def review_due(opened_on: date) -> date:
    """The first day on which a review that was opened on this day is late."""
    return opened_on + timedelta(days=REVIEW_DAYS)


def concern(*, is_open: bool, has_post: bool, last_in_days: int | None, opened_days: int | None) -> str | None:
    """What a reviewer looks at first, in words; None when nothing stands out. `last_in_days` None: never signed in."""
    if not is_open:
        return None
    if not has_post:
        return "Holds no post any more"
    if last_in_days is None:
        return "Has never signed in" if (opened_days or 0) >= 14 else None
    return f"Has not signed in for {last_in_days} days" if last_in_days >= STALE_DAYS else None


def has_settled(invited_at: datetime | None, at: datetime) -> bool:
    """Whether somebody's way in is old enough for them to vouch for others; one opened at the server is at once."""
    return invited_at is None or at - invited_at >= SETTLED_AFTER


def two_could(askers: Collection[int], confirmers: Collection[int], but: int) -> bool:
    """Whether two people other than this one could let them back in: one who asks and another who confirms."""
    return any(one != other for one in askers if one != but for other in confirmers if other != but)


def others_who_manage(managers: Collection[int], but: int) -> tuple[int, ...]:
    """Those who could look after the ways in if this person were gone."""
    return tuple(person for person in managers if person != but)


def next_try(tries: int) -> timedelta | None:
    """How long to wait after so many tries that failed; None where it is given up."""
    return WAITS[tries - 1] if tries <= len(WAITS) else None
