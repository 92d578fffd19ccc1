"""What keeps the demonstration's duties alive: somebody away with cover, late work raised, digests chosen."""

from __future__ import annotations

from datetime import timedelta

from lippen.care.actions.following import follow_everybody
from lippen.demo.organisation import Cast
from lippen.kernel.access import BY_RULE
from lippen.organisation.actions.absences import record_absence
from lippen.organisation.actions.digests import choose_rhythm
from lippen.organisation.actions.escalations import raise_late_duties
from lippen.organisation.actions.tokens import make_token
from lippen.organisation.vocabulary import AwayWhy, Rhythm, Scope

AWAY, COVER, KEEPER = "SK", "IC", "DS"
CHOSEN = {"EG": Rhythm.DAILY, "IC": Rhythm.DAILY, "RA": Rhythm.OFF}


def keep_duties(cast: Cast) -> None:
    """The service manager is away until Friday week, and the team leader covers.

    What is due for looked-after children was told on the day of each thing that happened: it follows once more for the
    story's last day, as it does every night.
    """
    now, today = cast.dates.now, cast.dates.today
    follow_everybody(at=now)
    raise_late_duties(actor=BY_RULE, at=now)
    with cast.acting_as(AWAY, now) as actor:
        record_absence(
            actor=actor,
            person_id=cast.people[AWAY].pk,
            cover_id=cast.people[COVER].pk,
            starts_on=today,
            ends_on=today + timedelta(days=10),
            why=AwayWhy.LEAVE,
            at=now,
        )
    _let_a_system_in(cast)
    for initials, rhythm in CHOSEN.items():
        with cast.acting_as(initials, now) as actor:
            choose_rhythm(actor=actor, rhythm=rhythm, at=now)


def _let_a_system_in(cast: Cast) -> None:
    """The health board's system reads plans and writes updates; its token is nobody's here, for it is not shown."""
    now = cast.dates.now
    with cast.acting_as(KEEPER, now) as actor:
        make_token(
            actor=actor,
            name="NHS Lairnside, performance system",
            authority_id=cast.both[0],
            scopes=(Scope.READ_PLANS, Scope.WRITE_UPDATES),
            expires_on=cast.dates.today + timedelta(days=200),
            at=now,
        )
