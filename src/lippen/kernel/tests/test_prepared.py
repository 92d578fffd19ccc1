from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import ProgrammingError, connection, transaction
from django.db.models import BooleanField, F
from django.db.models.expressions import RawSQL
from django.test.utils import CaptureQueriesContext

from lippen.kernel import prepared
from lippen.kernel.access import Actor, Permission
from lippen.kernel.models import AuditEntry
from lippen.kernel.prepared import NotForStandIns, part_of_statement, read_prepared, write_anew
from lippen.kernel.together import read_together

pytestmark = pytest.mark.django_db
AT = datetime(2012, 10, 17, 9, 30, 0, 250, tzinfo=UTC)
LATER = AT + timedelta(days=9)
A, B = "thing-a", "thing-b"


@pytest.fixture(autouse=True)
def anew():
    write_anew()
    yield
    write_anew()


def entry(key: str, at: datetime = AT, verb: str = "thing.done", **keys: object) -> AuditEntry:
    return AuditEntry.objects.create(at=at, verb=verb, subject_kind="thing", subject_key=key, keys=keys)


def entries(ids, until):
    found = AuditEntry.objects.filter(pk__in=ids, verb="thing.done")
    found = found.filter(at__lte=until) if until is not None else found
    return found.annotate(also=F("at")).order_by("subject_key"), AuditEntry.objects.filter(verb="thing.undone")


def keys(rows: list[AuditEntry]) -> list[str]:
    return [row.subject_key for row in rows]


@pytest.mark.parametrize("until", [None, AT, LATER])
@pytest.mark.parametrize("many", [0, 1, 2])
def test_it_reads_what_the_queries_read_by_themselves(until, many) -> None:
    ids = [entry(A, number=2**60, words="Ł “quoted”\n").pk, entry(B, LATER).pk][:many]
    entry("thing-c", verb="thing.undone")
    for _ in range(2):
        found, undone = read_prepared(entries, ids, until)
        own, _ = read_together(*entries(ids or [0], until))
        assert [(row.pk, row.keys, row.at, row.also) for row in found] == [
            (row.pk, row.keys, row.at, row.also) for row in own
        ]
        assert keys(undone) == ["thing-c"]


def test_the_same_shape_is_written_down_once_and_each_asks_one_statement() -> None:
    first, second = entry(A), entry(B, LATER)
    assert keys(read_prepared(entries, [first.pk], AT)[0]) == [A]
    with CaptureQueriesContext(connection) as seen:
        assert keys(read_prepared(entries, [second.pk], LATER)[0]) == [B]
        assert keys(read_prepared(entries, {second.pk}, AT)[0]) == []
    assert (len(seen.captured_queries), len(prepared._KEPT)) == (2, 1)
    read_prepared(entries, [first.pk, second.pk], AT)
    assert len(prepared._KEPT) == 2


def by_actor(actor, on):
    found = AuditEntry.objects.filter(account_id__in=actor.reach_of(Permission.READ_PLAN))
    mine = AuditEntry.objects.filter(account_id=actor.account_id) if actor.account_id else AuditEntry.objects.none()
    return found.filter(at__date__lte=on), mine


HERE = Actor(
    account_id=1,
    person_id=2,
    name="Morag",
    authority_ids=frozenset({11, 12}),
    permissions=frozenset({Permission.READ_PLAN}),
    reach=frozenset({(Permission.READ_PLAN, 12), (Permission.READ_PAPER, 11)}),
)


def sql_of(*given) -> str:
    with CaptureQueriesContext(connection) as seen:
        read_prepared(*given)
    return seen.captured_queries[0]["sql"] if seen.captured_queries else ""


def given_in(asked: str) -> list[object]:
    """What a statement that is kept under a name was given, from `EXECUTE name (…)`."""
    values = asked.partition("(")[2].removesuffix(")").split(", ")
    return [int(each) if each.isdigit() else each for each in values]


def test_an_actors_numbers_are_those_of_whoever_asks_now() -> None:
    other = replace(HERE, account_id=5, authority_ids=frozenset({21, 7}), reach=frozenset({(Permission.READ_PLAN, 21)}))
    for actor, reach in ((HERE, 12), (replace(HERE, account_id=4), 12), (other, 21)):
        asked = sql_of(by_actor, actor, date(2012, 10, 17))
        assert given_in(asked) == [reach, "'2012-10-17'::date", actor.account_id]
    assert len(prepared._KEPT) == 2, "whose rights lie otherwise asks otherwise"


def test_who_may_nothing_and_is_nobody_asks_nothing() -> None:
    nobody = Actor(account_id=None, person_id=None, name="")
    assert read_prepared(by_actor, nobody, date(2012, 10, 17)) == [[], []]
    assert sql_of(by_actor, nobody, date(2012, 10, 17)) == ""


@pytest.mark.parametrize(
    "build",
    [
        lambda on: (AuditEntry.objects.filter(at__date__gt=on - timedelta(days=7)),),
        lambda on: (AuditEntry.objects.filter(at__date__in=[on + timedelta(days=1)]),),
        lambda on: (AuditEntry.objects.filter(pk__in=list(AuditEntry.objects.values_list("pk", flat=True))),),
    ],
)
def test_queries_that_reckon_with_what_is_given_or_ask_meanwhile_are_refused(build) -> None:
    with pytest.raises(NotForStandIns):
        read_prepared(build, date(2012, 10, 17))


def test_a_number_that_was_changed_on_the_way_is_refused() -> None:
    with pytest.raises(NotForStandIns):
        read_prepared(lambda number: (AuditEntry.objects.filter(pk=number + 1),), 7)


