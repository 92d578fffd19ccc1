from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from lippen.kernel.models import AuditEntry, Draft
from lippen.kernel.together import read_together

pytestmark = pytest.mark.django_db
AT = datetime(2012, 10, 17, 9, 30, 0, 250, tzinfo=UTC)


def entry(key: str, **keys: object) -> AuditEntry:
    return AuditEntry.objects.create(at=AT, verb="thing.done", subject_kind="thing", subject_key=key, keys=keys)


def test_tables_of_different_shapes_come_from_one_statement_as_they_come_from_their_own() -> None:
    for key in ("b", "a"):
        entry(key, number=2**60, words="Ł “quoted”\n", none=None)
    wanted = AuditEntry.objects.filter(verb="thing.done").order_by("subject_key")
    with CaptureQueriesContext(connection) as seen:
        found, none = read_together(wanted, Draft.objects.none() | Draft.objects.filter(pk=0))
    assert len(seen.captured_queries) == 1 and none == []
    names = [field.attname for field in AuditEntry._meta.concrete_fields]
    assert [[getattr(row, name) for name in names] for row in found] == list(map(list, wanted.values_list(*names)))


def test_what_a_query_annotates_comes_along() -> None:
    entry("a")
    [[found]] = read_together(AuditEntry.objects.filter(verb="thing.done").annotate(also=F("at")))
    assert found.also == AT
