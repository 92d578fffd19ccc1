"""Reads of records that are unusual, for information governance, with their locks; and how fast somebody looks up.

`visible_reads`: who read which record of a council between two moments, and what speaks for each read; keys and yes or
no alone, for information governance of that council. `visible_pace`: how many records outside their own work the asker
has opened within the council's own minutes, and when they may go on.
"""

from __future__ import annotations

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from lippen.kernel.locks import AUDIT_READERS, RECORD_MANAGERS, locked, of_authorities_as, of_seer, seen_by_seer

LOOKUP_RECORDS, LOOKUP_MINUTES = 30, 10
"""What a council starts with, frozen here; it sets its own in its figures."""
OF_GOVERNANCE = of_authorities_as(AUDIT_READERS)
MANAGERS = ", ".join(f"'{role}'" for role in RECORD_MANAGERS)
NO_MISTAKE = "NOT EXISTS (SELECT 1 FROM public.casework_tieend e WHERE e.tie_id = tie.id AND e.is_mistake)"
WITH_REFS = ("referral", "waiting", "visit", "breakglass", "sameas", "chronologyentry", "marker")
WHOSE = " UNION ALL ".join(
    [
        "SELECT keys.key, known.id FROM keys JOIN public.casework_knownperson known ON known.ref = keys.key",
        *(
            f"SELECT keys.key, kept.person_id FROM keys JOIN public.casework_{table} kept ON kept.ref = keys.key"
            for table in WITH_REFS
        ),
    ]
)
# The street of an address: what follows the last house number, or the first line where there is none.
STREET = """
CREATE FUNCTION lippen_street(lines text) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, public AS $$
    SELECT lower(btrim(coalesce(
        substring(lines from '[0-9]+[a-zA-Z]?(?:/[0-9]+)?[ ,]+([^,0-9]+)'), split_part(lines, ',', 1))))
$$;
REVOKE ALL ON FUNCTION lippen_street(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lippen_street(text) TO lippen_seer;
"""
READS = f"""
    WITH entries AS MATERIALIZED (
        SELECT entry.account_id, entry.subject_key::text AS key, entry.at, entry.verb
        FROM public.kernel_auditentry entry
        WHERE entry.at >= since AND entry.at < before AND entry.account_id IS NOT NULL
          AND entry.subject_kind LIKE 'casework:%' AND entry.subject_key <> ''
          AND council = ANY (entry.authority_ids)
          AND council = ANY (public.visible_authorities_as(ARRAY['{AUDIT_READERS[0]}']))
    ), keys AS (
        SELECT DISTINCT key FROM entries
    ), whose AS (
        {WHOSE}
    ), reads AS MATERIALIZED (
        SELECT entries.account_id, account.person_id AS officer_id, whose.id AS record_id,
            min(entries.at) AS at, max(entries.at) AS last_at, count(*) AS times,
            array_agg(DISTINCT date_bin('15 minutes', entries.at, timestamptz '2000-01-01 00:00+00')) AS hours,
            bool_and(entries.verb LIKE 'refused.%') AS refused,
            (min(entries.at) AT TIME ZONE 'Europe/London')::date AS day
        FROM entries JOIN whose ON whose.key = entries.key
        JOIN public.organisation_account account ON account.id = entries.account_id
        GROUP BY entries.account_id, account.person_id, whose.id
    ), family AS MATERIALIZED (
        SELECT about.record_id, about.record_id AS id FROM (SELECT DISTINCT record_id FROM reads) about
        UNION SELECT about.record_id, tie.other_id FROM (SELECT DISTINCT record_id FROM reads) about
            JOIN public.casework_tie tie ON tie.person_id = about.record_id AND {NO_MISTAKE}
        UNION SELECT about.record_id, tie.person_id FROM (SELECT DISTINCT record_id FROM reads) about
            JOIN public.casework_tie tie ON tie.other_id = about.record_id AND {NO_MISTAKE}
    ), held AS MATERIALIZED (
        SELECT reads.officer_id, reads.day, post.team_id, post.role, holding.ends_on
        FROM (SELECT DISTINCT officer_id, day FROM reads) reads
        JOIN public.organisation_postholding holding ON holding.person_id = reads.officer_id
            AND holding.starts_on <= reads.day AND (holding.ends_on IS NULL OR holding.ends_on > reads.day)
        JOIN public.organisation_post post ON post.id = holding.post_id
    ), names AS MATERIALIZED (
        SELECT lower(now.family_name) AS family_name, count(*) AS people, sum(count(*)) OVER () AS all_people
        FROM public.casework_personnow now WHERE now.authority_id = council GROUP BY 1
    ), streets AS MATERIALIZED (
        SELECT DISTINCT ON (officer_id) officer_id, lippen_street(street) AS street,
            upper(split_part(postcode, ' ', 1)) AS district
        FROM public.casework_officerstreet WHERE authority_id = council ORDER BY officer_id, id DESC
    )
    SELECT reads.account_id, known.ref::text, reads.at, reads.times, reads.hours, reads.refused,
        EXISTS (
            SELECT 1 FROM family JOIN public.casework_involvement work ON work.person_id = family.id
            WHERE family.record_id = reads.record_id AND work.starts_on <= reads.day + 14
              AND (work.ends_on IS NULL OR work.ends_on > reads.day - 28)
              AND (work.worker_id = reads.officer_id
                OR work.team_id IN (SELECT held.team_id FROM held
                    WHERE held.officer_id = reads.officer_id AND held.day = reads.day)
                OR work.worker_id IN (SELECT away.person_id FROM public.organisation_absence away
                    WHERE away.cover_id = reads.officer_id AND away.starts_on <= reads.day AND away.ends_on > reads.day))
        ) OR EXISTS (
            SELECT 1 FROM family JOIN public.casework_waiting waiting ON waiting.person_id = family.id
            JOIN public.casework_waitingfact fact ON fact.waiting_id = waiting.id AND fact.holder_id = reads.officer_id
            WHERE family.record_id = reads.record_id
              AND NOT EXISTS (SELECT 1 FROM public.casework_waitingend gone WHERE gone.waiting_id = waiting.id)
        ) OR EXISTS (
            SELECT 1 FROM public.kernel_auditentry wrote
            WHERE wrote.account_id = reads.account_id AND wrote.at > reads.at - interval '7 days'
              AND wrote.at < reads.last_at + interval '7 days' AND wrote.subject_kind LIKE 'casework.%'
              AND (wrote.subject_key = known.ref OR wrote.keys ->> 'person' = known.ref) AND wrote.verb <> 'glass.broken'
        ) OR EXISTS (
            SELECT 1 FROM public.organisation_duty duty JOIN whose ON whose.key = duty.subject_key
            WHERE duty.holder_id = reads.officer_id AND whose.id = reads.record_id AND duty.subject_kind LIKE 'casework.%'
              AND (duty.closed_at IS NULL OR duty.closed_at > reads.at - interval '7 days')
        ) AS own_work,
        EXISTS (
            SELECT 1 FROM family JOIN public.casework_waiting waiting ON waiting.person_id = family.id
            WHERE family.record_id = reads.record_id
              AND NOT EXISTS (SELECT 1 FROM public.casework_waitingend gone WHERE gone.waiting_id = waiting.id)
        ) OR EXISTS (
            SELECT 1 FROM family JOIN public.casework_referral referral ON referral.person_id = family.id
            WHERE family.record_id = reads.record_id AND referral.so_on > reads.day - 28 AND referral.so_on <= reads.day
        ) AS pending,
        EXISTS (SELECT 1 FROM held WHERE held.officer_id = reads.officer_id AND held.day = reads.day
            AND held.role IN ({MANAGERS})) AS manager,
        EXISTS (
            SELECT 1 FROM family JOIN public.casework_personnow now ON now.person_id = family.id
            WHERE family.record_id = reads.record_id AND lower(now.family_name) = lower(officer.family_name)
        ) AS own_name,
        coalesce((SELECT names.people < greatest(6, names.all_people / 100) FROM names
            WHERE names.family_name = lower(officer.family_name)), true) AS rare_name,
        EXISTS (
            SELECT 1 FROM family JOIN public.casework_personnow now ON now.person_id = family.id
            JOIN streets ON streets.officer_id = reads.officer_id
            WHERE family.record_id = reads.record_id AND streets.street <> ''
              AND lippen_street(now.lines) = streets.street
              AND (streets.district = '' OR now.postcode = ''
                OR upper(split_part(now.postcode, ' ', 1)) = streets.district)
        ) AS own_street,
        EXISTS (SELECT 1 FROM held WHERE held.officer_id = reads.officer_id AND held.day = reads.day)
            AND NOT EXISTS (SELECT 1 FROM held WHERE held.officer_id = reads.officer_id AND held.day = reads.day
                AND (held.ends_on IS NULL OR held.ends_on > reads.day + 14)) AS leaving,
        EXISTS (
            SELECT 1 FROM public.casework_breakglass glass
            WHERE glass.person_id = reads.record_id AND glass.recorded_by_id = reads.account_id
              AND glass.recorded_at > reads.at - interval '2 hours' AND glass.recorded_at <= reads.last_at
        ) AS opened
    FROM reads JOIN public.casework_knownperson known ON known.id = reads.record_id AND known.authority_id = council
    JOIN public.organisation_person officer ON officer.id = reads.officer_id"""
