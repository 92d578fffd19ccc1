"""The action that a page is about, and the page on which something is said of it."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse

from lippen.design.navigation import Crumb
from lippen.design.sending import Page
from lippen.improvement import queries
from lippen.improvement.rows import StoryRow
from lippen.improvement.screens.addresses import PLANS, crumb_to_action, crumb_to_plan
from lippen.improvement.screens.looking import Look
from lippen.kernel import clock


def brief(request: HttpRequest, ref: str) -> StoryRow:
    """The action as it is today, without its story, or 404."""
    return queries.action_brief(request.actor, ref, today=clock.today())


def story_now(request: HttpRequest, ref: str) -> StoryRow:
    """The action's story as it is today, or 404."""
    today = clock.today()
    return story_at(request, ref, Look(today, today))


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
