"""People known to us: who they are, as dated facts, and how they stand now. The facts are insert-only."""

from __future__ import annotations

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from lippen.casework.models.sight import OfPerson, OfPersonQuery, allocated_to, known, officer, said, seen_by
from lippen.casework.vocabulary import BirthPrecision, ContactKind, Gender, IdScheme, NameKind, SameStep
from lippen.kernel.access import Actor, Permission
from lippen.kernel.records import Recorded, RecordedQuery


class OwnRowsQuery(RecordedQuery):
    """Reads of what is somebody's own."""

    def visible_to(self, actor: Actor) -> Self:
        """The actor's own rows, in the councils where they read records; row-level security asks the same."""
        reach = actor.reach_of(Permission.READ_RECORDS)
        return self.filter(recorded_by_id=actor.account_id or 0, authority_id__in=reach)


class SearchRun(Recorded):
    """A search through everybody before somebody is added: who searched, for whom, when. Only its own reader's."""

    ref = models.CharField(max_length=40, unique=True)
    authority = models.ForeignKey("organisation.Authority", on_delete=models.PROTECT, related_name="+")
    terms = models.JSONField()
    found = models.PositiveIntegerField()

    objects = OwnRowsQuery.as_manager()


class KnownPersonQuery(RecordedQuery):
    """Reads of people known to us."""

    def visible_to(self, actor: Actor) -> Self:
        """People whom the actor sees; row-level security asks the same."""
        return self.filter(seen_by(actor, "id"))

    def of_own_work(self, actor: Actor) -> Self:
        """The same without those whom break-glass alone opened."""
        return self.filter(seen_by(actor, "id", by_own_work=True))


class KnownPerson(Recorded):
    """Somebody known to us: a child, or a grown-up tied to one. Added after a search that this row names."""

    ref = models.CharField(max_length=40, unique=True)
    authority = models.ForeignKey("organisation.Authority", on_delete=models.PROTECT, related_name="+")
    is_child = models.BooleanField()
    search = models.OneToOneField(SearchRun, on_delete=models.PROTECT, related_name="added")
    not_these = ArrayField(models.BigIntegerField(), default=list)
    so_on = models.DateField()

    objects = KnownPersonQuery.as_manager()


class PersonName(OfPerson):
    """A name that somebody has or had."""

    given_name = models.CharField(max_length=80)
    family_name = models.CharField(max_length=80)
    kind = models.CharField(max_length=10)

    class Meta:
        constraints = [
            known(NameKind, "kind", "name_kind_known"),
            models.CheckConstraint(
                condition=~Q(given_name="") | ~Q(family_name=""), name="a_name_has_at_least_one_part"
            ),
        ]
        indexes = [models.Index(fields=["person", "-so_on", "-id"], name="names_of_a_person")]


class PersonBirth(OfPerson):
    """When somebody was born, or will be."""

    born_on = models.DateField()
    precision = models.CharField(max_length=10)

    class Meta:
        constraints = [known(BirthPrecision, "precision", "birth_precision_known")]
        indexes = [models.Index(fields=["person", "-so_on", "-id"], name="births_of_a_person")]


class PersonDeath(OfPerson):
    """When somebody died."""

    died_on = models.DateField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(died_on__lte=F("so_on")), name="a_death_has_been")]
        indexes = [models.Index(fields=["person", "-so_on", "-id"], name="deaths_of_a_person")]


class PersonGender(OfPerson):
    """Somebody's gender, as they or their family give it."""

    gender = models.CharField(max_length=10)

    class Meta:
        constraints = [known(Gender, "gender", "gender_known")]
        indexes = [models.Index(fields=["person", "-so_on", "-id"], name="genders_of_a_person")]


class PersonAddress(OfPerson):
    """Where somebody lives from a day on. A protected address is never here."""

    lines = models.CharField(max_length=240)
    postcode = models.CharField(max_length=10, blank=True)

    class Meta:
        constraints = [said("lines", "an_address_has_lines")]
        indexes = [models.Index(fields=["person", "-so_on", "-id"], name="addresses_of_a_person")]


class ProtectedAddressQuery(RecordedQuery):
    """Reads of protected addresses."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of children whose allocated worker, or that worker's team leader, the actor is, or who name them."""
        audience = allocated_to(actor) | Q(officers__contains=[actor.person_id or 0])
        return self.filter(audience, seen_by(actor))


