"""The agency decides on what a panel recommended: by its named maker alone, with the child's view. Hearings advise."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from lippen.care.actions import agency, events, living, meetings, permanence
from lippen.care.actions.living import LegalGiven
from lippen.care.actions.meetings import Member
from lippen.care.actions.reviews import Who
from lippen.care.actions.views import View
from lippen.care.models import AgencyDecision, CareEvent, CareEventWrong, DecisionMaker, Discussed
from lippen.care.queries import agency as queries
from lippen.care.queries import meetings as meetings_of
from lippen.care.queries import permanence as permanence_of
from lippen.care.queries.clocks import clocks_of
from lippen.care.queries.permanence import DECISION_CLOCK
from lippen.care.rules import STANDARDS
from lippen.care.tests.test_lines import begun, c, child, on_a_day, row, waits  # noqa: F401 - fixtures
from lippen.care.tests.test_meetings import THREE, agenda, decided, planned
from lippen.care.tests.test_pages import signed_in
from lippen.care.vocabulary import Event
from lippen.care.vocabulary.meetings import Advice, AgencyOutcome, CourtStepKind, MeetingKind, MemberPart
from lippen.care.vocabulary.permanence import Route, Waits
from lippen.casework.actions import work
from lippen.casework.tests.factories import NOW, TODAY, Cast, InvolvementKind
from lippen.casework.tests.test_not_own import as_, fact, locked
from lippen.kernel.errors import CannotDo, NotAllowed, NotVisible
from lippen.kernel.standards import Standing
from lippen.organisation.models import Duty

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
VIEW = View("I want to stay")
SINCE = date(2012, 2, 6)
AGREES = AgencyOutcome.AGREES


def name(c: Cast, *, by=None, who=None, is_named: bool = True, so_on: date = SINCE) -> DecisionMaker:  # noqa: F811
    given = {"authority_id": c.council.pk, "officer_id": (who or c.manager).person_id, "is_named": is_named}
    return agency.name_maker(actor=as_(by or c.head), so_on=so_on, at=NOW, **given)


@pytest.fixture
def line(c, child):  # noqa: F811
    """A plan that waits for the agency, which the manager decides for."""
    made = begun(c, child)
    name(c)
    decided(c, planned(c, MeetingKind.PANEL), made, decision="A permanence order is right", so_on=date(2012, 10, 8))
    return made


def decides(c: Cast, line, outcome: AgencyOutcome = AGREES, *, by=None, **given: object):  # noqa: F811
    said = {"view": View("I want to stay"), "so_on": TODAY, "at": NOW, **given}
    return agency.decide(actor=as_(by or c.manager), line_ref=line.ref, outcome=outcome, **said)


def waiting(c: Cast, by=None):  # noqa: F811
    return queries.waiting(as_(by or c.manager), today=TODAY)


def kinds(child) -> list[str]:  # noqa: F811
    found = CareEvent.objects.filter(person=child, wrong__isnull=True).order_by("id")
    return list(found.values_list("kind", flat=True))


def clock(c: Cast, child, key: str):  # noqa: F811
    return [each for each in clocks_of(c.manager, [child.pk], today=TODAY)[child.pk] if each.standard.key == key]


def test_what_a_panel_recommended_waits_for_the_agency_with_its_clock_until_it_is_decided(c, child, line) -> None:  # noqa: F811
    (found,) = waiting(c).rows
    assert (found.line.ref, found.panel_on, found.by) == (line.ref, date(2012, 10, 8), date(2012, 10, 22))
    assert found.words.endswith("A permanence order is right")
    decides(c, line)
    assert waiting(c).count == 0
    assert kinds(child) == [Event.PANEL, Event.AGENCY_DECIDED]
    told = row(c, line)
    assert (told.place, told.since, told.agency_by) == ("Agency decided", TODAY, None)
    (said,) = told.agency
    assert (said.outcome, said.maker, said.child_view) == ("Agreed", c.manager.name, "I want to stay")
    (parents,) = clock(c, child, "care.perm_2")
    assert parents.last_day == TODAY + 7 * DAY and parents.standing is Standing.OPEN


def test_the_decision_is_a_duty_of_its_maker_and_telling_the_parents_of_whoever_has_the_child(c, child, line) -> None:  # noqa: F811
    owed = Duty.objects.filter(subject_key=child.ref, closed_at__isnull=True)
    assert list(owed.filter(kind=DECISION_CLOCK).values_list("holder_id", flat=True)) == [c.manager.person_id]
    name(c, is_named=False, so_on=TODAY)
    assert list(owed.filter(kind=DECISION_CLOCK).values_list("holder_id", flat=True)) == [c.worker.person_id]
    name(c)
    decides(c, line)
    assert not owed.filter(kind=DECISION_CLOCK).exists()
    assert list(owed.filter(kind="care.perm_2").values_list("holder_id", flat=True)) == [c.worker.person_id]


def test_whoever_does_not_agree_says_why_and_parents_are_told_but_nothing_is_to_be_lodged(c, child, line) -> None:  # noqa: F811
    with pytest.raises(CannotDo, match="Say why"):
        decides(c, line, AgencyOutcome.NOT_AGREED)
    decides(c, line, AgencyOutcome.NOT_AGREED, words="Kin were not looked at")
    assert kinds(child) == [Event.PANEL, Event.AGENCY_DECIDED, Event.REFUSED]
    assert row(c, line).setbacks[0].note == "Not agreed. Kin were not looked at"
    assert clock(c, child, "care.perm_2")
    assert Event.REFUSED in STANDARDS["care.pace_4"].ends


def test_what_is_sent_back_ends_the_clock_and_stands_on_the_next_panels_agenda(c, child, line) -> None:  # noqa: F811
    decides(c, line, AgencyOutcome.SENT_BACK, words="Contact is not clear")
    assert waiting(c).count == 0 and kinds(child) == [Event.PANEL, Event.SENT_BACK]
    assert clock(c, child, DECISION_CLOCK)[0].standing is Standing.CEASED
    again = planned(c, MeetingKind.PANEL, TODAY)
    assert agenda(c, again) == [line.ref], "though it was talked about within four weeks"
    decided(c, again, line, decision="Contact is monthly")
    assert agenda(c, planned(c, MeetingKind.PANEL, TODAY)) == []
    (found,) = waiting(c).rows
    assert found.panel_on == TODAY
    decides(c, line)
    assert [each.outcome for each in row(c, line).agency] == ["Agreed", "Sent back to the panel"]


def test_for_a_child_on_an_order_the_decision_asks_for_the_advice_of_a_hearing(c, child, line) -> None:  # noqa: F811
    as_(c.worker)
    law = {"so_on": date(2012, 9, 3), "legal": LegalGiven("SRA"), "at": NOW}
    living.change_legal(actor=c.worker, person_ref=child.ref, **law)
    decides(c, line)
    assert kinds(child)[1:] == [Event.AGENCY_DECIDED, Event.DECIDED_FOR_CHILD_ON_ORDER]
    assert clock(c, child, "care.perm_4")[0].last_day == TODAY + 7 * DAY


@pytest.mark.parametrize("view", [View(), View(" ", no_view_why=" "), View(no_view_why="...")])
def test_a_decision_does_not_close_without_the_childs_view_or_why_it_is_not_known(c, child, line, view) -> None:  # noqa: F811
    with pytest.raises(CannotDo, match="Say what the child thinks, or why it is not known") as refused:
        decides(c, line, view=view)
    assert refused.value.field == "no_view_why"
    for kind in MeetingKind:
        as_(c.worker)
        with pytest.raises(CannotDo, match="Say what the child thinks"):
            decided(c, planned(c, kind), line, view=view, rating="well")
    decides(c, line, view=View(no_view_why="She is two weeks old"))
    assert row(c, line).agency[0].no_view_why == "She is two weeks old"


def test_the_tables_too_take_no_decision_without_a_view_a_reason_or_twice(c, child, line) -> None:  # noqa: F811
    made = decides(c, line)
    about = {"line": line, "panel_id": made.panel_id, "maker_id": made.maker_id, "outcome": "agrees"}
    other = CareEvent.objects.create(ref="careevent-x", kind="agency_decided", child_view="x", **fact(child, c.manager))
    for constraint, more in (
        ("an_agency_decision_has_the_childs_view_or_why_not", {"nth": 2}),
        ("an_agency_that_does_not_agree_says_why", {"nth": 2, "child_view": "x", "outcome": "not_agreed"}),
        ("a_recommendation_is_decided_once", {"nth": 1, "child_view": "x"}),
    ):
        with pytest.raises(DatabaseError, match=constraint), transaction.atomic():
            AgencyDecision.objects.create(event=other, **{**about, **more}, **fact(child, c.manager))
    clinic = planned(c, MeetingKind.CLINIC)
    with (
        pytest.raises(DatabaseError, match="what_was_discussed_has_the_childs_view_or_why_not"),
        transaction.atomic(),
    ):
        Discussed.objects.create(meeting=clinic, line=line, decision="x", **fact(child, c.worker))


def past_the_app(c: Cast, child, line, by) -> None:  # noqa: F811
    """A decision that goes past the application, in somebody's name."""
    as_(by)
    panel = CareEvent.objects.get(person=child, kind="panel")
    event = CareEvent.objects.create(ref=f"careevent-{by.account_id}", kind="agency_decided", **fact(child, by))
    about = {"nth": 1, "outcome": "agrees", "child_view": "x", "maker_id": by.person_id}
    AgencyDecision.objects.create(line=line, panel=panel, event=event, **about, **fact(child, by))


