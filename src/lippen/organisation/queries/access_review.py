"""Who holds which posts in a council and may do what, when they were last in, and what the quarter's review says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Min, Q

from lippen.kernel.access import Actor, Permission, require
from lippen.kernel.clock import day_of
from lippen.kernel.errors import NotVisible
from lippen.organisation import rules
from lippen.organisation.models import AccessReview, AccessVerdict, Account, PostHolding
from lippen.organisation.queries import held_on, stopped_at, stopped_in, title_of
from lippen.organisation.roles import permissions_of, roles_with
from lippen.organisation.vocabulary import VERDICT_WORDS, WHY_WORDS, Verdict, Why

MANAGERS = tuple(role.value for role in roles_with(Permission.MANAGE_ACCOUNTS))


@dataclass(frozen=True)
class ReviewRow:
    """One person's access in a council."""

    account_id: int
    person_ref: str
    name: str
    email: str
    posts: tuple[str, ...]
    may: tuple[str, ...]
    last_in: datetime | None
    opened_at: datetime | None
    is_open: bool
    is_stopped: bool
    concern: str
    verdict: str
    verdict_words: str
    verdict_by: str
    verdict_at: datetime | None
    is_own: bool
    """Whether it is the asker's own, for another administrator to answer."""

    @property
    def is_answered(self) -> bool:
        """Whether this quarter's review has a word on it that still stands."""
        return bool(self.verdict)


@dataclass(frozen=True)
class Review:
    """A quarter's review of a council, with everybody in it: who needs a look first."""

    ref: str
    authority_id: int
    quarter_starts_on: date
    due_on: date
    rows: tuple[ReviewRow, ...]

    @property
    def waiting(self) -> tuple[ReviewRow, ...]:
        """Those on whom nothing has been said."""
        return tuple(row for row in self.rows if not row.is_answered)

    @property
    def answered(self) -> tuple[ReviewRow, ...]:
        """Those on whom something has been said."""
        return tuple(row for row in self.rows if row.is_answered)


def review_by_ref(actor: Actor, ref: str) -> AccessReview:
    """A review of a council in which the actor looks after ways in; else there is none."""
    reach = actor.reach_of(Permission.MANAGE_ACCOUNTS)
    found = AccessReview.objects.filter(ref=ref, authority_id__in=reach).first()
    if found is None:
        raise NotVisible
    return found


def current_review(actor: Actor, authority_id: int, *, on: date) -> AccessReview | None:
    """This quarter's review of a council whose ways in the actor looks after, once it is open."""
    require(actor, Permission.MANAGE_ACCOUNTS, at=[authority_id])
    return AccessReview.objects.filter(authority_id=authority_id, quarter_starts_on=rules.quarter_of(on)).first()


def council_ref(review_ref: str) -> str:
    """The public reference of a review's council."""
    return str(AccessReview.objects.values_list("authority__ref", flat=True).get(ref=review_ref))


def reviews_of(actor: Actor, refs: Collection[str]) -> dict[str, AccessReview]:
    """Those of these reviews that the actor may answer, by ref."""
    reach = actor.reach_of(Permission.MANAGE_ACCOUNTS)
    found = AccessReview.objects.filter(ref__in=refs, authority_id__in=reach).select_related("authority")
    return {review.ref: review for review in found}


def managers_of(authority_id: int, *, on: date) -> frozenset[int]:
    """Who looks after a council's ways in on a day; by person id."""
    held = _in_council(authority_id, on).filter(post__role__in=MANAGERS, person__account__is_active=True)
    return frozenset(held.exclude(person__account__in=stopped_at(authority_id)).values_list("person_id", flat=True))


def councils_with_accounts() -> tuple[int, ...]:
    """The councils whose ways in somebody must look through."""
    held = PostHolding.objects.filter(person__account__isnull=False)
    return tuple(sorted(set(held.values_list("post__authority_id", flat=True))))


def _in_council(authority_id: int, on: date):  # type: ignore[no-untyped-def]
    return held_on(on).filter(Q(post__authority_id=authority_id) | Q(post__also_for=authority_id)).distinct()


