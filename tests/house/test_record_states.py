"""Who reaches a record in each of its states, and that what is not yours answers like what is not there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from lippen.improvement.vocabulary import State
from lippen.organisation.roles import Role
from lippen.web.access_table import routes, table
from lippen.web.access_table.lines import Line
from tests.house.addresses import NOT_THERE, address, parameters
from tests.house.councils import ACTION_PAGES, Councils, browser
from tests.house.row_security import switched_off

ROUTES = dict(sorted(routes(), key=lambda found: found[0]))
LINES = table()
BY_DAY = {"quarter", "standard_key"}
"""What chooses among the reader's own figures, and names nobody's record."""
WITH_ID = [name for name, pattern in ROUTES.items() if {*parameters(pattern)} - BY_DAY and not LINES[name].is_public]
FOUND, MOVED_ON, NOT_THERE_FOR_YOU, NOT_NOW = 200, 302, 404, 409
METHODS = {"GET": Client.get, "POST": Client.post}

OFFICER, LEADER, HEAD = Role.PERFORMANCE_OFFICER, Role.TEAM_LEADER, Role.HEAD_OF_SERVICE
CLERK, MEMBER, OTHER = Role.COMMITTEE_CLERK, Role.COUNCILLOR_ON_COMMITTEE, Role.OTHER_COUNCILLOR
PAPER_ROLES = (OFFICER, LEADER, HEAD, CLERK, MEMBER, OTHER)
STAFF = {OFFICER, LEADER, HEAD}
SEES: dict[str, set[Role]] = {
    "drafting": STAFF,
    "in_approval": STAFF,
    "returned": STAFF,
    "signed": STAFF | {CLERK},
    "issued": STAFF | {CLERK, MEMBER, OTHER},
    "issued exempt": STAFF | {CLERK, MEMBER},
}
WRITTEN, SENT, FROZEN = ("drafting", "returned"), ("in_approval",), ("signed", "issued", "issued exempt")


def by_state(written: int, sent: int, signed: int, issued: int) -> dict[str, int]:
    """What a page of a paper answers to whoever sees the paper, by the state that it is in."""
    given = {**dict.fromkeys(WRITTEN, written), **dict.fromkeys(SENT, sent), "signed": signed}
    return {**given, "issued": issued, "issued exempt": issued}


ALWAYS = by_state(FOUND, FOUND, FOUND, FOUND)
WHILE_WRITTEN = by_state(FOUND, NOT_NOW, NOT_NOW, NOT_NOW)
ONCE_SIGNED = by_state(NOT_THERE_FOR_YOU, NOT_THERE_FOR_YOU, FOUND, FOUND)
PAPER_PAGES: dict[str, dict[str, int]] = {
    "paper": ALWAYS,
    "figure": ALWAYS,
    "lines": ALWAYS,
    "preview": by_state(FOUND, FOUND, NOT_THERE_FOR_YOU, NOT_THERE_FOR_YOU),
    "file": ONCE_SIGNED,
    "bundle": ONCE_SIGNED,
    "section": WHILE_WRITTEN,
    "question": WHILE_WRITTEN,
    "difference": WHILE_WRITTEN,
    "route": WHILE_WRITTEN,
    "dates": WHILE_WRITTEN,
    "send": WHILE_WRITTEN,
    "line": by_state(FOUND, NOT_NOW, NOT_THERE_FOR_YOU, NOT_THERE_FOR_YOU),  # frozen lines stand in the paper itself
    "approve": by_state(NOT_NOW, NOT_NOW, NOT_NOW, NOT_NOW),  # these roles hold other posts than those on its route
    "return": by_state(NOT_NOW, NOT_NOW, NOT_NOW, NOT_NOW),
    "issue": by_state(NOT_NOW, NOT_NOW, FOUND, NOT_NOW),
    "address": by_state(NOT_NOW, NOT_NOW, NOT_NOW, FOUND),
    "take_route": WHILE_WRITTEN,
    "turn": WHILE_WRITTEN,
    "consult": by_state(NOT_NOW, NOT_NOW, NOT_NOW, NOT_NOW),  # nobody on their routes is consulted
    "comment": by_state(NOT_NOW, NOT_NOW, NOT_NOW, NOT_NOW),
    "accept": by_state(NOT_NOW, NOT_NOW, FOUND, NOT_NOW),
    "promises": ALWAYS,
    "promise": WHILE_WRITTEN,
    "after_meeting": ALWAYS,
    "outcome": by_state(NOT_NOW, NOT_NOW, NOT_NOW, FOUND),
    "ask": by_state(NOT_NOW, NOT_NOW, NOT_NOW, FOUND),
    "behind": ALWAYS,
    "refer": WHILE_WRITTEN,
    "refer_no_more": WHILE_WRITTEN,
    "add_background": WHILE_WRITTEN,
    "end_background": {**dict.fromkeys(SEES, NOT_THERE_FOR_YOU), "drafting": FOUND},  # the document is the draft's own
    "confirm": WHILE_WRITTEN,  # who writes no papers is told whose it is: see ASKED
    "take_back": WHILE_WRITTEN,
    "take_back_paper": by_state(NOT_NOW, FOUND, NOT_NOW, NOT_NOW),
    "disclose": by_state(NOT_NOW, NOT_NOW, FOUND, FOUND),
    "exempt": WHILE_WRITTEN,
    "unmark": WHILE_WRITTEN,
    "flags": ALWAYS,
    "keep_flag": by_state(NOT_THERE_FOR_YOU, NOT_THERE_FOR_YOU, NOT_THERE_FOR_YOU, NOT_THERE_FOR_YOU),
    "public_edition": {**dict.fromkeys(SEES, NOT_THERE_FOR_YOU), "issued exempt": FOUND},
    "resolution": by_state(NOT_NOW, NOT_NOW, NOT_NOW, FOUND),
    "follow": by_state(NOT_NOW, NOT_NOW, FOUND, FOUND),
    "withdraw": by_state(NOT_NOW, NOT_NOW, NOT_NOW, FOUND),
    "stamp": by_state(NOT_NOW, NOT_NOW, FOUND, FOUND),
    "stamped": by_state(NOT_THERE_FOR_YOU, NOT_THERE_FOR_YOU, NOT_THERE_FOR_YOU, NOT_THERE_FOR_YOU),  # no numbers yet
}
ASKED = {"confirm", "take_back"}  # beside writers for whom the route asks; on these routes it asks nobody
OF_RECORDS = {"background_file", "answer_question", "disclosed_file"}  # of one document, question or disclosure
OF_COMMITTEES = {  # pages of a committee, a meeting or a council: no paper's state changes them
    "committee",
    "edit_route",
    "edit_cycle",
    "notice",
    "meeting",
    "meeting_dates",
    "change_meeting",
    "pre_agenda",
    "expect",
    "drop_expected",
    "child_places",
    "register_setting",
    "edition",
}
ACTION_STATES = [*(state.value for state in State), "overridden"]
OVER = {"says_done", "shown_done", "superseded", "merged"}
ELSEWHERE: dict[str, Callable[[str], int]] = {
    "correct_update": lambda state: FOUND if state == "under_way" else NOT_THERE_FOR_YOU,  # the update is its own
    "decide_evidence": lambda state: FOUND if state == "under_way" else NOT_THERE_FOR_YOU,
    "end_override": lambda state: FOUND if state == "overridden" else NOT_THERE_FOR_YOU,
    "say_done": lambda state: MOVED_ON if state in OVER else FOUND,
    "wait_on": lambda state: FOUND if state in {"not_started", "under_way", "overridden"} else NOT_NOW,
}
IMPORT_PAGES = {
    "import_preview": {"waiting": FOUND, "applied": MOVED_ON, "abandoned": NOT_NOW},
    "import_columns": {"waiting": FOUND, "applied": MOVED_ON, "abandoned": NOT_NOW},
    "import_edition": {"edition": FOUND, "waiting": MOVED_ON, "applied": MOVED_ON, "abandoned": NOT_NOW},
}


@pytest.fixture(scope="module")
def enter(two: Councils) -> Callable[[str, Role], Client]:
    """A browser of somebody of either council, signed in before any test begins, so that no test's end undoes it."""
    made = {("ours", role): browser(actor) for role, actor in two.ours.items()}
    made |= {("theirs", role): browser(actor) for role, actor in two.theirs.items()}
    return lambda council, role: made[council, role]


