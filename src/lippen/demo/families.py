"""Children of the demonstration: told of, waiting, allocated, visited; with the troubles that a service has."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from lippen.casework.actions import (
    chronology,
    front,
    guarding,
    handing,
    helping,
    knowing,
    lending,
    marking,
    meeting,
    people,
    visiting,
    work,
)
from lippen.casework.queries import families, lists, searching
from lippen.casework.vocabulary import (
    BirthPrecision,
    ContactKind,
    Gender,
    GlassReason,
    HelperStep,
    Level,
    MarkerStep,
    Outcome,
    Place,
    ReferralFrom,
    ReferralWhy,
    Rights,
    RoomFeature,
    SharedBasis,
    SharedPart,
    Supervision,
    TieKind,
)
from lippen.demo.family_words import FAMILIES, PROTECTED_LINES, PROTECTED_WHY, Family
from lippen.demo.organisation import Cast
from lippen.kernel.access import Actor

ALLOCATES = "MB"
"""Who allocated before the team leader of today came."""
HEAD, INSPECTOR, NURSE = "AP", "TC", "SE"
"""Who draws and shares, and for whom."""
STEPS = (
    (Outcome.ASSESS, 1, "More has to be known: seen at school, and the family agrees to a visit."),
    (Outcome.ASSESSED, 8, "Seen at home twice; the child was spoken to alone."),
    (Outcome.ALLOCATE, 10, "This family needs a social worker who stays with them."),
)


def know_families(cast: Cast) -> None:
    """Twelve families, each told of, and what came of it."""
    _set_figures(cast)
    for family in FAMILIES:
        _Story(cast, family).tell()
    _keep_rooms(cast)
    _open_outside_own_work(cast)
    _lend(cast)


class _Story:
    """One family's story, told in order by those who lived it."""

    def __init__(self, cast: Cast, family: Family) -> None:
        self.cast, self.family = cast, family
        self.today = cast.dates.today
        self.first = self.today - timedelta(days=max(family.told_days, family.earlier_days))
        self.child = ""

    def at(self, day: date) -> datetime:
        """Ten in the morning of a day, and before the story's end."""
        return self.cast.dates.at(day, 10)

    def day(self, days: int) -> date:
        """So many days before the story's end."""
        return self.today - timedelta(days=days)

    def tell(self) -> None:
        """Everything, in the order in which it happened."""
        family = self.family
        at = self.at(self.first)
        with self.cast.acting_as(family.worker, at) as actor:
            self.child = self._add(actor, family.given, self._born(), True, at)
            self._family(actor, at)
            if family.earlier_days:
                self._earlier(actor)
        self._helped()
        with self.cast.acting_as(family.worker, self.at(self.day(family.told_days))) as actor:
            self._refer(actor)
        if family.allocated_days:
            self._allocate()
        if family.is_immediate:
            return
        self._visits()
        self._warn()
        self._offer()

    def _born(self) -> date:
        if self.family.age < 0:
            return self.today + timedelta(days=70)
        return self.today.replace(year=self.today.year - self.family.age, day=1) - timedelta(days=40)

    def _add(self, actor: Actor, given: str, born: date | None, is_child: bool, at: datetime, tie=None) -> str:
        family = self.family.family
        terms = {"given_name": given, "family_name": family, "born_on": born.isoformat() if born else ""}
        council = self.cast.both[0]
        run = people.search(actor=actor, authority_id=council, terms=terms, today=self.first, at=at)
        who = {"given_name": "" if given == "Baby" else given, "family_name": family, "is_child": is_child}
        known = BirthPrecision.EXPECTED if born and born > self.today else BirthPrecision.EXACT
        birth = {"born_on": born, "precision": known}
        made = people.add_person(
            actor=actor, search_ref=run.ref, tie=tie, so_on=self.first, at=at, real_at=at, **birth, **who
        )
        return made.ref

    def _family(self, actor: Actor, at: datetime) -> None:
        family, given = self.family, {"so_on": self.first, "at": at}
        mother = people.NewTie(self.child, TieKind.PARENT)
        mother_ref = self._add(actor, family.mother, None, False, at, mother)
        people.say_contact(actor=actor, person_ref=mother_ref, kind=ContactKind.PHONE, value="01632 960 123", **given)
        knowing.say_gender(actor=actor, person_ref=mother_ref, gender=Gender.FEMALE, **given)
        if family.gender:
            knowing.say_gender(actor=actor, person_ref=self.child, gender=family.gender, **given)
        self._grandparents(actor, mother_ref, at)
        if family.father:
            father = self._add(actor, family.father, None, False, at, people.NewTie(self.child, TieKind.PARENT))
            partner = {"kind": TieKind.FORMER_PARTNER, "rights": Rights.NOT_KNOWN}
            people.tie_people(actor=actor, person_ref=father, other_ref=mother_ref, **partner, **given)
            knowing.say_gender(actor=actor, person_ref=father, gender=Gender.MALE, **given)
        if family.sibling:
            born = self._born() + timedelta(days=900)
            tie = people.NewTie(self.child, TieKind.SIBLING)
            sibling = self._add(actor, family.sibling, min(born, self.first), True, at, tie)
            parent = {"person_ref": mother_ref, "other_ref": sibling, "kind": TieKind.PARENT}
            people.tie_people(actor=actor, **parent, **given)
            if family.father:
                people.tie_people(actor=actor, **{**parent, "person_ref": father}, **given)
        if family.address == "protected":
            hidden = {"lines": PROTECTED_LINES, "postcode": "", "officers": [], "why": PROTECTED_WHY}
            people.protect_address(actor=actor, person_ref=self.child, **hidden, **given)
        elif family.address:
            where = {"lines": f"{family.address}, Braeside", "postcode": ""}
            people.say_address(actor=actor, person_ref=self.child, **where, **given)
        if family.status:
            work.say_status(actor=actor, person_ref=self.child, status=family.status, **given)

    def _grandparents(self, actor: Actor, mother_ref: str, at: datetime) -> None:
        """The mother's parents, as far as they are told of: one lives, one has died."""
        family, given = self.family, {"actor": actor, "so_on": self.first, "at": at}
        told = ((family.grandmother, Gender.FEMALE), (family.grandfather_died, Gender.MALE))
        for name, gender in ((name, gender) for name, gender in told if name):
            ref = self._add(actor, name, None, False, at, people.NewTie(self.child, TieKind.GRANDPARENT))
            people.tie_people(person_ref=ref, other_ref=mother_ref, kind=TieKind.PARENT, **given)
            knowing.say_gender(person_ref=ref, gender=gender, **given)
            if gender is Gender.MALE:
                knowing.say_death(person_ref=ref, died_on=self.first - timedelta(days=400), **given)

    def _helped(self) -> None:
        """Who else works with the family, and when we were last in touch."""
        for help_ in self.family.helps:
            since = {"so_on": self.first, "at": self.at(self.first)}
            with self.cast.acting_as(self.family.worker, self.at(self.first)) as actor:
                made = helping.add_helper(actor=actor, person_ref=self.child, kind=help_.kind, name=help_.name, **since)
                if help_.contact_days is not None:
                    on = max(self.first, self.day(help_.contact_days))
                    contact = {"helper_ref": made.ref, "step": HelperStep.CONTACT, "so_on": on, "at": self.at(on)}
                    helping.say_of_helper(actor=actor, **contact)

    def _earlier(self, actor: Actor) -> None:
        day = self.first
        told = {"source": ReferralFrom.HEALTH, "why": ReferralWhy.NEGLECT, "words": self.family.earlier_words}
        made = front.refer(actor=actor, person_ref=self.child, received_on=day, at=self.at(day), **told)
        step = {"outcome": Outcome.ADVICE, "words": "Explained by the family; advice given."}
        front.take_step(actor=actor, referral_ref=made.ref, so_on=day, at=self.at(day), **step)

    def _refer(self, actor: Actor) -> None:
        family, day = self.family, self.day(self.family.told_days)
        made = front.refer(
            actor=actor,
            person_ref=self.child,
            received_on=day,
            source=family.source,
            why=family.why,
            words=family.words,
            is_immediate=family.is_immediate,
            at=self.at(day),
        )
        for outcome, days, words in STEPS[: family.steps]:
            is_last = outcome is Outcome.ALLOCATE
            on = self.day(family.waits.days) if is_last and family.waits else min(day + timedelta(days), self.today)
            wait = self._wait(on) if is_last else None
            given = {"referral_ref": made.ref, "outcome": outcome, "words": words, "so_on": on, "at": self.at(on)}
            front.take_step(actor=actor, wait=wait, **given)
        if family.waits and family.waits.news:
            (row,) = [row for row in lists.queue(actor, today=self.today) if row.person.ref == self.child]
            news = {"words": family.waits.news, "so_on": self.today, "at": self.cast.dates.now}
            front.tell_news(actor=actor, waiting_ref=row.wait.ref, **news)

    def _wait(self, on: date) -> front.Wait:
        """How the child waits; of one who is allocated by now, a short wait."""
        holder, said = self.cast.people[self.family.worker].pk, self.family.waits
        if said is None:
            return front.Wait(holder, Level.HIGH, "As assessed.", "Seen each week meanwhile.", on + timedelta(days=7))
        contact = max(on, self.today + timedelta(days=said.next_contact_in))
        return front.Wait(holder, said.level, said.why, said.plan, contact)

    def _allocate(self) -> None:
        day = self.day(self.family.allocated_days)
        with self.cast.acting_as(ALLOCATES, self.at(day)) as actor:
            (row,) = [row for row in lists.queue(actor, today=day) if row.person.ref == self.child]
            to = {"worker_id": self.cast.people[self.family.worker].pk, "so_on": day, "at": self.at(day)}
            front.allocate_waiting(actor=actor, waiting_ref=row.wait.ref, **to)

    def _warn(self) -> None:
        warned = self.family.warned
        if warned is None:
            return
        day, review = self.day(warned.days), self.today + timedelta(days=warned.review_in)
        told = {"kind": warned.kind, "words": warned.words, "shown_by": warned.shown_by, "review_on": review}
        with self.cast.acting_as(self.family.worker, self.at(day)) as actor:
            written = marking.mark(actor=actor, person_ref=self.child, so_on=day, at=self.at(day), **told)
        if warned.agreed_days is not None:
            on = self.day(warned.agreed_days)
            with self.cast.acting_as(ALLOCATES, self.at(on)) as actor:
                given = {"marker_ref": written.ref, "so_on": on, "at": self.at(on), "review_on": review}
                said = {"step": MarkerStep.AGREED, "words": "Spoke to the worker and to the police."}
                marking.look_at_marker(actor=actor, **given, **said)

    def _offer(self) -> None:
        offered = self.family.offered
        if offered is None:
            return
        day, to = self.day(offered.days), self.cast.people[offered.to].pk
        told = {"note": offered.note, "from_on": self.today + timedelta(days=offered.from_in)}
        with self.cast.acting_as(self.family.worker, self.at(day)) as actor:
            asked = {"person_ref": self.child, "worker_id": to, "so_on": day, "at": self.at(day)}
            made = handing.offer(actor=actor, **asked, **told)
        if offered.refused:
            on = day + timedelta(days=1)
            with self.cast.acting_as(offered.to, self.at(on)) as actor:
                said = {"is_accepted": False, "words": offered.refused, "so_on": on, "at": self.at(on)}
                handing.answer(actor=actor, handover_ref=made.ref, **said)

    def _visits(self) -> None:
        family = self.family
        if not (family.seen or family.entries or family.visit_in is not None):
            return
        with self.cast.acting_as(family.worker, self.cast.dates.now) as actor:
            for seen in family.seen:
                day = self.day(seen.days)
                place = Place.HOME if seen.is_seen else None
                said = {"is_seen": seen.is_seen, "is_seen_alone": seen.alone, "view": seen.view, "words": seen.words}
                given = {"person_ref": self.child, "so_on": day, "at": self.at(day), "place": place}
                visiting.record_visit(actor=actor, **said, **given)
            for days, words, significance, analysis in family.entries:
                day = self.day(days)
                said = {"words": words, "significance": significance, "analysis": analysis, "source": "Social work"}
                chronology.write_entry(actor=actor, person_ref=self.child, so_on=day, at=self.at(day), **said)
            if family.visit_in is not None:
                planned = self.today + timedelta(days=family.visit_in)
                since = min(planned, self.today)
                given = {"worker_id": self.cast.people[family.worker].pk, "so_on": since, "at": self.at(since)}
                visiting.plan_visit(
                    actor=actor, person_ref=self.child, planned_on=planned, purpose="See how things are", **given
                )


