"""What our council knows of children, whole, and the record at which each page of the children's room opens."""

from __future__ import annotations

from decimal import Decimal

from lippen.casework.actions import front, guarding, people, work
from lippen.casework.models import Tie
from lippen.casework.tests.factories import NOW, TODAY, Cast
from lippen.casework.tests.world import World, world
from lippen.casework.vocabulary import GlassVerdict, SignOffAnswer
from lippen.kernel import access
from lippen.kernel.access import Actor
from lippen.organisation.models import Authority, Post
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories

GIVEN = {"so_on": TODAY, "at": NOW}


def kept(council: Authority, ours: dict[Role, Actor]) -> dict[str, str]:
    """Everything that can happen on a record; the refs by the name of the page, and what else an address needs."""
    made = world(people_of(council, ours))
    decide(made)
    refs = made.refs
    child = dict.fromkeys(made.addresses(), made.child.ref)
    return {
        **child,
        **dict.fromkeys(("look_again", "tell_news", "allocate_waiting", "end_waiting"), refs["waiting"]),
        **dict.fromkeys(("found", "add_person"), refs["search"]),
        **dict.fromkeys(("review_opening", "see_opening"), refs["glass"]),
        **dict.fromkeys(("decide_same", "undo_same"), refs["same"]),
        "look_at_marker": refs["marker"],
        **dict.fromkeys(("intake", "intake_columns", "intake_doubts", "take_intake"), refs["intake"]),
        **dict.fromkeys(("look_at_intake_again", "drop_intake"), refs["intake"]),
        **dict.fromkeys(("referral", "take_step", "sign_off"), refs["risk"]),
        "break_glass": refs["hidden_search"],
        "work_ref": refs["work"],
    }


def people_of(council: Authority, ours: dict[Role, Actor]) -> Cast:
    """Our people as those who work with children: a team, a leader, a manager, and others of another team."""
    colleague = factories.actor(council, Role.SOCIAL_WORKER)
    worker, leader = ours[Role.SOCIAL_WORKER], ours[Role.TEAM_LEADER]
    posts = worker.post_ids | leader.post_ids | colleague.post_ids
    Post.objects.filter(pk__in=posts).update(team=factories.team(council, "Children's team"))
    return Cast(
        council=council,
        worker=worker,
        colleague=colleague,
        leader=leader,
        other_worker=factories.actor(council, Role.SOCIAL_WORKER),
        other_leader=factories.actor(council, Role.TEAM_LEADER),
        manager=ours[Role.SERVICE_MANAGER],
        governance=ours[Role.INFORMATION_GOVERNANCE],
        stranger=ours[Role.PARTNER],
    )


def decide(made: World) -> None:
    """What is decided by somebody else: a tie that ended, two records of one person, an opening, a risk, a figure."""
    c = made.cast
    access.identify(c.worker, today=TODAY)
    hidden = {"lines": "8 Hidden Close", "postcode": "", "officers": [c.worker.person_id], "why": "Fled"}
    people.protect_address(actor=c.worker, person_ref=made.known["mother"].ref, **hidden, **GIVEN)
    tie = Tie.objects.filter(kind="sibling").first()
    people.end_tie(actor=c.worker, person_ref=made.child.ref, tie_id=tie.pk, is_mistake=False, **GIVEN)
    one, other = c.add(c.worker, "Angus", "Lorne"), c.add(c.worker, "Angus", "Lorn")
    same = {"person_ref": one.ref, "kept_ref": other.ref, "why": "Same school"}
    same_ref = guarding.propose_same(actor=c.worker, **same, **GIVEN).ref
    access.identify(c.leader, today=TODAY)
    guarding.decide_same(actor=c.leader, same_ref=same_ref, is_same=False, **GIVEN)
    access.identify(c.manager, today=TODAY)
    verdict = {"verdict": GlassVerdict.RIGHT, "words": "Rang the school"}
    guarding.review_glass(actor=c.manager, glass_ref=made.refs["glass"], **verdict, **GIVEN)
    guarding.restrict(actor=c.manager, person_ref=made.child.ref, officers=[], why="Looked at", **GIVEN)
    answer = {"answer": SignOffAnswer.NOT_AGREED, "words": "See the child first"}
    front.sign_off(actor=c.manager, referral_ref=made.refs["risk"], **answer, **GIVEN)
    figure = {"authority_id": c.council.pk, "key": "screening_days", "number": Decimal(2), "why": "Agreed"}
    work.set_number(actor=c.manager, **figure, **GIVEN)
