"""A canary in the exempt parts of a paper: it stands in the whole edition, and in nothing that leaves the committee."""

from __future__ import annotations

import io
import json
import logging
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from unittest.mock import patch

import pdfplumber
import pytest
from django.core.cache import cache
from django.db import connections
from django.test import Client

from lippen.improvement import queries as plans
from lippen.organisation.actions.tokens import make_token
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories
from lippen.organisation.vocabulary import Scope
from lippen.reporting import actions, jobs, queries
from lippen.reporting.checks import check
from lippen.reporting.papers.compare import Answer
from lippen.reporting.papers.template import read_text
from lippen.reporting.queries.frozen import signed_files
from lippen.reporting.tests.drawn import drawn_data
from lippen.reporting.tests.screens import BEFORE_THE_CLOCK, signed_in
from lippen.reporting.tests.world import TODAY, World, world
from lippen.reporting.vocabulary import PromiseVerdict, TieKind

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "public"])
CANARY = "quarrycanary"
PUBLIC_TABLES = (
    "reporting_issue",
    "reporting_signedpaper",
    "reporting_signedfile",
    "reporting_publicedition",
    "reporting_publicissue",
    "reporting_publicfile",
    "reporting_withdrawal",
    "reporting_papertie",
    "reporting_registersetting",
)


@pytest.fixture
def turned_on(settings) -> Iterator[None]:
    import lippen.web.urls  # noqa: F401  # read while the pages are off: a module of addresses is read once

    settings.LIPPEN_TODAY = TODAY
    settings.LIPPEN_PUBLIC_PAGES = True
    settings.ROOT_URLCONF = "lippen.web.tests.urls_with_public"
    yield


def issued(there: World) -> str:
    """A paper with a canary in a section, in a theme's answer and in an action's line, each marked; and issued."""
    ref = there.opened().ref
    there.fill(ref)
    sung = f"The {CANARY} sang to one family."
    with there.as_(there.author) as actor:
        there.write(actor, ref, "workforce", sung, version=1)
        given = {"kind": "measure", "text": f"{sung} Again.", "source": f"the {CANARY} itself", "at": there.at()}
        actions.write_difference(actor=actor, paper_ref=ref, theme_number=1, **given)
        line = queries.paper(actor, ref, at=there.at()).lines[0]
        actions.write_line(
            actor=actor,
            paper_ref=ref,
            action_ref=line.action_ref,
            paragraphs=[f"Told of the {CANARY} alone."],
            version=line.line.version,
            at=there.at(),
        )
    there.agree(ref)
    for place in ("text:workforce", "theme:1", f"line:{line.action_ref}"):
        there.exempt(ref, place, (5,))
    there.send(ref)
    there.approve(there.head, ref)
    there.approve(there.chief, ref)
    there.accept(ref)
    there.issue(ref)
    return ref


def words_of(pdf: bytes) -> str:
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        return " ".join(page.extract_text() or "" for page in opened.pages)


