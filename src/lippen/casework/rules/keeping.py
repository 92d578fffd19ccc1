"""What is held about somebody, how long it is kept, and samples that anybody can draw again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256

from lippen.casework.vocabulary import AccessStepKind, KeepFor, Status
from lippen.kernel.calendar import months_after, months_before


def access_due(received_on: date, *, is_extended: bool) -> date:
    """The last day on which a request for what is held about somebody is answered in time: `rules.ACCESS`."""
    return months_after(received_on, 3 if is_extended else 1)


ACCESS_AFTER: dict[AccessStepKind | None, frozenset[AccessStepKind]] = {
    None: frozenset({AccessStepKind.GATHERED, AccessStepKind.CLOSED}),
    AccessStepKind.GATHERED: frozenset({AccessStepKind.CHECK_ASKED, AccessStepKind.CLOSED}),
    AccessStepKind.CHECK_ASKED: frozenset({AccessStepKind.AGREED, AccessStepKind.RETURNED}),
    AccessStepKind.RETURNED: frozenset({AccessStepKind.CHECK_ASKED, AccessStepKind.CLOSED}),
    AccessStepKind.AGREED: frozenset({AccessStepKind.RELEASED, AccessStepKind.RETURNED}),
    AccessStepKind.RELEASED: frozenset(),
    AccessStepKind.CLOSED: frozenset(),
}
"""What may follow what; more time is given beside it, before the end."""
MAY_WITHHOLD = frozenset({AccessStepKind.GATHERED, AccessStepKind.RETURNED})


LOOKED_AFTER = frozenset({Status.AT_HOME, Status.AWAY, Status.COURT, Status.AFTERCARE})
REGISTERED = frozenset({Status.PROTECTION, Status.PRE_BIRTH})


def kept_until(
    statuses: Iterable[Status],
    *,
    born_on: date | None,
    last_on: date,
    years: Mapping[str, Decimal],
    died_on: date | None = None,
) -> tuple[KeepFor, date | None]:
    """By which line a child's record is kept, and its first day past that: `rules.KEEPING`.

    No day: for good, until somebody records when the child was born.
    """
    had = frozenset(statuses)
    if had & LOOKED_AFTER:
        if born_on and died_on and died_on < months_after(born_on, 18 * 12):
            return KeepFor.DIED, months_after(died_on, 25 * 12)
        return KeepFor.LOOKED_AFTER, months_after(born_on, 1200) if born_on else None
    line, key = (
        (KeepFor.PROTECTION, "keep_protection_years") if had & REGISTERED else (KeepFor.OTHER, "keep_other_years")
    )
    until = months_after(last_on, int(years[key] * 12))
    if died_on is None:
        return line, until
    return KeepFor.DIED, max(until, months_after(died_on, int(years["keep_died_years"] * 12)))


@dataclass(frozen=True)
class KeptSince:
    """The days that narrow which records may be due: nothing was recorded after the first, or one of the others."""

    last_on: date = date.max
    born_on: date = date.max
    died_on: date = date.max


EVER = KeptSince()
"""Whenever something was recorded."""


def kept_since(on: date, *, years: Mapping[str, Decimal]) -> KeptSince:
    """Of which children `kept_until` can give this day or an earlier one: it says which of them are due.

    Those of whom nothing was recorded after the first of these days, or who were born by the second, or died by the
    third. Each is a few days late rather than early: the last day of a month stands for those that the month has not.
    """
    fewest = min(years["keep_protection_years"], years["keep_other_years"])
    return KeptSince(_long_before(on, int(fewest * 12)), _long_before(on, 1200), _long_before(on, 25 * 12))


def _long_before(on: date, months: int) -> date:
    return months_before(on, months) + timedelta(days=3) if months < 12 * (on.year - 1) else date.min


def drawn(refs: Iterable[str], words: str, size: int) -> tuple[str, ...]:
    """The references of a sample, in the order of the draw: whoever has the words can draw again."""
    said = " ".join(words.split()).casefold()
    return tuple(sorted(refs, key=lambda ref: sha256(f"{said}:{ref}".encode()).hexdigest())[:size])
