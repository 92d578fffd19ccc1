"""What our council keeps of promises, partners, decisions, risks and groups, and the pages at which each is found."""

from __future__ import annotations

from lippen.improvement import actions
from lippen.improvement.actions import Owner
from lippen.improvement.vocabulary import Direction
from lippen.reporting.tests.world import TODAY, World

OF_A_COMMITMENT = ("commitment", "move_commitment", "hand_over_commitment", "keep_commitment", "withdraw_commitment")


def kept(there: World) -> dict[str, str]:
    """A record for each page that is about one, by the page's name."""
    return commitments(there)


def commitments(there: World) -> dict[str, str]:
    """A commitment that is open, and one that was kept."""
    with there.as_(there.lead) as actor:
        given = {"actor": actor, "owner": Owner(actor.person_id), "so_on": TODAY, "plan_ref": there.plan.ref}
        is_open = actions.make_commitment(direction=Direction.OURS, words="A report", at=there.at(), **given)
        ended = actions.make_commitment(direction=Direction.THEIRS, words="A list", at=there.at(), **given)
        actions.keep_commitment(
            actor=actor, commitment_ref=ended.ref, shown_by="The list came", so_on=TODAY, at=there.at()
        )
    return {**dict.fromkeys(OF_A_COMMITMENT, is_open.ref), "reopen_commitment": ended.ref}
