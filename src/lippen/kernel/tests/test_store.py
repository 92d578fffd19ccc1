"""Files: the same bytes once, and only for their own authority."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from lippen.kernel.access import Actor, identify
from lippen.kernel.errors import CannotDo, NotVisible
from lippen.kernel.files.store import MOST_BYTES, keep_file, read_file
from lippen.kernel.models import FileContent, StoredFile
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
TODAY = date(2026, 11, 2)


def someone() -> Actor:
    return factories.actor(factories.authority(), Role.TEAM_LEADER, on=TODAY)


def keep(actor: Actor, content: bytes = b"evidence") -> StoredFile:
    identify(actor, today=TODAY)
    (authority_id,) = actor.authority_ids
    return keep_file(
        actor=actor, name="note.txt", content=content, media_type="text/plain", authority_id=authority_id, at=AT
    )


def test_a_file_is_read_back_as_it_was_given() -> None:
    worker = someone()
    assert read_file(worker, keep(worker).ref) == b"evidence"


def test_the_same_bytes_are_stored_once() -> None:
    worker = someone()
    keep(worker), keep(worker)
    assert FileContent.objects.count() == 1


def test_a_stranger_is_told_that_there_is_no_such_file() -> None:
    ref, stranger = keep(someone()).ref, someone()
    with pytest.raises(NotVisible):
        read_file(stranger, ref)


def test_row_level_security_hides_file_and_bytes_without_the_apps_checks() -> None:
    keep(someone())
    identify(someone(), today=TODAY)
    assert (StoredFile.objects.count(), FileContent.objects.count()) == (0, 0)


def test_a_file_at_the_limit_is_kept_and_one_byte_more_is_refused() -> None:
    worker = someone()
    assert keep(worker, b"x" * MOST_BYTES).size == MOST_BYTES
    with pytest.raises(CannotDo, match="larger than 20 MB"):
        keep(worker, b"x" * (MOST_BYTES + 1))
