"""Authorities, teams, people, posts and who holds them; accounts; the duty board."""

from __future__ import annotations

from typing import Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.expressions import RawSQL

from lippen.kernel.access import Actor, Permission
from lippen.kernel.records import Recorded, RecordedQuery
from lippen.organisation.roles import WORDS, Role
from lippen.organisation.vocabulary import (
    BY_PEOPLE,
    OF_ONE_COUNCIL,
    AwayWhy,
    Basis,
    Change,
    Checked,
    DeliveryState,
    DigestState,
    Event,
    Experience,
    Lost,
    Purpose,
    RecoveryAnswered,
    Rhythm,
    Scope,
    SkillStep,
    Verdict,
)


class Authority(models.Model):
    """A council that answers for its records."""

    ref = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=120, unique=True)
    short_name = models.CharField(max_length=60)


class Team(models.Model):
    """A team of one authority."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="teams")
    name = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["authority", "name"], name="team_named_once")]


class Person(models.Model):
    """Somebody who works for, sits on or works with an authority; not a child or a family member."""

    ref = models.CharField(max_length=40, unique=True)
    given_name = models.CharField(max_length=80)
    family_name = models.CharField(max_length=80)
    initials = models.CharField(max_length=12)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="people")

    @property
    def name(self) -> str:
        """Given and family name."""
        return f"{self.given_name} {self.family_name}"


class Post(models.Model):
    """A post in the establishment: its class (role), its title, and the post it answers to."""

    ref = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=160)
    role = models.CharField(max_length=40, choices=[(role.value, words) for role, words in WORDS.items()])
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="posts")
    also_for = models.ManyToManyField(Authority, related_name="shared_posts", blank=True)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, related_name="posts")
    reports_to = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="reports")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(role__in=[r.value for r in Role]), name="post_role_known")]


class PostHolding(models.Model):
    """Who held a post, from when until when (end not included), and whether as acting holder."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="holdings")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="holdings")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    acting = models.BooleanField(default=False)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")), name="holding_ends_after_it_starts"
            ),
            ExclusionConstraint(
                name="one_substantive_holder_of_a_post",
                expressions=[
                    (
                        Func(F("post_id"), F("post_id"), Value("[]"), function="int8range"),
                        RangeOperators.OVERLAPS,
                    ),
                    (
                        Func(F("starts_on"), F("ends_on"), function="daterange", output_field=DateRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(acting=False),
            ),
        ]


class Accounts(BaseUserManager):
    """Makes accounts; a person without a password signs in another way."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> Account:
        """A new account; without a password none will be accepted."""
        account = self.model(email=self.normalize_email(email).lower(), **fields)
        if password:
            account.set_password(password)
        else:
            account.set_unusable_password()
        account.save()
        return account


class Account(AbstractBaseUser):
    """A way in for one person."""

    email = models.EmailField(unique=True)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, null=True, related_name="account")
    is_active = models.BooleanField(default=True)

    objects = Accounts()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    @property
    def is_staff(self) -> bool:
        """There is no Django admin site."""
        return False


class Duty(models.Model):
    """Who owes what by when. No words about a person: the subject's own package knows the words."""

    kind = models.CharField(max_length=40)
    subject_kind = models.CharField(max_length=60)
    subject_key = models.CharField(max_length=60)
    holder = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="duties")
    starts_on = models.DateField()
    ends_on = models.DateField()
    hours = models.DecimalField(max_digits=6, decimal_places=2, default=0)
    again_days = models.PositiveSmallIntegerField(null=True)
    """In how many days it is owed again once it is done, where it comes again by itself."""
    again_hours = models.DecimalField(max_digits=6, decimal_places=2, default=0, db_default=0)
    """The hours of each time after this one."""
    rule_key = models.CharField(max_length=80)
    pinned_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="duty_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(again_days__isnull=False, again_days__gte=1) | Q(again_days__isnull=True, again_hours=0),
                name="what_comes_again_says_in_how_many_days",
            ),
            models.UniqueConstraint(
                fields=["kind", "subject_kind", "subject_key", "holder"],
                condition=Q(closed_at__isnull=True),
                name="one_open_duty_of_a_kind",
            ),
        ]
        indexes = [
            models.Index(
                fields=["holder", "ends_on"],
                include=["subject_kind", "hours", "again_days", "again_hours"],
                condition=Q(closed_at__isnull=True),
                name="open_duties",
            ),
            models.Index(
                fields=["ends_on"],
                include=["holder", "kind"],
                condition=Q(closed_at__isnull=True),
                name="open_duties_by_their_end",
            ),
        ]