def test_nobody_decides_who_is_not_named_by_either_lock(c, child, line) -> None:  # noqa: F811
    with pytest.raises(CannotDo, match=f"It stands with {c.manager.name}"):
        decides(c, line, by=c.head)
    with pytest.raises(NotAllowed):
        decides(c, line, by=c.leader)
    with locked():
        past_the_app(c, child, line, c.head)
    with locked():
        past_the_app(c, child, line, c.worker)
    past_the_app(c, child, line, c.manager)


def test_nobody_decides_who_was_named_later_or_is_named_no_longer_by_either_lock(c, child, line) -> None:  # noqa: F811
    name(c, is_named=False, so_on=TODAY)
    with pytest.raises(CannotDo, match="Nobody is named yet"):
        decides(c, line)
    with locked():
        past_the_app(c, child, line, c.manager)
    name(c, so_on=TODAY)
    with pytest.raises(CannotDo, match="You were named later"):
        decides(c, line, so_on=TODAY - DAY)
    decides(c, line)


def test_nobody_decides_who_works_with_the_child_by_either_lock(c, child, line) -> None:  # noqa: F811
    beside = {"worker_id": c.manager.person_id, "kind": InvolvementKind.CO_WORKING, "so_on": TODAY, "at": NOW}
    work.involve(actor=as_(c.leader), person_ref=child.ref, **beside)
    with pytest.raises(CannotDo, match="You work with this child: somebody else decides"):
        decides(c, line)
    with locked():
        past_the_app(c, child, line, c.manager)


