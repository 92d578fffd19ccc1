"""Typed text is never lost, and a form is sent once."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.db import connection

from lippen.kernel.access import Actor, forget, identify
from lippen.kernel.drafts import discard_draft, draft_for, once, save_draft
from lippen.kernel.errors import CannotDo
from lippen.kernel.models import Draft
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
TODAY = date(2026, 11, 2)


@pytest.fixture
def worker() -> Actor:
    council = factories.authority()
    someone = factories.actor(council, Role.SOCIAL_WORKER, on=TODAY)
    identify(someone, today=TODAY)
    return someone


def save(actor: Actor, version: int, words: str = "half a sen") -> int:
    return save_draft(actor, "update", "action-1", fields={"words": words}, version=version, at=AT)


def test_a_draft_is_kept_and_found_again(worker: Actor) -> None:
    assert save(worker, 0) == 1
    assert draft_for(worker, "update", "action-1").fields == {"words": "half a sen"}


def test_saving_over_the_version_one_saw_gives_the_next_version(worker: Actor) -> None:
    assert save(worker, save(worker, 0)) == 2


def test_a_second_tab_never_overwrites_the_first(worker: Actor) -> None:
    save(worker, save(worker, 0, "first tab"), "first tab again")
    with pytest.raises(CannotDo):
        save(worker, 1, "second tab")
    assert draft_for(worker, "update", "action-1").fields == {"words": "first tab again"}


def test_two_tabs_that_both_start_afresh_do_not_overwrite(worker: Actor) -> None:
    save(worker, 0, "first tab")
    with pytest.raises(CannotDo):
        save(worker, 0, "second tab")


def test_a_discarded_draft_is_gone(worker: Actor) -> None:
    save(worker, 0)
    discard_draft(worker, "update", "action-1")
    assert draft_for(worker, "update", "action-1") is None


def test_a_draft_too_long_to_keep_is_refused_in_words(worker: Actor) -> None:
    save(worker, 0, "a" * 200_000)
    with pytest.raises(CannotDo, match="too long"):
        save(worker, 1, "a" * 200_001)


def test_row_level_security_hides_a_draft_from_a_colleague_without_the_apps_checks(worker: Actor) -> None:
    save(worker, 0)
    colleague = factories.actor(factories.authority(), Role.SOCIAL_WORKER, on=TODAY)
    identify(colleague, today=TODAY)
    assert list(Draft.objects.all()) == []


@pytest.mark.django_db(transaction=True)
def test_with_no_actor_set_no_draft_is_seen() -> None:
    from django.db import transaction

    with transaction.atomic():
        someone = factories.actor(factories.authority(), Role.SOCIAL_WORKER, on=TODAY)
        identify(someone, today=TODAY)
        save(someone, 0)
    with transaction.atomic():
        assert Draft.objects.count() == 0


def test_after_leaving_the_page_nothing_is_seen(worker: Actor) -> None:
    save(worker, 0)
    forget()
    assert Draft.objects.count() == 0


def test_a_form_token_works_once(worker: Actor) -> None:
    token = uuid4()
    assert once(worker, token, at=AT)
    assert not once(worker, token, at=AT)


def test_a_token_that_is_no_token_counts_as_used(worker: Actor) -> None:
    assert not once(worker, "not-a-uuid", at=AT)


def test_the_site_is_no_superuser_and_owns_nothing() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select usesuper, usebypassrls from pg_user where usename = current_user")
        assert cursor.fetchone() == (False, False)
        cursor.execute("select count(*) from pg_tables where schemaname = 'public' and tableowner = current_user")
        assert cursor.fetchone() == (0,)


def test_characters_that_cannot_be_kept_are_left_out_and_the_rest_is_not_lost(worker: Actor) -> None:
    assert save(worker, save(worker, 0), "half\0 a sentence") == 2
    assert draft_for(worker, "update", "action-1").fields == {"words": "half a sentence"}
