"""Two councils that keep everything: papers, actions and imports in each of their states, files, drafts, a joint plan.

Committed, because PostgreSQL's locks are tried from connections of their own.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from unittest.mock import patch
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import URLPattern

from lippen.improvement import actions as improvement
from lippen.improvement import bulk_sheet, exports
from lippen.improvement.adapters import guess_mapping, read_document
from lippen.improvement.adapters.plain import to_plain
from lippen.improvement.adapters.proposal import Doubt, Proposal, ProposedAction, ProposedRecommendation
from lippen.improvement.models import Action, Evidence, Update
from lippen.improvement.models import Doubt as KeptDoubt
from lippen.improvement.rows import LeadRow
from lippen.improvement.tests.factories import TERMS
from lippen.improvement.vocabulary import Colour, EvidenceVerdict, State
from lippen.kernel import trail_files
from lippen.kernel.access import Actor
from lippen.kernel.clock import real_now
from lippen.kernel.drafts import once, save_draft
from lippen.kernel.files.store import keep_file
from lippen.kernel.models import StoredFile
from lippen.kernel.seals.exports import Packing
from lippen.kernel.trail_files import Part
from lippen.organisation.actions import absences, pin_duty, recoveries
from lippen.organisation.actions.access_review import open_review
from lippen.organisation.models import Account, Authority, OpenSession, Post, PostHolding
from lippen.organisation.roles import Role
from lippen.organisation.sessions import NOTED_KEY
from lippen.organisation.tests import factories
from lippen.organisation.vocabulary import AwayWhy, Checked, Lost
from lippen.reporting.tests.template_pages import begun
from lippen.reporting.tests.world import AGREED, RECORDED, TODAY, World, world
from lippen.web.request import SEEN_KEY
from tests.house import cases, rooms, sourced
from tests.house.addresses import address, parameters
from tests.house.arranged import arrange_committees, come_after, give_out
from tests.house.followed import follow, stand_behind

AS_LONG_AS_TESTS_RUN = 1800
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
TOKEN = UUID("0d9d5a3e-4c0f-4f5e-9d70-3f6f3a3d1a11")
DRAFT = ("update", "action-that-is-written")
TABLE = b"Action,Lead,Target date,Progress\nWrite the rota,WK,March 2013,Begun\n"
WORDS = b"What the audit of twenty files found, in full."


@dataclass
class Councils:
    """Ours, which keeps everything, and theirs, which should see none of it; people of every role in each."""

    there: World
    ours: dict[Role, Actor]
    theirs: dict[Role, Actor]
    papers: dict[str, str]
    actions: dict[str, str] = field(default_factory=dict)
    imports: dict[str, str] = field(default_factory=dict)
    evidence: dict[str, str] = field(default_factory=dict)
    file: str = ""
    work: str = ""
    filled: str = ""
    doubt: str = ""
    update: str = ""
    passkey: int = 0
    holding: int = 0
    person: str = ""
    review: str = ""
    recovery: str = ""
    brought_in: str = ""
    joint: str = ""
    rooms: dict[str, str] = field(default_factory=dict)
    absence: str = ""
    left: str = ""
    template: str = ""
    joint_evidence: dict[str, str] = field(default_factory=dict)
    arranged: dict[str, str] = field(default_factory=dict)

    def everyone(self) -> list[Actor]:
        """Every person of both councils."""
        return [*self.ours.values(), *self.theirs.values()]

    def known(self, pattern: URLPattern) -> dict[str, object]:
        """Values for a route's parameters at which our council has a record."""
        return {name: self._value(pattern.name or "", name) for name in parameters(pattern)}

    def _value(self, route: str, name: str) -> object:
        paper = self.papers["issued" if route in {"file", "bundle", "figure", "address"} else "drafting"]
        given = {
            **self.arranged,
            "flag_key": "0" * 24,
            "ref": self._ref(route, paper),
            "update_ref": self.update,
            "evidence_ref": self.evidence["offered"],
            "action_ref": self.actions["under_way"],
            "source_ref": self.rooms["source"],
            "entry_ref": self.rooms["entry"],
            "section": "workforce",
            "question": "exempt",
            "number": 1,
            "key": "actions",
            "kind": "pdf",
            "file_ref": self.file,
            "form_key": DRAFT[0],
            "subject_key": DRAFT[1],
            "version": 1,
            "of": "1",
            "on": self.papers["issued"],
            "page": "report",
            "place": "0",
            "pk": self.passkey,
            "provider": "council",
            "holding": self.holding,
            "account": self.there.lead.account_id,
            "verdict": "confirmed",
        }
        if route in {"template_section", "promise"}:
            given["key"] = "purpose" if route == "template_section" else "another"
        return given[name]

    def _ref(self, route: str, paper: str) -> str:
        if route in WAYS_IN:
            return self.review if route.startswith("review") else self.person
        if route in {"recovery", "confirm_recovery", "withdraw_recovery"}:
            return self.recovery
        if route in self.rooms:
            return self.rooms[route]
        if route in {"import_columns", "import_preview"}:
            return self.imports["waiting"]
        if route == "import_edition":
            return self.imports["edition"]
        if route == "filled_in":
            return self.filled
        if route in {"import_progress", "export", "export_file"}:
            return self.work
        if "audit_export" in route:
            return self.work
        if route == "audit_record":
            return self.there.plan.ref
        if route == "evidence_file":
            return self.file
        if route in ("end_away", "say_why_away"):
            return self.absence
        if route == "hand_over":
            return self.left
        if route == "answer_doubt":
            return self.doubt
        if route == "plan" or route.startswith("plan_") or route == "start_export":
            return self.there.plan.ref
        if route in ACTION_PAGES:
            return self.actions["under_way"]
        if route.startswith("template"):
            return self.template
        return paper

    def address(self, name: str, pattern: URLPattern) -> str:
        """The route's address at a record of our council."""
        return address(name, pattern, self.known(pattern))


