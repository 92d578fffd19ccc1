"""Which recommendations an action answers, said for all of the plan's sources at once."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from lippen.design.forms import DesignForm
from lippen.design.sending import answer
from lippen.improvement import actions, queries
from lippen.improvement.screens.days import DayField
from lippen.improvement.screens.subject import brief, page_about
from lippen.improvement.source_rows import RecommendationRow, SourceOfPlanRow
from lippen.kernel import clock
from lippen.kernel.access import Permission
from lippen.kernel.errors import CannotDo

Offered = Sequence[tuple[SourceOfPlanRow, Sequence[RecommendationRow]]]
NO_SOURCE = "Nothing that this plan's sources asked for is recorded yet. Record it under the plan's sources first."
LONGEST = 160


class AnswersForm(DesignForm):
    """What of the plan's sources the action answers."""

    def __init__(self, *args: object, offered: Offered, now: Sequence[str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for place, (source, rows) in enumerate(offered):
            refs = [row.ref for row in rows]
            self.fields[f"of_{place}"] = forms.MultipleChoiceField(
                label=source.title,
                choices=[(row.ref, _short(f"{row.number} {row.text}")) for row in rows],
                required=False,
                initial=[ref for ref in now if ref in refs],
                widget=forms.CheckboxSelectMultiple,
            )
        self.fields["so_on"] = DayField(label="Since when?", today=clock.today())
        self.order_fields([*(f"of_{place}" for place in range(len(offered))), "so_on", "form_token"])

    def wanted(self) -> list[str]:
        """Every recommendation that is ticked."""
        return [ref for name, refs in self.cleaned_data.items() if name.startswith("of_") for ref in refs]


def _short(words: str) -> str:
    return words if len(words) <= LONGEST else f"{words[:LONGEST]}…"


def change_answers(request: HttpRequest, ref: str) -> HttpResponse:
    story = brief(request, ref, Permission.EDIT_PLAN)
    every = queries.offered_recommendations(request.actor, story.plan.id)
    offered = [(source, rows) for source, rows in every if rows]
    labels = queries.labels_of(request.actor, [story.action.id])
    now = [label.recommendation_ref for label in labels.get(story.action.id, ())]

    def build(data: object, files: object) -> AnswersForm:
        return AnswersForm(data, offered=offered, now=now)

    def send(form: AnswersForm) -> str:
        if not offered:
            raise CannotDo(NO_SOURCE)
        actions.change_answers(
            actor=request.actor,
            action_ref=ref,
            recommendation_refs=form.wanted(),
            so_on=form.cleaned_data["so_on"],
            at=clock.now(),
        )
        return "The action shows what it answers."

    page = page_about(
        story,
        key="answers",
        title="What does it answer?",
        button="Save what it answers",
        lead_words="" if offered else NO_SOURCE,
        sources_url=reverse("improvement:plan_sources", args=[story.plan.ref]),
    )
    return answer(request, page.with_template("improvement/answers.html"), build, send)