class ProtectedAddress(OfPerson):
    """Where somebody lives whose address is protected: held apart, for a named audience. No lines: no more so."""

    lines = models.CharField(max_length=240, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    officers = ArrayField(models.BigIntegerField(), default=list)
    why = models.TextField()

    objects = ProtectedAddressQuery.as_manager()

    class Meta:
        constraints = [said("why", "protection_has_its_reason")]
        indexes = [models.Index(fields=["person", "-id"], name="protected_of_a_person")]


class PersonContact(OfPerson):
    """How somebody can be reached from a day on."""

    kind = models.CharField(max_length=10)
    value = models.CharField(max_length=120)

    class Meta:
        constraints = [known(ContactKind, "kind", "contact_kind_known"), said("value", "a_contact_has_a_value")]
        indexes = [models.Index(fields=["person", "kind", "-id"], name="contacts_of_a_person")]


class OutsideId(OfPerson):
    """The number by which another service knows somebody."""

    scheme = models.CharField(max_length=10)
    value = models.CharField(max_length=40)

    class Meta:
        constraints = [known(IdScheme, "scheme", "outside_scheme_known"), said("value", "an_outside_id_has_a_value")]
        indexes = [models.Index(fields=["person", "scheme", "-id"], name="outside_ids_of_a_person")]


class PersonNow(models.Model):
    """How somebody stands now, following the facts, and the keys by which a search finds them."""

    person = models.OneToOneField(KnownPerson, on_delete=models.PROTECT, primary_key=True, related_name="now")
    authority = models.ForeignKey("organisation.Authority", on_delete=models.PROTECT, related_name="+")
    is_child = models.BooleanField()
    given_name = models.CharField(max_length=80)
    family_name = models.CharField(max_length=80)
    known_as = models.CharField(max_length=160, blank=True)
    born_on = models.DateField(null=True)
    born_precision = models.CharField(max_length=10, blank=True)
    died_on = models.DateField(null=True)
    gender = models.CharField(max_length=10, blank=True)
    lines = models.CharField(max_length=240, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    is_protected = models.BooleanField(default=False)
    phone = models.CharField(max_length=120, blank=True)
    status = models.CharField(max_length=12, blank=True)
    same_as = models.ForeignKey(KnownPerson, on_delete=models.PROTECT, null=True, related_name="+")
    is_mistake = models.BooleanField(default=False)
    """Whether the whole record came in by mistake, with a file that was undone: no list and no search shows it."""
    keys = ArrayField(models.CharField(max_length=160), default=list)

    objects = OfPersonQuery.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(is_protected=False) | Q(lines="", postcode=""), name="protected_address_is_nowhere_else"
            ),
            models.CheckConstraint(
                condition=Q(same_as__isnull=True) | ~Q(same_as=F("person")), name="nobody_is_the_same_as_themselves"
            ),
        ]
        indexes = [
            GinIndex(fields=["keys"], name="people_by_search_key"),
            models.Index(fields=["postcode", "lines"], name="people_at_an_address"),
            models.Index(OpClass(Lower("family_name"), name="text_pattern_ops"), name="people_by_family_begun"),
            models.Index(OpClass(Lower("given_name"), name="text_pattern_ops"), name="people_by_given_begun"),
            models.Index(
                fields=["family_name", "given_name", "person"],
                include=["authority", "status"],
                condition=Q(is_child=True, same_as__isnull=True, is_mistake=False),
                name="children_by_name",
            ),
            models.Index(fields=["person"], condition=Q(died_on__isnull=False), name="people_who_died"),
            models.Index(fields=["person", "same_as"], condition=Q(same_as__isnull=False), name="people_put_together"),
        ]

    @property
    def name(self) -> str:
        """Given and family name."""
        return f"{self.given_name} {self.family_name}".strip()


class SameAs(OfPerson):
    """Somebody says that a record is of the same person as another, which is kept. Nothing is rewritten."""

    ref = models.CharField(max_length=40, unique=True)
    kept = models.ForeignKey(KnownPerson, on_delete=models.PROTECT, related_name="+")
    why = models.TextField()

    class Meta:
        constraints = [
            said("why", "same_person_has_its_reason"),
            models.CheckConstraint(condition=~Q(person=F("kept")), name="two_records_are_two"),
        ]
        indexes = [models.Index(fields=["kept"], name="same_by_kept")]


class SameAsStep(OfPerson):
    """What became of such a proposal: agreed by somebody else, refused, undone."""

    same = models.ForeignKey(SameAs, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=8)
    words = models.TextField(blank=True)
    """Why they were taken apart again."""

    class Meta:
        constraints = [
            known(SameStep, "kind", "same_step_known"),
            models.CheckConstraint(condition=~Q(kind="undone") | ~Q(words=""), name="undone_same_has_its_reason"),
            models.UniqueConstraint(fields=["same", "kind"], name="same_person_decided_once"),
        ]


class Restriction(OfPerson):
    """Who alone sees a record from now on, whatever their post. Nobody named: it is restricted no more."""

    officers = ArrayField(models.BigIntegerField(), default=list)
    why = models.TextField()

    class Meta:
        constraints = [said("why", "restriction_has_its_reason")]
        indexes = [models.Index(fields=["person", "-id"], name="restrictions_of_a_person")]


class OwnTie(OfPerson):
    """An officer of ours is this person, or of their family: the record is closed to that officer.

    Of somebody who manages or leads a team it waits for a second person (`needs_second`), whose own row says the same,
    or that there is no such tie.
    """

    ref = models.CharField(max_length=40, unique=True)
    officer = officer()
    kind = models.CharField(max_length=8)
    why = models.TextField()
    needs_second = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["self", "family", "none"]), name="own_tie_known"),
            said("why", "own_tie_has_its_reason"),
            models.CheckConstraint(
                condition=Q(needs_second=False) | ~Q(kind="none"), name="only_a_tie_waits_for_a_second"
            ),
        ]
        indexes = [models.Index(fields=["officer", "person", "-id"], name="own_ties_of_an_officer")]
