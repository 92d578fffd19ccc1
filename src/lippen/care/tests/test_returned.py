"""A return comes into the record: what lands, what a later year changes, what stays out, and what a hand changed."""

from __future__ import annotations

import json
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from django.db import connection

from lippen.care import command
from lippen.care.actions import events, living, mending
from lippen.care.actions.living import LegalGiven, PlacementGiven
from lippen.care.adapters.ssda903 import NO_SUCH_FILE
from lippen.care.models import CareEvent, Episode, LegalReason, Placement, ReturnRow
from lippen.care.queries import returned, spans
from lippen.care.queries.clocks import clocks_of
from lippen.care.tests.returning import brought, episodes, header, listed, packed, reviews, staged
from lippen.care.vocabulary import Event, PlacementKind, SpanKind
from lippen.casework import intake
from lippen.casework.actions import people as adding
from lippen.casework.actions import undoing
from lippen.casework.models import BroughtIn, Intake, IntakeDoubt, IntakePart, KnownPerson, PersonName, PersonNow
from lippen.casework.queries import intake as files_of
from lippen.casework.queries import people
from lippen.casework.tests.factories import NOW, TODAY, Cast, cast
from lippen.casework.vocabulary import IdScheme, NameKind, Status
from lippen.kernel import access
from lippen.kernel.errors import CannotDo
from lippen.kernel.files.gate import Refused
from lippen.kernel.models import AuditEntry
from lippen.organisation.models import Person

pytestmark = pytest.mark.django_db

FIRST = {
    "2011-header.csv": header("7", "8"),
    "2011-episodes.csv": episodes(
        "7,01/02/2010,S,V2,U6,PR1,10/03/2010,X1,,ZZ1 1ZZ,ZZ2 2ZZ",
        "7,10/03/2010,L,C1,U6,PR1,20/05/2010,X1,PLACE,,",
        "7,20/05/2010,P,C1,K2,PR4,,,,,",
        "8,05/06/2010,S,V2,P1,PR1,01/09/2010,E4A,,,",
    ),
    "2011-reviews.csv": reviews("7,04/03/2006,01/03/2010,PN1", "7,04/03/2006,09/09/2010,PN7"),
    "2011-oc2.csv": "CHILD,DOB,SDQ_SCORE\n7,04/03/2006,12\n",
}
SECOND = {
    "2012-header.csv": header("7"),
    "2012-episodes.csv": episodes(
        "7,20/05/2010,P,C1,K2,PR4,03/08/2011,X1,CARPL,,",
        "7,03/08/2011,B,C2,U4,PR1,,,,,",
    ),
    "2012-reviews.csv": reviews("7,04/03/2006,10/10/2011,PN1"),
}


@pytest.fixture(autouse=True)
def on_a_day(settings) -> None:
    settings.LIPPEN_TODAY = TODAY


@pytest.fixture
def c() -> Cast:
    return cast()


def child_of(c: Cast, number: str) -> KnownPerson:
    access.identify(c.manager, today=TODAY)
    return KnownPerson.objects.get(outsideids__value=number)


def told(c: Cast, number: str) -> dict[str, list[tuple[object, ...]]]:
    """What stands in the record of a child."""
    child = child_of(c, number)
    rows = {model: spans.current(c.manager, model, [child.pk]) for model in (Episode, Placement, LegalReason)}
    return {
        "episodes": [(row.so_on, row.ends_on, row.end_code) for row in rows[Episode]],
        "placements": [(row.so_on, row.ends_on, row.code, row.moved_why) for row in rows[Placement]],
        "legal": [(row.so_on, row.ends_on, row.code) for row in rows[LegalReason]],
        "reviews": [
            (row.so_on, row.words)
            for row in CareEvent.objects.filter(person=child, wrong__isnull=True).order_by("so_on")
        ],
    }


