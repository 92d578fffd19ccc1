"""Posts and people by team and quarter: figures, the rows behind each, as at a day, as a file."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse

from lippen.casework.queries import staffing
from lippen.casework.tests.factories import NOW, TODAY, Cast, cast
from lippen.casework.tests.test_leaving import page
from lippen.casework.tests.test_loads import client_of, refusal_of, text_of, works
from lippen.kernel import access
from lippen.kernel.errors import NotAllowed, NotVisible
from lippen.organisation.actions import terms
from lippen.organisation.actions.absences import record_absence
from lippen.organisation.models import Post, PostHolding, Team
from lippen.organisation.vocabulary import AwayWhy, Basis

pytestmark = pytest.mark.django_db
WHEN = {"so_on": TODAY, "at": NOW}
FIRST = date(2012, 10, 1)


def on(day: int, month: int = 10) -> date:
    return date(2012, month, day)


@pytest.fixture
def c(settings) -> Cast:
    """All are in post since the first of January: three posts in the one team, two in the other."""
    settings.LIPPEN_TODAY = TODAY
    made = cast()
    PostHolding.objects.filter(post__authority=made.council).update(starts_on=on(1, 1))
    return made


def figures(c: Cast, as_at: date = TODAY) -> dict[str, staffing.Figures]:
    access.identify(c.manager, today=TODAY)
    newest = staffing.staffing(c.manager, c.council.pk, on=as_at)[0]
    return {row.name: row for row in newest}


def ends(who: object, day: date) -> None:
    PostHolding.objects.filter(person_id=who.person_id).update(ends_on=day)  # type: ignore[attr-defined]


def test_a_quarter_is_counted_as_far_as_it_has_come() -> None:
    spans = staffing.spans(TODAY)
    assert [(each.first, each.last, each.is_whole) for each in spans[:2]] == [
        (on(1), on(17), False),
        (on(1, 7), on(30, 9), True),
    ]
    assert staffing.spans(on(31, 12))[0].is_whole


def test_casework_vacancy_and_turnover_stand_by_team_and_for_the_council(c: Cast) -> None:
    ends(c.worker, on(11))  # 11 to 17 October: seven empty days; five in post on the first, four on the last
    found = figures(c)
    assert list(found) == ["The council", "Assessment team", "Long-term team"]
    told = {name: (row.posts, row.days, row.empty, len(row.turnover.left)) for name, row in found.items()}
    assert told == {
        "The council": (5, 85, 7, 1),
        "Assessment team": (2, 34, 0, 0),
        "Long-term team": (3, 51, 7, 1),
    }
    assert found["The council"].turnover.rate == Decimal(100) / Decimal("4.5")
    assert found["Long-term team"].turnover.rate == Decimal(40)
    assert found["Assessment team"].turnover.rate == 0


def test_as_at_a_day_what_came_later_is_left_out(c: Cast) -> None:
    ends(c.worker, on(11))
    assert figures(c, on(10))["The council"].empty == 0
    assert len(figures(c, on(9))["The council"].turnover.left) == 0
    assert figures(c, on(13))["The council"].empty == 3


def test_who_moves_to_another_team_has_not_left(c: Cast) -> None:
    ends(c.worker, on(11))
    post = Post.objects.filter(pk__in=c.other_worker.post_ids).get()
    new = Post.objects.create(
        ref="post-new", title="Social worker", role=post.role, authority=c.council, team=post.team
    )
    PostHolding.objects.create(post=new, person_id=c.worker.person_id, starts_on=on(11), recorded_at=NOW)
    found = figures(c)
    assert [len(row.turnover.left) for row in found.values()] == [0, 0, 0]
    assert found["Long-term team"].empty == 7


def test_casework_agency_share_and_days_away_follow_what_is_said_by_date(c: Cast) -> None:
    works(c, c.worker, basis=Basis.AGENCY, so_on=on(8))  # 8 to 17 October: ten of 5 x 17 days
    access.identify(c.worker, today=TODAY)
    days = {"starts_on": TODAY, "ends_on": on(27)}
    record_absence(actor=c.worker, person_id=c.worker.person_id, cover_id=c.colleague.person_id, at=NOW, **days)
    found = figures(c)
    assert found["The council"].agency == (10, 85) and found["Assessment team"].agency == (0, 34)
    assert (found["The council"].bridged, found["The council"].away) == (10, 1)


def test_casework_changed_worker_leads_to_the_child_and_is_audited(c: Cast) -> None:
    child = c.add(c.worker)
    c.allocate(child, c.worker)
    c.allocate(child, c.colleague)
    other = c.add(c.worker, "Ewan")
    c.allocate(other, c.worker)
    found = figures(c)
    assert (found["The council"].changes, found["The council"].children) == (1, 2)
    assert (found["Long-term team"].changes, found["Assessment team"].changes) == (1, 0)
    told = page(c.manager, "staffing_rows", "2012-10-01")
    assert f"{c.colleague.name} since then" in told and reverse("casework:child", args=[child.ref]) in told
    assert reverse("casework:child", args=[other.ref]) not in told


def test_hours_of_a_post_are_said_by_date_and_count(c: Cast) -> None:
    ref = Post.objects.get(pk__in=c.worker.post_ids).ref
    ends(c.worker, on(11))
    given = {"authority_id": c.council.pk, "post_ref": ref, "at": NOW}
    access.identify(c.manager, today=TODAY)
    terms.say_post_hours(actor=c.manager, hours_share=Decimal("0.5"), so_on=on(14), **given)
    assert figures(c)["The council"].empty_full_time == 3 + 4 * Decimal("0.5")
    terms.say_post_hours(actor=c.manager, hours_share=Decimal("0.8"), so_on=on(1, 1), **given)
    assert figures(c)["The council"].empty_full_time == 3 * Decimal("0.8") + 4 * Decimal("0.5")
    late = {"hours_share": Decimal(1), "so_on": on(18)}
    assert "has not come yet" in refusal_of(terms.say_post_hours, actor=c.manager, **late, **given)
    wrong = {"hours_share": Decimal("1.1"), "so_on": on(1)}
    assert "Give a share from 0 to 1" in refusal_of(terms.say_post_hours, actor=c.manager, **wrong, **given)
    for nobody, refusal in ((c.leader, NotVisible), (c.worker, NotAllowed), (c.stranger, NotAllowed)):
        access.identify(nobody, today=TODAY)
        with pytest.raises(refusal):
            terms.say_post_hours(actor=nobody, hours_share=Decimal(1), so_on=on(1), **given)


def test_a_post_of_which_no_day_is_known_counts_nowhere_and_is_named(c: Cast) -> None:
    team = Team.objects.get(name="Long-term team")
    Post.objects.create(ref="post-new", title="Family worker", role="social_worker", authority=c.council, team=team)
    assert figures(c)["The council"].posts == 5
    told = page(c.manager, "staffing_rows", "2012-10-01")
    assert "Posts of which no day is known" in told and "Family worker" in told
    client = client_of(c.manager)
    sent = {"hours_share": "0.6", "so_on": "14 October 2012", "form_token": str(uuid4())}
    client.post(reverse("casework:say_post_hours", args=["post-new"]), sent)
    found = figures(c)["The council"]
    assert (found.posts, found.empty, found.empty_full_time) == (6, 4, Decimal("2.4"))


def test_every_figure_leads_to_its_rows_and_the_file_holds_the_same(c: Cast) -> None:
    ends(c.worker, on(11))
    told = page(c.manager, "staffing")
    team = Team.objects.get(name="Long-term team").pk
    for url in ("?on=2012-10-17", f"?on=2012-10-17&amp;team={team}"):
        assert f"{reverse('casework:staffing_rows', args=['2012-10-01'])}{url}" in told
    rows = text_of(client_of(c.manager).get(reverse("casework:staffing_rows", args=["2012-10-01"]), {"team": team}))
    assert "7 of 51 days of posts stood empty" in rows and "Empty since 11 October 2012" in rows
    assert "Turnover 40.0 %: 1 left, of (3 + 2) / 2 in post." in rows
    assert c.worker.name in rows and "Last day 10 October 2012" in rows
    file = client_of(c.manager).get(reverse("casework:staffing_file"), {"on": "2012-10-17"})
    lines = file.content.decode("utf-8-sig").split("\r\n")
    assert len(lines) == 1 + 4 * 3 + 1 and lines[0].startswith("Quarter from,Counted to,Team,Posts")
    assert next(line for line in lines if "Long-term team" in line) == (
        "2012-10-01,2012-10-17,Long-term team,3,51,7,7,0,3,2,1,40.00,0,44,0,0,0,0,0"
    )


def test_the_page_says_by_which_rule_it_counts(c: Cast) -> None:
    told = page(c.manager, "staffing")
    assert "Turnover is those who left in the period, for a hundred of the average" in told
    assert "sickness is not told from leave" in told


@pytest.mark.parametrize("name", ["staffing", "staffing_file"])
def test_whoever_does_not_manage_the_council_opens_none_of_it(name: str, c: Cast) -> None:
    for nobody in (c.leader, c.worker, c.governance, c.partner):
        assert client_of(nobody).get(reverse(f"casework:{name}")).status_code == 403
    assert "Long-term team" not in text_of(client_of(c.stranger).get(reverse(f"casework:{name}")))


@pytest.mark.parametrize("quarter", ["2012-10-02", "2013-01-01", "1999-10-01", "soon"])
def test_a_quarter_that_is_none_is_not_there(quarter: str, c: Cast) -> None:
    assert client_of(c.manager).get(reverse("casework:staffing_rows", args=[quarter])).status_code == 404


def test_a_team_of_another_council_is_not_there(c: Cast) -> None:
    url = reverse("casework:staffing_rows", args=["2012-10-01"])
    assert client_of(c.manager).get(url, {"team": Team.objects.latest("pk").pk + 1}).status_code == 404


# --- sickness told from leave ---


def answers_to(c: Cast, manager: object, *officers: object) -> None:
    """These answer to the manager's post."""
    upper = min(manager.post_ids)  # type: ignore[attr-defined]
    ids = {post for each in officers for post in each.post_ids}  # type: ignore[attr-defined]
    Post.objects.filter(pk__in=ids).update(reports_to_id=upper)