def words_in_docx(docx: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        return " ".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


def test_exempt_words_are_in_no_output_that_leaves_the_committee(turned_on, caplog) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.INFO, logger="pdfminer")  # what reads PDFs here tells each of their words, and is not ours
    there = world(actions_in_each_theme=1)
    there.steps = BEFORE_THE_CLOCK
    there.turn_register_on()
    ref = issued(there)
    edition = f"{ref}-public"
    with there.as_(there.clerk) as actor:
        whole = signed_files(actor, ref)
        names = zipfile.ZipFile(io.BytesIO(queries.bundle(actor, ref))).namelist()
        assert CANARY in json.dumps(queries.signed_content(actor, ref)), "the canary is alive in the whole edition"
    assert CANARY in words_of(whole["pdf"]) and CANARY in words_in_docx(whole["docx"])
    assert not any(CANARY in name for name in names)
    jobs.make_public_edition(account_id=there.clerk.account_id, edition_ref=edition)
    jobs.make_public_edition(account_id=there.clerk.account_id, edition_ref=edition)
    anyone = Client(raise_request_exception=False)
    # The public's pages: register, paper, feed, each file, addresses that are not there.
    told = [anyone.get(f"/public/papers/{path}") for path in ("", edition, "feed", ref, f"{ref}/pdf", f"{edition}/x")]
    assert [answer.status_code for answer in told] == [200, 200, 200, 404, 404, 404]
    files = {kind: anyone.get(f"/public/papers/{edition}/{kind}") for kind in ("pdf", "docx", "html")}
    assert {answer.status_code for answer in files.values()} == {200}
    for answer in (*told, *files.values()):
        assert CANARY not in answer.content.decode("utf-8", "replace")
        assert CANARY not in str(answer.headers)
    public_pdf = words_of(files["pdf"].content)
    assert CANARY not in public_pdf and "Not for publication (paragraph 5)" in " ".join(public_pdf.split())
    assert CANARY not in words_in_docx(files["docx"].content)
    # What the public role itself can read, table by table.
    with connections["public"].cursor() as cursor:
        for table in PUBLIC_TABLES:
            cursor.execute(f"select * from {table}")
            rows = cursor.fetchall()
            assert CANARY.encode() not in b" ".join(bytes(v) for row in rows for v in row if isinstance(v, memoryview))
            assert CANARY not in str(rows)
        cursor.execute("select count(*) from reporting_signedpaper")
        assert cursor.fetchone() == (0,)
    # A councillor who is not on the committee, and one of another council.
    other = signed_in(factories.actor(there.authority, Role.OTHER_COUNCILLOR))
    paths = ["/papers/", "/papers/register", f"/papers/{ref}", f"/papers/{ref}/files/pdf", f"/papers/{ref}/bundle"]
    paths += [f"/search?q={CANARY[:6]}", "/search?q=sang"]
    paths += [f"/papers/{ref}/figures/actions", f"/papers/{ref}/lines", f"/papers/editions/{edition}/html", "/"]
    for path in paths:
        assert CANARY not in other.get(path).content.decode("utf-8", "replace"), path
    assert edition in other.get("/papers/register").content.decode()
    # A copy that is checked is held against its own edition and never shows the other.
    for kind, answer in files.items():
        checked = check(f"x.{kind}", answer.content, today=TODAY)
        assert (checked.verdict.kind, checked.verdict.ref, checked.records_agree) == (Answer.EXACT, edition, True)
    forged = files["html"].content.replace(b"Not for publication (paragraph 5).", b"Nothing was said here.")
    checked = check("x.html", forged, today=TODAY)
    assert checked.verdict.kind is Answer.CHANGED and CANARY not in checked.verdict.sentence
    assert CANARY not in caplog.text


def test_a_withdrawn_paper_says_so_at_its_public_address_and_links_what_came_after(turned_on) -> None:
    there = world(actions_in_each_theme=1)
    there.turn_register_on()
    first = there.signed()
    there.issue(first)
    given = {"text_closed_on": TODAY, "issue_on": TODAY, "reason": "A figure was wrong."}
    with there.as_(there.author) as actor:
        made = actions.follow_paper(actor=actor, paper_ref=first, kind=TieKind.REPLACEMENT, at=there.at(), **given)
        there.route(actor, made.ref)
    there.agree(made.ref)
    there.send(made.ref)
    there.approve(there.head, made.ref)
    there.approve(there.chief, made.ref)
    there.issue(made.ref)
    with there.as_(there.clerk) as actor:
        actions.withdraw_paper(actor=actor, paper_ref=first, reason="Its figures were wrong.", at=there.at())
    anyone = Client()
    for path, status in ((first, 200), (f"{first}/pdf", 410)):
        answer = anyone.get(f"/public/papers/{path}")
        page = answer.content.decode()
        assert answer.status_code == status and "Its figures were wrong." in page and "Withdrawn" in page
        assert f"/public/papers/{made.ref}" in page
    assert anyone.get(f"/public/papers/{made.ref}/pdf").status_code == 200
    assert "Withdrawn: Long-term team: progress" in anyone.get("/public/papers/feed").content.decode()
    with connections["public"].cursor() as cursor:
        cursor.execute(
            "select distinct signed.paper_ref from reporting_signedfile f join reporting_signedpaper signed "
            "on signed.id = f.signed_id"
        )
        assert cursor.fetchall() == [(made.ref,)], "the lock itself gives out no file of a withdrawn paper"


def test_a_council_that_has_not_turned_its_register_on_shows_nothing(turned_on) -> None:
    there = world(actions_in_each_theme=1)
    ref = there.signed()
    there.issue(ref)
    anyone = Client()
    assert "No papers yet" in anyone.get("/public/papers/").content.decode()
    assert anyone.get(f"/public/papers/{ref}/pdf").status_code == 404
    there.turn_register_on()
    assert ref in anyone.get("/public/papers/").content.decode()
    with there.as_(there.clerk) as actor:
        given = {"authority_id": there.authority.pk, "reason": "Council decided.", "at": there.at()}
        actions.set_register(actor=actor, is_on=False, **given)
    assert ref not in anyone.get("/public/papers/").content.decode()
    assert anyone.get(f"/public/papers/{ref}/pdf").status_code == 404