WAYS_IN = frozenset(
    {
        "account",
        "new_code",
        "withdraw_code",
        "recover",
        "close_account",
        "reopen_account",
        "end_post",
        "review_say",
        "review_csv",
    }
)
ACTION_PAGES = frozenset(
    {
        "action",
        "write_update",
        "correct_update",
        "change_date",
        "change_state",
        "wait_on",
        "say_done",
        "offer_evidence",
        "decide_evidence",
        "override_standing",
        "end_override",
        "edit_action",
        "say_part",
        "change_answers",
        "carry_action",
    }
)


@contextmanager
def quick_files():
    """The renderers have their own tests; here a file is a few bytes."""
    quick = lambda content, kind, at: f"a {kind}".encode()  # noqa: E731
    with (
        patch("lippen.reporting.actions.signing.rendered", quick),
        patch("lippen.reporting.actions.behind.rendered", quick),
    ):
        yield


def councils() -> Councils:
    """Everything that there is to see, of one council of two."""
    there = world(actions_in_each_theme=1)
    made = Councils(
        there=there,
        ours={role: factories.actor(there.authority, role) for role in Role},
        theirs=everyone_of(factories.authority()),
        papers={},
    )
    with quick_files():
        made.papers = papers(there)
    made.template = begun(there).ref
    lead_everything(made)
    keep_files(made)
    look_after_ways_in(made)
    bring_in(made)
    share_a_plan(made)
    made.rooms |= rooms.kept(there) | draw_a_sample(made)
    made.rooms |= sourced.kept(there, made.ours[Role.HEAD_OF_SERVICE])
    be_away(made)
    leave(made)
    arrange(made)
    keep_records(made)
    return made


KEPT_APART = (
    *("work_ref", "help_ref", "helper_ref", "picture_ref", "fact_kind", "fact_number", "skill_number", "quarter"),
    *("standard_key", "began_key"),
)


def keep_records(made: Councils) -> None:
    """Children whom our council knows, with everything that can happen on a record."""
    with made.there.as_(made.ours[Role.SOCIAL_WORKER]):
        made.rooms |= cases.kept(made.there.authority, made.ours)
    made.arranged |= {name: made.rooms.pop(name) for name in KEPT_APART}


