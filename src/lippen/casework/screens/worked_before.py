"""In the place of “there is nothing here”: who works with a child now, for whoever did before them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse

from lippen.casework.queries.worked_before import NextRow, next_workers
from lippen.design.words import day_words
from lippen.kernel.errors import CannotDo, NotVisible

View = Callable[..., HttpResponse]


def told(row: NextRow) -> str:
    """That somebody else works with the child, since when, and what is still to do."""
    team = f" ({row.team})" if row.team else ""
    return (
        f"You no longer work with this child. {row.worker}{team} took over on {day_words(row.since)}. "
        f"Tell {row.worker} what you still know, such as a visit that is not written up: they write it in the record."
    )


def says_who_works_now(view: View) -> View:
    """The same view; who worked with the child before is told who does now, and nobody else anything."""

    @wraps(view)
    def answered(request: HttpRequest, ref: str, *args: object, **kwargs: object) -> HttpResponse:
        try:
            return view(request, ref, *args, **kwargs)
        except NotVisible:
            if row := next_workers([ref]).get(ref):
                raise CannotDo(told(row)) from None
            raise

    return answered
