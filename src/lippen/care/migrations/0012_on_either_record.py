"""Whoever works with a child on one of two records that are put together works with the child on the other too.

The tables take neither the agency's decision nor another day that is agreed from them, on whichever it stands.
"""

from __future__ import annotations

from importlib import import_module

from django.db import migrations

from lippen.kernel.locks import not_own

OWN_CHILD = import_module("lippen.care.migrations.0003_not_own").OWN_CHILD
AGENCY = import_module("lippen.care.migrations.0009_agency")
EVERY_RECORD = """(
        SELECT {table}.person_id UNION
        SELECT one.same_as_id FROM casework_personnow one WHERE one.person_id = {table}.person_id UNION
        SELECT twin.person_id FROM casework_personnow twin WHERE twin.same_as_id = {table}.person_id UNION
        SELECT twin.person_id FROM casework_personnow one JOIN casework_personnow twin
            ON twin.same_as_id = one.same_as_id WHERE one.person_id = {table}.person_id)"""


def on_either(own: str, table: str) -> str:
    """What is an officer's own by their work with a child, by their work on every record of the child."""
    this_one = f"i.person_id = {table}.person_id"
    if own.count(this_one) != 1:
        raise ValueError(f"Not there once: {this_one}")
    return own.replace(this_one, f"i.person_id IN {EVERY_RECORD.format(table=table)}")


def said_anew(table: str, before: str, now: str) -> list[migrations.RunSQL]:
    """The lock of a table in other words."""
    made, make = not_own(table, before), not_own(table, now)
    return [migrations.RunSQL(made.reverse_sql, made.sql), make]


BEFORE = f"{AGENCY.WORKS} UNION ALL {AGENCY.SAT}"
NOW = f"{on_either(AGENCY.WORKS, 'care_agencydecision')} UNION ALL {AGENCY.SAT}"


class Migration(migrations.Migration):
    dependencies = [("care", "0011_picture_views"), ("casework", "0032_undone_for_everybody")]

    operations = [
        *said_anew("care_agreedday", OWN_CHILD, on_either(OWN_CHILD, "care_agreedday")),
        *said_anew("care_agencydecision", BEFORE, NOW),
    ]
