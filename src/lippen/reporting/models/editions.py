"""What of a paper is exempt, its two editions, and the words that were flagged before its issue."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lippen.reporting.models.owned import Owned, known
from lippen.reporting.models.papers import Issue, Meeting, Paper, SignedPaper
from lippen.reporting.vocabulary import FileKind, ResolutionKind


class ExemptProposal(Owned):
    """What officers propose to keep from the public, and under which paragraphs; the highest version counts.

    `marks` pairs a place of the paper with numbers of Schedule 7A. No mark means that nothing is exempt.
    """

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    marks = models.JSONField(default=list)
    public_title = models.CharField(max_length=240, blank=True)
    reason = models.CharField(max_length=1000, blank=True)
    person = models.ForeignKey("organisation.Person", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["paper", "version"], name="exemption_proposed_once_a_version"),
            models.CheckConstraint(condition=Q(marks=[]) | ~Q(reason=""), name="exempt_for_a_reason"),
        ]


class PublicEdition(Owned):
    """The public edition of an exempt paper, byte for byte as it was hashed: it holds none of the exempt words."""

    signed = models.OneToOneField(SignedPaper, on_delete=models.PROTECT, related_name="public_edition")
    ref = models.CharField(max_length=48, unique=True)
    paragraphs = models.JSONField(default=list)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    signed_at = models.DateTimeField()


class PublicIssue(Owned):
    """A public edition given out with its paper; what the public register says of it."""

    edition = models.OneToOneField(PublicEdition, on_delete=models.PROTECT, related_name="issue")
    paper_ref = models.CharField(max_length=40)
    title = models.CharField(max_length=240)
    authority_name = models.CharField(max_length=120)
    committee_name = models.CharField(max_length=340)
    meets_on = models.DateField()
    issued_on = models.DateField()


class PublicFile(Owned):
    """One file of a public edition, made from what the public role reads."""

    edition = models.ForeignKey(PublicEdition, on_delete=models.PROTECT, related_name="files")
    kind = models.CharField(max_length=8)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "kind"], name="one_public_file_of_a_kind"),
            known(FileKind, "kind", "public_file_kind_known"),
        ]


class Resolution(Owned):
    """What a committee resolved about an exempt paper: to hear it without the public or with it; the latest counts."""

    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="resolutions")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)
    words = models.TextField()

    class Meta:
        constraints = [
            known(ResolutionKind, "kind", "resolution_kind_known"),
            models.CheckConstraint(condition=~Q(words=""), name="resolution_has_its_words"),
        ]


class FlagAnswer(Owned):
    """Flagged words that stay in a paper, with the reason. The key follows the words and their text, and holds none."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=24)
    reason = models.CharField(max_length=500)
    person = models.ForeignKey("organisation.Person", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["paper", "key"], name="flag_answered_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="flag_kept_for_a_reason"),
        ]


class RegisterSetting(Owned):
    """Whether a council shows its issued papers on the public pages; the latest row counts."""

    is_on = models.BooleanField()
    reason = models.CharField(max_length=500)


class ChildPlaces(Owned):
    """Places used by children, and words of the council's own, that are flagged in its papers; the latest counts."""

    places = models.JSONField(default=list)
    words = models.JSONField(default=list)
