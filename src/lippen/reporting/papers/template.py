"""The form of a paper as data: loaded from JSON, checked, and given out as frozen values."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from lippen.reporting.vocabulary import DECIDED_TABLES, TABLE_COLUMNS, TRENDS, SectionKind, TableSource

FOLDER = Path(__file__).with_name("templates")
FACTS = frozenset({"committee", "meeting", "subject", "report_by"})
# The seed's form says the standings under these two without a word about it in its data.
SHOW_STANDING = frozenset({"members.late", "considerations"})
DATES = frozenset({"period_last_day", "data_as_at", "text_closed_on", "issue_on", "meets_on"})


class TemplateFault(ValueError):
    """A template that no paper can be written on; the sentence names the place."""


@dataclass(frozen=True)
class Option:
    key: str
    label: str


@dataclass(frozen=True)
class Question:
    """A question with options; `note_when` names the answers that need a note, `must_be` those that allow signing."""

    key: str
    words: str
    options: tuple[Option, ...]
    many: bool = False
    from_priorities: bool = False
    note_label: str = ""
    note_when: frozenset[str] = frozenset()
    must_be: frozenset[str] = frozenset()


@dataclass(frozen=True)
class SectionPart:
    """A text of its own inside a section."""

    key: str
    label: str


@dataclass(frozen=True)
class Section:
    key: str
    number: int
    title: str
    kind: SectionKind
    guidance: str
    required: bool
    drafted_by: str = ""
    lead_in: str = ""
    parts: tuple[SectionPart, ...] = ()
    question: Question | None = None
    keeps_list: bool = False
    table: str = ""
    figure: str = ""
    own_columns: tuple[str, ...] = ()
    shows_standing: bool = False

    @property
    def typed_columns(self) -> tuple[str, ...]:
        """The headings of a table whose rows the author types; none for any other section."""
        if self.table == TableSource.OWN:
            return self.own_columns
        return TABLE_COLUMNS.get(self.table, ())

    @property
    def is_drawn(self) -> bool:
        """Whether Lippen draws it from the records, so that its author writes nothing in it."""
        return bool(self.table or self.figure) and not self.typed_columns

    @property
    def text_keys(self) -> tuple[str, ...]:
        """The keys under which this section's texts are kept; none for a bare choice."""
        if self.parts:
            return tuple(part.key for part in self.parts)
        has_text = self.keeps_list or self.kind in {SectionKind.TEXT, SectionKind.LIST}
        has_text |= bool(self.typed_columns) or (self.kind is SectionKind.TABLE and not self.table)
        return (self.key,) if has_text else ()


@dataclass(frozen=True)
class Labelled:
    """A printed label and the fact that stands beside it."""

    label: str
    fact: str


@dataclass(frozen=True)
class Column:
    key: str
    heading: str
    share: int


@dataclass(frozen=True)
class Priorities:
    """A council's priorities for some years; the end is not included."""

    period: str
    starts_on: date
    ends_on: date
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Template:
    key: str
    version: int
    name: str
    header: tuple[Labelled, ...]
    dates: tuple[Labelled, ...]
    members_title: str
    members_most_lines: int
    members: tuple[Section, ...]
    children_title: str
    children_guidance: str
    sections: tuple[Section, ...]
    appendix_title: str
    appendix_caption: str
    appendix_columns: tuple[Column, ...]
    authors_heading: str
    author_columns: tuple[str, ...]
    approvers_heading: str
    priorities: tuple[Priorities, ...]

    @property
    def prints_lines(self) -> bool:
        """Whether the paper prints a line about each action, which leads then have to agree."""
        return bool(self.appendix_title) or any(section.table == TableSource.PLAN for section in self.every_section)

    @property
    def decided_tables(self) -> tuple[Section, ...]:
        """The sections that show what was decided on the plan."""
        return tuple(section for section in self.every_section if section.table in DECIDED_TABLES)

    @property
    def trends(self) -> tuple[Section, ...]:
        """The sections that show how the plan's numbers went."""
        return tuple(section for section in self.every_section if section.figure in TRENDS)

    @property
    def asks_of_children(self) -> bool:
        """Whether the paper says theme by theme what is different for children."""
        return bool(self.children_title)

    @property
    def every_section(self) -> tuple[Section, ...]:
        """The sections of page one, then the numbered ones."""
        return (*self.members, *self.sections)

    def section(self, key: str) -> Section:
        """The section that keeps this key, page one included; KeyError when there is none."""
        for section in self.every_section:
            if key == section.key or key in section.text_keys:
                return section
        raise KeyError(key)

    def priorities_on(self, day: date) -> Priorities | None:
        """The priorities in force on a day."""
        return next((p for p in self.priorities if p.starts_on <= day < p.ends_on), None)

    def questions(self) -> tuple[tuple[Section, Question], ...]:
        """Every section that asks, with its question."""
        return tuple((section, section.question) for section in self.sections if section.question)

    def options_of(self, question: Question, day: date) -> tuple[Option, ...]:
        """What may be answered; the priorities depend on the day."""
        if not question.from_priorities:
            return question.options
        found = self.priorities_on(day)
        return found.options if found else ()


