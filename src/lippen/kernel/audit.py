"""Who did or saw what: insert-only, keys and never text, in the same transaction as the thing itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextvars import ContextVar

from django.db.models import Model

from lippen.kernel import clock
from lippen.kernel.access import Actor
from lippen.kernel.models import AuditEntry

Subject = Model | tuple[str, str]
REQUEST_KEY: ContextVar[str] = ContextVar("request_key", default="")


def record(actor: Actor, verb: str, subject: Subject, *, keys: Mapping[str, object] | None = None) -> None:
    """Write one audit row. `keys` holds ids, counts and codes; never a name or a sentence."""
    _entry(actor, verb, subject, keys or {}).save(force_insert=True)


def record_all(actor: Actor, done: Iterable[tuple[str, Subject, Mapping[str, object]]]) -> None:
    """Write such a row for each of many things that were done at once: verb, subject, keys."""
    AuditEntry.objects.bulk_create([_entry(actor, *each) for each in done], batch_size=500)


def _entry(actor: Actor, verb: str, subject: Subject, keys: Mapping[str, object]) -> AuditEntry:
    kind, key = subject_of(subject)
    return AuditEntry(
        at=clock.real_now(),
        account_id=actor.account_id,
        verb=verb,
        subject_kind=kind,
        subject_key=key,
        keys=dict(keys),
        request_key=REQUEST_KEY.get(),
    )


def subject_of(subject: Subject) -> tuple[str, str]:
    """Kind and public key of a record: its ref where it has one."""
    if isinstance(subject, tuple):
        return subject
    return subject._meta.label_lower, str(getattr(subject, "ref", subject.pk))
