"""The desk of somebody who leads a team or manages: read in ten seconds, with where to go from each line."""

from __future__ import annotations

from datetime import date

from django import forms
from django.http import HttpRequest, HttpResponse

from lippen.casework.actions.limits import HEADS
from lippen.casework.queries import leaving, lists, numbers, teams
from lippen.casework.screens.saying import CHILDREN
from lippen.design.forms import FilterForm
from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.design.words import count_words, lateness_words
from lippen.kernel import clock
from lippen.kernel.access import Permission
from lippen.organisation import queries as organisation


class TeamFilter(FilterForm):
    """Which of the council's teams."""

    team = forms.ChoiceField(label="Team", required=False)

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request.GET)
        councils = request.actor.reach_of(Permission.ALLOCATE)
        teams = ((str(key), name) for key, name in organisation.named_teams(councils).items())
        self.fields["team"].choices = [("", "All teams"), *teams]


def team(request: HttpRequest) -> HttpResponse:
    today = clock.today()
    form = TeamFilter(request) if lists.manages(request.actor) else None
    chosen = form.chosen().get("team") if form else None
    found = teams.board(request.actor, today=today, team_id=int(chosen) if chosen else None)
    request.audit_keys = {"children": [row.person.ref for row in found.waiting.rows]}
    to_find = leaving.to_find(request.actor, on=today)
    title = " and ".join(found.names) or "All teams"
    context = {
        "title": title,
        "crumbs": (CHILDREN, Crumb(title)),
        "filter_form": form,
        "finding": _finding(found),
        "waiting": [_shown(row, found, today) for row in found.waiting.rows],
        "count": found.waiting.found,
        "teams": found.teams,
        "all_teams": found.all_teams,
        "loads": found.workers,
        "late": [{"row": row, "when": lateness_words(row.due_on, today)} for row in found.late],
        "late_count": found.late_count,
        "soon": [{"row": row, "when": lateness_words(row.due_on, today)} for row in found.soon],
        "soon_count": found.soon_count,
        "may_say_terms": True,
        "own_id": request.actor.person_id,
        "may_decide": bool(request.actor.seated_as(HEADS)),
        "left": to_find.left,
        "closed": to_find.closed,
        "away": found.away,
    }
    return render(request, "casework/team.html", context)


OF_THOSE = "In the teams shown: "


def _finding(found: teams.TeamBoard) -> str:
    told = []
    if longest := found.longest:
        verb = "waits" if found.waiting.found == 1 else "wait"
        told.append(f"{count_words(found.waiting.found, 'child', 'children')} {verb} for a social worker.")
        told.append(f"{longest.person.name} has waited longest: {count_words(longest.days, 'day')}.")
        told.append(f"{OF_THOSE if found.all_teams else ''}{_who_could(found.could_take)}")
    else:
        told.append("Nobody waits for a social worker.")
    if found.over:
        where = " in the teams shown" if found.all_teams else ""
        told.append(f"{count_words(len(found.over), 'worker')}{where} past the limit.")
    return " ".join(told)


def _who_could(worker: numbers.WorkerRow | None) -> str:
    if worker is None:
        return "Nobody who is here is below their limit."
    carries = count_words(worker.load.children, "child", "children")
    told = f"{carries} of {worker.load.limit}, {worker.load.share} % of their time"
    return f"{worker.name} carries least for their hours, of those who are here: {told}."


def _shown(row: lists.QueueRow, found: teams.TeamBoard, today: date) -> dict[str, object]:
    return {
        "row": row,
        "days": count_words(row.days, "day"),
        "due": lateness_words(row.wait.due_on, today),
        "is_past": row.is_past(today),
        "is_longest": found.longest is not None and row.wait.ref == found.longest.wait.ref,
    }
