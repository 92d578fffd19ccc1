"""What concerns a council's limit and figures: who is past it, what is decided and asked, which days are worked."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db.transaction import atomic

from lippen.casework import rules
from lippen.casework.actions.writing import Pin, check_day, close_duties, needed, pin_duties, reason_given
from lippen.casework.models import CouncilDay, FigureAnswer, FigureChallenge, LimitDecision, OverLimit
from lippen.casework.models.sight import MANAGERS
from lippen.casework.queries import numbers
from lippen.casework.queries.seen import seen_one
from lippen.casework.queries.standing_in import HEADS
from lippen.casework.vocabulary import CHALLENGE_SUBJECT, OVER_SUBJECT, Duty
from lippen.design.words import day_words
from lippen.kernel import audit
from lippen.kernel.access import Actor, Permission, require
from lippen.kernel.clock import day_of
from lippen.kernel.errors import CannotDo, NotAllowed, NotVisible, refusal
from lippen.kernel.holding import hold_named, name_of
from lippen.kernel.ids import new_ref
from lippen.organisation import queries as organisation
from lippen.organisation.queries import stand_ins

DAY = timedelta(days=1)
DECIDED_WITHIN = timedelta(days=6)
ASKED_ALREADY = (
    "You asked for another figure here on {}, and nobody has answered yet. Say the rest to whoever answers, or ask "
    "again after the answer."
)


@atomic
def note_over_limit(*, actor: Actor, authority_id: int, at: datetime) -> int:
    """Note who is past the limit and who is so no longer, and tell the head of service after two weeks; gives changes.

    It is done in the name of somebody who manages there. Again on the same day is the same.
    """
    require(actor, Permission.READ_RECORDS, at=[authority_id])
    today = day_of(at)
    workers = {row.person_id: row for row in numbers.workers(actor, authority_id, on=today)}
    last = {row.worker_id: row for row in OverLimit.objects.filter(authority_id=authority_id).order_by("id")}
    changed = [
        _said(actor, authority_id, worker_id, workers.get(worker_id), today, at)
        for worker_id in sorted({*workers, *last})
        if _is_over(workers.get(worker_id)) is not (worker_id in last and last[worker_id].is_over)
    ]
    last |= {row.worker_id: row for row in changed}
    _tell(authority_id, [row for row in last.values() if row.is_over], workers, today, at)
    return len(changed)


def _is_over(worker: numbers.WorkerRow | None) -> bool:
    return worker is not None and worker.load.is_over


def _said(
    actor: Actor, authority_id: int, worker_id: int, worker: numbers.WorkerRow | None, today: date, at: datetime
) -> OverLimit:
    made = OverLimit.objects.create(
        ref=new_ref("over"),
        authority_id=authority_id,
        worker_id=worker_id,
        is_over=_is_over(worker),
        children=worker.load.children if worker else 0,
        limit=worker.load.limit if worker else 0,
        so_on=today,
        recorded_at=at,
        recorded_by_id=actor.account_id,
    )
    audit.record(actor, "limit.passed" if made.is_over else "limit.kept", made)
    return made


def _tell(
    authority_id: int,
    over: Collection[OverLimit],
    workers: dict[int, numbers.WorkerRow],
    today: date,
    at: datetime,
) -> None:
    """Put on the head of service's desk who has been past the limit for two weeks, and take off what is over."""
    undecided = [row for row in over if workers[row.worker_id].decision is None]
    due = {row.ref for row in undecided if rules.reaches_head(row.so_on, today)}
    every = set(OverLimit.objects.filter(authority_id=authority_id).values_list("ref", flat=True))
    asked = set(organisation.open_keys(Duty.OVER_LIMIT.value, OVER_SUBJECT)) & every
    close_duties(kind=Duty.OVER_LIMIT.value, subject_kind=OVER_SUBJECT, subject_keys=asked - due, at=at)
    worker_of = {row.ref: row.worker_id for row in undecided}
    pins = [
        Pin(Duty.OVER_LIMIT.value, OVER_SUBJECT, ref, head, today, today + DECIDED_WITHIN + DAY, rules.OVER_LIMIT.key)
        for ref in sorted(due - asked)
        for head in _heads(authority_id, today, but=worker_of[ref])
    ]
    pin_duties(pins, at=at)


def _heads(authority_id: int, on: date, *, but: int) -> tuple[int, ...]:
    """Who decides, without somebody whose own limit it is."""
    return stand_ins.next_of(authority_id, HEADS, but=but, on=on)


@atomic
def decide_limit(
    *, actor: Actor, over_ref: str, words: str, valid_until: date, so_on: date, at: datetime
) -> LimitDecision:
    """Decide, as head of service, what stands for the reasons past the limit in somebody's team, until a day."""
    over = seen_one(actor, OverLimit, over_ref)
    if over.authority_id not in actor.seated_as(HEADS):
        raise NotAllowed(rules.OVER_LIMIT.key)
    check_day(so_on, at)
    team_id = organisation.team_of(over.worker_id, over.authority_id, on=so_on)
    if over.worker_id == actor.person_id or _stands_for_own(actor, over.authority_id, team_id, so_on):
        others = _heads(over.authority_id, day_of(at), but=actor.person_id)
        said = "It is your own limit: somebody else decides."
        raise CannotDo(stand_ins.stands_with(said, others, on=day_of(at)))
    if not so_on <= valid_until <= so_on + rules.DECISION_LONGEST:
        raise CannotDo("Give a day within half a year.", field="valid_until")
    made = LimitDecision.objects.create(
        ref=new_ref("limit"),
        authority_id=over.authority_id,
        team_id=team_id,
        words=reason_given(words, "words", "Say what was decided, and what helps the team."),
        valid_until=valid_until,
        so_on=so_on,
        recorded_at=at,
        recorded_by_id=actor.account_id,
    )
    audit.record(actor, "limit.decided", made)
    note_over_limit(actor=actor, authority_id=over.authority_id, at=at)
    return made