def test_an_actor_whose_rights_lie_in_a_council_that_is_out_of_their_sight_asks_too() -> None:
    lens = replace(HERE, authority_ids=frozenset({12}), seats=frozenset({("head_of_service", 2)}))
    for actor in (lens, replace(lens, seats=frozenset({("head_of_service", 31)}))):
        assert given_in(sql_of(by_actor, actor, date(2012, 10, 17))) == [12, "'2012-10-17'::date", actor.account_id]
    assert len(prepared._KEPT) == 2, "which council it is next to their own is part of the shape"


# --- kept by the server process ---


def by_words(words, until):
    return (AuditEntry.objects.filter(verb__contains="50% of", subject_key=words, at__lte=until),)


def kept_by_server() -> list[str]:
    """The statements of ours that this connection's server process keeps."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements WHERE name LIKE 'lippen_%%'")
        return [statement for (statement,) in cursor.fetchall()]


def of_words() -> int:
    return sum("% of%" in statement for statement in kept_by_server())


def test_a_statement_is_planned_once_a_connection_and_outlasts_a_rollback() -> None:
    entry(A, verb="told 50% of it")
    for _ in range(3):
        with transaction.atomic():
            assert keys(read_prepared(by_words, A, AT)[0]) == [A]
            transaction.set_rollback(True)
    assert of_words() == 1
    assert read_prepared(by_words, B, AT) == [[]]
    assert of_words() == 1


def test_of_too_many_statements_the_one_that_waits_longest_is_let_go(monkeypatch) -> None:
    monkeypatch.setattr(prepared, "MOST_PLANNED", len(prepared._PLANNED.get(connection.connection, ())) + 1)
    first = entry(A, verb="told 50% of it")
    for _ in range(3):
        assert keys(read_prepared(by_words, A, AT)[0]) == [A]
        assert keys(read_prepared(entries, [first.pk], None)[0]) == []
        assert len(kept_by_server()) <= prepared.MOST_PLANNED


def test_what_fails_is_told_in_djangos_words_and_leaves_nothing_behind(monkeypatch) -> None:
    kept = prepared.Prepared("SELECT nothing FROM nowhere", (), ())
    with pytest.raises(ProgrammingError), transaction.atomic():
        prepared._planned(kept)
    assert kept.sql not in prepared._PLANNED[connection.connection]


def by_whom(actor):
    mine = AuditEntry.objects.filter(account_id__in=actor.reach_of(Permission.READ_PLAN), verb="thing.done")
    return mine.values("pk")


def test_a_part_is_written_down_once_for_a_shape_and_carries_each_ones_own_values() -> None:
    here = replace(HERE, reach=None)
    elsewhere = replace(here, account_id=3, person_id=4, authority_ids=frozenset({21, 22}))
    sql, params = part_of_statement(by_whom, here)
    with CaptureQueriesContext(connection) as seen:
        again, others = part_of_statement(by_whom, elsewhere)
    assert (again, len(prepared._PARTS), len(seen.captured_queries)) == (sql, 1, 0)
    assert ({*params}, {*others}) == ({11, 12, "thing.done"}, {21, 22, "thing.done"})
    assert sql.count("%s") == len(params)


def test_a_part_that_can_find_nothing_has_no_words() -> None:
    assert part_of_statement(by_whom, replace(HERE, reach=frozenset())) == ("", [])


def with_a_part(actor):
    sql, params = part_of_statement(by_whom, actor)
    return (AuditEntry.objects.filter(RawSQL(f"id IN ({sql})", params, BooleanField())),)


def test_a_part_may_stand_in_a_statement_that_is_prepared() -> None:
    here = replace(HERE, reach=None)
    elsewhere = replace(here, authority_ids=frozenset({21, 22}))
    assert [given_in(sql_of(with_a_part, actor)) for actor in (here, elsewhere)] == [[11, 12], [21, 22]]
    assert len(prepared._KEPT) == 1


def by_number(actor):
    return AuditEntry.objects.filter(pk__in=actor.reach_of(Permission.READ_PLAN), verb="thing.done").values("pk")


def with_a_part_for_each(actor):
    sql, params = part_of_statement(by_number, actor)
    once = RawSQL(f"id IN ({prepared.found_once(sql)})", params, BooleanField())
    shut = RawSQL(f"NOT id IN ({prepared.found_once(f'{sql} LIMIT 0')})", params, BooleanField())
    every = AuditEntry.objects
    return every.filter(once, verb="thing.done"), every.filter(once, shut).order_by("subject_key"), every.filter(shut)


def test_a_part_that_stands_in_many_tables_conditions_is_asked_once_a_statement() -> None:
    mine, others = entry(A), entry(B)
    here = replace(HERE, reach=None, authority_ids=frozenset({mine.pk}))
    elsewhere = replace(here, authority_ids=frozenset({others.pk}))
    for actor, key in ((here, A), (elsewhere, B), (here, A)):
        done, also, every = read_prepared(with_a_part_for_each, actor)
        assert (keys(done), keys(also), {*keys(every)} >= {A, B}) == ([key], [key], True)
    (kept,) = prepared._KEPT.values()
    assert [kept.sql.count(name) for name in ("once_1 (id) AS", "FROM once_1", "once_2 (id) AS", "FROM once_2")] == [
        *(1, 2),
        *(1, 2),
    ]
    assert prepared.count_prepared(with_a_part_for_each, here) == len(done) + len(also) + len(every)


def test_a_part_that_changes_what_it_is_given_is_refused() -> None:
    with pytest.raises(NotForStandIns):
        part_of_statement(lambda number: AuditEntry.objects.filter(pk=number + 1), 5)
