"""Files as rows: kept once by SHA-256, behind the gate, seen by those of their authority."""

from __future__ import annotations

import hashlib
from datetime import datetime

from lippen.kernel.access import Actor, Permission
from lippen.kernel.errors import CannotDo, NotVisible
from lippen.kernel.files.gate import MOST_BYTES
from lippen.kernel.ids import new_ref
from lippen.kernel.models import FileContent, StoredFile

TOO_BIG = "{name} is larger than 20 MB. Send a smaller file, or split it."


def keep_file(
    *, actor: Actor, name: str, content: bytes, media_type: str, authority_id: int, at: datetime
) -> StoredFile:
    """Keep a file that has passed the gate; the same bytes are stored once."""
    if len(content) > MOST_BYTES:
        raise CannotDo(TOO_BIG.format(name=name))
    digest = hashlib.sha256(content).hexdigest()
    FileContent.objects.bulk_create(
        [FileContent(sha256=digest, content=content, size=len(content))], ignore_conflicts=True
    )
    return StoredFile.objects.create(
        ref=new_ref("file"),
        name=name[:200],
        media_type=media_type,
        content_id=digest,
        size=len(content),
        authority_id=authority_id,
        recorded_at=at,
        recorded_by_id=actor.own_id,
    )


def stored_file(actor: Actor, ref: str) -> StoredFile:
    """The file's row, or NotVisible."""
    found = StoredFile.objects.filter(ref=ref, authority_id__in=actor.reach_of(Permission.READ_PLAN)).first()
    if found is None:
        raise NotVisible
    return found


def read_file(actor: Actor, ref: str) -> bytes:
    """The file's bytes, for those of its authority."""
    return bytes(stored_file(actor, ref).content.content)
