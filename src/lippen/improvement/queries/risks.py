"""Risks of a plan with their scores and how these came about, on any day, as known at any moment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from lippen.improvement import scores
from lippen.improvement.models import Evidence, Risk, RiskFact, RiskTie, Update
from lippen.improvement.queries.reading import People
from lippen.improvement.queries.ties import tied_actions
from lippen.improvement.rows import LeadRow, TiedRow
from lippen.improvement.scores import Score, Scored
from lippen.improvement.vocabulary import BAND_WORDS, RISK_STEP_WORDS, RiskStep
from lippen.kernel.access import Actor
from lippen.kernel.errors import NotVisible
from lippen.organisation import queries as organisation

MOST_TO_CHOOSE = 60
ELSEWHERE = "evidence that another council keeps"


@dataclass(frozen=True)
class RiskRow:
    """One risk as it stood on a day."""

    id: int
    ref: str
    plan_id: int
    number: int
    title: str
    details: str
    owner: LeadRow
    score: Score
    first_score: Score
    band: str
    band_words: str
    is_open: bool
    ended_reason: str
    raised_on: date
    scored_on: date
    actions: tuple[TiedRow, ...] = ()
    last_reason: str = ""


@dataclass(frozen=True)
class RiskEvent:
    """One thing that happened to a risk."""

    step: str
    step_words: str
    on: date
    by_name: str
    title: str
    details: str
    score: Score | None
    reason: str
    shown_by: str
    owner: LeadRow | None
    action_ref: str = ""


@dataclass(frozen=True)
class RiskStory:
    """A risk, all that happened to it and its scores, the oldest first."""

    row: RiskRow
    plan_ref: str
    plan_title: str
    events: tuple[RiskEvent, ...]
    history: tuple[Scored, ...]


def risks(
    actor: Actor,
    plan_id: int,
    *,
    as_at: date | None = None,
    known_at: datetime | None = None,
    today: date,
    action_ref: str = "",
) -> tuple[RiskRow, ...]:
    """The risks of a plan or of one of its actions, open ones first, the highest score first."""
    day = as_at or today
    found = Risk.objects.visible_to(actor).filter(plan_id=plan_id, so_on__lte=day).known_at(known_at)
    if action_ref:
        found = found.filter(ties__action__ref=action_ref).distinct()
    rows = _rows(list(found.order_by("number")), day, known_at)
    if action_ref:
        rows = [row for row in rows if any(tied.ref == action_ref for tied in row.actions)]
    return tuple(sorted(rows, key=lambda row: (not row.is_open, -row.score.value, row.number)))


def risk(
    actor: Actor, ref: str, *, as_at: date | None = None, known_at: datetime | None = None, today: date
) -> RiskStory:
    """One risk with its story, or NotVisible."""
    day = as_at or today
    seen = Risk.objects.visible_to(actor).filter(ref=ref, so_on__lte=day).known_at(known_at).select_related("plan")
    found = seen.first()
    if found is None:
        raise NotVisible
    facts = _facts([found.pk], day, known_at)
    people = _people(facts, day)
    rows = _rows([found], day, known_at, facts, people)
    if not rows:
        raise NotVisible
    mine = facts[found.pk]
    by = organisation.account_names([fact.recorded_by_id for fact in mine])
    return RiskStory(
        rows[0],
        found.plan.ref,
        found.plan.title,
        tuple(_event(fact, people, by) for fact in mine),
        tuple(_scored(fact) for fact in mine if fact.likelihood is not None),
    )


def risks_changed(
    actor: Actor, plan_id: int, *, since: date, as_at: date, known_at: datetime | None = None
) -> tuple[tuple[RiskRow, str], ...]:
    """The risks that were raised, scored, closed or opened again after a day, each with the last of it in words."""
    found = risks(actor, plan_id, as_at=as_at, known_at=known_at, today=as_at)
    facts = _facts([row.id for row in found], as_at, known_at)
    told = []
    for row in found:
        lately = [fact for fact in facts[row.id] if fact.so_on > since and fact.step != RiskStep.REWORDED]
        if lately:
            told.append((row, change_words(facts[row.id], lately)))
    return tuple(told)


def shown_by_choices(actor: Actor, plan_id: int) -> tuple[tuple[str, str], ...]:
    """The plan's newest evidence and updates, to choose what shows a change of score."""
    evidence = Evidence.objects.visible_to(actor).filter(action__plan_id=plan_id).order_by("-so_on", "-id")
    updates = Update.objects.filter(action__plan_id=plan_id).order_by("-counts_on", "-id")
    offered = [
        (f"evidence:{ref}", f"Evidence on {number}: {title}")
        for ref, number, title in evidence.values_list("ref", "action__number", "title")[:MOST_TO_CHOOSE]
    ]
    said = [
        (f"update:{ref}", f"Update on {number}: {' '.join(paragraphs)[:90]}")
        for ref, number, paragraphs in updates.values_list("ref", "action__number", "paragraphs")[:MOST_TO_CHOOSE]
    ]
    return (*offered, *said)


