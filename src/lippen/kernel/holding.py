"""Writers to one record wait for each other, where its facts are insert-only and no row of it may be locked."""

from __future__ import annotations

from django.db import connection
from django.db.models import Model


def hold(record: Model) -> None:
    """Until this transaction ends nobody else holds the record; whoever comes meanwhile waits, then sees what was done.

    The app may not update these tables, and PostgreSQL locks no row for whoever may not: so it is a lock by name.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{record._meta.label}:{record.pk}"])
