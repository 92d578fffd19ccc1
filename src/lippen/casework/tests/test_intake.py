"""Files of other systems' records: read, looked through without a word written, and brought in whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from datetime import date

import pytest

from lippen.casework import intake
from lippen.casework.actions import checking, staging, taking_in, work
from lippen.casework.models import (
    BroughtIn,
    ChronologyEntry,
    Intake,
    IntakeDoubt,
    IntakePart,
    Involvement,
    KnownPerson,
    OutsideId,
    PersonAddress,
    PersonNow,
    ProtectedAddress,
    Referral,
    ReferralStep,
    SearchRun,
    Tie,
)
from lippen.casework.queries import intake as queries
from lippen.casework.tests.factories import NOW, TODAY, Cast, cast
from lippen.casework.vocabulary import DoubtKind, IdScheme, IntakeKind, IntakeState, InvolvementKind
from lippen.kernel import access
from lippen.kernel.access import Actor
from lippen.kernel.errors import CannotDo
from lippen.kernel.files.gate import Refused
from lippen.organisation.models import Person, Post, PostHolding
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories as organisation

pytestmark = pytest.mark.django_db
CHILDREN = (
    "Person ID,Forename,Surname,DOB,Address,Postcode,Protected,Mobile,Email,CHI,Status\n"
    "P001,Ailsa,Docherty,03/05/2006,4 Glebe Street,FK10 1AA,no,07700 900101,,,in need\n"
    "P002,Ruaridh,Docherty,11/09/2008,4 Glebe Street,FK10 1AA,no,,,1109081234,Being assessed\n"
    "P003,Senga,Quinn,2007-01-02,77 Canary Vennel,QQ77 7QQ,yes,,,,\n"
)


@pytest.fixture
def c(settings) -> Iterator[Cast]:
    settings.LIPPEN_TODAY = TODAY
    yield cast()


def staged(c: Cast, kind: IntakeKind, words: str | bytes, *, by: Actor | None = None, name: str = "export.csv") -> str:
    """A file's rows, kept for whoever brings them."""
    actor = by or c.manager
    access.identify(actor, today=TODAY)
    content = words.encode() if isinstance(words, str) else words
    given = {"authority_id": c.council.pk, "kind": kind, "source": "CareBook", "at": NOW}
    with intake.in_memory(content) as file:
        return intake.stage(lambda: nullcontext(actor), file, name, **given)


def looked(c: Cast, kind: IntakeKind, words: str | bytes, *, by: Actor | None = None) -> Intake:
    """The same, held against the record."""
    ref = staged(c, kind, words, by=by)
    intake.check(lambda: nullcontext(by or c.manager), ref, today=TODAY, at=NOW)
    return Intake.objects.get(ref=ref)


def answered(c: Cast, row: Intake, answers: dict[int, str], words: str = "", by: Actor | None = None) -> None:
    """What is said to the doubts of some rows."""
    asked = {each.row: each for each in IntakeDoubt.objects.filter(intake=row) if each.row in answers}
    given = [(asked[number].pk, answer, words) for number, answer in answers.items()]
    staging.answer_doubts(actor=by or c.manager, intake_ref=row.ref, answers=given, at=NOW)


def taken(c: Cast, row: Intake, *, without_refused: bool = False, by: Actor | None = None) -> Intake:
    """The file brought in."""
    actor, version = by or c.manager, Intake.objects.get(pk=row.pk).version
    given = {"actor": actor, "intake_ref": row.ref, "at": NOW}
    taking_in.begin_taking(without_refused=without_refused, version=version, **given)
    found = intake.take(lambda: nullcontext(actor), row.ref, today=TODAY, at=NOW, real_at=NOW)
    access.identify(actor, today=TODAY)
    return found


def brought(c: Cast, kind: IntakeKind, words: str) -> Intake:
    """A file without doubts, brought in."""
    return taken(c, looked(c, kind, words))


def said(row: Intake, kind: DoubtKind | None = None) -> list[tuple[int, str, str]]:
    """Row, heading and sentence of what is not clear."""
    found = IntakeDoubt.objects.filter(intake=row).order_by("row", "id")
    return [(each.row, each.column, each.sentence) for each in found if kind is None or each.kind == kind]


