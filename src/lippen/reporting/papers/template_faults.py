"""What would make a paper that nobody can sign, said to whoever makes its template."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from lippen.reporting.papers.drafting import DRAFTERS
from lippen.reporting.papers.editing import RECOMMENDATIONS
from lippen.reporting.papers.template import Section, Template
from lippen.reporting.rules import printed
from lippen.reporting.vocabulary import FIGURE_WORDS, SectionKind, TableSource

MOST_SECTIONS = 40
MOST_COLUMNS = 6
ON_PAGE_ONE = frozenset({SectionKind.TEXT, SectionKind.LIST, SectionKind.FIGURE, SectionKind.TABLE})


def template_faults(form: Template, *, on: date) -> tuple[str, ...]:
    """A sentence for each thing that has to change before the template can be in force from a day."""
    return (
        *_whole(form),
        *(fault for section in form.every_section for fault in _section(form, section, on)),
        *_priorities(form),
    )


def _whole(form: Template) -> Iterator[str]:
    keys = {section.key for section in form.sections}
    if RECOMMENDATIONS not in keys:
        yield (
            "It has no section with recommendations, so a committee would not know what it is asked. "
            "Add a list that Lippen drafts as “What the committee is asked to do”."
        )
    if "exempt" not in {question.key for _, question in form.questions()}:
        yield (
            "It does not ask whether the report is exempt, so nobody could keep one from the public. "
            "Put that question back."
        )
    if not form.authors_heading:
        yield "It names no author. Give the table of authors a heading."
    if not form.approvers_heading:
        yield "It names nobody who approves. Give the table of approvers a heading."
    if not form.name.strip():
        yield "It has no name. Give it one, as papers are chosen by it."
    if len(form.every_section) > MOST_SECTIONS:
        yield f"It has more than {MOST_SECTIONS} sections. Put some together."
    titles = [section.title.casefold() for section in form.sections]
    for title in dict.fromkeys(one for one in titles if titles.count(one) > 1):
        yield f"Two sections are called “{title}”. Give one another name."


def _section(form: Template, section: Section, on: date) -> Iterator[str]:
    place = f"“{section.title}”"
    if not section.title.strip():
        yield f"Section {section.number} has no title."
    if section.drafted_by and section.drafted_by not in DRAFTERS:
        yield f"{place} asks for a draft that Lippen does not know. Choose one from the list."
    if not section.number and section.kind not in ON_PAGE_ONE:
        yield f"{place} asks a question, and page one has room for none. Ask it in the report."
    if section.kind is SectionKind.FIGURE and section.figure not in FIGURE_WORDS:
        yield f"{place} does not say which figure it shows. Choose one."
    if section.table == TableSource.OWN and not 1 <= len(section.own_columns) <= MOST_COLUMNS:
        yield f"{place} needs from one to {MOST_COLUMNS} columns. Name each on a line of its own."
    if section.table == TableSource.PLAN and form.appendix_title:
        yield f"{place} shows the plan, and the appendix shows it again. Keep one of them."
    if section.question is not None:
        yield from _question(form, section, on)


def _question(form: Template, section: Section, on: date) -> Iterator[str]:
    question, place = section.question, f"“{section.title}”"
    assert question is not None
    if not question.words.strip():
        yield f"{place} asks nothing. Write the question."
    if question.from_priorities:
        if form.priorities_on(on) is None:
            yield f"{place} asks for priorities, and none are set for {printed(on)}. Add that plan period."
        return
    if not question.options:
        yield f"{place} has no answers to tick, so nobody could answer it. Add at least one."
    labels = [option.label.casefold() for option in question.options]
    if len(set(labels)) < len(labels):
        yield f"{place} has the same answer twice."
    if question.must_be and not question.must_be <= {option.key for option in question.options}:
        yield f"{place} can only be signed with an answer that is not offered. Offer it, or do not ask for it."


def _priorities(form: Template) -> Iterator[str]:
    for period in form.priorities:
        if period.ends_on <= period.starts_on:
            yield f"The priorities of {period.period} end before they begin."
        if not period.options:
            yield f"The priorities of {period.period} name none. Add them, or take the period out."
    for before, after in pairwise(sorted(form.priorities, key=lambda period: period.starts_on)):
        if before.ends_on > after.starts_on:
            yield f"The priorities of {before.period} and of {after.period} overlap. Let one end as the other begins."
