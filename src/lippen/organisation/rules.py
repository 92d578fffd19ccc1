"""The rules of who owes what: values in, answer out; no tables, no clock."""

from __future__ import annotations

from datetime import date, timedelta

from lippen.kernel.rules import Rule
from lippen.organisation.vocabulary import Rhythm

HOUSE = "Lippen's own rule for duties that are kept"
FROM = date(2012, 1, 1)
ESCALATION_DAYS = 14
ESCALATION = Rule(
    key="organisation.escalation",
    sentence=f"What is more than {ESCALATION_DAYS} days past its last day is raised with the manager of whoever owes "
    "it: the holder of the post that theirs answers to.",
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
RULES = (ESCALATION, COVER, DIGEST)
FRIDAY = 5


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
