"""Commitments, ours to others and theirs to us, and what became of each. Insert-only."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from lippen.improvement.models.facts import person
from lippen.improvement.models.keeping import Kept
from lippen.improvement.models.plans import Action, Plan, known
from lippen.improvement.vocabulary import CommitmentStep, Direction
from lippen.kernel.calendar import Precision


class Commitment(Kept):
    """One commitment. `source` is the record it was made in, such as a paper; `meeting_key` where it is due.

    Both point at records of other packages by their own keys: papers and committees lie on a floor above.
    """

    ref = models.CharField(max_length=40, unique=True)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, null=True, related_name="commitments")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, null=True, related_name="commitments")
    stakeholder = models.ForeignKey(
        "improvement.StakeholderGroup", on_delete=models.PROTECT, null=True, related_name="commitments"
    )
    direction = models.CharField(max_length=8)
    words = models.TextField()
    other_words = models.CharField(max_length=240, blank=True)
    source_kind = models.CharField(max_length=60, blank=True)
    source_key = models.CharField(max_length=60, blank=True)
    meeting_key = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            known(Direction, "direction", "commitment_direction_known"),
            models.CheckConstraint(condition=~Q(words=""), name="commitment_has_words"),
            models.CheckConstraint(
                condition=Q(source_kind="", source_key="") | (~Q(source_kind="") & ~Q(source_key="")),
                name="commitment_source_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(action__isnull=True) | Q(plan__isnull=False), name="commitment_on_an_action_is_on_its_plan"
            ),
        ]
        indexes = [
            models.Index(fields=["authority", "so_on"], name="commitments_of_authority"),
            models.Index(fields=["source_kind", "source_key"], name="commitments_by_source"),
        ]


class CommitmentFact(Kept):
    """One thing that happened to a commitment. Numbered, so that two people cannot both add the next one."""

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="facts")
    number = models.PositiveIntegerField()
    step = models.CharField(max_length=12)
    text = models.CharField(max_length=120, blank=True)
    precision = models.CharField(max_length=8, blank=True)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    is_first_date = models.BooleanField(default=False)
    words = models.TextField(blank=True)
    agreed_by = person()
    agreed_by_words = models.CharField(max_length=200, blank=True)
    owner = person()
    owner_words = models.CharField(max_length=200, blank=True)
    evidence = models.ForeignKey("improvement.Evidence", on_delete=models.PROTECT, null=True, related_name="+")
    link = models.CharField(max_length=500, blank=True)
    file = models.ForeignKey("kernel.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    """What shows that it was kept besides the words: a piece of evidence, an address, a file."""

    class Meta:
        constraints = [
            known(CommitmentStep, "step", "commitment_step_known"),
            known(Precision, "precision", "commitment_precision_known", blank=True),
            models.UniqueConstraint(fields=["commitment", "number"], name="commitment_fact_numbered_once"),
            models.UniqueConstraint(
                fields=["commitment"], condition=Q(is_first_date=True), name="commitment_has_one_first_date"
            ),
            models.CheckConstraint(
                condition=Q(number=1, step=CommitmentStep.MADE.value)
                | (Q(number__gt=1) & ~Q(step=CommitmentStep.MADE.value)),
                name="commitment_is_made_once_and_first",
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True, ends_on__isnull=True, text="", precision="")
                | (Q(ends_on__gt=F("starts_on")) & ~Q(text="") & ~Q(precision="")),
                name="commitment_date_is_whole",
            ),
            models.CheckConstraint(
                condition=~Q(is_first_date=True) | Q(starts_on__isnull=False), name="commitment_first_date_is_a_date"
            ),
            models.CheckConstraint(
                condition=~Q(step=CommitmentStep.MOVED.value)
                | (
                    Q(starts_on__isnull=False)
                    & (Q(is_first_date=True) | (~Q(words="") & (Q(agreed_by__isnull=False) | ~Q(agreed_by_words=""))))
                ),
                name="commitment_moves_for_a_reason_that_somebody_agreed",
            ),
            models.CheckConstraint(
                condition=~Q(step__in=[CommitmentStep.MADE.value, CommitmentStep.HANDED_OVER.value])
                | Q(owner__isnull=False)
                | ~Q(owner_words=""),
                name="commitment_has_an_owner",
            ),
            models.CheckConstraint(
                condition=~Q(
                    step__in=[
                        CommitmentStep.KEPT.value,
                        CommitmentStep.WITHDRAWN.value,
                        CommitmentStep.REOPENED.value,
                    ]
                )
                | ~Q(words=""),
                name="commitment_ends_with_words",
            ),
            models.CheckConstraint(
                condition=Q(step=CommitmentStep.KEPT.value) | Q(link="", file__isnull=True),
                name="commitment_is_shown_only_where_it_is_kept",
            ),
        ]
