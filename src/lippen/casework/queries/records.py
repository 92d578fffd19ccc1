"""One person's record, whole: who they are, who is who, who works with them, and everything that happened, in order."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from lippen.casework import rules
from lippen.casework.models import (
    BreakGlass,
    ChronologyEntry,
    FactWord,
    FamilyContact,
    FamilyContactDone,
    FamilyHelp,
    FamilyHelpEnd,
    Helper,
    HelperFact,
    Involvement,
    KnownPerson,
    Marker,
    MarkerFact,
    OutsideId,
    OwnTie,
    PersonAddress,
    PersonBirth,
    PersonContact,
    PersonDeath,
    PersonName,
    PersonNow,
    ProtectedAddress,
    Referral,
    ReferralStep,
    Restriction,
    SameAs,
    SameAsStep,
    SignOff,
    StatusFact,
    Tie,
    TieEnd,
    TypedDuty,
    TypedDutyEnd,
    Visit,
    VisitDone,
    VisitHanded,
    Waiting,
    WaitingEnd,
    WaitingFact,
)
from lippen.casework.rows import (
    ContactRow,
    Event,
    HelperRow,
    HelpRow,
    LookRow,
    PersonRow,
    Record,
    ReferralRow,
    SameRow,
    StepRow,
    TieRow,
    TypedRow,
    VisitRow,
    WaitRow,
    WorkRow,
)
from lippen.casework.vocabulary import (
    FROM_WORDS,
    HELPER_WORDS,
    INVOLVEMENT_WORDS,
    LEVEL_WORDS,
    MARKER_STEP_WORDS,
    MARKER_WORDS,
    NAME_KIND_WORDS,
    OUTCOME_WORDS,
    PLACE_WORDS,
    RIGHTS_WORDS,
    SCHEME_WORDS,
    SIGNIFICANCE_WORDS,
    STAGE_WORDS,
    STATUS_WORDS,
    SUPERVISED_SHORT,
    TYPED_SUBJECT,
    TYPED_WORDS,
    WAITING_END_WORDS,
    WHY_WORDS,
    FactKind,
    FactStep,
    HelperKind,
    HelperStep,
    InvolvementKind,
    Level,
    MarkerKind,
    MarkerStep,
    NameKind,
    Outcome,
    Place,
    ReferralFrom,
    ReferralWhy,
    Rights,
    SameStep,
    Significance,
    Stage,
    Status,
    Supervision,
    TieKind,
    TypedEnd,
    TypedKind,
    WaitingEndKind,
    tie_word,
)
from lippen.kernel.access import Actor
from lippen.kernel.clock import day_of
from lippen.kernel.errors import NotVisible
from lippen.kernel.prepared import read_prepared
from lippen.organisation import queries as organisation
from lippen.organisation.queries.lookers import account_rows

FACTS = (
    PersonName,
    PersonBirth,
    PersonAddress,
    PersonContact,
    OutsideId,
    Involvement,
    StatusFact,
    Referral,
    ReferralStep,
    SignOff,
    Waiting,
    WaitingFact,
    WaitingEnd,
    Visit,
    VisitDone,
    VisitHanded,
    ChronologyEntry,
    Marker,
    MarkerFact,
    TypedDuty,
    TypedDutyEnd,
    FamilyHelp,
    FamilyHelpEnd,
    SameAs,
    SameAsStep,
    PersonDeath,
    FactWord,
    Helper,
    HelperFact,
    FamilyContact,
    FamilyContactDone,
    Restriction,
)
CAN_BE_WRONG: dict[Any, FactKind] = {
    PersonName: FactKind.NAME,
    PersonDeath: FactKind.DEATH,
    OutsideId: FactKind.NUMBER,
    StatusFact: FactKind.STATUS,
    VisitDone: FactKind.VISIT,
    ChronologyEntry: FactKind.ENTRY,
}


def person_row(now: PersonNow) -> PersonRow:
    """A person as a row; of a protected address the words that it is so."""
    place = ", ".join(each for each in (now.lines, now.postcode) if each)
    return PersonRow(
        now.person_id,
        now.person.ref,
        now.name,
        now.known_as,
        now.person.is_child,
        now.born_on,
        now.born_precision,
        "Address protected" if now.is_protected else place,
        now.is_protected,
        now.phone,
        now.status,
        now.authority_id,
        now.died_on,
        now.gender,
        now.is_mistake,
    )


def head(actor: Actor, ref: str) -> PersonRow:
    """Somebody whom the actor sees, as they stand now."""
    return person_row(_as_now(*read_prepared(_seen, actor, ref)))


def siblings(actor: Actor, person: PersonRow) -> tuple[PersonRow, ...]:
    """The brothers and sisters of a child whom the actor works with, leads or manages too, by name."""
    kinds = (TieKind.SIBLING, TieKind.HALF_SIBLING)
    of_them = Q(person_id=person.id) | Q(other_id=person.id)
    ties = Tie.objects.visible_to(actor).filter(of_them, kind__in=kinds, ended__isnull=True)
    ids = {each for pair in ties.values_list("person_id", "other_id") for each in pair} - {person.id}
    own = KnownPerson.objects.of_own_work(actor).filter(pk__in=ids, is_child=True).values_list("id", flat=True)
    return tuple(sorted(people_rows(actor, own if ids else ()).values(), key=lambda row: (row.name, row.id)))


def _as_now(found: list[PersonNow], known: list[KnownPerson]) -> PersonNow:
    """Somebody as they stand now, or NotVisible."""
    if not found:
        raise NotVisible
    now = found[0]
    now.person = known[0]
    return now


def _seen(actor: Actor, ref: str) -> tuple[QuerySet[Any], ...]:
    """Somebody as they stand now, and who it is."""
    now = PersonNow.objects.visible_to(actor).filter(person__ref=ref).order_by("person_id")
    return now, KnownPerson.objects.filter(ref=ref)


def _seen_with_same(actor: Actor, ref: str) -> tuple[QuerySet[Any], ...]:
    """The same, and the records that are said to be of the same person."""
    return *_seen(actor, ref), PersonNow.objects.visible_to(actor).filter(same_as__ref=ref).order_by("person_id")


def people_rows(actor: Actor, ids: Iterable[int]) -> dict[int, PersonRow]:
    """These people by id, as far as the actor sees them."""
    wanted = tuple(ids)
    if not wanted:
        return {}
    rows, people = read_prepared(_of_ids, actor, wanted)
    known = {each.pk: each for each in people}
    for now in rows:
        now.person = known[now.pk]
    return {now.pk: person_row(now) for now in rows}


def _of_ids(actor: Actor, ids: Collection[int]) -> tuple[QuerySet[Any], ...]:
    return (
        PersonNow.objects.visible_to(actor).filter(pk__in=ids).order_by("person_id"),
        KnownPerson.objects.filter(pk__in=ids),
    )


def record(actor: Actor, ref: str, *, real_at: datetime) -> Record:
    """One person's record; where two are of one person, the kept one shows the facts of both."""
    found_now, known_now, same = read_prepared(_seen_with_same, actor, ref)
    now = _as_now(found_now, known_now)
    ids = [now.pk, *(each.pk for each in same)]
    ties, *facts = read_prepared(_told, actor, ids)
    found = dict(zip(FACTS, facts, strict=True))
    wrong = _set_wrong_aside(found)
    ends = {e.tie_id: e for e in TieEnd.objects.filter(tie__in=ties)} if ties else {}
    others = {*(t.person_id for t in ties), *(t.other_id for t in ties), *(s.kept_id for s in found[SameAs])}
    others |= {now.same_as_id} if now.same_as_id else set()
    others |= {each for row in found[FamilyContact] for each in row.whom}
    known = people_rows(actor, others - {None})
    names, teams = _officers(found)
    referrals = _referrals(found)
    contacts = _contacts(found, known, names)
    return Record(
        person=person_row(now),
        names=_names(found, now),
        numbers=tuple((SCHEME_WORDS[row.scheme], row.value) for row in found[OutsideId]),
        ties=tuple(_tie(row, ends.get(row.pk), set(ids), known) for row in ties if _is_told(row, ends, ids, known)),
        work=tuple(_work(row, names, teams) for row in found[Involvement]),
        referrals=referrals,
        waits=_waits(found, names),
        visits=_visits(found, names),
        events=_events(found, wrong, names, referrals, contacts),
        kept=known.get(now.same_as_id) if now.same_as_id else None,
        sames=_sames(found, known),
        opened_until=opened_until(actor, ids, real_at=real_at),
        protected=_protected(actor, ids) if now.is_protected else None,
        helps=_helps(found),
        typed=_typed(found),
        named=_named(found),
        helpers=_helpers(found),
        contacts=contacts,
    )


