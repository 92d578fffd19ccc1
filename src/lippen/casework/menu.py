"""What the children's room offers the rest of the house: its duties in words, each with where to do it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.urls import reverse

from lippen.casework.queries import alerting, lists
from lippen.casework.vocabulary import DUTY_WORDS, SEARCH_SUBJECT, Duty
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
    Duty.AGREE_MARKER: "casework:look_at_marker",
    Duty.REVIEW_MARKER: "casework:look_at_marker",
}
Words = dict[tuple[str, str], tuple[str, str, str]]


def duty_words(actor: Actor, duties: Sequence[DutyRow]) -> Words:
    """What to do, for whom and where, by kind and key; what the actor cannot see is left out."""
    searches = [duty for duty in duties if duty.subject_kind == SEARCH_SUBJECT]
    others = [duty for duty in duties if duty.subject_kind != SEARCH_SUBJECT]
    found = lists.named(actor, {(duty.subject_kind, duty.subject_key) for duty in others})
    return _of_searches(searches) | {
        (duty.kind, duty.subject_key): _words(duty, *found[duty.subject_kind, duty.subject_key])
        for duty in others
        if (duty.subject_kind, duty.subject_key) in found
    }


def open_alerts(actor: Actor, *, today: date) -> int:
    """How many alerts wait for the actor, about children whom they work with or whom their team works with."""
    return len(alerting.alerts(actor, today=today).open) if may(actor, Permission.READ_RECORDS) else 0


def _of_searches(duties: Sequence[DutyRow]) -> Words:
    said = DUTY_WORDS[Duty.RESTRICTED_MATCH]
    key = "Look at who searched, and whether the two are one person"
    return {
        (duty.kind, duty.subject_key): (said, key, reverse("web:audit_record", args=[duty.subject_key]))
        for duty in duties
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
