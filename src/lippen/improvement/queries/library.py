"""The evidence that a council keeps, each item once with all that it serves; what was asked for and what was sent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.db.models.functions import Coalesce

from lippen.improvement.models import (
    Action,
    Evidence,
    EvidenceDecision,
    EvidenceRequest,
    EvidenceSent,
    RequestAction,
    RequestAnswer,
)
from lippen.improvement.queries.evidence import verdict_words
from lippen.improvement.vocabulary import REQUEST_ANSWER_WORDS, EvidenceVerdict, RequestAnswerKind
from lippen.kernel.access import Actor
from lippen.kernel.errors import NotVisible
from lippen.organisation import queries as organisation


@dataclass(frozen=True)
class UseRow:
    """An action that evidence was offered for, and what was decided there."""

    evidence_ref: str
    action_ref: str
    number: str
    text: str
    plan_title: str
    so_on: date
    verdict: str
    words: str
    decided_by: str
    decided_on: date | None


@dataclass(frozen=True)
class SentRow:
    """A body to which evidence was sent."""

    body: str
    so_on: date
    how: str
    by: str


@dataclass(frozen=True)
class ItemRow:
    """One item of evidence."""

    id: int
    ref: str
    title: str
    note: str
    link: str
    file_ref: str
    file_name: str
    offered_by: str
    so_on: date
    authority_id: int
    uses: tuple[UseRow, ...]
    sent: tuple[SentRow, ...]

    @property
    def verdict(self) -> str:
        """What was decided of it anywhere: accepted before refused before nothing."""
        found = {use.verdict for use in self.uses}
        return next((each for each in (EvidenceVerdict.ACCEPTED, EvidenceVerdict.REFUSED) if each in found), "")


@dataclass(frozen=True)
class RequestRow:
    """Evidence that was asked for."""

    ref: str
    plan_ref: str
    plan_title: str
    words: str
    asked_by: str
    asked_of: str
    asked_of_id: int
    asked_through: str
    wanted_on: date
    so_on: date
    authority_id: int
    action_refs: tuple[str, ...]
    actions: tuple[tuple[str, str], ...]
    answer: str
    answer_words: str
    answered_on: date | None
    evidence_ref: str
    evidence_title: str
    again_because: str = ""

    @property
    def is_open(self) -> bool:
        """Whether nobody has answered it."""
        return not self.answer


def key_of(body: str) -> str:
    """A body's name as two people would spell it alike."""
    return "".join(letter for letter in body.casefold() if letter.isalnum())[:160]


def one(actor: Actor, ref: str) -> Evidence:
    """A piece of evidence as it was offered for one action, or NotVisible."""
    found = Evidence.objects.visible_to(actor).filter(ref=ref, action__in=Action.objects.visible_to(actor))
    kept = found.select_related("same_as").first()
    if kept is None:
        raise NotVisible
    return kept


def first_of(actor: Actor, ref: str) -> Evidence:
    """The item that a piece of evidence is: as it was offered for the first time."""
    found = one(actor, ref)
    return found.same_as or found


def items(actor: Actor, *, words: str = "", verdict: str = "", plan_ref: str = "") -> tuple[ItemRow, ...]:
    """The evidence that this actor may see, the newest first, each item once; a fixed number of statements."""
    found = _seen(actor)
    if words:
        for word in words.split()[:8]:
            found = found.filter(Q(title__icontains=word) | Q(note__icontains=word) | Q(action__number=word))
    if plan_ref:
        found = found.filter(action__plan__ref=plan_ref)
    rows = _items(actor, _roots(found))
    return tuple(row for row in rows if _has(row, verdict))


def _has(row: ItemRow, verdict: str) -> bool:
    return not verdict or row.verdict == ("" if verdict == "none" else verdict)


def item(actor: Actor, ref: str) -> ItemRow:
    """One item with all that it serves, or NotVisible."""
    return _items(actor, [first_of(actor, ref).pk])[0]


def items_of(actor: Actor, action_refs: Collection[str]) -> tuple[ItemRow, ...]:
    """The evidence that stands for some actions already."""
    found = _seen(actor).filter(action__ref__in=action_refs)
    return _items(actor, _roots(found))


