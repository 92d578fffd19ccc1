"""A council on whose records everything has happened, and the address of every page of the children's room."""

from __future__ import annotations

from base64 import b64decode
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.urls import reverse

from lippen.casework import intake
from lippen.casework.actions import access as giving
from lippen.casework.actions import (
    alerting,
    chronology,
    closing,
    consenting,
    front,
    guarding,
    handing,
    helping,
    keeping,
    knowing,
    lending,
    limits,
    looking,
    marking,
    meeting,
    own_family,
    people,
    picturing,
    staging,
    supporting,
    taking_in,
    typed,
    visiting,
    watching,
    work,
)
from lippen.casework.models import (
    BreakGlass,
    Intake,
    Involvement,
    KnownPerson,
    LocalNumber,
    OverLimit,
    OwnTie,
    SameAs,
    Tie,
    UnusualRead,
)
from lippen.casework.queries import searching
from lippen.casework.tests.factories import NOW, TODAY, Cast, cast
from lippen.casework.vocabulary import (
    AskedBy,
    ClosingReason,
    ConsentBy,
    ConsentStep,
    ContactKind,
    FactKind,
    Gender,
    GlassReason,
    HelperKind,
    HelperStep,
    IdScheme,
    IntakeKind,
    InvolvementKind,
    LookOutcome,
    MarkerKind,
    MarkerStep,
    NameKind,
    Outcome,
    OwnTieKind,
    PictureKind,
    PictureShown,
    Place,
    RoomFeature,
    SharedBasis,
    SharedPart,
    Significance,
    Status,
    Supervision,
    TieKind,
    TypedEnd,
    TypedKind,
    WithheldWhy,
)
from lippen.kernel import access
from lippen.kernel.clock import day_of, real_now
from lippen.kernel.files.pictures import Remade
from lippen.kernel.models import AuditEntry
from lippen.organisation.actions import terms
from lippen.organisation.models import Post
from lippen.organisation.queries import people_of
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories as organisation
from lippen.organisation.vocabulary import Basis, Experience
from lippen.server.standing import stands

JPEG = b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAP////////////////////////////////////////////////////////////////////////"
    "//////////////wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAA//EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AR//Z"
)
"""A white picture of one point."""
PROTECTED = "77 Canary Vennel, Nowherebridge"
PROTECTED_POSTCODE = "QQ77 7QQ"
CANARIES = ("Canary Vennel", "QQ77", "Nowherebridge")


GOVERNED = ("unusual", "look_through", "say_street")
"""Pages of information governance that are about no one record."""


