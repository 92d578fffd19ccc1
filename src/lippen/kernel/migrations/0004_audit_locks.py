"""Row-level security: audit rows are seen by information governance of the councils whose they are, and of every
council where they are no council's. The database itself says whose a row is.

Each package has functions for its own records, named after the beginning of their refs: `audit_councils_of_plan`,
`audit_councils_of_paper`. A ref without a function, or without a record, is the asking person's councils'. A refusal
belongs to both: those whose record it was, and those whose person asked.
"""

from __future__ import annotations

from django.db import migrations

from lippen.kernel.locks import OF_AUDIT_READERS, OWN_ROWS, locked, of_seer

OWN_TRANSACTION = "transaction = (pg_current_xact_id_if_assigned())::text::bigint"
VISIBLE = f"""authority_ids && {OF_AUDIT_READERS}
    OR (authority_ids = '{{}}' AND cardinality({OF_AUDIT_READERS}) > 0)
    OR {OWN_TRANSACTION}"""
WRITTEN_NOW = "transaction = (pg_current_xact_id())::text::bigint"
OTHER_ROLES = """
    CREATE POLICY kernel_auditentry_reader ON kernel_auditentry FOR SELECT TO lippen_reader USING (true);
    CREATE POLICY kernel_auditentry_seer ON kernel_auditentry FOR SELECT TO lippen_seer USING (true);
    CREATE POLICY kernel_storedfile_seer ON kernel_storedfile FOR SELECT TO lippen_seer USING (true);
"""
NO_OTHER_ROLES = """
    DROP POLICY kernel_storedfile_seer ON kernel_storedfile;
    DROP POLICY kernel_auditentry_seer ON kernel_auditentry;
    DROP POLICY kernel_auditentry_reader ON kernel_auditentry;
"""
BELONGS = """
CREATE FUNCTION audit_councils(verb text, subject_key text, account_id bigint) RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    whose text := 'audit_councils_of_' || split_part(subject_key, '-', 1);
    found bigint[];
BEGIN
    IF subject_key ~ '^[a-z]{2,20}-' AND to_regprocedure('public.' || whose || '(text)') IS NOT NULL THEN
        EXECUTE format('SELECT public.%I($1)', whose) INTO found USING subject_key;
    END IF;
    IF coalesce(cardinality(found), 0) = 0 OR verb LIKE 'refused.%' THEN
        found := coalesce(found, '{}') || public.audit_councils_of_asker(account_id);
    END IF;
    RETURN ARRAY(SELECT DISTINCT each FROM unnest(found) each ORDER BY each);
END $$;
CREATE FUNCTION audit_belongs() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    NEW.authority_ids := public.audit_councils(NEW.verb, NEW.subject_key, NEW.account_id);
    RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION audit_councils(text, text, bigint), audit_belongs() FROM PUBLIC;
CREATE TRIGGER audit_belongs BEFORE INSERT ON kernel_auditentry FOR EACH ROW EXECUTE FUNCTION audit_belongs();
GRANT CREATE ON SCHEMA public TO lippen_seer;
ALTER FUNCTION audit_councils(text, text, bigint) OWNER TO lippen_seer;
ALTER FUNCTION audit_belongs() OWNER TO lippen_seer;
REVOKE CREATE ON SCHEMA public FROM lippen_seer;
"""
BELONGS_TO_NOBODY = """
DROP TRIGGER audit_belongs ON kernel_auditentry;
DROP FUNCTION audit_belongs();
DROP FUNCTION audit_councils(text, text, bigint);
"""
# For the status page: how many rows wait to be sealed and since when; never which.
WAITING = """
    SELECT count(*), min(at) FROM (
        SELECT entry.at FROM public.kernel_auditentry entry
        WHERE entry.transaction >= coalesce(
                (SELECT through_transaction FROM public.kernel_auditblock ORDER BY number DESC LIMIT 1), 0)
          AND entry.id > coalesce((SELECT floor_id FROM public.kernel_auditblock ORDER BY number DESC LIMIT 1), 0)
        ORDER BY entry.transaction, entry.id LIMIT 100001
    ) waiting
"""
READ_BY_SEER = ("kernel_auditentry", "kernel_auditblock")


class Migration(migrations.Migration):
    dependencies = [("kernel", "0003_audit_sealed"), ("organisation", "0004_audit_councils")]
    operations = [
        *locked("kernel_auditexport", OWN_ROWS),
        *locked("kernel_auditentry", VISIBLE, check=WRITTEN_NOW),
        migrations.RunSQL(OTHER_ROLES, NO_OTHER_ROLES),
        migrations.RunSQL(BELONGS, BELONGS_TO_NOBODY),
        of_seer(
            "audit_councils_of_file",
            "SELECT array_agg(authority_id) FROM public.kernel_storedfile WHERE ref = wanted",
            reads=("kernel_storedfile",),
        ),
        of_seer(
            "lippen_audit_waiting",
            WAITING,
            given="",
            gives="TABLE (waiting bigint, oldest timestamptz)",
            reads=READ_BY_SEER,
        ),
    ]
