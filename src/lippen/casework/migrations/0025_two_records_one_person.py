"""Two records that are put together are one to every lock: who sees the one sees the other, until they are taken apart.

`lippen_people_found()` and `lippen_never_found()` say what they said before (0008_sizes), and go on from somebody to the
record that is put together with theirs: sight, and what closes a record, are of the person. The address that is held
apart goes the same way (`visible_addresses`), and the children of an inspector's sample. `visible_protected`: of which
records an address is held apart by their own facts, for those who see the record. The two searches that look at
everybody (0008, 0018) tell of the record that stays, with whoever works there, and are closed where either one is.
"""

from __future__ import annotations

from importlib import import_module

from django.db import migrations, models

from lippen.kernel.locks import RECORD_READERS, about_person, of_seer, seen_by_seer

LOCKS = import_module("lippen.casework.migrations.0002_locks")
SIZES = import_module("lippen.casework.migrations.0008_sizes")
LENT = import_module("lippen.casework.migrations.0010_watched_and_lent")
DOOR = import_module("lippen.casework.migrations.0018_front_door")
READERS = ", ".join(f"'{role}'" for role in RECORD_READERS)
PAIRS = """pairs (one, stays) AS MATERIALIZED (
        SELECT now.person_id, now.same_as_id FROM public.casework_personnow now WHERE now.same_as_id IS NOT NULL)"""
TWINS = """
    SELECT pairs.stays FROM pairs WHERE pairs.one IN (SELECT unnest({people}))
    UNION ALL
    SELECT pairs.one FROM pairs WHERE pairs.stays IN (SELECT unnest({people}))
"""


def with_twins(people: str) -> str:
    """The same people and whoever they are put together with, as an array."""
    return f"{people} || ARRAY(WITH {PAIRS} {TWINS.format(people=people)})"


FOUND = f"""
CREATE OR REPLACE FUNCTION lippen_people_found(with_opened boolean) RETURNS bigint[] {SIZES.MADE} AS $$
DECLARE
    today date := coalesce(nullif(current_setting('app.today', true), '')::date, current_date);
    reach bigint[] := public.visible_authorities_as(ARRAY[{READERS}]);
    account_id bigint;
    me bigint;
    led bigint[];
    worked bigint[];
    opened bigint[] := '{{}}';
    grown_up bigint[] := '{{}}';
    near bigint[];
BEGIN
    {SIZES.ME}
    led := ARRAY(
        SELECT post.team_id FROM public.organisation_postholding holding
        JOIN public.organisation_post post ON post.id = holding.post_id
        WHERE holding.person_id = me AND post.role = 'team_leader' AND post.team_id IS NOT NULL
          AND holding.starts_on <= today AND (holding.ends_on IS NULL OR holding.ends_on > today));
    worked := ARRAY(
        SELECT work.person_id FROM public.casework_involvement work
        WHERE work.worker_id = me AND work.ends_on IS NULL AND work.authority_id = ANY (reach)
        UNION
        SELECT work.person_id FROM public.casework_involvement work
        WHERE work.team_id = ANY (led) AND work.ends_on IS NULL AND work.authority_id = ANY (reach));
    worked := {with_twins("worked")};
    IF with_opened THEN
        opened := ARRAY(
            SELECT glass.person_id FROM public.casework_breakglass glass
            WHERE glass.recorded_by_id = account_id AND glass.until > now() AND glass.authority_id = ANY (reach));
    END IF;
    IF cardinality(opened) > 0 THEN
        opened := {with_twins("opened")};
        grown_up := ARRAY(
            SELECT known.id FROM ({SIZES.TIED_TO_OPENED}) tied
            JOIN public.casework_knownperson known ON known.id = tied.id
            WHERE NOT known.is_child);
    END IF;
    near := worked || opened || grown_up || ARRAY({SIZES.TIED_TO_WORKED});
    near := {with_twins("near")};
    RETURN ARRAY(
        SELECT DISTINCT found.id FROM unnest(near) AS found (id)
        LEFT JOIN public.casework_knownperson known ON known.id = found.id
        WHERE known.id IS NULL OR known.authority_id = ANY (reach));
END $$;
"""
NEVER_FOUND = f"""
CREATE OR REPLACE FUNCTION lippen_never_found() RETURNS bigint[] {SIZES.MADE} AS $$
DECLARE
    account_id bigint;
    me bigint;
    mine bigint[];
    closed bigint[];
BEGIN
    {SIZES.ME}
    mine := ARRAY(
        SELECT own.person_id FROM (
            SELECT DISTINCT ON (tie.person_id) tie.person_id, tie.kind FROM public.casework_owntie tie
            WHERE tie.officer_id = me ORDER BY tie.person_id, tie.id DESC
        ) own WHERE own.kind <> 'none');
    IF cardinality(mine) > 0 THEN
        mine := {with_twins("mine")};
    END IF;
    closed := mine || ARRAY({SIZES.TIED_TO_MINE}) || ARRAY(
        SELECT restricted.person_id FROM (
            SELECT DISTINCT ON (person_id) person_id, officers FROM public.casework_restriction
            ORDER BY person_id, id DESC
        ) restricted
        WHERE cardinality(restricted.officers) > 0 AND NOT coalesce(me, 0) = ANY (restricted.officers));
    IF cardinality(closed) > 0 THEN
        closed := {with_twins("closed")};
    END IF;
    RETURN ARRAY(SELECT DISTINCT found.id FROM unnest(closed) AS found (id));
END $$;
"""


