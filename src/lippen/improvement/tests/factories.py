"""A made-up plan for tests, and its cast: worker leads, colleague manages elsewhere, stranger is of another council."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from lippen.improvement import actions
from lippen.improvement.models import Action, Plan
from lippen.improvement.rows import LeadRow
from lippen.improvement.vocabulary import Kind, RiskLevel, State, Which
from lippen.kernel import access
from lippen.kernel.access import Actor
from lippen.kernel.calendar import Period, Precision
from lippen.organisation.models import Authority
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories as people
from lippen.server.standing import stands

TODAY = date(2012, 10, 17)
NOW = datetime(2012, 10, 17, 14, tzinfo=UTC)
AGREED = date(2012, 6, 14)


def moment(day: date) -> datetime:
    """The afternoon of a day."""
    return datetime(day.year, day.month, day.day, 14, tzinfo=UTC)


def on(day: date) -> Period:
    """A day as a period."""
    return Period(f"{day.day} {day:%B %Y}", Precision.DAY, day, day + timedelta(days=1))


def month(year: int, number: int) -> Period:
    """A month as a period."""
    following = date(year + number // 12, number % 12 + 1, 1)
    return Period(f"{date(year, number, 1):%B %Y}", Precision.MONTH, date(year, number, 1), following)


@dataclass
class Cast:
    """A council with a plan, and the people round it."""

    council: Authority
    editor: Actor
    worker: Actor
    boss: Actor
    colleague: Actor
    stranger: Actor
    plan: Plan

    def action(self, text: str = "Write the rota", *, so_on: date = AGREED, **given: object) -> Action:
        """An action of the plan that the worker leads."""
        given.setdefault("leads", [LeadRow(self.worker.person_id, self.worker.name)])
        return actions.add_action(
            actor=self.editor, plan_ref=self.plan.ref, theme_number=1, text=text, so_on=so_on, at=moment(so_on), **given
        )


@stands
def cast() -> Cast:
    """The standing cast with an empty plan of one theme."""
    council = people.authority("Braeside Council")
    boss_post = people.post(council, Role.SERVICE_MANAGER)
    boss_person = people.holder(boss_post)
    boss = people.queries.actor_for(people.account(boss_person).pk, on=TODAY)
    editor = people.actor(council, Role.PERFORMANCE_OFFICER)
    access.identify(editor, today=TODAY)
    plan = actions.create_plan(
        actor=editor, title="Long-term work with children", authority_id=council.pk, agreed_on=AGREED, at=moment(AGREED)
    )
    actions.add_theme(actor=editor, plan_ref=plan.ref, title="Tools for the job", at=moment(AGREED))
    return Cast(
        council=council,
        editor=editor,
        worker=people.actor(
            council, Role.SOCIAL_WORKER, reports_to=boss_post, who=people.person(council, "Wren", initials="WK")
        ),
        boss=boss,
        colleague=people.actor(council, Role.HEAD_OF_SERVICE),
        stranger=people.actor(people.authority("Strathlairn Council"), Role.HEAD_OF_SERVICE),
        plan=plan,
    )


TERMS = {
    "reason": "Staff are needed for urgent work",
    "agreed_by": "Head of service",
    "risk_accepted": "Drift is seen later",
    "risk_level": RiskLevel.HEAD_OF_SERVICE,
    "cover": "Supervision looks at each case monthly",
    "revisit_on": date(2013, 1, 15),
}

__all__ = ["AGREED", "NOW", "TERMS", "TODAY", "Cast", "Kind", "State", "Which", "cast", "moment", "month", "on"]
