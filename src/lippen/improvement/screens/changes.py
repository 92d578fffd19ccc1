"""What changed in a plan between two dates, in words and as a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from django import forms
from django.http import HttpRequest, HttpResponse

from lippen.design.forms import FilterForm
from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.design.words import count_words, day_words
from lippen.improvement import queries
from lippen.improvement.queries import offered
from lippen.improvement.rows import ArrivalRow, ChangeRow
from lippen.improvement.screens.addresses import PLANS, crumb_to_plan
from lippen.improvement.screens.looking import EARLIEST, look
from lippen.kernel import clock

USUAL_DAYS = 92


class BetweenForm(FilterForm):
    """From which day to which."""

    since = forms.DateField(label="After", required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    until = forms.DateField(
        label="Up to and with", required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )


def between(request: HttpRequest, today: date) -> tuple[date, date, BetweenForm]:
    """The days asked for; a quarter up to today where none can be read."""
    asked = BetweenForm(request.GET).chosen()
    until = max(min(asked.get("until") or today, today), EARLIEST)
    since = asked.get("since") or until - timedelta(days=USUAL_DAYS)
    since = min(max(since, EARLIEST), until)
    return since, until, BetweenForm({"since": since.isoformat(), "until": until.isoformat()})


def unread_days(request: HttpRequest) -> str:
    """What to say of a day in the address that cannot be read."""
    form = BetweenForm(request.GET)
    named = {"since": "a quarter is shown", "until": "everything up to today is shown"}
    for name, instead in named.items():
        if form[name].errors:
            return f"“{request.GET[name][:40]}” is not a day we can read, so {instead}. Write it like 2012-10-25."
    return ""


def changes(request: HttpRequest, ref: str) -> HttpResponse:
    found = offered.plan_head(request.actor, ref)
    since, until, form = between(request, clock.today())
    seen = look({"known_at": request.GET.get("known_at", "")})
    trouble = unread_days(request) or seen.trouble
    rows = queries.what_changed(request.actor, found.id, since=since, until=until, known_at=seen.known_at)
    arrivals, others = queries.gathered(rows)
    context = {
        "title": "What changed",
        "plan": found,
        "crumbs": (PLANS, crumb_to_plan(found), Crumb("What changed")),
        "filter_form": form,
        "since": since,
        "until": until,
        "rows": rows,
        "sentence": in_words(arrivals, others, since, until),
        "arrivals": arrivals,
        "others": others,
        "by_action": by_action(others),
        "trouble": trouble,
    }
    return render(request, "improvement/changes.html", context)


def in_words(arrivals: Sequence[ArrivalRow], others: Sequence[ChangeRow], since: date, until: date) -> str:
    """How much changed, in one sentence."""
    days = f"after {day_words(since)}, up to and with {day_words(until)}"
    came = [row for arrival in arrivals for row, _ in arrival.actions]
    rows = [*came, *others]
    if not rows:
        return f"Nothing was recorded as changed {days}."
    several = len({row.action_ref for row in rows if row.action_ref})
    kinds = Counter(KIND_WORDS.get(row.kind, ("other change", "other changes")) for row in rows)
    parts = [count_words(number, *words) for words, number in kinds.most_common()]
    listed = parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
    return f"{count_words(several, 'action')} changed {days}: {listed}."


KIND_WORDS: dict[str, tuple[str, str]] = {
    "state": ("change of state", "changes of state"),
    "date": ("date moved", "dates moved"),
    "slip": ("date moved", "dates moved"),
    "update": ("update", "updates"),
    "wording": ("change of wording", "changes of wording"),
    "leads": ("change of lead", "changes of lead"),
    "evidence": ("piece of evidence", "pieces of evidence"),
    "decision": ("decision on evidence", "decisions on evidence"),
    "override": ("standing overridden", "standings overridden"),
    "action": ("new action", "new actions"),
    "added": ("new action", "new actions"),
}


def by_action(rows: Sequence[ChangeRow]) -> list[tuple[ChangeRow, list[ChangeRow]]]:
    """Each action once, with what changed in it, oldest first."""
    grouped: dict[str, list[ChangeRow]] = {}
    for row in rows:
        grouped.setdefault(row.action_ref, []).append(row)
    return [(group[0], sorted(group, key=lambda row: row.on)) for group in grouped.values()]
