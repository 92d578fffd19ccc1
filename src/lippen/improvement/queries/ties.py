"""Which actions something hangs on, on any day: the latest tie counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db.models import Model

from lippen.improvement.rows import TiedRow


def tied_actions(
    model: type[Model], name: str, ids: Collection[int], day: date, known_at: datetime | None
) -> dict[int, tuple[TiedRow, ...]]:
    """The actions of each record, in the plan's order."""
    ties: Any = model._default_manager.filter(**{f"{name}_id__in": list(ids), "so_on__lte": day}).known_at(known_at)
    latest = ties.order_by(f"{name}_id", "action_id", "-id").distinct(f"{name}_id", "action_id")
    found = model._default_manager.filter(pk__in=latest.values("pk"), is_ended=False)
    ordered = found.order_by("action__theme__position", "action__theme_id", "action__position", "action_id")
    rows: dict[int, list[TiedRow]] = defaultdict(list)
    for key, *told in ordered.values_list(f"{name}_id", "action__ref", "action__number", "action__now__text"):
        rows[key].append(TiedRow(*told))
    return defaultdict(tuple, {key: tuple(each) for key, each in rows.items()})