def _set_wrong_aside(found: dict[Any, list[Any]]) -> dict[Any, list[tuple[Any, str]]]:
    """Take out what somebody said was wrong, and give it with the reason."""
    why = {(word.kind, word.fact): word.why for word in found[FactWord] if word.step == FactStep.WRONG}
    aside = {}
    for model, kind in CAN_BE_WRONG.items():
        aside[model] = [(row, why[kind, row.pk]) for row in found[model] if (kind, row.pk) in why]
        found[model] = [row for row in found[model] if (kind, row.pk) not in why]
    gone = {row.visit_id for row, _ in aside[VisitDone]}
    found[Visit] = [row for row in found[Visit] if row.pk not in gone]
    return aside


def _contacts(
    found: Mapping[Any, list[Any]], known: Mapping[int, PersonRow], names: Mapping[int, str]
) -> tuple[ContactRow, ...]:
    done = {row.contact_id: row for row in found[FamilyContactDone]}
    return tuple(contact_row(row, done.get(row.pk), known, names) for row in found[FamilyContact])


def contact_row(
    row: FamilyContact, done: FamilyContactDone | None, known: Mapping[int, PersonRow], names: Mapping[int, str]
) -> ContactRow:
    """A meeting with the family; of those whom the reader does not see, that it is somebody."""
    return ContactRow(
        row.ref,
        row.starts_at,
        row.ends_at,
        row.place,
        tuple(known[each].name if each in known else "somebody of the family" for each in row.whom),
        SUPERVISED_SHORT[Supervision(row.supervision)],
        names.get(row.supervisor_id, "") if row.supervisor_id else "",
        done.took_place if done else None,
        done.words if done else "",
        done.view if done else "",
    )


