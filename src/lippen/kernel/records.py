"""What every fact carries: when it was recorded and by whom. Facts are added, never overwritten."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models


class RecordedQuery(models.QuerySet["Recorded"]):
    """Reads of insert-only facts."""

    def known_at(self, moment: datetime | None) -> Self:
        """Drop what was recorded after the moment; no moment means all that is known."""
        return self if moment is None else self.filter(recorded_at__lte=moment)


class Recorded(models.Model):
    """An insert-only fact. `recorded_at` is given by the action that writes it."""

    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("organisation.Account", on_delete=models.PROTECT, null=True, related_name="+")

    objects = RecordedQuery.as_manager()

    class Meta:
        abstract = True