def test_nobody_decides_who_sat_on_the_panel_by_either_lock(c, child) -> None:  # noqa: F811
    made = begun(c, child)
    name(c)
    sits = [*THREE, Member(MemberPart.CHAIR, Who(c.manager.person_id))]
    decided(c, planned(c, MeetingKind.PANEL, members=sits), made)
    with pytest.raises(CannotDo, match="You sat on this panel: somebody else decides"):
        decides(c, made)
    with locked():
        past_the_app(c, child, made, c.manager)


def test_who_stands_in_for_you_names_who_else_decides_for_the_agency(c) -> None:  # noqa: F811
    def told(actor) -> str:
        return signed_in(actor).get(reverse("casework:stand_ins")).content.decode().partition("The agency’s")[2]

    nobody = "Nobody else is named who decides for the agency.</strong> Somebody who manages all records"
    assert nobody in told(c.manager)
    name(c)
    assert nobody in told(c.manager), "whoever is named stands in for others alone"
    row = told(c.leader).partition("</tr>")[0]
    assert c.manager.name in row and "sat on the panel" in row
    naming = told(c.manager).partition("That you decide for the agency")[2].partition("</tr>")[0]
    assert c.head.name in naming and c.manager.name not in naming
    assert c.manager.name in told(c.leader).partition("Another day for something that is due")[2]