def _helpers(found: Mapping[Any, list[Any]]) -> tuple[HelperRow, ...]:
    return tuple(_helper(row, [f for f in found[HelperFact] if f.helper_id == row.pk]) for row in found[Helper])


def _helper(row: Helper, facts: Sequence[HelperFact]) -> HelperRow:
    contacts = [each.so_on for each in facts if each.step == HelperStep.CONTACT]
    ends = [each.so_on for each in facts if each.step == HelperStep.ENDED]
    kind = HELPER_WORDS[HelperKind(row.kind)]
    return HelperRow(
        row.ref, kind, row.name, row.reach, row.so_on, max(contacts, default=None), ends[0] if ends else None
    )


def _told(actor: Actor, ids: Collection[int]) -> tuple[QuerySet[Any], ...]:
    """The ties and every fact of these records."""
    return (
        Tie.objects.visible_to(actor).filter(Q(person_id__in=ids) | Q(other_id__in=ids)).order_by("id"),
        *(model._default_manager.filter(person_id__in=ids).order_by("id") for model in FACTS),
    )


def _names(found: Mapping[Any, list[Any]], now: PersonNow) -> tuple[tuple[str, str], ...]:
    """Other names than the present one and the one they are known as."""
    told = []
    for row in found[PersonName]:
        name = f"{row.given_name} {row.family_name}".strip()
        if name not in {now.name, now.known_as}:
            kind = NameKind(row.kind)
            told.append(("Earlier name" if kind is NameKind.NAME else NAME_KIND_WORDS[kind], name))
    return tuple(dict.fromkeys(told))


