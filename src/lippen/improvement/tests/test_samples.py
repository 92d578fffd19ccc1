"""An inspector reads what was drawn, as it stood, for the days that were stated, and nothing else."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.urls import reverse

from lippen.improvement import actions, queries, rules
from lippen.improvement.models import Evidence, Sample
from lippen.improvement.tests import factories
from lippen.improvement.tests.factories import TODAY, moment
from lippen.improvement.tests.screens import signed_in, text_of
from lippen.kernel.access import Actor, identify
from lippen.kernel.errors import CannotDo, NotAllowed, NotVisible
from lippen.kernel.files.store import keep_file
from lippen.kernel.models import StoredFile
from lippen.organisation.models import PostHolding
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories as people

pytestmark = pytest.mark.django_db
BEFORE = TODAY - timedelta(days=10)
CLOSES = TODAY + timedelta(days=5)


@pytest.fixture(autouse=True)
def today(settings) -> None:
    settings.LIPPEN_TODAY = TODAY


class Inspected:
    """A plan of six actions, each with evidence and a file, and an inspector."""

    def __init__(self) -> None:
        self.cast = factories.cast()
        self.inspector = people.actor(self.cast.council, Role.INSPECTOR, on=TODAY)
        self.other = people.actor(self.cast.council, Role.INSPECTOR, on=TODAY)
        self.refs = [self.cast.action(f"Do thing {number}", so_on=BEFORE).ref for number in range(6)]
        self.files = {ref: self.evidence(ref, BEFORE) for ref in self.refs}

    def evidence(self, ref: str, on: date) -> str:
        worker = self.cast.worker
        identify(worker, today=TODAY)
        kept = keep_file(
            actor=worker,
            name="audit.txt",
            content=f"What the audit found about {ref}".encode(),
            media_type="text/plain",
            authority_id=self.cast.council.pk,
            at=moment(on),
        )
        given = {"title": "Audit", "so_on": on, "at": moment(on), "file": kept}
        return actions.offer_evidence(actor=worker, action_ref=ref, **given).file.ref

    def draw(self, **given: object) -> Sample:
        identify(self.cast.editor, today=TODAY)
        asked = {
            "inspector_ids": [self.inspector.person_id],
            "size": 2,
            "words": "heather 42",
            "purpose": "Monthly meeting",
            "as_at": TODAY - timedelta(days=1),
            "opens_on": TODAY,
            "closes_on": CLOSES,
            **given,
        }
        return actions.draw_sample(actor=self.cast.editor, plan_ref=self.cast.plan.ref, at=moment(TODAY), **asked)


@pytest.fixture
def there() -> Inspected:
    return Inspected()


def seen_by_table(actor: Actor, on: date) -> set[str]:
    """Which actions' evidence the table's lock alone shows."""
    identify(actor, today=on)
    with connection.cursor() as cursor:
        cursor.execute("SELECT a.ref FROM improvement_evidence e JOIN improvement_action a ON a.id = e.action_id")
        return {row[0] for row in cursor.fetchall()}


def test_improvement_sample_is_drawn_by_words_and_drawn_again_gives_the_same(there: Inspected) -> None:
    drawn = rules.drawn(there.refs, "heather 42", 2)
    assert drawn == rules.drawn(reversed(there.refs), "  Heather   42 ", 2)
    assert len({rules.drawn(there.refs, f"heather {number}", 2) for number in range(20)}) > 5
    made = there.draw()
    view = queries.sample(there.cast.editor, made.ref, on=TODAY)
    assert tuple(row.ref for row in view.actions) == drawn
    assert view.is_as_drawn
    assert (view.row.drawn, view.row.drawn_from) == (2, 6)


def test_an_inspector_sees_the_sample_from_its_first_day_until_its_last_and_no_other_inspector_does(
    there: Inspected,
) -> None:
    made = there.draw(opens_on=TODAY + timedelta(days=1))
    for day, is_open in ((TODAY, False), (TODAY + timedelta(days=1), True), (CLOSES, False)):
        identify(there.inspector, today=day)
        assert bool(queries.open_samples(there.inspector, on=day)) is is_open
        if is_open:
            assert len(queries.sample(there.inspector, made.ref, on=day).actions) == 2
        else:
            with pytest.raises(NotVisible):
                queries.sample(there.inspector, made.ref, on=day)
    with pytest.raises(NotVisible):
        queries.sample(there.other, made.ref, on=TODAY + timedelta(days=1))


def test_the_tables_lock_shows_an_inspector_the_evidence_of_sampled_actions_while_the_sample_is_open(
    there: Inspected,
) -> None:
    made = there.draw()
    drawn = set(rules.drawn(there.refs, "heather 42", 2))
    assert seen_by_table(there.inspector, TODAY) == drawn
    assert seen_by_table(there.inspector, CLOSES) == set()
    assert seen_by_table(there.other, TODAY) == set()
    assert seen_by_table(there.cast.editor, TODAY) == set(there.refs)
    identify(there.inspector, today=TODAY)
    assert StoredFile.objects.count() == 2
    assert Evidence.objects.visible_to(there.inspector).count() == 0
    identify(there.cast.editor, today=TODAY)
    actions.close_sample(actor=there.cast.editor, sample_ref=made.ref, reason="Read in full", at=moment(TODAY))
    assert seen_by_table(there.inspector, TODAY) == set()


def test_what_came_after_the_draw_is_not_in_the_sample(there: Inspected) -> None:
    made = there.draw()
    first = rules.drawn(there.refs, "heather 42", 1)[0]
    there.evidence(first, TODAY)
    identify(there.inspector, today=TODAY)
    story = queries.sampled_story(there.inspector, made.ref, 1, on=TODAY)
    assert len(story.evidence) == 1
    assert story.action.ref == first


def test_a_file_of_an_action_that_was_not_drawn_is_not_there(there: Inspected) -> None:
    made = there.draw()
    drawn = set(rules.drawn(there.refs, "heather 42", 2))
    identify(there.inspector, today=TODAY)
    for ref, file in there.files.items():
        if ref in drawn:
            assert queries.sampled_file(there.inspector, made.ref, file, on=TODAY).name == "audit.txt"
        else:
            with pytest.raises(NotVisible):
                queries.sampled_file(there.inspector, made.ref, file, on=TODAY)


def test_an_inspector_whose_post_has_ended_sees_nothing(there: Inspected) -> None:
    there.draw()
    PostHolding.objects.filter(person_id=there.inspector.person_id).update(ends_on=TODAY)
    assert seen_by_table(there.inspector, TODAY) == set()
    assert people.queries.actor_for(there.inspector.account_id, on=TODAY).roles == frozenset()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"inspector_ids": []}, "Choose who reads it"),
        ({"size": 0}, "between 1 and 100"),
        ({"words": " "}, "words or the number"),
        ({"purpose": ""}, "what it is for"),
        ({"opens_on": TODAY - timedelta(days=1)}, "before today"),
        ({"closes_on": TODAY}, "closes after it opens"),
        ({"as_at": TODAY + timedelta(days=1)}, "has not come yet"),
        ({"as_at": date(2000, 1, 1)}, "had no action on that day"),
    ],
)
def test_a_draw_that_cannot_be_is_refused_in_words(there: Inspected, given, sentence: str) -> None:
    with pytest.raises(CannotDo, match=sentence):
        there.draw(**given)


def test_somebody_who_is_no_inspector_cannot_be_let_in_by_a_sample(there: Inspected) -> None:
    with pytest.raises(CannotDo, match="from the inspectors"):
        there.draw(inspector_ids=[there.cast.worker.person_id])


def test_a_worker_may_not_draw(there: Inspected) -> None:
    with pytest.raises(NotAllowed):
        actions.draw_sample(
            actor=there.cast.worker,
            plan_ref=there.cast.plan.ref,
            inspector_ids=[there.inspector.person_id],
            size=1,
            words="x",
            purpose="y",
            as_at=TODAY,
            opens_on=TODAY,
            closes_on=CLOSES,
            at=moment(TODAY),
        )


def test_an_inspector_goes_from_their_samples_to_the_file_and_is_shown_nothing_else(there: Inspected) -> None:
    form = signed_in(there.cast.editor)
    sent = {
        "inspectors": str(there.inspector.person_id),
        "size": "2",
        "words": "heather 42",
        "as_at": "yesterday",
        "purpose": "Monthly meeting",
        "opens_on_day": "17",
        "opens_on_month": "10",
        "opens_on_year": "2012",
        "last_on_day": "20",
        "last_on_month": "10",
        "last_on_year": "2012",
        "form_token": str(uuid4()),
    }
    answered = form.post(reverse("inspection:draw", args=[there.cast.plan.ref]), sent)
    assert answered.status_code == 302, text_of(answered)
    made = Sample.objects.get()
    client = signed_in(there.inspector)
    assert "2 of 6 actions" in text_of(client.get(reverse("inspection:mine")))
    page = client.get(reverse("inspection:sample", args=[made.ref]))
    assert "gives the same actions in the same order" in text_of(page)
    story = client.get(reverse("inspection:sampled_action", args=[made.ref, 1]))
    file = reverse("inspection:sampled_file", args=[made.ref, there.files[rules.drawn(there.refs, "heather 42", 1)[0]]])
    assert file in story.content.decode()
    assert b"What the audit found" in client.get(file).content
    assert client.get(reverse("improvement:plan", args=[there.cast.plan.ref])).status_code == 403
    assert client.get(reverse("improvement:action", args=[there.refs[0]])).status_code == 403
    assert client.get(reverse("inspection:sampled_action", args=[made.ref, 3])).status_code == 404
