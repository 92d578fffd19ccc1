"""Which facts somebody said were wrong: they stay where they are, and count no more."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from lippen.casework.models import FactWord
from lippen.casework.vocabulary import FactKind, FactStep


def wrong_about(ids: Collection[int], *kinds: FactKind) -> QuerySet[FactWord]:
    """What was said to be wrong about these people; of these kinds of fact alone, where any are named."""
    found = FactWord.objects.filter(person_id__in=ids, step=FactStep.WRONG.value)
    return found.filter(kind__in=[kind.value for kind in kinds]) if kinds else found


def is_wrong(kind: FactKind) -> Q:
    """Whether a row, which is a fact of this kind, was said to be wrong."""
    said = FactWord.objects.filter(step=FactStep.WRONG.value, kind=kind.value)
    return Q(Exists(said.filter(person_id=OuterRef("person_id"), fact=OuterRef("pk"))))


def wrong_of(words: Iterable[FactWord]) -> dict[tuple[Any, int], FactWord]:
    """Of what was said about facts, what says that one was wrong: by the fact's kind and number."""
    return {(word.kind, word.fact): word for word in words if word.step == FactStep.WRONG}
