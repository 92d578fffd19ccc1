"""However long the lists are: as many statements for two hundred children as for ten; pages, filters, search."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lippen.casework import matching, rules
from lippen.casework.actions import people
from lippen.casework.models import (
    BreakGlass,
    ChronologyEntry,
    Involvement,
    KnownPerson,
    PersonNow,
    Referral,
    SearchRun,
    Visit,
    Waiting,
    WaitingFact,
)
from lippen.casework.queries import lists, looking, near, records, searching
from lippen.casework.queries.lists import PAGE_SIZE, Wanted
from lippen.casework.tests.factories import NOW, TODAY, Cast, cast
from lippen.casework.tests.test_screens import MOST_STATEMENTS, NOT_COUNTED, at, signed_in
from lippen.casework.vocabulary import VISIT_SUBJECT, Duty, Status, TieKind
from lippen.kernel import access
from lippen.kernel.access import Actor
from lippen.kernel.ids import new_ref
from lippen.organisation import sessions
from lippen.organisation.models import Duty as DutyOnBoard
from lippen.web import request

pytestmark = pytest.mark.django_db
FEW, MANY = 10, 200
NUMBERS = count(1)


@pytest.fixture
def c(settings) -> Iterator[Cast]:
    settings.LIPPEN_TODAY = TODAY
    yield cast()


class Grown:
    """A council whose children are written many at a time, in its manager's name."""

    def __init__(self, c: Cast) -> None:
        self.c = c
        self.first = self.known(1)[0]
        self.work([self.first], "allocated")
        self.refs: dict[str, str] = {}

    def fact(self, person: KnownPerson | None = None) -> dict[str, object]:
        by = {"recorded_at": NOW, "recorded_by_id": self.c.manager.account_id, "authority_id": self.c.council.pk}
        return by | ({"person": person, "so_on": TODAY} if person else {})

    def grow(self, to: int) -> None:
        """So many of everything: allocated, waiting, referred; visits, entries and openings of the first child."""
        access.identify(self.c.manager, today=TODAY)
        more = to - self.first.visits.count()
        allocated, waiting, referred = (self.known(more) for _ in range(3))
        self.work(allocated, "allocated")
        self.work([*waiting, *referred], "holding")
        referrals = [self.referral(each) for each in (*waiting, *referred)]
        self.waits(Referral.objects.bulk_create(referrals)[: len(waiting)])
        self.told(more)

    def known(self, more: int) -> list[KnownPerson]:
        """Children of one family name, with nothing that tells them apart but their numbers."""
        access.identify(self.c.manager, today=TODAY)
        runs = SearchRun.objects.bulk_create(
            SearchRun(ref=new_ref("search"), terms={}, found=0, **self.fact()) for _ in range(more)
        )
        common = {"is_child": True, "so_on": TODAY, **self.fact()}
        made = KnownPerson.objects.bulk_create(KnownPerson(ref=new_ref("known"), search=run, **common) for run in runs)
        PersonNow.objects.bulk_create(self.now(person) for person in made)
        return made

    def now(self, person: KnownPerson) -> PersonNow:
        number = next(NUMBERS)
        name = (f"Child{number:04d}", ("Balfour", "Carruthers")[number % 2])
        keys = sorted(matching.keys_of(matching.Sought(names=(name,))))
        council = self.c.council.pk
        return PersonNow(
            person=person, authority_id=council, is_child=True, given_name=name[0], family_name=name[1], keys=keys
        )

    def work(self, people: list[KnownPerson], kind: str) -> None:
        worker, team = self.c.worker, self.c.leader
        team_id = Involvement._meta.get_field("team").related_model.objects.get(posts__in=team.post_ids).pk
        Involvement.objects.bulk_create(
            Involvement(
                ref=new_ref("work"),
                person=each,
                worker_id=worker.person_id,
                team_id=team_id,
                kind=kind,
                starts_on=TODAY,
                **self.fact(),
            )
            for each in people
        )

    def referral(self, person: KnownPerson) -> Referral:
        said = {"source": "health", "why": "neglect", "words": "Came hungry"}
        return Referral(ref=new_ref("referral"), **said, **self.fact(person))

    def waits(self, referrals: list[Referral]) -> None:
        made = Waiting.objects.bulk_create(
            Waiting(ref=new_ref("waiting"), referral=each, due_on=TODAY, **self.fact(each.person)) for each in referrals
        )
        how = {"level": "high", "why": "Alone", "plan": "School rings", "next_contact_on": TODAY}
        holder = self.c.worker.person_id
        WaitingFact.objects.bulk_create(
            WaitingFact(waiting=each, holder_id=holder, **how, **self.fact(each.person)) for each in made
        )

    def told(self, more: int) -> None:
        """Of the first child: visits that are late, entries, openings."""
        fact, worker = self.fact(self.first), self.c.worker.person_id
        visits = Visit.objects.bulk_create(
            Visit(ref=new_ref("visit"), worker_id=worker, planned_on=TODAY - timedelta(days=2), **fact)
            for _ in range(more)
        )
        due = {"starts_on": TODAY - timedelta(days=9), "ends_on": TODAY - timedelta(days=1), "pinned_at": NOW}
        DutyOnBoard.objects.bulk_create(
            DutyOnBoard(
                kind=Duty.VISIT.value,
                subject_kind=VISIT_SUBJECT,
                subject_key=each.ref,
                holder_id=worker,
                rule_key=rules.VISIT_DUE.key,
                **due,
            )
            for each in visits
        )
        said = {"source": "", "words": "Came by", "significance": "some"}
        ChronologyEntry.objects.bulk_create(ChronologyEntry(ref=new_ref("event"), **said, **fact) for _ in range(more))
        opened = {"reason": "danger", "words": "Rang at night", "until": NOW + rules.GLASS_HOLDS}
        BreakGlass.objects.bulk_create(BreakGlass(ref=new_ref("glass"), **opened, **fact) for _ in range(more))

    def addresses(self, role: str, actor: Actor) -> list[str]:
        """The pages whose lists grow."""
        of_child = ("child", "chronology", "who_looked", "record_visit", "tie_people", "propose_same")
        found = [reverse("web:home"), *(at(name) for name in ("children", "queue", "openings"))]
        found += [at(name, self.first.ref) for name in of_child]
        found += [at("found", self.searched(actor)), at("add_person", self.searched(actor))]
        if role != "worker":
            found += [at("team"), at("review_queue"), at("allocate_child", self.first.ref)]
            found += [f"{at('children')}?referrals=all"]
        if role == "manager":
            found += [f"{at('children')}?letter=B&page=2"]
        return found

    def searched(self, actor: Actor) -> str:
        """The ref of one search of somebody's own."""
        if actor.name not in self.refs:
            access.identify(actor, today=TODAY)
            terms = {"given_name": "Child", "family_name": "Balfour"}
            given = {"authority_id": self.c.council.pk, "terms": terms, "today": TODAY, "at": NOW}
            self.refs[actor.name] = people.search(actor=actor, **given).ref
        return self.refs[actor.name]


