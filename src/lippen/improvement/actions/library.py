"""Evidence that serves another action too, that is asked for, given, and sent on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.transaction import atomic

from lippen.improvement import queries, rules
from lippen.improvement.actions import officers
from lippen.improvement.actions.holding import hold
from lippen.improvement.actions.writing import already, begin, begin_plan, check_day, needed
from lippen.improvement.models import (
    Action,
    Evidence,
    EvidenceRequest,
    EvidenceSent,
    Plan,
    RequestAction,
    RequestAnswer,
)
from lippen.improvement.queries import library
from lippen.improvement.vocabulary import REQUEST_SUBJECT, OfficerDuty, RequestAnswerKind
from lippen.kernel import audit
from lippen.kernel.access import Actor, Permission, may, require
from lippen.kernel.errors import CannotDo, NotAllowed, NotVisible, refusal
from lippen.kernel.ids import new_ref
from lippen.organisation import queries as organisation
from lippen.organisation.actions import Pin, close_duty, pin_duties
from lippen.organisation.actions.covering import is_own

TWICE = "This evidence stands for that action already."


@atomic
def use_evidence(
    *,
    actor: Actor,
    evidence_ref: str,
    action_ref: str,
    so_on: date,
    at: datetime,
    token: UUID | str | None = None,
) -> Evidence:
    """Offer evidence that is kept already for another action too. Whether it bears that one out is decided apart."""
    first = library.first_of(actor, evidence_ref)
    writing = begin(actor, Permission.WRITE_UPDATE, action_ref, at=at)
    require(actor, Permission.WRITE_UPDATE, at=[first.authority_id])
    if made := already(Evidence, token, actor):
        return made
    check_day(so_on, at, after=first.so_on)
    if first.action_id == writing.action.pk:
        raise CannotDo(TWICE, field="action")
    with refusal("evidence_serves_an_action_once", TWICE, field="action"):
        made = Evidence.objects.create(
            **writing.recorded,
            so_on=so_on,
            ref=new_ref("evidence"),
            same_as=first,
            authority_id=first.authority_id,
            title=first.title,
            note=first.note,
            link=first.link,
            file_id=first.file_id,
            offered_by_id=actor.person_id,
            token=token,
        )
    officers.ask_to_look(made, at=writing.recorded_at)
    audit.record(actor, "evidence.used", made, keys={"first": first.ref, "action": action_ref})
    return made


@atomic
def ask_for_evidence(
    *,
    actor: Actor,
    plan_ref: str,
    action_refs: Sequence[str],
    words: str,
    asked_by: str,
    asked_of_id: int,
    wanted_on: date,
    so_on: date,
    at: datetime,
    again_because: str = "",
    token: UUID | str | None = None,
) -> EvidenceRequest:
    """Ask somebody for evidence by a day, for whoever wants it; refused where the same is being asked already.

    What a body was given it asks for again only with a reason.
    """
    plan, recorded_at = begin_plan(actor, Permission.WRITE_UPDATE, plan_ref, at=at)
    if made := already(EvidenceRequest, token, actor):
        return made
    check_day(so_on, at)
    authority_id = queries.keeper_of(actor, plan.pk, permission=Permission.WRITE_UPDATE)
    asked_for = _actions(plan, action_refs)
    body = needed(asked_by, "asked_by", "Say who wants it.")[:160]
    _check(authority_id, asked_of_id, wanted_on, so_on)
    _check_not_asked(actor, plan, asked_for, body)
    if not again_because.strip():
        _check_not_given(actor, plan, asked_for, body)
    common = {"authority_id": authority_id, "so_on": so_on}
    recorded = {"recorded_at": recorded_at, "recorded_by_id": actor.account_id}
    made = EvidenceRequest.objects.create(
        **common,
        **recorded,
        ref=new_ref("request"),
        plan=plan,
        words=needed(words, "words", "Say what would show it."),
        asked_by=body,
        asked_by_key=library.key_of(body),
        asked_of_id=asked_of_id,
        wanted_on=wanted_on,
        again_because=again_because.strip(),
        token=token,
    )
    RequestAction.objects.bulk_create(
        RequestAction(**common, **recorded, request=made, action=action) for action in asked_for
    )
    _pin(made, recorded_at)
    audit.record(actor, "evidence.asked_for", made, keys={"asked_of": asked_of_id, "actions": list(action_refs)})
    return made


def _actions(plan: Plan, refs: Sequence[str]) -> list[Action]:
    found = list(Action.objects.filter(plan=plan, ref__in=refs).order_by("pk"))
    if not found or len(found) != len(set(refs)):
        raise CannotDo("Choose at least one action of this plan.", field="actions")
    return found


def _check(authority_id: int, asked_of_id: int, wanted_on: date, so_on: date) -> None:
    if wanted_on < so_on:
        raise CannotDo("The day by which it is wanted has to come. Give a later one.", field="wanted_on")
    people = {person.id for person in organisation.people_of([authority_id], on=so_on)}
    if asked_of_id not in people:
        raise CannotDo("Choose somebody of the council that keeps the evidence.", field="asked_of")


def _check_not_asked(actor: Actor, plan: Plan, asked_for: Sequence[Action], body: str) -> None:
    """Nothing is asked for twice: the same body does not wait for the same action's evidence in two requests."""
    same = [row for row in library.requests(actor, plan_id=plan.pk) if row.is_open]
    wanted = {action.ref: action.number for action in asked_for}
    for row in same:
        if library.key_of(row.asked_by) == library.key_of(body) and (both := set(wanted) & set(row.action_refs)):
            numbers = ", ".join(sorted(wanted[ref] for ref in both))
            raise CannotDo(
                f"{row.asked_by} asked for evidence of action {numbers} on {rules.day_words(row.so_on)} already, and "
                f"{row.asked_of} has that. Take it out, or answer that request first.",
                field="actions",
            )


