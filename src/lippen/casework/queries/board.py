"""What helpers may be told, and what the child made, as rows and on the chronology."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lippen.casework.models import Helper, HelperConsent, Picture
from lippen.casework.rows import ConsentRow, Event, PictureRow
from lippen.casework.vocabulary import CONSENT_BY_WORDS, PICTURE_WORDS, ConsentBy, ConsentStep, FactKind, PictureKind
from lippen.design.words import day_words
from lippen.kernel.clock import day_of


def consent_row(row: HelperConsent) -> ConsentRow:
    """What somebody of another service may be told."""
    return ConsentRow(row.step, CONSENT_BY_WORDS[ConsentBy(row.given_by)], row.who, row.scope, row.so_on, row.until)


def consent_events(consents: Sequence[HelperConsent], helpers: Sequence[Helper]) -> list[Event]:
    """What was said of telling others, on its days."""
    names = {each.pk: each.name for each in helpers}
    return [_consent(consent_row(row), names.get(row.helper_id, "")) for row in consents]


def _consent(row: ConsentRow, name: str) -> Event:
    who = f"{row.whose}: {row.who}"
    if row.step == ConsentStep.GIVEN and row.until:
        return Event(row.so_on, f"{name} may be told", f"{row.scope}. Until {day_words(row.until)}.", who)
    said = "may be told nothing" if row.step == ConsentStep.REFUSED else "may be told nothing any more"
    return Event(row.so_on, f"{name} {said}", "", who)


def picture_row(row: Picture, names: Mapping[int, str] | None = None, wrong_why: str = "") -> PictureRow:
    """Something that the child made."""
    return PictureRow(
        row.ref,
        PICTURE_WORDS[PictureKind(row.kind)],
        row.made_by,
        row.alt,
        row.child_words,
        row.shown,
        row.so_on,
        day_of(row.recorded_at),
        (names or {}).get(row.recorded_by_id or 0, ""),
        row.pk,
        wrong_why,
    )


def picture_event(row: Picture) -> Event:
    """The same on the chronology: what is on it in words, never the picture itself."""
    said = f" In their words: {row.child_words}" if row.child_words else ""
    kind = PICTURE_WORDS[PictureKind(row.kind)]
    return Event(row.so_on, f"{kind} by {row.made_by}", f"{row.alt}.{said}", kind=FactKind.PICTURE.value, number=row.pk)
