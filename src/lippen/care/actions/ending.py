"""How a line to permanence ends, by hand or by what reaches it, and what ends with it. Nothing is erased."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from lippen.care.models import CoWorker, CoWorkerEnd, LineEnd, LineEndUndone, PermanenceLine
from lippen.care.queries import co_working
from lippen.care.queries.permanence import end_of
from lippen.care.queries.reaching import reaching
from lippen.care.queries.reading import Record
from lippen.care.rules.reaching import Reaching, reached
from lippen.care.vocabulary.permanence import LineEndKind, Route
from lippen.casework.actions.beside import end_beside
from lippen.casework.actions.writing import Writing
from lippen.casework.queries.people import kept_for
from lippen.kernel import audit
from lippen.kernel.clock import day_of
from lippen.kernel.errors import refusal

MEANWHILE = "Somebody has just ended this line. Look at it again."
WITH_THE_PLAN = "The plan ended"
WENT_ALONG = "Went along with the plan to its new route"
LAST_DAY = "The last day came"
NO_MORE = "What had ended it stands no longer"
ANOTHER = "Another plan on this route was begun meanwhile"
WITH_THE_OTHER = "What the child thinks stands with that plan."


def _of(writing: Writing, line: PermanenceLine) -> Writing:
    """The same write about the record on which a line stands, which may be put together with the one written of."""
    return writing if line.person_id == writing.person.pk else replace(writing, person=line.person)


def close(
    writing: Writing,
    line: PermanenceLine,
    kind: LineEndKind,
    so_on: date,
    words: str,
    *,
    by_ref: str = "",
    viewed: Mapping[str, Any] | None = None,
) -> LineEnd:
    """End a line of a record held, with what the child thinks where it is given up.

    Whoever works on it from outside leaves last of all (`leave_with`).
    """
    nth = LineEnd.objects.filter(line=line).count() + 1
    with refusal("a_line_ends_once", MEANWHILE):
        return LineEnd.objects.create(
            line=line,
            nth=nth,
            kind=kind.value,
            words=words.strip(),
            by_ref=by_ref,
            **(viewed or {}),
            **_of(writing, line).fact(so_on),
        )


def carry_on(writing: Writing, line: PermanenceLine, after: PermanenceLine) -> None:
    """Whoever works on a line from outside goes along with the plan to its new route, up to the same day."""
    found = co_working.standing(line.pk)
    if found is None:
        return
    if end_of(after) is not None:
        leave_with(writing, line)
        return
    today = day_of(writing.at)
    CoWorkerEnd.objects.create(co_worker=found, words=WENT_ALONG, **writing.fact(today))
    who = {"officer_id": found.officer_id, "words": found.words, "part_id": found.part_id}
    until = max(found.until, today)
    about = {"what_for": found.what_for, "until": until, **who}
    CoWorker.objects.create(line=after, nth=1, **about, **writing.fact(today))


def past(writings: Mapping[int, Writing], *, today: date) -> list[tuple[CoWorker, Writing]]:
    """The co-workers whose last day has passed, each with the write to the child: they are to leave."""
    whose = {**kept_for(writings), **{each: each for each in writings}}
    found = CoWorker.objects.filter(co_working.STANDS, person_id__in=whose, until__lt=today).select_related("line")
    return [(each, writings[whose[each.person_id]]) for each in found.order_by("id")]


def parts_on(lines: Collection[PermanenceLine]) -> list[int]:
    """By which parts in the work with the child people from outside work on these lines now."""
    if not lines:
        return []
    found = CoWorker.objects.filter(co_working.STANDS, line__in=lines, part__isnull=False)
    return list(found.values_list("part_id", flat=True))


def leave_with(writing: Writing, line: PermanenceLine, words: str = WITH_THE_PLAN) -> None:
    """The same today, where somebody works on the line: last of an act, as it may be the writer's own part."""
    if co_working.standing(line.pk) is not None:
        audit.record(writing.actor, "care.co_worker_ended", line, keys={"person": writing.person.ref})
        leave(writing, line, day_of(writing.at), words)


def leave(writing: Writing, line: PermanenceLine, so_on: date, words: str) -> CoWorkerEnd | None:
    """Whoever works on a line from outside does so no longer, and sees the child no longer by it."""
    found = co_working.standing(line.pk)
    if found is None:
        return None
    with refusal("care_coworkerend_co_worker_id_key", "Somebody has just ended this. Look at the plan again."):
        made = CoWorkerEnd.objects.create(co_worker=found, words=words, **_of(writing, line).fact(so_on))
    if found.part_id is not None:
        end_beside(writing, found.part_id, max(so_on, found.so_on))
    return made


def settle(writing: Writing, record: Record, why: str = "") -> list[PermanenceLine]:
    """Let the lines of a child follow from what reaches their routes: each ends by it, and goes on where it was wrong.

    What somebody ended by hand stays ended. `record` is what was read of the child; it is brought up to date. Those
    that ended now come back: whoever works on them from outside is to leave.
    """
    found, ended = reaching(record), []
    for line in record.of(PermanenceLine):
        end, by = record.ended.get(line.pk), reached(Route(line.route), line.so_on, found)
        if end is not None and (not end.by_ref or _stands(end, by)):
            continue
        if end is not None:
            _undo(writing, record, line, end, why)
        if by is not None:
            _ended(writing, record, close(writing, line, LineEndKind.REACHED, by.on, by.words, by_ref=by.key))
            ended.append(line)
        elif end is not None:
            _give_way(writing, record, line)
    return ended


def _stands(end: LineEnd, by: Reaching | None) -> bool:
    """Whether a line is ended still by what ended it, on the day on which that was."""
    return by is not None and (end.by_ref, end.so_on) == (by.key, by.on)


def _ended(writing: Writing, record: Record, end: LineEnd) -> None:
    record.rows.setdefault(LineEnd, []).append(end)
    keys = {"person": writing.person.ref, "kind": end.kind, "by": end.by_ref}
    audit.record(writing.actor, "care.line_ended", end.line, keys=keys)


def _undo(writing: Writing, record: Record, line: PermanenceLine, end: LineEnd, why: str) -> None:
    made = LineEndUndone.objects.create(
        end=end, why=why.strip() or NO_MORE, **_of(writing, line).fact(day_of(writing.at))
    )
    record.rows.setdefault(LineEndUndone, []).append(made)
    audit.record(writing.actor, "care.line_goes_on", line, keys={"person": writing.person.ref})


def _give_way(writing: Writing, record: Record, line: PermanenceLine) -> None:
    """Of two lines on one route the one that was begun since goes on; this one ended as that one began."""
    since = [each for each in record.open_lines if each.route == line.route and each.pk != line.pk]
    if since:
        on = max(line.so_on, since[0].so_on)
        given_up = close(writing, line, LineEndKind.CEASED, on, ANOTHER, viewed={"no_view_why": WITH_THE_OTHER})
        _ended(writing, record, given_up)
