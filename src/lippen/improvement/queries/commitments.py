"""Commitments and what became of each, on any day, as known at any moment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from lippen.improvement import promises
from lippen.improvement.models import Commitment, CommitmentFact, Evidence
from lippen.improvement.queries.reading import People, agreed_by
from lippen.improvement.rows import LeadRow
from lippen.improvement.vocabulary import (
    COMMITMENT_STATUS_WORDS,
    COMMITMENT_STEP_WORDS,
    DIRECTION_WORDS,
    CommitmentStatus,
    CommitmentStep,
    Direction,
)
from lippen.kernel.access import Actor
from lippen.kernel.calendar import Period, Precision
from lippen.kernel.errors import NotVisible
from lippen.kernel.files.store import stored_file
from lippen.kernel.models import StoredFile
from lippen.organisation import queries as organisation

MOST_TO_CHOOSE = 100


@dataclass(frozen=True)
class CommitmentRow:
    """One commitment as it stood on a day."""

    id: int
    ref: str
    authority_id: int
    direction: str
    direction_words: str
    words: str
    other_words: str
    owner: LeadRow
    made_on: date
    made_by_account_id: int | None
    first_due: Period | None
    due: Period | None
    slips: int
    status: str
    status_on: date
    status_words: str
    due_words: str
    is_late: bool
    shown_by: str
    plan_ref: str = ""
    plan_title: str = ""
    action_ref: str = ""
    action_number: str = ""
    action_text: str = ""
    source_kind: str = ""
    source_key: str = ""
    meeting_key: str = ""
    stakeholder_ref: str = ""


@dataclass(frozen=True)
class CommitmentEvent:
    """One thing that happened to a commitment."""

    step: str
    step_words: str
    on: date
    recorded_at: datetime
    by_name: str
    words: str
    agreed_by: str = ""
    due: Period | None = None
    is_first_date: bool = False
    owner: LeadRow | None = None
    evidence_title: str = ""
    evidence_ref: str = ""
    link: str = ""
    file_ref: str = ""
    file_name: str = ""


@dataclass(frozen=True)
class CommitmentStory:
    """A commitment and all that happened to it, the oldest first."""

    row: CommitmentRow
    events: tuple[CommitmentEvent, ...]


@dataclass(frozen=True)
class CommitmentFilters:
    """Which commitments: by way, status, owner, words; by plan, action and the record they were made in."""

    direction: str = ""
    status: str = ""
    owner_id: int | None = None
    late: bool = False
    words: str = ""
    plan_id: int | None = None
    action_id: int | None = None
    source_kind: str = ""
    source_keys: Collection[str] | None = None
    meeting_keys: Collection[str] | None = None
    refs: Collection[str] | None = None
    authority_ids: Collection[int] | None = None


ANY = CommitmentFilters()


def commitments(
    actor: Actor,
    *,
    filters: CommitmentFilters = ANY,
    as_at: date | None = None,
    known_at: datetime | None = None,
    today: date,
) -> tuple[CommitmentRow, ...]:
    """The commitments that this actor sees, as they stood on a day; open ones first, by date."""
    day = as_at or today
    found = list(_wanted(actor, filters, day, known_at))
    if not found:
        return ()
    facts = _facts([each.pk for each in found], day, known_at)
    rows = _rows(found, facts, day)
    kept = {row.id: row for row in rows if _fits(row, filters)}
    order = promises.in_order((CommitmentStatus(row.status), row.due, row.id) for row in kept.values())
    return tuple(kept[key] for key in order)


def commitment(
    actor: Actor, ref: str, *, as_at: date | None = None, known_at: datetime | None = None, today: date
) -> CommitmentStory:
    """One commitment with its story, or NotVisible."""
    day = as_at or today
    found = list(_wanted(actor, CommitmentFilters(refs=[ref]), day, known_at))
    facts = _facts([each.pk for each in found], day, known_at)
    if not found or not facts[found[0].pk]:
        raise NotVisible
    mine = facts[found[0].pk]
    people = _people(mine, day)
    by = organisation.account_names([fact.recorded_by_id for fact in mine])
    return CommitmentStory(_rows(found, facts, day, people)[0], tuple(_event(fact, people, by) for fact in mine))


def commitment_file(actor: Actor, ref: str) -> StoredFile:
    """A file that shows that a commitment which this actor sees was kept, or NotVisible: no other file is."""
    if not CommitmentFact.objects.visible_to(actor).filter(file__ref=ref).exists():
        raise NotVisible
    return stored_file(actor, ref)


def evidence_choices(actor: Actor, row: CommitmentRow) -> tuple[tuple[str, str], ...]:
    """The newest evidence on the commitment's action, else on its plan, that may show it kept as well."""
    if not row.plan_ref:
        return ()
    on = {"action__ref": row.action_ref} if row.action_ref else {"action__plan__ref": row.plan_ref}
    offered = Evidence.objects.visible_to(actor).filter(**on)
    if not row.action_ref:
        offered = offered.filter(same_as__isnull=True)
    rows = offered.order_by("-so_on", "-id").values_list("ref", "action__number", "title")[:MOST_TO_CHOOSE]
    return tuple((ref, f"Evidence on {number}: {title}") for ref, number, title in rows)


def commitment_words(actor: Actor, refs: Collection[str]) -> dict[str, str]:
    """The words of the commitments with these references that the actor sees."""
    return dict(Commitment.objects.visible_to(actor).filter(ref__in=list(refs)).values_list("ref", "words"))


