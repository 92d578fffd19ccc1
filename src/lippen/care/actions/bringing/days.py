"""Files of times in care, placements and legal reasons come in, child by child, and are undone.

Spans of all children of a part are written together; what a row says more of a span is a further version. What would
leave a gap or an overlap waits on the child's record. Undone, each span says again what it said before the file.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from lippen.care.actions.bringing.parts import check_same, writings_of
from lippen.care.actions.following import follow_all
from lippen.care.actions.living import AFTER_CARE, further, named, one_at_a_time
from lippen.care.models import Episode, LegalReason, Placement, ReturnRow
from lippen.care.queries.days_told import MODELS, OF_COLUMNS, VALUES, Outcome, look, outcomes
from lippen.care.queries.files import LANDED, Numbered
from lippen.care.queries.spans import setting_of
from lippen.care.queries.undoing_files import stands_in_the_way
from lippen.care.rules.told import WAITING, Merged
from lippen.care.vocabulary import Destination, Setting, SpanOf
from lippen.casework.actions.bringing.rows import Bringing
from lippen.casework.actions.undoing import Undoing
from lippen.casework.actions.work import say_status
from lippen.casework.actions.writing import Writing
from lippen.casework.vocabulary import Status
from lippen.kernel import audit
from lippen.kernel.records import next_ids, put_all

__all__ = ["READING", "WAITS", "bring", "look", "stands_in_the_way", "undo"]

READING = "lippen.casework.adapters.reading"
"""The module that reads such files in the child process: any file of columns."""
WAITS = frozenset(rule.value for rule in WAITING)
BEGINS = {SpanOf.EPISODE: "episode", SpanOf.PLACEMENT: "placement", SpanOf.LEGAL: "legal", SpanOf.ORDER: "legal"}
TOGETHER = 500


def bring(bringing: Bringing, rows: Numbered, refused: Collection[int]) -> int:
    """Bring the rows of these children in that can come in, and keep those that wait; gives how many came in."""
    loose, every = outcomes(bringing.actor, bringing.intake, rows, today=bringing.today)
    check_same([*loose, *(each for outcome in every for each in outcome.refused)], refused)
    writings = writings_of(bringing, [outcome.rows.person.id for outcome in every])
    coming = [_Coming(bringing, each, writings[each.rows.person.id]) for each in every]
    with one_at_a_time():
        for model in (Episode, Placement, LegalReason):
            put_all([row for each in coming for row in each.spans_of(model)])
    _keep_waiting(bringing, coming)
    for each in coming:
        each.say_status()
        each.link()
    changed = [each.writing for each in coming if each.changes]
    keys = [{"rows": len(each.outcome.landed), "wait": len(each.outcome.staged)} for each in coming]
    audit.record_all(
        bringing.actor,
        [("care.file_told", each.writing.person, key) for each, key in zip(coming, keys, strict=True)],
    )
    if changed:
        people = [writing.person.pk for writing in changed]
        follow_all(actor=bringing.actor, person_ids=people, at=bringing.at)
    return sum(len(each.outcome.landed) for each in coming)


@dataclass
class _Coming:
    """One child's rows on their way into the record."""

    bringing: Bringing
    outcome: Outcome
    writing: Writing
    times: dict[date, int] = field(default_factory=dict)
    """The number with which each time in care began, by its first day."""

    @property
    def changes(self) -> list[Merged]:
        """What the record is to say anew; nothing where no row of the file comes in."""
        return self.outcome.reckoned.changes if self.outcome.landed else []

    def spans_of(self, model: Any) -> list[Any]:
        """Spans of one table that are new; those that stand and change get their further version now.

        What becomes shorter goes first, so that nothing holds on one day twice.
        """
        if model is Episode:
            self.times = {row.so_on: row.thread_id for row in self.outcome.stands.values() if isinstance(row, Episode)}
        mine = [each for each in self.changes if MODELS[each.of] is model]
        standing = [each for each in mine if each.stands]
        for each in sorted(standing, key=lambda each: each.span.until > (_ended(each) or date.max)):
            self.change(each)
        fresh = [each for each in mine if not each.stands]
        return [self.new(model, pk, each) for pk, each in zip(next_ids(model, len(fresh)), fresh, strict=True)]

    def change(self, each: Merged) -> None:
        """A further version of a span that is recorded."""
        assert each.stands is not None
        before = each.stands.values
        changed = {name: value for name, value in each.values.items() if before[name] != value}
        made = further(self.writing, self.outcome.stands[each.stands.key], **changed)
        self.bringing.note(self.row_of(each), made)

    def new(self, model: Any, pk: int, each: Merged) -> Any:
        """A span that is not recorded yet."""
        about = {**named(BEGINS[each.of]), **self.writing.fact(each.starts_on), **each.values}
        if each.of is SpanOf.EPISODE:
            self.times[each.starts_on] = pk
        elif each.of_time is not None:
            about["episode_id"] = self.times[each.of_time]
        if model is LegalReason:
            about["is_basis"] = each.of is SpanOf.LEGAL
        made = model(pk=pk, code_system=each.system, is_current=True, **about)
        self.bringing.note(self.row_of(each), made)
        return made

    def row_of(self, each: Merged) -> int:
        """The row by which the record says so; of what ends along, or had waited, the child's first row."""
        mine = [int(told.key) for told in each.told if not told.waited]
        return min(mine, default=min(self.outcome.landed))

    def waiting(self) -> Iterator[ReturnRow]:
        """The rows that wait on the record, but for those that wait there already as they are."""
        already = [dict(cells) for cells in self.outcome.waits_as.values()]
        for row in self.outcome.staged:
            words = {key: cell.strip() for key, cell in self.outcome.rows.cells[row].words.items() if cell.strip()}
            if words not in already:
                yield ReturnRow(
                    intake_id=self.bringing.intake.pk,
                    file=self.bringing.intake.name[:200],
                    place=row,
                    kind=f"{OF_COLUMNS}{self.bringing.intake.kind}",
                    year=0,
                    cells=words,
                    **self.writing.fact(self.bringing.today),
                )

    def link(self) -> None:
        """What came in says from where, and so does what waits."""
        landed = self.outcome.landed
        self.bringing.links += [(row, self.writing.person.pk) for row in sorted({*landed, *self.kept})]
        if along := self.outcome.came_along:
            self.bringing.wrote[min(landed)][LANDED] += along

    @property
    def kept(self) -> list[int]:
        """The rows that wait with this file."""
        return [row for row in self.outcome.staged if self.bringing.wrote.get(row)]

    def say_status(self) -> None:
        """Let the board say that the child is looked after, at home or away, or what follows on leaving care."""
        if not self.changes or self.writing.person.now.died_on:
            return
        status, so_on = status_of(self.outcome.reckoned.merged)
        before = self.writing.person.now.status
        in_care = {Status.AT_HOME.value, Status.AWAY.value}
        if status is None or status.value == before or (status not in in_care and before not in in_care):
            return
        given = {"actor": self.bringing.actor, "at": self.bringing.at, "so_on": so_on}
        made = say_status(person_ref=self.writing.person.ref, status=status, **given)
        self.bringing.note(min(self.outcome.landed), made)