def named(number: str) -> KnownPerson:
    return KnownPerson.objects.get(outsideids__scheme=IdScheme.OTHER.value, outsideids__value=number)


# --- children ---


def test_somebody_over_25_who_comes_in_as_a_child_is_a_doubt(c: Cast) -> None:
    grown = CHILDREN.replace("03/05/2006", "03/05/1985").replace("11/09/2008", "17/10/1987")
    row = looked(c, IntakeKind.CHILDREN, grown)
    (told,) = said(row, DoubtKind.GROWN_UP)
    assert told == (2, "", "Ailsa Docherty was born on 3 May 1985, more than 25 years ago. Is this a child?")
    answered(c, row, {2: "child"})
    taken(c, row)
    assert named("P001").is_child


def test_a_dry_run_says_what_would_come_in_and_writes_nothing_of_the_record(c: Cast) -> None:
    row = looked(c, IntakeKind.CHILDREN, CHILDREN)
    assert (row.rows, row.refused, row.doubtful, row.state) == (3, 0, 0, IntakeState.WAITING)
    assert not KnownPerson.objects.exists() and not SearchRun.objects.exists()


def test_what_reaches_nobody_is_refused_in_a_file_as_it_is_where_it_is_typed(c: Cast) -> None:
    words = CHILDREN.replace("07700 900101,,", "javascript:alert(111),isla at home,")
    row = looked(c, IntakeKind.CHILDREN, words.replace("1AA,no,,,", "1AA,no,01259 555 0101 ext 12,r@home.example,"))
    found = said(row, DoubtKind.REFUSED)
    assert [(number, column) for number, column, _ in found] == [(2, "Mobile"), (2, "Email")]
    assert "“javascript:alert(111)”: A telephone number has figures, spaces and" in found[0][2]
    assert "“isla at home”: Write the whole e-mail address" in found[1][2]


def test_children_come_in_with_everything_that_the_file_says_of_them(c: Cast) -> None:
    row = brought(c, IntakeKind.CHILDREN, CHILDREN)
    assert (row.state, row.taken) == (IntakeState.TAKEN, 3)
    ailsa = PersonNow.objects.get(person=named("P001"))
    assert (ailsa.given_name, ailsa.born_on, ailsa.lines, ailsa.postcode, ailsa.phone, ailsa.status) == (
        "Ailsa",
        date(2006, 5, 3),
        "4 Glebe Street",
        "FK10 1AA",
        "07700 900101",
        "in_need",
    )
    assert OutsideId.objects.get(person=named("P002"), scheme="chi").value == "1109081234"


def test_every_child_brought_in_was_searched_for_and_stands_with_whoever_brought_them(c: Cast) -> None:
    brought(c, IntakeKind.CHILDREN, CHILDREN)
    assert SearchRun.objects.count() == 3
    parts = Involvement.objects.filter(kind=InvolvementKind.DUTY)
    assert set(parts.values_list("worker_id", flat=True)) == {c.manager.person_id} and parts.count() == 3


def test_a_protected_address_is_held_apart_and_stands_nowhere_else(c: Cast) -> None:
    brought(c, IntakeKind.CHILDREN, CHILDREN)
    senga = named("P003")
    now = PersonNow.objects.get(person=senga)
    assert (now.is_protected, now.lines, now.postcode) == (True, "", "")
    assert not PersonAddress.objects.filter(person=senga).exists()
    assert "Vennel" not in str(list(SearchRun.objects.values("terms"))) + str(now.keys)
    assert not ProtectedAddress.objects.exists()  # whoever brought it is not of its audience
    given = {"person_ref": senga.ref, "worker_id": c.worker.person_id, "so_on": TODAY, "at": NOW}
    work.allocate(actor=c.manager, **given)
    access.identify(c.worker, today=TODAY)
    assert ProtectedAddress.objects.get(person=senga).lines == "77 Canary Vennel"


