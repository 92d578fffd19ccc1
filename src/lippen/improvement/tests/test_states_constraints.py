"""What must always be true is refused by the database itself, under a readable name."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import CheckConstraint

from lippen.improvement.models import (
    Action,
    ActionDate,
    ActionLead,
    ActionLeads,
    ActionState,
    ActionWording,
    Doubt,
    EditionLine,
    Evidence,
    EvidenceDecision,
    ImportBatch,
    Plan,
    StandingOverride,
    Theme,
    Update,
)
from lippen.improvement.tests.factories import NOW, TERMS, TODAY, Cast, cast
from lippen.kernel import access

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Cast:
    return cast()


def fact(here: Cast, action: Action) -> dict[str, Any]:
    return {"action": action, "so_on": TODAY, "recorded_at": NOW, "recorded_by_id": here.worker.account_id}


def terms(**changes: object) -> dict[str, object]:
    given = {("agreed_by_words" if name == "agreed_by" else name): value for name, value in TERMS.items()}
    return {**given, **changes}


def day(**changes: object) -> dict[str, object]:
    return {
        "which": "target",
        "text": "1 October 2012",
        "precision": "day",
        "starts_on": date(2012, 10, 1),
        "ends_on": date(2012, 10, 2),
        "is_first": True,
        **changes,
    }


Build = Callable[[Cast, Action], object]
REFUSED: list[tuple[str, Build]] = [
    ("set_aside_on_full_terms", lambda h, a: ActionState.objects.create(**fact(h, a), state="postponed")),
    *[
        (
            "set_aside_on_full_terms",
            lambda h, a, empty=empty: ActionState.objects.create(**fact(h, a), state="blocked", **terms(**empty)),
        )
        for empty in (
            {"reason": ""},
            {"agreed_by_words": ""},
            {"risk_accepted": ""},
            {"risk_level": ""},
            {"cover": ""},
            {"revisit_on": None},
        )
    ],
    ("state_known", lambda h, a: ActionState.objects.create(**fact(h, a), state="perhaps")),
    ("gone_for_a_reason", lambda h, a: ActionState.objects.create(**fact(h, a), state="superseded")),
    ("merged_into_an_action", lambda h, a: ActionState.objects.create(**fact(h, a), state="merged", reason="Same")),
    (
        "action_does_not_wait_on_itself",
        lambda h, a: ActionState.objects.create(**fact(h, a), state="blocked", waits_on=a, **terms()),
    ),
    ("risk_level_known", lambda h, a: ActionState.objects.create(**fact(h, a), state="under_way", risk_level="mine")),
    (
        "date_ends_after_it_starts",
        lambda h, a: ActionDate.objects.create(**fact(h, a), **day(ends_on=date(2012, 10, 1))),
    ),
    ("slip_has_reason_and_agreement", lambda h, a: ActionDate.objects.create(**fact(h, a), **day(is_first=False))),
    ("date_kind_known", lambda h, a: ActionDate.objects.create(**fact(h, a), **day(which="maybe"))),
    ("date_precision_known", lambda h, a: ActionDate.objects.create(**fact(h, a), **day(precision="vague"))),
    ("one_first_date", lambda h, a: [ActionDate.objects.create(**fact(h, a), **day()) for _ in range(2)]),
    ("action_has_words", lambda h, a: ActionWording.objects.create(**fact(h, a), text="")),
    ("action_kind_known", lambda h, a: ActionWording.objects.create(**fact(h, a), text="x", kind="once")),
    ("action_priority_known", lambda h, a: ActionWording.objects.create(**fact(h, a), text="x", priority="urgent")),
    (
        "override_begins_then_ends",
        lambda h, a: StandingOverride.objects.create(**fact(h, a), number=2, standing="red", reason="x"),
    ),
    (
        "one_open_override",
        lambda h, a: [
            StandingOverride.objects.create(**fact(h, a), number=1, standing="red", reason="x") for _ in range(2)
        ],
    ),
    (
        "open_override_has_a_standing",
        lambda h, a: StandingOverride.objects.create(**fact(h, a), number=1, standing="", reason="x"),
    ),
    (
        "override_has_a_reason",
        lambda h, a: StandingOverride.objects.create(**fact(h, a), number=1, standing="red", reason=""),
    ),
    (
        "lead_is_somebody",
        lambda h, a: ActionLead.objects.create(leads=ActionLeads.objects.create(**fact(h, a)), order=1),
    ),
    ("evidence_shows_something", lambda h, a: offered(h, a, note="")),
    ("evidence_has_a_title", lambda h, a: offered(h, a, title="")),
    (
        "evidence_refused_for_a_reason",
        lambda h, a: EvidenceDecision.objects.create(
            **fact(h, a), evidence=offered(h, a), verdict="refused", outside_line=True
        ),
    ),
    (
        "evidence_verdict_known",
        lambda h, a: EvidenceDecision.objects.create(
            **fact(h, a), evidence=offered(h, a), verdict="maybe", outside_line=True
        ),
    ),
    (
        "override_standing_known",
        lambda h, a: StandingOverride.objects.create(**fact(h, a), number=1, standing="purple", reason="x"),
    ),
    ("update_says_something", lambda h, a: said(h, a, paragraphs=[])),
    ("update_has_a_day_or_a_document", lambda h, a: said(h, a, so_on=None, reported_on=TODAY)),
    ("update_audience_known", lambda h, a: said(h, a, audience="world")),
    ("theme_numbered_once", lambda h, a: theme(h, number=1)),
    ("theme_has_a_title", lambda h, a: theme(h, number=9, title="")),
    ("plan_rhythm_is_some_days", lambda h, a: plan_like(h, rhythm_days=0)),
    ("plan_rhythm_stays", lambda h, a: Plan.objects.filter(pk=h.plan.pk).update(rhythm_days=31)),
    ("plan_has_a_title", lambda h, a: Plan.objects.filter(pk=h.plan.pk).update(title="")),
    ("applied_import_has_a_plan", lambda h, a: batch(h, state="applied")),
    ("import_state_known", lambda h, a: batch(h, state="lost")),
    (
        "doubt_has_a_sentence",
        lambda h, a: Doubt.objects.create(
            ref="d", batch=batch(h), plan=h.plan, order=1, kind="k", key="k", place="p", sentence=""
        ),
    ),
    (
        "edition_line_has_words",
        lambda h, a: EditionLine.objects.create(
            batch=batch(h), action=a, so_on=TODAY, number="1.1", text="", recorded_at=NOW
        ),
    ),
    (
        "action_has_its_place",
        lambda h, a: Action.objects.create(
            ref="x",
            plan=h.plan,
            theme=a.theme,
            position=a.position,
            number="1.99",
            so_on=TODAY,
            recorded_at=NOW,
        ),
    ),
]


def plan_like(here: Cast, **changes: object) -> Plan:
    given = {"ref": "plan-1", "title": "Another", "authority_id": here.council.pk, "recorded_at": NOW, **changes}
    return Plan.objects.create(**given)


def offered(here: Cast, action: Action, **changes: object) -> Evidence:
    given = {"title": "Audit", "note": "Read", "ref": "evidence-1", "authority_id": here.council.pk, **changes}
    return Evidence.objects.create(**fact(here, action), **given)


def said(here: Cast, action: Action, **changes: object) -> Update:
    given = {**fact(here, action), "ref": "update-1", "paragraphs": ["Said"], **changes}
    return Update.objects.create(**given)


def theme(here: Cast, **given: object) -> Theme:
    return Theme.objects.create(plan=here.plan, position=2, recorded_at=NOW, **{"title": "Again", **given})


def batch(here: Cast, **given: object) -> ImportBatch:
    return ImportBatch.objects.create(
        ref="import-1", authority=here.council, document="plan.docx", sha256="0" * 64, recorded_at=NOW, **given
    )


@pytest.mark.parametrize(("constraint", "build"), REFUSED, ids=[f"{i}-{name}" for i, (name, _) in enumerate(REFUSED)])
def test_the_database_refuses(here: Cast, constraint: str, build: Build) -> None:
    action = here.action()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        build(here, action)


def checks() -> dict[str, str]:
    """The table of every check that the models of this package state."""
    return {
        constraint.name: model._meta.db_table
        for model in apps.get_app_config("improvement").get_models()
        for constraint in model._meta.constraints
        if isinstance(constraint, CheckConstraint)
    }


TRIED_ABOVE = {name for name, _ in REFUSED}
STATED = checks()
VALUES = {
    "boolean": "(true), (false)",
    "date": "('2012-01-01'), ('2012-01-02'), (null)",
    "jsonb": "('[]'), ('[\"x\"]')",
}
NUMBERS = "(-1), (0), (1), (2), (3), (6), (26), (null)"
COLUMNS = """
    SELECT a.attname, format_type(a.atttypid, a.atttypmod) FROM pg_constraint c
    JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey) WHERE c.conname = %s
