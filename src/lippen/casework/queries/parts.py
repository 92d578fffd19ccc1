"""The parts of a record as rows: meetings, helpers, ties, work, referrals, waits, visits, help, what is due."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from lippen.casework import rules
from lippen.casework.models import (
    Closing,
    ClosingStep,
    FamilyContact,
    FamilyContactDone,
    FamilyHelp,
    FamilyHelpEnd,
    Helper,
    HelperConsent,
    HelperFact,
    Involvement,
    PersonDeath,
    PersonName,
    PersonNow,
    Referral,
    ReferralStep,
    SameAs,
    SameAsStep,
    SignOff,
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
from lippen.casework.queries import board
from lippen.casework.rows import (
    ClosingAsk,
    ContactRow,
    HelperRow,
    HelpRow,
    PersonRow,
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
    CLOSING_WORDS,
    FROM_WORDS,
    HELPER_WORDS,
    INVOLVEMENT_WORDS,
    LEVEL_WORDS,
    NAME_KIND_WORDS,
    OUTCOME_WORDS,
    PLACE_WORDS,
    RIGHTS_WORDS,
    STAGE_WORDS,
    SUPERVISED_SHORT,
    TYPED_SUBJECT,
    TYPED_WORDS,
    WAITING_END_WORDS,
    WHY_WORDS,
    ClosingReason,
    HelperKind,
    HelperStep,
    InvolvementKind,
    Level,
    NameKind,
    Outcome,
    Place,
    ReferralFrom,
    ReferralWhy,
    Rights,
    SameStep,
    Stage,
    Supervision,
    TieKind,
    TypedKind,
    WaitingEndKind,
    tie_word,
)
from lippen.organisation import queries as organisation


def contacts(
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


def helpers(found: Mapping[Any, list[Any]]) -> tuple[HelperRow, ...]:
    said = {each.helper_id: each for each in found[HelperConsent]}
    return tuple(
        _helper(row, [f for f in found[HelperFact] if f.helper_id == row.pk], said.get(row.pk)) for row in found[Helper]
    )


def _helper(row: Helper, facts: Sequence[HelperFact], said: HelperConsent | None) -> HelperRow:
    contacts = [each.so_on for each in facts if each.step == HelperStep.CONTACT]
    ends = [each.so_on for each in facts if each.step == HelperStep.ENDED]
    kind = HELPER_WORDS[HelperKind(row.kind)]
    return HelperRow(
        row.ref,
        kind,
        row.name,
        row.reach,
        row.so_on,
        max(contacts, default=None),
        ends[0] if ends else None,
        board.consent_row(said) if said else None,
    )


def names(found: Mapping[Any, list[Any]], now: PersonNow) -> tuple[tuple[str, str], ...]:
    """Other names than the present one and the one they are known as."""
    told = []
    for row in found[PersonName]:
        name = f"{row.given_name} {row.family_name}".strip()
        if name not in {now.name, now.known_as}:
            kind = NameKind(row.kind)
            told.append(("Earlier name" if kind is NameKind.NAME else NAME_KIND_WORDS[kind], name))
    return tuple(dict.fromkeys(told))


def is_told(row: Tie, ends: Mapping[int, TieEnd], ids: Sequence[int], known: Mapping[int, PersonRow]) -> bool:
    other = row.other_id if row.person_id in ids else row.person_id
    return other in known and not (row.pk in ends and ends[row.pk].is_mistake)


def tie(row: Tie, end: TieEnd | None, ids: set[int], known: Mapping[int, PersonRow]) -> TieRow:
    is_second = row.other_id in ids
    other = row.person_id if is_second else row.other_id
    return TieRow(
        row.pk,
        known[other],
        tie_word(TieKind(row.kind), known[other].gender, is_second=not is_second),
        RIGHTS_WORDS[Rights(row.rights)] if row.rights and is_second else "",
        row.rights_source if is_second else "",
        row.must_not_know_address if is_second else row.other_must_not_know_address,
        row.other_must_not_know_address if is_second else row.must_not_know_address,
        end.so_on if end else None,
    )


def work(row: Involvement, names: Mapping[int, str], teams: Mapping[int, str]) -> WorkRow:
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


def referrals(found: Mapping[Any, list[Any]]) -> tuple[ReferralRow, ...]:
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


def waits(found: Mapping[Any, list[Any]], names: Mapping[int, str]) -> tuple[WaitRow, ...]:
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


def visits(found: Mapping[Any, list[Any]], names: Mapping[int, str]) -> tuple[VisitRow, ...]:
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


def helps(found: Mapping[Any, list[Any]]) -> tuple[HelpRow, ...]:
    """The help that goes on."""
    ended = {row.help_id for row in found[FamilyHelpEnd]}
    return tuple(
        HelpRow(row.ref, row.helper, row.words, row.freed_hours, row.so_on)
        for row in found[FamilyHelp]
        if row.pk not in ended
    )


def asks_to_close(found: Mapping[Any, list[Any]]) -> ClosingAsk | None:
    """What somebody asked last and nobody has answered."""
    answered = {row.closing_id for row in found[ClosingStep]}
    row = next((row for row in reversed(found[Closing]) if row.pk not in answered), None)
    return closing_ask(row) if row else None


def closing_ask(row: Closing) -> ClosingAsk:
    """A closing that is asked for."""
    return ClosingAsk(row.ref, CLOSING_WORDS[ClosingReason(row.reason)], row.words, row.so_on, row.recorded_by_id)


def typed(found: Mapping[Any, list[Any]]) -> tuple[TypedRow, ...]:
    """What is due and neither done nor cancelled, the earliest first; whose it is now stands on the duty board.

    Of somebody who died it is what was typed in since.
    """
    ended = {row.duty_id for row in found[TypedDutyEnd]}
    deaths = [row.recorded_at for row in found[PersonDeath]]
    ended |= {row.pk for row in found[TypedDuty] if any(row.recorded_at <= at for at in deaths)}
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


def sames(found: Mapping[Any, list[Any]], known: Mapping[int, PersonRow], person_id: int) -> tuple[SameRow, ...]:
    """What was said of this record and another: of the one that stays too, while they are put together."""
    rows = []
    for row in found[SameAs]:
        steps = {each.kind: each for each in found[SameAsStep] if each.same_id == row.pk}
        state = next((kind for kind in (SameStep.UNDONE, SameStep.AGREED, SameStep.REFUSED) if kind in steps), "")
        other = known.get(row.person_id if row.kept_id == person_id else row.kept_id)
        agreed = steps.get(SameStep.AGREED)
        if other:
            days = agreed.so_on if agreed else None
            by = (row.recorded_by_id, agreed.recorded_by_id if agreed else None)
            rows.append(SameRow(row.ref, other.ref, other.name, row.why, state, by, days))
    return tuple(rows)
