"""From a file of records to rows that wait for their answers, and from there into the record.

Each step opens its own transaction in the importer's name: cut short anywhere, the next one goes on where it ended.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db.transaction import atomic
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from lippen.casework.actions import checking, staging, taking_in, undoing
from lippen.casework.adapters import reading
from lippen.casework.adapters.columns import missing
from lippen.casework.adapters.reading import Part, Survey
from lippen.casework.models import Intake
from lippen.casework.queries import rooms
from lippen.casework.vocabulary import IntakeKind, IntakeState
from lippen.kernel.access import Actor
from lippen.kernel.errors import CannotDo
from lippen.kernel.files.confined import stream_confined
from lippen.kernel.files.gate import Refused

READING = "lippen.casework.adapters.reading"
MEMORY_MB, WORKBOOK_MEMORY_MB = 300, 700
LEAST_SECONDS, BYTES_A_SECOND = 30, 2_000_000
TOGETHER_BYTES = 4_000_000
"""How much of a file is kept in one transaction: what is lost of reading when the power fails."""
AT_ONCE_BYTES = {reading.CSV: 2_000_000, reading.XLSX: 50_000, reading.ZIP: 50_000}
"""A larger file takes over a second to read: the worker does it."""
CHECK, TAKE, SCRUB = "casework.check_intake", "casework.take_intake", "casework.scrub_intakes"
UNDO = "casework.undo_intake"
Acting = Callable[[], AbstractContextManager[Actor]]
Tell = Callable[[int, int], None]


@contextmanager
def in_memory(content: bytes) -> Iterator[int]:
    """An open file of these bytes that stands on no disk."""
    file = os.memfd_create("records")
    try:
        with os.fdopen(os.dup(file), "wb") as writing:
            writing.write(content)
        yield file
    finally:
        os.close(file)


@contextmanager
def on_disk(path: Path) -> Iterator[int]:
    """An open file on disk; Refused where it is none, or too large to be read at all."""
    try:
        if not path.is_file():
            raise Refused(f"{path} is no file. Check the name and try again.")
        reading.check_size(path.name, path.stat().st_size)
        with path.open("rb") as file:
            yield file.fileno()
    except OSError as problem:
        raise Refused(f"{path} cannot be opened: {problem.strerror}. Check the name and try again.") from None


def survey(file: int, name: str, kind: IntakeKind | None = None) -> Survey:
    """What the file is, in a child process; Refused says what is wrong with it."""
    limits = {"memory_mb": WORKBOOK_MEMORY_MB, "seconds": _seconds(file)}
    (line,) = stream_confined(f"{_reading(kind)}:surveyed", file, options={"name": name}, **limits)
    found = json.loads(line)
    return Survey(**{**found, "headings": tuple(found["headings"])})


def _reading(kind: str | None) -> str:
    """The module that reads files of a kind in the child process."""
    room = rooms.brings_in(kind) if kind else None
    return room.READING if room else READING


def _seconds(file: int) -> int:
    return LEAST_SECONDS + os.fstat(file).st_size // BYTES_A_SECOND


def stage(
    acting: Acting,
    file: int,
    name: str,
    *,
    authority_id: int,
    kind: IntakeKind,
    source: str,
    at: datetime,
    tell: Tell = lambda done, of: None,
) -> str:
    """Keep a file's rows, going on where the same file was cut short; gives the reference by which it is found.

    A file that turns out damaged on its last row leaves no row behind.
    """
    found = survey(file, name, kind)
    with acting() as actor:
        begun = staging.begin_intake(
            actor=actor, authority_id=authority_id, kind=kind, source=source, name=name, survey=found, at=at
        )
    if begun.state == IntakeState.READING:
        _kept_or_dropped(acting, file, begun, at, tell)
    return str(begun.ref)


def send(
    actor: Actor, content: bytes, name: str, *, authority_id: int, kind: IntakeKind, source: str, at: datetime
) -> str:
    """The same of a file that was sent on a page: a large one waits for the worker, whose `read` goes on."""
    given: dict[str, Any] = {"authority_id": authority_id, "kind": kind, "source": source, "at": at}
    with in_memory(content) as file:
        found = survey(file, name, kind)
        if len(content) <= AT_ONCE_BYTES[found.kind]:
            return stage(lambda: nullcontext(actor), file, name, **given)
    begun = staging.begin_intake(actor=actor, name=name, survey=found, **given)
    if begun.state == IntakeState.READING:
        staging.keep_file(actor=actor, intake_ref=begun.ref, content=content, at=at)
    return str(begun.ref)


def read(acting: Acting, ref: str, *, at: datetime) -> None:
    """Read a file that waits as it was sent; one that is read already is left as it is."""
    with acting() as actor:
        intake = staging.own_intake(actor, ref, states=[state.value for state in IntakeState])
        content = staging.kept_file(actor, ref)
    if intake.state == IntakeState.READING and content is not None:
        with in_memory(content) as file:
            _kept_or_dropped(acting, file, intake, at, lambda done, of: None)


def _kept_or_dropped(acting: Acting, file: int, intake: Intake, at: datetime, tell: Tell) -> None:
    tell(intake.read_to, intake.size_bytes)
    try:
        _keep(acting, file, intake, at, tell)
    except (Refused, CannotDo) as refused:
        with acting() as actor:
            staging.drop_intake(actor=actor, intake_ref=intake.ref, at=at, why=refused.sentence)
        raise


def _keep(acting: Acting, file: int, intake: Intake, at: datetime, tell: Tell) -> None:
    together = TOGETHER_BYTES if intake.kind == IntakeKind.ENTRIES else 0
    for parts in _together(_parts(file, intake), together):
        with acting() as actor:
            kept = staging.keep_parts(actor=actor, intake_ref=intake.ref, parts=parts, at=at)
        tell(kept.read_to, kept.size_bytes)
    with acting() as actor:
        staging.end_reading(actor=actor, intake_ref=intake.ref, at=at)


def _parts(file: int, intake: Intake) -> Iterator[tuple[Part, str]]:
    is_large = intake.form["kind"] != reading.CSV
    options = {
        "name": intake.name,
        **intake.form,
        "read_to": intake.read_to,
        "number": intake.parts,
        "row": intake.last_row,
    }
    lines = stream_confined(
        f"{_reading(intake.kind)}:parts",
        file,
        options=options,
        memory_mb=WORKBOOK_MEMORY_MB if is_large else MEMORY_MB,
        seconds=_seconds(file),
    )
    for head in lines:
        yield Part(**json.loads(head)), next(lines).decode()


def _together(parts: Iterator[tuple[Part, str]], together: int) -> Iterator[list[tuple[Part, str]]]:
    kept: list[tuple[Part, str]] = []
    size = 0
    for part, cells in parts:
        kept.append((part, cells))
        size += len(cells)
        if size >= together:
            yield kept
            kept, size = [], 0
    if kept:
        yield kept


def ask(actor: Actor, task: str, ref: str) -> None:
    """Ask for work on a file, to begin once this transaction is kept."""
    app.configure_task(task).defer(account_id=actor.account_id, ref=ref)


def drop(actor: Actor, ref: str, *, at: datetime) -> None:
    """Set a file aside; rows of a very large one go once the worker comes to it."""
    staging.drop_intake(actor=actor, intake_ref=ref, at=at)
    with suppress(AlreadyEnqueued), atomic():
        app.configure_task(SCRUB, queueing_lock=SCRUB).defer(timestamp=0)


def check(acting: Acting, ref: str, *, today: date, at: datetime, tell: Tell = lambda done, of: None) -> None:
    """The dry run, part by part; what has been looked at is not looked at again."""
    while True:
        with acting() as actor:
            intake = checking.check_part(actor=actor, intake_ref=ref, today=today, at=at)
        tell(intake.checked_to, intake.parts)
        if intake.state != IntakeState.WAITING or intake.checked_to >= intake.parts or intake.told:
            return
        if missing(IntakeKind(intake.kind), intake.columns):
            return


def take(acting: Acting, ref: str, *, today: date, at: datetime, real_at: datetime) -> Intake:
    """Bring a file in as its doubts were answered; the reason stands with the file where it cannot come in."""
    try:
        while True:
            with acting() as actor:
                intake = _taken(actor, ref, today=today, at=at, real_at=real_at)
            if intake.state == IntakeState.TAKEN:
                return intake
    except CannotDo as refused:
        with acting() as actor:
            row = refused.row if isinstance(refused, taking_in.Stopped) else 0
            staging.tell(actor=actor, intake_ref=ref, words=refused.sentence, row=row, at=at)
        raise


def _taken(actor: Actor, ref: str, *, today: date, at: datetime, real_at: datetime) -> Intake:
    own = staging.own_intake(actor, ref, states=[IntakeState.TAKING.value, IntakeState.TAKEN.value])
    given: dict[str, Any] = {"actor": actor, "intake_ref": ref, "today": today, "at": at}
    if own.kind in staging.PART_BY_PART:
        return taking_in.take_part(**given, real_at=real_at)
    return taking_in.take_in(**given, real_at=real_at)


def undo(acting: Acting, ref: str, *, at: datetime) -> Intake:
    """Undo a file that was asked to be undone; the reason stands with it where it cannot be."""
    try:
        with acting() as actor:
            return undoing.undo_intake(actor=actor, intake_ref=ref, at=at)
    except CannotDo as refused:
        with acting() as actor:
            undoing.leave_standing(actor=actor, intake_ref=ref, why=refused.sentence, at=at)
        raise
