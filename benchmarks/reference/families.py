"""Children with their families: who they are, where they live, who is what to whom, and their search keys."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from json import dumps

from benchmarks.days import TODAY
from benchmarks.reference import words
from benchmarks.reference.councils import LIMIT, Council
from benchmarks.reference.loading import Loader, ref
from benchmarks.reference.staff import BEGAN, Staff
from lippen.casework import matching

OPEN_STATUSES = (
    "in_need",
    "in_need",
    "in_need",
    "protection",
    "at_home",
    "away",
    "away",
    "assessment",
    "court",
    "pre_birth",
)
AT_HOME = 0.2
FACT = ("recorded_at", "recorded_by_id", "authority_id", "person_id", "so_on")


@dataclass
class Known:
    """Somebody known: a child, or a grown-up of the family."""

    given: str
    family: str
    born_on: date
    known_on: date
    is_child: bool
    household: int = 0
    council: int = 0
    id: int = 0
    state: str = "closed"
    worker: int = 0
    """The social worker whose child it is or was."""
    status: str = ""
    lines: str = ""
    postcode: str = ""
    phone: str = ""
    is_protected: bool = False
    keys: list[str] = field(default_factory=list)


@dataclass
class Households:
    """Everybody known, in the order in which they came to be known, and the families of which they are."""

    everybody: list[Known]
    families: list[list[Known]]

    @property
    def children(self) -> list[Known]:
        """The children."""
        return [each for each in self.everybody if each.is_child]


def moment(day: date) -> datetime:
    """When something of a day was written down."""
    return datetime.combine(day, time(14), UTC)


def fact(person: Known, day: date, by: int) -> tuple:
    """What every fact about somebody carries."""
    return moment(day), by, person.council, person.id, day


def settle(loader: Loader, rng: random.Random, staff: Staff) -> Households:
    """Make everybody up and write them."""
    families = list(_families(loader, rng, staff.council))
    children = [each for family in families for each in family if each.is_child]
    _share_out(rng, children, staff)
    everybody = sorted((each for family in families for each in family), key=lambda each: each.known_on)
    for each in everybody:
        each.id = loader.number("known")
    _write_people(loader, rng, everybody, staff)
    _write_ties(loader, families, staff.council)
    return Households(everybody, families)


def _families(loader: Loader, rng: random.Random, council: Council) -> Iterator[list[Known]]:
    """Families until there are so many children as the council knows."""
    names, made = words.family_names(), 0
    while made < council.children:
        household = loader.number("household")
        size = min(rng.choices((1, 2, 3, 4), (45, 30, 17, 8))[0], council.children - made)
        made += size
        family, lines, postcode = words.often_first(rng, names), words.street(rng), words.postcode(rng)
        born = sorted(TODAY - timedelta(days=rng.randint(100, 17 * 365)) for _ in range(size))
        since = max(BEGAN, born[0]) + timedelta(days=1)
        known_on = since + timedelta(days=int((TODAY - timedelta(days=95) - since).days * rng.random()))
        phone = f"0{rng.randint(1_000_000_000, 1_999_999_999)}"
        found = [_child(rng, family, day, known_on) for day in born]
        found += _adults(rng, family, names, known_on)
        for each in found:
            each.household, each.council = household, council.number
            each.lines, each.postcode, each.phone = lines, postcode, "" if each.is_child else phone
            each.is_protected = household % 120 == 0
        yield found


def _child(rng: random.Random, family: str, born_on: date, known_on: date) -> Known:
    known = max(known_on, born_on + timedelta(days=1))
    return Known(words.often_first(rng, words.GIVEN), family, born_on, known, True)


def _adults(rng: random.Random, family: str, names: list[str], known_on: date) -> list[Known]:
    found = []
    for share, years in ((1.0, 30), (0.7, 33), (0.2, 60)):
        if rng.random() < share:
            born = TODAY - timedelta(days=365 * years + rng.randint(-2000, 2000))
            name = family if rng.random() < 0.7 else words.often_first(rng, names)
            found.append(Known(words.often_first(rng, words.GIVEN), name, born, known_on, False))
    return found


def _share_out(rng: random.Random, children: list[Known], staff: Staff) -> None:
    """Fifteen children to each social worker; then those who wait, those who were referred; the others are closed."""
    council, allocated = staff.council, staff.council.allocated
    in_care = set(rng.sample(range(allocated), council.in_care)) if council.in_care is not None else None
    for place, child in enumerate(children):
        child.worker = staff.workers[place // LIMIT] if place < allocated else rng.choice(staff.workers)
        if place < allocated:
            child.state, child.status = "allocated", _status(rng, None if in_care is None else place in in_care)
        elif place < allocated + council.waiting:
            child.state, child.status = "waiting", "assessment"
        elif place < allocated + council.waiting + council.referred:
            child.state = "referred"
        else:
            child.status = "none"
    long_told = children[0]
    long_told.known_on, long_told.born_on = BEGAN + timedelta(days=40), BEGAN - timedelta(days=800)


def _status(rng: random.Random, is_in_care: bool | None) -> str:
    """One of an open record; of the looked-after ones where it is said whether the child is, one in five at home."""
    if is_in_care is None:
        return rng.choice(OPEN_STATUSES)
    if is_in_care:
        return "at_home" if rng.random() < AT_HOME else "away"
    return rng.choice([each for each in OPEN_STATUSES if each not in ("at_home", "away")])


def _write_people(loader: Loader, rng: random.Random, everybody: list[Known], staff: Staff) -> None:
    def by(each: Known) -> int:
        return each.worker or staff.workers[each.id % len(staff.workers)]

    def terms(each: Known) -> str:
        return dumps({"given_name": each.given, "family_name": each.family, "born_on": each.born_on.isoformat()})

    loader.copy(
        "casework_searchrun",
        ("id", "recorded_at", "recorded_by_id", "ref", "authority_id", "terms", "found"),
        ((e.id, moment(e.known_on), by(e), ref("search", e.id), e.council, terms(e), 0) for e in everybody),
    )
    loader.copy(
        "casework_knownperson",
        ("id", "recorded_at", "recorded_by_id", "ref", "authority_id", "is_child", "search_id", "not_these", "so_on"),
        (
            (e.id, moment(e.known_on), by(e), ref("known", e.id), e.council, e.is_child, e.id, [], e.known_on)
            for e in everybody
        ),
    )
    loader.copy(
        "casework_personname",
        (*FACT, "given_name", "family_name", "kind"),
        ((*fact(e, e.known_on, by(e)), e.given, e.family, "name") for e in everybody),
    )
    loader.copy(
        "casework_personbirth",
        (*FACT, "born_on", "precision"),
        ((*fact(e, e.known_on, by(e)), e.born_on, "exact") for e in everybody),
    )
    loader.copy("casework_personaddress", (*FACT, "lines", "postcode"), _addresses(rng, everybody, by))
    loader.copy(
        "casework_protectedaddress",
        (*FACT, "lines", "postcode", "officers", "why"),
        (
            (*fact(e, e.known_on, by(e)), e.lines, e.postcode, [], "Must not be found by somebody who hurt them")
            for e in everybody
            if e.is_protected
        ),
    )
    loader.copy(
        "casework_personcontact",
        (*FACT, "kind", "value"),
        ((*fact(e, e.known_on, by(e)), "phone", e.phone) for e in everybody if e.phone),
    )
    loader.copy(
        "casework_outsideid",
        (*FACT, "scheme", "value"),
        (
            (*fact(e, e.known_on, by(e)), "chi", f"{e.born_on:%d%m%y}{e.id % 10_000:04d}")
            for e in everybody
            if e.is_child
        ),
    )
    loader.copy(
        "casework_persongender", (*FACT, "gender"), ((*fact(e, e.known_on, by(e)), _gender(e)) for e in everybody)
    )
    loader.copy(
        "casework_personnow",
        (
            *("person_id", "authority_id", "is_child", "given_name", "family_name", "known_as", "born_on"),
            *("born_precision", "gender", "lines", "postcode", "is_protected", "phone", "status", "same_as_id"),
            *("is_mistake", "keys"),
        ),
        map(_now, everybody),
    )


def _addresses(rng: random.Random, everybody: list[Known], by) -> Iterator[tuple]:
    """Where they lived before, and where they live."""
    for each in everybody:
        if each.household % 4 == 0:
            yield *fact(each, each.known_on, by(each)), words.street(rng), words.postcode(rng)
        if not each.is_protected:
            yield *fact(each, each.known_on + timedelta(days=1), by(each)), each.lines, each.postcode


def _gender(each: Known) -> str:
    return "female" if each.id % 2 else "male"


def _now(each: Known) -> tuple:
    lines, postcode = ("", "") if each.is_protected else (each.lines, each.postcode)
    person = matching.Sought(
        names=((each.given, each.family),),
        births=(each.born_on,),
        addresses=((lines, postcode),),
        phones=(each.phone,) if each.phone else (),
        outside_ids=(("chi", f"{each.born_on:%d%m%y}{each.id % 10_000:04d}"),) if each.is_child else (),
    )
    keys = sorted(matching.keys_of(person))
    head = (each.id, each.council, each.is_child, each.given, each.family, "", each.born_on, "exact")
    head = (*head, _gender(each))
    return *head, lines, postcode, each.is_protected, each.phone, each.status, None, False, keys


def _write_ties(loader: Loader, families: list[list[Known]], council: Council) -> None:
    """Parents, grandparents and siblings, each pair once; some ties are over."""
    columns = (*FACT, "other_id", "kind", "rights", "rights_source")
    columns = (*columns, "must_not_know_address", "other_must_not_know_address")
    loader.copy("casework_tie", columns, (row for family in families for row in _ties(family)))
    loader.run(
        "INSERT INTO casework_tieend (recorded_at, recorded_by_id, authority_id, person_id, so_on, tie_id, is_mistake) "
        "SELECT recorded_at, recorded_by_id, authority_id, person_id, so_on + 1, id, id % 3 = 0 "
        f"FROM casework_tie WHERE id % 97 = 0 AND authority_id = {council.number}"
    )


def _ties(family: list[Known]) -> Iterator[tuple]:
    children, adults = [e for e in family if e.is_child], [e for e in family if not e.is_child]
    kinds = ("parent", "parent", "grandparent") if len(adults) > 2 else ("parent", "parent")
    for place, child in enumerate(children):
        for adult, kind in zip(adults, kinds, strict=False):
            rights = "yes" if kind == "parent" else "no"
            tie = (child.id, kind, rights, "Birth certificate", child.is_protected and kind == "grandparent", False)
            yield *fact(adult, child.known_on, child.worker), *tie
        for other in children[place + 1 :]:
            day = max(child.known_on, other.known_on)
            yield *fact(child, day, child.worker), other.id, "sibling", "", "", False, False
