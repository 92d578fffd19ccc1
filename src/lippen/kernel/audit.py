"""Who did or saw what: insert-only, keys and never text, in the same transaction as the thing itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from typing import Any

from django.db.models import Model

from lippen.kernel import clock
from lippen.kernel.access import Actor
from lippen.kernel.models import AuditEntry

Subject = Model | tuple[str, str]
REQUEST_KEY: ContextVar[str] = ContextVar("request_key", default="")


def record(actor: Actor, verb: str, subject: Subject, *, keys: Mapping[str, object] | None = None) -> None:
    """Write one audit row. `keys` holds ids, counts and codes; never a name or a sentence."""
    AuditEntry.objects.create(**_columns(actor, verb, subject, keys or {}))


def record_all(actor: Actor, done: Iterable[tuple[str, Subject, Mapping[str, object]]]) -> None:
    """Write such a row for each of many things that were done at once: verb, subject, keys."""
    AuditEntry.objects.bulk_create([AuditEntry(**_columns(actor, *each)) for each in done], batch_size=500)


def _columns(actor: Actor, verb: str, subject: Subject, keys: Mapping[str, object]) -> dict[str, Any]:
    kind, key = subject_of(subject)
    return {
        "at": clock.real_now(),
        "account_id": actor.account_id,
        "verb": verb,
        "subject_kind": kind,
        "subject_key": key,
        "keys": dict(keys),
        "request_key": REQUEST_KEY.get(),
    }


def subject_of(subject: Subject) -> tuple[str, str]:
    """Kind and public key of a record: its ref where it has one."""
    if isinstance(subject, tuple):
        return subject
    return subject._meta.label_lower, str(getattr(subject, "ref", subject.pk))
