"""Files of times in care, placements, legal reasons, reviews and milestones: each row read cell by cell.

A code is of the Scottish list, or of the English one where the row says so; none is translated. Values in, values out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from lippen.care.vocabulary import (
    AREA_WORDS,
    DESTINATION_WORDS,
    EVENT_WORDS,
    MOVE_WORDS,
    PLACEMENT_WORDS,
    TYPED,
    Area,
    CodeSystem,
    Destination,
    Event,
    MoveReason,
    PlacementKind,
    SpanOf,
    english,
)
from lippen.care.vocabulary.permanence import ROUTE_WORDS, Route
from lippen.care.vocabulary.reviews import (
    HEARD,
    LATE_WORDS,
    REVIEWS,
    TOOK_PART_WORDS,
    LateCause,
    TookPart,
)
from lippen.casework.adapters.cells import Cells, word_of
from lippen.casework.adapters.meaning import GIVE_NUMBER
from lippen.casework.vocabulary import IntakeKind

SYSTEMS = {CodeSystem.SCOTTISH: "Scottish", CodeSystem.ENGLISH: "English"}
SYSTEMS_ALSO = {
    **dict.fromkeys(("scotland", "scottish list", "clas", "s"), CodeSystem.SCOTTISH),
    **dict.fromkeys(("england", "english list", "ssda903", "903", "english list ssda903"), CodeSystem.ENGLISH),
}
PLACEMENTS_ALSO = {
    **dict.fromkeys(("home", "at home", "with parents", "home with parents", "parents"), PlacementKind.HOME),
    **dict.fromkeys(("kinship", "kinship care", "relatives", "friends or relatives"), PlacementKind.KINSHIP),
    **dict.fromkeys(("foster", "foster care", "foster carers", "council foster carers"), PlacementKind.FOSTER_COUNCIL),
    **dict.fromkeys(
        ("purchased foster care", "independent foster care", "agency foster care"), PlacementKind.FOSTER_PURCHASED
    ),
    **dict.fromkeys(("prospective adopters", "adopters"), PlacementKind.ADOPTERS),
    **dict.fromkeys(("children's house", "children's home", "council children's house"), PlacementKind.COUNCIL_HOME),
    **dict.fromkeys(("residential school",), PlacementKind.RESIDENTIAL_SCHOOL),
    **dict.fromkeys(("secure", "secure accommodation"), PlacementKind.SECURE),
}
DESTINATIONS_ALSO = {
    **dict.fromkeys(("parents", "with parents", "returned home"), Destination.HOME),
    **dict.fromkeys(("relatives", "kinship", "friends or relatives"), Destination.KIN),
    **dict.fromkeys(("adoption",), Destination.ADOPTED),
    **dict.fromkeys(("continuing care",), Destination.CONTINUING),
    **dict.fromkeys(("own tenancy", "own home"), Destination.TENANCY),
    **dict.fromkeys(("death",), Destination.DIED),
    **dict.fromkeys(("unknown",), Destination.NOT_KNOWN),
}
MOVES_ALSO = {
    **dict.fromkeys(("planned", "planned move", "care plan"), MoveReason.PLAN),
    **dict.fromkeys(("breakdown", "placement breakdown", "disruption"), MoveReason.BROKE_DOWN),
    **dict.fromkeys(("unknown",), MoveReason.NOT_KNOWN),
}
TOOK_PART_ALSO = {
    **dict.fromkeys(("attended", "attended and spoke", "there"), TookPart.SPOKE),
    **dict.fromkeys(("by advocate", "advocate"), TookPart.ADVOCATE),
    **dict.fromkeys(("in writing", "by letter"), TookPart.SENT),
    **dict.fromkeys(("attended and said nothing",), TookPart.SILENT),
    **dict.fromkeys(("declined", "did not attend", "chose not to attend"), TookPart.CHOSE_NOT),
    **dict.fromkeys(("under age", "young age"), TookPart.TOO_YOUNG),
}
STEPS = {kind: words for kind, words in EVENT_WORDS.items() if kind in TYPED and kind not in REVIEWS}
"""What a file of milestones may tell: what somebody may type in, but for reviews, which come in as such."""
STEPS_ALSO = {
    **dict.fromkeys(("panel", "permanence panel", "adoption panel"), Event.PANEL),
    **dict.fromkeys(("recommendation", "recommended", "permanence recommended"), Event.RECOMMENDED),
    **dict.fromkeys(("legal clinic", "clinic"), Event.CLINIC),
    **dict.fromkeys(("agency decision", "agency decision maker", "adm decision"), Event.AGENCY_DECIDED),
    **dict.fromkeys(("lodged", "petition lodged", "application lodged"), Event.LODGED),
    **dict.fromkeys(("court", "heard in court", "court hearing", "proof"), Event.COURT_HEARD),
    **dict.fromkeys(("matched", "matching"), Event.MATCHED),
    **dict.fromkeys(("refused",), Event.REFUSED),
    **dict.fromkeys(("sent back",), Event.SENT_BACK),
    **dict.fromkeys(("appeal", "appealed"), Event.APPEALED),
}
ROUTES_ALSO = {
    **dict.fromkeys(("return home", "rehabilitation", "rehabilitation home"), Route.HOME),
    **dict.fromkeys(("kinship", "kinship order"), Route.KINSHIP),
    **dict.fromkeys(("long term foster care", "long term"), Route.LONG_TERM),
}
VIEW = {"child_view": 32_000, "no_view_why": 4_000}
OTHER_LIST = "“{code}” is a code of the English list. Say so in a column for whose codes they are: none is translated."
NOT_IN_LIST = "“{code}” is not in the {list} list. Look at the code, or say of which list it is."
NO_STEP = (
    "“{found}” is nothing that is recorded on the way through care. Write it as the page “Record what happened” "
    "has it, such as “Adoption and permanence panel”."
)


@dataclass(frozen=True)
class SpanIn:
    """A span of days: what the row says of it by the record's own names; what it does not say stands as it is."""

    row: int
    number: str
    of: SpanOf
    system: CodeSystem
    starts_on: date | None
    said: Mapping[str, Any]
    carer: str = ""


