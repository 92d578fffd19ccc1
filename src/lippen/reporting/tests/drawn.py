"""A form with everything that Lippen can draw, and a paper of made-up decisions and past days on it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from lippen.improvement.drawn_rows import ActionThen, Decided, PlanThen, ReportBack
from lippen.kernel.calendar import Period, Precision
from lippen.reporting.papers.build import build_content
from lippen.reporting.papers.records import PaperRecords
from lippen.reporting.papers.template import FOLDER, Template, read_template
from lippen.reporting.tests.hand_made import action, late, month, records

TABLES = {
    "agreed": "What was decided",
    "agreed_money": "Money that was decided",
    "agreed_posts": "Posts that were decided",
}


def drawn_data(*keys: str) -> dict[str, Any]:
    """The board pack's data with these tables of decisions, and with the line chart where its standing was."""
    data: dict[str, Any] = json.loads((FOLDER / "board_pack.json").read_text("utf-8"))
    trend = {"kind": "figure", "figure": "trend_quarters", "required": False, "guidance": "It draws itself."}
    data["sections"][1] = {"key": "trend", "number": 2, "title": "How the plan went", **trend}
    for key in keys or TABLES:
        more = {"kind": "table", "table": key, "required": False, "guidance": "It draws itself."}
        data["sections"].append({"key": key, "number": len(data["sections"]) + 1, "title": TABLES[key], **more})
    return data


def drawn_form(*keys: str) -> Template:
    """That form."""
    return read_template(drawn_data(*keys))


def decided(ref: str, agreed: str, on: date, **given: object) -> Decided:
    """A decision of the council."""
    amount, posts = given.pop("amount", None), given.pop("posts", None)
    usual: dict[str, Any] = {
        "body": "Braeside Council",
        "amount_period": "",
        "posts_words": "",
        "status": "under_way",
        "status_words": "Under way",
        "status_on": on,
    }
    return Decided(
        ref=ref,
        agreed=agreed,
        decided_on=on,
        amount=None if amount is None else Decimal(str(amount)),
        posts=None if posts is None else Decimal(str(posts)),
        **{**usual, **given},
    )


DECIDED = (
    decided(
        "decision-1",
        "Add six social workers to the long-term team",
        date(2012, 3, 31),
        amount=312000,
        amount_period="a year",
        posts=6,
        posts_words="Social workers",
        reports=(ReportBack("open", date(2012, 3, 31), month(2012, 8, "August 2012"), True),),
    ),
    decided(
        "decision-2",
        "Buy a new information system",
        date(2012, 6, 21),
        amount=1200000,
        amount_period="over two years",
        reports=(ReportBack("kept", date(2012, 9, 1), None, False),),
    ),
    decided(
        "decision-3",
        "Begin a quality panel",
        date(2012, 6, 21),
        amount="40000.50",
        amount_period="A  year",
        posts="1.5",
        posts_words="Reviewing officers",
    ),
    decided(
        "decision-4",
        "Rent two rooms",
        date(2012, 6, 22),
        amount=9000,
        amount_period="a year",
        posts=2,
        status="stopped",
        status_words="Stopped",
        status_on=date(2012, 9, 3),
    ),
)


def on_days(days: Sequence[date]) -> tuple[PlanThen, ...]:
    """A plan of twelve actions of which each day two fewer are late and one more is shown done."""
    due = Period("June 2011", Precision.MONTH, date(2011, 6, 1), date(2011, 7, 1))

    def then(place: int, number: int) -> ActionThen:
        state = "shown_done" if number < place else "under_way"
        return ActionThen(f"action-then-{number}", "finish", state, due if number < 11 - place else None)

    return tuple(PlanThen(day, tuple(then(at, number) for number in range(12))) for at, day in enumerate(days))


def drawn_records(*keys: str, **given: object) -> PaperRecords:
    """A paper on that form, of a plan that began in January 2011."""
    usual = (replace(action("1.1"), added_on=date(2011, 1, 4)), late("1.2", text="Fill the empty posts"))
    drawn = {"template": drawn_form(*keys), "decided": DECIDED, "then_of": on_days}
    return replace(records(usual), **{**drawn, **given})


def drawn_content() -> dict[str, Any]:
    """Its content."""
    return build_content(drawn_records())


def block_of(content: dict[str, Any], key: str) -> dict[str, Any]:
    """The block that Lippen drew under this key."""
    blocks = (block for part in content["parts"] for block in part["blocks"])
    return next(block for block in blocks if block.get("key") == key)
