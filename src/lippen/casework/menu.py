"""What the children's room offers the rest of the house: its duties in words, each with where to do it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.urls import reverse

from lippen.casework.queries import keeping, lists, watching
from lippen.casework.vocabulary import DESTRUCTION_SUBJECT, DUTY_WORDS, READS_SUBJECT, SEARCH_SUBJECT, Duty
from lippen.design.words import day_words
from lippen.kernel.access import Actor
from lippen.organisation.queries import DutyRow

PAGES = {
    Duty.SCREEN: "casework:take_step",
    Duty.ASSESS: "casework:take_step",
    Duty.DECIDE: "casework:take_step",
    Duty.SIGN_OFF: "casework:sign_off",
    Duty.ALLOCATE: "casework:allocate_waiting",
    Duty.NEXT_CONTACT: "casework:look_again",
    Duty.LOOK_AGAIN: "casework:look_again",
    Duty.GLASS_REVIEW: "casework:review_opening",
    Duty.AGREE_SAME: "casework:decide_same",
    Duty.AGREE_MARKER: "casework:look_at_marker",
    Duty.REVIEW_MARKER: "casework:look_at_marker",
    Duty.ANSWER_ACCESS: "casework:access",
    Duty.CHECK_ACCESS: "casework:check_access",
}
Words = dict[tuple[str, str], tuple[str, str, str]]


def duty_words(actor: Actor, duties: Sequence[DutyRow]) -> Words:
    """What to do, for whom and where, by kind and key; what the actor cannot see is left out."""
    words: Words = {}
    for kind in {duty.subject_kind for duty in duties}:
        theirs = [duty for duty in duties if duty.subject_kind == kind]
        if kind == SEARCH_SUBJECT:
            words |= _of_searches(theirs)
            continue
        if kind == READS_SUBJECT:
            words |= _by_day(theirs, watching.days_by_ref(actor, _keys(theirs)), "casework:unusual_day")
            continue
        if kind == DESTRUCTION_SUBJECT:
            words |= _by_day(theirs, keeping.list_days(actor, _keys(theirs)), "casework:due_list")
            continue
        found = lists.names_by_ref(actor, kind.partition(".")[2], [duty.subject_key for duty in theirs])
        words |= {
            (duty.kind, duty.subject_key): _words(duty, *found[duty.subject_key])
            for duty in theirs
            if duty.subject_key in found
        }
    return words


def _of_searches(duties: Sequence[DutyRow]) -> Words:
    said = DUTY_WORDS[Duty.RESTRICTED_MATCH]
    key = "Look at who searched, and whether the two are one person"
    return {
        (duty.kind, duty.subject_key): (said, key, reverse("web:audit_record", args=[duty.subject_key]))
        for duty in duties
    }


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
    elif kind is Duty.GLASS_TOLD:
        url = reverse("casework:openings")
    else:
        url = reverse(PAGES[kind], args=[duty.subject_key])
    return DUTY_WORDS[kind], name, url
