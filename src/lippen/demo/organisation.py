"""Founds the two councils: teams, posts, people and their ways in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from lippen.demo.dates import Dates
from lippen.demo.people import BRAESIDE, BY_INITIALS, COUNCILS, PEOPLE, POSTS, STRATHLAIRN, TEAMS, PersonWords, phone
from lippen.demo.plan_kinds import WORDS, said
from lippen.kernel import access
from lippen.kernel.access import SETTING_UP, Actor
from lippen.kernel.clock import day_of
from lippen.organisation import actions, queries
from lippen.organisation.roles import Role

FIRST_PHONE = 101
STARTED = {"SK": (-2, 6), "IC": (-2, 27), "AP": (-5, 1)}
ACTING = {("SK", "manager"), ("AP", "head")}


@dataclass(frozen=True)
class Cast:
    """The councils, teams, posts and people by the script's own keys, as their own package gave them back."""

    council: str
    dates: Dates
    authorities: dict[str, Any] = field(default_factory=dict)
    teams: dict[str, Any] = field(default_factory=dict)
    posts: dict[str, Any] = field(default_factory=dict)
    people: dict[str, Any] = field(default_factory=dict)
    accounts: dict[str, int] = field(default_factory=dict)
    actors: dict[tuple[str, date], Actor] = field(default_factory=dict)

    @property
    def both(self) -> tuple[int, int]:
        """The ids of the two councils, first the one that answers for the records."""
        return self.authorities[BRAESIDE].pk, self.authorities[STRATHLAIRN].pk

    def say(self, sentence: str) -> str:
        """A sentence in this council's words and with its months."""
        return self.dates.say(said(sentence, self.council))

    @contextmanager
    def acting_as(self, initials: str, at: datetime) -> Iterator[Actor]:
        """What somebody does at a moment, in a transaction and under their own name."""
        today = day_of(at)
        with transaction.atomic():
            actor = self._actor(initials, today)
            access.identify(actor, today=today)
            yield actor

    def _actor(self, initials: str, today: date) -> Actor:
        """Who they are on a day: looked up once, since nobody changes post in the script."""
        if (initials, today) not in self.actors:
            self.actors[initials, today] = queries.actor_for(self.accounts[initials], on=today)
        return self.actors[initials, today]


def found_councils(council: str, dates: Dates) -> Cast:
    """Record everyone and everything that stands before the first plan."""
    cast = Cast(council, dates)
    since = dates.first(-24)
    access.identify(SETTING_UP, today=since)
    _councils(cast, dates.at(since, 9))
    for words in POSTS:
        _post(words.key, cast, dates.at(since, 9))
    for place, person in enumerate(PEOPLE, start=FIRST_PHONE):
        _person(person, phone(place), cast, dates.at(since, 9))
        _holdings(person, cast, since)
    return cast


def cast_of(council: str, dates: Dates) -> Cast | None:
    """The ways in of a demonstration that was loaded before; none where there is nothing yet."""
    found = {who: queries.person_by_words(BY_INITIALS[who].name) for who in BY_INITIALS}
    accounts = {who: queries.account_of(person) for who, person in found.items() if person is not None}
    known = {who: account for who, account in accounts.items() if account is not None}
    return Cast(council, dates, accounts=known) if len(known) == len(PEOPLE) else None


def _councils(cast: Cast, at: datetime) -> None:
    for name, (short, _) in COUNCILS.items():
        cast.authorities[name] = actions.found_authority(actor=SETTING_UP, name=name, short_name=short, at=at)
    for key, (council, name) in TEAMS.items():
        of = cast.authorities[council]
        cast.teams[key] = actions.form_team(actor=SETTING_UP, authority=of, name=name, at=at)


def _post(key: str, cast: Cast, at: datetime) -> None:
    words = next(post for post in POSTS if post.key == key)
    others = [row for name, row in cast.authorities.items() if words.shared and name != words.council]
    cast.posts[key] = actions.open_post(
        actor=SETTING_UP,
        authority=cast.authorities[words.council],
        role=Role(words.role),
        title=words.title_in(cast.council).replace("{committee}", WORDS[cast.council]["committee"]),
        team=cast.teams.get(words.team),
        reports_to=cast.posts.get(words.reports_to),
        also_for=others,
        at=at,
    )


def _person(person: PersonWords, number: str, cast: Cast, at: datetime) -> None:
    made = actions.record_person(
        actor=SETTING_UP,
        authority=cast.authorities[person.council],
        given_name=person.given_name,
        family_name=person.family_name,
        initials=person.initials,
        email=person.email,
        phone=number,
        at=at,
    )
    cast.people[person.initials] = made
    account = actions.open_account(actor=SETTING_UP, person=made, email=person.email, at=at)
    cast.accounts[person.initials] = account.pk


def _holdings(person: PersonWords, cast: Cast, since: date) -> None:
    """A person's posts, each a day later than the one before: the first is the one that they are known by."""
    starts_on = cast.dates.day(*STARTED[person.initials]) if person.initials in STARTED else since
    for place, key in enumerate(person.held(cast.council)):
        actions.hold_post(
            actor=SETTING_UP,
            post=cast.posts[key],
            person=cast.people[person.initials],
            starts_on=starts_on + timedelta(days=place),
            acting=(person.initials, key) in ACTING,
            at=cast.dates.at(starts_on, 9),
        )
