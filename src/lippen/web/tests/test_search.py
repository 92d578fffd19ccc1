"""The search box: it finds beginnings and stems among what the asker may see, and the trail holds no words."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.urls import reverse

from lippen.improvement import actions
from lippen.improvement.actions.commitments import Owner, make_commitment
from lippen.improvement.tests.factories import NOW, TODAY, Cast, cast
from lippen.improvement.tests.screens import signed_in, statements
from lippen.improvement.vocabulary import Direction, State
from lippen.kernel import access
from lippen.kernel.models import AuditEntry
from lippen.kernel.searching import BEGIN, END, asked_of, marked, words_of
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories as people

pytestmark = pytest.mark.django_db
TITLE = re.compile(r'lippen-found__link" href="[^"]+">([^<]+)<')


@pytest.fixture
def here(settings) -> Cast:
    settings.LIPPEN_TODAY = TODAY
    return cast()


def page(actor, text: str) -> str:
    return signed_in(actor).get(reverse("web:search"), {"q": text}).content.decode()


def found(actor, text: str) -> list[str]:
    return TITLE.findall(page(actor, text))


def everything(here: Cast) -> None:
    """Something of each kind with the word kinship in it, in our council."""
    action = here.action("Write a rota for kinship carers", state=State.UNDER_WAY)
    here.action("Furnish a room")
    given = {"action_ref": action.ref, "so_on": TODAY, "at": NOW}
    actions.offer_evidence(actor=here.worker, title="Audit of kinship files", note="Twenty", **given)
    make_commitment(
        actor=here.editor,
        authority_id=here.council.pk,
        direction=Direction.OURS,
        words="Meet kinship carers in March",
        owner=Owner(here.worker.person_id),
        plan_ref=here.plan.ref,
        so_on=TODAY,
        at=NOW,
    )


@pytest.mark.parametrize("text", ["kinship", "KINSHIP", "kins", "kinship carer", "rota kinship", "1.1"])
def test_words_their_stems_and_their_beginnings_find_an_action(here: Cast, text: str) -> None:
    everything(here)
    assert "1.1 Write a rota for kinship carers" in found(here.worker, text)


def test_each_kind_has_its_group_with_the_matching_words_marked(here: Cast) -> None:
    everything(here)
    text = page(here.worker, "kinship")
    assert re.findall(r'<h2 id="found-\d">(\w+)', text) == ["Actions", "Commitments", "Evidence"]
    assert text.count("<mark>kinship</mark>") == 3


def test_all_words_have_to_stand_in_it(here: Cast) -> None:
    everything(here)
    assert found(here.worker, "rota furnish") == []
    assert "Nothing was found" in page(here.worker, "rota furnish")


def test_what_an_update_says_is_found_too(here: Cast) -> None:
    action = here.action("Furnish a room")
    actions.write_update(actor=here.worker, action_ref=action.ref, paragraphs=["A sofa came."], so_on=TODAY, at=NOW)
    assert found(here.worker, "sofas") == ["1.1 Furnish a room"]


@pytest.mark.parametrize("text", ["", "a", "- '", "a b c"])
def test_empty_and_too_short_searches_say_what_to_do(here: Cast, text: str) -> None:
    everything(here)
    told = page(here.worker, text)
    assert ("What are you looking for?" if not text else "That is too short to look for") in told


@pytest.mark.parametrize(
    "text", ["the", "') & ('x", "'; drop table --", "\\", "a'b'c", "%", "x" * 5000, "ż ł", "<b>it</b>"]
)
def test_odd_words_are_only_words(here: Cast, text: str) -> None:
    everything(here)
    answer = signed_in(here.worker).get(reverse("web:search"), {"q": text})
    assert answer.status_code == 200
    assert "<b>it</b>" not in answer.content.decode()


def test_another_council_and_other_posts_find_nothing_of_ours(here: Cast) -> None:
    everything(here)
    assert found(here.stranger, "kinship") == []
    assert found(people.actor(here.council, Role.COMMITTEE_CLERK), "kinship") == []
    assert found(people.actor(here.council, Role.OTHER_COUNCILLOR), "kinship") == []
    partner = signed_in(people.actor(here.council, Role.PARTNER))
    assert partner.get(reverse("web:search"), {"q": "kinship"}).status_code == 403
    assert "lippen-search" not in partner.get(reverse("web:home")).content.decode()


def test_the_trail_holds_codes_and_keys_and_none_of_the_words(here: Cast) -> None:
    everything(here)
    page(here.worker, "Kinship Robin Childsname")
    page(here.worker, "kinship")
    entries = list(AuditEntry.objects.filter(verb="search.asked").order_by("id").values())
    assert "kinship" not in str(entries).lower() and "childsname" not in str(entries).lower()
    first, second = (entry["keys"] for entry in entries)
    assert first["terms"][0] == second["terms"][0]
    assert len(second["actions"]) == len(second["evidence"]) == len(second["commitments"]) == 1


def test_marks_are_ours_alone() -> None:
    said = f"<script>{BEGIN}rota{END} {END}x{BEGIN}"
    assert marked(said) == "&lt;script&gt;<mark>rota</mark> x"


def test_words_are_at_most_eight_and_each_once() -> None:
    assert words_of("rota Rota a 7 one two three four five six seven eight") == (
        "rota", "7", "one", "two", "three", "four", "five", "six"
    )  # fmt: skip
    assert asked_of(("it's",)) == "'it''s':*"


def test_the_index_over_actions_words_is_the_one_that_is_asked(here: Cast) -> None:
    """The index is of exactly the expression in the statement, or PostgreSQL would read every action."""
    from lippen.improvement.models import ActionNow
    from lippen.improvement.queries.searching import ACTION_TEXT
    from lippen.kernel.searching import query_of, vector_of

    asked = ActionNow.objects.annotate(vector=vector_of(*ACTION_TEXT)).filter(vector=query_of(("rota",)))
    with connection.cursor() as cursor:
        cursor.execute("set local enable_seqscan = off")
    assert "actions_by_words" in asked.only("pk").explain()


@pytest.mark.parametrize("many", [11, 200])
def test_search_asks_at_most_25_statements_whatever_is_found(here: Cast, many: int) -> None:
    everything(here)
    from lippen.improvement.tests.screens import brought_in

    brought_in(here, many)
    access.identify(here.editor, today=TODAY)
    client = signed_in(here.editor)
    for text in ("many", "kinship", "1.1"):
        answer, count = statements(lambda text=text: client.get(reverse("web:search"), {"q": text}))
        assert (answer.status_code, count <= 25) == (200, True), (text, count)
    assert "the first 10" in client.get(reverse("web:search"), {"q": "many"}).content.decode()
