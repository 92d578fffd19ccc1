"""Search over signed papers: all of them, by an index, and none that the asker may not read."""

from __future__ import annotations

import hashlib
import json
import os
from datetime import timedelta

import psycopg
import pytest
from django.db import connection

from lippen.kernel.ids import new_ref
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories
from lippen.reporting.models import Issue, Paper, PaperState, SignedPaper
from lippen.reporting.queries.searching import found_papers
from lippen.reporting.tests.world import NOW, World, world
from lippen.reporting.vocabulary import PaperStep
from lippen.server.setup import as_owner

pytestmark = pytest.mark.django_db
MANY = 230


def keep(there: World, number: int, words: str, *, exempt: bool = False) -> str:
    """A signed and issued paper of a few words, straight into its tables."""
    at = NOW + timedelta(minutes=number)
    owned = {"authority_id": there.authority.pk, "recorded_at": at, "recorded_by_id": there.author.account_id}
    content = json.dumps({"parts": [{"text": words}]}).encode()
    paper = Paper.objects.create(
        ref=new_ref("paper"),
        plan=there.plan,
        plan_ref=there.plan.ref,
        template_key="progress-report",
        template_version=1,
        subject=f"Paper {number}",
        authority_name="Braeside Council",
        report_by_words="Head of Social Services",
        **owned,
    )
    PaperState.objects.create(paper=paper, number=1, state=PaperStep.ISSUED, **owned)
    sha256 = hashlib.sha256(content + paper.ref.encode()).hexdigest()
    signed = SignedPaper.objects.create(
        paper=paper,
        paper_ref=paper.ref,
        exempt=exempt,
        content=content,
        sha256=sha256,
        signed_at=at,
        known_at=at,
        **owned,
    )
    Issue.objects.create(
        signed=signed,
        exempt=exempt,
        title=paper.subject,
        committee_name="Committee",
        meets_on=at.date(),
        issued_on=at.date(),
        bundle_sha256=sha256,
        **owned,
    )
    return paper.ref


@pytest.fixture
def there() -> World:
    return world(1)


def found(there: World, who: object, word: str) -> list[str]:
    with there.as_(who) as actor:
        return [each.key for each in found_papers(actor, (word,), most=20)]


def test_the_oldest_of_hundreds_of_signed_papers_is_found(there: World) -> None:
    with there.as_(there.author):
        oldest = keep(there, 0, "The lapwing nested early.")
        for number in range(1, MANY):
            keep(there, number, "Nothing of the kind.")
    for who in (there.author, there.clerk, factories.actor(there.authority, Role.OTHER_COUNCILLOR)):
        assert found(there, who, "lapwings") == [oldest]
        assert found(there, who, "lapw") == [oldest], "a beginning finds it too"


SEES_EXEMPT = {
    Role.PERFORMANCE_OFFICER: True,
    Role.COMMITTEE_CLERK: True,
    Role.COUNCILLOR_ON_COMMITTEE: True,
    Role.OTHER_COUNCILLOR: False,
}


@pytest.fixture
def hidden(there: World) -> str:
    """An exempt paper among open ones."""
    with there.as_(there.author):
        keep(there, 1, "Nothing of the kind.")
        return keep(there, 2, "The dotterel complaint.", exempt=True)


@pytest.mark.parametrize("role", SEES_EXEMPT)
def test_words_of_an_exempt_paper_are_found_by_those_who_may_read_it_alone(
    role: Role, there: World, hidden: str
) -> None:
    expected = [hidden] if SEES_EXEMPT[role] else []
    assert found(there, factories.actor(there.authority, role), "dotterel") == expected


@pytest.mark.parametrize("role", list(Role))
def test_no_post_of_another_council_finds_any_of_its_words(role: Role, there: World, hidden: str) -> None:
    stranger = factories.actor(factories.authority(), role)
    assert found(there, stranger, "dotterel") == found(there, stranger, "nothing") == []


def test_the_policies_alone_keep_an_exempt_paper_from_who_may_not_read_it(
    there: World, hidden: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The queries alone are proved in tests/api, with every policy off."""
    monkeypatch.setattr(type(SignedPaper.objects.all()), "visible_to", lambda rows, actor: rows)
    assert found(there, factories.actor(there.authority, Role.OTHER_COUNCILLOR), "dotterel") == []


def test_the_search_past_the_locks_answers_only_among_what_it_was_given(there: World, hidden: str) -> None:
    with there.as_(there.author):
        ids = list(SignedPaper.objects.order_by("id").values_list("pk", flat=True))
    with connection.cursor() as cursor:
        for among, expected in ((ids, [ids[1]]), (ids[:1], []), ([], [])):
            cursor.execute("select lippen_signed_papers_saying(%s, %s::bigint[])", ["'dotterel':*", among])
            assert cursor.fetchone()[0] == expected


def test_the_public_role_may_not_call_it(there: World, hidden: str) -> None:
    with (
        psycopg.connect(os.environ["LIPPEN_PUBLIC_URL"]) as public,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        public.execute("select lippen_signed_papers_saying('x', '{1}')")


def test_the_words_are_looked_up_in_their_index() -> None:
    asked = "explain select id from reporting_signedpaper where words @@ to_tsquery('english', 'dotterel')"
    with as_owner() as owner:
        owner.execute("set enable_seqscan = off")
        assert "signed_papers_by_words" in str(owner.execute(asked).fetchall())


def test_a_paper_of_more_words_than_an_index_entry_holds_is_signed_and_found(there: World) -> None:
    with there.as_(there.author):
        ref = keep(there, 1, "Turnstone first. " + " ".join(f"w{number}x{number * 7}" for number in range(90_000)))
    assert found(there, there.author, "turnstone") == [ref]
