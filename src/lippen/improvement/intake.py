"""From a file to an import that waits for its answers: read, match the columns, propose, keep."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from lippen.improvement import actions, queries
from lippen.improvement.adapters import Layout, Proposal, ReadDocument, UnusableAnswer, guess_mapping, propose
from lippen.improvement.adapters import Mapping as Columns
from lippen.improvement.adapters.blocks import place_of
from lippen.improvement.adapters.plain import from_plain, to_plain
from lippen.improvement.adapters.reading import read_document
from lippen.improvement.models import ImportBatch
from lippen.improvement.rows import BatchRow
from lippen.kernel import clock
from lippen.kernel.access import Actor
from lippen.kernel.errors import CannotDo
from lippen.kernel.files.gate import Refused
from lippen.kernel.files.store import read_file
from lippen.kernel.models import StoredFile
from lippen.organisation import queries as organisation

Roles = Mapping[str, tuple[str, ...]]


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
                    if cell.text.strip() and cell.merged_from is None:
                        yield place_of(table, layout, row.number, cell.column), cell.text

    @property
    def layout_key(self) -> str:
        """The layout of the plan's own tables."""
        return next((layout.key for layout in self.columns.layouts if layout.is_plan), "")


def read(actor: Actor, name: str, content: bytes) -> Reading:
    """Read a file, its columns matched as the last time where this layout is known; Refused says what is wrong."""
    document = read_document(name, content)
    guessed = guess_mapping(document)
    remembered = {layout.key: roles for layout in guessed.layouts if (roles := _remembered(actor, layout))}
    return Reading(document, guess_mapping(document, remembered=remembered) if remembered else guessed)


def _remembered(actor: Actor, layout: Layout) -> tuple[str, ...]:
    found = queries.remembered_mapping(actor, layout.key) or {}
    return tuple(str(role) for role in found.get("roles", ()))


def proposal_of(actor: Actor, reading: Reading, answers: Mapping[str, str], today: date) -> Proposal:
    """What the file would bring in, as far as it is answered."""
    people = organisation.people_of(actor.authority_ids, on=today)
    initials = frozenset(person.initials for person in people if person.initials)
    try:
        return propose(reading.document, reading.columns, answers=answers, known_initials=initials, near=today)
    except UnusableAnswer as unusable:
        raise CannotDo(str(unusable)) from unusable


def begin(actor: Actor, file: StoredFile, content: bytes, *, title: str, at: datetime) -> ImportBatch:
    """Keep an import of this file until it is confirmed."""
    reading = read(actor, file.name, content)
    proposal = proposal_of(actor, reading, {}, clock.day_of(at))
    return actions.start_import(
        actor=actor,
        authority_id=file.authority_id,
        document=file.name,
        sha256=reading.document.sha256,
        proposal=proposal.to_dict(),
        cells=reading.cells(),
        mapping=to_plain(reading.columns),
        layout_key=reading.layout_key,
        file=file,
        plan_title=title,
        at=at,
    )


def columns_of(batch: BatchRow) -> Columns:
    """What the columns of an import are used for."""
    return from_plain(Columns, batch.mapping)


def answers_of(batch: BatchRow) -> dict[str, str]:
    """The answers given so far."""
    return Proposal.from_dict(batch.proposal).answers


def note_answers(actor: Actor, batch: BatchRow, answers: Mapping[str, str], *, version: int, at: datetime) -> None:
    """Keep answers without reading the file again: for a large file, which a job reads."""
    proposal = replace(Proposal.from_dict(batch.proposal), answers=dict(answers))
    actions.revise_import(actor=actor, batch_ref=batch.ref, proposal=proposal.to_dict(), version=version, at=at)


def answer(actor: Actor, batch: BatchRow, answers: Mapping[str, str], *, version: int, at: datetime) -> Proposal:
    """Read the file again with more answers, and keep what it comes to."""
    document = read_document(batch.document, read_file(actor, batch.file_ref))
    proposal = proposal_of(actor, Reading(document, columns_of(batch)), answers, clock.day_of(at))
    actions.revise_import(actor=actor, batch_ref=batch.ref, proposal=proposal.to_dict(), version=version, at=at)
    return proposal


def match_columns(actor: Actor, batch: BatchRow, roles: Roles, *, version: int, at: datetime) -> None:
    """Use the columns as somebody says, remember it for that layout, and propose anew. Answers to states are let go."""
    document = read_document(batch.document, read_file(actor, batch.file_ref))
    columns = columns_of(batch)
    for key, chosen in roles.items():
        columns = columns.with_roles(key, chosen)
        actions.remember_layout(
            actor=actor, authority_id=batch.authority_id, key=key, mapping={"roles": list(chosen)}, at=at
        )
    kept = {key: words for key, words in Proposal.from_dict(batch.proposal).answers.items() if key == "year"}
    try:
        proposal = proposal_of(actor, Reading(document, columns), kept, clock.day_of(at))
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