def test_whoever_decided_is_not_said_afterwards_to_have_sat(c, child, line) -> None:  # noqa: F811
    decides(c, line)
    panel = Discussed.objects.get(line=line).meeting
    sat = Member(MemberPart.CHAIR, Who(c.manager.person_id))
    with pytest.raises(CannotDo, match="they did not sit on it"):
        meetings.add_member(actor=as_(c.leader), meeting_ref=panel.ref, member=sat, at=NOW)


def test_nobody_names_themselves_by_either_lock_nor_somebody_who_does_not_manage_records(c) -> None:  # noqa: F811
    with pytest.raises(CannotDo, match="Nobody names themselves"):
        name(c, by=c.manager)
    as_(c.manager)
    own = {"authority": c.council, "is_named": True, "so_on": TODAY, "recorded_at": NOW}
    with locked():
        by = {"officer_id": c.manager.person_id, "recorded_by_id": c.manager.account_id}
        DecisionMaker.objects.create(ref="agencymaker-own", **by, **own)
    with pytest.raises(CannotDo, match="who manages all of its records"):
        name(c, who=c.leader)
    with pytest.raises(NotAllowed):
        name(c, by=c.leader)
    with pytest.raises(CannotDo, match="They do not decide"):
        name(c, is_named=False)
    name(c)
    with pytest.raises(CannotDo, match="This is so already"):
        name(c)
    name(c, by=c.manager, is_named=False, so_on=TODAY)


def test_once_somebody_is_named_the_decision_is_not_typed_in_passing(c, child, line) -> None:  # noqa: F811
    typed = {"actor": c.worker, "person_ref": child.ref, "view": VIEW, "at": NOW}
    as_(c.worker)
    for kind in (Event.AGENCY_DECIDED, Event.DECIDED_FOR_CHILD_ON_ORDER):
        with pytest.raises(CannotDo, match=f"by its decision maker: {c.manager.name}"):
            events.record_event(kind=kind, so_on=TODAY, **typed)
    events.record_event(kind=Event.AGENCY_DECIDED, so_on=SINCE - DAY, **typed)
    assert waiting(c).count == 1, "what was before anybody was named, and before the plan, is told as it happened"


def test_while_nobody_is_named_the_decision_is_typed_in_only_of_before_the_record_was_kept_here(c, child) -> None:  # noqa: F811
    begun(c, child)
    typed = {"actor": c.worker, "person_ref": child.ref, "view": VIEW, "at": NOW}
    for kind in (Event.AGENCY_DECIDED, Event.DECIDED_FOR_CHILD_ON_ORDER):
        with pytest.raises(CannotDo, match=r"nobody is named yet\. Ask somebody who manages all records") as refused:
            events.record_event(kind=kind, so_on=TODAY, **typed)
        assert "before 17 October 2012" in str(refused.value) and refused.value.field == "kind"
    events.record_event(kind=Event.AGENCY_DECIDED, so_on=TODAY - DAY, **typed)


def test_a_decision_that_is_typed_in_is_not_before_the_panel_on_which_it_rests(c, child) -> None:  # noqa: F811
    begun(c, child)
    typed = {"actor": c.worker, "person_ref": child.ref, "view": VIEW, "at": NOW}
    events.record_event(kind=Event.PANEL, so_on=date(2012, 10, 8), **typed)
    with pytest.raises(CannotDo, match=r"The panel met on 8 October 2012\. Give that day") as refused:
        events.record_event(kind=Event.AGENCY_DECIDED, so_on=date(2012, 10, 7), **typed)
    assert refused.value.field == "so_on"
    events.record_event(kind=Event.AGENCY_DECIDED, so_on=date(2012, 10, 8), **typed)