def _officers(found: Mapping[Any, list[Any]]) -> tuple[dict[int, str], dict[int, str]]:
    ids = {row.worker_id for model in (Involvement, Visit, VisitHanded) for row in found[model]}
    ids |= {row.holder_id for row in found[WaitingFact]}
    ids |= {row.supervisor_id for row in found[FamilyContact] if row.supervisor_id}
    teams = {row.team_id for row in found[Involvement] if row.team_id}
    return (organisation.person_names(ids) if ids else {}), (organisation.team_names(teams) if teams else {})


def _is_told(row: Tie, ends: Mapping[int, TieEnd], ids: Sequence[int], known: Mapping[int, PersonRow]) -> bool:
    other = row.other_id if row.person_id in ids else row.person_id
    return other in known and not (row.pk in ends and ends[row.pk].is_mistake)


def _tie(row: Tie, end: TieEnd | None, ids: set[int], known: Mapping[int, PersonRow]) -> TieRow:
    is_second = row.other_id in ids
    other = row.person_id if is_second else row.other_id
    return TieRow(
        row.pk,
        known[other],
        tie_word(TieKind(row.kind), known[other].gender, is_second=not is_second),
        RIGHTS_WORDS[Rights(row.rights)] if row.rights and is_second else "",
        row.rights_source if is_second else "",
        row.must_not_know_address and is_second,
        end.so_on if end else None,
    )


def _work(row: Involvement, names: Mapping[int, str], teams: Mapping[int, str]) -> WorkRow:
    return WorkRow(
        row.ref,
        names.get(row.worker_id, ""),
        teams.get(row.team_id, "") if row.team_id else "",
        row.worker_id,
        row.kind,
        INVOLVEMENT_WORDS[InvolvementKind(row.kind)],
        row.starts_on,
        row.ends_on,
        row.over_limit_why,
    )


def _referrals(found: Mapping[Any, list[Any]]) -> tuple[ReferralRow, ...]:
    mistaken = by_mistake(found[ReferralStep], found[Waiting], found[WaitingEnd])
    told = [row for row in found[Referral] if row.pk not in mistaken]
    rows = []
    for row in found[Referral]:
        steps = [each for each in found[ReferralStep] if each.referral_id == row.pk]
        signs = [each for each in found[SignOff] if each.referral_id == row.pk]
        rows.append(referral_row(row, steps, signs, [each.so_on for each in told if each.pk != row.pk]))
    return tuple(sorted(rows, key=lambda row: row.received_on, reverse=True))


def by_mistake(steps: Iterable[ReferralStep], waits: Iterable[Waiting], ends: Iterable[WaitingEnd]) -> set[int]:
    """The referrals that came in with a file which was undone: they count in nothing."""
    ended = {end.waiting_id for end in ends if end.kind == WaitingEndKind.MISTAKE}
    return {step.referral_id for step in steps if step.outcome == Outcome.MISTAKE} | {
        wait.referral_id for wait in waits if wait.pk in ended
    }


def referral_row(
    row: Referral, steps: Sequence[ReferralStep], signs: Sequence[SignOff], others: Sequence[date]
) -> ReferralRow:
    """A referral as it stands, with whether it is a repeat of one of these others."""
    stage = rules.stage_after(Outcome(steps[-1].outcome) if steps else None)
    return ReferralRow(
        row.ref,
        row.so_on,
        FROM_WORDS[ReferralFrom(row.source)],
        row.source_words,
        WHY_WORDS[ReferralWhy(row.why)],
        row.words,
        row.is_immediate,
        rules.is_repeat(row.so_on, others),
        stage,
        STAGE_WORDS[stage],
        steps[-1].so_on if steps else row.so_on,
        tuple(
            StepRow(STAGE_WORDS[Stage(s.stage)], OUTCOME_WORDS[Outcome(s.outcome)], s.words, s.so_on, s.due_on)
            for s in steps
        ),
        signs[-1].answer if signs else "",
        signs[-1].words if signs else "",
        row.recorded_by_id,
    )


def _waits(found: Mapping[Any, list[Any]], names: Mapping[int, str]) -> tuple[WaitRow, ...]:
    facts = {row.waiting_id: row for row in found[WaitingFact]}
    ends = {row.waiting_id: row for row in found[WaitingEnd]}
    return tuple(wait_row(row, facts[row.pk], ends.get(row.pk), names) for row in found[Waiting] if row.pk in facts)