def arrange(made: Councils) -> None:
    """Our committee's route and cycle, a meeting with its dates, a paper on that route with its consultee."""
    with quick_files():
        made.arranged = arrange_committees(made.there, made.ours)
        made.papers["accepted"] = made.arranged.pop("paper")
        made.arranged |= follow(made.there, made.papers)
        made.papers["withdrawn"] = issued(made.there)
        made.papers["replacement"] = come_after(made.there, made.papers["withdrawn"])
        made.arranged["edition_ref"] = give_out(made.there, made.papers["issued exempt"])


def everyone_of(council: Authority) -> dict[Role, Actor]:
    """Somebody of every role of a council."""
    return {role: factories.actor(council, role) for role in Role}


def papers(there: World) -> dict[str, str]:
    """A paper in each of its states."""
    made = {"drafting": there.opened().ref}
    made["in_approval"] = sent(there)
    made["returned"] = sent(there)
    there.take_back(made["returned"])
    there.send(made["returned"])
    there.give_back(there.head, made["returned"])
    made["signed"] = signed(there)
    made["issued"] = issued(there)
    made["issued exempt"] = issued(there, exempt="yes")
    return made


def sent(there: World, exempt: str = "no") -> str:
    """A paper that its approvers have."""
    ref = there.opened().ref
    there.fill(ref)
    if exempt == "yes":
        there.exempt(ref)
    stand_behind(there, ref)
    there.send(ref)
    return ref


def signed(there: World, exempt: str = "no") -> str:
    """A paper that every approver has approved."""
    ref = sent(there, exempt)
    there.approve(there.head, ref)
    there.approve(there.chief, ref)
    return ref


def issued(there: World, exempt: str = "no") -> str:
    """A paper that the clerk has issued."""
    ref = signed(there, exempt)
    if exempt == "yes":
        there.accept(ref)
    there.issue(ref)
    return ref


def lead_everything(made: Councils) -> None:
    """An action in each state, with evidence that was accepted, refused and not yet looked at."""
    there = made.there
    with there.as_(there.author):
        for state in State:
            made.actions[state.value] = an_action(made, f"Do what is {state.value}")
        made.actions["overridden"] = an_action(made, "Do what is overridden")
    made.evidence = {
        "offered": evidence(made, "under_way"),
        "accepted": evidence(made, "shown_done", EvidenceVerdict.ACCEPTED),
        "refused": evidence(made, "says_done", EvidenceVerdict.REFUSED),
    }
    with there.as_(there.lead):
        for state in State:
            come_into(made, state)
        made.update = Update.objects.filter(action__ref=made.actions["under_way"]).get().ref
    with there.as_(there.head) as actor:
        given = {"standing": Colour.RED, "reason": "The rota failed twice.", "so_on": TODAY, "at": there.at()}
        improvement.override_standing(actor=actor, action_ref=made.actions["overridden"], **given)


def an_action(made: Councils, text: str) -> str:
    """An action of our plan that the lead leads, with an update."""
    there = made.there
    action = improvement.add_action(
        actor=there.author,
        plan_ref=there.plan.ref,
        theme_number=1,
        text=text,
        so_on=AGREED,
        at=RECORDED,
        leads=[LeadRow(there.lead.person_id, "")],
        state=State.NOT_STARTED if text.endswith("not_started") else State.UNDER_WAY,
    )
    improvement.write_update(
        actor=there.lead, action_ref=action.ref, paragraphs=["It goes as planned."], so_on=AGREED, at=RECORDED
    )
    return action.ref


def evidence(made: Councils, state: str, verdict: EvidenceVerdict | None = None) -> str:
    """Evidence of the lead's with a file, and what somebody elsewhere decided about it."""
    there = made.there
    with there.as_(there.lead) as actor:
        kept = a_file(actor, there.authority.pk, there.at())
        found = offered(made, actor, made.actions[state], kept)
        made.file = kept.ref
    if verdict is not None:
        with there.as_(made.ours[Role.TEAM_LEADER]) as actor:
            given = {"verdict": verdict, "reason": "Read in full.", "so_on": TODAY, "at": there.at()}
            improvement.decide_evidence(actor=actor, evidence_ref=found.ref, **given)
    return found.ref


