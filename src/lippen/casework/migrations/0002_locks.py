"""Row-level security of the child's record, and the functions that it asks.

`visible_people()`: whose records the actor sees by their own work, by the team that they lead, or opened by break-glass
within the hour of the real clock, with everybody tied to these; `visible_own_people()`: without break-glass, which
lets nobody make themselves or a child of theirs part of a record for good. `visible_never()`: restricted records that do not name
the actor, their own and their family's. Both are asked once a statement. Managers see their council beside that.
"""

from __future__ import annotations

from django.db import migrations

from lippen.kernel.locks import (
    ACTOR_SQL,
    OF_RECORD_READERS,
    RECORD_READERS,
    about_person,
    locked,
    of_seer,
    seen_by_seer,
)

READERS = ", ".join(f"'{role}'" for role in RECORD_READERS)
ME = """
    me AS (
        SELECT account.id, account.person_id FROM public.organisation_account account
        WHERE account.id = nullif(current_setting('app.actor', true), '')::bigint AND account.is_active
    ), today AS (
        SELECT coalesce(nullif(current_setting('app.today', true), '')::date, current_date) AS day
    ), led AS (
        SELECT post.team_id
        FROM me JOIN public.organisation_postholding holding ON holding.person_id = me.person_id
        JOIN public.organisation_post post ON post.id = holding.post_id
        CROSS JOIN today
        WHERE post.role = 'team_leader' AND post.team_id IS NOT NULL AND holding.starts_on <= today.day
          AND (holding.ends_on IS NULL OR holding.ends_on > today.day)
    )"""
REACH = f"public.visible_authorities_as(ARRAY[{READERS}])"
WORKED = f"""
    SELECT work.person_id FROM public.casework_involvement work, me
    WHERE work.ends_on IS NULL AND work.authority_id = ANY ((SELECT {REACH})::bigint[])
      AND (work.worker_id = me.person_id OR work.team_id IN (SELECT team_id FROM led))"""
NO_MISTAKE = "NOT EXISTS (SELECT 1 FROM public.casework_tieend e WHERE e.tie_id = tie.id AND e.is_mistake)"
OPENED = f"""
        SELECT glass.person_id FROM public.casework_breakglass glass, me
        WHERE glass.recorded_by_id = me.id AND glass.until > now()
          AND glass.authority_id = ANY ((SELECT {REACH})::bigint[])"""
OF_OWN_WORK = f"""
        SELECT person_id AS id FROM worked
        UNION ALL SELECT tie.other_id FROM public.casework_tie tie
            JOIN worked ON worked.person_id = tie.person_id WHERE {NO_MISTAKE}
        UNION ALL SELECT tie.person_id FROM public.casework_tie tie
            JOIN worked ON worked.person_id = tie.other_id WHERE {NO_MISTAKE}"""
OF_BREAK_GLASS = f"""
        UNION ALL SELECT person_id FROM opened
        UNION ALL SELECT tie.other_id FROM public.casework_tie tie
            JOIN opened ON opened.person_id = tie.person_id
            JOIN public.casework_knownperson known ON known.id = tie.other_id AND NOT known.is_child WHERE {NO_MISTAKE}
        UNION ALL SELECT tie.person_id FROM public.casework_tie tie
            JOIN opened ON opened.person_id = tie.other_id
            JOIN public.casework_knownperson known ON known.id = tie.person_id AND NOT known.is_child WHERE {NO_MISTAKE}"""
HERE = f"""
    ) found LEFT JOIN public.casework_knownperson known ON known.id = found.id
    WHERE known.id IS NULL OR known.authority_id = ANY ((SELECT {REACH})::bigint[])"""
ALL_OF_THEM = "SELECT coalesce(array_agg(DISTINCT found.id), '{}') FROM ("
OWN_PEOPLE = f"WITH {ME}, worked AS ({WORKED}) {ALL_OF_THEM} {OF_OWN_WORK} {HERE}"
PEOPLE = f"""WITH {ME}, worked AS ({WORKED}), opened AS ({OPENED})
    {ALL_OF_THEM} {OF_OWN_WORK} {OF_BREAK_GLASS} {HERE}"""
NEVER = f"""
    WITH {ME}, own AS (
        SELECT DISTINCT ON (tie.person_id) tie.person_id, tie.kind
        FROM public.casework_owntie tie, me WHERE tie.officer_id = me.person_id ORDER BY tie.person_id, tie.id DESC
    ), mine AS (
        SELECT person_id FROM own WHERE kind <> 'none'
    ), restricted AS (
        SELECT DISTINCT ON (person_id) person_id, officers FROM public.casework_restriction ORDER BY person_id, id DESC
    )
    SELECT coalesce(array_agg(DISTINCT found.id), '{{}}') FROM (
        SELECT person_id AS id FROM mine
        UNION ALL SELECT tie.other_id FROM public.casework_tie tie
            JOIN mine ON mine.person_id = tie.person_id WHERE {NO_MISTAKE}
        UNION ALL SELECT tie.person_id FROM public.casework_tie tie
            JOIN mine ON mine.person_id = tie.other_id WHERE {NO_MISTAKE}
        UNION ALL SELECT person_id FROM restricted
            WHERE cardinality(officers) > 0 AND NOT coalesce((SELECT person_id FROM me), 0) = ANY (officers)
    ) found"""