class AbsenceQuery(RecordedQuery):
    """Reads of absences."""

    def visible_to(self, actor: Actor) -> Self:
        """Absences of the officers of a council, for its officers; row-level security asks the same."""
        officers = actor.reach_of(Permission.READ_PLAN) | actor.reach_of(Permission.ISSUE_PAPER)
        return self.filter(authority_id__in=officers)


class Absence(Recorded):
    """From when until when (not included) somebody is away, and who covers. Why stands apart: `AbsenceReason`."""

    ref = models.CharField(max_length=40, unique=True)
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="absences")
    cover = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="covers")
    starts_on = models.DateField()
    ends_on = models.DateField()
    token = models.UUIDField(null=True, unique=True)

    objects = AbsenceQuery.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="absence_ends_after_it_starts"),
            models.CheckConstraint(condition=~Q(person=F("cover")), name="nobody_covers_for_themselves"),
        ]
        indexes = [
            models.Index(fields=["cover", "ends_on"], name="absences_by_cover"),
            models.Index(fields=["person", "ends_on"], name="absences_by_person"),
        ]


class AbsenceEnd(Recorded):
    """An absence that ended sooner than was said, or was called off: from this day on they are there."""

    absence = models.OneToOneField(Absence, on_delete=models.PROTECT, related_name="ended")
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    ends_on = models.DateField()

    objects = AbsenceQuery.as_manager()


UNDER = """
    WITH RECURSIVE below (id) AS (
        SELECT post.id FROM organisation_post post WHERE post.reports_to_id = ANY (%s)
        UNION SELECT post.id FROM organisation_post post JOIN below ON post.reports_to_id = below.id
    ), day (today) AS (
        SELECT coalesce(nullif(current_setting('app.today', true), '')::date, current_date)
    ), ranked AS (
        SELECT holding.person_id, holding.post_id,
            holding.starts_on <= today AND (holding.ends_on IS NULL OR holding.ends_on > today) AS is_held,
            row_number() OVER (PARTITION BY holding.person_id ORDER BY holding.starts_on DESC) AS place
        FROM organisation_postholding holding, day
    )
    SELECT ranked.person_id FROM ranked JOIN below ON below.id = ranked.post_id
    WHERE ranked.is_held OR (ranked.place = 1
        AND NOT EXISTS (SELECT 1 FROM ranked other WHERE other.person_id = ranked.person_id AND other.is_held))"""
"""Who answers to the holder of these posts at any distance, today or in the last post that they held."""


class AbsenceReasonQuery(RecordedQuery):
    """Reads of why somebody is away."""

    def visible_to(self, actor: Actor) -> Self:
        """One's own, and those of whoever answers to one; row-level security asks the same."""
        under = RawSQL(UNDER, [sorted(actor.post_ids)])
        return self.filter(Q(person_id=actor.person_id) | Q(person_id__in=under))


class AbsenceReason(Recorded):
    """Why somebody is away, for them and those whom they answer to. The last word counts; none is "not said"."""

    absence = models.ForeignKey(Absence, on_delete=models.PROTECT, related_name="reasons")
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=10)

    objects = AbsenceReasonQuery.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(reason__in=[each.value for each in AwayWhy]), name="absence_reason_known"
            ),
        ]
        indexes = [models.Index(fields=["absence", "-id"], name="reasons_of_an_absence")]


class OfStaffQuery(RecordedQuery):
    """Reads of how the officers of a council work."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of councils in which the actor reads records; row-level security asks the same."""
        return self.filter(authority_id__in=actor.reach_of(Permission.READ_RECORDS))


