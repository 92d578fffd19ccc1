"""How often somebody wants their duties by e-mail, and what becomes of each e-mail."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from hashlib import sha256

from django.db.models import F
from django.db.transaction import atomic

from lippen.kernel import audit
from lippen.kernel.access import Actor
from lippen.organisation.models import Account, Digest, DigestChoice
from lippen.organisation.queries.digests import OVER
from lippen.organisation.vocabulary import DigestState, Rhythm

SUBJECT = "organisation.digest"


@atomic
def choose_rhythm(*, actor: Actor, rhythm: Rhythm, at: datetime) -> DigestChoice:
    """Say how often one wants one's duties by e-mail."""
    made, _ = DigestChoice.objects.update_or_create(
        account_id=actor.own_id, defaults={"rhythm": Rhythm(rhythm).value, "chosen_at": at}
    )
    audit.record(actor, "digest.chosen", (SUBJECT, str(actor.own_id)), keys={"rhythm": made.rhythm})
    return made


@atomic
def plan_digest(*, actor: Actor, rhythm: Rhythm, spell_on: date, host: str, at: datetime) -> str:
    """Note that a digest is to be sent, before it is: its message id, the same however often it is tried."""
    named = f"{actor.own_id}:{spell_on.isoformat()}:{rhythm.value}"
    message_id = f"<digest-{sha256(named.encode()).hexdigest()[:32]}@{host}>"
    made = Digest.objects.bulk_create(
        [
            Digest(
                account_id=actor.own_id,
                rhythm=rhythm.value,
                spell_on=spell_on,
                message_id=message_id,
                address=Account.objects.get(pk=actor.own_id).email,
                planned_at=at,
            )
        ],
        ignore_conflicts=True,
    )
    audit.record(actor, "digest.planned", (SUBJECT, str(actor.own_id)), keys={"new": bool(made)})
    return message_id


def held_digest(actor: Actor, rhythm: Rhythm, spell_on: date) -> Digest | None:
    """The digest with its row locked, for whoever sends it; None where it is over or another worker has it."""
    found = Digest.objects.filter(account_id=actor.own_id, rhythm=rhythm.value, spell_on=spell_on)
    return found.exclude(state__in=OVER).select_for_update(skip_locked=True).first()


@atomic
def settle_digest(
    *, actor: Actor, digest: Digest, state: DigestState, at: datetime, keys: Sequence[str] = (), late: int = 0
) -> None:
    """Note what became of a digest: counts and keys, never its words."""
    Digest.objects.filter(pk=digest.pk).update(
        state=state.value,
        sent_at=at if state is DigestState.SENT else None,
        duties=len(keys),
        late=late,
        keys=list(keys),
        tries=F("tries") + 1,
    )
    told = {"duties": len(keys), "late": late, "subjects": list(keys)}
    audit.record(actor, f"digest.{state.value}", (SUBJECT, str(digest.pk)), keys=told)