ADDRESSES = f"""
    WITH {ME}, worked AS ({WORKED} AND work.kind = 'allocated')
    SELECT coalesce(array_agg(DISTINCT person_id), '{{}}') FROM worked"""
OF_KNOWN = about_person("known.id").replace("authority_id =", "known.authority_id =")
# Whom the actor may tie to somebody or let somebody work with: those of their own work, not what break-glass opened;
# and somebody who is not there yet.
ONE = f"""
    SELECT CASE WHEN known.id IS NULL THEN true ELSE {OF_KNOWN.replace("visible_people()", "visible_own_people()")} END
    FROM (SELECT wanted AS id) asked LEFT JOIN public.casework_knownperson known ON known.id = asked.id"""
# Of everybody in a council: which of the asker's own keys a record has, who works with it, and whether it is
# restricted. Nothing that the asker has not typed comes back.
MATCHES = f"""
CREATE FUNCTION visible_matches(council bigint, wanted text[])
RETURNS TABLE (person_id bigint, ref text, hits text[], team text, restricted boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT known.id, known.ref::text, found.hits,
        (SELECT coalesce(team.name, '') FROM public.casework_involvement work
            LEFT JOIN public.organisation_team team ON team.id = work.team_id
            WHERE work.person_id = known.id AND work.ends_on IS NULL
            ORDER BY work.kind <> 'allocated', work.id DESC LIMIT 1)::text,
        coalesce((SELECT cardinality(r.officers) > 0 FROM public.casework_restriction r
            WHERE r.person_id = known.id ORDER BY r.id DESC LIMIT 1), false)
    FROM public.casework_personnow now
    JOIN public.casework_knownperson known ON known.id = now.person_id
    CROSS JOIN LATERAL (
        SELECT array_agg(key) AS hits FROM unnest(now.keys) key WHERE key = ANY (wanted)
    ) found
    WHERE now.authority_id = council AND now.keys && wanted::varchar[]
      AND council = ANY ((SELECT {REACH})::bigint[])
      AND (cardinality(found.hits) > 1 OR found.hits[1] ~ '^[pi]=')
$$;
REVOKE ALL ON FUNCTION visible_matches(bigint, text[]) FROM PUBLIC;
GRANT CREATE ON SCHEMA public TO lippen_seer;
ALTER FUNCTION visible_matches(bigint, text[]) OWNER TO lippen_seer;
REVOKE CREATE ON SCHEMA public FROM lippen_seer;
"""
# What each worker of a council carries: how many children of which status, and never which.
LOADS = f"""
    SELECT work.worker_id, now.status::text, count(*)
    FROM public.casework_involvement work JOIN public.casework_personnow now ON now.person_id = work.person_id
    WHERE work.authority_id = wanted AND work.kind = 'allocated' AND work.ends_on IS NULL
      AND wanted = ANY ((SELECT {REACH})::bigint[])
    GROUP BY work.worker_id, now.status"""
LOOKERS = f"""
    SELECT entry.account_id, entry.verb::text, min(entry.at), max(entry.at), count(*)
    FROM public.kernel_auditentry entry
    WHERE entry.subject_key = wanted AND entry.account_id IS NOT NULL AND EXISTS (
        SELECT 1 FROM public.casework_knownperson known
        WHERE known.ref = wanted AND {OF_KNOWN})
    GROUP BY entry.account_id, entry.verb"""

# Nobody vanishes: a referral that needs a social worker has its place in the queue, and a place has its facts.
NOBODY_VANISHES = """
CREATE FUNCTION lippen_nobody_vanishes() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    IF TG_TABLE_NAME = 'casework_referralstep' THEN
        IF NEW.outcome = 'allocate' AND NOT EXISTS (
            SELECT 1 FROM public.casework_waiting w WHERE w.referral_id = NEW.referral_id) THEN
            RAISE EXCEPTION 'nobody_vanishes: a referral that needs a social worker has no place in the queue';
        END IF;
    ELSIF NOT EXISTS (SELECT 1 FROM public.casework_waitingfact f WHERE f.waiting_id = NEW.id) THEN
        RAISE EXCEPTION 'nobody_vanishes: a child waits without holder, level, plan and next contact';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER a_decision_has_its_wait AFTER INSERT ON casework_referralstep
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION lippen_nobody_vanishes();
CREATE CONSTRAINT TRIGGER a_wait_has_its_facts AFTER INSERT ON casework_waiting
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION lippen_nobody_vanishes();
REVOKE ALL ON FUNCTION lippen_nobody_vanishes() FROM PUBLIC;
GRANT CREATE ON SCHEMA public TO lippen_seer;
ALTER FUNCTION lippen_nobody_vanishes() OWNER TO lippen_seer;
REVOKE CREATE ON SCHEMA public FROM lippen_seer;
"""
VANISHING = """
DROP TRIGGER a_wait_has_its_facts ON casework_waiting;
DROP TRIGGER a_decision_has_its_wait ON casework_referralstep;
DROP FUNCTION lippen_nobody_vanishes();
"""