class WorkTerms(Recorded):
    """How somebody works for a council from a day on: their share of full time, their experience, on what terms.

    `newly_until`: the day from which somebody newly qualified is so no longer, where it is not a year later.
    """

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    hours_share = models.DecimalField(max_digits=3, decimal_places=2)
    experience = models.CharField(max_length=16)
    basis = models.CharField(max_length=10)
    so_on = models.DateField()
    newly_until = models.DateField(null=True)

    objects = OfStaffQuery.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(hours_share__gt=0) & Q(hours_share__lte=1), name="a_share_of_full_time_is_at_most_all"
            ),
            models.CheckConstraint(
                condition=Q(experience__in=[each.value for each in Experience]), name="experience_known"
            ),
            models.CheckConstraint(condition=Q(basis__in=[each.value for each in Basis]), name="basis_known"),
            models.CheckConstraint(
                condition=Q(newly_until__isnull=True)
                | Q(newly_until__gt=F("so_on"), experience=Experience.NEWLY_QUALIFIED.value),
                name="newly_qualified_until_a_later_day",
            ),
        ]
        indexes = [models.Index(fields=["authority", "person", "-so_on", "-id"], name="terms_of_a_person")]


class Establishment(Recorded):
    """How much of full time a post is from a day on; none: the post is there no longer. The last word counts."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    hours_share = models.DecimalField(max_digits=3, decimal_places=2)
    so_on = models.DateField()

    objects = OfStaffQuery.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(hours_share__gte=0) & Q(hours_share__lte=1), name="a_post_is_at_most_full_time"
            )
        ]
        indexes = [models.Index(fields=["authority", "post", "so_on", "id"], name="establishment_of_a_post")]


class Skill(Recorded):
    """Something that a council wants to know of its workers, in its own words: a language, a training, a field."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)

    objects = OfStaffQuery.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="a_skill_has_a_name"),
            models.UniqueConstraint(fields=["authority", "name"], name="a_skill_is_listed_once"),
        ]


class SkillFact(Recorded):
    """That somebody has a skill from a day on, or has it no longer. The last word counts."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="facts")
    has = models.BooleanField()
    so_on = models.DateField()

    objects = OfStaffQuery.as_manager()

    class Meta:
        indexes = [models.Index(fields=["authority", "person", "skill", "-id"], name="skills_of_a_person")]


class SkillWord(Recorded):
    """That a skill is called otherwise, is on the list no longer from a day on, or is again. The last word counts."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="words")
    number = models.PositiveIntegerField()
    step = models.CharField(max_length=8)
    name = models.CharField(max_length=60, blank=True)
    so_on = models.DateField()

    objects = OfStaffQuery.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(step__in=[each.value for each in SkillStep]), name="skill_step_known"),
            models.CheckConstraint(
                condition=Q(step=SkillStep.RENAMED.value) & ~Q(name="") | ~Q(step=SkillStep.RENAMED.value) & Q(name=""),
                name="a_renamed_skill_has_its_name",
            ),
            models.UniqueConstraint(fields=["skill", "number"], name="a_skill_is_spoken_of_one_by_one"),
        ]
        indexes = [models.Index(fields=["skill", "-number"], name="words_of_a_skill")]


class Escalation(Recorded):
    """A duty that was so late that the manager of whoever owed it was told. It holds while that very duty is open."""

    kind = models.CharField(max_length=40)
    subject_kind = models.CharField(max_length=60)
    subject_key = models.CharField(max_length=60)
    holder = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    manager = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="escalations")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    ends_on = models.DateField()
    so_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject_kind", "subject_key", "holder", "ends_on"], name="duty_raised_once"
            ),
            models.CheckConstraint(condition=~Q(holder=F("manager")), name="raised_with_somebody_else"),
        ]
        indexes = [
            models.Index(fields=["subject_kind", "subject_key"], name="raised_about"),
            models.Index(fields=["manager"], name="raised_with"),
        ]


class DigestChoice(models.Model):
    """How often somebody wants their duties by e-mail. Whoever has not chosen gets them once a week."""

    account = models.OneToOneField(Account, on_delete=models.PROTECT, primary_key=True, related_name="+")
    rhythm = models.CharField(max_length=8)
    chosen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(rhythm__in=[rhythm.value for rhythm in Rhythm]), name="digest_rhythm_known"
            )
        ]


