"""A council on whose records everything has happened, and the address of every page of the children's room."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.urls import reverse

from lippen.casework import intake
from lippen.casework.actions import front, guarding, marking, people, staging, taking_in, work
from lippen.casework.models import BreakGlass, Intake, Involvement, KnownPerson, SameAs, Tie
from lippen.casework.tests.factories import NOW, TODAY, Cast, cast
from lippen.casework.vocabulary import (
    ContactKind,
    GlassReason,
    IdScheme,
    IntakeKind,
    InvolvementKind,
    MarkerKind,
    MarkerStep,
    NameKind,
    Outcome,
    OwnTieKind,
    Place,
    Significance,
    Status,
    TieKind,
)
from lippen.kernel import access
from lippen.kernel.clock import real_now

PROTECTED = "77 Canary Vennel, Nowherebridge"
PROTECTED_POSTCODE = "QQ77 7QQ"
CANARIES = ("Canary Vennel", "QQ77", "Nowherebridge")


@dataclass
class World:
    """The cast, the child on whose record everything happened, and the refs of what there is."""

    cast: Cast
    child: KnownPerson
    refs: dict[str, str] = field(default_factory=dict)
    known: dict[str, KnownPerson] = field(default_factory=dict)
    tie: int = 0

    def addresses(self) -> dict[str, list[str]]:
        """The address of every page that is read, by its name; a manager may open them all."""
        of_child = (
            *("child", "chronology", "who_looked", "write_entry", "say_name", "say_birth", "say_address"),
            *("protect_address", "say_contact", "say_number", "tie_people", "refer_child", "say_status"),
            *("plan_visit", "record_visit", "mark", "own_tie", "propose_same", "allocate_child", "involve", "restrict"),
        )
        refs = self.refs
        by_ref = {
            "waiting": ("look_again", "tell_news", "allocate_waiting", "end_waiting"),
            "search": ("found", "add_person"),
            "glass": ("review_opening",),
            "same": ("decide_same",),
            "marker": ("look_at_marker",),
            "intake": ("intake", "intake_columns", "intake_doubts", "take_intake"),
        }
        found = {name: [reverse(f"casework:{name}", args=[self.child.ref])] for name in of_child}
        for kind, names in by_ref.items():
            found |= {name: [reverse(f"casework:{name}", args=[refs[kind]])] for name in names}
        asked = ("risk", "referral", "to_assess", "to_decide")
        found["referral"] = [reverse("casework:referral", args=[refs[kind]]) for kind in asked]
        found["take_step"] = [reverse("casework:take_step", args=[refs[kind]]) for kind in asked[1:]]
        found["sign_off"] = [reverse("casework:sign_off", args=[refs["risk"]])]
        found["intake"].append(reverse("casework:intake", args=[refs["intake_taken"]]))
        found["intake_doubts"] += [f"{found['intake_doubts'][0]}?kind={kind}" for kind in ("same", "refused")]
        plain = ("children", "look_for", "team", "queue", "review_queue", "openings", "figures")
        plain += ("intakes", "bring_records")
        found |= {name: [reverse(f"casework:{name}")] for name in plain}
        found["chronology"] += [f"{found['chronology'][0]}?show={show}" for show in ("written", "high")]
        found["child"] += [reverse("casework:child", args=[each.ref]) for each in self.known.values()]
        found["set_figure"] = [f"{reverse('casework:set_figure')}?figure=limit_children"]
        found["end_tie"] = [reverse("casework:end_tie", args=[self.child.ref, self.tie])]
        found["end_work"] = [reverse("casework:end_work", args=[self.child.ref, refs["work"]])]
        return found


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
    bring(made)
    return made


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
    work.say_status(actor=c.worker, status=Status.IN_NEED, words="With the mother", **given)
    seen = {"is_seen": True, "is_seen_alone": True, "place": Place.HOME, "view": "I like my room"}
    work.record_visit(actor=c.worker, **seen, **given)
    work.record_visit(actor=c.worker, is_seen=False, words="Nobody was in", **given)
    planned = {"planned_on": TODAY + timedelta(7), "worker_id": c.worker.person_id}
    made.refs["visit"] = work.plan_visit(actor=c.worker, **planned, **given).ref
    entry = {"words": "The father left", "source": "Mother", "significance": Significance.HIGH, "analysis": "A loss"}
    made.refs["event"] = work.write_entry(actor=c.worker, **entry, **given).ref
    warn(made)


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


def guard(made: World) -> None:
    """An opening by break-glass, an officer's own family, two records that may be of one person."""
    c, child, given = made.cast, made.child, {"so_on": TODAY, "at": NOW}
    access.identify(c.worker, today=TODAY)
    same = {"person_ref": made.known["twin"].ref, "kept_ref": child.ref, "why": "Same birthday"}
    made.refs["same"] = guarding.propose_same(actor=c.worker, **same, **given).ref
    own = {"officer_id": c.other_leader.person_id, "kind": OwnTieKind.FAMILY}
    guarding.say_own_tie(actor=c.worker, person_ref=made.known["twin"].ref, **own, **given)
    access.identify(c.other_worker, today=TODAY)
    terms = {"given_name": "Isla", "family_name": "Balfour", "born_on": "2006-03-04"}
    asked = {"authority_id": c.council.pk, "today": TODAY, "at": real_now()}
    run = people.search(actor=c.other_worker, terms=terms, **asked)
    broken = {"number": 1, "reason": GlassReason.DANGER, "words": "Found alone", "so_on": TODAY, "at": real_now()}
    guarding.break_glass(actor=c.other_worker, search_ref=run.ref, **broken)
    made.refs["hidden_search"] = run.ref
    made.refs["glass"] = BreakGlass.objects.get(recorded_by_id=c.other_worker.account_id).ref
    access.identify(c.manager, today=TODAY)
    made.refs["search"] = people.search(actor=c.manager, terms=terms, **asked).ref


__all__ = ["CANARIES", "Involvement", "SameAs", "World", "world"]
