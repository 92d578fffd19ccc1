"""What a child made is added to their record, with what they said about it."""

from __future__ import annotations

from datetime import date, datetime
from hashlib import sha256

from django.db.transaction import atomic

from lippen.casework.actions.writing import begin, check_day, needed
from lippen.casework.models import FactWord, Picture, PictureFile
from lippen.casework.vocabulary import FactKind, FactStep, PictureKind, PictureShown
from lippen.kernel import audit
from lippen.kernel.access import Actor
from lippen.kernel.errors import CannotDo
from lippen.kernel.files.pictures import Remade
from lippen.kernel.ids import new_ref
from lippen.kernel.records import put

THERE_ALREADY = "This very picture is on the record already."


@atomic
def add_picture(
    *,
    actor: Actor,
    person_ref: str,
    kind: PictureKind,
    made_by: str,
    alt: str,
    shown: PictureShown,
    picture: Remade,
    so_on: date,
    at: datetime,
    child_words: str = "",
) -> Picture:
    """Add something that a child made: who made it, what is on it, what they said, whether others may see it."""
    writing = begin(actor, person_ref, at=at)
    check_day(so_on, at)
    if not writing.person.is_child:
        raise CannotDo("Pictures are kept of what a child made.")
    digest = sha256(picture.full).hexdigest()
    wrong = FactWord.objects.filter(person=writing.person, kind=FactKind.PICTURE.value, step=FactStep.WRONG.value)
    same = PictureFile.objects.filter(person=writing.person, sha256=digest).exclude(picture_id__in=wrong.values("fact"))
    if same.exists():
        raise CannotDo(THERE_ALREADY, field="picture")
    made = Picture.objects.create(
        ref=new_ref("picture"),
        kind=PictureKind(kind).value,
        made_by=needed(made_by, "made_by", "Say who made it.")[:160],
        alt=needed(alt, "alt", "Say in words what is on it: some people cannot see it.")[:400],
        child_words=child_words.strip(),
        shown=PictureShown(shown).value,
        **writing.fact(so_on),
    )
    put(
        PictureFile(
            picture=made,
            full=picture.full,
            small=picture.small,
            width=picture.width,
            height=picture.height,
            sha256=digest,
            **writing.fact(so_on),
        )
    )
    told = {"picture": made.ref, "kind": made.kind, "shown": made.shown}
    audit.record(actor, "picture.added", writing.person, keys=told)
    return made
