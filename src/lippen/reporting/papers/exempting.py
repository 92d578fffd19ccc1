"""The two editions of an exempt paper: the whole one with its marks, and the public one without what they cover.

Both are built from records. The public edition is built from records out of which the exempt words are taken first,
so that nothing that Lippen drafts, lists or counts in words can bring them back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from lippen.improvement.drawn_rows import PlanThen
from lippen.improvement.rows import ActionRow
from lippen.reporting.facts import AnswerRow, DifferenceRow, LineRow
from lippen.reporting.papers.build import PUBLIC, build_content, texts_of, themes_of
from lippen.reporting.papers.canonical import Content
from lippen.reporting.papers.drafting import lines_of
from lippen.reporting.papers.records import PaperRecords
from lippen.reporting.rows import ExemptRow
from lippen.reporting.schedule_7a import notice, numbers_words
from lippen.reporting.vocabulary import WHOLE

WHOLE_EDITION = "whole"
SUFFIX = "-public"
PUBLIC_NOTICE = "Public edition. Parts that are not for publication are left out; each says so where it stood."
QUESTION = "exempt"
DRAWN = "drawn:"
"""Before the key of a section that Lippen draws, in the name of its place."""
FEWEST_WORDS = 3
WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Place:
    """A part of a paper that can be exempt."""

    key: str
    words: str


def places(records: PaperRecords) -> tuple[Place, ...]:
    """Everything that can be marked: the whole paper, a section's text or what is drawn in it, a theme's answer, an
    action's line."""
    found = [Place(WHOLE, "The whole paper")]
    for section in (*records.template.members, *records.template.sections):
        title = f"{section.number}. {section.title}" if section.number else f"Page one: {section.title}"
        labels = {part.key: part.label for part in section.parts}
        found += [
            Place(f"text:{key}", f"{title}, {labels[key].lower()}" if key in labels else title)
            for key in section.text_keys
        ]
        if section.is_drawn:
            found.append(Place(f"{DRAWN}{section.key}", title))
    if records.template.asks_of_children:
        found += [Place(f"theme:{number}", f"What is different: {title}") for number, title in themes_of(records)]
    lines = lines_of(records)
    found += [
        Place(f"line:{action.ref}", f"Action {action.number}: {action.text[:80]}")
        for action in records.actions
        if action.id in lines
    ]
    return tuple(found)


def whole_content(records: PaperRecords, *, edition: str = PUBLIC) -> Content:
    """The content that is signed: as it is, and of an exempt paper with its notice and its marks."""
    exempt = records.exempt
    if exempt is None or not exempt.marks or edition != PUBLIC:
        return build_content(records, edition=edition)
    content = build_content(_with_texts(records, exempt, keep=True), edition=WHOLE_EDITION)
    return {**content, "notice": notice(exempt.paragraphs)}


def public_content(records: PaperRecords) -> Content:
    """The public edition of an exempt paper: nothing of what its marks cover, and of a wholly exempt one no part."""
    exempt = records.exempt
    assert exempt is not None  # only an exempt paper has a public edition of its own
    paper = replace(records.paper, ref=records.paper.ref + SUFFIX, subject=exempt.public_title or records.paper.subject)
    if exempt.is_whole:
        return _notice_alone(replace(records, paper=paper), exempt)
    content = build_content(_with_texts(replace(records, paper=paper), exempt, keep=False))
    return {**content, "notice": PUBLIC_NOTICE}


def _notice_alone(records: PaperRecords, exempt: ExemptRow) -> Content:
    """Where the whole paper is exempt: that it is there, for which meeting, and why it is not for publication."""
    nothing = {"actions": (), "changes": (), "updates": (), "texts": {}, "differences": {}, "lines": {}}
    bare = build_content(replace(records, **nothing, decided=(), then_of=_nothing_then))
    header = next(
        (block for part in bare["parts"] for block in part["blocks"] if block["kind"] == "facts"),
        {"kind": "facts", "rows": [["Meeting", records.paper.committees]]},
    )
    blocks = [header, _paragraph(notice(exempt.paragraphs))]
    if exempt.reason:
        blocks.append(_paragraph(exempt.reason))
    return {
        **bare,
        "notice": notice(exempt.paragraphs),
        "parts": [{"key": "report", "title": "Report", "blocks": blocks}],
        "figures": [],
    }


def _nothing_then(days: Sequence[date]) -> tuple[PlanThen, ...]:
    return tuple(PlanThen(day, ()) for day in days)


def _paragraph(text: str) -> dict[str, Any]:
    return {"kind": "paragraph", "number": None, "text": text}


def _with_texts(records: PaperRecords, exempt: ExemptRow, *, keep: bool) -> PaperRecords:
    """The records with each marked part under its mark, or its mark in its place."""
    marks = exempt.by_place

    def said(key: str, paragraphs: Sequence[str]) -> tuple[str, ...]:
        mark = f"Not for publication ({numbers_words(marks[key])})."
        return (mark, *paragraphs) if keep else (mark,)

    whole = exempt.is_whole and keep
    if whole:  # the notice stands on every page's first lines; the parts need no marks of their own
        return records
    texts, written = dict(records.texts), texts_of(records)
    for key in (place.removeprefix("text:") for place in marks if place.startswith("text:")):
        texts[key] = said(f"text:{key}", written.get(key, ()))
    return replace(
        records if keep else _without_exempt_actions(records, marks),
        texts=texts,
        differences=_differences(records.differences, marks, keep),
        lines=_lines(records, marks, said),
        answers=records.answers if keep else _public_answers(records.answers, exempt),
        covers=_covers(marks, keep),
    )


