"""The audit trail can be added to, and nothing else."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from lippen.kernel import audit
from lippen.kernel.access import NOBODY
from lippen.kernel.models import AuditEntry

pytestmark = pytest.mark.django_db


def test_an_entry_holds_who_what_and_which() -> None:
    audit.record(NOBODY, "plan.read", ("improvement.plan", "plan-1"), keys={"rows": 3})
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.subject_kind, entry.subject_key, entry.keys) == (
        "plan.read",
        "improvement.plan",
        "plan-1",
        {"rows": 3},
    )


def test_an_entry_carries_its_transaction() -> None:
    audit.record(NOBODY, "plan.read", ("improvement.plan", "plan-1"))
    assert AuditEntry.objects.get().transaction > 0


@pytest.mark.parametrize("change", [lambda rows: rows.update(verb="other"), lambda rows: rows._raw_delete("default")])
def test_the_site_can_neither_change_nor_remove_an_entry(change) -> None:
    audit.record(NOBODY, "plan.read", ("improvement.plan", "plan-1"))
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        change(AuditEntry.objects.all())
