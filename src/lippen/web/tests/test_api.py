"""What partners' systems may ask: with an open token, of its council, within its scope, and once for each key."""

from __future__ import annotations

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from lippen.improvement import actions
from lippen.improvement.models import Update
from lippen.improvement.tests.factories import NOW, TODAY, Cast, Which, cast, month
from lippen.improvement.tests.screens import signed_in, statements
from lippen.improvement.vocabulary import Audience, State
from lippen.kernel import access
from lippen.kernel.access import Permission
from lippen.kernel.errors import CannotDo, NotAllowed
from lippen.kernel.models import AuditEntry
from lippen.organisation.actions.tokens import make_token, revoke_token
from lippen.organisation.models import PartnerToken
from lippen.organisation.queries.tokens import tokens
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories as people
from lippen.organisation.vocabulary import Scope
from lippen.web.api.v1 import entry

pytestmark = pytest.mark.django_db
INTERNAL = "Robin Childsname is not to be named"


@pytest.fixture
def here(settings) -> Cast:
    settings.LIPPEN_TODAY = TODAY
    cache.clear()
    return cast()


def keeper(here: Cast, council=None) -> access.Actor:
    return people.actor(council or here.council, Role.ADMINISTRATOR)


def token(here: Cast, *scopes: Scope, council=None, days: int = 30) -> str:
    council = council or here.council
    given = {"name": "Health board", "authority_id": council.pk, "expires_on": TODAY + timedelta(days=days)}
    return make_token(actor=keeper(here, council), scopes=scopes or tuple(Scope), at=NOW, **given)


def ask(secret: str, path: str, **more: object):
    return Client().get(f"/api/v1/{path}", headers={"Authorization": f"Bearer {secret}"}, **more)


def send(secret: str, path: str, body: object, key: object = None):
    headers = {"Authorization": f"Bearer {secret}", "Idempotency-Key": str(key or uuid4())}
    text = body if isinstance(body, str) else json.dumps(body)
    return Client().post(f"/api/v1/{path}", text, content_type="application/json", headers=headers)


def update(**more: object) -> dict[str, object]:
    return {"so_on": TODAY.isoformat(), "paragraphs": ["Nurses are in the team."], **more}


def told(here: Cast) -> str:
    ref = here.action("Write the rota", dates={Which.TARGET: month(2012, 12)}, state=State.UNDER_WAY).ref
    for words, audience in ((INTERNAL, Audience.INTERNAL), ("Two rooms are ready.", Audience.COMMITTEE)):
        actions.write_update(
            actor=here.worker, action_ref=ref, paragraphs=[words], audience=audience, so_on=TODAY, at=NOW
        )
    return ref


def test_a_token_reads_plans_and_actions_of_its_council(here: Cast) -> None:
    ref, secret = told(here), token(here)
    (plan,) = ask(secret, "plans").json()["items"]
    assert (plan["title"], plan["actions"], plan["councils"]) == (here.plan.title, 1, [here.council.name])
    whole = ask(secret, f"plans/{plan['ref']}").json()
    assert whole == {**plan, "agreements": whole["agreements"]}
    (row,) = ask(secret, f"plans/{plan['ref']}/actions").json()["items"]
    assert (row["text"], row["leads"], row["target"]["last_day"]) == (
        "Write the rota",
        [here.worker.name],
        "2012-12-31",
    )
    before = ask(secret, f"plans/{plan['ref']}/actions?as_at=2012-06-01").json()
    assert (before["as_at"], before["items"]) == ("2012-06-01", [])
    story = ask(secret, f"actions/{ref}")
    assert [each["paragraphs"] for each in story.json()["updates"]] == [["Two rooms are ready."]]
    assert INTERNAL not in story.content.decode()


def test_a_plan_tells_everything_that_was_said_of_its_agreement_the_latest_first(here: Cast) -> None:
    secret, path = token(here), f"plans/{here.plan.ref}"
    before = ask(secret, path).json()["agreements"]
    for days, body in ((9, "The committee"), (2, "The council")):
        actions.agree_plan(
            actor=here.editor, plan_ref=here.plan.ref, so_on=TODAY - timedelta(days=days), at=NOW, body=body
        )
    told = ask(secret, path)
    latest, earlier, *others = told.json()["agreements"]
    assert [each["agreed_by"] for each in (latest, earlier)] == ["The council", "The committee"]
    assert latest["agreed_on"] == told.json()["agreed_on"] == (TODAY - timedelta(days=2)).isoformat()
    assert others == before and here.editor.name not in told.content.decode()


@pytest.mark.parametrize("path", ["plans", "plans/x", "plans/x/actions", "actions/x", "papers", "papers/x"])
def test_without_an_open_token_nothing_is_answered(here: Cast, path: str) -> None:
    secret = token(here, days=1)
    for given in ("", "lippen_" + "0" * 48, "é", "x" * 5000):
        refused = ask(given, path)
        assert (refused.status_code, refused.headers["Content-Type"]) == (401, "application/problem+json")
        assert "Bearer" in refused.headers["WWW-Authenticate"]
    admin = keeper(here)
    (row,) = tokens(admin, today=TODAY)
    assert ask(secret, path).status_code in {200, 404}
    revoke_token(actor=admin, token_ref=row.ref, at=NOW)
    assert ask(secret, path).status_code == 401