@dataclass
class World:
    """The cast, the child on whose record everything happened, and the refs of what there is."""

    cast: Cast
    child: KnownPerson
    refs: dict[str, str] = field(default_factory=dict)
    known: dict[str, KnownPerson] = field(default_factory=dict)
    tie: int = 0
    status: int = 0

    def addresses(self) -> dict[str, list[str]]:
        """The address of every page that is read, by its name; a manager may open them all."""
        of_child = (
            *("child", "chronology", "who_looked", "write_entry", "say_name", "say_birth", "say_address"),
            *("protect_address", "say_contact", "say_number", "tie_people", "refer_child", "say_status"),
            *(
                "family",
                "facts",
                "say_gender",
                "say_death",
                "added_by_mistake",
                "add_helper",
                "pictures",
                "add_picture",
            ),
            "plan_contact",
            *("plan_visit", "record_visit", "mark", "own_tie", "propose_same", "allocate_child", "involve", "restrict"),
            *("type_duty", "assign_help", "close_work"),
            *(
                "sampled_child",
                "shared_child",
                "who_may_see",
                "share",
                "access_requests",
                "ask_access",
                "holds",
                "hold_record",
            ),
        )
        refs = self.refs
        by_ref = {
            "waiting": ("look_again", "tell_news", "allocate_waiting", "end_waiting"),
            "search": ("found", "add_person"),
            "glass": ("review_opening",),
            "same": ("decide_same", "undo_same"),
            "own_tie": ("settle_own_tie",),
            "marker": ("look_at_marker",),
            "helper": ("helper_consent",),
            "contact": ("record_contact",),
            "handover": ("handover",),
            "typed": ("end_typed",),
            "over": ("decide_limit",),
            "challenge": ("answer_challenge",),
            "childsample": ("sample", "close_sample"),
            "sharing": ("end_sharing",),
            "access": ("access", "extend_access", "check_access", "release_access", "close_access"),
            "access_released": ("access_file",),
            "hold": ("lift_hold",),
            "destruction": ("due_list", "agree_list", "withdraw_list"),
            "reads": ("unusual_day",),
            "unusual": ("settle_read",),
            "intake": ("intake", "intake_columns", "intake_doubts", "take_intake"),
            "intake_taken": ("undo_intake",),
        }
        found = {name: [reverse(f"casework:{name}", args=[self.child.ref])] for name in of_child}
        for kind, names in by_ref.items():
            found |= {name: [reverse(f"casework:{name}", args=[refs[kind]])] for name in names}
        asked = ("risk", "referral", "to_assess", "to_decide")
        found["referral"] = [reverse("casework:referral", args=[refs[kind]]) for kind in asked]
        found["take_step"] = [reverse("casework:take_step", args=[refs[kind]]) for kind in asked[1:]]
        found["sign_off"] = [reverse("casework:sign_off", args=[refs["risk"]])]
        found["worker_terms"] = [reverse("casework:worker_terms", args=[refs["staff"]])]
        found["change_skill"] = [reverse("casework:change_skill", args=[int(refs["skill"])])]
        found["staffing_rows"] = [reverse("casework:staffing_rows", args=["2012-10-01"])]
        found["say_post_hours"] = [reverse("casework:say_post_hours", args=[refs["post"]])]
        found["leaver"] = [reverse("casework:leaver", args=[refs["staff"]])]
        found["close_room"] = [reverse("casework:close_room", args=[refs["room"]])]
        found["open_room"] = [reverse("casework:open_room", args=[refs["closed_room"]])]
        found["end_help"] = [reverse("casework:end_help", args=[self.child.ref, refs["help"]])]
        found["intake"].append(reverse("casework:intake", args=[refs["intake_taken"]]))
        found["intake_doubts"] += [f"{found['intake_doubts'][0]}?kind={kind}" for kind in ("same", "refused")]
        plain = (
            *("children", "look_for", "team", "queue", "review_queue", "openings", "figures"),
            *(
                "alerts",
                "rooms",
                "add_room",
                "skills",
                "leavers",
                "staffing",
                "staffing_file",
                "stand_ins",
                "list_skill",
                "say_day",
                "intakes",
                "bring_records",
            ),
            *(*GOVERNED, "due_lists", "draw_list", "samples", "sampled", "draw", "shared"),
        )
        found |= {name: [reverse(f"casework:{name}")] for name in plain}
        found["chronology"] += [f"{found['chronology'][0]}?show={show}" for show in ("written", "high")]
        found["child"] += [reverse("casework:child", args=[each.ref]) for each in self.known.values()]
        found["name_audience"] = [reverse("casework:name_audience", args=[self.known["mother"].ref])]
        found["withhold"] = [reverse("casework:withhold", args=[refs["access"], 1])]
        found["set_figure"] = [f"{reverse('casework:set_figure')}?figure=limit_children"]
        found["offer_child"] = [reverse("casework:offer_child", args=[self.known["brother"].ref])]
        found["challenge_figure"] = [f"{reverse('casework:challenge_figure')}?figure=weight_court"]
        found["end_tie"] = [reverse("casework:end_tie", args=[self.child.ref, self.tie])]
        helper = [self.child.ref, refs["helper"]]
        found |= {name: [reverse(f"casework:{name}", args=helper)] for name in ("helper_contact", "end_helper")}
        drawn = [self.child.ref, refs["picture"]]
        found |= {n: [reverse(f"casework:{n}", args=drawn)] for n in ("picture", "picture_file", "small_picture")}
        found["withdraw_fact"] = [reverse("casework:withdraw_fact", args=[self.child.ref, "status", self.status])]
        for name in ("family", "facts"):
            found[name] += [f"{found[name][0]}?on=yesterday"]
        found["family"] += [reverse("casework:family", args=[self.known["mother"].ref])]
        found["answer_closing"] = [reverse("casework:answer_closing", args=[self.known["closing"].ref])]
        found["end_work"] = [reverse("casework:end_work", args=[self.child.ref, refs["work"]])]
        return found


