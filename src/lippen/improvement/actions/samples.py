"""A sample is drawn for inspectors, open for stated days, and closed early for a reason."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db.transaction import atomic

from lippen.improvement import queries, rules
from lippen.improvement.actions.writing import already, begin_plan, check_day, needed
from lippen.improvement.models import Action, Sample, SampleEnd, SampleInspector, SampleItem
from lippen.kernel import audit
from lippen.kernel.access import Actor, Permission, require
from lippen.kernel.clock import day_of
from lippen.kernel.errors import CannotDo, NotVisible, refusal
from lippen.kernel.ids import new_ref

MOST_DRAWN = 100


@atomic
def draw_sample(
    *,
    actor: Actor,
    plan_ref: str,
    inspector_ids: Collection[int],
    size: int,
    words: str,
    purpose: str,
    as_at: date,
    opens_on: date,
    closes_on: date,
    at: datetime,
    token: UUID | str | None = None,
) -> Sample:
    """Draw some of a plan's actions for inspectors, to be read from a day until another (not included)."""
    plan, recorded_at = begin_plan(actor, Permission.DRAW_SAMPLE, plan_ref, at=at)
    if made := already(Sample, token, actor):
        return made
    authority_id = queries.keeper_of(actor, plan.pk, permission=Permission.DRAW_SAMPLE)
    check_day(as_at, at)
    _check_days(opens_on, closes_on, day_of(at))
    known = {person.id for person in queries.inspectors(actor, authority_id, on=day_of(at))}
    if not inspector_ids or not set(inspector_ids) <= known:
        raise CannotDo("Choose who reads it, from the inspectors of this council.", field="inspectors")
    if not 1 <= size <= MOST_DRAWN:
        raise CannotDo(f"Draw between 1 and {MOST_DRAWN} actions.", field="size")
    words = needed(words, "words", "Write the words or the number that the inspector gave you.")[:120]
    there = dict(Action.objects.filter(plan=plan, so_on__lte=as_at).values_list("ref", "id"))
    if not there:
        raise CannotDo("The plan had no action on that day. Give a later day.", field="as_at")
    made = Sample.objects.create(
        ref=new_ref("sample"),
        authority_id=authority_id,
        plan=plan,
        as_at=as_at,
        words=words,
        drawn_from=len(there),
        purpose=needed(purpose, "purpose", "Say what it is for."),
        opens_on=opens_on,
        closes_on=closes_on,
        recorded_at=recorded_at,
        recorded_by_id=actor.account_id,
        token=token,
    )
    SampleInspector.objects.bulk_create(SampleInspector(sample=made, person_id=i) for i in sorted(set(inspector_ids)))
    refs = rules.drawn(there, words, size)
    SampleItem.objects.bulk_create(
        SampleItem(sample=made, order=order, action_id=there[ref]) for order, ref in enumerate(refs, 1)
    )
    audit.record(actor, "sample.drawn", made, keys={"plan": plan.ref, "actions": len(refs), "of": len(there)})
    return made


def _check_days(opens_on: date, closes_on: date, today: date) -> None:
    if opens_on < today:
        raise CannotDo("It cannot be open before today. Give today or a later day.", field="opens_on")
    if closes_on <= opens_on:
        raise CannotDo("It closes after it opens. Give a later day.", field="closes_on")


@atomic
def close_sample(
    *, actor: Actor, sample_ref: str, reason: str, at: datetime, token: UUID | str | None = None
) -> SampleEnd:
    """Close a sample today, before its day."""
    found = Sample.objects.visible_to(actor).filter(ref=sample_ref).select_related("plan").first()
    if found is None:
        raise NotVisible
    require(actor, Permission.DRAW_SAMPLE, at=[found.authority_id])
    _, recorded_at = begin_plan(actor, Permission.DRAW_SAMPLE, found.plan.ref, at=at)
    if made := already(SampleEnd, token, actor):
        return made
    if found.closes_on <= day_of(at):
        raise CannotDo(f"This sample closed on {rules.day_words(found.closes_on)} already.")
    with refusal("improvement_sampleend_sample_id_key", "Somebody has closed this sample already."):
        made = SampleEnd.objects.create(
            sample=found,
            ends_on=day_of(at),
            reason=needed(reason, "reason", "Say why it closes early."),
            recorded_at=recorded_at,
            recorded_by_id=actor.account_id,
            token=token,
        )
    audit.record(actor, "sample.closed", found)
    return made
