"""A file of records comes in: every row by the same actions as on the pages, all of them or none.

Notes and events, of which there may be millions, come in part by part: each part once, however often it is tried.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import F
from django.db.transaction import atomic

from lippen.casework.actions import front, people, work
from lippen.casework.actions.checking import (
    NEW,
    ROW_IS,
    SAME_IS,
    Rows,
    called,
    is_one_person,
    role_of,
    sought,
    worker_named,
)
from lippen.casework.actions.staging import LEAVE, own_intake, scrub
from lippen.casework.actions.writing import begin
from lippen.casework.adapters.meaning import EntryIn, Meant, PartIn, PersonIn, ReferralIn, StaffRow, TieIn
from lippen.casework.models import (
    BroughtIn,
    ChronologyEntry,
    Intake,
    IntakeDoubt,
    IntakePart,
    Involvement,
    KnownPerson,
    OutsideId,
)
from lippen.casework.queries import numbers, searching
from lippen.casework.queries.intake import meanings, named_by
from lippen.casework.rows import PersonRow
from lippen.casework.vocabulary import (
    BirthPrecision,
    ContactKind,
    DoubtKind,
    IdScheme,
    IntakeKind,
    IntakeState,
    InvolvementKind,
    NameKind,
    Outcome,
    Stage,
)
from lippen.kernel import audit
from lippen.kernel.access import Actor
from lippen.kernel.errors import CannotDo, NotVisible, refusal
from lippen.kernel.ids import new_ref
from lippen.organisation.actions.bringing_in import Holder, PostToHold, bring_in_post
from lippen.organisation.queries.staffing import known_staff

STILL_OPEN = "{count} of its doubts still wait for an answer. Say how these rows come in, or leave them out."
NOT_CHECKED = "Not all of its rows have been looked at yet. Wait until they are."
REFUSED = (
    "{count} of its rows cannot come in. Say that they stay out, or put them right in the file and bring it again."
)
CHANGED = "The record has changed since the rows were looked at. Look at them again."
STEPS = {Stage.CONTACT: (), Stage.ASSESSMENT: (Outcome.ASSESS,), Stage.DECISION: (Outcome.ASSESS, Outcome.ASSESSED)}


class Stopped(CannotDo):
    """A row that cannot come in after all, though it could when it was looked at."""

    def __init__(self, row: int, sentence: str) -> None:
        super().__init__(f"Row {row:,}: {sentence}")
        self.row = row


@dataclass
class Bringing:
    """What the rows of one file need as they come in, and what came of those before."""

    actor: Actor
    intake: Intake
    answers: Mapping[int, Mapping[DoubtKind, tuple[str, str]]]
    today: date
    at: datetime
    real_at: datetime
    known: dict[str, tuple[PersonRow, ...]] = field(default_factory=dict)
    people: dict[int, str] = field(default_factory=dict)
    """Who each row is, by ref."""
    links: list[tuple[int, int]] = field(default_factory=list)
    """Row and person of what came in."""

    @property
    def given(self) -> dict[str, Any]:
        """What every action takes."""
        return {"actor": self.actor, "so_on": self.today, "at": self.at}

    def answer(self, row: int, kind: DoubtKind) -> str:
        """What was said to a row's doubt of a kind."""
        return self.answers.get(row, {}).get(kind, ("", ""))[0]

    def named(self, number: str) -> PersonRow:
        """The one whom a number names, still."""
        found = self.known.get(number, ())
        if len(found) != 1:
            raise CannotDo(CHANGED)
        return found[0]


@atomic
def begin_taking(*, actor: Actor, intake_ref: str, without_refused: bool, version: int, at: datetime) -> Intake:
    """Say that a file comes in as its doubts were answered; refused rows stay out only where that is said."""
    intake = own_intake(actor, intake_ref, states=[IntakeState.WAITING.value])
    if intake.version != version:
        raise CannotDo("Somebody changed this in another tab. Look at it again.")
    if intake.checked_to < intake.parts or not intake.parts:
        raise CannotDo(NOT_CHECKED)
    still = IntakeDoubt.objects.filter(intake=intake, answer="").exclude(kind=DoubtKind.REFUSED.value).count()
    if still:
        raise CannotDo(STILL_OPEN.format(count=still))
    if intake.refused and not without_refused:
        raise CannotDo(REFUSED.format(count=intake.refused), field="without_refused")
    IntakeDoubt.objects.filter(intake=intake, kind=DoubtKind.STOPPED.value).delete()
    Intake.objects.filter(pk=intake.pk).update(
        state=IntakeState.TAKING.value, changed_at=at, told="", version=F("version") + 1
    )
    intake.refresh_from_db()
    audit.record(actor, "intake.asked_for", intake, keys={"rows": intake.rows, "without": intake.refused})
    return intake


