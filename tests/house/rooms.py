"""What our council keeps of promises, partners, decisions, risks and groups, and the pages at which each is found."""

from __future__ import annotations

from lippen.improvement import actions
from lippen.improvement.actions import Owner, library
from lippen.improvement.scores import Score
from lippen.improvement.vocabulary import (
    Direction,
    GivenTo,
    GroupKind,
    MemberPart,
    Mood,
    RequestAnswerKind,
    ScheduleKind,
    StakeholderKind,
)
from lippen.kernel.files.store import keep_file
from lippen.reporting.tests.world import TODAY, World

OF_A_COMMITMENT = ("commitment", "move_commitment", "hand_over_commitment", "keep_commitment", "withdraw_commitment")


def kept(there: World) -> dict[str, str]:
    """A record for each page that is about one, by the page's name."""
    return {
        **commitments(there),
        **risks(there),
        **decisions(there),
        **partners(there),
        **groups(there),
        **requests(there),
    }


def requests(there: World) -> dict[str, str]:
    """Evidence that was asked for and given, and sent on; and a request that nobody has answered."""
    with there.as_(there.lead) as actor:
        today = {"so_on": TODAY, "at": there.at()}
        action_ref = actions.add_action(
            actor=there.author, plan_ref=there.plan.ref, theme_number=1, text="Show the files", **today
        ).ref
        offered = actions.offer_evidence(actor=actor, action_ref=action_ref, title="Files", note="Read", **today)
        given = {"plan_ref": there.plan.ref, "action_refs": [action_ref], "words": "The files", "wanted_on": TODAY}
        asked = [
            library.ask_for_evidence(
                actor=actor, asked_by=body, asked_of_id=actor.person_id, so_on=TODAY, at=there.at(), **given
            )
            for body in ("Inspectorate", "Board")
        ]
        library.answer_request(
            actor=actor,
            request_ref=asked[0].ref,
            kind=RequestAnswerKind.GIVEN,
            evidence_ref=offered.ref,
            **today,
        )
        library.send_evidence(actor=actor, evidence_ref=offered.ref, body="Inspectorate", **today)
    return {
        **dict.fromkeys(("request", "answer"), asked[1].ref),
        **dict.fromkeys(("item", "use", "send"), offered.ref),
        "ask": action_ref,
    }


def commitments(there: World) -> dict[str, str]:
    """A commitment that is open, and one that was kept."""
    with there.as_(there.lead) as actor:
        given = {"actor": actor, "owner": Owner(actor.person_id), "so_on": TODAY, "plan_ref": there.plan.ref}
        is_open = actions.make_commitment(direction=Direction.OURS, words="A report", at=there.at(), **given)
        ended = actions.make_commitment(direction=Direction.THEIRS, words="A list", at=there.at(), **given)
        keeper, words = there.authority.pk, b"The list, as it came."
        sheet = {"name": "list.txt", "content": words, "media_type": "text/plain", "authority_id": keeper}
        file = keep_file(actor=actor, at=there.at(), **sheet)
        actions.keep_commitment(
            actor=actor, commitment_ref=ended.ref, shown_by="The list came", file=file, so_on=TODAY, at=there.at()
        )
    return {
        **dict.fromkeys(OF_A_COMMITMENT, is_open.ref),
        "reopen_commitment": ended.ref,
        "commitment_file": file.ref,
    }


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


OF_A_GROUP = (
    "stakeholder",
    "change_stakeholder",
    "add_contact",
    "arrange_meeting",
    "record_meeting",
    "agree_theme",
    "note_said",
    "you_said",
    "give_back",
)


def partners(there: World) -> dict[str, str]:
    """A group with a contact, a meeting held and one to come, a theme, what was said, and what was given back."""
    with there.as_(there.lead) as actor:
        when = {"actor": actor, "so_on": TODAY, "at": there.at()}
        group = actions.add_stakeholder(
            authority_id=there.authority.pk, kind=StakeholderKind.NHS, name="NHS managers", **when
        )
        of = {"stakeholder_ref": group.ref, **when}
        contact = actions.add_contact(name="Perpetua Quillfeather", role="Chair", reach="01632 960 111", **of)
        theme = actions.agree_theme(title="Referrals", sign="Answered within a week", **of)
        actions.read_theme(theme_ref=theme.ref, mood=Mood.SOME, **when)
        meetings = [actions.arrange_meeting(meets_on=TODAY, **of) for _ in range(2)]
        actions.hold_meeting(
            actor=actor, meeting_ref=meetings[0].ref, held_on=TODAY, at=there.at(), contacts=[contact.ref]
        )
        said = actions.note_said(words="Answers come late", theme_ref=theme.ref, **of)
        actions.answer_said(said_ref=said.ref, words="A duty rota answers", **when)
        line = {"ref": said.ref, "said": "Answers come late", "done": ["A duty rota answers"]}
        given = actions.give_back(
            audience=GivenTo.PARTNERS, to_words="NHS managers", content={"name": "NHS", "lines": [line]}, **of
        )
    return {
        **dict.fromkeys(OF_A_GROUP, group.ref),
        "change_contact": contact.ref,
        "stakeholder_meeting": meetings[0].ref,
        **dict.fromkeys(("hold_meeting", "move_meeting", "call_off_meeting"), meetings[1].ref),
        **dict.fromkeys(("engagement_theme", "read_theme", "agree_sign"), theme.ref),
        "answer_said": said.ref,
        "given_back": given.ref,
    }


def groups(there: World) -> dict[str, str]:
    """A board with a chair, a meeting whose agenda is settled and one to come, and a schedule."""
    with there.as_(there.author) as actor:
        when = {"actor": actor, "so_on": TODAY, "at": there.at()}
        group = actions.found_group(
            plan_ref=there.plan.ref, kind=GroupKind.IMPROVEMENT_BOARD, name="Improvement board", **when
        )
        chair = {"person_id": actor.person_id, "part": MemberPart.CHAIR}
        actions.set_member(group_ref=group.ref, **chair, **when)
        settled, to_come = (actions.call_meeting(group_ref=group.ref, meets_on=TODAY, **when) for _ in range(2))
        wanted = actions.want_decision(plan_ref=there.plan.ref, words="A third post?", **when)
        actions.settle_agenda(meeting_ref=settled.ref, **when)
        held = actions.set_schedule(
            plan_ref=there.plan.ref,
            kind=ScheduleKind.SUPERVISION,
            name="Long-term team",
            every_days=28,
            holder_id=there.lead.person_id,
            first_on=TODAY,
            **when,
        )
    of_coming = ("group_meeting", "arrange_agenda", "settle_agenda", "board_pack", "close_meeting", "shift_meeting")
    return {
        **dict.fromkeys(("group", "change_group", "set_member", "call_meeting", "group_plans"), group.ref),
        "record_group_meeting": group.ref,
        **dict.fromkeys(of_coming, to_come.ref),
        "minute_line": settled.ref,
        "withdraw_wanted": wanted.ref,
        **dict.fromkeys(("say_held", "end_schedule"), held.ref),
    }
