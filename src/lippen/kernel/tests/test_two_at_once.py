"""Two tabs, two devices, two people, on two connections: nothing that was acknowledged is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.db import transaction

from lippen.kernel.access import Actor, identify
from lippen.kernel.drafts import draft_for, once, save_draft
from lippen.kernel.errors import CannotDo
from lippen.kernel.files.store import keep_file
from lippen.kernel.models import Draft, FileContent, StoredFile
from lippen.kernel.tests.two_connections import both
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories

pytestmark = pytest.mark.django_db(transaction=True)
AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
TODAY = date(2026, 11, 2)


@pytest.fixture
def worker() -> Actor:
    return factories.actor(factories.authority(), Role.SOCIAL_WORKER, on=TODAY)


def as_(actor: Actor, ask: Callable[[], object]) -> Callable[[], object]:
    def asked() -> object:
        identify(actor, today=TODAY)
        return ask()

    return asked


def save(actor: Actor, version: int, words: str) -> Callable[[], object]:
    fields = {"words": words}
    return as_(actor, lambda: save_draft(actor, "update", "action-1", fields=fields, version=version, at=AT))


def kept(actor: Actor) -> dict[str, str]:
    with transaction.atomic():
        identify(actor, today=TODAY)
        return draft_for(actor, "update", "action-1").fields


def test_of_two_tabs_that_both_start_a_draft_the_second_is_told_and_the_first_is_kept(worker: Actor) -> None:
    first, second = both(save(worker, 0, "first tab"), save(worker, 0, "second tab"))
    assert first == 1
    assert isinstance(second, CannotDo)
    assert kept(worker) == {"words": "first tab"}


def test_of_two_tabs_that_save_over_the_same_version_the_second_is_told(worker: Actor) -> None:
    with transaction.atomic():
        save(worker, 0, "begun")()
    first, second = both(save(worker, 1, "first tab"), save(worker, 1, "second tab"))
    assert first == 2
    assert isinstance(second, CannotDo)
    assert kept(worker) == {"words": "first tab"}


def test_two_people_who_write_the_same_form_keep_a_draft_each(worker: Actor) -> None:
    colleague = factories.actor(factories.authority(), Role.SOCIAL_WORKER, on=TODAY)
    assert both(save(worker, 0, "mine"), save(colleague, 0, "theirs")) == (1, 1)
    assert (kept(worker), kept(colleague)) == ({"words": "mine"}, {"words": "theirs"})


def test_a_form_that_is_sent_twice_at_once_counts_once(worker: Actor) -> None:
    token = uuid4()
    send = as_(worker, lambda: once(worker, token, at=AT))
    assert both(send, send) == (True, False)


def test_the_same_bytes_given_twice_at_once_are_stored_once_and_named_twice(worker: Actor) -> None:
    (authority_id,) = worker.authority_ids
    given = {"content": b"minutes", "media_type": "text/plain", "authority_id": authority_id, "at": AT}
    keep = as_(worker, lambda: keep_file(actor=worker, name="minutes.txt", **given).ref)
    first, second = both(keep, keep)
    with transaction.atomic():
        identify(worker, today=TODAY)
        assert set(StoredFile.objects.values_list("ref", flat=True)) == {first, second}
        assert FileContent.objects.count() == 1
        assert Draft.objects.count() == 0