def _covers(marks: Mapping[str, tuple[int, ...]], keep: bool) -> dict[str, tuple[str, bool]]:
    """The mark over each table or figure that is exempt, and whether it is printed below its mark."""
    return {
        place.removeprefix(DRAWN): (f"Not for publication ({numbers_words(numbers)}).", keep)
        for place, numbers in marks.items()
        if place.startswith(DRAWN)
    }


def _differences(
    given: Mapping[int, DifferenceRow], marks: Mapping[str, tuple[int, ...]], keep: bool
) -> dict[int, DifferenceRow]:
    rows = {}
    for number, row in given.items():
        key = f"theme:{number}"
        if key in marks:
            mark = f"Not for publication ({numbers_words(marks[key])})."
            text = f"{mark} {row.text}" if keep else mark
            row = replace(row, text=text) if keep else replace(row, text=text, source="see above")
        rows[number] = row
    return rows


def _lines(records: PaperRecords, marks: Mapping[str, tuple[int, ...]], said: Any) -> dict[int, LineRow]:
    rows = dict(lines_of(records))
    for action in records.actions:
        key = f"line:{action.ref}"
        if key in marks and action.id in rows:
            rows[action.id] = replace(rows[action.id], paragraphs=said(key, rows[action.id].paragraphs))
    return rows


def _without_exempt_actions(records: PaperRecords, marks: Mapping[str, tuple[int, ...]]) -> PaperRecords:
    """What the plan says of an action whose line is exempt is taken out: its words, its reasons, its changes."""
    refs = {key.removeprefix("line:") for key in marks if key.startswith("line:")}
    ids = {action.id for action in records.actions if action.ref in refs}
    return replace(
        records,
        actions=tuple(_hidden(action, marks) if action.ref in refs else action for action in records.actions),
        changes=tuple(row for row in records.changes if row.action_ref not in refs),
        updates=tuple(row for row in records.updates if row.action_id not in ids),
    )


def _hidden(action: ActionRow, marks: Mapping[str, tuple[int, ...]]) -> ActionRow:
    words = f"Not for publication ({numbers_words(marks[f'line:{action.ref}'])})"
    return replace(action, text=words, standing_reason="see the exempt edition", postponed=None)


def _public_answers(answers: Mapping[str, AnswerRow], exempt: ExemptRow) -> dict[str, AnswerRow]:
    """The reason that the public reads for the exemption is the one that was written for it."""
    given = dict(answers)
    if QUESTION in given:
        given[QUESTION] = replace(given[QUESTION], note=exempt.reason)
    return given


# --- nothing exempt may stand elsewhere ---


def leaks(records: PaperRecords) -> tuple[str, ...]:
    """A sentence for each exempt text that the public edition would still say somewhere else."""
    exempt = records.exempt
    if exempt is None or not exempt.marks:
        return ()
    public = [" ".join(_plain(text)) for text in strings_of(public_content(records))]
    told = {place.key: place.words for place in places(records)}
    return tuple(
        f"Words of “{told.get(key, key)}” are exempt and stand elsewhere too: “{text[:80]}”. Mark that place as well, "
        "or write it otherwise."
        for key, text in exempt_texts(records)
        if len(_plain(text)) >= FEWEST_WORDS and any(" ".join(_plain(text)) in given for given in public)
    )


def exempt_texts(records: PaperRecords) -> Iterator[tuple[str, str]]:
    """Every sentence that the marks cover, with the place that it stands in; of a wholly exempt paper every text."""
    exempt = records.exempt
    assert exempt is not None
    marks = exempt.by_place
    texts, lines = texts_of(records), lines_of(records)
    for key, paragraphs in texts.items():
        if exempt.is_whole or f"text:{key}" in marks:
            yield from ((f"text:{key}", sentence) for text in paragraphs for sentence in _sentences(text))
    shows_decided = {f"{DRAWN}{section.key}" for section in records.template.decided_tables}
    for key in sorted(shows_decided if exempt.is_whole else shows_decided & marks.keys()):
        yield from ((key, sentence) for row in records.decided for sentence in _sentences(row.agreed))
    for number, row in records.differences.items():
        if exempt.is_whole or f"theme:{number}" in marks:
            yield from ((f"theme:{number}", sentence) for sentence in _sentences(row.text))
    for action in records.actions:
        key = f"line:{action.ref}"
        if (exempt.is_whole or key in marks) and action.id in lines:
            given = (*lines[action.id].paragraphs, action.text)
            yield from ((key, sentence) for text in given for sentence in _sentences(text))


def words_of_exempt(records: PaperRecords, words: str) -> str:
    """The first exempt sentence that these words repeat; nothing where they repeat none."""
    if records.exempt is None:
        return ""
    said = " ".join(_plain(words))
    found = (text for _, text in exempt_texts(records) if len(_plain(text)) >= FEWEST_WORDS)
    return next((text for text in found if " ".join(_plain(text)) in said), "")


def strings_of(value: Any) -> Iterator[str]:
    """Every string of a content, at any depth."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from strings_of(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from strings_of(item)


def _sentences(text: str) -> Iterable[str]:
    return (part.strip() for part in re.split(r"(?<=[.!?;:])\s+", text) if part.strip())


def _plain(text: str) -> list[str]:
    return WORD.findall(text.casefold())