def test_what_came_in_says_from_where_and_its_rows_are_gone(c: Cast) -> None:
    row = brought(c, IntakeKind.CHILDREN, CHILDREN)
    link = BroughtIn.objects.get(person=named("P002"))
    assert (link.row, link.source, link.intake_id, link.so_on) == (3, "CareBook", row.pk, TODAY)
    assert queries.brought_in(c.manager, link.person_id) == (("CareBook", TODAY),)
    assert not IntakePart.objects.exists() and not IntakeDoubt.objects.exists()


def test_the_same_file_comes_in_once(c: Cast) -> None:
    brought(c, IntakeKind.CHILDREN, CHILDREN)
    with pytest.raises(CannotDo, match=r"the same file as .+, which came in on 17 October 2012"):
        staged(c, IntakeKind.CHILDREN, CHILDREN)


def test_a_cell_that_cannot_be_read_is_named_with_what_to_do(c: Cast) -> None:
    words = CHILDREN.replace("03/05/2006", "31/02/2006").replace("Being assessed", "Sleeping")
    row = looked(c, IntakeKind.CHILDREN, words)
    first, second = said(row, DoubtKind.REFUSED)
    assert first[:2] == (2, "DOB") and "“31/02/2006” is not a day" in first[2] and "25/10/2012" in first[2]
    assert second[:2] == (3, "Status") and "Supported at home by agreement" in second[2]
    assert (row.refused, row.doubtful) == (2, 0)


def test_rows_that_cannot_come_in_stay_out_only_where_that_is_said(c: Cast) -> None:
    row = looked(c, IntakeKind.CHILDREN, CHILDREN.replace("03/05/2006", "31/02/2006"))
    with pytest.raises(CannotDo, match="1 of its rows cannot come in"):
        taken(c, row)
    assert taken(c, row, without_refused=True).taken == 2


def test_somebody_who_may_be_recorded_already_is_decided_row_by_row(c: Cast) -> None:
    there = c.add(c.worker, "Ailsa", "Doherty", born_on=date(2006, 5, 3))
    row = looked(c, IntakeKind.CHILDREN, CHILDREN)
    ((number, _, sentence),) = said(row, DoubtKind.SAME)
    assert (number, sentence) == (2, "Ailsa Docherty may be Ailsa Doherty, recorded already.")
    first = IntakeDoubt.objects.get(intake=row).choices[0][1]
    assert first.startswith(
        "Ailsa Doherty, born 3 May 2006 (the same day of birth, a family name that sounds or looks alike, "
    )
    with pytest.raises(CannotDo, match="1 of its doubts still wait"):
        taken(c, row)
    answered(c, row, {2: f"same:{there.ref}"})
    taken(c, row)
    assert named("P001") == there and KnownPerson.objects.count() == 3


def test_somebody_else_of_that_name_is_added_over_the_one_who_was_found(c: Cast) -> None:
    there = c.add(c.worker, "Ailsa", "Doherty", born_on=date(2006, 5, 3))
    row = looked(c, IntakeKind.CHILDREN, CHILDREN)
    answered(c, row, {2: "new"})
    taken(c, row)
    assert named("P001") != there and there.pk in named("P001").not_these


def test_a_row_that_is_left_out_does_not_come_in(c: Cast) -> None:
    c.add(c.worker, "Ailsa", "Doherty", born_on=date(2006, 5, 3))
    row = looked(c, IntakeKind.CHILDREN, CHILDREN)
    answered(c, row, {2: "leave"})
    assert taken(c, row).taken == 2
    assert not OutsideId.objects.filter(value="P001").exists()


def test_brothers_and_sisters_of_one_address_are_no_doubt_and_twins_are(c: Cast) -> None:
    twin = CHILDREN + "P004,Eilidh,Docherty,03/05/2006,4 Glebe Street,FK10 1AA,no,,,,\n"
    row = looked(c, IntakeKind.CHILDREN, twin)
    ((number, _, sentence),) = said(row, DoubtKind.IN_FILE)
    assert number == 5 and "may be Ailsa Docherty of row 2" in sentence


