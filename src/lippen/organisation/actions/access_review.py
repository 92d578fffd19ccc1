"""The quarter's look through everybody's access: opened by a job, answered one by one, every answer a new fact."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db.transaction import atomic

from lippen.kernel import audit
from lippen.kernel.access import BY_RULE, Actor
from lippen.kernel.clock import day_of
from lippen.kernel.errors import CannotDo, NotVisible, refusal
from lippen.kernel.ids import new_ref
from lippen.organisation import rules
from lippen.organisation.actions import NOT_YOURSELF, Pin, close_duty, manage, note, pin_duties, subject_of
from lippen.organisation.models import AccessReview, AccessVerdict, Account
from lippen.organisation.queries import access_review as queries
from lippen.organisation.vocabulary import REVIEW_DUTY, REVIEW_SUBJECT, Change, Verdict, Why

CHANGES = {Verdict.REVOKED: Change.STOPPED, Verdict.GIVEN_BACK: Change.RESTORED}


@atomic
def open_review(*, actor: Actor, authority_id: int, on: date, at: datetime) -> AccessReview:
    """Open a council's review of this quarter, or find it open, and pin it on everyone who looks after ways in."""
    quarter = rules.quarter_of(on)
    if actor is not BY_RULE:
        manage(actor, [authority_id])
    with refusal("one_access_review_a_quarter", "The review of this quarter has just been opened."):
        review, is_new = AccessReview.objects.get_or_create(
            authority_id=authority_id,
            quarter_starts_on=quarter,
            defaults={"ref": new_ref("review"), "recorded_at": at},
        )
    if is_new:
        audit.record(actor, "access_review.opened", review)
        _close_earlier(authority_id, review, at)
    if queries.unanswered(review, on=on):
        pin_duties(_pins(review, queries.managers_of(authority_id, on=on)), at=at)
    return review


def _close_earlier(authority_id: int, review: AccessReview, at: datetime) -> None:
    """A review that was not finished in its quarter gives way to the new one, which begins with everybody again."""
    for earlier in AccessReview.objects.filter(authority_id=authority_id).exclude(pk=review.pk):
        close_duty(kind=REVIEW_DUTY, subject_kind=REVIEW_SUBJECT, subject_key=earlier.ref, at=at)


def _pins(review: AccessReview, managers: Iterable[int]) -> list[Pin]:
    starts = day_of(review.recorded_at)
    ends = rules.review_due(starts)
    key = rules.ACCESS_REVIEW.key
    return [Pin(REVIEW_DUTY, REVIEW_SUBJECT, review.ref, person, starts, ends, key) for person in sorted(managers)]


@atomic
def answer(
    *,
    actor: Actor,
    review_ref: str,
    account_id: int,
    verdict: Verdict,
    so_on: date,
    at: datetime,
    why: Why | None = None,
) -> AccessVerdict:
    """Confirm somebody's access in this council, revoke it, or give it back. The last word counts, none is erased."""
    review = queries.review_by_ref(actor, review_ref)
    account = Account.objects.select_for_update(of=("self",)).select_related("person").filter(pk=account_id).first()
    if account is None or account_id not in queries.accounts_in(review.authority_id, on=so_on):
        raise NotVisible
    _refuse_own(actor, review, account, so_on)
    stopped = queries.is_stopped(account, review.authority_id)
    if verdict is Verdict.REVOKED and stopped:
        raise CannotDo(f"The access of {account.person.name} is revoked already.")
    if verdict is not Verdict.REVOKED and stopped != (verdict is Verdict.GIVEN_BACK):
        raise CannotDo(
            f"The access of {account.person.name} is revoked. Give it back first."
            if stopped
            else f"The access of {account.person.name} was not revoked."
        )
    made = AccessVerdict.objects.create(
        review=review,
        account=account,
        verdict=verdict,
        why=why or "",
        so_on=so_on,
        recorded_at=at,
        recorded_by_id=actor.account_id,
    )
    if change := CHANGES.get(verdict):
        given = {"why": why or "", "authority_id": review.authority_id}
        note(account, change, actor=actor, so_on=so_on, at=at, **given)
        audit.record(actor, f"account.{change}", subject_of(account), keys={"authority": review.authority_id})
    audit.record(actor, f"access_review.{verdict}", review, keys={"account": account.pk})
    if not queries.unanswered(review, on=so_on):
        close_duty(kind=REVIEW_DUTY, subject_kind=REVIEW_SUBJECT, subject_key=review.ref, at=at)
    return made


def _refuse_own(actor: Actor, review: AccessReview, account: Account, on: date) -> None:
    """Nobody confirms their own access while somebody else could; nobody revokes their own."""
    if account.pk != actor.account_id:
        return
    others = rules.others_who_manage(queries.managers_of(review.authority_id, on=on), account.person_id or 0)
    if others:
        raise CannotDo(NOT_YOURSELF)
