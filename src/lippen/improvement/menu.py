"""What the plans offer the rest of the house: their duties in words, each with where to do it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from django.urls import reverse

from lippen.improvement.queries.asked import batch_names, evidence_names, plan_names
from lippen.improvement.queries.commitments import commitment_words
from lippen.improvement.queries.framework import contribution_names
from lippen.improvement.queries.groups import group_meeting_names
from lippen.improvement.queries.library import request_names
from lippen.improvement.queries.schedules import schedule_names
from lippen.improvement.queries.stakeholders import meeting_names
from lippen.improvement.queries.stories import action_refs
from lippen.improvement.vocabulary import (
    ACTION_SUBJECT,
    BATCH_SUBJECT,
    COMMITMENT_DUTY_WORDS,
    COMMITMENT_SUBJECT,
    CONTRIBUTION_DUTY_WORDS,
    CONTRIBUTION_SUBJECT,
    DUTY_WORDS,
    EVIDENCE_SUBJECT,
    GROUP_MEETING_SUBJECT,
    MEETING_DUTY_WORDS,
    OFFICER_DUTY_WORDS,
    PLAN_SUBJECT,
    REQUEST_SUBJECT,
    SCHEDULE_DUTY_WORDS,
    SCHEDULE_SUBJECT,
    STAKEHOLDER_MEETING_SUBJECT,
    CommitmentDuty,
    ContributionDuty,
    DutyKind,
    MeetingDuty,
    OfficerDuty,
    ScheduleDuty,
)
from lippen.kernel import clock
from lippen.kernel.access import Actor
from lippen.organisation.queries import DutyRow

PAGES = {
    DutyKind.UPDATE: "improvement:write_update",
    DutyKind.REVISIT: "improvement:change_state",
    DutyKind.SHOW: "improvement:offer_evidence",
}
CONTRIBUTION_PAGES = {
    ContributionDuty.DELIVERED: "improvement:record_delivery",
    ContributionDuty.ENDING: "improvement:change_contribution",
}
Words = dict[tuple[str, str], tuple[str, str, str]]
Teller = Callable[[Actor, Sequence[DutyRow]], Words]


def duty_words(actor: Actor, duties: Sequence[DutyRow]) -> Words:
    """What to do, about what and where, by kind and the subject's ref; what the actor cannot see is left out."""
    words: Words = {}
    for subject_kind, teller in TELLERS.items():
        theirs = [duty for duty in duties if duty.subject_kind == subject_kind]
        words |= teller(actor, theirs) if theirs else {}
    return words


def _keys(duties: Iterable[DutyRow]) -> list[str]:
    return [duty.subject_key for duty in duties]


def _of_sittings(actor: Actor, duties: Sequence[DutyRow]) -> Words:
    found = group_meeting_names(actor, _keys(duties))
    return {
        (duty.kind, duty.subject_key): (
            MEETING_DUTY_WORDS[MeetingDuty(duty.kind)],
            found[duty.subject_key],
            reverse("groups:group_meeting", args=[duty.subject_key]),
        )
        for duty in duties
        if duty.subject_key in found
    }


def _of_schedules(actor: Actor, duties: Sequence[DutyRow]) -> Words:
    found = schedule_names(actor, _keys(duties))
    return {
        (duty.kind, duty.subject_key): (
            SCHEDULE_DUTY_WORDS[ScheduleDuty(duty.kind)],
            found[duty.subject_key],
            reverse("groups:say_held", args=[duty.subject_key]),
        )
        for duty in duties
        if duty.subject_key in found
    }


def _of_meetings(actor: Actor, duties: Sequence[DutyRow]) -> Words:
    found = meeting_names(actor, _keys(duties))
    return {
        (duty.kind, duty.subject_key): (
            MEETING_DUTY_WORDS[MeetingDuty(duty.kind)],
            found[duty.subject_key],
            reverse("partners:stakeholder_meeting", args=[duty.subject_key]),
        )
        for duty in duties
        if duty.subject_key in found
    }