AFTER_FIRST = {
    "episodes": [(date(2010, 2, 1), None, "")],
    "placements": [
        (date(2010, 2, 1), date(2010, 5, 20), "U6", ""),
        (date(2010, 5, 20), None, "K2", "PLACE"),
    ],
    "legal": [(date(2010, 2, 1), date(2010, 3, 10), "V2"), (date(2010, 3, 10), None, "C1")],
    "reviews": [
        (date(2010, 3, 1), "PN1: The child was there and spoke"),
        (date(2010, 9, 9), "PN7: The child was not there and sent nothing"),
    ],
}
AFTER_SECOND = {
    "episodes": [(date(2010, 2, 1), None, "")],
    "placements": [
        (date(2010, 2, 1), date(2010, 5, 20), "U6", ""),
        (date(2010, 5, 20), date(2011, 8, 3), "K2", "PLACE"),
        (date(2011, 8, 3), None, "U4", "CARPL"),
    ],
    "legal": [
        (date(2010, 2, 1), date(2010, 3, 10), "V2"),
        (date(2010, 3, 10), date(2011, 8, 3), "C1"),
        (date(2011, 8, 3), None, "C2"),
    ],
    "reviews": [*AFTER_FIRST["reviews"], (date(2011, 10, 10), "PN1: The child was there and spoke")],
}


def test_a_return_comes_in_whole_with_children_who_go_by_their_number(c: Cast) -> None:
    ref = brought(c, FIRST)
    row = files_of.intake(c.manager, ref)
    assert (row.state.value, row.rows, row.taken, row.refused) == ("taken", 9, 9, 0)
    assert told(c, "7") == AFTER_FIRST
    assert told(c, "8")["episodes"] == [(date(2010, 6, 5), date(2010, 9, 1), "E4A")]
    now = PersonNow.objects.get(person=child_of(c, "7"))
    assert (now.name, now.born_on, now.gender, now.status) == ("7", date(2006, 3, 4), "female", Status.AWAY)
    assert not PersonName.objects.filter(person=child_of(c, "7")).exists()
    assert not IntakePart.objects.exists()


def test_every_row_stays_on_the_record_as_it_was_written_but_its_postcodes(c: Cast) -> None:
    brought(c, FIRST)
    rows = ReturnRow.objects.filter(person=child_of(c, "7")).order_by("id")
    assert [(row.file, row.place, row.year) for row in rows] == [
        ("2011-episodes.csv", 2, 2011),
        ("2011-episodes.csv", 3, 2011),
        ("2011-episodes.csv", 4, 2011),
        ("2011-header.csv", 2, 2011),
        ("2011-oc2.csv", 2, 2011),
        ("2011-reviews.csv", 2, 2011),
        ("2011-reviews.csv", 3, 2011),
    ]
    assert rows[4].cells == {"CHILD": "7", "DOB": "04/03/2006", "SDQ_SCORE": "12"}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM care_returnrow WHERE cells::text LIKE '%%ZZ1%%' OR cells::text LIKE '%%ZZ2%%'"
        )
        assert cursor.fetchone() == (0,)


def test_a_name_that_is_recorded_takes_the_numbers_place(c: Cast) -> None:
    brought(c, FIRST)
    about = {"person_ref": child_of(c, "7").ref, "so_on": TODAY, "at": NOW}
    name = {"given_name": "Una", "family_name": "Made-Up", "kind": NameKind.NAME}
    adding.say_name(actor=c.manager, **about, **name)
    assert PersonNow.objects.get(person=child_of(c, "7")).name == "Una Made-Up"


def test_the_next_year_brings_the_same_time_in_care_up_to_date(c: Cast) -> None:
    brought(c, FIRST)
    before = Episode.objects.get(person=child_of(c, "7"))
    ref = brought(c, SECOND)
    assert files_of.intake(c.manager, ref).taken == 4
    assert told(c, "7") == AFTER_SECOND
    assert Episode.objects.filter(person=child_of(c, "7")).count() == 1 and before.is_current
    k2 = Placement.objects.filter(person=child_of(c, "7"), code="K2").order_by("id")
    assert [(row.ends_on, row.is_current) for row in k2] == [(None, False), (date(2011, 8, 3), True)]


def test_year_by_year_comes_to_the_same_as_all_years_at_once(c: Cast) -> None:
    brought(c, {**FIRST, **SECOND})
    assert told(c, "7") == AFTER_SECOND


def test_years_in_the_wrong_order_come_to_the_same(c: Cast) -> None:
    brought(c, SECOND)
    brought(c, FIRST)
    assert told(c, "7") == AFTER_SECOND


def test_the_same_return_again_changes_nothing_and_counts_the_same(c: Cast) -> None:
    brought(c, FIRST)
    written = [model.objects.count() for model in (Episode, Placement, LegalReason, CareEvent, ReturnRow, KnownPerson)]
    ref = brought(c, FIRST)
    assert files_of.intake(c.manager, ref).taken == 9
    assert written == [
        model.objects.count() for model in (Episode, Placement, LegalReason, CareEvent, ReturnRow, KnownPerson)
    ]