def test_a_token_ends_after_its_last_day(here: Cast, settings) -> None:
    secret = token(here, days=1)
    for days, status in ((1, 200), (2, 401)):
        settings.LIPPEN_TODAY = TODAY + timedelta(days=days)
        assert ask(secret, "plans").status_code == status


@pytest.mark.parametrize(
    ("path", "scope"),
    [("plans", Scope.READ_PLANS), ("plans/x", Scope.READ_PLANS), ("papers", Scope.READ_PAPERS)],
)
def test_a_token_does_only_what_it_was_made_for_and_refusals_are_audited(here: Cast, path, scope) -> None:
    refused = ask(token(here, *(set(Scope) - {scope})), path)
    assert (refused.status_code, refused.json()["title"]) == (403, "This token may not do that")
    assert AuditEntry.objects.filter(verb="refused.not_allowed", subject_kind__startswith="api:").count() == 1


def test_to_write_takes_its_own_scope(here: Cast) -> None:
    ref = told(here)
    assert send(token(here, Scope.READ_PLANS), f"actions/{ref}/updates", update()).status_code == 403
    assert send(token(here, Scope.WRITE_UPDATES), f"actions/{ref}/updates", update()).status_code == 201


def test_another_council_answers_like_what_is_not_there(here: Cast) -> None:
    ref = told(here)
    theirs = token(here, council=people.authority("Strathlairn Council"))
    nothing = ask(theirs, "actions/action-nothing")
    for path in (f"plans/{here.plan.ref}", f"plans/{here.plan.ref}/actions", f"actions/{ref}"):
        answer = ask(theirs, path)
        assert (answer.status_code, answer.content) == (404, nothing.content)
    assert send(theirs, f"actions/{ref}/updates", update()).status_code == 404
    assert ask(theirs, "plans").json()["items"] == []


def test_an_update_is_written_under_the_systems_name_and_audited(here: Cast) -> None:
    ref, secret = told(here), token(here)
    written = send(secret, f"actions/{ref}/updates", update())
    assert written.status_code == 201
    made = Update.objects.get(ref=written.json()["ref"])
    assert made.recorded_by_id == PartnerToken.objects.get().account_id
    assert AuditEntry.objects.get(verb="action.update_written", account_id=made.recorded_by_id)
    assert "Health board" in signed_in(here.worker).get(reverse("improvement:action", args=[ref])).content.decode()


def test_sent_again_under_the_same_key_it_stands_once_and_other_words_are_refused(here: Cast) -> None:
    ref, secret, key = told(here), token(here), uuid4()
    before = Update.objects.count()
    answers = [send(secret, f"actions/{ref}/updates", update(), key) for _ in range(3)]
    assert {(each.status_code, each.content) for each in answers} == {(201, answers[0].content)}
    assert Update.objects.count() == before + 1
    other = send(secret, f"actions/{ref}/updates", update(paragraphs=["Other words"]), key)
    assert (other.status_code, "another update before" in other.json()["detail"]) == (422, True)


def test_a_key_whose_update_was_refused_may_be_used_again(here: Cast) -> None:
    ref, secret, key = told(here), token(here), uuid4()
    tomorrow = (TODAY + timedelta(days=1)).isoformat()
    refused = send(secret, f"actions/{ref}/updates", update(so_on=tomorrow), key)
    assert (refused.status_code, refused.json()["errors"][0]["where"]) == (422, "body.so_on")
    assert send(secret, f"actions/{ref}/updates", update(), key).status_code == 201


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ("{", ""),
        ({}, "body.given.so_on"),
        (update(so_on="soon"), "body.given.so_on"),
        (update(paragraphs=[]), "body.given.paragraphs"),
        (update(paragraphs=["x" * 20_001]), "body.given.paragraphs.0"),
        (update(audience="everyone"), "body.given.audience"),
    ],
)
def test_what_is_wrong_is_said_at_its_place(here: Cast, body, where) -> None:
    refused = send(token(here), f"actions/{told(here)}/updates", body)
    assert refused.status_code in {400, 422}
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert [each["where"] for each in refused.json().get("errors", [])][:1] == ([where] if where else [])


@pytest.mark.parametrize(
    "query", ["page=0", "page=100001", "size=101", "size=x", "page=9999999999999999999999", "as_at=1800-01-01"]
)
def test_numbers_and_days_out_of_bounds_are_refused_in_words(here: Cast, query: str) -> None:
    refused = ask(token(here), f"plans/{here.plan.ref}/actions?{query}")
    assert (refused.status_code, refused.headers["Content-Type"]) == (422, "application/problem+json")
    assert refused.json()["errors"][0]["where"].startswith("query.")