def _roots(found: Any) -> Any:
    """The items of some pieces of evidence, as a part of another statement."""
    return found.annotate(root=Coalesce("same_as_id", "id")).values("root")


def _seen(actor: Actor) -> Any:
    return Evidence.objects.visible_to(actor).filter(action__in=Action.objects.visible_to(actor))


def _items(actor: Actor, roots: Any) -> tuple[ItemRow, ...]:
    offered = list(
        _seen(actor)
        .filter(Q(pk__in=roots) | Q(same_as_id__in=roots))
        .select_related("file", "action__now", "action__plan")
        .order_by("so_on", "id")
    )
    decided = _decided(offered)
    ids = {each.same_as_id or each.pk for each in offered}
    sent = EvidenceSent.objects.visible_to(actor).filter(evidence_id__in=ids).select_related("recorded_by__person")
    people = {each.offered_by_id for each in offered} | {each.decided_by_id for each in decided.values()}
    names = organisation.person_names(people - {None})
    served: dict[int, list[UseRow]] = defaultdict(list)
    first: dict[int, Evidence] = {}
    for each in offered:
        root = each.same_as_id or each.pk
        first.setdefault(root, each)
        served[root].append(_use(each, decided.get(each.pk), names))
    given: dict[int, list[SentRow]] = defaultdict(list)
    for one_sent in sent.order_by("so_on", "id"):
        by = _recorder(one_sent)
        given[one_sent.evidence_id].append(SentRow(one_sent.body, one_sent.so_on, one_sent.how, by))
    rows = [_item(each, root, served[root], given[root], names) for root, each in first.items()]
    return tuple(sorted(rows, key=lambda row: (row.so_on, row.id), reverse=True))


def _recorder(fact: Any) -> str:
    """Who recorded a fact that was read with its writer."""
    person = fact.recorded_by.person if fact.recorded_by else None
    return person.name if person else ""


def _decided(offered: Iterable[Evidence]) -> dict[int, EvidenceDecision]:
    latest = EvidenceDecision.objects.filter(evidence__in=[each.pk for each in offered])
    return {each.evidence_id: each for each in latest.order_by("evidence_id", "-so_on", "-id").distinct("evidence_id")}


def _use(each: Evidence, decision: EvidenceDecision | None, names: dict[int, str]) -> UseRow:
    return UseRow(
        each.ref,
        each.action.ref,
        each.action.number,
        each.action.now.text,
        each.action.plan.title,
        each.so_on,
        decision.verdict if decision else "",
        verdict_words(decision),
        names.get(decision.decided_by_id or 0, "") if decision else "",
        decision.so_on if decision else None,
    )


def _item(each: Evidence, root: int, uses: list[UseRow], sent: list[SentRow], names: dict[int, str]) -> ItemRow:
    return ItemRow(
        root,
        each.ref,
        each.title,
        each.note,
        each.link,
        each.file.ref if each.file else "",
        each.file.name if each.file else "",
        names.get(each.offered_by_id or 0, ""),
        each.so_on,
        each.authority_id,
        tuple(uses),
        tuple(sent),
    )


def requests(
    actor: Actor, *, plan_id: int | None = None, refs: Collection[str] | None = None, only_open: bool = False
) -> tuple[RequestRow, ...]:
    """What was asked for, open ones first by the day on which they are wanted."""
    found = _asked(actor)
    if plan_id is not None:
        found = found.filter(plan_id=plan_id)
    if refs is not None:
        found = found.filter(ref__in=refs)
    if only_open:
        found = found.filter(answer__isnull=True)
    kept = list(found.order_by("wanted_on", "id"))
    rows = _requests(kept, answered=not only_open)
    return tuple(sorted(rows, key=lambda row: not row.is_open))


def request(actor: Actor, ref: str) -> RequestRow:
    """One request, or NotVisible."""
    rows = requests(actor, refs=[ref])
    if not rows:
        raise NotVisible
    return rows[0]


def requests_about(actor: Actor, plan_id: int, action_refs: Collection[str]) -> tuple[RequestRow, ...]:
    """What is being asked for already, of some actions."""
    wanted = set(action_refs)
    return tuple(row for row in requests(actor, plan_id=plan_id, only_open=True) if wanted & set(row.action_refs))


