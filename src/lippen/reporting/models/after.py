"""What comes after issue: late, replacement and supplementary papers, withdrawal, and numbers stamped on copies."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lippen.reporting.models.owned import Owned, known
from lippen.reporting.models.papers import Paper, SignedPaper
from lippen.reporting.vocabulary import TieKind


class PaperTie(Owned):
    """A paper that comes after another for the same meeting: late, in its place, or beside it, and why."""

    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, related_name="tie")
    paper_ref = models.CharField(max_length=40, unique=True)
    first = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="+")
    first_ref = models.CharField(max_length=40)
    kind = models.CharField(max_length=16)
    reason = models.CharField(max_length=500)

    class Meta:
        constraints = [
            known(TieKind, "kind", "tie_kind_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="tie_has_its_reason"),
            models.CheckConstraint(condition=~Q(paper=models.F("first")), name="paper_follows_another"),
        ]


class Withdrawal(Owned):
    """A paper that was taken back, with the reason; it stays on record as it was signed."""

    signed = models.OneToOneField(SignedPaper, on_delete=models.PROTECT, related_name="withdrawal")
    paper_ref = models.CharField(max_length=40, unique=True)
    withdrawn_on = models.DateField()
    reason = models.CharField(max_length=500)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="withdrawn_for_a_reason")]


class Stamping(Owned):
    """The item and page numbers that a clerk stamps on copies of a signed paper; the highest version counts."""

    signed = models.ForeignKey(SignedPaper, on_delete=models.PROTECT, related_name="stampings")
    version = models.PositiveIntegerField()
    item = models.CharField(max_length=12)
    first_page = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["signed", "version"], name="stamped_once_a_version"),
            models.CheckConstraint(condition=~Q(item="") & Q(first_page__gte=1), name="stamp_has_its_numbers"),
        ]
