"""What a child thinks, as every decision asks for it: in words, in a picture of theirs, or why it is not known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lippen.casework.actions.writing import Writing, reason_given
from lippen.casework.queries import pictures
from lippen.kernel.errors import CannotDo

NO_VIEW = "Say what the child thinks, or why it is not known."
ONE_OF_TWO = "Say one of the two: what the child thinks, or why it is not known."
NOT_THEIRS = "Choose a picture that stands on this child's record."


@dataclass(frozen=True)
class View:
    """What a child thinks: words, a picture of theirs by its reference, what changed by it; or why it is not known."""

    words: str = ""
    picture_ref: str = ""
    no_view_why: str = ""
    changed: str = ""


NOTHING_SAID = View()


def view_given(writing: Writing, view: View) -> dict[str, Any]:
    """The columns of a view; a decision without one, and without a reason in words, is refused."""
    if not view.words.strip() and not view.picture_ref:
        reason_given(view.no_view_why, "no_view_why", NO_VIEW)
    return view_said(writing, view)


def view_said(writing: Writing, view: View) -> dict[str, Any]:
    """The columns of a view as far as one was given, where nothing is decided; said and not known is neither."""
    if view.no_view_why.strip() and (view.words.strip() or view.picture_ref):
        raise CannotDo(ONE_OF_TWO, field="no_view_why")
    return {
        "child_view": view.words.strip(),
        "picture_id": picture_given(writing, view.picture_ref),
        "no_view_why": view.no_view_why.strip(),
        "changed": view.changed.strip(),
    }


def picture_given(writing: Writing, ref: str) -> int | None:
    """The number of a picture by this child that is not marked as wrong."""
    if not ref:
        return None
    found = pictures.number_of(writing.actor, writing.person.pk, ref)
    if found is None:
        raise CannotDo(NOT_THEIRS, field="picture")
    return found