@pytest.fixture(scope="module")
def lead(two: Councils) -> Client:
    """A browser of the lead of our actions."""
    return browser(two.there.lead)


@pytest.fixture
def undone(two: Councils) -> Iterator[None]:
    """What a request leaves behind is undone."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def at(two: Councils, name: str, **values: object) -> str:
    """A route's address at a record of ours, some of its values given."""
    pattern = ROUTES[name]
    return address(name, pattern, {**two.known(pattern), **values})


def test_every_page_of_a_paper_and_of_an_action_is_tried_in_every_state() -> None:
    pages = {f"reporting:{name}" for name in (*PAPER_PAGES, *OF_COMMITTEES, *OF_RECORDS)}
    of_papers = {name for name in WITH_ID if name.startswith("reporting:")}
    assert pages == {name for name in of_papers if not name.startswith("reporting:template")}
    assert {f"improvement:{name}" for name in ACTION_PAGES} == {
        name for name in WITH_ID if str(ROUTES[name].pattern).startswith("actions/")
    }


@pytest.mark.parametrize("state", SEES)
@pytest.mark.parametrize("screen", PAPER_PAGES)
def test_a_papers_page_opens_to_each_role_as_its_state_allows(screen, state, two, enter, undone) -> None:
    line, url = LINES[f"reporting:{screen}"], at(two, f"reporting:{screen}", ref=two.papers[state])
    answers = {role: enter("ours", role).get(url).status_code for role in PAPER_ROLES}
    wanted = {role: expected(line, role, screen, state) for role in PAPER_ROLES}
    assert answers == wanted