@stands
def world(made_of: Cast | None = None) -> World:
    """Everything, once."""
    c = made_of or cast()
    child = c.add(c.worker, "Isla", "Balfour")
    made = World(c, child)
    made.known["mother"] = c.mother_of(c.worker, child)
    made.known["brother"] = c.add(c.worker, "Ruaridh", "Balfour", tie=people.NewTie(child.ref, TieKind.SIBLING))
    made.known["twin"] = c.add(c.worker, "Islay", "Balfour")
    made.tie = Tie.objects.first().pk
    say_who(made)
    refer(made)
    guard(made)
    watch(made)
    lend(made)
    give_access(made)
    keep(made)
    bring(made)
    return made


def committed_world() -> World:
    """Everything, committed: for made_once, where each test empties the tables after itself."""
    with transaction.atomic():
        return world()


BROUGHT = (
    "Person ID,Forename,Surname,DOB,Address,Postcode,Protected\n"
    f"B1,Isla,Balfour,04/03/2006,{PROTECTED.partition(',')[0]},{PROTECTED_POSTCODE},yes\n"
    "B2,Ewan,Comrie,31/02/2007,,,no\n"
    "B3,Shona,Leckie,01/02/2008,,,no\n"
)


def bring(made: World) -> None:
    """A file that waits with a doubt and a row that cannot come in, and one that came in."""
    c = made.cast
    access.identify(c.worker, today=TODAY)
    number = {"scheme": IdScheme.OTHER, "value": "W-100", "so_on": TODAY, "at": NOW}
    people.say_outside_id(actor=c.worker, person_ref=made.child.ref, **number)
    access.identify(c.manager, today=TODAY)

    def kept(kind: IntakeKind, words: str) -> str:
        given = {"authority_id": c.council.pk, "kind": kind, "source": "CareBook", "at": NOW}
        with intake.in_memory(words.encode()) as file:
            ref = intake.stage(lambda: nullcontext(c.manager), file, f"{kind.value}.csv", **given)
        intake.check(lambda: nullcontext(c.manager), ref, today=TODAY, at=NOW)
        return ref

    made.refs["intake"] = kept(IntakeKind.CHILDREN, BROUGHT)
    columns = [*Intake.objects.get(ref=made.refs["intake"]).columns]
    given = {"actor": c.manager, "intake_ref": made.refs["intake"], "at": NOW}
    staging.match_columns(columns=columns, version=1, **given)
    intake.check(lambda: nullcontext(c.manager), made.refs["intake"], today=TODAY, at=NOW)
    ref = kept(IntakeKind.ENTRIES, "Person ID,Date,Note\nW-100,01/03/2011,Moved in with her aunt\n")
    version = Intake.objects.get(ref=ref).version
    taking_in.begin_taking(actor=c.manager, intake_ref=ref, without_refused=False, version=version, at=NOW)
    intake.take(lambda: nullcontext(c.manager), ref, today=TODAY, at=NOW, real_at=NOW)
    made.refs["intake_taken"] = ref


def say_who(made: World) -> None:
    """Names, numbers, a protected address, visits and entries."""
    c, given = made.cast, {"person_ref": made.child.ref, "so_on": TODAY, "at": NOW}
    access.identify(c.worker, today=TODAY)
    name = {"given_name": "Izzy", "family_name": "", "kind": NameKind.KNOWN_AS}
    people.say_name(actor=c.worker, **name, **given)
    people.say_contact(actor=c.worker, kind=ContactKind.PHONE, value="01259 555 0101", **given)
    people.say_outside_id(actor=c.worker, scheme=IdScheme.CHI, value="0403061234", **given)
    people.say_address(actor=c.worker, lines="1 Open Road", postcode="ZZ10 1AA", **given)
    hidden = {"lines": PROTECTED, "postcode": PROTECTED_POSTCODE, "officers": [], "why": "Fled from violence"}
    people.protect_address(actor=c.worker, **hidden, **given)
    status = work.say_status(actor=c.worker, status=Status.IN_NEED, words="With the mother", **given)
    made.status = status.pk
    seen = {"is_seen": True, "is_seen_alone": True, "place": Place.HOME, "view": "I like my room"}
    visiting.record_visit(actor=c.worker, **seen, **given)
    visiting.record_visit(actor=c.worker, is_seen=False, words="Nobody was in", **given)
    planned = {"planned_on": TODAY + timedelta(7), "worker_id": c.worker.person_id}
    made.refs["visit"] = visiting.plan_visit(actor=c.worker, **planned, **given).ref
    entry = {"words": "The father left", "source": "Mother", "significance": Significance.HIGH, "analysis": "A loss"}
    made.refs["event"] = chronology.write_entry(actor=c.worker, **entry, **given).ref
    know_more(made)
    warn(made)
    meet(made)


