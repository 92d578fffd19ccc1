"""What becomes of each field when a record's time is up: keep, scrub, or retain for a stated time."""

from __future__ import annotations

FIELDS: dict[str, str] = {
    "AuditEntry.id": "keep",
    "AuditEntry.at": "keep",
    "AuditEntry.account_id": "keep",
    "AuditEntry.verb": "keep",
    "AuditEntry.subject_kind": "keep",
    "AuditEntry.subject_key": "keep",
    "AuditEntry.keys": "keep",
    "AuditEntry.request_key": "keep",
    "AuditEntry.transaction": "keep",
    "AuditEntry.authority_ids": "keep",
    **{
        f"AuditBlock.{field}": "keep"
        for field in (
            *("number", "sealed_at", "floor_id", "from_transaction", "through_transaction", "row_count"),
            *("rows_hash", "marks", "odd_ids", "previous_hash", "hash"),
        )
    },
    **{
        f"AuditBreak.{field}": "keep"
        for field in (
            *("hash", "kind", "restored_to", "kept_block", "head_block"),
            *("signed_at", "signed_by", "reason", "line"),
        )
    },
    **{
        f"AuditCheck.{field}": "keep"
        for field in (
            *("id", "began_at", "took_seconds", "verdict", "row_count", "block_count", "waiting_count"),
            *("faults", "fault_count", "break_count", "sentence"),
        )
    },
    "AuditExport.id": "retain:1y",
    "AuditExport.ref": "retain:1y",
    "AuditExport.account": "retain:1y",
    "AuditExport.name": "retain:1y",
    "AuditExport.content": "retain:1y",
    "AuditExport.sha256": "retain:1y",
    "AuditExport.row_count": "retain:1y",
    "AuditExport.part": "retain:1y",
    "AuditExport.byte_count": "retain:1y",
    "AuditExport.first_at": "retain:1y",
    "AuditExport.last_at": "retain:1y",
    "AuditExport.last_id": "retain:1y",
    "AuditExport.heads": "retain:1y",
    "AuditExport.heads_sha256": "retain:1y",
    "AuditExport.block_count": "retain:1y",
    "AuditExport.first_block": "retain:1y",
    "AuditExport.last_block": "retain:1y",
    "AuditExport.made_at": "retain:1y",
    "Draft.id": "scrub",
    "Draft.account": "scrub",
    "Draft.form_key": "scrub",
    "Draft.subject_key": "scrub",
    "Draft.fields": "scrub",
    "Draft.version": "scrub",
    "Draft.saved_at": "scrub",
    "UsedToken.id": "scrub",
    "UsedToken.account": "scrub",
    "UsedToken.token": "scrub",
    "UsedToken.used_at": "scrub",
    "UsedToken.digest": "scrub",
    "UsedToken.said": "scrub",
    "UsedToken.url": "scrub",
    "FileContent.sha256": "retain:6y",
    "FileContent.content": "retain:6y",
    "FileContent.size": "retain:6y",
    "StoredFile.id": "retain:6y",
    "StoredFile.ref": "retain:6y",
    "StoredFile.name": "retain:6y",
    "StoredFile.media_type": "retain:6y",
    "StoredFile.content": "retain:6y",
    "StoredFile.size": "retain:6y",
    "StoredFile.authority": "retain:6y",
    "StoredFile.recorded_at": "retain:6y",
    "StoredFile.recorded_by": "retain:6y",
}
