"""The search box over people: kept as one's own, so that no name stands in an address, and audited."""

from __future__ import annotations

from datetime import datetime

from django.db.transaction import atomic

from lippen.casework.models import SearchRun
from lippen.casework.queries import looking, searching
from lippen.kernel import audit
from lippen.kernel.access import Actor, Permission, require
from lippen.kernel.ids import new_ref
from lippen.kernel.searching import MOST_LETTERS


@atomic
def look_up(*, actor: Actor, words: str, at: datetime) -> SearchRun:
    """Search for people among those whom the actor sees; what lies outside their view is not looked at."""
    require(actor, Permission.READ_RECORDS)
    text = words.replace("\x00", "").strip()[:MOST_LETTERS]
    found = looking.found(actor, text)
    run = SearchRun.objects.create(
        ref=new_ref("search"),
        authority_id=min(actor.reach_of(Permission.READ_RECORDS)),
        terms={searching.BOX: text},
        found=found.count,
        recorded_at=at,
        recorded_by_id=actor.account_id,
    )
    audit.record(actor, "search.made", run, keys={"found": [row.ref for row in found.rows], "count": found.count})
    return run
