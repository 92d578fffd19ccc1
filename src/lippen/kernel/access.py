"""Who is asking, and what they may do. Which role may do what stands in organisation/roles.py."""

from __future__ import annotations

from collections.abc import Iterable
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
    EDIT_TEMPLATE = "edit_template"
    ACCEPT_PAPER = "accept_paper"
    DRAW_SAMPLE = "draw_sample"
    READ_SAMPLE = "read_sample"
    READ_SHARED = "read_shared"
    READ_AUDIT = "read_audit"
    READ_STATUS = "read_status"
    MANAGE_ACCOUNTS = "manage_accounts"
    CONFIRM_RECOVERY = "confirm_recovery"
    READ_RECORDS = "read_records"
    WRITE_RECORDS = "write_records"
    ALLOCATE = "allocate"
    AGREE_RISK = "agree_risk"
    AGREE_DESTRUCTION = "agree_destruction"
    IMPORT_RECORDS = "import_records"
    DECIDE_FOR_AGENCY = "decide_for_agency"


@dataclass(frozen=True)
class Actor:
    """The person (or the job on a person's behalf) that every read and write starts from.

    Whoever holds several posts may do in each council only what a post there allows: `reach` pairs each permission
    with the councils where it holds, and `seats` each role with the councils where it is held. An actor made by hand
    without them holds all permissions and roles that it has in all of its authorities.
    """

    account_id: int | None
    person_id: int | None
    name: str
    roles: frozenset[str] = field(default_factory=frozenset)
    permissions: frozenset[Permission] = field(default_factory=frozenset)
    authority_ids: frozenset[int] = field(default_factory=frozenset)
    post_ids: frozenset[int] = field(default_factory=frozenset)
    post_title: str = ""
    council: str = ""
    reach: frozenset[tuple[Permission, int]] | None = None
    seats: frozenset[tuple[str, int]] | None = None

    def reach_of(self, permission: Permission) -> frozenset[int]:
        """The authorities in which this actor may do this."""
        if self.reach is None:
            return self.authority_ids if permission in self.permissions else frozenset()
        return frozenset(authority_id for held, authority_id in self.reach if held == permission)

    def seated_as(self, roles: Iterable[str]) -> frozenset[int]:
        """The authorities in which this actor holds a post of one of these roles."""
        wanted = frozenset(roles)
        if self.seats is None:
            return self.authority_ids if self.roles & wanted else frozenset()
        return frozenset(authority_id for role, authority_id in self.seats if role in wanted)

    @property
    def own_id(self) -> int:
        """The account that signs what this actor writes; whoever is not signed in has none."""
        if self.account_id is None:
            raise NotAllowed("sign_in")
        return self.account_id


NOBODY = Actor(account_id=None, person_id=None, name="")
SETTING_UP = Actor(account_id=None, person_id=None, name="Set-up", permissions=frozenset(Permission))
"""Whoever sets the system up at its own machine: may record the organisation, sees no locked row."""
BY_RULE = Actor(account_id=None, person_id=None, name="Lippen, by rule")
"""What a rule does when its day comes, asked by nobody: it holds no permission and sees no locked row."""


def may(actor: Actor, permission: Permission, *, at: Iterable[int] | None = None) -> bool:
    """Whether this actor may do this at all; with `at`, in one of these authorities: those of a record."""
    if at is None:
        return permission in actor.permissions
    return not actor.reach_of(permission).isdisjoint(at)


def require(actor: Actor, permission: Permission, *, at: Iterable[int] | None = None) -> None:
    """Refuse with NotAllowed (403) unless the actor may, in one of these authorities where they are given."""
    if not may(actor, permission, at=at):
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
