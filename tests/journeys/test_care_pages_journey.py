"""Pages of care at a desk and on a phone, empty, full and in error: versions, files of columns, health, the agency."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from playwright.sync_api import expect

from lippen.care.actions import carers, living, mending
from lippen.care.actions.living import LegalGiven, PlacementGiven
from lippen.care.models import Placement
from lippen.care.queries import spans
from lippen.care.tests import world as care
from lippen.care.tests.columns import CHILDREN, EPISODES, LEGAL, PLACEMENTS, brought
from lippen.care.tests.test_places import second
from lippen.care.vocabulary import ApprovalStep, Destination, MoveReason, PlacementKind, SpanKind
from lippen.casework import jobs
from lippen.casework.actions.picturing import add_picture
from lippen.casework.models import Intake, KnownPerson
from lippen.casework.tests.factories import NOW, TODAY, Cast, cast
from lippen.casework.tests.test_intake import brought as brought_before
from lippen.casework.tests.test_pictures import drawing
from lippen.casework.vocabulary import IntakeKind, PictureKind, PictureShown
from lippen.kernel import access
from lippen.kernel.files.pictures import picture_of
from lippen.server.putting_back import made_once

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
AGENCY = "/care/permanence/agency"
BEGAN, MOVED, MENDED = date(2012, 3, 5), date(2012, 6, 1), date(2012, 6, 4)
LONG = (
    "The carer's diary says that she came on the Monday after school, with two bags and the cat, and not on the Friday "
    "before it, as the letter of the agency had it."
)
HEADINGS = "Person ID,Kind of place in which the child was living at that time,Where,From,To,Reason for move,Remarks"
ROWS = (
    "P001,Foster care,,01/02/2010,20/05/2011,,",
    "P001,Kinship,,20/05/2011,,To live with relatives or friends,Asked for it herself",
    "P002,Children's house,Larch House,05/06/2010,01/09/2011,,",
    "P002,A castle in the air,Larch House,05/06/2010,01/09/2011,,",
    "Q9,Kinship,Nobody knows,01/02/2010,,,",
    "P003,Kinship,Mrs Quinn,31/02/2010,,,",
)


@contextmanager
def acting(actor):
    with transaction.atomic():
        access.identify(actor, today=TODAY)
        yield actor


def account(actor):
    return get_user_model().objects.get(pk=actor.account_id)


@pytest.fixture(params=["desk", "phone"])
def on(request) -> str:
    return request.param


def committed() -> tuple[Cast, dict[str, str]]:
    with transaction.atomic():
        c = cast()
        refs = care.grown(c)
        access.identify(c.worker, today=TODAY)
        made = {"kind": PictureKind.DRAWING, "made_by": "Ailsa", "alt": "A house with a dog", "so_on": TODAY, "at": NOW}
        shown = {"shown": PictureShown.YES, "picture": picture_of("dog.jpg", drawing().read())}
        add_picture(actor=c.worker, person_ref=refs["child"], **made, **shown)
        return c, refs


@pytest.fixture
def made(settings) -> tuple[Cast, dict[str, str]]:
    settings.LIPPEN_TODAY = TODAY
    return made_once(committed)


@pytest.fixture
def c(settings) -> Cast:
    settings.LIPPEN_TODAY = TODAY
    with transaction.atomic():
        return cast()


def test_how_a_span_was_recorded_is_read_version_by_version(c, enter, seen, on) -> None:
    with transaction.atomic():
        child = c.add(c.worker, "Isla", "Balfour")
        c.allocate(child, c.worker)
        access.identify(c.worker, today=TODAY)
        about = {"actor": c.worker, "person_ref": child.ref, "at": NOW}
        living.begin_care(so_on=BEGAN, placement=PlacementGiven(PlacementKind.CRISIS), legal=LegalGiven("S25"), **about)
        moved = PlacementGiven(PlacementKind.KINSHIP, moved_why=MoveReason.NEEDS)
        placement = living.move(so_on=MOVED, placement=moved, **about).ref
        mended = {"what": SpanKind.PLACEMENT, "span_ref": placement, "at": NOW}
        for day, why in ((MENDED, LONG), (MOVED, "It was the Friday after all")):
            mending.correct_day(actor=c.worker, so_on=day, why=why, **mended)
            mended["span_ref"] = Placement.objects.get(so_on=day, is_current=True, person=child).ref
        first = spans.current(c.worker, Placement, [child.pk])[0].thread
    page = enter(account(c.worker), phone=on == "phone")
    page.goto(f"/care/{child.ref}")
    page.locator("a", has_text="How it was recorded: With relatives or friends").first.click()
    expect(page.get_by_text("It was recorded 3 times.")).to_be_visible()
    seen(page, f"versions-{on}")
    page.goto(f"/care/recorded/{first}")
    seen(page, f"versions-ended-{on}")


def newest(c: Cast) -> Intake:
    with acting(c.manager):
        return Intake.objects.order_by("-id").first()


def test_a_file_of_placements_is_matched_looked_at_brought_in_and_undone(c, enter, seen, on, tmp_path: Path) -> None:
    with acting(c.manager):
        brought_before(c, IntakeKind.CHILDREN, CHILDREN)
        brought(c, IntakeKind.EPISODES, *EPISODES)
        brought(c, IntakeKind.LEGAL, *LEGAL)
    path = tmp_path / "placements of looked-after children, export of October 2012, second try.csv"
    path.write_text("\n".join((HEADINGS, *ROWS)) + "\n")
    page = enter(account(c.manager), phone=on == "phone")
    page.goto("/children/bring-in/new")
    page.get_by_role("button", name="Read the file").click()
    seen(page, f"file-refused-{on}")
    page.get_by_label("Placements of looked-after children").check()
    page.get_by_label("Which system does it come from?").fill("CareBook")
    page.get_by_label("Which file holds the rows?").set_input_files(path)
    seen(page, f"file-{on}")
    page.get_by_role("button", name="Read the file").click()
    expect(page.get_by_role("heading", name="Match the columns")).to_be_visible()
    seen(page, f"columns-{on}")
    page.get_by_role("button", name="Use these columns").click()
    seen(page, f"columns-refused-{on}")
    page.get_by_label("Kind of place in which").select_option(label="Kind of placement")
    page.get_by_label("Remarks").select_option(label="Why the child moved here, in words")
    page.get_by_role("button", name="Use these columns").click()
    row = newest(c)
    jobs.check_intake(account_id=c.manager.account_id, ref=row.ref)
    expect(page.get_by_text("that cannot come in, of 6 rows")).to_be_visible()
    seen(page, f"told-{on}")
    page.get_by_role("link", name="Rows that cannot come in").click()
    seen(page, f"refused-{on}")
    page.goto(f"/children/bring-in/{row.ref}/take")
    page.get_by_role("button", name="Bring it in").click()
    expect(page.locator("#error-summary")).to_be_visible()
    seen(page, f"take-{on}")
    page.get_by_label("may stay out").check()
    page.get_by_role("button", name="Bring it in").click()
    jobs.take_intake(account_id=c.manager.account_id, ref=row.ref)
    expect(page.get_by_text("2 of its 6 rows came in.")).to_be_visible()
    seen(page, f"taken-{on}")
    page.get_by_role("link", name="Undo this file").click()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#error-summary")).to_be_visible()
    seen(page, f"undo-{on}")
    page.get_by_label("Why is it undone?").fill("The wrong export was chosen.")
    page.get_by_role("button", name="Undo").click()
    jobs.undo_intake(account_id=c.manager.account_id, ref=row.ref)
    expect(page.get_by_text("were undone on")).to_be_visible()
    seen(page, f"undone-{on}")
    page.goto("/children/bring-in")
    seen(page, f"files-{on}")


def test_what_stands_in_the_way_of_undoing_a_file_is_named(c, enter, seen, on) -> None:
    with acting(c.manager):
        brought_before(c, IntakeKind.CHILDREN, CHILDREN)
        first = brought(c, IntakeKind.EPISODES, *EPISODES)
        brought(c, IntakeKind.LEGAL, *LEGAL)
        brought(c, IntakeKind.PLACEMENTS, *PLACEMENTS)
    page = enter(account(c.manager), phone=on == "phone")
    page.goto(f"/children/bring-in/{first.ref}/undo")
    expect(page.get_by_text("rows stand in the way.")).to_be_visible()
    seen(page, f"undo-refused-{on}")


def test_no_file_was_brought_in_yet(c, enter, seen, on) -> None:
    page = enter(account(c.manager), phone=on == "phone")
    page.goto("/children/bring-in")
    expect(page.get_by_text("No file has been brought in yet")).to_be_visible()
    seen(page, f"files-empty-{on}")


def test_health_is_recorded_with_what_the_child_thinks(made, enter, seen, on) -> None:
    c, refs = made
    page = enter(account(c.worker), phone=on == "phone")
    page.goto(f"/care/{refs['child']}/plans/health")
    seen(page, f"health-{on}")
    page.get_by_role("button", name="Record it").click()
    expect(page.locator("#error-summary")).to_be_visible()
    seen(page, f"health-refused-{on}")
    page.get_by_label("Teeth looked at").check()
    page.get_by_label("On which day?").fill("12 October")
    page.get_by_label("Who looked at it?").fill("Mr Quarff, the dentist at the health centre")
    page.get_by_label("What was found?").fill("Two teeth need filling, and the gums are sore on the left side.")
    page.get_by_label("What is done about it?").fill("Her aunt takes her on Thursday")
    page.get_by_label("What does Ailsa Kinross think of it?").fill("It only hurts when I eat something cold.")
    page.get_by_label("A picture by Ailsa Kinross that says it").select_option(index=1)
    page.get_by_label("What changed because of it?").fill("The school lets her keep her drink out of the fridge")
    page.get_by_role("button", name="Record it").click()
    expect(page.get_by_text("thinks: It only hurts when I eat something cold.")).to_be_visible()
    seen(page, f"plans-{on}")
    page.goto(f"/care/{refs['third']}/plans")
    seen(page, f"plans-full-{on}")


def test_the_agency_list_and_its_forms_fit(c, enter, seen, on) -> None:
    page = enter(account(c.manager), phone=on == "phone")
    page.goto(AGENCY)
    expect(page.get_by_text("Nothing waits for the agency")).to_be_visible()
    seen(page, f"agency-empty-{on}")
    head = enter(account(c.head), phone=on == "phone")
    head.goto(AGENCY)
    head.get_by_role("link", name="Say who decides").click()
    seen(head, f"maker-{on}")
    head.get_by_role("button", name="Record it").click()
    expect(head.locator("#error-summary")).to_be_visible()
    seen(head, f"maker-refused-{on}")
    with transaction.atomic():
        refs = care.grown(c)
    for by, name in ((c.worker, "worker"), (c.manager, "maker")):
        page = enter(account(by), phone=on == "phone")
        page.goto(AGENCY)
        seen(page, f"agency-{name}-{on}")
    page.locator("a", has_text="Decide: ").first.click()
    seen(page, f"agency-form-{on}")
    page.get_by_role("button", name="Record the decision").click()
    expect(page.locator("#error-summary")).to_be_visible()
    seen(page, f"agency-form-refused-{on}")
    page.get_by_label("Does not agree").check()
    page.get_by_label("On which day?").fill("12 October")
    page.get_by_label("think?").fill("I want to stay with Gran")
    page.get_by_role("button", name="Record the decision").click()
    expect(page.locator("#error-summary")).to_contain_text("Say why")
    seen(page, f"agency-form-why-{on}")
    worker = enter(account(c.worker), phone=on == "phone")
    worker.goto(f"/care/{refs['child']}/event")
    seen(worker, f"event-{on}")
    worker.goto(f"/care/permanence/{refs['line']}")
    seen(worker, f"line-{on}")
    worker.goto("/children/stand-ins")
    seen(worker, f"stand-ins-{on}")


def test_carers_have_a_page_with_who_lives_there_and_who_did(made, enter, seen, on) -> None:
    c, refs = made
    with transaction.atomic():
        second(c, refs)
        access.identify(c.leader, today=TODAY)
        review = {"review_on": date(2012, 9, 28), "most_children": 3, "words": LONG, "at": NOW}
        carers.say_approval(actor=c.leader, carer_ref=refs["carer"], step=ApprovalStep.CHANGED, so_on=MOVED, **review)
        child = c.add(c.worker, "Alexandrina Wilhelmina", "Featherstonehaugh-Cholmondeley")
        c.allocate(child, c.worker)
        access.identify(c.worker, today=TODAY)
        placed = PlacementGiven(PlacementKind.FOSTER_COUNCIL, carer_ref=refs["carer"], is_short_series=True)
        about = {"actor": c.worker, "person_ref": child.ref, "at": NOW}
        living.begin_care(so_on=BEGAN, placement=placed, legal=LegalGiven("S25"), **about)
        living.end_care(so_on=MOVED, destination=Destination.HOME, **about)
    page = enter(account(c.worker), phone=on == "phone")
    page.goto("/care/carers")
    seen(page, f"carers-{on}")
    page.get_by_role("link", name="The Lorimers of Braehead").click()
    expect(page.get_by_text("2 of 3: 1 free")).to_be_visible()
    expect(page.get_by_text("1 child more whom this page does not name")).to_be_visible()
    seen(page, f"carer-{on}")
    page.get_by_role("link", name="Ailsa Kinross").click()
    page.get_by_role("link", name="The Lorimers of Braehead").click()
    leader = enter(account(c.leader), phone=on == "phone")
    leader.goto(f"/care/carers/{refs['carer']}")
    leader.get_by_role("link", name="Record a decision").click()
    leader.get_by_role("button", name="Record the decision").click()
    seen(leader, f"carer-refused-{on}")
    leader.get_by_label("Approval ended").check()
    leader.get_by_label("In your words").fill("They moved away")
    leader.get_by_role("button", name="Record the decision").click()
    expect(leader.get_by_text("No place is free: the approval ended")).to_be_visible()
    seen(leader, f"carer-ended-{on}")
    leader.goto("/care/carers/add")
    leader.get_by_label("Foster carers").check()
    leader.get_by_label("Name").fill("The Rennies of Upper Blainslie")
    leader.get_by_role("button", name="Record them").click()
    leader.get_by_role("link", name="The Rennies of Upper Blainslie", exact=True).click()
    seen(leader, f"carer-empty-{on}")


def test_days_that_cannot_be_are_refused_at_their_question(made, enter, seen, on) -> None:
    c, refs = made
    page = enter(account(c.worker), phone=on == "phone")
    page.goto(f"/care/{refs['child']}/event")
    page.get_by_label("Second review, away from home").check()
    page.get_by_label("On which day?").fill("3 May 2010")
    page.get_by_label("think?").fill("I want to stay")
    page.get_by_role("button", name="Record this").click()
    expect(page.locator("#error-summary")).to_contain_text("Care began on 5 March 2012")
    seen(page, f"event-early-{on}")
    page.locator("summary", has_text="Hearings and orders").click()
    page.get_by_label("Pre-hearing panel").check()
    page.get_by_label("On which day?").fill("1 January 2001")
    page.get_by_role("button", name="Record this").click()
    expect(page.locator("#error-summary")).to_be_visible()
    expect(page.get_by_label("Pre-hearing panel")).to_be_checked()
    seen(page, f"event-born-{on}")
    page.goto(f"/care/{refs['child']}/plans/agreed")
    page.get_by_label("On which day was it agreed?").fill("1 January 2001")
    page.get_by_label("What is it to bring about?").fill("She lives near her school")
    page.get_by_label("Or somebody who does not work for the council").fill("Ms Quill")
    page.get_by_label("think?").fill("I want to stay")
    for part, value in (("Day", "1"), ("Month", "3"), ("Year", "2012")):
        page.get_by_label(part, exact=True).fill(value)
    page.get_by_role("button", name="Record it").click()
    expect(page.locator("#error-summary")).to_contain_text("Give 4 March 2005 or a later day")
    seen(page, f"plan-early-{on}")
    page.goto(f"/care/{refs['child']}/review")
    page.get_by_label("Which review?").select_option("second_review")
    page.get_by_label("Or somebody who does not work for the council").fill("Ms Quill")
    for part, value in (("Day", "1"), ("Month", "3"), ("Year", "2012")):
        page.get_by_label(part, exact=True).fill(value)
    seen(page, f"review-{on}")
    page.get_by_role("button", name="Plan it").click()
    expect(page.locator("#error-summary")).to_contain_text("This day has passed")
    seen(page, f"review-passed-{on}")
    page.goto(f"/care/permanence/{refs['line']}/court")
    page.get_by_label("What happened in court?").select_option("drafted")
    page.get_by_label("On which day?").fill("2 May 2005")
    page.get_by_role("button", name="Record this step").click()
    expect(page.locator("#error-summary")).to_contain_text("The plan began on")
    seen(page, f"court-early-{on}")


def test_children_without_a_plan_are_told_page_by_page(made, enter, seen, on) -> None:
    c, _ = made
    page = enter(account(c.worker), phone=on == "phone")
    page.goto("/care/due?of=plans")
    seen(page, f"due-plans-{on}")
    page.goto("/care/due?of=no_plan")
    expect(page.get_by_text("no plan here")).to_be_visible()
    seen(page, f"no-plan-{on}")


def test_a_file_that_waits_says_what_it_waits_for(c, enter, seen, on) -> None:
    with acting(c.manager):
        brought_before(c, IntakeKind.CHILDREN, CHILDREN)
        row = brought(c, IntakeKind.PLACEMENTS, *PLACEMENTS)
        child = KnownPerson.objects.get(outsideids__value="P001").ref
    page = enter(account(c.manager), phone=on == "phone")
    page.goto(f"/children/bring-in/{row.ref}")
    seen(page, f"file-waits-{on}")
    page.goto("/children/bring-in")
    seen(page, f"files-wait-{on}")
    page.goto(f"/care/{child}/returns")
    seen(page, f"rows-wait-{on}")
    page.goto(f"/care/{child}")
    seen(page, f"life-waits-{on}")
