"""What is exempt in one paper stays there afterwards: promises, questions and decisions about it tell nothing on."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from unittest.mock import patch

import pytest
from django.conf import settings as lippen
from django.core import mail
from django.core.cache import cache
from django.db import connections, transaction
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from lippen.improvement import queries as plans
from lippen.improvement.jobs import export_plan
from lippen.kernel.access import Actor
from lippen.organisation.actions.subscriptions import subscribe
from lippen.organisation.actions.tokens import make_token
from lippen.organisation.models import Delivery
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories
from lippen.organisation.vocabulary import Event, Rhythm, Scope
from lippen.reporting import actions, queries
from lippen.reporting.models import MemberQuestion
from lippen.reporting.tests.screens import signed_in
from lippen.reporting.tests.world import NOW, TODAY, World, refused, world
from lippen.reporting.vocabulary import PromiseVerdict
from lippen.server.flush import empty_tables
from lippen.web import jobs

pytestmark = pytest.mark.django_db
CANARY = "quarrycanary"
TITLE = f"The {CANARY} family"
PROMISE = f"A report on the {CANARY} will be brought to a later meeting of the committee."
OPEN_PROMISE = "A report on the rota will be brought to a later meeting of the committee."
MET, AFTER = date(2012, 10, 25), date(2012, 10, 30)
NEXT = date(2013, 1, 24)
NAMES = ["web:home", "improvement:plans", "partners:commitments", "reporting:papers", "reporting:register"]
NAMES += ["reporting:committees", "reporting:forward_plan", "web:deliveries", "web:audit", "web:systems"]
CALENDAR = re.compile(r'value="http://testserver(/calendar/[0-9a-f]{40}(?:/committees)?\.ics)"')


@dataclass
class Told:
    """An exempt paper with all that followed from it, and the next paper on the same plan."""

    there: World
    first: str
    next: str
    question: str
    decision: str
    secret: str
    is_whole: bool

    def commitments(self) -> list[str]:
        """The words of every commitment that the author sees."""
        with self.there.as_(self.there.author) as author:
            return [row.words for row in plans.commitments(author, today=AFTER)]

    def opens_with(self) -> str:
        """What the next paper's first page says of what came before."""
        with self.there.as_(self.there.author) as author:
            view = queries.paper(author, self.next, at=later(self.there))
        return "\n".join(next(s.paragraphs for s in view.sections if s.key == "members.asked"))


def later(there: World):
    """A moment on a day after the meeting."""
    there.steps += 1
    return NOW + timedelta(days=13, seconds=there.steps)


def quick_files():
    """The renderers have their own tests; here a file is a few bytes."""
    return patch("lippen.reporting.actions.signing.rendered", lambda content, kind, at: str(kind).encode())


@pytest.fixture(autouse=True)
def today(settings) -> Iterator[None]:
    settings.LIPPEN_TODAY = AFTER
    settings.LIPPEN_SITE = "https://lippen.example.org"
    cache.clear()
    with quick_files():
        yield


@pytest.fixture(scope="module", params=["part", "whole"])
def told(request, django_db_setup, django_db_blocker) -> Iterator[Told]:
    """Committed once for all that looks at it; each test's own writes are rolled back."""
    before, lippen.LIPPEN_TODAY = lippen.LIPPEN_TODAY, AFTER
    with django_db_blocker.unblock():
        try:
            with quick_files(), transaction.atomic():
                made = story(whole=request.param == "whole")
            yield made
        finally:
            connections.close_all()
            empty_tables()
    lippen.LIPPEN_TODAY = before