class Digest(models.Model):
    """An e-mail of somebody's duties: for which spell, how many, what became of it. The words are not kept."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    rhythm = models.CharField(max_length=8)
    spell_on = models.DateField()
    message_id = models.CharField(max_length=120, unique=True)
    address = models.EmailField(blank=True)
    duties = models.PositiveIntegerField(default=0)
    late = models.PositiveIntegerField(default=0)
    keys = models.JSONField(default=list)
    state = models.CharField(max_length=8, default=DigestState.PLANNED.value)
    tries = models.PositiveIntegerField(default=0)
    planned_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "spell_on", "rhythm"], name="one_digest_a_spell"),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in DigestState]), name="digest_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=DigestState.SENT.value) | Q(sent_at__isnull=False), name="sent_digest_has_its_moment"
            ),
        ]


class CalendarLink(models.Model):
    """A secret address of somebody's own calendar. Only a hash of the secret is kept, so nobody can read it here."""

    ref = models.CharField(max_length=40, unique=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_read_at = models.DateTimeField(null=True)


class PartnerToken(models.Model):
    """The way in of a partner's system, for one council and for stated things. Only a hash of the secret is kept.

    `stands_as` holds the classes of post whose rows the locks show it: none, or that of a councillor who is not on the
    committee, who finds issued papers alone.
    """

    ref = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    account = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="token")
    scopes = ArrayField(models.CharField(max_length=20), default=list)
    stands_as = ArrayField(models.CharField(max_length=40), default=list)
    secret_hash = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=8)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    expires_on = models.DateField()
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="token_has_a_name"),
            models.CheckConstraint(
                condition=Q(scopes__contained_by=[scope.value for scope in Scope]) & ~Q(scopes=[]),
                name="token_scopes_known",
            ),
        ]


class AccountChange(models.Model):
    """What happened to a way in: opened, closed, opened again; stopped or given back in one council. Insert-only."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=12)
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, null=True, related_name="+")
    why = models.CharField(max_length=20, blank=True)
    so_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=[each.value for each in Change]), name="account_change_known"),
            models.CheckConstraint(
                condition=Q(kind__in=[each.value for each in OF_ONE_COUNCIL], authority__isnull=False)
                | (~Q(kind__in=[each.value for each in OF_ONE_COUNCIL]) & Q(authority__isnull=True)),
                name="stopped_in_a_council_closed_in_all",
            ),
        ]
        indexes = [models.Index(fields=["account", "authority"], name="account_changes")]


def of_recoveries(actor: Actor) -> Q:
    """Those of a council for whoever may confirm them there, and one's own; row-level security asks the same."""
    mine = Q(account_id=actor.account_id) if actor.account_id is not None else Q(pk__in=[])
    return Q(authority_id__in=actor.reach_of(Permission.CONFIRM_RECOVERY)) | mine


class RecoveryQuery(models.QuerySet["Recovery"]):
    """Reads of recoveries."""

    def visible_to(self, actor: Actor) -> Self:
        """Those that the actor may confirm, or that are about the actor."""
        return self.filter(of_recoveries(actor))


class Recovery(models.Model):
    """That somebody asked for another to be let back in: the first of two words. It waits a day for the second."""

    ref = models.CharField(max_length=40, unique=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="recoveries")
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    lost = models.CharField(max_length=12)
    checked = models.CharField(max_length=12)
    expires_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")

    objects = RecoveryQuery.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(lost__in=[each.value for each in Lost]), name="recovery_says_what_is_lost"
            ),
            models.CheckConstraint(
                condition=Q(checked__in=[c.value for c in BY_PEOPLE]), name="recovery_checked_first"
            ),
            models.CheckConstraint(condition=~Q(recorded_by=F("account")), name="nobody_asks_for_their_own_recovery"),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("recorded_at")), name="recovery_ends_after_it_is_asked"
            ),
            models.UniqueConstraint(fields=["id", "authority", "account", "recorded_by"], name="recovery_is_of_these"),
        ]
        indexes = [models.Index(fields=["account"], name="recoveries_of_an_account")]


class RecoveryAnswerQuery(models.QuerySet["RecoveryAnswer"]):
    """Reads of what became of recoveries."""

    def visible_to(self, actor: Actor) -> Self:
        """Of those that the actor may confirm, or that are about the actor."""
        return self.filter(of_recoveries(actor))