def accounts_in(authority_id: int, *, on: date) -> frozenset[int]:
    """Everyone whose access a council answers for: its own people, and those who hold a post of its."""
    return frozenset(
        Account.objects.filter(
            Q(person__authority_id=authority_id)
            | Q(person__holdings__post__authority_id=authority_id)
            | Q(person__holdings__post__also_for=authority_id)
        ).values_list("pk", flat=True)
    )


def is_stopped(account: Account, authority_id: int) -> bool:
    """Whether an account's access in a council is stopped."""
    return authority_id in set(stopped_in(account))


def unanswered(review: AccessReview, *, on: date) -> frozenset[int]:
    """The open accounts of a review on which nothing has been said."""
    said = set(review.verdicts.values_list("account_id", flat=True))
    return frozenset(_reviewed(review.authority_id, on) - said)


def _reviewed(authority_id: int, on: date) -> frozenset[int]:
    """Whom a review asks about: open accounts that hold a post of the council, or belong to it."""
    return frozenset(
        Account.objects.filter(pk__in=accounts_in(authority_id, on=on), is_active=True).values_list("pk", flat=True)
    )


def review_of(actor: Actor, review: AccessReview, *, on: date) -> Review:
    """A review with everybody in it: leavers and never-used first, then by name."""
    wanted = _reviewed(review.authority_id, on) | set(review.verdicts.values_list("account_id", flat=True))
    accounts = list(
        Account.objects.filter(pk__in=wanted).select_related("person").annotate(opened_at=Min("changes__recorded_at"))
    )
    posts = _posts(review.authority_id, [account.person_id for account in accounts], on)
    said = _verdicts(review)
    stopped = set(stopped_at(review.authority_id))
    others = rules.others_who_manage(managers_of(review.authority_id, on=on), actor.person_id or 0)
    rows = [
        _row(actor if others else None, each, posts[each.person_id or 0], said.get(each.pk), each.pk in stopped, on)
        for each in accounts
    ]
    rows.sort(key=lambda row: (not row.concern, row.name.split()[-1].casefold(), row.name))
    due = rules.review_due(day_of(review.recorded_at))
    return Review(review.ref, review.authority_id, review.quarter_starts_on, due, tuple(rows))


def _posts(authority_id: int, people: list[int | None], on: date) -> dict[int, list[PostHolding]]:
    found: dict[int, list[PostHolding]] = defaultdict(list)
    rows = _in_council(authority_id, on).filter(person_id__in=people).select_related("post").order_by("starts_on", "id")
    for holding in rows:
        found[holding.person_id].append(holding)
    return found


def _verdicts(review: AccessReview) -> dict[int, AccessVerdict]:
    """The last word on each account."""
    rows = review.verdicts.select_related("recorded_by__person").order_by("pk")
    return {row.account_id: row for row in rows}


def _row(
    asker: Actor | None, account: Account, held: list[PostHolding], said: AccessVerdict | None, stopped: bool, on: date
) -> ReviewRow:
    last = account.last_login
    opened = account.opened_at  # type: ignore[attr-defined]
    concern = rules.concern(
        is_open=account.is_active and not stopped,
        has_post=bool(held),
        last_in_days=(on - day_of(last)).days if last else None,
        opened_days=(on - day_of(opened)).days if opened else None,
    )
    may = sorted(permissions_of(holding.post.role for holding in held)) if not stopped else []
    by = said.recorded_by.person.name if said and said.recorded_by and said.recorded_by.person else ""
    return ReviewRow(
        account_id=account.pk,
        person_ref=account.person.ref if account.person else "",
        name=account.person.name if account.person else account.email,
        email=account.email,
        posts=tuple(title_of(holding) for holding in held),
        may=tuple(permission.replace("_", " ") for permission in may),
        last_in=last,
        opened_at=opened,
        is_open=account.is_active,
        is_stopped=stopped,
        concern=concern or "",
        verdict=said.verdict if said else "",
        verdict_words=_words(said),
        verdict_by=by,
        verdict_at=said.recorded_at if said else None,
        is_own=asker is not None and account.pk == asker.account_id,
    )


def _words(said: AccessVerdict | None) -> str:
    if said is None:
        return ""
    words = VERDICT_WORDS[Verdict(said.verdict)]
    return f"{words}: {WHY_WORDS[Why(said.why)].lower()}" if said.why else words
