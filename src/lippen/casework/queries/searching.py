"""A search through everybody of a council, before somebody is added: what it found, and what it says of that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.utils.crypto import salted_hmac

from lippen.casework import alone, matching
from lippen.casework.matching import Likeness, Sought
from lippen.casework.models import KnownPerson, PersonNow, SearchRun
from lippen.casework.queries.people import also_recorded
from lippen.casework.vocabulary import BirthPrecision
from lippen.kernel.access import Actor
from lippen.kernel.errors import CannotDo, NotVisible

MOST = 20
MOST_LOOKED_AT = 100
"""How many who have one thing alone are told apart; among them may be some of whom nothing is said."""
BOX = "words"
"""The term of a search that was written in the search box: it looked at the asker's own view alone."""


@dataclass(frozen=True)
class Match:
    """Somebody of the council who may be the one that is sought, seen by the asker or not."""

    person_id: int
    ref: str
    likeness: Likeness
    team: str
    is_restricted: bool


@dataclass(frozen=True)
class Candidate:
    """What the asker is told of a match: everything of those they see, of others only whom to ask."""

    number: int
    points: int
    reasons: tuple[str, ...]
    ref: str
    name: str
    born_on: date | None
    is_child: bool
    place: str
    team: str
    is_closed: bool = False
    """Whether it is the asker's own record or their family's, so that break-glass does not open it either."""
    is_expected: bool = False
    """Whether the day of birth is that of a baby who is expected."""
    also: tuple[str, ...] = ()
    """Under which other names they are recorded, on records that are put together with this one."""

    @property
    def closed_words(self) -> str:
        """What the asker does instead."""
        return closed_words(self.team)

    @property
    def is_seen(self) -> bool:
        """Whether the asker sees this person's record."""
        return bool(self.ref)


@dataclass(frozen=True)
class Search:
    """A search of one's own, with what it finds now."""

    ref: str
    authority_id: int
    terms: Mapping[str, str]
    candidates: tuple[Candidate, ...]
    recorded_at: object
    is_alone: bool
    """Whether it looked for one thing alone, so that those it found have that in common and no more."""
    has_more: bool
    """Whether there are more like it than are shown."""


@dataclass(frozen=True)
class Fewer:
    """A part of what was typed, by which to search again: its key, what it is in words, and those terms."""

    key: str
    words: str
    terms: Mapping[str, str]


WHO = {"names": ("given_name", "family_name"), "born": ("born_on",)}
THINGS = {**WHO, "place": ("lines", "postcode"), "phone": ("phone",), "number": ("scheme", "outside_id")}
THING_WORDS = {"names": "name", "born": "date of birth", "place": "address"}


def fewer(terms: Mapping[str, str]) -> tuple[Fewer, ...]:
    """By which parts of what was typed to search again where one of them may be wrong; none where it was one alone.

    It goes by what was typed and never by who is recorded, so that it tells nothing of anybody.
    """
    given = [thing for thing, names in THINGS.items() if any(terms.get(name) for name in names)]
    who = [thing for thing in given if thing in WHO]
    wanted = [("who", who)] if len(who) < len(given) else []
    wanted += [(thing, [thing]) for thing in (*who, "place") if thing in given and len(given) > 1 and [thing] != who]
    parts = [_fewer(key, things, terms) for key, things in wanted if things]
    if terms.get("given_name") and terms.get("family_name"):
        parts.append(Fewer("family", "family name", {"family_name": terms["family_name"]}))
    return tuple(parts)


def _fewer(key: str, things: list[str], terms: Mapping[str, str]) -> Fewer:
    kept = {name: terms[name] for thing in things for name in THINGS[thing] if terms.get(name)}
    return Fewer(key, " and ".join(THING_WORDS[thing] for thing in things), kept)


def sought(terms: Mapping[str, str]) -> Sought:
    """What the words of a search mean."""
    born = terms.get("born_on", "")
    return Sought(
        names=((terms.get("given_name", ""), terms.get("family_name", "")),),
        births=(date.fromisoformat(born),) if born else (),
        addresses=((terms.get("lines", ""), terms.get("postcode", "")),),
        phones=(terms.get("phone", ""),),
        outside_ids=((terms.get("scheme", "") or "other", terms.get("outside_id", "")),),
    )


def matches(authority_id: int, person: Sought) -> list[Match]:
    """Everybody of a council in whose favour enough speaks, the likeliest first."""
    wanted = sorted(matching.wanted_by(person))
    if not wanted:
        return []
    found = _found("visible_matches(%s, %s::text[])", [authority_id, wanted], person)
    return [each for each in found if each.likeness.is_enough][:MOST]


def found_by(authority_id: int, person: Sought) -> list[Match]:
    """Whom a search before adding finds: the likely; where one thing alone is given, those who have it."""
    one = alone.alone_in(person)
    if one is None:
        return matches(authority_id, person)
    given = [authority_id, list(one.exact), list(one.like), list(one.wanted), MOST_LOOKED_AT]
    return _found("visible_alone(%s, %s::text[], %s::text[], %s::text[], %s)", given, person)


