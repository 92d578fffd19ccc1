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
from lippen.care.actions.living import AFTER_CARE, further_all, named, one_at_a_time
from lippen.care.models import Episode, LegalReason, Placement, ReturnRow
from lippen.care.queries.days_told import MODELS, OF_COLUMNS, VALUES, Outcome, look, outcomes, wait_now
from lippen.care.queries.files import LANDED, Numbered
from lippen.care.queries.spans import setting_of
from lippen.care.queries.undoing_files import stands_in_the_way
from lippen.care.rules.told import WAITING, Merged
from lippen.care.vocabulary import Destination, Setting, SpanOf
from lippen.casework.actions.bringing.rows import Bringing
from lippen.casework.actions.bringing.statuses import say_statuses
from lippen.casework.actions.undoing import Undoing
from lippen.casework.actions.writing import Writing
from lippen.casework.vocabulary import Status
from lippen.kernel import audit
from lippen.kernel.records import next_ids, put_all

__all__ = ["READING", "WAITS", "bring", "look", "stands_in_the_way", "undo", "wait_now"]

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
            _write(model, coming)
    _keep_waiting(bringing, coming)
    _say_statuses(bringing, coming)
    for each in coming:
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
    times: dict[date, int] = field(init=False)
    """The number with which each time in care began, by its first day."""

    def __post_init__(self) -> None:
        stands = self.outcome.stands.values()
        self.times = {row.so_on: row.thread_id for row in stands if isinstance(row, Episode)}

    @property
    def changes(self) -> list[Merged]:
        """What the record is to say anew; nothing where no row of the file comes in."""
        return self.outcome.reckoned.changes if self.outcome.landed else []

    def change(self, each: Merged) -> tuple[Writing, Any, dict[str, Any]]:
        """A span that is recorded, and what changes about it."""
        assert each.stands is not None
        before = each.stands.values
        changed = {name: value for name, value in each.values.items() if before[name] != value}
        return self.writing, self.outcome.stands[each.stands.key], changed

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

    def status(self) -> tuple[Status, date] | None:
        """What the board is to say anew: that the child is looked after, at home or away, or what follows on leaving.

        None where it says so, or is to say nothing.
        """
        if not self.changes or self.writing.person.now.died_on:
            return None
        status, so_on = status_of(self.outcome.reckoned.merged)
        before = self.writing.person.now.status
        in_care = {Status.AT_HOME.value, Status.AWAY.value}
        if status is None or status.value == before or (status not in in_care and before not in in_care):
            return None
        return status, so_on


def _write(model: Any, coming: Sequence[_Coming]) -> None:
    """The spans of one table, of all children: those that stand and change, as further versions; then those anew.

    What becomes shorter goes first, so that nothing holds on one day twice.
    """
    mine = [(each, merged) for each in coming for merged in each.changes if MODELS[merged.of] is model]
    standing = [(each, merged) for each, merged in mine if merged.stands]
    standing.sort(key=lambda pair: pair[1].span.until > (_ended(pair[1]) or date.max))
    made = further_all(model, [each.change(merged) for each, merged in standing])
    for (each, merged), row in zip(standing, made, strict=True):
        each.bringing.note(each.row_of(merged), row)
    fresh = [(each, merged) for each, merged in mine if not merged.stands]
    numbers = next_ids(model, len(fresh))
    put_all([each.new(model, pk, merged) for pk, (each, merged) in zip(numbers, fresh, strict=True)])


def _say_statuses(bringing: Bringing, coming: Sequence[_Coming]) -> None:
    """Let the board of each child say what follows, where it does not say so."""
    said = [(each, *status) for each in coming if (status := each.status()) is not None]
    made = say_statuses([(each.writing, status, so_on) for each, status, so_on in said])
    for (each, _, _), row in zip(said, made, strict=True):
        bringing.note(min(each.outcome.landed), row)


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
    back.sort(key=lambda each: each[0])
    further_all(
        model, [(undoing.begun[row.person_id], row, {"why": undoing.reason, **values}) for _, row, values in back]
    )
    return {row.person_id for row in firsts.values()}
