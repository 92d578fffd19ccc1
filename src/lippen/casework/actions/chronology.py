"""What is written down of a child's life: what happened, how much it matters, what it means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.transaction import atomic

from lippen.casework.actions.writing import begin, check_day, needed
from lippen.casework.models import ChronologyEntry
from lippen.casework.vocabulary import Significance
from lippen.kernel import audit
from lippen.kernel.access import Actor
from lippen.kernel.ids import new_ref


@dataclass(frozen=True)
class AlsoConcerned:
    """A brother or sister whom an event concerns too, and what it means for them."""

    person_ref: str
    analysis: str = ""


@atomic
def write_entry(
    *,
    actor: Actor,
    person_ref: str,
    words: str,
    source: str,
    significance: Significance,
    so_on: date,
    at: datetime,
    analysis: str = "",
    also: Sequence[AlsoConcerned] = (),
) -> ChronologyEntry:
    """Write down something in a child's life: what happened, how much it matters, what it means.

    Brothers and sisters whom it concerns too have the same words on their own records, each with its own meaning.
    """
    made = _written(actor, person_ref, words, source, significance, so_on, at, analysis, when_opened=True)
    for each in also:
        _written(actor, each.person_ref, words, source, significance, so_on, at, each.analysis)
    return made


def _written(
    actor: Actor,
    person_ref: str,
    words: str,
    source: str,
    significance: Significance,
    so_on: date,
    at: datetime,
    analysis: str,
    *,
    when_opened: bool = False,
) -> ChronologyEntry:
    writing = begin(actor, person_ref, at=at, when_opened=when_opened)
    check_day(so_on, at)
    made = ChronologyEntry.objects.create(
        ref=new_ref("event"),
        words=needed(words, "words", "Write what happened."),
        source=source.strip()[:160],
        significance=significance.value,
        analysis=analysis.strip(),
        **writing.fact(so_on),
    )
    audit.record(actor, "event.written", made, keys={"person": writing.person.ref})
    return made
