"""Work that is done behind the page: asked for by somebody, done in their name, told to them alone."""

from __future__ import annotations

from procrastinate.contrib.django import app

from lippen.kernel import clock
from lippen.kernel.access import Actor
from lippen.kernel.drafts import draft_for, save_draft
from lippen.kernel.errors import NotVisible
from lippen.kernel.ids import new_ref

EXPORT, IMPORT, FILLED = "export", "import-work", "filled-in"
WAITING, WORKING, READY, FAILED = "waiting", "working", "ready", "failed"
GOING = frozenset({WAITING, WORKING})


def ask(actor: Actor, kind: str, task: str, /, *, words: str, ref: str = "", **fields: str) -> str:
    """Ask for work, to begin once this transaction is kept; gives the reference by which it is watched."""
    ref = ref or new_ref(kind)
    tell(actor, kind, ref, state=WAITING, words=words, **fields)
    app.configure_task(task).defer(account_id=actor.account_id, ref=ref)
    return ref


def go_on(actor: Actor, kind: str, task: str, ref: str, /, *, words: str) -> None:
    """Have work that stopped to ask its asker go on."""
    tell(actor, kind, ref, state=WAITING, words=words)
    app.configure_task(task).defer(account_id=actor.account_id, ref=ref)


def tell(actor: Actor, kind: str, ref: str, /, **fields: str) -> None:
    """Note how the work is doing, among its asker's own drafts, where they alone can see it."""
    kept = draft_for(actor, kind, ref)
    before, version = (kept.fields, kept.version) if kept else ({}, 0)
    save_draft(actor, kind, ref, fields={**before, **fields}, version=version, at=clock.real_now())


def told(actor: Actor, kind: str, ref: str) -> dict[str, str]:
    """How the work is doing; NotVisible unless the actor asked for it."""
    kept = draft_for(actor, kind, ref)
    if kept is None:
        raise NotVisible
    return kept.fields
