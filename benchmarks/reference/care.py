"""The times in care of the reference council: every child was looked after once, those whose board says so are now.

The same made-up lives as the demonstration's (`lippen.demo.lives`), written by COPY under every constraint and trigger.
Duties follow from the clocks by the product's own rules.
"""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import date, timedelta

from benchmarks.days import TODAY
from benchmarks.reference.families import FACT, Households, Known, fact, moment
from benchmarks.reference.loading import Loader, ref
from lippen.care.rules import STANDARDS
from lippen.care.rules.happened import Held, Life, Lived, happened
from lippen.care.rules.hours import NOTHING, hours_of
from lippen.care.rules.legal import may_begin
from lippen.care.rules.spans import Span
from lippen.care.vocabulary import CHILD_SUBJECT, PLACEMENT_SETTINGS, Event, Setting
from lippen.care.vocabulary.decisions import DECISIONS
from lippen.casework.rules import numbers_with
from lippen.demo import lives
from lippen.kernel.standards import Happened, clocks

DAY = timedelta(days=1)
EARLIER_LAW = {"CSOH": "SRH", "CSOA": "SRA"}
SPAN = ("ref", "thread", "ends_on", "is_wrong", "why")
DUTY = (
    *("kind", "subject_kind", "subject_key", "holder_id", "starts_on", "ends_on"),
    *("hours", "again_days", "again_hours", "rule_key", "pinned_at"),
)
COLUMNS = {
    "episode": ("id", *FACT, *SPAN, "destination", "destination_words", "code_system", "end_code"),
    "placement": (
        *("id", *FACT, *SPAN, "episode_id", "code_system", "code", "is_emergency", "is_short_series", "area"),
        *("siblings", "siblings_why", "moved_why", "moved_words", "provider_code"),
    ),
    "legalreason": ("id", *FACT, *SPAN, "episode_id", "code_system", "code", "is_basis", "words"),
    "careevent": ("id", *FACT, "ref", "kind", "words", "child_view", "no_view_why", "changed"),
    "permanenceline": ("id", *FACT, "ref", "route", "words", "child_view", "no_view_why", "changed"),
    "waitson": (*FACT, "line_id", "on_whom", "why", "next_step", "next_on"),
}
SPANS = ("episode", "placement", "legalreason")