def meet(made: World) -> None:
    """An alert that was seen, a room, one that is closed; a meeting with the mother that took place, one planned."""
    c = made.cast
    access.identify(c.leader, today=TODAY)
    room = {"authority_id": c.council.pk, "name": "Rowan room", "place": "Old school, ground floor", "at": NOW}
    brother = {"person_ref": made.known["brother"].ref, "so_on": TODAY, "at": NOW}
    told = work.say_status(actor=c.leader, status=Status.ASSESSMENT, **brother)
    made.refs["room"] = meeting.add_room(actor=c.leader, holds=6, features=[RoomFeature.TOYS], **room).ref
    closed = meeting.add_room(actor=c.leader, holds=2, features=[], **{**room, "name": "Birch room"}).ref
    meeting.close_room(actor=c.leader, room_ref=closed, so_on=TODAY, at=NOW)
    made.refs["closed_room"] = closed
    access.identify(c.worker, today=TODAY)
    alerting.see_alerts(actor=c.worker, keys=[f"status:{told.pk}"], so_on=TODAY, at=NOW)
    for days, key in ((0, "met"), (2, "contact")):
        starts = NOW + timedelta(days=days, hours=-2)
        planned = meeting.plan_contact(
            actor=c.worker,
            person_ref=made.child.ref,
            when=meeting.When(starts, starts + timedelta(hours=1)),
            whom=[made.known["mother"].ref],
            supervision=Supervision.SUPERVISED,
            supervisor_id=c.colleague.person_id,
            room_ref=made.refs["room"],
            at=NOW,
        )
        made.refs[key] = planned.ref
    told = {
        "took_place": True,
        "words": "They drew together",
        "view": "I want to come again",
        "so_on": TODAY,
        "at": NOW,
    }
    meeting.say_of_contact(actor=c.worker, contact_ref=made.refs["met"], **told)


def know_more(made: World) -> None:
    """A gender, a death, a fact that still is so, one of each kind that was wrong, and another service."""
    c, given = made.cast, {"person_ref": made.child.ref, "so_on": TODAY, "at": NOW}
    knowing.say_gender(actor=c.worker, gender=Gender.FEMALE, **given)
    mother = {**given, "person_ref": made.known["mother"].ref}
    knowing.say_gender(actor=c.worker, gender=Gender.FEMALE, **mother)
    knowing.say_death(actor=c.worker, died_on=TODAY, **mother)
    knowing.confirm(actor=c.worker, kind=FactKind.STATUS, number=made.status, **given)
    wrong = people.say_outside_id(actor=c.worker, scheme=IdScheme.OTHER, value="ZZ-99", **given)
    said = {"kind": FactKind.NUMBER, "number": wrong.pk, "why": "The number of a cousin"}
    knowing.withdraw(actor=c.worker, **said, **given)
    entry = {"words": "Moved house", "source": "", "significance": Significance.SOME}
    mistaken = chronology.write_entry(actor=c.worker, **entry, **given)
    why = "It was the family next door"
    knowing.withdraw(actor=c.worker, kind=FactKind.ENTRY, number=mistaken.pk, why=why, **given)
    seen = visiting.record_visit(actor=c.worker, is_seen=True, place=Place.SCHOOL, words="Quiet", **given)
    knowing.withdraw(actor=c.worker, kind=FactKind.VISIT, number=seen.pk, why="It was the twin", **given)
    helper = {"kind": HelperKind.HEALTH_VISITOR, "name": "Ailsa Reid", "reach": "01259 555 0199"}
    made.refs["helper"] = helping.add_helper(actor=c.worker, **helper, **given).ref
    told = {"helper_ref": made.refs["helper"], "step": HelperStep.CONTACT, "words": "Weight", "so_on": TODAY, "at": NOW}
    helping.say_of_helper(actor=c.worker, **told)
    asked = {"given_by": ConsentBy.PARENT, "who": "Morag Balfour", "scope": "Her weight and sleep", "so_on": TODAY}
    until = TODAY + timedelta(180)
    about = {"helper_ref": made.refs["helper"], "step": ConsentStep.GIVEN, "until": until, "at": NOW}
    consenting.say_consent(actor=c.worker, **asked, **about)
    drawing = {"kind": PictureKind.DRAWING, "made_by": "Isla", "alt": "A red house with smoke", "child_words": "Mine"}
    shown = {"shown": PictureShown.YES, "picture": Remade(JPEG, JPEG, 1, 1)}
    made.refs["picture"] = picturing.add_picture(actor=c.worker, **drawing, **shown, **given).ref


