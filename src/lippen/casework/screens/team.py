"""The desk of somebody who leads a team or manages: read in ten seconds, with where to go from each line."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse

from lippen.casework.actions.limits import HEADS
from lippen.casework.queries import leaving, lists, numbers, teams
from lippen.casework.screens.saying import CHILDREN
from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.design.words import count_words, lateness_words
from lippen.kernel import clock

FIRST = 5
MOST_LATE = 30


def team(request: HttpRequest) -> HttpResponse:
    today = clock.today()
    found = teams.board(request.actor, today=today)
    late = [{"row": row, "when": lateness_words(row.due_on, today)} for row in found.late]
    request.audit_keys = {"children": [row.person.ref for row in found.waiting][:200]}
    title = " and ".join(found.names) or "All teams"
    context = {
        "title": title,
        "crumbs": (CHILDREN, Crumb(title)),
        "finding": _finding(found),
        "waiting": [_shown(row, found, today) for row in found.waiting[:FIRST]],
        "count": len(found.waiting),
        "loads": found.workers,
        "may_say_terms": True,
        "may_decide": bool(request.actor.seated_as(HEADS)),
        "left": leaving.left_work(request.actor, on=today),
        "late": late[:MOST_LATE],
        "late_count": len(late),
        "away": found.away,
    }
    return render(request, "casework/team.html", context)


def _finding(found: teams.TeamBoard) -> str:
    told = []
    if longest := found.longest:
        verb = "waits" if len(found.waiting) == 1 else "wait"
        told.append(f"{count_words(len(found.waiting), 'child', 'children')} {verb} for a social worker.")
        told.append(f"{longest.person.name} has waited longest: {count_words(longest.days, 'day')}.")
        told.append(_who_could(found.could_take))
    else:
        told.append("Nobody waits for a social worker.")
    if found.over:
        told.append(f"{count_words(len(found.over), 'worker')} past the limit.")
    return " ".join(told)


def _who_could(worker: numbers.WorkerRow | None) -> str:
    if worker is None:
        return "Nobody who is here is below their limit."
    carries = count_words(worker.load.children, "child", "children")
    return f"{worker.name} carries least of those who are here: {carries} of {worker.load.limit}."


def _shown(row: lists.QueueRow, found: teams.TeamBoard, today: date) -> dict[str, object]:
    return {
        "row": row,
        "days": count_words(row.days, "day"),
        "due": lateness_words(row.wait.due_on, today),
        "is_past": row.is_past(today),
        "is_longest": row is found.longest,
    }
