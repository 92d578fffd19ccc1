"""
What was recorded wrongly of a child's life in care is mended: a day, or a span that never was.

A day is where one thing ended and the next began: both go along, so that no gap is left. What was wrong stays as a
version with its reason.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db.transaction import atomic

from lippen.care.actions.days import check_life
from lippen.care.actions.following import follow
from lippen.care.actions.living import further, held, one_at_a_time
from lippen.care.models import Episode, LegalReason, Placement
from lippen.care.queries import spans as queries
from lippen.care.vocabulary import SPAN_KIND_WORDS, SpanKind
from lippen.casework.actions.writing import Writing, reason_given
from lippen.kernel import audit
from lippen.kernel.access import Actor
from lippen.kernel.errors import CannotDo

Part = Placement | LegalReason
WHY = "Say what was wrong."
MODELS: dict[SpanKind, type[Part]] = {SpanKind.PLACEMENT: Placement, SpanKind.LEGAL: LegalReason}


@atomic
def correct_day(*, actor: Actor, what: SpanKind, span_ref: str, so_on: date, why: str, at: datetime) -> Part:
    """Correct the day on which a placement or legal reason began; what was before it ends on that day too.

    Of the first one of an episode the episode itself begins on that day, and so does the first of the other kind.
    """
    row, writing = held(actor, MODELS[what], span_ref, at=at)
    check_life(writing, so_on)
    reason = reason_given(why, "why", WHY)
    if row.ends_on is not None and so_on > row.ends_on:
        raise CannotDo(f"This {SPAN_KIND_WORDS[what]} ended before that day. Give an earlier one.", field="so_on")
    episode = _episode(actor, row)
    before = _before(row, episode)
    if before is not None and so_on < before.so_on:
        raise CannotDo("What was before it began later than that. Correct that day first.", field="so_on")
    with one_at_a_time():
        if before is None and _carries(row):
            _begin_episode(writing, episode, row, so_on, reason)
        if before is not None and so_on < row.so_on:  # in this order, so that the two never hold on one day
            further(writing, before, ends_on=so_on, why=reason)
        made = further(writing, row, so_on=so_on, why=reason)
        if before is not None and so_on >= row.so_on:
            further(writing, before, ends_on=so_on, why=reason)
    audit.record(actor, "care.day_corrected", made, keys={"person": writing.person.ref})
    follow(writing, reason)
    return made


@atomic
def take_back(*, actor: Actor, what: SpanKind, span_ref: str, why: str, at: datetime) -> Part:
    """Say that a placement or legal reason never was: what was before it goes on up to where this one ended."""
    row, writing = held(actor, MODELS[what], span_ref, at=at)
    reason = reason_given(why, "why", WHY)
    before = _before(row, _episode(actor, row))
    if before is None and _carries(row):
        raise CannotDo("Care began with this. Say instead that the child was not looked after, or correct it.")
    with one_at_a_time():
        made = further(writing, row, is_wrong=True, why=reason)
        if before is not None:
            further(writing, before, ends_on=row.ends_on, why=reason)
    audit.record(actor, "care.taken_back", made, keys={"person": writing.person.ref})
    follow(writing, reason)
    return made


@atomic
def episode_was_wrong(*, actor: Actor, episode_ref: str, why: str, at: datetime) -> Episode:
    """Say that a child was not looked after in an episode at all: it and all that fills it never were."""
    episode, writing = held(actor, Episode, episode_ref, at=at)
    reason = reason_given(why, "why", WHY)
    with one_at_a_time():
        for model in MODELS.values():
            for row in queries.of_episode(model, episode):
                further(writing, row, is_wrong=True, why=reason)
        made = further(writing, episode, is_wrong=True, why=reason)
    audit.record(actor, "care.episode_wrong", made, keys={"person": writing.person.ref})
    follow(writing, reason)
    return made


@atomic
def end_was_wrong(*, actor: Actor, episode_ref: str, why: str, at: datetime) -> Episode:
    """Say that care did not end: the child is looked after still, where and by which law the child was last."""
    episode, writing = held(actor, Episode, episode_ref, at=at)
    reason = reason_given(why, "why", WHY)
    if episode.ends_on is None:
        raise CannotDo("This child is looked after still.")
    if queries.open_episode(actor, [writing.person.pk]):
        raise CannotDo("The child came into care again since. Mend that first.")
    with one_at_a_time():
        for model in MODELS.values():
            last = [
                row for row in queries.of_episode(model, episode) if row.ends_on == episode.ends_on and _carries(row)
            ]
            for row in last[-1:]:
                further(writing, row, ends_on=None, why=reason)
        made = further(writing, episode, ends_on=None, destination="", destination_words="", end_code="", why=reason)
    audit.record(actor, "care.end_wrong", made, keys={"person": writing.person.ref})
    follow(writing, reason)
    return made


def _carries(row: Part) -> bool:
    """Whether an episode rests on it: every placement, and the legal reason by which the child is looked after."""
    return isinstance(row, Placement) or row.is_basis


def _episode(actor: Actor, row: Part) -> Episode:
    """The episode of a placement or legal reason, as it stands now."""
    return queries.one(actor, Episode, row.episode.ref)


def _before(row: Part, episode: Episode) -> Part | None:
    """What of the same kind ended on the day on which this began."""
    if not _carries(row):
        return None
    rows = [each for each in queries.of_episode(type(row), episode) if _carries(each) and each.pk != row.pk]
    return next((each for each in reversed(rows) if each.ends_on == row.so_on), None)


def _begin_episode(writing: Writing, episode: Episode, row: Part, so_on: date, why: str) -> None:
    """Let an episode, and the first of the other kind, begin on the corrected day."""
    other = SpanKind.LEGAL if isinstance(row, Placement) else SpanKind.PLACEMENT
    first = next(each for each in queries.of_episode(MODELS[other], episode) if _carries(each))
    if first.ends_on is not None and so_on > first.ends_on:
        raise CannotDo(
            f"The {SPAN_KIND_WORDS[other]} of that time ended before that day. Correct that first.", field="so_on"
        )
    further(writing, episode, so_on=so_on, why=why)
    further(writing, first, so_on=so_on, why=why)
