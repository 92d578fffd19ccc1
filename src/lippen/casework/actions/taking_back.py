"""Somebody who was added by mistake is taken back: what was said of them is marked wrong, and nothing is deleted.

It leaves a record as undoing a file does (decision 30), for as long as nobody else has built upon it.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Q
from django.db.transaction import atomic

from lippen.casework.actions.closed_work import close_opened
from lippen.casework.actions.undoing import BLANK
from lippen.casework.actions.writing import Writing, begin, close_duties, reason_given
from lippen.casework.models import FactWord, Involvement, PersonNow, Tie, TieEnd
from lippen.casework.queries import added, own_family
from lippen.casework.queries.knowing import TABLES
from lippen.casework.queries.people import head
from lippen.casework.queries.wrong import wrong_about, wrong_of
from lippen.casework.vocabulary import WORK_SUBJECT, Duty, FactStep
from lippen.kernel import audit
from lippen.kernel.access import Actor
from lippen.kernel.clock import day_of
from lippen.kernel.errors import CannotDo
from lippen.kernel.records import put_all

NOT_YOURS = "Whoever added them takes them back, or whoever leads, and within 30 days. Else mark what was wrong."
IN_THE_WAY = "Something stands in the way: {}. Mark what was wrong on the record itself."


@atomic
def take_back(*, actor: Actor, person_ref: str, why: str, at: datetime) -> None:
    """Say that somebody was added by mistake, and why; refused where others have built upon the record."""
    writing = begin(actor, person_ref, at=at)
    row, today = head(actor, person_ref), day_of(at)
    if not added.may_take_back(actor, row, on=today):
        raise CannotDo(NOT_YOURS)
    reason = reason_given(why, "why", "Say why: whoever finds the record later reads this.")
    written = added.written_of(row)
    if stands := added.stands_in_the_way(actor, row, written):
        raise CannotDo(IN_THE_WAY.format("; ".join(stands)))
    facts = _mark_facts(writing, written, f"Added by mistake: {reason}", today)
    PersonNow.objects.filter(pk=row.id).update(is_mistake=True, **BLANK)
    audit.record(actor, "known.taken_back", writing.person, keys={"facts": facts})
    _end_ties(writing, written, today)
    _end_parts(writing, written, today)  # the last of all: whoever added a child sees them by it


def _mark_facts(writing: Writing, written: added.Brought, reason: str, today: date) -> int:
    """Mark each fact wrong that is not so already; the names too, so that the reason stands with everybody."""
    before = wrong_of(wrong_about([writing.person.pk]))
    words = [
        FactWord(kind=kind.value, fact=pk, step=FactStep.WRONG.value, why=reason, **writing.fact(today))
        for kind in added.KINDS
        for pk in written.of(TABLES[kind]._meta.model_name)
        if (kind.value, pk) not in before
    ]
    FactWord.objects.bulk_create(words)
    return len(words)


def _end_ties(writing: Writing, written: added.Brought, today: date) -> None:
    """Each tie was a mistake; what it had closed to an officer's family is open again."""
    ties = list(Tie.objects.filter(pk__in=written.of("tie"), ended__isnull=True).order_by("pk"))
    people = {each for tie in ties for each in (tie.person_id, tie.other_id)}
    parts = own_family.work_by_tie(people) if people else []
    put_all([TieEnd(tie=tie, is_mistake=True, **writing.fact(today)) for tie in ties])
    close_opened(parts, writing.at)


def _end_parts(writing: Writing, written: added.Brought, today: date) -> None:
    """Whoever held the child holds them no longer, and nobody has to find somebody else for them."""
    parts = Involvement.objects.filter(Q(pk__in=written.of("involvement")), ends_on__isnull=True)
    found = list(parts.order_by("pk"))
    close_duties(
        kind=Duty.CLOSED_WORK.value,
        subject_kind=WORK_SUBJECT,
        subject_keys=[part.ref for part in found],
        at=writing.at,
    )
    ended = {"ended_at": writing.at, "ended_by_id": writing.actor.account_id}
    for part in found:
        Involvement.objects.filter(pk=part.pk).update(ends_on=max(part.starts_on, today), **ended)
