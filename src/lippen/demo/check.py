"""Looks at the running demonstration from outside, as several of its people, and says what is not as it should be."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from lippen.demo.people import PEOPLE
from lippen.demo.plan_kinds import TITLE
from lippen.demo.plan_words import THEMES
from lippen.demo.visitor import Answer, NoWayIn, Visitor

ACTIONS = sum(len(theme.actions) for theme in THEMES)
MOST_OPENED = 4
FILES = {"pdf": "application/pdf", "html": "text/html"}
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def run(url: str) -> list[str]:
    """Every problem in words; none when the demonstration is as it should be."""
    found: list[str] = []
    for look in (_is_up, _way_in, _performance_officer, _lead, _committee_member, _nobody):
        try:
            found += look(url)
        except NoWayIn as missing:
            found.append(f"Nobody can enter as {missing}: the page {url}/demo/ does not offer it.")
        except OSError as trouble:
            found.append(f"{url} did not answer: {trouble}.")
    return found


def _is_up(url: str) -> Iterator[str]:
    answer = Visitor(url).get("/healthz")
    if answer.status != 200 or '"up"' not in answer.text:
        yield f"/healthz answered {answer.status}: {answer.text[:80]}"


def _way_in(url: str) -> Iterator[str]:
    page = Visitor(url).get("/demo/")
    missing = [person.name for person in PEOPLE if f">{person.name}</button>" not in page.text]
    if page.status != 200 or missing:
        yield f"The way in answered {page.status} and does not offer {', '.join(missing) or 'anybody'}."


def _performance_officer(url: str) -> Iterator[str]:
    """The plan shows every action, and actions open."""
    visitor = Visitor(url)
    yield from _opened(visitor.enter_as("Gregor Whinfold"), "The performance officer's desk")
    plan = _link_named(visitor.get("/plans/"), "/plans/plan-", TITLE)
    if plan is None:
        yield f"The list of plans does not show “{TITLE}”."
        return
    page = visitor.get(plan)
    actions = page.links("/plans/actions/")
    if len(actions) != ACTIONS:
        yield f"The plan's page shows {len(actions)} actions, not {ACTIONS}."
    for action in actions[:MOST_OPENED]:
        yield from _opened(visitor.get(action), f"The action at {action}")


def _lead(url: str) -> Iterator[str]:
    """A lead's desk has something to do."""
    desk = Visitor(url).enter_as("Elspeth Glenquhar")
    yield from _opened(desk, "A lead's desk")
    if not desk.links("/plans/actions/"):
        yield "A lead's desk shows nothing to do."


def _committee_member(url: str) -> Iterator[str]:
    """A councillor gets the paper, exactly as it was signed, and is refused the plan."""
    visitor = Visitor(url)
    visitor.enter_as("Bethia Carsegowan")
    refused = visitor.get("/plans/")
    if refused.status != 403:
        yield f"A councillor who asks for the plans gets {refused.status}, not a refusal (403)."
    paper = _link_named(visitor.get("/papers/"), "/papers/paper-", "improvement plan")
    if paper is None:
        yield "A councillor does not see the quarter's paper in the list of papers."
        return
    yield from _opened(visitor.get(paper), "The paper's page")
    for kind, media_type in {**FILES, "docx": WORD}.items():
        yield from _file(visitor.get(f"{paper}/files/{kind}"), kind, media_type)


def _file(answer: Answer, kind: str, media_type: str) -> Iterator[str]:
    if answer.status != 200 or answer.kind != media_type:
        yield f"The paper as {kind.upper()} answered {answer.status} as {answer.kind}."
        return
    said = verified(answer.body, kind)
    if said.get("answer") != "exact" or said.get("exit_code") != 0:
        yield f"The paper as {kind.upper()} is not the exact file that was signed: {said.get('sentence')}"


def verified(content: bytes, kind: str) -> dict[str, object]:
    """What `lippen verify-paper` says about a file."""
    from lippen.reporting import command

    told: list[str] = []
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"paper.{kind}"
        path.write_bytes(content)
        command.verify_paper(path, as_json=True, tell=told.append)
    return json.loads(told[0])


def _nobody(url: str) -> Iterator[str]:
    """Somebody who has not entered sees no plan."""
    page = Visitor(url).get("/plans/")
    if "/sign-in" not in page.url:
        yield f"Somebody who has not signed in asked for the plans and got {page.status} at {page.url}."


def _opened(answer: Answer, what: str) -> Iterator[str]:
    if answer.status != 200:
        yield f"{what} answered {answer.status}."


def _link_named(page: Answer, beginning: str, words: str) -> str | None:
    """The first link of this kind whose text holds these words."""
    for link in page.links(beginning):
        place = page.text.find(f'href="{link}"')
        if words in page.text[place : page.text.find("</a>", place)]:
            return link
    return None
