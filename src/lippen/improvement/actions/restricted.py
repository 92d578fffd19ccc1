"""The restricted file of a complaint or court concern is opened, filled, and shown to a named audience."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.transaction import atomic

from lippen.improvement.actions.bulk import new_ids
from lippen.improvement.actions.ties import tie
from lippen.improvement.actions.writing import already, check_day, needed
from lippen.improvement.models import FileAudience, RestrictedEntry, RestrictedFile, Source, SourceNaming
from lippen.improvement.vocabulary import RESTRICTED_KINDS, SourceKind
from lippen.kernel import audit, clock
from lippen.kernel.access import Actor, Permission, require
from lippen.kernel.errors import CannotDo, NotVisible
from lippen.kernel.ids import new_ref
from lippen.kernel.typed import said
from lippen.organisation import queries as organisation

NOT_RESTRICTED = "Only a complaint or a court concern has a restricted file."


@dataclass(frozen=True)
class Seer:
    """Somebody who may see a restricted file: a person, or whoever holds a post."""

    person_id: int | None = None
    post_id: int | None = None

    @property
    def columns(self) -> dict[str, int | None]:
        """The one that is given, and that the other is not."""
        return {"person_id": self.person_id, "post_id": self.post_id}


@atomic
def open_restricted_file(
    *,
    actor: Actor,
    source_ref: str,
    title: str,
    so_on: date,
    at: datetime,
    seers: Collection[Seer] = (),
    token: UUID | str | None = None,
) -> RestrictedFile:
    """Open a file apart for a complaint or a court concern; who opens it sees it, and those named beside.

    One of these is a post: people leave, and whoever holds it then still sees the file.
    """
    require(actor, Permission.EDIT_PLAN)
    source = Source.objects.visible_to(actor).filter(ref=source_ref).first()
    if source is None:
        raise NotVisible
    require(actor, Permission.EDIT_PLAN, at=[source.authority_id])
    if actor.person_id is None:
        raise CannotDo("Only a person can open a restricted file.")
    if made := already(RestrictedFile, token, actor):
        return made
    last = SourceNaming.objects.filter(source=source).order_by("-so_on", "-id").first()
    if SourceKind((last or source).kind) not in RESTRICTED_KINDS:
        raise CannotDo(NOT_RESTRICTED)
    if not any(seer.post_id for seer in seers):
        raise CannotDo("Name a post that sees the file: people leave, and somebody has to see it then.", field="post")
    check_day(so_on, at)
    title = needed(title, "title", "Give the file a title that says what it is about without a name.")[:240]
    file_id = new_ids(RestrictedFile, 1)[0]
    common: dict[str, Any] = {"recorded_at": at, "recorded_by_id": actor.account_id}
    first = dict.fromkeys([Seer(person_id=actor.person_id), *_known(source.authority_id, seers, at)])
    FileAudience.objects.bulk_create(
        [
            FileAudience(
                file_id=file_id, authority_id=source.authority_id, number=1, so_on=so_on, **seer.columns, **common
            )
            for seer in first
        ],
        ignore_conflicts=True,  # without RETURNING: the file is seen once it is there
    )
    made = RestrictedFile.objects.create(
        pk=file_id,
        ref=new_ref("restricted"),
        authority_id=source.authority_id,
        source=source,
        so_on=so_on,
        title=title,
        token=token,
        **common,
    )
    audit.record(actor, "restricted.opened", made, keys={"audience": len(first)})
    return made


def _known(authority_id: int, seers: Collection[Seer], at: datetime) -> list[Seer]:
    """Those named, refused where one is neither of the council's people nor one of its posts."""
    people = {row.id for row in organisation.people_of([authority_id], on=clock.day_of(at))}
    posts = {post.id for post in organisation.posts_of([authority_id], on=clock.day_of(at))}
    for seer in seers:
        if (seer.person_id or seer.post_id) not in (people if seer.person_id else posts):
            raise CannotDo("Choose people and posts of the council that keeps the file.", field="who")
    return list(seers)


def begin_file(actor: Actor, file_ref: str) -> RestrictedFile:
    """A restricted file that the actor sees, held against others who change who sees it."""
    found = RestrictedFile.objects.visible_to(actor).filter(ref=file_ref).first()
    if found is None:
        raise NotVisible
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('improvement_restrictedfile', %s))", [found.pk])
    return found


