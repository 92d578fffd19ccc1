"""While the database is away, people are told so kindly."""

from __future__ import annotations

from django.contrib.messages.storage.session import SessionStorage
from django.contrib.sessions.exceptions import SessionInterrupted
from django.db import OperationalError
from django.test import RequestFactory

from lippen.web import errors


class LostSession(dict):
    """A session whose database is away."""

    def get(self, *given: object) -> None:
        raise OperationalError("connection refused")

    __getitem__ = pop = __contains__ = get


def test_the_page_for_a_fault_needs_no_database() -> None:
    request = RequestFactory().get("/plans/")
    request.session = LostSession()
    request._messages = SessionStorage(request)
    answer = errors.server_error(request)

    assert answer.status_code == 500
    assert "Nothing was half saved." in answer.content.decode()


def test_a_session_that_could_not_be_kept_is_not_called_a_request_that_could_not_be_read() -> None:
    answer = errors.bad_request(RequestFactory().post("/plans/"), SessionInterrupted("The session was deleted"))

    assert answer.status_code == 500
    assert "We could not read that request" not in answer.content.decode()
