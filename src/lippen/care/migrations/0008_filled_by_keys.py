"""Whether an episode is filled is always found by its own keys, however many episodes were written since statistics were.

Asked with an OR, and before the tables were analysed, each row that was written read the index of a whole council.
"""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

BEFORE = import_module("lippen.care.migrations.0002_locks").FILLED.split("REVOKE ALL")[0]
BEFORE = BEFORE.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
OF_EITHER = """    SELECT datemultirange(daterange(so_on, ends_on)) INTO whole FROM public.care_episode
    WHERE (id = begun OR first_id = begun) AND is_current AND NOT is_wrong;"""
ONE_BY_ONE = """    SELECT datemultirange(daterange(found.so_on, found.ends_on)) INTO whole FROM (
        SELECT so_on, ends_on FROM public.care_episode WHERE id = begun AND is_current AND NOT is_wrong
        UNION ALL
        SELECT so_on, ends_on FROM public.care_episode WHERE first_id = begun AND is_current AND NOT is_wrong
    ) found;"""
FILLED = BEFORE.replace(OF_EITHER, ONE_BY_ONE)
assert FILLED != BEFORE
BY_KEYS = "ALTER FUNCTION lippen_care_is_filled() SET enable_bitmapscan = off; "
AS_BEFORE = "ALTER FUNCTION lippen_care_is_filled() RESET enable_bitmapscan;"


class Migration(migrations.Migration):
    dependencies = [("care", "0007_watched")]

    operations = [migrations.RunSQL(FILLED + BY_KEYS, BEFORE + AS_BEFORE)]
