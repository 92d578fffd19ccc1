"""What a plan answers to: sources and their recommendations are recorded, and actions said to answer them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Max
from django.db.transaction import atomic

from lippen.improvement.actions import bulk
from lippen.improvement.actions.ties import tie
from lippen.improvement.actions.writing import Writing, already, begin, begin_plan, check_day, locked, moment, needed
from lippen.improvement.models import (
    Action,
    ActionAnswer,
    ImportBatch,
    Plan,
    PlanSource,
    Recommendation,
    RecommendationWording,
    Source,
    SourceNaming,
    Theme,
)
from lippen.improvement.models.toggles import last_of_each
from lippen.improvement.vocabulary import SourceKind
from lippen.kernel import audit
from lippen.kernel.access import Actor, Permission, require
from lippen.kernel.errors import CannotDo, NotVisible, refusal
from lippen.kernel.ids import new_ref

TITLED = "There is already a source called “{}”. Choose it from the list, or give this one another title."


@atomic
def record_source(
    *,
    actor: Actor,
    authority_id: int,
    kind: SourceKind,
    title: str,
    at: datetime,
    dated_on: date | None = None,
    kind_words: str = "",
    token: UUID | str | None = None,
) -> Source:
    """Add a source to a council's own list, under one of the known kinds or another in the council's own words."""
    require(actor, Permission.EDIT_PLAN)
    if authority_id not in actor.authority_ids:
        raise NotVisible
    require(actor, Permission.EDIT_PLAN, at=[authority_id])
    if made := already(Source, token, actor):
        return made
    if dated_on is not None:
        check_day(dated_on, at)
    title = needed(title, "title", "Give the source a title, such as the name of the review.")[:240]
    with refusal("source_titled_once", TITLED.format(title), field="title"):
        made = Source.objects.create(
            ref=new_ref("source"),
            authority_id=authority_id,
            kind=SourceKind(kind).value,
            kind_words=_kind_words(kind, kind_words),
            title=title,
            dated_on=dated_on,
            token=token,
            recorded_at=at,
            recorded_by_id=actor.account_id,
        )
    audit.record(actor, "source.recorded", made, keys={"kind": made.kind})
    return made


@atomic
def rename_source(
    *,
    actor: Actor,
    source_ref: str,
    kind: SourceKind,
    title: str,
    so_on: date,
    at: datetime,
    dated_on: date | None = None,
    is_retired: bool = False,
    kind_words: str = "",
    token: UUID | str | None = None,
) -> SourceNaming:
    """Say what a source is called and is from a day on, or retire it; what it was before stays known."""
    found, recorded_at = begin_source(actor, source_ref, at=at)
    if made := already(SourceNaming, token, actor):
        return made
    check_day(so_on, at, after=found.namings.aggregate(last=Max("so_on"))["last"])
    made = SourceNaming.objects.create(
        source=found,
        so_on=so_on,
        kind=SourceKind(kind).value,
        kind_words=_kind_words(kind, kind_words),
        title=needed(title, "title", "Give the source a title.")[:240],
        dated_on=dated_on,
        is_retired=is_retired,
        token=token,
        recorded_at=recorded_at,
        recorded_by_id=actor.account_id,
    )
    audit.record(actor, "source.retired" if is_retired else "source.renamed", found)
    return made


def _kind_words(kind: SourceKind, words: str) -> str:
    """What a source of another kind is called; nothing for the known kinds."""
    if kind is not SourceKind.OTHER:
        return ""
    return needed(words, "kind_words", "Say in your own words what kind of source it is.")[:80]


def begin_source(actor: Actor, source_ref: str, *, at: datetime) -> tuple[Source, datetime]:
    """Begin a write to a source: the plans that draw from it are locked; the moment lies after their signed ones."""
    require(actor, Permission.EDIT_PLAN)
    found = Source.objects.visible_to(actor).filter(ref=source_ref).first()
    if found is None:
        raise NotVisible
    require(actor, Permission.EDIT_PLAN, at=[found.authority_id])
    drawing = sorted(set(found.plans.values_list("plan_id", flat=True)))
    return found, max([moment(locked(plan_id), at) for plan_id in drawing], default=at)


@atomic
def add_recommendation(
    *,
    actor: Actor,
    source_ref: str,
    number: str,
    text: str,
    so_on: date,
    at: datetime,
    token: UUID | str | None = None,
) -> Recommendation:
    """Record one thing that a source asked for, under the number that it has there."""
    found, recorded_at = begin_source(actor, source_ref, at=at)
    if made := already(Recommendation, token, actor):
        return made
    check_day(so_on, at)
    number = needed(number, "number", "Give its number or reference as the source has it.")[:40]
    text = needed(text, "text", "Write what was recommended.")
    with refusal("recommendation_numbered_once", f"This source has a recommendation {number}.", field="number"):
        made = Recommendation.objects.create(
            ref=new_ref("rec"),
            source=found,
            number=number,
            position=(found.recommendations.aggregate(last=Max("position"))["last"] or 0) + 1,
            so_on=so_on,
            token=token,
            recorded_at=recorded_at,
            recorded_by_id=actor.account_id,
        )
    RecommendationWording.objects.create(
        recommendation=made, so_on=so_on, text=text, recorded_at=recorded_at, recorded_by_id=actor.account_id
    )
    audit.record(actor, "recommendation.added", made)
    return made


@atomic
def reword_recommendation(
    *,
    actor: Actor,
    recommendation_ref: str,
    text: str,
    so_on: date,
    at: datetime,
    is_withdrawn: bool = False,
    reason: str = "",
    token: UUID | str | None = None,
) -> RecommendationWording:
    """Put a recommendation's words right, or say that it was withdrawn and why."""
    found, recorded_at = _recommendation(actor, recommendation_ref, at=at)
    if made := already(RecommendationWording, token, actor):
        return made
    check_day(so_on, at, after=found.wordings.aggregate(last=Max("so_on"))["last"])
    if is_withdrawn:
        needed(reason, "reason", "Say why it no longer counts.")
    made = RecommendationWording.objects.create(
        recommendation=found,
        so_on=so_on,
        text=needed(text, "text", "Write what was recommended."),
        is_withdrawn=is_withdrawn,
        reason=reason.strip(),
        token=token,
        recorded_at=recorded_at,
        recorded_by_id=actor.account_id,
    )
    audit.record(actor, "recommendation.withdrawn" if is_withdrawn else "recommendation.reworded", found)
    return made


