"""The locks of looked-after children, and what their spans of days are held to.

`lippen_span_replaces`: a further version takes the place of the one before, of the same span and person.
`lippen_care_is_filled`: at the end of each transaction every day of an episode has its placement and its legal reason,
and no day outside of it has one. Whoever writes holds the child's record, so two who write wait for each other.
"""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

from lippen.kernel.locks import OF_RECORD_READERS, about_person, locked, of_seer, seen_by_seer

SPANS = ("episode", "placement", "legalreason")
OF_PERSON = (*SPANS, "aftercare", "careevent", "careeventwrong", "agreedday")
OF_COUNCIL = ("carer", "carerapproval", "ownstandard")
BEGINS = {
    "episode": "episode",
    "placement": "placement",
    "legal": "legalreason",
    "after": "aftercare",
    "careevent": "careevent",
    "agreed": "agreedday",
    "carer": "carer",
    "standard": "ownstandard",
}
"""What refs begin with, and the table that holds them."""
SAMPLED = """person_id = ANY ((select visible_sampled_people())::bigint[])
    AND NOT (person_id = ANY ((select visible_never())::bigint[]))"""
MADE = "RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$"
REPLACES = f"""
CREATE FUNCTION lippen_span_replaces() {MADE}
DECLARE
    begun bigint;
    whose bigint;
    named text;
BEGIN
    NEW.is_current := true;
    IF NEW.replaces_id IS NULL THEN
        IF NEW.first_id IS NOT NULL OR NEW.thread <> NEW.ref THEN
            RAISE EXCEPTION 'a_version_replaces_the_one_before' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    EXECUTE format('UPDATE public.%I SET is_current = false WHERE id = $1 RETURNING coalesce(first_id, id), person_id, thread',
        TG_TABLE_NAME) INTO begun, whose, named USING NEW.replaces_id;
    IF (begun, whose, named) IS DISTINCT FROM (NEW.first_id, NEW.person_id, NEW.thread::text) THEN
        RAISE EXCEPTION 'a_version_replaces_the_one_before' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION lippen_span_replaces() FROM PUBLIC;
"""
FILLED = f"""
CREATE FUNCTION lippen_care_is_filled() {MADE}
DECLARE
    begun bigint;
    whole datemultirange;
    filled datemultirange;
BEGIN
    IF TG_TABLE_NAME = 'care_episode' THEN
        begun := coalesce(NEW.first_id, NEW.id);
    ELSE
        begun := (to_jsonb(NEW) ->> 'episode_id')::bigint;
    END IF;
    SELECT datemultirange(daterange(so_on, ends_on)) INTO whole FROM public.care_episode
    WHERE (id = begun OR first_id = begun) AND is_current AND NOT is_wrong;
    whole := coalesce(whole, '{{}}');
    SELECT coalesce(range_agg(daterange(so_on, ends_on)), '{{}}') INTO filled FROM public.care_placement
    WHERE episode_id = begun AND is_current AND NOT is_wrong;
    IF filled <> whole THEN
        RAISE EXCEPTION 'placements_leave_no_gap' USING ERRCODE = 'check_violation', CONSTRAINT = 'placements_leave_no_gap';
    END IF;
    SELECT coalesce(range_agg(daterange(so_on, ends_on)), '{{}}') INTO filled FROM public.care_legalreason
    WHERE episode_id = begun AND is_basis AND is_current AND NOT is_wrong;
    IF filled <> whole THEN
        RAISE EXCEPTION 'legal_reasons_leave_no_gap'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'legal_reasons_leave_no_gap';
    END IF;
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION lippen_care_is_filled() FROM PUBLIC;
"""
# What is destroyed with a record is looked for in the tables of this package too.
KEYS = import_module("lippen.casework.migrations.0015_nothing_left").KEYS.split("REVOKE ALL")[0]
OF_CASEWORK = "class.relname LIKE 'casework!_%' ESCAPE '!'"
OF_BOTH = "(class.relname LIKE 'casework!_%' ESCAPE '!' OR class.relname LIKE 'care!_%' ESCAPE '!')"
CASEWORK_KEYS = KEYS.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
CARE_KEYS = CASEWORK_KEYS.replace(OF_CASEWORK, OF_BOTH)
assert CARE_KEYS != CASEWORK_KEYS


def triggers(table: str) -> migrations.RunSQL:
    """A further version takes the place of the one before; at the end no day is left open."""
    return migrations.RunSQL(
        f"""CREATE TRIGGER a_version_replaces_the_one_before BEFORE INSERT ON care_{table}
                FOR EACH ROW EXECUTE FUNCTION lippen_span_replaces();
            CREATE CONSTRAINT TRIGGER care_is_filled AFTER INSERT ON care_{table} DEFERRABLE INITIALLY DEFERRED
                FOR EACH ROW EXECUTE FUNCTION lippen_care_is_filled();""",
        f"""DROP TRIGGER care_is_filled ON care_{table};
            DROP TRIGGER a_version_replaces_the_one_before ON care_{table};""",
    )


def policies(table: str) -> migrations.RunSQL:
    """Retention sees the rows of those whose records it may destroy; an inspector those of a sample."""
    return migrations.RunSQL(
        f"CREATE POLICY care_{table}_due ON care_{table} TO lippen_retention "
        "USING (person_id = ANY ((select condemned_people())::bigint[]));"
        f"CREATE POLICY care_{table}_sampled ON care_{table} FOR SELECT TO lippen_app USING ({SAMPLED});",
        f"DROP POLICY care_{table}_due ON care_{table};DROP POLICY care_{table}_sampled ON care_{table};",
    )


class Migration(migrations.Migration):
    dependencies = [("care", "0001_looked_after"), ("casework", "0027_found_by_keys")]

    operations = [
        *(each for table in OF_PERSON for each in locked(f"care_{table}", about_person())),
        *(policies(table) for table in OF_PERSON),
        *(each for table in OF_COUNCIL for each in locked(f"care_{table}", OF_RECORD_READERS)),
        migrations.RunSQL(REPLACES, "DROP FUNCTION lippen_span_replaces();"),
        migrations.RunSQL(FILLED, "DROP FUNCTION lippen_care_is_filled();"),
        *(triggers(table) for table in SPANS),
        *(
            of_seer(
                f"audit_councils_of_{begin}",
                f"SELECT array_agg(authority_id) FROM public.care_{table} WHERE ref = wanted",
                reads=(f"care_{table}",),
            )
            for begin, table in BEGINS.items()
        ),
        seen_by_seer(*(f"care_{table}" for table in BEGINS.values())),
        migrations.RunSQL(CARE_KEYS, CASEWORK_KEYS),
    ]
