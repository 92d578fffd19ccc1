"""One row of a record by its reference, as far as the actor sees it: planned once a connection for each table."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

from django.db.models import QuerySet

from lippen.kernel.access import Actor
from lippen.kernel.errors import NotVisible
from lippen.kernel.prepared import read_prepared

T = TypeVar("T")


def seen_one(actor: Actor, model: type[T], ref: str) -> T:
    """The row of this reference, or NotVisible."""
    (found,) = read_prepared(_by_ref(model), actor, ref)
    if not found:
        raise NotVisible
    row: T = found[0]
    return row


@cache
def _by_ref(model: Any) -> Callable[[Actor, str], tuple[QuerySet[Any], ...]]:
    def wanted(actor: Actor, ref: str) -> tuple[QuerySet[Any], ...]:
        return (model.objects.visible_to(actor).filter(ref=ref).order_by("id"),)

    return wanted
