"""Notes and events of a file come in, some thousand at a time."""

from __future__ import annotations

from lippen.casework.actions.bringing.rows import CHANGED, Bringing
from lippen.casework.adapters.meaning import EntryIn
from lippen.casework.models import ChronologyEntry
from lippen.kernel.errors import CannotDo
from lippen.kernel.ids import new_ref


def bring_notes(bringing: Bringing, rows: list[EntryIn]) -> None:
    """All of them at once, on the chronologies of those whom they name."""
    entries = []
    for meant in rows:
        if meant.so_on is None:
            raise CannotDo(CHANGED)
        person = bringing.named(meant.number)
        bringing.links.append((meant.row, person.id))
        entries.append(
            ChronologyEntry(
                ref=new_ref("event"),
                authority_id=bringing.intake.authority_id,
                person_id=person.id,
                so_on=meant.so_on,
                words=meant.words,
                source=(meant.source or bringing.intake.source)[:160],
                significance=meant.significance.value,
                analysis=meant.analysis,
                recorded_at=bringing.at,
                recorded_by_id=bringing.actor.account_id,
            )
        )
    for meant, made in zip(rows, ChronologyEntry.objects.bulk_create(entries), strict=True):
        bringing.note(meant.row, made)