def warn(made: World) -> None:
    """A warning of the child that the leader agreed, and one of the mother that nobody has looked at."""
    c, given = made.cast, {"so_on": TODAY, "at": NOW, "review_on": TODAY + timedelta(90)}
    words = {"words": "Runs from strangers", "shown_by": "The school saw it twice in September"}
    written = marking.mark(actor=c.worker, person_ref=made.child.ref, kind=MarkerKind.MISSING, **words, **given)
    made.refs["marker"] = written.ref
    dog = {"words": "Ring before you come: the dog bites", "shown_by": "The health visitor was bitten"}
    marking.mark(actor=c.worker, person_ref=made.known["mother"].ref, kind=MarkerKind.ANIMAL, **dog, **given)
    access.identify(c.leader, today=TODAY)
    agreed = {"step": MarkerStep.AGREED, "words": "Spoke to the school"}
    marking.look_at_marker(actor=c.leader, marker_ref=written.ref, **agreed, **given)
    access.identify(c.worker, today=TODAY)


def refer(made: World) -> None:
    """Referrals at each stage, one of them an immediate risk; a child who waits with new information."""
    c, child = made.cast, made.child
    made.refs["risk"] = c.refer(c.worker, child, is_immediate=True, received_on=date(2012, 3, 1)).ref
    made.refs["referral"] = c.refer(c.worker, child).ref
    for name, outcomes in {"to_assess": [Outcome.ASSESS], "to_decide": [Outcome.ASSESS, Outcome.ASSESSED]}.items():
        made.refs[name] = c.refer(c.worker, child).ref
        for outcome in outcomes:
            given = {"referral_ref": made.refs[name], "words": "Seen", "so_on": TODAY, "at": NOW}
            front.take_step(actor=c.worker, outcome=outcome, **given)
    waiting = c.waiting(c.worker, child)
    made.refs["waiting"] = waiting.ref
    front.tell_news(actor=c.worker, waiting_ref=waiting.ref, words="Hurt at school", so_on=TODAY, at=NOW)
    access.identify(c.leader, today=TODAY)
    alongside = {"worker_id": c.colleague.person_id, "kind": InvolvementKind.CO_WORKING, "so_on": TODAY, "at": NOW}
    made.refs["work"] = work.involve(actor=c.leader, person_ref=child.ref, **alongside).ref
    ended = c.waiting(c.worker, made.known["brother"])
    access.identify(c.leader, today=TODAY)
    given = {"waiting_ref": ended.ref, "worker_id": c.colleague.person_id, "so_on": TODAY, "at": NOW}
    front.allocate_waiting(actor=c.leader, **given)
    offer_on(made)
    hand_visit_on(made)
    close_on(made)
    plan_work(made)
    pass_limit(made)


def offer_on(made: World) -> None:
    """The brother is offered to the worker, who does not take over; then again, and nobody has answered."""
    c, given = made.cast, {"so_on": TODAY, "at": NOW}
    told = {"note": "Likes football; the mother is slow to trust", "from_on": TODAY + timedelta(7)}
    asked = {"person_ref": made.known["brother"].ref, "worker_id": c.worker.person_id, **told}
    first = handing.offer(actor=c.leader, **asked, **given)
    access.identify(c.worker, today=TODAY)
    handing.answer(actor=c.worker, handover_ref=first.ref, is_accepted=False, words="Both at once is too much", **given)
    access.identify(c.leader, today=TODAY)
    made.refs["handover"] = handing.offer(actor=c.leader, **asked, **given).ref


def hand_visit_on(made: World) -> None:
    """A child who is allocated to somebody else than planned a visit: the visit goes with the child."""
    c, given = made.cast, {"so_on": TODAY, "at": NOW}
    access.identify(c.worker, today=TODAY)
    child = c.add(c.worker, "Torquil", "Sandaig")
    access.identify(c.leader, today=TODAY)
    work.allocate(actor=c.leader, person_ref=child.ref, worker_id=c.colleague.person_id, **given)
    access.identify(c.colleague, today=TODAY)
    planned = {"planned_on": TODAY + timedelta(5), "worker_id": c.colleague.person_id}
    visiting.plan_visit(actor=c.colleague, person_ref=child.ref, **planned, **given)
    access.identify(c.leader, today=TODAY)
    work.allocate(actor=c.leader, person_ref=child.ref, worker_id=c.worker.person_id, **given)


