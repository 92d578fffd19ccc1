"""A signed break: the trail was cut on purpose, by a restore. Told by verify-audit as a break and not as tampering."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from lippen.kernel.seals import heads, reading, signing
from lippen.kernel.seals.chain import FIRST, Block, canonical, instant
from lippen.kernel.seals.heads import Line, Tip
from lippen.kernel.seals.reading import Connection
from lippen.kernel.seals.sealing import XMIN

RESTORED, MOVED, HEADS_LOST, OTHER = "restore", "moved", "heads", "other"
KEEP = """
    INSERT INTO kernel_auditbreak
        (hash, kind, restored_to, kept_block, head_block, signed_at, signed_by, reason, line)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (hash) DO NOTHING
"""
HAS_TRAIL = "SELECT to_regclass('public.kernel_auditbreak') IS NOT NULL"


@dataclass(frozen=True)
class Why:
    """What is signed: who, when, why, and to which moment the database was brought back."""

    signed_by: str
    signed_at: datetime
    reason: str = ""
    restored_to: datetime | None = None


def sign_break(connection: Connection, path: Path, key: Path, why: Why) -> Line:
    """Sign where the trail was cut, first in the heads and then in the database. Done twice it is one break."""
    last = reading.last_block(connection)
    tip = heads.tip_of(path)
    line = _same(path, tip, last, why) or _signed(connection, last, tip, key, why)
    if line["hash"] != tip.hash:
        heads.append(path, canonical(line))
    values = (line["hash"], line["break"], why.restored_to, line["kept"], line["head"], line["signed_at"])
    connection.execute(KEEP, (*values, line["by"], line["reason"], canonical(line)))
    return line


def has_trail(connection: Connection) -> bool:
    """Whether this database has an audit trail at all."""
    found = connection.execute(HAS_TRAIL).fetchone()
    return bool(found and found[0])


def _same(path: Path, tip: Tip, last: tuple[Block, str] | None, why: Why) -> Line | None:
    """The break that was signed for the same restore just before, by somebody who was cut off."""
    if not tip.is_break or tip.number != (last[0].number if last else 0):
        return None
    line: Line = json.loads(path.read_bytes().rstrip().rsplit(b"\n", 1)[-1])
    return line if line["restored_to"] == _told(why.restored_to) else None


def _signed(connection: Connection, last: tuple[Block, str] | None, tip: Tip, key: Path, why: Why) -> Line:
    kept = last[0].number if last else 0
    line: Line = {
        "break": _kind(connection, last, tip, why),
        "restored_to": _told(why.restored_to),
        "kept": kept,
        "kept_hash": last[1] if last else FIRST,
        "head": tip.number,
        "previous": tip.hash,
        "signed_at": instant(why.signed_at),
        "by": why.signed_by[:120],
        "reason": why.reason[:240],
    }
    if line["break"] == MOVED:
        line["floor"] = _highest_sealed(connection)
    signing.ensure_key(key)
    line["key"] = signing.key_name(key)
    line["signature"] = signing.sign(key, heads.signed_part(line))
    line["hash"] = heads.hash_of_break(line)
    return line


def _kind(connection: Connection, last: tuple[Block, str] | None, tip: Tip, why: Why) -> str:
    found = connection.execute(XMIN).fetchone()
    if last and found and int(found[0]) < last[0].through_transaction:
        return MOVED
    if why.restored_to is not None:
        return RESTORED
    return HEADS_LOST if last and tip.number < last[0].number - 1 else OTHER


def _highest_sealed(connection: Connection) -> int:
    """The highest id of a sealed row: in another server the transactions count anew, the ids go on."""
    with connection.transaction():
        found = (row_id for block, _ in reading.blocks(connection) for row_id, _ in block.expected())
        return max(found, default=0)


def _told(moment: datetime | None) -> str | None:
    return instant(moment) if moment else None