@cache
def template(key: str = "progress-report", version: int = 1) -> Template:
    """The template of this key and version; KeyError when there is none."""
    for path in sorted(FOLDER.glob("*.json")):
        data = json.loads(path.read_text(encoding="utf-8"))
        if (data.get("key"), data.get("version")) == (key, version):
            return read_template(data)
    raise KeyError(f"{key} {version}")


@cache
def shipped() -> tuple[tuple[Template, str], ...]:
    """Every template that Lippen brings, with its data as text; the usual one first."""
    found = [(read_template(json.loads(text)), text) for text in map(_text_of, sorted(FOLDER.glob("*.json")))]
    return tuple(sorted(found, key=lambda pair: (pair[0].key != "progress-report", pair[0].name)))


def _text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@lru_cache(maxsize=64)
def read_text(text: str) -> Template:
    """A template out of its data as text; the same text is read once."""
    return read_template(json.loads(text))


def read_template(data: Mapping[str, Any]) -> Template:
    """A template out of plain data, or TemplateFault naming what is wrong."""
    try:
        made = _template(data)
    except KeyError as missing:
        raise TemplateFault(f"The template has no {missing.args[0]}.") from None
    _check(made)
    return made


def _template(data: Mapping[str, Any]) -> Template:
    members, people = data["members"], data["people"]
    appendix = data["appendix"] or {"title": "", "caption": "", "columns": ()}
    children = data["children"] or {"title": "", "guidance": ""}
    return Template(
        key=data["key"],
        version=data["version"],
        name=data["name"],
        header=tuple(Labelled(row["label"], row["from"]) for row in data["header"]),
        dates=tuple(Labelled(row["label"], row["from"]) for row in data["dates"]),
        members_title=members["title"],
        members_most_lines=members["most_lines"],
        members=tuple(_section({"kind": "text", "number": 0, "required": True, **row}) for row in members["sections"]),
        children_title=children["title"],
        children_guidance=children["guidance"],
        sections=tuple(_section(row) for row in data["sections"]),
        appendix_title=appendix["title"],
        appendix_caption=appendix["caption"],
        appendix_columns=tuple(Column(row["key"], row["heading"], row["share"]) for row in appendix["columns"]),
        authors_heading=people["authors"]["heading"],
        author_columns=tuple(people["authors"]["columns"]),
        approvers_heading=people["approvers"]["heading"],
        priorities=tuple(_priorities(row) for row in data["priorities"]),
    )


def _section(row: Mapping[str, Any]) -> Section:
    return Section(
        key=row["key"],
        number=row["number"],
        title=row["title"],
        kind=_kind(row),
        guidance=row["guidance"],
        required=row["required"],
        drafted_by=row.get("drafted_by", ""),
        lead_in=row.get("lead_in", ""),
        parts=tuple(SectionPart(part["key"], part["label"]) for part in row.get("parts", ())),
        question=_question(row["question"]) if "question" in row else None,
        keeps_list=row.get("keeps_list", False),
        table=row.get("table", ""),
        figure=row.get("figure", ""),
        own_columns=tuple(row.get("columns", ())),
        shows_standing=row.get("shows_standing", row["key"] in SHOW_STANDING),
    )


def _kind(row: Mapping[str, Any]) -> SectionKind:
    try:
        return SectionKind(row["kind"])
    except ValueError:
        raise TemplateFault(f"Section {row['key']}: {row['kind']} is not a kind of section.") from None


def _question(row: Mapping[str, Any]) -> Question:
    from_priorities = row["options"] == "priorities"
    return Question(
        key=row["key"],
        words=row["words"],
        options=() if from_priorities else _options(row["options"]),
        many=row.get("many", False),
        from_priorities=from_priorities,
        note_label=row.get("note_label", ""),
        note_when=frozenset(row.get("note_when", ())),
        must_be=frozenset(row.get("must_be", ())),
    )


def _options(rows: list[Mapping[str, str]]) -> tuple[Option, ...]:
    return tuple(Option(row["key"], row["label"]) for row in rows)


def _priorities(row: Mapping[str, Any]) -> Priorities:
    return Priorities(
        row["period"],
        date.fromisoformat(row["starts_on"]),
        date.fromisoformat(row["ends_on"]),
        _options(row["options"]),
    )


def _check(made: Template) -> None:
    keys = [key for section in made.every_section for key in (section.text_keys or (section.key,))]
    if twice := {key for key in keys if keys.count(key) > 1}:
        raise TemplateFault(f"Two sections are called {sorted(twice)[0]}.")
    if [section.number for section in made.sections] != list(range(1, len(made.sections) + 1)):
        raise TemplateFault("The sections are not numbered 1, 2, 3 in order.")
    for section in made.sections:
        if section.kind in {SectionKind.CHOICE, SectionKind.DECLARATION} and section.question is None:
            raise TemplateFault(f"Section {section.key} is a choice without a question.")
    if unknown := {row.fact for row in made.header} - FACTS | {row.fact for row in made.dates} - DATES:
        raise TemplateFault(f"The form names a fact that no paper has: {sorted(unknown)[0]}.")
