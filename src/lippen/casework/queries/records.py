"""One person's record, whole: who they are, who is who, who works with them, and everything that happened, in order."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from lippen.casework.models import (
    BreakGlass,
    ChronologyEntry,
    Closing,
    ClosingStep,
    FactWord,
    FamilyContact,
    FamilyContactDone,
    FamilyHelp,
    FamilyHelpEnd,
    Helper,
    HelperConsent,
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
    Picture,
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
from lippen.casework.queries import board, own_family, parts, rooms
from lippen.casework.queries.closing import called_off
from lippen.casework.queries.events import events
from lippen.casework.queries.people import (
    as_now,
    head,
    kept_for,
    of_people,
    people_rows,
    person_row,
    seen_now,
    tied,
    twins,
)
from lippen.casework.queries.wrong import wrong_of
from lippen.casework.rows import LookDay, LookRow, LooksPage, PersonRow, Record
from lippen.casework.vocabulary import SCHEME_WORDS, WORK_SUBJECT, Duty, FactKind, InvolvementKind, TieKind
from lippen.kernel.access import Actor
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
    HelperConsent,
    FamilyContact,
    FamilyContactDone,
    Restriction,
    Picture,
    Closing,
    ClosingStep,
)


CAN_BE_WRONG: dict[Any, FactKind] = {
    PersonName: FactKind.NAME,
    PersonDeath: FactKind.DEATH,
    OutsideId: FactKind.NUMBER,
    StatusFact: FactKind.STATUS,
    VisitDone: FactKind.VISIT,
    ChronologyEntry: FactKind.ENTRY,
    Picture: FactKind.PICTURE,
}


def siblings(actor: Actor, person: PersonRow) -> tuple[PersonRow, ...]:
    """The living brothers and sisters of a child whom the actor works with, leads or manages too, by name."""
    kinds = (TieKind.SIBLING, TieKind.HALF_SIBLING)
    ids = sorted(tied(actor, person.id, kinds=kinds))
    own = [each.pk for each in read_prepared(_own_alive, actor, ids)[0]] if ids else ()
    return tuple(sorted(people_rows(actor, own).values(), key=lambda row: (row.name, row.id)))


def _own_alive(actor: Actor, ids: Collection[int]) -> tuple[QuerySet[Any], ...]:
    alive = {"is_child": True, "now__died_on__isnull": True}
    return (KnownPerson.objects.of_own_work(actor).filter(pk__in=ids, **alive),)


def _seen_with_same(actor: Actor, ref: str) -> tuple[QuerySet[Any], ...]:
    """The same, the records that are said to be of the same person, and whether the actor sees it by own work."""
    same = PersonNow.objects.visible_to(actor).filter(same_as__ref=ref).order_by("person_id")
    return *seen_now(actor, ref), same, KnownPerson.objects.of_own_work(actor).filter(ref=ref).order_by("id")


def record(actor: Actor, ref: str, *, real_at: datetime) -> Record:
    """One person's record; where two are of one person, the kept one shows the facts of both."""
    found_now, known_now, same, own = read_prepared(_seen_with_same, actor, ref)
    now = as_now(found_now, known_now)
    ids = [now.pk, *(each.pk for each in same)]
    ties, tie_ends, first_visits, own_ties, *facts = read_prepared(_told, actor, ids)
    found = dict(zip(FACTS, facts[: len(FACTS)], strict=True))
    wrong = _set_wrong_aside(found)
    off = called_off(found[Visit], found, (row.visit_id for row in found[VisitDone]))
    found[Visit] = [row for row in found[Visit] if row.pk not in off]
    ends = {each.tie_id: each for each in tie_ends}
    others = {*(t.person_id for t in ties), *(t.other_id for t in ties), *_of_sames(found)}
    others |= {each.pk for each in same}
    others |= {now.same_as_id} if now.same_as_id else set()
    others |= {each for row in found[FamilyContact] for each in row.whom}
    known = people_rows(actor, others - {None})
    names, teams = _officers(found)
    referrals = parts.referrals(found)
    contacts = parts.contacts(found, known, names)
    above = rooms.events_of(actor, ids, facts[len(FACTS) :])
    return Record(
        person=person_row(now),
        names=parts.names(found, now),
        numbers=tuple((SCHEME_WORDS[row.scheme], row.value) for row in found[OutsideId]),
        ties=tuple(
            parts.tie(row, ends.get(row.pk), set(ids), known) for row in ties if parts.is_told(row, ends, ids, known)
        ),
        work=tuple(parts.work(row, names, teams) for row in found[Involvement]),
        referrals=referrals,
        waits=parts.waits(found, names),
        visits=parts.visits(found, names),
        events=events(found, wrong, names, referrals, contacts, above),
        kept=known.get(now.same_as_id) if now.same_as_id else None,
        sames=parts.sames(found, known, now.pk),
        twins=tuple(known[each.pk] for each in same if each.pk in known),
        opened_until=opened_until(actor, ids, real_at=real_at),
        is_own_work=bool(own),
        protected=_protected(actor, ids) if now.is_protected else None,
        helps=parts.helps(found),
        typed=parts.typed(found),
        asks_to_close=parts.asks_to_close(found),
        named=_named(found),
        helpers=parts.helpers(found),
        pictures=tuple(board.picture_row(row) for row in reversed(found[Picture])),
        contacts=contacts,
        first_visits=tuple(map(organisation.duty_row, first_visits)),
        closed_to=own_family.closed_by((row.person_id, row.officer_id, row.kind) for row in own_ties),
    )


