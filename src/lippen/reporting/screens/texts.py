"""What an author writes: sections, the form's questions, and what is different for children."""

from __future__ import annotations

from functools import partial

from django import forms
from django.http import HttpRequest, HttpResponse

from lippen.design.forms import DatePartsField, DesignForm
from lippen.design.sending import answer, shown, with_token
from lippen.kernel import clock
from lippen.reporting import actions
from lippen.reporting.papers.build import CELL
from lippen.reporting.rows import QuestionView, SectionView, ThemeView
from lippen.reporting.screens.addresses import page_about
from lippen.reporting.screens.paragraphs import typed_again
from lippen.reporting.screens.turns import chosen, open_view
from lippen.reporting.screens.versions import VersionedForm, saved_over
from lippen.reporting.vocabulary import DIFFERENCE_WORDS

MOST_LETTERS = 60_000
MORE_ROWS, MOST_ROWS = 3, 60


class SectionForm(VersionedForm):
    """The text of a section, over the version that its writer saw."""

    words = forms.CharField(
        label="What the paper says",
        max_length=MOST_LETTERS,
        widget=forms.Textarea({"rows": "14"}),
        error_messages={"required": "Write this part. If there is nothing to say, write None."},
    )

    def __init__(self, *args: object, section: SectionView, **kwargs: object) -> None:
        super().__init__(*args, paragraphs=section.paragraphs, saved=section.version, **kwargs)
        self.fields["words"].required = section.required and not section.drafted
        more = " If you leave it empty, the paper says what Lippen drafted." if section.drafted else ""
        numbered = "; they are numbered for you." if section.number else "."
        self.fields["words"].help_text = f"A new line begins a new paragraph{numbered}{more}"


class RowsForm(VersionedForm):
    """The rows of a table, a box to a cell; empty rows are left out."""

    words = forms.CharField(required=False, widget=forms.HiddenInput, max_length=MOST_LETTERS)

    def __init__(self, *args: object, section: SectionView, **kwargs: object) -> None:
        super().__init__(*args, paragraphs=section.paragraphs, saved=section.version, **kwargs)
        self.about = section
        self.rows_asked = min(len(section.cells) + MORE_ROWS, MOST_ROWS)
        for row in range(self.rows_asked):
            for column, heading in enumerate(section.columns):
                known = section.cells[row][column] if row < len(section.cells) else ""
                self.fields[f"cell_{row}_{column}"] = forms.CharField(
                    label=heading, required=False, max_length=400, initial=known
                )

    def lines(self) -> list[list[forms.BoundField]]:
        """The boxes, row by row."""
        return [[self[f"cell_{row}_{n}"] for n in range(len(self.about.columns))] for row in range(self.rows_asked)]

    def clean(self) -> dict[str, object]:
        given = super().clean() or self.cleaned_data
        rows = [
            [str(given.get(f"cell_{row}_{n}", "")).replace(CELL, "/") for n in range(len(self.about.columns))]
            for row in range(self.rows_asked)
        ]
        given["words"] = "\n".join(f" {CELL} ".join(row) for row in rows if any(cell.strip() for cell in row))
        return given


def section(request: HttpRequest, ref: str, section: str) -> HttpResponse:
    view = open_view(request, ref)
    about = chosen(view.sections, key=section)
    flags = [flag for flag in view.flags if flag.place.endswith(about.title)]
    write = partial(actions.write_section, actor=request.actor, paper_ref=ref, section=section, at=clock.now())

    def build(data: object, files: object) -> VersionedForm:
        return RowsForm(data, section=about) if about.columns else SectionForm(data, section=about)

    def send(form: VersionedForm) -> str:
        saved_over(form, lambda words, version: write(paragraphs=_changed(words, about), version=version))
        return f"{about.title} is saved."

    place = f"{about.number}. {about.title}" if about.number else f"Page one: {about.title}"
    page = page_about(
        view.paper,
        key="section",
        subject=f"{ref}-{section.replace('.', '-')}",
        title=f"{place}: {about.label}" if about.label else place,
        button="Save this section",
        anchor=f"#section-{section.replace('.', '-')}",
        section=about,
        flags=flags,
        saved=about.paragraphs,
        saved_by=about.by_name,
        template="reporting/section_rows.html" if about.columns else "reporting/section.html",
    )
    if "_redraft" in request.POST:
        return shown(request, page, _drafted_again(request, about))
    return answer(request, page, build, send)


