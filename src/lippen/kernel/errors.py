"""Refusals, in the reader's words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import DatabaseError, IntegrityError, transaction


class CannotDo(Exception):
    """Something that a person asked for and that cannot be done; the sentence says why and what to do."""

    def __init__(self, sentence: str, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


class NotAllowed(Exception):
    """This actor may know that the thing exists but may not do this (403)."""

    def __init__(self, permission: str) -> None:
        super().__init__(permission)
        self.permission = permission


class Slowed(Exception):
    """Somebody looked up too much in a short time; from this moment they may go on."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


class Moved(Exception):
    """The same form is at another address now, to which its reader is sent."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.url = url


class NotVisible(Exception):
    """For this actor the thing does not exist (404)."""


@contextmanager
def refusal(constraint: str, sentence: str, *, field: str | None = None) -> Iterator[None]:
    """Turn the named constraint's no into a sentence; any other database error passes through."""
    try:
        with transaction.atomic():
            yield
    except (IntegrityError, DatabaseError) as error:
        if constraint not in str(error):
            raise
        raise CannotDo(sentence, field=field) from error
