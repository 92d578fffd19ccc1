"""What our council knows of children, whole, and the record at which each page of the children's room opens."""

from __future__ import annotations

from decimal import Decimal

from lippen.care.tests.world import REFS as CARE_PAGES
from lippen.care.tests.world import REVIEW, grown
from lippen.casework.actions import front, guarding, limits, people, work
from lippen.casework.models import Tie
from lippen.casework.tests.factories import NOW, TODAY, Cast
from lippen.casework.tests.world import World, world
from lippen.casework.vocabulary import GlassVerdict, SignOffAnswer
from lippen.kernel import access
from lippen.kernel.access import Actor
from lippen.organisation.models import Authority, Post
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories
from lippen.server.setup import as_owner

GIVEN = {"so_on": TODAY, "at": NOW}


def kept(council: Authority, ours: dict[Role, Actor]) -> dict[str, str]:
    """Everything that can happen on a record; the refs by the name of the page, and what else an address needs."""
    made = world(people_of(council, ours))
    decide(made)
    decide_past_the_limit(made, ours[Role.HEAD_OF_SERVICE])
    refs, care = made.refs, grown(made.cast)
    child = dict.fromkeys((*made.addresses(), "still_so"), made.child.ref)
    return {
        **child,
        **{page: care[of] for page, of in CARE_PAGES.items()},
        "standard_key": REVIEW,
        "began_key": care["began"],
        "meeting_ref": care["meeting"],
        **dict.fromkeys(("look_again", "tell_news", "allocate_waiting", "end_waiting"), refs["waiting"]),
        **dict.fromkeys(("found", "add_person"), refs["search"]),
        "searched": refs["searched"],
        **dict.fromkeys(("review_opening", "see_opening"), refs["glass"]),
        **dict.fromkeys(("decide_same", "undo_same"), refs["same"]),
        "look_at_marker": refs["marker"],
        "answer_closing": made.known["closing"].ref,
        "settle_own_tie": refs["own_tie"],
        "helper_consent": refs["helper"],
        "record_contact": refs["contact"],
        "close_room": refs["room"],
        "open_room": refs["closed_room"],
        "handover": refs["handover"],
        "end_typed": refs["typed"],
        "decide_limit": refs["over"],
        "answer_challenge": refs["challenge"],
        **dict.fromkeys(("worker_terms", "leaver"), refs["staff"]),
        "help_ref": refs["help"],
        "offer_child": made.known["brother"].ref,
        **dict.fromkeys(("sample", "close_sample"), refs["childsample"]),
        "end_sharing": refs["sharing"],
        "lift_hold": refs["hold"],
        **dict.fromkeys(("due_list", "agree_list", "withdraw_list"), refs["destruction"]),
        **dict.fromkeys(("access", "gather_access", "extend_access", "withhold", "show_again"), refs["access"]),
        **dict.fromkeys(("ask_check", "check_access", "release_access", "close_access"), refs["access"]),
        "access_file": refs["access_released"],
        "name_audience": made.known["mother"].ref,
        "unusual_day": refs["reads"],
        "settle_read": refs["unusual"],
        **dict.fromkeys(("intake", "intake_columns", "intake_doubts", "take_intake"), refs["intake"]),
        **dict.fromkeys(("look_at_intake_again", "drop_intake"), refs["intake"]),
        "undo_intake": refs["intake_taken"],
        **dict.fromkeys(("referral", "take_step", "sign_off"), refs["risk"]),
        "break_glass": refs["hidden_search"],
        "work_ref": refs["work"],
        "helper_ref": refs["helper"],
        "picture_ref": refs["picture"],
        "fact_kind": "status",
        "fact_number": str(made.status),
        "skill_number": refs["skill"],
        "say_post_hours": refs["post"],
        "quarter": "2012-10-01",
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
        stranger=ours[Role.COMMITTEE_CLERK],
        partner=ours[Role.PARTNER],
        inspector=ours[Role.INSPECTOR],
        head=ours[Role.HEAD_OF_SERVICE],
    )


def decide_past_the_limit(made: World, head: Actor) -> None:
    """What the head of service decides about a team past the limit."""
    access.identify(head, today=TODAY)
    decision = {"over_ref": made.refs["over"], "words": "Two posts are filled in spring", "valid_until": TODAY}
    limits.decide_limit(actor=head, **decision, **GIVEN)


def decide(made: World) -> None:
    """What is decided by somebody else: a tie that ended, two records of one person, an opening, a risk, a figure."""
    c = made.cast
    access.identify(c.worker, today=TODAY)
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


def note_destroyed() -> None:
    """That a record of the list was destroyed: only the role retention writes this, so the owner stands in for it."""
    with as_owner() as owner:
        owner.execute(
            """INSERT INTO casework_destroyedrecord
            (recorded_at, authority_id, destruction_id, record, line, due_on, rows)
            SELECT recorded_at, authority_id, id, 'known-gone', 'other', as_at, 4 FROM casework_destruction"""
        )