def step_of(fact: CommitmentFact) -> promises.Step:
    """A fact as the rules read it."""
    return promises.Step(CommitmentStep(fact.step), fact.so_on, due_of(fact), fact.owner_id, fact.owner_words)


def due_of(fact: CommitmentFact) -> Period | None:
    """The date that a fact gives."""
    if fact.starts_on is None or fact.ends_on is None:
        return None
    return Period(fact.text, Precision(fact.precision), fact.starts_on, fact.ends_on)


def _wanted(actor: Actor, filters: CommitmentFilters, day: date, known_at: datetime | None) -> Iterable[Commitment]:
    found = Commitment.objects.visible_to(actor).known_at(known_at).filter(so_on__lte=day)
    given = {
        "direction": filters.direction,
        "plan_id": filters.plan_id,
        "action_id": filters.action_id,
        "source_kind": filters.source_kind,
    }
    found = found.filter(**{name: value for name, value in given.items() if value})
    several = {
        "source_key__in": filters.source_keys,
        "meeting_key__in": filters.meeting_keys,
        "ref__in": filters.refs,
        "authority_id__in": filters.authority_ids,
    }
    found = found.filter(**{name: list(value) for name, value in several.items() if value is not None})
    if filters.words:
        found = found.filter(words__icontains=filters.words) | found.filter(other_words__icontains=filters.words)
    return found.select_related("plan", "action", "action__now", "stakeholder").order_by("id")


def _facts(ids: Sequence[int], day: date, known_at: datetime | None) -> dict[int, tuple[CommitmentFact, ...]]:
    """What happened to each by a day, as known at a moment, in order."""
    found: dict[int, list[CommitmentFact]] = defaultdict(list)
    facts = CommitmentFact.objects.filter(commitment_id__in=ids, so_on__lte=day).known_at(known_at)
    for fact in facts.select_related("evidence", "file").order_by("commitment_id", "number"):
        found[fact.commitment_id].append(fact)
    return defaultdict(tuple, {key: tuple(each) for key, each in found.items()})


def _people(facts: Iterable[CommitmentFact], day: date) -> People:
    kept = list(facts)
    return People.of({fact.owner_id for fact in kept} | {fact.agreed_by_id for fact in kept}, on=day)


def _rows(
    found: Sequence[Commitment],
    facts: Mapping[int, tuple[CommitmentFact, ...]],
    day: date,
    people: People | None = None,
) -> list[CommitmentRow]:
    people = people or _people([fact for each in facts.values() for fact in each], day)
    return [_row(each, facts[each.pk], people, day) for each in found if facts[each.pk]]


def _row(made: Commitment, facts: Sequence[CommitmentFact], people: People, day: date) -> CommitmentRow:
    stands = promises.stands([step_of(fact) for fact in facts])
    assert stands is not None
    shown = [fact.words for fact in facts if fact.step == CommitmentStep.KEPT]
    action, plan = made.action, made.plan
    return CommitmentRow(
        id=made.pk,
        ref=made.ref,
        authority_id=made.authority_id,
        direction=made.direction,
        direction_words=DIRECTION_WORDS[Direction(made.direction)],
        words=made.words,
        other_words=made.other_words,
        owner=people.lead(stands.owner_id, stands.owner_words),
        made_on=made.so_on,
        made_by_account_id=made.recorded_by_id,
        first_due=stands.first_due,
        due=stands.due,
        slips=stands.slips,
        status=stands.status.value,
        status_on=stands.status_on,
        status_words=COMMITMENT_STATUS_WORDS[stands.status],
        due_words=promises.due_words(stands.status, stands.due, day),
        is_late=promises.is_late(stands.status, stands.due, day),
        shown_by=shown[-1] if shown and stands.status is CommitmentStatus.KEPT else "",
        plan_ref=plan.ref if plan else "",
        plan_title=plan.title if plan else "",
        action_ref=action.ref if action else "",
        action_number=action.number if action else "",
        action_text=action.now.text if action else "",
        source_kind=made.source_kind,
        source_key=made.source_key,
        meeting_key=made.meeting_key,
        stakeholder_ref=made.stakeholder.ref if made.stakeholder else "",
    )


def _fits(row: CommitmentRow, filters: CommitmentFilters) -> bool:
    """Whether a commitment stands as the reader asked."""
    return (
        (not filters.status or row.status == filters.status)
        and (filters.owner_id is None or row.owner.person_id == filters.owner_id)
        and (not filters.late or row.is_late)
    )


def _event(fact: CommitmentFact, people: People, by: Mapping[int, str]) -> CommitmentEvent:
    has_owner = fact.owner_id or fact.owner_words
    return CommitmentEvent(
        step=fact.step,
        step_words=COMMITMENT_STEP_WORDS[CommitmentStep(fact.step)],
        on=fact.so_on,
        recorded_at=fact.recorded_at,
        by_name=by.get(fact.recorded_by_id or 0, ""),
        words=fact.words,
        agreed_by=agreed_by(fact.agreed_by_id, fact.agreed_by_words, people),
        due=due_of(fact),
        is_first_date=fact.is_first_date,
        owner=people.lead(fact.owner_id, fact.owner_words) if has_owner else None,
        evidence_title=fact.evidence.title if fact.evidence else "",
        evidence_ref=fact.evidence.ref if fact.evidence else "",
        link=fact.link,
        file_ref=fact.file.ref if fact.file else "",
        file_name=fact.file.name if fact.file else "",
    )
