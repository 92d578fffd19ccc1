"""What the children's room offers the rest of the house: its duties in words, each with where to do it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.urls import reverse

from lippen.casework.queries import limits, lists
from lippen.casework.vocabulary import CHALLENGE_SUBJECT, DUTY_WORDS, OVER_SUBJECT, SEARCH_SUBJECT, Duty, TypedKind
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
    Duty.ANSWER_HANDOVER: "casework:handover",
    Duty.TAKE_OVER: "casework:handover",
    Duty.FIND_WORKER: "casework:handover",
}
PAGES |= {Duty(kind.value): "casework:end_typed" for kind in TypedKind}
Words = dict[tuple[str, str], tuple[str, str, str]]


def duty_words(actor: Actor, duties: Sequence[DutyRow]) -> Words:
    """What to do, for whom and where, by kind and key; what the actor cannot see is left out."""
    found = lists.people_of_duties(actor, duties)
    words: Words = {
        (duty.kind, duty.subject_key): _words(duty, *found[duty.subject_kind, duty.subject_key])
        for duty in duties
        if (duty.subject_kind, duty.subject_key) in found
    }
    for kind, tell in NOT_OF_CHILDREN.items():
        if theirs := [duty for duty in duties if duty.subject_kind == kind]:
            words |= tell(actor, theirs)
    return words


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


def _words(duty: DutyRow, name: str, person_ref: str) -> tuple[str, str, str]:
    kind = Duty(duty.kind)
    if kind is Duty.VISIT:
        url = f"{reverse('casework:record_visit', args=[person_ref])}?visit={duty.subject_key}"
    elif kind is Duty.LEFT_WORK:
        url = reverse("casework:child", args=[person_ref])
    elif kind is Duty.GLASS_TOLD:
        url = reverse("casework:openings")
    else:
        url = reverse(PAGES[kind], args=[duty.subject_key])
    return DUTY_WORDS[kind], name, url


NOT_OF_CHILDREN = {
    SEARCH_SUBJECT: _of_searches,
    OVER_SUBJECT: _of_limits,
    CHALLENGE_SUBJECT: _of_challenges,
}
"""What tells the words of duties that are about no child's record."""
