"""What somebody of another service may be told: by whom, what, until when; said as ended once it is; asked again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from lippen.casework import menu
from lippen.casework.actions import consenting, handing, helping, work
from lippen.casework.models import Helper, HelperConsent, KnownPerson
from lippen.casework.queries import numbers, records
from lippen.casework.tests.factories import NOW, TODAY, Cast, cast, with_child
from lippen.casework.tests.test_screens import at, signed_in
from lippen.casework.vocabulary import (
    HELPER_SUBJECT,
    ConsentBy,
    ConsentStep,
    Duty,
    HelperKind,
    HelperStep,
    InvolvementKind,
)
from lippen.kernel import access
from lippen.kernel.errors import CannotDo
from lippen.organisation import queries as organisation

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def c(request, settings) -> Cast:
    settings.LIPPEN_TODAY = TODAY
    return with_child("Isla", "Balfour") if "child" in request.fixturenames else cast()


@pytest.fixture
def child(c: Cast) -> KnownPerson:
    made = c.child
    access.identify(c.worker, today=TODAY)
    return made


@pytest.fixture
def helper(c: Cast, child: KnownPerson) -> Helper:
    given = {"kind": HelperKind.MENTOR, "name": "Rory Blair", "so_on": TODAY, "at": NOW}
    return helping.add_helper(actor=c.worker, person_ref=child.ref, **given)


def say(c: Cast, helper: Helper, step: ConsentStep = ConsentStep.GIVEN, **given: object) -> HelperConsent:
    access.identify(c.worker, today=TODAY)
    asked = {"given_by": ConsentBy.CHILD, "who": "Isla Balfour", "scope": "School and football", "at": NOW}
    told = {**asked, "so_on": TODAY, "until": TODAY + 60 * DAY, **given}
    return consenting.say_consent(actor=c.worker, helper_ref=helper.ref, step=step, **told)


def owed(who) -> list:
    return [each for each in organisation.open_duties([who.person_id]) if each.kind == Duty.RENEW_CONSENT]


def test_a_consent_says_what_by_whom_and_until_when_and_is_shown_with_the_helper(c, child, helper) -> None:
    say(c, helper)
    body = signed_in(c.worker).get(at("child", child.ref)).content.decode()
    assert "May be told until 16 December 2012: School and football. The child said so: Isla Balfour" in body
    chronology = signed_in(c.worker).get(at("chronology", child.ref)).content.decode()
    assert "Rory Blair may be told" in chronology


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"scope": " "}, "Say what they may be told"),
        ({"who": ""}, "Say by name"),
        ({"until": None}, "Say until which day"),
        ({"until": TODAY - DAY}, "This day has passed"),
        ({"until": date(2013, 10, 18)}, "a year at most"),
        ({"so_on": TODAY + DAY}, "has not come"),
        ({"step": ConsentStep.WITHDRAWN}, "Nothing was agreed"),
    ],
)
def test_casework_consent_is_refused_without_what_whose_and_until_when(given, sentence, c, helper) -> None:
    with pytest.raises(CannotDo, match=sentence):
        say(c, helper, **given)


def test_casework_consent_holds_for_a_year_to_the_day(c, helper) -> None:
    assert say(c, helper, until=date(2013, 10, 17)).until == date(2013, 10, 17)


def test_casework_consent_has_ended_the_day_after_its_last(c, child, helper) -> None:
    say(c, helper, until=TODAY + 10 * DAY)
    row = records.record(c.worker, child.ref, real_at=NOW).helpers[0].consent
    assert row.holds(TODAY + 10 * DAY) and not row.has_ended(TODAY + 10 * DAY)
    assert row.has_ended(TODAY + 11 * DAY) and not row.holds(TODAY + 11 * DAY)


def test_an_ended_consent_is_said_as_ended(c, child, helper, settings) -> None:
    say(c, helper, until=TODAY + 10 * DAY)
    settings.LIPPEN_TODAY = TODAY + 11 * DAY
    body = signed_in(c.worker).get(at("child", child.ref)).content.decode()
    assert "Consent ended on 27 October 2012" in body and "May be told until" not in body


def test_it_stands_on_the_workers_desk_before_it_ends_and_is_late_after(c, helper) -> None:
    say(c, helper)
    [duty] = owed(c.worker)
    assert (duty.starts_on, duty.ends_on) == (TODAY + 32 * DAY, TODAY + 61 * DAY)
    words, whom, url = menu.duty_words(c.worker, [duty])[duty.kind, duty.subject_key]
    assert words == "Ask again what somebody of another service may be told"
    assert whom == "Isla Balfour" and url == at("helper_consent", helper.ref)


def test_what_is_said_anew_takes_the_place_of_what_was_asked_before(c, helper) -> None:
    say(c, helper)
    say(c, helper, until=TODAY + 90 * DAY)
    assert [each.ends_on for each in owed(c.worker)] == [TODAY + 91 * DAY]
    say(c, helper, ConsentStep.WITHDRAWN)
    assert owed(c.worker) == []


def test_nobody_is_asked_again_of_somebody_who_helps_no_longer(c, helper) -> None:
    say(c, helper)
    helping.say_of_helper(actor=c.worker, helper_ref=helper.ref, step=HelperStep.ENDED, so_on=TODAY, at=NOW)
    assert owed(c.worker) == []
    with pytest.raises(CannotDo, match="no longer"):
        say(c, helper)


def test_it_goes_with_the_child_to_a_new_worker(c, child, helper) -> None:
    say(c, helper)
    c.allocate(child, c.colleague)
    assert owed(c.worker) == [] and len(owed(c.colleague)) == 1
    assert owed(c.colleague)[0].subject_kind == HELPER_SUBJECT


@pytest.mark.parametrize(
    ("step", "words"), [(ConsentStep.REFUSED, "No consent"), (ConsentStep.WITHDRAWN, "Consent taken back")]
)
def test_that_they_may_be_told_nothing_is_shown(step, words, c, child, helper) -> None:
    say(c, helper)
    say(c, helper, step)
    assert words in signed_in(c.worker).get(at("child", child.ref)).content.decode()


def test_of_a_helper_of_whom_nobody_has_said_so_it_is_said(c, child, helper) -> None:
    body = signed_in(c.worker).get(at("child", child.ref)).content.decode()
    assert "Nobody has said yet what they may be told" in body


def test_the_page_records_it_and_explains_what_is_missing(c, child, helper) -> None:
    client, url = signed_in(c.worker), at("helper_consent", helper.ref)
    sent = {"step": "given", "given_by": "parent", "who": "Morag Balfour", "scope": "", "so_on": "today"}
    until = {"until_day": "1", "until_month": "3", "until_year": "2013"}
    body = client.post(url, {**sent, **until}).content.decode()
    assert "Say what they may be told." in body and "Morag Balfour" in body
    body = client.post(url, {**sent, **until, "scope": "Bedtimes"}, follow=True).content.decode()
    assert "May be told until 1 March 2013: Bedtimes. A parent said so: Morag Balfour" in body
    assert signed_in(c.stranger).get(url).status_code in {403, 404}
    assert signed_in(c.other_leader).get(url).status_code == 404


def test_whoever_mentors_the_worker_sees_the_record_and_carries_no_child(c, child) -> None:
    access.identify(c.leader, today=TODAY)
    given = {"worker_id": c.other_worker.person_id, "kind": InvolvementKind.MENTORING, "so_on": TODAY, "at": NOW}
    work.involve(actor=c.leader, person_ref=child.ref, **given)
    body = signed_in(c.other_worker).get(at("child", child.ref)).content.decode()
    assert "Mentors the worker" in body
    access.identify(c.other_worker, today=TODAY)
    asked = {"worker_id": c.colleague.person_id, "note": "Please", "from_on": TODAY, "so_on": TODAY, "at": NOW}
    with pytest.raises(CannotDo):  # a mentor has no child to hand over
        handing.offer(actor=c.other_worker, person_ref=child.ref, **asked)
    carried = numbers.workers(c.leader, c.council.pk, on=TODAY)
    assert [each.load.children for each in carried if each.person_id == c.other_worker.person_id] == [0]