def was_away(c: Cast, who: object, why: AwayWhy | None, first: date, last: date) -> None:
    access.identify(who, today=first)
    given = {"person_id": who.person_id, "cover_id": c.colleague.person_id, "at": NOW.replace(day=first.day)}
    record_absence(actor=who, starts_on=first, ends_on=last + timedelta(days=1), why=why, **given)


def test_casework_sickness_is_counted_by_team_apart_from_other_days_and_from_what_is_not_said(c: Cast) -> None:
    answers_to(c, c.manager, c.worker, c.colleague, c.leader, c.other_worker, c.other_leader)
    was_away(c, c.worker, AwayWhy.SICKNESS, on(2), on(4))
    was_away(c, c.worker, AwayWhy.LEAVE, on(8), on(9))
    was_away(c, c.leader, None, on(10), on(10))
    was_away(c, c.other_worker, AwayWhy.SICKNESS, on(15), on(30))
    told = {name: (row.away, row.sick, row.unsaid) for name, row in figures(c).items()}
    assert told == {"The council": (9, 6, 1), "Assessment team": (3, 3, 0), "Long-term team": (6, 3, 1)}


def test_casework_sickness_is_shown_only_where_everybody_who_was_away_answers_to_the_reader(c: Cast) -> None:
    answers_to(c, c.manager, c.worker, c.colleague, c.leader)
    was_away(c, c.worker, AwayWhy.SICKNESS, on(2), on(4))
    assert {name: row.sick for name, row in figures(c).items()} == {
        "The council": 3,
        "Assessment team": 0,
        "Long-term team": 3,
    }
    was_away(c, c.other_worker, AwayWhy.SICKNESS, on(8), on(9))
    told = {name: (row.away, row.sick, row.unsaid) for name, row in figures(c).items()}
    assert told == {"The council": (5, None, None), "Assessment team": (2, None, None), "Long-term team": (3, 3, 0)}


