"""What returns of other systems said of a child, row by row, as it was written."""

from __future__ import annotations

from django.db import models

from lippen.casework.models.sight import OfPerson, said


class ReturnRow(OfPerson):
    """One row of a return about a child: its file, where it stood there, of which year, and its cells.

    Each bringing keeps its own rows; which of them count, and which never came in, follows from all of them together.
    """

    intake = models.ForeignKey("casework.Intake", on_delete=models.PROTECT, related_name="+")
    file = models.CharField(max_length=200)
    place = models.PositiveIntegerField()
    kind = models.CharField(max_length=24)
    year = models.PositiveSmallIntegerField()
    """The year that the file's name gives; 0 where it gives none."""
    cells = models.JSONField()

    class Meta:
        constraints = [
            said("kind", "a_return_row_has_its_kind"),
            models.UniqueConstraint(fields=["intake", "file", "place"], name="a_row_of_a_return_is_kept_once"),
        ]
        indexes = [models.Index(fields=["person", "intake", "id"], name="return_rows_of_a_person")]
