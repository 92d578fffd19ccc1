"""A child's time in care in which everything has happened, and the address of every page of the room."""

from __future__ import annotations

from datetime import date, timedelta

from django.urls import reverse

from lippen.care.actions import agency, carers, co_working, events, living, meetings, permanence, plans, reviews
from lippen.care.actions.living import LegalGiven, PlacementGiven
from lippen.care.actions.meetings import Member
from lippen.care.actions.reviews import Decided, Guest, Told, Who
from lippen.care.actions.views import View
from lippen.care.queries import living as queries
from lippen.care.queries import reviews as reviews_of
from lippen.care.tests.returning import brought, episodes, header
from lippen.care.vocabulary import (
    AfterKind,
    ApprovalStep,
    Area,
    CarerKind,
    Destination,
    Event,
    MoveReason,
    PlacementKind,
    Siblings,
)
from lippen.care.vocabulary.meetings import (
    AdjournCause,
    Advice,
    AgencyOutcome,
    CourtStepKind,
    MeetingKind,
    MemberPart,
    Rating,
)
from lippen.care.vocabulary.permanence import AnswerKind, LineEndKind, Route, Waits
from lippen.care.vocabulary.plans import HasCopy, HealthKind
from lippen.care.vocabulary.reviews import DecisionOutcome, InvitedKind, LateCause, TookPart
from lippen.casework.actions import work
from lippen.casework.models import KnownPerson
from lippen.casework.queries import people
from lippen.casework.tests.factories import NOW, TODAY, Cast
from lippen.kernel import access
from lippen.kernel.standards import Limit, Unit

BEGAN, MOVED, LAW, LATER = date(2012, 3, 5), date(2012, 6, 1), date(2012, 7, 2), date(2012, 9, 10)
DAY = timedelta(days=1)
REVIEW = "care.lac_r_2"
REFS = {
    "life": "child",
    "returned": "told",
    **dict.fromkeys(("move", "change_legal", "add_order", "end_care"), "child"),
    **dict.fromkeys(("say_after_care", "record_event", "agree_day"), "child"),
    "begin_care": "home",
    **dict.fromkeys(("placement_day", "placement_taken_back"), "placement"),
    **dict.fromkeys(("legal_day", "legal_taken_back"), "legal"),
    "end_order": "order",
    "versions": "placement",
    "episode_was_wrong": "episode",
    "end_was_wrong": "ended",
    "event_was_wrong": "event",
    **dict.fromkeys(("carer", "say_approval"), "carer"),
    **dict.fromkeys(("plan_review", "begin_line"), "child"),
    **dict.fromkeys(("agree_plan", "record_health"), "child"),
    "plans": "third",
    "plan_was_wrong": "plan",
    **dict.fromkeys(("review", "move_review", "end_review", "hold_review"), "planned"),
    "add_decision": "held",
    "end_decision": "decided",
    **dict.fromkeys(("line", "say_waiting", "change_route", "end_line", "answer_drift", "court_step"), "line"),
    **dict.fromkeys(("discuss", "decide_agency", "hearing_advice", "give_co_worker", "end_co_worker"), "line"),
    **dict.fromkeys(("meeting", "add_member", "put_off"), "meeting"),
}
"""What the address of each page names, by the page."""


PLAIN = (
    "due",
    "standards",
    "carers",
    "add_carer",
    "reviews",
    "held_reviews",
    "permanence",
    "drift",
    "agency",
    "name_maker",
    "courts",
    "meetings",
    "plan_meeting",
)
"""The pages that name nobody in their address."""


def grown(c: Cast) -> dict[str, str]:
    """A child in care with a move, another law, an order and an agreed day; another who went home. Refs by name."""
    child, home = (c.add(c.worker, given, "Kinross") for given in ("Ailsa", "Fergus"))
    for each in (child, home):
        c.allocate(each, c.worker)
    access.identify(c.worker, today=TODAY)
    told = {"actor": c.worker, "authority_id": c.council.pk, "at": NOW}
    carer = carers.add_carer(kind=CarerKind.FOSTER, name="The Lorimers of Braehead", agency="Own", **told)
    refs = {"child": child.ref, "home": home.ref, "carer": carer.ref, **lived(c, child, carer.ref)}
    refs["ended"] = begun(c, home, PlacementGiven(PlacementKind.KINSHIP)).ref
    given = {"so_on": LATER, "destination": Destination.HOME, "at": NOW}
    living.end_care(actor=c.worker, person_ref=home.ref, **given)
    access.identify(c.leader, today=TODAY)
    decided = {"step": ApprovalStep.APPROVED, "so_on": BEGAN, "most_children": 2, "at": NOW}
    carers.say_approval(actor=c.leader, carer_ref=carer.ref, **decided)
    access.identify(c.manager, today=TODAY)
    own = {"limit": Limit(5, Unit.WEEKS), "so_on": LATER, "source": "Committee of 6 September 2012"}
    events.set_standard(actor=c.manager, authority_id=c.council.pk, key="care.lac_r_1", at=NOW, **own)
    refs["began"] = agreed(c, child)
    refs["told"] = told_by_a_return(c)
    return {**refs, **on_the_way(c)}