GIVEN = "council bigint, since timestamptz, before timestamptz"
GIVES = """TABLE (account_id bigint, record text, at timestamptz, times bigint, hours timestamptz[], refused boolean,
    own_work boolean, pending boolean, manager boolean, own_name boolean, rare_name boolean, own_street boolean,
    leaving boolean, opened boolean)"""
MADE = f"""
    CREATE FUNCTION visible_reads({GIVEN}) RETURNS {GIVES}
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$ {READS} $$;
    REVOKE ALL ON FUNCTION visible_reads(bigint, timestamptz, timestamptz) FROM PUBLIC;
    GRANT CREATE ON SCHEMA public TO lippen_seer;
    ALTER FUNCTION visible_reads(bigint, timestamptz, timestamptz) OWNER TO lippen_seer;
    REVOKE CREATE ON SCHEMA public FROM lippen_seer;
"""
UNMADE = "DROP FUNCTION visible_reads(bigint, timestamptz, timestamptz);"
# How many records outside their own work the asker looked up within the council's minutes, and when they may go on:
# nothing where fewer were, or where the record asked for is of their own work or was opened by break-glass.
PACE = f"""
    WITH me AS (
        SELECT account.id, account.person_id FROM public.organisation_account account
        WHERE account.id = nullif(current_setting('app.actor', true), '')::bigint AND account.is_active
    ), today AS (
        SELECT coalesce(nullif(current_setting('app.today', true), '')::date, current_date) AS day
    ), figures AS MATERIALIZED (
        SELECT coalesce((SELECT figure.number FROM public.casework_localnumber figure, today
                WHERE figure.key = 'lookup_records' AND figure.so_on <= today.day
                  AND figure.authority_id = ANY (public.visible_authorities_as(NULL))
                ORDER BY figure.so_on DESC, figure.id DESC LIMIT 1), {LOOKUP_RECORDS}) AS records,
            make_interval(mins => coalesce((SELECT figure.number FROM public.casework_localnumber figure, today
                WHERE figure.key = 'lookup_minutes' AND figure.so_on <= today.day
                  AND figure.authority_id = ANY (public.visible_authorities_as(NULL))
                ORDER BY figure.so_on DESC, figure.id DESC LIMIT 1), {LOOKUP_MINUTES})::int) AS within
    ), entries AS MATERIALIZED (
        SELECT entry.subject_key::text AS key, max(entry.at) AS at
        FROM public.kernel_auditentry entry, me, figures
        WHERE entry.account_id = me.id AND entry.at > now() - figures.within
          AND entry.subject_kind LIKE 'casework:%' AND entry.subject_key <> '' AND entry.verb <> 'refused.slowed'
        GROUP BY 1
    ), keys AS (
        SELECT key FROM entries UNION SELECT wanted
    ), whose AS MATERIALIZED (
        {WHOSE}
    ), own AS MATERIALIZED (
        SELECT whose.key FROM whose WHERE whose.id = ANY ((SELECT public.visible_own_people())::bigint[])
    ), looked AS (
        SELECT coalesce(whose.id::text, entries.key) AS record, max(entries.at) AS at
        FROM entries LEFT JOIN whose ON whose.key = entries.key
        WHERE entries.key NOT IN (SELECT own.key FROM own)
          AND coalesce(whose.id, 0) NOT IN (SELECT asked.id FROM whose asked WHERE asked.key = wanted)
          AND entries.key <> wanted
        GROUP BY 1
    ), counted AS (
        SELECT looked.at, row_number() OVER (ORDER BY looked.at DESC) AS place FROM looked
    )
    SELECT counted.at + figures.within FROM counted, figures
    WHERE counted.place = ceil(figures.records) AND figures.records > 0
      AND NOT EXISTS (SELECT 1 FROM own WHERE own.key = wanted)
      AND NOT EXISTS (SELECT 1 FROM whose JOIN public.casework_breakglass glass ON glass.person_id = whose.id
          JOIN me ON me.id = glass.recorded_by_id WHERE whose.key = wanted AND glass.until > now())"""
