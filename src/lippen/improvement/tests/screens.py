"""What the tests of screens share: people who are signed in, plans of a size, statements counted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from django.contrib.auth import get_user_model
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lippen.improvement import actions
from lippen.improvement.adapters.proposal import Doubt, Entry, Proposal, ProposedAction, ProposedRecommendation, When
from lippen.improvement.tests import factories
from lippen.improvement.tests.factories import Cast, moment, month
from lippen.improvement.vocabulary import Audience, State, Which
from lippen.kernel.access import Actor

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
NOT_COUNTED = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK", "BEGIN", "COMMIT")


def signed_in(actor: Actor) -> Client:
    """A browser in which this person has signed in."""
    client = Client()
    client.force_login(get_user_model().objects.get(pk=actor.account_id), BACKEND)
    return client


def told(cast: Cast, number: int) -> list[str]:
    """As many actions, each with a date, a state and an update; gives their references."""
    refs = []
    for count in range(number):
        day = factories.AGREED + timedelta(days=count % 60)
        made = cast.action(f"Action that is told, {count}", dates={Which.TARGET: month(2012, 9)})
        actions.change_state(actor=cast.worker, action_ref=made.ref, state=State.UNDER_WAY, so_on=day, at=moment(day))
        actions.write_update(
            actor=cast.worker,
            action_ref=made.ref,
            paragraphs=["Two rooms are ready.", "• A third in May"],
            audience=Audience.COMMITTEE,
            so_on=day,
            at=moment(day),
        )
        refs.append(made.ref)
    return refs


def brought_in(cast: Cast, number: int) -> str:
    """A plan of as many actions, brought in at once, each with all that a file gives; its reference."""
    told = tuple(
        ProposedAction(
            number=f"{1 + count // 5}.{1 + count % 5}",
            text=f"Action {count} of many",
            place=f"table 1, row {count + 2}",
            leads=(cast.worker.name,),
            target=When("September 2012", month(2012, 9)),
            review=When("December 2012", month(2012, 12)),
            progress=(Entry("Two rooms are ready."), Entry("A third in May", bullet=True)),
            state=State.UNDER_WAY,
        )
        for count in range(number)
    )
    themes = tuple(
        ProposedRecommendation(str(1 + first // 5), f"Theme {1 + first // 5}", "table 1", told[first : first + 5])
        for first in range(0, number, 5)
    )
    doubts = tuple(Doubt(f"cut:{each.number}", "cut off", each.place, "It stops in the middle.") for each in told)
    proposal = Proposal(f"{number}.csv", "0" * 64, date(2012, 9, 30), themes, doubts)
    batch = actions.start_import(
        actor=cast.editor,
        authority_id=cast.council.pk,
        document=proposal.document,
        sha256=proposal.sha256,
        proposal=proposal.to_dict(),
        at=factories.NOW,
    )
    plan = actions.apply_import(
        actor=cast.editor, batch_ref=batch.ref, at=factories.NOW, plan_title=f"Plan of {number}"
    )
    return plan.ref


def statements(ask: Callable[[], HttpResponse]) -> tuple[HttpResponse, int]:
    """An answer, and how many statements it took without those of the transaction."""
    with CaptureQueriesContext(connection) as captured:
        answer = ask()
    return answer, sum(1 for query in captured if not query["sql"].startswith(NOT_COUNTED))


def text_of(answer: HttpResponse) -> str:
    """The page as text, its spaces as one."""
    return " ".join(answer.content.decode().split())


def day_in_figures(day: date) -> str:
    """A day as somebody types it."""
    return f"{day:%d/%m/%Y}"