def _stands_for_own(actor: Actor, authority_id: int, team_id: int | None, on: date) -> bool:
    """Whether the decision would stand for the decider's own time past the limit, who is of the same team."""
    own = OverLimit.objects.filter(authority_id=authority_id, worker_id=actor.person_id).order_by("-id").first()
    return own is not None and own.is_over and organisation.team_of(actor.person_id, authority_id, on=on) == team_id


@atomic
def challenge_figure(
    *, actor: Actor, authority_id: int, key: str, words: str, so_on: date, at: datetime
) -> FigureChallenge:
    """Ask, as somebody who works by it, for another figure; it stands on the desks of those who manage."""
    require(actor, Permission.READ_RECORDS, at=[authority_id])
    check_day(so_on, at)
    if key not in rules.LOCALS:
        raise NotVisible
    words = reason_given(words, "words", "Say what is wrong with the figure, and how you know.")
    _check_not_asked(actor, authority_id, key)
    made = FigureChallenge.objects.create(
        ref=new_ref("challenge"),
        authority_id=authority_id,
        key=key,
        words=words,
        so_on=so_on,
        recorded_at=at,
        recorded_by_id=actor.account_id,
    )
    today = day_of(at)
    holders = stand_ins.next_of(authority_id, MANAGERS, but=actor.person_id, on=today)
    about = (Duty.ANSWER_CHALLENGE.value, CHALLENGE_SUBJECT, made.ref)
    until = today + rules.ANSWERED_IN + DAY
    pin_duties([Pin(*about, each, today, until, rules.CHALLENGE.key) for each in holders], at=at)
    audit.record(actor, "challenge.written", made, keys={"key": key})
    return made


def _check_not_asked(actor: Actor, authority_id: int, key: str) -> None:
    """Refuse whoever waits for an answer about this figure already: of two windows at once the second is told."""
    hold_named(name_of(FigureChallenge._meta.label, f"{authority_id}:{key}:{actor.account_id}"))
    own = FigureChallenge.objects.filter(authority_id=authority_id, key=key, recorded_by_id=actor.account_id)
    waits = own.filter(answer__isnull=True).order_by("id").first()
    if waits is not None:
        raise CannotDo(ASKED_ALREADY.format(day_words(waits.so_on)), field="words")


@atomic
def answer_challenge(*, actor: Actor, challenge_ref: str, words: str, so_on: date, at: datetime) -> FigureAnswer:
    """Answer, as somebody who manages, who is not the one who asked."""
    found = seen_one(actor, FigureChallenge, challenge_ref)
    if found.authority_id not in actor.seated_as(MANAGERS):
        raise NotAllowed(rules.CHALLENGE.key)
    if found.recorded_by_id == actor.account_id:
        others = stand_ins.next_of(found.authority_id, MANAGERS, but=actor.person_id, on=day_of(at))
        said = "You asked this yourself: somebody else answers."
        raise CannotDo(stand_ins.stands_with(said, others, on=day_of(at)))
    check_day(so_on, at)
    with refusal("casework_figureanswer_challenge_id_key", "Somebody has answered this already."):
        made = FigureAnswer.objects.create(
            authority_id=found.authority_id,
            challenge=found,
            words=needed(words, "words", "Write the answer, and what follows from it."),
            so_on=so_on,
            recorded_at=at,
            recorded_by_id=actor.account_id,
        )
    close_duties(kind=Duty.ANSWER_CHALLENGE.value, subject_kind=CHALLENGE_SUBJECT, subject_keys=[found.ref], at=at)
    audit.record(actor, "challenge.answered", found)
    return made


@atomic
def say_day(
    *, actor: Actor, authority_id: int, day: date, is_closed: bool, name: str, source: str, so_on: date, at: datetime
) -> CouncilDay:
    """Say that the council does not work on a day, or works although it is a bank holiday; clocks count by it."""
    require(actor, Permission.AGREE_RISK, at=[authority_id])
    check_day(so_on, at)
    if abs((day - so_on).days) > 3 * 366:
        raise CannotDo("Give a day within three years.", field="day")
    made = CouncilDay.objects.create(
        ref=new_ref("day"),
        authority_id=authority_id,
        day=day,
        is_closed=is_closed,
        name=needed(name, "name", "Say which day it is.")[:80],
        source=needed(source, "source", "Say who decided it, and where it stands.")[:160],
        so_on=so_on,
        recorded_at=at,
        recorded_by_id=actor.account_id,
    )
    audit.record(actor, "day.said", made)
    return made
