"""Papers and what is written on them. Every row is a fact that is added and never overwritten."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from lippen.reporting.models.owned import Owned, known
from lippen.reporting.vocabulary import DifferenceKind, FileKind, LineStep, PaperStep, RouteRole, Verdict


class Committee(Owned):
    """A committee that papers are written for."""

    ref = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=160)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["authority", "name"], name="committee_named_once")]


class Meeting(Owned):
    """A day on which a committee meets, and by when its papers are due."""

    ref = models.CharField(max_length=40, unique=True)
    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="meetings")
    meets_on = models.DateField()
    drafts_due_on = models.DateField(null=True)
    papers_due_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "meets_on"], name="one_meeting_of_a_committee_a_day"),
            models.CheckConstraint(condition=Q(papers_due_on__lte=F("meets_on")), name="papers_due_before_the_meeting"),
        ]


class Paper(Owned):
    """A progress paper on one plan. Who reports is a fact apart from authors and approvers."""

    ref = models.CharField(max_length=40, unique=True)
    plan = models.ForeignKey("improvement.Plan", on_delete=models.PROTECT, related_name="+")
    plan_ref = models.CharField(max_length=40)
    template_key = models.CharField(max_length=60)
    template_version = models.PositiveIntegerField()
    subject = models.CharField(max_length=240)
    authority_name = models.CharField(max_length=120)
    report_by_post = models.ForeignKey("organisation.Post", on_delete=models.PROTECT, null=True, related_name="+")
    report_by_person = models.ForeignKey("organisation.Person", on_delete=models.PROTECT, null=True, related_name="+")
    report_by_words = models.CharField(max_length=200)


class PaperDates(Owned):
    """The meeting and the days of a paper; the latest row counts. The period's end is not included."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="dates")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="+")
    period_starts_on = models.DateField()
    period_ends_on = models.DateField()
    data_as_at = models.DateField()
    text_closed_on = models.DateField()
    issue_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(period_ends_on__gt=F("period_starts_on")), name="paper_period_ends_after_it_starts"
            ),
            models.CheckConstraint(condition=Q(data_as_at__lte=F("issue_on")), name="paper_data_before_issue"),
            models.CheckConstraint(condition=Q(text_closed_on__lte=F("issue_on")), name="paper_text_before_issue"),
        ]


class PaperState(Owned):
    """A step of a paper's life; the highest number counts."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="states")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=20)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["paper", "number"], name="paper_takes_one_step_at_a_time"),
            known(PaperStep, "state", "paper_state_known"),
        ]


class PaperText(Owned):
    """What somebody wrote in a section; the highest version counts."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="texts")
    section = models.CharField(max_length=60)
    paragraphs = models.JSONField(default=list)
    version = models.PositiveIntegerField()
    person = models.ForeignKey("organisation.Person", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["paper", "section", "version"], name="paper_text_saved_once_a_version")
        ]


class PaperAnswer(Owned):
    """An answer to one of the form's questions; the latest counts. `ticked` holds the keys of the chosen options."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="answers")
    question = models.CharField(max_length=60)
    ticked = models.JSONField(default=list)
    note = models.TextField(blank=True)
    person = models.ForeignKey("organisation.Person", on_delete=models.PROTECT, null=True, related_name="+")


class CommitteeLine(Owned):
    """What the committee reads about one action; the highest version counts."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="lines")
    action = models.ForeignKey("improvement.Action", on_delete=models.PROTECT, related_name="+")
    paragraphs = models.JSONField(default=list)
    rests_on = models.JSONField(default=list)
    step = models.CharField(max_length=12)
    version = models.PositiveIntegerField()
    person = models.ForeignKey("organisation.Person", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["paper", "action", "version"], name="committee_line_saved_once_a_version"),
            known(LineStep, "step", "committee_line_step_known"),
        ]


