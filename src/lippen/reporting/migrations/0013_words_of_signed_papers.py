"""The words of a signed paper beside it, and an index over them.

The column is PostgreSQL's own: it follows the frozen content and nobody writes it. Under row-level security an index is
not used for a search, so seer looks the words up, and only among papers that the asker was found to see before.
"""

from __future__ import annotations

from django.db import migrations

# A paper of more different words than one index entry holds is found by its first part rather than not signed.
WORDS = """
CREATE FUNCTION lippen_words_of(content bytea) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE STRICT SET search_path = pg_catalog AS $$
BEGIN
    RETURN jsonb_to_tsvector('english', convert_from(content, 'UTF8')::jsonb, '["string"]');
EXCEPTION WHEN program_limit_exceeded THEN
    RETURN to_tsvector('english', left(convert_from(content, 'UTF8'), 250000));
END $$;
ALTER TABLE reporting_signedpaper ADD COLUMN words tsvector GENERATED ALWAYS AS (lippen_words_of(content)) STORED;
CREATE INDEX signed_papers_by_words ON reporting_signedpaper USING gin (words);
"""
NO_WORDS = """
DROP INDEX signed_papers_by_words;
ALTER TABLE reporting_signedpaper DROP COLUMN words;
DROP FUNCTION lippen_words_of(bytea);
"""
SAYING = """
CREATE FUNCTION lippen_signed_papers_saying(asked text, among bigint[]) RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT coalesce(array_agg(id ORDER BY id DESC), '{}') FROM public.reporting_signedpaper
    WHERE words @@ to_tsquery('english', asked) AND id = ANY (among)
$$;
REVOKE ALL ON FUNCTION lippen_signed_papers_saying(text, bigint[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lippen_signed_papers_saying(text, bigint[]) TO lippen_app;
GRANT CREATE ON SCHEMA public TO lippen_seer;
ALTER FUNCTION lippen_signed_papers_saying(text, bigint[]) OWNER TO lippen_seer;
REVOKE CREATE ON SCHEMA public FROM lippen_seer;
"""
NOT_SAYING = "DROP FUNCTION lippen_signed_papers_saying(text, bigint[]);"


class Migration(migrations.Migration):
    dependencies = [("reporting", "0012_papers_being_written")]
    operations = [migrations.RunSQL(WORDS, NO_WORDS), migrations.RunSQL(SAYING, NOT_SAYING)]