def test_a_corrected_return_of_the_same_year_takes_back_what_it_no_longer_tells(c: Cast) -> None:
    brought(c, FIRST)
    lines = "7,01/02/2010,S,V2,U6,PR1,10/03/2010,X1,,,", "7,10/03/2010,L,C1,U6,PR1,,,,,"
    better = {"2011-episodes.csv": episodes(*lines), "2011-reviews.csv": reviews("7,04/03/2006,01/03/2010,PN1")}
    brought(c, {"2011-header.csv": header("7"), **better})
    found = told(c, "7")
    assert found["placements"] == [(date(2010, 2, 1), None, "U6", "")]
    assert found["reviews"] == AFTER_FIRST["reviews"][:1]
    gone = Placement.objects.get(person=child_of(c, "7"), is_wrong=True)
    assert gone.why == "No return tells of it any more, since return.zip was brought in on 17 October 2012."
    assert told(c, "8")["episodes"], "what the corrected return does not name stays"


def test_a_file_that_names_no_year_adds_to_what_came_before(c: Cast) -> None:
    brought(c, {"header.csv": header("7"), "episodes.csv": episodes("7,01/02/2010,S,V2,U6,PR1,10/03/2010,E8,,,")})
    brought(c, {"episodes.csv": episodes("7,01/02/2011,S,V2,U6,PR1,,,,,")})
    brought(c, {"episodes.csv": episodes("7,01/02/2011,S,V2,U6,PR1,01/05/2011,E8,,,")})
    assert told(c, "7")["episodes"] == [
        (date(2010, 2, 1), date(2010, 3, 10), "E8"),
        (date(2011, 2, 1), date(2011, 5, 1), "E8"),
    ]


def test_rows_that_cannot_come_in_stay_listed_and_the_rest_lands(c: Cast) -> None:
    files = {
        "2012-header.csv": header("7"),
        "2012-episodes.csv": episodes(
            "7,01/02/2010,S,V2,U6,PR1,10/05/2010,X1,,,",
            "7,01/04/2010,P,V2,K2,PR1,01/07/2010,X1,,,",
            "7,01/07/2010,P,V2,U4,PR1,,,,,",
            "9,01/07/2010,S,V2,U4,PR1,,,,,",
            ",01/07/2010,S,V2,U4,PR1,,,,,",
        ),
        "2012-reviews.csv": reviews("7,04/03/2006,18/10/2012,PN1"),
        "notes.csv": "A,B\n1,2\n",
    }
    ref = brought(c, files)
    wanted = [
        ("2012-episodes.csv, row 3", "overlap"),
        ("2012-episodes.csv, row 4", "follows"),
        ("2012-episodes.csv, row 5", "no_header"),
        ("2012-episodes.csv, row 6", "no_child"),
        ("2012-reviews.csv, row 2", "to_come"),
        ("notes.csv, row 2", "not_a_file"),
    ]
    assert sorted(listed(c, ref)) == wanted
    assert files_of.intake(c.manager, ref).taken == 2
    assert told(c, "7")["episodes"] == [(date(2010, 2, 1), date(2010, 5, 10), "X1")]
    assert not KnownPerson.objects.filter(outsideids__value="9").exists()


def test_what_stayed_out_is_listed_for_thirty_days_after_the_rest_came_in(c: Cast, settings) -> None:
    brought(c, {"2012-header.csv": header("7"), "notes.csv": "A,B\n1,2\n"})
    from lippen.casework.actions import staging

    staging.scrub_old()
    assert IntakeDoubt.objects.count() == 1
    access.identify(c.manager, today=date(2012, 12, 1))
    staging.scrub_old()
    assert not IntakeDoubt.objects.exists()


def test_what_somebody_changed_here_is_not_overwritten(c: Cast) -> None:
    brought(c, FIRST)
    placement = Placement.objects.get(person=child_of(c, "7"), code="K2", is_current=True)
    told_day = {"what": SpanKind.PLACEMENT, "so_on": date(2010, 5, 22), "why": "She moved two days later", "at": NOW}
    mending.correct_day(actor=c.manager, span_ref=placement.ref, **told_day)
    before = told(c, "7")
    ref = brought(c, SECOND)
    assert [rule for _, rule in listed(c, ref)] == ["changed_here", "changed_here"]
    after = told(c, "7")
    assert after["placements"] == before["placements"] and after["reviews"] == AFTER_SECOND["reviews"]
    assert files_of.intake(c.manager, ref).taken == 2


