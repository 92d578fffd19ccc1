"""The entries that somebody asked for, as lines of a CSV file that can be held against the heads."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import islice

from django.http import QueryDict

from lippen.kernel import trail
from lippen.kernel.access import Actor, Permission, require
from lippen.kernel.errors import CannotDo
from lippen.kernel.models import AuditBlock, AuditEntry
from lippen.kernel.seals.exports import Blocks, when, written
from lippen.kernel.trail import MOST_COUNTED, Wanted
from lippen.organisation.queries import lookers as people
from lippen.organisation.queries.lookers import AccountRow
from lippen.web.trail_wishes import Wishes
from lippen.web.trail_words import more_words, record_words, words_of

EXPORT = "trail"
AT_ONCE = 2000
TOO_MANY = f"These are more than {MOST_COUNTED:,} entries. Choose fewer days and ask again."


def wanted_of(actor: Actor, address: str, today: date) -> Wanted:
    """What was asked for when the file was asked for."""
    require(actor, Permission.READ_AUDIT)
    wishes = Wishes.read(QueryDict(address).dict())
    account_id = people.account_of_ref(wishes.person) if wishes.person else None
    return wishes.wanted(account_id if account_id is not None or not wishes.person else -1, today)


def built(actor: Actor, wanted: Wanted, today: date) -> tuple[bytes, int]:
    """The file, and how many entries it holds."""
    if trail.totals(actor, wanted).is_more:
        raise CannotDo(TOO_MANY)
    counted = [0]

    def lines() -> Iterator[tuple[str, ...]]:
        blocks = Blocks.of(_blocks())
        entries = trail.oldest_first(actor, wanted, most=MOST_COUNTED)
        while some := list(islice(entries, AT_ONCE)):
            who = people.account_rows((entry.account_id for entry in some), on=today)
            for entry in some:
                yield line_of(entry, who.get(entry.account_id or 0), blocks)
            counted[0] += len(some)

    content = written(lines())
    return content, counted[0]


def _blocks() -> Iterator[tuple[int, int, int]]:
    found = AuditBlock.objects.order_by("number").values_list("floor_id", "through_transaction", "number")
    yield from found.iterator(chunk_size=AT_ONCE)


def line_of(entry: AuditEntry, who: AccountRow | None, blocks: Blocks) -> tuple[str, ...]:
    """One entry in words, and the text of it that was sealed."""
    block = blocks.of_row(entry.pk, entry.transaction)
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
        str(block) if block else "",
        entry.sealed_text,  # type: ignore[attr-defined]
    )
