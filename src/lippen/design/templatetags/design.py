"""`{% load design %}`: the words, marks and components that pages are made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from django import forms, template
from django.http import QueryDict
from django.template import Context
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from lippen.design import components, words
from lippen.design.components import Table
from lippen.design.marks import Mark, standing_mark, state_mark
from lippen.kernel.calendar import Period

register = template.Library()
MARK = "design/parts/mark.html"
ENDS = mark_safe("\n")  # whatever follows a mark stands apart from it


@cache
def _shape(mark: Mark) -> SafeString:
    """Word and shape of a mark: a list holds hundreds of them, and few are different."""
    # The shapes are constants of marks.py, never anybody's text.
    return render_to_string(MARK, {"css": mark.css, "word": mark.word, "shape": mark_safe(mark.shape)})


def _mark(mark: Mark, reason: str) -> SafeString:
    said = "" if str(reason or "").casefold() == mark.word.casefold() else reason or ""
    return (
        format_html('{} <span class="lippen-reason">{}</span>\n', _shape(mark), said) if said else _shape(mark) + ENDS
    )


@register.simple_tag
def state(key: str, reason: str = "") -> SafeString:
    """The state of an action: word and shape."""
    return _mark(state_mark(key), reason)


@register.simple_tag
def standing(key: str, reason: str = "") -> SafeString:
    """The standing (BRAG): word, shape, colour, and the reason beside it."""
    return _mark(standing_mark(key), reason)


@register.simple_tag
def day(on: date | None) -> str:
    return words.day_words(on)


@register.simple_tag
def instant(at: datetime | None) -> str:
    return words.instant_words(at)


@register.simple_tag
def period(given: Period | date | None) -> str:
    return words.period_words(given)


@register.simple_tag
def lateness(on: Period | date | None, today: date) -> str:
    return words.lateness_words(on, today)


@register.simple_tag
def review(on: Period | date | None, today: date) -> str:
    return words.review_words(on, today)


@register.simple_tag
def count(number: int, noun: str, plural: str = "") -> str:
    return words.count_words(number, noun, plural)


@register.filter
def thousands(number: int) -> str:
    """1,150,312."""
    return f"{number:,}"


@register.filter
def as_sentence(text: str) -> str:
    return words.sentence_words(text)


@register.filter
def size_words(size: int) -> str:
    return words.size_words(size)


@register.simple_tag
def first_and_current(first: Period | date | None, current: Period | date | None) -> SafeString:
    """The current date; the first one beside it when it has moved."""
    moved = words.first_and_current(first, current)
    current_words = format_html('<span class="lippen-date">{}</span>', moved.current)
    if not moved.has_moved:
        return current_words
    return format_html('{} <span class="lippen-first">first set: {}</span>', current_words, moved.first)


@register.simple_tag
def home_url() -> str:
    try:
        return reverse("web:home")
    except NoReverseMatch:
        return "/"


@register.simple_tag
def print_button(words: str = "Print this page") -> SafeString:
    """Shown only where it works: without JavaScript the browser's own print does."""
    return format_html('<button type="button" class="ds_link" data-print hidden>{}</button>', words)


@register.inclusion_tag("design/parts/breadcrumbs.html")
def breadcrumbs(crumbs: Iterable[Any] | None) -> dict[str, object]:
    return {"crumbs": tuple(crumbs or ())}


@register.inclusion_tag("design/parts/empty.html")
def empty(title: str, words: str = "", url: str = "", link: str = "") -> dict[str, object]:
    """What will appear here, and how to make the first one."""
    return {"title": title, "words": words, "url": url, "link": link or url}


@register.inclusion_tag("design/parts/summary_list.html")
def summary_list(rows: Iterable[Any]) -> dict[str, object]:
    """Rows are components.Fact, or pairs of label and value."""
    return {"rows": [{"label": row[0], "value": row[1]} if isinstance(row, (tuple, list)) else row for row in rows]}


@register.inclusion_tag("design/parts/prose.html")
def prose(paragraphs: Iterable[str]) -> dict[str, object]:
    """Paragraphs as they read: those that begin with a bullet are a list."""
    return {"blocks": components.blocks(tuple(paragraphs))}


