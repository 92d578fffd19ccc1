"""What an allocation does to what stood before it: offers of the child are over, and duties find their new owner."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import QuerySet

from lippen.casework import rules
from lippen.casework.actions.writing import Writing, pin_duties
from lippen.casework.models import Handover, HandoverFact, Involvement, Visit, VisitHanded
from lippen.casework.queries import owed
from lippen.casework.vocabulary import HANDOVER_SUBJECT, VISIT_SUBJECT, WORK_SUBJECT, Duty, HandoverStep
from lippen.kernel.errors import CannotDo, refusal
from lippen.organisation.actions import close_kinds, close_these, pin_for

MEANWHILE = "Somebody has just answered this. Open it again."


def say_step(writing: Writing, handover: Handover, step: HandoverStep, so_on: date, words: str = "") -> HandoverFact:
    """Write what came of an offer, where it may follow on what was said before."""
    last = handover.facts.order_by("-number").first()
    if not rules.handover_may(HandoverStep(last.step) if last else None, step):
        raise CannotDo("This was decided already. Look at the child's page.")
    with refusal("a_handover_is_answered_one_by_one", MEANWHILE):
        made = HandoverFact.objects.create(
            handover=handover,
            number=last.number + 1 if last else 1,
            step=step.value,
            words=words.strip(),
            **writing.fact(so_on),
        )
    clear([handover.ref], writing.at)
    return made


def clear(refs: Iterable[str], at: datetime) -> None:
    """Take what an offer put on desks off them."""
    keys = list(refs)
    kinds = (Duty.ANSWER_HANDOVER.value, Duty.TAKE_OVER.value, Duty.FIND_WORKER.value)
    close_kinds(kinds=kinds, subject_kind=HANDOVER_SUBJECT, subject_keys=keys, at=at)


def close_left(parts: QuerySet[Involvement], at: datetime) -> None:
    """Of parts that end: nobody has to find somebody else any more."""
    refs = list(parts.values_list("ref", flat=True))
    if refs:
        kinds = (Duty.LEFT_WORK.value, Duty.CLOSED_WORK.value)
        close_kinds(kinds=kinds, subject_kind=WORK_SUBJECT, subject_keys=refs, at=at)


def standing(person_id: int) -> Handover | None:
    """The offer of a child that still stands."""
    last = Handover.objects.filter(person_id=person_id).order_by("-id").first()
    if last is None:
        return None
    fact = last.facts.order_by("-number").first()
    return last if rules.is_offered(HandoverStep(fact.step) if fact else None) else None


def overtake(writing: Writing, so_on: date) -> None:
    """Say of an offer that still stands that the child was allocated otherwise; nothing of it stays on a desk."""
    if offered := standing(writing.person.pk):
        say_step(writing, offered, HandoverStep.OVERTAKEN, so_on)
    clear(Handover.objects.filter(person=writing.person).values_list("ref", flat=True), writing.at)


def move_duties(writing: Writing, from_ids: Iterable[int], to_id: int, so_on: date) -> None:
    """What those before owed for the child is owed by the new worker, by the same day; a planned visit names them."""
    duties = owed.owed_for(writing.actor, [writing.person.pk], from_ids)[writing.person.pk]
    if duties:
        close_these([each.id for each in duties], at=writing.at)
    pin_duties([pin_for(each, to_id) for each in duties], at=writing.at)
    refs = [each.subject_key for each in duties if each.subject_kind == VISIT_SUBJECT]
    for visit in Visit.objects.filter(ref__in=refs).order_by("id"):
        VisitHanded.objects.create(visit=visit, worker_id=to_id, **writing.fact(so_on))