def test_a_decision_that_was_wrong_is_said_so_by_a_maker_and_the_plan_waits_again(c, child, line) -> None:  # noqa: F811
    made = decides(c, line, AgencyOutcome.NOT_AGREED, words="Kin were not looked at")
    said = {"event_ref": made.event.ref, "why": "It was her brother's", "at": NOW}
    with pytest.raises(CannotDo, match="Its decision maker says"):
        events.event_was_wrong(actor=as_(c.worker), **said)
    with locked():
        CareEventWrong.objects.create(event=made.event, why="x", **fact(child, c.worker))
    with locked():
        CareEventWrong.objects.create(event=made.also, why="x", **fact(child, c.worker))
    events.event_was_wrong(actor=as_(c.manager), **said)
    assert kinds(child) == [Event.PANEL] and waiting(c).count == 1 and row(c, line).agency == ()
    again = decides(c, line)
    assert (again.nth, again.panel_id) == (2, made.panel_id)


def test_a_panel_on_one_plan_recommends_nothing_on_a_parallel_one(c, child, line) -> None:  # noqa: F811
    other = begun(c, child, Route.ADOPTION)
    assert [each.line.ref for each in waiting(c).rows] == [line.ref]
    decided(c, planned(c, MeetingKind.PANEL), other, so_on=TODAY)
    assert {each.line.ref for each in waiting(c).rows} == {line.ref, other.ref}
    decides(c, other)
    assert [each.line.ref for each in waiting(c).rows] == [line.ref], "each is decided for itself"


def test_a_panel_that_was_typed_waits_too_and_one_that_was_wrong_waits_no_more(c, child) -> None:  # noqa: F811
    made = begun(c, child)
    said = {"actor": c.worker, "person_ref": child.ref, "view": VIEW, "at": NOW}
    panel = events.record_event(kind=Event.PANEL, so_on=date(2012, 10, 1), **said)
    assert [each.line.ref for each in waiting(c).rows] == [made.ref]
    as_(c.worker)
    events.record_event(kind=Event.AGENCY_DECIDED, so_on=date(2012, 10, 2), **said)
    assert waiting(c).count == 0, "nobody is named, and it was before this record was kept here"
    typed = CareEvent.objects.get(kind="agency_decided")
    events.event_was_wrong(actor=as_(c.worker), event_ref=typed.ref, why="Another child", at=NOW)
    assert waiting(c).count == 1
    events.event_was_wrong(actor=as_(c.worker), event_ref=panel.ref, why="Another child", at=NOW)
    assert waiting(c).count == 0


def test_a_decision_is_of_the_panels_day_or_later_and_of_a_plan_that_goes_on(c, child, line) -> None:  # noqa: F811
    with pytest.raises(CannotDo, match="The panel met later"):
        decides(c, line, so_on=date(2012, 10, 7))
    with pytest.raises(CannotDo, match="has not come yet"):
        decides(c, line, so_on=TODAY + DAY)
    decides(c, line)
    with pytest.raises(CannotDo, match="No recommendation of a panel waits"):
        decides(c, line)


def test_whoever_does_not_see_the_child_finds_nothing_to_decide_by_either_lock(c, child, line) -> None:  # noqa: F811
    decides(c, line)
    assert waiting(c, c.other_worker).count == 0
    assert not AgencyDecision.objects.exists(), "by the table"
    as_(c.stranger)
    assert not AgencyDecision.objects.exists() and not DecisionMaker.objects.exists()
    with pytest.raises(NotVisible):
        decides(c, line, by=c.stranger)


