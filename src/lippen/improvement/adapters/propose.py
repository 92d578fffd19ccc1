"""From a read document and its columns to a proposal: actions, doubts, and what fits nowhere."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Mapping as Lookup
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import count

from lippen.improvement.adapters import columns as use
from lippen.improvement.adapters.answers import (
    STATE_CHOICES,
    answered_day,
    answered_period,
    answered_state,
    answered_words,
)
from lippen.improvement.adapters.blocks import Gathered, Group, gather, place_of
from lippen.improvement.adapters.columns import Mapping
from lippen.improvement.adapters.document import Piece, ReadDocument, Table
from lippen.improvement.adapters.fragments import hangs, odd_marks, starts_lower
from lippen.improvement.adapters.keeping import left_behind
from lippen.improvement.adapters.leads import is_initials, same_but_for_case, split_leads
from lippen.improvement.adapters.marks import TICKS, is_lost_mark
from lippen.improvement.adapters.own_file import date_doubts, own_plan, own_table, state_doubts
from lippen.improvement.adapters.pairing import Slot, pair
from lippen.improvement.adapters.proposal import (
    Doubt,
    Entry,
    Proposal,
    ProposedAction,
    ProposedRecommendation,
    ProposedState,
    Unplaced,
    When,
)
from lippen.improvement.adapters.sections import lost_ticks, text_of
from lippen.improvement.adapters.states import suggested_state
from lippen.improvement.adapters.when import Reckoning, reckoning_of, year_doubt
from lippen.improvement.vocabulary import Kind, State
from lippen.kernel.calendar import Precision, read_period
from lippen.kernel.files.gate import Refused

_DATED_ENTRY = re.compile(
    r"^\(?(\d{1,2}[/.]\d{1,2}[/.](?:\d{4}|\d\d)|\d{1,2}(?:st|nd|rd|th)? [A-Z][a-z]+ \d{4})\)?\s*[:–-]\s*"
)
_PRINTED_NUMBER = re.compile(r"^(\d{1,2}(?:\.\d{1,2})+\.?|\(?(?:\d{1,2}|[a-z])[.)])\s+(?=\S)")

MOST_ACTIONS_IN_CELL = 200
_LONGEST_KEY = 200
_LONGEST_NUMBER = 15
_TICK_BEFORE = re.compile(rf"^\s*[{TICKS}]\ufe0f?\s*(?=\w)")
_LOST_MARK = (
    "Action {number}: “{mark}” is all that stands there. It may be a tick whose mark is lost: say whether it is one."
)


@dataclass
class _Making:
    """What is gathered while a proposal is made."""

    answers: Lookup[str, str]
    reckoning: Reckoning
    spelling: dict[str, str] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)
    unplaced: list[Unplaced] = field(default_factory=list)
    places_of: dict[str, list[str]] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)

    def ask(self, doubt: Doubt) -> None:
        """Keep a doubt that has no answer, under a key that no other has."""
        if len(doubt.key) > _LONGEST_KEY:
            digest = hashlib.sha256(doubt.key.encode()).hexdigest()[:12]
            doubt = replace(doubt, key=f"{doubt.key[:_LONGEST_KEY]}…{digest}")
        self.asked[doubt.key] += 1
        count = self.asked[doubt.key]
        key = doubt.key if count == 1 else f"{doubt.key}#{count}"
        if not self.answers.get(key, "").strip():
            self.doubts.append(replace(doubt, key=key) if count > 1 else doubt)

    def unasked(self) -> tuple[str, ...]:
        """The keys of answers that nothing asked for or made use of."""
        known = {"year"} | {f"initials:{lead}" for lead in self.places_of}
        return tuple(key for key in self.answers if key not in known and not self._has_asked(key))

    def _has_asked(self, key: str) -> bool:
        bare, _, number = key.rpartition("#")
        later = number.isascii() and number.isdecimal() and len(number) < 6 and 2 <= int(number) <= self.asked[bare]
        return key in self.asked or later


def propose(
    document: ReadDocument,
    mapping: Mapping,
    *,
    answers: Lookup[str, str] | None = None,
    known_initials: frozenset[str] = frozenset(),
    near: date | None = None,
) -> Proposal:
    """What the document would bring in. `near` serves where the document gives no date of its own."""
    answers = dict(answers or {})
    if (table := own_table(document)) is not None:
        return _own(document, table, answers, near)
    if not any(layout.is_plan for layout in mapping.layouts):
        raise Refused(_no_plan(document, mapping))
    text = text_of(document)
    making = _Making(answers, reckoning_of(document, text.header, answered=answered_day(answers), near=near))
    gathered = gather(document, mapping)
    _check_cells(document.name, gathered)
    recommendations = _recommendations(making, gathered, text.header.get("Subject", "Actions"))
    _ask_about_document(making, document, mapping, gathered, known_initials)
    for doubt in lost_ticks(text.sections):
        making.ask(doubt)
    unplaced = (*gathered.unplaced, *making.unplaced)
    return Proposal(
        document=document.name,
        sha256=document.sha256,
        dated_on=making.reckoning.dated_on,
        recommendations=recommendations,
        doubts=tuple(making.doubts),
        unplaced=(*unplaced, *left_behind(document, mapping, recommendations, unplaced)),
        body=text.sections,
        header=text.header,
        answers=answers,
        unasked=making.unasked(),
    )


def _own(document: ReadDocument, table: Table, answers: dict[str, str], near: date | None) -> Proposal:
    """A plan that was downloaded here, word for word; its states and what was spoilt since are asked about."""
    dated = answered_day(answers) or near
    making = _Making(answers, Reckoning(dated, "the day it was brought in", dated))
    plan = own_plan(table)
    for doubt in (*state_doubts(plan), *date_doubts(plan)):
        making.ask(doubt)
    recommendations = tuple(
        replace(each, actions=tuple(_confirmed(making, one) for one in each.actions)) for each in plan
    )
    return Proposal(
        document=document.name,
        sha256=document.sha256,
        dated_on=dated,
        recommendations=recommendations,
        doubts=tuple(making.doubts),
        answers=answers,
        unasked=making.unasked(),
    )


def _confirmed(making: _Making, action: ProposedAction) -> ProposedAction:
    """The action with what was answered about its state and dates."""
    state, kind = answered_state(making.answers, f"state:{action.number}")
    review = _answered_when(making, action.review, f"date:{action.number}.review")
    target = _answered_when(making, action.target, f"date:{action.number}.target")
    return replace(action, state=state, kind=kind or action.kind, review=review, target=target)


def _answered_when(making: _Making, when: When | None, key: str) -> When | None:
    """A date that cannot be read, as it was answered."""
    if when is None or when.period is not None:
        return when
    return replace(when, period=answered_period(making.answers, key, near=making.reckoning.near))


def _check_cells(name: str, gathered: Gathered) -> None:
    """Refuse a cell of more actions than a cell can mean: each would be given everything that stands beside it."""
    for row in (row for group in gathered.groups for block in group.blocks for row in block.rows):
        count = len(row.pieces.get(use.ACTION, ()))
        if count > MOST_ACTIONS_IN_CELL:
            limit = f"the limit is {MOST_ACTIONS_IN_CELL}. Give each action a row of its own."
            raise Refused(f"{name}, {row.place}, column of actions: {count:,} paragraphs in one cell; {limit}")


def _no_plan(document: ReadDocument, mapping: Mapping) -> str:
    seen = "; ".join(
        f"table {layout.tables[0]}: " + (", ".join(c.heading for c in layout.columns if c.heading) or "no headings")
        for layout in mapping.layouts[:5]
    )
    return (
        f"{document.name}: no table has a column of actions beside leads, dates or progress ({seen[:300]}). Name the "
        "columns, such as Action, Lead, Review date and Progress."
    )


def _recommendations(making: _Making, gathered: Gathered, untitled: str) -> tuple[ProposedRecommendation, ...]:
    paired = [_slots(making, group) for group in gathered.groups]
    making.spelling = same_but_for_case(
        lead for slots in paired for slot in slots for lead in split_leads(slot.texts.get(use.LEAD, ""))
    )
    printed = _numbers(gathered.groups)
    return tuple(
        ProposedRecommendation(number, group.title or untitled, group.place, _actions(making, number, slots))
        for group, slots, number in zip(gathered.groups, paired, printed, strict=True)
    )


def _numbers(groups: list[Group]) -> list[str]:
    """The printed numbers; a group without one, or with one that is taken or long, is numbered by its place."""
    for group in groups:
        if len(group.number) > _LONGEST_NUMBER:
            group.number, group.title = "", f"{group.number} {group.title}".strip()
    taken = {group.number for group in groups if group.number}
    seen: set[str] = set()
    numbers: list[str] = []
    spare = (str(number) for number in count(1) if str(number) not in taken)
    for group in groups:
        number = group.number if group.number and group.number not in seen else next(spare)
        seen.add(number)
        numbers.append(number)
    return numbers


def _slots(making: _Making, group: Group) -> list[Slot]:
    slots: list[Slot] = []
    for block in group.blocks:
        paired = pair(block, making.answers)
        slots.extend(_numbered(slot) for slot in paired.slots)
        making.unplaced.extend(paired.unplaced)
        for doubt in paired.doubts:
            making.ask(doubt)
    return slots


def _numbered(slot: Slot) -> Slot:
    """A number at the head of an action's text is its printed number; a tick there is its status."""
    if (tick := _TICK_BEFORE.match(slot.text)) and not slot.texts.get(use.STATUS):
        slot.texts[use.STATUS], slot.text = tick[0].strip(), slot.text[tick.end() :]
    found = _PRINTED_NUMBER.match(slot.text)
    if found and not slot.texts.get(use.NUMBER):
        slot.texts[use.NUMBER], slot.text = found[1], slot.text[found.end() :]
    return slot