def expected(line: Line, role: Role, screen: str, state: str) -> int:
    if role not in line.roles:
        return 403
    if screen in ASKED and role in SEES[state] and role not in LINES["reporting:route"].roles:
        return NOT_NOW
    return PAPER_PAGES[screen][state] if role in SEES[state] else NOT_THERE_FOR_YOU


@pytest.mark.parametrize("state", ACTION_STATES)
@pytest.mark.parametrize("screen", sorted(ACTION_PAGES))
def test_an_actions_page_opens_as_its_state_allows(screen, state, two, enter, lead, undone) -> None:
    line, url = LINES[f"improvement:{screen}"], at(two, f"improvement:{screen}", ref=two.actions[state])
    client = lead if Role.SERVICE_MANAGER in line.roles else enter("ours", OFFICER)
    assert client.get(url).status_code == ELSEWHERE.get(screen, lambda _: FOUND)(state)
    assert enter("theirs", OFFICER).get(url).status_code == NOT_THERE_FOR_YOU


@pytest.mark.parametrize("state", ["waiting", "applied", "abandoned"])
@pytest.mark.parametrize("screen", IMPORT_PAGES)
def test_an_imports_page_opens_as_its_state_allows(screen, state, two, enter, undone) -> None:
    url = reverse(f"improvement:{screen}", args=[two.imports[state]])
    assert enter("ours", OFFICER).get(url).status_code == IMPORT_PAGES[screen][state]
    assert enter("theirs", OFFICER).get(url).status_code == NOT_THERE_FOR_YOU


@pytest.mark.parametrize(("verdict", "action"), [("accepted", "shown_done"), ("refused", "says_done")])
def test_evidence_that_was_decided_on_is_not_decided_on_again(verdict, action, two, enter, undone) -> None:
    url = reverse("improvement:decide_evidence", args=[two.actions[action], two.evidence[verdict]])
    answer = enter("ours", LEADER).get(url)
    assert (answer.status_code, "decided on this on" in answer.content.decode()) == (409, True)


