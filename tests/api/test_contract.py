"""The interface held to its own description: whatever is asked, no fault of ours and no answer undescribed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.db import transaction

from lippen.improvement import actions
from lippen.improvement.tests.factories import NOW, TODAY, Which, cast, month
from lippen.improvement.vocabulary import Audience, State
from lippen.organisation.actions.tokens import make_token
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories as people
from lippen.organisation.vocabulary import Scope
from lippen.web.api.v1 import entry

pytestmark = pytest.mark.django_db(transaction=True)
FEW, MANY = 12, 400


@dataclass(frozen=True)
class Site:
    """The running site, a token that may do everything, and records to ask for."""

    url: str
    secret: str
    plan: str
    action: str


@pytest.fixture
def site(live_server, settings, monkeypatch) -> Iterator[Site]:
    settings.LIPPEN_TODAY = TODAY
    monkeypatch.setattr(entry, "MOST_A_MINUTE", 10**9)
    monkeypatch.setattr(entry, "MOST_UNKNOWN_A_MINUTE", 10**9)
    with transaction.atomic():
        there = cast()
        ref = there.action("Write the rota", dates={Which.TARGET: month(2012, 12)}, state=State.UNDER_WAY).ref
        actions.write_update(
            actor=there.worker, action_ref=ref, paragraphs=["Ready."], audience=Audience.COMMITTEE, so_on=TODAY, at=NOW
        )
        secret = make_token(
            actor=people.actor(there.council, Role.ADMINISTRATOR),
            name="Health board",
            authority_id=there.council.pk,
            scopes=tuple(Scope),
            expires_on=TODAY + timedelta(days=9),
            at=NOW,
        )
    return Site(live_server.url, secret, there.plan.ref, ref)


def held_to_its_description(site: Site, examples: int) -> int:
    """Ask each operation so many times, with what fits its description and what does not; gives how many answers."""
    import schemathesis

    schema = schemathesis.openapi.from_url(f"{site.url}/api/v1/openapi.json")
    return sum(ask_one(site, found.ok(), examples) for found in schema.get_all_operations())


def ask_one(site: Site, operation, examples: int) -> int:
    """Ask one operation; gives how many answers were as described."""
    import schemathesis
    from hypothesis import HealthCheck, Phase, given, seed, settings
    from hypothesis import strategies as st

    real = {"plans": site.plan, "actions": site.action}.get(operation.path.split("/")[3], "paper-nothing")
    answers = []
    modes = schemathesis.GenerationMode
    cases = st.one_of(*(operation.as_strategy(generation_mode=mode) for mode in (modes.POSITIVE, modes.NEGATIVE)))

    @seed(20121017)
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=cases, is_real=st.booleans())
    def ask(case, is_real) -> None:
        if is_real and "ref" in (case.path_parameters or {}):
            case.path_parameters["ref"] = real
        case.headers = {**(case.headers or {}), "Authorization": f"Bearer {site.secret}"}
        answer = case.call(base_url=site.url, timeout=10)
        assert answer.status_code < 500, f"{case.method} {case.path}: {answer.status_code}"
        operation.validate_response(answer)
        answers.append(answer.status_code)

    ask()
    assert answers
    return len(answers)


def test_every_operation_answers_as_described_whatever_it_is_asked(site: Site) -> None:
    assert held_to_its_description(site, FEW) >= FEW * 4  # an operation that takes little has fewer cases


@pytest.mark.prove
def test_every_operation_answers_as_described_for_long(site: Site) -> None:
    assert held_to_its_description(site, MANY) >= MANY


def test_an_answer_that_is_not_described_is_found_out(site: Site, monkeypatch) -> None:
    """Planted: an operation that forgets a field it promised."""
    from lippen.web.api.v1 import operations

    views = operations.views()
    from django.http import JsonResponse

    planted = {**views, "plan": lambda request, **values: JsonResponse({"ref": "plan-1"})}
    monkeypatch.setattr(operations, "views", lambda: planted)
    with pytest.raises(Exception, match=r"title|required|schema"):
        held_to_its_description(site, FEW)


def test_the_description_bounds_every_text_and_number_that_is_taken() -> None:
    from lippen.web.api.v1 import operations

    told = operations.description()
    unbounded = []
    for path, methods in told["paths"].items():
        for method, each in methods.items():
            for one in each.get("parameters", ()):
                shape = one["schema"]
                kinds = shape.get("anyOf", [shape])
                for kind in kinds:
                    if kind.get("type") == "integer" and not {"minimum", "maximum"} <= set(kind):
                        unbounded.append((method, path, one["name"]))
                    if kind.get("type") == "string" and not ({"maxLength", "pattern", "format"} & set(kind)):
                        unbounded.append((method, path, one["name"]))
    assert unbounded == []
    assert date(2012, 10, 17) == TODAY
