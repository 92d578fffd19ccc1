"""Authorities, teams, people, posts and who holds them, and each person's way in."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from lippen.organisation.roles import WORDS, Role


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