def close_on(made: World) -> None:
    """A child with whom somebody asks to close the work; one with whom it was closed, one with whom it goes on."""
    c, said = made.cast, {"words": "The aunt looks after them now", "has_seen": True, "so_on": TODAY, "at": NOW}
    for given, answer in (("Lorna", False), ("Mungo", True), ("Fergus", None)):
        access.identify(c.worker, today=TODAY)
        child = c.add(c.worker, given, "Kintail")
        closing.close_work(actor=c.worker, person_ref=child.ref, reason=ClosingReason.NEEDS_MET, **said)
        if answer is None:
            made.known["closing"] = child
        else:
            access.identify(c.leader, today=TODAY)
            answered = {"is_agreed": answer, "words": "Spoke to the family", "at": NOW}
            closing.answer_closing(actor=c.leader, person_ref=child.ref, **answered)


def plan_work(made: World) -> None:
    """How the worker works, with a skill; family support that goes on and that ended; what is due, done, not needed."""
    c, given = made.cast, {"so_on": TODAY, "at": NOW}
    access.identify(c.leader, today=TODAY)
    skill = terms.list_skill(actor=c.leader, authority_id=c.council.pk, name="Speaks Gaelic", at=NOW)
    how = {"hours_share": Decimal("0.8"), "experience": Experience.NEWLY_QUALIFIED, "basis": Basis.AGENCY}
    whose = {"authority_id": c.council.pk, "person_id": c.worker.person_id, "skill_ids": [skill.pk]}
    terms.say_terms(actor=c.leader, **how, **whose, **given)
    terms.rename_skill(actor=c.leader, authority_id=c.council.pk, skill_id=skill.pk, name="Gaelic", at=NOW)
    made.refs["skill"] = str(skill.pk)
    made.refs["staff"] = next(row.ref for row in people_of([c.council.pk], on=TODAY) if row.id == c.worker.person_id)
    support = {"person_ref": made.child.ref, "helper": "Nan Fraser", "freed_hours": Decimal("1.5")}
    over = supporting.assign_help(actor=c.leader, words="Gets them to school", **support, **given)
    supporting.end_help(actor=c.leader, help_ref=over.ref, words="The aunt does it now", **given)
    made.refs["help"] = supporting.assign_help(actor=c.leader, words="Meals at home", **support, **given).ref
    access.identify(c.worker, today=TODAY)
    due = {"person_ref": made.child.ref, "worker_id": c.worker.person_id, "due_on": TODAY + timedelta(10)}
    for kind, end in {TypedKind.HEARING: TypedEnd.CANCELLED, TypedKind.CORE_GROUP: TypedEnd.DONE}.items():
        due_one = typed.type_duty(actor=c.worker, kind=kind, words="At the school", **due, **given)
        typed.end_typed(actor=c.worker, typed_ref=due_one.ref, end=end, words="As agreed", **given)
    made.refs["typed"] = typed.type_duty(actor=c.worker, kind=TypedKind.REPORTER_REPORT, **due, **given).ref


def pass_limit(made: World) -> None:
    """A student with children of their own is past the limit; of two figures that somebody asks for one is answered."""
    c, given = made.cast, {"so_on": TODAY, "at": NOW}
    how = {"hours_share": Decimal(1), "basis": Basis.PERMANENT, "skill_ids": ()}
    whose = {"authority_id": c.council.pk, "person_id": c.colleague.person_id}
    access.identify(c.manager, today=TODAY)
    terms.say_terms(actor=c.manager, experience=Experience.STUDENT, **how, **whose, **given)
    made.refs["post"] = Post.objects.get(pk__in=c.worker.post_ids).ref
    of_post = {"authority_id": c.council.pk, "post_ref": made.refs["post"], "hours_share": Decimal("0.8")}
    terms.say_post_hours(actor=c.manager, **of_post, **given)
    limits.note_over_limit(actor=c.manager, authority_id=c.council.pk, at=NOW)
    made.refs["over"] = OverLimit.objects.get(worker_id=c.colleague.person_id).ref
    terms.say_terms(actor=c.manager, experience=Experience.EXPERIENCED, **how, **whose, **given)
    access.identify(c.worker, today=TODAY)
    asked = {"authority_id": c.council.pk, "words": "Court takes two days a week", "key": "weight_court"}
    first = limits.challenge_figure(actor=c.worker, **asked, **given)
    access.identify(c.manager, today=TODAY)
    limits.answer_challenge(actor=c.manager, challenge_ref=first.ref, words="Counted for a month, then set", **given)
    access.identify(c.worker, today=TODAY)
    made.refs["challenge"] = limits.challenge_figure(actor=c.worker, **asked, **given).ref
    access.identify(c.manager, today=TODAY)
    own = {"day": date(2012, 11, 26), "is_closed": True, "name": "Fair Monday", "source": "The council's calendar"}
    limits.say_day(actor=c.manager, authority_id=c.council.pk, **own, **given)


