"""What somebody owes a child: everything on the duty board that is about the child's record."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from lippen.casework.models import KnownPerson
from lippen.casework.queries.lists import OF_KIND
from lippen.casework.queries.rooms import child_subjects, words_of_duty
from lippen.casework.rows import Record
from lippen.casework.vocabulary import GOES_WITH_THE_CHILD
from lippen.kernel.access import Actor
from lippen.kernel.together import read_together
from lippen.organisation import queries as organisation
from lippen.organisation.queries import DutyRow


def owed_for(actor: Actor, person_ids: Iterable[int], holder_ids: Iterable[int]) -> dict[int, list[DutyRow]]:
    """What these people owe for each of these children, by child; the earliest first."""
    return owed_among(actor, person_ids, organisation.open_duties(holder_ids))


def owed_among(actor: Actor, person_ids: Iterable[int], duties: Iterable[DutyRow]) -> dict[int, list[DutyRow]]:
    """Those of these duties that are owed for each of these children, by child."""
    above = child_subjects()
    owed = [each for each in duties if each.kind in GOES_WITH_THE_CHILD or each.subject_kind in above]
    kinds = sorted({each.subject_kind for each in owed})
    wanted, ids = [], list(person_ids)
    for kind in kinds:
        keys = [each.subject_key for each in owed if each.subject_kind == kind]
        if kind in above:
            wanted.append(KnownPerson.objects.visible_to(actor).filter(ref__in=keys, pk__in=ids).order_by("id"))
        else:
            seen = OF_KIND[kind].objects.visible_to(actor)
            wanted.append(seen.filter(ref__in=keys, person_id__in=ids).order_by("id"))
    read = read_together(*wanted) if wanted else []
    whose = {
        (kind, row.ref): row.pk if kind in above else row.person_id
        for kind, rows in zip(kinds, read, strict=True)
        for row in rows
    }
    found: dict[int, list[DutyRow]] = {each: [] for each in ids}
    for each in owed:
        if person := whose.get((each.subject_kind, each.subject_key)):
            found[person].append(each)
    return found


def first_visit(record: Record) -> tuple[str, date] | None:
    """Who owes a child their first visit since the allocation, and by which day."""
    workers = {row.worker_id: row.name for row in record.open_work}
    due = next(iter(record.first_visits), None)
    return (workers.get(due.holder_id, ""), due.ends_on - timedelta(days=1)) if due else None


def words_of(duty: DutyRow) -> str:
    """What is to be done."""
    return words_of_duty(duty.kind)
