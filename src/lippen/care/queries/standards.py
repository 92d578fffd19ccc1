"""Every practice standard as it was in force on a day, with a council's own figures."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from lippen.care.queries.clocks import own_standards
from lippen.care.queries.living import SURE_WORDS, beside_words
from lippen.care.rows.clocks import StandardRow
from lippen.care.rules import GROUPS, STANDARDS
from lippen.kernel.access import Actor
from lippen.kernel.errors import NotVisible
from lippen.kernel.standards import Override, Standard


def standards_on(actor: Actor, authority_id: int, *, on: date) -> dict[str, tuple[StandardRow, ...]]:
    """The standards that were in force on a day for a council, by their heading."""
    own = own_standards(actor, authority_id)
    found = {
        heading: tuple(row for each in group if (row := _row(each, own.get(each.key, []), on)))
        for heading, group in GROUPS.items()
    }
    return {heading: rows for heading, rows in found.items() if rows}


def not_on(actor: Actor, authority_id: int, *, on: date) -> tuple[str, ...]:
    """The titles of those that were not in force on that day, or are another council's to take up."""
    own = own_standards(actor, authority_id)
    return tuple(each.title for each in STANDARDS.values() if each.on(on, own.get(each.key, [])) is None)


def one_on(actor: Actor, authority_id: int, key: str, *, on: date) -> tuple[Standard, StandardRow | None]:
    """One standard with a clock, and how it stands on a day; or NotVisible."""
    standard = STANDARDS.get(key)
    if standard is None or not standard.has_clock:
        raise NotVisible
    return standard, _row(standard, own_standards(actor, authority_id).get(key, []), on)


def counting(actor: Actor, authority_id: int, keys: Collection[str], *, on: date) -> tuple[StandardRow, ...]:
    """Those of these standards that are in force on a day for a council, in the order of standards."""
    own = own_standards(actor, authority_id)
    wanted = (each for each in STANDARDS.values() if each.key in keys)
    return tuple(row for each in wanted if (row := _row(each, own.get(each.key, []), on)))


def _row(standard: Standard, own: list[Override], on: date) -> StandardRow | None:
    version = standard.on(on, own)
    if version is None:
        return None
    shipped = standard.on(on)
    is_own = any(each.in_force(on) for each in own)
    return StandardRow(
        standard.key,
        standard.title,
        version.sentence,
        version.source,
        SURE_WORDS[version.sure],
        str(version.limit) if version.limit else "",
        version.in_force_from,
        version.in_force_until,
        is_own,
        standard.has_clock,
        str(shipped.limit) if shipped and shipped.limit and is_own else "",
        beside_words(standard, version),
    )