# --- the next paper, and other systems ---

SUNG = f"The {CANARY} sang to one family."
PROMISED = f"A report on the {CANARY} will be brought to a later meeting of the committee."
TITLE = f"What the {CANARY} sang"
MET = date(2012, 10, 25)


def with_promise(there: World, *, whole: bool) -> str:
    """An issued exempt paper that promises something in words that are exempt; its title is exempt too."""
    ref = titled(there)
    there.fill(ref)
    with there.as_(there.author) as actor:
        there.write(actor, ref, "workforce", SUNG, PROMISED, "A plain word besides.", version=1)
        actions.decide_promise(
            actor=actor,
            paper_ref=ref,
            sentence=PROMISED,
            verdict=PromiseVerdict.PROMISE,
            owner_id=there.lead.person_id,
            due_on=date(2012, 12, 20),
            at=there.at(),
        )
    there.exempt(ref, "whole" if whole else "text:workforce", (5,), public_title="A care matter")
    for step in (there.send, partial(there.approve, there.head), partial(there.approve, there.chief)):
        step(ref)
    there.accept(ref)
    there.issue(ref)
    return ref


def titled(there: World) -> str:
    with there.as_(there.author) as actor:
        return actions.open_paper(
            actor=actor,
            plan_ref=there.plan.ref,
            meeting_ref=there.meeting,
            subject=TITLE,
            report_by_person_id=there.head.person_id,
            period_starts_on=date(2012, 7, 9),
            period_ends_on=date(2012, 10, 1),
            data_as_at=date(2012, 9, 30),
            text_closed_on=TODAY,
            issue_on=TODAY,
            at=there.at(),
        ).ref


def after_the_meeting(there: World, ref: str) -> None:
    """What the committee decided on it in private, and what a member asked about it."""
    day = MET + timedelta(days=5)
    at = datetime(2012, 10, 30, 9, 0, tzinfo=UTC)
    with there.as_(there.author) as actor:
        actions.record_outcome(actor=actor, paper_ref=ref, agreed=f"To pay for the {CANARY} song", so_on=day, at=at)
        asked = actions.ask_question(
            actor=actor,
            paper_ref=ref,
            asked_by="Councillor Example",
            words=f"Who heard the {CANARY}?",
            so_on=day,
            at=at,
        )
        actions.answer_question(actor=actor, question_ref=asked, words=f"All heard the {CANARY}.", so_on=day, at=at)


@pytest.mark.parametrize("whole", [True, False], ids=["whole", "in part"])
def test_exempt_words_are_not_in_the_next_papers_draft(whole: bool, settings) -> None:
    settings.LIPPEN_TODAY = TODAY
    there = world(actions_in_each_theme=1)
    ref = with_promise(there, whole=whole)
    after_the_meeting(there, ref)
    settings.LIPPEN_TODAY = later = date(2012, 11, 5)
    at = datetime(2012, 11, 5, 9, 0, tzinfo=UTC)
    with there.as_(there.clerk) as clerk:
        (committee,) = queries.all_committees(clerk)
        meeting = actions.call_meeting(actor=clerk, committee_ref=committee.ref, meets_on=date(2012, 12, 13), at=at)
    text = json.dumps(drawn_data() | {"children": None})
    with there.as_(there.author) as actor:
        made = actions.open_paper(
            actor=actor,
            plan_ref=there.plan.ref,
            meeting_ref=meeting,
            subject="Progress",
            report_by_person_id=there.head.person_id,
            period_starts_on=date(2012, 10, 1),
            period_ends_on=date(2012, 11, 1),
            data_as_at=date(2012, 10, 31),
            text_closed_on=later,
            issue_on=later,
            at=at,
        )
        actions.refer_to_paper(actor=actor, paper_ref=made.ref, other_ref=ref, why="It goes on.", at=at)
        drafts = {section.key: section for section in queries.drafted_sections(actor, made.ref, at=at)}
        assert len(drafts) > 3
        told = {"drafts": str(drafts), "content": str(queries.content(actor, made.ref, known_at=at))}
        told["references"] = str(queries.paper(actor, made.ref, at=at).blocks)
        with patch("lippen.reporting.queries.records.form_of", lambda row: read_text(text)):
            told["what was decided"] = str(queries.content(actor, made.ref, known_at=at))
    assert {where for where, said in told.items() if CANARY in said} == set()
    assert "is not for publication" in told["drafts"] and "Not for publication" in told["what was decided"]
    assert "A care matter" in told["content"], "the reference has the public title"


