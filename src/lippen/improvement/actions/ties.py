"""How ties begin and end: one open at most, an end by a fact of its own."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from lippen.improvement.actions.writing import check_day
from lippen.improvement.models.toggles import Toggle
from lippen.kernel.errors import CannotDo, refusal

T = TypeVar("T", bound=Toggle)


def tie(
    model: type[T],
    *,
    between: dict[str, Any],
    so_on: date,
    at: datetime,
    recorded: dict[str, Any],
    name: str,
    ended: bool = False,
    already: str,
    token: UUID | str | None = None,
    **also: Any,
) -> T:
    """Begin a tie, or end one; refused with `already` where it is so already."""
    last = model.objects.filter(**between).order_by("-number").first()
    if ended == (last is None or last.ended):
        raise CannotDo(already)
    check_day(so_on, at, after=last.so_on if last else None)
    with refusal(f"one_open_{name}", already):
        return model.objects.create(
            **between,
            **also,
            **recorded,
            number=last.number + 1 if last else 1,
            ended=ended,
            so_on=so_on,
            token=token,
        )
