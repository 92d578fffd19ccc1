"""How a form looks: any Django form becomes questions of the Scottish Government Design System."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import Input
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

CHOICES = (forms.RadioSelect, forms.CheckboxSelectMultiple)
NARROW = {"number": "ds_input--fixed-5", "date": "ds_input--fixed-10", "time": "ds_input--fixed-5"}


GROUPED = "design/fields/grouped.html"


class GroupedRadios(forms.RadioSelect):
    """One of many answers under headings: the first group stands open, the others are folded until they are asked for.

    A native list of fifty is slow on a telephone; this needs no JavaScript, and what was chosen is always in sight.
    """

    template_name = GROUPED


class Question(BoundField):
    """A field with its label, hint and error, in the design system's classes."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        widget = widget or self.field.widget
        attrs = super().build_widget_attrs(attrs, widget)
        own = str(widget.attrs.get("class", ""))
        if classes := " ".join(part for part in (system_class(widget), own, self._error_class(widget)) if part):
            attrs["class"] = classes
        if isinstance(widget, forms.Textarea):
            attrs.setdefault("rows", _rows(widget))
        return attrs

    def _error_class(self, widget: forms.Widget) -> str:
        return "ds_input--error" if self.errors and system_class(widget).startswith(("ds_input", "ds_select")) else ""

    @property
    def kind(self) -> str:
        """Which field template draws it."""
        return field_kind(self.field.widget)

    @property
    def is_optional(self) -> bool:
        """Most questions need an answer, so the page marks the others."""
        is_one_of = getattr(self.field, "is_one_of", False)  # one of several questions needs an answer
        return not self.field.required and not is_one_of and self.kind not in {"checkbox", "hidden"}

    @property
    def is_grouped(self) -> bool:
        """Whether its answers stand under headings, of which all but the first are folded."""
        return isinstance(self.field.widget, GroupedRadios)

    @property
    def error_target(self) -> str:
        """The id that the error summary links to: the first thing one can type in or choose."""
        if self.is_grouped:
            return f"{self.auto_id}_0_0"
        return f"{self.auto_id}_0" if self.kind == "choices" else self.id_for_label or self.auto_id


class Renderer(TemplatesSetting):
    """The project's form renderer (FORM_RENDERER)."""

    form_template_name = "design/fields/form.html"
    field_template_name = "design/fields/field.html"
    bound_field_class = Question

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        """As Django does; a list to choose from is written at once, where it would take a template for each answer."""
        if template_name == SELECT:
            return _select(context["widget"])
        if template_name == GROUPED:
            return _grouped(context["widget"])
        return super().render(template_name, context, request)


SELECT = "django/forms/widgets/select.html"


def _select(widget: Mapping[str, Any]) -> SafeString:
    """What Django's own templates write of a list to choose from, sign by sign."""
    parts = [f'<select name="{conditional_escape(widget["name"])}"{_attributes(widget["attrs"])}>']
    for group, options, _ in widget["optgroups"]:
        parts += [f'\n  <optgroup label="{conditional_escape(group)}">'] if group else []
        parts += [
            f'\n  <option value="{conditional_escape(option["value"])}"{_attributes(option["attrs"])}>'
            f"{conditional_escape(option['label'])}</option>\n"
            for option in options
        ]
        parts += ["\n  </optgroup>"] if group else []
    return mark_safe("".join((*parts, "\n</select>")))


def _grouped(widget: Mapping[str, Any]) -> SafeString:
    """Answers to choose from under headings; a heading that is folded opens where its answer was chosen."""
    parts = []
    for number, (heading, options, _) in enumerate(widget["optgroups"]):
        answers = "".join(map(_radio, options))
        title, is_open = conditional_escape(heading), any(option["selected"] for option in options)
        group = f'<div class="ds_field-group" role="group" aria-label="{title}">{answers}</div>'
        if number:
            shown = " open" if is_open else ""
            group = f'<details class="lippen-fold"{shown}><summary>{title}</summary>{group}</details>'
        else:
            group = f'<p class="lippen-group" aria-hidden="true">{title}</p>{group}'
        parts.append(group)
    return mark_safe(f'<div class="lippen-groups">{"".join(parts)}</div>')


def _radio(option: Mapping[str, Any]) -> str:
    name, value, label = (conditional_escape(option[key]) for key in ("name", "value", "label"))
    given = f'name="{name}" value="{value}"{_attributes(option["attrs"])}'
    label = f'<label class="ds_radio__label" for="{conditional_escape(option["attrs"]["id"])}">{label}</label>'
    return f'<div class="ds_radio ds_radio--small"><input type="radio" {given}>{label}</div>'


def _attributes(attributes: Mapping[str, Any]) -> str:
    said = ((conditional_escape(name), value) for name, value in attributes.items() if value is not False)
    return "".join(f" {name}" if value is True else f' {name}="{conditional_escape(value)}"' for name, value in said)


def _rows(widget: forms.Textarea) -> str:
    """As many as the form asks for; Django's own ten fill a phone before the first word."""
    rows = str(widget.attrs.get("rows", "10"))
    return "5" if rows == "10" else rows


def system_class(widget: forms.Widget) -> str:
    """The design system's class for the thing one types in or chooses."""
    if isinstance(widget, (forms.CheckboxSelectMultiple, forms.CheckboxInput)):  # the first is a RadioSelect, too
        return "ds_checkbox__input"
    if isinstance(widget, forms.RadioSelect):
        return "ds_radio__input"
    if isinstance(widget, forms.FileInput):
        return "ds_file-upload__input"
    if isinstance(widget, forms.Select):
        return "ds_select"
    if isinstance(widget, Input) and not widget.is_hidden:
        return f"ds_input {NARROW.get(widget.input_type, '')}".strip()
    return "ds_input" if isinstance(widget, forms.Textarea) else ""


def field_kind(widget: forms.Widget) -> str:
    """One of hidden, choices, parts, checkbox, select, file, textarea and text."""
    kinds: tuple[tuple[str, Any], ...] = (
        ("hidden", forms.HiddenInput),
        ("choices", CHOICES),
        ("parts", forms.MultiWidget),
        ("checkbox", forms.CheckboxInput),
        ("several", forms.SelectMultiple),
        ("select", forms.Select),
        ("file", forms.FileInput),
        ("textarea", forms.Textarea),
    )
    return next((kind for kind, types in kinds if isinstance(widget, types)), "text")