def test_the_rows_and_the_file_tell_a_reason_to_whoever_may_know_it_alone(c: Cast) -> None:
    answers_to(c, c.manager, c.worker, c.colleague, c.leader)
    was_away(c, c.worker, AwayWhy.SICKNESS, on(2), on(4))
    was_away(c, c.worker, None, on(8), on(9))
    was_away(c, c.other_worker, AwayWhy.TRAINING, on(8), on(9))
    rows = reverse("casework:staffing_rows", args=["2012-10-01"])
    whole = text_of(client_of(c.manager).get(rows))
    assert "sickness 3, not said 2" in whole and "training" not in whole
    assert "no days of sickness are shown here" in whole
    team = Team.objects.get(posts__in=c.worker.post_ids).pk
    own = text_of(client_of(c.manager).get(f"{rows}?team={team}"))
    assert "Days of sickness: 3. Of 2 days nobody said why." in own
    other = text_of(client_of(c.head).get(f"{rows}?team={team}"))
    assert "sickness 3" not in other and "no days of sickness are shown here" in other
    page = text_of(client_of(c.manager).get(reverse("casework:staffing")))
    assert "Seen by whoever they answer to" in page and "2 not said" in page
    lines = client_of(c.manager).get(reverse("casework:staffing_file")).content.decode().splitlines()
    assert lines[0].endswith('Days of sickness,"Days away, not said why"')
    assert lines[1].endswith(",,") and lines[3].endswith(",3,2")
