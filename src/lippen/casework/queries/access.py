"""Requests for what is held about somebody: how each stands, what was gathered, what of it is withheld."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q

from lippen.casework import rules
from lippen.casework.bundling import WHOLE, Told
from lippen.casework.matching import may_mean
from lippen.casework.models import (
    AccessBundle,
    AccessEntry,
    AccessMark,
    AccessRequest,
    AccessStep,
    PersonAddress,
    ProtectedAddress,
)
from lippen.casework.queries import rooms
from lippen.casework.queries.people import PROTECTED, people_rows
from lippen.casework.queries.seen import seen_one
from lippen.casework.redaction import redacted
from lippen.casework.rows import Event, PersonRow, Record
from lippen.casework.vocabulary import (
    ACCESS_STEP_WORDS,
    ACCESS_SUBJECT,
    ASKED_BY_WORDS,
    GENDER_WORDS,
    RELATION_WORDS,
    STATUS_WORDS,
    WITHHELD_WORDS,
    AccessStepKind,
    AskedBy,
    Duty,
    FactKind,
    Gender,
    Status,
    WithheldWhy,
)
from lippen.kernel.access import Actor
from lippen.kernel.errors import NotVisible
from lippen.organisation import queries as organisation
from lippen.organisation.queries import stand_ins

LIVES_AT = "Lives at"
UNKNOWN = "Not recorded"
FAMILY = "Family: "


@dataclass(frozen=True)
class StepSaid:
    """One step of a request."""

    kind: str
    words: str
    so_on: date
    by: str


@dataclass(frozen=True)
class AccessRow:
    """A request as it stands. `due_on`: the last day to answer it in time."""

    ref: str
    received_on: date
    asked_by: str
    who: str
    shown_by: str
    state: AccessStepKind | None
    state_words: str
    due_on: date
    is_over: bool
    is_extended: bool
    steps: tuple[StepSaid, ...]
    asked_check_by: int | None
    sha256: str


@dataclass(frozen=True)
class MarkRow:
    """What of an entry is withheld."""

    id: int
    words: str
    why: str
    note: str


@dataclass(frozen=True)
class EntryRow:
    """An entry that was gathered, and as it would be released; `names`: others whom it names."""

    number: int
    about_on: date | None
    heading: str
    words: str
    marks: tuple[MarkRow, ...]
    told: Told
    names: tuple[str, ...]
    picture_id: int | None = None
    """The picture by the child that goes with it, unless the whole of it is withheld."""

    @property
    def is_withheld(self) -> bool:
        """Whether the whole of it is withheld."""
        return any(not mark.words for mark in self.marks)


def requests_of(actor: Actor, person: PersonRow) -> tuple[AccessRow, ...]:
    """The requests for what is held about somebody, the newest first."""
    found = list(AccessRequest.objects.visible_to(actor).filter(person_id=person.id).order_by("-so_on", "-id"))
    return _rows(found)


def request(actor: Actor, ref: str) -> tuple[AccessRow, PersonRow]:
    """One request, and about whom it is."""
    found: AccessRequest = seen_one(actor, AccessRequest, ref)
    people = people_rows(actor, [found.person_id])
    if found.person_id not in people:
        raise NotVisible
    return _rows([found])[0], people[found.person_id]


def checkers(ref: str, *, on: date) -> str:
    """With whom the check of a request stands, in words."""
    holders = organisation.holders_of_duty(Duty.CHECK_ACCESS.value, ACCESS_SUBJECT, ref)
    return stand_ins.named(holders, on=on) if holders else "nobody yet: ask an administrator to say who acts"


def state_of(found: AccessRequest) -> AccessStepKind | None:
    """The last step of a request; more time given is no state."""
    kinds = found.steps.exclude(kind=AccessStepKind.EXTENDED.value).order_by("-number").values_list("kind", flat=True)
    last = kinds.first()
    return AccessStepKind(last) if last else None


def _rows(found: Sequence[AccessRequest]) -> tuple[AccessRow, ...]:
    ids = [row.pk for row in found]
    steps = list(AccessStep.objects.filter(request_id__in=ids).order_by("request_id", "number"))
    hashes = dict(AccessBundle.objects.filter(request_id__in=ids).values_list("request_id", "sha256"))
    by = organisation.account_names({step.recorded_by_id for step in steps})
    return tuple(_row(row, [s for s in steps if s.request_id == row.pk], hashes.get(row.pk, ""), by) for row in found)


def _row(row: AccessRequest, steps: Sequence[AccessStep], sha256: str, by: Mapping[int, str]) -> AccessRow:
    kinds = [AccessStepKind(step.kind) for step in steps]
    states = [kind for kind in kinds if kind is not AccessStepKind.EXTENDED]
    asked = [step.recorded_by_id for step in steps if step.kind == AccessStepKind.CHECK_ASKED]
    is_extended = AccessStepKind.EXTENDED in kinds
    return AccessRow(
        row.ref,
        row.so_on,
        ASKED_BY_WORDS[AskedBy(row.asked_by)],
        row.who,
        row.shown_by,
        states[-1] if states else None,
        ACCESS_STEP_WORDS[states[-1]] if states else "Nothing is gathered yet",
        rules.access_due(row.so_on, is_extended=is_extended),
        bool(states) and not rules.ACCESS_AFTER[states[-1]],
        is_extended,
        tuple(
            StepSaid(ACCESS_STEP_WORDS[kind], step.words, step.so_on, by.get(step.recorded_by_id or 0, ""))
            for kind, step in zip(kinds, steps, strict=True)
        ),
        asked[-1] if asked else None,
        sha256,
    )


def entries(actor: Actor, ref: str, *, others: Iterable[str] = ()) -> tuple[EntryRow, ...]:
    """What was gathered for a request, each entry as it would be released; `others`: names to look out for."""
    found: AccessRequest = seen_one(actor, AccessRequest, ref)
    rows = list(AccessEntry.objects.filter(request=found).order_by("number"))
    marks = list(AccessMark.objects.filter(entry__request=found, end__isnull=True).order_by("id"))
    names = sorted({name for name in others if name})
    return tuple(_entry(row, [each for each in marks if each.entry_id == row.pk], names) for row in rows)


def _entry(row: AccessEntry, marks: Sequence[AccessMark], names: Sequence[str]) -> EntryRow:
    told = tuple(MarkRow(each.pk, each.words, WITHHELD_WORDS[WithheldWhy(each.why)], each.note) for each in marks)
    named = tuple(_named(row, names))
    found = EntryRow(row.number, row.about_on, row.heading, row.words, told, _told(row, told), named)
    return found if found.is_withheld else replace(found, picture_id=row.picture_id)


def _told(row: AccessEntry, marks: Sequence[MarkRow]) -> Told:
    whole = [mark.why for mark in marks if not mark.words]
    if whole:
        return Told(WHOLE.format(", ".join(dict.fromkeys(whole))), None, "")
    withheld = [(mark.words, mark.why) for mark in marks]
    return Told(redacted(row.heading, withheld), row.about_on, redacted(row.words, withheld))


def _named(row: AccessEntry, names: Sequence[str]) -> Iterable[str]:
    """Those of these names and words that stand in an entry, each as it stands there, the longer before its parts."""
    text, told = f"{row.heading}\n{row.words}", dict[str, str]()
    wanted = names if row.heading.startswith(FAMILY) else {*names, *RELATION_WORDS}
    for name in sorted(wanted, key=lambda each: (-len(each), each)):
        found = re.search(rf"\b{re.escape(name)}\b", text, re.IGNORECASE)
        if found and not any(re.search(rf"\b{re.escape(name)}\b", each, re.IGNORECASE) for each in told):
            told[name] = found.group()
    return (told[name] for name in sorted(told, key=str.casefold))


def others_of(found: Record, *, asked_by: str = "") -> tuple[str, ...]:
    """The given and family names of everybody tied to somebody, for a second look at entries that name them.

    Not the names of whoever asks, by the name they gave, unless somebody else of the family bears them too.
    """
    own = set(found.person.name.split())
    people = [tie.person for tie in found.ties]
    asking = {row.id for row in who_asks(asked_by, people)} if asked_by else set()
    return tuple(sorted({part for row in people if row.id not in asking for part in row.name.split()} - own))


def who_asks(who: str, people: Iterable[PersonRow]) -> tuple[PersonRow, ...]:
    """Those of these people whom the name of whoever asks may mean."""
    return tuple(row for row in people if any(may_mean(who, name) for name in (row.name, row.known_as) if name))


def is_address(heading: str, words: str) -> bool:
    """Whether an entry says where somebody lives; that it is protected, or unknown, says nothing of it."""
    return heading == LIVES_AT and words not in {PROTECTED, UNKNOWN}


def words_of_places(actor: Actor, people: Iterable[PersonRow], *, but: Collection[str] = ()) -> tuple[str, ...]:
    """The words by which these people's addresses, past ones too, may stand in an entry, where the actor sees them.

    Those with whom a child was placed are among them: their name leads to the address.

    `but`: words that are left out where they are of a past address alone.
    """
    ids = [row.id for row in people]
    mine = Q(person_id__in=ids) | Q(person__now__same_as_id__in=ids)
    told = [
        each for model in (PersonAddress, ProtectedAddress) for each in model.objects.visible_to(actor).filter(mine)
    ]
    rows = sorted((row for row in told if row.lines), key=lambda row: (row.so_on, row.recorded_at, row.pk))
    last = {row.person_id: row for row in rows}
    found: dict[str, None] = dict.fromkeys(each for each in rooms.homes_of(actor, ids) if each not in but)
    for row in rows:
        streets = [part.strip() for part in row.lines.split(",") if re.match(r"\s*\d+\S*\s+\S", part)]
        words = (row.lines.strip(), *streets, row.postcode, "".join(row.postcode.split()))
        found |= dict.fromkeys(each for each in words if each not in but or row is last[row.person_id])
    return tuple(each for each in found if each)


def drawn(found: Record) -> dict[tuple[date | None, str, str], int]:
    """Which of what is gathered is a picture by the child, and which one."""
    return {
        (event.on, event.title, _words(event)): event.number
        for event in found.events
        if event.kind == FactKind.PICTURE.value and event.number
    }


def gathered(found: Record) -> list[tuple[date | None, str, str]]:
    """Everything that a record holds about somebody: the day, a heading and words. A protected address is left out."""
    person = found.person
    held: list[tuple[date | None, str, str]] = [(None, "Name", person.name)]
    if person.known_as:
        held.append((None, "Known as", person.known_as))
    held += [(None, kind, name) for kind, name in found.names]
    if person.born_on:
        held.append((None, "Born", f"{person.born_on:%-d %B %Y}"))
    if person.gender:
        held.append((None, "Gender", GENDER_WORDS[Gender(person.gender)]))
    held.append((None, LIVES_AT, person.place or UNKNOWN))
    if person.phone:
        held.append((None, "Telephone", person.phone))
    held += [(None, f"Number of another service: {scheme}", value) for scheme, value in found.numbers]
    if person.is_child and person.status:
        held.append((None, "Status", STATUS_WORDS[Status(person.status)]))
    held += [(None, f"{FAMILY}{tie.is_what.lower()}", tie.person.name) for tie in found.ties]
    held += [(row.since, f"Works with the family: {row.kind.lower()}", row.name) for row in found.helpers]
    held += [(event.on, event.title, _words(event)) for event in reversed(found.events)]
    return held


def _words(event: Event) -> str:
    source = f"Told by: {event.source}" if event.source else ""
    meaning = f"What it means: {event.analysis}" if event.analysis else ""
    wrong = f"This was wrong: {event.wrong_why}" if event.wrong_why else ""
    return "\n".join(each for each in (event.words, source, meaning, wrong) if each)


def bundle(actor: Actor, ref: str) -> AccessBundle:
    """What was released for a request, or NotVisible."""
    found: AccessRequest = seen_one(actor, AccessRequest, ref)
    made = AccessBundle.objects.visible_to(actor).filter(request=found).first()
    if made is None:
        raise NotVisible
    return made