@dataclass(frozen=True)
class ReviewIn:
    """A review that was held; without its kind where it is told in the English list."""

    row: int
    number: str
    system: CodeSystem
    kind: Event | None
    held_on: date | None
    chair: str
    took_part: TookPart | None
    code: str
    said: Mapping[str, str]
    """The child's view or why it is not known, the minute, and why it was late, as far as they are written."""
    late_cause: LateCause | None


@dataclass(frozen=True)
class StepIn:
    """Something on the way to permanence, perhaps with the route of the plan."""

    row: int
    number: str
    kind: Event | None
    so_on: date | None
    words: str
    route: Route | None
    said: Mapping[str, str]
    """The child's view or why it is not known, as far as they are written."""


RowIn = SpanIn | ReviewIn | StepIn


def _system(cells: Cells) -> CodeSystem:
    return cells.one_of("system", SYSTEMS, also=SYSTEMS_ALSO) or CodeSystem.SCOTTISH


def _english(cells: Cells, key: str, codes: Mapping[str, Any]) -> str:
    """A code of the English list, by itself; nothing is said of an empty cell."""
    code = cells.text(key, 60).upper()
    if code and code not in codes:
        cells.fault(key, NOT_IN_LIST.format(code=code[:60], list="English"))
    return code


def _is_english(cells: Cells, key: str, codes: Mapping[str, Any], known: object) -> bool:
    """Whether a cell holds a code of the English list that is none of the Scottish one; that is a fault."""
    code = cells.text(key, 160)
    if known is not None or code.upper() not in codes:
        return False
    cells.fault(key, OTHER_LIST.format(code=code))
    return True


