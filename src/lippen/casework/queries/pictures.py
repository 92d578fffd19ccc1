"""Pictures by a child: all of them, one of them, and its bytes. What was marked as wrong is told and not shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lippen.casework.models import FactWord, Picture, PictureFile
from lippen.casework.queries.board import picture_row
from lippen.casework.queries.records import head
from lippen.casework.queries.seen import seen_one
from lippen.casework.rows import PersonRow, PictureRow
from lippen.casework.vocabulary import FactKind, FactStep
from lippen.kernel.access import Actor
from lippen.kernel.errors import NotVisible
from lippen.organisation import queries as organisation


@dataclass(frozen=True)
class Shown:
    """A picture as it is handed over: JPEG."""

    content: bytes
    width: int
    height: int


def pictures(actor: Actor, ref: str) -> tuple[PersonRow, tuple[PictureRow, ...]]:
    """Somebody, and what they made: the latest first, with what was marked as wrong."""
    person = head(actor, ref)
    rows = list(Picture.objects.visible_to(actor).filter(person_id=person.id).order_by("-so_on", "-id"))
    return person, _rows(actor, rows)


def told_by(actor: Actor, person_id: int) -> tuple[PictureRow, ...]:
    """What somebody made that is not marked as wrong, the latest first, for what they say by it elsewhere."""
    rows = Picture.objects.visible_to(actor).filter(person_id=person_id).order_by("-so_on", "-id")
    return tuple(row for row in _rows(actor, rows) if not row.wrong_why)


def by_number(actor: Actor, ids: Iterable[int]) -> dict[int, PictureRow]:
    """These pictures by their numbers, as far as the actor sees them; what is wrong about one stands in it."""
    wanted = [*ids]
    rows = list(Picture.objects.visible_to(actor).filter(pk__in=wanted)) if wanted else []
    return {row.pk: told for row, told in zip(rows, _rows(actor, rows), strict=True)}


def number_of(actor: Actor, person_id: int, ref: str) -> int | None:
    """The number of a picture by somebody that is not marked as wrong, as far as the actor sees it."""
    found = Picture.objects.visible_to(actor).filter(person_id=person_id, ref=ref).first()
    return found.pk if found is not None and not _wrong(actor, [found.pk]) else None


def picture(actor: Actor, person_ref: str, ref: str) -> tuple[PersonRow, PictureRow]:
    """One picture and whose it is, or NotVisible."""
    person, found = _of(actor, person_ref, ref)
    return person, _rows(actor, [found])[0]


def _of(actor: Actor, person_ref: str, ref: str) -> tuple[PersonRow, Picture]:
    """Somebody, and a picture of theirs."""
    person = head(actor, person_ref)
    found: Picture = seen_one(actor, Picture, ref)
    if found.person_id != person.id:
        raise NotVisible
    return person, found


def _rows(actor: Actor, rows: Iterable[Picture]) -> tuple[PictureRow, ...]:
    found = list(rows)
    why = _wrong(actor, [row.pk for row in found])
    names = organisation.account_names({row.recorded_by_id for row in found}) if found else {}
    return tuple(picture_row(row, names, why.get(row.pk, "")) for row in found)


def _wrong(actor: Actor, ids: list[int]) -> dict[int, str]:
    said = FactWord.objects.visible_to(actor).filter(kind=FactKind.PICTURE.value, step=FactStep.WRONG.value)
    return dict(said.filter(fact__in=ids).values_list("fact", "why")) if ids else {}


def shown(actor: Actor, person_ref: str, ref: str, *, is_small: bool) -> Shown:
    """The picture itself, large or small; of one that was marked as wrong there is none."""
    _, found = _of(actor, person_ref, ref)
    if _wrong(actor, [found.pk]):
        raise NotVisible
    name = "small" if is_small else "full"
    kept = PictureFile.objects.visible_to(actor).filter(picture=found).values(name, "width", "height").first()
    if kept is None:
        raise NotVisible
    return Shown(bytes(kept[name]), kept["width"], kept["height"])


def bytes_of(actor: Actor, ids: Iterable[int]) -> dict[int, bytes]:
    """The large pictures of these, as far as the actor sees them."""
    kept = PictureFile.objects.visible_to(actor).filter(picture_id__in=[*ids]).values_list("picture_id", "full")
    return {key: bytes(content) for key, content in kept}
