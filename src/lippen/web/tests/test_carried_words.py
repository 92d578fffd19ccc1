"""What was typed outlives the session it was typed in."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.test import Client
from django.urls import reverse

from lippen.improvement.models import Update
from lippen.improvement.tests import factories
from lippen.organisation.models import Account
from lippen.web.carried import SIGNED_OUT, TOO_OLD, Carried

pytestmark = pytest.mark.django_db
TODAY = factories.TODAY
WORDS = '\nThe group met <b>twice</b>.\nIt "agreed" & closed.'
ORIGIN = {"headers": {"origin": "http://testserver"}}


def fields_of(answer) -> dict[str, str]:
    form = BeautifulSoup(answer.content, "html.parser").select_one("form.lippen-form")
    sent = {each["name"]: each.get("value", "") for each in form.select("input[name]")}
    return sent | {each["name"]: each.text.removeprefix("\n") for each in form.select("textarea")}


@pytest.fixture
def cast(settings) -> factories.Cast:
    settings.LIPPEN_TODAY = TODAY
    return factories.cast()


@pytest.mark.parametrize(
    ("name", "label"),
    [("over_limit_why", "Over limit why"), ("means_19", "What you wrote"), ("too_7", "What you wrote")],
)
def test_no_number_of_ours_stands_over_what_somebody_wrote(name: str, label: str) -> None:
    assert Carried(name, "She saw it too", is_words=True).label == label


def enter(client: Client, cast: factories.Cast) -> None:
    client.force_login(Account.objects.get(pk=cast.worker.account_id))


def address(cast: factories.Cast) -> str:
    return reverse("improvement:write_update", args=[cast.action().ref])


def written(client: Client, where: str) -> dict[str, str]:
    """The form as it was opened, with words typed over it."""
    form = BeautifulSoup(client.get(where).content, "html.parser").select_one("form.lippen-form")
    hidden = {each["name"]: each.get("value", "") for each in form.select("input[type=hidden]")}
    parts = {f"so_on_{n}": part for n, part in (("day", TODAY.day), ("month", TODAY.month), ("year", TODAY.year))}
    return {**hidden, "so_on": "yesterday", **parts, "audience": "internal", "words": WORDS}


def test_words_sent_after_the_session_ended_come_back_and_stand_once_when_sent_again(cast) -> None:
    client = Client(enforce_csrf_checks=True)
    enter(client, cast)
    where = address(cast)
    typed = written(client, where)
    del client.cookies[settings.SESSION_COOKIE_NAME]

    out = client.post(where, typed)
    assert out.status_code == 401 and out.headers["Cache-Control"] == "no-store"
    text = out.content.decode()
    assert SIGNED_OUT in text and "<b>twice</b>" not in text
    back = fields_of(out)
    assert back["words"] == WORDS and back["form_token"] == typed["form_token"]

    client.cookies.pop(settings.CSRF_COOKIE_NAME)
    enter(client, cast)
    again = client.post(where, back, **ORIGIN)
    assert again.status_code == 403 and TOO_OLD in again.content.decode()
    sent = fields_of(again)
    assert sent["words"] == WORDS
    for _ in range(2):
        assert client.post(where, sent, **ORIGIN).status_code == 302
    assert Update.objects.count() == 1


def test_words_that_another_site_sends_are_given_no_button(cast) -> None:
    client = Client(enforce_csrf_checks=True)
    for headers in ({}, {"origin": "https://elsewhere.example"}, {"origin": "null"}):
        answer = client.post(address(cast), {"words": "Not from here"}, headers=headers)
        assert answer.status_code == 403 and "Not from here" not in answer.content.decode()


def test_a_password_is_never_carried_back() -> None:
    client = Client(enforce_csrf_checks=True)
    for name in ("account_login", "account_change_password"):
        answer = client.post(reverse(name), {"password": "three unusual words 7", "login": "a b"}, **ORIGIN)
        assert answer.status_code == 403 and "unusual" not in answer.content.decode()


def test_a_post_without_words_still_goes_to_the_sign_in_page(client, cast) -> None:
    assert client.post(address(cast), {"form_token": "x"}).headers["Location"].startswith(reverse("account_login"))


def test_words_past_the_limit_are_told_how_long_they_may_be(client, cast) -> None:
    enter(client, cast)
    answer = client.post(address(cast), {"words": "w" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)})
    assert answer.status_code == 413 and "about 3 million characters" in answer.content.decode()


def test_a_double_click_ends_on_the_plain_confirmation(client, cast) -> None:
    enter(client, cast)
    where = address(cast)
    typed = written(client, where)
    ends = [client.post(where, typed, follow=True) for _ in range(2)]
    assert Update.objects.count() == 1
    for end in ends:
        assert "Your update stands in the action" in end.content.decode()
        assert "already" not in str(*end.context["messages"])


def test_other_words_under_a_used_token_are_kept_and_stand_when_sent_again(client, cast) -> None:
    enter(client, cast)
    where = address(cast)
    typed = written(client, where)
    client.post(where, typed)
    shown = client.post(where, {**typed, "words": "Something else happened."})
    assert shown.status_code == 200 and "with other answers" in shown.content.decode()
    assert Update.objects.count() == 1
    back = fields_of(shown)
    assert back["words"] == "Something else happened." and back["form_token"] != typed["form_token"]
    client.post(where, {**typed, "words": back["words"], "form_token": back["form_token"]})
    assert Update.objects.count() == 2
