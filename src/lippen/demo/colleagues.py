"""Those who work beside the people whom one can enter as, in two teams with three posts that are empty."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from lippen.demo.organisation import Cast
from lippen.demo.people import BRAESIDE, COUNCILS, PEOPLE, TEAMS, phone
from lippen.kernel import access
from lippen.kernel.access import SETTING_UP
from lippen.organisation import actions
from lippen.organisation.actions import terms
from lippen.organisation.actions.absences import record_absence
from lippen.organisation.roles import Role
from lippen.organisation.vocabulary import AwayWhy, Basis, Experience

FIRST_PHONE = 101 + len(PEOPLE)
TITLE = "Social Worker"
EMPTY = (("long-term", "Social Worker"), ("long-term", "Senior Social Worker"), ("assessment", "Social Worker"))
LEADS = {"long-term": ("leader-1", "IC"), "assessment": ("leader-2", "LD")}


@dataclass(frozen=True)
class Colleague:
    """Somebody who works in a team: since how many days, and how, where it is not as usual."""

    given_name: str
    family_name: str
    team: str = "long-term"
    days: int = 0
    share: str = "1"
    experience: Experience = Experience.EXPERIENCED
    basis: Basis = Basis.PERMANENT

    @property
    def initials(self) -> str:
        """The first letters of both names."""
        return self.given_name[0] + self.family_name[0]

    @property
    def email(self) -> str:
        """Their address at a domain that can never exist."""
        return f"{self.given_name}.{self.family_name}@{COUNCILS[BRAESIDE][1]}".lower()


COLLEAGUES = (
    Colleague("Effie", "Marlaw"),
    Colleague("Niall", "Garvarden"),
    Colleague("Rory", "Blairdow"),
    Colleague("Orla", "Hindshaw"),
    Colleague("Graeme", "Tillicarn"),
    Colleague("Mirren", "Fordlaw"),
    Colleague("Duncan", "Kelsoch", days=160, basis=Basis.AGENCY),
    Colleague("Peigi", "Wardhope"),
    Colleague("Lorne", "Arnhollow", share="0.6"),
    Colleague("Heather", "Scaurbank", days=200, experience=Experience.NEWLY_QUALIFIED),
    Colleague("Vhairi", "Craiglowne"),
    Colleague("Yvonne", "Burnlea", team="assessment"),
    Colleague("Tam", "Nethercairn", team="assessment", days=90, basis=Basis.TEMPORARY),
)
AWAY, COVER = "MF", "EM"
"""Who is off sick for a fortnight, and who stands in."""


def join_teams(cast: Cast) -> None:
    """Posts, people, ways in and terms; from then on they act in the script like everybody else."""
    since = cast.dates.first(-24)
    access.identify(SETTING_UP, today=since)
    for team, title in EMPTY:
        _post(cast, team, title)
    for place, person in enumerate(COLLEAGUES, start=FIRST_PHONE):
        _join(cast, person, phone(place))
    for person in COLLEAGUES:
        _say_terms(cast, person)


def _post(cast: Cast, team: str, title: str):
    council = cast.authorities[TEAMS[team][0]]
    return actions.open_post(
        actor=SETTING_UP,
        authority=council,
        role=Role.SOCIAL_WORKER,
        title=title,
        team=cast.teams[team],
        reports_to=cast.posts[LEADS[team][0]],
        also_for=[],
        at=cast.dates.at(cast.dates.first(-24), 9),
    )


def _join(cast: Cast, person: Colleague, number: str) -> None:
    started = cast.dates.today - timedelta(days=person.days) if person.days else cast.dates.first(-24)
    at = cast.dates.at(started, 9)
    who = {"given_name": person.given_name, "family_name": person.family_name, "initials": person.initials}
    made = actions.record_person(
        actor=SETTING_UP, authority=cast.authorities[BRAESIDE], email=person.email, phone=number, at=at, **who
    )
    account = actions.open_account(actor=SETTING_UP, person=made, email=person.email, at=at)
    post = _post(cast, person.team, TITLE)
    actions.hold_post(actor=SETTING_UP, post=post, person=made, starts_on=started, acting=False, at=at)
    cast.people[person.initials], cast.accounts[person.initials] = made, account.pk


def _say_terms(cast: Cast, person: Colleague) -> None:
    """As their team leader says it."""
    day = cast.dates.today - timedelta(days=25)
    at = cast.dates.at(day, 9)
    with cast.acting_as(LEADS[person.team][1], at) as actor:
        how = {"hours_share": Decimal(person.share), "experience": person.experience, "basis": person.basis}
        who = {"person_id": cast.people[person.initials].pk, "skill_ids": []}
        terms.say_terms(actor=actor, authority_id=cast.both[0], so_on=day, at=at, **how, **who)


def fall_ill(cast: Cast) -> None:
    """One of the team has been off since Monday or so."""
    now, today = cast.dates.now, cast.dates.today
    with cast.acting_as(LEADS["long-term"][1], now) as actor:
        record_absence(
            actor=actor,
            person_id=cast.people[AWAY].pk,
            cover_id=cast.people[COVER].pk,
            starts_on=today,
            ends_on=today + timedelta(days=12),
            why=AwayWhy.SICKNESS,
            at=now,
        )
