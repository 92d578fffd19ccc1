"""A spreadsheet that a lead filled in: read row by row, checked cell by cell, recorded only once looked at."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from lippen.design.components import BULLET
from lippen.design.words import period_words
from lippen.improvement import rules
from lippen.improvement.adapters.document import ReadDocument
from lippen.improvement.adapters.own_file import REFERENCE, OwnRow, headings_in, rows_of
from lippen.improvement.rows import ActionRow
from lippen.improvement.vocabulary import STATE_WORDS, UNCONFIRMED, State
from lippen.kernel.calendar import Period, read_period
from lippen.kernel.files.gate import Refused

SAID, STATE, DATE, REASON, AGREED = "What happened", "State", "New target date", "Reason", "Agreed by"
TO_FILL_IN = (SAID, STATE, DATE, REASON, AGREED)
STATES = (State.NOT_STARTED, State.UNDER_WAY, State.SAYS_DONE)
STATES_WORDS = tuple(STATE_WORDS[state] for state in STATES)
MOST_ROWS = 500
NOT_OURS = (
    "{name} has no column “Reference in Lippen” beside “What happened”. Download your actions from the plan, fill that "
    "file in and send it."
)
_NAMESPACE = UUID("5b9a2c4e-0f3d-5d77-9a55-3f1f6f0f5c11")


@dataclass(frozen=True)
class Trouble:
    """What is wrong with a cell, and what to do."""

    place: str
    heading: str
    sentence: str


@dataclass(frozen=True)
class FilledRow:
    """One row with something filled in: its cells, and where they stand."""

    reference: str
    number: str
    place: str
    words: Mapping[str, str]
    places: Mapping[str, str]

    def trouble(self, heading: str, sentence: str) -> Trouble:
        """Something wrong with one of its cells."""
        return Trouble(self.places.get(heading, self.place), heading, sentence)


@dataclass(frozen=True)
class Recorded:
    """What a row comes to: an update, a state, a date; or what is wrong with it."""

    row: FilledRow
    action: ActionRow | None
    paragraphs: tuple[str, ...] = ()
    state: State | None = None
    period: Period | None = None
    reason: str = ""
    agreed_by: str = ""
    troubles: tuple[Trouble, ...] = ()

    @property
    def is_to_do(self) -> bool:
        """Whether there is anything to record."""
        return not self.troubles and bool(self.paragraphs or self.state or self.period)

    @property
    def state_words(self) -> str:
        """The state now and the state to come."""
        if self.action is None or self.state is None:
            return ""
        return f"{STATE_WORDS[self.action.state]} → {STATE_WORDS[self.state]}"

    def token(self, sha256: str, what: str) -> UUID:
        """The same file sent twice makes the same token, and stands once."""
        return uuid5(_NAMESPACE, f"{sha256} {self.row.reference} {what}")


def filled_rows(document: ReadDocument) -> tuple[FilledRow, ...]:
    """The rows in which anything was filled in; Refused where the file is not one of ours."""
    table = next((each for each in document.tables if SAID in headings_in(each)), None)
    if table is None or REFERENCE not in headings_in(table):
        raise Refused(NOT_OURS.format(name=document.name))
    rows = tuple(_row(each) for each in rows_of(table) if any(each.words(name).strip() for name in TO_FILL_IN))
    if len(rows) > MOST_ROWS:
        raise Refused(f"{document.name} has {len(rows):,} rows filled in; the limit is {MOST_ROWS}. Send it in parts.")
    return rows


def _row(row: OwnRow) -> FilledRow:
    names = [name for name in (REFERENCE, *TO_FILL_IN) if name in row.at]
    return FilledRow(
        reference=row.words(REFERENCE).strip(),
        number=row.words("Number").strip(),
        place=row.place,
        words={name: row.words(name).strip() for name in TO_FILL_IN},
        places={name: row.table.cell_place(row.row.number, row.at[name], name) for name in names},
    )


def checked(
    rows: tuple[FilledRow, ...],
    actions: Mapping[str, ActionRow],
    *,
    may_move: Callable[[ActionRow], bool],
    today: date,
) -> tuple[Recorded, ...]:
    """What each row comes to, held against the action as it is."""
    seen: set[str] = set()
    found = []
    for row in rows:
        found.append(_twice(row) if row.reference in seen else _checked(row, actions, may_move, today))
        seen.add(row.reference)
    return tuple(found)


def _twice(row: FilledRow) -> Recorded:
    sentence = "This action stands in a row above already. Put its words together in one row."
    return Recorded(row, None, troubles=(row.trouble(REFERENCE, sentence),))


def _checked(
    row: FilledRow, actions: Mapping[str, ActionRow], may_move: Callable[[ActionRow], bool], today: date
) -> Recorded:
    action = actions.get(row.reference)
    if action is None:
        sentence = f"“{row.reference[:40]}” is no action of this plan. Leave the references as they were downloaded."
        return Recorded(row, None, troubles=(row.trouble(REFERENCE, sentence),))
    state, state_troubles = _state(row, action)
    period, date_troubles = _date(row, action, today)
    troubles = [*state_troubles, *date_troubles]
    if (state or period) and not may_move(action):
        sentence = f"Action {action.number} is not yours: its state and dates are for its leads. Leave the cell empty."
        troubles.append(row.trouble(STATE if state else DATE, sentence))
    if not troubles:
        troubles.extend(_lacking(row, action, state, period))
    said = _paragraphs(row.words[SAID])
    is_said = "\n".join(said) == action.last_update_text
    return Recorded(
        row,
        action,
        () if is_said else said,
        state,
        period,
        row.words[REASON],
        row.words[AGREED],
        tuple(troubles),
    )


def _paragraphs(words: str) -> tuple[str, ...]:
    """The lines of a cell; one that begins with a dash or a dot is a point."""
    lines = (line.strip() for line in words.splitlines())
    return tuple(re.sub(r"^[-*•]\s+", BULLET, line) for line in lines if line)


def _state(row: FilledRow, action: ActionRow) -> tuple[State | None, list[Trouble]]:
    words = row.words[STATE]
    if not words or words.casefold() == STATE_WORDS[action.state].casefold():
        return None, []
    state = next((each for each in State if STATE_WORDS[each].casefold() == words.casefold()), None)
    if state is None:
        sentence = f"“{words[:40]}” is no state. Write one of: {', '.join(STATES_WORDS)}."
        return None, [row.trouble(STATE, sentence)]
    if state not in STATES:
        sentence = f"“{STATE_WORDS[state]}” needs its terms. Record it on the action's page and leave the cell empty."
        return None, [row.trouble(STATE, sentence)]
    before = None if action.state == UNCONFIRMED else State(action.state)
    if not rules.may_follow(before, state):
        was, will = STATE_WORDS[action.state].lower(), STATE_WORDS[state].lower()
        return None, [row.trouble(STATE, f"An action that is “{was}” cannot become “{will}”.")]
    return state, []


def _date(row: FilledRow, action: ActionRow, today: date) -> tuple[Period | None, list[Trouble]]:
    words = row.words[DATE]
    if not words:
        return None, []
    period, is_assumed = read_period(words, near=None)
    if period is None or is_assumed or not 1990 <= period.starts_on.year <= 2200:
        clear = "Write it in full, with its year: 31 March 2027, March 2027 or April to June 2027."
        return None, [row.trouble(DATE, f"“{words[:40]}” is not clear as a date. {clear}")]
    if action.target and (action.target.starts_on, action.target.ends_on) == (period.starts_on, period.ends_on):
        return None, []
    if period.has_passed(today):
        return None, [row.trouble(DATE, f"{period_words(period)} has passed. Give a date that is to come.")]
    return period, []


def _lacking(row: FilledRow, action: ActionRow, state: State | None, period: Period | None) -> Iterator[Trouble]:
    """What a move of a date or a state still needs, at the cell where it is missing."""
    reason, agreed = row.words[REASON], row.words[AGREED]
    if period is not None and action.target is not None:
        for lack in rules.slip_lacks(reason, agreed):
            yield row.trouble(REASON if lack.field == "reason" else AGREED, lack.sentence)
    if state is not None:
        before = None if action.state == UNCONFIRMED else State(action.state)
        given = rules.StateGiven(
            state=state, reason=reason, agreed_by=agreed, evidence_accepted=action.evidence_accepted
        )
        for lack in rules.lacks(before, given):
            yield row.trouble(REASON if lack.field == "reason" else STATE, lack.sentence)
    if (reason or agreed) and state is None and period is None and not row.words[DATE] and not row.words[STATE]:
        sentence = "A reason stands here, and neither a new state nor a new date. Give one of them, or empty the cell."
        yield row.trouble(REASON if reason else AGREED, sentence)
