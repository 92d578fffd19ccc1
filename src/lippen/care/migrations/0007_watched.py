"""Pages of care are watched as every page about a child: in who looked, in unusual reads, in looking many people up."""

from __future__ import annotations

from django.db import migrations

TABLES = (
    *("episode", "placement", "legalreason", "aftercare", "careevent", "agreedday"),
    *("review", "reviewdecision", "permanenceline"),
)
"""Those whose rows are about one person and have a reference by which pages name them."""
KNOWN = "SELECT keys.key, known.id FROM keys JOIN public.casework_knownperson known ON known.ref = keys.key"
WHOSE = KNOWN + "".join(
    f" UNION ALL SELECT keys.key, kept.person_id FROM keys JOIN public.care_{table} kept ON kept.ref = keys.key"
    for table in TABLES
)
REFS = "SELECT wanted" + "".join(
    f" UNION ALL SELECT kept.ref::text FROM public.care_{table} kept JOIN asked ON asked.id = kept.person_id"
    for table in TABLES
)
PAGES = ("LIKE 'casework:%'", "LIKE ANY (ARRAY['casework:%', 'care:%'])")
THINGS = ("LIKE 'casework.%'", "LIKE ANY (ARRAY['casework.%', 'care.%'])")
CHANGES = {
    "visible_reads": ((KNOWN, WHOSE), PAGES, THINGS),
    "visible_pace": ((KNOWN, WHOSE), PAGES),
    "visible_looks": (
        ("SELECT wanted UNION ALL", f"{REFS} UNION ALL"),
        ("SELECT wanted  UNION ALL", f"{REFS} UNION ALL"),
    ),
}
"""Of each function what stands in it, and what takes its place; of the two spellings of one place one is there."""


def said_anew(*, back: bool) -> str:
    """The functions as they stand with these words in the place of those; what is not there stops the migration."""
    steps = []
    for name, changes in CHANGES.items():
        replaced = "".join(
            f"\n    body := replace(body, $a${pair[back]}$a$, $b${pair[not back]}$b$);" for pair in changes
        )
        steps.append(f"""
    SELECT pg_get_functiondef(oid) INTO STRICT body FROM pg_proc
    WHERE proname = '{name}' AND pronamespace = 'public'::regnamespace;
    before := body;{replaced}
    IF body = before THEN RAISE EXCEPTION '{name} is not as it was'; END IF;
    EXECUTE body;""")
    return f"DO $do$\nDECLARE\n    body text;\n    before text;\nBEGIN{''.join(steps)}\nEND $do$;"


class Migration(migrations.Migration):
    dependencies = [("care", "0006_meetings"), ("casework", "0030_matched_by_keys")]

    operations = [migrations.RunSQL(said_anew(back=False), said_anew(back=True))]
