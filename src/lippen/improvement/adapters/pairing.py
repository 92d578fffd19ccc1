"""Cells that hold several actions against several leads, dates and progress entries: paired by position, and said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from lippen.improvement.adapters import columns as use
from lippen.improvement.adapters.answers import UnusableAnswer, answered_words
from lippen.improvement.adapters.blocks import Block, PlanRow
from lippen.improvement.adapters.document import Piece
from lippen.improvement.adapters.proposal import Doubt, Unplaced
from lippen.improvement.adapters.run_on import split_run_on
from lippen.improvement.adapters.sharing import by_position, sizes_by_words

DATES = (use.REVIEW, use.TARGET, use.START)
WORDS = (use.STATUS, use.INTENT, use.PRIORITY, use.REFERENCE)
_COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_ORDER = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


@dataclass
class Slot:
    """One action with what was paired to it."""

    text: str
    place: str
    texts: dict[str, str] = field(default_factory=dict)
    progress: list[Piece] = field(default_factory=list)
    pairing: str = ""
    number: str = ""


@dataclass
class Paired:
    """The actions of one block, and what a person should check."""

    slots: list[Slot] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    unplaced: list[Unplaced] = field(default_factory=list)


def count_words(number: int, noun: str) -> str:
    """'three actions', 'one action', '12 actions'."""
    plural = noun if number == 1 else f"{noun[:-1]}ies" if noun.endswith("ry") else f"{noun}s"
    return f"{_COUNTS[number] if number < len(_COUNTS) else number} {plural}"


def pair(block: Block, answers: Mapping[str, str]) -> Paired:
    """The actions of a block with their leads, dates and progress."""
    items = _items(block.rows[0])
    if not items:
        return _nothing_to_do(block)
    paired = _pair_row(block.rows[0], items, answers) if len(block.rows) == 1 else _pair_rows(block, items, answers)
    if len(paired.slots) > 1:
        for position, slot in enumerate(paired.slots):
            order = _ORDER[position] if position < len(_ORDER) else f"number {position + 1}"
            slot.pairing = f"{order} of {count_words(len(paired.slots), 'action')} in one cell, paired by position"
    return paired


def _items(row: PlanRow) -> list[str]:
    """The actions that a cell marks: bullets or paragraphs, each with the points under it."""
    pieces = row.pieces.get(use.ACTION, ())
    if pieces and not pieces[0].bullet and pieces[0].text.endswith(":") and len(pieces) > 1:
        return ["\n".join(piece.text for piece in pieces)]
    top = min((piece.level for piece in pieces), default=0)
    items: list[str] = []
    for piece in pieces:
        if piece.level > top and items:
            items[-1] += "\n" + piece.text
        else:
            items.append(piece.text)
    return items


def _nothing_to_do(block: Block) -> Paired:
    """Rows that name no action: their words are listed, and a doubt says so."""
    paired = Paired()
    for row in block.rows:
        for role, pieces in row.pieces.items():
            if pieces and role != use.RECOMMENDATION and role not in row.merged:
                paired.unplaced.append(Unplaced(f"{row.place}, {use.ROLE_WORDS[role]}", row.text(role)))
    row = block.rows[0]
    sentence = "This row names no action, so what it says fits nowhere. Add the action to the document or by hand."
    paired.doubts.append(Doubt(f"no-action:{row.key}", "no action", row.place, sentence))
    return paired


# One row -----------------------------------------------------------------------------------------------------------


def _pair_row(row: PlanRow, items: list[str], answers: Mapping[str, str]) -> Paired:
    leads, dates = len(row.pieces.get(use.LEAD, ())), max(len(row.pieces.get(role, ())) for role in DATES)
    items, how = _settled_items(row, items, leads, dates)
    paired = Paired([Slot(item, row.place) for item in items])
    if len(items) == 1:
        _take_all(paired.slots[0], row, paired)
        return paired
    certain = [_spread(paired, row, role) for role in (use.LEAD, *DATES, *WORDS, use.NUMBER)][:-1]
    _spread_progress(paired, row, answers)
    paired.doubts.insert(0, _pairing_doubt(row, items, leads, dates, how, all(certain)))
    return paired


def _settled_items(row: PlanRow, items: list[str], leads: int, dates: int) -> tuple[list[str], str]:
    """How many actions the cell holds: its own marks first, then the number of leads and dates beside it."""
    bullets = all(piece.bullet for piece in row.pieces[use.ACTION])
    if len(items) > 1 and (bullets or len(items) in (leads, dates)):
        return items, "marked by bullets or paragraphs"
    if len(items) > 1 and max(leads, dates) <= 1:
        return ["\n".join(items)], ""
    if len(items) > 1:
        return items, "one for each paragraph, though the leads and dates are not as many"
    wanted = dates if dates > 1 else 1
    split = split_run_on(items[0], wanted) if wanted > 1 else None
    return (split, "split at capitals, for no mark is left between them") if split else (items, "")


def _take_all(slot: Slot, row: PlanRow, paired: Paired) -> None:
    """One action takes the whole row; a second date beside it fits nowhere."""
    for role in (use.LEAD, *WORDS, use.NUMBER):
        slot.texts[role] = "\n".join(piece.text for piece in row.pieces.get(role, ()))
    for role in DATES:
        pieces = row.pieces.get(role, ())
        slot.texts[role] = pieces[0].text if pieces else ""
        _leave(paired, row, role, pieces[1:])
    slot.progress = list(row.pieces.get(use.PROGRESS, ()))


def _leave(paired: Paired, row: PlanRow, role: str, pieces: Sequence[Piece]) -> None:
    if not pieces:
        return
    paired.unplaced.extend(Unplaced(f"{row.place}, {use.ROLE_WORDS[role]}", piece.text) for piece in pieces)
    words = "; ".join(piece.text for piece in pieces)
    sentence = f"There are more dates than actions, so “{words}” is not used. Change the date by hand if it matters."
    paired.doubts.append(Doubt(f"dates:{row.key}.{role}", "pairing", row.place, sentence))


def _spread(paired: Paired, row: PlanRow, role: str) -> bool:
    """One piece for each action, or one for all of them; says whether it came out even."""
    pieces, slots = row.pieces.get(role, ()), paired.slots
    if len(pieces) <= 1:
        for slot in slots:
            slot.texts[role] = pieces[0].text if pieces else ""
        return not pieces
    for slot, piece in zip(slots, pieces, strict=False):
        slot.texts[role] = piece.text
    extra = pieces[len(slots) :]
    if role in DATES:
        _leave(paired, row, role, extra)
    elif extra:
        slots[-1].texts[role] += "".join(f"\n{piece.text}" for piece in extra)
    return len(pieces) == len(slots)


def _pairing_doubt(row: PlanRow, items: list[str], leads: int, dates: int, how: str, certain: bool) -> Doubt:
    beside = f"{count_words(leads, 'lead')} and {count_words(dates, 'date')}"
    sentence = (
        f"One cell holds {count_words(len(items), 'action')} ({how}) against {beside}. They are paired by position"
        f"{'' if certain else '; where there is one for all, all have it'}: {_starts(items)}."
    )
    return Doubt(f"pairing:{row.key}", "pairing", row.place, sentence, ("as shown",))


def _starts(items: list[str]) -> str:
    return "; ".join(f"“{_short(item)}”" for item in items)


def _short(text: str, most: int = 48) -> str:
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + "…"


def _spread_progress(paired: Paired, row: PlanRow, answers: Mapping[str, str]) -> None:
    """Progress entries to actions: one each, or in the order that shares most words."""
    pieces, count = row.pieces.get(use.PROGRESS, ()), len(paired.slots)
    if not pieces:
        return
    entries = [list(group) for _, group in groupby(pieces, key=lambda piece: piece.block)]
    if len(entries) != count and (len(_points(pieces)) == count or len(entries) < count):
        entries = _points(pieces)
    sizes = _sizes(paired, row, entries, answers) if len(entries) != count else [1] * count
    start = 0
    for slot, size in zip(paired.slots, sizes, strict=True):
        slot.progress = [piece for entry in entries[start : start + size] for piece in entry]
        start += size


def _points(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Paragraphs and bullets, each with the points under it."""
    top = min(piece.level for piece in pieces)
    points: list[list[Piece]] = []
    for piece in pieces:
        if piece.level > top and points:
            points[-1].append(piece)
        else:
            points.append([piece])
    return points


