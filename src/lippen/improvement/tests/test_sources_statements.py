"""The pages of sources, frameworks, ties, versions and restricted files ask at most 25 statements."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from lippen.improvement import actions
from lippen.improvement.models import Action, Source
from lippen.improvement.screens.source_urls import patterns
from lippen.improvement.tests.asked import PAST, asked, everything_asked, offered, partner, source_pages
from lippen.improvement.tests.factories import NOW, TERMS, TODAY, Cast, cast
from lippen.improvement.tests.screens import signed_in, statements
from lippen.improvement.vocabulary import State
from lippen.kernel import access

pytestmark = pytest.mark.django_db
MOST_STATEMENTS = 25


@pytest.fixture
def here(settings) -> Cast:
    settings.LIPPEN_TODAY = TODAY
    made = cast()
    full = made.action("On which everything happened")
    everything_asked(made, full.ref)
    return made


def pages(here: Cast) -> dict[str, list[str]]:
    """Every page of these rooms, the plan and its fullest action with them, today and on a past day."""

    def at(name: str, *args: str, more: str = "") -> str:
        return reverse(f"improvement:{name}", args=args) + more

    full = Action.objects.get(number="1.1", plan=here.plan).ref
    both = [("plan", here.plan.ref), ("plan_print", here.plan.ref), ("plan_operational", here.plan.ref)]
    compare = reverse("web:plan_compare", args=[here.plan.ref])
    found = source_pages(here, full, at)
    assert set(found) == {pattern.name for pattern in patterns}
    return {
        **found,
        **{name: [at(name, ref), at(name, ref, more=PAST)] for name, ref in (*both, ("action", full))},
        "compare": [compare, f"{compare}?from_day=2012-07-01&to_day=2012-10-01"],
    }


def counted(here: Cast) -> dict[str, int]:
    """How many statements each page takes; each page is there."""
    access.identify(here.editor, today=TODAY)
    asked_for = [url for urls in pages(here).values() for url in urls]
    client = signed_in(here.editor)
    client.get(reverse("improvement:plans"))
    found = {}
    for url in asked_for:
        answer, count = statements(lambda url=url: client.get(url))
        assert answer.status_code == 200, url
        found[url] = count
    return found


def more_of_everything(here: Cast) -> None:
    """Sixty recommendations with an action each, a chain of actions that wait, and ten contributions."""
    access.identify(here.editor, today=TODAY)
    review = Source.objects.get(title="Review of long-term work")
    before = ""
    for number in range(10, 70):
        recommendation = asked(here, review, str(number))
        action = here.action(f"Do {number}")
        given = {"action_ref": action.ref, "so_on": TODAY, "at": NOW}
        actions.change_answers(actor=here.editor, recommendation_refs=[recommendation.ref], **given)
        if before and number < 30:
            actions.change_state(actor=here.worker, state=State.BLOCKED, waits_on=before, **TERMS, **given)
        before = action.ref
    for number in range(10):
        made = offered(here, partner(here, f"Partner {number}"), action_ref=before, ends_on=TODAY + timedelta(days=9))
        told = {"words": "Held", "so_on": TODAY, "at": NOW}
        actions.record_delivery(actor=here.worker, contribution_ref=made.ref, **told)


def test_every_page_asks_at_most_25_statements_and_no_more_where_there_is_more(here: Cast) -> None:
    few = counted(here)
    assert {url: count for url, count in few.items() if count > MOST_STATEMENTS} == {}
    more_of_everything(here)
    many = counted(here)
    assert {url: (few[url], count) for url, count in many.items() if url in few and count > MOST_STATEMENTS} == {}