@register.inclusion_tag("design/parts/timeline.html")
def timeline(entries: Iterable[Any]) -> dict[str, object]:
    return {"entries": tuple(entries)}


@register.inclusion_tag("design/parts/error_summary.html")
def error_summary(form: forms.BaseForm) -> dict[str, object]:
    """Everything that keeps the form from being sent, each with a link to its question."""
    if not form.errors:
        return {"errors": []}
    found = [{"sentence": sentence, "target": ""} for sentence in form.non_field_errors()]
    for field in form:
        target = "" if field.is_hidden else getattr(field, "error_target", field.id_for_label)
        found += [{"sentence": sentence, "target": target} for sentence in field.errors]
    return {"errors": found}


@register.inclusion_tag("design/parts/data_table.html", takes_context=True)
def data_table(context: Context, table: Table) -> dict[str, object]:
    rows = [list(zip(table.columns, row, strict=True)) for row in table.rows]
    return {"table": table, "rows": rows, "request": context.get("request")}


def _query(context: Context) -> QueryDict:
    request = context.get("request")
    return request.GET.copy() if request is not None else QueryDict(mutable=True)


def _address(query: QueryDict) -> str:
    return f"?{query.urlencode()}" if query else "?"


@register.simple_tag(takes_context=True)
def sort_link(context: Context, label: str, key: str) -> SafeString:
    """A column's heading as a link: once up, once down; the filters stay, the page starts again."""
    query = _query(context)
    now = query.get("sort", "")
    query["sort"] = f"-{key}" if now == key else key
    query.pop("page", None)
    arrow = {key: "▲", f"-{key}": "▼"}.get(now, "")
    said = format_html('<span aria-hidden="true" class="lippen-sort__arrow">{}</span>', arrow) if arrow else ""
    return format_html('<a class="lippen-sort" href="{}">{}{}</a>', _address(query), label, said)


@register.simple_tag(takes_context=True)
def sort_state(context: Context, key: str) -> SafeString | str:
    """The heading's aria-sort, when the table is sorted by it."""
    now = _query(context).get("sort", "")
    direction = {key: "ascending", f"-{key}": "descending"}.get(now, "")
    return format_html(' aria-sort="{}"', direction) if direction else ""


@register.inclusion_tag("design/parts/filters.html", takes_context=True)
def filters(context: Context, form: forms.BaseForm, label: str = "Filter", button: str = "Show") -> dict[str, object]:
    """Filters sent by GET, remembered in the address; the order chosen and the day looked at stay."""
    query = _query(context)
    own = {form.add_prefix(name) for name in form.fields} | {"page"}
    kept = [(name, value) for name, values in query.lists() if name not in own for value in values]
    rest = QueryDict(mutable=True)
    for name, value in kept:
        rest.appendlist(name, value)
    is_filtered = any(value for name, value in query.items() if name in own - {"page"})
    return {"form": form, "kept": kept, "label": label, "button": button, "clear_url": is_filtered and _address(rest)}


@register.inclusion_tag("design/parts/pages.html", takes_context=True)
def pages(context: Context, page_obj: Any, noun: str = "rows", one: str = "") -> dict[str, object]:
    """Where we are among how many, and the way to the other pages; `one` is the noun of a single row."""
    last = page_obj.paginator.num_pages
    return {
        "several": last > 1,
        "total": f"{page_obj.paginator.count:,}",
        "noun": noun if page_obj.paginator.count != 1 else one or noun.removesuffix("s"),
        "first": f"{page_obj.start_index():,}",
        "last": f"{page_obj.end_index():,}",
        "links": _page_links(context, page_obj.number, words.page_window(page_obj.number, last)),
        "previous_url": page_obj.has_previous() and _page_url(context, page_obj.number - 1),
        "next_url": page_obj.has_next() and _page_url(context, page_obj.number + 1),
    }


def _page_links(context: Context, current: int, window: Sequence[int | None]) -> list[dict[str, object]]:
    return [
        {"gap": True}
        if number is None
        else {"number": number, "url": _page_url(context, number), "current": number == current}
        for number in window
    ]


def _page_url(context: Context, number: int) -> str:
    query = _query(context)
    query["page"] = str(number)
    return _address(query)
