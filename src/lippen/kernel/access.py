"""Who is asking, and what they may do. Which role may do what stands in organisation/roles.py."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from django.db import connection

from lippen.kernel.errors import NotAllowed


class Permission(StrEnum):
    """One thing that a person may do."""

    READ_PLAN = "read_plan"
    READ_OPERATIONAL_PLAN = "read_operational_plan"
    WRITE_UPDATE = "write_update"
    EDIT_PLAN = "edit_plan"
    IMPORT_PLAN = "import_plan"
    AGREE_SLIP = "agree_slip"
    ACCEPT_EVIDENCE = "accept_evidence"
    OVERRIDE_STANDING = "override_standing"
    READ_PAPER = "read_paper"
    WRITE_PAPER = "write_paper"
    APPROVE_PAPER = "approve_paper"
    ISSUE_PAPER = "issue_paper"
    READ_AUDIT = "read_audit"
    READ_STATUS = "read_status"
    MANAGE_ACCOUNTS = "manage_accounts"


@dataclass(frozen=True)
class Actor:
    """The person (or the job on a person's behalf) that every read and write starts from."""

    account_id: int | None
    person_id: int | None
    name: str
    roles: frozenset[str] = field(default_factory=frozenset)
    permissions: frozenset[Permission] = field(default_factory=frozenset)
    authority_ids: frozenset[int] = field(default_factory=frozenset)
    post_ids: frozenset[int] = field(default_factory=frozenset)
    post_title: str = ""
    council: str = ""

    @property
    def own_id(self) -> int:
        """The account that signs what this actor writes; whoever is not signed in has none."""
        if self.account_id is None:
            raise NotAllowed("sign_in")
        return self.account_id


NOBODY = Actor(account_id=None, person_id=None, name="")
SETTING_UP = Actor(account_id=None, person_id=None, name="Set-up", permissions=frozenset(Permission))
"""Whoever sets the system up at its own machine: may record the organisation, sees no locked row."""


def may(actor: Actor, permission: Permission) -> bool:
    """Whether this actor may do this at all; which records is visible_to's question."""
    return permission in actor.permissions


def require(actor: Actor, permission: Permission) -> None:
    """Refuse with NotAllowed (403) unless the actor may."""
    if not may(actor, permission):
        raise NotAllowed(permission)


def identify(actor: Actor, *, today: date) -> None:
    """Tell PostgreSQL who is asking and on which day, for this transaction only; row-level security reads it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select set_config('app.actor', %s, true), set_config('app.today', %s, true)",
            [str(actor.account_id or ""), today.isoformat()],
        )


def forget() -> None:
    """Clear the actor: from here on default deny."""
    with connection.cursor() as cursor:
        cursor.execute("select set_config('app.actor', '', true)")