def _set_figures(cast: Cast) -> None:
    """The council has set one standard for itself, with its reason."""
    at = cast.dates.at(cast.dates.day(-6, 1), 10)
    with cast.acting_as(ALLOCATES, at) as actor:
        why = "Allocation within two weeks is what we can keep with the posts we have; five days stays the aim."
        figure = {"authority_id": cast.both[0], "key": "allocation_days", "number": Decimal(10), "why": why}
        work.set_number(actor=actor, so_on=cast.dates.day(-6, 1), at=at, **figure)


def _keep_rooms(cast: Cast) -> None:
    """Two rooms for family contact; a child whose address is kept from nobody meets their father in one of them."""
    today = cast.dates.today
    with cast.acting_as("IC", cast.dates.now) as actor:
        given = {"actor": actor, "authority_id": cast.both[0], "at": cast.dates.now}
        rowan = {"name": "Rowan room", "place": "Old school house, ground floor", "holds": 6}
        made = meeting.add_room(features=[RoomFeature.TOYS, RoomFeature.STEP_FREE], **rowan, **given)
        birch = {"name": "Birch room", "place": "Old school house, first floor", "holds": 3}
        meeting.add_room(features=[RoomFeature.QUIET, RoomFeature.WINDOW], **birch, **given)
    family = next(each for each in FAMILIES if each.father and each.address != "protected")
    with cast.acting_as(family.worker, cast.dates.now) as actor:
        (child,) = [row for row in lists.own_children(actor) if row.name == f"{family.given} {family.family}"]
        near = families.relatives(actor, child, on=today)
        (father,) = [each.person for each in near if each.person.name == f"{family.father} {family.family}"]
        starts = (cast.dates.now + timedelta(days=4)).replace(hour=14, minute=0, second=0, microsecond=0)
        meeting.plan_contact(
            actor=actor,
            person_ref=child.ref,
            when=meeting.When(starts, starts + timedelta(minutes=90)),
            whom=[father.ref],
            supervision=Supervision.SUPERVISED,
            supervisor_id=cast.people[family.worker].pk,
            room_ref=made.ref,
            at=cast.dates.now,
        )


