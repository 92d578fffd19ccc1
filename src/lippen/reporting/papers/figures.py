"""Every number of a paper: counted from the records, kept with the query and the records behind it, never typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from lippen.improvement.drawn_rows import ActionThen
from lippen.improvement.rows import ActionRow, ChangeRow
from lippen.improvement.vocabulary import Colour, Kind, State
from lippen.reporting.papers.records import PaperRecords
from lippen.reporting.rows import Figure
from lippen.reporting.rules import printed

GONE = frozenset({State.SUPERSEDED, State.MERGED})
OVER = GONE | {State.SHOWN_DONE}
WAITS = OVER | {State.POSTPONED}
TOKEN = re.compile(r"\{([a-z_]+)\}")

TOLD = frozenset({"state", "added", "slip", "date", "wording", "leads"})

MEANINGS: Mapping[Colour, str] = {
    Colour.RED: "past the target date, or blocked",
    Colour.AMBER: "past a first date, without recent news, or said to be done and not shown",
    Colour.GREEN: "on course",
    Colour.BLUE: "shown done",
    Colour.GREY: "not yet due, or put off",
}

Test = Callable[[ActionRow, PaperRecords], bool]


def is_late(action: ActionRow, records: PaperRecords) -> bool:
    """Past its present target date and neither shown done nor put off."""
    return late_on(action, records.as_at)


def late_on(action: ActionRow | ActionThen, day: date) -> bool:
    """Whether an action was late on a day, as it stood then."""
    return action.state not in WAITS and action.target is not None and action.target.has_passed(day)


def is_review_due(action: ActionRow, records: PaperRecords) -> bool:
    """Past its review date, which is not the same as late."""
    return action.state not in WAITS and action.review is not None and action.review.has_passed(records.as_at)


def is_in_place(action: ActionRow, records: PaperRecords) -> bool:
    """Kept going and under way, or said to be done."""
    return keeps_going(action)


def keeps_going(action: ActionRow | ActionThen) -> bool:
    """Whether an action is one that is kept going, and is."""
    return action.kind == Kind.KEEP_GOING and action.state in {State.UNDER_WAY, State.SAYS_DONE}


def is_new(action: ActionRow, records: PaperRecords) -> bool:
    """Added since the last paper's day, and not with the plan itself."""
    return action.added_on > records.since and action.added_on > began_on(records)


def began_on(records: PaperRecords) -> date:
    """The day on which the plan's first actions came into it."""
    return min((action.added_on for action in records.actions), default=records.since)


def told_changes(records: PaperRecords) -> tuple[ChangeRow, ...]:
    """The changes that a committee is told; evidence and overrides stay in the plan, updates go to the appendix.

    What came with the plan on its first day is the plan, not a change of it.
    """
    first = began_on(records)
    return tuple(row for row in records.changes if row.kind in TOLD and row.on > first)


def has_state(*states: State) -> Test:
    """A test of an action's state."""
    return lambda action, records: action.state in states


def waits_on_another(action: ActionRow, records: PaperRecords) -> bool:
    """Blocked, or waiting for another action."""
    return action.state == State.BLOCKED or bool(action.postponed and action.postponed.waits_on_ref)


TESTS: Mapping[str, tuple[Test, str, str, str]] = {
    "shown_done": (has_state(State.SHOWN_DONE), "is shown done", "are shown done", "is shown done yet"),
    "says_done": (
        has_state(State.SAYS_DONE),
        "is said to be done and not yet shown to be",
        "are said to be done and not yet shown to be",
        "is said to be done without being shown",
    ),
    "in_place": (is_in_place, "is in place and kept going", "are in place and kept going", "is one that is kept going"),
    "under_way": (has_state(State.UNDER_WAY), "is under way", "are under way", "is under way"),
    "not_started": (has_state(State.NOT_STARTED), "has not started", "have not started", "is still to be started"),
    "late": (is_late, "is late", "are late", "is late"),
    "review_due": (is_review_due, "is past its review date", "are past their review dates", "is past its review date"),
    "postponed": (has_state(State.POSTPONED), "is put off", "are put off", "is put off"),
    "blocked": (has_state(State.BLOCKED), "is blocked", "are blocked", "is blocked"),
    "waiting": (
        waits_on_another,
        "waits on something else",
        "wait on something else",
        "waits on something else",
    ),
    "new": (is_new, "is new", "are new", "is new"),
}


def chosen(key: str, records: PaperRecords) -> tuple[ActionRow, ...]:
    """The actions behind one figure, in the plan's order."""
    test = TESTS[key][0]
    return tuple(action for action in records.actions if test(action, records))


def figures_of(records: PaperRecords) -> dict[str, Figure]:
    """Every figure of the paper, by key; counted once."""
    found: dict[str, Figure] = records.once("_figures", lambda: _counted(records))
    return found


def _counted(records: PaperRecords) -> dict[str, Figure]:
    total = len(records.actions)
    themes = {action.theme_number for action in records.actions}
    found = [
        Figure("actions", total, counted(total, "action"), "improvement.actions", _refs(records.actions)),
        Figure("themes", len(themes), counted(len(themes), "theme"), "improvement.themes", (records.plan.ref,)),
    ]
    found += [_figure(key, total, chosen(key, records)) for key in TESTS]
    found += _standing_figures(records)
    changed = sorted({row.action_ref for row in told_changes(records)})
    words = f"{counted(len(changed), 'action')} changed" if changed else _no_change(records)
    found.append(Figure("changed", len(changed), words, "improvement.what_changed", tuple(changed)))
    return {figure.key: figure for figure in found}


def _no_change(records: PaperRecords) -> str:
    """Nothing changed; or nothing could be seen to change, because the plan came in only since."""
    began = began_on(records)
    return (
        f"no change is known: the plan came in as at {printed(began)}" if began > records.since else "no action changed"
    )


def _figure(key: str, total: int, actions: tuple[ActionRow, ...]) -> Figure:
    _, one, many, none = TESTS[key]
    count = len(actions)
    words = f"none of the {total} actions {none}" if count == 0 else f"{count} of {total} actions {many}"
    if count == 1:
        words = f"1 of {total} actions {one}"
    return Figure(key, count, words, f"improvement.{key}", _refs(actions))


def _standing_figures(records: PaperRecords) -> list[Figure]:
    return [
        Figure(f"standing_{colour}", len(rows), _standing_words(colour, len(rows)), "improvement.standing", _refs(rows))
        for colour in MEANINGS
        for rows in [tuple(action for action in records.actions if action.standing == colour)]
    ]


def _standing_words(colour: Colour, count: int) -> str:
    """How many actions stand so, with the colour's name and what it means: a number alone says nothing."""
    if count == 0:
        return f"no action is {colour}"
    return f"{counted(count, 'action')} {'is' if count == 1 else 'are'} {colour}: {MEANINGS[colour]}"


def counted(number: int, noun: str) -> str:
    """A number with its noun: 1 action, 32 actions."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _refs(actions: Iterable[ActionRow]) -> tuple[str, ...]:
    return tuple(action.ref for action in actions)


def filled(text: str, figures: Mapping[str, Figure]) -> str:
    """The text with {late} and the like replaced by the figure's number; an unknown name stays as it is."""
    return TOKEN.sub(lambda m: str(figures[m[1]].value) if m[1] in figures else m[0], text)


def unknown_figures(texts: Iterable[str], figures: Mapping[str, Figure]) -> tuple[str, ...]:
    """The names in braces that are no figure of this paper."""
    return tuple(sorted({name for text in texts for name in TOKEN.findall(text) if name not in figures}))