@atomic
def take_in(*, actor: Actor, intake_ref: str, today: date, at: datetime, real_at: datetime) -> Intake:
    """Bring all rows of a file in, or none of them; done again it finds that they are in."""
    intake = own_intake(actor, intake_ref, states=[IntakeState.TAKING.value, IntakeState.TAKEN.value])
    if intake.state == IntakeState.TAKEN:
        return intake
    kind = IntakeKind(intake.kind)
    bringing = Bringing(actor, intake, _answers(intake), today, at, real_at)
    rows = list(_coming(bringing, meanings(intake, today=today)))
    bringing.known = named_by(actor, intake.authority_id, {each for meant, _ in rows for each in _numbers(meant)})
    staff = _worker_ids(bringing, rows) if kind is IntakeKind.ALLOCATIONS else {}
    for meant, _ in rows:
        try:
            _one(bringing, meant, staff)
        except CannotDo as refused:
            raise Stopped(meant.row, f"{refused.sentence} Nothing of the file came in.") from refused
        except NotVisible as hidden:
            raise Stopped(meant.row, f"{CHANGED} Nothing of the file came in.") from hidden
    _link(bringing)
    with refusal("a_file_comes_in_once", "This very file has just come in. Nothing comes in twice."):
        scrub(intake, IntakeState.TAKEN, at, taken=len(rows))
    audit.record(actor, "intake.taken", intake, keys={"rows": len(rows), "sha256": intake.sha256})
    return intake


@atomic
def take_part(*, actor: Actor, intake_ref: str, today: date, at: datetime) -> Intake:
    """Bring the next part of a file of notes and events in, once; its rows are gone as they come in."""
    intake = own_intake(actor, intake_ref, states=[IntakeState.TAKING.value, IntakeState.TAKEN.value])
    if intake.state == IntakeState.TAKEN:
        return intake
    part = intake.taken_to + 1
    bringing = Bringing(actor, intake, _answers(intake, part), today, at, at)
    rows = list(_coming(bringing, meanings(intake, today=today, after=part - 1, upto=part)))
    bringing.known = named_by(actor, intake.authority_id, {each for meant, _ in rows for each in _numbers(meant)})
    _write_entries(bringing, [meant for meant, _ in rows if isinstance(meant, EntryIn)])
    _link(bringing)
    intake.taken_to, intake.taken, intake.changed_at = part, intake.taken + len(rows), at
    intake.save(update_fields=["taken_to", "taken", "changed_at"])
    IntakePart.objects.filter(intake=intake, number=part).delete()
    audit.record(actor, "intake.part_taken", intake, keys={"part": part, "rows": len(rows)})
    if part >= intake.parts:
        with refusal("a_file_comes_in_once", "This very file has just come in. Nothing comes in twice."):
            scrub(intake, IntakeState.TAKEN, at)
        audit.record(actor, "intake.taken", intake, keys={"rows": intake.taken, "sha256": intake.sha256})
    return intake


def _answers(intake: Intake, part: int | None = None) -> dict[int, dict[DoubtKind, tuple[str, str]]]:
    found = IntakeDoubt.objects.filter(intake=intake)
    if part is not None:
        rows = intake.kept.get(number=part)
        following = intake.kept.filter(number=part + 1).values_list("first_row", flat=True).first()
        found = found.filter(row__gte=rows.first_row)
        found = found.filter(row__lt=following) if following else found
    answers: dict[int, dict[DoubtKind, tuple[str, str]]] = defaultdict(dict)
    for row, kind, answer, words in found.values_list("row", "kind", "answer", "words"):
        answers[row][DoubtKind(kind)] = (answer, words)
    return answers