def _actions(making: _Making, number: str, slots: list[Slot]) -> tuple[ProposedAction, ...]:
    return tuple(_action(making, f"{number}.{index}", slot) for index, slot in enumerate(slots, start=1))


def _action(making: _Making, number: str, slot: Slot) -> ProposedAction:
    leads = _leads(making, number, slot)
    proposed, state, kind = _state(making, number, slot)
    dates = {role: _when(making, number, role, slot) for role in (use.REVIEW, use.TARGET, use.START)}
    action = ProposedAction(
        number=number,
        text=slot.text,
        place=slot.place,
        printed_number=slot.texts.get(use.NUMBER, ""),
        leads=leads,
        lead_text=slot.texts.get(use.LEAD, ""),
        review=dates[use.REVIEW],
        target=dates[use.TARGET],
        start=dates[use.START],
        status=slot.texts.get(use.STATUS, ""),
        intent=slot.texts.get(use.INTENT, ""),
        priority=slot.texts.get(use.PRIORITY, ""),
        progress=tuple(_entry(piece) for piece in slot.progress),
        proposed=proposed,
        state=state,
        kind=kind,
        pairing=slot.pairing,
        reference=slot.texts.get(use.REFERENCE, ""),
    )
    _ask_about_action(making, action)
    return action


def _leads(making: _Making, number: str, slot: Slot) -> tuple[str, ...]:
    found = split_leads(slot.texts.get(use.LEAD, ""))
    if not found:
        key, sentence = f"lead:{number}", f"Action {number} names no lead. Say who leads it."
        making.ask(Doubt(key, "empty lead", slot.place, sentence))
        found = _people(answered_words(making.answers, key))
    for lead in found:
        making.places_of.setdefault(lead, []).append(slot.place)
    spelt = (_spelt(making, lead) for lead in found)
    return tuple(dict.fromkeys(who for lead in spelt for who in _meant(making, lead)))


