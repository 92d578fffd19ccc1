"""The risks of a plan, the gravest first, and one risk as a story with its score drawn in words and as a table."""

from __future__ import annotations

from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from lippen.design.components import Column, Entry, Fact, Table
from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.design.words import count_words, day_words
from lippen.improvement import queries, scores
from lippen.improvement.queries import RiskEvent, RiskRow, RiskStory, offered
from lippen.improvement.rows import PlanRow
from lippen.improvement.screens import saying
from lippen.improvement.screens.addresses import PLANS, crumb_to_plan
from lippen.improvement.screens.looking import look
from lippen.improvement.screens.stories import Link
from lippen.improvement.vocabulary import BAND_WORDS, RISK_SCALE, RISK_SCALE_SOURCE
from lippen.kernel import clock
from lippen.kernel.access import Actor, Permission, may
from lippen.organisation.queries.cover import own_ids


def plan_risks(request: HttpRequest, ref: str) -> HttpResponse:
    plan, seen = offered.plan_head(request.actor, ref), look(request.GET)
    rows = queries.risks(request.actor, plan.id, as_at=seen.as_at, known_at=seen.known_at, today=seen.today)
    is_open = [row for row in rows if row.is_open]
    may_raise = may(request.actor, Permission.WRITE_UPDATE, at=plan.authority_ids) and not seen.is_past
    context = {
        "title": "Risks",
        "plan": plan,
        "look": seen,
        "here": "risks",
        "crumbs": (PLANS, crumb_to_plan(plan, seen.query), Crumb("Risks")),
        "open_risks": is_open,
        "closed_risks": [row for row in rows if not row.is_open],
        "sentence": _sentence(is_open),
        "take_token": uuid4(),
        "scale": f"{RISK_SCALE} {RISK_SCALE_SOURCE}.",
        "raise_url": reverse("risks:plan_risk_raise", args=[plan.ref]) if may_raise else "",
    }
    request.audit_keys = {"risks": len(rows)}
    return render(request, "improvement/rooms/risks.html", context)


def _sentence(rows: list[RiskRow]) -> str:
    if not rows:
        return "No risk is open."
    grave = sum(row.band in {"high", "very_high"} for row in rows)
    return f"{count_words(len(rows), 'open risk')}, {grave} of them high or very high. The gravest comes first."


def risk(request: HttpRequest, ref: str) -> HttpResponse:
    seen = look(request.GET)
    story = queries.risk(request.actor, ref, as_at=seen.as_at, known_at=seen.known_at, today=seen.today)
    plan = offered.plan_head(request.actor, story.plan_ref)
    mine = not seen.is_past and may_change(request.actor, plan, story.row)
    context = {
        "title": story.row.title,
        "row": story.row,
        "look": seen,
        "crumbs": (PLANS, crumb_to_plan(plan, seen.query), crumb_to_risks(plan), Crumb(f"Risk {story.row.number}")),
        "facts": facts(story),
        "sentences": scores.history_words(story.history),
        "history": history(story),
        "entries": [entry(event) for event in reversed(story.events)],
        "next": Link("Change the score", _url(story.row, "score_risk")) if mine and story.row.is_open else None,
        "links": links(story.row) if mine else (),
        "may_see_trail": may(request.actor, Permission.READ_AUDIT, at=plan.authority_ids),
    }
    return render(request, "improvement/rooms/risk.html", context)


def crumb_to_risks(plan: PlanRow) -> Crumb:
    """The way back to the plan's risks."""
    return Crumb("Risks", reverse("risks:plan_risks", args=[plan.ref]))


def may_change(actor: Actor, plan: PlanRow, row: RiskRow) -> bool:
    """Whether this actor may change the risk: whoever watches it or covers for them, and those who edit the plan."""
    here = plan.authority_ids
    if may(actor, Permission.EDIT_PLAN, at=here):
        return True
    return may(actor, Permission.WRITE_UPDATE, at=here) and row.owner.person_id in own_ids(actor, on=clock.today())


def facts(story: RiskStory) -> list[Fact]:
    """The score, who watches it, what would follow, on what it hangs."""
    row = story.row
    first = f" (first {row.first_score.value})" if row.first_score != row.score else ""
    return [
        Fact("Score", f"{row.score.words}{first}"),
        Fact("Since", day_words(row.scored_on)),
        Fact("Who watches it", saying.lead_words(row.owner)),
        *([Fact("What would follow", row.details)] if row.details else []),
        *([Fact("Closed because", row.ended_reason)] if row.ended_reason else []),
        *(
            Fact(f"Action {tied.number}", tied.text, reverse("improvement:action", args=[tied.ref]), "See it")
            for tied in row.actions
        ),
    ]


def history(story: RiskStory) -> Table:
    """The scores as a table, the newest first."""
    columns = (
        Column("Since"),
        Column("Score", numeric=True),
        Column("Band"),
        Column("Likelihood", numeric=True),
        Column("Impact", numeric=True),
        Column("Shown by"),
    )
    rows = tuple(
        (
            day_words(each.on),
            each.score.value,
            BAND_WORDS[each.score.band],
            each.score.likelihood,
            each.score.impact,
            each.shown_by or "First score",
        )
        for each in reversed(story.history)
    )
    return Table("The score over time", columns, rows)


def entry(event: RiskEvent) -> Entry:
    """One thing that happened, for the timeline."""
    score = f" at {event.score.words}" if event.score and event.step == "raised" else ""
    to = f": {event.score.words}" if event.score and event.step == "scored" else ""
    return Entry(
        when=day_words(event.on),
        title=f"{event.step_words}{score}{to}",
        who=event.by_name,
        paragraphs=tuple(filter(None, (event.title, event.reason))),
        note=f"Shown by: {event.shown_by}." if event.shown_by else "",
        url=reverse("improvement:action", args=[event.action_ref]) if event.action_ref else "",
        link="See the update",
        quiet=event.step == "reworded",
    )


def links(row: RiskRow) -> list[Link]:
    """What may be done to it."""
    if not row.is_open:
        return [Link("Open it again", _url(row, "reopen_risk"))]
    found = (
        ("score_risk", "Change the score"),
        ("reword_risk", "Change its words or who watches it"),
        ("tie_risk", "Say on which actions it hangs"),
        ("close_risk", "Close it"),
    )
    return [Link(words, _url(row, name)) for name, words in found]


def _url(row: RiskRow, name: str) -> str:
    return reverse(f"risks:{name}", args=[row.ref])
