"""Issued papers for partners' systems: exempt papers and papers under way are not there, by either lock."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from lippen.kernel.access import identify
from lippen.organisation.actions.subscriptions import subscribe
from lippen.organisation.models import Delivery, PartnerToken
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories as people
from lippen.organisation.vocabulary import Event
from lippen.reporting.actions import withdraw_paper
from lippen.reporting.models import Paper, SignedPaper
from lippen.reporting.tests.world import NOW, TODAY, World
from tests.house.row_security import switched_off

pytestmark = pytest.mark.django_db


def ask(secret: str, path: str):
    cache.clear()
    return Client().get(f"/api/v1/{path}", headers={"Authorization": f"Bearer {secret}"})


def listed(secret: str) -> list[str]:
    return [row["ref"] for row in ask(secret, "papers").json()["items"]]


def test_only_issued_papers_that_are_not_exempt_are_listed_whatever_else_the_token_may(there: World) -> None:
    assert listed(there.secret) == listed(there.plans_too) == [there.refs["issued"]]


@pytest.mark.parametrize("state", ["drafting", "exempt"])
@pytest.mark.parametrize("path", ["papers/{}", "papers/{}/files/pdf"])
def test_other_papers_answer_like_those_that_are_not_there(there: World, state: str, path: str) -> None:
    nothing = ask(there.secret, path.format("paper-nothing"))
    for secret in (there.secret, there.plans_too):
        answer = ask(secret, path.format(there.refs[state]))
        assert (answer.status_code, answer.content) == (404, nothing.content)


def test_by_the_locks_alone_a_token_finds_issued_papers_and_one_without_that_scope_none(there: World) -> None:
    by_scopes = {tuple(scopes): pk for scopes, pk in PartnerToken.objects.values_list("scopes", "account_id")}
    for scopes, found in ((("read_papers",), [there.refs["issued"]]), (("read_plans",), [])):
        with transaction.atomic():
            identify(people.Actor(account_id=by_scopes[scopes], person_id=None, name=""), today=TODAY)
            assert list(Paper._base_manager.values_list("ref", flat=True)) == found
            assert list(SignedPaper._base_manager.values_list("paper_ref", flat=True)) == found


def test_by_the_locks_alone_a_token_that_was_revoked_or_is_over_finds_nothing(there: World) -> None:
    kept = PartnerToken.objects.get(scopes=["read_papers"])
    actor = people.Actor(account_id=kept.account_id, person_id=None, name="")
    for day, change in ((kept.expires_on, {}), (kept.expires_on + timedelta(1), {}), (TODAY, {"revoked_at": NOW})):
        with transaction.atomic():
            PartnerToken.objects.filter(pk=kept.pk).update(**change)
            identify(actor, today=day)
            assert Paper._base_manager.exists() is (day == kept.expires_on)
            transaction.set_rollback(True)


def test_a_files_bytes_have_the_hash_that_the_paper_names(there: World) -> None:
    told = ask(there.secret, f"papers/{there.refs['issued']}").json()
    assert told["sha256"] and told["committee"]
    for file in told["files"]:
        content = ask(there.secret, file["url"].removeprefix("/api/v1/")).content
        assert hashlib.sha256(content).hexdigest() == file["sha256"]
    assert ask(there.secret, f"papers/{there.refs['issued']}/files/exe").status_code in {404, 422}


def test_a_token_for_plans_alone_reads_no_paper(there: World) -> None:
    assert ask(there.plans_alone, "papers").status_code == 403


@pytest.fixture(scope="module")
def off(there: World) -> Iterator[None]:
    """Row-level security is off: the queries stand alone."""
    with switched_off():
        yield


def test_with_row_level_security_off_the_queries_alone_hide_them(there: World, off) -> None:
    assert listed(there.secret) == [there.refs["issued"]]
    assert ask(there.secret, f"papers/{there.refs['exempt']}").status_code == 404


# --- a paper that was withdrawn ---

WHY = "A table counted some children twice."


def withdraw(there: World, ref: str) -> None:
    with there.as_(there.clerk) as actor:
        withdraw_paper(actor=actor, paper_ref=ref, reason=WHY, at=there.at())


@pytest.fixture
def withdrawn(there: World) -> Iterator[str]:
    """The issued paper, taken back for one test."""
    with transaction.atomic():
        withdraw(there, there.refs["issued"])
        yield there.refs["issued"]
        transaction.set_rollback(True)


def test_a_withdrawn_paper_is_listed_as_such_with_its_reason_and_without_files(there: World, withdrawn) -> None:
    (row,) = ask(there.secret, "papers").json()["items"]
    assert (row["ref"], row["withdrawn_on"], row["withdrawn_because"]) == (withdrawn, TODAY.isoformat(), WHY)
    told = ask(there.secret, f"papers/{withdrawn}").json()
    assert (told["withdrawn_because"], told["files"]) == (WHY, [])


def test_a_paper_that_stands_says_so(there: World) -> None:
    (row,) = ask(there.secret, "papers").json()["items"]
    assert (row["withdrawn_on"], row["withdrawn_because"]) == (None, "")


@pytest.mark.parametrize("kind", ["pdf", "docx", "html"])
def test_a_file_of_a_paper_that_was_withdrawn_is_gone_and_why_is_said(there: World, withdrawn, kind: str) -> None:
    answer = ask(there.secret, f"papers/{withdrawn}/files/{kind}")
    assert (answer.status_code, answer.headers["Content-Type"]) == (410, "application/problem+json")
    assert answer.json()["status"] == 410
    assert WHY in answer.json()["detail"]


def test_an_exempt_paper_that_was_withdrawn_stays_unheard_of(there: World) -> None:
    with transaction.atomic():
        withdraw(there, there.refs["exempt"])
        for path in ("papers/{}", "papers/{}/files/pdf"):
            nothing = ask(there.secret, path.format("paper-nothing"))
            assert ask(there.secret, path.format(there.refs["exempt"])).content == nothing.content
        transaction.set_rollback(True)


@pytest.mark.parametrize(("which", "told"), [("issued", 1), ("exempt", 0)])
def test_a_withdrawal_is_announced_to_the_systems_that_asked_for_it_and_none_of_an_exempt_paper(
    there: World, which: str, told: int
) -> None:
    with transaction.atomic():
        subscribe(
            actor=people.actor(there.authority, Role.ADMINISTRATOR),
            name="Neighbour",
            authority_id=there.authority.pk,
            url="http://127.0.0.1:9/none",
            events=[Event.PAPER_WITHDRAWN],
            at=NOW,
        )
        withdraw(there, there.refs[which])
        kept = list(Delivery.objects.all())
        assert [(each.event, each.subject_key) for each in kept] == [("paper.withdrawn", there.refs[which])][:told]
        assert all(WHY not in str(each.payload) for each in kept), "keys alone go out"
        transaction.set_rollback(True)
