"""A skill is called otherwise, ends and is taken up again; newly qualified ends by itself."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from lippen.casework.tests.factories import NOW, TODAY, Cast, cast
from lippen.casework.tests.test_loads import client_of, refusal_of, row_of, text_of, works
from lippen.kernel import access
from lippen.kernel.errors import NotAllowed, NotVisible
from lippen.organisation import rules
from lippen.organisation.actions import terms
from lippen.organisation.models import Establishment, SkillFact, SkillWord, WorkTerms
from lippen.organisation.vocabulary import Experience

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def c(settings) -> Cast:
    settings.LIPPEN_TODAY = TODAY
    return cast()


def skill(c: Cast, name: str = "Court work") -> int:
    access.identify(c.leader, today=TODAY)
    return terms.list_skill(actor=c.leader, authority_id=c.council.pk, name=name, at=NOW).pk


def given(c: Cast, pk: int) -> dict[str, object]:
    access.identify(c.leader, today=TODAY)
    return {"actor": c.leader, "authority_id": c.council.pk, "skill_id": pk, "at": NOW}


def test_a_skill_that_ends_is_offered_to_nobody_and_stays_with_the_days_before(c: Cast) -> None:
    pk = skill(c)
    works(c, c.worker, skill_ids=[pk], so_on=TODAY - 10 * DAY)
    terms.end_skill(so_on=TODAY - 2 * DAY, **given(c, pk))
    assert row_of(c, c.worker).skills == ()
    assert row_of(c, c.worker, TODAY - 2 * DAY).skills == ()
    assert row_of(c, c.worker, TODAY - 3 * DAY).skills == ("Court work",)
    assert SkillFact.objects.count() == 1, "what was said of the worker stays as it was said"
    with pytest.raises(NotVisible):
        works(c, c.colleague, skill_ids=[pk])


def test_a_skill_taken_up_again_is_had_by_whoever_had_it(c: Cast) -> None:
    pk = skill(c)
    works(c, c.worker, skill_ids=[pk])
    terms.end_skill(so_on=TODAY, **given(c, pk))
    assert "It ended on 17 October 2012" in refusal_of(skill, c)
    assert "no longer already" in refusal_of(terms.end_skill, so_on=TODAY, **given(c, pk))
    terms.take_up_skill(**given(c, pk))
    assert row_of(c, c.worker).skills == ("Court work",)
    assert "on the list already" in refusal_of(terms.take_up_skill, **given(c, pk))


def test_a_skill_called_otherwise_is_so_for_everybody_and_keeps_its_names(c: Cast) -> None:
    pk, other = skill(c), skill(c, "Speaks Gaelic")
    works(c, c.worker, skill_ids=[pk])
    terms.rename_skill(name=" Court  reports ", **given(c, pk))
    assert row_of(c, c.worker).skills == ("Court reports",)
    (row,) = [row for row in terms.terms.listed_skills(c.manager, c.council.pk, on=TODAY) if row.id == pk]
    assert (row.name, row.names_before, row.held_by, row.held_ever) == ("Court reports", ("Court work",), 1, 1)
    assert "on the list already" in refusal_of(terms.rename_skill, name="court REPORTS", **given(c, other))
    assert "called so already" in refusal_of(terms.rename_skill, name="Court reports", **given(c, pk))
    assert "of this name was on the list before" in refusal_of(skill, c)
    assert SkillWord.objects.count() == 1


@pytest.mark.parametrize("who", ["worker", "governance"])
def test_whoever_does_not_lead_changes_no_skill(who: str, c: Cast) -> None:
    pk = skill(c)
    told = given(c, pk) | {"actor": getattr(c, who)}
    access.identify(getattr(c, who), today=TODAY)
    for do, more in (
        (terms.rename_skill, {"name": "Other"}),
        (terms.end_skill, {"so_on": TODAY}),
        (terms.take_up_skill, {}),
    ):
        with pytest.raises(NotAllowed):
            do(**told, **more)
    assert client_of(getattr(c, who)).get(reverse("casework:skills")).status_code == 403


def test_another_councils_skill_is_not_there(c: Cast) -> None:
    pk = skill(c)
    assert client_of(c.stranger).get(reverse("casework:change_skill", args=[pk])).status_code == 404
    assert "Court work" not in text_of(client_of(c.stranger).get(reverse("casework:skills")))


def test_a_skill_is_changed_on_its_page_and_an_error_says_what_to_do(c: Cast) -> None:
    pk, client = skill(c), client_of(c.leader)
    url = reverse("casework:change_skill", args=[pk])
    sent = {"step": "ended", "name": "", "so_on": "", "form_token": str(uuid4())}
    assert "Give the day from which it is on the list no longer." in text_of(client.post(url, sent))
    page = text_of(client.post(url, {**sent, "so_on": "yesterday", "form_token": str(uuid4())}, follow=True))
    assert "on the list no longer. Who had it stays to be read." in page
    assert "No longer on the list" in page and "Ended on 16 October 2012" in page
    client.post(url, {"step": "taken_up", "form_token": str(uuid4())})
    page = text_of(client.post(url, {**sent, "step": "renamed", "name": "Hearings"}, follow=True))
    assert "Hearings" in page and "Before: Court work" in page


# --- newly qualified ---


@pytest.mark.parametrize(
    ("so_on", "until", "before", "ends"),
    [
        (date(2012, 10, 17), None, None, date(2013, 10, 17)),
        (date(2012, 2, 29), None, None, date(2013, 2, 28)),
        (date(2012, 10, 17), date(2014, 4, 17), None, date(2014, 4, 17)),
        (date(2013, 3, 1), None, date(2013, 10, 17), date(2013, 10, 17)),
        (date(2013, 3, 1), date(2013, 12, 1), date(2013, 10, 17), date(2013, 12, 1)),
        (date(2013, 10, 17), None, date(2013, 10, 17), date(2014, 10, 17)),
    ],
)
def test_organisation_newly_qualified_ends_after_a_year_or_on_the_day_given(so_on, until, before, ends) -> None:
    assert rules.newly_until(so_on, given=until, before=before) == ends


def test_organisation_newly_qualified_ends_by_itself_and_limit_and_hours_follow(c: Cast) -> None:
    began = TODAY - 364 * DAY  # 19 October 2011: the year ends on 19 October 2012
    works(c, c.worker, experience=Experience.NEWLY_QUALIFIED, so_on=began)
    days = {on: row_of(c, c.worker, on) for on in (began - DAY, began, TODAY + DAY, TODAY + 2 * DAY)}
    assert [row.load.limit for row in days.values()] == [15, 11, 11, 15]
    assert [row.load.capacity for row in days.values()] == [84, 63, 63, 84]
    assert days[began].terms.words == ("Newly qualified until 19 October 2012",)
    assert days[TODAY + 2 * DAY].terms.words == ()


def test_other_hours_do_not_begin_the_year_anew(c: Cast) -> None:
    works(c, c.worker, experience=Experience.NEWLY_QUALIFIED, so_on=TODAY - 300 * DAY)
    works(c, c.worker, experience=Experience.NEWLY_QUALIFIED, hours_share=Decimal("0.5"), so_on=TODAY)
    assert row_of(c, c.worker).terms.newly_until == rules.a_year_after(TODAY - 300 * DAY)


def test_a_day_may_be_given_and_only_for_somebody_newly_qualified(c: Cast) -> None:
    until = TODAY + 500 * DAY
    works(c, c.worker, experience=Experience.NEWLY_QUALIFIED, newly_until=until)
    assert row_of(c, c.worker).terms.newly_until == until
    assert "Only somebody newly qualified" in refusal_of(works, c, c.worker, newly_until=until)
    new = {"experience": Experience.NEWLY_QUALIFIED}
    for wrong in (TODAY, TODAY + 2000 * DAY):
        assert "Give a day after the one above" in refusal_of(works, c, c.worker, newly_until=wrong, **new)


# --- what the database itself refuses ---


def recorded(c: Cast) -> dict[str, object]:
    return {"authority_id": c.council.pk, "so_on": TODAY, "recorded_at": NOW, "recorded_by_id": c.leader.account_id}


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ({"experience": "experienced", "newly_until": TODAY + DAY}, "newly_qualified_until_a_later_day"),
        ({"experience": "newly_qualified", "newly_until": TODAY}, "newly_qualified_until_a_later_day"),
    ],
)
def test_the_database_refuses_a_day_that_ends_nothing(said: dict, name: str, c: Cast) -> None:
    access.identify(c.leader, today=TODAY)
    how = {"person_id": c.worker.person_id, "hours_share": Decimal(1), "basis": "permanent", **said}
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        WorkTerms.objects.create(**how, **recorded(c))


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ({"step": "mislaid"}, "skill_step_known"),
        ({"step": "renamed"}, "a_renamed_skill_has_its_name"),
        ({"step": "ended", "name": "Court"}, "a_renamed_skill_has_its_name"),
        ({"step": "ended", "number": 1}, "a_skill_is_spoken_of_one_by_one"),
    ],
)
def test_the_database_refuses_a_word_of_a_skill_that_says_nothing(said: dict, name: str, c: Cast) -> None:
    pk = skill(c)
    terms.rename_skill(name="Court reports", **given(c, pk))
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        SkillWord.objects.create(skill_id=pk, **{"number": 2, **said}, **recorded(c))


@pytest.mark.parametrize("share", ["1.01", "-0.01"])
def test_the_database_refuses_a_post_of_more_than_full_time(share: str, c: Cast) -> None:
    access.identify(c.manager, today=TODAY)
    post = next(iter(c.worker.post_ids))
    with pytest.raises(IntegrityError, match="a_post_is_at_most_full_time"), transaction.atomic():
        Establishment.objects.create(post_id=post, hours_share=Decimal(share), **recorded(c))
