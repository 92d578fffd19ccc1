"""A template's data changed in one place: data in, new data out; numbers follow the order of the sections."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from lippen.reporting.vocabulary import SectionKind, TableSource

Data = dict[str, Any]
PAGE_ONE, REPORT = "members", "report"
RECOMMENDATIONS = "recommendations"
FIXED_ANSWERS = frozenset({"exempt", "legality", "background"})
"""Questions that the rules of signing read: their words may change, their answers may not."""
APPENDIX_COLUMNS = (
    {"key": "recommendation", "heading": "Recommendation", "share": 16},
    {"key": "action", "heading": "Action", "share": 22},
    {"key": "lead", "heading": "Lead", "share": 15},
    {"key": "review", "heading": "Review or target date", "share": 12},
    {"key": "standing", "heading": "Standing", "share": 11},
    {"key": "line", "heading": "Progress", "share": 36},
)


def as_text(data: Mapping[str, Any]) -> str:
    """A template's data as the text that is kept."""
    return json.dumps(data, ensure_ascii=False, indent=2)


def slug_of(words: str, taken: Iterable[str] = ()) -> str:
    """A key out of words, unlike those that are taken."""
    plain = re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")[:40].strip("-") or "part"
    known, found, place = set(taken), plain, 2
    while found in known:
        found, place = f"{plain}-{place}", place + 1
    return found


def _listing(data: Data, page: str) -> list[Data]:
    rows: list[Data] = data["members"]["sections"] if page == PAGE_ONE else data["sections"]
    return rows


def _renumbered(data: Data) -> Data:
    for number, section in enumerate(data["sections"], start=1):
        section["number"] = number
    return data


def _keys(data: Data) -> set[str]:
    rows = (*data["members"]["sections"], *data["sections"])
    return {row["key"] for row in rows} | {part["key"] for row in rows for part in row.get("parts", ())}


def place_of(data: Data, key: str) -> tuple[str, int]:
    """The page and the place of a section; KeyError when there is none."""
    for page in (PAGE_ONE, REPORT):
        for place, row in enumerate(_listing(data, page)):
            if row["key"] == key:
                return page, place
    raise KeyError(key)


def section_of(data: Data, key: str) -> Data:
    """A section's data."""
    page, place = place_of(data, key)
    return _listing(data, page)[place]


def moved(data: Data, key: str, steps: int) -> Data:
    """The section some places further down, or up; at the edge it stays."""
    made = copy.deepcopy(data)
    page, place = place_of(made, key)
    rows = _listing(made, page)
    target = min(max(place + steps, 0), len(rows) - 1)
    rows.insert(target, rows.pop(place))
    return _renumbered(made)


def removed(data: Data, key: str) -> Data:
    """Without the section."""
    made = copy.deepcopy(data)
    page, place = place_of(made, key)
    del _listing(made, page)[place]
    return _renumbered(made)


def added(data: Data, page: str, given: Mapping[str, Any]) -> tuple[Data, str]:
    """With a section at the end of the page; gives its key too."""
    made = copy.deepcopy(data)
    taken = _keys(made)
    asks_for_recommendations = given.get("drafted_by") == RECOMMENDATIONS and RECOMMENDATIONS not in taken
    key = RECOMMENDATIONS if asks_for_recommendations else slug_of(given["title"], taken)
    rows = _listing(made, page)
    rows.append(_section(key, given))
    return _renumbered(made), key


def changed(data: Data, key: str, given: Mapping[str, Any]) -> Data:
    """With the section as given; its key, its parts and what the form says nothing about stay."""
    made = copy.deepcopy(data)
    page, place = place_of(made, key)
    before = _listing(made, page)[place]
    _listing(made, page)[place] = _section(key, given, before)
    return _renumbered(made)


def _section(key: str, given: Mapping[str, Any], before: Mapping[str, Any] | None = None) -> Data:
    kind = given["kind"]
    row: Data = {"key": key, "number": 0, "title": given["title"], "kind": kind, "required": bool(given["required"])}
    row["guidance"] = given["guidance"]
    for name in ("drafted_by", "lead_in"):
        if given.get(name):
            row[name] = given[name]
    if given.get("shows_standing") is not None:
        row["shows_standing"] = bool(given["shows_standing"])
    if kind in {SectionKind.CHOICE, SectionKind.DECLARATION}:
        row["question"] = _question(key, given, (before or {}).get("question"))
        if (before or {}).get("keeps_list"):
            row["keeps_list"] = True
    if kind == SectionKind.TABLE:
        row["table"] = given["table"]
        if given["table"] == TableSource.OWN:
            row["columns"] = list(given["columns"])
    if kind == SectionKind.FIGURE:
        row["figure"] = given["figure"]
    if kind == SectionKind.TEXT and given.get("parts"):
        row["parts"] = _parts(key, given["parts"], (before or {}).get("parts", ()))
    return row