def risk_titles(actor: Actor, refs: Collection[str]) -> dict[str, str]:
    """The present words of the risks with these references that the actor sees."""
    told = RiskFact.objects.filter(risk__in=Risk.objects.visible_to(actor), risk__ref__in=list(refs)).exclude(title="")
    latest = told.order_by("risk_id", "-number").distinct("risk_id")
    return dict(latest.values_list("risk__ref", "title"))


def _facts(ids: Sequence[int], day: date, known_at: datetime | None) -> dict[int, tuple[RiskFact, ...]]:
    found: dict[int, list[RiskFact]] = defaultdict(list)
    facts = RiskFact.objects.filter(risk_id__in=ids, so_on__lte=day).known_at(known_at)
    for fact in facts.select_related("evidence", "update__action").order_by("risk_id", "number"):
        found[fact.risk_id].append(fact)
    return defaultdict(tuple, {key: tuple(each) for key, each in found.items()})


def _people(facts: Mapping[int, Sequence[RiskFact]], day: date) -> People:
    return People.of({fact.owner_id for each in facts.values() for fact in each}, on=day)


def _rows(
    found: Sequence[Risk],
    day: date,
    known_at: datetime | None,
    facts: Mapping[int, tuple[RiskFact, ...]] | None = None,
    people: People | None = None,
) -> list[RiskRow]:
    if not found:
        return []
    ids = [each.pk for each in found]
    facts = _facts(ids, day, known_at) if facts is None else facts
    people = people or _people(facts, day)
    ties = tied_actions(RiskTie, "risk", ids, day, known_at)
    return [_row(each, facts[each.pk], people, ties[each.pk]) for each in found if facts[each.pk]]


def _row(risk: Risk, facts: Sequence[RiskFact], people: People, actions: tuple[TiedRow, ...]) -> RiskRow:
    worded = [fact for fact in facts if fact.title]
    scored = [fact for fact in facts if fact.likelihood is not None]
    owned = [fact for fact in facts if fact.owner_id or fact.owner_words]
    ended = [fact for fact in facts if fact.step in scores.ENDS][-1]
    is_open = scores.ENDS[RiskStep(ended.step)]
    score = _score(scored[-1])
    return RiskRow(
        id=risk.pk,
        ref=risk.ref,
        plan_id=risk.plan_id,
        number=risk.number,
        title=worded[-1].title,
        details=worded[-1].details,
        owner=people.lead(owned[-1].owner_id, owned[-1].owner_words),
        score=score,
        first_score=_score(scored[0]),
        band=score.band.value,
        band_words=BAND_WORDS[score.band],
        is_open=is_open,
        ended_reason="" if is_open else ended.reason,
        raised_on=risk.so_on,
        scored_on=scored[-1].so_on,
        actions=actions,
        last_reason=scored[-1].reason,
    )


def _score(fact: RiskFact) -> Score:
    return Score(fact.likelihood or 1, fact.impact or 1)


def _scored(fact: RiskFact) -> Scored:
    return Scored(fact.so_on, _score(fact), fact.reason, _shown_by(fact))


def _shown_by(fact: RiskFact) -> str:
    if fact.evidence_id:
        return fact.evidence.title if fact.evidence else ELSEWHERE
    if fact.update is not None:
        return f"update on action {fact.update.action.number}"
    return ""


def change_words(facts: Sequence[RiskFact], lately: Iterable[RiskFact]) -> str:
    """The last of the new facts in words: with the score before, where it was scored again."""
    last = list(lately)[-1]
    if last.step != RiskStep.SCORED:
        return RISK_STEP_WORDS[RiskStep(last.step)]
    before = [fact for fact in facts if fact.likelihood is not None and fact.number < last.number][-1]
    return f"From {_score(before).value} to {_score(last).value}"


def _event(fact: RiskFact, people: People, by: Mapping[int, str]) -> RiskEvent:
    has_owner = fact.owner_id or fact.owner_words
    return RiskEvent(
        step=fact.step,
        step_words=RISK_STEP_WORDS[RiskStep(fact.step)],
        on=fact.so_on,
        by_name=by.get(fact.recorded_by_id or 0, ""),
        title=fact.title,
        details=fact.details,
        score=_score(fact) if fact.likelihood is not None else None,
        reason=fact.reason,
        shown_by=_shown_by(fact),
        owner=people.lead(fact.owner_id, fact.owner_words) if has_owner else None,
        action_ref=fact.update.action.ref if fact.update else "",
    )