def _coming(bringing: Bringing, rows: Iterable[tuple[Meant, Any]]) -> Iterable[tuple[Meant, Any]]:
    """The rows that come in: neither refused nor left out."""
    for meant, cells in rows:
        said = bringing.answers.get(meant.row, {})
        if cells.faults and DoubtKind.REFUSED not in said:
            raise Stopped(meant.row, CHANGED)
        if DoubtKind.REFUSED not in said and all(answer != LEAVE for answer, _ in said.values()):
            yield meant, cells


def _numbers(meant: Meant) -> tuple[str, ...]:
    if isinstance(meant, PersonIn):
        return (meant.tie.to_number,) if meant.tie else ()
    if isinstance(meant, TieIn):
        return meant.number, meant.tie.to_number
    return () if isinstance(meant, StaffRow) else (meant.number,)


def _one(bringing: Bringing, meant: Meant, staff: Mapping[int, int]) -> None:
    if isinstance(meant, PartIn):
        _allocate(bringing, meant, staff[meant.row])
    elif isinstance(meant, StaffRow):
        _staff(bringing, meant)
    elif isinstance(meant, PersonIn):
        _person(bringing, meant)
    elif isinstance(meant, TieIn):
        _tie(bringing, meant)
    elif isinstance(meant, ReferralIn):
        _refer(bringing, meant)


def _link(bringing: Bringing) -> None:
    """What came in says from where, on the record of each."""
    intake = bringing.intake
    BroughtIn.objects.bulk_create(
        [
            BroughtIn(
                intake=intake,
                authority_id=intake.authority_id,
                person_id=person_id,
                row=row,
                kind=intake.kind,
                source=intake.source,
                so_on=bringing.today,
                recorded_at=bringing.at,
                recorded_by_id=bringing.actor.account_id,
            )
            for row, person_id in bringing.links
        ]
    )


def _staff(bringing: Bringing, meant: StaffRow) -> None:
    role = role_of(meant.role)
    if role is None:
        raise CannotDo(CHANGED)
    holder = None if meant.is_vacant or meant.starts_on is None else _holder(bringing, meant, meant.starts_on)
    _, person = bring_in_post(
        actor=bringing.actor,
        authority_id=bringing.intake.authority_id,
        post=PostToHold(meant.title, role, meant.team, meant.reports_to),
        holder=holder,
        intake=bringing.intake.ref,
        at=bringing.at,
    )
    if person is not None:
        bringing.people[meant.row] = person.ref


def _holder(bringing: Bringing, meant: StaffRow, starts_on: date) -> Holder:
    same = bringing.answer(meant.row, DoubtKind.SAME)
    in_file = bringing.answer(meant.row, DoubtKind.IN_FILE)
    ref = same.removeprefix(SAME_IS) if same.startswith(SAME_IS) else ""
    if in_file.startswith(ROW_IS):
        ref = bringing.people.get(int(in_file.removeprefix(ROW_IS)), "")
        if not ref:
            raise CannotDo("The row that it is the same as does not come in. Say that it is somebody else.")
    return Holder(
        starts_on,
        meant.ends_on,
        meant.is_acting,
        ref,
        meant.given_name,
        meant.family_name,
        meant.initials,
        meant.email,
        meant.phone,
    )


def _person(bringing: Bringing, meant: PersonIn) -> None:
    ref = _known_already(bringing, meant)
    if ref:
        _add_tie(bringing, meant, ref)
    else:
        ref = _add(bringing, meant)
    _add_numbers(bringing, meant, ref)
    bringing.people[meant.row] = ref
    bringing.links.append((meant.row, _id_of(bringing.actor, ref)))


def _id_of(actor: Actor, ref: str) -> int:
    found = KnownPerson.objects.visible_to(actor).filter(ref=ref).values_list("pk", flat=True).first()
    if found is None:
        raise NotVisible
    return int(found)


def _known_already(bringing: Bringing, meant: PersonIn) -> str:
    same = bringing.answer(meant.row, DoubtKind.SAME)
    in_file = bringing.answer(meant.row, DoubtKind.IN_FILE)
    if same.startswith(SAME_IS):
        return same.removeprefix(SAME_IS)
    if in_file.startswith(ROW_IS):
        ref = bringing.people.get(int(in_file.removeprefix(ROW_IS)), "")
        if not ref:
            raise CannotDo("The row that it is the same as does not come in. Say that it is somebody else.")
        return ref
    return ""


