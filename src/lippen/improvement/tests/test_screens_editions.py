from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from lippen.improvement import jobs
from lippen.improvement.models import Action, ActionNow, ImportBatch, Plan
from lippen.improvement.screens import importing
from lippen.improvement.tests import factories
from lippen.improvement.tests.screens import signed_in, statements, text_of
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories as people

pytestmark = pytest.mark.django_db
HEADINGS = "Theme,Action,Lead,Target date,Progress\n"
FIRST = HEADINGS + "Homes,Find ten new carers,WK,March 2013,Begun\nHomes,Paint the visiting room,WK,May 2013,\n"
SECOND = HEADINGS + "Homes,Find ten new carers,WK,June 2013,Two came\nHomes,Fill the empty posts,WK,May 2013,\n"


@pytest.fixture(autouse=True)
def today(settings) -> None:
    settings.LIPPEN_TODAY = factories.TODAY


@pytest.fixture
def cast() -> factories.Cast:
    return factories.cast()


@pytest.fixture
def officer(cast):
    return signed_in(cast.editor)


def url(name: str, *args: str) -> str:
    return reverse(f"improvement:{name}", args=args)


def sent(content: str, name: str = "plan.csv") -> dict[str, object]:
    return {"file": SimpleUploadedFile(name, content.encode()), "form_token": str(uuid4())}


@pytest.fixture
def plan(officer, settings) -> Plan:
    settings.LIPPEN_TODAY = factories.TODAY - timedelta(days=60)
    where = officer.post(url("import_plan"), sent(FIRST)).headers["Location"]
    kept = {"title": "Looms", "rhythm": "92", "audience": "internal", "version": "1", "form_token": str(uuid4())}
    officer.post(where, kept)
    settings.LIPPEN_TODAY = factories.TODAY
    return Plan.objects.get(title="Looms")


def decided(client, where: str, *, version: int, **fields: object):
    given = {"day": "16 October 2012", "audience": "internal", "version": str(version), "form_token": str(uuid4())}
    return client.post(where, {**given, **fields})


def opened(officer, plan: Plan, content: str = SECOND) -> str:
    officer.post(url("plan_edition", plan.ref), sent(content))
    return url("import_edition", ImportBatch.objects.latest("id").ref)


def test_the_plan_says_that_an_edition_waits_beside_it_to_those_who_may_bring_it_in(officer, cast, plan) -> None:
    where = opened(officer, plan)
    for page in ("plan", "plan_edition"):
        answer, asked = statements(lambda page=page: officer.get(url(page, plan.ref)))
        assert where in text_of(answer) and asked <= 25, f"{page}: {asked}"
    assert where not in text_of(signed_in(cast.worker).get(url("plan", plan.ref)))


def test_the_plan_offers_to_bring_in_another_edition_to_those_who_may(officer, cast, plan) -> None:
    assert url("plan_edition", plan.ref) in text_of(officer.get(url("plan", plan.ref)))
    assert url("plan_edition", plan.ref) not in text_of(signed_in(cast.worker).get(url("plan", plan.ref)))
    assert signed_in(cast.worker).get(url("plan_edition", plan.ref)).status_code == 403


def test_an_edition_without_a_date_is_asked_for_it_before_it_is_compared(officer, plan) -> None:
    where = opened(officer, plan)
    page = text_of(officer.get(where))
    assert "gives no date of its own" in page and "What differs" not in page
    answer = decided(officer, where, version=1)
    assert answer.headers["Location"] == where
    assert "What differs" in text_of(officer.get(where))


def test_the_edition_stands_beside_the_plan_and_nothing_is_ticked_beforehand(officer, plan) -> None:
    where = opened(officer, plan)
    decided(officer, where, version=1, _look="1")
    batch = ImportBatch.objects.latest("id")
    page = text_of(officer.get(where))
    assert "“Fill the empty posts” is not in the plan in these words." in page
    assert "Changed: 1 action" in page and "<span>March 2013</span>" in page and "<span>June 2013</span>" in page
    boxes = [part.split(">")[0] for part in page.split('type="checkbox"')[1:]]
    assert boxes and not any("checked" in box for box in boxes)
    assert batch.state == "waiting" and ActionNow.objects.filter(plan=plan, text__contains="empty posts").count() == 0


