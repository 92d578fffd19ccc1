"""What our council keeps of promises, partners, decisions, risks and groups, and the pages at which each is found."""

from __future__ import annotations

from lippen.improvement import actions
from lippen.improvement.actions import Owner
from lippen.improvement.scores import Score
from lippen.improvement.vocabulary import Direction
from lippen.reporting.tests.world import TODAY, World

OF_A_COMMITMENT = ("commitment", "move_commitment", "hand_over_commitment", "keep_commitment", "withdraw_commitment")


def kept(there: World) -> dict[str, str]:
    """A record for each page that is about one, by the page's name."""
    return {**commitments(there), **risks(there), **decisions(there)}


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


def risks(there: World) -> dict[str, str]:
    """A risk that is open, and one that was closed."""
    with there.as_(there.lead) as actor:
        given = {"actor": actor, "plan_ref": there.plan.ref, "owner": Owner(actor.person_id), "so_on": TODAY}
        is_open = actions.raise_risk(title="Staff leave", score=Score(3, 4), at=there.at(), **given)
        ended = actions.raise_risk(title="Rooms are late", score=Score(2, 2), at=there.at(), **given)
        actions.close_risk(actor=actor, risk_ref=ended.ref, reason="They came", so_on=TODAY, at=there.at())
    names = ("risk", "score_risk", "reword_risk", "tie_risk", "close_risk")
    return {**dict.fromkeys(names, is_open.ref), "reopen_risk": ended.ref}


def decisions(there: World) -> dict[str, str]:
    """A decision of the council."""
    with there.as_(there.author) as actor:
        given = {"body": "Council", "agreed": "Two more posts", "so_on": TODAY, "at": there.at()}
        made = actions.record_decision(actor=actor, plan_ref=there.plan.ref, **given)
    return dict.fromkeys(("decision", "set_option", "set_delivery", "tie_decision", "promise_report"), made.ref)