@atomic
def let_see(
    *,
    actor: Actor,
    file_ref: str,
    seer: Seer,
    so_on: date,
    at: datetime,
    ends_on: date | None = None,
    reason: str = "",
    token: UUID | str | None = None,
) -> FileAudience:
    """Let a person, or whoever holds a post, see a restricted file from a day on; with `ends_on`, until then."""
    found = begin_file(actor, file_ref)
    require(actor, Permission.EDIT_PLAN, at=[found.authority_id])
    if made := already(FileAudience, token, actor):
        return made
    _known(found.authority_id, [seer], at)
    if ends_on is not None and ends_on <= so_on:
        raise CannotDo("The last day comes after the first. Check both.", field="last_on")
    made = tie(
        FileAudience,
        between={"file": found, **seer.columns},
        authority_id=found.authority_id,
        ends_on=ends_on,
        reason=needed(reason, "reason", "Say why they need to see it."),
        so_on=so_on,
        at=at,
        recorded={"recorded_at": at, "recorded_by_id": actor.account_id},
        name="sight",
        already="They are named already. To change until when, end it first.",
        token=token,
    )
    audit.record(actor, "restricted.audience_named", found, keys={"person": seer.person_id, "post": seer.post_id})
    return made


@atomic
def let_see_no_longer(
    *,
    actor: Actor,
    file_ref: str,
    seer: Seer,
    so_on: date,
    at: datetime,
    reason: str = "",
    token: UUID | str | None = None,
) -> FileAudience:
    """End somebody's sight of a restricted file; somebody always keeps it."""
    found = begin_file(actor, file_ref)
    require(actor, Permission.EDIT_PLAN, at=[found.authority_id])
    if made := already(FileAudience, token, actor):
        return made
    others = _others(found, seer, clock.day_of(at))
    if not others:
        raise CannotDo("Nobody else would see the file then. Name somebody else first.")
    if seer.post_id is not None and not any(other.post_id for other in others):
        raise CannotDo("No post would see the file then, and people leave. Name another post first.")
    made = tie(
        FileAudience,
        between={"file": found, **seer.columns},
        authority_id=found.authority_id,
        reason=said(reason),
        so_on=so_on,
        at=at,
        recorded={"recorded_at": at, "recorded_by_id": actor.account_id},
        name="sight",
        ended=True,
        already="They are not among those who see it.",
        token=token,
    )
    audit.record(actor, "restricted.audience_ended", found, keys={"person": seer.person_id, "post": seer.post_id})
    return made


def _others(found: RestrictedFile, seer: Seer, today: date) -> list[Seer]:
    """Who else sees the file today: people named without end who hold a post, and posts that somebody holds."""
    named = FileAudience.objects.filter(file=found, so_on__lte=today)
    latest = named.order_by("person_id", "post_id", "-number").distinct("person_id", "post_id")
    standing = [Seer(each.person_id, each.post_id) for each in latest if not each.ended and each.ends_on is None]
    there = organisation.those_there([one.person_id for one in standing if one.person_id], on=today)
    return [
        one
        for one in standing
        if one != seer
        and (one.person_id in there or (one.post_id and organisation.holders_of_post(one.post_id, on=today)))
    ]


@dataclass(frozen=True)
class Document:
    """A document on its way into a restricted file; it has passed the gate."""

    name: str
    media_type: str
    content: bytes


@atomic
def add_to_restricted_file(
    *,
    actor: Actor,
    file_ref: str,
    so_on: date,
    at: datetime,
    words: str = "",
    document: Document | None = None,
    token: UUID | str | None = None,
) -> RestrictedEntry:
    """Put a note, a document or both into a restricted file. Whoever sees the file may."""
    found = begin_file(actor, file_ref)
    if made := already(RestrictedEntry, token, actor):
        return made
    check_day(so_on, at)
    words = said(words)
    if not (words or document):
        raise CannotDo("Write a note, or add a document: one of them is enough.", field="words")
    made = RestrictedEntry.objects.create(
        ref=new_ref("entry"),
        authority_id=found.authority_id,
        file=found,
        so_on=so_on,
        words=words,
        name=document.name[:200] if document else "",
        media_type=document.media_type if document else "",
        size=len(document.content) if document else 0,
        content=document.content if document else None,
        token=token,
        recorded_at=at,
        recorded_by_id=actor.account_id,
    )
    audit.record(actor, "restricted.added_to", found, keys={"entry": made.ref, "size": made.size})
    return made
