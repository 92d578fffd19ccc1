"""From a file to an import that waits for its answers: read, match the columns, propose, keep."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import date, datetime

from lippen.improvement import actions, queries
from lippen.improvement.adapters import Layout, Proposal, ReadDocument, UnusableAnswer, guess_mapping, propose
from lippen.improvement.adapters import Mapping as Columns
from lippen.improvement.adapters.blocks import place_of
from lippen.improvement.adapters.plain import from_plain, to_plain
from lippen.improvement.adapters.reading import read_document
from lippen.improvement.models import ImportBatch
from lippen.improvement.naming import named_people
from lippen.improvement.rows import BatchRow
from lippen.kernel import clock
from lippen.kernel.access import Actor
from lippen.kernel.errors import CannotDo
from lippen.kernel.files.gate import Refused
from lippen.kernel.files.store import read_file
from lippen.kernel.models import StoredFile
from lippen.organisation import queries as organisation

Roles = Mapping[str, tuple[str, ...]]
Acting = Callable[[], AbstractContextManager[Actor]]
"""Opens a moment's transaction in somebody's name: a file is read and proposed from outside of it."""


@dataclass(frozen=True)
class Reading:
    """A file as it was read, with what its columns are used for."""

    document: ReadDocument
    columns: Columns

    def cells(self) -> Iterator[tuple[str, str]]:
        """Every cell word for word, with its place."""
        for table in self.document.tables:
            layout = self.columns.layout_of(table.number)
            for row in table.rows:
                for cell in row.cells:
                    if cell.text.strip():
                        yield place_of(table, layout, row.number, cell.column), cell.text

    @property
    def layout_key(self) -> str:
        """The layout of the plan's own tables."""
        return next((layout.key for layout in self.columns.layouts if layout.is_plan), "")


@dataclass(frozen=True)
class Prepared:
    """A file that was read, and what it would bring in."""

    reading: Reading
    proposal: Proposal


@dataclass(frozen=True)
class _Known:
    """What the database says about a file: layouts matched before, the initials of people, who the answers mean."""

    remembered: Roles
    initials: frozenset[str]
    answers: dict[str, str]


def prepare(
    acting: Acting,
    name: str,
    content: bytes,
    *,
    today: date,
    answers: Mapping[str, str] | None = None,
    columns: Columns | None = None,
) -> Prepared:
    """Read a file and propose from it, its columns as the last time; Refused or CannotDo says what is wrong."""
    document = read_document(name, content)
    guessed = columns or guess_mapping(document)
    with acting() as actor:
        known = _known(actor, () if columns else guessed.layouts, answers or {})
    used = guess_mapping(document, remembered=known.remembered) if known.remembered else guessed
    return Prepared(Reading(document, used), _proposed(document, used, known, today))


def _known(actor: Actor, layouts: tuple[Layout, ...], answers: Mapping[str, str]) -> _Known:
    people = organisation.people_of(actor.authority_ids, on=clock.today())
    remembered = {layout.key: roles for layout in layouts if (roles := _remembered(actor, layout))}
    initials = frozenset(person.initials for person in people if person.initials)
    try:
        return _Known(remembered, initials, named_people(answers, people))
    except UnusableAnswer as unusable:
        raise CannotDo(str(unusable), field=unusable.field) from unusable


def _remembered(actor: Actor, layout: Layout) -> tuple[str, ...]:
    found = queries.remembered_mapping(actor, layout.key) or {}
    return tuple(str(role) for role in found.get("roles", ()))


def _proposed(document: ReadDocument, columns: Columns, known: _Known, today: date) -> Proposal:
    try:
        return propose(document, columns, answers=known.answers, known_initials=known.initials, near=today)
    except UnusableAnswer as unusable:
        raise CannotDo(str(unusable), field=unusable.field) from unusable


def begin(
    actor: Actor, file: StoredFile, prepared: Prepared, *, title: str, at: datetime, plan_ref: str = ""
) -> ImportBatch:
    """Keep an import of this file until it is confirmed; with a plan, as another edition of its document."""
    reading = prepared.reading
    return actions.start_import(
        actor=actor,
        authority_id=file.authority_id,
        document=file.name,
        sha256=reading.document.sha256,
        proposal=prepared.proposal.to_dict(),
        cells=reading.cells(),
        mapping=to_plain(reading.columns),
        layout_key=reading.layout_key,
        file=file,
        plan_title=title,
        plan_ref=plan_ref,
        at=at,
    )


def prepare_again(
    acting: Acting, batch: BatchRow, answers: Mapping[str, str], *, today: date, columns: Columns | None = None
) -> Proposal:
    """What an import comes to with these answers, or with other columns."""
    with acting() as actor:
        content = read_file(actor, batch.file_ref)
    used = columns or (columns_of(batch) if has_columns(batch) else None)
    return prepare(acting, batch.document, content, today=today, answers=answers, columns=used).proposal


def has_columns(batch: BatchRow) -> bool:
    """Whether it was kept what the columns of an import are used for."""
    return bool(batch.mapping)


def columns_of(batch: BatchRow) -> Columns:
    """What the columns of an import are used for."""
    return from_plain(Columns, batch.mapping)


def answers_of(batch: BatchRow) -> dict[str, str]:
    """The answers given so far."""
    return Proposal.from_dict(batch.proposal).answers


def note_answers(actor: Actor, batch: BatchRow, answers: Mapping[str, str], *, version: int, at: datetime) -> None:
    """Keep answers without reading the file again: for a large file, which a job reads."""
    proposal = replace(Proposal.from_dict(batch.proposal), answers=dict(answers))
    keep_answered(actor, batch, proposal, version=version, at=at)


def answer(actor: Actor, batch: BatchRow, answers: Mapping[str, str], *, version: int, at: datetime) -> Proposal:
    """Read the file again with more answers, and keep what it comes to."""
    proposal = prepare_again(lambda: nullcontext(actor), batch, answers, today=clock.day_of(at))
    keep_answered(actor, batch, proposal, version=version, at=at)
    return proposal


def keep_answered(actor: Actor, batch: BatchRow, proposal: Proposal, *, version: int, at: datetime) -> None:
    """Keep what an import comes to, unless another tab has changed it since."""
    actions.revise_import(actor=actor, batch_ref=batch.ref, proposal=proposal.to_dict(), version=version, at=at)


def match_columns(actor: Actor, batch: BatchRow, roles: Roles, *, version: int, at: datetime) -> None:
    """Use the columns as somebody says, remember it for that layout, and propose anew. Answers to states are let go."""
    columns = columns_of(batch)
    for key, chosen in roles.items():
        columns = columns.with_roles(key, chosen)
        actions.remember_layout(
            actor=actor, authority_id=batch.authority_id, key=key, mapping={"roles": list(chosen)}, at=at
        )
    kept = {key: words for key, words in Proposal.from_dict(batch.proposal).answers.items() if key == "year"}
    acting = lambda: nullcontext(actor)  # noqa: E731
    try:
        proposal = prepare_again(acting, batch, kept, today=clock.day_of(at), columns=columns)
    except Refused as refused:
        raise CannotDo(refused.sentence) from refused
    actions.revise_import(
        actor=actor,
        batch_ref=batch.ref,
        proposal=proposal.to_dict(),
        mapping=to_plain(columns),
        version=version,
        at=at,
    )
