"""Family support is assigned to a child, and ends; the hours that it frees count in the worker's load."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db.transaction import atomic

from lippen.casework.actions.writing import begin, check_day, found_of, needed, reason_given
from lippen.casework.models import FamilyHelp, FamilyHelpEnd
from lippen.kernel import audit
from lippen.kernel.access import Actor, Permission
from lippen.kernel.errors import CannotDo, refusal
from lippen.kernel.ids import new_ref

MOST_HOURS = Decimal(35)


@atomic
def assign_help(
    *, actor: Actor, person_ref: str, helper: str, words: str, freed_hours: Decimal, so_on: date, at: datetime
) -> FamilyHelp:
    """Assign family support to a child: who helps, with what, and how many hours a week of the worker that frees."""
    writing = begin(actor, person_ref, at=at, permission=Permission.ALLOCATE)
    check_day(so_on, at)
    if not writing.person.is_child:
        raise CannotDo("Family support is assigned to a child. Choose the child's page.")
    if not 0 <= freed_hours <= MOST_HOURS:
        raise CannotDo("Give hours a week from 0 to 35.", field="freed_hours")
    made = FamilyHelp.objects.create(
        ref=new_ref("help"),
        helper=needed(helper, "helper", "Say who helps.")[:120],
        words=needed(words, "words", "Say with what."),
        freed_hours=freed_hours,
        **writing.fact(so_on),
    )
    audit.record(actor, "help.assigned", made, keys={"person": writing.person.ref})
    return made


@atomic
def end_help(*, actor: Actor, help_ref: str, words: str, so_on: date, at: datetime) -> FamilyHelpEnd:
    """Say that the help has ended, and why."""
    found, writing = found_of(actor, FamilyHelp, help_ref, at=at, permission=Permission.ALLOCATE)
    check_day(so_on, at)
    if so_on < found.so_on:
        raise CannotDo("It began after this day. Give that day or a later one.", field="so_on")
    with refusal("casework_familyhelpend_help_id_key", "This has ended already."):
        made = FamilyHelpEnd.objects.create(
            help=found, words=reason_given(words, "words", "Say why it ends."), **writing.fact(so_on)
        )
    audit.record(actor, "help.ended", found)
    return made