class TestAdvice:
    def test_a_hearing_that_does_not_support_it_or_adds_says_what(self, c, child) -> None:  # noqa: F811
        made = begun(c, child)
        given = {"actor": c.worker, "line_ref": made.ref, "so_on": TODAY, "at": NOW}
        for advice in (Advice.NOT_SUPPORTED, Advice.ADDS):
            with pytest.raises(CannotDo, match="Say what it advised"):
                agency.record_advice(advice=advice, **given)
        agency.record_advice(advice=Advice.ADDS, words="Contact each month", **given)
        (said,) = row(c, made).advice
        assert (said.advice, said.words, said.on) == ("Supports it and adds something", "Contact each month", TODAY)
        assert kinds(child) == [Event.ADVICE_GIVEN] and row(c, made).place == "Advice of a hearing"
        meetings.court_step(kind=CourtStepKind.LODGED, **given)
        (tracked,) = meetings_of.in_court(c.worker, today=TODAY)
        assert tracked.line.advice[0].words == "Contact each month"

    def test_it_is_recorded_on_the_plan_and_counts_no_more_where_it_was_wrong(self, c, child) -> None:  # noqa: F811
        typed = {"actor": c.worker, "person_ref": child.ref, "kind": Event.ADVICE_GIVEN, "so_on": TODAY, "at": NOW}
        made = begun(c, child)
        with pytest.raises(CannotDo, match="Record on the plan"):
            events.record_event(**typed)
        given = {"actor": c.worker, "line_ref": made.ref, "so_on": TODAY, "at": NOW}
        said = agency.record_advice(advice=Advice.SUPPORTS, **given)
        wrong = {"event_ref": said.event.ref, "why": "Another child", "at": NOW}
        events.event_was_wrong(actor=c.worker, **wrong)
        assert row(c, made).advice == ()
        permanence.change_route(
            actor=c.worker, line_ref=made.ref, route=Route.HOME, so_on=TODAY, words="She can go home", view=VIEW, at=NOW
        )
        events.record_event(**typed)

    def test_a_hearing_advises_on_no_plan_that_leads_home(self, c, child) -> None:  # noqa: F811
        made = begun(c, child, Route.HOME)
        given = {"actor": c.worker, "line_ref": made.ref, "so_on": TODAY, "at": NOW}
        with pytest.raises(CannotDo, match="on no application on this route"):
            agency.record_advice(advice=Advice.SUPPORTS, **given)


def test_the_pages_say_who_waits_and_with_whom_it_stands_and_take_the_decision(c, child, line) -> None:  # noqa: F811
    manager, worker = signed_in(c.manager), signed_in(c.worker)
    for client in (manager, worker):
        said = client.get(reverse("care:agency")).content.decode()
        assert "A permanence order is right" in said and f"decided by {c.manager.name}" in said
    assert f"It stands with {c.manager.name}" in worker.get(reverse("care:line", args=[line.ref])).content.decode()
    assert "Decide for the agency" not in worker.get(reverse("care:line", args=[line.ref])).content.decode()
    url = reverse("care:decide_agency", args=[line.ref])
    assert url in manager.get(reverse("care:line", args=[line.ref])).content.decode()
    sent = {"outcome": "agrees", "words": "Well prepared", "so_on": "17 October", "changed": "Gran comes too"}
    refused = manager.post(url, sent).content.decode()
    assert "Say what the child thinks, or why it is not known" in refused and "Well prepared" in refused
    assert worker.post(url, sent).status_code == 403
    assert manager.post(url, {**sent, "child_view": "I want to stay with Gran"}).status_code == 302
    said = worker.get(reverse("care:line", args=[line.ref])).content.decode()
    for words in ("I want to stay with Gran", "Gran comes too", "Well prepared", "What the agency decided"):
        assert words in said
    assert "Nothing waits for the agency" in manager.get(reverse("care:agency")).content.decode()


