"""The restricted file of a complaint: each of its two locks with the other one off, by person, by post and by day."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from lippen.improvement import actions, queries
from lippen.improvement.models import FileAudience, RestrictedEntry, RestrictedFile
from lippen.kernel.access import Actor, identify
from lippen.kernel.errors import NotVisible
from lippen.kernel.models import AuditEntry
from lippen.organisation.models import PostHolding
from lippen.organisation.roles import Role
from lippen.reporting.tests.world import TODAY
from tests.house.councils import Councils, browser
from tests.house.row_security import switched_off
from tests.house.sourced import CANARY
from tests.house.test_record_states import ONE_TIME

TABLES = (RestrictedFile, FileAudience, RestrictedEntry)
COLLEAGUES = [Role.CHIEF_SOCIAL_WORK_OFFICER, Role.PERFORMANCE_OFFICER, Role.CHIEF_EXECUTIVE, Role.TEAM_LEADER]


@contextmanager
def undone(actor: Actor, *, today=TODAY) -> Iterator[None]:
    """What somebody does on a day, undone afterwards."""
    with transaction.atomic():
        identify(actor, today=today)
        yield
        transaction.set_rollback(True)


def rows(actor: Actor, *, today=TODAY) -> list[int]:
    """How many rows of each table the app's role finds in somebody's name, without the app's own checks."""
    with undone(actor, today=today):
        return [model._base_manager.count() for model in TABLES]


def seen(actor: Actor, *, today=TODAY) -> list[int]:
    """The same through the app's own checks."""
    with undone(actor, today=today):
        return [model.objects.visible_to(actor).count() for model in TABLES]


@pytest.fixture(scope="module")
def off(two: Councils) -> Iterator[None]:
    with switched_off():
        yield


def let(two: Councils, seer: actions.Seer, **given: object) -> None:
    """Whoever opened the file lets somebody see it; in the transaction of whoever asks next."""
    author = two.there.author
    identify(author, today=TODAY)
    actions.let_see(
        actor=author,
        file_ref=two.rooms["restricted"],
        seer=seer,
        reason="Advises",
        so_on=TODAY,
        at=two.there.at(),
        **given,
    )


# --- by the tables' own lock ---


@pytest.mark.parametrize("role", COLLEAGUES)
def test_by_its_lock_alone_a_colleague_who_is_not_named_finds_nothing(role, two) -> None:
    assert rows(two.ours[role]) == [0, 0, 0]


def test_by_its_lock_alone_whoever_holds_a_named_post_finds_it_while_they_hold_it(two) -> None:
    holder = two.ours[Role.TEAM_LEADER]
    with transaction.atomic():
        let(two, actions.Seer(post_id=next(iter(holder.post_ids))))
        identify(holder, today=TODAY)
        assert RestrictedFile._base_manager.count() == 1
        identify(holder, today=TODAY - timedelta(days=1))
        assert RestrictedFile._base_manager.count() == 0
        transaction.set_rollback(True)


def test_by_its_lock_alone_a_sight_ends_on_its_day(two) -> None:
    person = two.ours[Role.TEAM_LEADER]
    with transaction.atomic():
        let(two, actions.Seer(person_id=person.person_id), ends_on=TODAY + timedelta(days=3))
        for days, found in ((2, 1), (3, 0)):
            identify(person, today=TODAY + timedelta(days=days))
            assert RestrictedFile._base_manager.count() == found
        transaction.set_rollback(True)


def test_by_its_lock_alone_a_sight_that_was_ended_shows_nothing_more(two) -> None:
    person = two.ours[Role.HEAD_OF_SERVICE]
    with transaction.atomic():
        identify(two.there.author, today=TODAY)
        actions.let_see_no_longer(
            actor=two.there.author,
            file_ref=two.rooms["restricted"],
            seer=actions.Seer(person_id=person.person_id),
            so_on=TODAY,
            at=two.there.at(),
        )
        identify(person, today=TODAY)
        assert [model._base_manager.count() for model in TABLES] == [0, 0, 0]
        transaction.set_rollback(True)


def test_by_its_lock_alone_nobody_names_themselves(two) -> None:
    stranger = two.ours[Role.PERFORMANCE_OFFICER]
    with undone(two.there.author):
        file_id = RestrictedFile.objects.get().pk
    given = {"file_id": file_id, "person_id": stranger.person_id, "authority_id": two.there.authority.pk}
    with pytest.raises(DatabaseError, match="row-level security"), undone(stranger):
        FileAudience.objects.create(
            **given, number=1, so_on=TODAY, recorded_at=two.there.at(), recorded_by_id=stranger.account_id
        )


def test_by_its_lock_alone_nobody_names_themselves_for_a_file_to_come(two) -> None:
    stranger = two.ours[Role.PERFORMANCE_OFFICER]
    given = {"file_id": 999_999, "person_id": stranger.person_id, "authority_id": two.there.authority.pk}
    with pytest.raises(DatabaseError), transaction.atomic():
        identify(stranger, today=TODAY)
        FileAudience.objects.bulk_create(
            [
                FileAudience(
                    **given, number=1, so_on=TODAY, recorded_at=two.there.at(), recorded_by_id=stranger.account_id
                )
            ],
            ignore_conflicts=True,
        )
        connection.check_constraints()