def on_the_way(c: Cast) -> dict[str, str]:
    """A third child in care: a review that was held and one that is planned, a plan that changed, answered drift."""
    child = c.add(c.worker, "Morven", "Kinross")
    c.allocate(child, c.worker)
    access.identify(c.worker, today=TODAY)
    begun(c, child, PlacementGiven(PlacementKind.KINSHIP))
    about = {"actor": c.worker, "person_ref": child.ref, "at": NOW}
    chair = Who(words="Ms Quill, from the next council")
    asked = {"chair": chair, "guests": [Guest(InvitedKind.CHILD, "Morven"), Guest(InvitedKind.SCHOOL)]}
    held = reviews.plan_review(kind=Event.FIRST_REVIEW, planned_on=TODAY, **asked, **about)
    reviews.move_review(actor=c.worker, review_ref=held.ref, planned_on=TODAY + DAY, why="The school asked", at=NOW)
    told = Told(
        TookPart.SPOKE,
        "All was talked about",
        child_view="I want to stay",
        late_cause=LateCause.CHAIR,
        decided=[Decided("Ring the school", Who(c.worker.person_id), TODAY + 7 * DAY)],
    )
    reviews.hold_review(actor=c.worker, review_ref=held.ref, so_on=TODAY, told=told, at=NOW)
    after = Decided("See the dentist", Who(words="Her grandmother"), TODAY + 7 * DAY)
    done = reviews.add_decision(actor=c.worker, review_ref=held.ref, decided=after, at=NOW)
    done_on = {"outcome": DecisionOutcome.DONE, "so_on": TODAY, "at": NOW}
    reviews.end_decision(actor=c.worker, decision_ref=done.ref, **done_on)
    planned = reviews.plan_review(kind=Event.SECOND_REVIEW, planned_on=TODAY + 60 * DAY, **asked, **about)
    decided = reviews_of.decisions_of(c.worker, held.ref)[0]
    agreed = {"words": "To live with her grandmother", "lead": Who(words="Ms Quill"), "next_on": TODAY + 90 * DAY}
    view = View("I want to stay", changed="She stays at her school")
    plan = plans.agree_plan(so_on=MOVED, copies=[HasCopy.CHILD], view=view, **agreed, **about)
    found = {"by_whom": "The school nurse", "words": "Her ears are well again", "to_do": "Ring the audiologist"}
    thinks = View("The drops sting", changed="Another kind of drops")
    plans.record_health(kind=HealthKind.FULL, so_on=MOVED, next_on=TODAY + DAY, view=thinks, **found, **about)
    wrong = plans.record_health(kind=HealthKind.DENTAL, so_on=LATER, **found, **about)
    plans.plan_was_wrong(actor=c.worker, ref=wrong.ref, why="It was her sister's", at=NOW)
    tried = View("I would like to go home", changed="Her mother is to try once more")
    first = permanence.begin_line(
        route=Route.HOME, so_on=BEGAN, words="Her mother is to try again", view=tried, **about
    )
    changed = {
        "route": Route.PO,
        "so_on": MOVED,
        "words": "She cannot",
        "view": View("I knew that it would not work"),
        "at": NOW,
    }
    line = permanence.change_route(actor=c.worker, line_ref=first.ref, **changed)
    ruled = {"view": View(no_view_why="She would not talk of home"), "words": "Her mother cannot"}
    events.record_event(kind=Event.HOME_RULED_OUT, so_on=MOVED, **ruled, **about)
    kin = permanence.begin_line(
        route=Route.KINSHIP,
        so_on=BEGAN,
        words="Beside it, with kin",
        view=View(no_view_why="She was away at camp"),
        **about,
    )
    order = events.record_event(kind=Event.KINSHIP_ORDER, so_on=TODAY, **about)
    events.event_was_wrong(actor=c.worker, event_ref=order.ref, why="It was her sister's", at=NOW)
    over = {"kind": LineEndKind.CEASED, "so_on": TODAY, "words": "They cannot go on", "at": NOW}
    over["view"] = View("I am sad about it", changed="They come to see her")
    permanence.end_line(actor=c.worker, line_ref=kin.ref, **over)
    waits = {"on_whom": Waits.LEGAL, "why": "Advice was asked for", "so_on": MOVED}
    coming = {"next_step": "Advice", "next_on": TODAY + DAY, "at": NOW}
    permanence.say_waiting(actor=c.worker, line_ref=line.ref, **waits, **coming)
    answered = {"kind": AnswerKind.ACTION, "words": "Legal was rung", "look_on": TODAY + DAY, "at": NOW}
    permanence.answer_drift(actor=c.worker, line_ref=line.ref, **answered)
    access.identify(c.leader, today=TODAY)
    sits = [Member(MemberPart.CHAIR, Who(words=f"Panel member {number}")) for number in range(3)]
    at = {"authority_id": c.council.pk, "meets_on": TODAY, "members": sits, "at": NOW}
    met = meetings.plan_meeting(actor=c.leader, kind=MeetingKind.PEER, **at)
    off = {"meets_on": TODAY + DAY, "why": "Snow", "cover": "The leader looks at each"}
    meetings.put_off(actor=c.leader, meeting_ref=met.ref, at=NOW, **off)
    access.identify(c.worker, today=TODAY)
    view = View("I want to stay with Gran", changed="Gran comes to the next meeting")
    said = {"decision": "Ring the sheriff clerk", "rating": Rating.SLOW, "view": view, "so_on": TODAY, "at": NOW}
    meetings.discuss(actor=c.worker, meeting_ref=met.ref, line_ref=line.ref, **said)
    put_off = {"kind": CourtStepKind.ADJOURNED, "cause": AdjournCause.REPORTS, "set_for": TODAY + DAY}
    meetings.court_step(actor=c.worker, line_ref=line.ref, so_on=TODAY, at=NOW, **put_off)
    advised = {"advice": Advice.ADDS, "words": "Contact each month", "so_on": MOVED + DAY, "at": NOW}
    agency.record_advice(actor=c.worker, line_ref=line.ref, **advised)
    decided_by_the_agency(c, line.ref)
    return {
        "meeting": met.ref,
        "held": held.ref,
        "planned": planned.ref,
        "decided": decided,
        "line": line.ref,
        "plan": plan.ref,
        "third": child.ref,
    }