def test_a_restricted_record_says_nothing_and_tells_information_governance_when_it_comes_in(c: Cast) -> None:
    from lippen.casework.actions import guarding
    from lippen.organisation.queries import open_duties

    there = c.add(c.worker, "Ailsa", "Docherty", born_on=date(2006, 5, 3))
    access.identify(c.leader, today=TODAY)
    only = {"officers": [c.worker.person_id, c.leader.person_id], "why": "A councillor's child"}
    guarding.restrict(actor=c.leader, person_ref=there.ref, so_on=TODAY, at=NOW, **only)
    row = looked(c, IntakeKind.CHILDREN, CHILDREN)
    assert said(row) == []
    taken(c, row)
    assert {duty.kind for duty in open_duties([c.governance.person_id])} == {"restricted_match"}


def test_somebody_recorded_since_the_dry_run_stops_the_file_and_nothing_of_it_came_in(c: Cast) -> None:
    row = looked(c, IntakeKind.CHILDREN, CHILDREN)
    c.add(c.worker, "Senga", "Quinn", born_on=date(2007, 1, 2))
    access.identify(c.manager, today=TODAY)
    with pytest.raises(CannotDo, match="Row 4: Senga Quinn may be Senga Quinn, who was recorded since"):
        taken(c, row)
    access.identify(c.manager, today=TODAY)
    assert KnownPerson.objects.count() == 1 and not OutsideId.objects.exists()
    row.refresh_from_db()
    assert row.state == IntakeState.WAITING and "Quinn" not in row.told
    ((number, _, sentence),) = said(row, DoubtKind.STOPPED)
    assert number == 4 and sentence.endswith("Nothing of the file came in.")
    assert IntakePart.objects.filter(intake=row).exists()


def test_a_child_expected_comes_in_as_expected_once_somebody_says_so(c: Cast) -> None:
    row = looked(c, IntakeKind.CHILDREN, CHILDREN.replace("03/05/2006", "03/05/2013"))
    answered(c, row, {2: "expected"})
    taken(c, row)
    assert PersonNow.objects.get(person=named("P001")).born_precision == "expected"


def test_the_rows_of_a_file_are_seen_by_whoever_brought_it_alone(c: Cast) -> None:
    other = organisation.actor(c.council, Role.HEAD_OF_SERVICE)
    row = looked(c, IntakeKind.CHILDREN, CHILDREN.replace("03/05/2006", "x"))
    access.identify(other, today=TODAY)
    assert Intake.objects.visible_to(other).filter(pk=row.pk).exists()
    assert not IntakePart.objects.exists() and not IntakeDoubt.objects.exists()
    with pytest.raises(CannotDo, match="brought by somebody else, who alone sees its rows"):
        staging.drop_intake(actor=other, intake_ref=row.ref, at=NOW)


def test_a_file_set_aside_leaves_no_row_and_may_be_brought_again(c: Cast) -> None:
    row = looked(c, IntakeKind.CHILDREN, CHILDREN)
    staging.drop_intake(actor=c.manager, intake_ref=row.ref, at=NOW)
    assert not IntakePart.objects.exists()
    assert staged(c, IntakeKind.CHILDREN, CHILDREN) != row.ref


def test_rows_that_waited_for_thirty_days_are_scrubbed_whosever_they_are(c: Cast) -> None:
    row = looked(c, IntakeKind.CHILDREN, CHILDREN)
    access.identify(access.BY_RULE, today=date(2012, 11, 16))
    assert staging.scrub_old() == 0
    access.identify(access.BY_RULE, today=date(2012, 11, 18))
    assert staging.scrub_old() == 2  # the file, and its one part
    assert staging.scrub_old() == 0
    access.identify(c.manager, today=TODAY)
    row.refresh_from_db()
    assert row.state == IntakeState.DROPPED and not IntakePart.objects.exists()


