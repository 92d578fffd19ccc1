from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction

from lippen.demo.dates import Dates
from lippen.demo.organisation import cast_of, found_councils
from lippen.demo.people import PEOPLE
from lippen.kernel.access import Permission
from lippen.organisation import queries
from lippen.organisation.roles import Role, roles_with

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
DATES = Dates(TODAY, datetime(2026, 11, 23, 15, tzinfo=UTC))


@pytest.fixture
def cast():
    with transaction.atomic():
        yield found_councils("today", DATES)


def test_everyone_has_a_way_in(cast):
    assert len(cast.accounts) == len(PEOPLE)


def test_nobody_has_a_password(cast):
    accounts = get_user_model().objects.filter(pk__in=cast.accounts.values())
    assert [account.email for account in accounts if account.has_usable_password()] == []


def test_all_fifteen_roles_are_held(cast):
    assert {row[0] for row in queries.accounts_by_role(on=TODAY)} == set(Role)


IN_SOCIAL_WORK = {Role.HEAD_OF_SERVICE, Role.CHIEF_SOCIAL_WORK_OFFICER}


@pytest.mark.parametrize("council", ["today", "2012"])
def test_no_post_outside_social_work_reads_childrens_records(council):
    dates = DATES if council == "today" else Dates(date(2012, 10, 17), datetime(2012, 10, 17, 14, tzinfo=UTC))
    posts = found_councils(council, dates).posts.values()
    line_of = {post.pk: post for post in posts}

    def is_of_social_work(post):
        while post is not None and post.role not in IN_SOCIAL_WORK:
            post = line_of.get(post.reports_to_id)
        return post is not None

    readers = [post for post in posts if post.role in roles_with(Permission.READ_RECORDS)]
    assert readers and [post.title for post in readers if not is_of_social_work(post)] == []


def test_the_head_of_service_is_shown_as_acting(cast):
    titles = queries.post_titles([cast.people["AP"].pk], on=TODAY)
    assert titles == {cast.people["AP"].pk: "Acting Head of Children's Services"}


def test_the_chief_social_work_officer_is_somebody_else_today(cast):
    holders = {row[2] for row in queries.accounts_by_role(on=TODAY) if row[0] == Role.CHIEF_SOCIAL_WORK_OFFICER}
    assert holders == {"Morven Balwharrie"}


def test_in_2012_the_acting_head_holds_both_posts():
    then = Dates(date(2012, 10, 17), datetime(2012, 10, 17, 14, tzinfo=UTC))
    found_councils("2012", then)
    held = {row[0] for row in queries.accounts_by_role(on=then.today) if row[2] == "Ailsa Pitcarrow"}
    assert held == {Role.HEAD_OF_SERVICE, Role.CHIEF_SOCIAL_WORK_OFFICER}


def test_the_performance_officer_stands_outside_the_leads_line(cast):
    assert not queries.in_same_line(cast.people["GW"].pk, [cast.people["EG"].pk], on=TODAY)
    assert queries.in_same_line(cast.people["AP"].pk, [cast.people["EG"].pk], on=TODAY)


def test_a_loaded_demonstration_is_found_again(cast):
    assert cast_of("today", DATES).accounts == cast.accounts


def test_an_empty_database_holds_no_demonstration():
    assert cast_of("today", DATES) is None
