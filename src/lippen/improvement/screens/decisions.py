"""What councils and committees decided on a plan, and one decision as a story: means, options, delivery, report."""

from __future__ import annotations

from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from lippen.design.components import Entry, Fact
from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.design.words import day_words
from lippen.improvement import queries
from lippen.improvement.queries import CommitmentFilters, DecisionRow, DecisionStory, offered
from lippen.improvement.rows import PlanRow
from lippen.improvement.screens.addresses import PLANS, crumb_to_plan
from lippen.improvement.screens.looking import look
from lippen.improvement.screens.stories import Link
from lippen.improvement.vocabulary import DECISION_SUBJECT
from lippen.kernel.access import Permission, may


def plan_decisions(request: HttpRequest, ref: str) -> HttpResponse:
    plan, seen = offered.plan_head(request.actor, ref), look(request.GET)
    rows = queries.decisions(request.actor, plan.id, as_at=seen.as_at, known_at=seen.known_at, today=seen.today)
    may_record = may(request.actor, Permission.EDIT_PLAN, at=plan.authority_ids) and not seen.is_past
    context = {
        "title": "Decisions",
        "plan": plan,
        "look": seen,
        "here": "decisions",
        "crumbs": (PLANS, crumb_to_plan(plan, seen.query), Crumb("Decisions")),
        "rows": [(row, means(row)) for row in rows],
        "record_url": reverse("decisions:plan_decision_record", args=[plan.ref]) if may_record else "",
    }
    request.audit_keys = {"decisions": len(rows)}
    return render(request, "improvement/rooms/decisions.html", context)


def decision(request: HttpRequest, ref: str) -> HttpResponse:
    seen = look(request.GET)
    story = queries.decision(request.actor, ref, as_at=seen.as_at, known_at=seen.known_at, today=seen.today)
    plan = offered.plan_head(request.actor, story.plan_ref)
    reports = queries.commitments(
        request.actor,
        filters=CommitmentFilters(source_kind=DECISION_SUBJECT, source_keys=[ref]),
        as_at=seen.as_at,
        known_at=seen.known_at,
        today=seen.today,
    )
    mine = not seen.is_past and may(request.actor, Permission.EDIT_PLAN, at=plan.authority_ids)
    context = {
        "title": story.row.agreed,
        "row": story.row,
        "plan": plan,
        "look": seen,
        "crumbs": (PLANS, crumb_to_plan(plan, seen.query), crumb_to_decisions(plan), Crumb("A decision")),
        "facts": facts(story.row),
        "options": [(option, pounds(option.cost, option.cost_period)) for option in story.options],
        "reports": reports,
        "entries": entries(story),
        "may_edit": mine,
        "next": Link("Say how far it has come", _url(story.row, "set_delivery")) if mine else None,
        "links": links(story.row) if mine else (),
        "may_see_trail": may(request.actor, Permission.READ_AUDIT, at=plan.authority_ids),
    }
    return render(request, "improvement/rooms/decision.html", context)


def crumb_to_decisions(plan: PlanRow) -> Crumb:
    """The way back to the plan's decisions."""
    return Crumb("Decisions", reverse("decisions:plan_decisions", args=[plan.ref]))


def pounds(amount: Decimal | None, over: str = "") -> str:
    """An amount as people write it: £1,200,000 over two years."""
    if amount is None:
        return ""
    said = f"£{amount:,.2f}".removesuffix(".00")
    return f"{said} {over}".strip()


def means(row: DecisionRow) -> str:
    """The money and the posts in a few words; empty where there are none."""
    posts = "" if row.posts is None else f"{row.posts.normalize():f} {'post' if row.posts == 1 else 'posts'}"
    parts = [pounds(row.amount, row.amount_period), ": ".join(filter(None, (posts, row.posts_words)))]
    return "; ".join(filter(None, parts))


def facts(row: DecisionRow) -> list[Fact]:
    """Who decided, when, with what means, and on which actions."""
    return [
        Fact("Decided by", row.body),
        Fact("On", day_words(row.decided_on)),
        *([Fact("Money and posts", means(row))] if means(row) else []),
        Fact("Delivery", f"{row.status_words} since {day_words(row.status_on)}"),
        *(
            Fact(f"Action {tied.number}", tied.text, reverse("improvement:action", args=[tied.ref]), "See it")
            for tied in row.actions
        ),
    ]


def entries(story: DecisionStory) -> list[Entry]:
    """How the delivery went, the newest first."""
    return [
        Entry(
            when=day_words(each.on),
            title=each.status_words,
            who=each.by_name,
            paragraphs=tuple(filter(None, each.words.splitlines())),
        )
        for each in reversed(story.deliveries)
    ]


def links(row: DecisionRow) -> list[Link]:
    """What may be done to it."""
    found = (
        ("set_delivery", "Say how far it has come"),
        ("set_option", "Add an option of the business case"),
        ("tie_decision", "Say which actions carry it out"),
        ("promise_report", "Say when it is reported back"),
    )
    return [Link(words, _url(row, name)) for name, words in found]


def _url(row: DecisionRow, name: str) -> str:
    return reverse(f"decisions:{name}", args=[row.ref])
