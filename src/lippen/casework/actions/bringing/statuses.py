"""What kind of work the records of many need is said at once, as a file tells it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from lippen.casework.actions.bringing.rows import put_numbered
from lippen.casework.actions.now import follow_each
from lippen.casework.actions.writing import Writing, check_day
from lippen.casework.models import StatusFact
from lippen.casework.vocabulary import Status
from lippen.kernel import audit


def say_statuses(said: Sequence[tuple[Writing, Status, date]]) -> list[StatusFact]:
    """Say of each of these records, which are held, what kind of work it needs from a day on."""
    if not said:
        return []
    for writing, _, so_on in said:
        check_day(so_on, writing.at)
    made = [StatusFact(status=status.value, **writing.fact(so_on)) for writing, status, so_on in said]
    put_numbered(made)
    people = [writing.person for writing, _, _ in said]
    follow_each(people)
    keys = [{"status": status.value} for _, status, _ in said]
    audit.record_all(
        said[0][0].actor,
        [("known.status_said", person, key) for person, key in zip(people, keys, strict=True)],
    )
    return made
