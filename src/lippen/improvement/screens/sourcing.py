"""Sources are added, renamed and retired; a plan draws from them; their recommendations are recorded."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from lippen.design.forms import DatePartsField, DesignForm
from lippen.design.navigation import Crumb
from lippen.design.sending import Page, Sent, answer
from lippen.improvement import actions, queries
from lippen.improvement.screens.addresses import PLANS
from lippen.improvement.screens.days import DayField
from lippen.improvement.screens.plan_forms import NOTHING, page_of_room, plan_to_write
from lippen.improvement.screens.sources import crumb_to_source, crumb_to_sources
from lippen.improvement.source_rows import RecommendationRow, SourceOfPlanRow
from lippen.improvement.vocabulary import SOURCE_KIND_WORDS, SourceKind
from lippen.kernel import clock
from lippen.kernel.access import Permission, require
from lippen.kernel.errors import CannotDo
from lippen.organisation import queries as organisation
from lippen.organisation.queries import AuthorityRow

KINDS = [(kind.value, words) for kind, words in SOURCE_KIND_WORDS.items()]
NEW = "new"


def title_field(required: bool = True) -> forms.CharField:
    """What a source is called."""
    return forms.CharField(
        label="What is it called?",
        max_length=240,
        required=required,
        help_text="Such as: Independent review of long-term work. No person's name.",
    )


def kind_words_field() -> forms.CharField:
    """What kind of source it is, where it is none of the list."""
    return forms.CharField(
        label="If it is another kind: which?",
        max_length=80,
        required=False,
        help_text="In your own words, such as: petition, or thematic review",
    )


def dated_field() -> DatePartsField:
    """From when a source is."""
    return DatePartsField(label="When was it made?", required=False)


class SourceForm(DesignForm):
    """A source of the council's own list."""

    kind = forms.ChoiceField(label="What kind of source is it?", choices=KINDS, widget=forms.RadioSelect)
    kind_words = kind_words_field()
    title = title_field()
    dated_on = dated_field()

    def __init__(self, *args: object, councils: Sequence[AuthorityRow] = (), **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if len(councils) > 1:
            choices = [(row.ref, row.name) for row in councils]
            self.fields["council"] = forms.ChoiceField(
                label="Which council's list does it stand in?", choices=choices, widget=forms.RadioSelect
            )
        self.order_fields(["kind", "kind_words", "title", "dated_on", "council", "form_token"])


def add_source(request: HttpRequest) -> HttpResponse:
    councils = organisation.authorities_of(request.actor, permission=Permission.EDIT_PLAN)

    def build(data: object, files: object) -> SourceForm:
        return SourceForm(data, councils=councils)

    def send(form: SourceForm) -> Sent:
        given = form.cleaned_data
        ids = {row.ref: row.id for row in councils}
        made = actions.record_source(
            actor=request.actor,
            authority_id=ids.get(given.get("council", ""), councils[0].id),
            kind=SourceKind(given["kind"]),
            kind_words=given["kind_words"],
            title=given["title"],
            dated_on=given["dated_on"],
            at=clock.now(),
        )
        return Sent("The source stands in the list.", reverse("improvement:source", args=[made.ref]))

    page = Page(
        key="source",
        subject="new",
        title="Add a source",
        button="Add the source",
        back=reverse("improvement:sources"),
        crumbs=(PLANS, crumb_to_sources(), Crumb("Add a source")),
    )
    return answer(request, page, build, send)


class RenameForm(SourceForm):
    """A source's kind, title and date, and whether it is retired."""

    is_retired = forms.BooleanField(
        label="Nothing more is drawn from it",
        required=False,
        help_text="It leaves the lists to choose from. What it asked for, and its answers, stay.",
    )


def rename_source(request: HttpRequest, ref: str) -> HttpResponse:
    found = _theirs(request, queries.source(request.actor, ref))
    before = {name: getattr(found, name) for name in ("kind", "title", "dated_on", "is_retired")}
    before["kind_words"] = found.kind_words if found.kind == SourceKind.OTHER else ""

    def build(data: object, files: object) -> RenameForm:
        return RenameForm(data, initial=before)

    def send(form: RenameForm) -> str:
        given = {name: form.cleaned_data[name] for name in before}
        if given == before:
            raise CannotDo(NOTHING, field="title")
        actions.rename_source(
            actor=request.actor, source_ref=ref, so_on=clock.today(), at=clock.now(), **_with_kind(given)
        )
        return "The source reads as you wrote it. What it was called before stays known."

    page = _page(found, key="rename-source", title="Edit the source", button="Save the source")
    return answer(request, page, build, send)


def _with_kind(given: dict[str, object]) -> dict[str, object]:
    return {**given, "kind": SourceKind(str(given["kind"]))}


def _theirs(request: HttpRequest, found: SourceOfPlanRow) -> SourceOfPlanRow:
    require(request.actor, Permission.EDIT_PLAN, at=[found.authority_id])
    return found


def _page(source: SourceOfPlanRow, *, key: str, title: str, button: str, subject: str = "", **context: object) -> Page:
    return Page(
        key=key,
        subject=subject or source.ref,
        title=title,
        button=button,
        back=reverse("improvement:source", args=[source.ref]),
        crumbs=(PLANS, crumb_to_sources(), crumb_to_source(source), Crumb(title)),
        template="improvement/form.html",
        context=context,
    )


class RecommendationForm(DesignForm):
    """One thing that a source asked for."""

    number = forms.CharField(
        label="Its number or reference there",
        max_length=40,
        help_text="As the source has it, such as 4 or R4.2",
        widget=forms.TextInput({"class": "ds_input--fixed-10"}),
    )
    text = forms.CharField(
        label="What was recommended?",
        max_length=4000,
        help_text="No child's name.",
        widget=forms.Textarea({"rows": "4"}),
    )


def add_recommendation(request: HttpRequest, ref: str) -> HttpResponse:
    found = _theirs(request, queries.source(request.actor, ref))

    def build(data: object, files: object) -> RecommendationForm:
        form = RecommendationForm(data)
        form.fields["so_on"] = DayField(
            label="When was it made?", today=clock.today(), initial=_made_on(found) or "today"
        )
        form.order_fields(["number", "text", "so_on", "form_token"])
        return form

    def send(form: RecommendationForm) -> str:
        given = form.cleaned_data
        actions.add_recommendation(
            actor=request.actor,
            source_ref=ref,
            number=given["number"],
            text=given["text"],
            so_on=given["so_on"],
            at=clock.now(),
        )
        return f"Recommendation {given['number']} is recorded. Say which actions answer it."

    page = _page(found, key="recommendation", title="Add a recommendation", button="Add the recommendation")
    return answer(request, page, build, send)


def _made_on(found: SourceOfPlanRow) -> str:
    return f"{found.dated_on.day} {found.dated_on:%B %Y}" if found.dated_on else ""


class EditRecommendationForm(DesignForm):
    """A recommendation's words, or that it does not count."""

    text = forms.CharField(label="What was recommended?", max_length=4000, widget=forms.Textarea({"rows": "4"}))
    is_withdrawn = forms.BooleanField(
        label="It does not count any more", required=False, help_text="Such as: it was entered twice, or withdrawn."
    )
    reason = forms.CharField(
        label="Why?", max_length=2000, required=False, help_text="Only where it does not count any more"
    )


def edit_recommendation(request: HttpRequest, ref: str) -> HttpResponse:
    source, found = queries.recommendation(request.actor, ref)
    _theirs(request, source)
    before = {name: getattr(found, name) for name in ("text", "is_withdrawn", "reason")}

    def build(data: object, files: object) -> EditRecommendationForm:
        return EditRecommendationForm(data, initial=before)

    def send(form: EditRecommendationForm) -> str:
        given = {name: form.cleaned_data[name] for name in before}
        if given == before:
            raise CannotDo(NOTHING, field="text")
        actions.reword_recommendation(
            actor=request.actor, recommendation_ref=ref, so_on=clock.today(), at=clock.now(), **given
        )
        return f"Recommendation {found.number} reads as you wrote it."

    title = f"Edit recommendation {found.number}"
    page = _page(source, key="edit-recommendation", title=title, button="Save it", subject=ref)
    return answer(request, page, build, send)


class NumbersForm(DesignForm):
    """Which actions of a plan answer a recommendation, by their numbers."""

    numbers = forms.CharField(
        label="Numbers of the actions that answer it",
        max_length=2000,
        required=False,
        help_text="With commas between, such as 2.1, 3.4. Leave it empty where nothing answers it.",
    )

    def wanted(self) -> list[str]:
        """The numbers, each once."""
        words = self.cleaned_data["numbers"].replace(";", ",").replace("\n", ",")
        return list(dict.fromkeys(filter(None, (word.strip() for word in words.split(",")))))


def answer_recommendation(request: HttpRequest, ref: str) -> HttpResponse:
    source, found = queries.recommendation(request.actor, ref)
    _theirs(request, source)
    now = queries.numbers_answering(request.actor, ref)
    plans = queries.plans_drawing(request.actor, source.id)
    if not plans:
        raise CannotDo("No plan draws from this source yet. Open a plan, then its sources, and add this one there.")
    wanted = request.GET.get("plan", "")
    chosen = wanted if wanted in dict(plans) else plans[0][0]

    def build(data: object, files: object) -> NumbersForm:
        return NumbersForm(data, initial={"numbers": ", ".join(now.get(chosen, ()))})

    def send(form: NumbersForm) -> str:
        actions.answer_by_numbers(
            actor=request.actor,
            recommendation_ref=ref,
            plan_ref=chosen,
            numbers=form.wanted(),
            so_on=clock.today(),
            at=clock.now(),
        )
        return f"Recommendation {found.number} shows which actions answer it."

    page = _page(
        source,
        key="answer-recommendation",
        title=f"What answers recommendation {found.number}?",
        button="Save the answers",
        subject=f"{ref}-{chosen}",
        lead_words=_about(found, dict(plans)[chosen]),
        other_plans=[(title, f"?plan={plan_ref}") for plan_ref, title in plans if plan_ref != chosen],
    )
    return answer(request, page.with_template("improvement/answer_recommendation.html"), build, send)


def _about(found: RecommendationRow, plan_title: str) -> str:
    return f"{found.text} In the plan “{plan_title}”."


class DrawForm(DesignForm):
    """A source of the list, or a new one; and whether the plan's themes are what it asked for."""

    source = forms.ChoiceField(label="Which source?", widget=forms.RadioSelect)
    kind = forms.ChoiceField(
        label="If it is another one: what kind of source is it?",
        choices=[("", "Choose a kind"), *KINDS],
        required=False,
    )
    kind_words = kind_words_field()
    title = title_field(required=False)
    dated_on = dated_field()
    takes_themes = forms.BooleanField(
        label="The themes of this plan are its recommendations",
        required=False,
        help_text="Each theme becomes a recommendation, answered by the actions that stand under it.",
    )

    def __init__(self, *args: object, offered: Sequence[SourceOfPlanRow], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        listed = [(row.ref, f"{row.title} ({row.kind_words.lower()})") for row in offered]
        self.fields["source"].choices = [*listed, (NEW, "Another one, not in the list yet")]
        if not listed:
            self.fields["source"].initial = NEW

    def clean(self) -> dict[str, object]:
        given = super().clean()
        if given.get("source") == NEW:
            for name, words in (("kind", "Choose what kind of source it is."), ("title", "Write what it is called.")):
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, words)
        return given


def plan_draw(request: HttpRequest, ref: str) -> HttpResponse:
    plan = plan_to_write(request, ref)
    drawn = {row.ref for row in queries.plan_sources(request.actor, plan.id)}
    every = queries.sources(request.actor, authority_ids=plan.authority_ids)
    offered = [row for row in every if not row.is_retired and row.ref not in drawn]

    def build(data: object, files: object) -> DrawForm:
        return DrawForm(data, offered=offered, initial={"takes_themes": not drawn})

    def send(form: DrawForm) -> str:
        given = form.cleaned_data
        source_ref = given["source"]
        if source_ref == NEW:
            source_ref = actions.record_source(
                actor=request.actor,
                authority_id=_keeper(request, plan.authority_id, plan.authority_ids),
                kind=SourceKind(given["kind"]),
                kind_words=given["kind_words"],
                title=given["title"],
                dated_on=given["dated_on"],
                at=clock.now(),
            ).ref
        actions.draw_from(
            actor=request.actor,
            plan_ref=ref,
            source_ref=source_ref,
            so_on=clock.today(),
            at=clock.now(),
            takes_themes=given["takes_themes"],
        )
        return "The plan draws from this source now."

    page = page_of_room(
        plan,
        room="plan_sources",
        room_title="Sources",
        key="draw",
        title="Draw from a source",
        button="Draw from this source",
    )
    return answer(request, page, build, send)


def _keeper(request: HttpRequest, first: int, councils: Sequence[int]) -> int:
    """The council in whose list a new source stands: the one that answers for the plan, if the reader edits there."""
    reach = request.actor.reach_of(Permission.EDIT_PLAN)
    return first if first in reach else min(reach.intersection(councils))


class StopForm(DesignForm):
    """Nothing to say but yes."""


def plan_stop_drawing(request: HttpRequest, ref: str, source_ref: str) -> HttpResponse:
    plan = plan_to_write(request, ref)
    source = queries.source(request.actor, source_ref)

    def build(data: object, files: object) -> StopForm:
        return StopForm(data)

    def send(form: StopForm) -> str:
        actions.stop_drawing(
            actor=request.actor, plan_ref=ref, source_ref=source_ref, so_on=clock.today(), at=clock.now()
        )
        return f"The plan no longer draws from “{source.title}”."

    page = page_of_room(
        plan,
        room="plan_sources",
        room_title="Sources",
        key="stop-drawing",
        title="Stop drawing from this source",
        button="Stop drawing from it",
        subject=f"{ref}-{source_ref}"[:120],
        has_draft=False,
        lead_words=f"“{source.title}” leaves the plan's sources from today. What its actions answered stays known.",
    )
    return answer(request, page, build, send)
