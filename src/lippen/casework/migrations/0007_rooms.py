"""Rooms for family contact, their bookings, and children's meetings with their family, with their locks."""

from __future__ import annotations

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import datetime

import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

from lippen.kernel.locks import OF_RECORD_READERS, about_person, locked, of_seer, seen_by_seer

OF_KNOWN = about_person("known.id").replace("authority_id =", "known.authority_id =")
WITH_REFS = (
    *("referral", "waiting", "visit", "breakglass", "sameas", "chronologyentry", "involvement", "marker", "helper"),
    "familycontact",
)
REFS = "".join(
    f" UNION ALL SELECT kept.ref::text FROM public.casework_{table} kept JOIN asked ON asked.id = kept.person_id"
    for table in WITH_REFS
)
LOOKERS = f"""
CREATE OR REPLACE FUNCTION visible_lookers(wanted text)
RETURNS TABLE (account_id bigint, verb text, first_at timestamptz, last_at timestamptz, times bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    WITH asked AS (
        SELECT known.id FROM public.casework_knownperson known WHERE known.ref = wanted AND {OF_KNOWN}
    )
    SELECT entry.account_id, entry.verb::text, min(entry.at), max(entry.at), count(*)
    FROM public.kernel_auditentry entry
    WHERE entry.account_id IS NOT NULL AND EXISTS (SELECT 1 FROM asked)
      AND entry.subject_key IN (SELECT wanted {REFS})
    GROUP BY entry.account_id, entry.verb
$$;
"""
OF_CONTACT = "SELECT array_agg(authority_id) FROM public.casework_familycontact WHERE ref = wanted"
OF_BOOKING = "SELECT array_agg(authority_id) FROM public.casework_roombooking WHERE ref = wanted"
OF_ROOM = "SELECT array_agg(authority_id) FROM public.casework_contactroom WHERE ref = wanted"


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0006_alerts"),
        ("organisation", "0011_told_of_withdrawals"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ContactRoom",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("ref", models.CharField(max_length=40, unique=True)),
                ("name", models.CharField(max_length=120)),
                ("place", models.CharField(max_length=240)),
                ("holds", models.PositiveIntegerField()),
                (
                    "features",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12), default=list, size=None
                    ),
                ),
                ("closed_on", models.DateField(null=True)),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="FamilyContact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                ("ref", models.CharField(max_length=40, unique=True)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("place", models.CharField(max_length=160)),
                ("whom", django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ("supervision", models.CharField(max_length=12)),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="casework.knownperson",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "supervisor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.person",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="FamilyContactDone",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                ("took_place", models.BooleanField()),
                ("words", models.TextField()),
                ("view", models.TextField(blank=True)),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
                    ),
                ),
                (
                    "contact",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="done", to="casework.familycontact"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="casework.knownperson",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RoomBooking",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("ref", models.CharField(max_length=40, unique=True)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("given_up_at", models.DateTimeField(null=True)),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="bookings", to="casework.contactroom"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="familycontact",
            name="booking",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="contacts",
                to="casework.roombooking",
            ),
        ),
        migrations.AddConstraint(
            model_name="contactroom",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="a_contact_room_has_a_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="contactroom",
            constraint=models.CheckConstraint(
                condition=models.Q(("holds__gte", 2)), name="a_contact_room_holds_two_at_least"
            ),
        ),
        migrations.AddConstraint(
            model_name="familycontactdone",
            constraint=models.CheckConstraint(
                condition=models.Q(("words", ""), _negated=True), name="what_came_of_a_contact_is_said"
            ),
        ),
        migrations.AddIndex(
            model_name="roombooking",
            index=models.Index(fields=["room", "starts_at"], name="bookings_of_a_room"),
        ),
        migrations.AddConstraint(
            model_name="roombooking",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_at__gt", models.F("starts_at")),
                    (
                        "ends_at__lte",
                        django.db.models.expressions.CombinedExpression(
                            models.F("starts_at"), "+", models.Value(datetime.timedelta(seconds=43200))
                        ),
                    ),
                ),
                name="a_booking_ends_after_it_starts_that_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="roombooking",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("given_up_at__isnull", True)),
                expressions=[
                    (
                        models.Func(models.F("room_id"), models.F("room_id"), models.Value("[]"), function="int8range"),
                        "&&",
                    ),
                    (
                        models.Func(
                            models.F("starts_at"),
                            models.F("ends_at"),
                            function="tstzrange",
                            output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField(),
                        ),
                        "&&",
                    ),
                ],
                name="a_room_is_taken_once_at_a_time",
            ),
        ),
        migrations.AddIndex(
            model_name="familycontact",
            index=models.Index(fields=["person", "-starts_at"], name="contacts_with_family"),
        ),
        migrations.AddConstraint(
            model_name="familycontact",
            constraint=models.CheckConstraint(
                condition=models.Q(("supervision__in", ["supervised", "supported", "none"])),
                name="contact_supervision_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="familycontact",
            constraint=models.CheckConstraint(
                condition=models.Q(("place", ""), _negated=True), name="a_contact_has_a_place"
            ),
        ),
        migrations.AddConstraint(
            model_name="familycontact",
            constraint=models.CheckConstraint(
                condition=models.Q(("whom__len__gt", 0)), name="a_contact_is_with_somebody"
            ),
        ),
        migrations.AddConstraint(
            model_name="familycontact",
            constraint=models.CheckConstraint(
                condition=models.Q(("supervision", "none"), ("supervisor__isnull", False), _connector="OR"),
                name="who_supervises_a_contact_is_named",
            ),
        ),
        migrations.AddConstraint(
            model_name="familycontact",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="a_contact_ends_after_it_starts"
            ),
        ),
        *locked("casework_contactroom", OF_RECORD_READERS),
        *locked("casework_roombooking", OF_RECORD_READERS),
        *locked("casework_familycontact", about_person()),
        *locked("casework_familycontactdone", about_person()),
        of_seer("audit_councils_of_kin", OF_CONTACT, reads=("casework_familycontact",)),
        of_seer("audit_councils_of_room", OF_ROOM, reads=("casework_contactroom",)),
        of_seer("audit_councils_of_booking", OF_BOOKING, reads=("casework_roombooking",)),
        seen_by_seer("casework_familycontact", "casework_contactroom", "casework_roombooking"),
        migrations.RunSQL(LOOKERS, migrations.RunSQL.noop),
    ]
