"""What is different between two points in a plan's life: versions, papers or days, in any pairing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from lippen.design.forms import FilterForm
from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.design.words import count_words, day_words
from lippen.improvement import queries as plans
from lippen.improvement.differences import KINDS
from lippen.improvement.queries import Point
from lippen.improvement.source_rows import DifferenceRow, VersionRow
from lippen.kernel import clock
from lippen.reporting import queries as papers
from lippen.reporting.queries import MomentRow

EARLIEST = date(1990, 1, 1)
USUAL_DAYS = 92
DAY = "day"
HEADINGS = {
    "added": "Added",
    "gone": "Gone",
    "moved": "Moved",
    "reworded": "Reworded",
    "led": "Led by others",
    "state": "In another state",
}


@dataclass(frozen=True)
class Chosen:
    """A point that somebody chose, and how the page names it."""

    point: Point
    words: str


class CompareForm(FilterForm):
    """From which point to which: each a version, a paper, or a day."""

    def __init__(self, given: Mapping[str, str], choices: Sequence[object]) -> None:
        super().__init__(given)
        for name, label in (("from", "From"), ("to", "To")):
            self.fields[name] = forms.ChoiceField(label=label, choices=choices, required=False)
            self.fields[f"{name}_day"] = forms.DateField(
                label=f"{label} which day",
                required=False,
                widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
                help_text="Only where a day is chosen",
            )


def compare(request: HttpRequest, ref: str) -> HttpResponse:
    found = plans.plan(request.actor, ref)
    today = clock.today()
    versions = [row for row in plans.plan_versions(request.actor, found.id) if not row.is_retired]
    moments = papers.paper_moments(request.actor, plan_ref=ref)
    asked, trouble = wanted(request.GET, versions, moments, today)
    before, after = (chosen(asked, name, versions, moments) for name in ("from", "to"))
    if before.point.as_at > after.point.as_at:
        before, after = after, before
    rows = plans.differences_between(request.actor, found, before.point, after.point)
    context = {
        "title": "What is different",
        "plan": found,
        "crumbs": (
            Crumb("Plans", reverse("improvement:plans")),
            Crumb(found.title, reverse("improvement:plan", args=[ref])),
            Crumb("What is different"),
        ),
        "filter_form": CompareForm(asked, choices_of(versions, moments)),
        "trouble": trouble,
        "before": before,
        "after": after,
        "sentence": in_words(rows, before, after),
        "groups": [(HEADINGS[kind], [row for row in rows if row.kind == kind]) for kind in KINDS],
        "rows": rows,
    }
    request.audit_keys = {"differences": len(rows)}
    return render(request, "web/plan_compare.html", context)


def choices_of(versions: Sequence[VersionRow], moments: Sequence[MomentRow]) -> list[object]:
    """Versions, papers and a day, each kind under its own heading."""
    named = [(row.ref, f"{row.name} ({day_words(row.as_at)})") for row in reversed(versions)]
    printed = [(row.ref, f"{row.committee_name}, {day_words(row.meets_on)}: {row.subject}"[:120]) for row in moments]
    groups = (("Versions", named), ("Papers", printed))
    return [(DAY, "A day"), *((label, found) for label, found in groups if found)]


def wanted(
    given: Mapping[str, str], versions: Sequence[VersionRow], moments: Sequence[MomentRow], today: date
) -> tuple[dict[str, str], str]:
    """What the address asks for; where it asks for nothing, from the last version or a quarter ago to today."""
    known = {row.ref for row in (*versions, *moments)} | {DAY}
    asked = {name: given.get(name, "") for name in ("from", "to")}
    trouble = [
        f"“{words[:40]}” is no version or paper of this plan" for words in asked.values() if words not in known | {""}
    ]
    asked = {name: words if words in known else "" for name, words in asked.items()}
    usual = {"from": today - timedelta(days=USUAL_DAYS), "to": today}
    for name, day in usual.items():
        read, unread = _day(given.get(f"{name}_day", ""), day, today)
        trouble += [unread] if unread else []
        asked[f"{name}_day"] = read.isoformat()
    if not asked["from"]:
        asked["from"] = versions[-1].ref if versions and not given.get("from_day") else DAY
    asked["to"] = asked["to"] or DAY
    return asked, f"{'. '.join(trouble)}." if trouble else ""


def _day(words: str, usual: date, today: date) -> tuple[date, str]:
    if not words:
        return usual, ""
    try:
        return min(max(date.fromisoformat(words), EARLIEST), today), ""
    except ValueError:
        return usual, f"“{words[:40]}” is not a day we can read. Write it like 2012-10-25"


def chosen(asked: Mapping[str, str], name: str, versions: Sequence[VersionRow], moments: Sequence[MomentRow]) -> Chosen:
    """The point that was asked for."""
    for version in versions:
        if version.ref == asked[name]:
            words = f"“{version.name}”, as at {day_words(version.as_at)}"
            return Chosen(Point(version.as_at, version.known_at), words)
    for moment in moments:
        if moment.ref == asked[name]:
            words = f"the paper for {day_words(moment.meets_on)}, data as at {day_words(moment.as_at)}"
            return Chosen(Point(moment.as_at, moment.known_at), words)
    day = date.fromisoformat(asked[f"{name}_day"])
    return Chosen(Point(day), day_words(day))


def in_words(rows: Sequence[DifferenceRow], before: Chosen, after: Chosen) -> str:
    """How much is different, in one sentence."""
    between = f"between {before.words} and {after.words}"
    if not rows:
        return f"Nothing is different {between}."
    counts = {kind: sum(1 for row in rows if row.kind == kind) for kind in KINDS}
    told = [f"{count} {HEADINGS[kind].lower()}" for kind, count in counts.items() if count]
    listed = told[0] if len(told) == 1 else f"{', '.join(told[:-1])} and {told[-1]}"
    several = len({row.action_ref for row in rows})
    return f"{count_words(several, 'action')} {'is' if several == 1 else 'are'} different {between}: {listed}."