# --- by the app's own lock ---


@pytest.mark.parametrize("role", COLLEAGUES)
def test_with_row_level_security_off_a_colleague_who_is_not_named_is_shown_nothing(role, two, off) -> None:
    assert rows(two.ours[role]) != [0, 0, 0], "row-level security is on: this proves nothing"
    assert seen(two.ours[role]) == [0, 0, 0]


def test_with_row_level_security_off_whoever_is_named_is_shown_all_of_it(two, off) -> None:
    assert seen(two.ours[Role.HEAD_OF_SERVICE]) == [1, 3, 1]
    assert seen(two.there.author) == [1, 3, 1]


def test_with_row_level_security_off_a_post_and_a_day_count_as_they_do_by_the_tables_lock(two, off) -> None:
    holder = two.ours[Role.TEAM_LEADER]
    with transaction.atomic():
        let(two, actions.Seer(post_id=next(iter(holder.post_ids))), ends_on=TODAY + timedelta(days=3))
        for days, found in ((-1, 0), (0, 1), (2, 1), (3, 0)):
            identify(holder, today=TODAY + timedelta(days=days))
            assert RestrictedFile.objects.visible_to(holder).count() == found
        transaction.set_rollback(True)


@pytest.mark.parametrize("role", COLLEAGUES)
def test_with_row_level_security_off_no_query_and_no_action_lets_a_colleague_in(role, two, off) -> None:
    actor, ref = two.ours[role], two.rooms["restricted"]
    with undone(actor):
        assert queries.restricted_files(actor) == ()
        with pytest.raises(NotVisible):
            queries.restricted_file(actor, ref)
        with pytest.raises(NotVisible):
            queries.restricted_document(actor, ref, two.rooms["entry"])
        with pytest.raises(NotVisible):
            actions.add_to_restricted_file(actor=actor, file_ref=ref, words="In", so_on=TODAY, at=two.there.at())
        with pytest.raises(NotVisible):
            actions.let_see(
                actor=actor,
                file_ref=ref,
                seer=actions.Seer(person_id=actor.person_id),
                reason="Mine",
                so_on=TODAY,
                at=two.there.at(),
            )


# --- in the browser ---

PAGES = ("", "/add", "/audience", "/audience/end")


@pytest.mark.parametrize("room", PAGES)
def test_for_a_colleague_a_restricted_file_answers_exactly_like_one_that_is_not_there(room, two) -> None:
    client = browser(two.ours[Role.CHIEF_SOCIAL_WORK_OFFICER])
    theirs, nothing = (answer(client, ref, room) for ref in (two.rooms["restricted"], "restricted-nothing1"))
    assert theirs == nothing
    assert theirs[0] == 404


def answer(client: Client, ref: str, room: str) -> tuple[int, str]:
    """What a browser is told, without the words of the address."""
    got = client.get(f"/plans/restricted/{ref}{room}")
    return got.status_code, ONE_TIME.sub("", got.content.decode()).replace(ref, "")


def test_whoever_is_named_reads_the_file_and_each_reading_is_audited(two) -> None:
    reader = two.ours[Role.HEAD_OF_SERVICE]
    client, ref, entry = browser(reader), two.rooms["restricted"], two.rooms["entry"]
    page = client.get(f"/plans/restricted/{ref}")
    assert CANARY in page.content.decode()
    document = client.get(f"/plans/restricted/{ref}/documents/{entry}")
    assert document.content == CANARY.encode()
    looked = AuditEntry.objects.filter(account_id=reader.account_id, verb__startswith="restricted.read")
    assert list(looked.order_by("id").values_list("verb", "subject_key")) == [
        ("restricted.read", ref),
        ("restricted.read_document", entry),
    ]


@pytest.mark.parametrize("role", [Role.HEAD_OF_SERVICE, Role.PERFORMANCE_OFFICER])
def test_nothing_of_a_restricted_file_stands_on_any_page_of_the_plans(role, two, caplog) -> None:
    client, plan, source = browser(two.ours[role]), two.there.plan.ref, two.rooms["open_restricted"]
    pages = [
        "/plans/",
        "/plans/sources",
        f"/plans/sources/{source}",
        f"/plans/sources/{source}/csv",
        *(f"/plans/{plan}{room}" for room in ("", "/print", "/operational", "/changes", "/sources", "/framework")),
        *(f"/plans/{plan}{room}" for room in ("/dependencies", "/versions", "/compare")),
        f"/plans/{plan}?words={CANARY}",
        "/papers/",
        *(f"/papers/{ref}" for ref in two.papers.values()),
        "/",
    ]
    is_named = role is Role.HEAD_OF_SERVICE
    for url in pages:
        got = client.get(url)
        told = got.content.decode().replace(f'value="{CANARY}"', "").replace(f"words={CANARY}", "")
        may_stand = is_named and url in {"/plans/sources", f"/plans/sources/{source}"}  # the way to the file
        assert got.status_code in {200, 404}, url
        assert may_stand or CANARY not in told, url
    assert CANARY not in caplog.text