def counted(grown: Grown) -> dict[tuple[str, str], int]:
    """How many statements each page asks of each role, once somebody is signed in."""
    found = {}
    for role in ("worker", "leader", "manager"):
        actor = getattr(grown.c, role)
        client = signed_in(actor)
        client.get(at("figures"))
        for url in grown.addresses(role, actor):
            with CaptureQueriesContext(connection) as asked:
                answer = client.get(url)
            assert answer.status_code == 200, (role, url)
            found[role, url] = sum(not each["sql"].startswith(NOT_COUNTED) for each in asked)
    return found


def test_two_hundred_children_take_as_many_statements_as_ten(c: Cast, monkeypatch) -> None:
    monkeypatch.setattr(near, "MOST", FEW)  # both are then too many to choose from
    for module, name in ((sessions, "NOTE_SECONDS"), (request, "SEEN_STEP_SECONDS")):
        monkeypatch.setattr(module, name, 10_000)  # nothing is noted in the middle
    grown = Grown(c)
    grown.grow(FEW)
    few = counted(grown)
    grown.grow(MANY)
    many = counted(grown)
    assert many == few
    assert max(many.values()) <= MOST_STATEMENTS


def test_a_long_list_comes_in_pages_that_hold_everybody_once(c: Cast) -> None:
    Grown(c).known(120)
    access.identify(c.manager, today=TODAY)
    pages = [lists.children(c.manager, Wanted(everyone=True), page=number) for number in (1, 2, 3)]
    assert [len(page.rows) for page in pages] == [PAGE_SIZE, PAGE_SIZE, 21] and {page.found for page in pages} == {121}
    names = [(row.person.name.split()[1], row.person.name) for page in pages for row in page.rows]
    assert names == sorted(names) and len({name for _, name in names}) == 121
    beyond = lists.children(c.manager, Wanted(everyone=True), page=99)
    assert beyond.rows == pages[-1].rows, "past the last page stands the last one"