# --- not yours is not there, byte for byte ---

Told = tuple[int, Mapping[str, str], str]
OF_NOTHING: dict[tuple[Client, str, str], Told] = {}
"""What each browser is told of what is not there: asked once, and the same whether row-level security is on or off."""
ONE_TIME = re.compile(r'value="[A-Za-z0-9]{64}"|value="[0-9a-f-]{36}"|\d{2}:\d{2}(:\d{2})?')


def told(answer: HttpResponse, *own: object) -> Told:
    """An answer without its one-time values and without the words of its own address."""
    text = ONE_TIME.sub("", answer.content.decode())
    for word in own:
        text = text.replace(str(word), "")
    headers = {name: value for name, value in answer.headers.items() if name != "Content-Length"}
    return answer.status_code, headers, text


def same_as_nothing(two: Councils, name: str, client: Client, values: Mapping[str, object]) -> None:
    """Ask for a record of ours and for one that there is not, by every method that the route knows."""
    pattern = ROUTES[name]
    kinds = parameters(pattern)
    nothing = {**values, **{key: NOT_THERE[kinds[key]] for key in ("ref", "form_key") if key in kinds}}
    for method in METHODS.keys() & LINES[name].methods:
        ours = answered(name, method, client, values)
        if (wanted := OF_NOTHING.get((client, name, method))) is None:
            wanted = OF_NOTHING[client, name, method] = answered(name, method, client, nothing)
        assert ours == wanted, f"{method} {name}"
        assert ours[0] in {404, 200 if name == "web:draft" else 404, 400 if name == "web:draft" else 404}


def answered(name: str, method: str, client: Client, given: Mapping[str, object]) -> Told:
    """What a request is told; what it leaves behind is undone."""
    with transaction.atomic():
        found = told(METHODS[method](client, address(name, ROUTES[name], given)), *given.values())
        transaction.set_rollback(True)
    return found


def test_two_answers_that_differ_are_told_apart(two, enter, undone) -> None:
    with pytest.raises(AssertionError):
        same_as_nothing(two, "improvement:action", enter("ours", OFFICER), two.known(ROUTES["improvement:action"]))


@pytest.mark.parametrize("name", WITH_ID)
def test_what_is_another_councils_answers_like_what_is_not_there(name, two, enter, undone) -> None:
    for role in sorted(LINES[name].roles):
        same_as_nothing(two, name, enter("theirs", Role(role)), two.known(ROUTES[name]))


@pytest.mark.prove
@pytest.mark.parametrize("name", WITH_ID)
def test_with_row_level_security_off_another_councils_answers_like_what_is_not_there(name, two, enter, off) -> None:
    for role in sorted(LINES[name].roles):
        same_as_nothing(two, name, enter("theirs", Role(role)), two.known(ROUTES[name]))


HIDDEN = [(OTHER, "issued exempt"), (OTHER, "signed"), (MEMBER, "drafting"), (MEMBER, "signed"), (CLERK, "in_approval")]


@pytest.mark.parametrize("screen", ["paper", "figure", "file"])
@pytest.mark.parametrize(("role", "state"), HIDDEN)
def test_a_paper_that_is_not_yours_to_read_yet_answers_like_what_is_not_there(screen, role, state, two, enter) -> None:
    name = f"reporting:{screen}"
    same_as_nothing(two, name, enter("ours", role), {**two.known(ROUTES[name]), "ref": two.papers[state]})


@pytest.mark.parametrize("screen", ["paper", "figure", "file"])
@pytest.mark.parametrize(("role", "state"), HIDDEN)
def test_with_row_level_security_off_such_a_paper_is_not_there_either(screen, role, state, two, enter, off) -> None:
    name = f"reporting:{screen}"
    same_as_nothing(two, name, enter("ours", role), {**two.known(ROUTES[name]), "ref": two.papers[state]})


@pytest.fixture(scope="module")
def off(two: Councils) -> Iterator[None]:
    """Row-level security is off: the app's own checks stand alone."""
    with switched_off():
        yield