def _meant(making: _Making, lead: str) -> tuple[str, ...]:
    """Who some initials are, where a person has said it."""
    return _people(answered_words(making.answers, f"initials:{lead}")) or (lead,)


def _people(answer: str) -> tuple[str, ...]:
    return (answer,) if "@" in answer else split_leads(answer)


def _when(making: _Making, number: str, role: str, slot: Slot) -> When | None:
    """One date; where it cannot be read, what was answered about it."""
    found = making.reckoning.when(slot.texts.get(role, ""))
    if found is None or found.period is not None or found.text in making.reckoning.unplaced_in_time:
        return found
    key = f"date:{number}.{role}"
    sentence = f"Action {number}: “{found.text}” is not a date that can be read. Say the date, or leave it."
    making.ask(Doubt(key, "date", slot.place, sentence))
    return replace(found, period=answered_period(making.answers, key, near=making.reckoning.near))


def _spelt(making: _Making, lead: str) -> str:
    """The usual spelling of initials, unless a person said that two spellings are two people."""
    if making.answers.get(f"same:{lead}", "").strip().lower() == "no":
        return lead
    return making.spelling.get(lead, lead)


def _state(making: _Making, number: str, slot: Slot) -> tuple[ProposedState | None, State | None, Kind | None]:
    words, status = " ".join(piece.text for piece in slot.progress), slot.texts.get(use.STATUS, "")
    found = suggested_state(_with_mark(making, number, slot, words), _with_mark(making, number, slot, status))
    proposed = ProposedState(found.state, found.words, found.kind) if found else None
    state, kind = answered_state(making.answers, f"state:{number}")
    making.ask(_state_doubt(number, slot, proposed))
    if state is not None and kind is None and proposed:
        kind = proposed.kind
    return proposed, state, kind


def _with_mark(making: _Making, number: str, slot: Slot, words: str) -> str:
    """A cell's words; a lost mark alone is asked about, and counts as a tick once somebody has said that it is one."""
    if not is_lost_mark(words):
        return words
    key, sentence = f"lost:{number}", _LOST_MARK.format(number=number, mark=words)
    if key not in making.asked:
        making.ask(Doubt(key, "tick", slot.place, sentence, ("yes", "no")))
    return TICKS[0] if making.answers.get(key, "").strip().lower() == "yes" else ""