READ_BY_SEER = ("casework_localnumber", "casework_waitingend", "casework_officerstreet")
LOCKED = ("officerstreet", "readday", "unusualread", "unusuallook")


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0004_markers"),
        ("organisation", "0011_told_of_withdrawals"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ReadDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("ref", models.CharField(max_length=40, unique=True)),
                ("day", models.DateField()),
                ("reads", models.PositiveIntegerField()),
                ("readers", models.PositiveIntegerField()),
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
            name="UnusualRead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("ref", models.CharField(max_length=40, unique=True)),
                ("record", models.CharField(blank=True, max_length=40)),
                ("at", models.DateTimeField()),
                ("times", models.PositiveIntegerField()),
                ("records", models.PositiveIntegerField()),
                (
                    "signs",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=12), size=None),
                ),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
                    ),
                ),
                (
                    "day",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="found", to="casework.readday"
                    ),
                ),
                (
                    "reader",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
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
            name="UnusualLook",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("outcome", models.CharField(max_length=10)),
                ("words", models.TextField()),
                ("so_on", models.DateField()),
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
                    "unusual",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="looks", to="casework.unusualread"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OfficerStreet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("street", models.CharField(blank=True, max_length=120)),
                ("postcode", models.CharField(blank=True, max_length=10)),
                ("so_on", models.DateField()),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
                    ),
                ),
                (
                    "officer",
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
                "indexes": [models.Index(fields=["officer", "-id"], name="streets_of_an_officer")],
            },
        ),
        migrations.AddConstraint(
            model_name="readday",
            constraint=models.UniqueConstraint(fields=("authority", "day"), name="a_day_is_looked_through_once"),
        ),
        migrations.AddIndex(
            model_name="unusualread",
            index=models.Index(fields=["reader", "record"], name="unusual_by_reader"),
        ),
        migrations.AddConstraint(
            model_name="unusualread",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "signs__contained_by",
                        [
                            "street",
                            "own_name",
                            "shared_name",
                            "burst",
                            "slowed",
                            "outside",
                            "no_business",
                            "hours",
                            "several",
                            "leaving",
                            "refused",
                            "opened",
                        ],
                    ),
                    models.Q(("signs", []), _negated=True),
                ),
                name="signs_of_a_read_known",
            ),
        ),
        migrations.AddIndex(
            model_name="unusuallook",
            index=models.Index(fields=["unusual", "-id"], name="looks_at_a_read"),
        ),
        migrations.AddConstraint(
            model_name="unusuallook",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome__in", ["nothing", "asked", "passed_on"])), name="look_outcome_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="unusuallook",
            constraint=models.CheckConstraint(
                condition=models.Q(("words", ""), _negated=True), name="an_outcome_has_its_words"
            ),
        ),
        migrations.RunSQL(
            "".join(f"GRANT SELECT ON {table} TO lippen_seer;" for table in READ_BY_SEER), migrations.RunSQL.noop
        ),
        *(step for table in LOCKED for step in locked(f"casework_{table}", OF_GOVERNANCE)),
        seen_by_seer(*READ_BY_SEER, "casework_readday", "casework_unusualread", "organisation_absence"),
        migrations.RunSQL(STREET, "DROP FUNCTION lippen_street(text);"),
        migrations.RunSQL(MADE, UNMADE),
        of_seer("visible_pace", PACE, gives="timestamptz"),
        *(
            of_seer(
                f"audit_councils_of_{begin}",
                f"SELECT array_agg(authority_id) FROM public.casework_{table} WHERE ref = wanted",
                reads=(f"casework_{table}",),
            )
            for begin, table in (("reads", "readday"), ("unusual", "unusualread"))
        ),
    ]
