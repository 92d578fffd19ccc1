"""The looked-after children of the households: their time in care, reviews and plans, by the law of each day."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from itertools import count, cycle, islice

from lippen.care.actions import events, living, meetings, permanence
from lippen.care.actions.living import LegalGiven, PlacementGiven
from lippen.care.actions.meetings import Member
from lippen.care.actions.reviews import Who
from lippen.care.actions.views import View
from lippen.care.rules.fitting import at_odds
from lippen.care.rules.legal import may_begin
from lippen.care.vocabulary import Area, Event, Siblings
from lippen.care.vocabulary.decisions import DECISIONS
from lippen.care.vocabulary.meetings import MeetingKind, MemberPart
from lippen.casework.vocabulary import Status
from lippen.demo import lives
from lippen.demo.households.files import MOVED
from lippen.demo.households.made import Child, Household
from lippen.demo.households.reviewed import Reviewed, is_held_here, is_late_here, since_moved
from lippen.demo.organisation import Cast
from lippen.kernel.access import Actor

AWAY = "CSOA"
EARLIER_LAW = {"CSOH": "SRH", "CSOA": "SRA", "PO": "S25", "POA": "S25"}
SEED = 23
Asked = Callable[[lives.Life], bool]


def _has_plan(life: lives.Life) -> bool:
    """Whether a plan for permanence goes on."""
    return life.way is not None


WANTED: tuple[Asked | None, ...] = (
    *(is_held_here, _has_plan, is_late_here, is_held_here, None),
    *(_has_plan, is_held_here, _has_plan, is_held_here),
)
"""What is asked of one child's life after another's: reviews that the move put off were held since, some late; and more
plans for permanence than chance brings to so few children, so that a newcomer sees on whom they wait.
"""
LONGEST, TRIES = 6 * lives.YEAR, 300
DAY_ALONE = "The earlier system kept the day alone, and not what the child thought."
LEADS, SOLICITOR = "MB", "Una Larkhill, solicitor"


def tell(cast: Cast, rng: random.Random, homes: Iterable[Household], refs: Mapping[str, str]) -> None:
    """Everybody's of whom the board says that they are looked after."""
    own, wanted = random.Random(SEED), cycle(WANTED)
    del rng
    for home in homes:
        told = [child for child in home.children if child.status in (Status.AWAY, Status.AT_HOME)]
        if not told:
            continue
        with cast.acting_as(home.worker, cast.dates.now) as actor:
            for child in told:
                _InCare(cast, actor, home, child, refs[child.number], own).live(next(wanted)).tell()
    _clinic(cast)


def _clinic(cast: Cast) -> None:
    """A legal clinic next week, whose agenda the plans write."""
    with cast.acting_as(LEADS, cast.dates.now) as actor:
        sits = [Member(MemberPart.CHAIR, Who(actor.person_id)), Member(MemberPart.LEGAL, Who(words=SOLICITOR))]
        given = {"kind": MeetingKind.CLINIC, "meets_on": cast.dates.today + timedelta(days=6), "members": sits}
        meetings.plan_meeting(actor=actor, authority_id=cast.both[0], at=cast.dates.now, **given)


class _InCare:
    """One child's time in care."""

    def __init__(self, cast: Cast, actor: Actor, home: Household, child: Child, ref: str, rng: random.Random) -> None:
        self.cast, self.actor, self.home, self.child, self.ref = cast, actor, home, child, ref
        self.rng = rng

    def live(self, asked: Asked | None) -> _InCare:
        """With a life that goes on, no longer than the child's own, at home or away as the board says, and as asked."""
        at_home = self.child.status is Status.AT_HOME
        made = (lives.in_care(self.rng, aged=self.child.days) for _ in count())
        fits = (each for each in made if each.began < LONGEST and each.placements[-1].is_home == at_home)
        self.life = next(fits)
        if asked is not None:
            self.life = next((each for each in islice(fits, TRIES) if asked(each)), self.life)
        self.reviewed = Reviewed(self.cast, self.actor, self.home, self.child, self.ref, self.life, self.rng)
        return self

    def day(self, days: int) -> date:
        """So many days before the story's end."""
        return self.cast.dates.today - timedelta(days=days)

    def given(self, days: int) -> dict[str, object]:
        """What every action takes: what was before the records moved is recorded on that day."""
        at = self.cast.dates.at(self.day(min(days, MOVED - 2)))
        return {"actor": self.actor, "person_ref": self.ref, "so_on": self.day(days), "at": at}

    def tell(self) -> None:
        """Everything in the order in which it happened."""
        _, happened = since_moved(self.life)
        steps = [
            *((placed.since, 1, self._moved, placed) for placed in self.life.placements[1:]),
            *((since, 0 if code == AWAY else 2, self._law, code) for code, since in self._laws()[1:]),
            *((since, 3, self._event, event) for event, since in happened),
            *self.reviewed.steps(),
        ]
        first = self.life.placements[0]
        siblings = Siblings.NOT_KNOWN if len(self.home.children) > 1 else Siblings.NONE
        living.begin_care(
            placement=PlacementGiven(first.kind, area=Area.IN, siblings=siblings),
            legal=LegalGiven(self._code(self.life.legal[0][0], self.life.began)),
            **self.given(self.life.began),
        )
        for since, _, act, what in sorted(steps, key=lambda each: (-each[0], each[1])):
            act(since, what)
        if (way := self.life.way) is not None:
            self._plan(way)

    def _laws(self) -> list[tuple[str, int]]:
        """The legal reasons, with another one on the day of each move with which the one before would not go."""
        told = list(self.life.legal)
        for placed in self.life.placements[1:]:
            holds = min((each for each in told if each[1] >= placed.since), key=lambda each: each[1])
            if at_odds(placed.kind, holds[0]):
                told.append(("CSOH" if placed.is_home else AWAY, placed.since))
        return sorted(told, key=lambda each: -each[1])

    def _code(self, code: str, days: int) -> str:
        return code if may_begin(code, self.day(days)) else EARLIER_LAW[code]

    def _moved(self, since: int, placed: lives.Lived) -> None:
        placement = PlacementGiven(placed.kind, area=Area.IN, moved_why=placed.why)
        living.move(placement=placement, **self.given(since))

    def _law(self, since: int, code: str) -> None:
        living.change_legal(legal=LegalGiven(self._code(code, since)), **self.given(since))

    def _event(self, since: int, event: Event) -> None:
        events.record_event(kind=event, view=self._view(since, event), **self.given(since))

    def _view(self, since: int, event: Event) -> View:
        """What the child thought where something was decided; of what was before the move the day alone came along."""
        return self._thought(since, event) if event in DECISIONS else View()

    def _thought(self, since: int, of: str) -> View:
        if since > MOVED:
            return View(no_view_why=DAY_ALONE)
        own = random.Random(f"{SEED} {self.child.number} {of}")
        said = Reviewed(self.cast, self.actor, self.home, self.child, self.ref, self.life, own).view()
        return View(said.get("child_view", ""), "", said.get("no_view_why", ""), said.get("changed", ""))

    def _plan(self, way: lives.Way) -> None:
        words = f"{self.child.given} cannot go home, and is to know where to grow up."
        view = self._thought(way.since, way.route)
        line = permanence.begin_line(route=way.route, words=words, view=view, **self.given(way.since))
        about = self.given(way.waits_since)
        del about["person_ref"]
        coming = {"next_step": way.next_step, "next_on": self.cast.dates.today + timedelta(days=way.next_in)}
        permanence.say_waiting(line_ref=line.ref, on_whom=way.waits, why=way.why, **coming, **about)
