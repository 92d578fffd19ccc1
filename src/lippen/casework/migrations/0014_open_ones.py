"""What is still open, marked by the database itself, so that a council's lists read what is open and nothing else.

A referral is open until a step decides it; a wait until it ends. A wait carries its place by the level that was said
last. Triggers write these marks from the facts as they come in, whoever writes them, and nobody else may: the app has
no right to change these tables. A fact is told by its own row; a mark only says where to look for it.

`visible_reads` says what it said before (0010): families, posts, what somebody wrote and what they owed are gathered
once for a whole day, where each read went through all of them.
"""

from __future__ import annotations

from django.db import migrations, models

from lippen.kernel.locks import AUDIT_READERS, RECORD_MANAGERS, about_person

PLACES = "array_position(ARRAY['very_high', 'high', 'medium', 'low'], {level}::text) - 1"
"""The order of the queue by level of concern, as in rules.LEVEL_ORDER."""
MADE = "RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$"
DECIDED = "outcome NOT IN ('assess', 'assessed')"
MARKS = f"""
CREATE FUNCTION lippen_begins_open() {MADE}
BEGIN
    NEW.is_open := true;
    RETURN NEW;
END $$;
CREATE FUNCTION lippen_wait_begins() {MADE}
BEGIN
    NEW.is_open := true;
    NEW.place := NULL;
    RETURN NEW;
END $$;
CREATE FUNCTION lippen_referral_decided() {MADE}
BEGIN
    UPDATE public.casework_referral SET is_open = false WHERE id = NEW.referral_id AND is_open;
    RETURN NULL;
END $$;
CREATE FUNCTION lippen_wait_ended() {MADE}
BEGIN
    UPDATE public.casework_waiting SET is_open = false WHERE id = NEW.waiting_id AND is_open;
    RETURN NULL;
END $$;
CREATE FUNCTION lippen_wait_placed() {MADE}
BEGIN
    UPDATE public.casework_waiting SET place = {PLACES.format(level="NEW.level")}
    WHERE id = NEW.waiting_id AND place IS DISTINCT FROM {PLACES.format(level="NEW.level")};
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION lippen_begins_open(), lippen_wait_begins(), lippen_referral_decided(), lippen_wait_ended(),
    lippen_wait_placed() FROM PUBLIC;
CREATE TRIGGER a_referral_begins_open BEFORE INSERT ON casework_referral
    FOR EACH ROW EXECUTE FUNCTION lippen_begins_open();
CREATE TRIGGER a_wait_begins_open BEFORE INSERT ON casework_waiting
    FOR EACH ROW EXECUTE FUNCTION lippen_wait_begins();
CREATE TRIGGER a_decision_closes_the_referral AFTER INSERT ON casework_referralstep
    FOR EACH ROW WHEN (NEW.{DECIDED}) EXECUTE FUNCTION lippen_referral_decided();
CREATE TRIGGER an_end_closes_the_wait AFTER INSERT ON casework_waitingend
    FOR EACH ROW EXECUTE FUNCTION lippen_wait_ended();
CREATE TRIGGER the_last_level_places_the_wait AFTER INSERT ON casework_waitingfact
    FOR EACH ROW EXECUTE FUNCTION lippen_wait_placed();
"""
UNMARKED = """
DROP TRIGGER the_last_level_places_the_wait ON casework_waitingfact;
DROP TRIGGER an_end_closes_the_wait ON casework_waitingend;
DROP TRIGGER a_decision_closes_the_referral ON casework_referralstep;
DROP TRIGGER a_wait_begins_open ON casework_waiting;
DROP TRIGGER a_referral_begins_open ON casework_referral;
DROP FUNCTION lippen_wait_placed();
DROP FUNCTION lippen_wait_ended();
DROP FUNCTION lippen_referral_decided();
DROP FUNCTION lippen_wait_begins();
DROP FUNCTION lippen_begins_open();
"""
AS_THEY_STAND = f"""
UPDATE casework_referral SET is_open = false
WHERE EXISTS (SELECT 1 FROM casework_referralstep step WHERE step.referral_id = casework_referral.id AND {DECIDED});
UPDATE casework_waiting waiting SET
    is_open = NOT EXISTS (SELECT 1 FROM casework_waitingend gone WHERE gone.waiting_id = waiting.id),
    place = (
        SELECT {PLACES.format(level="fact.level")} FROM casework_waitingfact fact
        WHERE fact.waiting_id = waiting.id ORDER BY fact.id DESC LIMIT 1);
SET CONSTRAINTS ALL IMMEDIATE;
"""
LISTED = ("personnow", "referral", "waiting")
"""What lists of a whole council read many rows of."""
# A row is looked up among those who are never seen, instead of being held against each of them. Where the function had
# no answer nobody would be seen, as before: nothing is known to be outside of what holds an unknown.
ONE_BY_ONE = "NOT (person_id = ANY ((select visible_never())::bigint[]))"
AT_ONCE = "NOT (person_id IN (SELECT unnest(coalesce(visible_never(), ARRAY[NULL]::bigint[]))))"