def test_a_long_list_is_asked_by_team_status_and_the_beginning_of_a_name(c: Cast) -> None:
    grown = Grown(c)
    grown.known(9)
    access.identify(c.manager, today=TODAY)
    PersonNow.objects.filter(given_name__endswith="5").update(status=Status.AWAY)
    team = grown.first.involvements.get().team_id

    def found(**wanted: object) -> int:
        return lists.children(c.manager, Wanted(everyone=True, **wanted)).found

    away = PersonNow.objects.filter(status=Status.AWAY).count()
    assert (found(), found(team_id=team), found(begins="C")) == (10, 1, 5)
    assert (found(status=Status.AWAY.value), found(status=Status.NONE.value)) == (away, 10 - away)


def test_the_page_of_a_manager_says_how_many_there_are_and_leads_on(c: Cast) -> None:
    Grown(c).known(60)
    client = signed_in(c.manager)
    first = client.get(at("children")).content.decode()
    assert "Children <span" in first and "(61)" in first and "1 to 50 of 61 children" in first
    assert "51 to 61 of 61 children" in client.get(f"{at('children')}?page=2").content.decode()
    assert "Nobody like this" in client.get(f"{at('children')}?letter=X").content.decode()
    for wish in ("page=x", "page=-1", "page=99999999999", "team=x", "team=999", "letter=BB", "status=none%20x"):
        assert client.get(f"{at('children')}?{wish}").status_code == 200, wish


def test_a_council_larger_than_anybody_pages_through_says_that_there_are_more(c: Cast, monkeypatch) -> None:
    Grown(c).known(60)
    monkeypatch.setattr(lists, "MOST_COUNTED", 55)
    client = signed_in(c.manager)
    first, last = (client.get(f"{at('children')}?page={page}").content.decode() for page in (1, 9))
    for told in (first, last):
        assert "(more than 55)" in told and "The first 55 by name are listed here." in told
    assert "51 to 55 of 55 children listed" in last
    assert "more than" not in client.get(f"{at('children')}?letter=C").content.decode()


def test_the_queue_comes_in_pages_and_counts_everybody(c: Cast) -> None:
    Grown(c).grow(60)
    client = signed_in(c.manager)
    first, second = (client.get(f"{at('queue')}?page={page}").content.decode() for page in (1, 2))
    assert "60 children wait." in first and "60 children wait." in second
    assert "51 to 60 of 60 children" in second
    review = client.get(f"{at('review_queue')}?page=3").content.decode()
    assert "41 to 60 of 60 children" in review


def test_a_manager_reads_the_teams_in_numbers_and_then_one_of_them(c: Cast) -> None:
    grown = Grown(c)
    grown.grow(FEW)
    client = signed_in(c.manager)
    teams = client.get(at("team")).content.decode()
    assert "The teams" in teams and "Long-term team" in teams and "Late in the team" not in teams
    access.identify(c.manager, today=TODAY)
    team = grown.first.involvements.get().team_id
    one = client.get(f"{at('team')}?team={team}").content.decode()
    assert "Late in the team" in one and "Who carries what now" in one and 'title">Long-term team</h1>' in one