class _Care:
    def __init__(self, loader: Loader, rng: random.Random) -> None:
        self.loader, self.rng = loader, rng
        self.rows: dict[str, list[tuple]] = defaultdict(list)
        self.duties: list[tuple] = []

    def number(self, table: str) -> int:
        """The next number of a table."""
        return self.loader.number(table)

    def of_child(self, child: Known) -> None:
        """A child's time in care: now for those whose board says so, long ago for the others."""
        oldest = (TODAY - child.born_on).days - 5
        if oldest < 30:
            return
        is_now = child.status in ("away", "at_home")
        life = self.life(child, oldest, is_now)
        episode = self.number("episode")
        key, ended = ref("episode", episode), self.day(life.ended) if life.ended is not None else None
        where = life.destination.value if life.destination else ""
        began = self.day(life.began)
        self.rows["episode"].append(
            (episode, *self.fact(child, began), key, key, ended, False, "", where, "", "scotland", "")
        )
        self.placements(child, life, episode, ended)
        self.legal(child, life, episode, ended)
        for kind, since in life.events:
            number = self.number("careevent")
            told = (ref("careevent", number), kind.value, "", *view(kind, number))
            self.rows["careevent"].append((number, *self.fact(child, self.day(since)), *told))
        if life.way is not None and ended is None:
            self.way(child, life.way)
        if ended is None:
            self.owe(child, life)

    def life(self, child: Known, oldest: int, is_now: bool) -> lives.Life:
        """One that fits the child's age and board."""
        if not is_now:
            return lives.life(self.rng, self.rng.randint(20, oldest), aged=oldest + 5, is_over=True)
        for _ in range(200):
            found = lives.in_care(self.rng, aged=oldest + 5)
            home = PLACEMENT_SETTINGS[found.lives] is Setting.HOME
            if found.began < oldest and home == (child.status == "at_home"):
                return found
        return lives.life(self.rng, self.rng.randint(5, oldest), aged=oldest + 5, is_over=False)

    def day(self, days: int) -> date:
        """So many days ago."""
        return TODAY - timedelta(days=days)

    def fact(self, child: Known, on: date) -> tuple:
        """A fact of a day, recorded once the child was known."""
        return (moment(max(on, child.known_on)), *fact(child, on, child.worker)[1:])

    def placements(self, child: Known, life: lives.Life, episode: int, ended: date | None) -> None:
        """Each up to the next."""
        days = [self.day(each.since) for each in life.placements]
        for placed, on, until in zip(life.placements, days, [*days[1:], ended], strict=True):
            number = self.number("placement")
            key = ref("placement", number)
            code = (episode, "scotland", placed.kind.value, False, False, "in", "not_known", "")
            why = (placed.why.value if placed.why else "", "", "")
            span = (key, key, until, False, "")
            self.rows["placement"].append((number, *self.fact(child, on), *span, *code, *why))

    def legal(self, child: Known, life: lives.Life, episode: int, ended: date | None) -> None:
        """Each up to the next, by the law of its day."""
        days = [self.day(since) for _, since in life.legal]
        for (code, _), on, until in zip(life.legal, days, [*days[1:], ended], strict=True):
            number = self.number("legalreason")
            key, by_law = ref("legal", number), code_of(code, on)
            span = (key, key, until, False, "")
            self.rows["legalreason"].append(
                (number, *self.fact(child, on), *span, episode, "scotland", by_law, True, "")
            )

    def way(self, child: Known, way: lives.Way) -> None:
        """A plan that goes on, and on whom it waits."""
        number = self.number("permanenceline")
        told = (ref("permanence", number), way.route.value, "Home was ruled out", *thought(number))
        self.rows["permanenceline"].append((number, *self.fact(child, self.day(way.since)), *told))
        waits = (number, way.waits.value, way.why, way.next_step, TODAY + timedelta(days=way.next_in))
        self.rows["waitson"].append((*self.fact(child, self.day(way.waits_since)), *waits))

    def owe(self, child: Known, life: lives.Life) -> None:
        """What the clocks put on the worker's desk."""
        from lippen.care.queries.clocks import asked_of  # it knows the tables, which wait for the settings

        if child.state != "allocated":
            return
        found = clocks(STANDARDS.values(), happened(as_life(life)), today=TODAY, known_since=child.known_on)
        asked = asked_of(found)
        takes = hours_of(asked.values(), {}, numbers_with({}), {}, today=TODAY)
        for key, clock in asked.items():
            starts_on, takes_now = min(clock.trigger.on, clock.last_day), takes.get(key, NOTHING)
            about = (key, CHILD_SUBJECT, ref("known", child.id), child.worker, starts_on, clock.last_day + DAY)
            hours = (takes_now.hours, takes_now.again_days, takes_now.again_hours)
            self.duties.append((*about, *hours, key, moment(TODAY - DAY)))


def view(kind: Event, number: int) -> tuple[str, str, str]:
    """What the child thinks at an event that is a decision."""
    return thought(number) if kind in DECISIONS else ("", "", "")


def thought(number: int) -> tuple[str, str, str]:
    """What a child thinks of every second decision, or why it is not known; and what changed."""
    return ("I want to stay here.", "", "She stays.") if number % 2 else ("", "Too young to be asked.", "")


def code_of(code: str, on: date) -> str:
    """The legal reason in the law of a day."""
    return code if may_begin(code, on) else EARLIER_LAW.get(code, "S25")


def as_life(life: lives.Life) -> Life:
    """A made-up life as the rules read one."""

    def day(days: int) -> date:
        return TODAY - timedelta(days=days)

    last = day(life.ended) if life.ended is not None else None
    placed = [day(each.since) for each in life.placements]
    legal = [day(since) for _, since in life.legal]
    return Life(
        episodes=[Span(day(life.began), last, "e")],
        placements=[
            Lived(Span(on, until, f"p{n}"), PLACEMENT_SETTINGS[each.kind], False, False)
            for n, (each, on, until) in enumerate(zip(life.placements, placed, [*placed[1:], last], strict=True))
        ],
        legal=[
            Held(Span(on, until, f"l{n}"), code_of(code, on), None)
            for n, ((code, _), on, until) in enumerate(zip(life.legal, legal, [*legal[1:], last], strict=True))
        ],
        seen=[],
        typed=[Happened(kind.value, day(since), f"t{n}") for n, (kind, since) in enumerate(life.events)],
        born_on=None,
        died_on=None,
    )


def look_after(loader: Loader, rng: random.Random, homes: Households) -> int:
    """Write the time in care of every child; how many are looked after now."""
    care = _Care(loader, rng)
    for child in homes.children:
        care.of_child(child)
    with loader.together():
        for table in SPANS:
            loader.copy(f"care_{table}", COLUMNS[table], care.rows[table])
    for table in COLUMNS:
        if table not in SPANS:
            loader.copy(f"care_{table}", COLUMNS[table], care.rows[table])
    loader.copy("organisation_duty", DUTY, care.duties)
    return sum(row[8] is None for row in care.rows["episode"])
