"""A partner's contact as a canary: name and telephone are in nothing that leaves the pages of the engagement."""

from __future__ import annotations

import io
import json
import logging
import re
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from lippen.improvement import actions as improvement
from lippen.improvement import jobs as improvement_jobs
from lippen.improvement.actions import Owner
from lippen.improvement.models import ActionNow
from lippen.improvement.room_exports import Told
from lippen.improvement.scores import Score
from lippen.improvement.vocabulary import Direction, GivenTo, GroupKind, Mood, StakeholderKind
from lippen.kernel.models import AuditEntry
from lippen.organisation.actions.tokens import make_token
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories
from lippen.organisation.vocabulary import Rhythm, Scope
from lippen.reporting import queries
from lippen.reporting.queries.frozen import signed_files
from lippen.reporting.tests.screens import BEFORE_THE_CLOCK, signed_in
from lippen.reporting.tests.world import NOW, TODAY, World, world
from lippen.web import jobs
from lippen.web.tests.test_exempt_canary import words_in_docx, words_of

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "public"])
NAME, REACH, ROLE = "Perpetua Wrencanary", "01632 960 917, wrencanary@example.org", "Reporter Wrencanary-Holt"
CANARIES = ("Wrencanary", "wrencanary", "Perpetua", "960 917", "960917")
GROUP = "Panel members of the north"


@pytest.fixture
def there(settings) -> Iterator[World]:
    import lippen.web.urls  # noqa: F401  # read while the pages are off: a module of addresses is read once

    settings.LIPPEN_TODAY = TODAY
    settings.LIPPEN_SITE = "https://lippen.example.org"
    settings.LIPPEN_PUBLIC_PAGES = True
    settings.ROOT_URLCONF = "lippen.web.tests.urls_with_public"
    cache.clear()
    made = world(actions_in_each_theme=1)
    made.steps = BEFORE_THE_CLOCK
    made.turn_register_on()
    engage(made)
    yield made


def engage(there: World) -> None:
    """A group of the plan with a contact who came, said something, was promised something and was answered."""
    with there.as_(there.lead) as actor:
        when = {"actor": actor, "so_on": TODAY, "at": there.at()}
        given = {"authority_id": there.authority.pk, "kind": StakeholderKind.PANEL_MEMBERS, "name": GROUP}
        there.group = improvement.add_stakeholder(**given, lead_id=actor.person_id, **when).ref
        of = {"stakeholder_ref": there.group, **when}
        contact = improvement.add_contact(name=NAME, role=ROLE, reach=REACH, **of)
        theme = improvement.agree_theme(title="Reports on time", sign="A week before", **of)
        improvement.read_theme(theme_ref=theme.ref, mood=Mood.SOME, **when)
        meetings = [improvement.arrange_meeting(meets_on=TODAY + timedelta(days=days), **of) for days in (0, 7)]
        improvement.hold_meeting(
            actor=actor, meeting_ref=meetings[0].ref, held_on=TODAY, at=there.at(), contacts=[contact.ref]
        )
        there.action = ActionNow.objects.filter(plan=there.plan).earliest("action_id").action.ref
        promise = improvement.make_commitment(
            direction=Direction.OURS,
            words="Reports come a week before the hearing",
            owner=Owner(actor.person_id),
            plan_ref=there.plan.ref,
            action_ref=there.action,
            authority_id=there.authority.pk,
            other_words=GROUP,
            **of,
        )
        said = improvement.note_said(words="Reports come late", theme_ref=theme.ref, **of)
        improvement.answer_said(said_ref=said.ref, words="A rota", commitment_ref=promise.ref, **when)
        line = {"ref": said.ref, "said": "Reports come late", "done": ["A rota"]}
        improvement.give_back(audience=GivenTo.EVERYONE, to_words=GROUP, content={"name": GROUP, "lines": [line]}, **of)
        risk = {"title": "Reports stay late", "score": Score(4, 4), "owner": Owner(actor.person_id)}
        improvement.raise_risk(plan_ref=there.plan.ref, **risk, **when)
    with there.as_(there.author) as actor:
        when = {"actor": actor, "so_on": TODAY, "at": there.at()}
        board = improvement.found_group(plan_ref=there.plan.ref, kind=GroupKind.IMPROVEMENT_BOARD, name="Board", **when)
        there.sitting = improvement.call_meeting(group_ref=board.ref, meets_on=TODAY, **when).ref


def silent(*outputs: object) -> None:
    """No canary sings in any of these."""
    for output in outputs:
        words = output.decode("utf-8", "replace") if isinstance(output, bytes) else str(output)
        assert words, "an empty output proves nothing"
        assert [canary for canary in CANARIES if canary in words] == [], words[:300]


def test_the_canary_is_alive_where_it_belongs(there: World) -> None:
    page = signed_in(there.lead).get(f"/partners/{there.group}").content.decode()
    assert NAME in page and "960 917" in page and ROLE in page