def _parts(key: str, labels: Iterable[str], before: Iterable[Mapping[str, str]]) -> list[Data]:
    """Texts of their own inside a section; one whose label stays keeps its key."""
    known = {part["label"]: part["key"] for part in before}
    made: list[Data] = []
    for label in labels:
        taken = {part["key"] for part in made} | set(known.values())
        made.append({"key": known.get(label) or f"{key}.{slug_of(label)}", "label": label})
        assert made[-1]["key"] not in taken - set(known.values())
    return made


def _question(key: str, given: Mapping[str, Any], before: Mapping[str, Any] | None) -> Data:
    asked = before["key"] if before else key
    if given.get("from_priorities"):
        options: Any = "priorities"
    elif asked in FIXED_ANSWERS and before:
        options = before["options"]
    else:
        options = _options(given["options"], before["options"] if before and before["options"] != "priorities" else ())
    made: Data = {"key": asked, "words": given["words"], "options": options, "many": bool(given.get("many"))}
    known = [row["key"] for row in options] if isinstance(options, list) else []
    labels = {row["label"]: row["key"] for row in options} if isinstance(options, list) else {}
    note_when = [labels[label] for label in given.get("note_when", ()) if label in labels]
    must_be = [labels[label] for label in given.get("must_be", ()) if label in labels]
    if asked in FIXED_ANSWERS and before:
        note_when, must_be = list(before.get("note_when", ())), list(before.get("must_be", ()))
    made["note_label"] = given.get("note_label", "")
    made["note_when"] = [one for one in note_when if one in known]
    if must_be:
        made["must_be"] = must_be
    return made


def _options(labels: Iterable[str], before: Iterable[Mapping[str, str]]) -> list[Data]:
    """Answers to tick; one whose words stay keeps its key."""
    known = {row["label"]: row["key"] for row in before}
    made: list[Data] = []
    for label in labels:
        made.append({"key": known.get(label) or slug_of(label, {row["key"] for row in made}), "label": label})
    return made


def with_parts(data: Data, given: Mapping[str, Any]) -> Data:
    """With another name, and with or without page one, the children's part, the appendix, authors and approvers."""
    made = copy.deepcopy(data)
    made["name"] = given["name"]
    made["members"]["title"] = given["members_title"] or made["members"]["title"]
    made["members"]["most_lines"] = given["members_most_lines"] or made["members"]["most_lines"]
    if not given["has_members"]:
        made["members"]["sections"] = []
    made["children"] = (
        {"title": given["children_title"], "guidance": given["children_guidance"]} if given["has_children"] else None
    )
    made["appendix"] = _appendix(made["appendix"], given["appendix_title"]) if given["has_appendix"] else None
    made["people"]["authors"]["heading"] = given["authors_heading"]
    made["people"]["approvers"]["heading"] = given["approvers_heading"]
    return made


def _appendix(before: Mapping[str, Any] | None, title: str) -> Data:
    usual = {"caption": "Every action of the plan, as at {data_as_at}", "columns": [dict(c) for c in APPENDIX_COLUMNS]}
    return {**usual, **(before or {}), "title": title}


def with_priorities(data: Data, place: int | None, given: Mapping[str, Any] | None) -> Data:
    """With a plan period and its priorities changed, added (no place) or taken out (nothing given)."""
    made = copy.deepcopy(data)
    rows: list[Data] = made["priorities"]
    if given is None:
        if place is not None:
            del rows[place]
        return made
    before = rows[place]["options"] if place is not None else ()
    row = {
        "period": given["period"],
        "starts_on": _iso(given["starts_on"]),
        "ends_on": _iso(given["ends_on"]),
        "options": _options(given["options"], before),
    }
    if place is None:
        rows.append(row)
    else:
        rows[place] = row
    rows.sort(key=lambda kept: kept["starts_on"])
    return made


def _iso(day: date) -> str:
    return day.isoformat()