def _found(function: str, given: list[object], person: Sought) -> list[Match]:
    with connection.cursor() as cursor:
        cursor.execute(f"select person_id, ref, hits, team, restricted from {function}", given)
        rows = cursor.fetchall()
    alike: dict[tuple[str, ...], Likeness] = {}  # of a thousand namesakes most have the same in common
    for _, _, hits, _, _ in rows:
        if tuple(hits) not in alike:
            alike[tuple(hits)] = matching.likeness(person, hits)
    found = (
        Match(person_id, ref, alike[tuple(hits)], team or "", restricted)
        for person_id, ref, hits, team, restricted in rows
    )
    told: dict[int, Match] = {}
    for each in sorted(found, key=lambda each: -each.likeness.points):
        told.setdefault(each.person_id, each)  # two records that are put together are one person, as the likelier says
    return list(told.values())


def run_of(actor: Actor, ref: str) -> SearchRun:
    """A search of the actor's own before somebody is added; one of the search box adds nobody."""
    found = SearchRun.objects.visible_to(actor).filter(ref=ref).exclude(terms__has_key=BOX).first()
    if found is None:
        raise NotVisible
    return found


def terms_of(actor: Actor, ref: str) -> Mapping[str, str]:
    """What was typed in a search of the actor's own."""
    terms: Mapping[str, str] = run_of(actor, ref).terms
    return terms


def search(actor: Actor, ref: str) -> Search:
    """A search of the actor's own with those it finds; a restricted record is not among them."""
    run = run_of(actor, ref)
    person = sought(run.terms)
    told = _told(actor, found_by(run.authority_id, person))
    shown = tuple(told[:MOST])
    is_alone = alone.alone_in(person) is not None
    return Search(run.ref, run.authority_id, run.terms, shown, run.recorded_at, is_alone, len(told) > MOST)


def candidates(actor: Actor, authority_id: int, person: Sought) -> tuple[Candidate, ...]:
    """What the actor is told of those who may be the one."""
    return tuple(_told(actor, matches(authority_id, person)))


def _told(actor: Actor, found: list[Match]) -> list[Candidate]:
    shown = _shown(actor, found)
    closed = _closed() if any(now is None for _, now in shown) else frozenset()
    also = also_recorded([now.pk for _, now in shown if now])
    return [
        _candidate(number, match, now, also, is_closed=match.person_id in closed)
        for number, (match, now) in enumerate(shown, start=1)
    ]


def _closed() -> frozenset[int]:
    """Whose record nothing opens to the asker, as the database says: the rows that say so are closed to them too."""
    with connection.cursor() as cursor:
        cursor.execute("select visible_never()")
        return frozenset(cursor.fetchone()[0])


def closed_words(team: str) -> str:
    """What somebody is told of a record that is closed to them, with whom to ring."""
    return f"This record is closed to you. If a child is in danger, ring {team or 'your team leader'}."


def _shown(actor: Actor, found: list[Match]) -> list[tuple[Match, PersonNow | None]]:
    """In order those of whom the actor is told, with how they stand where the actor sees them; no restricted ones."""
    ids = [each.person_id for each in found]
    seen = set(KnownPerson.objects.visible_to(actor).filter(pk__in=ids).values_list("pk", flat=True))
    now = {row.pk: row for row in PersonNow.objects.filter(pk__in=seen).select_related("person")}
    return [(each, now.get(each.person_id)) for each in found if each.person_id in now or not each.is_restricted]


def _candidate(
    number: int, match: Match, now: PersonNow | None, also: Mapping[int, tuple[str, ...]], *, is_closed: bool
) -> Candidate:
    said = match.likeness
    if now is None:
        return Candidate(number, said.points, (), "", "", None, False, "", match.team, is_closed)
    place = "Address protected" if now.is_protected else ", ".join(each for each in (now.lines, now.postcode) if each)
    return Candidate(
        number,
        said.points,
        said.reasons,
        now.person.ref,
        now.name,
        now.born_on,
        now.person.is_child,
        place,
        match.team,
        is_expected=now.born_precision == BirthPrecision.EXPECTED,
        also=also.get(now.pk, ()),
    )


def code_of(search_ref: str, match: Match) -> str:
    """Whom a search found in a place, as a code that only this site can make: what was shown is what is opened."""
    return salted_hmac("lippen.found", f"{search_ref}:{match.person_id}").hexdigest()[:24]


def code_at(actor: Actor, search_ref: str, number: int) -> str:
    """The code of whom a search of the actor's own shows in a place outside what they see."""
    return code_of(search_ref, hidden_match(actor, search_ref, number))


def hidden_match(actor: Actor, ref: str, number: int) -> Match:
    """The one whom a search of the actor's own found outside what they see, by its number there.

    Their own record or their family's is refused with whom to ring: break-glass does not open it.
    """
    shown = _shown_first(actor, ref)
    if not 1 <= number <= len(shown) or shown[number - 1][1] is not None:
        raise NotVisible
    match = shown[number - 1][0]
    if match.person_id in _closed():
        raise CannotDo(closed_words(match.team))
    return match


def seen_match(actor: Actor, ref: str, number: int, *, shown: str) -> Match | None:
    """The one whom a search of the actor's own finds and whom the actor sees by now.

    `shown`: the code of whom a form was about; where it has none yet, whoever stands in that place.
    """
    found = _shown_first(actor, ref)
    if shown:
        return next((each for each, now in found if now and code_of(ref, each) == shown), None)
    return found[number - 1][0] if 1 <= number <= len(found) and found[number - 1][1] else None


def _shown_first(actor: Actor, ref: str) -> list[tuple[Match, PersonNow | None]]:
    run = run_of(actor, ref)
    return _shown(actor, found_by(run.authority_id, sought(run.terms)))[:MOST]
