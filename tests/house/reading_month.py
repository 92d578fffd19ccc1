"""A made-up month in which 1,000 records are read: 960 reads as people work, 40 planted ones that should be seen.

As people work: their own children and their families, brothers and sisters, a team leader's whole team, children who
wait, somebody who is away and covered for, a child just given or just handed over, managers before a panel, a manager
who decides something or looks into a complaint for days, an old bookmark that is refused, the standby team at night,
and now and then a manager late in the evening. Of a looked-after child they read the record or a page of care: the
child's time in care and its clocks, a review, a plan for permanence; who leads opens the boards each weekday. Which
page it is changes nothing of who reads whom and when. Names and streets are drawn from short lists, so that readers
share them with families by chance.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import count

from psycopg import Connection
from psycopg.types.json import Jsonb

from lippen.kernel.clock import COUNCIL_ZONE
from lippen.server.setup import as_owner

FIRST = date(2026, 9, 1)
DAYS = 30
BEFORE = 60
READS, PLANTED = 1000, 40
LOOKED_AFTER, OF_CARE = 0.36, 0.6
"""How many children are looked after, and how many reads of them are of care: as many as on social workers' books."""
CARE_PAGES = (("life", "known.care"), ("life", "known.care"), ("line", "known.line"), ("review", "known.review"))
BOARDS = (("permanence", "care.lines"), ("drift", "care.lines"), ("reviews", "care.reviews"))
STAMP = datetime(2026, 6, 1, 9, tzinfo=UTC)
NAMES = (
    *("Smith", "Brown", "Wilson", "Campbell", "Stewart", "Robertson", "Thomson", "Anderson", "Macdonald", "Scott"),
    *("Reid", "Murray", "Taylor", "Clark", "Ross", "Watson", "Morrison", "Paterson", "Young", "Mitchell", "Walker"),
    *("Fraser", "Miller", "Gray", "Henderson", "Hamilton", "Johnston", "Duncan", "Graham", "Ferguson", "Kerr"),
    *("Davidson", "Bell", "Cameron", "Kelly", "Martin", "Hunter", "Allan", "Mackenzie", "Grant", "Simpson"),
    *("Mackay", "Mclean", "Macleod", "Black", "Russell", "Marshall", "Wallace", "Gibson", "Kennedy", "Gordon"),
    *("Burns", "Sutherland", "Stevenson", "Munro", "Milne", "Watt", "Sinclair", "Craig", "Muir", "Crawford"),
)
STREETS = (
    *("Mill Road", "Station Road", "High Street", "Church Street", "School Lane", "Bridge Street", "Kirk Wynd"),
    *("Castle Terrace", "Park Avenue", "Ochil View", "Harbour Row", "Glebe Place", "Forth Crescent", "Manse Road"),
    *("Abbey Drive", "Wood Lane", "North Street", "Hill Street", "Burnside", "Market Street", "Queen Street"),
    *("Dollar Row", "Stirling Road", "Gas Lane", "Tower Road", "Erskine Place", "Mar Street", "Bank Street"),
)


@dataclass(frozen=True)
class Officer:
    """Somebody who reads."""

    account: int
    person: int
    family: str
    team: int
    street: str = ""


@dataclass(frozen=True)
class Child:
    """A child who is read about."""

    id: int
    ref: str
    mother: int
    line: str = ""
    review: str = ""
    """A plan for permanence and a review of a looked-after child, by their references."""


@dataclass(frozen=True)
class Page:
    """What stands in the trail: when somebody opened or wrote what, by which key, and of a write about whom."""

    at: datetime
    account: int
    verb: str
    kind: str
    key: str
    person: str = ""


@dataclass
class Month:
    """The council, who reads there, whom they read about, and what was planted."""

    seed: int
    council: int = 0
    governance: int = 0
    workers: list[Officer] = field(default_factory=list)
    leaders: list[Officer] = field(default_factory=list)
    managers: list[Officer] = field(default_factory=list)
    standby: list[Officer] = field(default_factory=list)
    children: list[Child] = field(default_factory=list)
    works: dict[int, Officer] = field(default_factory=dict)
    waiting: list[Child] = field(default_factory=list)
    siblings: dict[int, list[Child]] = field(default_factory=dict)
    planted: list[tuple[int, str, date]] = field(default_factory=list)
    bursts: dict[tuple[int, date], int] = field(default_factory=dict)
    entries: list[tuple[datetime, int, str, str]] = field(default_factory=list)
    written: list[tuple[datetime, int, str, str]] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    handed: dict[int, tuple[Officer, Officer, date]] = field(default_factory=dict)
    taken: set[tuple[int, str, date]] = field(default_factory=set)

    @property
    def days(self) -> Iterator[date]:
        """Every day of the month."""
        return (FIRST + timedelta(days=number) for number in range(DAYS))