def never_seen(table: str) -> migrations.RunSQL:
    """The same lock on a table, which asks at once who is never seen."""
    before = about_person()
    after = before.replace(ONE_BY_ONE, AT_ONCE)
    assert after != before
    alter = f"ALTER POLICY casework_{table}_visible ON casework_{table} USING ({{0}}) WITH CHECK ({{0}});"
    return migrations.RunSQL(alter.format(after), alter.format(before))


MANAGERS = ", ".join(f"'{role}'" for role in RECORD_MANAGERS)
NO_MISTAKE = "NOT EXISTS (SELECT 1 FROM public.casework_tieend e WHERE e.tie_id = tie.id AND e.is_mistake)"
WITH_REFS = (
    *("referral", "waiting", "visit", "breakglass", "sameas", "chronologyentry", "marker", "helper"),
    *("familycontact", "handover", "familyhelp", "typedduty"),
)
WHOSE = " UNION ALL ".join(
    [
        "SELECT keys.key, known.id FROM keys JOIN public.casework_knownperson known ON known.ref = keys.key",
        *(
            f"SELECT keys.key, kept.person_id FROM keys JOIN public.casework_{table} kept ON kept.ref = keys.key"
            for table in WITH_REFS
        ),
    ]
)
READS = f"""
    WITH entries AS MATERIALIZED (
        SELECT entry.account_id, entry.subject_key::text AS key, entry.at, entry.verb
        FROM public.kernel_auditentry entry
        WHERE entry.at >= since AND entry.at < before AND entry.account_id IS NOT NULL
          AND entry.subject_kind LIKE 'casework:%' AND entry.subject_key <> ''
          AND council = ANY (entry.authority_ids)
          AND council = ANY (public.visible_authorities_as(ARRAY['{AUDIT_READERS[0]}']))
    ), keys AS MATERIALIZED (
        SELECT DISTINCT key FROM entries
    ), whose AS MATERIALIZED (
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
    ), about AS MATERIALIZED (
        SELECT DISTINCT record_id FROM reads
    ), family AS MATERIALIZED (
        SELECT kin.record_id, array_agg(DISTINCT kin.id) AS ids FROM (
            SELECT about.record_id, about.record_id AS id FROM about
            UNION ALL SELECT about.record_id, tie.other_id FROM about
                JOIN public.casework_tie tie ON tie.person_id = about.record_id AND {NO_MISTAKE}
            UNION ALL SELECT about.record_id, tie.person_id FROM about
                JOIN public.casework_tie tie ON tie.other_id = about.record_id AND {NO_MISTAKE}
        ) kin GROUP BY kin.record_id
    ), held AS MATERIALIZED (
        SELECT there.officer_id, there.day, array_remove(array_agg(post.team_id), NULL) AS teams,
            bool_or(post.role IN ({MANAGERS})) AS manager,
            bool_and(holding.ends_on IS NOT NULL AND holding.ends_on <= there.day + 14) AS leaving
        FROM (SELECT DISTINCT officer_id, day FROM reads) there
        JOIN public.organisation_postholding holding ON holding.person_id = there.officer_id
            AND holding.starts_on <= there.day AND (holding.ends_on IS NULL OR holding.ends_on > there.day)
        JOIN public.organisation_post post ON post.id = holding.post_id
        GROUP BY there.officer_id, there.day
    ), wrote AS MATERIALIZED (
        SELECT DISTINCT entry.account_id, named.ref, entry.at FROM public.kernel_auditentry entry
        CROSS JOIN LATERAL (VALUES (entry.subject_key::text), (entry.keys ->> 'person')) named (ref)
        WHERE entry.at > since - interval '7 days' AND entry.at < before + interval '7 days'
          AND entry.subject_kind LIKE 'casework.%' AND entry.verb <> 'glass.broken' AND entry.account_id IS NOT NULL
          AND named.ref IS NOT NULL
    ), owed AS MATERIALIZED (
        SELECT duty.holder_id, whose.id AS record_id, max(coalesce(duty.closed_at, 'infinity')) AS until
        FROM whose JOIN public.organisation_duty duty ON duty.subject_key = whose.key
        WHERE duty.subject_kind LIKE 'casework.%'
        GROUP BY duty.holder_id, whose.id
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
            SELECT 1 FROM public.casework_involvement work
            WHERE work.person_id = ANY (family.ids) AND work.starts_on <= reads.day + 14
              AND (work.ends_on IS NULL OR work.ends_on > reads.day - 28)
              AND (work.worker_id = reads.officer_id
                OR work.team_id = ANY (held.teams)
                OR work.worker_id IN (SELECT away.person_id FROM public.organisation_absence away
                    WHERE away.cover_id = reads.officer_id AND away.starts_on <= reads.day AND away.ends_on > reads.day))
        ) OR EXISTS (
            SELECT 1 FROM public.casework_waiting waiting
            JOIN public.casework_waitingfact fact ON fact.waiting_id = waiting.id AND fact.holder_id = reads.officer_id
            WHERE waiting.person_id = ANY (family.ids) AND waiting.is_open
        ) OR EXISTS (
            SELECT 1 FROM wrote WHERE wrote.account_id = reads.account_id AND wrote.ref = known.ref
              AND wrote.at > reads.at - interval '7 days' AND wrote.at < reads.last_at + interval '7 days'
        ) OR coalesce(owed.until > reads.at - interval '7 days', false) OR EXISTS (
            SELECT 1 FROM public.casework_sharing sharing
            WHERE sharing.person_id = reads.record_id AND sharing.partner_id = reads.officer_id
              AND sharing.opens_on <= reads.day AND sharing.closes_on > reads.day
        ) OR EXISTS (
            SELECT 1 FROM public.casework_childsampleitem item
            JOIN public.casework_childsampleinspector named ON named.sample_id = item.sample_id
            JOIN public.casework_childsample drawn ON drawn.id = item.sample_id
            WHERE item.child_id = reads.record_id AND named.inspector_id = reads.officer_id
              AND drawn.opens_on <= reads.day AND drawn.closes_on > reads.day
        ) AS own_work,
        EXISTS (
            SELECT 1 FROM public.casework_waiting waiting
            WHERE waiting.person_id = ANY (family.ids) AND waiting.is_open
        ) OR EXISTS (
            SELECT 1 FROM public.casework_referral referral
            WHERE referral.person_id = ANY (family.ids)
              AND referral.so_on > reads.day - 28 AND referral.so_on <= reads.day
        ) AS pending,
        coalesce(held.manager, false) AS manager,
        EXISTS (
            SELECT 1 FROM public.casework_personnow now
            WHERE now.person_id = ANY (family.ids) AND lower(now.family_name) = lower(officer.family_name)
        ) AS own_name,
        coalesce(names.people < greatest(6, names.all_people / 100), true) AS rare_name,
        EXISTS (
            SELECT 1 FROM public.casework_personnow now JOIN streets ON streets.officer_id = reads.officer_id
            WHERE now.person_id = ANY (family.ids) AND streets.street <> ''
              AND lippen_street(now.lines) = streets.street
              AND (streets.district = '' OR now.postcode = ''
                OR upper(split_part(now.postcode, ' ', 1)) = streets.district)
        ) AS own_street,
        coalesce(held.leaving, false) AS leaving,
        EXISTS (
            SELECT 1 FROM public.casework_breakglass glass
            WHERE glass.person_id = reads.record_id AND glass.recorded_by_id = reads.account_id
              AND glass.recorded_at > reads.at - interval '2 hours' AND glass.recorded_at <= reads.last_at
        ) AS opened
    FROM reads JOIN public.casework_knownperson known ON known.id = reads.record_id AND known.authority_id = council
    JOIN public.organisation_person officer ON officer.id = reads.officer_id
    JOIN family ON family.record_id = reads.record_id
    LEFT JOIN held ON held.officer_id = reads.officer_id AND held.day = reads.day
    LEFT JOIN owed ON owed.holder_id = reads.officer_id AND owed.record_id = reads.record_id
    LEFT JOIN names ON names.family_name = lower(officer.family_name)"""