def _sizes(paired: Paired, row: PlanRow, entries: list[list[Piece]], answers: Mapping[str, str]) -> list[int]:
    key = f"progress:{row.key}"
    texts = [" ".join(piece.text for piece in entry) for entry in entries]
    sizes = sizes_by_words(texts, [slot.text for slot in paired.slots])
    paired.doubts.append(_sharing_doubt(key, row, len(entries), paired.slots, sizes))
    answer = answered_words(answers, key)
    return _answered_sizes(key, answer, len(entries), len(paired.slots)) if answer else sizes


def _answered_sizes(key: str, answer: str, entries: int, actions: int) -> list[int]:
    parts = [part.strip() for part in answer.split(",")]
    sizes = [int(part) for part in parts if part.isascii() and part.isdecimal() and len(part) < 6]
    if len(sizes) != len(parts) or len(sizes) != actions or sum(sizes) != entries:
        each = f"give {actions} numbers that come to {entries}, such as {_even(entries, actions)}"
        raise UnusableAnswer(key, f"{each}, or “as shown”")
    return sizes


def _even(entries: int, actions: int) -> str:
    return ", ".join(str(size) for size in by_position(entries, actions))


def _sharing_doubt(key: str, row: PlanRow, entries: int, slots: list[Slot], sizes: list[int]) -> Doubt:
    more = "More" if entries > len(slots) else "Fewer"
    shown = ", ".join(str(size) for size in sizes)
    sentence = (
        f"{more} progress entries ({entries}) than actions ({len(slots)}). Keeping their order, they go where they "
        f"share most words: {shown}. Say how many belong to each action, in order."
    )
    return Doubt(key, "progress", row.place, sentence, (shown,))


