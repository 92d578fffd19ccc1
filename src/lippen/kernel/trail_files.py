"""Files of the audit trail that somebody asked for: theirs alone, kept compressed, a long export in several parts."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from datetime import datetime

from lippen.kernel.access import Actor
from lippen.kernel.errors import NotVisible
from lippen.kernel.models import AuditExport
from lippen.kernel.seals.chain import instant
from lippen.kernel.seals.exports import Packed


@dataclass(frozen=True)
class ExportFile:
    """A file with its bytes."""

    name: str
    content: bytes
    sha256: str
    rows: int


@dataclass(frozen=True)
class Part:
    """One file of an export: what it holds, and the blocks in which its rows were sealed."""

    number: int
    name: str
    sha256: str
    rows: int
    size: int
    first_at: datetime | None
    last_at: datetime | None
    last_id: int | None
    heads_sha256: str
    blocks: int
    first_block: int | None
    last_block: int | None

    @property
    def last_row(self) -> tuple[datetime, int] | None:
        """Behind which row the next part begins."""
        return (self.last_at, self.last_id) if self.last_at is not None and self.last_id is not None else None


def keep_part(actor: Actor, ref: str, part: Part, content: Packed, heads: Packed, *, at: datetime) -> None:
    """Keep one file of an export for whoever asked. Kept twice under one number it is kept once."""
    made = AuditExport(
        ref=ref,
        part=part.number,
        account_id=actor.own_id,
        name=part.name[:200],
        content=content.content,
        sha256=part.sha256,
        row_count=part.rows,
        byte_count=part.size,
        first_at=part.first_at,
        last_at=part.last_at,
        last_id=part.last_id,
        heads=heads.content,
        heads_sha256=part.heads_sha256,
        block_count=part.blocks,
        first_block=part.first_block,
        last_block=part.last_block,
        made_at=at,
    )
    AuditExport.objects.bulk_create([made], ignore_conflicts=True)


def parts_of(actor: Actor, ref: str) -> tuple[Part, ...]:
    """The files of the actor's own export that there are, in order, without their bytes."""
    found = AuditExport.objects.filter(ref=ref, account_id=actor.own_id).defer("content", "heads").order_by("part")
    return tuple(
        Part(
            each.part,
            each.name,
            each.sha256,
            each.row_count,
            each.byte_count,
            each.first_at,
            each.last_at,
            each.last_id,
            each.heads_sha256,
            each.block_count,
            each.first_block,
            each.last_block,
        )
        for each in found
    )


def export_file(actor: Actor, ref: str, number: int = 1) -> ExportFile:
    """One file of the actor's own export, or NotVisible."""
    found = AuditExport.objects.filter(ref=ref, part=number, account_id=actor.own_id).defer("heads").first()
    if found is None:
        raise NotVisible
    return ExportFile(found.name, zlib.decompress(bytes(found.content)), found.sha256, found.row_count)


def heads_file(actor: Actor, ref: str, number: int) -> ExportFile:
    """The heads of the blocks that one file's rows were sealed in, or NotVisible."""
    found = AuditExport.objects.filter(ref=ref, part=number, account_id=actor.own_id).defer("content").first()
    if found is None or not found.heads_sha256:
        raise NotVisible
    return ExportFile(
        heads_name(found.name), zlib.decompress(bytes(found.heads)), found.heads_sha256, found.block_count
    )


def heads_name(name: str) -> str:
    """What the file of heads beside a part is called."""
    return f"{name.removesuffix('.csv')}-heads.csv"


def contents(ref: str, parts: tuple[Part, ...]) -> str:
    """The list of an export's files as JSON: by it a part that is missing or was changed is found."""
    told = {
        "export": ref,
        "entries": sum(part.rows for part in parts),
        "files": [
            {
                "file": part.name,
                "sha256": part.sha256,
                "bytes": part.size,
                "entries": part.rows,
                "first_entry_at": instant(part.first_at) if part.first_at else None,
                "last_entry_at": instant(part.last_at) if part.last_at else None,
                "blocks": part.blocks,
                "first_block": part.first_block,
                "last_block": part.last_block,
                "heads": heads_name(part.name),
                "heads_sha256": part.heads_sha256,
            }
            for part in parts
        ],
    }
    return json.dumps(told, indent=1, ensure_ascii=False)
