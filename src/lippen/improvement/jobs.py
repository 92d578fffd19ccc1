"""What the worker does for a plan: builds exports, reads and brings in large files. Each in the asker's name."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from functools import partial

from procrastinate.contrib.django import app

from lippen.design.words import count_words
from lippen.improvement import actions, exports, filled_intake, intake, queries, room_exports
from lippen.improvement.rows import ActionRow, PlanRow
from lippen.improvement.source_rows import Ties
from lippen.improvement.vocabulary import Audience
from lippen.improvement.work import EXPORT, FAILED, FILLED, GOING, IMPORT, READY, WORKING, tell, told
from lippen.kernel import access, audit, clock
from lippen.kernel.access import Actor, Permission
from lippen.kernel.errors import CannotDo, NotAllowed, NotVisible
from lippen.kernel.files.gate import Refused
from lippen.kernel.files.store import keep_file, stored_file
from lippen.organisation import queries as organisation
from lippen.organisation.work import acting_for

TELL_EVERY = 500
NO_LONGER = "You may no longer do this, or what it was about is no longer there."


def _begun(account_id: int, kind: str, ref: str, words: str) -> dict[str, str] | None:
    """What was asked for; None where it is done already, by this job before it was cut short."""
    with acting_for(account_id) as actor:
        asked = told(actor, kind, ref)
        if asked["state"] not in GOING:
            return None
        tell(actor, kind, ref, state=WORKING, words=words)
        return asked


def _failed(account_id: int, kind: str, ref: str, sentence: str) -> None:
    """Say that it failed, unless another worker has finished it meanwhile."""
    with acting_for(account_id) as actor:
        if told(actor, kind, ref)["state"] in GOING:
            tell(actor, kind, ref, state=FAILED, words=sentence)


@app.task(name="improvement.export_plan")
def export_plan(*, account_id: int, ref: str) -> None:
    """Build the export that somebody asked for. Done again after a crash it keeps one file only."""
    asked = _begun(account_id, EXPORT, ref, "Reading the plan")
    if asked is None:
        return
    try:
        with acting_for(account_id) as actor:
            plan, rows, tied = _rows(actor, asked)
        content = _built(account_id, ref, plan, rows, tied, asked["kind"])
        with acting_for(account_id) as actor:
            _keep(actor, ref, plan, rows, asked["kind"], content)
    except (CannotDo, NotAllowed, NotVisible):
        _failed(account_id, EXPORT, ref, NO_LONGER)


def _rows(actor: Actor, asked: dict[str, str]) -> tuple[PlanRow, tuple[ActionRow, ...], dict[int, Ties]]:
    access.require(actor, Permission.READ_PLAN)
    plan = queries.plan(actor, asked["plan"])
    day = date.fromisoformat(asked["as_at"])
    known = datetime.fromisoformat(asked["known_at"]) if asked["known_at"] else None
    given = {"as_at": day, "known_at": known, "today": clock.today()}
    tied = queries.plan_ties(actor, plan, **given)
    return plan, queries.plan_actions(actor, plan.id, **given), tied.by_action


def _built(
    account_id: int, ref: str, plan: PlanRow, rows: tuple[ActionRow, ...], tied: dict[int, Ties], kind: str
) -> bytes:
    def tick(done: int) -> None:
        if done % TELL_EVERY == 0:
            with acting_for(account_id) as actor:
                tell(actor, EXPORT, ref, words=f"Writing action {done:,} of {len(rows):,}")

    return exports.built(kind, rows, title=plan.title, tied=tied, tick=tick)


def _keep(actor: Actor, ref: str, plan: PlanRow, rows: tuple[ActionRow, ...], kind: str, content: bytes) -> None:
    if told(actor, EXPORT, ref)["state"] == READY:
        return
    kept = keep_file(
        actor=actor,
        name=exports.file_name(plan.title, kind),
        content=content,
        media_type=exports.MEDIA_TYPES[kind],
        authority_id=queries.keeper_of(actor, plan.id),
        at=clock.real_now(),
    )
    words = f"{len(rows):,} action{'s' if len(rows) != 1 else ''}"
    tell(actor, EXPORT, ref, state=READY, words=words, file=kept.ref)
    audit.record(actor, "plan.exported", ("improvement.plan", plan.ref), keys={"kind": kind, "actions": len(rows)})


@app.task(name="improvement.export_table")
def export_table(*, account_id: int, ref: str) -> None:
    """Build the table of commitments, risks or meetings that somebody asked for; one file, though begun again."""
    asked = _begun(account_id, EXPORT, ref, "Reading")
    if asked is None:
        return
    try:
        with acting_for(account_id) as actor:
            access.require(actor, Permission.READ_PLAN)
            plan = queries.plan(actor, asked["plan"]) if asked["plan"] else None
            keeper = queries.keeper_of(actor, plan.id) if plan else min(actor.reach_of(Permission.READ_PLAN))
            told_of = room_exports.Told(asked["table"])
            rows = _table_rows(actor, told_of, asked, plan, keeper)
        title = f"{room_exports.NAMES[told_of]} of {plan.title if plan else 'all plans'}"
        content = room_exports.table(told_of, asked["kind"], rows, title=title)
        with acting_for(account_id) as actor:
            _keep_table(actor, ref, asked, title, content, keeper, len(rows))
    except (CannotDo, NotAllowed, NotVisible):
        _failed(account_id, EXPORT, ref, NO_LONGER)


def _table_rows(
    actor: Actor, told_of: room_exports.Told, asked: dict[str, str], plan: PlanRow | None, keeper: int
) -> Sequence[object]:
    """The rows of a table as they stood on the day looked at; commitments are one council's, the file's own."""
    known = datetime.fromisoformat(asked["known_at"]) if asked["known_at"] else None
    looked = {"as_at": date.fromisoformat(asked["as_at"]), "known_at": known, "today": clock.today()}
    if told_of is room_exports.Told.RISKS:
        return queries.risks(actor, plan.id if plan else 0, **looked)
    if told_of is room_exports.Told.GROUPS:
        return queries.outcomes(actor, plan_id=plan.id if plan else None, **looked)
    filters = queries.CommitmentFilters(
        direction=asked["direction"],
        status=asked["status"],
        late=bool(asked["late"]),
        owner_id=actor.person_id or 0 if asked["mine"] else None,
        words=asked["filter"],
        plan_id=plan.id if plan else None,
        authority_ids=[keeper],
    )
    return queries.commitments(actor, filters=filters, **looked)


def _keep_table(
    actor: Actor, ref: str, asked: dict[str, str], title: str, content: bytes, keeper: int, count: int
) -> None:
    if told(actor, EXPORT, ref)["state"] == READY:
        return
    kind = asked["kind"]
    kept = keep_file(
        actor=actor,
        name=exports.file_name(title, kind),
        content=content,
        media_type=exports.MEDIA_TYPES[kind],
        authority_id=keeper,
        at=clock.real_now(),
    )
    one, many = room_exports.ONE[room_exports.Told(asked["table"])]
    council = organisation.authority_names([keeper])[keeper]
    of_whom = f" of {council}" if asked["table"] == room_exports.Told.COMMITMENTS else ""
    words = f"{count:,} {one if count == 1 else many}{of_whom}"
    tell(actor, EXPORT, ref, state=READY, words=words, file=kept.ref)
    subject = ("improvement.plan", asked["plan"]) if asked["plan"] else ("improvement.export", ref)
    audit.record(actor, f"{asked['table']}.exported", subject, keys={"kind": kind, "rows": count})


@app.task(name="improvement.read_import")
def read_import(*, account_id: int, ref: str) -> None:
    """Read a large file and keep what it would bring in, until somebody confirms it."""
    asked = _begun(account_id, IMPORT, ref, "Reading the file")
    if asked is None:
        return
    try:
        acting = partial(acting_for, account_id)
        with acting() as actor:
            file = stored_file(actor, asked["file"])
            content = bytes(file.content.content)
        prepared = intake.prepare(acting, file.name, content, today=clock.today())
        with acting() as actor:
            told_of = {"title": asked.get("title", ""), "plan_ref": asked.get("edition_of", "")}
            batch = intake.begin(actor, file, prepared, at=clock.now(), **told_of)
            tell(actor, IMPORT, ref, state=READY, batch=batch.ref)
    except (CannotDo, Refused) as refused:
        _failed(account_id, IMPORT, ref, refused.sentence)
    except (NotAllowed, NotVisible):
        _failed(account_id, IMPORT, ref, NO_LONGER)


@app.task(name="improvement.bring_in")
def bring_in(*, account_id: int, ref: str) -> None:
    """Bring a large import in as it was answered, whole or not at all."""
    asked = _begun(account_id, IMPORT, ref, "Bringing the plan in")
    if asked is None:
        return
    try:
        acting = partial(acting_for, account_id)
        with acting() as actor:
            batch = queries.import_batch(actor, asked["batch"])
        proposal = intake.prepare_again(acting, batch, intake.answers_of(batch), today=clock.today())
        with acting() as actor:
            intake.keep_answered(actor, batch, proposal, version=batch.version, at=clock.now())
            settings = json.loads(asked["settings"])
            audience = Audience(settings.pop("audience"))
            given = {"actor": actor, "batch_ref": batch.ref, "at": clock.now(), "audience": audience}
            if batch.plan_ref:
                actions.apply_edition(**given)
            plan_ref = batch.plan_ref or actions.apply_import(**given, **settings).ref
            tell(actor, IMPORT, ref, state=READY, plan=plan_ref)
    except (CannotDo, Refused) as refused:
        _failed(account_id, IMPORT, ref, refused.sentence)
    except (NotAllowed, NotVisible):
        _failed(account_id, IMPORT, ref, NO_LONGER)


@app.task(name="improvement.record_filled_in")
def record_filled_in(*, account_id: int, ref: str) -> None:
    """Record a filled-in spreadsheet, all of it or nothing, in the name of whoever sent it."""
    asked = _begun(account_id, FILLED, ref, "Recording what your file says")
    if asked is None:
        return
    try:
        with acting_for(account_id) as actor:
            plan = queries.plan(actor, asked["plan"])
            rows = filled_intake.looked_at(actor, plan, asked, today=clock.today())
            if any(row.troubles for row in rows):
                raise CannotDo(
                    "The plan has changed since: a row is no longer right. Open your file again to see which."
                )
            given = {"sha256": filled_intake.digest_of(actor, asked), "so_on": clock.today(), "at": clock.now()}
            to_do = [row for row in rows if row.is_to_do]
            actions.record_filled_in(actor=actor, plan_ref=plan.ref, rows=to_do, **given)
            words = f"Recorded: {count_words(len(to_do), 'row')} of {asked['name']}."
            tell(actor, FILLED, ref, state=READY, words=words)
    except (CannotDo, Refused) as refused:
        _failed(account_id, FILLED, ref, refused.sentence)
    except (NotAllowed, NotVisible):
        _failed(account_id, FILLED, ref, NO_LONGER)