def _ended(each: Merged) -> date | None:
    return each.stands.values["ends_on"] if each.stands else None


def status_of(merged: Sequence[Merged]) -> tuple[Status | None, date]:
    """What kind of work a child's record needs by these spans, and since when."""
    times = [each for each in merged if each.of is SpanOf.EPISODE]
    last = max(times, key=lambda each: each.starts_on, default=None)
    if last is None:
        return None, date.min
    if last.span.ends_on is not None:
        said = last.values.get("destination") or ""
        if said == Destination.DIED:
            return None, last.span.ends_on
        return AFTER_CARE.get(Destination(said), Status.IN_NEED) if said else Status.IN_NEED, last.span.ends_on
    lives = [each for each in merged if each.of is SpanOf.PLACEMENT and each.of_time == last.starts_on]
    now = max(lives, key=lambda each: (each.starts_on, each.span.until))
    home = setting_of(now.system, now.values["code"]) is Setting.HOME
    return Status.AT_HOME if home else Status.AWAY, now.starts_on


def _keep_waiting(bringing: Bringing, coming: Sequence[_Coming]) -> None:
    """Keep the rows that wait, each on the record of its child."""
    rows = [row for each in coming for row in each.waiting()]
    for row, pk in zip(rows, next_ids(ReturnRow, len(rows)), strict=True):
        row.pk = pk
        bringing.note(row.place, row)
    put_all(rows)


def undo(undoing: Undoing) -> None:
    """Let each span of a file say again what it said before, or that it never was; its waiting rows count no more."""
    ours = {model: undoing.brought.of(str(model._meta.model_name)) for model in VALUES}
    people: set[int] = set()
    with one_at_a_time():
        for model, mine in ours.items():
            people |= _back(undoing, model, mine)
    writings = [undoing.begun[person_id].person for person_id in sorted(people)]
    audit.record_all(undoing.actor, [("care.file_undone", person, {}) for person in writings])
    if people:
        follow_all(actor=undoing.actor, person_ids=people, at=undoing.at)


def _back(undoing: Undoing, model: Any, ours: Collection[int]) -> set[int]:
    """Take the spans of one table back: first what never was, then what becomes shorter."""
    firsts: dict[str, Any] = {}
    for row in model.objects.filter(pk__in=ours).select_related("replaces").order_by("id"):
        firsts.setdefault(row.thread, row)
    back: list[tuple[int, Any, dict[str, Any]]] = []
    for last in model.objects.filter(thread__in=firsts, is_current=True).order_by("id"):
        before = firsts[last.thread].replaces
        if before is None:
            back.append((0, last, {"is_wrong": True}))
            continue
        values = {name: getattr(before, name) for name in VALUES[model]}
        grows = (before.ends_on or date.max) > (last.ends_on or date.max)
        back.append((1 + grows, last, values))
    for _, row, values in sorted(back, key=lambda each: each[0]):
        further(undoing.begun[row.person_id], row, why=undoing.reason, **values)
    return {row.person_id for row in firsts.values()}