def wait_row(row: Waiting, fact: WaitingFact, end: WaitingEnd | None, names: Mapping[int, str]) -> WaitRow:
    """How a child who waits stands, by the last fact."""
    level = Level(fact.level)
    return WaitRow(
        row.ref,
        row.so_on,
        row.due_on,
        fact.holder_id,
        names.get(fact.holder_id, ""),
        level,
        LEVEL_WORDS[level],
        fact.why,
        fact.plan,
        fact.next_contact_on,
        fact.so_on,
        WAITING_END_WORDS[WaitingEndKind(end.kind)] if end else "",
    )


def _visits(found: Mapping[Any, list[Any]], names: Mapping[int, str]) -> tuple[VisitRow, ...]:
    done = {row.visit_id: row for row in found[VisitDone]}
    makes = {row.pk: row.worker_id for row in found[Visit]} | {
        row.visit_id: row.worker_id for row in found[VisitHanded]
    }
    return tuple(_visit(row, done.get(row.pk), names.get(makes[row.pk], "")) for row in found[Visit])


def _visit(row: Visit, done: VisitDone | None, worker: str) -> VisitRow:
    head = (row.ref, row.planned_on, worker, row.purpose)
    if done is None:
        return VisitRow(*head)
    place = PLACE_WORDS[Place(done.place)] if done.place else ""
    return VisitRow(*head, done.so_on, done.is_seen, done.is_seen_alone, place, done.view, done.words)


def _helps(found: Mapping[Any, list[Any]]) -> tuple[HelpRow, ...]:
    """The help that goes on."""
    ended = {row.help_id for row in found[FamilyHelpEnd]}
    return tuple(
        HelpRow(row.ref, row.helper, row.words, row.freed_hours, row.so_on)
        for row in found[FamilyHelp]
        if row.pk not in ended
    )


def _typed(found: Mapping[Any, list[Any]]) -> tuple[TypedRow, ...]:
    """What is due and neither done nor cancelled, the earliest first; whose it is now stands on the duty board."""
    ended = {row.duty_id for row in found[TypedDutyEnd]}
    due = sorted((row for row in found[TypedDuty] if row.pk not in ended), key=lambda row: (row.due_on, row.pk))
    holders = organisation.holders_by_key(TYPED_SUBJECT, [row.ref for row in due]) if due else {}
    return tuple(
        TypedRow(
            row.ref,
            row.kind,
            TYPED_WORDS[TypedKind(row.kind)],
            row.words,
            row.due_on,
            " and ".join(holders.get(row.ref, ())),
            row.hours,
        )
        for row in due
    )


def _of_typed(found: Mapping[Any, list[Any]]) -> list[Event]:
    typed = {row.pk: row for row in found[TypedDuty]}
    return [
        Event(
            end.so_on,
            TYPED_WORDS[TypedKind(typed[end.duty_id].kind)],
            ". ".join(each for each in (typed[end.duty_id].words, end.words) if each),
        )
        for end in found[TypedDutyEnd]
        if end.end == TypedEnd.DONE and end.duty_id in typed
    ]


def _of_help(found: Mapping[Any, list[Any]]) -> list[Event]:
    helpers = {row.pk: row.helper for row in found[FamilyHelp]}
    told = [Event(row.so_on, f"Family support: {row.helper}", row.words) for row in found[FamilyHelp]]
    ends = (row for row in found[FamilyHelpEnd] if row.help_id in helpers)
    return [*told, *(Event(row.so_on, f"Family support ended: {helpers[row.help_id]}", row.words) for row in ends)]


def _sames(found: Mapping[Any, list[Any]], known: Mapping[int, PersonRow]) -> tuple[SameRow, ...]:
    rows = []
    for row in found[SameAs]:
        steps = {each.kind: each for each in found[SameAsStep] if each.same_id == row.pk}
        state = next((kind for kind in (SameStep.UNDONE, SameStep.AGREED, SameStep.REFUSED) if kind in steps), "")
        other = known.get(row.kept_id)
        agreed = steps.get(SameStep.AGREED)
        if other:
            days = agreed.so_on if agreed else None
            rows.append(SameRow(row.ref, other.ref, other.name, row.why, state, row.recorded_by_id, days))
    return tuple(rows)


