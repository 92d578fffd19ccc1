"""A search among thousands of namesakes takes no longer than one among hundreds.

Before somebody is added no more than twenty are shown: of those who have no more in common than the names some hundred
are looked at, the same names first. The search box finds five hundred at most, those whose names begin as written
first. And who is named for a restricted record is read without holding each of these against every other.
"""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

from lippen.kernel.locks import about_person

BEFORE = import_module("lippen.casework.migrations.0025_two_records_one_person")
LOOKING = import_module("lippen.casework.migrations.0015_nothing_left")
SOME, OTHERS, MOST_IN_BOX = 200, 1_000, 501
PAIRS = (("given", "birth"), ("given", "place"), ("family", "birth"), ("family", "place"), ("birth", "place"))


def pair(one: str, other: str, most: int) -> str:
    """Some of a council of whom both of these are true."""
    return f"""(SELECT now.person_id FROM public.casework_personnow now
            WHERE now.authority_id = council AND now.keys && {one} AND now.keys && {other} LIMIT {most})"""


FOUND_FIRST = " UNION\n        ".join(
    [
        pair("given_same", "family_same", SOME),
        pair("given", "family", SOME),
        *(pair(*each, OTHERS) for each in PAIRS),
        f"""(SELECT now.person_id FROM public.casework_personnow now
            WHERE now.authority_id = council AND now.keys && sure LIMIT {OTHERS})""",
    ]
)
ENOUGH = BEFORE.MATCHES.partition("WHERE now.authority_id = council AND (")[2].partition(");\nEND")[0]
MATCHES = BEFORE.said_anew(
    BEFORE.MATCHES,
    (
        "BEGIN\n",
        """    given_same varchar[] := ARRAY(SELECT key FROM unnest(given) key WHERE key LIKE 'g=%');
    family_same varchar[] := ARRAY(SELECT key FROM unnest(family) key WHERE key LIKE 'f=%');
    ids bigint[];
BEGIN
""",
    ),
    (
        "    RETURN QUERY\n",
        f"""    ids := ARRAY(
        {FOUND_FIRST});
    RETURN QUERY
""",
    ),
    (f"WHERE now.authority_id = council AND ({ENOUGH});", "WHERE now.person_id = ANY (ids);"),
)
BEGINS = """(SELECT count(*) FROM jsonb_array_elements(asked) each WHERE each ->> 'begins' <> ''
        AND (lower(now.family_name) LIKE (each ->> 'begins') || '%' OR lower(now.given_name) LIKE (each ->> 'begins') || '%'))"""
FOUND_BEFORE = LOOKING.FOUND.partition("REVOKE ALL")[0].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
FOUND_BEFORE = FOUND_BEFORE.replace("public AS $$", "public SET enable_seqscan = off AS $$", 1)
FOUND = BEFORE.said_anew(
    FOUND_BEFORE,
    (
        ";\nEND $$;",
        f"""
    ORDER BY {BEGINS} DESC, now.family_name, now.given_name, now.person_id LIMIT {MOST_IN_BOX};
END $$;""",
    ),
)
NEVER = "(person_id = ANY ((select visible_never())::bigint[]))"
EACH_ONCE = BEFORE.said_anew(about_person(), (NEVER, "(person_id IN (select unnest(visible_never())))"))
POLICY = "ALTER POLICY casework_restriction_visible ON casework_restriction USING ({});"


class Migration(migrations.Migration):
    dependencies = [("casework", "0028_returns")]

    operations = [
        migrations.RunSQL(MATCHES, BEFORE.MATCHES),
        migrations.RunSQL(FOUND, FOUND_BEFORE),
        migrations.RunSQL(POLICY.format(EACH_ONCE), POLICY.format(about_person())),
    ]