def given_about(actor: Actor, plan_id: int, action_refs: Collection[str]) -> tuple[RequestRow, ...]:
    """What was asked for of some actions and given, the last first."""
    found = _asked(actor).filter(
        plan_id=plan_id, answer__kind=RequestAnswerKind.GIVEN.value, asked_for__action__ref__in=list(action_refs)
    )
    return tuple(_requests(list(found.distinct().order_by("-answer__so_on", "-id")), answered=True))


def answered_requests(actor: Actor, *, most: int) -> tuple[RequestRow, ...]:
    """The requests that were answered last."""
    found = _asked(actor).filter(answer__isnull=False).order_by("-answer__so_on", "-answer__id")
    return tuple(_requests(list(found[:most]), answered=True))


@dataclass(frozen=True)
class AskedRow:
    """Who asked for an item of evidence, and when it was given."""

    request_ref: str
    asked_by: str
    given_on: date


def asked_for_item(actor: Actor, root_id: int) -> tuple[AskedRow, ...]:
    """Who asked for an item, whichever of its uses was given, the last first."""
    given = RequestAnswer.objects.filter(request__in=EvidenceRequest.objects.visible_to(actor))
    found = given.filter(Q(evidence_id=root_id) | Q(evidence__same_as_id=root_id)).order_by("-so_on", "-id")
    rows = found.values_list("request__ref", "request__asked_by", "so_on")
    return tuple(AskedRow(ref, body, day) for ref, body, day in rows)


def _asked(actor: Actor) -> Any:
    return EvidenceRequest.objects.visible_to(actor).select_related("plan", "asked_of", "recorded_by__person")


def _requests(kept: list[EvidenceRequest], *, answered: bool) -> list[RequestRow]:
    if not kept:
        return []
    ids = [each.pk for each in kept]
    asked: dict[int, list[tuple[str, str]]] = defaultdict(list)
    rows = RequestAction.objects.filter(request_id__in=ids).order_by("action__theme__position", "action__position")
    for request_id, ref, number, text in rows.values_list(
        "request_id", "action__ref", "action__number", "action__now__text"
    ):
        asked[request_id].append((ref, f"{number} {text}"))
    given = RequestAnswer.objects.filter(request_id__in=ids).select_related("evidence") if answered else ()
    answers = {each.request_id: each for each in given}
    return [_request(each, asked[each.pk], answers.get(each.pk)) for each in kept]


def _request(each: EvidenceRequest, asked: list[tuple[str, str]], answer: RequestAnswer | None) -> RequestRow:
    evidence = answer.evidence if answer else None
    return RequestRow(
        each.ref,
        each.plan.ref,
        each.plan.title,
        each.words,
        each.asked_by,
        each.asked_of.name,
        each.asked_of_id,
        _recorder(each),
        each.wanted_on,
        each.so_on,
        each.authority_id,
        tuple(ref for ref, _ in asked),
        tuple(asked),
        REQUEST_ANSWER_WORDS[RequestAnswerKind(answer.kind)] if answer else "",
        answer.words if answer else "",
        answer.so_on if answer else None,
        evidence.ref if evidence else "",
        evidence.title if evidence else "",
        each.again_because,
    )


def request_names(actor: Actor, refs: Iterable[str]) -> dict[str, str]:
    """Who asks and for what, of the requests with these references that the actor sees."""
    found = EvidenceRequest.objects.visible_to(actor).filter(ref__in=list(refs))
    return {ref: f"{asked_by}: {words}" for ref, asked_by, words in found.values_list("ref", "asked_by", "words")}


def action_labels(actor: Actor, *, plan_id: int | None = None) -> tuple[tuple[str, str, str, str], ...]:
    """Reference, number, words and plan's title of the actions that this actor sees, in their plans' order."""
    found = Action.objects.visible_to(actor)
    if plan_id is not None:
        found = found.filter(plan_id=plan_id)
    order = ("plan__title", "plan_id", "theme__position", "position", "id")
    return tuple(found.order_by(*order).values_list("ref", "number", "now__text", "plan__title"))