class Maker:
    """Writes a month past the locks, as the tables' owner: nobody of the council could see everybody in it."""

    def __init__(self, seed: int, owner: Connection[tuple[object, ...]], *, reads_care: bool) -> None:
        self.rng, self.of_care = random.Random(seed), random.Random(seed)
        self.reads_care = reads_care
        self.owner = owner
        self.moved: set[int] = set()
        self.month = Month(seed)
        self.numbers = count(1)

    def one(self, table: str, **values: object) -> int:
        """One row, and its id."""
        columns, places = ", ".join(values), ", ".join(["%s"] * len(values))
        statement = f"INSERT INTO {table} ({columns}) VALUES ({places}) RETURNING *"
        row = self.owner.execute(statement, list(values.values())).fetchone()
        assert row is not None
        return int(str(row[0]))

    def about(self, person: int) -> dict[str, object]:
        """What every fact about somebody carries."""
        council = self.month.council
        return {"person_id": person, "authority_id": council, "so_on": FIRST - timedelta(90), "recorded_at": STAMP}

    def make(self) -> Month:
        """Everything of the month."""
        self.staff()
        for _ in range(110):
            self.family()
        self.give_work()
        self.habits()
        self.plant()
        self.ordinary()
        self.write()
        return self.month

    # --- who is there ---

    def name(self) -> str:
        """A family name; the first of the list are common."""
        weights = [1 / (place + 3) for place in range(len(NAMES))]
        return self.rng.choices(NAMES, weights)[0]

    def staff(self) -> None:
        """Four teams, their leaders, managers, a standby team, and somebody who reads the trail."""
        month = self.month
        month.council = self.one("organisation_authority", ref=f"authority-m{month.seed}", name="Month", short_name="M")
        for team in range(4):
            team_id = self.one("organisation_team", authority_id=month.council, name=f"Team {team}")
            month.leaders.append(self.officer("team_leader", team_id))
            month.workers += [self.officer("social_worker", team_id) for _ in range(6)]
        standby = self.one("organisation_team", authority_id=month.council, name="Standby")
        month.standby = [self.officer("social_worker", standby) for _ in range(2)]
        month.managers = [self.officer("service_manager", None) for _ in range(4)]
        month.governance = self.officer("information_governance", None).account

    def officer(self, role: str, team: int | None) -> Officer:
        """Somebody with a post and, as a rule, a street."""
        number, council, family = next(self.numbers), self.month.council, self.name()
        person = self.one(
            "organisation_person",
            ref=f"person-m{number}",
            given_name="Robin",
            family_name=family,
            initials="RX",
            email=f"m{number}@example.org",
            phone="",
            authority_id=council,
        )
        post = self.one(
            "organisation_post", ref=f"post-m{number}", title=role, role=role, authority_id=council, team_id=team
        )
        held = {"post_id": post, "person_id": person, "starts_on": date(2024, 1, 1), "acting": False}
        self.one("organisation_postholding", recorded_at=STAMP, **held)
        account = self.one(
            "organisation_account", email=f"m{number}@example.org", person_id=person, password="!", is_active=True
        )
        street = self.rng.choice(STREETS) if self.rng.random() < 0.8 else ""
        if street:
            where = {"officer_id": person, "street": street, "postcode": "FK10", "so_on": FIRST}
            self.one("casework_officerstreet", authority_id=council, recorded_at=STAMP, **where)
        return Officer(account, person, family, team or 0, street)

    def person(self, family: str, lines: str, *, is_child: bool) -> tuple[int, str]:
        """Somebody known."""
        number, council = next(self.numbers), self.month.council
        fact = {"authority_id": council, "recorded_at": STAMP}
        search = self.one("casework_searchrun", ref=f"search-m{number}", terms=Jsonb({}), found=0, **fact)
        known = self.one(
            "casework_knownperson",
            ref=f"known-m{number}",
            is_child=is_child,
            search_id=search,
            not_these=[],
            so_on=FIRST,
            **fact,
        )
        now = {"person_id": known, "given_name": "Eilidh", "family_name": family, "known_as": "", "phone": ""}
        where = {"lines": lines, "postcode": "FK10 1AA" if lines else "", "is_protected": False, "born_precision": ""}
        plain = {"status": "", "keys": [], "gender": "", "is_mistake": False}
        self.one("casework_personnow", authority_id=council, is_child=is_child, **plain, **now, **where)
        return known, f"known-m{number}"

    def family(self) -> None:
        """A mother, as a rule a father, and one to three children, tied to each other."""
        rng = self.rng
        family = self.name()
        lines = f"{rng.randint(1, 90)} {rng.choice(STREETS)}, Alloa" if rng.random() < 0.85 else ""
        mother, _ = self.person(family if rng.random() < 0.7 else self.name(), lines, is_child=False)
        grown = [mother]
        if rng.random() < 0.7:
            grown.append(self.person(family, lines if rng.random() < 0.5 else "", is_child=False)[0])
        own: list[Child] = []
        for _ in range(rng.choices((1, 2, 3), (50, 35, 15))[0]):
            known, ref = self.person(family, lines, is_child=True)
            for each in grown:
                self.tie(known, each, "parent")
            for each in own:
                self.tie(known, each.id, "sibling")
            own.append(self.child(known, ref, mother))
        self.month.children += own
        self.month.siblings |= {child.id: [each for each in own if each is not child] for child in own}

    def child(self, known: int, ref: str, mother: int) -> Child:
        """A child; of those who are looked after with a review and a plan for permanence."""
        if self.of_care.random() > LOOKED_AFTER:
            return Child(known, ref, mother)
        line, review = f"permanence-m{known}", f"lacreview-m{known}"
        said = {"child_view": "I want to stay", "no_view_why": "", "changed": ""}
        self.one(
            "care_permanenceline", ref=line, route="adoption", words="Home was ruled out", **said, **self.about(known)
        )
        planned = {"kind": "first_review", "planned_on": FIRST, "chair_words": "A reviewing officer"}
        self.one("care_review", ref=review, **planned, **self.about(known))
        return Child(known, ref, mother, line, review)

    def tie(self, one: int, other: int, kind: str) -> None:
        """A family tie."""
        given = {"other_id": other, "kind": kind, "rights": "", "rights_source": ""}
        given |= {"must_not_know_address": False, "other_must_not_know_address": False}
        self.one("casework_tie", **self.about(one), **given)

    def give_work(self) -> None:
        """Each child has a worker; twelve wait, ten are given away in the month, four workers are away for a week."""
        rng, month = self.rng, self.month
        month.waiting = rng.sample(month.children, 12)
        for child in month.children:
            if child in month.waiting:
                self.wait(child, rng.choice(month.workers))
            else:
                month.works[child.id] = rng.choice(month.workers)
        for child in month.children:
            if child.id in month.works:
                self.work(child, month.works[child.id], FIRST - timedelta(rng.randint(3, 60)))
        for child in rng.sample([each for each in month.children if each.id in month.works], 10):
            self.hand_over(child)
        for worker in rng.sample(month.workers, 4):
            cover = rng.choice([each for each in month.workers if each.team != worker.team])
            start = FIRST + timedelta(rng.randint(0, 20))
            away = {"person_id": worker.person, "cover_id": cover.person, "starts_on": start}
            fact = {"authority_id": month.council, "ends_on": start + timedelta(7), "recorded_at": STAMP}
            self.one("organisation_absence", ref=f"absence-m{next(self.numbers)}", **away, **fact)
            self.covering.append((cover, worker, start))

    covering: list[tuple[Officer, Officer, date]]

    def hand_over(self, child: Child) -> None:
        """A child goes to a worker of another team on a day of the month; until then the first one works with them."""
        month, day = self.month, FIRST + timedelta(self.rng.randint(3, 25))
        before = month.works[child.id]
        after = self.rng.choice([each for each in month.workers if each.team != before.team])
        month.handed[child.id] = (before, after, day)
        self.owner.execute(
            "UPDATE casework_involvement SET ends_on = %s, ended_at = %s WHERE person_id = %s", [day, STAMP, child.id]
        )
        self.work(child, after, day)

    def work(self, child: Child, worker: Officer, starts_on: date) -> None:
        """Somebody works with a child."""
        given = {"worker_id": worker.person, "team_id": worker.team, "kind": "allocated", "starts_on": starts_on}
        fact = {"authority_id": self.month.council, "person_id": child.id, "recorded_at": STAMP, "over_limit_why": ""}
        self.one("casework_involvement", ref=f"work-m{next(self.numbers)}", **given, **fact)

    def wait(self, child: Child, holder: Officer) -> None:
        """A child waits, held by somebody."""
        number = next(self.numbers)
        why = {"source": "education", "source_words": "", "why": "neglect", "words": "Hungry", "is_immediate": False}
        referral = self.one("casework_referral", ref=f"referral-m{number}", **why, **self.about(child.id))
        given = {"referral_id": referral, "due_on": FIRST}
        waiting = self.one("casework_waiting", ref=f"waiting-m{number}", **given, **self.about(child.id))
        stands = {"holder_id": holder.person, "level": "high", "why": "Hungry", "plan": "The school rings"}
        fact = {"waiting_id": waiting, "next_contact_on": FIRST, **stands}
        self.one("casework_waitingfact", **fact, **self.about(child.id))

    # --- what is read ---

    def at(self, day: date, *, odd: bool = False) -> datetime:
        """A moment of a day: in working hours, or late."""
        hour = self.rng.randint(20, 22) if odd else self.rng.randint(8, 16)
        there = datetime.combine(day, time(hour, self.rng.randint(0, 59), self.rng.randint(0, 59)), COUNCIL_ZONE)
        return there.astimezone(UTC)

    def workday(self) -> date:
        """A weekday of the month."""
        return self.rng.choice([day for day in self.month.days if day.weekday() < 5])

    def read(self, who: Officer, child: Child, at: datetime, verb: str = "known.read") -> None:
        """One look at a record."""
        self.month.entries.append((at, who.account, verb, child.ref))

    def habits(self) -> None:
        """What everybody opens each weekday from sixty days before; the standby team and three others at night too."""
        month, rng = self.month, self.rng
        late = {each.account for each in [*month.standby, *rng.sample(month.workers, 2), month.managers[0]]}
        for who in [*month.workers, *month.leaders, *month.managers, *month.standby]:
            for number in range(-DAYS, BEFORE):
                day = FIRST - timedelta(number)
                if day.weekday() < 5:
                    month.entries.append((self.at(day), who.account, "known.list", ""))
                if who.account in late and number % 3 == 1:
                    month.entries.append((self.at(day, odd=True), who.account, "known.list", ""))

    def strange(self, who: Officer) -> Child:
        """A child with whose family the reader has nothing to do, of no waiting list."""
        month = self.month
        while True:
            child = self.rng.choice(month.children)
            around = [child, *month.siblings[child.id]]
            teams = {month.works[each.id].team for each in around if each.id in month.works}
            covered = {away.person for cover, away, _ in self.covering if cover.account == who.account}
            others = {month.works[each.id].person for each in around if each.id in month.works}
            moves = any(each.id in month.handed for each in around) or set(around) & set(month.waiting)
            if who.team not in teams and not covered & others and not moves:
                return child

    def plant(self) -> None:
        """The 40 reads that should be seen."""
        month, rng = self.month, self.rng
        named: set[int] = set()
        for number in range(8):
            who = rng.choice(month.managers[1:] if number < 4 else month.workers)
            child = self.strange(who)
            while child.mother in named:
                child = self.strange(who)
            named.add(child.mother)
            self.owner.execute(
                "UPDATE casework_personnow SET family_name = %s WHERE person_id = %s", [who.family, child.mother]
            )
            self.planted(who, child, self.at(self.workday()), opened=number >= 4)
        for number in range(8):
            near = [each for each in (month.managers, month.workers, month.leaders)[number // 3] if each.street]
            who = rng.choice(near or [each for each in month.workers if each.street])
            child = self.neighbour(who, is_own=number >= 6)
            self.planted(who, child, self.at(self.workday()), opened=3 <= number < 6)
        for _ in range(7):
            who = rng.choice(month.managers[1:])
            self.planted(who, self.strange(who), self.at(self.workday(), odd=True))
        self.burst(rng.choice(month.managers), 13)
        for verb in ("known.read", "refused.not_visible"):
            who, day = rng.choice(month.workers), self.workday()
            for _ in range(2):
                self.planted(who, self.strange(who), self.at(day), opened=verb == "known.read", verb=verb)
        assert len(month.planted) == PLANTED

    def planted(
        self, who: Officer, child: Child, at: datetime, *, opened: bool = False, verb: str = "known.read"
    ) -> None:
        """One of them."""
        day = at.astimezone(COUNCIL_ZONE).date()
        self.month.planted.append((who.account, child.ref, day))
        if opened:
            self.open_glass(who, child, at)
        self.read(who, child, at, verb)

    def open_glass(self, who: Officer, child: Child, at: datetime) -> None:
        """A record opened by break-glass, a minute before it is read."""
        given = {"reason": "danger", "words": "Rang at night", "until": at + timedelta(minutes=58)}
        fact = {**self.about(child.id), "recorded_at": at - timedelta(minutes=1), "recorded_by_id": who.account}
        self.one("casework_breakglass", ref=f"glass-m{next(self.numbers)}", **given, **fact)

    def neighbour(self, who: Officer, *, is_own: bool) -> Child:
        """A child who lives in the reader's street; of their own team, or of nobody near them."""
        month = self.month
        theirs = [child for child in month.children if child.id in month.works and child.id not in self.moved]
        if is_own:
            child = self.rng.choice([each for each in theirs if month.works[each.id].team == who.team])
        else:
            child = next(each for each in iter(lambda: self.strange(who), None) if each.id not in self.moved)
        self.moved.add(child.id)
        lines = f"{self.rng.randint(1, 90)} {who.street}, Alloa"
        self.owner.execute(
            "UPDATE casework_personnow SET lines = %s, postcode = 'FK10 1AA' WHERE person_id = %s", [lines, child.id]
        )
        return child

    def burst(self, who: Officer, number: int) -> None:
        """Many children of other people's in three quarters of an hour."""
        day, seen = self.workday(), set()
        at = self.at(day)
        while len(seen) < number:
            child = self.strange(who)
            if child.ref not in seen:
                seen.add(child.ref)
                self.planted(who, child, at + timedelta(minutes=3 * len(seen)))
        self.month.bursts[who.account, day] = number

    def ordinary(self) -> None:
        """The other 960, as people work."""
        month, rng = self.month, self.rng
        for _ in range(7):
            self.panel()
        for _ in range(10):
            who, child, at = rng.choice(month.standby), rng.choice(month.children), self.at(self.any_day(), odd=True)
            self.open_glass(who, child, at)
            self.read(who, child, at)
        for _ in range(8):
            who = rng.choice(month.workers)
            self.read(who, self.strange(who), self.at(self.workday()), "refused.not_visible")
        for _ in range(4):
            who = rng.choice(month.managers)
            self.read(who, self.strange(who), self.at(self.workday(), odd=True))
        for _ in range(25):
            self.read(rng.choice(month.managers), rng.choice(month.children), self.at(self.workday()))
        for _ in range(35):
            who = rng.choice(month.managers)
            self.read(who, rng.choice(month.waiting), self.at(self.workday(), odd=rng.random() < 0.1))
        self.handed_over()
        self.decided()
        for cover, away, start in self.covering:
            theirs = [child for child in month.children if month.works.get(child.id) is away]
            for _ in range(6):
                day = start + timedelta(rng.randint(0, 6))
                if theirs and FIRST <= day < FIRST + timedelta(DAYS):
                    self.read(cover, rng.choice(theirs), self.at(day))
        while len([each for each in month.entries if each[3]]) < READS:
            self.own_work()

    def handed_over(self) -> None:
        """Who gave a child away reads for two weeks more, and is refused; who takes them reads from the week before."""
        for child in self.month.children:
            if child.id in self.month.handed:
                before, after, day = self.month.handed[child.id]
                for who, number in ((before, self.rng.randint(1, 14)), (before, 1), (after, -5), (after, -1)):
                    on = day + timedelta(number)
                    if FIRST <= on < FIRST + timedelta(DAYS):
                        verb = "refused.not_visible" if who is before else "known.read"
                        self.read(who, child, self.at(on, odd=self.rng.random() < 0.1), verb)

    def decided(self) -> None:
        """A manager decides and writes within two days, one in four in the evening; or reads a complaint for days."""
        month, rng = self.month, self.rng
        for number in range(12):
            who, child = rng.choice(month.managers), rng.choice(month.children)
            at = self.at(self.workday(), odd=number % 4 == 0)
            self.read(who, child, at)
            month.written.append(
                (at + timedelta(hours=rng.randint(1, 48)), who.account, "known.status_said", child.ref)
            )
        for _ in range(3):
            who, child, first = rng.choice(month.managers), rng.choice(month.children), rng.randint(0, DAYS - 4)
            for number in range(3):
                self.read(who, child, self.at(FIRST + timedelta(first + number)))

    def any_day(self) -> date:
        """Any day of the month."""
        return self.rng.choice(list(self.month.days))

    def panel(self) -> None:
        """A manager reads six to ten records on an afternoon before a panel."""
        who, at = self.rng.choice(self.month.managers), self.at(self.workday())
        for number in range(self.rng.randint(6, 10)):
            self.read(who, self.rng.choice(self.month.children), at + timedelta(minutes=12 * number))

    def own_work(self) -> None:
        """Somebody reads a child of theirs, a brother or sister, or one of their team; now and then in the evening."""
        month, rng = self.month, self.rng
        child = rng.choice([each for each in month.children if each.id in month.works])
        who = month.works[child.id]
        turn = rng.random()
        if turn < 0.2:
            who = next(each for each in month.leaders if each.team == who.team)
        elif turn < 0.3 and month.siblings[child.id]:
            child = rng.choice(month.siblings[child.id])
        verb = rng.choice(("known.read", "known.read", "known.chronology", "known.open_form"))
        self.read(who, child, self.at(self.workday(), odd=rng.random() < 0.03), verb)

    def write(self) -> None:
        """The trail."""
        month = self.month
        by_ref = {child.ref: child for child in month.children}
        month.pages = [self.page(at, who, verb, by_ref.get(ref)) for at, who, verb, ref in sorted(month.entries)]
        if self.reads_care:
            month.pages += self.boards()
        month.pages += [self.said(at, who, verb, by_ref[ref]) for at, who, verb, ref in sorted(month.written)]
        rows = [
            (
                page.at,
                page.account,
                page.verb,
                page.kind,
                page.key,
                Jsonb({"person": page.person} if page.person else {}),
            )
            for page in month.pages
        ]
        with self.owner.cursor() as cursor:
            cursor.executemany(
                """INSERT INTO kernel_auditentry (at, account_id, verb, subject_kind, subject_key, keys, request_key)
                VALUES (%s, %s, %s, %s, %s, %s, '')""",
                rows,
            )

    def page(self, at: datetime, who: int, verb: str, child: Child | None) -> Page:
        """The page on which somebody read of a child: the record's, or one of care where the child is looked after."""
        if child is None:
            return Page(at, who, verb, "casework:children", "")
        if child.line and self.reads_care and self.of_care.random() < OF_CARE:
            name, care_verb = self.of_care.choice(CARE_PAGES)
            key = {"line": child.line, "review": child.review}.get(name, child.ref)
            return Page(at, who, verb if verb.startswith("refused") else care_verb, f"care:{name}", key)
        return Page(at, who, verb, "casework:child", child.ref)

    def boards(self) -> Iterator[Page]:
        """What those who lead open on each weekday: plans, what drifts, reviews that are due."""
        for who in [*self.month.leaders, *self.month.managers]:
            for number in range(-DAYS, BEFORE):
                day = FIRST - timedelta(number)
                if day.weekday() < 5:
                    name, verb = self.of_care.choice(BOARDS)
                    at = datetime.combine(day, time(self.of_care.randint(8, 16), 30), COUNCIL_ZONE)
                    yield Page(at.astimezone(UTC), who.account, verb, f"care:{name}", "")

    def said(self, at: datetime, who: int, verb: str, child: Child) -> Page:
        """What somebody wrote about a child: in the record, or on whom a looked-after child's plan waits."""
        if child.line and self.reads_care:
            return Page(at, who, "care.waiting_said", "care.permanenceline", child.line, child.ref)
        return Page(at, who, verb, "casework.knownperson", child.ref)


def make(seed: int, *, reads_care: bool = True) -> Month:
    """A month of this seed, committed; the same one on pages of the record alone, where nobody reads care."""
    with as_owner() as owner:
        maker = Maker(seed, owner, reads_care=reads_care)
        maker.covering = []
        return maker.make()
