"""The entries that somebody asked for, as lines of CSV files that can be held against the heads."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import islice

from django.http import QueryDict

from lippen.design.words import count_words
from lippen.kernel import trail, trail_files
from lippen.kernel.access import Actor, Permission, require
from lippen.kernel.clock import day_of
from lippen.kernel.errors import CannotDo
from lippen.kernel.models import AuditEntry
from lippen.kernel.seals.exports import Packed, Packing, Sealed, packed_heads, when
from lippen.kernel.trail import Wanted
from lippen.kernel.trail_files import Part
from lippen.organisation.queries import lookers as people
from lippen.organisation.queries.lookers import AccountRow
from lippen.web.trail_wishes import Wishes
from lippen.web.trail_words import more_words, record_words, words_of

EXPORT, TASK = "trail", "web.export_trail"
SIZED = "sized"
"""The state of an export that was counted and is more than one file: its asker says whether to make them."""
PART_ROWS = 100_000
"""The entries of one file: as many as a spreadsheet program opens without trouble."""
MOST_EXPORTED = 5_000_000
TRIED = 2_000
"""So many entries are written once to say beforehand how large all of them will be."""
TOO_MANY = "These are more than {most:,} entries. Choose fewer days and ask again."


def wanted_of(actor: Actor, address: str, today: date, *, through: datetime) -> Wanted:
    """What was asked for when the file was asked for, up to the moment at which it was counted."""
    require(actor, Permission.READ_AUDIT)
    wishes = Wishes.read(QueryDict(address).dict())
    account_id = people.account_of_ref(wishes.person) if wishes.person else None
    wanted = wishes.wanted(account_id if account_id is not None or not wishes.person else -1, today)
    return replace(wanted, before=min(wanted.before or through, through))


@dataclass(frozen=True)
class Size:
    """How large an export will be: the entries counted, the rest reckoned from the first of them."""

    rows: int
    parts: int
    bytes_about: int
    seconds_about: float

    @property
    def is_long(self) -> bool:
        """Whether it is more than one file, so that its asker says first whether they want it."""
        return self.parts > 1


def size_of(actor: Actor, wanted: Wanted, today: date) -> Size:
    """The size of an export, before it is made; refused where it is more than one export holds."""
    rows = trail.counted(actor, wanted, most=MOST_EXPORTED)
    if rows > MOST_EXPORTED:
        raise CannotDo(TOO_MANY.format(most=MOST_EXPORTED))
    parts = max(1, -(-rows // PART_ROWS))
    if parts == 1:
        return Size(rows, 1, 0, 0)
    began = time.perf_counter()
    first = _built(actor, wanted, today, None, most=min(TRIED, rows))
    return Size(
        rows,
        parts,
        int(first.content.size * rows / first.rows),
        (time.perf_counter() - began) * rows / first.rows,
    )


def told_of(size: Size) -> dict[str, str]:
    """What its asker is told of an export's size, kept with the work."""
    told = {"rows": str(size.rows), "parts": str(size.parts)}
    if not size.is_long:
        return told | {"words": "Reading the trail"}
    about = {"bytes_about": str(size.bytes_about), "seconds_about": f"{size.seconds_about:.0f}"}
    return told | about | {"state": SIZED, "words": count_words(size.rows, "entry", "entries")}


def progress_words(parts: tuple[Part, ...], asked: Mapping[str, str]) -> str:
    """How far an export has come."""
    if asked.get("parts", "1") == "1":
        return "Reading the trail"
    rows = sum(part.rows for part in parts)
    return f"{len(parts)} of {asked['parts']} files are done, {rows:,} of {int(asked['rows']):,} entries"


@dataclass(frozen=True)
class Built:
    """The lines of one part, and where they begin and end."""

    content: Packed
    heads: Packed
    rows: int
    first_at: datetime | None
    last_at: datetime | None
    last_id: int | None
    blocks: tuple[int, ...]


def next_part(actor: Actor, ref: str, wanted: Wanted, today: date, *, parts: int, at: datetime) -> bool:
    """Make and keep the next file of an export; False where all of them are there."""
    kept = trail_files.parts_of(actor, ref)
    last = kept[-1] if kept else None
    if last is not None and last.rows < PART_ROWS:
        return False
    made = _built(actor, wanted, today, last.last_row if last else None, most=PART_ROWS)
    if last is not None and not made.rows:
        return False
    number = last.number + 1 if last else 1
    part = Part(
        number=number,
        name=name_of(wanted, number, parts),
        sha256=made.content.sha256,
        rows=made.rows,
        size=made.content.size,
        first_at=made.first_at,
        last_at=made.last_at,
        last_id=made.last_id,
        heads_sha256=made.heads.sha256,
        blocks=len(made.blocks),
        first_block=made.blocks[0] if made.blocks else None,
        last_block=made.blocks[-1] if made.blocks else None,
    )
    trail_files.keep_part(actor, ref, part, made.content, made.heads, at=at)
    return True


def name_of(wanted: Wanted, number: int, parts: int) -> str:
    """What a file of an export is called: by the day that it reaches to, and its place where there are several."""
    day = day_of(wanted.before - timedelta(microseconds=1)) if wanted.before else date.min
    return f"audit-trail-{day.isoformat()}{f'-part-{number:02}' if max(number, parts) > 1 else ''}.csv"


def _built(actor: Actor, wanted: Wanted, today: date, after: tuple[datetime, int] | None, *, most: int) -> Built:
    """Lines as they come from the database, some at a time: none of them is held once it is written."""
    packing, blocks = Packing(), dict[int, Sealed]()
    first = last = None
    rows = 0
    entries = trail.oldest_first(actor, wanted, most=most, after=after)
    while some := list(islice(entries, trail.AT_ONCE)):
        who = people.account_rows((entry.account_id for entry in some), on=today)
        sealed = trail.sealed_in(some)
        packing.add(line_of(entry, who.get(entry.account_id or 0), sealed.get(entry.pk)) for entry in some)
        blocks |= {each.number: each for each in sealed.values()}
        first, last = first or some[0], some[-1]
        rows += len(some)
    numbers = tuple(sorted(blocks))
    heads = packed_heads(blocks[number] for number in numbers)
    first_at, last_at, last_id = (first.at, last.at, last.pk) if first and last else (None, None, None)
    return Built(packing.done(), heads, rows, first_at, last_at, last_id, numbers)


def line_of(entry: AuditEntry, who: AccountRow | None, block: Sealed | None) -> tuple[str, ...]:
    """One entry in words, and the text of it that was sealed."""
    return (
        when(entry.at),
        who.name if who else "Nobody signed in",
        who.post_title if who else "",
        who.council if who else "",
        words_of(entry.verb),
        record_words(entry.subject_key),
        entry.subject_key,
        more_words(entry.keys),
        str(entry.pk),
        str(block.number) if block else "",
        entry.sealed_text,  # type: ignore[attr-defined]
    )
