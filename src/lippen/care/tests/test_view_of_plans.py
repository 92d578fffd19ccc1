"""What the child thinks where a plan for permanence is chosen, changed or given up: by the code and by the table."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from lippen.care.actions import permanence
from lippen.care.actions.views import View
from lippen.care.models import LineEnd, PermanenceLine
from lippen.care.queries.held import held_about
from lippen.care.tests.test_agency import fact
from lippen.care.tests.test_lines import begun, c, child, on_a_day, row  # noqa: F401
from lippen.care.tests.test_plans import drawn
from lippen.care.vocabulary.permanence import LineEndKind, Route
from lippen.casework.tests.factories import NOW, TODAY
from lippen.casework.tests.test_screens import signed_in
from lippen.kernel import access
from lippen.kernel.errors import CannotDo

pytestmark = pytest.mark.django_db
BEGAN = date(2012, 6, 1)


@contextmanager
def table_refuses(name: str) -> Iterator[None]:
    with pytest.raises(DatabaseError, match=name), transaction.atomic():
        yield


def test_no_plan_is_chosen_changed_or_given_up_without_the_childs_view_by_either_lock(c, child) -> None:  # noqa: F811
    made, given = begun(c, child), {"actor": c.worker, "so_on": TODAY, "words": "She cannot go home", "at": NOW}
    for view in (View(), View(" ", no_view_why=" "), View(no_view_why="...")):
        for act in (
            lambda said: permanence.begin_line(person_ref=child.ref, route=Route.HOME, view=said, **given),
            lambda said: permanence.change_route(line_ref=made.ref, route=Route.HOME, view=said, **given),
            lambda said: permanence.end_line(line_ref=made.ref, kind=LineEndKind.CEASED, view=said, **given),
        ):
            with pytest.raises(CannotDo) as refused:
                act(view)
            assert refused.value.field == "no_view_why"
    told = {"words": "She cannot go home", **fact(child, c.worker)}
    with table_refuses("a_line_has_the_childs_view_or_why_not"):
        PermanenceLine.objects.create(ref="permanence-past", route="home", **told)
    with table_refuses("a_plan_given_up_has_the_childs_view_or_why_not"):
        LineEnd.objects.create(line=made, kind="ceased", **told)
    assert row(c, made).ended == ""


def test_a_plan_that_is_reached_or_was_a_mistake_ends_without_and_keeps_what_was_said(c, child) -> None:  # noqa: F811
    reached, mistake = begun(c, child), begun(c, child, Route.HOME)
    given = {"actor": c.worker, "so_on": TODAY, "at": NOW}
    permanence.end_line(line_ref=reached.ref, kind=LineEndKind.REACHED, view=View("I am glad"), **given)
    permanence.end_line(line_ref=mistake.ref, kind=LineEndKind.MISTAKE, words="Of her sister", **given)
    assert [each.child_view for each in LineEnd.objects.order_by("id")] == ["I am glad", ""]


def test_what_they_think_of_a_plan_stands_on_its_page_and_in_what_is_held_with_their_picture(c, child) -> None:  # noqa: F811
    made = drawn(c, child)
    chosen = {"actor": c.worker, "so_on": BEGAN, "words": "She cannot go home", "at": NOW}
    first = permanence.begin_line(person_ref=child.ref, route=Route.PO, view=View(picture_ref=made.ref), **chosen)
    after = permanence.change_route(
        line_ref=first.ref, route=Route.KINSHIP, view=View("Gran is best", changed="Gran is asked"), **chosen
    )
    given_up = {"so_on": TODAY, "words": "Gran is ill", "view": View("I am sad"), "at": NOW}
    permanence.end_line(actor=c.worker, line_ref=after.ref, kind=LineEndKind.CEASED, **given_up)
    assert [(each.title, each.picture.ref if each.picture else "") for each in row(c, first).said] == [
        ("This plan was chosen", made.ref)
    ]
    assert [(each.title, each.child_view, each.changed) for each in row(c, after).said] == [
        ("This plan was given up", "I am sad", ""),
        ("This plan was chosen", "Gran is best", "Gran is asked"),
    ]
    client = signed_in(c.worker)
    page = client.get(reverse("care:line", args=[after.ref])).content.decode()
    assert "thinks: Gran is best" in page and "What changed because of it: Gran is asked" in page
    assert made.ref in client.get(reverse("care:line", args=[first.ref])).content.decode()
    access.identify(c.worker, today=TODAY)
    words = "\n".join(words for _, _, words in held_about(c.worker, [child.pk]))
    for told in ("A picture by the child says it", "Gran is best", "Gran is asked", "I am sad"):
        assert told in words