def test_a_search_reads_nobody_who_has_but_a_name_in_common(c: Cast) -> None:
    grown = Grown(c)
    grown.known(30)
    access.identify(c.worker, today=TODAY)
    wanted = sorted(matching.wanted_by(matching.Sought(names=(("Struan", "Balfour"),))))
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from visible_matches(%s, %s::text[])", [c.council.pk, wanted])
        assert cursor.fetchone()[0] == 0


def test_of_very_many_people_those_who_are_near_are_offered(c: Cast, monkeypatch) -> None:
    child = c.add(c.manager, "Isla", "Balfour")
    mother = c.mother_of(c.manager, child)
    sister = c.add(c.manager, "Eilidh", "Balfour", tie=people.NewTie(mother.ref, TieKind.PARENT, is_reversed=True))
    twin = c.add(c.manager, "Islay", "Balfour")
    found, other = (
        c.add(c.manager, "Struan", "Drummond", born_on=date(2001, 2, 3)),
        c.add(c.manager, "Una", "Carruthers"),
    )
    access.identify(c.manager, today=TODAY)
    person = records.head(c.manager, child.ref)
    everybody = near.offered(c.manager, person, real_at=NOW)
    assert everybody.is_everybody and len(everybody.people) == 5
    monkeypatch.setattr(near, "MOST", 4)
    given = {"authority_id": c.council.pk, "today": TODAY, "at": NOW}
    people.search(actor=c.manager, terms={"given_name": "Struan", "family_name": "Drummond"}, **given)
    offered = near.offered(c.manager, person, real_at=NOW)
    assert {each.ref for each in offered.people} == {mother.ref, sister.ref, twin.ref, found.ref}
    assert not offered.is_everybody and other.ref not in {each.ref for each in offered.people}
    later = near.offered(c.manager, person, real_at=NOW + timedelta(hours=2))
    assert found.ref not in {each.ref for each in later.people}


def namesakes(c: Cast, more: int, *, given: str = "Isla", family: str = "Abermond") -> list[KnownPerson]:
    """Children who have their names in common and nothing else."""
    grown = Grown(c)
    made = grown.known(more)
    keys = sorted(matching.keys_of(matching.Sought(names=((given, family),))))
    access.identify(c.manager, today=TODAY)
    PersonNow.objects.filter(person__in=made).update(given_name=given, family_name=family, keys=keys)
    return made


def test_among_hundreds_of_namesakes_whoever_has_more_in_common_is_found_first(c: Cast) -> None:
    born = c.add(c.manager, "Islay", "Abermount", born_on=date(2010, 1, 17))
    namesakes(c, 450)
    access.identify(c.worker, today=TODAY)
    sought = matching.Sought(names=(("Isla", "Abermond"),), births=(date(2010, 1, 17),))
    with connection.cursor() as cursor:
        wanted = sorted(matching.wanted_by(sought))
        cursor.execute("select count(*) from visible_matches(%s, %s::text[])", [c.council.pk, wanted])
        assert cursor.fetchone()[0] == 201, "two hundred of the names, and whoever has the day of birth too"
    found = searching.matches(c.council.pk, sought)
    assert found[0].person_id == born.pk and len(found) == searching.MOST


def test_the_box_tells_of_five_hundred_those_first_whose_names_begin_as_written(c: Cast, monkeypatch) -> None:
    other = namesakes(c, 6, given="Una", family="Rathmor")
    same = namesakes(c, 3, given="Una", family="Rathmore")
    access.identify(c.manager, today=TODAY)
    monkeypatch.setattr(looking, "MOST", 5)
    found = looking.found(c.manager, "Rathmore")
    assert found.has_more and found.count == 5
    assert {row.id for row in found.rows[:3]} == {person.pk for person in same}
    assert {row.id for row in found.rows[3:]} < {person.pk for person in other}
    with connection.cursor() as cursor:
        cursor.execute("select pg_get_functiondef('visible_found(bigint[], jsonb)'::regprocedure)")
        assert "LIMIT 501" in cursor.fetchone()[0]


def test_what_closed_records_say_of_each_other_is_held_once_and_not_each_against_each(c: Cast) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select qual from pg_policies where policyname = 'casework_restriction_visible'")
        assert "unnest(visible_never())" in cursor.fetchone()[0]