def a_file(actor: Actor, authority_id: int, at: object) -> StoredFile:
    """A file that is kept for an authority."""
    given = {"name": "audit.txt", "content": WORDS, "media_type": "text/plain", "authority_id": authority_id}
    return keep_file(actor=actor, at=at, **given)


def offered(made: Councils, actor: Actor, action_ref: str, kept: StoredFile | None = None) -> Evidence:
    """Evidence that somebody offers for an action."""
    given = {"title": "Audit of twenty files", "note": "All but two were in time.", "file": kept, "so_on": TODAY}
    return improvement.offer_evidence(actor=actor, action_ref=action_ref, at=made.there.at(), **given)


def come_into(made: Councils, state: State) -> None:
    """The action that is called so comes into its state."""
    terms = {
        State.POSTPONED: TERMS,
        State.BLOCKED: TERMS,
        State.SUPERSEDED: {"reason": "The duty moved to another plan"},
        State.MERGED: {"reason": "One rota does for both", "into": made.actions["under_way"]},
        State.SAYS_DONE: {"reason": "The rota stands"},
        State.SHOWN_DONE: {"reason": "The audit shows it"},
    }
    through = (State.SAYS_DONE, state) if state is State.SHOWN_DONE else (state,)
    for step in through if state in terms else ():
        given = {"so_on": TODAY, "at": made.there.at(), **terms[step]}
        improvement.change_state(actor=made.there.lead, action_ref=made.actions[state.value], state=step, **given)


def keep_files(made: Councils) -> None:
    """A draft and a used token of the author's, and an export that the author asked for."""
    there = made.there
    with there.as_(there.author) as actor:
        save_draft(actor, *DRAFT, fields={"words": "half a sen"}, version=0, at=there.at())
        once(actor, TOKEN, at=there.at())
        made.passkey = signed_in_somewhere(actor)
        made.work = "export-of-ours"
        kept = a_file(actor, there.authority.pk, there.at())
        told = {"plan": there.plan.ref, "kind": "csv", "state": "ready", "words": "3 actions", "file": kept.ref}
        save_draft(actor, "export", made.work, fields=told, version=0, at=there.at())
        save_draft(
            actor, "trail", made.work, fields={"state": "ready", "wishes": "", "wish": ""}, version=0, at=there.at()
        )
        content = Packing().done()
        part = Part(1, "trail.csv", content.sha256, 0, content.size, None, None, None, content.sha256, 0, None, None)
        trail_files.keep_part(actor, made.work, part, content, content, at=there.at())
        save_draft(actor, "import-work", made.work, fields={"state": "working", "words": ""}, version=0, at=there.at())
        made.filled = "filled-of-ours"
        sheet = bulk_sheet.built([], title="Ours")
        given = {"media_type": exports.XLSX_TYPE, "authority_id": there.authority.pk, "at": there.at()}
        filled = keep_file(actor=actor, name="ours.xlsx", content=sheet, **given)
        told = {"plan": there.plan.ref, "file": filled.ref, "name": "ours.xlsx"}
        save_draft(actor, "filled-in", made.filled, fields=told, version=0, at=there.at())


def look_after_ways_in(made: Councils) -> None:
    """A review of access that is open, and somebody whose way in is looked after."""
    there = made.there
    held = PostHolding.objects.filter(person_id=there.lead.person_id).select_related("person").first()
    made.holding, made.person = held.pk, held.person.ref
    given = {"authority_id": there.authority.pk, "on": TODAY, "at": there.at()}
    with there.as_(made.ours[Role.ADMINISTRATOR]) as actor:
        made.review = open_review(actor=actor, **given).ref
    with patch("lippen.organisation.actions.recoveries.tell_of_recovery"):  # the letters have their own tests
        ask_for_recoveries(made, held.person.account)


def ask_for_recoveries(made: Councils, account: Account) -> None:
    """One recovery that waits for its second person, and one before it that was stopped."""
    given = {"account": account, "lost": Lost.SECOND_STEP, "checked": Checked.IN_PERSON}
    for is_over in (True, False):
        with made.there.as_(made.ours[Role.ADMINISTRATOR]) as actor:
            made.recovery = recoveries.ask(actor=actor, at=real_now(), **given).ref
        if is_over:
            with made.there.as_(made.ours[Role.INFORMATION_GOVERNANCE]) as actor:
                recoveries.withdraw(actor=actor, recovery_ref=made.recovery, at=real_now())


