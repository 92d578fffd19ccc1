"""Who wants their duties by e-mail, and what was sent to whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from lippen.kernel.access import Actor
from lippen.organisation.models import Account, Digest, DigestChoice
from lippen.organisation.queries import account_names
from lippen.organisation.rules import digest_spell
from lippen.organisation.vocabulary import DIGEST_STATE_WORDS, RHYTHM_WORDS, DigestState, Rhythm

UNLESS_CHOSEN = Rhythm.WEEKLY
MOST_TRIES = 8
OVER = (DigestState.SENT.value, DigestState.NOTHING.value)


@dataclass(frozen=True)
class DigestRow:
    """A digest as the log shows it."""

    name: str
    address: str
    rhythm: str
    spell_on: date
    duties: int
    late: int
    state: str
    state_words: str
    sent_at: datetime | None
    tries: int


def rhythm_of(actor: Actor) -> Rhythm:
    """How often this actor wants their duties by e-mail."""
    chosen = DigestChoice.objects.filter(account_id=actor.own_id).values_list("rhythm", flat=True).first()
    return Rhythm(chosen) if chosen else UNLESS_CHOSEN


def digests_due(today: date) -> tuple[tuple[int, Rhythm, date], ...]:
    """Whose digest is due today and not done yet: account, rhythm and the spell's first day."""
    chosen = dict(DigestChoice.objects.values_list("account_id", "rhythm"))
    accounts = Account.objects.filter(is_active=True, person__isnull=False).exclude(email="").order_by("id")
    spells = {rhythm: digest_spell(rhythm, today) for rhythm in Rhythm}
    wanted = [(pk, Rhythm(chosen.get(pk, UNLESS_CHOSEN))) for pk in accounts.values_list("id", flat=True)]
    asked = [(pk, rhythm, day) for pk, rhythm in wanted if (day := spells[rhythm]) is not None]
    done = Digest.objects.filter(spell_on__in=[day for day in spells.values() if day])
    over = {
        (account, rhythm, day)
        for account, rhythm, day, state, tries in done.values_list("account_id", "rhythm", "spell_on", "state", "tries")
        if state in OVER or tries >= MOST_TRIES
    }
    return tuple(each for each in asked if each not in over)


def digests_sent_to(actor: Actor, *, most: int = 10) -> tuple[DigestRow, ...]:
    """The last digests of this actor, the newest first."""
    return _rows(Digest.objects.filter(account_id=actor.own_id).order_by("-id")[:most])


def digest_log(*, page: int = 1, size: int = 50) -> tuple[tuple[DigestRow, ...], int]:
    """What was sent to whom, the newest first: one page, and how many there are."""
    found = Digest.objects.order_by("-id")
    return _rows(found[(page - 1) * size : page * size]), found.count()


def _rows(found: object) -> tuple[DigestRow, ...]:
    kept: list[Digest] = list(found)  # type: ignore[call-overload]
    names = account_names({each.account_id for each in kept})
    return tuple(
        DigestRow(
            names.get(each.account_id, ""),
            each.address,
            RHYTHM_WORDS[Rhythm(each.rhythm)],
            each.spell_on,
            each.duties,
            each.late,
            each.state,
            DIGEST_STATE_WORDS[DigestState(each.state)],
            each.sent_at,
            each.tries,
        )
        for each in kept
    )
