"""Records that are put together stand in pairs: neither a chain nor a circle, in which somebody would be on no list."""

from __future__ import annotations

from django.db import migrations

STANDS_APART = """
CREATE FUNCTION lippen_same_stands_apart() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM public.casework_personnow n WHERE n.same_as_id = NEW.person_id)
        OR EXISTS (SELECT 1 FROM public.casework_personnow n
            WHERE n.person_id = NEW.same_as_id AND n.same_as_id IS NOT NULL) THEN
        RAISE EXCEPTION 'same_stands_apart: one of these records is put together with a third';
    END IF;
    RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION lippen_same_stands_apart() FROM PUBLIC;
GRANT CREATE ON SCHEMA public TO lippen_seer;
ALTER FUNCTION lippen_same_stands_apart() OWNER TO lippen_seer;
REVOKE CREATE ON SCHEMA public FROM lippen_seer;
CREATE TRIGGER same_stands_apart BEFORE UPDATE OF same_as_id ON casework_personnow
    FOR EACH ROW WHEN (NEW.same_as_id IS NOT NULL AND NEW.same_as_id IS DISTINCT FROM OLD.same_as_id)
    EXECUTE FUNCTION lippen_same_stands_apart();
"""
AS_BEFORE = """
DROP TRIGGER same_stands_apart ON casework_personnow;
DROP FUNCTION lippen_same_stands_apart();
"""


class Migration(migrations.Migration):
    """The trigger, which sees also what the writer does not."""

    dependencies = [("casework", "0011_intake")]
    operations = [migrations.RunSQL(STANDS_APART, AS_BEFORE)]
