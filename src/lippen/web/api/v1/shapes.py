"""What goes over the wire: every text and number with its bounds."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Field, Schema

Ref = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,40}$")]
Words = Annotated[str, Field(max_length=20_000)]
Paragraph = Annotated[str, Field(min_length=1, max_length=20_000)]
Number = Annotated[int, Field(ge=0, le=10_000_000)]
PageNumber = Annotated[int, Field(ge=1, le=100_000, description="Which page, from 1")]
PageSize = Annotated[int, Field(ge=1, le=100, description="How many on a page")]


class Asked(Schema):
    """Which part of a list."""

    page: PageNumber = 1
    size: PageSize = 50


class AskedOn(Asked):
    """Which part of a list, on which day."""

    as_at: Annotated[date | None, Field(description="As it stood at the end of this day; without it, today")] = None


class Problem(Schema):
    """A refusal (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[dict[str, object]] | None = None


class Listed(Schema):
    """Where a page of a list stands in the whole."""

    page: Number
    pages: Number
    found: Number


class Plan(Schema):
    """An improvement plan."""

    ref: Ref
    title: Words
    councils: list[Words]
    origin: Words
    agreed_on: date | None
    rhythm_days: Number
    actions: Number


class Agreement(Schema):
    """What was said of when a plan was agreed, and by whom."""

    agreed_on: date
    agreed_by: Words
    recorded_at: datetime


class WholePlan(Plan):
    """An improvement plan, with what was said of its agreement, the latest first."""

    agreements: list[Agreement]


class Plans(Listed):
    """A page of plans."""

    items: list[Plan]


class Given(Schema):
    """A date as it was given: its words, its first and its last day."""

    words: Words
    first_day: date
    last_day: date


class Action(Schema):
    """An action of a plan as it stands on a day."""

    ref: Ref
    number: Words
    text: Words
    theme: Words
    leads: list[Words]
    state: Words
    state_on: date | None
    standing: Words
    standing_reason: Words
    first_target: Given | None
    target: Given | None
    review: Given | None
    times_moved: Number
    last_update_on: date | None
    no_update_within_rhythm: bool
    evidence_accepted: bool


class Actions(Listed):
    """A page of a plan's actions."""

    plan: Ref
    as_at: date
    items: list[Action]


class Update(Schema):
    """What was said of an action, for the committee."""

    ref: Ref
    so_on: date | None
    as_reported_in: Words
    paragraphs: list[Words]
    by: Words
    recorded_at: datetime


class ActionStory(Action):
    """An action with what was said of it for the committee, the newest first."""

    plan: Ref
    updates: list[Update]


class NewUpdate(Schema):
    """What happened to an action."""

    so_on: Annotated[date, Field(description="The day on which it was so: today or earlier")]
    paragraphs: Annotated[list[Paragraph], Field(min_length=1, max_length=50)]
    audience: Literal["internal", "committee"] = "internal"


class Written(Schema):
    """The update that stands now."""

    ref: Ref
    action: Ref


class File(Schema):
    """A file of a paper, with the SHA-256 of its bytes."""

    kind: Words
    sha256: Words
    size: Number
    url: Words


class Paper(Schema):
    """A paper that was issued and is not exempt. `sha256` is of its content."""

    ref: Ref
    subject: Words
    committee: Words
    meets_on: date
    council: Words
    report_by: Words
    withdrawn_on: Annotated[date | None, Field(description="When it was taken back; its files are gone from then on")]
    withdrawn_because: Annotated[Words, Field(description="Why it was taken back; empty while it stands")]


class Papers(Listed):
    """A page of issued papers."""

    items: list[Paper]


class IssuedPaper(Paper):
    """An issued paper with its files."""

    issued_on: date | None
    signed_at: datetime
    sha256: Words
    files: list[File]
