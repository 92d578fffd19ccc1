"""The forms with which a template is changed: lists are typed one to a line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from lippen.design.forms import DatePartsField, DesignForm
from lippen.reporting.papers.drafting import DRAFT_WORDS
from lippen.reporting.papers.editing import FIXED_ANSWERS
from lippen.reporting.vocabulary import FIGURE_WORDS, TABLE_WORDS, SectionKind, TableSource

NO_DRAFT = ("", "Nothing: the author writes it")
MOST_LINES = 30


class Lines(forms.CharField):
    """Things typed one to a line."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea({"rows": "4"}))
        kwargs.setdefault("max_length", 4000)
        super().__init__(**kwargs)

    def clean(self, value: Any) -> list[str]:  # type: ignore[override]
        lines = [line.strip() for line in str(super().clean(value) or "").splitlines() if line.strip()]
        if len(lines) > MOST_LINES:
            raise forms.ValidationError(f"These are {len(lines)} lines; the most is {MOST_LINES}.")
        return lines


def typed(lines: Any) -> str:
    """Lines as somebody would type them."""
    return "\n".join(lines)


class NumberedForm(DesignForm):
    """A change of a draft: it carries the number of the draft that was seen."""

    number = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)

    def __init__(self, *args: object, number: int, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"].initial = number


class ChangesForm(NumberedForm):
    """The draft's buttons: each says what it does."""

    do = forms.CharField(widget=forms.HiddenInput, required=False, max_length=80)


class SectionForm(NumberedForm):
    """A section; the form asks only what its kind needs."""

    title = forms.CharField(label="Title", max_length=120)
    required = forms.BooleanField(label="The paper cannot be signed without it", required=False)
    guidance = forms.CharField(
        label="Guidance for the author",
        max_length=600,
        widget=forms.Textarea({"rows": "3"}),
        help_text="What belongs here, in a sentence or two. It is shown while the section is written, and not printed.",
    )

    def __init__(self, *args: object, kind: str, section: Mapping[str, Any], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.section = kind, section
        FIELDS[kind](self)
        for name in ("title", "guidance", "required"):
            self.fields[name].initial = section.get(name, "")
        self.order_fields(["title", *self._own(), "guidance", "required", "number", "form_token"])
        for name, field in self.fields.items():
            if field.error_messages.get("required", "").startswith("This field"):
                field.error_messages["required"] = f"Write an answer: {field.label or name}"

    def _own(self) -> list[str]:
        return [name for name in self.fields if name not in {"title", "guidance", "required", "number", "form_token"}]

    def given(self) -> dict[str, Any]:
        """The section as the editing takes it."""
        said = {name: value for name, value in self.cleaned_data.items() if name not in {"number", "form_token"}}
        return {"shows_standing": self.section.get("shows_standing"), **said, "kind": self.kind}


def _draft_fields(form: SectionForm) -> None:
    form.fields["drafted_by"] = forms.ChoiceField(
        label="What should Lippen draft here from the plan?",
        choices=[NO_DRAFT, *DRAFT_WORDS.items()],
        required=False,
        initial=form.section.get("drafted_by", ""),
        help_text="The author may change every word of it.",
    )


def _text_fields(form: SectionForm) -> None:
    _draft_fields(form)
    form.fields["parts"] = Lines(
        label="Parts, one to a line",
        required=False,
        initial=typed(part["label"] for part in form.section.get("parts", ())),
        help_text="Such as Finance and Staffing, where each is written by itself. Leave it empty for one text.",
    )


def _list_fields(form: SectionForm) -> None:
    _draft_fields(form)
    form.fields["lead_in"] = forms.CharField(
        label="Words before the list",
        max_length=240,
        required=False,
        initial=form.section.get("lead_in", ""),
        help_text="Such as: It is recommended that the committee:",
    )


def _question_fields(form: SectionForm) -> None:
    asked = form.section.get("question") or {}
    is_fixed = asked.get("key") in FIXED_ANSWERS
    options = asked.get("options", ())
    labels = {row["key"]: row["label"] for row in options if isinstance(row, dict)}
    if form.kind == SectionKind.DECLARATION:
        form.fields["lead_in"] = forms.CharField(
            label="What is declared",
            max_length=400,
            widget=forms.Textarea({"rows": "2"}),
            initial=form.section.get("lead_in", ""),
        )
        form.fields["from_priorities"] = forms.BooleanField(
            label="Its answers are the council's priorities at the day of the meeting",
            required=False,
            initial=options == "priorities",
        )
    form.fields["words"] = forms.CharField(
        label="The question",
        max_length=400,
        widget=forms.Textarea({"rows": "2"}),
        initial=asked.get("words", ""),
        help_text="{period} stands for the years of the priorities." if "lead_in" in form.fields else "",
    )
    form.fields["many"] = forms.BooleanField(
        label="Several may be ticked", required=False, initial=asked.get("many", False)
    )
    form.fields["note_label"] = forms.CharField(
        label="What the note beside it is called", max_length=80, required=False, initial=asked.get("note_label", "")
    )
    if is_fixed:
        form.fields["words"].help_text = (
            f"It is answered with {' or '.join(labels.values())}: these answers decide whether a paper may be signed, "
            "so they stay as they are."
        )
        return
    form.fields["options"] = Lines(
        label="Answers to tick, one to a line",
        required=form.kind == SectionKind.CHOICE,
        initial=typed(labels.values()),
    )
    form.fields["note_when"] = Lines(
        label="Answers that need a note, one to a line",
        required=False,
        initial=typed(labels[key] for key in asked.get("note_when", ()) if key in labels),
    )
    form.fields["must_be"] = Lines(
        label="Answers with which alone the paper can be signed, one to a line",
        required=False,
        initial=typed(labels[key] for key in asked.get("must_be", ()) if key in labels),
        help_text="Leave it empty where every answer will do.",
    )


def _table_fields(form: SectionForm) -> None:
    form.fields["table"] = forms.ChoiceField(
        label="What are its rows?",
        choices=list(TABLE_WORDS.items()),
        widget=forms.RadioSelect,
        initial=form.section.get("table", TableSource.LATE),
    )
    form.fields["columns"] = Lines(
        label="Your own columns, one to a line",
        required=False,
        initial=typed(form.section.get("columns", ())),
        help_text="Only for rows that the author types under columns of your own; at most six.",
    )
    form.fields["lead_in"] = forms.CharField(
        label="Words before the table", max_length=400, required=False, initial=form.section.get("lead_in", "")
    )


def _figure_fields(form: SectionForm) -> None:
    form.fields["figure"] = forms.ChoiceField(
        label="Which figure?",
        choices=list(FIGURE_WORDS.items()),
        widget=forms.RadioSelect,
        initial=form.section.get("figure"),
        help_text="It is counted from the plan. The numbers behind it stand in a table below it.",
    )


FIELDS = {
    SectionKind.TEXT: _text_fields,
    SectionKind.LIST: _list_fields,
    SectionKind.CHOICE: _question_fields,
    SectionKind.DECLARATION: _question_fields,
    SectionKind.TABLE: _table_fields,
    SectionKind.FIGURE: _figure_fields,
}


class PartsForm(NumberedForm):
    """The template's name, and the parts that are not sections."""

    name = forms.CharField(label="Name of the template", max_length=120)
    has_members = forms.BooleanField(label="A page for members comes first", required=False)
    members_title = forms.CharField(label="Title of that page", max_length=120, required=False)
    members_most_lines = forms.IntegerField(
        label="Most lines that fit on it", min_value=10, max_value=60, required=False
    )
    has_children = forms.BooleanField(label="It says theme by theme what is different for children", required=False)
    children_title = forms.CharField(label="Title of that part", max_length=120, required=False)
    children_guidance = forms.CharField(
        label="Guidance for it", max_length=600, required=False, widget=forms.Textarea({"rows": "3"})
    )
    has_appendix = forms.BooleanField(label="The plan, action by action, is its appendix", required=False)
    appendix_title = forms.CharField(label="Title of the appendix", max_length=120, required=False)
    authors_heading = forms.CharField(label="Heading over the authors", max_length=80, required=False)
    approvers_heading = forms.CharField(label="Heading over those who approve", max_length=80, required=False)

    def __init__(self, *args: object, data_now: Mapping[str, Any], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        children, appendix, people = data_now["children"], data_now["appendix"], data_now["people"]
        now = {
            "name": data_now["name"],
            "has_members": bool(data_now["members"]["sections"]),
            "members_title": data_now["members"]["title"],
            "members_most_lines": data_now["members"]["most_lines"],
            "has_children": bool(children),
            "children_title": children["title"] if children else "What is different for children?",
            "children_guidance": children["guidance"] if children else "",
            "has_appendix": bool(appendix),
            "appendix_title": appendix["title"] if appendix else "Appendix 1: the plan, action by action",
            "authors_heading": people["authors"]["heading"],
            "approvers_heading": people["approvers"]["heading"],
        }
        for name, value in now.items():
            self.fields[name].initial = value

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        for part in ("members", "children", "appendix"):
            if given.get(f"has_{part}") and not given.get(f"{part}_title"):
                self.add_error(f"{part}_title", "Give this part a title, or leave the part out.")
        return given


class PriorityForm(NumberedForm):
    """The council's priorities in the years of one plan."""

    period = forms.CharField(label="The years, as they are printed", max_length=60, help_text="Such as: 2026 to 2031")
    starts_on = DatePartsField(label="First day of the period")
    ends_on = DatePartsField(label="The period has ended on", help_text="The day after its last.")
    options = Lines(label="The priorities, one to a line", widget=forms.Textarea({"rows": "9"}))

    def __init__(self, *args: object, row: Mapping[str, Any] | None, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if row is not None:
            self.fields["period"].initial = row["period"]
            self.fields["starts_on"].initial = row["starts_on"]
            self.fields["ends_on"].initial = row["ends_on"]
            self.fields["options"].initial = typed(option["label"] for option in row["options"])


class InForceForm(NumberedForm):
    """From when the draft is the form."""

    in_force_from = DatePartsField(
        label="In force from",
        help_text="Papers opened from this day on are written on it; open papers keep theirs.",
    )
    note = forms.CharField(
        label="What is different in it?", max_length=300, help_text="One sentence, for those who look back later."
    )


class StopForm(DesignForm):
    """Out of use, from when and why."""

    on = DatePartsField(label="From which day are no more papers opened on it?")
    note = forms.CharField(label="Why?", max_length=300)


class CopyForm(DesignForm):
    """A template of another name that begins with the same words."""

    name = forms.CharField(label="Name of the new template", max_length=120, help_text="Such as: Quarterly board pack")
