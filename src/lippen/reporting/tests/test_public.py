"""The public role reads what was issued and is not exempt, and nothing else."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connections

from lippen.kernel.errors import NotVisible
from lippen.reporting import queries
from lippen.reporting.tests.world import world

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "public"])


def test_the_public_reads_an_issued_paper_and_neither_an_exempt_nor_an_unissued_one() -> None:
    there = world(actions_in_each_theme=1)
    there.turn_register_on()
    ref = there.signed()
    assert queries.public_register() == ()
    with pytest.raises(NotVisible):
        queries.public_bytes(ref, "pdf")
    there.issue(ref)
    (found,) = queries.public_register()
    assert (found.ref, found.title) == (ref, "Long-term team: progress")
    assert queries.public_bytes(ref, "pdf").startswith(b"%PDF")
    exempt = there.opened().ref
    there.fill(exempt)
    there.exempt(exempt)
    there.send(exempt)
    there.approve(there.head, exempt)
    there.approve(there.chief, exempt)
    there.accept(exempt)
    there.issue(exempt)
    with connections["public"].cursor() as cursor:
        cursor.execute("select paper_ref from reporting_signedpaper")
        assert cursor.fetchall() == [(ref,)]
        cursor.execute("select count(*) from reporting_signedfile")
        assert cursor.fetchone() == (3,)
    with connections["public"].cursor() as cursor, pytest.raises(DatabaseError, match="permission denied"):
        cursor.execute("select * from reporting_papertext")