def story(*, whole: bool) -> Told:
    """An exempt paper with a promise, two questions, an answer and a decision, and the paper after it."""
    there = world(actions_in_each_theme=1)
    administrator = factories.actor(there.authority, Role.ADMINISTRATOR)
    of = {"authority_id": there.authority.pk, "at": NOW}
    subscribe(actor=administrator, name="Health", url="http://127.0.0.1:9/x", events=tuple(Event), **of)
    till = {"scopes": tuple(Scope), "expires_on": TODAY + timedelta(days=90)}
    secret = make_token(actor=administrator, name="Health", **till, **of)
    first = exempt_paper(there, whole=whole)
    given = {"paper_ref": first, "so_on": MET}
    with there.as_(there.author) as author:
        question = actions.ask_question(
            actor=author,
            asked_by="A member",
            words=f"How does the {CANARY} fare?",
            promised_by_id=there.head.person_id,
            promised_for=date(2012, 11, 30),
            at=later(there),
            **given,
        )
        answered = actions.ask_question(
            actor=author, asked_by="A member", words=f"Where is the {CANARY}?", at=later(there), **given
        )
        said = {"question_ref": answered, "words": f"The {CANARY} is at home.", "so_on": AFTER}
        actions.answer_question(actor=author, at=later(there), **said)
    with there.as_(there.head) as head:
        decision = actions.record_outcome(
            actor=head,
            agreed=f"Agreed two posts for the {CANARY}.",
            report_back_on=NEXT,
            reporter_id=there.lead.person_id,
            at=later(there),
            **given,
        )
    return Told(there, first, next_paper(there), question, decision, secret, whole)


def exempt_paper(there: World, *, whole: bool) -> str:
    """A paper whose exempt words, and of a wholly exempt one its title too, promise something; issued."""
    days = {"period_starts_on": date(2012, 7, 1), "period_ends_on": date(2012, 10, 1), "data_as_at": date(2012, 9, 30)}
    with there.as_(there.author) as author:
        ref = actions.open_paper(
            actor=author,
            plan_ref=there.plan.ref,
            meeting_ref=there.meeting,
            subject=TITLE if whole else "Long-term team",
            report_by_person_id=there.head.person_id,
            text_closed_on=TODAY,
            issue_on=TODAY,
            at=there.at(),
            **days,
        ).ref
    there.fill(ref)
    with there.as_(there.author) as author:
        there.write(author, ref, "workforce", "One post is empty.", PROMISE, version=1)
        there.write(author, ref, "scrutiny", OPEN_PROMISE, version=1)
        given = {"verdict": PromiseVerdict.PROMISE, "owner_id": there.lead.person_id, "due_on": date(2012, 12, 20)}
        for sentence in (PROMISE, OPEN_PROMISE):
            actions.decide_promise(actor=author, paper_ref=ref, sentence=sentence, at=there.at(), **given)
    there.exempt(ref, "whole" if whole else "text:workforce", public_title="A family's care" if whole else "")
    there.send(ref)
    there.approve(there.head, ref)
    there.approve(there.chief, ref)
    there.accept(ref)
    there.issue(ref)
    return ref


def next_paper(there: World) -> str:
    """The paper for the meeting after."""
    with there.as_(there.clerk) as clerk:
        committee = queries.committees(clerk, there.authority.pk)["Housing and Care Committee"]
        there.meeting = actions.call_meeting(actor=clerk, committee_ref=committee, meets_on=NEXT, at=later(there))
    days = {"data_as_at": date(2012, 11, 30), "text_closed_on": date(2013, 1, 10), "issue_on": date(2013, 1, 11)}
    with there.as_(there.author) as author:
        return actions.open_paper(
            actor=author,
            plan_ref=there.plan.ref,
            meeting_ref=there.meeting,
            subject="The next paper",
            report_by_person_id=there.head.person_id,
            period_starts_on=date(2012, 10, 1),
            period_ends_on=date(2012, 12, 1),
            at=later(there),
            **days,
        ).ref


def refer(told: Told) -> None:
    with told.there.as_(told.there.author) as author:
        actions.refer_to_paper(actor=author, paper_ref=told.next, other_ref=told.first, at=later(told.there))


# --- the next paper ---


