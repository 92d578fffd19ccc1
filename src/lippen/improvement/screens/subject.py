"""The action that a page is about, and the page on which something is said of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.design.sending import Page
from lippen.improvement import queries, rules
from lippen.improvement.rows import EvidenceRow, StoryRow
from lippen.improvement.screens.addresses import PLANS, crumb_to_action, crumb_to_plan
from lippen.improvement.screens.looking import Look
from lippen.improvement.screens.saying import leads_words
from lippen.kernel import audit, clock
from lippen.kernel.access import Actor, Permission, may, require
from lippen.organisation.queries.cover import own_ids


def brief(request: HttpRequest, ref: str, permission: Permission | None = None) -> StoryRow:
    """The action as it is today, without its story, or 404; and 403 without the permission in a council of its plan."""
    return _let_in(request, queries.action_brief(request.actor, ref, today=clock.today()), permission)


def _let_in(request: HttpRequest, story: StoryRow, permission: Permission | None) -> StoryRow:
    if permission is not None:
        require(request.actor, permission, at=story.plan.authority_ids)
    return story


View = Callable[[HttpRequest, StoryRow], HttpResponse]


def may_move(actor: Actor, story: StoryRow) -> bool:
    """Whether this actor may say where the action stands and when it is due, by `rules.OWN_ACTION`."""
    row, here = story.action, story.plan.authority_ids
    leads = [lead.person_id for lead in row.leads]
    accountable = row.accountable.person_id if row.accountable else None
    if may(actor, Permission.EDIT_PLAN, at=here) or not may(actor, Permission.WRITE_UPDATE, at=here):
        return may(actor, Permission.EDIT_PLAN, at=here)
    is_theirs = rules.is_own([actor.person_id], leads, accountable)
    return is_theirs or rules.is_own(own_ids(actor, on=clock.today()), leads, accountable)


def may_show_done(actor: Actor, story: StoryRow) -> bool:
    """Whether this actor may record that the action is shown done: those who may move it or accept evidence."""
    return may_move(actor, story) or may(actor, Permission.ACCEPT_EVIDENCE, at=story.plan.authority_ids)


def may_decide(actor: Actor, story: StoryRow, offered: EvidenceRow) -> bool:
    """Whether this actor may decide on a piece of evidence: those who accept evidence, and not on their own."""
    is_own = offered.offered_by_id is not None and offered.offered_by_id == actor.person_id
    return not is_own and may(actor, Permission.ACCEPT_EVIDENCE, at=story.plan.authority_ids)


def for_its_own(view: View) -> Callable[[HttpRequest, str], HttpResponse]:
    """Let in those whose action it is; everybody else reads whose it is, and that is audited."""

    @wraps(view)
    def checked(request: HttpRequest, ref: str) -> HttpResponse:
        story = brief(request, ref)
        return view(request, story) if may_move(request.actor, story) else not_yours(request, story)

    return checked


def not_yours(request: HttpRequest, story: StoryRow) -> HttpResponse:
    """Whose action it is, for somebody who may not move it."""
    row = story.action
    audit.record(request.actor, "refused.not_allowed", ("improvement.action", row.ref))
    context = {
        "title": "This action is not yours",
        "sentence": f"Action {row.number} is led by: {leads_words(row.leads)}.",
        "what_to_do": "They say where it stands and move its dates, and so does whoever edits the plan. "
        "You can still add an update to it under your own name.",
        "crumbs": (PLANS, crumb_to_plan(story.plan), crumb_to_action(row)),
        "status": 403,
    }
    return render(request, "design/error.html", context, status=403)


def story_now(request: HttpRequest, ref: str, permission: Permission | None = None) -> StoryRow:
    """The action's story as it is today, or 404; and 403 without the permission in a council of its plan."""
    today = clock.today()
    return _let_in(request, story_at(request, ref, Look(today, today)), permission)


def story_at(request: HttpRequest, ref: str, seen: Look) -> StoryRow:
    """The action's story on the day looked at, or 404."""
    return queries.action_story(request.actor, ref, as_at=seen.as_at, known_at=seen.known_at, today=seen.today)


def page_about(
    story: StoryRow, *, key: str, title: str, button: str, subject: str = "", has_draft: bool = True, **context: object
) -> Page:
    """A page on which somebody says one thing about an action."""
    return Page(
        key=key,
        subject=subject or story.action.ref,
        title=title,
        button=button,
        back=reverse("improvement:action", args=[story.action.ref]),
        crumbs=(PLANS, crumb_to_plan(story.plan), crumb_to_action(story.action), Crumb(title)),
        template="improvement/form.html",
        context={"action": story.action, **context},
        has_draft=has_draft,
    )
