"""Who is offered for a child: the workers of the nearest teams; of few teams all, of many those of a chosen one."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.http import HttpRequest

from lippen.casework.queries import lists, numbers
from lippen.casework.queries.teams import MOST_TEAMS
from lippen.casework.rows import PersonRow
from lippen.design.forms import FilterForm
from lippen.kernel import clock
from lippen.organisation import queries as organisation


class TeamChoice(FilterForm):
    """Whose workers are offered, where nobody reads through those of every team."""

    team = forms.ChoiceField(label="Whose workers?", required=False)

    def __init__(self, request: HttpRequest, names: dict[int, str]) -> None:
        super().__init__(request.GET)
        self.fields["team"].choices = [("", "The nearest team"), *((str(key), name) for key, name in names.items())]


@dataclass(frozen=True)
class Offered:
    """Workers to choose from, whether these are all, and where there are many teams the way to another one's."""

    loads: tuple[numbers.WorkerRow, ...]
    is_everybody: bool
    team_choice: TeamChoice | None = None

    @property
    def context(self) -> dict[str, object]:
        """What the page shows of it."""
        return {"loads": self.loads, "is_everybody": self.is_everybody, "team_choice": self.team_choice}


def workers_offered(request: HttpRequest, person: PersonRow) -> Offered:
    """Whom a form offers for a child."""
    names = organisation.named_teams([person.authority_id])
    if len(names) > MOST_TEAMS:
        return _of_many_teams(request, person, names)
    wants_all = request.GET.get("workers") == "all"
    near = None if wants_all else lists.teams_near(request.actor, person.id, today=clock.today())
    found = _workers(request, person, near) if near else ()
    return Offered(found, False) if found else Offered(_workers(request, person, None), True)


def _of_many_teams(request: HttpRequest, person: PersonRow, names: dict[int, str]) -> Offered:
    choice = TeamChoice(request, names)
    chosen = choice.chosen().get("team")
    teams = {int(chosen)} if chosen else lists.teams_near(request.actor, person.id, today=clock.today(), or_last=True)
    return Offered(_workers(request, person, teams) if teams else (), False, choice)


def _workers(request: HttpRequest, person: PersonRow, teams) -> tuple[numbers.WorkerRow, ...]:
    return numbers.workers(request.actor, person.authority_id, on=clock.today(), team_ids=teams)