GIVES = """TABLE (account_id bigint, record text, at timestamptz, times bigint, hours timestamptz[], refused boolean,
    own_work boolean, pending boolean, manager boolean, own_name boolean, rare_name boolean, own_street boolean,
    leaving boolean, opened boolean)"""
AT_ONCE_A_DAY = f"""
    CREATE OR REPLACE FUNCTION visible_reads(council bigint, since timestamptz, before timestamptz) RETURNS {GIVES}
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$ {READS} $$;
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0013_nobody_approves_their_own")]
    operations = [
        migrations.AddField("referral", "is_open", models.BooleanField(db_default=True, editable=False)),
        migrations.AddField("waiting", "is_open", models.BooleanField(db_default=True, editable=False)),
        migrations.AddField("waiting", "place", models.PositiveSmallIntegerField(editable=False, null=True)),
        migrations.RunSQL(AS_THEY_STAND, migrations.RunSQL.noop),
        migrations.RunSQL(MARKS, UNMARKED),
        *(never_seen(table) for table in LISTED),
        migrations.RunSQL(AT_ONCE_A_DAY, migrations.RunSQL.noop),
        migrations.AddIndex("personnow", models.Index(fields=["postcode", "lines"], name="people_at_an_address")),
        migrations.AddIndex(
            "referral",
            models.Index(
                fields=["authority", "so_on", "id"], condition=models.Q(is_open=True), name="referrals_to_be_decided"
            ),
        ),
        migrations.AddIndex(
            "waiting",
            models.Index(
                fields=["authority", "place", "so_on", "id"],
                include=["person", "due_on"],
                condition=models.Q(is_open=True),
                name="who_waits_in_order",
            ),
        ),
    ]