def _add_tie(bringing: Bringing, meant: PersonIn, ref: str) -> None:
    if meant.tie is None:
        return
    child = bringing.named(meant.tie.to_number)
    if child.ref == ref:
        raise CannotDo(f"It is the same as {child.name}, to whom it would be tied. Look at the row.")
    people.tie_people(
        person_ref=ref,
        other_ref=child.ref,
        kind=meant.tie.kind,
        rights=meant.tie.rights,
        rights_source=meant.tie.rights_source,
        must_not_know_address=meant.tie.must_not_know,
        **bringing.given,
    )


def _add(bringing: Bringing, meant: PersonIn) -> str:
    """Somebody new, after a search of their own, as on the page; whoever is found now was found in the dry run."""
    actor, at = bringing.actor, bringing.at
    terms = {
        "given_name": meant.given_name,
        "family_name": meant.family_name,
        "born_on": meant.born_on.isoformat() if meant.born_on else "",
        "phone": meant.phone,
        "outside_id": meant.number,
        "scheme": IdScheme.OTHER.value if meant.number else "",
    }
    if not meant.is_protected:
        terms |= {"lines": meant.lines, "postcode": meant.postcode}
    run = people.search(
        actor=actor, authority_id=bringing.intake.authority_id, terms=terms, today=bringing.today, at=bringing.real_at
    )
    _check_nobody_came(bringing, meant)
    tie = None
    if meant.tie is not None:
        child = bringing.named(meant.tie.to_number)
        tie = people.NewTie(
            child.ref,
            meant.tie.kind,
            rights=meant.tie.rights,
            rights_source=meant.tie.rights_source,
            must_not_know_address=meant.tie.must_not_know,
        )
    is_expected = bringing.answer(meant.row, DoubtKind.NOT_BORN) == "expected"
    made = people.add_person(
        search_ref=run.ref,
        given_name=meant.given_name,
        family_name=meant.family_name,
        is_child=meant.tie is None,
        born_on=meant.born_on,
        precision=BirthPrecision.EXPECTED if is_expected else BirthPrecision.EXACT,
        tie=tie,
        real_at=bringing.real_at,
        actor=actor,
        so_on=bringing.today,
        at=at,
    )
    _say_more(bringing, meant, made.ref)
    return str(made.ref)


def _check_nobody_came(bringing: Bringing, meant: PersonIn) -> None:
    """Somebody who may be the same and whom the dry run did not find stops the file: a person looks at it first."""
    if bringing.answer(meant.row, DoubtKind.SAME) == NEW:
        return
    told = searching.candidates(bringing.actor, bringing.intake.authority_id, sought(meant))
    ours = set(bringing.people.values())
    for each in told:
        if each.is_seen and each.ref not in ours and is_one_person(each.reasons):
            raise CannotDo(f"{called(meant)} may be {each.name}, who was recorded since. Look at the rows again.")


def _say_more(bringing: Bringing, meant: PersonIn, ref: str) -> None:
    given = {"person_ref": ref, **bringing.given}
    if meant.known_as:
        people.say_name(given_name=meant.known_as, family_name="", kind=NameKind.KNOWN_AS, **given)
    if meant.is_protected:
        why = f"The address was protected in {bringing.intake.source}, from which it was brought in."
        people.protect_address(lines=meant.lines, postcode=meant.postcode, officers=[], why=why, **given)
    elif meant.lines:
        people.say_address(lines=meant.lines, postcode=meant.postcode, **given)
    for kind, value in ((ContactKind.PHONE, meant.phone), (ContactKind.EMAIL, meant.email)):
        if value:
            people.say_contact(kind=kind, value=value, **given)
    if meant.status:
        words = f"As in {bringing.intake.source}"
        work.say_status(status=meant.status, words=words, **given)


def _add_numbers(bringing: Bringing, meant: PersonIn, ref: str) -> None:
    known = set(OutsideId.objects.filter(person__ref=ref).values_list("scheme", "value"))
    for scheme, value in meant.numbers:
        if (scheme, value) not in known:
            people.say_outside_id(person_ref=ref, scheme=IdScheme(scheme), value=value, **bringing.given)


