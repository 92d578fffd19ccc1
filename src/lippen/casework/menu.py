"""What the children's room offers the rest of the house: its duties in words, each with where to do it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.urls import reverse

from lippen.casework.queries import alerting, glass, keeping, limits, lists, nobody, own_family, referrals, watching
from lippen.casework.queries.worked_before import next_workers
from lippen.casework.vocabulary import (
    CHALLENGE_SUBJECT,
    DESTRUCTION_SUBJECT,
    DUTY_WORDS,
    OVER_SUBJECT,
    READS_SUBJECT,
    SEARCH_SUBJECT,
    WORK_SUBJECT,
    WRONG_OPENING_SUBJECT,
    Duty,
    TypedKind,
)
from lippen.design.words import day_words, instant_words
from lippen.kernel.access import Actor, Permission, may
from lippen.organisation.queries import DutyRow

PAGES = {
    Duty.SCREEN: "casework:take_step",
    Duty.ASSESS: "casework:take_step",
    Duty.DECIDE: "casework:take_step",
    Duty.SIGN_OFF: "casework:sign_off",
    Duty.ALLOCATE: "casework:allocate_waiting",
    Duty.NEXT_CONTACT: "casework:look_again",
    Duty.LOOK_AGAIN: "casework:look_again",
    Duty.FAMILY_CONTACT: "casework:record_contact",
    Duty.GLASS_REVIEW: "casework:review_opening",
    Duty.AGREE_SAME: "casework:decide_same",
    Duty.AGREE_OWN_TIE: "casework:settle_own_tie",
    Duty.AGREE_MARKER: "casework:look_at_marker",
    Duty.REVIEW_MARKER: "casework:look_at_marker",
    Duty.ANSWER_HANDOVER: "casework:handover",
    Duty.TAKE_OVER: "casework:handover",
    Duty.FIND_WORKER: "casework:handover",
    Duty.CHILD_MOVED: "casework:handover",
    Duty.ANSWER_ACCESS: "casework:access",
    Duty.CHECK_ACCESS: "casework:check_access",
    Duty.RENEW_CONSENT: "casework:helper_consent",
}
PAGES |= {Duty(kind.value): "casework:end_typed" for kind in TypedKind}
Words = dict[tuple[str, str], tuple[str, str, str]]


def duty_words(actor: Actor, duties: Sequence[DutyRow]) -> Words:
    """What to do, for whom and where, by kind and key; what the actor cannot see is left out."""
    others = [duty for duty in duties if duty.subject_kind not in NOT_OF_CHILDREN]
    found = lists.named(actor, {(duty.subject_kind, duty.subject_key) for duty in others})
    words = {
        (duty.kind, duty.subject_key): _words(duty, *found[duty.subject_kind, duty.subject_key])
        for duty in others
        if (duty.subject_kind, duty.subject_key) in found
    }
    if closed := [duty for duty in others if duty.kind == Duty.CLOSED_WORK]:
        words |= _of_closed(actor, closed, found)
    if moved := [duty for duty in others if duty.kind == Duty.CHILD_MOVED]:
        words |= _of_moved(moved)
    for kind, told in NOT_OF_CHILDREN.items():
        if theirs := [duty for duty in duties if duty.subject_kind == kind]:
            words |= told(actor, theirs)
    return words


def open_alerts(actor: Actor, *, today: date) -> int:
    """How many alerts wait for the actor, about children whom they work with or whom their team works with."""
    return alerting.open_count(actor, today=today) if may(actor, Permission.READ_RECORDS) else 0


def brought_children(actor: Actor) -> int:
    """How many children whom the actor brought in with a file stand with them, since nobody else has them."""
    return nobody.brought_children(actor).count() if may(actor, Permission.IMPORT_RECORDS) else 0


def brought_referrals(actor: Actor) -> int:
    """How many referrals that the actor brought in with a file rest with others and have still to be decided."""
    return referrals.brought_referrals(actor).count() if may(actor, Permission.IMPORT_RECORDS) else 0


def _of_closed(actor: Actor, duties: Sequence[DutyRow], found: Mapping[tuple[str, str], tuple[str, str]]) -> Words:
    """Who may not see the record of a child; a child who rests with them is allocated to somebody else."""
    words = {}
    for ref, (worker, is_allocated) in own_family.closed_work(actor, _keys(duties)).items():
        name, person_ref = found[WORK_SUBJECT, ref]
        page = "casework:allocate_child" if is_allocated else "casework:child"
        said = f"Find somebody else: {worker} may not see this record"
        words[(Duty.CLOSED_WORK.value, ref)] = (said, name, reverse(page, args=[person_ref]))
    return words


def _of_moved(duties: Sequence[DutyRow]) -> Words:
    """A child who left the team: who leads it does not see the record any more, and is told who works with them."""
    found = next_workers(_keys(duties))
    said = DUTY_WORDS[Duty.CHILD_MOVED]
    return {
        (duty.kind, duty.subject_key): (
            said,
            found[duty.subject_key].name or "A child of your team",
            reverse("casework:handover", args=[duty.subject_key]),
        )
        for duty in duties
        if duty.subject_key in found
    }


def _of_limits(actor: Actor, duties: Sequence[DutyRow]) -> Words:
    names = limits.names_of_over(actor, [duty.subject_key for duty in duties])
    return _told(duties, names, "casework:decide_limit")


def _of_challenges(actor: Actor, duties: Sequence[DutyRow]) -> Words:
    figures = limits.figures_of(actor, [duty.subject_key for duty in duties])
    return _told(duties, figures, "casework:answer_challenge")


def _told(duties: Sequence[DutyRow], about: Mapping[str, str], page: str) -> Words:
    return {
        (duty.kind, duty.subject_key): (
            DUTY_WORDS[Duty(duty.kind)],
            about[duty.subject_key],
            reverse(page, args=[duty.subject_key]),
        )
        for duty in duties
        if duty.subject_key in about
    }


def _of_searches(actor: Actor, duties: Sequence[DutyRow]) -> Words:
    said = DUTY_WORDS[Duty.RESTRICTED_MATCH]
    key = "Look at who searched, and whether the two are one person"
    return {
        (duty.kind, duty.subject_key): (said, key, reverse("web:audit_record", args=[duty.subject_key]))
        for duty in duties
    }


def _of_wrong_openings(actor: Actor, duties: Sequence[DutyRow]) -> Words:
    """Who opened it and when, never of whom it is; information governance reads of it beside the unusual reads."""
    found = {row.ref: row for row in glass.wrong_openings(actor)}
    said = DUTY_WORDS[Duty.GLASS_WRONG]
    page = reverse("casework:unusual" if may(actor, Permission.READ_AUDIT) else "casework:openings")
    return {
        (duty.kind, row.ref): (said, f"{row.by}, {instant_words(row.at)}", page)
        for duty in duties
        if (row := found.get(duty.subject_key))
    }


def _of_reads(actor: Actor, duties: Sequence[DutyRow]) -> Words:
    return _by_day(duties, watching.days_by_ref(actor, _keys(duties)), "casework:unusual_day")


def _of_destructions(actor: Actor, duties: Sequence[DutyRow]) -> Words:
    return _by_day(duties, keeping.list_days(actor, _keys(duties)), "casework:due_list")


def _keys(duties: Sequence[DutyRow]) -> list[str]:
    return [duty.subject_key for duty in duties]


def _by_day(duties: Sequence[DutyRow], days: Mapping[str, date], page: str) -> Words:
    """What is about one day: reads that were unusual, records that are due."""
    return {
        (duty.kind, duty.subject_key): (
            DUTY_WORDS[Duty(duty.kind)],
            day_words(days[duty.subject_key]),
            reverse(page, args=[duty.subject_key]),
        )
        for duty in duties
        if duty.subject_key in days
    }


def _words(duty: DutyRow, name: str, person_ref: str) -> tuple[str, str, str]:
    kind = Duty(duty.kind)
    if kind is Duty.VISIT:
        url = f"{reverse('casework:record_visit', args=[person_ref])}?visit={duty.subject_key}"
    elif kind is Duty.FIRST_VISIT:
        url = reverse("casework:record_visit", args=[person_ref])
    elif kind in (Duty.LEFT_WORK, Duty.CLOSED_WORK):
        url = reverse("casework:child", args=[person_ref])
    elif kind is Duty.AGREE_CLOSING:
        url = reverse("casework:answer_closing", args=[person_ref])
    elif kind is Duty.GLASS_TOLD:
        url = reverse("casework:openings")
    else:
        url = reverse(PAGES[kind], args=[duty.subject_key])
    return DUTY_WORDS[kind], name, url


NOT_OF_CHILDREN = {
    SEARCH_SUBJECT: _of_searches,
    OVER_SUBJECT: _of_limits,
    CHALLENGE_SUBJECT: _of_challenges,
    READS_SUBJECT: _of_reads,
    DESTRUCTION_SUBJECT: _of_destructions,
    WRONG_OPENING_SUBJECT: _of_wrong_openings,
}
"""What tells the words of duties that are about no child's record."""
