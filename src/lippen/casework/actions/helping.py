"""Who else works with a family: written down, contacts with them, their end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db.transaction import atomic

from lippen.casework.actions.writing import begin, check_day, close_duties, found_of, needed
from lippen.casework.models import Helper, HelperFact
from lippen.casework.vocabulary import HELPER_SUBJECT, Duty, HelperKind, HelperStep
from lippen.kernel import audit
from lippen.kernel.access import Actor
from lippen.kernel.errors import CannotDo, refusal
from lippen.kernel.ids import new_ref

NO_MORE = "They work with the family no longer. Write them down again if they came back."


@atomic
def add_helper(
    *,
    actor: Actor,
    person_ref: str,
    kind: HelperKind,
    name: str,
    so_on: date,
    at: datetime,
    reach: str = "",
    also: Sequence[str] = (),
) -> Helper:
    """Write down who of another service works with a child; for brothers and sisters at once, by their refs."""
    made = [_added(actor, ref, HelperKind(kind), name, reach, so_on, at) for ref in dict.fromkeys((person_ref, *also))]
    return made[0]


def _added(actor: Actor, person_ref: str, kind: HelperKind, name: str, reach: str, so_on: date, at: datetime) -> Helper:
    writing = begin(actor, person_ref, at=at)
    check_day(so_on, at)
    kept = needed(name, "name", "Say who it is: a name, or at least the post.")[:160]
    ended = HelperFact.objects.filter(step=HelperStep.ENDED.value).values("helper_id")
    there = Helper.objects.filter(person=writing.person, kind=kind.value, name__iexact=kept).exclude(pk__in=ended)
    if there.exists():
        raise CannotDo(f"{kept} is recorded already.", field="name")
    made = Helper.objects.create(
        ref=new_ref("helper"), kind=kind.value, name=kept, reach=reach.strip()[:160], **writing.fact(so_on)
    )
    audit.record(actor, "helper.added", made, keys={"kind": kind.value})
    return made


@atomic
def say_of_helper(
    *, actor: Actor, helper_ref: str, step: HelperStep, so_on: date, at: datetime, words: str = ""
) -> HelperFact:
    """Say that there was contact with them on a day, or that their work ended then."""
    found, writing = found_of(actor, Helper, helper_ref, at=at)
    check_day(so_on, at)
    if so_on < found.so_on:
        raise CannotDo("They began after this day. Give that day or a later one.", field="so_on")
    if found.facts.filter(step=HelperStep.ENDED.value).exists():
        raise CannotDo(NO_MORE)
    with refusal("help_ends_once", NO_MORE):
        made = HelperFact.objects.create(
            helper=found, step=HelperStep(step).value, words=words.strip()[:240], **writing.fact(so_on)
        )
    if step is HelperStep.ENDED:
        end_asking(helper_ref, at=at)
    audit.record(actor, f"helper.{made.step}", found)
    return made


def end_asking(helper_ref: str, *, at: datetime) -> None:
    """What they may be told need not be asked again."""
    close_duties(kind=Duty.RENEW_CONSENT.value, subject_kind=HELPER_SUBJECT, subject_keys=[helper_ref], at=at)
