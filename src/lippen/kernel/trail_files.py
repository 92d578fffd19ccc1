"""Files of the audit trail that somebody asked for: theirs alone, kept compressed."""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass
from datetime import datetime

from lippen.kernel.access import Actor
from lippen.kernel.errors import NotVisible
from lippen.kernel.models import AuditExport


@dataclass(frozen=True)
class ExportFile:
    """A file with its bytes."""

    name: str
    content: bytes
    sha256: str
    rows: int


def keep_export(actor: Actor, ref: str, *, name: str, content: bytes, rows: int, at: datetime) -> str:
    """Keep a file for whoever asked; its SHA-256. Kept twice under one reference it is kept once."""
    digest = hashlib.sha256(content).hexdigest()
    if not AuditExport.objects.filter(ref=ref, account_id=actor.own_id).exists():
        AuditExport.objects.create(
            ref=ref,
            account_id=actor.own_id,
            name=name[:200],
            content=zlib.compress(content),
            sha256=digest,
            row_count=rows,
            made_at=at,
        )
    return digest


def export_file(actor: Actor, ref: str) -> ExportFile:
    """The actor's own file, or NotVisible."""
    found = AuditExport.objects.filter(ref=ref, account_id=actor.own_id).first()
    if found is None:
        raise NotVisible
    return ExportFile(found.name, zlib.decompress(bytes(found.content)), found.sha256, found.row_count)
