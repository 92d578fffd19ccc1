"""Forms that people fill in: questions, one-time tokens, refusals shown where they belong, drafts put back."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.forms.utils import pretty_name
from django.http import QueryDict

from lippen.design.days import NO_DAY, is_no_day
from lippen.kernel.errors import CannotDo
from lippen.kernel.typed import tidied

NO_SUCH_CHOICE = forms.ChoiceField.default_error_messages["invalid_choice"]
PLAIN = {
    "max_length": "This has %(show_value)d characters; the most is %(limit_value)d. Shorten it.",
    "max_value": "The most is %(limit_value)s.",
    "min_value": "The least is %(limit_value)s.",
    "invalid_choice": "“%(value)s” is not one of the answers offered. Choose one of them.",
    "null_characters_not_allowed": "Take out the sign that cannot be kept (NUL).",
}
PERIOD_HINT = "A day, a month or a range, such as 25 October 2012, October 2012 or Sept / Oct 2012"
DAY_MISSING = "Enter a day, a month and a year, such as 25 10 2012."
MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
SHORT_MONTHS = {name[:3]: number for name, number in MONTHS.items()}


class DesignForm(forms.Form):
    """
    A form of the house: it carries a token that works once, and leaves checking to our own words.

    An action takes `form.token` to kernel.drafts.once, so that a double click or the back button records nothing twice.
    """

    use_required_attribute = False
    form_token = forms.CharField(widget=forms.HiddenInput, required=False, max_length=36)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.fields["form_token"].initial = lambda: str(uuid4())
        for name, field in self.fields.items():
            _plain_words(name, field)

    def full_clean(self) -> None:
        """Tidy what was typed before anything is made of it, so that it is also shown again tidied."""
        for name, field in self.fields.items():  # those too that a form has added since it was made
            _plain_words(name, field)
        if self.is_bound:
            self.data = _tidied(self)
        super().full_clean()

    @property
    def token(self) -> str:
        """The one-time token as it was sent."""
        return str(self.cleaned_data.get("form_token") or uuid4())


def _tidied(form: forms.BaseForm) -> Any:
    """What was sent, its typed words tidied; choices and hidden fields stay as they are."""
    data: Any = form.data.copy()
    for name, field in form.fields.items():
        key = form.add_prefix(name)
        if key not in data or not isinstance(field, forms.CharField) or not _is_kept(field.widget):
            continue
        if isinstance(data, QueryDict):
            data.setlist(key, [tidied(words) for words in data.getlist(key)])
        elif isinstance(data[key], str):
            data[key] = tidied(data[key])
    return data


class FilterForm(forms.Form):
    """Filters of a list: sent by GET, kept in the address, never refused."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def chosen(self) -> dict[str, Any]:
        """What was asked for; an answer that cannot be read counts as not given."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "", [], ())}


@contextmanager
def explained(form: forms.BaseForm) -> Iterator[None]:
    """Show an action's refusal in the form's error summary, at its field when it names one."""
    try:
        yield
    except CannotDo as refusal:
        field = refusal.field if refusal.field in form.fields else None
        form.add_error(field, refusal.sentence)


def put_back(form: forms.BaseForm, fields: Mapping[str, str]) -> forms.BaseForm:
    """Fill an unbound form from a draft, keeping it unbound: a draft is not yet an answer, so nothing is an error."""
    data = QueryDict(mutable=True)
    for name, text in fields.items():
        data.setlist(name, str(text).split("\n") if _takes_several(form, name) else [str(text)])
    for name, field in form.fields.items():
        widget, key = field.widget, form.add_prefix(name)
        if _is_kept(widget) and not widget.value_omitted_from_data(data, {}, key):
            form.initial[name] = widget.value_from_datadict(data, {}, key)
    return form


def typed_fields(form: forms.BaseForm) -> dict[str, str]:
    """What was typed, as a draft keeps it: for the Save draft button, which works without JavaScript."""
    data: Any = form.data
    kept: dict[str, str] = {}
    for name, field in form.fields.items():
        if not _is_kept(field.widget):
            continue
        key = form.add_prefix(name)
        for sent in (each for each in data if each == key or each.startswith(f"{key}_")):
            values = data.getlist(sent) if hasattr(data, "getlist") else [data[sent]]
            kept[sent] = "\n".join(values) if _takes_several(form, sent) else str(values[-1])
    return kept


def _is_kept(widget: forms.Widget) -> bool:
    return not (widget.is_hidden or widget.needs_multipart_form or isinstance(widget, forms.PasswordInput))


def _takes_several(form: forms.BaseForm, name: str) -> bool:
    return any(
        form.add_prefix(key) == name and getattr(field.widget, "allow_multiple_selected", False)
        for key, field in form.fields.items()
    )


def _plain_words(name: str, field: forms.Field) -> None:
    """Replace Django's general words by ones that say what to do, unless the form has its own."""
    label = str(field.label or pretty_name(name)).rstrip("?")
    for code, sentence in PLAIN.items():
        if code not in field.error_messages or field.error_messages[code] == NO_SUCH_CHOICE:
            field.error_messages[code] = sentence
    if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
        field.error_messages["required"] = f"{_verb(field)}: {label}"


