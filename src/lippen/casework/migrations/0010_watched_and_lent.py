"""Reads of records that are unusual, how fast somebody looks up, and who else sees a child for stated days; with locks.

`visible_reads`: who read which record of a council between two moments, and what speaks for each read; keys and yes or
no alone, for information governance of that council. `visible_pace`: how many records outside their own work the asker
has opened within the council's own minutes, and when they may go on.

`visible_sampled_people`: the children of an inspector's open samples, whose rows they read and never write.
`visible_shared`: the parts of a child's record that are shared with a partner today; they see no row of the record.
"""

from __future__ import annotations

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from lippen.kernel.locks import (
    AUDIT_READERS,
    RECORD_DESTROYERS,
    RECORD_DRAWERS,
    RECORD_MANAGERS,
    about_person,
    locked,
    of_authorities_as,
    of_seer,
    seen_by_seer,
)

LOOKUP_RECORDS, LOOKUP_MINUTES = 30, 10
"""What a council starts with, frozen here; it sets its own in its figures."""
OF_GOVERNANCE = of_authorities_as(AUDIT_READERS)
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
        ) OR EXISTS (
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
TODAY = "coalesce(nullif(current_setting('app.today', true), '')::date, current_date)"
ME = """public.organisation_account account
    WHERE account.id = nullif(current_setting('app.actor', true), '')::bigint AND account.is_active"""
OPEN_SAMPLES = f"""
    SELECT coalesce(array_agg(drawn.id), '{{}}')
    FROM public.casework_childsample drawn
    JOIN public.casework_childsampleinspector named ON named.sample_id = drawn.id
    LEFT JOIN public.casework_childsampleend ended ON ended.sample_id = drawn.id
    WHERE named.inspector_id = (SELECT account.person_id FROM {ME})
      AND drawn.authority_id = ANY (public.visible_authorities_as(ARRAY['inspector']))
      AND drawn.opens_on <= {TODAY} AND drawn.closes_on > {TODAY}
      AND (ended.ends_on IS NULL OR ended.ends_on > {TODAY})"""
SAMPLED = """
    SELECT coalesce(array_agg(DISTINCT item.child_id), '{}') FROM public.casework_childsampleitem item
    WHERE item.sample_id = ANY (public.visible_open_samples())"""
OPEN_SHARINGS = f"""
    SELECT coalesce(array_agg(sharing.id), '{{}}')
    FROM public.casework_sharing sharing
    LEFT JOIN public.casework_sharingend ended ON ended.sharing_id = sharing.id
    WHERE sharing.partner_id = (SELECT account.person_id FROM {ME})
      AND sharing.authority_id = ANY (public.visible_authorities_as(ARRAY['partner']))
      AND sharing.opens_on <= {TODAY} AND sharing.closes_on > {TODAY}
      AND (ended.so_on IS NULL OR ended.so_on > {TODAY})
      AND NOT (sharing.person_id = ANY ((SELECT public.visible_never())::bigint[]))"""
SHARED = """
    SELECT known.ref::text, sharing.ref::text,
        CASE WHEN 'name' = ANY (sharing.parts) THEN now.given_name END::text,
        CASE WHEN 'name' = ANY (sharing.parts) THEN now.family_name END::text,
        CASE WHEN 'name' = ANY (sharing.parts) THEN now.born_on END,
        CASE WHEN 'status' = ANY (sharing.parts) THEN now.status END::text,
        CASE WHEN 'workers' = ANY (sharing.parts) THEN (
            SELECT jsonb_agg(jsonb_build_array(officer.given_name || ' ' || officer.family_name, work.kind,
                coalesce(team.name, ''), officer.phone) ORDER BY work.id)
            FROM public.casework_involvement work
            JOIN public.organisation_person officer ON officer.id = work.worker_id
            LEFT JOIN public.organisation_team team ON team.id = work.team_id
            WHERE work.person_id = sharing.person_id AND work.ends_on IS NULL) END,
        CASE WHEN 'seen' = ANY (sharing.parts) THEN (
            SELECT max(done.so_on) FROM public.casework_visitdone done
            WHERE done.person_id = sharing.person_id AND done.is_seen AND NOT EXISTS (
                SELECT 1 FROM public.casework_factword said
                WHERE said.kind = 'visit' AND said.fact = done.id AND said.step = 'wrong')) END,
        CASE WHEN 'warnings' = ANY (sharing.parts) THEN (
            SELECT jsonb_agg(jsonb_build_array(marker.kind, marker.words) ORDER BY marker.id)
            FROM public.casework_marker marker
            WHERE marker.person_id = sharing.person_id AND coalesce((
                SELECT fact.step FROM public.casework_markerfact fact WHERE fact.marker_id = marker.id
                ORDER BY fact.number DESC LIMIT 1), 'agreed') IN ('agreed', 'kept')) END
    FROM public.casework_sharing sharing
    JOIN public.casework_knownperson known ON known.id = sharing.person_id
    JOIN public.casework_personnow now ON now.person_id = sharing.person_id
    WHERE sharing.id = ANY (public.visible_open_sharings()) AND (wanted = '' OR known.ref = wanted)
    ORDER BY sharing.id"""
SHARED_GIVES = """TABLE (record text, sharing text, given_name text, family_name text, born_on date, status text,
    workers jsonb, last_seen date, warnings jsonb)"""
NOT_HIDDEN = "NOT ({0} = ANY ((select visible_never())::bigint[]))"
SAMPLED_PERSON = "{0} = ANY ((select visible_sampled_people())::bigint[]) AND " + NOT_HIDDEN
READ_IN_A_SAMPLE = (
    *("personname", "personbirth", "personaddress", "personcontact", "outsideid", "personnow", "statusfact"),
    *("visit", "visitdone", "chronologyentry", "referral", "referralstep", "signoff", "waiting", "waitingfact"),
    *("newinformation", "waitingend", "involvement", "marker", "markerfact", "tieend"),
    *("persondeath", "persongender", "factword", "helper", "helperfact", "familycontact", "familycontactdone"),
    *("familyhelp", "familyhelpend", "typedduty", "typeddutyend"),
)
TO_BE_READ = {
    **{table: SAMPLED_PERSON.format("person_id") for table in READ_IN_A_SAMPLE},
    "knownperson": SAMPLED_PERSON.format("id"),
    "tie": f"{SAMPLED_PERSON.format('person_id')} AND {SAMPLED_PERSON.format('other_id')}",
}
DRAWERS = of_authorities_as(RECORD_DRAWERS)
GIVERS = of_authorities_as(("team_leader", *RECORD_MANAGERS))
OF_SAMPLE = f"{DRAWERS} OR sample_id = ANY ((select visible_open_samples())::bigint[])"
ASKED = ("accessrequest", "accessstep", "accessentry", "accessmark", "accessmarkend", "accessbundle")
LISTED = ("destruction", "destructionitem", "destructionstep")
LENT = ("childsample", "childsampleinspector", "childsampleitem", "childsampleend", "sharing", "sharingend")

DESTROYERS = of_authorities_as(RECORD_DESTROYERS)
MAY_DESTROY = (
    f"""council = ANY (public.visible_authorities_as(ARRAY[{", ".join(f"'{role}'" for role in RECORD_DESTROYERS)}]))"""
)
OPEN_HOLD = f"""
    SELECT 1 FROM public.casework_legalhold hold
    LEFT JOIN public.casework_legalholdend lifted ON lifted.hold_id = hold.id
    WHERE hold.person_id = known.id AND lifted.id IS NULL AND (hold.until IS NULL OR hold.until > {TODAY})"""
IN_USE = """
    SELECT 1 FROM public.casework_involvement work WHERE work.person_id = known.id AND work.ends_on IS NULL
    UNION ALL SELECT 1 FROM public.casework_waiting waiting WHERE waiting.person_id = known.id
        AND NOT EXISTS (SELECT 1 FROM public.casework_waitingend gone WHERE gone.waiting_id = waiting.id)"""
KEEPING = f"""
    SELECT known.id, known.ref::text, known.is_child,
        (SELECT array_agg(DISTINCT fact.status::text) FROM public.casework_statusfact fact
            WHERE fact.person_id = known.id),
        now.born_on,
        greatest(known.so_on,
            (SELECT max(greatest(work.starts_on, work.ends_on)) FROM public.casework_involvement work
                WHERE work.person_id = known.id),
            (SELECT max(fact.so_on) FROM public.casework_statusfact fact WHERE fact.person_id = known.id),
            (SELECT max(step.so_on) FROM public.casework_referralstep step WHERE step.person_id = known.id),
            (SELECT max(referral.so_on) FROM public.casework_referral referral WHERE referral.person_id = known.id),
            (SELECT max(done.so_on) FROM public.casework_visitdone done WHERE done.person_id = known.id),
            (SELECT max(entry.so_on) FROM public.casework_chronologyentry entry WHERE entry.person_id = known.id)),
        EXISTS ({IN_USE}),
        EXISTS ({OPEN_HOLD}),
        (SELECT array_agg(DISTINCT other.ref::text) FROM public.casework_tie tie
            JOIN public.casework_knownperson other
                ON other.id = CASE WHEN tie.person_id = known.id THEN tie.other_id ELSE tie.person_id END
            WHERE tie.person_id = known.id OR tie.other_id = known.id),
        coalesce((SELECT kept.ref FROM public.casework_knownperson kept WHERE kept.id = now.same_as_id), '')::text
    FROM public.casework_knownperson known JOIN public.casework_personnow now ON now.person_id = known.id
    WHERE known.authority_id = council AND {MAY_DESTROY}"""
KEEPING_GIVES = """TABLE (id bigint, ref text, is_child boolean, statuses text[], born_on date, last_on date,
    in_use boolean, held boolean, tied text[], same_as text)"""
YEARS = f"""
    SELECT DISTINCT ON (figure.key) figure.key::text, figure.number FROM public.casework_localnumber figure
    WHERE figure.authority_id = council AND figure.so_on <= today AND figure.key LIKE 'keep_%' AND {MAY_DESTROY}
    ORDER BY figure.key, figure.so_on DESC, figure.id DESC"""
# Whom retention may destroy: of a list that two agreed to who did not draw it, that nobody took back, and that is
# neither held nor worked with today.
CONDEMNED = f"""
    SELECT known.id, known.ref::text, item.authority_id, item.destruction_id, item.line::text, item.due_on
    FROM public.casework_destructionitem item
    JOIN public.casework_destruction list ON list.id = item.destruction_id
    JOIN public.casework_knownperson known ON known.id = item.known_id AND known.ref = item.record
    WHERE item.due_on <= {TODAY}
      AND (SELECT count(DISTINCT step.recorded_by_id) FROM public.casework_destructionstep step
        WHERE step.destruction_id = list.id AND step.kind = 'agreed'
          AND step.recorded_by_id <> list.recorded_by_id) >= 2
      AND NOT EXISTS (SELECT 1 FROM public.casework_destructionstep step
        WHERE step.destruction_id = list.id AND step.kind = 'withdrawn')
      AND NOT EXISTS ({OPEN_HOLD}) AND NOT EXISTS ({IN_USE})"""
CONDEMNED_GIVES = (
    """TABLE (id bigint, record text, authority_id bigint, destruction_id bigint, line text, due_on date)"""
)
CONDEMNED_RECORDS = f"SELECT DISTINCT ON (told.id) told.* FROM ({CONDEMNED}) told ORDER BY told.id, told.destruction_id"
CONDEMNED_PEOPLE = f"SELECT coalesce(array_agg(DISTINCT told.id), '{{}}') FROM ({CONDEMNED}) told"
CONDEMNED_SEARCHES = """
    SELECT coalesce(array_agg(known.search_id), '{}') FROM public.casework_knownperson known
    WHERE known.id = ANY ((SELECT public.condemned_people())::bigint[])"""
GONE = "ANY ((select condemned_people())::bigint[])"
OF_ONE = (
    *("personname", "personbirth", "personaddress", "protectedaddress", "personcontact", "outsideid", "personnow"),
    *("sameasstep", "restriction", "owntie", "involvement", "statusfact", "visit", "visitdone", "chronologyentry"),
    *("breakglass", "glassreview", "referral", "referralstep", "signoff", "waiting", "waitingfact", "newinformation"),
    *("persondeath", "persongender", "factword", "helper", "helperfact", "familycontact", "familycontactdone"),
    *("familyhelp", "familyhelpend", "typedduty", "typeddutyend", "alertseen", "handover", "handoverfact"),
    "visithanded",
    *("waitingend", "marker", "markerfact", "tieend", "sharing", "sharingend", "legalhold", "legalholdend", *ASKED),
)
DESTROYED_WHERE = {
    **dict.fromkeys(OF_ONE, f"person_id = {GONE}"),
    "knownperson": f"id = {GONE}",
    "tie": f"person_id = {GONE} OR other_id = {GONE}",
    "sameas": f"person_id = {GONE} OR kept_id = {GONE}",
    "childsampleitem": f"child_id = {GONE}",
    "searchrun": "id = ANY ((select condemned_searches())::bigint[])",
}


def of_retention(table: str, where: str) -> migrations.RunSQL:
    """Retention sees these rows of a table and no others: what it may destroy."""
    make = f"CREATE POLICY casework_{table}_due ON casework_{table} TO lippen_retention USING ({where});"
    return migrations.RunSQL(make, f"DROP POLICY casework_{table}_due ON casework_{table};")


def to_be_read(table: str, using: str, name: str) -> migrations.RunSQL:
    """One more policy on a table, to read and never to write."""
    make = f"CREATE POLICY casework_{table}_{name} ON casework_{table} FOR SELECT TO lippen_app USING ({using});"
    return migrations.RunSQL(make, f"DROP POLICY casework_{table}_{name} ON casework_{table};")


def seers(name: str, body: str, given: str, gives: str) -> tuple[str, str]:
    """A function of seer's with more than one thing given."""
    kinds = ", ".join(each.split()[-1] for each in given.split(", "))
    make = f"""
        CREATE FUNCTION {name}({given}) RETURNS {gives}
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$ {body} $$;
        REVOKE ALL ON FUNCTION {name}({kinds}) FROM PUBLIC;
        GRANT CREATE ON SCHEMA public TO lippen_seer;
        ALTER FUNCTION {name}({kinds}) OWNER TO lippen_seer;
        REVOKE CREATE ON SCHEMA public FROM lippen_seer;
    """
    return make, f"DROP FUNCTION {name}({kinds});"


READ_BY_SEER = (
    "casework_statusfact",
    "casework_referralstep",
    "casework_legalhold",
    "casework_legalholdend",
    *(f"casework_{table}" for table in LISTED),
    "casework_visitdone",
    "casework_factword",
    "casework_markerfact",
    *(f"casework_{table}" for table in LENT),
    "casework_localnumber",
    "casework_waitingend",
    "casework_officerstreet",
)
LOCKED = ("officerstreet", "readday", "unusualread", "unusuallook")


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0009_allocation"),
        ("organisation", "0012_work_terms"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AccessEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                ("number", models.PositiveIntegerField()),
                ("about_on", models.DateField(null=True)),
                ("heading", models.TextField()),
                ("words", models.TextField(blank=True)),
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
            ],
        ),
        migrations.CreateModel(
            name="AccessMark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                ("words", models.TextField(blank=True)),
                ("why", models.CharField(max_length=14)),
                ("note", models.TextField(blank=True)),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="marks", to="casework.accessentry"
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
            name="AccessMarkEnd",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
                    ),
                ),
                (
                    "mark",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="end", to="casework.accessmark"
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
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="AccessRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                ("ref", models.CharField(max_length=40, unique=True)),
                ("asked_by", models.CharField(max_length=10)),
                ("who", models.CharField(max_length=160)),
                ("shown_by", models.TextField()),
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
            ],
        ),
        migrations.AddField(
            model_name="accessentry",
            name="request",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="casework.accessrequest"
            ),
        ),
        migrations.CreateModel(
            name="AccessBundle",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                ("content", models.BinaryField()),
                ("sha256", models.CharField(max_length=64)),
                ("entries", models.PositiveIntegerField()),
                ("withheld", models.PositiveIntegerField()),
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
                    "request",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="bundle", to="casework.accessrequest"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AccessStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                ("number", models.PositiveIntegerField()),
                ("kind", models.CharField(max_length=12)),
                ("words", models.TextField(blank=True)),
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
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="casework.accessrequest"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ChildSample",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("ref", models.CharField(max_length=40, unique=True)),
                ("words", models.CharField(max_length=120)),
                (
                    "statuses",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12), default=list, size=None
                    ),
                ),
                (
                    "among",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), size=None),
                ),
                ("purpose", models.TextField()),
                ("opens_on", models.DateField()),
                ("closes_on", models.DateField()),
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
            name="ChildSampleEnd",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("ends_on", models.DateField()),
                ("why", models.TextField()),
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
                    "sample",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="end", to="casework.childsample"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ChildSampleInspector",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
                    ),
                ),
                (
                    "inspector",
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
                (
                    "sample",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inspectors",
                        to="casework.childsample",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ChildSampleItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("order", models.PositiveIntegerField()),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
                    ),
                ),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="casework.knownperson"
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
                    "sample",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="items", to="casework.childsample"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Destruction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("ref", models.CharField(max_length=40, unique=True)),
                ("as_at", models.DateField()),
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
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="DestroyedRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("record", models.CharField(max_length=40, unique=True)),
                ("line", models.CharField(max_length=12)),
                ("due_on", models.DateField()),
                ("rows", models.PositiveIntegerField()),
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
                    "destruction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="destroyed", to="casework.destruction"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DestructionItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("record", models.CharField(max_length=40)),
                ("known_id", models.BigIntegerField()),
                ("line", models.CharField(max_length=12)),
                ("due_on", models.DateField()),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
                    ),
                ),
                (
                    "destruction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="items", to="casework.destruction"
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
            name="DestructionStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("kind", models.CharField(max_length=10)),
                ("words", models.TextField()),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
                    ),
                ),
                (
                    "destruction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="casework.destruction"
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
            name="LegalHold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                ("ref", models.CharField(max_length=40, unique=True)),
                ("why", models.TextField()),
                ("until", models.DateField(null=True)),
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
            ],
        ),
        migrations.CreateModel(
            name="LegalHoldEnd",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                ("why", models.TextField()),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
                    ),
                ),
                (
                    "hold",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="end", to="casework.legalhold"
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
        ),
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
            name="Sharing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                ("ref", models.CharField(max_length=40, unique=True)),
                ("purpose", models.TextField()),
                ("basis", models.CharField(max_length=12)),
                ("basis_words", models.CharField(blank=True, max_length=240)),
                (
                    "parts",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=10), size=None),
                ),
                ("opens_on", models.DateField()),
                ("closes_on", models.DateField()),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.authority"
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.person"
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
            name="SharingEnd",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField()),
                ("so_on", models.DateField()),
                ("why", models.TextField()),
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
                    "sharing",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="end", to="casework.sharing"
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
        migrations.AddConstraint(
            model_name="accessmark",
            constraint=models.CheckConstraint(
                condition=models.Q(("why__in", ["somebody_else", "harm", "legal", "crime", "other"])),
                name="withheld_for_a_known_reason",
            ),
        ),
        migrations.AddIndex(
            model_name="accessrequest",
            index=models.Index(fields=["person", "-id"], name="access_to_a_person"),
        ),
        migrations.AddConstraint(
            model_name="accessrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("asked_by__in", ["self", "parent", "solicitor", "other"])),
                name="access_asked_by_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="accessrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("who", ""), _negated=True), name="access_is_asked_by_somebody"
            ),
        ),
        migrations.AddConstraint(
            model_name="accessrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("shown_by", ""), _negated=True), name="access_says_who_they_are"
            ),
        ),
        migrations.AddConstraint(
            model_name="accessentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("heading", ""), _negated=True), name="an_access_entry_has_a_heading"
            ),
        ),
        migrations.AddConstraint(
            model_name="accessentry",
            constraint=models.UniqueConstraint(fields=("request", "number"), name="access_entries_in_order"),
        ),
        migrations.AddConstraint(
            model_name="accessbundle",
            constraint=models.CheckConstraint(
                condition=models.Q(("sha256", ""), _negated=True), name="a_released_file_has_its_hash"
            ),
        ),
        migrations.AddConstraint(
            model_name="accessstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["gathered", "extended", "check_asked", "returned", "agreed", "released", "closed"])
                ),
                name="access_step_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="accessstep",
            constraint=models.UniqueConstraint(fields=("request", "number"), name="access_goes_step_by_step"),
        ),
        migrations.AddConstraint(
            model_name="accessstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind__in", ["extended", "returned", "agreed", "closed"]), _negated=True),
                    models.Q(("words", ""), _negated=True),
                    _connector="OR",
                ),
                name="an_access_step_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="childsample",
            constraint=models.CheckConstraint(
                condition=models.Q(("closes_on__gt", models.F("opens_on"))), name="a_child_sample_closes_later"
            ),
        ),
        migrations.AddConstraint(
            model_name="childsample",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("words", ""), _negated=True), models.Q(("purpose", ""), _negated=True)),
                name="a_child_sample_says_how_and_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="childsample",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "statuses__contained_by",
                        [
                            "in_need",
                            "assessment",
                            "protection",
                            "pre_birth",
                            "at_home",
                            "away",
                            "court",
                            "aftercare",
                            "none",
                        ],
                    )
                ),
                name="a_child_sample_is_of_known_statuses",
            ),
        ),
        migrations.AddConstraint(
            model_name="childsampleend",
            constraint=models.CheckConstraint(
                condition=models.Q(("why", ""), _negated=True), name="a_child_sample_ends_for_a_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="childsampleinspector",
            constraint=models.UniqueConstraint(fields=("sample", "inspector"), name="a_child_samples_reader_once"),
        ),
        migrations.AddConstraint(
            model_name="childsampleitem",
            constraint=models.UniqueConstraint(fields=("sample", "order"), name="children_drawn_in_order"),
        ),
        migrations.AddConstraint(
            model_name="childsampleitem",
            constraint=models.UniqueConstraint(fields=("sample", "child"), name="a_child_drawn_once"),
        ),
        migrations.AddConstraint(
            model_name="destroyedrecord",
            constraint=models.CheckConstraint(
                condition=models.Q(("line__in", ["looked_after", "protection", "other", "family"])),
                name="destroyed_by_a_known_line",
            ),
        ),
        migrations.AddIndex(
            model_name="destructionitem",
            index=models.Index(fields=["known_id"], name="listed_by_record"),
        ),
        migrations.AddConstraint(
            model_name="destructionitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("line__in", ["looked_after", "protection", "other", "family"])),
                name="keeping_line_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="destructionitem",
            constraint=models.UniqueConstraint(fields=("destruction", "record"), name="a_record_is_listed_once"),
        ),
        migrations.AddConstraint(
            model_name="destructionstep",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["agreed", "withdrawn"])), name="destruction_step_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="destructionstep",
            constraint=models.CheckConstraint(
                condition=models.Q(("words", ""), _negated=True), name="a_destruction_step_has_words"
            ),
        ),
        migrations.AddConstraint(
            model_name="destructionstep",
            constraint=models.UniqueConstraint(
                fields=("destruction", "kind", "recorded_by"), name="agreed_once_by_each"
            ),
        ),
        migrations.AddIndex(
            model_name="legalhold",
            index=models.Index(fields=["person", "-id"], name="holds_of_a_person"),
        ),
        migrations.AddConstraint(
            model_name="legalhold",
            constraint=models.CheckConstraint(
                condition=models.Q(("why", ""), _negated=True), name="a_hold_has_its_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="legalhold",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("until__isnull", True),
                    models.Q(("until__gt", models.F("so_on")), ("until__isnull", False)),
                    _connector="OR",
                ),
                name="a_hold_ends_later",
            ),
        ),
        migrations.AddConstraint(
            model_name="legalholdend",
            constraint=models.CheckConstraint(
                condition=models.Q(("why", ""), _negated=True), name="a_hold_is_lifted_for_a_reason"
            ),
        ),
        migrations.AddIndex(
            model_name="officerstreet",
            index=models.Index(fields=["officer", "-id"], name="streets_of_an_officer"),
        ),
        migrations.AddConstraint(
            model_name="readday",
            constraint=models.UniqueConstraint(fields=("authority", "day"), name="a_day_is_looked_through_once"),
        ),
        migrations.AddIndex(
            model_name="sharing",
            index=models.Index(fields=["person", "-id"], name="sharings_of_a_person"),
        ),
        migrations.AddIndex(
            model_name="sharing",
            index=models.Index(fields=["partner", "closes_on"], name="sharings_with_a_partner"),
        ),
        migrations.AddConstraint(
            model_name="sharing",
            constraint=models.CheckConstraint(
                condition=models.Q(("basis__in", ["safeguarding", "legal_duty", "public_task", "consent"])),
                name="shared_on_a_known_ground",
            ),
        ),
        migrations.AddConstraint(
            model_name="sharing",
            constraint=models.CheckConstraint(
                condition=models.Q(("purpose", ""), _negated=True), name="shared_for_a_purpose"
            ),
        ),
        migrations.AddConstraint(
            model_name="sharing",
            constraint=models.CheckConstraint(
                condition=models.Q(("closes_on__gt", models.F("opens_on"))), name="a_sharing_closes_later"
            ),
        ),
        migrations.AddConstraint(
            model_name="sharing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("parts__contained_by", ["name", "status", "workers", "seen", "warnings"]),
                    models.Q(("parts", []), _negated=True),
                ),
                name="shared_parts_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="sharingend",
            constraint=models.CheckConstraint(
                condition=models.Q(("why", ""), _negated=True), name="a_sharing_ends_for_a_reason"
            ),
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
        *(step for table in (*LISTED, "destroyedrecord") for step in locked(f"casework_{table}", DESTROYERS)),
        *(step for table in LOCKED for step in locked(f"casework_{table}", OF_GOVERNANCE)),
        of_seer("visible_open_samples", OPEN_SAMPLES, given=""),
        of_seer("visible_sampled_people", SAMPLED, given=""),
        of_seer("visible_open_sharings", OPEN_SHARINGS, given=""),
        of_seer("visible_shared", SHARED, gives=SHARED_GIVES),
        *locked(
            "casework_childsample", f"{DRAWERS} OR id = ANY ((select visible_open_samples())::bigint[])", check=DRAWERS
        ),
        *(
            step
            for table in ("childsampleinspector", "childsampleitem", "childsampleend")
            for step in locked(f"casework_{table}", OF_SAMPLE, check=DRAWERS)
        ),
        *(
            step
            for table in ("sharing", "sharingend", "legalhold", "legalholdend", *ASKED)
            for step in locked(f"casework_{table}", about_person(), check=f"{GIVERS} AND {about_person()}")
        ),
        seen_by_seer(
            *READ_BY_SEER, "casework_readday", "casework_unusualread", "casework_accessrequest", "organisation_absence"
        ),
        of_seer("visible_keeping", KEEPING, given="council bigint", gives=KEEPING_GIVES),
        migrations.RunSQL(
            *seers("visible_years", YEARS, "council bigint, today date", "TABLE (key text, number numeric)")
        ),
        of_seer("condemned_records", CONDEMNED_RECORDS, given="", gives=CONDEMNED_GIVES),
        of_seer("condemned_people", CONDEMNED_PEOPLE, given=""),
        of_seer("condemned_searches", CONDEMNED_SEARCHES, given=""),
        migrations.RunSQL(
            "GRANT EXECUTE ON FUNCTION condemned_records(), condemned_people(), condemned_searches() "
            "TO lippen_retention;",
            migrations.RunSQL.noop,
        ),
        *(of_retention(table, where) for table, where in DESTROYED_WHERE.items()),
        migrations.RunSQL(
            "CREATE POLICY casework_destroyedrecord_due ON casework_destroyedrecord TO lippen_retention "
            "USING (true) WITH CHECK (true);",
            "DROP POLICY casework_destroyedrecord_due ON casework_destroyedrecord;",
        ),
        to_be_read("sharing", "id = ANY ((select visible_open_sharings())::bigint[])", "partner"),
        *(to_be_read(table, using, "sampled") for table, using in TO_BE_READ.items()),
        migrations.RunSQL(STREET, "DROP FUNCTION lippen_street(text);"),
        migrations.RunSQL(MADE, UNMADE),
        of_seer("visible_pace", PACE, gives="timestamptz"),
        *(
            of_seer(
                f"audit_councils_of_{begin}",
                f"SELECT array_agg(authority_id) FROM public.casework_{table} WHERE ref = wanted",
                reads=(f"casework_{table}",),
            )
            for begin, table in (
                ("reads", "readday"),
                ("unusual", "unusualread"),
                ("sharing", "sharing"),
                ("childsample", "childsample"),
                ("access", "accessrequest"),
                ("hold", "legalhold"),
                ("destruction", "destruction"),
            )
        ),
    ]