def _check_not_given(actor: Actor, plan: Plan, asked_for: Sequence[Action], body: str) -> None:
    """Nothing is asked for twice: what the same body was given for the same action is there, by name."""
    wanted = {action.ref: action.number for action in asked_for}
    for row in library.given_about(actor, plan.pk, wanted):
        if library.key_of(row.asked_by) != library.key_of(body):
            continue
        numbers = ", ".join(sorted(wanted[ref] for ref in set(wanted) & set(row.action_refs)))
        day = rules.day_words(row.answered_on or row.so_on)
        raise CannotDo(
            f"{row.asked_by} was given “{row.evidence_title}” for action {numbers} on {day}. Say why it is asked for "
            "again, or take it out.",
            field="again_because",
        )


def _pin(request: EvidenceRequest, at: datetime) -> None:
    starts_on, ends_on = min(request.so_on, request.wanted_on), request.wanted_on + timedelta(days=1)
    key = rules.EVIDENCE_REQUEST.key
    holder = request.asked_of_id
    pin_duties([Pin(OfficerDuty.REQUEST.value, REQUEST_SUBJECT, request.ref, holder, starts_on, ends_on, key)], at=at)


@atomic
def answer_request(
    *,
    actor: Actor,
    request_ref: str,
    kind: RequestAnswerKind,
    so_on: date,
    at: datetime,
    evidence_ref: str = "",
    words: str = "",
    token: UUID | str | None = None,
) -> RequestAnswer:
    """Give the evidence that was asked for, or say why there is none; whoever was asked may, and who edits the plan."""
    found = EvidenceRequest.objects.visible_to(actor).filter(ref=request_ref).first()
    if found is None:
        raise NotVisible
    edits = may(actor, Permission.EDIT_PLAN, at=[found.authority_id])
    writes = may(actor, Permission.WRITE_UPDATE, at=[found.authority_id])
    if not (edits or (writes and is_own(actor, [found.asked_of_id], subject=found, at=at))):
        raise NotAllowed(Permission.EDIT_PLAN)
    hold(found)
    if made := already(RequestAnswer, token, actor):
        return made
    check_day(so_on, at, after=found.so_on)
    if RequestAnswer.objects.filter(request=found).exists():
        raise CannotDo("Somebody has answered this request already.")
    evidence = library.one(actor, evidence_ref) if kind is RequestAnswerKind.GIVEN and evidence_ref else None
    if kind is RequestAnswerKind.GIVEN and evidence is None:
        raise CannotDo("Choose the evidence. If it is not here yet, add it to the action first.", field="evidence")
    if kind is not RequestAnswerKind.GIVEN:
        needed(words, "words", "Say why, so that whoever wants it can be told.")
    made = RequestAnswer.objects.create(
        authority_id=found.authority_id,
        so_on=so_on,
        request=found,
        kind=kind.value,
        evidence=evidence,
        words=words.strip(),
        token=token,
        recorded_at=at,
        recorded_by_id=actor.account_id,
    )
    close_duty(kind=OfficerDuty.REQUEST.value, subject_kind=REQUEST_SUBJECT, subject_key=found.ref, at=at)
    audit.record(actor, f"evidence.request_{kind.value}", found, keys={"evidence": evidence.ref if evidence else ""})
    return made


@atomic
def send_evidence(
    *,
    actor: Actor,
    evidence_ref: str,
    body: str,
    so_on: date,
    at: datetime,
    how: str = "",
    request_ref: str = "",
    token: UUID | str | None = None,
) -> EvidenceSent:
    """Record that evidence was sent to a body; refused where that body has it already."""
    first = library.first_of(actor, evidence_ref)
    require(actor, Permission.WRITE_UPDATE, at=[first.authority_id])
    if made := already(EvidenceSent, token, actor):
        return made
    check_day(so_on, at, after=first.so_on)
    name = needed(body, "body", "Say to whom it was sent.")[:160]
    hold(first)
    before = EvidenceSent.objects.filter(evidence=first, body_key=library.key_of(name)).first()
    if before is not None:
        raise CannotDo(
            f"{before.body} has this since {rules.day_words(before.so_on)}: nothing needs sending twice.", field="body"
        )
    request = EvidenceRequest.objects.visible_to(actor).filter(ref=request_ref).first() if request_ref else None
    made = EvidenceSent.objects.create(
        authority_id=first.authority_id,
        so_on=so_on,
        evidence=first,
        body=name,
        body_key=library.key_of(name),
        how=how.strip()[:240],
        request=request,
        token=token,
        recorded_at=at,
        recorded_by_id=actor.account_id,
    )
    audit.record(actor, "evidence.sent", first, keys={"sent": made.pk})
    return made
