"""Which searches go with those who are destroyed: found by names gathered once, as by holding each against each."""

from __future__ import annotations

import json
import random
from importlib import import_module

import pytest

from lippen.server.setup import as_owner

BEFORE = import_module("lippen.casework.migrations.0015_nothing_left")
NOW = import_module("lippen.casework.migrations.0020_no_further_than_needed")
NAMES = ("", "Mara", "Bo", "Box", "mara", "Quill", "Oldcase", "Mac", "MacAlder", "Birch")
PEOPLE, RUNS = 30, 300


def fill(owner, rng: random.Random) -> list[int]:
    """Searches of every kind, those whom some of them added, and what the trail says that they found; who is gone."""
    (first,) = owner.execute("select coalesce(max(id), 0) + 1000 from casework_searchrun").fetchone()
    people = range(first, first + PEOPLE)
    for number in range(first, first + RUNS):
        named = {"given_name": rng.choice(NAMES), "family_name": rng.choice(NAMES)}
        terms = rng.choice((named, {"words": f"{rng.choice(NAMES)} {rng.choice(NAMES)}"}, {}))
        owner.execute(
            """insert into casework_searchrun (id, recorded_at, recorded_by_id, ref, authority_id, terms, found)
            values (%s, now() - make_interval(days => %s), 1, %s, %s, %s, 0)""",
            [number, rng.choice((1, 100, 300, 400)), f"search-{number}", rng.choice((1, 1, 2)), json.dumps(terms)],
        )
        found = rng.choice(([], [f"known-{rng.choice(people)}"], [f"known-{rng.choice(people)}", "known-none"], None))
        if found is not None and rng.random() < 0.3:
            owner.execute(
                """insert into kernel_auditentry
                (at, verb, subject_kind, subject_key, keys, request_key, transaction, authority_ids)
                values (now(), 'search.made', 'casework.searchrun', %s, %s, '', 1, '{1}')""",
                [f"search-{number}", json.dumps({"found": found})],
            )
    for number in people:
        owner.execute(
            """insert into casework_knownperson
            (id, recorded_at, recorded_by_id, ref, authority_id, is_child, search_id, not_these, so_on)
            values (%s, now(), 1, %s, 1, true, %s, '{}', '2020-01-01')""",
            [number, f"known-{number}", number],
        )
        for _ in range(2):
            owner.execute(
                """insert into casework_personname
                (recorded_at, recorded_by_id, authority_id, person_id, so_on, given_name, family_name, kind)
                values (now(), 1, 1, %s, '2020-01-01', %s, %s, 'name')""",
                [number, rng.choice(NAMES), rng.choice(NAMES[1:])],
            )
    return rng.sample(people, rng.choice((1, 3, 8)))


@pytest.mark.django_db
def test_the_same_searches_are_condemned_as_before() -> None:
    sizes = []
    for seed in range(6):
        rng = random.Random(seed)
        with as_owner() as owner:
            owner.execute("set constraints all deferred")
            gone = fill(owner, rng)
            for these in (gone, []):
                ids = f"{{{','.join(map(str, these))}}}"
                owner.execute("select set_config('test.gone', %s, true)", [ids])
                asked = [
                    each.split("$$")[1].replace("public.condemned_people()", "current_setting('test.gone')::bigint[]")
                    for each in (BEFORE.SEARCHES, NOW.SEARCHES)
                ]
                then, now = (sorted(owner.execute(each).fetchone()[0]) for each in asked)
                assert then == now, seed
                sizes.append(len(now))
            owner.rollback()
    assert min(sizes) > 0 and len({*sizes}) > 6