def _of_sames(found: Mapping[Any, list[Any]]) -> set[int]:
    return {each for same in found[SameAs] for each in (same.person_id, same.kept_id)}


def _set_wrong_aside(found: dict[Any, list[Any]]) -> dict[Any, list[tuple[Any, str]]]:
    """Take out what somebody said was wrong, and give it with the reason."""
    why = {fact: word.why for fact, word in wrong_of(found[FactWord]).items()}
    aside = {}
    for model, kind in CAN_BE_WRONG.items():
        aside[model] = [(row, why[kind, row.pk]) for row in found[model] if (kind, row.pk) in why]
        found[model] = [row for row in found[model] if (kind, row.pk) not in why]
    gone = {row.visit_id for row, _ in aside[VisitDone]}
    found[Visit] = [row for row in found[Visit] if row.pk not in gone]
    return aside


def _told(actor: Actor, ids: Collection[int]) -> tuple[QuerySet[Any], ...]:
    """The ties, the first visits that are due, and every fact of these records."""
    allocated = Involvement.objects.filter(person_id__in=ids, kind=InvolvementKind.ALLOCATED)
    return (
        Tie.objects.visible_to(actor).filter(Q(person_id__in=ids) | Q(other_id__in=ids)).order_by("id"),
        TieEnd.objects.filter(Q(tie__person_id__in=ids) | Q(tie__other_id__in=ids)).order_by("id"),
        organisation.duties_among(Duty.FIRST_VISIT.value, WORK_SUBJECT, allocated.values("ref")),
        OwnTie.objects.visible_to(actor).filter(_near(ids)).order_by("id"),
        *(of_people(model, actor).filter(person_id__in=ids).order_by("id") for model in FACTS),
        *rooms.facts_about(actor, ids),
    )


def _near(ids: Collection[int]) -> Q:
    """About these people, or somebody tied to them."""
    ties = Tie.objects.exclude(ended__is_mistake=True)
    tied_to = Q(person_id__in=ties.filter(other_id__in=ids).values("person_id"))
    return Q(person_id__in=ids) | tied_to | Q(person_id__in=ties.filter(person_id__in=ids).values("other_id"))