def _state_doubt(number: str, slot: Slot, proposed: ProposedState | None) -> Doubt:
    if proposed is None:
        status = slot.texts.get(use.STATUS, "").strip()
        says = f"its status “{status}” suggests no state" if status else "no words suggest a state"
        sentence = f"Action {number}: {says}. Say which it is."
    else:
        state = proposed.state.value.replace("_", " ")
        kept = ", to be kept going" if proposed.kind is Kind.KEEP_GOING else ""
        sentence = f"Action {number}: “{proposed.words}” suggests “{state}”{kept}. Confirm it or say otherwise."
    return Doubt(f"state:{number}", "state", slot.place, sentence, STATE_CHOICES)


def _entry(piece: Piece) -> Entry:
    found = _DATED_ENTRY.match(piece.text)
    period = read_period(found[1], near=None)[0] if found else None
    day = period.starts_on if period and period.precision is Precision.DAY else None
    return Entry(piece.text, piece.bullet, day)


def _ask_about_action(making: _Making, action: ProposedAction) -> None:
    _ask_about_cuts(making, action)


def _ask_about_cuts(making: _Making, action: ProposedAction) -> None:
    texts = [action.text, *(entry.text for entry in action.progress)]
    for text in texts:
        if hangs(text):
            sentence = f"Action {action.number}: “…{text[-40:]}” stops in the middle. Look whether words are missing."
            making.ask(Doubt(f"cut:{action.number}", "cut off", action.place, sentence))
    first = next((entry for entry in action.progress if _starts_inside(entry)), None)
    if first:
        sentence = f"Action {action.number}: “{first.text[:40]}…” starts in the middle. Look whether words are missing."
        making.ask(Doubt(f"start:{action.number}", "cut off", action.place, sentence))


def _starts_inside(entry: Entry) -> bool:
    """A short 'in place' may well be all that was written; a long text in lower case has lost its beginning."""
    return not entry.bullet and starts_lower(entry.text) and len(entry.text.split()) > 5


def _ask_about_document(
    making: _Making, document: ReadDocument, mapping: Mapping, gathered: Gathered, known_initials: frozenset[str]
) -> None:
    if doubt := year_doubt(making.reckoning, document.name):
        making.ask(doubt)
    for note in document.notes:
        making.ask(Doubt(note.key, note.kind, note.place, note.sentence))
    _ask_about_people(making, known_initials)
    for (table, heading), cells in gathered.unmatched.items():
        sentence = f"The column “{heading}” is not used; its {cells} cells are listed as unplaced. Say what it holds."
        making.ask(Doubt(f"column:{table}.{heading}", "column", f"{table}, column {heading}", sentence))
    _ask_about_marks(making, document, mapping)


def _ask_about_people(making: _Making, known_initials: frozenset[str]) -> None:
    for lead, usual in making.spelling.items():
        sentence = f"“{lead}” stands beside “{usual}”: the same initials in another case, taken as the same person."
        making.ask(Doubt(f"same:{lead}", "initials", _places(making, lead), sentence, ("yes", "no")))
    known = {initials.lower() for initials in known_initials}
    for lead in making.places_of:
        if known and is_initials(lead) and lead not in making.spelling and lead.lower() not in known:
            sentence = f"Nobody here has the initials “{lead}”. Say who it is."
            making.ask(Doubt(f"initials:{lead}", "unknown initials", _places(making, lead), sentence))


def _places(making: _Making, lead: str) -> str:
    places = making.places_of.get(lead, [])
    return "; ".join(places[:3]) + (f" and {len(places) - 3} more" if len(places) > 3 else "")


def _ask_about_marks(making: _Making, document: ReadDocument, mapping: Mapping) -> None:
    for table in document.tables:
        layout = mapping.layout_of(table.number)
        for row in table.rows:
            for cell in row.cells:
                role = layout.columns[cell.column].role if layout and cell.column < len(layout.columns) else use.OTHER
                if role in (use.STATUS, use.PROGRESS) and is_lost_mark(cell.text):
                    continue  # asked about as a tick
                for mark in odd_marks(cell.text):
                    place = place_of(table, layout, row.number, cell.column)
                    key = f"mark:t{table.number}r{row.number}c{cell.column + 1}"
                    sentence = f"The cell holds {mark}, which may be a slip or stand for something lost. Look at it."
                    making.ask(Doubt(key, "stray mark", place, sentence))
