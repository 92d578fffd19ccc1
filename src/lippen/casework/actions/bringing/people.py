"""Children of a file and the grown-ups of their families come in: those who are new at once, the others one by one.

A file of some thousand people is a matter of minutes one by one. So what adding somebody writes is written for all of
them table by table, in the same order and under the same locks: a search of their own, what lets the importer see
them, themselves, their facts, how they stand now, and an audit row for each thing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from lippen.casework.actions import people
from lippen.casework.actions.bringing.rows import Bringing, put_numbered, row_of
from lippen.casework.actions.comparing.against import NEW
from lippen.casework.actions.comparing.people import called, is_one_person, sought
from lippen.casework.actions.now import begin_now
from lippen.casework.actions.writing import Writing, begin_all
from lippen.casework.adapters.meaning import PersonIn, TieSaid
from lippen.casework.models import (
    Involvement,
    KnownPerson,
    OutsideId,
    PersonAddress,
    PersonBirth,
    PersonContact,
    PersonGender,
    PersonName,
    PersonNow,
    ProtectedAddress,
    SearchRun,
    StatusFact,
    Tie,
)
from lippen.casework.queries import searching
from lippen.casework.vocabulary import (
    BirthPrecision,
    ContactKind,
    DoubtKind,
    IdScheme,
    InvolvementKind,
    NameKind,
)
from lippen.kernel import audit
from lippen.kernel.access import Permission, require
from lippen.kernel.errors import CannotDo, NotVisible
from lippen.kernel.ids import new_ref
from lippen.kernel.records import next_ids
from lippen.organisation import queries as organisation

TOGETHER = 500
READ_BACK = (PersonName, PersonBirth, PersonGender, PersonAddress, PersonContact, OutsideId, StatusFact)
Done = tuple[str, Model, Mapping[str, object]]


@dataclass
class _New:
    """Somebody new, with what is written of them."""

    meant: PersonIn
    run: SearchRun
    person: KnownPerson
    opens: list[Model] = field(default_factory=list)
    """What lets the importer see them."""
    facts: dict[Any, list[Any]] = field(default_factory=lambda: defaultdict(list))


def bring_people(bringing: Bringing, rows: list[PersonIn]) -> None:
    """Everybody of a file."""
    _add_all(bringing, [meant for meant in rows if not bringing.is_known(meant.row)])
    for meant in rows:
        if meant.row not in bringing.people:
            with row_of(meant.row):
                _add_to(bringing, meant)


def _add_to(bringing: Bringing, meant: PersonIn) -> None:
    """What a row says of somebody who is recorded: the tie and the numbers."""
    ref = bringing.known_as(meant.row)
    if meant.tie is not None:
        bringing.note(meant.row, _tied(bringing, meant.tie, ref))
    known = set(OutsideId.objects.filter(person__ref=ref).values_list("scheme", "value"))
    for scheme, value in meant.numbers:
        if (scheme, value) not in known:
            said = people.say_outside_id(person_ref=ref, scheme=IdScheme(scheme), value=value, **bringing.given)
            bringing.note(meant.row, said)
    bringing.people[meant.row] = ref
    bringing.links.append((meant.row, bringing.id_of(ref)))


def _tied(bringing: Bringing, tie: TieSaid, ref: str) -> Tie:
    child = bringing.named(tie.to_number)
    if child.ref == ref:
        raise CannotDo(f"It is the same as {child.name}, to whom it would be tied. Look at the row.")
    return people.tie_people(
        person_ref=ref,
        other_ref=child.ref,
        kind=tie.kind,
        rights=tie.rights,
        rights_source=tie.rights_source,
        must_not_know_address=tie.must_not_know,
        other_must_not_know_address=tie.other_must_not_know,
        **bringing.given,
    )


def _add_all(bringing: Bringing, rows: list[PersonIn]) -> None:
    """Everybody who is new, each after a search of their own; whoever is found now was found in the dry run."""
    require(bringing.actor, Permission.WRITE_RECORDS, at=[bringing.intake.authority_id])
    if not rows:
        return
    found = [searching.matches(bringing.intake.authority_id, sought(meant)) for meant in rows]
    now = _seen(bringing, {each.person_id for told in found for each in told})
    for meant, told in zip(rows, found, strict=True):
        with row_of(meant.row):
            _check_nobody_came(bringing, meant, told, now)
    new = _begun(bringing, rows, found, now)
    _open(bringing, new)
    KnownPerson.objects.bulk_create([each.person for each in new], batch_size=TOGETHER)
    for each in new:
        _say(bringing, each)
    for table in READ_BACK:
        table.objects.bulk_create([row for each in new for row in each.facts[table]], batch_size=TOGETHER)
    put_numbered([row for each in new for row in each.facts[ProtectedAddress]])
    begin_now((each.person, each.facts, each.meant.is_protected) for each in new)
    audit.record_all(
        bringing.actor, [done for each, told in zip(new, found, strict=True) for done in _done(each, told)]
    )
    for each in new:
        bringing.people[each.meant.row] = each.person.ref
        bringing.links.append((each.meant.row, each.person.pk))
        bringing.note(each.meant.row, each.person, *each.opens, *(row for rows in each.facts.values() for row in rows))


def _seen(bringing: Bringing, ids: set[int]) -> dict[int, PersonNow]:
    """Of those who were found, those whom the importer sees."""
    seen = KnownPerson.objects.visible_to(bringing.actor).filter(pk__in=ids).values_list("pk", flat=True)
    return {row.pk: row for row in PersonNow.objects.filter(pk__in=list(seen))}


def _check_nobody_came(
    bringing: Bringing, meant: PersonIn, told: Sequence[searching.Match], now: Mapping[int, PersonNow]
) -> None:
    """Somebody who may be the same and whom the dry run did not find stops the file: a person looks at it first."""
    if bringing.answer(meant.row, DoubtKind.SAME) == NEW:
        return
    for each in told:
        if each.person_id in now and is_one_person(each.likeness.reasons):
            name = now[each.person_id].name
            raise CannotDo(f"{called(meant)} may be {name}, who was recorded since. Look at the rows again.")


def _begun(
    bringing: Bringing, rows: list[PersonIn], found: list[list[searching.Match]], now: Mapping[int, PersonNow]
) -> list[_New]:
    """The searches, and the people who come of them."""
    recorded = {"recorded_at": bringing.real_at, "recorded_by_id": bringing.actor.account_id}
    council = bringing.intake.authority_id
    runs = SearchRun.objects.bulk_create(
        [
            SearchRun(ref=new_ref("search"), authority_id=council, terms=_terms(meant), found=len(told), **recorded)
            for meant, told in zip(rows, found, strict=True)
        ],
        batch_size=TOGETHER,
    )
    new = []
    for pk, meant, run, told in zip(next_ids(KnownPerson, len(rows)), rows, runs, found, strict=True):
        hidden = [each for each in told if each.is_restricted and each.person_id not in now]
        people.tell_of_restricted(run, hidden, bringing.today, bringing.real_at)
        person = KnownPerson(
            pk=pk,
            ref=new_ref("known"),
            authority_id=council,
            is_child=meant.tie is None,
            search=run,
            not_these=sorted(each.person_id for each in told if each.person_id in now),
            so_on=bringing.today,
            recorded_at=bringing.at,
            recorded_by_id=bringing.actor.account_id,
        )
        new.append(_New(meant, run, person))
    return new


def _terms(meant: PersonIn) -> dict[str, str]:
    """What was looked for; a protected address is not among it."""
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
    return {name: words for name, words in terms.items() if words}


def _fact(bringing: Bringing, person: KnownPerson) -> dict[str, Any]:
    return {
        "person": person,
        "authority_id": person.authority_id,
        "so_on": bringing.today,
        "recorded_at": bringing.at,
        "recorded_by_id": bringing.actor.account_id,
    }


def _open(bringing: Bringing, new: list[_New]) -> None:
    """What lets the importer see them: a child is in their hands until allocated, a grown-up is tied to a child."""
    team_id = organisation.team_of(bringing.actor.person_id, bringing.intake.authority_id, on=bringing.today)
    tied_to = {row.id for found in bringing.known.values() for row in found}
    children = begin_all(bringing.actor, tied_to, at=bringing.at)
    for each in new:
        with row_of(each.meant.row):
            tie = each.meant.tie
            opens = _part(bringing, each.person, team_id) if tie is None else _tie(bringing, each.person, tie, children)
            each.opens.append(opens)
    for table in (Tie, Involvement):
        put_numbered([row for each in new for row in each.opens if isinstance(row, table)])


def _part(bringing: Bringing, person: KnownPerson, team_id: int | None) -> Involvement:
    return Involvement(
        ref=new_ref("work"),
        authority_id=person.authority_id,
        person=person,
        worker_id=bringing.actor.person_id,
        team_id=team_id,
        kind=InvolvementKind.DUTY.value,
        starts_on=bringing.today,
        recorded_at=bringing.at,
        recorded_by_id=bringing.actor.account_id,
    )


def _tie(bringing: Bringing, person: KnownPerson, tie: TieSaid, children: Mapping[int, Writing]) -> Tie:
    child = bringing.named(tie.to_number)
    if child.id not in children:
        raise NotVisible
    return Tie(
        other=children[child.id].person,
        kind=tie.kind.value,
        rights=tie.rights.value if tie.rights else "",
        rights_source=tie.rights_source.strip()[:160],
        must_not_know_address=tie.must_not_know,
        other_must_not_know_address=tie.other_must_not_know,
        **_fact(bringing, person),
    )


def _say(bringing: Bringing, new: _New) -> None:
    """Everything that the file says of somebody, as facts."""
    meant, fact = new.meant, _fact(bringing, new.person)

    def say(table: type[Model], **said: object) -> None:
        new.facts[table].append(table(**said, **fact))

    if meant.given_name or meant.family_name:
        say(PersonName, given_name=meant.given_name, family_name=meant.family_name, kind=NameKind.NAME.value)
    if meant.known_as:
        say(PersonName, given_name=meant.known_as, family_name="", kind=NameKind.KNOWN_AS.value)
    if meant.born_on:
        is_expected = bringing.answer(meant.row, DoubtKind.NOT_BORN) == "expected"
        precision = BirthPrecision.EXPECTED if is_expected else BirthPrecision.EXACT
        say(PersonBirth, born_on=meant.born_on, precision=precision.value)
    if meant.gender:
        say(PersonGender, gender=meant.gender.value)
    place = {"lines": meant.lines[:240], "postcode": meant.postcode.upper()[:10]}
    if meant.is_protected:
        why = f"The address was protected in {bringing.intake.source}, from which it was brought in."
        say(ProtectedAddress, officers=[], why=why, **place)
    elif meant.lines:
        say(PersonAddress, **place)
    for kind, value in ((ContactKind.PHONE, meant.phone), (ContactKind.EMAIL, meant.email)):
        if value:
            say(PersonContact, kind=kind.value, value=value[:120])
    for scheme, value in meant.numbers:
        say(OutsideId, scheme=scheme, value=value[:40])
    if meant.status:
        say(StatusFact, status=meant.status.value, words=f"As in {bringing.intake.source}")


def _done(new: _New, told: Sequence[searching.Match]) -> list[Done]:
    """The audit rows of somebody's coming in: keys and codes alone."""
    person = new.person
    done: list[Done] = [
        ("search.made", new.run, {"found": [each.ref for each in told]}),
        ("known.added", person, {"search": new.run.ref, "not_these": len(person.not_these)}),
    ]
    done += [("known.name_said", person, {"kind": row.kind}) for row in new.facts[PersonName][1:]]
    done += [("known.gender_said", person, {}) for _ in new.facts[PersonGender]]
    done += [("known.address_protected", person, {"named": 0}) for _ in new.facts[ProtectedAddress]]
    done += [("known.address_said", person, {}) for _ in new.facts[PersonAddress]]
    done += [("known.contact_said", person, {"kind": row.kind}) for row in new.facts[PersonContact]]
    done += [("known.number_said", person, {"scheme": row.scheme}) for row in new.facts[OutsideId]]
    done += [("known.status_said", person, {"status": row.status}) for row in new.facts[StatusFact]]
    return done