def test_the_next_paper_tells_of_exempt_words_only_where_they_are(told: Told) -> None:
    opens = told.opens_with()
    assert CANARY not in opens
    assert "What was decided on 25 October 2012 is not for publication" in opens
    assert "What was asked on 25 October 2012 is not for publication" in opens
    assert "What the exempt part of the paper of 25 October 2012 promises" in opens and "see there" in opens


def test_what_the_public_part_promises_is_told_in_its_own_words(told: Told) -> None:
    assert (f"“{OPEN_PROMISE}” Late" in told.opens_with()) is not told.is_whole


def test_no_edition_of_the_next_paper_has_them(told: Told) -> None:
    refer(told)
    told.there.exempt(told.next, "text:scrutiny")
    with told.there.as_(told.there.author) as author:
        row = queries.paper_row(author, told.next)
        whole = queries.content(author, told.next, known_at=later(told.there))
        operational = queries.content(author, told.next, known_at=later(told.there), edition="operational")
        public = queries.public_edition_of(author, row, at=later(told.there))
    for content in (whole, operational, public):
        assert CANARY not in json.dumps(content)


# --- everything else that reads promises and decisions ---


def test_exempt_words_are_in_no_commitment_and_in_no_decision_of_the_plan(told: Told) -> None:
    words = told.commitments()
    assert len(words) == 4 and not any(CANARY in each for each in words)
    with told.there.as_(told.there.author) as author:
        rows = plans.decisions(author, told.there.plan.pk, today=AFTER)
    assert [row.ref for row in rows] == [told.decision] and CANARY not in rows[0].agreed


def sweep(told: Told, who: Actor) -> Iterator[tuple[str, str]]:
    """Address and text of every page and file that could tell somebody of it, but the exempt paper's own."""
    client = signed_in(who)
    seen = {reverse(name) for name in NAMES}
    with told.there.as_(told.there.author) as author:
        kept = plans.commitments(author, today=AFTER)
    seen |= {reverse("partners:commitment", args=[row.ref]) for row in kept}
    seen |= {reverse("decisions:plan_decisions", args=[told.there.plan.ref])}
    seen |= {reverse("decisions:decision", args=[told.decision]), f"/plans/{told.there.plan.ref}"}
    seen |= {f"/papers/{told.next}", f"/papers/{told.next}/print", f"/papers/{told.next}/promises", "/groups/"}
    seen |= {f"/plans/{told.there.plan.ref}/compare", "/me", "/inspection/", "/risks/"}
    for path in sorted(seen):
        yield path, client.get(path).content.decode("utf-8", "replace")
    cache.clear()
    made = client.post(reverse("web:make_calendar")).content.decode()
    for path in CALENDAR.findall(made):
        yield path, Client().get(path).content.decode()
    mail.outbox.clear()
    for rhythm in (Rhythm.DAILY, Rhythm.WEEKLY):
        jobs.send_digest(account_id=who.account_id, rhythm=rhythm.value, spell_on=AFTER.isoformat())
    for letter in mail.outbox:
        yield "letter", f"{letter.subject} {letter.body} {letter.extra_headers}"


@pytest.mark.parametrize("who", ["author", "lead", "head", "clerk", "officer"])
def test_those_who_work_on_papers_meet_them_only_in_the_exempt_paper(told: Told, who: str) -> None:
    for path, text in sweep(told, getattr(told.there, who)):
        if path.endswith((".ics", "letter")):
            assert CANARY not in text, path
        assert CANARY not in text.replace(TITLE, ""), f"{path}: what they may read is the paper's own title"