def guard(made: World) -> None:
    """An opening by break-glass, an officer's own family, two records that may be of one person."""
    c, child, given = made.cast, made.child, {"so_on": TODAY, "at": NOW}
    access.identify(c.worker, today=TODAY)
    same = {"person_ref": made.known["twin"].ref, "kept_ref": child.ref, "why": "Same birthday"}
    made.refs["same"] = guarding.propose_same(actor=c.worker, **same, **given).ref
    own = {"kind": OwnTieKind.FAMILY, "why": "Told by the school"}
    chief = organisation.holder(organisation.post(c.council, Role.CHIEF_SOCIAL_WORK_OFFICER))
    for officer_id in (c.other_leader.person_id, chief.pk):
        whose = {"person_ref": made.known["twin"].ref, "officer_id": officer_id}
        own_family.say_own_tie(actor=c.worker, **whose, **own, **given)
    made.refs["own_tie"] = OwnTie.objects.get(officer_id=chief.pk).ref
    access.identify(c.other_worker, today=TODAY)
    terms = {"given_name": "Isla", "family_name": "Balfour", "born_on": "2006-03-04"}
    asked = {"authority_id": c.council.pk, "today": TODAY, "at": real_now()}
    run = people.search(actor=c.other_worker, terms=terms, **asked)
    broken = {
        "number": 1,
        "shown": searching.code_at(c.other_worker, run.ref, 1),
        "reason": GlassReason.DANGER,
        "words": "Found alone",
        "so_on": TODAY,
        "at": real_now(),
    }
    guarding.break_glass(actor=c.other_worker, search_ref=run.ref, **broken)
    made.refs["hidden_search"] = run.ref
    made.refs["glass"] = BreakGlass.objects.get(recorded_by_id=c.other_worker.account_id).ref
    access.identify(c.manager, today=TODAY)
    made.refs["search"] = people.search(actor=c.manager, terms=terms, **asked).ref
    made.refs["searched"] = looking.look_up(actor=c.manager, words="Isla", at=real_now()).ref


def lend(made: World) -> None:
    """A sample with the child in it, and one that was closed; parts shared with a partner, and shared no more."""
    c, child = made.cast, made.child
    days = {"opens_on": TODAY, "closes_on": TODAY + timedelta(14), "at": NOW}
    access.identify(c.head, today=TODAY)
    drawn = {"authority_id": c.council.pk, "inspector_ids": [c.inspector.person_id], "size": 100, "words": "red 12"}
    for name in ("closed_sample", "childsample"):
        given = {"purpose": "Inspection of services", "statuses": [], **drawn, **days}
        made.refs[name] = lending.draw_children(actor=c.head, **given).ref
    lending.close_children_sample(actor=c.head, sample_ref=made.refs["closed_sample"], why="Drawn twice", at=NOW)
    access.identify(c.manager, today=TODAY)
    shared = {"partner_id": c.partner.person_id, "purpose": "School plan", "basis": SharedBasis.SAFEGUARDING, **days}
    for name in ("ended_sharing", "sharing"):
        (one,) = lending.share(actor=c.manager, person_refs=[child.ref], parts=list(SharedPart), **shared)
        made.refs[name] = one.ref
    access.identify(c.worker, today=TODAY)
    hidden = {"lines": "5 Hidden Close", "postcode": "", "officers": [c.worker.person_id], "why": "Fled from violence"}
    people.protect_address(actor=c.worker, person_ref=made.known["mother"].ref, so_on=TODAY, at=NOW, **hidden)
    access.identify(c.manager, today=TODAY)
    ended = {"sharing_ref": made.refs["ended_sharing"], "why": "Said twice", "so_on": TODAY, "at": NOW}
    lending.end_sharing(actor=c.manager, **ended)


