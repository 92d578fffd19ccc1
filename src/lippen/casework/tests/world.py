"""A council on whose records everything has happened, and the address of every page of the children's room."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from django.urls import reverse

from lippen.casework.actions import access as giving
from lippen.casework.actions import front, guarding, keeping, lending, marking, people, watching, work
from lippen.casework.models import BreakGlass, Involvement, KnownPerson, SameAs, Tie, UnusualRead
from lippen.casework.tests.factories import NOW, TODAY, Cast, cast
from lippen.casework.vocabulary import (
    AskedBy,
    ContactKind,
    GlassReason,
    IdScheme,
    InvolvementKind,
    LookOutcome,
    MarkerKind,
    MarkerStep,
    NameKind,
    Outcome,
    OwnTieKind,
    Place,
    SharedBasis,
    SharedPart,
    Significance,
    Status,
    TieKind,
    WithheldWhy,
)
from lippen.kernel import access
from lippen.kernel.clock import day_of, real_now
from lippen.kernel.models import AuditEntry

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

    def addresses(self) -> dict[str, list[str]]:
        """The address of every page that is read, by its name; a manager may open them all."""
        of_child = (
            *("child", "chronology", "who_looked", "write_entry", "say_name", "say_birth", "say_address"),
            *("protect_address", "say_contact", "say_number", "tie_people", "refer_child", "say_status"),
            *("plan_visit", "record_visit", "mark", "own_tie", "propose_same", "allocate_child", "involve", "restrict"),
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
            "same": ("decide_same",),
            "marker": ("look_at_marker",),
            "childsample": ("sample", "close_sample"),
            "sharing": ("end_sharing",),
            "access": ("access", "extend_access", "check_access", "close_access"),
            "access_released": ("access_file",),
            "hold": ("lift_hold",),
            "destruction": ("due_list", "agree_list", "withdraw_list"),
            "reads": ("unusual_day",),
            "unusual": ("settle_read",),
        }
        found = {name: [reverse(f"casework:{name}", args=[self.child.ref])] for name in of_child}
        for kind, names in by_ref.items():
            found |= {name: [reverse(f"casework:{name}", args=[refs[kind]])] for name in names}
        asked = ("risk", "referral", "to_assess", "to_decide")
        found["referral"] = [reverse("casework:referral", args=[refs[kind]]) for kind in asked]
        found["take_step"] = [reverse("casework:take_step", args=[refs[kind]]) for kind in asked[1:]]
        found["sign_off"] = [reverse("casework:sign_off", args=[refs["risk"]])]
        plain = ("children", "look_for", "team", "queue", "review_queue", "openings", "figures")
        plain += (*GOVERNED, "due_lists", "draw_list", "samples", "sampled", "draw", "shared")
        found |= {name: [reverse(f"casework:{name}")] for name in plain}
        found["chronology"] += [f"{found['chronology'][0]}?show={show}" for show in ("written", "high")]
        found["child"] += [reverse("casework:child", args=[each.ref]) for each in self.known.values()]
        found["name_audience"] = [reverse("casework:name_audience", args=[self.known["mother"].ref])]
        found["withhold"] = [reverse("casework:withhold", args=[refs["access"], 1])]
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
    watch(made)
    lend(made)
    give_access(made)
    keep(made)
    return made


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
    for name, years in (("keep_other_years", 0), ("keep_protection_years", 0)):
        figure = {"authority_id": c.council.pk, "key": name, "number": Decimal(years), "why": "For a test"}
        work.set_number(actor=c.manager, **figure, **given)
    old = c.add(c.manager, "Una", "Oldcase")
    for row in Involvement.objects.filter(person=old, ends_on__isnull=True):
        row.ends_on, row.ended_at, row.ended_by_id = TODAY + timedelta(1), NOW, c.manager.account_id
        row.save(update_fields=["ends_on", "ended_at", "ended_by"])
    access.identify(c.governance, today=TODAY)
    later = TODAY + timedelta(2)
    drawn = keeping.draw_list(actor=c.governance, authority_id=c.council.pk, on=later, at=NOW)
    made.refs["destruction"] = drawn.ref
    access.identify(c.head, today=TODAY)
    keeping.agree_list(actor=c.head, list_ref=drawn.ref, words="Looked at each", at=NOW)


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