OWN = f"recorded_by_id = (select {ACTOR_SQL}) AND {OF_RECORD_READERS}"
ABOUT_PERSON = (
    *("personname", "personbirth", "personaddress", "personcontact", "outsideid", "personnow"),
    *("sameas", "sameasstep", "restriction", "owntie", "tieend", "statusfact", "visit", "visitdone"),
    *("chronologyentry", "glassreview", "referral", "referralstep", "signoff"),
    *("waiting", "waitingfact", "newinformation", "waitingend"),
)
BY_SEER = (
    *("knownperson", "personnow", "involvement", "tie", "tieend", "restriction", "owntie", "breakglass", "searchrun"),
    *("referral", "waiting", "waitingfact", "visit", "sameas", "chronologyentry"),
)
BOTH_ENDS = f"{about_person()} AND NOT (other_id = ANY ((select visible_never())::bigint[])) AND " + about_person(
    "other_id"
)
NEW_TIE = f"{OF_RECORD_READERS} AND visible_person(person_id) AND visible_person(other_id)"
HELD_APART = f"""(person_id = ANY ((select visible_addresses())::bigint[])
    OR (SELECT person_id FROM organisation_account WHERE id = (select {ACTOR_SQL})) = ANY (officers))
    AND {about_person()}"""
OF = {
    "known": "knownperson",
    "search": "searchrun",
    "work": "involvement",
    "referral": "referral",
    "waiting": "waiting",
    "visit": "visit",
    "glass": "breakglass",
    "same": "sameas",
    "event": "chronologyentry",
}


def whose(begin: str, table: str) -> migrations.RunSQL:
    """Whose council's a record is, for the audit trail."""
    return of_seer(
        f"audit_councils_of_{begin}",
        f"SELECT array_agg(authority_id) FROM public.casework_{table} WHERE ref = wanted",
        reads=(f"casework_{table}",),
    )


class Migration(migrations.Migration):
    dependencies = [("casework", "0001_initial"), ("kernel", "0004_audit_locks"), ("organisation", "0009_told_systems")]
    operations = [
        migrations.RunSQL(
            "".join(f"GRANT SELECT ON casework_{table} TO lippen_seer;" for table in BY_SEER)
            + "GRANT SELECT ON organisation_team, organisation_person TO lippen_seer;",
            migrations.RunSQL.noop,
        ),
        of_seer("visible_people", PEOPLE, given=""),
        of_seer("visible_own_people", OWN_PEOPLE, given=""),
        of_seer("visible_never", NEVER, given=""),
        of_seer("visible_addresses", ADDRESSES, given=""),
        of_seer("visible_person", ONE, given="wanted bigint", gives="boolean"),
        *(step for table in ABOUT_PERSON for step in locked(f"casework_{table}", about_person())),
        *locked("casework_knownperson", about_person("id")),
        *locked("casework_tie", BOTH_ENDS, check=NEW_TIE),
        *locked("casework_searchrun", OWN),
        *locked("casework_localnumber", OF_RECORD_READERS),
        *locked(
            "casework_involvement",
            about_person(),
            check=f"{OF_RECORD_READERS} AND visible_person(person_id)",
        ),
        *locked("casework_protectedaddress", HELD_APART, check=about_person()),
        *locked("casework_breakglass", f"({about_person()}) OR ({OWN})", check=OWN),
        seen_by_seer(*(f"casework_{table}" for table in BY_SEER)),
        migrations.RunSQL(MATCHES, "DROP FUNCTION visible_matches(bigint, text[]);"),
        of_seer(
            "visible_loads",
            LOADS,
            given="wanted bigint",
            gives="TABLE (worker_id bigint, status text, children bigint)",
        ),
        of_seer(
            "visible_lookers",
            LOOKERS,
            gives="TABLE (account_id bigint, verb text, first_at timestamptz, last_at timestamptz, times bigint)",
        ),
        migrations.RunSQL(NOBODY_VANISHES, VANISHING),
        *(whose(begin, table) for begin, table in OF.items()),
    ]