class RecoveryAnswer(models.Model):
    """What became of a recovery: the second of two words, or that it was withdrawn. Once, whatever happens at once.

    Whose it is and who asked stand here again, bound to the recovery by one key of all of them, so that the database
    itself refuses a second word from whoever spoke the first and from whoever it is about.
    """

    recovery = models.OneToOneField(Recovery, on_delete=models.PROTECT, related_name="answer")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    answered = models.CharField(max_length=10)
    checked = models.CharField(max_length=12, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")

    objects = RecoveryAnswerQuery.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answered=RecoveryAnswered.CONFIRMED.value, checked__in=[each.value for each in BY_PEOPLE])
                | Q(answered=RecoveryAnswered.WITHDRAWN.value, checked=""),
                name="recovery_answer_known",
            ),
            models.CheckConstraint(
                condition=~Q(answered=RecoveryAnswered.CONFIRMED.value)
                | (~Q(recorded_by=F("asked_by")) & ~Q(recorded_by=F("account"))),
                name="recovery_takes_two_other_people",
            ),
            models.UniqueConstraint(fields=["id", "answered", "account"], name="recovery_answer_is_of_these"),
        ]


class EntryLink(models.Model):
    """A one-time code for somebody invited, or who lost their way in. Only its hash is kept."""

    ref = models.CharField(max_length=40, unique=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="links")
    purpose = models.CharField(max_length=10)
    checked = models.CharField(max_length=12, blank=True)
    confirmed = models.OneToOneField(RecoveryAnswer, on_delete=models.PROTECT, null=True, related_name="link")
    confirmed_word = models.GeneratedField(  # so that one key can hold the link to an answer that says yes
        expression=Value(RecoveryAnswered.CONFIRMED.value),
        output_field=models.CharField(max_length=10),
        db_persist=True,
    )
    code_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(purpose__in=[each.value for each in Purpose]), name="link_purpose_known"
            ),
            models.CheckConstraint(condition=Q(expires_at__gt=F("recorded_at")), name="link_ends_after_it_is_made"),
            models.CheckConstraint(
                condition=~Q(purpose=Purpose.RECOVER.value) | ~Q(checked=""), name="recovery_says_how_it_was_checked"
            ),
            models.CheckConstraint(
                condition=~Q(purpose=Purpose.RECOVER.value)
                | Q(confirmed__isnull=False)
                | Q(checked=Checked.AT_SERVER.value),
                name="recovery_was_confirmed_by_two",
            ),
        ]


class EntryLinkEnd(models.Model):
    """That a one-time link was used, replaced or withdrawn: once, whatever two people do at the same time."""

    link = models.OneToOneField(EntryLink, on_delete=models.PROTECT, related_name="end")
    how = models.CharField(max_length=10)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")


class AccessReview(models.Model):
    """A council's look through everybody's access in one quarter."""

    ref = models.CharField(max_length=40, unique=True)
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    quarter_starts_on = models.DateField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "quarter_starts_on"], name="one_access_review_a_quarter")
        ]


class AccessVerdict(models.Model):
    """What a reviewer said about one person's access. The last one of a review counts; none is changed."""

    review = models.ForeignKey(AccessReview, on_delete=models.PROTECT, related_name="verdicts")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=12)
    why = models.CharField(max_length=20, blank=True)
    so_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict__in=[each.value for each in Verdict]), name="access_verdict_known"
            )
        ]
        indexes = [models.Index(fields=["review", "account"], name="verdicts_of_a_review")]


class OpenSession(models.Model):
    """Where somebody is signed in: theirs alone to see, and to end."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    session_key = models.CharField(max_length=40, unique=True)
    device = models.CharField(max_length=80)
    how = models.CharField(max_length=12)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()


class Subscription(models.Model):
    """What a partner's system wants to be told of, and where. Its signing secret is made from its reference."""

    ref = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    url = models.CharField(max_length=400)
    events = ArrayField(models.CharField(max_length=40), default=list)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(events__contained_by=[event.value for event in Event]) & ~Q(events=[]),
                name="subscription_events_known",
            )
        ]


class Delivery(models.Model):
    """One thing that one system is told: keys alone. Noted where it happens, sent by a job, tried again."""

    ref = models.CharField(max_length=40, unique=True)
    subscription = models.ForeignKey(Subscription, on_delete=models.PROTECT, related_name="deliveries")
    event = models.CharField(max_length=40)
    subject_key = models.CharField(max_length=60)
    payload = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    state = models.CharField(max_length=10, default=DeliveryState.WAITING.value)
    tries = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    tried_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in DeliveryState]), name="delivery_state_known"
            ),
        ]
        indexes = [
            models.Index(fields=["next_try_at"], condition=Q(state="waiting"), name="deliveries_that_wait"),
        ]