def test_a_public_promise_of_a_paper_that_is_exempt_in_part_is_told_in_the_next(settings) -> None:
    settings.LIPPEN_TODAY = TODAY
    there = world(actions_in_each_theme=1)
    ref = there.opened().ref
    there.fill(ref)
    open_words = "A report on the rooms will be brought to a later meeting of the committee."
    with there.as_(there.author) as actor:
        there.write(actor, ref, "workforce", SUNG, version=1)
        there.write(actor, ref, "stakeholders", open_words, version=1)
        given = {"owner_id": there.lead.person_id, "due_on": date(2012, 12, 20), "verdict": PromiseVerdict.PROMISE}
        actions.decide_promise(actor=actor, paper_ref=ref, sentence=open_words, at=there.at(), **given)
    there.exempt(ref, "text:workforce", (5,))
    there.send(ref)
    there.approve(there.head, ref)
    there.approve(there.chief, ref)
    at = datetime(2012, 11, 5, 9, 0, tzinfo=UTC)
    with there.as_(there.clerk) as clerk:
        (committee,) = queries.all_committees(clerk)
        meeting = actions.call_meeting(actor=clerk, committee_ref=committee.ref, meets_on=date(2012, 12, 13), at=at)
    with there.as_(there.author) as actor:
        made = actions.open_paper(
            actor=actor,
            plan_ref=there.plan.ref,
            meeting_ref=meeting,
            subject="Progress",
            report_by_person_id=there.head.person_id,
            period_starts_on=date(2012, 10, 1),
            period_ends_on=date(2012, 11, 1),
            data_as_at=date(2012, 10, 31),
            text_closed_on=date(2012, 11, 5),
            issue_on=date(2012, 11, 5),
            at=at,
        )
        content = str(queries.content(actor, made.ref, known_at=at))
    assert open_words in content and CANARY not in content


def test_exempt_words_are_in_no_answer_of_the_json_interface(settings) -> None:
    settings.LIPPEN_TODAY = TODAY
    there = world(actions_in_each_theme=1)
    there.steps = BEFORE_THE_CLOCK
    refs = [issued(there), with_promise(there, whole=True)]
    with there.as_(there.author) as author:
        actions_on = [row.ref for row in plans.plan_actions(author, there.plan.pk, today=TODAY)]
    secret = make_token(
        actor=factories.actor(there.authority, Role.ADMINISTRATOR),
        name="Neighbour",
        authority_id=there.authority.pk,
        scopes=tuple(Scope),
        expires_on=TODAY + timedelta(days=9),
        at=there.at(),
    )
    paths = ["plans", "papers", f"plans/{there.plan.ref}", f"plans/{there.plan.ref}/actions", "openapi.json"]
    paths += [f"actions/{ref}" for ref in actions_on]
    for ref in (*refs, *(f"{ref}-public" for ref in refs)):
        paths += [f"papers/{ref}", *(f"papers/{ref}/files/{kind}" for kind in ("pdf", "docx", "html"))]
    asked = {}
    for path in paths:
        cache.clear()
        asked[path] = Client().get(f"/api/v1/{path}", headers={"Authorization": f"Bearer {secret}"})
    assert asked["plans"].status_code == asked["papers"].status_code == 200
    assert {asked[f"papers/{ref}"].status_code for ref in refs} == {404}
    for path, answer in asked.items():
        assert CANARY not in answer.content.decode("utf-8", "replace") + str(answer.headers), path
    assert not any(ref in asked["papers"].content.decode() for ref in refs)


def test_a_replacement_of_an_exempt_paper_is_as_exempt_from_its_first_draft(settings) -> None:
    settings.LIPPEN_TODAY = TODAY
    there = world(actions_in_each_theme=1)
    first = issued(there)
    given = {"text_closed_on": TODAY, "issue_on": TODAY, "reason": "A figure was wrong."}
    with there.as_(there.author) as actor:
        made = actions.follow_paper(actor=actor, paper_ref=first, kind=TieKind.REPLACEMENT, at=there.at(), **given)
        whole = queries.content(actor, made.ref, known_at=there.at())
        public = queries.public_edition_of(actor, made, at=there.at())
    assert CANARY in json.dumps(whole) and "Not for publication" in json.dumps(whole)
    assert CANARY not in json.dumps(public)