def _recommendation(actor: Actor, ref: str, *, at: datetime) -> tuple[Recommendation, datetime]:
    require(actor, Permission.EDIT_PLAN)
    seen = Recommendation.objects.filter(source__in=Source.objects.visible_to(actor))
    found = seen.filter(ref=ref).select_related("source").first()
    if found is None:
        raise NotVisible
    return found, begin_source(actor, found.source.ref, at=at)[1]


@atomic
def draw_from(
    *,
    actor: Actor,
    plan_ref: str,
    source_ref: str,
    so_on: date,
    at: datetime,
    takes_themes: bool = False,
    token: UUID | str | None = None,
) -> PlanSource:
    """Say that a plan draws from a source; with `takes_themes`, the plan's themes are that source's recommendations."""
    plan, recorded_at = begin_plan(actor, Permission.EDIT_PLAN, plan_ref, at=at)
    if made := already(PlanSource, token, actor):
        return made
    source = _of_plan(actor, plan, source_ref)
    made = tie(
        PlanSource,
        between={"plan": plan, "source": source},
        so_on=so_on,
        at=at,
        recorded={"recorded_at": recorded_at, "recorded_by_id": actor.account_id},
        name="drawing",
        already="This plan draws from that source already.",
        token=token,
    )
    taken = 0
    if takes_themes:
        taking = Taking(actor, source, so_on, recorded_at)
        actions = Action.objects.filter(plan=plan).order_by("theme_id", "position")
        taken = taking.take(list(plan.themes.order_by("position")), list(actions))
    audit.record(actor, "plan.source_added", plan, keys={"source": source.ref, "recommendations": taken})
    return made


def _of_plan(actor: Actor, plan: Plan, source_ref: str) -> Source:
    source = Source.objects.visible_to(actor).filter(ref=source_ref).first()
    if source is None:
        raise NotVisible
    councils = {plan.authority_id, *plan.authorities.values_list("id", flat=True)}
    if source.authority_id not in councils:
        raise CannotDo("That source belongs to a council that does not share this plan. Choose another one.")
    return source


