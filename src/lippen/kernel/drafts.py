"""Typed text is never lost: drafts of one's own, and form tokens that work once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from lippen.kernel.access import Actor
from lippen.kernel.errors import CannotDo
from lippen.kernel.models import Draft, UsedToken

MOST_CHARACTERS = 200_000
GONE = (
    "You have sent this form, or discarded its draft, in another tab or on another device since. "
    "What you typed here is still here. Send it if it is to stand as well."
)
NEWER = "You have saved this form in another tab or on another device since. See that draft, or keep this one."
TOO_LONG = "This is too long to save as a draft (200,000 characters at most). Copy part of it elsewhere first."


def draft_for(actor: Actor, form_key: str, subject_key: str = "") -> Draft | None:
    """The actor's own draft of this form, if any."""
    return Draft.objects.filter(account_id=actor.own_id, form_key=form_key, subject_key=subject_key).first()


def drafts_about(actor: Actor, form_keys: Iterable[str], subject_keys: Iterable[str]) -> tuple[Draft, ...]:
    """The actor's own drafts of these forms about these subjects, the newest first."""
    mine = Draft.objects.filter(account_id=actor.own_id, form_key__in=[*form_keys], subject_key__in=[*subject_keys])
    return tuple(mine.order_by("-saved_at"))


def drafts_by(actor: Actor, form_keys: Iterable[str]) -> tuple[Draft, ...]:
    """The actor's own drafts of these forms, about whatever they are, the newest first."""
    mine = Draft.objects.filter(account_id=actor.own_id, form_key__in=[*form_keys])
    return tuple(mine.order_by("-saved_at"))


def save_draft(
    actor: Actor, form_key: str, subject_key: str, *, fields: dict[str, str], version: int, at: datetime
) -> int:
    """Keep what was typed and give its new version; refuse when another tab has saved since `version`.

    Characters that the database cannot hold (NUL) are left out: no hand types them.
    """
    fields = {name: value.replace("\0", "") if isinstance(value, str) else value for name, value in fields.items()}
    if sum(len(str(value)) for value in fields.values()) > MOST_CHARACTERS:
        raise CannotDo(TOO_LONG)
    mine = Draft.objects.filter(account_id=actor.own_id, form_key=form_key, subject_key=subject_key)
    if mine.filter(version=version).update(fields=fields, version=version + 1, saved_at=at):
        return version + 1
    try:
        with transaction.atomic():
            if version != 0:
                raise CannotDo(NEWER if mine.exists() else GONE)
            Draft.objects.create(
                account_id=actor.own_id, form_key=form_key, subject_key=subject_key, fields=fields, saved_at=at
            )
    except IntegrityError as error:
        raise CannotDo(NEWER) from error
    return 1


def discard_draft(actor: Actor, form_key: str, subject_key: str = "") -> None:
    """Remove the draft once its text has been sent, or at the writer's wish."""
    Draft.objects.filter(account_id=actor.own_id, form_key=form_key, subject_key=subject_key).delete()


def once(actor: Actor, token: str | UUID, *, at: datetime, digest: str = "") -> bool:
    """True the first time this form token is used; False for the double click and the back button."""
    try:
        with transaction.atomic():
            UsedToken.objects.create(account_id=actor.own_id, token=UUID(str(token)), used_at=at, digest=digest)
    except (IntegrityError, ValueError):
        return False
    return True


def confirm(actor: Actor, token: str | UUID, *, said: str, url: str) -> None:
    """Keep what the writer was told, so that the same form sent again is told the same."""
    UsedToken.objects.filter(account_id=actor.own_id, token=UUID(str(token))).update(said=said, url=url)


def told_before(actor: Actor, token: str | UUID, *, digest: str) -> tuple[str, str] | None:
    """What was said, and where it led, when this token brought this very content; None when it brought another."""
    used = UsedToken.objects.filter(account_id=actor.own_id, token=UUID(str(token)), digest=digest).first()
    return (used.said, used.url) if used else None


def said_of(actor: Actor, token: str) -> str:
    """What the actor was told when they sent a form under this token, whatever it brings now; else empty."""
    try:
        used = UsedToken.objects.filter(account_id=actor.own_id, token=UUID(token)).first()
    except ValueError:
        return ""
    return used.said if used else ""


def sent_before(actor: Actor, digest: str, *, since: datetime) -> bool:
    """Whether the actor has sent this very content since then, under whatever token."""
    return UsedToken.objects.filter(account_id=actor.own_id, digest=digest, used_at__gte=since).exists()