def _tie(bringing: Bringing, meant: TieIn) -> None:
    one, other = bringing.named(meant.number), bringing.named(meant.tie.to_number)
    people.tie_people(
        actor=bringing.actor,
        person_ref=one.ref,
        other_ref=other.ref,
        kind=meant.tie.kind,
        rights=meant.tie.rights,
        rights_source=meant.tie.rights_source,
        must_not_know_address=meant.tie.must_not_know,
        so_on=meant.so_on or bringing.today,
        at=bringing.at,
    )
    bringing.links.append((meant.row, one.id))


def _refer(bringing: Bringing, meant: ReferralIn) -> None:
    child = bringing.named(meant.number)
    if meant.received_on is None or meant.source is None or meant.why is None:
        raise CannotDo(CHANGED)
    made = front.refer(
        actor=bringing.actor,
        person_ref=child.ref,
        received_on=meant.received_on,
        source=meant.source,
        source_words=meant.source_words,
        why=meant.why,
        words=meant.words,
        is_immediate=meant.is_immediate,
        at=bringing.at,
    )
    stage = Stage.CONTACT if bringing.answer(meant.row, DoubtKind.STAGE) == "contact" else meant.stage
    for outcome in STEPS[stage]:
        front.take_step(
            actor=bringing.actor,
            referral_ref=made.ref,
            outcome=outcome,
            words=f"In this stage in {bringing.intake.source}, from which it was brought in.",
            so_on=meant.stage_on or meant.received_on,
            at=bringing.at,
        )
    bringing.links.append((meant.row, child.id))


def _worker_ids(bringing: Bringing, rows: Rows) -> dict[int, int]:
    """Who each row allocates, by person id; whoever left since the dry run stops the file."""
    council = bringing.intake.authority_id
    people_here = numbers.workers(bringing.actor, council, on=bringing.today)
    staff = known_staff(council)
    found: dict[int, int] = {}
    for meant, _ in rows:
        named = worker_named(meant.worker, people_here, staff) if isinstance(meant, PartIn) else []
        if len(named) != 1:
            raise Stopped(meant.row, CHANGED)
        found[meant.row] = named[0].person_id
    return found


def _allocate(bringing: Bringing, meant: PartIn, worker_id: int) -> None:
    """The part as it stood in the earlier system; whoever took the child in with the file hands over on that day."""
    child = bringing.named(meant.number)
    if meant.so_on is None:
        raise CannotDo(CHANGED)
    given = {"actor": bringing.actor, "person_ref": child.ref, "worker_id": worker_id, "at": bringing.at}
    if meant.kind is not InvolvementKind.ALLOCATED:
        work.involve(kind=meant.kind, so_on=meant.so_on, **given)
    else:
        said = bringing.answers.get(meant.row, {}).get(DoubtKind.LIMIT, ("", ""))[1]
        _end_later_duty(bringing, child, meant.so_on)
        work.allocate(so_on=meant.so_on, over_limit_why=meant.over_limit_why or said, **given)
    bringing.links.append((meant.row, child.id))


def _end_later_duty(bringing: Bringing, child: PersonRow, so_on: date) -> None:
    """Whoever took a child in on a day after the allocation began held it for that day alone."""
    writing = begin(bringing.actor, child.ref, at=bringing.at)
    duty = Involvement.objects.filter(
        person=writing.person, kind=InvolvementKind.DUTY.value, ends_on__isnull=True, starts_on__gt=so_on
    )
    duty.update(ends_on=F("starts_on"), ended_at=bringing.at, ended_by_id=bringing.actor.account_id)


def _write_entries(bringing: Bringing, rows: list[EntryIn]) -> None:
    entries = []
    for meant in rows:
        if meant.so_on is None:
            raise CannotDo(CHANGED)
        person = bringing.named(meant.number)
        bringing.links.append((meant.row, person.id))
        entries.append(
            ChronologyEntry(
                ref=new_ref("event"),
                authority_id=bringing.intake.authority_id,
                person_id=person.id,
                so_on=meant.so_on,
                words=meant.words,
                source=(meant.source or bringing.intake.source)[:160],
                significance=meant.significance.value,
                analysis=meant.analysis,
                recorded_at=bringing.at,
                recorded_by_id=bringing.actor.account_id,
            )
        )
    ChronologyEntry.objects.bulk_create(entries)