def opened_until(actor: Actor, ids: Sequence[int], *, real_at: datetime) -> datetime | None:
    """Until when the actor has opened this outside their own work, by the real clock."""
    mine = BreakGlass.objects.filter(person_id__in=ids, recorded_by_id=actor.account_id, until__gt=real_at)
    return mine.order_by("-until").values_list("until", flat=True).first()


def _protected(actor: Actor, ids: Sequence[int]) -> tuple[str, str] | None:
    found = ProtectedAddress.objects.visible_to(actor).filter(person_id__in=ids).order_by("-id").first()
    return (", ".join(each for each in (found.lines, found.postcode) if each), found.why) if found else None


def audience(actor: Actor, person_id: int) -> tuple[int, ...]:
    """Who may see a protected address beside the worker and their leader, for somebody who sees it themselves."""
    found = ProtectedAddress.objects.visible_to(actor).filter(person_id=person_id).order_by("-id").first()
    if found is None or not found.lines:
        raise NotVisible
    return tuple(found.officers)


def _named(found: Mapping[Any, list[Any]]) -> tuple[str, ...]:
    last = max(found[Restriction], key=lambda row: row.pk, default=None)
    return tuple(organisation.person_names(last.officers).values()) if last and last.officers else ()


def _events(
    found: Mapping[Any, list[Any]],
    wrong: Mapping[Any, list[tuple[Any, str]]],
    names: Mapping[int, str],
    referrals: Sequence[ReferralRow],
    contacts: Sequence[ContactRow],
) -> tuple[Event, ...]:
    told = [
        *_of_work(found, names),
        *_of_referrals(referrals),
        *_of_waits(found, names),
        *(_of_status(row) for row in found[StatusFact]),
        *_of_warnings(found),
        *(Event(row.died_on, "Died") for row in found[PersonDeath]),
        *_of_help(found),
        *_of_typed(found),
        *_of_wrong(wrong),
        *(_of_contact(row) for row in contacts if row.took_place is not None),
        *(_curated(row) for row in found[ChronologyEntry]),
        *_of_visits(found, names),
    ]
    told.reverse()  # of one day the latest first, as sorting keeps what is equal in order
    return tuple(sorted(told, key=lambda event: event.on, reverse=True))


def _of_referrals(referrals: Sequence[ReferralRow]) -> list[Event]:
    told = []
    for row in referrals:
        risk = "Immediate risk. " if row.is_immediate else ""
        told.append(Event(row.received_on, f"Referral: {row.why.lower()}", f"{risk}{row.words}", row.source))
        told += [Event(step.so_on, f"{step.stage}: {step.outcome.lower()}", step.words) for step in row.steps]
    return told


def _of_work(found: Mapping[Any, list[Any]], names: Mapping[int, str]) -> list[Event]:
    told = []
    for row in found[Involvement]:
        if row.kind == InvolvementKind.OFFERED:  # who was asked is no part of the child's story
            continue
        who = names.get(row.worker_id, "")
        told.append(Event(row.starts_on, f"{INVOLVEMENT_WORDS[InvolvementKind(row.kind)]}: {who}", row.over_limit_why))
        if row.ends_on:
            told.append(
                Event(row.ends_on, f"{who}: no longer “{INVOLVEMENT_WORDS[InvolvementKind(row.kind)].lower()}”")
            )
    return told


def _of_waits(found: Mapping[Any, list[Any]], names: Mapping[int, str]) -> list[Event]:
    told = [
        Event(row.so_on, f"Level of concern while waiting: {LEVEL_WORDS[Level(row.level)].lower()}", row.why)
        for row in found[WaitingFact]
    ]
    ends = (row for row in found[WaitingEnd])
    return [*told, *(Event(e.so_on, f"Waits no longer: {WAITING_END_WORDS[e.kind].lower()}", e.words) for e in ends)]