def _changed(words: tuple[str, ...], section: SectionView) -> tuple[str, ...]:
    """What was typed; nothing where it is Lippen's draft unchanged, so that it goes on following the plan."""
    return () if words == section.drafted else words


def _drafted_again(request: HttpRequest, section: SectionView) -> SectionForm:
    """The form with Lippen's draft in it. Nothing is saved yet: what was saved stays until the author saves."""
    sent = with_token(request)
    sent["words"] = typed_again(section.drafted)
    return SectionForm(sent, section=section)


class QuestionForm(DesignForm):
    """One of the form's questions."""

    def __init__(self, *args: object, asked: QuestionView, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        many = asked.many
        field = forms.MultipleChoiceField if many else forms.ChoiceField
        self.fields["ticked"] = field(
            label=asked.words,
            choices=asked.options,
            required=not many,
            initial=list(asked.ticked) if many else next(iter(asked.ticked), None),
            widget=forms.CheckboxSelectMultiple if many else forms.RadioSelect,
            error_messages={"required": "Choose an answer. We never choose one for you."},
        )
        self.fields["note"] = forms.CharField(
            label=asked.note_label or "Note",
            required=False,
            initial=asked.note,
            max_length=4000,
            widget=forms.Textarea({"rows": "4"}),
        )
        self.order_fields(["ticked", "note", "form_token"])


def question(request: HttpRequest, ref: str, question: str) -> HttpResponse:
    view = open_view(request, ref)
    asked = chosen(view.questions, key=question)

    def build(data: object, files: object) -> QuestionForm:
        return QuestionForm(data, asked=asked)

    def send(form: QuestionForm) -> str:
        ticked = form.cleaned_data["ticked"]
        actions.answer(
            actor=request.actor,
            paper_ref=ref,
            question=question,
            ticked=ticked if asked.many else [ticked],
            note=form.cleaned_data["note"],
            at=clock.now(),
        )
        return "Your answer is saved."

    page = page_about(
        view.paper,
        key="question",
        subject=f"{ref}-{question}",
        title=f"{asked.number}. {asked.title}",
        button="Save the answer",
        anchor=f"#question-{question}",
    )
    return answer(request, page, build, send)


class DifferenceForm(DesignForm):
    """What is different for children under a theme, and what shows it."""

    text = forms.CharField(
        label="What is different for children?",
        max_length=4000,
        widget=forms.Textarea({"rows": "5"}),
        help_text="What a child or a family would notice. Not what staff did. No child's name.",
        error_messages={"required": "Say what is different, or that it is too early to tell."},
    )
    kind = forms.ChoiceField(
        label="What does this rest on?", choices=list(DIFFERENCE_WORDS.items()), widget=forms.RadioSelect
    )
    source = forms.CharField(
        label="Which measure or audit, or whose words?",
        required=False,
        max_length=500,
        help_text="Such as: audit of 20 records, September. Leave empty when it is too early.",
    )
    know_by = DatePartsField(label="If it is too early: by which day shall we know?", required=False)

    def __init__(self, *args: object, theme: ThemeView, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if (given := theme.difference) is not None:
            for name in ("text", "kind", "source", "know_by"):
                self.fields[name].initial = getattr(given, name)


def difference(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    view = open_view(request, ref)
    theme = chosen(view.themes, number=number)

    def build(data: object, files: object) -> DifferenceForm:
        return DifferenceForm(data, theme=theme)

    def send(form: DifferenceForm) -> str:
        given = form.cleaned_data
        actions.write_difference(
            actor=request.actor,
            paper_ref=ref,
            theme_number=number,
            kind=given["kind"],
            text=given["text"],
            source=given["source"],
            know_by=given["know_by"],
            at=clock.now(),
        )
        return f"The answer for {theme.title} is saved."

    page = page_about(
        view.paper,
        key="difference",
        subject=f"{ref}-{number}",
        title=f"Theme {number}: {theme.title}",
        button="Save the answer",
        anchor="#children",
    )
    return answer(request, page, build, send)
