"""Exempt parts and their marks, the two editions, the flagged words, and the lists that they are looked up in."""

from __future__ import annotations

import json
from datetime import datetime

from lippen.kernel.access import Actor, Permission, require
from lippen.kernel.errors import NotVisible
from lippen.organisation import queries as organisation
from lippen.reporting.edition_rows import FlagRow
from lippen.reporting.models import PublicEdition, RegisterSetting
from lippen.reporting.papers.canonical import Content
from lippen.reporting.papers.exempting import Place, places, public_content, whole_content
from lippen.reporting.papers.records import PaperRecords
from lippen.reporting.queries.committees import keeps_at
from lippen.reporting.queries.flagged import Listed, flags_in, listed
from lippen.reporting.queries.frozen import signed_content
from lippen.reporting.queries.papers import paper_row
from lippen.reporting.queries.records import records_of
from lippen.reporting.queries.written import Written, written_on
from lippen.reporting.rows import ExemptRow, PaperRow
from lippen.reporting.vocabulary import FROZEN


def exemption(actor: Actor, row: PaperRow, *, at: datetime) -> tuple[tuple[Place, ...], ExemptRow | None]:
    """What of an open paper can be exempt, and what is proposed to be."""
    require(actor, Permission.READ_PLAN, at=[row.authority_id])
    records = records_of(actor, row, known_at=at)
    return places(records), records.exempt


def published(records: PaperRecords) -> Content:
    """What the public would read of a paper: all of it, or the public edition of an exempt one."""
    return public_content(records) if records.exempt else whole_content(records)


def public_edition_of(actor: Actor, row: PaperRow, *, at: datetime) -> Content:
    """The public edition of an exempt paper: of a signed one as it was frozen, of any other as it stands."""
    if row.state in FROZEN:
        kept = PublicEdition.objects.visible_to(actor).filter(signed__paper_ref=row.ref).first()
        if kept is None:
            raise NotVisible
        return _content(kept)
    require(actor, Permission.READ_PLAN, at=[row.authority_id])
    records = records_of(actor, row, known_at=at)
    if records.exempt is None:
        raise NotVisible
    return public_content(records)


def issued_edition(actor: Actor, ref: str) -> tuple[Content, datetime]:
    """An issued public edition, for whoever reads papers here: its content and when it was signed."""
    found = PublicEdition.objects.visible_to(actor).filter(ref=ref, issue__isnull=False).first()
    if found is None:
        raise NotVisible
    return _content(found), found.signed_at


def _content(kept: PublicEdition) -> Content:
    content: Content = json.loads(bytes(kept.content))
    return content


# --- flagged words ---


def paper_flags(actor: Actor, ref: str, *, at: datetime) -> tuple[PaperRow, tuple[FlagRow, ...]]:
    """A paper and its flagged words, those first that nobody has answered."""
    row = paper_row(actor, ref)
    if row.authority_id not in keeps_at(actor):
        raise NotVisible
    written = written_on(row.id)
    content, kept = _published_now(actor, row, at, written), written.kept_flags
    names = organisation.person_names({person for _, person in kept.values() if person})
    rows = [
        FlagRow(flag, *(kept[flag.key][0], names.get(kept[flag.key][1] or 0, "")) if flag.key in kept else ("", ""))
        for flag in flags_in(content, row)
    ]
    return row, tuple(sorted(rows, key=lambda each: not each.is_open))


def _published_now(actor: Actor, row: PaperRow, at: datetime, written: Written) -> Content:
    if row.state not in FROZEN:
        require(actor, Permission.READ_PLAN, at=[row.authority_id])
        return published(records_of(actor, row, known_at=at, written=written))
    try:
        return public_edition_of(actor, row, at=at)
    except NotVisible:
        return signed_content(actor, row.ref)


def places_list(actor: Actor, authority_id: int) -> Listed:
    """A council's places and words, for those who work on papers or issue them; NotVisible otherwise."""
    if authority_id not in keeps_at(actor):
        raise NotVisible
    return listed(authority_id)


def register_is_on(authority_id: int) -> bool:
    """Whether a council shows its issued papers on the public pages."""
    found = RegisterSetting.objects.filter(authority_id=authority_id).order_by("-id")
    return bool(found.values_list("is_on", flat=True).first())


def register_setting(actor: Actor, authority_id: int) -> bool:
    """The same, for those who issue papers or work on them; NotVisible otherwise."""
    if authority_id not in keeps_at(actor):
        raise NotVisible
    return register_is_on(authority_id)