class ThemeDifference(Owned):
    """What is different for children under one theme; the latest counts, and blank cannot be kept."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="differences")
    theme_number = models.PositiveIntegerField()
    kind = models.CharField(max_length=16)
    text = models.TextField()
    source = models.TextField(blank=True)
    know_by = models.DateField(null=True)
    person = models.ForeignKey("organisation.Person", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            known(DifferenceKind, "kind", "difference_kind_known"),
            models.CheckConstraint(condition=~Q(text=""), name="difference_is_not_blank"),
            models.CheckConstraint(
                condition=~Q(kind=DifferenceKind.TOO_EARLY.value) | Q(know_by__isnull=False),
                name="too_early_names_a_day",
            ),
            models.CheckConstraint(
                condition=Q(kind=DifferenceKind.TOO_EARLY.value) | ~Q(source=""), name="difference_names_its_source"
            ),
        ]


class RouteStep(Owned):
    """An author, consultee or approver as they stood when the route was set; the route's highest version counts."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="route")
    version = models.PositiveIntegerField()
    order = models.PositiveIntegerField()
    role = models.CharField(max_length=12)
    post = models.ForeignKey("organisation.Post", on_delete=models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey("organisation.Person", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=180)
    designation = models.CharField(max_length=200)
    phone = models.CharField(max_length=40, blank=True)
    acting = models.BooleanField(default=False)
    subject = models.CharField(max_length=12, blank=True, default="")
    is_waited_for = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["paper", "version", "role", "order"], name="route_has_one_person_a_place"),
            known(RouteRole, "role", "route_role_known"),
        ]


class Decision(Owned):
    """What an approver decided in one round of approvals; `name` says who, where somebody decided in their place."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="decisions")
    route_step = models.ForeignKey(RouteStep, on_delete=models.PROTECT, related_name="decisions")
    round = models.PositiveIntegerField()
    verdict = models.CharField(max_length=12)
    comments = models.TextField(blank=True)
    person = models.ForeignKey("organisation.Person", on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=180, blank=True, default="")
    designation = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["route_step", "round"], name="one_decision_a_round"),
            known(Verdict, "verdict", "verdict_known"),
            models.CheckConstraint(
                condition=Q(verdict=Verdict.APPROVED.value) | ~Q(comments=""), name="returned_with_comments"
            ),
        ]


class TakenBack(Owned):
    """An author took a paper back from its approvers, for a reason; `number` is the step that it took then."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="taken_back")
    number = models.PositiveIntegerField()
    reason = models.TextField()
    person = models.ForeignKey("organisation.Person", on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=180)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["paper", "number"], name="paper_taken_back_once_a_step"),
            models.CheckConstraint(condition=~Q(reason=""), name="taken_back_for_a_reason"),
        ]


class SignedPaper(Owned):
    """The frozen content, byte for byte as it was hashed.

    `as_then` holds what other rooms overwrite and the content prints: titles of the leads' posts, and the day on
    which the plan was agreed. PostgreSQL keeps the content's words beside it in a column of its own, for search.
    """

    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, related_name="signed")
    paper_ref = models.CharField(max_length=40, unique=True)
    exempt = models.BooleanField()
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    as_then = models.JSONField(default=dict)
    signed_at = models.DateTimeField()
    known_at = models.DateTimeField()


class SignedFile(Owned):
    """One file of a signed paper, its bytes and their own hash."""

    signed = models.ForeignKey(SignedPaper, on_delete=models.PROTECT, related_name="files")
    exempt = models.BooleanField()
    kind = models.CharField(max_length=8)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["signed", "kind"], name="one_file_of_a_kind"),
            known(FileKind, "kind", "signed_file_kind_known"),
        ]


class Issue(Owned):
    """A signed paper given out for its meeting, and the hash of the bundle that was made for it."""

    signed = models.OneToOneField(SignedPaper, on_delete=models.PROTECT, related_name="issue")
    exempt = models.BooleanField()
    title = models.CharField(max_length=240)
    committee_name = models.CharField(max_length=340)
    meets_on = models.DateField()
    issued_on = models.DateField()
    bundle_sha256 = models.CharField(max_length=64)
    authority_name = models.CharField(max_length=120, blank=True, default="")
    is_open_to_members = models.BooleanField(default=False)
    late_reason = models.CharField(max_length=500, blank=True, default="")


class PublishedAddress(Owned):
    """Where the council's committee system shows the paper, in its own words; the latest counts."""

    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="addresses")
    words = models.CharField(max_length=500)
