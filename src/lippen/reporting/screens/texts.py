"""What an author writes: sections, the form's questions, and what is different for children."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpRequest, HttpResponse

from lippen.design.forms import DatePartsField, DesignForm
from lippen.design.sending import answer, shown, with_token
from lippen.kernel import clock
from lippen.reporting import actions, queries
from lippen.reporting.rows import PaperView, QuestionView, SectionView, ThemeView
from lippen.reporting.screens.addresses import page_about
from lippen.reporting.screens.paragraphs import paragraphs_of, typed_again
from lippen.reporting.screens.turns import while_open
from lippen.reporting.screens.versions import VersionedForm, said_at
from lippen.reporting.vocabulary import DIFFERENCE_WORDS

MOST_LETTERS = 60_000


def open_view(request: HttpRequest, ref: str) -> PaperView:
    """The paper, while its text may still change."""
    view = queries.paper(request.actor, ref, at=clock.now())
    while_open(request, view.paper)
    return view


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


def section(request: HttpRequest, ref: str, section: str) -> HttpResponse:
    view = open_view(request, ref)
    chosen = next((found for found in view.sections if found.key == section), None)
    if chosen is None:
        raise Http404
    flags = [flag for flag in view.flags if flag.place.endswith(chosen.title)]

    def build(data: object, files: object) -> SectionForm:
        return SectionForm(data, section=chosen)

    def send(form: SectionForm) -> str:
        form.refuse_if_behind()
        with said_at("words"):
            actions.write_section(
                actor=request.actor,
                paper_ref=ref,
                section=section,
                paragraphs=_changed(form.cleaned_data["words"], chosen),
                version=form.cleaned_data["version"],
                at=clock.now(),
            )
        return f"{chosen.title} is saved."

    place = f"{chosen.number}. {chosen.title}" if chosen.number else f"Page one: {chosen.title}"
    page = page_about(
        view.paper,
        key="section",
        subject=f"{ref}-{section.replace('.', '-')}",
        title=f"{place}: {chosen.label}" if chosen.label else place,
        button="Save this section",
        anchor=f"#section-{section.replace('.', '-')}",
        section=chosen,
        flags=flags,
        saved=chosen.paragraphs,
        saved_by=chosen.by_name,
        template="reporting/section.html",
    )
    if "_redraft" in request.POST:
        return shown(request, page, _drafted_again(request, chosen))
    return answer(request, page, build, send)


def _changed(words: str, section: SectionView) -> tuple[str, ...]:
    """What was typed; nothing where it is Lippen's draft unchanged, so that it goes on following the plan."""
    given = paragraphs_of(words)
    return () if given == section.drafted else given


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
    asked = next((found for found in view.questions if found.key == question), None)
    if asked is None:
        raise Http404

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
    theme = next((found for found in view.themes if found.number == number), None)
    if theme is None:
        raise Http404

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