def _officers(found: Mapping[Any, list[Any]]) -> tuple[dict[int, str], dict[int, str]]:
    ids = {row.worker_id for model in (Involvement, Visit, VisitHanded) for row in found[model]}
    ids |= {row.holder_id for row in found[WaitingFact]}
    ids |= {row.supervisor_id for row in found[FamilyContact] if row.supervisor_id}
    teams = {row.team_id for row in found[Involvement] if row.team_id}
    return (organisation.person_names(ids) if ids else {}), (organisation.team_names(teams) if teams else {})


def is_own_work(actor: Actor, person_id: int) -> bool:
    """Whether the actor sees somebody by their own work, and not because break-glass alone opened a record."""
    return bool(read_prepared(_of_own_work, actor, person_id)[0])


def _of_own_work(actor: Actor, person_id: int) -> tuple[QuerySet[Any], ...]:
    return (KnownPerson.objects.of_own_work(actor).filter(pk=person_id).order_by("id"),)


def opened_until(actor: Actor, ids: Sequence[int], *, real_at: datetime) -> datetime | None:
    """Until when the actor has opened this outside their own work, by the real clock."""
    mine = BreakGlass.objects.filter(person_id__in=ids, recorded_by_id=actor.account_id, until__gt=real_at)
    return mine.order_by("-until").values_list("until", flat=True).first()


def _protected(actor: Actor, ids: Sequence[int]) -> tuple[str, str] | None:
    found = ProtectedAddress.objects.visible_to(actor).filter(person_id__in=ids).order_by("-id").first()
    return (", ".join(each for each in (found.lines, found.postcode) if each), found.why) if found else None


def homes_kept_apart(actor: Actor, people: Iterable[PersonRow]) -> frozenset[int]:
    """Those of these people whose address is protected and who lives where the actor may not know, by id."""
    ids = {row.id for row in people if row.is_protected}
    if not ids:
        return frozenset()
    whose = {**kept_for(ids), **{each: each for each in ids}}
    told = ProtectedAddress.objects.visible_to(actor).filter(person_id__in=whose).values_list("person_id", flat=True)
    return frozenset(ids - {whose[each] for each in told})


def audience(actor: Actor, person_id: int) -> tuple[int, ...]:
    """Who may see a protected address beside the worker and their leader, for somebody who sees it themselves."""
    whose = [person_id, *twins(person_id)]
    found = ProtectedAddress.objects.visible_to(actor).filter(person_id__in=whose).order_by("-id").first()
    if found is None or not found.lines:
        raise NotVisible
    return tuple(found.officers)


def _named(found: Mapping[Any, list[Any]]) -> tuple[str, ...]:
    last = max(found[Restriction], key=lambda row: row.pk, default=None)
    return tuple(organisation.person_names(last.officers).values()) if last and last.officers else ()


def looks(actor: Actor, ref: str, *, on: date, page: int, size: int) -> LooksPage:
    """Who looked at somebody's record, person by day, for those who see the record themselves; a page of them."""
    head(actor, ref)
    with connection.cursor() as cursor:
        asked = "select account_id, day, last_at, times, looks, found from visible_looks(%s, %s, %s)"
        cursor.execute(asked, [ref, (page - 1) * size, size])
        rows = cursor.fetchall()
    if not rows and page > 1:
        return looks(actor, ref, on=on, page=1, size=size)
    who = account_rows([row[0] for row in rows], on=on)
    told = (
        LookDay(who[account].name, who[account].post_title, day, last, int(times), _looks(each))
        for account, day, last, times, each, _ in rows
        if account in who
    )
    return LooksPage(tuple(told), rows[0][-1] if rows else 0)


def _looks(told: str) -> tuple[LookRow, ...]:
    """What somebody did on a day, as the database tells it: verb, first, last, times."""
    return tuple(
        LookRow(verb, datetime.fromisoformat(first), datetime.fromisoformat(last), times)
        for verb, first, last, times in json.loads(told)
    )
