"""Signed papers: the frozen content, the files that were kept, and what the public may read."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connections
from django.db.models import OuterRef, Subquery

from lippen.kernel.access import Actor
from lippen.kernel.errors import CannotDo, NotVisible
from lippen.reporting.models import Issue, PublishedAddress, SignedFile, SignedPaper
from lippen.reporting.papers.canonical import Content
from lippen.reporting.queries.papers import paper_row
from lippen.reporting.rows import IssueRow, PaperRow, SignedRow
from lippen.reporting.vocabulary import FileKind

PUBLIC_DATABASE = "public"
HOW_TO_CHECK = """How to check this paper

This bundle holds one signed paper, {ref}, three times: as PDF, as a Word file and as a web page.
They carry the same words and figures, and each prints the same code (SHA-256 of the content):

    {sha256}

checksums.txt lists the SHA-256 of each file. To compare, on Linux or macOS:

    sha256sum -c checksums.txt

To have a copy checked against the council's records, whichever way it reached you, give it to the
committee team, or run where Lippen is installed:

    lippen verify-paper {ref}.pdf

It says whether the file is exactly the one that was signed, the same content saved again, or changed,
and then builds the paper once more from the records behind it.
"""


@dataclass(frozen=True)
class Unmade:
    """Files that are still to be made, and from what."""

    content: Content
    signed_at: datetime
    kinds: tuple[FileKind, ...]


def _signed(actor: Actor, ref: str) -> SignedPaper:
    paper_row(actor, ref)
    found = SignedPaper.objects.visible_to(actor).filter(paper_ref=ref).first()
    if found is None:
        raise NotVisible
    return found


def signed_paper(actor: Actor, ref: str) -> SignedRow | None:
    """What was signed, and the kept files; None while a paper is being written."""
    try:
        return _signed_row(_signed(actor, ref))
    except NotVisible:
        return None


def _signed_row(found: SignedPaper) -> SignedRow:
    files = found.files.order_by("kind").values_list("kind", "sha256", "size")
    return SignedRow(found.sha256, found.signed_at, found.known_at, found.exempt, tuple(files))


def signed_content(actor: Actor, ref: str) -> Content:
    """The content that was frozen, read back."""
    return _content(_signed(actor, ref))


def frozen_of(actor: Actor, row: PaperRow) -> tuple[SignedRow, Content] | None:
    """What was signed and the content that was frozen, of a paper that the actor has read."""
    found = SignedPaper.objects.visible_to(actor).filter(paper_ref=row.ref).first()
    return (_signed_row(found), _content(found)) if found else None


def _content(found: SignedPaper) -> Content:
    content: Content = json.loads(bytes(found.content))
    return content


def signed_file(actor: Actor, ref: str, kind: str) -> bytes:
    """The bytes of one kept file, or NotVisible."""
    found = SignedFile.objects.visible_to(actor).filter(signed=_signed(actor, ref), kind=kind).first()
    if found is None:
        raise NotVisible
    return bytes(found.content)


def signed_files(actor: Actor, ref: str) -> dict[str, bytes]:
    """The bytes of every kept file, by kind."""
    rows = SignedFile.objects.visible_to(actor).filter(signed=_signed(actor, ref)).order_by("kind")
    return {row.kind: bytes(row.content) for row in rows}


def unmade_files(actor: Actor, ref: str) -> Unmade:
    """What the worker still has to make of a signed paper: the content, the moment, the kinds of file."""
    signed = _signed(actor, ref)
    made = set(signed.files.values_list("kind", flat=True))
    kinds = tuple(kind for kind in FileKind if kind not in made)
    return Unmade(_content(signed), signed.signed_at, kinds)


def issue_of(actor: Actor, ref: str) -> IssueRow | None:
    """When a paper was issued, and where it is shown."""
    shown = PublishedAddress.objects.visible_to(actor).filter(issue=OuterRef("pk")).order_by("-id")
    found = Issue.objects.visible_to(actor).filter(signed__paper_ref=ref)
    issued = found.annotate(shown_at=Subquery(shown.values("words")[:1])).first()
    if issued is None:
        return None
    return IssueRow(issued.issued_on, issued.bundle_sha256, issued.shown_at or "")


def bundle(actor: Actor, ref: str) -> bytes:
    """The zip for the council's committee system: files, checksums, how to check. The same bytes every time."""
    signed = signed_paper(actor, ref)
    if signed is None:
        raise NotVisible
    files = signed_files(actor, ref)
    if set(files) != set(FileKind):
        raise CannotDo("The files of this paper are still being made. Try again in a minute.")
    return zipped(ref, signed.sha256, signed.signed_at, files)


def zipped(ref: str, sha256: str, signed_at: datetime, files: dict[str, bytes]) -> bytes:
    """A zip whose every byte follows from what is in it; its times are the time of signing."""
    named = {f"{ref}.{kind}": content for kind, content in sorted(files.items())}
    sums = "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in named.items())
    named["checksums.txt"] = sums.encode()
    named["how-to-check.txt"] = HOW_TO_CHECK.format(ref=ref, sha256=sha256).encode()
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in named.items():
            entry = zipfile.ZipInfo(name, signed_at.astimezone(UTC).timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return made.getvalue()


def keepers(ref: str) -> list[int]:
    """Account numbers on whose behalf a signed paper may be opened at the machine; no word of the paper."""
    with connections["default"].cursor() as cursor:
        cursor.execute("select lippen_keepers_of_paper(%s)", [ref])
        return list(cursor.fetchone()[0] or [])