def test_no_way_to_say_what_a_child_thinks_is_marked_as_optional_where_it_is_needed(c, child, line) -> None:  # noqa: F811
    page = signed_in(c.manager).get(reverse("care:decide_agency", args=[line.ref])).content.decode()
    assert page.count("(optional)") == 1, "what changed alone"
    assert "The panel of 8 October 2012: A permanence order is right" in page
    worker = signed_in(c.worker)
    assert worker.get(reverse("care:record_event", args=[child.ref])).content.decode().count("(optional)") == 2
    health = worker.get(reverse("care:record_health", args=[child.ref])).content.decode()
    assert health.count("(optional)") == 5, "nothing is decided there"


def test_the_page_names_a_maker_and_says_where_nobody_is_named(c) -> None:  # noqa: F811
    head = signed_in(c.head)
    empty = head.get(reverse("care:agency")).content.decode()
    assert "Nobody is named yet" in empty and "Name somebody, so that" in empty and "0 plans" not in empty
    form = head.get(reverse("care:name_maker")).content.decode()
    assert (
        "Nobody is named yet. You name somebody else, never yourself." in form
        and f'value="{c.head.person_id}"' not in form
    )
    sent = {"officer": str(c.manager.person_id), "named": "named", "so_on": "1 October"}
    assert head.post(reverse("care:name_maker"), sent).status_code == 302
    assert f"decided by {c.manager.name} (since 1 October 2012)" in head.get(reverse("care:agency")).content.decode()
    form = head.get(reverse("care:name_maker")).content.decode()
    assert f"It is decided by {c.manager.name} (since 1 October 2012) now." in form
    refused = head.post(reverse("care:name_maker"), {**sent, "officer": str(c.head.person_id)})
    assert refused.status_code == 200 and "Choose" in refused.content.decode()
    assert signed_in(c.leader).get(reverse("care:name_maker")).status_code == 403


def test_what_waits_stands_on_the_desk_of_whoever_is_named_at_once(c, child) -> None:  # noqa: F811
    made = begun(c, child)
    decided(c, planned(c, MeetingKind.PANEL), made, decision="A permanence order is right", so_on=date(2012, 10, 8))
    owed = Duty.objects.filter(subject_key=child.ref, closed_at__isnull=True, kind=DECISION_CLOCK)
    assert list(owed.values_list("holder_id", flat=True)) == [c.worker.person_id]
    name(c)
    assert list(owed.values_list("holder_id", flat=True)) == [c.manager.person_id]
    assert waiting(c).count == 1
    name(c, is_named=False, so_on=TODAY)
    assert list(owed.values_list("holder_id", flat=True)) == [c.worker.person_id]


def test_what_was_said_of_waiting_before_the_decision_gives_way_to_what_comes_next(c, child, line) -> None:  # noqa: F811
    as_(c.worker)
    waits(c, line, Waits.PANEL, why="The minute is with the decision maker", next_step="Agency decision")
    decides(c, line)
    as_(c.worker)
    told = row(c, line)
    assert told.waits is None and told.said_before.why == "The minute is with the decision maker."
    assert told.next_step == "Parents told"
    board = permanence_of.board(c.worker, today=TODAY)
    assert dict(board.waits) == {"": 1} and board.rows[0].waits is None
    waits(c, line, Waits.COURT, why="A day is awaited")
    told = row(c, line)
    assert told.waits.on_whom == "The court" and told.said_before is None
    assert dict(permanence_of.board(c.worker, today=TODAY).waits) == {"court": 1}


def test_a_plan_that_waits_for_somebody_else_waits_for_them_after_the_decision_too(c, child, line) -> None:  # noqa: F811
    as_(c.worker)
    waits(c, line, Waits.PANEL, why="The minute is with the decision maker", next_step="Agency decision")
    waits(c, line, Waits.LEGAL, why="Advice was asked for", next_step="Advice")
    decides(c, line)
    as_(c.worker)
    told = row(c, line)
    assert (told.waits.on_whom, told.said_before) == ("Legal services", None)
    assert dict(permanence_of.board(c.worker, today=TODAY).waits) == {"legal": 1}


