"""`python -m tests.prove.staff FILE`: a council of 150 people who have signed in, with a plan and papers to read.

What the load needs to know is written to FILE.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from tests.prove.council import (
    IN_EACH_THEME,
    ISSUE_IN,
    MEETING_IN,
    action_refs,
    meeting,
    nearly_signed,
    priorities,
    session_of,
)

STAFF = {
    "social_worker": 70,
    "team_leader": 25,
    "service_manager": 15,
    "head_of_service": 5,
    "performance_officer": 15,
}
MEMBERS = {"councillor_on_committee": 20}


def main() -> dict[str, object]:
    """Make everything and tell who is there."""
    import django

    django.setup()
    from lippen.cli.site import collect_static
    from lippen.kernel import clock
    from lippen.reporting.tests.world import ANSWERS, world

    collect_static()
    ANSWERS["priorities"] = priorities(clock.today() + ISSUE_IN)
    there = world(IN_EACH_THEME)
    there.meeting = meeting(there, clock.today() + MEETING_IN)
    refs = action_refs(there)
    return {
        **rooms_of(there, refs),
        "plan": there.plan.ref,
        "actions": refs,
        "paper": nearly_signed(there, clock.today() + ISSUE_IN),
        "staff": [session for role, many in STAFF.items() for session in signed_in(there, role, many)],
        "members": [session for role, many in MEMBERS.items() for session in signed_in(there, role, many)],
    }


MANY = 12


def rooms_of(there: object, refs: list[str]) -> dict[str, str]:
    """Groups with members and meetings, partners with what was said and promised, and evidence: as a year brings."""
    from lippen.improvement import actions
    from lippen.improvement.actions import Owner
    from lippen.improvement.vocabulary import Direction, GroupKind, MemberPart, StakeholderKind
    from lippen.kernel import clock
    from lippen.reporting.tests.world import TODAY

    with there.as_(there.author) as actor:
        when = {"actor": actor, "so_on": TODAY, "at": there.at()}
        for number in range(MANY):
            group = actions.found_group(
                plan_ref=there.plan.ref, kind=GroupKind.IMPROVEMENT_BOARD, name=f"Board {number}", **when
            )
            for person in (actor, there.lead, there.head):
                actions.set_member(group_ref=group.ref, person_id=person.person_id, part=MemberPart.MEMBER, **when)
            sitting = actions.call_meeting(group_ref=group.ref, meets_on=clock.today(), **when)
            partner = actions.add_stakeholder(
                authority_id=there.authority.pk, kind=StakeholderKind.NHS, name=f"Managers {number}", **when
            )
            of = {"stakeholder_ref": partner.ref, **when}
            actions.add_contact(name=f"Perpetua Quillfeather {number}", role="Chair", reach="01632 960 111", **of)
            said = actions.note_said(words=f"Answers come late, for the {number}th time", **of)
            actions.answer_said(said_ref=said.ref, words="A duty rota answers", **when)
            actions.make_commitment(
                authority_id=there.authority.pk,
                direction=Direction.OURS,
                words=f"We answer within a week, promise {number}",
                owner=Owner(person_id=there.lead.person_id),
                stakeholder_ref=partner.ref,
                **when,
            )
    with there.as_(there.lead) as actor:
        for number, ref in enumerate(refs[: MANY * 4]):
            given = {"title": f"Audit of files {number}", "note": "All but two were in time.", "so_on": TODAY}
            actions.offer_evidence(actor=actor, action_ref=ref, at=there.at(), **given)
    return {"group": group.ref, "sitting": sitting.ref, "partner": partner.ref}


def signed_in(there: object, role: str, many: int) -> list[str]:
    """The sessions of this many people of a role."""
    from lippen.kernel import clock
    from lippen.organisation.roles import Role
    from lippen.organisation.tests import factories

    return [session_of(factories.actor(there.authority, Role(role), on=clock.today())) for _ in range(many)]


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(json.dumps(main()))
