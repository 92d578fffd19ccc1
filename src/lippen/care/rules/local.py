"""What councils set for themselves: no statutory figure was found, and each council may set another."""

from __future__ import annotations

from lippen.care.rules.stating import UNCONFIRMED, months, standard, version
from lippen.care.vocabulary import Event

SET_LOCALLY = "Council's own standard: no national figure was found. The figure can be changed by the council."

LOCAL_VISIT_HOME = standard(
    "local_visit_home",
    "Visits at home",
    version(
        "local_visit_home",
        "A child who is looked after at home is seen at least once a month.",
        f"{SET_LOCALLY} Usual is every two weeks to once a month.",
        months(1),
        sure=UNCONFIRMED,
    ),
    starts={Event.AT_HOME_BEGAN, Event.HOME_VISIT},
    stops={Event.HOME_VISIT},
    ends={Event.AT_HOME_ENDED},
)
LOCAL_VISIT_AWAY = standard(
    "local_visit_away",
    "Visits away from home",
    version(
        "local_visit_away",
        "A child who is looked after away from home is seen at least once a month.",
        f"{SET_LOCALLY} In law, visits are 3 months apart at most.",
        months(1),
        sure=UNCONFIRMED,
    ),
    starts={Event.AWAY_BEGAN, Event.VISIT},
    stops={Event.VISIT},
    ends={Event.AWAY_ENDED},
)
LOCAL = (LOCAL_VISIT_HOME, LOCAL_VISIT_AWAY)
