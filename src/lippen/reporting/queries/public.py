"""What the public role reads: the register of issued papers, each paper's files, and nothing that is exempt.

Everything here goes through the public role's own connection. What it may not see is not there.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from lippen.kernel.errors import NotVisible
from lippen.reporting.edition_rows import RegisterRow
from lippen.reporting.models import Issue, PaperTie, PublicEdition, PublicFile, PublicIssue, SignedFile, Withdrawal
from lippen.reporting.papers.canonical import Content
from lippen.reporting.queries.after import register_rows
from lippen.reporting.queries.frozen import PUBLIC_DATABASE


def public_register() -> tuple[RegisterRow, ...]:
    """Every issued paper that is not exempt and every public edition, of the councils whose register is on."""
    return register_rows(
        Issue.objects.using(PUBLIC_DATABASE).filter(exempt=False),
        PublicIssue.objects.using(PUBLIC_DATABASE).all(),
        Withdrawal.objects.using(PUBLIC_DATABASE).all(),
        PaperTie.objects.using(PUBLIC_DATABASE).all(),
        kinds=_kinds(),
    )


def _kinds() -> dict[str, tuple[str, ...]]:
    """Which files there are of each paper and edition."""
    found: dict[str, tuple[str, ...]] = {}
    files: tuple[tuple[QuerySet[Any], str], ...] = (
        (SignedFile.objects.using(PUBLIC_DATABASE).filter(exempt=False), "signed__paper_ref"),
        (PublicFile.objects.using(PUBLIC_DATABASE).all(), "edition__ref"),
    )
    for query, name in files:
        for ref, kind in query.order_by("kind").values_list(name, "kind"):
            found[ref] = (*found.get(ref, ()), kind)
    return found


def public_paper(ref: str) -> RegisterRow:
    """One paper of the register, or NotVisible."""
    for row in public_register():
        if row.ref == ref:
            return row
    raise NotVisible


def public_bytes(ref: str, kind: str) -> bytes:
    """A file of an issued paper or of a public edition, as the public role sees it; NotVisible otherwise."""
    found = (
        SignedFile.objects.using(PUBLIC_DATABASE).filter(signed__paper_ref=ref, kind=kind, exempt=False).first()
        or PublicFile.objects.using(PUBLIC_DATABASE).filter(edition__ref=ref, kind=kind).first()
    )
    if found is None:
        raise NotVisible
    return bytes(found.content)


def public_edition_content(ref: str) -> tuple[Content, datetime]:
    """The content that the files of a public edition are made from, as the public role reads it."""
    found = PublicEdition.objects.using(PUBLIC_DATABASE).filter(ref=ref).first()
    if found is None:
        raise NotVisible
    content: Content = json.loads(bytes(found.content))
    return content, found.signed_at