def test_rows_of_a_very_large_file_go_a_little_at_a_time(c: Cast, monkeypatch) -> None:
    monkeypatch.setattr(staging, "AT_ONCE_PARTS", 0)
    row = looked(c, IntakeKind.CHILDREN, CHILDREN)
    staging.drop_intake(actor=c.manager, intake_ref=row.ref, at=NOW)
    assert IntakePart.objects.exists()
    assert [staging.scrub_old(), staging.scrub_old()] == [1, 0]
    assert not IntakePart.objects.exists()


def test_a_file_of_which_nothing_can_come_in_is_not_looked_through_to_its_end(c: Cast, monkeypatch) -> None:
    monkeypatch.setattr(checking, "MOST_REFUSED", 1_500)
    words = "Person ID,Date,Note\n" + "P1,no day,Seen\n" * 4_000
    row = looked(c, IntakeKind.ENTRIES, words)
    assert (row.parts, row.checked_to, row.refused) == (4, 2, 2_000)
    assert row.told.startswith("2,000 rows so far cannot come in, so the rest was not looked at.")


def test_as_many_rows_as_come_in_together_are_kept_and_one_more_leaves_none(c: Cast, monkeypatch) -> None:
    monkeypatch.setattr(staging, "MOST_TOGETHER", 3)
    assert looked(c, IntakeKind.CHILDREN, CHILDREN).rows == 3
    with pytest.raises(CannotDo, match="holds 4 rows or more; 3 come in together, all or none"):
        staged(c, IntakeKind.CHILDREN, CHILDREN + "P004,Eilidh,Quinn,03/05/2010,,,no,,,,\n")
    assert sorted(Intake.objects.values_list("state", flat=True)) == ["dropped", "waiting"]
    assert IntakePart.objects.count() == 1


def test_a_file_damaged_on_its_last_row_leaves_no_row_behind(c: Cast) -> None:
    with pytest.raises(Refused, match="row 5"):
        staged(c, IntakeKind.CHILDREN, CHILDREN + 'P004,"Eilidh')
    assert not IntakePart.objects.exists() and Intake.objects.get().state == IntakeState.DROPPED


def test_columns_matched_otherwise_are_remembered_for_the_next_file_of_those_headings(c: Cast) -> None:
    words = CHILDREN.replace("Forename,Surname", "Second,First")
    row = looked(c, IntakeKind.CHILDREN, words)
    assert row.columns[1:3] == ["", ""] and row.checked_to == 1
    columns = [*row.columns]
    columns[1:3] = ["given_name", "family_name"]
    staging.match_columns(actor=c.manager, intake_ref=row.ref, columns=columns, version=row.version, at=NOW)
    again = staged(c, IntakeKind.CHILDREN, words.replace("P001", "P009"))
    assert Intake.objects.get(ref=again).columns == columns


# --- their people ---

PEOPLE = (
    "ID,First name,Last name,Date of birth,Child ID,Relationship,PRR,Must not know\n"
    "G1,Morag,Docherty,06/05/1980,P001,Mother,yes,\n"
    "G1,Morag,Docherty,06/05/1980,P002,Mother,yes,\n"
    ",Callum,Quinn,01/02/1979,P003,Father,no,yes\n"
)


def test_grown_ups_come_in_tied_to_their_children_and_stand_once(c: Cast) -> None:
    brought(c, IntakeKind.CHILDREN, CHILDREN)
    row = brought(c, IntakeKind.PEOPLE, PEOPLE)
    assert row.taken == 3 and KnownPerson.objects.filter(is_child=False).count() == 2
    ties = Tie.objects.filter(person=named("G1")).order_by("id")
    assert [(each.other_id, each.kind, each.rights) for each in ties] == [
        (named("P001").pk, "parent", "yes"),
        (named("P002").pk, "parent", "yes"),
    ]
    assert Tie.objects.get(other=named("P003")).must_not_know_address
    assert not Tie.objects.filter(other_must_not_know_address=True).exists()