def test_what_was_accepted_is_in_the_plan_and_the_reader_is_led_to_what_it_asks(officer, plan) -> None:
    from lippen.improvement.adapters.answers import name_of

    where = opened(officer, plan)
    decided(officer, where, version=1, _look="1")
    decided(officer, where, version=2, _look="1", **{name_of("match:1.2"): "new"})
    page = text_of(officer.get(where))
    assert "New in this edition: 1 action" in page and "No longer there: 1 action" in page
    answer = decided(officer, where, version=3, every="on")
    assert answer.headers["Location"] == url("plan_doubts", plan.ref)
    page = text_of(officer.get(answer.headers["Location"]))
    assert "Dates that moved without a reason" in page and "Actions that the newest edition no longer has" in page
    assert sorted(Action.objects.filter(plan=plan).values_list("number", flat=True)) == ["1.1", "1.2", "1.3"]
    story = text_of(officer.get(url("action", Action.objects.get(plan=plan, number="1.1").ref)))
    assert "first March 2013, moved once" in story and "Reason not given" in story


def test_the_reason_of_a_slip_is_given_on_its_own_page(officer, plan) -> None:
    where = opened(officer, plan, SECOND.replace("Fill the empty posts", "Paint the visiting room"))
    decided(officer, where, version=1, _look="1")
    decided(officer, where, version=2, every="on")
    page = text_of(officer.get(url("plan_doubts", plan.ref)))
    doubt = page.split("/plans/doubts/")[1:]
    ref = next(part.split('"')[0] for part in doubt if "no reason is given" in part)
    form = text_of(officer.get(url("answer_doubt", ref)))
    assert "Why did it move?" in form and "Who agreed?" in form
    empty = text_of(officer.post(url("answer_doubt", ref), {"reason": "The mill burnt", "form_token": str(uuid4())}))
    assert 'href="#id_agreed_by"' in empty and "The mill burnt" in empty
    given = {"reason": "The mill burnt", "agreed_by": "Head of Service", "form_token": str(uuid4())}
    assert officer.post(url("answer_doubt", ref), given).status_code == 302
    assert "no reason is given" not in text_of(officer.get(url("plan_doubts", plan.ref)))


def test_an_edition_that_was_set_aside_changes_nothing(officer, plan) -> None:
    where = opened(officer, plan)
    answer = decided(officer, where, version=1, _abandon="1")
    assert answer.headers["Location"] == url("plan", plan.ref)
    assert officer.get(where).status_code == 409 and Action.objects.filter(plan=plan).count() == 2


def test_a_large_edition_is_read_by_a_job_and_then_stands_beside_the_plan(officer, cast, plan, monkeypatch) -> None:
    monkeypatch.setattr(importing, "READ_AT_ONCE_BYTES", 10)
    watched = officer.post(url("plan_edition", plan.ref), sent(SECOND)).headers["Location"]
    jobs.read_import(account_id=cast.editor.account_id, ref=watched.split("/")[-2])
    preview = officer.get(watched).headers["Location"]
    assert officer.get(preview).headers["Location"] == url("import_edition", ImportBatch.objects.latest("id").ref)


def test_another_councils_plan_is_not_there(plan) -> None:
    stranger = people.actor(people.authority("Strathlairn Council"), Role.PERFORMANCE_OFFICER)
    assert signed_in(stranger).get(url("plan_edition", plan.ref)).status_code == 404


def test_an_edition_beside_its_plan_takes_at_most_25_statements_whatever_its_size(officer, plan) -> None:
    many = HEADINGS + "".join(f"Homes,Do thing {n} for carers,WK,June 2013,Said\n" for n in range(60))
    for content in (SECOND, many):
        where = opened(officer, plan, content)
        decided(officer, where, version=1, _look="1")
        assert statements(lambda where=where: officer.get(where))[1] <= 25
