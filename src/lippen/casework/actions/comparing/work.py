"""Ties, referrals, waits, allocations and notes of a file, held against the record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from lippen.casework import rules
from lippen.casework.actions.comparing.against import LEAVE_OUT, NEW, Against, Found, Rows
from lippen.casework.actions.staging import LEAVE
from lippen.casework.adapters.cells import Cells
from lippen.casework.adapters.meaning import EntryIn, PartIn, ReferralIn, TieIn
from lippen.casework.models import Involvement, Referral
from lippen.casework.queries import numbers
from lippen.casework.queries.families import standing_ties
from lippen.casework.queries.intake import named_by
from lippen.casework.queries.numbers import WorkerRow
from lippen.casework.rows import PersonRow
from lippen.casework.vocabulary import DoubtKind, InvolvementKind, Stage, Status
from lippen.organisation.queries.staffing import KnownStaff, known_staff


def look_at_ties(against: Against, rows: Rows) -> None:
    """Which ties stand already, or are of nobody who is recorded."""
    wanted = [(meant, cells) for meant, cells in rows if isinstance(meant, TieIn)]
    named = {each for meant, _ in wanted for each in (meant.number, meant.tie.to_number)}
    against.known = named_by(against.actor, against.intake.authority_id, named)
    standing = standing_ties({row.id for found in against.known.values() for row in found})
    earlier = {_tie_key(meant) for meant, _ in against.before if isinstance(meant, TieIn)}
    for meant, cells in wanted:
        one = against.person(cells, "number", meant.number)
        other = against.person(cells, "other", meant.tie.to_number)
        if one is None or other is None:
            continue
        if one.id == other.id:
            against.refuse(meant.row, "", "Both numbers are of one person. Look at the two numbers.")
        elif (frozenset((one.id, other.id)), meant.tie.kind.value) in standing:
            sentence = f"{one.name} and {other.name} are tied so already."
            against.doubt(meant.row, DoubtKind.THERE, sentence, answer=LEAVE)
        elif _tie_key(meant) in earlier:
            against.doubt(meant.row, DoubtKind.THERE, "The file says so in a row before.", answer=LEAVE)
        earlier.add(_tie_key(meant))


def _tie_key(meant: TieIn) -> tuple[frozenset[str], str]:
    return frozenset((meant.number, meant.tie.to_number)), meant.tie.kind


def child_of(against: Against, cells: Cells, number: str) -> PersonRow | None:
    """The child whom a number names; else the row is refused."""
    found = against.person(cells, "number", number)
    if found is not None and not found.is_child:
        against.refuse(cells.row, cells.headings.get("number", ""), f"{found.name} is no child. Name the child.")
        return None
    return found


def look_at_referrals(against: Against, rows: Rows) -> None:
    """Which referrals stand already, and which immediate risks wait for a manager."""
    wanted = [(meant, cells) for meant, cells in rows if isinstance(meant, ReferralIn)]
    council = against.intake.authority_id
    against.known = named_by(against.actor, council, {meant.number for meant, _ in wanted})
    is_named = any(meant.holder for meant, _ in wanted)
    people = numbers.workers(against.actor, council, on=against.today) if is_named else ()
    staff = known_staff(council) if is_named else ()
    for meant, cells in wanted:
        if meant.holder:
            worker_of(against, cells, "holder", meant.holder, people, staff)
        child = child_of(against, cells, meant.number)
        if child is None or meant.why is None or meant.received_on is None:
            continue
        same = Referral.objects.filter(person_id=child.id, so_on=meant.received_on, why=meant.why.value)
        if same.exists():
            sentence = f"A referral of {child.name} of that day and for that reason is recorded already."
            another = (NEW, "It is another one: record it too")
            against.doubt(meant.row, DoubtKind.THERE, sentence, another)
        if meant.is_immediate and meant.stage is not Stage.CONTACT:
            sentence = f"{child.name}: an immediate risk goes on once a manager has agreed, which nobody has here yet."
            first = ("contact", "Bring it in at the first stage: a manager signs it off")
            against.doubt(meant.row, DoubtKind.STAGE, sentence, first)


def worker_named(words: str, people: Iterable[WorkerRow], staff: Iterable[KnownStaff]) -> list[WorkerRow]:
    """Those who can be allocated a child whom an e-mail address or a full name means."""
    plain = words.casefold().strip()
    refs = {each.ref for each in staff if plain in (each.email, each.name.casefold())}
    return [row for row in people if row.ref in refs]


def worker_of(
    against: Against,
    cells: Cells,
    key: str,
    words: str,
    people: Iterable[WorkerRow],
    staff: Iterable[KnownStaff],
) -> WorkerRow | None:
    """The one who is meant; else the row is refused."""
    found = worker_named(words, people, staff)
    if len(found) == 1:
        return found[0]
    none = f"Nobody who can be allocated a child is called “{words[:80]}”"
    many = f"{len(found)} people are called “{words[:80]}”"
    do = "Bring staff and posts in first, or write the e-mail address."
    against.refuse(cells.row, cells.headings.get(key, ""), f"{many if found else none}. {do}")
    return None


def look_at_parts(against: Against, rows: Rows) -> None:
    """Who works with a child already, and who would be past the limit."""
    actor, council, today = against.actor, against.intake.authority_id, against.today
    wanted = [(meant, cells) for meant, cells in rows if isinstance(meant, PartIn)]
    people, staff = numbers.workers(actor, council, on=today), known_staff(council)
    earlier = [meant for meant, cells in against.before if isinstance(meant, PartIn) and not cells.faults]
    against.known = named_by(actor, council, {each.number for each in (*(meant for meant, _ in wanted), *earlier)})
    figures = numbers.numbers(actor, council, on=today)
    given: Counter[int] = Counter()
    rows_of: dict[str, int] = {}
    for before in earlier:
        if before.kind is InvolvementKind.ALLOCATED:
            rows_of.setdefault(before.number, before.row)
            given.update(row.person_id for row in worker_named(before.worker, people, staff))
    for meant, cells in wanted:
        child = child_of(against, cells, meant.number)
        worker = worker_of(against, cells, "worker", meant.worker, people, staff)
        if worker is None:
            continue
        if child is not None:
            _allocation(against, meant, child, worker, given, rows_of)
        if meant.kind is InvolvementKind.ALLOCATED:
            given[worker.person_id] += 1
            hours = rules.weight(Status(child.status or Status.NONE) if child else Status.NONE, figures)
            load = worker.load
            for _ in range(given[worker.person_id]):
                load = load.with_one_more(hours)
            if load.is_over and not meant.over_limit_why and child is not None:
                against.found.append(_over(meant, child, worker.name, load))


def _over(meant: PartIn, child: PersonRow, name: str, load: rules.Load) -> Found:
    sentence = f"{child.name}: {name} would have {load.children} children; the limit is {load.limit_words}."
    choices = (("accept", "It has to be so"), LEAVE_OUT)
    return Found(meant.row, DoubtKind.LIMIT, sentence, choices=choices, wants_words=True)


def _allocation(
    against: Against, meant: PartIn, child: PersonRow, worker: WorkerRow, given: Counter[int], rows_of: dict[str, int]
) -> None:
    is_allocated = meant.kind is InvolvementKind.ALLOCATED
    if is_allocated and (before := rows_of.setdefault(meant.number, meant.row)) != meant.row:
        sentence = f"Row {before:,} allocates {child.name} already. Take one of the two rows out."
        against.refuse(meant.row, "", sentence)
        return
    going_on = Involvement.objects.filter(person_id=child.id, ends_on__isnull=True, kind=meant.kind.value)
    if going_on.filter(worker_id=worker.person_id).exists():
        sentence = f"{worker.name} has this part for {child.name} already."
        against.doubt(meant.row, DoubtKind.THERE, sentence, answer=LEAVE)
    elif is_allocated and going_on.filter(starts_on__gt=meant.so_on).exists():
        sentence = f"{child.name} has a worker who began after {meant.so_on:%-d %B %Y}."
        against.doubt(meant.row, DoubtKind.THERE, sentence)


def look_at_notes(against: Against, rows: Rows) -> None:
    """Which notes are of nobody who is recorded."""
    wanted = [(meant, cells) for meant, cells in rows if isinstance(meant, EntryIn)]
    against.known = named_by(against.actor, against.intake.authority_id, {meant.number for meant, _ in wanted})
    for meant, cells in wanted:
        against.person(cells, "number", meant.number)
