"""Inspectors' samples: what was drawn and how, and what a sample shows to those it was drawn for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from lippen.improvement import rules
from lippen.improvement.models import Action, Evidence, Sample
from lippen.improvement.queries.past import Past
from lippen.improvement.queries.plans import bare_row
from lippen.improvement.queries.stories import action_story
from lippen.improvement.rows import ActionRow, PlanRow, StoryRow
from lippen.kernel.access import Actor, Permission
from lippen.kernel.errors import NotVisible
from lippen.kernel.models import StoredFile
from lippen.organisation import queries as organisation
from lippen.organisation.queries import PersonRow
from lippen.organisation.roles import Role

WITHIN_THE_SERVICE = frozenset({"raised"})


@dataclass(frozen=True)
class SampleRow:
    """A sample: of what, how it was drawn, who reads it and until when."""

    ref: str
    plan: PlanRow
    authority_id: int
    as_at: date
    words: str
    drawn: int
    drawn_from: int
    purpose: str
    opens_on: date
    closes_on: date
    closed_reason: str
    inspectors: tuple[str, ...]
    drawn_at: datetime
    drawn_by: str

    def is_open(self, on: date) -> bool:
        """Whether it may be read on a day."""
        return self.opens_on <= on < self.closes_on


@dataclass(frozen=True)
class SampleView:
    """A sample with its actions as they stood."""

    row: SampleRow
    actions: tuple[ActionRow, ...]
    is_as_drawn: bool


def inspectors(actor: Actor, authority_id: int, *, on: date) -> tuple[PersonRow, ...]:
    """The inspectors who have a post in a council on a day."""
    return organisation.people_with(Role.INSPECTOR, authority_id, on=on)


def samples(actor: Actor, plan_id: int) -> tuple[SampleRow, ...]:
    """The samples of a plan that the actor may draw, the newest first."""
    return _rows(Sample.objects.visible_to(actor).filter(plan_id=plan_id))


def open_samples(actor: Actor, *, on: date) -> tuple[SampleRow, ...]:
    """The samples that an inspector may read on a day."""
    return _rows(Sample.objects.open_to(actor, on=on))


def sample(actor: Actor, ref: str, *, on: date) -> SampleView:
    """A sample with its actions, for those who may draw it and for those it is open to; else NotVisible."""
    found = _found(actor, ref, on)
    (row,) = _rows([found])
    items = list(found.items.order_by("order").values_list("action_id", "action__ref"))
    shown = Past(row.plan, found.as_at, found.recorded_at).rows([action_id for action_id, _ in items])
    there = Action.objects.filter(plan_id=found.plan_id, so_on__lte=found.as_at).known_at(found.recorded_at)
    again = rules.drawn(there.values_list("ref", flat=True), found.words, len(items))
    return SampleView(row, shown, again == tuple(action_ref for _, action_ref in items))


def sampled_story(actor: Actor, ref: str, order: int, *, on: date) -> StoryRow:
    """One of a sample's actions as it stood and as it was known when the sample was drawn."""
    found = _found(actor, ref, on)
    item = found.items.filter(order=order).select_related("action").first()
    if item is None:
        raise NotVisible
    lens = _as_reader(actor, found)
    story = action_story(lens, item.action.ref, as_at=found.as_at, known_at=found.recorded_at, today=on)
    return replace(story, events=tuple(each for each in story.events if each.kind not in WITHIN_THE_SERVICE))


def sampled_file(actor: Actor, ref: str, file_ref: str, *, on: date) -> StoredFile:
    """A file given as evidence for one of a sample's actions."""
    found = _found(actor, ref, on)
    offered = Evidence.objects.filter(
        file__ref=file_ref,
        authority_id=found.authority_id,
        action__in=found.items.values("action_id"),
        so_on__lte=found.as_at,
        recorded_at__lte=found.recorded_at,
    )
    each = offered.select_related("file").first()
    if each is None or each.file is None:
        raise NotVisible
    return each.file


def _found(actor: Actor, ref: str, on: date) -> Sample:
    named = Sample.objects.select_related("plan", "end")
    found = named.visible_to(actor).filter(ref=ref).first() or named.open_to(actor, on=on).filter(ref=ref).first()
    if found is None:
        raise NotVisible
    return found


def _as_reader(actor: Actor, found: Sample) -> Actor:
    """The same person with leave to read plans where the sample was drawn: for the sampled actions alone."""
    here = frozenset({found.authority_id})
    return replace(
        actor,
        permissions=frozenset({Permission.READ_PLAN}),
        authority_ids=here,
        reach=frozenset({(Permission.READ_PLAN, found.authority_id)}),
    )


def _rows(found: Iterable[Sample]) -> tuple[SampleRow, ...]:
    kept = list(
        Sample.objects.filter(pk__in=[each.pk for each in found])
        .select_related("plan", "end")
        .prefetch_related("inspectors", "items")
        .order_by("-recorded_at", "-id")
    )
    people = organisation.person_names({each.person_id for row in kept for each in row.inspectors.all()})
    by = organisation.account_names({row.recorded_by_id for row in kept})
    plans = {row.plan_id: bare_row(row.plan) for row in kept}
    return tuple(_row(row, plans[row.plan_id], people, by) for row in kept)


def _row(row: Sample, plan: PlanRow, people: dict[int, str], by: dict[int, str]) -> SampleRow:
    end = getattr(row, "end", None)
    return SampleRow(
        ref=row.ref,
        plan=plan,
        authority_id=row.authority_id,
        as_at=row.as_at,
        words=row.words,
        drawn=len(row.items.all()),
        drawn_from=row.drawn_from,
        purpose=row.purpose,
        opens_on=row.opens_on,
        closes_on=min(row.closes_on, end.ends_on) if end else row.closes_on,
        closed_reason=end.reason if end else "",
        inspectors=tuple(sorted(people[each.person_id] for each in row.inspectors.all())),
        drawn_at=row.recorded_at,
        drawn_by=by.get(row.recorded_by_id or 0, ""),
    )