def _days(cells: Cells, today: date) -> tuple[date | None, dict[str, Any]]:
    """The first day, and the day until which it held where the file has a column for that."""
    starts = cells.day("starts_on", needed="Say from which day.", latest=today)
    said: dict[str, Any] = {}
    if "ends_on" in cells.words:
        said["ends_on"] = ends = cells.day("ends_on", latest=today)
        if starts and ends and ends < starts:
            cells.fault("ends_on", "It ends before it begins. Give a later day.")
    return starts, said


def _episode(cells: Cells, today: date, laws: Mapping[str, str]) -> SpanIn:
    system, (starts, said) = _system(cells), _days(cells, today)
    why, words = cells.text("why", 160), cells.text("why_words", 240)
    ended = said.get("ends_on") is not None
    if why and not ended and not cells.text("ends_on", 40):
        cells.fault("why", "It says where the child went, and not when. Write the day on which care ended.")
    if ended and not why:
        cells.fault("why", "Care ended. Say where the child went, or why it ended.")
    elif ended and system is CodeSystem.ENGLISH:
        said["end_code"] = _english(cells, "why", english.ENDED)
        if said["end_code"] == "X1":
            cells.fault("why", "X1 says that the time in care goes on. Write one row for the whole of it.")
    elif ended:
        known = word_of(why, DESTINATION_WORDS, DESTINATIONS_ALSO)
        if not _is_english(cells, "why", english.ENDED, known):
            said["destination"] = cells.one_of("why", DESTINATION_WORDS, also=DESTINATIONS_ALSO)
        if known in {Destination.OTHER, Destination.NOT_KNOWN} and not words:
            cells.fault("why_words", "Say in words where the child went, or why it is not known.")
        said["destination_words"] = words
    return SpanIn(cells.row, cells.text("number", 40, needed=GIVE_NUMBER), SpanOf.EPISODE, system, starts, said)


def _placement(cells: Cells, today: date, laws: Mapping[str, str]) -> SpanIn:
    system, (starts, said) = _system(cells), _days(cells, today)
    code, why = cells.text("code", 160, needed="Say what kind of placement it was."), cells.text("moved_why", 160)
    if system is CodeSystem.ENGLISH:
        said["code"] = _english(cells, "code", english.PLACEMENTS)
        if why:
            said["moved_why"] = _english(cells, "moved_why", english.MOVED)
        if provider := cells.text("provider", 8).upper():
            said["provider_code"] = provider
    else:
        known = word_of(code, PLACEMENT_WORDS, PLACEMENTS_ALSO)
        if not _is_english(cells, "code", english.PLACEMENTS, known):
            said["code"] = cells.one_of("code", PLACEMENT_WORDS, also=PLACEMENTS_ALSO)
        moved = word_of(why, MOVE_WORDS, MOVES_ALSO)
        if why and not _is_english(cells, "moved_why", english.MOVED, moved):
            said["moved_why"] = cells.one_of("moved_why", MOVE_WORDS, also=MOVES_ALSO)
    if words := cells.text("moved_words", 4_000):
        said["moved_words"] = words
    if cells.text("area", 160):
        said["area"] = cells.one_of("area", AREA_WORDS, also={"yes": Area.IN, "y": Area.IN, "unknown": Area.NOT_KNOWN})
    if cells.text("is_emergency", 40):
        said["is_emergency"] = cells.is_so("is_emergency")
    number = cells.text("number", 40, needed=GIVE_NUMBER)
    return SpanIn(cells.row, number, SpanOf.PLACEMENT, system, starts, said, cells.text("carer", 120))