def decided_by_the_agency(c: Cast, line_ref: str) -> None:
    """A plan that the manager, named by the head, sent back; that a panel saw again; with somebody from outside."""
    access.identify(c.head, today=TODAY)
    named = {"authority_id": c.council.pk, "officer_id": c.manager.person_id, "is_named": True, "so_on": BEGAN}
    agency.name_maker(actor=c.head, at=NOW, **named)
    panels(c, line_ref, MOVED)
    access.identify(c.manager, today=TODAY)
    back = {"outcome": AgencyOutcome.SENT_BACK, "words": "Contact is not clear", "so_on": MOVED, "at": NOW}
    agency.decide(actor=c.manager, line_ref=line_ref, view=View(no_view_why="She was at school that day"), **back)
    panels(c, line_ref, MOVED + DAY)
    access.identify(c.leader, today=TODAY)
    who = {"who": Who(c.head.person_id), "what_for": "The papers for court", "so_on": TODAY}
    first = {**who, "until": TODAY + 30 * DAY, "at": NOW}
    co_working.give_co_worker(actor=c.leader, line_ref=line_ref, **first)
    ended = {"words": "The papers are written", "so_on": TODAY, "at": NOW}
    co_working.end_co_worker(actor=c.leader, line_ref=line_ref, **ended)
    second = {**first, "who": Who(words="Ms Quill, of a centre for looked-after children")}
    co_working.give_co_worker(actor=c.leader, line_ref=line_ref, **second)
    access.identify(c.worker, today=TODAY)