def _of_warnings(found: Mapping[Any, list[Any]]) -> list[Event]:
    kinds = {row.pk: MARKER_WORDS[MarkerKind(row.kind)] for row in found[Marker]}
    told = [
        Event(
            row.so_on, f"Warning: {kinds[row.pk].lower()}", f"{row.words.rstrip('. ')}. What shows it: {row.shown_by}"
        )
        for row in found[Marker]
    ]
    return [
        *told,
        *(
            Event(
                row.so_on,
                f"Warning “{kinds[row.marker_id].lower()}”: {MARKER_STEP_WORDS[MarkerStep(row.step)].lower()}",
                row.words,
            )
            for row in found[MarkerFact]
            if row.marker_id in kinds
        ),
    ]


def _of_status(row: StatusFact) -> Event:
    return Event(row.so_on, STATUS_WORDS[Status(row.status)], row.words, kind=FactKind.STATUS.value, number=row.pk)


def _of_visits(found: Mapping[Any, list[Any]], names: Mapping[int, str]) -> list[Event]:
    numbers = {row.visit_id: row.pk for row in found[VisitDone]}
    rows = zip(found[Visit], _visits(found, names), strict=True)
    told = [(numbers[visit.pk], row) for visit, row in rows if visit.pk in numbers]
    return [replace(_of_visit(row), kind=FactKind.VISIT.value, number=number) for number, row in told]


def _of_wrong(wrong: Mapping[Any, list[tuple[Any, str]]]) -> list[Event]:
    """What stood in the chronology and was wrong: it stays, with the reason."""
    told = [(replace(_of_status(row), kind="", number=0), why) for row, why in wrong[StatusFact]]
    told += [(replace(_curated(row), kind="", number=0), why) for row, why in wrong[ChronologyEntry]]
    for row, why in wrong[VisitDone]:
        told.append((Event(row.so_on, "Visit: seen" if row.is_seen else "Visit: not seen", row.words), why))
    return [replace(event, wrong_why=why, significance="", analysis="") for event, why in told]


def _of_contact(row: ContactRow) -> Event:
    whom, on = " and ".join(row.whom), day_of(row.starts_at)
    if not row.took_place:
        return Event(on, f"Did not meet {whom}", row.words, row.supervisor)
    said = f" In their words: {row.view}" if row.view else ""
    return Event(on, f"Met {whom}, {row.supervision}: {row.place}", f"{row.words}{said}", row.supervisor)


def _of_visit(row: VisitRow) -> Event:
    if not row.is_seen:
        return Event(row.done_on, "Visit: not seen", row.words, row.worker)
    alone = ", alone" if row.is_seen_alone else ""
    said = f" In their words: {row.view}" if row.view else ""
    return Event(row.done_on, f"Visit: seen {row.place.lower()}{alone}", f"{row.words}{said}".strip(), row.worker)


def _curated(row: ChronologyEntry) -> Event:
    return Event(
        row.so_on,
        row.words,
        "",
        row.source,
        row.significance,
        SIGNIFICANCE_WORDS[Significance(row.significance)],
        row.analysis,
        is_curated=True,
        kind=FactKind.ENTRY.value,
        number=row.pk,
    )


def own_ties(actor: Actor, person_id: int) -> tuple[tuple[str, str], ...]:
    """Which officers are tied to a record, and how."""
    rows = OwnTie.objects.visible_to(actor).filter(person_id=person_id).order_by("officer_id", "-id")
    found = list(rows.distinct("officer_id"))
    names = organisation.person_names([row.officer_id for row in found]) if found else {}
    return tuple((names.get(row.officer_id, ""), row.kind) for row in found if row.kind != "none")


def lookers(actor: Actor, ref: str, *, on: date) -> tuple[LookRow, ...]:
    """Who looked at somebody's record, for those who see the record themselves."""
    head(actor, ref)
    with connection.cursor() as cursor:
        cursor.execute("select account_id, verb, first_at, last_at, times from visible_lookers(%s)", [ref])
        rows = cursor.fetchall()
    who = account_rows([row[0] for row in rows], on=on)
    told = [
        LookRow(who[account].name, who[account].post_title, verb, first, last, times)
        for account, verb, first, last, times in rows
        if account in who
    ]
    return tuple(sorted(told, key=lambda row: row.last_at, reverse=True))
