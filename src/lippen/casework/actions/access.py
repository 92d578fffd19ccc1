"""Somebody asks what is held about them: gathered, withheld word by word, checked by somebody else, released."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from hashlib import sha256

from django.db.transaction import atomic

from lippen.casework import rules
from lippen.casework.actions.front import leaders_of_work, own_refused
from lippen.casework.actions.writing import (
    Pin,
    Writing,
    begin,
    check_day,
    close_duties,
    found_of,
    needed,
    pin_duties,
    reason_given,
)
from lippen.casework.bundling import pdf_of
from lippen.casework.models import (
    AccessBundle,
    AccessEntry,
    AccessMark,
    AccessMarkEnd,
    AccessRequest,
    AccessStep,
)
from lippen.casework.queries import access as queries
from lippen.casework.queries import numbers, pictures
from lippen.casework.queries.held import beside_the_record
from lippen.casework.queries.records import record
from lippen.casework.redaction import spans_of
from lippen.casework.rows import Record
from lippen.casework.vocabulary import ACCESS_SUBJECT, AccessStepKind, AskedBy, Duty, WithheldWhy
from lippen.design.words import listed_words
from lippen.kernel import audit
from lippen.kernel.access import Actor, Permission
from lippen.kernel.clock import day_of
from lippen.kernel.errors import CannotDo, NotVisible, refusal
from lippen.kernel.ids import new_ref
from lippen.organisation import queries as organisation

DAY = timedelta(days=1)
KEEPS_ADDRESS = "{child} must not know where {names} lives or lived."
KEPT_FROM = "{who} asks, and {names} must not know where {child} lives."
MEANWHILE = "Somebody has just taken a step with this request. Open it again."
NOT_NOW = {
    AccessStepKind.GATHERED: "What is held was gathered already.",
    AccessStepKind.CHECK_ASKED: "Gather what is held first; a request that is checked or over is not checked again.",
    AccessStepKind.RETURNED: "Nobody has asked for this to be checked.",
    AccessStepKind.AGREED: "Nobody has asked for this to be checked.",
    AccessStepKind.RELEASED: "Somebody else has to check first what is withheld.",
    AccessStepKind.CLOSED: "This request is over, or being checked.",
}
SHARE = Permission.AGREE_RISK


@atomic
def ask_access(
    *, actor: Actor, person_ref: str, asked_by: AskedBy, who: str, shown_by: str, received_on: date, at: datetime
) -> AccessRequest:
    """Record that somebody asks what is held about a person, and how they showed who they are. Its clock begins."""
    writing = begin(actor, person_ref, at=at, permission=SHARE)
    check_day(received_on, at, field="received_on")
    made = AccessRequest.objects.create(
        ref=new_ref("access"),
        asked_by=asked_by.value,
        who=needed(who, "who", "Write who asks.")[:160],
        shown_by=needed(shown_by, "shown_by", "Say how they showed who they are."),
        **writing.fact(received_on),
    )
    _pin(writing, made, Duty.ANSWER_ACCESS, [actor.person_id], rules.access_due(received_on, is_extended=False))
    audit.record(actor, "access.asked", made, keys={"person": writing.person.ref})
    return made


@atomic
def gather(*, actor: Actor, access_ref: str, so_on: date, at: datetime, real_at: datetime) -> AccessStep:
    """Gather everything that the record holds, as it stands, with offers, openings and what was shared of it.

    Protected addresses are left out. Addresses that a tie keeps from whoever asks, or from the person, are withheld
    from the start.
    """
    found, writing = found_of(actor, AccessRequest, access_ref, at=at, permission=SHARE)
    step = _step(writing, found, AccessStepKind.GATHERED, "", so_on)
    whole = record(actor, writing.person.ref, real_at=real_at)
    held = [*queries.gathered(whole), *beside_the_record(actor, whole.person, on=day_of(at))]
    drawn = queries.drawn(whole)
    fact = writing.fact(so_on)
    made = AccessEntry.objects.bulk_create(
        AccessEntry(
            request=found,
            number=number,
            about_on=day,
            heading=heading,
            words=words,
            picture_id=drawn.get((day, heading, words)),
            **fact,
        )
        for number, (day, heading, words) in enumerate(held, 1)
    )
    audit.record(actor, "access.gathered", found, keys={"person": writing.person.ref, "entries": len(held)})
    _withhold_addresses(writing, found, made, whole, so_on)
    return step


def _withhold_addresses(
    writing: Writing, found: AccessRequest, entries: Sequence[AccessEntry], whole: Record, so_on: date
) -> None:
    """Withhold addresses that are kept from somebody by a tie; whoever prepares it may still show them again.

    Where the person lives or lived: where whoever asks may be somebody who must not know. Where those of the family
    live or lived of whom the person must not know it: whoever asks, since what is released is the person's own.
    """
    actor, person = writing.actor, whole.person
    marks: dict[tuple[int, str], AccessMark] = {}

    def withhold(row: AccessEntry, words: str, note: str) -> None:
        told = {"why": WithheldWhy.HARM.value, "note": note, **writing.fact(so_on)}
        marks.setdefault((row.pk, words), AccessMark(entry=row, words=words, **told))

    kept, keeping = queries.who_asks(found.who, whole.kept_from), whole.keeping_address
    own = queries.words_of_places(actor, [person]) if kept or keeping else ()
    if kept:
        note = KEPT_FROM.format(who=found.who, names=listed_words([row.name for row in kept]), child=person.name)
        for row in entries:
            is_place = queries.is_address(row.heading, row.words)
            for each in [""] if is_place else _said_in(row, own):
                withhold(row, each, note)
    if keeping:
        note = KEEPS_ADDRESS.format(names=listed_words([row.name for row in keeping]), child=person.name)
        others = queries.words_of_places(actor, keeping, but=own)
        for row in entries:
            for each in _said_in(row, others):
                withhold(row, each, note)
    if marks:
        AccessMark.objects.bulk_create(marks.values())
        audit.record(actor, "access.withheld", found, keys={"person": person.ref, "marks": len(marks)})


def _said_in(row: AccessEntry, places: Sequence[str]) -> list[str]:
    return [each for each in places if spans_of(f"{row.heading}\n{row.words}", each)]


@atomic
def extend(*, actor: Actor, access_ref: str, why: str, so_on: date, at: datetime) -> AccessStep:
    """Take two more months for a complex request, once and within the first month; whoever asked is told why."""
    found, writing = found_of(actor, AccessRequest, access_ref, at=at, permission=SHARE)
    state = queries.state_of(found)
    if (state and not rules.ACCESS_AFTER[state]) or found.steps.filter(kind=AccessStepKind.EXTENDED.value).exists():
        raise CannotDo("More time was given already, or the request is over.")
    if day_of(at) > rules.access_due(found.so_on, is_extended=False):
        raise CannotDo("The first month is over: whoever asked had to be told within it.")
    why = reason_given(why, "why", "Say why, as whoever asked is told.")
    step = _written(writing, found, AccessStepKind.EXTENDED, why, so_on)
    _close(found, Duty.ANSWER_ACCESS, at)
    _pin(writing, found, Duty.ANSWER_ACCESS, [actor.person_id], rules.access_due(found.so_on, is_extended=True))
    audit.record(actor, "access.extended", found, keys={"person": writing.person.ref})
    return step


@atomic
def withhold(
    *,
    actor: Actor,
    access_ref: str,
    number: int,
    words: Collection[str],
    why: WithheldWhy,
    so_on: date,
    at: datetime,
    note: str = "",
    everywhere: bool = False,
) -> int:
    """Mark words of an entry as withheld, with the reason; no words: the whole entry. How many marks were made."""
    found, writing = found_of(actor, AccessRequest, access_ref, at=at, permission=SHARE)
    _check_open(found)
    rows = list(AccessEntry.objects.filter(request=found).order_by("number"))
    if number not in {row.number for row in rows}:
        raise NotVisible
    kept = [" ".join(each.split()) for each in words if each.strip()]
    fact = {"why": why.value, "note": note.strip(), **writing.fact(so_on)}
    made = []
    for each in kept or [""]:
        places = [row for row in rows if row.number == number or (everywhere and each)]
        places = [row for row in places if not each or spans_of(f"{row.heading}\n{row.words}", each)]
        if not any(row.number == number for row in places):
            raise CannotDo(f"“{each}” does not stand in this entry. Write it as it stands there.", field="words")
        made += [AccessMark(entry=row, words=each, **fact) for row in places]
    AccessMark.objects.bulk_create(made)
    audit.record(actor, "access.withheld", found, keys={"person": writing.person.ref, "marks": len(made)})
    return len(made)


@atomic
def show_again(*, actor: Actor, access_ref: str, number: int, so_on: date, at: datetime) -> None:
    """Withhold nothing of an entry any more; that it was withheld stays."""
    found, writing = found_of(actor, AccessRequest, access_ref, at=at, permission=SHARE)
    _check_open(found)
    marks = list(AccessMark.objects.filter(entry__request=found, entry__number=number, end__isnull=True))
    if not marks:
        raise CannotDo("Nothing of this entry is withheld.")
    AccessMarkEnd.objects.bulk_create(AccessMarkEnd(mark=mark, **writing.fact(so_on)) for mark in marks)
    audit.record(actor, "access.shown_again", found, keys={"person": writing.person.ref, "marks": len(marks)})


@atomic
def ask_check(*, actor: Actor, access_ref: str, so_on: date, at: datetime) -> AccessStep:
    """Ask somebody else to check what is withheld, and what is not."""
    found, writing = found_of(actor, AccessRequest, access_ref, at=at, permission=SHARE)
    step = _step(writing, found, AccessStepKind.CHECK_ASKED, "", so_on)
    _pin(writing, found, Duty.CHECK_ACCESS, leaders_of_work(writing, but=actor.person_id), _due(found))
    audit.record(actor, "access.check_asked", found, keys={"person": writing.person.ref})
    return step


@atomic
def check(*, actor: Actor, access_ref: str, may_go: bool, words: str, so_on: date, at: datetime) -> AccessStep:
    """Say, as somebody who marked nothing and did not ask for it, whether it may be released."""
    found, writing = found_of(actor, AccessRequest, access_ref, at=at, permission=SHARE)
    _check_other(writing, found)
    kind = AccessStepKind.AGREED if may_go else AccessStepKind.RETURNED
    step = _step(writing, found, kind, reason_given(words, "words", "Say what you looked at."), so_on)
    _close(found, Duty.CHECK_ACCESS, at)
    audit.record(actor, f"access.{kind.value}", found, keys={"person": writing.person.ref})
    return step


@atomic
def release(*, actor: Actor, access_ref: str, so_on: date, at: datetime) -> AccessBundle:
    """Make the file of what is not withheld, and keep it with its hash, as it is handed over."""
    found, writing = found_of(actor, AccessRequest, access_ref, at=at, permission=SHARE)
    _step(writing, found, AccessStepKind.RELEASED, "", so_on)
    rows = queries.entries(actor, access_ref)
    council = organisation.authority_names([found.authority_id])[found.authority_id]
    withheld = sum(bool(row.marks) for row in rows)
    content = pdf_of(
        title=_title(found, writing),
        council=council,
        opening=_opening(found, council, len(rows), withheld),
        entries=[row.told for row in rows],
        about=rules.told_with_a_copy(council, numbers.numbers(actor, found.authority_id, on=so_on)),
        pictures=_pictures(actor, rows),
        on=so_on,
        ref=found.ref,
    )
    made = AccessBundle.objects.create(
        request=found,
        content=content,
        sha256=sha256(content).hexdigest(),
        entries=len(rows),
        withheld=withheld,
        **writing.fact(so_on),
    )
    _close(found, Duty.ANSWER_ACCESS, at)
    audit.record(actor, "access.released", found, keys={"person": writing.person.ref, "sha256": made.sha256})
    return made


def _title(found: AccessRequest, writing: Writing) -> str:
    is_own = found.asked_by == AskedBy.SELF
    return f"What is held about {'you' if is_own else writing.person.now.name}"


def _pictures(actor: Actor, rows: Sequence[queries.EntryRow]) -> dict[int, bytes]:
    """The pictures that go with what is released, by the place of their entry."""
    kept = pictures.bytes_of(actor, {row.picture_id for row in rows if row.picture_id})
    return {place: kept[row.picture_id] for place, row in enumerate(rows) if row.picture_id in kept}


@atomic
def close_access(*, actor: Actor, access_ref: str, why: str, so_on: date, at: datetime) -> AccessStep:
    """Close a request without release, for a reason that whoever asked is told."""
    found, writing = found_of(actor, AccessRequest, access_ref, at=at, permission=SHARE)
    step = _step(
        writing, found, AccessStepKind.CLOSED, reason_given(why, "why", "Say why, as whoever asked is told."), so_on
    )
    _close(found, Duty.ANSWER_ACCESS, at)
    audit.record(actor, "access.closed", found, keys={"person": writing.person.ref})
    return step


def _opening(found: AccessRequest, council: str, entries: int, withheld: int) -> tuple[str, ...]:
    left = (
        f"Something is withheld in {withheld} of {entries} entries; it says so there, with the reason. "
        if withheld
        else "Nothing is withheld. "
    )
    return (
        f"Asked for by {found.who}. This is what {council} holds in its record.",
        f"{left}You may ask the council to look at this again, and complain to the Information Commissioner.",
    )


def _check_open(found: AccessRequest) -> None:
    if queries.state_of(found) not in rules.MAY_WITHHOLD:
        raise CannotDo("What is withheld is settled: it is being checked, or the request is over.")


def _check_other(writing: Writing, found: AccessRequest) -> None:
    actor = writing.actor
    marked = AccessMark.objects.filter(entry__request=found, recorded_by_id=actor.account_id)
    shown = AccessMarkEnd.objects.filter(mark__entry__request=found, recorded_by_id=actor.account_id)
    asked = found.steps.filter(kind=AccessStepKind.CHECK_ASKED.value, recorded_by_id=actor.account_id)
    if marked.exists() or shown.exists() or asked.exists():
        others = leaders_of_work(writing, but=actor.person_id)
        raise own_refused(writing, "You prepared this yourself: somebody else checks it.", others)


def _step(writing: Writing, found: AccessRequest, kind: AccessStepKind, words: str, so_on: date) -> AccessStep:
    if kind not in rules.ACCESS_AFTER[queries.state_of(found)]:
        raise CannotDo(NOT_NOW[kind])
    return _written(writing, found, kind, words, so_on)


def _written(writing: Writing, found: AccessRequest, kind: AccessStepKind, words: str, so_on: date) -> AccessStep:
    check_day(so_on, writing.at)
    last = found.steps.order_by("-number").values_list("number", flat=True).first() or 0
    with refusal("access_goes_step_by_step", MEANWHILE):
        return AccessStep.objects.create(
            request=found, number=last + 1, kind=kind.value, words=words, **writing.fact(so_on)
        )


def _due(found: AccessRequest) -> date:
    is_extended = found.steps.filter(kind=AccessStepKind.EXTENDED.value).exists()
    return rules.access_due(found.so_on, is_extended=is_extended)


def _pin(writing: Writing, found: AccessRequest, duty: Duty, holders: Collection[int | None], due_on: date) -> None:
    today = day_of(writing.at)
    about = (duty.value, ACCESS_SUBJECT, found.ref)
    ends_on = max(due_on, today) + DAY
    key = rules.ACCESS.key
    pin_duties([Pin(*about, each, today, ends_on, key) for each in holders if each is not None], at=writing.at)


def _close(found: AccessRequest, duty: Duty, at: datetime) -> None:
    close_duties(kind=duty.value, subject_kind=ACCESS_SUBJECT, subject_keys=[found.ref], at=at)
