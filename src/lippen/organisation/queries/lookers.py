"""Who stands behind an account: name, post and council, in bulk, for those who read the audit trail."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from lippen.kernel.access import Permission
from lippen.organisation.models import Account
from lippen.organisation.queries import held_on, post_titles
from lippen.organisation.roles import roles_with

FIELDS = ("id", "person_id", "person__ref", "person__given_name", "person__family_name", "person__authority__name")


@dataclass(frozen=True)
class AccountRow:
    """The person behind an account, also where they have left."""

    account_id: int
    person_ref: str
    name: str
    post_title: str
    council: str


def account_rows(ids: Iterable[int | None], *, on: date) -> dict[int, AccountRow]:
    """The people behind these accounts by account, with their post on a day."""
    wanted = {account_id for account_id in ids if account_id is not None}
    return _rows(Account.objects.filter(id__in=wanted), on) if wanted else {}


def accounts_in(authority_ids: Iterable[int], *, on: date) -> tuple[AccountRow, ...]:
    """Everybody of some councils who has or had a way in, by family name."""
    found = Account.objects.filter(person__authority_id__in=list(authority_ids))
    return tuple(_rows(found.order_by("person__family_name", "person__given_name", "id"), on).values())


def one_with_each(permission: Permission, *, on: date) -> dict[int, int]:
    """Of each council somebody who may do this there on a day and has a way in: their account, by council."""
    held = held_on(on).filter(post__role__in=roles_with(permission), person__account__is_active=True)
    return dict(held.order_by("-person__account__id").values_list("post__authority_id", "person__account__id"))


def account_of_ref(person_ref: str) -> int | None:
    """The account of the person with this reference, also where it is closed."""
    return Account.objects.filter(person__ref=person_ref).values_list("id", flat=True).first()


def _rows(accounts: QuerySet[Account], on: date) -> dict[int, AccountRow]:
    found = list(accounts.filter(person__isnull=False).values_list(*FIELDS))
    titles = post_titles([person_id for _, person_id, *_ in found], on=on)
    return {
        account_id: AccountRow(account_id, ref, f"{given} {family}", titles.get(person_id, ""), council)
        for account_id, person_id, ref, given, family, council in found
    }
