"""Days that cannot be are refused with the day that can: before birth, before care, before a plan, in the past."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from lippen.care.actions import co_working, events, living, meetings, mending, permanence, plans, reviews
from lippen.care.actions.reviews import Told, Who
from lippen.care.queries import living as lives_of
from lippen.care.rules.possible import too_early
from lippen.care.tests.columns import CHILDREN, brought, child_of, listed, looked, reasons, told, whole
from lippen.care.tests.test_lines import BEGAN, NOT_KNOWN, begun, c, child, looked_after, on_a_day, waits  # noqa: F401
from lippen.care.tests.test_meetings import decided, planned
from lippen.care.vocabulary import AfterKind, Event, SpanKind
from lippen.care.vocabulary.meetings import CourtStepKind, MeetingKind
from lippen.care.vocabulary.permanence import AnswerKind, Route
from lippen.care.vocabulary.plans import HealthKind
from lippen.care.vocabulary.reviews import TookPart
from lippen.casework.actions import knowing
from lippen.casework.actions import people as people_actions
from lippen.casework.queries import people
from lippen.casework.tests.factories import NOW, TODAY
from lippen.casework.tests.test_intake import brought as brought_before
from lippen.casework.vocabulary import BirthPrecision, IntakeKind
from lippen.kernel import access
from lippen.kernel.errors import CannotDo

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
BORN = date(2006, 3, 4)
PASSED = "This day has passed. Give today or a later day"


@pytest.mark.parametrize(
    ("kind", "so_on", "precision", "says"),
    [
        (Event.HEALTH_ASSESSED, date(1995, 1, 1), "exact", "Isla was born on 4 March 2006. Give that day or a later"),
        (Event.HEALTH_ASSESSED, BORN - DAY, "exact", "was born on 4 March 2006"),
        (Event.HEALTH_ASSESSED, BORN, "exact", ""),
        (Event.HEALTH_ASSESSED, BORN - DAY, "estimated", ""),
        (Event.HEALTH_ASSESSED, BORN - 400 * DAY, "estimated", "was born on"),
        (Event.FAMILY_MET, BORN - DAY, "exact", ""),
        (Event.FAMILY_MET, date(1995, 1, 1), "exact", "Give 4 March 2005 or a later day: this comes"),
        (Event.RECOMMENDED, BEGAN - DAY, "exact", "Care began on 9 January 2012, as far as it is recorded here"),
        (Event.RECOMMENDED, BEGAN, "exact", ""),
        (Event.HEARING_HELD, BEGAN - DAY, "exact", ""),
        (Event.RECOMMENDED, BEGAN, "expected", ""),
    ],
)
def test_an_event_is_not_before_birth_nor_before_care_save_of_what_may_be(kind, so_on, precision, says) -> None:
    told = too_early(kind, so_on, name="Isla", born_on=BORN, precision=precision, first_day=BEGAN)
    assert (says in told) if says else not told


def typed(c, child, kind, so_on):  # noqa: F811
    given = {"actor": c.worker, "person_ref": child.ref, "view": NOT_KNOWN, "at": NOW}
    return events.record_event(kind=kind, so_on=so_on, **given)


def test_what_is_typed_in_is_not_before_birth_nor_before_the_first_known_day_in_care(c, child) -> None:  # noqa: F811
    with pytest.raises(CannotDo, match="was born on 4 March 2006") as refused:
        typed(c, child, Event.HEALTH_ASSESSED, date(1995, 1, 1))
    assert refused.value.field == "so_on"
    with pytest.raises(CannotDo, match="Care began on 9 January 2012"):
        typed(c, child, Event.RECOMMENDED, date(2010, 5, 3))
    typed(c, child, Event.REFERRED_TO_REPORTER, date(2010, 5, 3))
    unknown = c.add(c.worker, "Una", "Balfour", born_on=None)
    c.allocate(unknown, c.worker)
    access.identify(c.worker, today=TODAY)
    typed(c, unknown, Event.RECOMMENDED, date(2010, 5, 3))


def test_health_and_plans_and_care_are_not_before_birth(c, child) -> None:  # noqa: F811
    about = {"actor": c.worker, "person_ref": child.ref, "at": NOW}
    with pytest.raises(CannotDo, match="was born on"):
        plans.record_health(kind=HealthKind.FULL, so_on=BORN - DAY, by_whom="Nurse", words="Well", **about)
    agreed = {"words": "x", "lead": Who(words="Ms Quill"), "view": NOT_KNOWN}
    with pytest.raises(CannotDo, match="Give 4 March 2005 or a later day: this comes"):
        plans.agree_plan(so_on=date(2004, 1, 1), next_on=TODAY + DAY, **agreed, **about)
    with pytest.raises(CannotDo, match="was born on"):
        living.say_after_care(kind=AfterKind.COORDINATOR, so_on=BORN - DAY, **about)
    with pytest.raises(CannotDo, match="was born on"):
        looked_after(c, "Una", BORN - DAY)
    (episode,) = lives_of.episodes_of(c.worker, people.head(c.worker, child.ref))
    given = {"what": SpanKind.PLACEMENT, "span_ref": episode.placements[0].ref, "why": "It was then", "at": NOW}
    with pytest.raises(CannotDo, match="was born on"):
        mending.correct_day(actor=c.worker, so_on=BORN - DAY, **given)


def test_a_step_on_a_plan_is_not_before_the_plan_and_a_plan_is_not_before_care(c, child) -> None:  # noqa: F811
    with pytest.raises(CannotDo, match="Care began on 9 January 2012"):
        begun(c, child, so_on=BEGAN - DAY)
    with pytest.raises(CannotDo, match="was born on"):
        begun(c, child, Route.KINSHIP, so_on=BORN - DAY)
    begun(c, child, Route.KINSHIP, so_on=BEGAN - DAY)
    line = begun(c, child)
    before = "The plan began on 1 June 2012. Give that day or a later one"
    for kind in (CourtStepKind.LODGED, CourtStepKind.DRAFTED):
        with pytest.raises(CannotDo, match=before):
            meetings.court_step(actor=c.worker, line_ref=line.ref, kind=kind, so_on=date(2005, 5, 2), at=NOW)
    with pytest.raises(CannotDo, match=before):
        decided(c, planned(c, MeetingKind.CLINIC), line, so_on=date(2012, 5, 31))
    with pytest.raises(CannotDo, match=before):
        waits(c, line, so_on=date(2012, 5, 31))
    with pytest.raises(CannotDo, match=PASSED):
        waits(c, line, next_on=TODAY - DAY)
    with pytest.raises(CannotDo, match=PASSED) as refused:
        drifted = {"kind": AnswerKind.ACTION, "words": "Legal was rung", "look_on": date(2010, 1, 1), "at": NOW}
        permanence.answer_drift(actor=c.worker, line_ref=line.ref, **drifted)
    assert refused.value.field == "look_on"
    access.identify(c.leader, today=TODAY)
    who = {"who": Who(words="Ms Quill"), "what_for": "Papers", "until": TODAY + DAY, "at": NOW}
    with pytest.raises(CannotDo, match=before):
        co_working.give_co_worker(actor=c.leader, line_ref=line.ref, so_on=date(2012, 5, 31), **who)


def test_a_review_is_planned_for_a_day_to_come_and_held_since_care_began(c, child) -> None:  # noqa: F811
    asked = {"chair": Who(words="Ms Quill"), "guests": [], "kind": Event.LATER_REVIEW}
    about = {"actor": c.worker, "person_ref": child.ref, "at": NOW}
    with pytest.raises(CannotDo, match=PASSED) as refused:
        reviews.plan_review(planned_on=TODAY - DAY, **asked, **about)
    assert refused.value.field == "planned_on"
    made = reviews.plan_review(planned_on=TODAY, **asked, **about)
    with pytest.raises(CannotDo, match=PASSED):
        reviews.move_review(actor=c.worker, review_ref=made.ref, planned_on=TODAY - DAY, why="The chair", at=NOW)
    told = Told(TookPart.SPOKE, "All was talked about", child_view="I want to stay")
    with pytest.raises(CannotDo, match="Care began on 9 January 2012"):
        reviews.hold_review(actor=c.worker, review_ref=made.ref, so_on=BEGAN - DAY, told=told, at=NOW)
    reviews.hold_review(actor=c.worker, review_ref=made.ref, so_on=TODAY - DAY, told=told, at=NOW)


def test_a_panel_is_planned_for_a_day_to_come_or_told_of_within_a_year(c) -> None:  # noqa: F811
    with pytest.raises(CannotDo, match="or 17 October 2011 or later where the meeting was held") as refused:
        planned(c, MeetingKind.PANEL, date(2001, 1, 1))
    assert refused.value.field == "meets_on"
    with pytest.raises(CannotDo, match="more than a year away"):
        planned(c, MeetingKind.PANEL, date(2021, 1, 1))
    planned(c, MeetingKind.PANEL, date(2011, 10, 17))


def test_a_file_lists_what_cannot_have_been_on_its_day_row_by_row(c) -> None:  # noqa: F811
    brought_before(c, IntakeKind.CHILDREN, CHILDREN)
    early = looked(c, IntakeKind.EPISODES, "P001,01/02/2004,,,", "P002,05/06/2010,,,")
    assert listed(early)[0] == (2, "too_early") and "Ailsa Docherty was born on 3 May 2006" in reasons(early)[0]
    headings = "Child ID,Milestone,Date,Notes,Child's view,Why view not known\n"
    both = looked(c, IntakeKind.MILESTONES, content=headings + "P001,Panel,01/06/2012,,I want to stay,She was asleep\n")
    assert listed(both) == [(2, "cell")] and "Say one of the two" in reasons(both)[0]
    whole(c)
    rows = ("P002,Panel,01/06/1999,,", "P001,Panel,01/02/2009,,", "P001,Panel,01/06/2012,,")
    found = looked(c, IntakeKind.MILESTONES, *rows)
    assert listed(found) == [(2, "too_early"), (3, "too_early")]
    first, second = reasons(found)
    assert "Ruaridh Docherty was born on 11 September 2008" in first and "Care began on 1 February 2010" in second


GROWN = "Person ID,Forename,Surname,DOB\nP025,Mairi,Docherty,17/10/1987\nP018,Rory,Docherty,17/10/1994\n"
OF_GROWN = ("P025,01/02/2002,,,", "P018,01/02/2002,,,", "P001,01/02/2010,,,")


def test_a_file_lists_care_that_goes_on_past_18_and_takes_it_with_its_end(c) -> None:  # noqa: F811
    brought_before(c, IntakeKind.CHILDREN, CHILDREN)
    brought_before(c, IntakeKind.CHILDREN, GROWN)
    for kind, row in ((IntakeKind.PLACEMENTS, "Kinship,,01/02/2002,,"), (IntakeKind.LEGAL, "S25,01/02/2002,,")):
        brought(c, kind, *(f"{number},{row}" for number in ("P025", "P018")))
    found = brought(c, IntakeKind.EPISODES, *OF_GROWN)
    assert [each for each in listed(found) if each[1] != "waits"] == [(2, "too_late"), (3, "too_late")]
    assert "Mairi Docherty turned 18 on 17 October 2005" in reasons(found)[0]
    assert told(c, "P025")["episodes"] == []
    ended = brought(c, IntakeKind.EPISODES, "P025,01/02/2002,17/10/2005,Tenancy,", "P018,01/02/2002,16/10/2012,Home,")
    assert (ended.taken, ended.refused) == (2, 0)
    assert told(c, "P025")["episodes"] == [(date(2002, 2, 1), date(2005, 10, 17), "tenancy")]
    starts = "Child ID,Start date\nP025,01/02/2002\n"
    again = looked(c, IntakeKind.EPISODES, content=starts)
    assert listed(again) == [], "its end is recorded, and the file has no column for one"


def test_a_row_that_waited_until_somebody_was_18_ends_no_wait_of_others(c) -> None:  # noqa: F811
    brought_before(c, IntakeKind.CHILDREN, GROWN.replace("17/10/1994", "18/10/1994"))
    waited = brought(c, IntakeKind.EPISODES, OF_GROWN[1])
    assert listed(waited) == [(2, "waits")]
    child = child_of(c, "P018")  # noqa: F811
    born = {"born_on": date(1994, 10, 17), "precision": BirthPrecision.EXACT}
    people_actions.say_birth(actor=c.manager, person_ref=child.ref, so_on=TODAY, at=NOW, **born)
    for kind, row in ((IntakeKind.PLACEMENTS, "Kinship,,01/02/2002,,"), (IntakeKind.LEGAL, "S25,01/02/2002,,")):
        assert listed(brought(c, kind, f"P018,{row}")) == [(2, "waits")]
    assert told(c, "P018")["episodes"] == []


def test_a_file_lists_care_that_ended_by_a_death_which_is_not_recorded_or_was_on_another_day(c) -> None:  # noqa: F811
    brought_before(c, IntakeKind.CHILDREN, CHILDREN)
    whole(c)
    died = "P001,01/02/2010,01/10/2012,Died,"
    found = looked(c, IntakeKind.EPISODES, died)
    assert listed(found) == [(2, "death")]
    assert "No death of Ailsa Docherty is recorded" in reasons(found)[0]
    child = child_of(c, "P001")  # noqa: F811
    knowing.say_death(actor=c.manager, person_ref=child.ref, died_on=date(2012, 9, 30), so_on=TODAY, at=NOW)
    other = looked(c, IntakeKind.EPISODES, died.replace("Died", "Death"))
    assert listed(other) == [(2, "death")] and "died on 30 September 2012, as is recorded" in reasons(other)[0]
    assert brought(c, IntakeKind.EPISODES, died.replace("01/10", "30/09")).taken == 1
    assert told(c, "P001")["episodes"] == [(date(2010, 2, 1), date(2012, 9, 30), "died")]


def test_english_rows_of_a_file_are_held_against_deaths_too(c) -> None:  # noqa: F811
    brought_before(c, IntakeKind.CHILDREN, CHILDREN)
    headings = "Child ID,Start date,End date,Reason ended,Code list\nP001,01/02/2010,01/10/2012,E2,English\n"
    assert listed(looked(c, IntakeKind.EPISODES, content=headings)) == [(2, "death")]
