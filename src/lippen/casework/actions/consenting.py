"""What somebody of another service may be told, said by whoever may say so, until a day."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.transaction import atomic

from lippen.casework import rules
from lippen.casework.actions.helping import NO_MORE, end_asking
from lippen.casework.actions.writing import Pin, Writing, check_day, found_of, needed, pin_duties
from lippen.casework.models import Helper, HelperConsent, Involvement
from lippen.casework.vocabulary import HELPER_SUBJECT, ConsentBy, ConsentStep, Duty, HelperStep, InvolvementKind
from lippen.kernel import audit
from lippen.kernel.access import Actor
from lippen.kernel.clock import day_of
from lippen.kernel.errors import CannotDo

DAY = timedelta(days=1)
TOO_LONG = "A consent holds for a year at most. Give an earlier day, and ask again then."
NOTHING_GIVEN = "Nothing was agreed that could be taken back."


@atomic
def say_consent(
    *,
    actor: Actor,
    helper_ref: str,
    step: ConsentStep,
    given_by: ConsentBy,
    who: str,
    so_on: date,
    at: datetime,
    scope: str = "",
    until: date | None = None,
) -> HelperConsent:
    """Say what they may be told and until which day, or that they may be told nothing; asked again before it ends."""
    found, writing = found_of(actor, Helper, helper_ref, at=at)
    check_day(so_on, at)
    if found.facts.filter(step=HelperStep.ENDED.value).exists():
        raise CannotDo(NO_MORE)
    last = found.consents.order_by("-id").first()
    if step is ConsentStep.WITHDRAWN and (last is None or last.step != ConsentStep.GIVEN):
        raise CannotDo(NOTHING_GIVEN, field="step")
    is_given = step is ConsentStep.GIVEN
    made = HelperConsent.objects.create(
        helper=found,
        step=ConsentStep(step).value,
        given_by=ConsentBy(given_by).value,
        who=needed(who, "who", "Say by name who said so.")[:160],
        scope=needed(scope, "scope", "Say what they may be told.") if is_given else "",
        until=_until(until, so_on, at) if is_given else None,
        **writing.fact(so_on),
    )
    end_asking(helper_ref, at=at)
    if made.until is not None:
        _ask_again(writing, helper_ref, made.until)
    audit.record(actor, f"helper.consent_{made.step}", found)
    return made


def _until(until: date | None, so_on: date, at: datetime) -> date:
    """The last day on which a consent holds: to come, and a year on at most."""
    if until is None:
        raise CannotDo("Say until which day.", field="until")
    if until < day_of(at):
        raise CannotDo("This day has passed. Give a day to come.", field="until")
    if until > rules.months_after(so_on, rules.CONSENT_MONTHS):
        raise CannotDo(TOO_LONG, field="until")
    return until


def _ask_again(writing: Writing, helper_ref: str, until: date) -> None:
    """Put it on the desk of the child's worker, else of whoever wrote it down, by its last day."""
    allocated = Involvement.objects.filter(
        person=writing.person, kind=InvolvementKind.ALLOCATED.value, ends_on__isnull=True
    )
    holder = allocated.values_list("worker_id", flat=True).first() or writing.actor.person_id
    begins = max(day_of(writing.at), until - timedelta(days=rules.CONSENT_DAYS_BEFORE))
    about = (Duty.RENEW_CONSENT.value, HELPER_SUBJECT, helper_ref)
    pin_duties([Pin(*about, holder, begins, until + DAY, rules.CONSENT.key)], at=writing.at)
