"""What follows from a paper and stands behind it: promises, members' questions, background papers, who confirmed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lippen.reporting.models.owned import Owned, known
from lippen.reporting.models.papers import Meeting, Paper
from lippen.reporting.vocabulary import BackgroundEnding, ConfirmedSubject, DisclosureAnswer, PromiseVerdict, SaidKind


def of_person() -> models.ForeignKey:
    """Somebody of the organisation."""
    return models.ForeignKey("organisation.Person", on_delete=models.PROTECT, null=True, related_name="+")


class PromiseDecision(Owned):
    """What its author decided of a sentence that reads like a promise; the latest of a sentence counts."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="promises")
    sentence = models.TextField()
    verdict = models.CharField(max_length=8)
    owner = of_person()
    owner_words = models.CharField(max_length=200, blank=True)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, related_name="+")
    due_on = models.DateField(null=True)
    reason = models.CharField(max_length=400, blank=True)
    person = of_person()

    class Meta:
        constraints = [
            known(PromiseVerdict, "verdict", "promise_verdict_known"),
            models.CheckConstraint(condition=~Q(sentence=""), name="promise_has_words"),
            models.CheckConstraint(
                condition=Q(verdict=PromiseVerdict.NONE.value)
                | (Q(owner__isnull=False) & (Q(meeting__isnull=False) | Q(due_on__isnull=False))),
                name="promise_has_owner_and_day",
            ),
            models.CheckConstraint(
                condition=Q(verdict=PromiseVerdict.PROMISE.value) | ~Q(reason=""), name="no_promise_for_a_reason"
            ),
        ]


class MemberQuestion(Owned):
    """What a member asked about a paper, and who promised an answer by when; `promised_words` names them as then."""

    ref = models.CharField(max_length=40, unique=True)
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="questions")
    asked_by = models.CharField(max_length=180)
    words = models.TextField()
    so_on = models.DateField()
    promised_by = of_person()
    promised_words = models.CharField(max_length=200, blank=True)
    promised_for = models.DateField(null=True)
    commitment_ref = models.CharField(max_length=40, blank=True)
    person = of_person()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="question_has_words"),
            models.CheckConstraint(
                condition=Q(promised_by__isnull=True) | Q(promised_for__isnull=False), name="answer_promised_for_a_day"
            ),
        ]


class MemberAnswer(Owned):
    """What a member was answered, and when; the latest of a question counts."""

    question = models.ForeignKey(MemberQuestion, on_delete=models.PROTECT, related_name="answers")
    words = models.TextField()
    so_on = models.DateField()
    person = of_person()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="answer_has_words")]


class ExemptWords(Owned):
    """What was promised in an exempt part, or said about an exempt paper, in its own words: they stand here alone.

    `key` is the commitment, the decision, the question or the answer; elsewhere it has words that tell nothing, unless
    whoever recorded it said that the public may read them.
    """

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="exempt_words")
    kind = models.CharField(max_length=12)
    key = models.CharField(max_length=60)
    words = models.TextField()
    is_public = models.BooleanField(default=False)
    person = of_person()

    class Meta:
        constraints = [
            known(SaidKind, "kind", "exempt_words_kind_known"),
            models.CheckConstraint(condition=~Q(words=""), name="exempt_words_say_something"),
            models.UniqueConstraint(fields=["kind", "key"], name="exempt_words_kept_once"),
        ]


class PaperReference(Owned):
    """One paper refers to another that was signed; the latest row of a pair counts, and may take it out."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="refers_to")
    other = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=400)
    why = models.CharField(max_length=240, blank=True)
    is_taken_out = models.BooleanField(default=False)
    person = of_person()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(paper=models.F("other")), name="paper_refers_to_another")]


class BackgroundPaper(Owned):
    """A document that a paper was written from: kept for the public for four years, unless it is exempt."""

    ref = models.CharField(max_length=40, unique=True)
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="background")
    title = models.CharField(max_length=240)
    url = models.CharField(max_length=500, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    media_type = models.CharField(max_length=120, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(default=0)
    exempt = models.BooleanField(default=False)
    why_exempt = models.CharField(max_length=400, blank=True)
    person = of_person()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="background_paper_has_a_title"),
            models.CheckConstraint(
                condition=Q(exempt=False) | ~Q(why_exempt=""), name="background_exempt_for_a_reason"
            ),
        ]


class BackgroundFile(Owned):
    """The bytes of a background paper."""

    background = models.OneToOneField(BackgroundPaper, on_delete=models.PROTECT, related_name="file")
    content = models.BinaryField()


class BackgroundEnd(Owned):
    """A background paper was taken off the list before signing, or let go when its four years were over."""

    background = models.OneToOneField(BackgroundPaper, on_delete=models.PROTECT, related_name="end")
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)
    so_on = models.DateField()
    reason = models.CharField(max_length=400, blank=True)
    person = of_person()

    class Meta:
        constraints = [known(BackgroundEnding, "kind", "background_ending_known")]


class PaperConfirmation(Owned):
    """Who confirmed legality, equalities or finance of a paper, and when; the latest of a subject counts."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="confirmations")
    subject = models.CharField(max_length=12)
    confirmer = of_person()
    name = models.CharField(max_length=180)
    designation = models.CharField(max_length=200, blank=True)
    so_on = models.DateField()
    note = models.CharField(max_length=400, blank=True)
    is_taken_back = models.BooleanField(default=False)
    person = of_person()

    class Meta:
        constraints = [
            known(ConfirmedSubject, "subject", "confirmed_subject_known"),
            models.CheckConstraint(condition=~Q(name=""), name="confirmation_names_somebody"),
        ]


class Disclosure(Owned):
    """Somebody asked for the operational plan: who, when, what they were given or why not, and by whom."""

    ref = models.CharField(max_length=40, unique=True)
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="disclosures")
    asked_by = models.CharField(max_length=240)
    asked_on = models.DateField()
    answer = models.CharField(max_length=12)
    answered_on = models.DateField()
    given = models.CharField(max_length=400)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(default=0)
    person = of_person()

    class Meta:
        constraints = [
            known(DisclosureAnswer, "answer", "disclosure_answer_known"),
            models.CheckConstraint(condition=~Q(given=""), name="disclosure_says_what_was_given_or_why_not"),
            models.CheckConstraint(
                condition=Q(answer=DisclosureAnswer.REFUSED.value) | ~Q(sha256=""), name="what_was_given_has_its_hash"
            ),
            models.CheckConstraint(
                condition=Q(answered_on__gte=models.F("asked_on")), name="answered_after_it_was_asked"
            ),
        ]


class DisclosedFile(Owned):
    """The bytes that were given on request."""

    disclosure = models.OneToOneField(Disclosure, on_delete=models.PROTECT, related_name="file")
    content = models.BinaryField()