def signed_in_somewhere(actor: Actor) -> int:
    """A session of somebody's that is open now, and the passkey by which it was opened."""
    now = real_now()
    Session.objects.create(session_key="open-session-of-ours", session_data="", expire_date=now + timedelta(hours=1))
    given = {"session_key": "open-session-of-ours", "device": "Firefox on Linux", "how": "password"}
    OpenSession.objects.create(account_id=actor.account_id, began_at=now, seen_at=now, **given)
    return Authenticator.objects.create(user_id=actor.account_id, type="webauthn", data={"name": "A laptop"}).pk


def bring_in(made: Councils) -> None:
    """An import that waits, one that was brought in and one that was set aside."""
    there = made.there
    with there.as_(there.author) as actor:
        for state in ("waiting", "applied", "abandoned"):
            made.imports[state] = an_import(made, actor, state)
        plan = improvement.apply_import(
            actor=actor, batch_ref=made.imports["applied"], plan_title="Brought in", at=there.at()
        )
        improvement.abandon_import(actor=actor, batch_ref=made.imports["abandoned"], at=there.at())
        made.brought_in = plan.ref
        made.imports["edition"] = an_import(made, actor, "edition", plan_ref=plan.ref)
        made.doubt = KeptDoubt.objects.filter(plan=plan).first().ref


def an_import(made: Councils, actor: Actor, name: str, *, plan_ref: str = "") -> str:
    """A document with one action and one doubt."""
    action = ProposedAction("1.1", "Rota", "table 1, row 2", state=State.UNDER_WAY)
    theme = ProposedRecommendation("1", "Tools", "table 1", (action,))
    doubt = Doubt("cut:1.1", "cut off", "table 1, row 2", "It stops in the middle.")
    proposal = Proposal(f"{name}.csv", "0" * 64, AGREED, (theme,), (doubt,))
    kept = keep_file(
        actor=actor,
        name=f"{name}.csv",
        content=TABLE,
        media_type="text/csv",
        authority_id=made.there.authority.pk,
        at=made.there.at(),
    )
    return improvement.start_import(
        actor=actor,
        authority_id=made.there.authority.pk,
        document=proposal.document,
        sha256=proposal.sha256,
        proposal=proposal.to_dict(),
        cells=[("table 1, row 2", "Rota")],
        mapping=to_plain(guess_mapping(read_document(f"{name}.csv", TABLE))),
        file=kept,
        plan_title=name,
        plan_ref=plan_ref,
        at=made.there.at(),
    ).ref


def share_a_plan(made: Councils) -> None:
    """A plan of both councils, and evidence that each has offered for its one action."""
    there, other = made.there, made.theirs[Role.PERFORMANCE_OFFICER]
    (theirs,) = other.authority_ids
    with there.as_(of_both(there.authority, theirs)) as actor:
        given = {"authority_id": there.authority.pk, "also_for": [theirs], "agreed_on": AGREED, "at": RECORDED}
        plan = improvement.create_plan(actor=actor, title="Joint plan", **given)
        improvement.add_theme(actor=actor, plan_ref=plan.ref, title="Together", at=RECORDED)
        made.joint = improvement.add_action(
            actor=actor, plan_ref=plan.ref, theme_number=1, text="Meet monthly", so_on=AGREED, at=RECORDED
        ).ref
    with there.as_(there.author) as actor:
        made.joint_evidence["ours"] = offered(made, actor, made.joint).ref
    with there.as_(other) as actor:
        kept = a_file(actor, theirs, there.at())
        made.joint_evidence["theirs"] = offered(made, actor, made.joint, kept).ref
    made.rooms |= say_parts(made, plan.ref, theirs)