def replaced(name: str, given: str, gives: str, body: str) -> str:
    """A function of seer's in SQL that is there already, said anew."""
    return f"""
CREATE OR REPLACE FUNCTION {name}({given}) RETURNS {gives}
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$ {body} $$;
"""


def and_twins(body: str) -> str:
    """The people of an array that a statement gives, and whoever they are put together with."""
    found = TWINS.format(people="(SELECT found.ids FROM found)::bigint[]")
    return f"""
    WITH found (ids) AS MATERIALIZED ({body}), {PAIRS}
    SELECT found.ids || ARRAY({found}) FROM found"""


ADDRESSES = replaced("visible_addresses", "", "bigint[]", and_twins(LOCKS.ADDRESSES))
SAMPLED = replaced("visible_sampled_people", "", "bigint[]", and_twins(LENT.SAMPLED))
PROTECTED = f"""
    SELECT coalesce(array_agg(last.person_id), '{{}}') FROM (
        SELECT DISTINCT ON (held.person_id) held.person_id, held.authority_id, held.lines
        FROM public.casework_protectedaddress held WHERE held.person_id = ANY (wanted)
        ORDER BY held.person_id, held.id DESC
    ) last WHERE last.lines <> '' AND {about_person("last.person_id").replace("authority_id =", "last.authority_id =")}"""
# Of two records of one person the one that stays is told of: its team, and closed where either one is.
THIS_ONE = "JOIN public.casework_knownperson known ON known.id = now.person_id"
STAYS = "JOIN public.casework_knownperson known ON known.id = coalesce(now.same_as_id, now.person_id)"
THIS_CHOSEN = "JOIN public.casework_knownperson known ON known.id = chosen.person_id"
CHOSEN_STAYS = """JOIN public.casework_personnow now ON now.person_id = chosen.person_id
    JOIN public.casework_knownperson known ON known.id = coalesce(now.same_as_id, now.person_id)"""
RESTRICTED = """coalesce((SELECT cardinality(r.officers) > 0 FROM public.casework_restriction r
            WHERE r.person_id = known.id ORDER BY r.id DESC LIMIT 1), false)"""
EITHER_RESTRICTED = """EXISTS (
            SELECT 1 FROM (
                SELECT known.id UNION ALL
                SELECT twin.person_id FROM public.casework_personnow twin WHERE twin.same_as_id = known.id
            ) either WHERE (SELECT cardinality(r.officers) > 0 FROM public.casework_restriction r
                WHERE r.person_id = either.id ORDER BY r.id DESC LIMIT 1))"""


def said_anew(body: str, *changes: tuple[str, str]) -> str:
    """A function's text with each of these in the place of what stood there once."""
    for before, after in changes:
        if body.count(before) != 1:
            raise ValueError(f"Not there once: {before}")
        body = body.replace(before, after)
    return body


MATCHES = said_anew(SIZES.MATCHES, (THIS_ONE, STAYS), (RESTRICTED, EITHER_RESTRICTED))
ALONE_BEFORE = DOOR.ALONE.split("REVOKE ALL")[0].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
ALONE = said_anew(ALONE_BEFORE, (THIS_CHOSEN, CHOSEN_STAYS), (RESTRICTED, EITHER_RESTRICTED))
NOW = FOUND + NEVER_FOUND + ADDRESSES + SAMPLED + MATCHES + ALONE
BEFORE = (
    SIZES.FOUND
    + SIZES.NEVER_FOUND
    + replaced("visible_addresses", "", "bigint[]", LOCKS.ADDRESSES)
    + replaced("visible_sampled_people", "", "bigint[]", LENT.SAMPLED)
    + SIZES.MATCHES
    + ALONE_BEFORE
)


class Migration(migrations.Migration):
    dependencies = [("casework", "0024_closed_work")]
    operations = [
        migrations.AddIndex(
            "personnow",
            models.Index(
                fields=["person", "same_as"], condition=models.Q(same_as__isnull=False), name="people_put_together"
            ),
        ),
        migrations.RunSQL(NOW, BEFORE),
        migrations.AddField("sameasstep", "words", models.TextField(blank=True, default=""), preserve_default=False),
        migrations.RunSQL(
            "UPDATE casework_sameasstep SET words = 'Undone before a reason was asked for.' WHERE kind = 'undone'",
            migrations.RunSQL.noop,
        ),
        migrations.AddConstraint(
            "sameasstep",
            models.CheckConstraint(
                condition=~models.Q(kind="undone") | ~models.Q(words=""), name="undone_same_has_its_reason"
            ),
        ),
        of_seer("visible_protected", PROTECTED, given="wanted bigint[]", reads=("casework_protectedaddress",)),
        seen_by_seer("casework_protectedaddress"),
    ]
