"""Restricted files, for their audience; for everybody else there are none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lippen.improvement.models import FileAudience, RestrictedEntry, RestrictedFile
from lippen.improvement.queries.sources import source_rows
from lippen.improvement.source_rows import EntryRow, RestrictedRow, SightRow
from lippen.kernel.access import Actor
from lippen.kernel.errors import NotVisible
from lippen.organisation import queries as organisation


def restricted_files(actor: Actor, *, source_id: int | None = None) -> tuple[RestrictedRow, ...]:
    """The restricted files that are open to the actor today, of one source or all."""
    found = RestrictedFile.objects.visible_to(actor)
    if source_id is not None:
        found = found.filter(source_id=source_id)
    kept = list(found.select_related("source").order_by("so_on", "id"))
    titles = source_rows([each.source for each in kept])
    return tuple(_row(each, titles[each.source_id].title) for each in kept)


def _row(found: RestrictedFile, source_title: str) -> RestrictedRow:
    return RestrictedRow(
        id=found.pk,
        ref=found.ref,
        title=found.title,
        authority_id=found.authority_id,
        source_ref=found.source.ref,
        source_title=source_title,
        so_on=found.so_on,
    )


def restricted_file(actor: Actor, ref: str) -> RestrictedRow:
    """One restricted file with what is in it and whom it is open to, or NotVisible."""
    found = RestrictedFile.objects.visible_to(actor).filter(ref=ref).select_related("source").first()
    if found is None:
        raise NotVisible
    entries = RestrictedEntry.objects.visible_to(actor).filter(file=found).defer("content").order_by("-so_on", "-id")
    said = FileAudience.objects.visible_to(actor).filter(file=found).order_by("so_on", "id")
    kept, named = list(entries), list(said)
    by = organisation.account_names({each.recorded_by_id for each in (*kept, *named)})
    people = organisation.person_names({each.person_id for each in named if each.person_id})
    posts = organisation.post_names({each.post_id for each in named if each.post_id})
    row = _row(found, source_rows([found.source])[found.source_id].title)
    return RestrictedRow(
        **{name: getattr(row, name) for name in PLAIN},
        sights=tuple(
            SightRow(
                person_id=each.person_id,
                post_id=each.post_id,
                name=people[each.person_id] if each.person_id else posts[each.post_id or 0],
                so_on=each.so_on,
                ends_on=each.ends_on,
                ended=each.ended,
                reason=each.reason,
                by_name=by.get(each.recorded_by_id or 0, ""),
            )
            for each in named
        ),
        entries=tuple(
            EntryRow(
                each.ref,
                each.so_on,
                each.words,
                each.name,
                each.size,
                by.get(each.recorded_by_id or 0, ""),
                each.recorded_at,
            )
            for each in kept
        ),
    )


PLAIN = ("id", "ref", "title", "authority_id", "source_ref", "source_title", "so_on")


@dataclass(frozen=True)
class KeptDocument:
    """A document of a restricted file, for its audience."""

    name: str
    media_type: str
    content: bytes


def restricted_document(actor: Actor, file_ref: str, entry_ref: str) -> KeptDocument:
    """A document's bytes, or NotVisible."""
    seen = RestrictedEntry.objects.visible_to(actor).filter(file__ref=file_ref, ref=entry_ref).exclude(name="")
    found = seen.first()
    if found is None:
        raise NotVisible
    return KeptDocument(found.name, found.media_type, bytes(found.content))


def open_sights(row: RestrictedRow, today: date) -> tuple[SightRow, ...]:
    """Those to whom a file is open on a day, of all that was said."""
    latest = {(each.person_id, each.post_id): each for each in row.sights if each.so_on <= today}
    return tuple(each for each in latest.values() if not each.ended and (each.ends_on is None or each.ends_on > today))
