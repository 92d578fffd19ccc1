"""Files of times in care, placements and legal reasons come into the record, in any order; what cannot is listed."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import permutations

import pytest

from lippen.care.actions import carers, living, mending
from lippen.care.actions.living import LegalGiven, PlacementGiven
from lippen.care.models import Episode, LegalReason, Placement, ReturnRow
from lippen.care.tests.columns import (
    CHILDREN,
    EPISODES,
    LEGAL,
    PLACEMENTS,
    WHOLE,
    brought,
    child_of,
    file_of,
    listed,
    looked,
    reasons,
    taken,
    told,
    undone,
    whole,
)
from lippen.care.vocabulary import CarerKind, MoveReason, PlacementKind, SpanKind
from lippen.casework.actions import work
from lippen.casework.models import BroughtIn, Intake, PersonNow
from lippen.casework.tests.factories import NOW, TODAY, Cast, cast
from lippen.casework.tests.test_intake import brought as brought_before
from lippen.casework.vocabulary import IntakeKind, Status
from lippen.kernel import access
from lippen.kernel.models import AuditEntry
from lippen.organisation.models import Duty

pytestmark = pytest.mark.django_db
AILSA = {
    "episodes": [(date(2010, 2, 1), None, "")],
    "placements": [
        (date(2010, 2, 1), date(2011, 5, 20), "FOSLA", ""),
        (date(2011, 5, 20), None, "KIN", "kin"),
    ],
    "legal": [(date(2010, 2, 1), date(2010, 3, 10), "S25", True), (date(2010, 3, 10), None, "SRA", True)],
}
RUARIDH = {
    "episodes": [(date(2010, 6, 5), date(2011, 9, 1), "home")],
    "placements": [(date(2010, 6, 5), date(2011, 9, 1), "LAHOME", "")],
    "legal": [(date(2010, 6, 5), date(2011, 9, 1), "SRA", True)],
}
EPISODE, PLACEMENT, LAW = IntakeKind.EPISODES, IntakeKind.PLACEMENTS, IntakeKind.LEGAL


@pytest.fixture
def c(settings) -> Cast:
    settings.LIPPEN_TODAY = TODAY
    found = cast()
    brought_before(found, IntakeKind.CHILDREN, CHILDREN)
    return found


@pytest.mark.parametrize("order", list(permutations(WHOLE)))
def test_the_three_files_come_to_the_same_record_in_any_order(c: Cast, order: tuple[IntakeKind, ...]) -> None:
    for kind in order:
        last = brought(c, kind, *WHOLE[kind])
    assert told(c, "P001") == AILSA and told(c, "P002") == RUARIDH
    assert (last.taken, last.refused) == (last.rows, 0), "the last file completes what waited"


def test_rows_without_their_other_half_wait_with_the_child_and_are_listed(c: Cast) -> None:
    first = brought(c, EPISODE, *EPISODES)
    assert listed(first) == [(2, "waits"), (3, "waits")] and first.taken == 0
    assert "No placement is told of the time in care from 1 February 2010." in reasons(first)[0]
    assert "Bring the file of placements in." in reasons(first)[0]
    assert not Episode.objects.exists() and ReturnRow.objects.count() == 2
    second = brought(c, PLACEMENT, *PLACEMENTS)
    assert [rule for _, rule in listed(second)] == ["waits"] * 3 and "legal reasons in" in reasons(second)[0]
    third = brought(c, LAW, *LEGAL)
    assert third.taken == 3 and Episode.objects.count() == 2


def test_the_same_file_again_changes_nothing_and_every_row_lands(c: Cast) -> None:
    whole(c)
    counts = [model.objects.count() for model in (Episode, Placement, LegalReason, ReturnRow)]
    again = whole(c)
    assert [(row.taken, row.refused) for row in again] == [(2, 0), (3, 0), (3, 0)]
    assert [model.objects.count() for model in (Episode, Placement, LegalReason, ReturnRow)] == counts
    assert told(c, "P001") == AILSA


def test_a_later_row_of_the_same_child_and_first_day_is_a_further_version(c: Cast) -> None:
    whole(c)
    row = brought(c, EPISODE, "P001,01/02/2010,01/10/2012,Adopted,")
    assert (row.taken, row.refused) == (1, 0)
    found = told(c, "P001")
    assert found["episodes"] == [(date(2010, 2, 1), date(2012, 10, 1), "adopted")]
    assert found["placements"][-1][:2] == (date(2011, 5, 20), date(2012, 10, 1)), "what is open ends with it"
    assert found["legal"][-1][:2] == (date(2010, 3, 10), date(2012, 10, 1))
    assert Episode.objects.filter(person=child_of(c, "P001")).count() == 2


def test_a_move_is_told_by_an_end_and_a_beginning_and_an_end_alone_leaves_a_gap(c: Cast) -> None:
    whole(c)
    alone = looked(c, PLACEMENT, "P001,Kinship,,20/05/2011,01/08/2012,")
    assert listed(alone) == [(2, "gap")] and "from 1 August 2012 on" in reasons(alone)[0]
    both = brought(
        c, PLACEMENT, "P001,Residential school,,01/08/2012,,As the plan said", "P001,Kinship,,20/05/2011,01/08/2012,"
    )
    assert (both.taken, both.refused) == (2, 0)
    assert [row[:3] for row in told(c, "P001")["placements"]][-2:] == [
        (date(2011, 5, 20), date(2012, 8, 1), "KIN"),
        (date(2012, 8, 1), None, "RSCH"),
    ]


def test_an_overlap_is_listed_with_the_other_ones_days_and_never_mended(c: Cast) -> None:
    whole(c)
    row = looked(c, PLACEMENT, "P001,Secure,,01/08/2012,,")
    assert listed(row) == [(2, "overlap")]
    assert "Another placement is recorded from 20 May 2011 on." in reasons(row)[0]
    taken(c, row)
    assert told(c, "P001") == AILSA
    times = looked(c, EPISODE, "P002,01/01/2011,01/02/2011,Home,")
    assert listed(times) == [(2, "overlap")] and "time in care is recorded from 5 June 2010" in reasons(times)[0]


def test_a_row_of_nobody_who_is_recorded_says_what_to_do_and_adds_nobody(c: Cast) -> None:
    row = looked(c, EPISODE, "Q999,01/02/2010,,,", "P001,01/02/2010,,,")
    assert listed(row)[0] == (2, "no_child")
    assert "the number “Q999”. Bring the file of children in first" in reasons(row)[0]
    taken(c, row)
    assert not BroughtIn.objects.filter(intake=row, row=2).exists()


@pytest.mark.parametrize(
    ("kind", "row", "rule", "sentence"),
    [
        (EPISODE, "P001,31/02/2010,,,", "cell", "is not a day that can be read"),
        (EPISODE, "P001,01/02/2013,,,", "cell", "has not come yet"),
        (EPISODE, "P001,01/02/2010,01/01/2010,Home,", "cell", "It ends before it begins."),
        (EPISODE, "P001,01/02/2010,01/03/2010,,", "cell", "Care ended. Say where the child went"),
        (EPISODE, "P001,01/02/2010,,Home,", "cell", "and not when"),
        (EPISODE, "P001,01/02/2010,01/03/2010,Elsewhere,", "cell", "Say in words where the child went"),
        (EPISODE, "P001,01/02/2010,01/03/2010,E4A,", "cell", "“E4A” is a code of the English list."),
        (EPISODE, ",01/02/2010,,,", "cell", "Write the number"),
        (PLACEMENT, "P001,,,01/02/2010,,", "cell", "Say what kind of placement it was."),
        (PLACEMENT, "P001,U4,,01/02/2010,,", "cell", "“U4” is a code of the English list."),
        (PLACEMENT, "P001,Tent,,01/02/2010,,", "cell", "“Tent” is none of the words here."),
        (PLACEMENT, "P001,Foster care,Mrs Nobody,01/02/2010,,", "cell", "are recorded as “Mrs Nobody”"),
        (LAW, "P001,C2,01/02/2010,,", "cell", "“C2” is a code of the English list."),
        (LAW, "P001,S99,01/02/2010,,", "cell", "“S99” is not in the Scottish list."),
        (LAW, "P001,CSOA,01/02/2010,,", "not_the_law", "was not yet in the law on that day"),
        (LAW, "P001,S25,01/02/2010,,01/01/2010", "cell", "It lapses before it begins."),
    ],
)
def test_what_cannot_be_is_listed_with_its_rule_and_what_to_do(
    c: Cast, kind: IntakeKind, row: str, rule: str, sentence: str
) -> None:
    found = looked(c, kind, row)
    assert listed(found) == [(2, rule)]
    assert sentence in reasons(found)[0]


def test_two_rows_of_one_child_and_day_that_differ_are_both_listed_and_the_same_twice_lands_once(c: Cast) -> None:
    brought(c, PLACEMENT, *PLACEMENTS)
    brought(c, LAW, *LEGAL)
    row = looked(c, EPISODE, "P002,05/06/2010,01/09/2011,Home,", "P002,05/06/2010,01/09/2011,Adopted,")
    assert listed(row) == [(2, "twice"), (3, "twice")] and "begins on 5 June 2010 too" in reasons(row)[0]
    row = brought(c, EPISODE, "P002,05/06/2010,01/09/2011,Home,", "P002,05/06/2010,01/09/2011,Home,")
    assert (row.taken, row.refused) == (2, 0) and told(c, "P002") == RUARIDH


def test_codes_keep_their_list_and_none_is_mixed_with_another(c: Cast) -> None:
    placements = "Child ID,Code list,Place,DECOM,DEC,Reason\nP003,English,U4,01/02/2010,,CARPL\n"
    legal = "Child ID,Code list,LS,DECOM,DEC\nP003,SSDA903,C2,01/02/2010,\n"
    looked_at = looked(c, PLACEMENT, content=placements)
    assert looked_at.columns == ["number", "system", "code", "starts_on", "ends_on", "moved_why"]
    taken(c, looked_at)
    taken(c, looked(c, LAW, content=legal))
    scottish = looked(c, EPISODE, "P003,01/02/2010,,,")
    assert listed(scottish) == [(2, "other_list")] or listed(scottish) == [(2, "waits")]
    english = "Child ID,Which list,DECOM,DEC,REC\nP003,English,01/02/2010,01/02/2012,E4A\n"
    row = taken(c, looked(c, EPISODE, content=english))
    assert (row.taken, row.refused) == (1, 0)
    assert told(c, "P003") == {
        "episodes": [(date(2010, 2, 1), date(2012, 2, 1), "E4A")],
        "placements": [(date(2010, 2, 1), date(2012, 2, 1), "U4", "CARPL")],
        "legal": [(date(2010, 2, 1), date(2012, 2, 1), "C2", True)],
    }
    assert {row.code_system for row in Placement.objects.all()} == {"ssda903"}


def test_what_somebody_recorded_here_stays_and_the_row_that_says_otherwise_is_listed(c: Cast) -> None:
    whole(c)
    child = child_of(c, "P001")
    last = Placement.objects.get(person=child, ends_on=None)
    mending.correct_day(
        actor=c.manager, what=SpanKind.PLACEMENT, span_ref=last.ref, so_on=date(2011, 5, 21), why="Misread", at=NOW
    )
    row = looked(c, PLACEMENT, *PLACEMENTS)
    assert [rule for number, rule in listed(row) if number == 2] == ["changed_here"]
    taken(c, row)
    assert [each[0] for each in told(c, "P001")["placements"]] == [date(2010, 2, 1), date(2011, 5, 21)]


def test_a_time_in_care_that_was_typed_in_takes_a_row_that_says_the_same(c: Cast) -> None:
    child = child_of(c, "P001")
    given = {"placement": PlacementGiven(PlacementKind.KINSHIP), "legal": LegalGiven("S25"), "at": NOW}
    living.begin_care(actor=c.manager, person_ref=child.ref, so_on=date(2012, 2, 1), **given)
    row = brought(c, EPISODE, "P001,01/02/2012,,,")
    assert (row.taken, row.refused, Episode.objects.count()) == (1, 0, 1)
    otherwise = looked(c, EPISODE, "P001,01/02/2012,01/03/2012,Home,")
    assert listed(otherwise) == [(2, "changed_here")]


def test_the_board_and_the_duties_follow_from_what_came_in(c: Cast) -> None:
    child = child_of(c, "P001")
    work.allocate(actor=c.manager, person_ref=child.ref, worker_id=c.worker.person_id, so_on=TODAY, at=NOW)
    whole(c)
    assert PersonNow.objects.get(person=child).status == Status.AWAY
    held = Duty.objects.filter(subject_key=child.ref, subject_kind="care.child", closed_at__isnull=True)
    assert {each.holder_id for each in held} == {c.worker.person_id}
    brought(c, EPISODE, "P001,01/02/2010,01/10/2012,Home,")
    assert PersonNow.objects.get(person=child_of(c, "P001")).status == Status.IN_NEED
    assert AuditEntry.objects.filter(verb="care.file_told").exists()


def test_a_medical_examination_order_and_what_holds_beside_need_no_days_filled(c: Cast) -> None:
    whole(c)
    headings = "Child ID,Legal status,From,To,Holds beside\n"
    row = taken(c, looked(c, LAW, content=f"{headings}P001,S25,01/01/2012,01/02/2012,yes\n"))
    assert row.taken == 1
    assert (date(2012, 1, 1), date(2012, 2, 1), "S25", False) in told(c, "P001")["legal"]


def test_carers_are_found_by_their_name(c: Cast) -> None:
    made = carers.add_carer(
        actor=c.manager, authority_id=c.council.pk, kind=CarerKind.FOSTER, name="The Kerrs", agency="", at=NOW
    )
    brought(c, EPISODE, "P003,01/02/2010,,,")
    brought(c, LAW, "P003,S25,01/02/2010,,")
    row = brought(c, PLACEMENT, "P003,Foster care,the  kerrs,01/02/2010,,")
    assert row.taken == 1 and Placement.objects.get().carer_id == made.pk


def test_a_semicolon_file_of_windows_with_spelt_days_reads_as_any_other(c: Cast) -> None:
    content = "Child ID;Legal status;Start date;End date\nP001;SRA;1 Feb 2010;\n".encode("windows-1252")
    assert listed(looked(c, LAW, content=content)) == [(2, "waits")]
    content = "\ufeffChild ID;Start date;End date;Reason ended\nP001;1/2/2010;1/3/2010;Café\n".encode()
    assert "“Café”" in reasons(looked(c, EPISODE, content=content))[0]


def test_a_childs_rows_in_several_parts_of_a_file_are_looked_at_together(c: Cast) -> None:
    rows = []
    for number in range(40):
        first = date(2009, 1, 1) + timedelta(days=30 * number)
        until = "" if number == 39 else f"{first + timedelta(days=30):%d/%m/%Y}"
        rows += [f"P001,Foster care,,{first:%d/%m/%Y},{until},"]
        rows += [f"X{number}-{each},Foster care,,01/02/2010,," for each in range(60)]
    brought(c, EPISODE, "P001,01/01/2009,,,")
    brought(c, LAW, "P001,S25,01/01/2009,,")
    row = brought(c, PLACEMENT, *rows)
    assert row.parts > 2 and (row.taken, row.refused) == (40, 2400)
    assert len(told(c, "P001")["placements"]) == 40
    assert Intake.objects.get(pk=row.pk).kept.count() == 0


def test_the_stranger_of_another_council_knows_none_of_these_children(c: Cast) -> None:
    whole(c)
    access.identify(c.stranger, today=TODAY)
    assert not Episode.objects.exists() and not ReturnRow.objects.exists()


def test_a_file_of_a_move_without_a_reason_column_leaves_what_is_known(c: Cast) -> None:
    whole(c)
    content = file_of(PLACEMENT, "P001,KIN,20/05/2011,", headings="Child ID,Placement type,From,To")
    row = taken(c, looked(c, PLACEMENT, content=content))
    assert row.taken == 1 and told(c, "P001") == AILSA
    assert Placement.objects.filter(moved_why=MoveReason.KIN.value).count() == 1


def test_of_rows_that_wait_the_last_of_one_day_comes_in_and_none_before_it_comes_back(c: Cast) -> None:
    brought(c, PLACEMENT, "P003,Kinship,,01/02/2010,,")
    brought(c, PLACEMENT, "P003,Foster care,,01/02/2010,,")
    brought(c, EPISODE, "P003,01/02/2010,,,")
    brought(c, LAW, "P003,S25,01/02/2010,,")
    assert told(c, "P003")["placements"] == [(date(2010, 2, 1), None, "FOSLA", "")]
    brought(c, LAW, "P003,S25,01/02/2010,,")
    assert told(c, "P003")["placements"] == [(date(2010, 2, 1), None, "FOSLA", "")]


def test_a_file_updates_again_what_an_undone_file_had_changed(c: Cast) -> None:
    whole(c)
    undone(c, brought(c, EPISODE, "P001,01/02/2010,01/10/2012,Home,"))
    row = brought(c, EPISODE, "P001,01/02/2010,01/09/2012,Adopted,")
    assert (row.taken, row.refused) == (1, 0)
    assert told(c, "P001")["episodes"] == [(date(2010, 2, 1), date(2012, 9, 1), "adopted")]
    undone(c, row)
    assert told(c, "P001") == AILSA


def test_a_file_with_more_parts_than_children_comes_in_too(c: Cast) -> None:
    brought(c, EPISODE, "P003,01/02/2010,,,")
    brought(c, LAW, "P003,S25,01/02/2010,,")
    row = brought(c, PLACEMENT, *["P003,Foster care,,01/02/2010,,"] * 1_100)
    assert (row.parts, row.taken, row.refused) == (2, 1_100, 0)
    assert len(told(c, "P003")["placements"]) == 1