@atomic
def stop_drawing(
    *, actor: Actor, plan_ref: str, source_ref: str, so_on: date, at: datetime, token: UUID | str | None = None
) -> PlanSource:
    """Say that a plan no longer draws from a source; the answers that its actions gave stay."""
    plan, recorded_at = begin_plan(actor, Permission.EDIT_PLAN, plan_ref, at=at)
    if made := already(PlanSource, token, actor):
        return made
    made = tie(
        PlanSource,
        between={"plan": plan, "source": _of_plan(actor, plan, source_ref)},
        so_on=so_on,
        at=at,
        recorded={"recorded_at": recorded_at, "recorded_by_id": actor.account_id},
        name="drawing",
        ended=True,
        already="This plan does not draw from that source.",
        token=token,
    )
    audit.record(actor, "plan.source_ended", plan, keys={"source": source_ref})
    return made


@atomic
def change_answers(
    *,
    actor: Actor,
    action_ref: str,
    recommendation_refs: Collection[str],
    so_on: date,
    at: datetime,
) -> tuple[ActionAnswer, ...]:
    """Say which recommendations of the plan's sources an action answers from a day on, all of them at once."""
    writing = begin(actor, Permission.EDIT_PLAN, action_ref, at=at)
    offered = {each.ref: each for each in offered_to(actor, writing.plan)}
    if unknown := set(recommendation_refs) - set(offered):
        raise CannotDo(
            f"{len(unknown)} of these are not recommendations of the plan's sources. Choose again.",
            field="recommendations",
        )
    wanted = {offered[ref].pk for ref in recommendation_refs}
    open_now = _open_answers(writing) & {each.pk for each in offered.values()}
    if wanted == open_now:
        raise CannotDo("Nothing has changed yet. Tick or untick what is different, then save.", field="recommendations")
    made = [
        *(_answer(writing, each, so_on, at, ended=False) for each in sorted(wanted - open_now)),
        *(_answer(writing, each, so_on, at, ended=True) for each in sorted(open_now - wanted)),
    ]
    keys = {"begun": len(wanted - open_now), "ended": len(open_now - wanted)}
    audit.record(actor, "action.answers_changed", writing.action, keys=keys)
    return tuple(made)


def offered_to(actor: Actor, plan: Plan) -> list[Recommendation]:
    """The recommendations of the sources that a plan draws from, those withdrawn left out."""
    drawn = last_of_each(PlanSource.objects.filter(plan=plan), "source_id")
    sources = [each.source_id for each in drawn if not each.ended]
    latest = RecommendationWording.objects.order_by("recommendation_id", "-so_on", "-id").distinct("recommendation_id")
    gone = RecommendationWording.objects.filter(pk__in=latest.values("pk"), is_withdrawn=True)
    visible = Recommendation.objects.filter(source__in=Source.objects.visible_to(actor), source_id__in=sources)
    return list(visible.exclude(pk__in=gone.values("recommendation_id")))


def _open_answers(writing: Writing) -> set[int]:
    last = last_of_each(ActionAnswer.objects.filter(action=writing.action), "recommendation_id")
    return {each.recommendation_id for each in last if not each.ended}


def _answer(writing: Writing, recommendation_id: int, so_on: date, at: datetime, *, ended: bool) -> ActionAnswer:
    return tie(
        ActionAnswer,
        between={"action": writing.action, "recommendation_id": recommendation_id},
        so_on=max(so_on, writing.action.so_on),
        at=at,
        recorded={"recorded_at": writing.recorded_at, "recorded_by_id": writing.actor.account_id},
        name="answer",
        ended=ended,
        already="Somebody has just said so. Open the action again.",
    )


@atomic
def answer_by_numbers(
    *,
    actor: Actor,
    recommendation_ref: str,
    plan_ref: str,
    numbers: Sequence[str],
    so_on: date,
    at: datetime,
) -> tuple[ActionAnswer, ...]:
    """Say which actions of a plan answer a recommendation from a day on, by their numbers, all of them at once."""
    plan, recorded_at = begin_plan(actor, Permission.EDIT_PLAN, plan_ref, at=at)
    offered = {each.ref: each for each in offered_to(actor, plan)}
    if recommendation_ref not in offered:
        raise NotVisible
    recommendation = offered[recommendation_ref]
    found = {each.number: each for each in Action.objects.filter(plan=plan, number__in=list(numbers))}
    if unknown := [number for number in numbers if number not in found]:
        raise CannotDo(f"The plan has no action {', '.join(unknown)}. Give numbers such as 2.1.", field="numbers")
    last = last_of_each(ActionAnswer.objects.filter(recommendation=recommendation, action__plan=plan), "action_id")
    open_now = {each.action_id for each in last if not each.ended}
    wanted = {each.pk for each in found.values()}
    if wanted == open_now:
        raise CannotDo("These actions answer it already. Change the numbers, then save.", field="numbers")
    given = {"recorded_at": recorded_at, "recorded_by_id": actor.account_id}
    made = [
        tie(
            ActionAnswer,
            between={"action_id": action_id, "recommendation": recommendation},
            so_on=so_on,
            at=at,
            recorded=given,
            name="answer",
            ended=action_id in open_now,
            already="Somebody has just said so. Open the source again.",
        )
        for action_id in sorted(wanted ^ open_now)
    ]
    keys = {"begun": len(wanted - open_now), "ended": len(open_now - wanted)}
    audit.record(actor, "recommendation.answers_changed", recommendation, keys=keys)
    return tuple(made)