def test_a_time_in_care_that_was_typed_in_stays_and_the_returns_rows_are_listed(c: Cast) -> None:
    child = c.add(c.manager, "Ailsa", "Kinross")
    about = {"actor": c.manager, "person_ref": child.ref, "at": NOW}
    adding.say_outside_id(scheme=IdScheme.OTHER, value="7", so_on=TODAY, **about)
    given = {"placement": PlacementGiven(PlacementKind.KINSHIP), "legal": LegalGiven("S25")}
    living.begin_care(so_on=date(2010, 4, 1), **given, **about)
    ref = brought(c, FIRST)
    assert {rule for _, rule in listed(c, ref)} == {"held_already"}
    assert [row.code_system for row in spans.current(c.manager, Episode, [child.pk])] == ["scotland"]
    assert KnownPerson.objects.filter(outsideids__value="7").count() == 1, "the number names the child who is recorded"


def test_two_records_with_one_number_are_said_and_neither_is_written_to(c: Cast) -> None:
    for given in ("Ailsa", "Fergus"):
        child = c.add(c.manager, given, "Kinross")
        number = {"scheme": IdScheme.OTHER, "value": "7", "so_on": TODAY, "at": NOW}
        adding.say_outside_id(actor=c.manager, person_ref=child.ref, **number)
    ref = brought(c, FIRST)
    assert {rule for _, rule in listed(c, ref)} == {"several_records"} and len(listed(c, ref)) == 7
    assert not Episode.objects.filter(person__outsideids__value="7").exists()


def test_a_return_cut_short_goes_on_and_each_part_comes_in_once(c: Cast, monkeypatch) -> None:
    from lippen.care.adapters import returned_files
    from lippen.casework.actions import taking_in

    many = [f"{number},05/06/2010,S,V2,P1,PR1,01/09/2010,E4A,,," for number in range(100, 1300)]
    files = {"2011-header.csv": header(*map(str, range(100, 1300))), "2011-episodes.csv": episodes(*many)}
    assert returned_files.PART_ROWS < 2400
    ref = staged(c, files)
    row = files_of.intake(c.manager, ref)
    given = {"actor": c.manager, "intake_ref": ref, "at": NOW}
    taking_in.begin_taking(without_refused=True, version=row.version, **given)
    taking_in.take_part(today=TODAY, real_at=NOW, **given)
    part = files_of.intake(c.manager, ref)
    assert part.state.value == "taking" and 0 < part.taken < 2400
    from functools import partial

    from lippen.organisation.work import acting_for

    intake.take(partial(acting_for, c.manager.account_id), ref, today=TODAY, at=NOW, real_at=NOW)
    access.identify(c.manager, today=TODAY)
    done = files_of.intake(c.manager, ref)
    assert (done.state.value, done.taken, KnownPerson.objects.count()) == ("taken", 2400, 1200)
    assert BroughtIn.objects.filter(intake_id=done.id).count() == 1200


def test_no_rule_of_scotland_is_asked_of_a_time_told_in_english_codes(c: Cast) -> None:
    brought(c, FIRST)
    child = child_of(c, "7")
    assert clocks_of(c.manager, [child.pk], today=TODAY) == {child.pk: []}


def test_what_a_return_tells_of_reviews_is_typed_in_by_nobody(c: Cast) -> None:
    brought(c, FIRST)
    given = {"kind": Event.REVIEW_RETURNED, "so_on": TODAY, "at": NOW}
    with pytest.raises(CannotDo, match="follows from what is recorded"):
        events.record_event(actor=c.manager, person_ref=child_of(c, "7").ref, **given)


def test_each_child_is_named_in_the_audit_of_what_came_in(c: Cast) -> None:
    brought(c, FIRST)
    found = AuditEntry.objects.filter(verb="care.return_told").order_by("id")
    assert {entry.subject_key for entry in found} == {child_of(c, number).ref for number in "78"}


def test_a_return_is_not_undone_and_says_what_to_do(c: Cast) -> None:
    ref = brought(c, FIRST)
    given = {"intake_ref": ref, "why": "It was another council's", "version": Intake.objects.get().version, "at": NOW}
    with pytest.raises(CannotDo, match="Bring the corrected return in"):
        undoing.begin_undoing(actor=c.manager, **given)