def panels(c: Cast, line_ref: str, on: date) -> str:
    """A panel that recommended something on a plan."""
    access.identify(c.leader, today=TODAY)
    sits = [Member(MemberPart.MEMBER, Who(words=f"Panel member {number}")) for number in range(3)]
    at = {"authority_id": c.council.pk, "meets_on": on, "members": sits, "at": NOW}
    met = meetings.plan_meeting(actor=c.leader, kind=MeetingKind.PANEL, **at)
    access.identify(c.worker, today=TODAY)
    said = {
        "decision": "A permanence order is right for her",
        "view": View("I want to stay"),
        "so_on": on,
        "at": NOW,
    }
    meetings.discuss(actor=c.worker, meeting_ref=met.ref, line_ref=line_ref, **said)
    return str(met.ref)


def told_by_a_return(c: Cast) -> str:
    """A child of whom a return told, with the worker."""
    files = {"2012-header.csv": header("W31"), "2012-episodes.csv": episodes("W31,05/06/2010,S,V2,P1,PR1,,,,,")}
    brought(c, files)
    child = KnownPerson.objects.get(outsideids__value="W31")
    given = {"worker_id": c.worker.person_id, "so_on": TODAY, "at": NOW}
    work.allocate(actor=c.manager, person_ref=child.ref, **given)
    return str(child.ref)


def begun(c: Cast, child: KnownPerson, placement: PlacementGiven):
    """Care that began."""
    given = {"so_on": BEGAN, "placement": placement, "legal": LegalGiven("S25"), "at": NOW}
    return living.begin_care(actor=c.worker, person_ref=child.ref, **given)


def lived(c: Cast, child: KnownPerson, carer_ref: str) -> dict[str, str]:
    """A child's time in care, up to now."""
    about = {"actor": c.worker, "person_ref": child.ref, "at": NOW}
    begun(c, child, PlacementGiven(PlacementKind.CRISIS, is_emergency=True))
    moved = PlacementGiven(
        PlacementKind.FOSTER_COUNCIL,
        carer_ref,
        area=Area.IN,
        siblings=Siblings.APART,
        siblings_why="No house had two rooms",
        moved_why=MoveReason.EMERGENCY_OVER,
        moved_words="She met them twice before",
    )
    living.move(so_on=MOVED, placement=moved, **about)
    living.change_legal(so_on=LAW, legal=LegalGiven("SRA", date(2013, 7, 1)), **about)
    order = living.add_order(so_on=LAW, legal=LegalGiven("CP51", words="For one night"), **about)
    view = View("Nobody asked me about my room", changed="She chooses the paint")
    event = events.record_event(kind=Event.FIRST_REVIEW, so_on=date(2012, 7, 9), words="All came", view=view, **about)
    wrong = events.record_event(kind=Event.HEALTH_ASSESSED, so_on=LATER, **about)
    events.event_was_wrong(actor=c.worker, event_ref=wrong.ref, why="It was another child's", at=NOW)
    living.say_after_care(kind=AfterKind.COORDINATOR, so_on=LATER, words="Ms Quill", **about)
    (episode,) = queries.episodes_of(c.worker, people.head(c.worker, child.ref))
    placement, legal = episode.placements[0].ref, episode.basis.ref
    return {"episode": episode.ref, "placement": placement, "legal": legal, "order": order.ref, "event": event.ref}


def agreed(c: Cast, child: KnownPerson) -> str:
    """Another day that the manager agreed for the second review; what began its clock."""
    from lippen.care.queries.clocks import clocks_of

    found = clocks_of(c.manager, [child.pk], today=TODAY)[child.pk]
    began = next(each.trigger.key for each in found if each.standard.key == REVIEW)
    words = {"why": "The chair is ill", "cover": "The worker visits weekly"}
    given = {"standard_key": REVIEW, "trigger_key": began, "until": TODAY + 120 * DAY, "at": NOW}
    events.agree_day(actor=c.manager, person_ref=child.ref, **given, **words)
    return began


def addresses(refs: dict[str, str]) -> dict[str, str]:
    """The address of every page of the room, by its name."""
    found = {
        name: reverse(f"care:{name}", args=[refs[of]])
        for name, of in REFS.items()
        if name not in ("agree_day", "discuss")
    }
    found["agree_day"] = reverse("care:agree_day", args=[refs["child"], REVIEW, refs["began"]])
    found["discuss"] = reverse("care:discuss", args=[refs["line"], refs["meeting"]])
    found["set_standard"] = reverse("care:set_standard", args=["care.lac_r_1"])
    return {**found, **{name: reverse(f"care:{name}") for name in PLAIN}}