def _open_outside_own_work(cast: Cast) -> None:
    """Somebody of the other team opened one record at night; whoever works with the child was told."""
    day, now = cast.dates.today, datetime.now(UTC)  # the database counts the hour by its own clock
    with cast.acting_as("CB", cast.dates.now) as actor:
        terms = {"given_name": "Ruairidh", "family_name": "Ardwhillan"}
        run = people.search(actor=actor, authority_id=cast.both[0], terms=terms, today=day, at=now)
        found = [each for each in searching.search(actor, run.ref).candidates if not each.is_seen]
        broken = {"reason": GlassReason.OUT_OF_HOURS, "words": "Found outside his house at eleven at night."}
        number = found[0].number
        shown = searching.code_at(actor, run.ref, number)
        which = {"search_ref": run.ref, "number": number, "shown": shown}
        guarding.break_glass(actor=actor, so_on=day, at=now, **which, **broken)


def _lend(cast: Cast) -> None:
    """The head of service drew children for the inspector, and shared a child with the lead nurse until the spring."""
    day, now = cast.dates.today, cast.dates.now
    with cast.acting_as(HEAD, now) as actor:
        words = {"words": "harbour light 17", "purpose": "Joint inspection of services for children: records."}
        days = {"opens_on": day, "closes_on": day + timedelta(days=14), "at": now}
        reads = {"inspector_ids": [cast.people[INSPECTOR].pk], "size": 4, "statuses": []}
        lending.draw_children(actor=actor, authority_id=cast.both[0], **reads, **words, **days)
        everybody = lists.children(actor, lists.Wanted(everyone=True)).rows
        child = next(row.person for row in everybody if not row.person.is_protected)
        lending.share(
            actor=actor,
            person_refs=[child.ref],
            partner_id=cast.people[NURSE].pk,
            purpose="The health visitor's plan needs to know whom to ring, and when the child was last seen.",
            basis=SharedBasis.SAFEGUARDING,
            basis_words="Agreed at the first meeting about the child",
            parts=[SharedPart.NAME, SharedPart.WORKERS, SharedPart.SEEN],
            opens_on=day,
            closes_on=day + timedelta(days=120),
            at=now,
        )