def test_what_returns_told_says_of_each_row_whether_it_counts(c: Cast) -> None:
    rows = "7,01/02/2010,S,V2,U6,PR1,10/05/2010,X1,,,", "7,01/04/2010,P,V2,K2,PR1,01/07/2010,E8,,,"
    brought(c, {"2011-header.csv": header("7"), "2011-episodes.csv": episodes(*rows)})
    brought(c, {"2011-episodes.csv": episodes(rows[0])})
    files = returned.told_of(c.manager, people.head(c.manager, child_of(c, "7").ref), today=TODAY)
    assert [(file.name, [(row.place, row.counts) for row in file.rows]) for file in files] == [
        ("2011-episodes.csv", [(2, True)]),
        ("2011-episodes.csv", [(2, False), (3, False)]),
        ("2011-header.csv", [(2, True)]),
    ]
    assert ("LS", "V2", "Single period of accommodation by agreement") in files[0].rows[0].cells


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, words in {**FIRST, "notes.csv": "A,B\n1,2\n"}.items():
        (tmp_path / name).write_text(words)
    (tmp_path / "read me.txt").write_text("No rows")
    return tmp_path


def test_the_command_says_what_lands_and_lists_the_rest_as_json(c: Cast, folder: Path, capsys) -> None:
    email = Person.objects.get(pk=c.manager.person_id).email
    assert command.import_return(folder, by=email, dry_run=True, as_json=True) == 0
    dry = json.loads(capsys.readouterr().out)
    access.identify(c.manager, today=TODAY)
    assert not Episode.objects.exists() and not IntakePart.objects.exists()
    assert command.import_return(folder, by=email, as_json=True) == 0
    assert json.loads(capsys.readouterr().out) == dry
    assert (dry["rows"], dry["rows_landed"], dry["rows_listed"], dry["children"]) == (10, 9, 1, 2)
    assert dry["by_file"]["notes.csv"] == {"rows": 1, "rows_landed": 0, "rows_listed": 1}
    assert sum(each["rows"] for each in dry["by_file"].values()) == 10
    reason = NO_SUCH_FILE
    assert "ssda903_2012_episodes.csv" in reason and "episodes, reviews" in reason and "ZIP" in reason
    assert dry["listed"] == [{"file": "notes.csv", "row": 2, "rule": "not_a_file", "reason": reason}]
    assert told(c, "7") == AFTER_FIRST


def test_without_a_name_the_command_goes_by_whoever_manages_records_and_says_so(c: Cast, folder: Path, capsys) -> None:
    assert command.import_return(folder) == 0
    said = capsys.readouterr()
    assert "who manages the records of" in said.err
    assert "10 rows read, of 2 children: 9 came in.\n1 rows cannot come in:" in said.out
    assert "not_a_file (1)\n  notes.csv, row 2: This file is none of the return." in said.out


def test_the_command_refuses_a_folder_without_files_and_somebody_unknown(c: Cast, tmp_path: Path, capsys) -> None:
    assert command.import_return(tmp_path) == 1
    assert "holds no CSV file" in capsys.readouterr().err
    (tmp_path / "header.csv").write_text(header("7"))
    assert command.import_return(tmp_path, by="nobody@example.org") == 1
    assert "Nobody who may come in is called nobody@example.org." in capsys.readouterr().err
    worker = Person.objects.get(pk=c.worker.person_id).email
    assert command.import_return(tmp_path, by=worker) == 1
    assert "may not bring records in" in capsys.readouterr().err


def survey(content: bytes) -> None:
    with intake.in_memory(content) as file:
        intake.survey(file, "return.zip", intake.IntakeKind.RETURN)


def test_a_damaged_a_locked_and_an_empty_return_get_a_polite_no() -> None:
    whole = packed(FIRST)
    with pytest.raises(Refused, match="is damaged or locked"):
        survey(whole[: len(whole) // 2])
    with pytest.raises(Refused, match="holds no CSV file"):
        survey(packed({"read me.txt": "No rows"}))
    with pytest.raises(Refused, match="holds no row under a heading"):
        survey(packed({"2011-header.csv": header()}))
    with pytest.raises(Refused, match="is not plain text"):
        survey(packed({"2011-header.csv": "CHILD,SEX\0,DOB,ETHNIC\n7,1,,\n"}))


def test_a_bomb_is_refused_by_what_it_comes_to_whatever_it_says_of_itself() -> None:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("2011-episodes.csv", b"7,01/02/2010\n" * 6_000_000)
    with pytest.raises(Refused, match="holds more than 60 MB"):
        survey(target.getvalue())