def _verb(field: forms.Field) -> str:
    if isinstance(field, forms.BooleanField):
        return "Tick the box"
    if isinstance(field, forms.FileField):
        return "Choose a file"
    return "Choose an answer" if isinstance(field, forms.ChoiceField) else "Write an answer"


class DayPartsWidget(forms.MultiWidget):
    """Three boxes: day, month, year. No calendar to fight with, and a month may be a word."""

    template_name = "design/fields/day_parts.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        box = {"inputmode": "numeric", "autocomplete": "off"}
        super().__init__(
            {
                "day": forms.TextInput({**box, "class": "ds_input ds_input--fixed-2", "maxlength": 2}),
                "month": forms.TextInput(
                    {"autocomplete": "off", "class": "ds_input ds_input--fixed-3", "maxlength": 9}
                ),
                "year": forms.TextInput({**box, "class": "ds_input ds_input--fixed-4", "maxlength": 4}),
            },
            attrs,
        )

    def decompress(self, value: object) -> list[str]:
        if isinstance(value, date):
            return [str(value.day), str(value.month), str(value.year)]
        return ["", "", ""]

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_day" if id_ else id_

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for part, words in zip(context["widget"]["subwidgets"], ("Day", "Month", "Year"), strict=True):
            part["words"] = words
            part["attrs"]["id"] = f"{(attrs or {}).get('id', 'id_' + name)}_{words.lower()}"
            part["attrs"].pop("aria-describedby", None)
        return context


YEARS = range(1850, 2200)
"""Years that a form takes: nobody means another, and days are counted on from what it takes."""


class DatePartsField(forms.MultiValueField):
    """A day given in three parts; it answers a date, or says what is wrong with it."""

    widget = DayPartsWidget

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("error_messages", {}).setdefault("required", DAY_MISSING)
        kwargs.setdefault("help_text", "Such as 25 10 2012")
        fields = tuple(forms.CharField(required=False, max_length=9) for _ in range(3))
        super().__init__(fields, require_all_fields=False, **kwargs)

    def compress(self, parts: list[str]) -> date | None:
        if not any(parts):
            if self.required:  # blanks alone: no field of the three is empty, and nothing is said
                raise forms.ValidationError(self.error_messages["required"], code="required")
            return None
        day, month, year = (*parts, "", "", "")[:3]
        if not (day and month and year):
            raise forms.ValidationError(DAY_MISSING, code="incomplete")
        return _day(day.strip(), month.strip(), year.strip())


def _day(day: str, month: str, year: str) -> date:
    number = MONTHS.get(month.lower()) or SHORT_MONTHS.get(month.lower()[:3]) or month
    try:
        if len(year) != 4:
            raise forms.ValidationError("Write the year in four figures, such as 2012.", code="year")
        found = date(_figures(year), _figures(number), _figures(day))
    except ValueError as error:
        said = f"{day} {month} {year}"
        raise forms.ValidationError(NO_DAY.format(said), code="no_day") from error
    if found.year not in YEARS:
        raise forms.ValidationError(f"{year} is too far away. Check the year.", code="year")
    return found


def _figures(written: str | int) -> int:
    """A whole number in figures alone: Python would also read 2_12 and +1."""
    if isinstance(written, str) and not written.isdigit():
        raise ValueError(written)
    return int(written)


class PeriodField(forms.CharField):
    """A date in words: a day, a month, "Sept / Oct 2012" or a year. `read` turns the words into a period."""

    def __init__(self, *, read: Callable[[str], Any], **kwargs: Any) -> None:
        kwargs.setdefault("help_text", PERIOD_HINT)
        kwargs.setdefault("max_length", 60)
        kwargs.setdefault("widget", forms.TextInput({"class": "ds_input--fixed-20", "autocomplete": "off"}))
        super().__init__(**kwargs)
        self.read = read

    def prepare_value(self, value: Any) -> Any:
        return getattr(value, "text", value)

    def clean(self, value: Any) -> Any:
        words = super().clean(value)
        if not words:
            return None
        try:
            period = self.read(words)
        except ValueError:
            period = None
        if period is None and is_no_day(words):
            raise forms.ValidationError(NO_DAY.format(words), code="no_day")
        if period is None:
            raise forms.ValidationError(
                f"We could not read “{words}” as a date. Write it like 25 October 2012, October 2012 or 2012.",
                code="period",
            )
        return period