def _legal(cells: Cells, today: date, laws: Mapping[str, str]) -> SpanIn:
    system, (starts, said) = _system(cells), _days(cells, today)
    code = cells.text("code", 160, needed="Say by which law.")
    if system is CodeSystem.ENGLISH:
        said["code"] = _english(cells, "code", english.LEGAL)
    elif code:
        plain = code.casefold().strip()
        known = next((key for key, words in laws.items() if plain in (key.casefold(), words.casefold())), None)
        if known is None and not _is_english(cells, "code", english.LEGAL, known):
            cells.fault("code", NOT_IN_LIST.format(code=code[:60], list="Scottish"))
        said["code"] = known or ""
    expires = cells.day("expires_on")
    if expires:
        said["expires_on"] = expires
        if starts and expires < starts:
            cells.fault("expires_on", "It lapses before it begins. Give a later day.")
    if words := cells.text("words", 240):
        said["words"] = words
    of = SpanOf.ORDER if cells.is_so("beside") else SpanOf.LEGAL
    return SpanIn(cells.row, cells.text("number", 40, needed=GIVE_NUMBER), of, system, starts, said)


def _review(cells: Cells, today: date, laws: Mapping[str, str]) -> ReviewIn:
    system = _system(cells)
    held_on = cells.day("held_on", needed="Say when it was held.", latest=today)
    code, took_part, kind = "", None, None
    told = cells.text("took_part", 160, needed="Say how the child took part.")
    if system is CodeSystem.ENGLISH:
        code = _english(cells, "took_part", english.TOOK_PART)
    else:
        known = word_of(told, TOOK_PART_WORDS, TOOK_PART_ALSO)
        if told and not _is_english(cells, "took_part", english.TOOK_PART, known):
            took_part = cells.one_of("took_part", TOOK_PART_WORDS, also=TOOK_PART_ALSO)
        offered = {each: EVENT_WORDS[each] for each in REVIEWS}
        kind = cells.one_of("kind", offered, also={}, needed="Say which review it was.")
    said = _written(cells, VIEW | {"minute": 32_000, "late_words": 4_000})
    if took_part in HEARD and "no_view_why" in said and "child_view" not in said:
        cells.fault("no_view_why", "The child was heard. Say what they think, or how they took part.")
    return ReviewIn(
        cells.row,
        cells.text("number", 40, needed=GIVE_NUMBER),
        system,
        kind,
        held_on,
        cells.text("chair", 160, needed="" if system is CodeSystem.ENGLISH else "Say who chaired it."),
        took_part,
        code,
        said,
        cells.one_of("late_cause", LATE_WORDS, also={}),
    )


def _written(cells: Cells, names: Mapping[str, int]) -> dict[str, str]:
    """What is written under these headings, each up to so many characters; of an empty cell nothing."""
    return {key: words for key, most in names.items() if (words := cells.text(key, most))}


def _step(cells: Cells, today: date, laws: Mapping[str, str]) -> StepIn:
    found = cells.text("kind", 160, needed="Say what happened.")
    kind = word_of(found, STEPS, STEPS_ALSO) if found else None
    if found and word_of(found, {each: EVENT_WORDS[each] for each in REVIEWS}, {}) is not None:
        cells.fault("kind", f"“{found}” is a review. Bring it in with a file of reviews.")
    elif found and kind is None:
        cells.fault("kind", NO_STEP.format(found=found[:60]))
    return StepIn(
        cells.row,
        cells.text("number", 40, needed=GIVE_NUMBER),
        kind,
        cells.day("so_on", needed="Say when it happened.", latest=today),
        cells.text("words", 32_000),
        cells.one_of("route", ROUTE_WORDS, also=ROUTES_ALSO),
        _written(cells, VIEW),
    )


READERS: dict[IntakeKind, Callable[[Cells, date, Mapping[str, str]], RowIn]] = {
    IntakeKind.EPISODES: _episode,
    IntakeKind.PLACEMENTS: _placement,
    IntakeKind.LEGAL: _legal,
    IntakeKind.REVIEWS: _review,
    IntakeKind.MILESTONES: _step,
}


def meant(kind: IntakeKind, cells: Cells, *, today: date, laws: Mapping[str, str]) -> RowIn:
    """What a row says; what is wrong with it stands among the cells' faults. `laws`: the Scottish legal reasons."""
    return READERS[kind](cells, today, laws)
