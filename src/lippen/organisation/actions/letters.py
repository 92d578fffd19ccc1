"""Letters that are asked for here and written by the worker, once what they tell of is kept."""

from __future__ import annotations

from procrastinate.contrib.django import app

from lippen.organisation.models import Account
from lippen.organisation.vocabulary import Told

TELL_OF_RECOVERY = "organisation.tell_of_recovery"


def tell_of_recovery(account: Account, told: Told, ref: str) -> None:
    """Ask for the letter to whom a recovery is about; it goes when this transaction is kept, and only then."""
    app.configure_task(TELL_OF_RECOVERY).defer(account_id=account.pk, told=told.value, ref=ref)
