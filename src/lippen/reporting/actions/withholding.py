"""What is said about an exempt paper: its own words are kept beside the paper, and elsewhere that there are some."""

from __future__ import annotations

from datetime import datetime

from lippen.kernel.access import Actor
from lippen.kernel.errors import CannotDo
from lippen.reporting import queries
from lippen.reporting.actions.guard import owned
from lippen.reporting.models import ExemptWords, SignedPaper
from lippen.reporting.papers.exempting import words_of_exempt
from lippen.reporting.rows import PaperRow
from lippen.reporting.vocabulary import SaidKind

HOLDS_EXEMPT = (
    "These words repeat an exempt part: “{words}”. Write them otherwise, or do not say that the public may read them."
)


def is_withheld(actor: Actor, row: PaperRow, words: str, *, is_public: bool) -> bool | None:
    """Whether words about a paper stay with it; None where the paper is not exempt, so that the question is idle.

    Words that the public may read are refused when they repeat an exempt part.
    """
    signed = SignedPaper.objects.visible_to(actor).filter(paper_id=row.id, exempt=True).defer("content").first()
    if signed is None:
        return None
    if is_public and (found := words_of_exempt(queries.records_of(actor, row, known_at=signed.known_at), words)):
        raise CannotDo(HOLDS_EXEMPT.format(words=found[:80]), field="is_public")
    return not is_public


def keep_said(
    actor: Actor, row: PaperRow, kind: SaidKind, key: str, words: str, *, is_public: bool, at: datetime
) -> None:
    """Keep the words themselves with the paper."""
    ExemptWords.objects.create(
        paper_id=row.id,
        kind=kind,
        key=key,
        words=words,
        is_public=is_public,
        person_id=actor.person_id,
        **owned(actor, row.authority_id, at),
    )
