"""Roles as short classes of post, and what each may do. Which records they see is visible_to's question."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from lippen.kernel.access import Permission as P


class Role(StrEnum):
    """The class of a post. A person may hold several posts."""

    SOCIAL_WORKER = "social_worker"
    TEAM_LEADER = "team_leader"
    SERVICE_MANAGER = "service_manager"
    HEAD_OF_SERVICE = "head_of_service"
    CHIEF_SOCIAL_WORK_OFFICER = "chief_social_work_officer"
    CHIEF_EXECUTIVE = "chief_executive"
    PERFORMANCE_OFFICER = "performance_officer"
    COMMITTEE_CLERK = "committee_clerk"
    PROPER_OFFICER = "proper_officer"
    COUNCILLOR_ON_COMMITTEE = "councillor_on_committee"
    OTHER_COUNCILLOR = "other_councillor"
    APPOINTED_MEMBER = "appointed_member"
    PARTNER = "partner"
    INSPECTOR = "inspector"
    INFORMATION_GOVERNANCE = "information_governance"
    ADMINISTRATOR = "administrator"


WORDS: dict[Role, str] = {
    Role.SOCIAL_WORKER: "Social worker",
    Role.TEAM_LEADER: "Team leader",
    Role.SERVICE_MANAGER: "Service manager",
    Role.HEAD_OF_SERVICE: "Head of service",
    Role.CHIEF_SOCIAL_WORK_OFFICER: "Chief social work officer",
    Role.CHIEF_EXECUTIVE: "Chief executive",
    Role.PERFORMANCE_OFFICER: "Performance officer",
    Role.COMMITTEE_CLERK: "Committee clerk",
    Role.PROPER_OFFICER: "Proper officer",
    Role.COUNCILLOR_ON_COMMITTEE: "Councillor on the committee",
    Role.OTHER_COUNCILLOR: "Councillor, not on the committee",
    Role.APPOINTED_MEMBER: "Appointed member",
    Role.PARTNER: "Partner",
    Role.INSPECTOR: "Inspector",
    Role.INFORMATION_GOVERNANCE: "Information governance",
    Role.ADMINISTRATOR: "Administrator",
}

CASEWORK = frozenset({P.READ_RECORDS, P.WRITE_RECORDS})
CASE_MANAGEMENT = CASEWORK | {P.ALLOCATE, P.AGREE_RISK}
OF_ALL_RECORDS = CASE_MANAGEMENT | {P.IMPORT_RECORDS, P.DECIDE_FOR_AGENCY}
STAFF = frozenset({P.READ_PLAN, P.READ_OPERATIONAL_PLAN, P.WRITE_UPDATE, P.READ_PAPER})
MANAGER = STAFF | {P.ACCEPT_EVIDENCE, P.AGREE_SLIP, P.WRITE_PAPER}
SENIOR = MANAGER | {P.EDIT_PLAN, P.OVERRIDE_STANDING, P.APPROVE_PAPER, P.DRAW_SAMPLE}

PERMISSIONS: dict[Role, frozenset[P]] = {
    Role.SOCIAL_WORKER: STAFF | CASEWORK,
    Role.TEAM_LEADER: STAFF | CASE_MANAGEMENT | {P.ACCEPT_EVIDENCE},
    Role.SERVICE_MANAGER: MANAGER | OF_ALL_RECORDS,
    Role.HEAD_OF_SERVICE: SENIOR | OF_ALL_RECORDS | {P.AGREE_DESTRUCTION},
    Role.CHIEF_SOCIAL_WORK_OFFICER: SENIOR | OF_ALL_RECORDS | {P.AGREE_DESTRUCTION},
    Role.CHIEF_EXECUTIVE: frozenset(
        {P.READ_PLAN, P.READ_OPERATIONAL_PLAN, P.AGREE_SLIP, P.READ_PAPER, P.APPROVE_PAPER}
    ),
    Role.PERFORMANCE_OFFICER: MANAGER | {P.EDIT_PLAN, P.IMPORT_PLAN, P.OVERRIDE_STANDING, P.DRAW_SAMPLE},
    Role.COMMITTEE_CLERK: frozenset({P.READ_PAPER, P.ISSUE_PAPER, P.EDIT_TEMPLATE}),
    Role.PROPER_OFFICER: frozenset({P.READ_PAPER, P.ISSUE_PAPER, P.EDIT_TEMPLATE, P.ACCEPT_PAPER}),
    Role.COUNCILLOR_ON_COMMITTEE: frozenset({P.READ_PAPER}),
    Role.OTHER_COUNCILLOR: frozenset({P.READ_PAPER}),
    Role.APPOINTED_MEMBER: frozenset({P.READ_PAPER}),
    Role.PARTNER: frozenset({P.READ_SHARED}),
    Role.INSPECTOR: frozenset({P.READ_SAMPLE}),
    Role.INFORMATION_GOVERNANCE: frozenset({P.READ_AUDIT, P.CONFIRM_RECOVERY, P.AGREE_DESTRUCTION}),
    Role.ADMINISTRATOR: frozenset({P.READ_STATUS, P.MANAGE_ACCOUNTS, P.CONFIRM_RECOVERY}),
}


def permissions_of(roles: Iterable[str]) -> frozenset[P]:
    """Everything that the holder of these roles may do."""
    return frozenset().union(*(PERMISSIONS[Role(role)] for role in roles))


def roles_with(permission: P) -> frozenset[Role]:
    """The roles that may do one thing; the access table is written in these terms."""
    return frozenset(role for role, held in PERMISSIONS.items() if permission in held)
