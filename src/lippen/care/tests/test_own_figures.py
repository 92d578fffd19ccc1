"""A page that shows a rule's words shows what counts in this council on the day: its own figure beside the shipped."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from lippen.care.actions import events, living
from lippen.care.actions.living import LegalGiven, PlacementGiven
from lippen.care.queries import standards
from lippen.care.rules import STANDARDS
from lippen.care.rules.statutory import is_statutory, past_the_law
from lippen.care.vocabulary import PlacementKind
from lippen.casework.models import KnownPerson
from lippen.casework.tests.factories import NOW, TODAY, Cast, cast
from lippen.casework.tests.test_screens import BACKEND
from lippen.kernel import access
from lippen.kernel.access import Actor
from lippen.kernel.errors import CannotDo
from lippen.kernel.standards import Limit, Override, Unit

pytestmark = pytest.mark.django_db
BEGAN, DAY = date(2012, 10, 8), timedelta(days=1)
FIRST_REVIEW, AGENCY, HEALTH = "care.lac_r_1", "care.perm_1", "care.lac_h_1"
REGULATION = "Shipped: 6 weeks. Looked After Children (Scotland) Regulations 2009"


@pytest.fixture(autouse=True)
def on_a_day(settings) -> None:
    settings.LIPPEN_TODAY = TODAY


@pytest.fixture
def c() -> Cast:
    return cast()


def set_own(actor: Actor, key: str, limit: Limit | None, so_on: date) -> None:
    access.identify(actor, today=TODAY)
    (council,) = actor.authority_ids
    given = {"key": key, "limit": limit, "so_on": so_on, "source": f"Committee of {so_on:%-d %B %Y}", "at": NOW}
    events.set_standard(actor=actor, authority_id=council, **given)


def page(actor: Actor, name: str, *args: str, **asked: str) -> str:
    client = Client()
    client.force_login(get_user_model().objects.get(pk=actor.account_id), BACKEND)
    answer = client.get(reverse(f"care:{name}", args=args), asked)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().replace("&#x27;", "'").split())


def in_care(c: Cast, on: date) -> KnownPerson:
    child = c.add(c.worker, "Isla", "Balfour")
    c.allocate(child, c.worker)
    access.identify(c.worker, today=TODAY)
    lives = {"placement": PlacementGiven(PlacementKind.FOSTER_COUNCIL), "legal": LegalGiven("S25"), "so_on": on}
    living.begin_care(actor=c.worker, person_ref=child.ref, at=NOW, **lives)
    return child


@pytest.mark.parametrize(
    ("until", "words"),
    [
        (None, "The council's own figure is 4 weeks, for what begins from 8 October 2012 on."),
        (
            date(2013, 1, 1),
            "The council's own figure is 4 weeks, for what begins from 8 October 2012 on and before 1 January 2013.",
        ),
    ],
)
def test_an_own_figure_says_for_what_it_counts(until: date | None, words: str) -> None:
    assert Override(FIRST_REVIEW, Limit(4, Unit.WEEKS), "Committee", BEGAN, until).words == words


def test_two_councils_read_their_own_figure_beside_the_shipped_one(c: Cast) -> None:
    set_own(c.manager, FIRST_REVIEW, Limit(4, Unit.WEEKS), BEGAN)
    set_own(c.stranger, FIRST_REVIEW, Limit(5, Unit.WEEKS), TODAY)
    for actor, own, other in ((c.worker, "4 weeks", "5 weeks"), (c.stranger, "5 weeks", "4 weeks")):
        said = page(actor, "reviews")
        rules = said[said.index("The rules of this page, as they count today, with the council’s own figures") :]
        assert f"{own}, the council’s own" in rules and other not in rules
        assert f"within 6 weeks of the placement. The council's own figure is {own}, for what begins from" in rules
        assert REGULATION in rules


@pytest.mark.parametrize(("today", "is_own"), [(BEGAN - DAY, False), (BEGAN, True)])
def test_a_page_shows_the_own_figure_from_its_day_on(c: Cast, settings, today: date, is_own: bool) -> None:
    set_own(c.manager, FIRST_REVIEW, Limit(4, Unit.WEEKS), BEGAN)
    settings.LIPPEN_TODAY = today
    said = page(c.worker, "reviews")
    assert ("4 weeks, the council’s own" in said) is is_own
    assert (REGULATION in said) is is_own and "within 6 weeks of the placement." in said


def test_a_figure_that_was_given_up_is_shown_no_more_from_that_day(c: Cast, settings) -> None:
    set_own(c.manager, FIRST_REVIEW, Limit(4, Unit.WEEKS), BEGAN)
    set_own(c.manager, FIRST_REVIEW, None, TODAY)
    assert "with the council’s own figures" not in page(c.worker, "reviews")
    settings.LIPPEN_TODAY = TODAY - DAY
    assert "from 8 October 2012 on and before 17 October 2012." in page(c.worker, "reviews")


@pytest.mark.parametrize(
    ("name", "key", "asked"),
    [
        ("due", "care.local_visit_away", {"of": "visits"}),
        ("due", HEALTH, {"of": "health"}),
        ("due", "care.chs_rpt_1", {"of": "hearings"}),
        ("agency", AGENCY, {}),
        ("permanence", AGENCY, {}),
        ("drift", AGENCY, {}),
        ("standards", FIRST_REVIEW, {}),
    ],
)
def test_every_page_that_goes_by_a_rule_shows_the_councils_own_figure_of_it(
    c: Cast, name, key, asked, settings
) -> None:
    settings.LIPPEN_TODAY = date(2014, 3, 3)
    set_own(c.head, key, Limit(9, Unit.WORKING_DAYS), BEGAN)
    access.identify(c.manager, today=settings.LIPPEN_TODAY)
    (row,) = standards.counting(c.manager, c.council.pk, [key], on=settings.LIPPEN_TODAY)
    assert row.is_own and row.shipped_limit and row.beside.startswith(f"Shipped: {row.shipped_limit}. ")
    said = page(c.manager, name, **asked)
    assert f"The council's own figure is 9 working days, for what begins from {BEGAN:%-d %B %Y} on." in said
    assert row.beside in said


def test_the_page_of_the_agency_says_what_counts_here_on_the_day(c: Cast) -> None:
    assert "within 14 days" in page(c.manager, "agency")
    set_own(c.manager, AGENCY, Limit(10, Unit.DAYS), TODAY)
    lead = page(c.manager, "agency")
    lead = lead[: lead.index("The longest wait stands first.")]
    assert "The council's own figure is 10 days, for what begins from 17 October 2012 on." in lead


def test_a_clock_shows_the_figure_of_the_day_on_which_it_began(c: Cast) -> None:
    before, after = in_care(c, BEGAN - DAY), in_care(c, BEGAN)
    set_own(c.manager, FIRST_REVIEW, Limit(4, Unit.WEEKS), BEGAN)
    earlier, later = page(c.worker, "life", before.ref), page(c.worker, "life", after.ref)
    assert "Another rule is in force since 8 October 2012: 4 weeks. It counts for what began from then on" in earlier
    assert "The council's own figure" not in earlier and "Shipped:" not in earlier
    assert "within 6 weeks of the placement. The council's own figure is 4 weeks, for what begins from" in later
    assert "Committee of 8 October 2012." in later and REGULATION in later


def test_the_plan_and_health_of_a_child_show_the_rules_of_the_childs_council(c: Cast) -> None:
    child = in_care(c, BEGAN)
    set_own(c.manager, HEALTH, Limit(3, Unit.WEEKS), BEGAN)
    said = page(c.worker, "plans", child.ref)
    assert "3 weeks, the council’s own" in said and "Shipped: 4 weeks." in said


def test_a_figure_longer_than_the_laws_is_set_by_a_head_of_service_and_said_to_be_longer(c: Cast) -> None:
    for actor in (c.leader, c.manager):
        with pytest.raises(CannotDo, match="The law’s own figure is 6 weeks") as refused:
            set_own(actor, FIRST_REVIEW, Limit(400, Unit.MONTHS), BEGAN)
        assert refused.value.field == "number" and "head of service" in str(refused.value)
    set_own(c.leader, FIRST_REVIEW, Limit(6, Unit.WEEKS), BEGAN)
    set_own(c.leader, FIRST_REVIEW, Limit(5, Unit.WEEKS), BEGAN)
    set_own(c.leader, HEALTH, Limit(5, Unit.WEEKS), BEGAN)
    longer = "The council’s own figure is longer than the law’s."
    assert longer not in page(c.worker, "standards")
    set_own(c.head, FIRST_REVIEW, Limit(7, Unit.WEEKS), BEGAN)
    assert page(c.worker, "standards").count(longer) == 1
    assert longer in page(c.worker, "life", in_care(c, BEGAN).ref)


def test_the_page_says_who_sets_a_figure_longer_than_the_laws_and_keeps_what_was_typed(c: Cast) -> None:
    assert "set by a head of service" in page(c.leader, "set_standard", FIRST_REVIEW)
    assert "One that leaves more time is said to" in page(c.head, "set_standard", FIRST_REVIEW)
    assert "The law asks" not in page(c.leader, "set_standard", HEALTH)


@pytest.mark.parametrize(
    ("key", "limit", "so_on", "is_past"),
    [
        ("lac_r_1", Limit(42, Unit.DAYS), BEGAN, False),
        ("lac_r_1", Limit(43, Unit.DAYS), BEGAN, True),
        ("lac_r_2", Limit(92, Unit.DAYS), BEGAN, True),  # 1 February to 1 May is 89 days
        ("lac_r_2", Limit(89, Unit.DAYS), BEGAN, False),
        ("lac_r_1", Limit(2, Unit.MONTHS), BEGAN, True),
        ("lac_r_1", Limit(7, Unit.WEEKS), date(1990, 1, 1), True),  # it goes on until another is set
        ("lac_em_1", Limit(4, Unit.WORKING_DAYS), date(2020, 5, 1), True),  # shorter than 5, longer than 3 from 2021
        ("chs_doc_1", Limit(2, Unit.DAYS), date(2014, 1, 1), True),  # papers come in so long before
        ("chs_doc_1", Limit(4, Unit.DAYS), date(2014, 1, 1), False),
        ("lac_h_1", Limit(9, Unit.WEEKS), BEGAN, False),  # guidance
        ("lac_r_6_first", Limit(9, Unit.WEEKS), BEGAN, False),  # as often as is agreed
    ],
)
def test_a_figure_is_held_against_every_version_of_the_law_from_its_day_on(key, limit, so_on, is_past) -> None:
    assert (past_the_law(STANDARDS[f"care.{key}"], limit, so_on) is not None) is is_past


def test_the_standards_whose_figure_is_the_laws_are_these() -> None:
    found = {key.removeprefix("care.") for key, each in STANDARDS.items() if any(map(is_statutory, each.versions))}
    assert found == {
        *("lac_em_1", "lac_em_2", "lac_em_3", "lac_em_4", "lac_r_1", "lac_r_2", "lac_r_3", "lac_r_4", "lac_r_5"),
        *("lac_v_1", "lac_v_2", "lac_f_1", "lac_d_1_notice", "chs_cso_1", "chs_cso_2", "chs_icso_1"),
        *("chs_icso_1_sum", "chs_icso_2", "chs_icso_3", "chs_not_1", "chs_doc_1", "chs_doc_2_in", "chs_doc_2_out"),
        *("chs_app_1", "chs_pre13", "perm_1", "perm_2", "perm_3", "perm_5"),
    }