def test_a_decision_that_was_wrong_leaves_what_was_said_of_waiting_standing(c, child, line) -> None:  # noqa: F811
    as_(c.worker)
    waits(c, line, Waits.PANEL, why="The minute is with the decision maker", next_step="Agency decision")
    made = decides(c, line)
    events.event_was_wrong(actor=as_(c.manager), event_ref=made.event.ref, why="It was her sister's", at=NOW)
    as_(c.worker)
    assert row(c, line).waits.on_whom == "The panel"
    assert dict(permanence_of.board(c.worker, today=TODAY).waits) == {"panel": 1}


BEFORE = date(2012, 10, 8)
"""Before the record was kept here: the agency's decision of such a day is typed in while nobody is named."""
LATER = NOW + DAY


def types(c: Cast, child, kind: Event = Event.AGENCY_DECIDED, so_on: date = BEFORE, at=LATER):  # noqa: F811
    return events.record_event(actor=as_(c.worker), person_ref=child.ref, kind=kind, so_on=so_on, view=VIEW, at=at)


def waits_now(c: Cast, line) -> tuple[str, dict[str, int]]:  # noqa: F811
    """On whom a plan waits, by its page and by the board."""
    told = row(c, line)
    board = permanence_of.board(as_(c.worker), today=TODAY)
    assert {each.waits.on_whom if each.waits else "" for each in board.rows if each.ref == line.ref} == {
        told.waits.on_whom if told.waits else ""
    }
    return told.waits.on_whom if told.waits else "", dict(board.waits)


def test_a_decision_that_is_typed_in_lets_what_was_said_of_waiting_for_the_panel_give_way_too(c, child) -> None:  # noqa: F811
    made = begun(c, child)
    types(c, child, Event.PANEL, BEFORE - DAY, NOW)
    waits(c, made, Waits.PANEL, why="The minute is with the decision maker", next_step="Agency decision")
    assert waits_now(c, made) == ("The panel", {"panel": 1})
    typed = types(c, child)
    assert waits_now(c, made) == ("", {"": 1})
    assert row(c, made).said_before.why == "The minute is with the decision maker."
    events.event_was_wrong(actor=as_(c.worker), event_ref=typed.ref, why="Another child", at=LATER)
    assert waits_now(c, made) == ("The panel", {"panel": 1})
    types(c, child)
    permanence.say_waiting(
        actor=as_(c.worker),
        line_ref=made.ref,
        on_whom=Waits.PANEL,
        why="It is to be matched",
        so_on=TODAY,
        next_step="Panel",
        next_on=TODAY + 3 * DAY,
        at=LATER + DAY,
    )
    assert waits_now(c, made) == ("The panel", {"panel": 1})


def test_a_decision_that_is_typed_in_leaves_a_plan_that_waits_for_somebody_else_waiting(c, child) -> None:  # noqa: F811
    made, home = begun(c, child), begun(c, child, Route.HOME)
    waits(c, made, Waits.PANEL, why="The minute is not signed", next_step="Minute")
    waits(c, made, Waits.LEGAL, why="Advice was asked for")
    waits(c, home, Waits.PANEL, why="Somebody thought so", next_step="Panel")
    types(c, child)
    assert waits_now(c, made)[0] == "Legal services"
    assert waits_now(c, home) == ("The panel", {"legal": 1, "panel": 1}), "no panel decides on the way home"


def test_a_decision_that_is_typed_in_is_none_on_what_a_later_panel_recommended(c, child) -> None:  # noqa: F811
    made = begun(c, child)
    types(c, child, Event.PANEL, BEFORE - 9 * DAY, NOW)
    types(c, child, Event.PANEL, BEFORE + DAY, NOW)
    waits(c, made, Waits.PANEL, why="The minute is with the decision maker", next_step="Agency decision")
    types(c, child)
    assert waits_now(c, made) == ("The panel", {"panel": 1})
    types(c, child, so_on=BEFORE + 2 * DAY)
    assert waits_now(c, made) == ("", {"": 1})