@dataclass(frozen=True)
class Taking:
    """Themes of a plan becoming recommendations of a source, answered by the actions that stand under them."""

    actor: Actor
    source: Source
    so_on: date
    at: datetime

    def take(self, themes: Sequence[Theme], actions: Iterable[Action]) -> int:
        """Make them in bulk; how many were new. A number that the source has already is that recommendation."""
        known = {each.number: each for each in self.source.recommendations.all()}
        new = [theme for theme in themes if str(theme.number) not in known]
        last = max((each.position for each in known.values()), default=0)
        made = [self._recommendation(theme, last + place) for place, theme in enumerate(new, start=1)]
        bulk.keep(Recommendation, made)
        words = [self._wording(each, theme) for each, theme in zip(made, new, strict=True)]
        bulk.keep(RecommendationWording, words)
        by_theme = {theme.pk: known.get(str(theme.number)) for theme in themes}
        by_theme |= {theme.pk: each for each, theme in zip(made, new, strict=True)}
        pairs = [(action, by_theme[action.theme_id]) for action in actions if by_theme.get(action.theme_id)]
        asked = ActionAnswer.objects.filter(recommendation__source=self.source)
        answered = set(asked.values_list("action_id", "recommendation_id"))
        bulk.keep(ActionAnswer, [self._answer(a, r) for a, r in pairs if (a.pk, r.pk) not in answered])
        return len(made)

    @property
    def _recorded(self) -> dict[str, object]:
        return {"recorded_at": self.at, "recorded_by_id": self.actor.account_id}

    def _recommendation(self, theme: Theme, position: int) -> Recommendation:
        return Recommendation(
            ref=new_ref("rec"),
            source=self.source,
            number=str(theme.number),
            position=position,
            so_on=self.so_on,
            theme=theme,
            **self._recorded,
        )

    def _wording(self, made: Recommendation, theme: Theme) -> RecommendationWording:
        return RecommendationWording(recommendation=made, so_on=self.so_on, text=theme.title, **self._recorded)

    def _answer(self, action: Action, recommendation: Recommendation) -> ActionAnswer:
        return ActionAnswer(
            action=action,
            recommendation=recommendation,
            number=1,
            so_on=max(self.so_on, action.so_on),
            **self._recorded,
        )


def take_in(
    actor: Actor,
    plan: Plan,
    *,
    batch: ImportBatch | None,
    title: str,
    themes: Sequence[Theme],
    actions: Iterable[Action],
    so_on: date,
    at: datetime,
) -> Source:
    """Put what an import brings in under the plan's first source; where it has none, make one from the document."""
    first = PlanSource.objects.filter(plan=plan).select_related("source").order_by("id").first()
    source = first.source if first else _from_document(actor, plan, batch, title, so_on, at)
    Taking(actor, source, so_on, at).take(themes, actions)
    return source


def _from_document(
    actor: Actor, plan: Plan, batch: ImportBatch | None, title: str, so_on: date, at: datetime
) -> Source:
    """A source named after the document: an independent review until somebody says what it was.

    The import's own audit row stands for it.
    """
    taken = set(Source.objects.filter(authority_id=plan.authority_id).values_list("title", flat=True))
    title = title.strip()[:200] or plan.title[:200]
    title = f"{title[0].upper()}{title[1:]}"
    number, name = 2, title
    while name in taken:
        name, number = f"{title} ({number})", number + 1
    recorded = {"recorded_at": at, "recorded_by_id": actor.account_id}
    made = Source.objects.create(
        ref=new_ref("source"),
        authority_id=plan.authority_id,
        kind=SourceKind.INDEPENDENT_REVIEW.value,
        title=name,
        batch=batch,
        **recorded,
    )
    PlanSource.objects.create(plan=plan, source=made, number=1, so_on=so_on, **recorded)
    return made