@pytest.mark.parametrize("heading", ["Child must not know", "The child or the second must not know their address"])
def test_that_a_child_must_not_know_an_address_comes_in_the_right_way_round(c: Cast, heading: str) -> None:
    brought(c, IntakeKind.CHILDREN, CHILDREN)
    words = PEOPLE.replace("Must not know\n", f"Must not know,{heading}\n").replace("no,yes\n", "no,,yes\n")
    brought(c, IntakeKind.PEOPLE, words.replace("yes,\n", "yes,,\n"))
    tie = Tie.objects.get(other=named("P003"))
    assert tie.other_must_not_know_address and not tie.must_not_know_address
    headings = f"Person ID,Related person ID,Relationship,Must not know,{heading}"
    brought(c, IntakeKind.TIES, f"{headings}\nG1,P003,Carer,no,yes\n")
    tie = Tie.objects.get(other=named("P003"), person=named("G1"))
    assert tie.other_must_not_know_address and not tie.must_not_know_address


def test_a_grown_up_of_a_child_who_is_not_recorded_is_refused(c: Cast) -> None:
    row = looked(c, IntakeKind.PEOPLE, PEOPLE)
    assert [each[:2] for each in said(row)] == [(2, "Child ID"), (3, "Child ID"), (4, "Child ID")]
    assert "Bring the people in first" in said(row)[0][2]


def test_ties_come_in_both_ways_and_one_that_stands_is_left_out(c: Cast) -> None:
    brought(c, IntakeKind.CHILDREN, CHILDREN)
    words = "Person ID,Related person ID,Relationship\nP001,P002,sister\nP002,P001,brother\nP001,P001,sister\n"
    row = looked(c, IntakeKind.TIES, words)
    assert [(number, sentence[:9]) for number, _, sentence in said(row)] == [(3, "The file "), (4, "Nobody is")]
    assert taken(c, row, without_refused=True).taken == 1
    assert Tie.objects.get().kind == "sibling"


# --- referrals and allocations ---

REFERRALS = (
    "Child ID,Received,Referrer,Reason,Details,Immediate,Stage,Since\n"
    "P001,01/10/2012,School,neglect,Came hungry,no,Initial assessment,02/10/2012\n"
    "P002,05/10/2012,Police,domestic abuse,Called at night,yes,Decision,06/10/2012\n"
)


def test_open_referrals_come_in_at_their_stage_and_an_immediate_risk_waits_for_a_manager(c: Cast) -> None:
    brought(c, IntakeKind.CHILDREN, CHILDREN)
    row = looked(c, IntakeKind.REFERRALS, REFERRALS)
    assert [each[0] for each in said(row, DoubtKind.STAGE)] == [3]
    answered(c, row, {3: "contact"})
    taken(c, row)
    steps = ReferralStep.objects.values_list("person__now__given_name", "outcome", "so_on")
    assert list(steps) == [("Ailsa", "assess", date(2012, 10, 2))]
    assert Referral.objects.get(is_immediate=True).steps.count() == 0


def test_allocations_come_in_since_their_own_day_and_take_the_place_of_whoever_brought_the_child(c: Cast) -> None:
    brought(c, IntakeKind.CHILDREN, CHILDREN)
    worker = Person.objects.get(pk=c.worker.person_id)
    words = f"Child ID,Worker,Since\nP001,{worker.email},01/03/2012\nP002,{worker.name},3 Mar 2012\n"
    assert brought(c, IntakeKind.ALLOCATIONS, words).taken == 2
    part = Involvement.objects.get(person=named("P001"), ends_on__isnull=True)
    assert (part.kind, part.worker_id, part.starts_on) == ("allocated", c.worker.person_id, date(2012, 3, 1))
    assert Involvement.objects.filter(kind="duty", ends_on__isnull=True).count() == 1


def test_the_limit_is_a_doubt_with_its_reason_and_no_refusal(c: Cast, monkeypatch) -> None:
    from lippen.casework import rules

    monkeypatch.setattr(rules, "load", lambda statuses, numbers, **more: rules.Load(15, 0, 15, 100))
    brought(c, IntakeKind.CHILDREN, CHILDREN)
    worker = Person.objects.get(pk=c.worker.person_id)
    row = looked(c, IntakeKind.ALLOCATIONS, f"Child ID,Worker,Since\nP001,{worker.email},01/03/2012\n")
    ((_, _, sentence),) = said(row, DoubtKind.LIMIT)
    assert "would have 16 children; the limit is 15 (proposed nationally, 2022)" in sentence
    with pytest.raises(CannotDo, match="Row 2: say why"):
        answered(c, row, {2: "accept"})
    answered(c, row, {2: "accept"}, words="Agreed until the vacancy is filled")
    taken(c, row)
    assert Involvement.objects.get(kind="allocated").over_limit_why == "Agreed until the vacancy is filled"