def give_access(made: World) -> None:
    """Two requests for what is held about the child: one is prepared, one was released."""
    c, given = made.cast, {"so_on": TODAY, "at": NOW}
    for name in ("access", "access_released"):
        access.identify(c.leader, today=TODAY)
        asked = {"asked_by": AskedBy.SOLICITOR, "who": "Kerr and Muir", "shown_by": "A mandate", "received_on": TODAY}
        ref = giving.ask_access(actor=c.leader, person_ref=made.child.ref, at=NOW, **asked).ref
        made.refs[name] = ref
        giving.gather(actor=c.leader, access_ref=ref, real_at=real_now(), **given)
        withheld = {"words": [], "why": WithheldWhy.SOMEBODY_ELSE}
        for number in (1, 2):
            giving.withhold(actor=c.leader, access_ref=ref, number=number, **withheld, **given)
        giving.show_again(actor=c.leader, access_ref=ref, number=2, **given)
    giving.ask_check(actor=c.leader, access_ref=ref, **given)
    access.identify(c.manager, today=TODAY)
    giving.check(actor=c.manager, access_ref=ref, may_go=True, words="Read every entry", **given)
    giving.release(actor=c.manager, access_ref=ref, **given)


def keep(made: World) -> None:
    """A hold, one that was lifted, and a list of a record whose time is up, that one has agreed to."""
    c, given = made.cast, {"so_on": TODAY, "at": NOW}
    access.identify(c.manager, today=TODAY)
    for name in ("lifted", "hold"):
        held = {"why": "Inquiry", "until": TODAY + timedelta(400)}
        made.refs[name] = keeping.hold_record(actor=c.manager, person_ref=made.child.ref, **held, **given).ref
    keeping.lift_hold(actor=c.manager, hold_ref=made.refs["lifted"], why="Said twice", **given)
    access.identify(c.head, today=TODAY)
    for key in ("keep_other_years", "keep_protection_years"):  # below what anybody may set: their time is up at once
        kept = {"number": Decimal(0), "why": "For a test", "so_on": TODAY, "recorded_by_id": c.head.account_id}
        LocalNumber.objects.create(authority_id=c.council.pk, key=key, recorded_at=NOW, **kept)
    access.identify(c.manager, today=TODAY)
    old = c.add(c.manager, "Una", "Oldcase")
    for row in Involvement.objects.filter(person=old, ends_on__isnull=True):
        row.ends_on, row.ended_at, row.ended_by_id = TODAY + timedelta(1), NOW, c.manager.account_id
        row.save(update_fields=["ends_on", "ended_at", "ended_by"])
    access.identify(c.governance, today=TODAY)
    later = TODAY + timedelta(2)
    drawn = keeping.draw_list(actor=c.governance, authority_id=c.council.pk, on=later, at=NOW)
    made.refs["destruction"] = drawn.ref
    second = organisation.actor(c.council, Role.INFORMATION_GOVERNANCE)
    access.identify(second, today=TODAY)
    keeping.agree_list(actor=second, list_ref=drawn.ref, words="Looked at each", at=NOW)


def watch(made: World) -> None:
    """A day that was looked through: somebody read many records in a short time, and was asked about it."""
    c, council = made.cast, made.cast.council.pk
    access.identify(c.governance, today=TODAY)
    where = {"officer_id": c.worker.person_id, "street": "Open Road", "postcode": "ZZ10"}
    watching.say_street(actor=c.governance, authority_id=council, so_on=TODAY, at=NOW, **where)
    yesterday = real_now() - timedelta(days=1)
    read = {"account_id": c.worker.account_id, "subject_kind": "casework:child", "subject_key": made.child.ref}
    for verb in ("known.chronology", "refused.slowed"):
        AuditEntry.objects.create(at=yesterday, verb=verb, **read)
    given = {"day": day_of(yesterday), "at": NOW, "real_at": real_now()}
    made.refs["reads"] = watching.look_through(actor=c.governance, authority_id=council, **given).ref
    made.refs["unusual"] = UnusualRead.objects.get(signs=["slowed"]).ref
    said = {"outcome": LookOutcome.ASKED, "words": "Rang; waits for an answer", "so_on": TODAY, "at": NOW}
    watching.settle(actor=c.governance, unusual_ref=made.refs["unusual"], **said)


__all__ = ["CANARIES", "Involvement", "SameAs", "World", "world"]
