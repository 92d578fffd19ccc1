"""The public role reads what was issued and is not exempt, and nothing else."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connections

from lippen.kernel.errors import NotVisible
from lippen.reporting import actions, queries
from lippen.reporting.tests.world import world

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "public"])


def test_the_public_reads_an_issued_paper_and_neither_an_exempt_nor_an_unissued_one() -> None:
    there = world(actions_in_each_theme=1)
    ref = there.signed()
    assert queries.public_papers() == ()
    with pytest.raises(NotVisible):
        queries.public_file(ref, "pdf")
    there.issue(ref)
    (found,) = queries.public_papers()
    assert (found.ref, found.title) == (ref, "Long-term team: progress")
    assert queries.public_file(ref, "pdf").startswith(b"%PDF")
    exempt = there.opened().ref
    there.fill(exempt)
    with there.as_(there.author) as actor:
        actions.answer(
            actor=actor, paper_ref=exempt, question="exempt", ticked=["yes"], note="A family is named.", at=there.at()
        )
    there.send(exempt)
    there.approve(there.head, exempt)
    there.approve(there.chief, exempt)
    there.issue(exempt)
    with connections["public"].cursor() as cursor:
        cursor.execute("select paper_ref from reporting_signedpaper")
        assert cursor.fetchall() == [(ref,)]
        cursor.execute("select count(*) from reporting_signedfile")
        assert cursor.fetchone() == (3,)
    with connections["public"].cursor() as cursor, pytest.raises(DatabaseError, match="permission denied"):
        cursor.execute("select * from reporting_papertext")