"""


def outcomes(name: str) -> set[bool | None]:
    """What the database's own check says to rows of every mixture of a few values of its columns."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_expr(conbin, conrelid), convalidated FROM pg_constraint WHERE conname = %s",
            [name],
        )
        ((expression, holds),) = cursor.fetchall()
        assert holds
        words = ", ".join(f"('{word}')" for word in {"", "x", *re.findall(r"'(\w+)'", expression)})
        cursor.execute(COLUMNS, [name])
        lists = [
            f'(SELECT column1::{kind.split("(")[0]} AS "{column}" FROM (VALUES {values_of(kind, words)}) v) AS t{at}'
            for at, (column, kind) in enumerate(cursor.fetchall())
        ]
        cursor.execute(f"SELECT DISTINCT ({expression}) FROM {' CROSS JOIN '.join(lists)}")
        return {row[0] for row in cursor.fetchall()}


def values_of(kind: str, words: str) -> str:
    if kind.startswith(("character", "text")):
        return words
    if kind == "bytea":
        return "(''), ('x')"
    return VALUES.get(kind, NUMBERS)


@pytest.mark.parametrize("name", sorted(set(STATED) - TRIED_ABOVE))
def test_every_other_check_of_the_package_refuses_something_and_lets_something_through(name: str) -> None:
    assert outcomes(name) >= {True, False}


def test_evidence_is_hidden_by_the_database_from_those_of_another_council(here: Cast) -> None:
    offered(here, here.action())
    assert Evidence.objects.count() == 1
    access.identify(here.stranger, today=TODAY)
    assert Evidence.objects.count() == 0
    access.forget()
    assert Evidence.objects.count() == 0


def test_evidence_cannot_be_written_for_another_council(here: Cast) -> None:
    action = here.action()
    access.identify(here.stranger, today=TODAY)
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        offered(here, action)


def test_evidence_is_hidden_by_the_query_layer_too(here: Cast) -> None:
    offered(here, here.action())
    assert not Evidence.objects.visible_to(here.stranger).exists()
    assert Evidence.objects.visible_to(here.worker).exists()


def test_a_slip_with_reason_and_agreement_is_kept_beside_the_first_date(here: Cast) -> None:
    action = here.action()
    ActionDate.objects.create(**fact(here, action), **day())
    later = day(is_first=False, reason="Late", agreed_by_words="Board", ends_on=date(2012, 10, 2) + timedelta(days=9))
    ActionDate.objects.create(**fact(here, action), **later)
    assert ActionDate.objects.filter(action=action).count() == 2
