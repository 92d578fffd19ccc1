"""Two texts of one thing side by side: what somebody else said meanwhile and what is being sent, differences marked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from django import forms
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from lippen.design.words import day_words
from lippen.kernel.standing import Standing

UNSEEN = frozenset({"form_token", "csrfmiddlewaretoken"})
"""What a form sends of itself."""
DRAFT = "_draft"
"""The part that is one's own draft, saved in another tab or on another device."""


@dataclass(frozen=True)
class Question:
    """One question, as both answered it."""

    name: str
    label: str
    theirs: SafeString
    mine: SafeString
    differs: bool


@dataclass(frozen=True)
class Both:
    """What stands of one thing, and what is being sent over it."""

    part: str
    standing: Standing
    questions: tuple[Question, ...]
    is_own: bool

    @property
    def is_draft(self) -> bool:
        """Whether it is one's own draft rather than something recorded."""
        return self.part == DRAFT

    @property
    def differs(self) -> bool:
        """Whether the two say different things."""
        return any(each.differs for each in self.questions)


def both_of(form: forms.BaseForm, part: str, standing: Standing, *, is_own: bool) -> Both:
    """The questions of the form that what stands answers too, with both answers."""
    asked = [name for name in standing.said if name in form.fields and not form.fields[name].widget.is_hidden]
    questions = (_question(form, name, standing) for name in asked)
    return Both(part, standing, tuple(each for each in questions if each.theirs or each.mine), is_own)


def says_more(form: forms.BaseForm, found: Sequence[Both]) -> bool:
    """
    Whether more was answered than what stands answers too: then the two are not the same, though these answers are.

    What was sent counts, also to a question that the form asks no longer since somebody was quicker.
    """
    told = [form.add_prefix(question.name) for each in found for question in each.questions]
    sent: Any = form.data
    return any(
        str(sent[name]).strip()
        for name in sent
        if not (
            name.startswith("_") or name in UNSEEN or any(name == key or name.startswith(f"{key}_") for key in told)
        )
    )


def _question(form: forms.BaseForm, name: str, standing: Standing) -> Question:
    field = form.fields[name]
    theirs = standing.words.get(name) or words_of(field, standing.said[name])
    mine = words_of(field, form[name].value())
    shown = marked(theirs, mine)
    return Question(name, str(field.label), *shown, differs=_plain(theirs) != _plain(mine))


def _plain(words: str) -> str:
    return " ".join(words.split())


def words_of(field: forms.Field, value: Any) -> str:
    """An answer as a person reads it, whether it was typed just now or is recorded."""
    if value in (None, "", [], ()):
        return ""
    if isinstance(value, date):
        return day_words(value)
    if isinstance(field, forms.ChoiceField):
        return ", ".join(_chosen(field, str(each)) for each in ([value] if isinstance(value, str | int) else value))
    try:
        read = field.clean(value)
    except forms.ValidationError:
        return " ".join(map(str, value)).strip() if isinstance(value, list | tuple) else str(value)
    if isinstance(read, bool):
        return "Yes" if read else "No"
    return day_words(read) if isinstance(read, date) else str(read if read is not None else "")


def _chosen(field: forms.ChoiceField, value: str) -> str:
    """The words of a choice; what is offered no longer is said as it was given."""
    return next((str(words) for key, words in field.choices if str(key) == value), value)


def marked(theirs: str, mine: str) -> tuple[SafeString, SafeString]:
    """Both texts, with the words marked that the other has not."""
    if not (theirs and mine):
        return _html([(False, theirs)]), _html([(False, mine)])
    first, second = (re.findall(r"\s*\S+", words) for words in (theirs, mine))
    compared = SequenceMatcher(None, *([word.strip() for word in words] for words in (first, second)), autojunk=False)
    left, right = [], []
    for kind, a, b, c, d in compared.get_opcodes():
        left.append((kind != "equal", "".join(first[a:b])))
        right.append((kind != "equal", "".join(second[c:d])))
    return _html(left), _html(right)


def _html(runs: Sequence[tuple[bool, str]]) -> SafeString:
    """The runs of words one after the other, those of one text alone marked."""
    open_mark, close_mark, nothing = SafeString("<mark>"), SafeString("</mark>"), SafeString("")
    pieces = (
        (words[: len(words) - len(words.lstrip())], *((open_mark, close_mark) if alone else (nothing, nothing)), words)
        for alone, words in runs
        if words
    )
    return format_html_join(
        "", "{}{}{}{}", ((space, first, words.lstrip(), last) for space, first, last, words in pieces)
    )


def put_together(form: forms.BaseForm, found: Sequence[Both]) -> None:
    """Let each long answer that differs hold both texts, theirs first; what fits into one line is left as it is."""
    for each in found:
        for question in each.questions:
            if question.differs and can_hold_both(form.fields[question.name]):
                mine = str(form.data.get(form.add_prefix(question.name), "")).strip()
                theirs = str(each.standing.said[question.name]).strip()
                words = theirs if mine in theirs else mine if theirs in mine else f"{theirs}\n\n{mine}"
                form.data[form.add_prefix(question.name)] = words


def can_hold_both(field: forms.Field) -> bool:
    """Whether an answer is long enough to hold two texts."""
    return isinstance(field.widget, forms.Textarea)


def may_put_together(form: forms.BaseForm, found: Sequence[Both]) -> bool:
    """Whether there is any answer that can hold both texts, and does not yet."""
    return any(
        question.differs and question.theirs and question.mine and can_hold_both(form.fields[question.name])
        for each in found
        for question in each.questions
    )


def names_of(parts: Mapping[str, Standing], asked: str | None) -> tuple[str, ...]:
    """The parts that a page said it was about, as far as there are such; none where it showed no two texts."""
    if asked is None:  # the one part of a form that says one thing has the empty name
        return ()
    return tuple(part for part in asked.split(",") if part in parts)