@pytest.mark.parametrize(
    "role",
    [Role.PARTNER, Role.INSPECTOR, Role.ADMINISTRATOR, Role.OTHER_COUNCILLOR, Role.INFORMATION_GOVERNANCE],
)
def test_nobody_else_meets_them_anywhere(told: Told, role: Role) -> None:
    who = factories.actor(told.there.authority, role)
    for path, text in sweep(told, who):
        assert CANARY not in text, path
    client = signed_in(who)
    pages = [f"/papers/{told.first}{end}" for end in ("", "/after", "/promises", "/lines", "/files/pdf")]
    for path in (*pages, f"/search?q={CANARY[:6]}", "/search?q=brought", f"/papers/questions/{told.question}/answer"):
        assert CANARY not in client.get(path).content.decode("utf-8", "replace").replace(f'value="{CANARY[:6]}"', "")
    with told.there.as_(who):
        assert not MemberQuestion.objects.filter(words__contains=CANARY).exists(), "the table's own lock"


def test_a_member_of_the_committee_meets_them_only_in_the_exempt_paper_and_what_was_asked_about_it(told: Told) -> None:
    who = factories.actor(told.there.authority, Role.COUNCILLOR_ON_COMMITTEE)
    for path, text in sweep(told, who):
        assert CANARY not in (text if path.endswith((".ics", "letter")) else text.replace(TITLE, "")), path
    page = signed_in(who).get(reverse("reporting:after_meeting", args=[told.first])).content.decode()
    assert f"How does the {CANARY} fare?" in page


def test_other_systems_and_files_have_none_of_them(told: Told) -> None:
    headers = {"Authorization": f"Bearer {told.secret}"}
    ref = told.there.plan.ref
    for path in ("plans", f"plans/{ref}", f"plans/{ref}/actions", "papers", f"papers/{told.first}", "openapi.json"):
        cache.clear()
        answer = Client().get(f"/api/v1/{path}", headers=headers)
        assert CANARY not in answer.content.decode("utf-8", "replace"), path
    assert CANARY not in str(list(Delivery.objects.values()))
    assert CANARY not in str(list(ProcrastinateJob.objects.values()))
    for kind in ("csv", "xlsx", "data"):
        assert CANARY.encode() not in exported(told, kind), kind


def exported(told: Told, kind: str) -> bytes:
    """The plan as a file, with what a workbook has inside."""
    client = signed_in(told.there.author)
    page = client.post(reverse("improvement:start_export", args=[told.there.plan.ref]), {"kind": kind})
    ref = page.headers["Location"].rstrip("/").split("/")[-1]
    export_plan(account_id=told.there.author.account_id, ref=ref)
    made = client.get(reverse("improvement:export_file", args=[ref]))
    assert made.status_code == 200
    if kind != "xlsx":
        return made.content
    with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
        return b" ".join(archive.read(name) for name in archive.namelist())


# --- what may be told ---


def test_those_who_may_read_the_paper_see_the_real_words_beside_it(told: Told) -> None:
    for who in (told.there.author, told.there.head):
        page = signed_in(who).get(reverse("reporting:after_meeting", args=[told.first])).content.decode()
        for words in (PROMISE, f"Agreed two posts for the {CANARY}.", f"How does the {CANARY} fare?"):
            assert words in page
        assert "Not for publication" in page


def test_words_that_the_public_may_read_are_told_and_those_that_repeat_an_exempt_part_are_not(told: Told) -> None:
    given = {"paper_ref": told.first, "so_on": MET, "is_public": True}
    with told.there.as_(told.there.author) as author:
        repeated = refused(
            actions.ask_question,
            actor=author,
            asked_by="A member",
            words=f"So: {PROMISE}",
            at=later(told.there),
            **given,
        )
        asked = actions.ask_question(
            actor=author, asked_by="A member", words="When is the next paper?", at=later(told.there), **given
        )
        actions.answer_question(
            actor=author, question_ref=asked, words=f"When the {CANARY} sings.", so_on=AFTER, at=later(told.there)
        )
    with told.there.as_(told.there.head) as head:
        actions.record_outcome(actor=head, agreed="Noted the paper.", at=later(told.there), **given)
    assert "repeat an exempt part" in repeated
    opens = told.opens_with()
    assert "25 October 2012: Noted the paper." in opens
    assert "“When is the next paper?” Answered on 30 October 2012: see there." in opens and CANARY not in opens