def test_no_file_of_the_plan_and_its_rooms_names_a_contact(there: World, caplog) -> None:
    caplog.set_level(logging.DEBUG)
    client = signed_in(there.author)

    def fetched(path: str, job: object, **fields: str) -> bytes:
        asked = client.post(path, {"form_token": str(uuid4()), **fields})
        ref = asked.headers["Location"].rsplit("/", 1)[1]
        job(account_id=there.author.account_id, ref=ref)
        return client.get(f"/plans/exports/{ref}/file").content

    plan = there.plan.ref
    for kind in ("csv", "data", "xlsx"):
        silent(opened(fetched(f"/plans/{plan}/export", improvement_jobs.export_plan, kind=kind)))
    for table in Told:
        for kind in ("csv", "xlsx"):
            made = fetched("/plans/tables", improvement_jobs.export_table, kind=kind, table=table, plan=plan)
            silent(opened(made))
            assert table is not Told.COMMITMENTS or "Reports come a week before" in opened(made)
    silent(opened(client.get(f"/plans/{plan}/my-actions").content))
    for path in (
        f"/plans/{plan}",
        f"/plans/{plan}/print",
        f"/plans/{plan}/operational",
        f"/plans/{plan}/by-council.csv",
    ):
        silent(client.get(path).content)
    for path in (
        f"/groups/meetings/{there.sitting}",
        f"/groups/meetings/{there.sitting}/pack",
        "/partners/commitments",
    ):
        silent(client.get(path).content)
    silent(caplog.text or "nothing was logged", list(AuditEntry.objects.values()))


def opened(content: bytes) -> str:
    """A file's words: a spreadsheet's are inside its archive."""
    return words_in_docx(content) if content.startswith(b"PK") else content.decode("utf-8-sig")


def test_no_paper_bundle_page_or_feed_names_a_contact(there: World) -> None:
    ref = there.signed()
    there.issue(ref)
    with there.as_(there.clerk) as actor:
        silent(json.dumps(queries.signed_content(actor, ref), default=str))
        files = signed_files(actor, ref)
        bundle = zipfile.ZipFile(io.BytesIO(queries.bundle(actor, ref)))
        silent(*bundle.namelist(), *(bundle.read(name) for name in bundle.namelist()))
    silent(words_of(files["pdf"]), words_in_docx(files["docx"]), files["html"])
    anyone = Client()
    for path in ("", ref, "feed", f"{ref}/html"):
        answer = anyone.get(f"/public/papers/{path}")
        assert answer.status_code == 200, path
        silent(answer.content, answer.headers)
    silent(words_of(anyone.get(f"/public/papers/{ref}/pdf").content))


def test_the_interface_of_other_systems_names_no_contact(there: World) -> None:
    ref = there.signed()
    there.issue(ref)
    administrator = factories.actor(there.authority, Role.ADMINISTRATOR)
    given = {"name": "Health board", "authority_id": there.authority.pk, "expires_on": TODAY + timedelta(days=9)}
    secret = make_token(actor=administrator, scopes=tuple(Scope), at=NOW, **given)
    plan = there.plan.ref
    for path in (
        "openapi.json",
        "plans",
        f"plans/{plan}",
        f"plans/{plan}/actions",
        f"actions/{there.action}",
        "papers",
    ):
        answer = Client().get(f"/api/v1/{path}", headers={"Authorization": f"Bearer {secret}"})
        assert answer.status_code == 200, path
        silent(answer.content)
    for path in (f"papers/{ref}", f"papers/{ref}/files/html", "partners", "contacts", f"partners/{there.group}"):
        answer = Client().get(f"/api/v1/{path}", headers={"Authorization": f"Bearer {secret}"})
        assert answer.status_code == (200 if path.startswith("papers/") else 404), path
        silent(answer.content)


def test_no_letter_and_no_calendar_names_a_contact(there: World) -> None:
    client = signed_in(there.lead)
    page = client.post(reverse("web:make_calendar")).content.decode()
    address = re.search(r"(/calendar/[0-9a-f]{40}\.ics)", page)
    assert address is not None
    silent(Client().get(address[1]).content)
    monday = TODAY - timedelta(days=TODAY.weekday())
    jobs.send_digest(account_id=there.lead.account_id, rhythm=Rhythm.WEEKLY.value, spell_on=monday.isoformat())
    (letter,) = mail.outbox
    desk = client.get("/").content.decode()
    assert GROUP in desk and "is on your desk" in letter.body
    silent(desk, letter.subject, letter.body, letter.message().as_string())


@pytest.mark.parametrize("role", [Role.COMMITTEE_CLERK, Role.COUNCILLOR_ON_COMMITTEE, Role.PARTNER, Role.INSPECTOR])
def test_the_search_of_whoever_may_not_read_plans_finds_no_contact(there: World, role: Role) -> None:
    client = signed_in(factories.actor(there.authority, role))
    for words in ("Perpet", "Wrencan", "01632"):
        answer = client.get(f"/search?q={words}")
        if answer.status_code == 200:
            assert "Wrencanary" not in answer.content.decode() and "960 917" not in answer.content.decode()
    assert client.get(f"/partners/{there.group}").status_code in {403, 404}