# --- notes and events ---


def test_notes_come_in_part_by_part_each_once(c: Cast, monkeypatch) -> None:
    brought(c, IntakeKind.CHILDREN, CHILDREN)
    lines = "".join(f"P00{1 + n % 3},{1 + n % 28:02d}/01/2011,Note {n},School,high\n" for n in range(2_500))
    row = looked(c, IntakeKind.ENTRIES, f"Person ID,Date,Note,Source,Significance\n{lines}")
    assert (row.parts, row.rows, said(row)) == (3, 2_500, [])
    given = {"actor": c.manager, "intake_ref": row.ref, "at": NOW}
    taking_in.begin_taking(without_refused=False, version=row.version, **given)
    taking_in.take_part(today=TODAY, **given)
    assert ChronologyEntry.objects.count() == 1_000
    intake.take(lambda: nullcontext(c.manager), row.ref, today=TODAY, at=NOW, real_at=NOW)
    access.identify(c.manager, today=TODAY)
    assert ChronologyEntry.objects.count() == BroughtIn.objects.filter(kind="entries").count() == 2_500
    assert ChronologyEntry.objects.filter(significance="high", source="School").count() == 2_500


# --- staff ---

STAFF = (
    "Title,Role,Team,Reports to,First name,Last name,E-mail,Start date\n"
    "Team leader,Team leader,North team,,Fiona,Gow,fiona.gow@council.example,01/02/2010\n"
    "Social worker,Social worker,North team,Team leader,Iain,Laing,iain.laing@council.example,01/03/2011\n"
    "Social worker,Social worker,North team,Team leader,,,,\n"
)


def test_staff_come_in_with_teams_posts_holders_and_vacancies(c: Cast) -> None:
    admin = organisation.actor(c.council, Role.ADMINISTRATOR)
    before = Post.objects.count()
    row = looked(c, IntakeKind.STAFF, STAFF, by=admin)
    assert said(row) == []
    taken(c, row, by=admin)
    assert Post.objects.count() == before + 3
    iain = PostHolding.objects.get(person__email="iain.laing@council.example")
    assert (iain.post.team.name, iain.post.reports_to.title, iain.starts_on) == (
        "North team",
        "Team leader",
        date(2011, 3, 1),
    )
    assert Post.objects.filter(team__name="North team", holdings__isnull=True).count() == 1


def test_a_holder_who_may_be_recorded_and_a_class_that_is_none_are_said(c: Cast) -> None:
    admin = organisation.actor(c.council, Role.ADMINISTRATOR)
    known = organisation.person(c.council, "Fiona")
    words = STAFF.replace("Fiona,Gow", f"{known.given_name},{known.family_name}").replace(
        "Social worker,Social worker", "Social worker,Wizard", 1
    )
    row = looked(c, IntakeKind.STAFF, words, by=admin)
    assert [each[:2] for each in said(row, DoubtKind.REFUSED)] == [(3, "Role")]
    assert [each[0] for each in said(row, DoubtKind.SAME)] == [2]
    answered(c, row, {2: f"same:{known.ref}"}, by=admin)
    taken(c, row, without_refused=True, by=admin)
    assert known.holdings.get().post.title == "Team leader"


def test_nobody_brings_in_what_their_post_does_not_let_them(c: Cast) -> None:
    from lippen.kernel.errors import NotAllowed

    for actor, kind in ((c.worker, IntakeKind.CHILDREN), (c.leader, IntakeKind.TIES), (c.manager, IntakeKind.STAFF)):
        with pytest.raises(NotAllowed):
            staged(c, kind, CHILDREN, by=actor)
