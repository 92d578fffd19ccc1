"""What the worker does for a plan: builds exports, reads large files. Each on behalf of the person who asked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from django.db.transaction import atomic
from procrastinate.contrib.django import app

from lippen.improvement import exports, queries
from lippen.improvement.rows import ActionRow, PlanRow
from lippen.kernel import access, audit, clock
from lippen.kernel.access import Actor, Permission
from lippen.kernel.drafts import draft_for, save_draft
from lippen.kernel.errors import CannotDo, NotAllowed, NotVisible
from lippen.kernel.files.store import keep_file
from lippen.organisation import queries as organisation

EXPORT = "export"
TELL_EVERY = 500
WAITING, WORKING, READY, FAILED = "waiting", "working", "ready", "failed"


@contextmanager
def acting_for(account_id: int) -> Iterator[Actor]:
    """A transaction in the name of the person who asked, with what they may do today."""
    with atomic():
        actor = organisation.actor_for(account_id, on=clock.today())
        access.identify(actor, today=clock.today())
        yield actor
        access.forget()


def tell(actor: Actor, kind: str, ref: str, **fields: str) -> None:
    """Note how the work is doing, where its asker alone can see it."""
    kept = draft_for(actor, kind, ref)
    before, version = (kept.fields, kept.version) if kept else ({}, 0)
    save_draft(actor, kind, ref, fields={**before, **fields}, version=version, at=clock.real_now())


def progress(actor: Actor, kind: str, ref: str) -> dict[str, str]:
    """How the work is doing; NotVisible unless it is the actor's own."""
    kept = draft_for(actor, kind, ref)
    if kept is None:
        raise NotVisible
    return kept.fields


@app.task(name="improvement.export_plan")
def export_plan(*, account_id: int, ref: str, plan_ref: str, kind: str, as_at: str, known_at: str) -> None:
    """Build the export that somebody asked for. Done again after a crash it finds its own work and stops."""
    with acting_for(account_id) as actor:
        if progress(actor, EXPORT, ref)["state"] in {READY, FAILED}:
            return
        tell(actor, EXPORT, ref, state=WORKING, words="Reading the plan")
    try:
        with acting_for(account_id) as actor:
            plan, rows = _rows(actor, plan_ref, as_at, known_at)
        content = _built(account_id, ref, plan, rows, kind)
        with acting_for(account_id) as actor:
            _keep(actor, ref, plan, rows, kind, content)
    except (CannotDo, NotAllowed, NotVisible):
        with acting_for(account_id) as actor:
            tell(actor, EXPORT, ref, state=FAILED, words="You may no longer read this plan.")


def _rows(actor: Actor, plan_ref: str, as_at: str, known_at: str) -> tuple[PlanRow, tuple[ActionRow, ...]]:
    access.require(actor, Permission.READ_PLAN)
    plan = queries.plan(actor, plan_ref)
    day = date.fromisoformat(as_at)
    known = datetime.fromisoformat(known_at) if known_at else None
    return plan, queries.plan_actions(actor, plan.id, as_at=day, known_at=known, today=day)


def _built(account_id: int, ref: str, plan: PlanRow, rows: tuple[ActionRow, ...], kind: str) -> bytes:
    def tick(done: int) -> None:
        if done % TELL_EVERY == 0:
            with acting_for(account_id) as actor:
                tell(actor, EXPORT, ref, words=f"Writing action {done:,} of {len(rows):,}")

    return exports.plan_csv(rows, tick=tick) if kind == "csv" else exports.plan_xlsx(rows, title=plan.title, tick=tick)


def _keep(actor: Actor, ref: str, plan: PlanRow, rows: tuple[ActionRow, ...], kind: str, content: bytes) -> None:
    if progress(actor, EXPORT, ref)["state"] == READY:
        return
    kept = keep_file(
        actor=actor,
        name=exports.file_name(plan.title, kind),
        content=content,
        media_type=exports.MEDIA_TYPES[kind],
        authority_id=plan.authority_id,
        at=clock.real_now(),
    )
    tell(actor, EXPORT, ref, state=READY, words=f"{len(rows):,} actions", file=kept.ref)
    audit.record(actor, "plan.exported", ("improvement.plan", plan.ref), keys={"kind": kind, "actions": len(rows)})
