"""How the plan's numbers went: lines over the ends of quarters or months, counted from the plan's own dated facts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from lippen.improvement.drawn_rows import ActionThen, PlanThen
from lippen.improvement.vocabulary import State
from lippen.reporting.papers.figures import began_on, counted, keeps_going, late_on
from lippen.reporting.papers.records import PaperRecords
from lippen.reporting.rows import Figure
from lippen.reporting.rules import printed

Block = dict[str, Any]
MOST_POINTS = 7
MONTHS = {"trend_quarters": 3, "trend_months": 1}
ENDS = {"trend_quarters": "at the end of each quarter", "trend_months": "at the end of each month"}

Test = Callable[[ActionThen, date], bool]
LINES: Mapping[str, tuple[str, str, str, str, Test]] = {
    "in_place": ("In place", "green", "was in place", "were in place", lambda action, day: keeps_going(action)),
    "shown_done": (
        "Shown done",
        "blue",
        "was shown done",
        "were shown done",
        lambda action, day: action.state == State.SHOWN_DONE,
    ),
    "late": ("Late", "red", "was late", "were late", late_on),
}
"""Name, colour and words of each line, and which actions it counts."""


def points_of(key: str, records: PaperRecords) -> tuple[date, ...]:
    """The days of a trend: the ends of quarters or months since the plan began, and the paper's own day."""
    months, last, first = MONTHS[key], records.as_at, began_on(records)
    found = [last]
    end = last
    while len(found) < MOST_POINTS:
        end = _end_before(end, months)
        if end < first:
            break
        found.append(end)
    return tuple(reversed(found))


def _end_before(day: date, months: int) -> date:
    """The last day of the last whole quarter or month before a day."""
    first_month = (day.month - 1) // months * months + 1
    return date(day.year, first_month, 1) - timedelta(days=1)


def trend_of(key: str, records: PaperRecords) -> Block:
    """A line chart as content: figures alone, with its finding as title and all of it in words."""
    then = records.on_days(points_of(key, records))
    lines = [
        {"label": label, "look": look, "values": [len(_behind(name, each)) for each in then]}
        for name, (label, look, _, _, _) in LINES.items()
    ]
    points = [printed(each.on) for each in then]
    title = _finding(then)
    said = "; ".join(
        f"{line['label']}: {', '.join(f'{value} on {on}' for value, on in zip(line['values'], points, strict=True))}"
        for line in lines
    )
    return {
        "kind": "trend",
        "key": key,
        "title": title,
        "subtitle": f"Actions in place, shown done and late {ENDS[key]}{_and_today(key, records.as_at)}",
        "heading": "On",
        "alt": f"Line chart. {title} {said}.",
        "points": points,
        "lines": lines,
    }


def _and_today(key: str, day: date) -> str:
    """The paper's own day, where it ends no quarter or month."""
    return "" if _end_before(day + timedelta(days=1), MONTHS[key]) == day else f", and on {printed(day)}"


def _behind(name: str, then: PlanThen) -> tuple[str, ...]:
    test = LINES[name][4]
    return tuple(action.ref for action in then.actions if test(action, then.on))


def _finding(then: Sequence[PlanThen]) -> str:
    """What the lines show, in a sentence: from where to where the done and the late ones went."""
    first, last = then[0], then[-1]
    done, late = (len(_behind(name, last)) for name in ("shown_done", "late"))
    if len(then) == 1:
        return f"Of {counted(len(last.actions), 'action')}, {done} {_is(done)} shown done and {late} {_is(late)} late."
    done_by, late_by = ([len(_behind(name, each)) for each in then] for name in ("shown_done", "late"))
    went = f"shown done {_went(done_by)}, and late ones {_went(late_by)}"
    return f"Since {printed(first.on)} actions {went}."


def _is(number: int) -> str:
    return "is" if number == 1 else "are"


def _went(numbers: Sequence[int]) -> str:
    """From where to where a number went; a rise or fall in between is not passed over."""
    was, now, most, least = numbers[0], numbers[-1], max(numbers), min(numbers)
    if was == now:
        said = f"are again at {now}" if most != least else f"stayed at {now}"
    else:
        said = f"{'rose' if now > was else 'fell'} from {was} to {now}"
    if most > max(was, now):
        return f"{said} after as many as {most}"
    return f"{said} after as few as {least}" if least < min(was, now) else said


def trend_figures(records: PaperRecords) -> Iterator[Figure]:
    """Every number of the lines that this edition shows, with the actions behind it on its own day."""
    days = {
        day
        for section in records.template.trends
        if not records.hides(section.key)
        for day in points_of(section.figure, records)
    }
    if not days:
        return
    for then in records.on_days(tuple(sorted(days))):
        for name, (_, _, one, many, _) in LINES.items():
            refs = _behind(name, then)
            words = f"{counted(len(refs), 'action')} {one if len(refs) == 1 else many} on {printed(then.on)}"
            key = f"{name}_on_{then.on:%Y_%m_%d}"
            yield Figure(key, len(refs), words, f"improvement.{name}", refs, then.on)