def _of_actions(actor: Actor, duties: Sequence[DutyRow]) -> Words:
    found = action_refs(actor, _keys(duties))
    return {
        (duty.kind, duty.subject_key): (
            DUTY_WORDS[DutyKind(duty.kind)],
            " ".join(found[duty.subject_key]),
            reverse(PAGES.get(DutyKind(duty.kind), "improvement:action"), args=[duty.subject_key]),
        )
        for duty in duties
        if duty.subject_key in found and duty.kind in set(DutyKind)
    }


def _of_commitments(actor: Actor, duties: Sequence[DutyRow]) -> Words:
    found = commitment_words(actor, _keys(duties))
    return {
        (duty.kind, duty.subject_key): (
            COMMITMENT_DUTY_WORDS[CommitmentDuty(duty.kind)],
            found[duty.subject_key],
            reverse("partners:commitment", args=[duty.subject_key]),
        )
        for duty in duties
        if duty.subject_key in found
    }


def _of_contributions(actor: Actor, duties: Sequence[DutyRow]) -> Words:
    found = contribution_names(actor, _keys(duties), today=clock.today())
    return {
        (duty.kind, duty.subject_key): (
            CONTRIBUTION_DUTY_WORDS[ContributionDuty(duty.kind)],
            found[duty.subject_key],
            reverse(CONTRIBUTION_PAGES[ContributionDuty(duty.kind)], args=[duty.subject_key]),
        )
        for duty in duties
        if duty.subject_key in found
    }


def _of_plans(actor: Actor, duties: Sequence[DutyRow]) -> Words:
    names = plan_names(actor, _keys(duties))
    return {
        (OfficerDuty.DOUBTS, ref): (
            OFFICER_DUTY_WORDS[OfficerDuty.DOUBTS],
            title,
            reverse("improvement:plan_doubts", args=[ref]),
        )
        for ref, title in names.items()
    }


def _of_batches(actor: Actor, duties: Sequence[DutyRow]) -> Words:
    names = batch_names(actor, _keys(duties))
    return {
        (OfficerDuty.IMPORT, ref): (
            OFFICER_DUTY_WORDS[OfficerDuty.IMPORT],
            document,
            reverse("improvement:import_preview", args=[ref]),
        )
        for ref, document in names.items()
    }


def _of_evidence(actor: Actor, duties: Sequence[DutyRow]) -> Words:
    names = evidence_names(actor, _keys(duties))
    return {
        (OfficerDuty.EVIDENCE, ref): (
            OFFICER_DUTY_WORDS[OfficerDuty.EVIDENCE],
            f"{number} {title}",
            reverse("improvement:decide_evidence", args=[action_ref, ref]),
        )
        for ref, (number, title, action_ref) in names.items()
    }


def _of_requests(actor: Actor, duties: Sequence[DutyRow]) -> Words:
    names = request_names(actor, _keys(duties))
    return {
        (OfficerDuty.REQUEST, ref): (
            OFFICER_DUTY_WORDS[OfficerDuty.REQUEST],
            words,
            reverse("library:request", args=[ref]),
        )
        for ref, words in names.items()
    }


TELLERS: dict[str, Teller] = {
    ACTION_SUBJECT: _of_actions,
    COMMITMENT_SUBJECT: _of_commitments,
    CONTRIBUTION_SUBJECT: _of_contributions,
    STAKEHOLDER_MEETING_SUBJECT: _of_meetings,
    GROUP_MEETING_SUBJECT: _of_sittings,
    SCHEDULE_SUBJECT: _of_schedules,
    PLAN_SUBJECT: _of_plans,
    BATCH_SUBJECT: _of_batches,
    EVIDENCE_SUBJECT: _of_evidence,
    REQUEST_SUBJECT: _of_requests,
}
