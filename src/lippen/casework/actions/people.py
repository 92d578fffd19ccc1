"""People known to us: searched for, added, told of fact by fact, tied to each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.transaction import atomic

from lippen.casework import rules
from lippen.casework.actions.births import check_birth, check_parent, check_standing
from lippen.casework.actions.closed_work import close_opened, follow_tie
from lippen.casework.actions.given import follow_given
from lippen.casework.actions.now import follow, follow_all
from lippen.casework.actions.reaching import check_reaches
from lippen.casework.actions.writing import (
    Pin,
    Writing,
    begin,
    begin_of,
    check_day,
    needed,
    needed_name,
    pin_duties,
    reason_given,
)
from lippen.casework.models import (
    Involvement,
    KnownPerson,
    OutsideId,
    PersonAddress,
    PersonBirth,
    PersonContact,
    PersonName,
    ProtectedAddress,
    SearchRun,
    Tie,
    TieEnd,
)
from lippen.casework.queries import own_family, searching
from lippen.casework.queries.people import protected_among, twins
from lippen.casework.vocabulary import (
    SEARCH_SUBJECT,
    BirthPrecision,
    ContactKind,
    Duty,
    IdScheme,
    InvolvementKind,
    NameKind,
    Rights,
    TieKind,
    is_chi,
)
from lippen.kernel import audit
from lippen.kernel.access import Actor, Permission, require
from lippen.kernel.clock import day_of
from lippen.kernel.errors import CannotDo, NotVisible, refusal
from lippen.kernel.ids import new_ref
from lippen.kernel.records import next_id, put
from lippen.organisation import queries as organisation
from lippen.organisation.roles import Role

SEARCH_AGAIN = "Search again first: it is more than an hour since you looked for this person."
TERMS = ("given_name", "family_name", "born_on", "lines", "postcode", "phone", "scheme", "outside_id")


@dataclass(frozen=True)
class NewTie:
    """What somebody who is added is to somebody already known."""

    to_ref: str
    kind: TieKind
    is_reversed: bool = False
    rights: Rights | None = None
    rights_source: str = ""
    must_not_know_address: bool = False
    other_must_not_know_address: bool = False


@atomic
def search(*, actor: Actor, authority_id: int, terms: Mapping[str, str], today: date, at: datetime) -> SearchRun:
    """Look through everybody of a council; a restricted record found is told to information governance alone."""
    require(actor, Permission.WRITE_RECORDS, at=[authority_id])
    kept = {name: terms[name].strip() for name in TERMS if terms.get(name, "").strip()}
    if not kept:
        raise CannotDo(
            "Give at least a name, a date of birth, an address, a telephone number or another number.",
            field="family_name",
        )
    found = searching.found_by(authority_id, searching.sought(kept))
    found = [each for place, each in enumerate(found) if place < searching.MOST or each.is_restricted]
    run = SearchRun.objects.create(
        ref=new_ref("search"),
        authority_id=authority_id,
        terms=kept,
        found=len(found),
        recorded_at=at,
        recorded_by_id=actor.account_id,
    )
    audit.record(actor, "search.made", run, keys={"found": [each.ref for each in found]})
    restricted = [each for each in found if each.is_restricted]
    seen = set(KnownPerson.objects.visible_to(actor).filter(pk__in=[m.person_id for m in restricted]).values_list("pk"))
    tell_of_restricted(run, [each for each in restricted if (each.person_id,) not in seen], today, at)
    return run


def tell_of_restricted(run: SearchRun, hidden: Sequence[searching.Match], today: date, at: datetime) -> None:
    """Tell information governance of a search that found restricted records which its asker does not see."""
    if not hidden:
        return
    watch = organisation.holders_by_role(run.authority_id, on=today).get(Role.INFORMATION_GOVERNANCE, ())
    day = timedelta(days=1)
    pin_duties(
        [
            Pin(
                Duty.RESTRICTED_MATCH.value,
                SEARCH_SUBJECT,
                run.ref,
                holder,
                today,
                today + 7 * day,
                rules.RESTRICTED.key,
            )
            for holder in watch
        ],
        at=at,
    )


@atomic
def add_person(
    *,
    actor: Actor,
    search_ref: str,
    given_name: str,
    family_name: str,
    is_child: bool,
    so_on: date,
    at: datetime,
    real_at: datetime,
    born_on: date | None = None,
    precision: BirthPrecision = BirthPrecision.EXACT,
    tie: NewTie | None = None,
) -> KnownPerson:
    """Add somebody after a search that found none of them; a child is in the hands of whoever adds, until allocated."""
    require(actor, Permission.WRITE_RECORDS)
    run = _search_that_holds(actor, search_ref, real_at)
    check_day(so_on, at)
    given_name, family_name = needed_name(given_name, family_name)
    if born_on:
        check_birth(born_on, precision, day_of(at))
    if not is_child and tie is None:
        raise CannotDo("Say to which child they are tied: a grown-up is known because of a child.", field="tied_to")
    told = searching.search(actor, search_ref).candidates
    passed_over = KnownPerson.objects.visible_to(actor).filter(ref__in=[each.ref for each in told if each.ref])
    person = KnownPerson(
        pk=next_id(KnownPerson),
        ref=new_ref("known"),
        authority_id=run.authority_id,
        is_child=is_child,
        search=run,
        not_these=sorted(passed_over.values_list("pk", flat=True)),
        so_on=so_on,
        recorded_at=at,
        recorded_by_id=actor.account_id,
    )
    writing = Writing(actor, person, at)
    if tie is not None:
        _tie_new(writing, tie, so_on, born_on)
    if is_child:
        _take_in(writing, so_on)
    with refusal("casework_knownperson_search_id_key", "Somebody was added from this search already. Search again."):
        person.save(force_insert=True)
    _first_facts(writing, given_name, family_name, born_on, precision, so_on)
    audit.record(actor, "known.added", person, keys={"search": run.ref, "not_these": len(person.not_these)})
    return person


def _search_that_holds(actor: Actor, ref: str, real_at: datetime) -> SearchRun:
    run = searching.run_of(actor, ref)
    require(actor, Permission.WRITE_RECORDS, at=[run.authority_id])
    if not rules.search_holds(run.recorded_at, real_at):
        raise CannotDo(SEARCH_AGAIN)
    return run


def _tie_new(writing: Writing, tie: NewTie, so_on: date, born_on: date | None) -> None:
    known = KnownPerson.objects.visible_to(writing.actor).filter(ref=tie.to_ref).first()
    if known is None:
        raise NotVisible
    begin_of(writing.actor, known, at=writing.at)
    ends = (known, writing.person) if tie.is_reversed else (writing.person, known)
    births = (known.now.born_on, born_on) if tie.is_reversed else (born_on, known.now.born_on)
    check_parent(tie.kind, *births)
    fact = {**writing.fact(so_on), "person": ends[0], "other": ends[1], "authority_id": known.authority_id}
    said: dict[str, object] = {
        "rights": tie.rights.value if tie.rights else "",
        "rights_source": tie.rights_source.strip()[:160],
    }
    said |= {
        "must_not_know_address": tie.must_not_know_address,
        "other_must_not_know_address": tie.other_must_not_know_address,
    }
    put(Tie(kind=tie.kind.value, **said, **fact))


def _take_in(writing: Writing, so_on: date) -> None:
    actor, person = writing.actor, writing.person
    put(
        Involvement(
            ref=new_ref("work"),
            authority_id=person.authority_id,
            person=person,
            worker_id=actor.person_id,
            team_id=organisation.team_of(actor.person_id, person.authority_id, on=so_on),
            kind=InvolvementKind.DUTY.value,
            starts_on=so_on,
            recorded_at=writing.at,
            recorded_by_id=actor.account_id,
        )
    )


def _first_facts(
    writing: Writing, given: str, family: str, born_on: date | None, precision: BirthPrecision, so_on: date
) -> None:
    fact = writing.fact(so_on)
    PersonName.objects.create(given_name=given, family_name=family, kind=NameKind.NAME.value, **fact)
    if born_on:
        PersonBirth.objects.create(born_on=born_on, precision=precision.value, **fact)
    follow(writing.person)


@atomic
def say_name(
    *, actor: Actor, person_ref: str, given_name: str, family_name: str, kind: NameKind, so_on: date, at: datetime
) -> PersonName:
    """Say what somebody is called, from a day on; earlier names stay."""
    writing = begin(actor, person_ref, at=at)
    check_day(so_on, at)
    given, family = needed_name(given_name, family_name)
    made = PersonName.objects.create(given_name=given, family_name=family, kind=kind.value, **writing.fact(so_on))
    follow(writing.person)
    audit.record(actor, "known.name_said", writing.person, keys={"kind": kind.value})
    return made


@atomic
def say_birth(
    *, actor: Actor, person_ref: str, born_on: date, precision: BirthPrecision, so_on: date, at: datetime
) -> PersonBirth:
    """Say when somebody was born, or is expected."""
    writing = begin(actor, person_ref, at=at)
    check_day(so_on, at)
    check_birth(born_on, precision, day_of(at))
    check_standing(writing, born_on)
    made = PersonBirth.objects.create(born_on=born_on, precision=precision.value, **writing.fact(so_on))
    follow(writing.person)
    follow_given(actor, [writing.person], at=at)
    audit.record(actor, "known.birth_said", writing.person, keys={"precision": precision.value})
    return made


@atomic
def say_address(
    *, actor: Actor, person_ref: str, lines: str, postcode: str, so_on: date, at: datetime
) -> PersonAddress:
    """Say where somebody lives from a day on; refused while their address is protected."""
    writing = begin(actor, person_ref, at=at)
    check_day(so_on, at)
    if writing.person.now.is_protected:
        raise CannotDo("This address is protected: write it under “Protected address”, so that it stays so.")
    made = PersonAddress.objects.create(
        lines=needed(lines, "lines", "Write the address.")[:240],
        postcode=postcode.strip().upper()[:10],
        **writing.fact(so_on),
    )
    follow(writing.person)
    audit.record(actor, "known.address_said", writing.person)
    return made


@atomic
def protect_address(
    *,
    actor: Actor,
    person_ref: str,
    lines: str,
    postcode: str,
    officers: Sequence[int],
    why: str,
    so_on: date,
    at: datetime,
    is_over: bool = False,
) -> None:
    """Hold somebody's address apart, for who is allocated, their team leader and those named; or, `is_over`, no more.

    An empty address ends nothing by itself: a form sent half filled in would open what keeps somebody safe.
    """
    writing = begin(actor, person_ref, at=at)
    check_day(so_on, at)
    if is_over:
        _check_may_open(writing, lines)
    else:
        needed(lines, "lines", "Write the address, or tick below that it is protected no more.")
    also = [held for held in _held(writing) if held.person_id != writing.person.pk]
    _hold_apart(writing, writing.person, (lines, postcode), officers, why, so_on)
    for held in also:  # who may know it is said of what is held on a record put together with this one too
        place = ("", "") if is_over else (held.lines, held.postcode)
        _hold_apart(writing, held.person, place, officers, why, so_on)
    follow_all([writing.person, *_put_together(writing)], are_one=True)
    verb = "known.address_opened" if is_over else "known.address_protected"
    audit.record(actor, verb, writing.person, keys={"named": len({*officers})})


def _hold_apart(
    writing: Writing, person: KnownPerson, place: tuple[str, str], officers: Sequence[int], why: str, so_on: date
) -> None:
    lines, postcode = place
    put(
        ProtectedAddress(
            lines=lines.strip()[:240],
            postcode=postcode.strip().upper()[:10],
            officers=sorted({*officers}),
            why=reason_given(why, "why", "Say why, and who may know it."),
            **{**writing.fact(so_on), "person": person},
        )
    )


def _check_may_open(writing: Writing, lines: str) -> None:
    if lines.strip():
        raise CannotDo("Either write the address, or tick that it is protected no more: not both.", field="is_over")
    held = {each.person_id for each in _held(writing)}
    if not held or protected_among([writing.person.pk, *twins(writing.person.pk)]) - held:
        raise CannotDo("Only those who see the protected address end that. Ask the allocated worker.", field="is_over")


def _put_together(writing: Writing) -> list[KnownPerson]:
    return list(KnownPerson.objects.filter(pk__in=twins(writing.person.pk)).order_by("pk"))


def _held(writing: Writing) -> list[ProtectedAddress]:
    """The addresses that are protected now, for a writer who sees them: of two records of one person those of both."""
    every = [writing.person.pk, *twins(writing.person.pk)]
    found = ProtectedAddress.objects.visible_to(writing.actor).filter(person_id__in=every).select_related("person")
    last = {each.person_id: each for each in found.order_by("id")}
    return [each for each in last.values() if each.lines]


@atomic
def name_audience(
    *, actor: Actor, person_ref: str, officers: Sequence[int], why: str, so_on: date, at: datetime
) -> None:
    """Say anew who else may see a protected address, by somebody who sees it; the address itself stays as it is."""
    writing = begin(actor, person_ref, at=at)
    check_day(so_on, at)
    held = _held(writing)
    if not held:
        raise CannotDo("Only those who see the protected address say who else does. Ask the allocated worker.")
    for each in held:
        _hold_apart(writing, each.person, (each.lines, each.postcode), officers, why, so_on)
    audit.record(actor, "known.address_protected", writing.person, keys={"named": len({*officers})})


@atomic
def say_contact(
    *, actor: Actor, person_ref: str, kind: ContactKind, value: str, so_on: date, at: datetime
) -> PersonContact:
    """Say how somebody can be reached."""
    writing = begin(actor, person_ref, at=at)
    check_day(so_on, at)
    value = needed(value, "value", "Write the number or address.")[:120]
    check_reaches(kind, value)
    made = PersonContact.objects.create(kind=kind.value, value=value, **writing.fact(so_on))
    follow(writing.person)
    audit.record(actor, "known.contact_said", writing.person, keys={"kind": kind.value})
    return made


@atomic
def say_outside_id(
    *, actor: Actor, person_ref: str, scheme: IdScheme, value: str, so_on: date, at: datetime
) -> OutsideId:
    """Say by which number another service knows somebody."""
    writing = begin(actor, person_ref, at=at)
    check_day(so_on, at)
    value = needed(value, "value", "Write the number.")[:40]
    if scheme is IdScheme.CHI and not is_chi(value):
        raise CannotDo("A CHI number has ten figures, the day of birth first. Look at it again.", field="value")
    if OutsideId.objects.filter(person=writing.person, scheme=scheme.value, value=value).exists():
        raise CannotDo("This number stands on the record already.", field="value")
    made = OutsideId.objects.create(scheme=scheme.value, value=value, **writing.fact(so_on))
    follow(writing.person)
    audit.record(actor, "known.number_said", writing.person, keys={"scheme": scheme.value})
    return made


@atomic
def tie_people(
    *,
    actor: Actor,
    person_ref: str,
    other_ref: str,
    kind: TieKind,
    so_on: date,
    at: datetime,
    rights: Rights | None = None,
    rights_source: str = "",
    must_not_know_address: bool = False,
    other_must_not_know_address: bool = False,
) -> Tie:
    """Say what the first is to the second, and who of the two must not know where the other lives; both are seen."""
    writing = begin(actor, person_ref, at=at)
    check_day(so_on, at)
    other = KnownPerson.objects.visible_to(actor).filter(ref=other_ref).first()
    if other is None:
        raise NotVisible
    begin_of(actor, other, at=at)
    if other.pk == writing.person.pk:
        raise CannotDo("Choose somebody else: nobody is tied to themselves.", field="other")
    both = {writing.person.pk, other.pk}
    there = Tie.objects.filter(person_id__in=both, other_id__in=both, kind=kind.value, ended__isnull=True)
    if there.exists():
        raise CannotDo("This tie is recorded already.", field="kind")
    check_parent(kind, writing.person.now.born_on, other.now.born_on)
    made = Tie.objects.create(
        other=other,
        kind=kind.value,
        rights=rights.value if rights else "",
        rights_source=rights_source.strip()[:160],
        must_not_know_address=must_not_know_address,
        other_must_not_know_address=other_must_not_know_address,
        **writing.fact(so_on),
    )
    audit.record(actor, "known.tied", writing.person, keys={"to": other.ref, "kind": kind.value})
    follow_tie(both, at)
    return made


@atomic
def end_tie(*, actor: Actor, person_ref: str, tie_id: int, is_mistake: bool, so_on: date, at: datetime) -> TieEnd:
    """Say that a tie is over, or that it was a mistake: then it opens nobody's record any more."""
    writing = begin(actor, person_ref, at=at)
    check_day(so_on, at)
    tie = Tie.objects.visible_to(actor).filter(pk=tie_id).first()
    whose = next((each for each in (writing.person.pk, *twins(writing.person.pk)) if tie and each in _ends(tie)), None)
    if tie is None or whose is None:
        raise NotVisible
    parts = own_family.work_by_tie({tie.person_id, tie.other_id})
    with refusal("casework_tieend_tie_id_key", "Somebody has ended this tie already."):
        fact = {**writing.fact(so_on), "person": KnownPerson.objects.get(pk=whose)}
        made = TieEnd.objects.create(tie=tie, is_mistake=is_mistake, **fact)
    audit.record(actor, "known.tie_ended", writing.person, keys={"tie": tie.pk, "mistake": is_mistake})
    close_opened(parts, at)
    return made


def _ends(tie: Tie) -> set[int]:
    return {tie.person_id, tie.other_id}