# Several rows ------------------------------------------------------------------------------------------------------


def _pair_rows(block: Block, items: list[str], answers: Mapping[str, str]) -> Paired:
    rows = block.rows
    items = _items_for_rows(items, rows)
    bearing = rows if len(rows) <= len(items) else _bearing(rows)
    paired = Paired([Slot(item, rows[min(index, len(rows) - 1)].place) for index, item in enumerate(items)])
    for slot, row in zip(paired.slots, bearing, strict=False):
        _take_row(slot, row, paired)
    for row in bearing[len(items) :]:
        _add_extra_row(paired, row)
    if len(items) > 1 or len(bearing) > 1:
        paired.doubts.insert(0, _rows_doubt(block.rows[0], items, bearing))
    above, borne = 0, {id(row) for row in bearing}
    for row in rows:
        above += id(row) in borne
        if id(row) not in borne:
            _attach(paired, min(above, len(items)) - 1, row, answers)
    return paired


def _items_for_rows(items: list[str], rows: list[PlanRow]) -> list[str]:
    """One cell without marks beside several leads and dates below each other is several actions run together."""
    wanted = len(_bearing(rows))
    if len(items) == 1 and wanted > 1:
        return split_run_on(items[0], wanted) or items
    return items


def _bearing(rows: list[PlanRow]) -> list[PlanRow]:
    """The rows that carry a lead or a date: the first always does."""
    return [row for index, row in enumerate(rows) if not index or row.has_own(use.LEAD, *DATES, use.STATUS)]


def _take_row(slot: Slot, row: PlanRow, paired: Paired) -> None:
    slot.place = row.place
    _take_all(slot, row, paired)


def _add_extra_row(paired: Paired, row: PlanRow) -> None:
    """A lead and date for which no action is left: the lead joins the last action's, the date fits nowhere."""
    last = paired.slots[-1]
    last.texts[use.LEAD] = "\n".join(filter(None, (last.texts.get(use.LEAD, ""), *_texts(row, use.LEAD))))
    for role in DATES:
        _leave(paired, row, role, row.pieces.get(role, ()))
    _take_words(last, row)
    last.progress.extend(row.pieces.get(use.PROGRESS, ()))


def _texts(row: PlanRow, role: str) -> list[str]:
    return [piece.text for piece in row.pieces.get(role, ())]


def _take_words(slot: Slot, row: PlanRow) -> None:
    for role in (*WORDS, use.NUMBER):
        slot.texts[role] = "\n".join(filter(None, (slot.texts.get(role, ""), *_texts(row, role))))


def _rows_doubt(row: PlanRow, items: list[str], bearing: list[PlanRow]) -> Doubt:
    sentence = (
        f"One cell holds {count_words(len(items), 'action')} beside {count_words(len(bearing), 'row')} of leads and "
        f"dates. They are paired by position: {_starts(items)}."
    )
    return Doubt(f"pairing:{row.key}", "pairing", row.place, sentence, ("as shown",))


def _attach(paired: Paired, position: int, row: PlanRow, answers: Mapping[str, str]) -> None:
    """A row of progress alone: it goes to the action above it until a person says which."""
    key, count = f"progress:{row.key}", len(paired.slots)
    if answer := answered_words(answers, key):
        position = _answered_position(key, answer, count)
    slot = paired.slots[position]
    slot.progress.extend(row.pieces.get(use.PROGRESS, ()))
    _take_words(slot, row)
    reaches_down = count == 1 and use.ACTION in row.merged
    if not reaches_down:
        choices = tuple(str(number) for number in range(1, count + 1))
        paired.doubts.append(Doubt(key, "progress", row.place, _alone(count, position, slot.text), choices))


def _answered_position(key: str, answer: str, count: int) -> int:
    number = int(answer) if answer.isascii() and answer.isdecimal() and len(answer) < 6 else 0
    if not 1 <= number <= count:
        raise UnusableAnswer(key, f"give the action's number in its cell, 1 to {count}")
    return number - 1


def _alone(count: int, position: int, text: str) -> str:
    return (
        f"More progress entries than actions: this row has no lead and no date. For now it belongs to action "
        f"{position + 1} of {count}, “{_short(text)}”. Say which action it belongs to, by its number."
    )
