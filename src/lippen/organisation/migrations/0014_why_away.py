"""Why somebody is away stands apart from when, and only they and those whom they answer to see it.

`visible_staff`: the actor, and everybody who answers to them at any distance, today or in the last post that they held.
"""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from lippen.kernel.locks import ACTOR_SQL, locked, of_seer

STAFF = f"""
    WITH RECURSIVE today AS (
        SELECT coalesce(nullif(current_setting('app.today', true), '')::date, current_date) AS day
    ), me AS (
        SELECT account.person_id FROM public.organisation_account account
        WHERE account.id = {ACTOR_SQL} AND account.is_active
    ), held AS (
        SELECT holding.post_id, holding.person_id FROM public.organisation_postholding holding, today
        WHERE holding.starts_on <= today.day AND (holding.ends_on IS NULL OR holding.ends_on > today.day)
    ), below (id) AS (
        SELECT post.id FROM public.organisation_post post
        WHERE post.reports_to_id IN (SELECT held.post_id FROM held JOIN me ON me.person_id = held.person_id)
        UNION SELECT post.id FROM public.organisation_post post JOIN below ON post.reports_to_id = below.id
    )
    SELECT coalesce(array_agg(found.person_id), '{{}}') FROM (
        SELECT me.person_id FROM me
        UNION SELECT held.person_id FROM held JOIN below ON below.id = held.post_id
        UNION SELECT holding.person_id FROM public.organisation_postholding holding JOIN below ON below.id = holding.post_id
        WHERE NOT EXISTS (SELECT 1 FROM held WHERE held.person_id = holding.person_id)
          AND NOT EXISTS (SELECT 1 FROM public.organisation_postholding later
            WHERE later.person_id = holding.person_id AND later.starts_on > holding.starts_on)
    ) found"""


class Migration(migrations.Migration):
    dependencies = [("organisation", "0013_skills_and_posts")]

    operations = [
        migrations.CreateModel(
            name="AbsenceReason",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("reason", models.CharField(max_length=10)),
                (
                    "absence",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reasons", to="organisation.absence"
                    ),
                ),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.person"
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
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason__in", ["leave", "sickness", "training", "other"])),
                        name="absence_reason_known",
                    )
                ],
                "indexes": [models.Index(fields=["absence", "-id"], name="reasons_of_an_absence")],
            },
        ),
        of_seer("visible_staff", STAFF, given=""),
        *locked("organisation_absencereason", "person_id = ANY ((select visible_staff())::bigint[])"),
    ]