def test_nothing_of_a_restricted_file_stands_in_an_export_or_a_paper_of_the_plan(two) -> None:
    from lippen.improvement import exports
    from lippen.reporting import queries as papers

    author = two.there.author
    with undone(author):
        plan = queries.plan(author, two.there.plan.ref)
        tied = queries.plan_ties(author, plan, today=TODAY).by_action
        rows_of_plan = queries.plan_actions(author, plan.id, today=TODAY)
        for kind in exports.MEDIA_TYPES:
            content = exports.built(kind, rows_of_plan, title=plan.title, tied=tied)
            assert CANARY.encode() not in content
        for state in ("signed", "issued"):
            signed = papers.signed_paper(author, two.papers[state])
            assert CANARY not in repr(signed)


def test_nothing_of_a_restricted_file_stands_in_the_audit_trail(two) -> None:
    assert not AuditEntry.objects.filter(keys__icontains=CANARY).exists()
    assert not AuditEntry.objects.filter(subject_key__icontains=CANARY).exists()


def test_the_last_who_sees_a_file_cannot_end_their_own_sight(two) -> None:
    from lippen.kernel.errors import CannotDo

    author, ref = two.there.author, two.rooms["restricted"]
    with transaction.atomic():
        identify(author, today=TODAY)
        given = {"actor": author, "file_ref": ref, "so_on": TODAY, "at": two.there.at()}
        named = two.ours[Role.HEAD_OF_SERVICE].person_id
        actions.let_see_no_longer(seer=actions.Seer(person_id=named), **given)
        with pytest.raises(CannotDo, match="Nobody else would see"):
            actions.let_see_no_longer(seer=actions.Seer(person_id=author.person_id), **given)
        transaction.set_rollback(True)


def post_of(two: Councils, role: Role = Role.PERFORMANCE_OFFICER) -> list[actions.Seer]:
    """The post that somebody of ours holds."""
    return [actions.Seer(post_id=next(iter(two.ours[role].post_ids)))]


def test_a_file_is_opened_for_a_post_so_that_it_outlives_whoever_opened_it(two) -> None:
    from lippen.kernel.errors import CannotDo

    author, named = two.there.author, actions.Seer(person_id=two.ours[Role.HEAD_OF_SERVICE].person_id)
    given = {"source_ref": two.rooms["open_restricted"], "title": "Apart", "so_on": TODAY, "at": two.there.at()}
    with undone(author):
        for seers in ([], [named]):
            with pytest.raises(CannotDo, match="Name a post"):
                actions.open_restricted_file(actor=author, seers=seers, **given)
        actions.open_restricted_file(actor=author, seers=post_of(two), **given)


def test_nobody_counts_as_seeing_a_file_who_has_left(two) -> None:
    from lippen.kernel.errors import CannotDo

    author, head = two.there.author, two.ours[Role.HEAD_OF_SERVICE]
    with transaction.atomic():
        identify(author, today=TODAY)
        PostHolding.objects.filter(person_id=head.person_id).update(ends_on=TODAY)
        with pytest.raises(CannotDo, match="Nobody else would see"):
            actions.let_see_no_longer(
                actor=author,
                file_ref=two.rooms["restricted"],
                seer=actions.Seer(person_id=author.person_id),
                so_on=TODAY,
                at=two.there.at(),
            )
        transaction.set_rollback(True)


def test_the_last_post_that_sees_a_file_keeps_it_until_another_is_named(two) -> None:
    from lippen.kernel.errors import CannotDo

    author = two.there.author
    with transaction.atomic():
        identify(author, today=TODAY)
        (held,) = FileAudience.objects.filter(file__ref=two.rooms["restricted"], post__isnull=False)
        given = {"actor": author, "file_ref": two.rooms["restricted"], "so_on": TODAY, "at": two.there.at()}
        with pytest.raises(CannotDo, match="No post would see"):
            actions.let_see_no_longer(seer=actions.Seer(post_id=held.post_id), **given)
        (other,) = post_of(two, Role.TEAM_LEADER)
        let(two, other)
        actions.let_see_no_longer(seer=actions.Seer(post_id=held.post_id), **given)
        transaction.set_rollback(True)


def test_a_source_that_is_no_complaint_has_no_restricted_file(two) -> None:
    from lippen.kernel.errors import CannotDo

    author = two.there.author
    with undone(author), pytest.raises(CannotDo, match="Only a complaint"):
        actions.open_restricted_file(
            actor=author,
            source_ref=two.rooms["source"],
            title="Apart",
            seers=post_of(two),
            so_on=TODAY,
            at=two.there.at(),
        )


def test_a_colleague_may_open_a_file_of_their_own_and_learns_of_no_other(two) -> None:
    colleague = two.ours[Role.CHIEF_SOCIAL_WORK_OFFICER]
    with undone(colleague):
        made = actions.open_restricted_file(
            actor=colleague,
            source_ref=two.rooms["open_restricted"],
            title="Mine",
            seers=post_of(two),
            so_on=TODAY,
            at=two.there.at(),
        )
        assert [row.ref for row in queries.restricted_files(colleague)] == [made.ref]
