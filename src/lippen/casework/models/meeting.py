"""Family contact: rooms, who has booked one when, whom a child meets, and what came of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from lippen.casework.models.sight import OfPerson, known, officer, said
from lippen.casework.vocabulary import Supervision
from lippen.kernel.access import Actor, Permission
from lippen.kernel.records import Recorded, RecordedQuery

LONGEST = timedelta(hours=12)


class OfCouncilQuery(RecordedQuery):
    """Reads of what is a council's own and nobody's record."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of councils in which the actor reads records; row-level security asks the same."""
        return self.filter(authority_id__in=actor.reach_of(Permission.READ_RECORDS))


class ContactRoom(Recorded):
    """A room in which children meet their family: where it is, how many it holds, what is in it."""

    ref = models.CharField(max_length=40, unique=True)
    authority = models.ForeignKey("organisation.Authority", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    place = models.CharField(max_length=240)
    holds = models.PositiveIntegerField()
    features = ArrayField(models.CharField(max_length=12), default=list)
    closed_on = models.DateField(null=True)

    objects = OfCouncilQuery.as_manager()

    class Meta:
        constraints = [
            said("name", "a_contact_room_has_a_name"),
            models.CheckConstraint(condition=Q(holds__gte=2), name="a_contact_room_holds_two_at_least"),
        ]


class RoomBooking(Recorded):
    """A room that is taken from a moment until another; given up, it is free again. It does not say by whom."""

    ref = models.CharField(max_length=40, unique=True)
    authority = models.ForeignKey("organisation.Authority", on_delete=models.PROTECT, related_name="+")
    room = models.ForeignKey(ContactRoom, on_delete=models.PROTECT, related_name="bookings")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    given_up_at = models.DateTimeField(null=True)

    objects = OfCouncilQuery.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")) & Q(ends_at__lte=F("starts_at") + LONGEST),
                name="a_booking_ends_after_it_starts_that_day",
            ),
            ExclusionConstraint(
                name="a_room_is_taken_once_at_a_time",
                expressions=[
                    (Func(F("room_id"), F("room_id"), Value("[]"), function="int8range"), RangeOperators.OVERLAPS),
                    (
                        Func(F("starts_at"), F("ends_at"), function="tstzrange", output_field=DateTimeRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(given_up_at__isnull=True),
            ),
        ]
        indexes = [models.Index(fields=["room", "starts_at"], name="bookings_of_a_room")]


class FamilyContact(OfPerson):
    """A child is to meet somebody of the family: when, in which room or elsewhere, whom, and who is there with them."""

    ref = models.CharField(max_length=40, unique=True)
    booking = models.ForeignKey(RoomBooking, on_delete=models.PROTECT, null=True, related_name="contacts")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=160)
    whom = ArrayField(models.BigIntegerField())
    supervision = models.CharField(max_length=12)
    supervisor = officer(null=True)

    class Meta:
        constraints = [
            known(Supervision, "supervision", "contact_supervision_known"),
            said("place", "a_contact_has_a_place"),
            models.CheckConstraint(condition=Q(whom__len__gt=0), name="a_contact_is_with_somebody"),
            models.CheckConstraint(
                condition=Q(supervision="none") | Q(supervisor__isnull=False), name="who_supervises_a_contact_is_named"
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="a_contact_ends_after_it_starts"),
        ]
        indexes = [
            models.Index(fields=["person", "-starts_at"], name="contacts_with_family"),
            models.Index(
                fields=["supervisor", "starts_at"],
                condition=Q(supervisor__isnull=False),
                name="contacts_somebody_is_at",
            ),
        ]


class FamilyContactDone(OfPerson):
    """What came of it: how it went and what the child said, or why it did not take place."""

    contact = models.OneToOneField(FamilyContact, on_delete=models.PROTECT, related_name="done")
    took_place = models.BooleanField()
    words = models.TextField()
    view = models.TextField(blank=True)

    class Meta:
        constraints = [said("words", "what_came_of_a_contact_is_said")]