def test_signs_that_no_address_may_hold_are_a_problem_too(here: Cast) -> None:
    for path in ("plans?page=%00", "plans/%00", "nothing/at/all"):
        refused = ask(token(here), path)
        assert (refused.status_code in {400, 404}, refused.headers["Content-Type"]) == (
            True,
            "application/problem+json",
        )
    wrong = Client().delete("/api/v1/plans")
    assert (wrong.status_code, wrong.headers["Allow"]) == (405, "GET, HEAD")


def test_too_many_requests_are_told_to_wait(here: Cast, monkeypatch) -> None:
    monkeypatch.setattr(entry, "MOST_A_MINUTE", 3)
    secret = token(here)
    answers = [ask(secret, "plans").status_code for _ in range(6)]
    assert (answers[0], answers[-1]) == (200, 429)
    assert ask(secret, "plans").headers["Retry-After"] == "60"


def test_pages_of_a_list_add_up(here: Cast) -> None:
    for number in range(7):
        here.action(f"Action {number}")
    secret, found = token(here), []
    for page in (1, 2, 3, 4):
        answer = ask(secret, f"plans/{here.plan.ref}/actions?size=3&page={page}").json()
        assert (answer["pages"], answer["found"]) == (3, 7)
        found += [row["text"] for row in answer["items"]]
    assert found == [f"Action {number}" for number in range(7)]


def test_reads_are_audited_under_the_tokens_account_and_its_use_is_noted(here: Cast) -> None:
    secret = token(here)
    ask(secret, "plans")
    entry_ = AuditEntry.objects.get(verb="api.plans")
    kept = PartnerToken.objects.get()
    assert (entry_.account_id, entry_.keys) == (kept.account_id, {"plans": [here.plan.ref]})
    assert kept.last_used_at is not None


def test_only_a_hash_of_the_token_is_kept(here: Cast) -> None:
    secret = token(here)
    ask(secret, "plans")
    everything = str(PartnerToken.objects.values().get()) + str(list(AuditEntry.objects.values()))
    assert secret not in everything


@pytest.mark.parametrize("path", ["plans", "plans/{plan}", "plans/{plan}/actions", "actions/{action}", "papers"])
def test_each_operation_asks_at_most_25_statements(here: Cast, path: str) -> None:
    ref, secret = told(here), token(here)
    for number in range(30):
        here.action(f"Action {number}")
    answer, count = statements(lambda: ask(secret, path.format(plan=here.plan.ref, action=ref)))
    assert (answer.status_code, count <= 25) == (200, True), count


# --- the tokens' pages ---


def form(**more: object) -> dict[str, object]:
    last = TODAY + timedelta(days=30)
    day = {"expires_on_day": last.day, "expires_on_month": last.month, "expires_on_year": last.year}
    return {"name": "Health board", "scopes": ["read_plans"], **day, **more}


def test_an_administrator_makes_a_token_that_is_shown_once_and_revokes_it(here: Cast) -> None:
    client = signed_in(keeper(here))
    sent = form(authority=here.council.pk, form_token=str(uuid4()))
    page = client.post(reverse("web:new_token"), sent)
    secret = page.content.decode().split('readonly value="')[1].split('"')[0]
    assert (ask(secret, "plans").status_code, page.headers["Cache-Control"]) == (200, "no-store")
    assert secret not in client.get(reverse("web:systems")).content.decode()
    again = client.post(reverse("web:new_token"), sent).content.decode()
    assert "shown once only" in again and PartnerToken.objects.count() == 1

    client.post(reverse("web:revoke_token", args=[PartnerToken.objects.get().ref]))
    assert ask(secret, "plans").status_code == 401
    assert "Revoked on" in client.get(reverse("web:systems")).content.decode()


def test_a_token_for_another_council_cannot_be_made_seen_or_revoked(here: Cast) -> None:
    token(here)
    stranger = keeper(here, people.authority("Strathlairn Council"))
    client = signed_in(stranger)
    assert "Health board" not in client.get(reverse("web:systems")).content.decode()
    assert client.post(reverse("web:revoke_token", args=[PartnerToken.objects.get().ref])).status_code == 404
    with pytest.raises(NotAllowed):
        given = {"name": "x", "authority_id": here.council.pk, "scopes": [Scope.READ_PLANS], "at": NOW}
        make_token(actor=stranger, expires_on=TODAY + timedelta(days=3), **given)


@pytest.mark.parametrize("days", [0, -1, 366 * 2 + 1])
def test_a_tokens_last_day_is_to_come_and_within_two_years(here: Cast, days: int) -> None:
    with pytest.raises(CannotDo):
        token(here, days=days)


def test_a_token_gives_its_bearer_no_permission_beyond_its_scopes(here: Cast) -> None:
    from lippen.organisation.queries.tokens import bearer_of

    bearer = bearer_of(token(here, Scope.READ_PAPERS), today=TODAY)
    assert bearer.actor.permissions == {Permission.READ_PAPER}
    assert bearer.actor.authority_ids == {here.council.pk}


def test_the_interfaces_page_names_every_operation(here: Cast) -> None:
    page = Client().get(reverse("api:page")).content.decode()
    for path, methods in Client().get(reverse("api:description")).json()["paths"].items():
        for method in methods:
            assert f"{method.upper()} {path}" in page
