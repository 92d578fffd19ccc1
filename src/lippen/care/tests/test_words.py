"""What pages of care say, where a newcomer was misled: titles by state, headings of lists, what is needed or due."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from lippen.care.actions import events
from lippen.care.actions import permanence as acts
from lippen.care.actions.living import PlacementGiven
from lippen.care.actions.views import View
from lippen.care.queries import plans
from lippen.care.tests.test_pages import page, signed_in, there
from lippen.care.tests.world import begun
from lippen.care.vocabulary import Event, PlacementKind
from lippen.care.vocabulary.events import EVENT_GROUPS, TYPED
from lippen.care.vocabulary.permanence import LineEndKind
from lippen.casework.tests.factories import NOW, TODAY, Cast
from lippen.kernel import access

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(settings) -> tuple[Cast, dict[str, str]]:
    settings.LIPPEN_TODAY = TODAY
    return there()


def test_the_form_about_a_plan_that_has_ended_says_so_as_it_is_opened(made) -> None:
    c, refs = made
    access.identify(c.worker, today=TODAY)
    view = View(no_view_why="She was not asked")
    ends = {"kind": LineEndKind.CEASED, "so_on": TODAY, "words": "Home again", "view": view, "at": NOW}
    acts.end_line(actor=c.worker, line_ref=refs["line"], **ends)
    client = signed_in(c.worker)
    for name in ("end_line", "change_route", "say_waiting", "answer_drift"):
        answer = client.get(reverse(f"care:{name}", args=[refs["line"]]))
        assert "This plan has ended already." in answer.content.decode(), name


def test_the_title_of_a_childs_care_says_whether_there_is_any(made) -> None:
    c, refs = made
    client = signed_in(c.worker)
    never = c.add(c.worker, "Ada", "Testone")
    c.allocate(never, c.worker)
    assert '<h1 class="ds_page-header__title">Ailsa Kinross in care' in page(client, life(refs["child"]))
    assert "Fergus Kinross: was in care" in page(client, life(refs["home"]))
    said = page(client, life(never.ref))
    assert "Ada Testone: not in care" in said and "has not been looked after" in said


def life(ref: str) -> str:
    return reverse("care:life", args=[ref])


def test_what_happened_is_offered_under_headings_and_every_kind_once(made) -> None:
    c, refs = made
    said = page(signed_in(c.worker), reverse("care:record_event", args=[refs["child"]]))
    assert [said.count(f"<summary>{heading}</summary>") for heading in EVENT_GROUPS] == [1] * len(EVENT_GROUPS)
    assert [said.count(f'name="kind" value="{kind.value}"') for kind in TYPED] == [1] * len(TYPED)
    offered = [each for kinds in EVENT_GROUPS.values() for each in kinds]
    assert sorted(offered) == sorted(TYPED)


def test_the_law_of_today_is_offered_first_and_what_was_before_for_an_earlier_day_alone(made, settings) -> None:
    c, refs = made
    client, url = signed_in(c.worker), reverse("care:change_legal", args=[refs["child"]])
    said = page(client, url)
    today = said.split("By the law of today")[1].split("</optgroup>")[0]
    assert "Supervision requirement, at home" in today and "Compulsory supervision order" not in said
    assert "For an earlier day alone" in said and "Freed for adoption" not in today
    settings.LIPPEN_TODAY = date(2013, 7, 1)
    client = signed_in(c.worker)
    today, before = (part.split("</optgroup>")[0] for part in page(client, url).split("<optgroup")[1:3])
    assert "Compulsory supervision order, at home" in today and "Supervision requirement" in before


def test_one_of_two_is_needed_and_neither_is_called_optional(made) -> None:
    c, refs = made
    said = page(signed_in(c.worker), reverse("care:plan_review", args=[refs["child"]]))
    assert (
        "(optional)"
        not in said.split("Who chairs it?")[1].split("Or somebody who does not work")[1].split("</label>")[0]
    )
    assert "(optional)" not in said.split("Who chairs it?")[1].split("</label>")[0]


def test_known_health_from_events_stands_with_the_childs_health(made) -> None:
    c, refs = made
    client, url = signed_in(c.worker), reverse("care:plans", args=[refs["third"]])
    access.identify(c.worker, today=TODAY)
    told = {"kind": Event.HEALTH_ASSESSED, "so_on": date(2012, 8, 6), "words": "By the nurse for looked-after children"}
    events.record_event(actor=c.worker, person_ref=refs["third"], at=NOW, **told)
    said = page(client, url)
    assert "Health was assessed" in said and "By the nurse for looked-after children" in said
    assert "Nothing of" not in said


def test_children_without_a_plan_are_told_page_by_page(made, monkeypatch) -> None:
    c, _ = made
    for given in ("Rona", "Iona"):
        child = c.add(c.worker, given, "Kinross")
        c.allocate(child, c.worker)
        access.identify(c.worker, today=TODAY)
        begun(c, child, PlacementGiven(PlacementKind.KINSHIP))
    client, url = signed_in(c.worker), reverse("care:due")
    said = page(client, f"{url}?of=plans")
    assert "No plan is recorded" in said and "Nothing of this is due" not in said
    monkeypatch.setattr(plans, "MOST_WITHOUT", 1)
    assert "page by page</a>" in page(client, f"{url}?of=plans")
    first, second = (page(client, f"{url}?of=no_plan&page={number}") for number in (1, 2))
    assert "Kinross" in first and "Kinross" in second and first != second


def test_a_day_that_cannot_be_read_is_not_said_to_be_to_come(made) -> None:
    c, _ = made
    said = page(signed_in(c.worker), f"{reverse('care:standards')}?on=2099")
    assert "“2099” is not a day that can be read" in said


def test_the_board_of_plans_is_told_in_whole_sentences(made) -> None:
    c, _ = made
    said = page(signed_in(c.worker), reverse("care:permanence"))
    assert "plan. Somebody from outside" in said or "plans. Somebody from outside" in said