def draw_a_sample(made: Councils) -> dict[str, str]:
    """A sample of our plan for an inspector who is nobody of the cast."""
    there = made.there
    inspector = factories.actor(there.authority, Role.INSPECTOR)
    with there.as_(there.author) as actor:
        days = {"as_at": TODAY, "opens_on": TODAY, "closes_on": TODAY + timedelta(days=7), "at": there.at()}
        words = {"words": "heather 42", "purpose": "Monthly meeting"}
        given = {"plan_ref": there.plan.ref, "inspector_ids": [inspector.person_id], "size": 100}
        drawn = improvement.draw_sample(actor=actor, **given, **words, **days)
    return {
        **dict.fromkeys(("samples", "draw"), there.plan.ref),
        **dict.fromkeys(("sample", "close", "sampled_action", "sampled_file"), drawn.ref),
    }


def say_parts(made: Councils, joint_plan: str, theirs: int) -> dict[str, str]:
    """How an action goes in our council, and an arrangement by which theirs will see our part of the joint plan."""
    there, ours = made.there, made.there.authority.pk
    with there.as_(there.author) as actor:
        given = {"authority_id": ours, "words": "All but two have been asked.", "so_on": TODAY, "at": there.at()}
        improvement.say_part(actor=actor, action_ref=made.actions["under_way"], **given)
        words = {"agreed_by": "Both heads of service", "reason": "One survey for one service"}
        days = {"starts_on": TODAY + timedelta(days=400), "ends_on": None, "at": there.at()}
        arranged = improvement.arrange(
            actor=actor, plan_ref=joint_plan, shows_id=ours, shown_to_id=theirs, **days, **words
        )
    return {**dict.fromkeys(("arrangements", "arrange"), there.plan.ref), "end_arrangement": arranged.ref}


def be_away(made: Councils) -> None:
    """Our lead is away next week, and was to be away another week that was called off."""
    there = made.there
    with there.as_(there.lead) as actor:
        for weeks, called_off in ((1, False), (3, True)):
            starts_on = TODAY + timedelta(weeks=weeks)
            given = {"starts_on": starts_on, "ends_on": starts_on + timedelta(weeks=1), "at": there.at()}
            people = {"person_id": actor.person_id, "cover_id": made.ours[Role.TEAM_LEADER].person_id}
            ref = absences.record_absence(actor=actor, why=AwayWhy.LEAVE, **people, **given).ref
            if called_off:
                absences.end_absence(actor=actor, absence_ref=ref, ends_on=starts_on, at=there.at())
            else:
                made.absence = ref


def leave(made: Councils) -> None:
    """Somebody who answered to our service manager left, and owes the plan an update."""
    council, manager = made.there.authority, made.ours[Role.SERVICE_MANAGER]
    post = factories.post(council, Role.SOCIAL_WORKER, reports_to=Post.objects.get(pk=min(manager.post_ids)))
    leaver = factories.holder(post)
    PostHolding.objects.filter(person=leaver).update(ends_on=TODAY - timedelta(days=1))
    pin_duty(
        kind="action_update",
        subject_kind="improvement.action",
        subject_key=made.actions["under_way"],
        holder_id=leaver.pk,
        starts_on=TODAY,
        ends_on=TODAY + timedelta(days=1),
        rule_key="improvement.update_rhythm",
        at=made.there.at(),
    )
    made.left = leaver.ref


def of_both(council: Authority, other_id: int) -> Actor:
    """Somebody whose post is in a service that two councils share."""
    post = factories.post(council, Role.PERFORMANCE_OFFICER)
    post.also_for.add(other_id)
    return factories.queries.actor_for(factories.account(factories.holder(post)).pk, on=TODAY)


def browser(actor: Actor) -> Client:
    """A browser in which this person has signed in, and whose session is not noted again while its tests run.

    What a test's request writes is undone after it, so that otherwise each of thousands would note the session anew.
    """
    client = Client(raise_request_exception=False)
    client.force_login(get_user_model().objects.get(pk=actor.account_id), BACKEND)
    session, until = client.session, int(time.time()) + AS_LONG_AS_TESTS_RUN
    session[SEEN_KEY], session[NOTED_KEY] = until, [session.session_key, until]
    session.save()
    return client


def seen(ask: Callable[[], object]) -> object:
    """What somebody is shown; nothing where they are told that there is nothing."""
    from lippen.kernel.errors import NotVisible

    try:
        return ask()
    except NotVisible:
        return None


__all__ = ["Action", "Councils", "browser", "councils", "seen"]
