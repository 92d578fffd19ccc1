"""While the database is away, people are told so kindly."""

from __future__ import annotations

from django.contrib.messages.storage.session import SessionStorage
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
