"""The gate before every view."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db


def ask(client, length: int):
    return client.generic("POST", reverse("account_login"), b"", CONTENT_LENGTH=str(length))


def test_a_body_past_the_limit_gets_a_polite_answer_before_it_is_read(client) -> None:
    answer = ask(client, settings.LIPPEN_MOST_UPLOAD + 1)
    assert answer.status_code == 413
    assert "too large" in answer.content.decode()


def test_a_body_at_the_limit_is_let_in(client) -> None:
    assert ask(client, settings.LIPPEN_MOST_UPLOAD).status_code != 413


@pytest.mark.parametrize("length", ["x", "-1", "١٢", "9" * 5000])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_length_that_is_no_number_is_a_bad_request_and_no_error_of_ours(client, length: str, method: str) -> None:
    answer = client.generic(method, reverse("account_login") + "?next=/", b"", CONTENT_LENGTH=length)
    assert answer.status_code == 400
    assert "We could not read that request" in answer.content.decode()


def test_no_length_at_all_is_well(client) -> None:
    assert client.generic("GET", reverse("account_login"), b"", CONTENT_LENGTH="").status_code == 200


def test_a_nul_in_the_address_is_a_bad_request(client) -> None:
    assert client.get(reverse("web:accessibility") + "?q=%00").status_code == 400


def test_a_page_that_was_open_too_long_is_told_so_and_is_not_called_a_refusal(client) -> None:
    answer = Client(enforce_csrf_checks=True).post(reverse("account_login") + "?next=/plans/", {"login": "a"})
    text = answer.content.decode()
    assert answer.status_code == 403
    assert "This page was open too long" in text and "it was not sent" in text
    assert 'href="/sign-in?next=/plans/"' in text
    assert "not allowed" not in text


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS"])
@pytest.mark.parametrize("route", ["account_login", "web:accessibility"])
def test_a_method_that_a_page_does_not_take_is_told_so_and_not_called_an_old_form(method: str, route: str) -> None:
    answer = Client(enforce_csrf_checks=True).generic(method, reverse(route))
    text = answer.content.decode()
    assert answer.status_code == 405
    assert answer.headers["Allow"] == ("GET, HEAD, POST" if route == "account_login" else "GET, HEAD")
    assert "This page cannot be asked in that way" in text and "Nothing was changed" in text
    assert "open too long" not in text


def test_a_form_sent_to_a_page_that_takes_none_is_told_so_without_its_proof() -> None:
    answer = Client(enforce_csrf_checks=True).post(reverse("web:accessibility"), {"words": "a"})
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")
