"""The figures that each council sets for itself, and what they start with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from lippen.casework.vocabulary import DESK_WORDS, TYPED_WORDS, DeskWork, TypedKind

TYPED_START_HOURS = {
    TypedKind.CORE_GROUP: 3,
    TypedKind.PROTECTION_VISIT: 2,
    TypedKind.PROTECTION_MEETING: 6,
    TypedKind.REPORTER_REPORT: 10,
    TypedKind.HEARING: 4,
    TypedKind.COURT: 6,
    TypedKind.LOOKED_AFTER_REVIEW: 4,
    TypedKind.CHILDS_PLAN: 4,
    TypedKind.OTHER_DUTY: 1,
}
DESK_START_HOURS = {
    DeskWork.VISIT: Decimal("1.5"),
    DeskWork.FAMILY_CONTACT: Decimal("1.5"),
    DeskWork.HEALTH: Decimal(2),
    DeskWork.DECIDED: Decimal(1),
    DeskWork.PERMANENCE: Decimal(10),
    DeskWork.CARERS: Decimal(20),
    DeskWork.NOTICE: Decimal(1),
}
OURS, PROPOSED = "ours, not published", "proposed nationally, 2022"
"""Where a figure comes from with which every council starts."""


@dataclass(frozen=True)
class Local:
    """A figure that each council sets for itself: what it is, what it starts with, its unit, and how far it may go.

    `is_guarded`: how long records are kept, or how fast they are looked up. Whoever agrees what is destroyed sets it.
    """

    key: str
    words: str
    start: Decimal
    unit: str
    least: int = 0
    most: int = 1000
    is_guarded: bool = False
    source: str = OURS

    def __post_init__(self) -> None:
        if not self.holds(self.start):
            raise ValueError(self.key)

    def holds(self, number: Decimal) -> bool:
        """Whether a figure lies within what a council may set."""
        return self.least <= number <= self.most

    @property
    def range_words(self) -> str:
        """How far it may go, in words: between 10 and 100 years."""
        return f"between {self.least} and {self.most}{'' if self.unit == 'of 1' else f' {self.unit}'}"


ONE = {
    "working days": "working day",
    "children": "child",
    "records": "record",
    "minutes": "minute",
    "years": "year",
    "hours in 4 weeks": "hour in 4 weeks",
    "hours each": "hour each",
}
"""The unit of a figure that is one."""


def unit_words(number: Decimal, unit: str) -> str:
    """The unit as it reads after a number: 1 working day, 2 working days."""
    return ONE.get(unit, unit) if number == 1 else unit


LOCALS: dict[str, Local] = {
    each.key: each
    for each in (
        Local("screening_days", "Screening of a contact", Decimal(1), "working days", most=60),
        Local("assessment_days", "Initial assessment", Decimal(20), "working days", most=60),
        Local("decision_days", "Decision after the assessment", Decimal(2), "working days", most=60),
        Local("allocation_days", "Allocation after the decision", Decimal(5), "working days", most=60),
        Local("first_visit_days", "First visit after the allocation", Decimal(5), "working days", most=60),
        Local(
            "limit_children",
            "Most children of a full-time worker",
            Decimal(15),
            "children",
            *(1, 50),
            source=PROPOSED,
        ),
        Local(
            "lookup_records",
            "Records outside own work, looked up in a row before one is slowed",
            Decimal(30),
            "records",
            *(5, 200),
            is_guarded=True,
        ),
        Local("lookup_minutes", "Within so many minutes", Decimal(10), "minutes", 1, 60, is_guarded=True),
        Local(
            "keep_protection_years",
            "Keep records of children on the register, after the last work",
            Decimal(35),
            "years",
            *(10, 100),
            is_guarded=True,
        ),
        Local(
            "keep_other_years",
            "Keep records of other children, after the last work",
            Decimal(10),
            "years",
            *(1, 100),
            is_guarded=True,
        ),
        Local(
            "keep_died_years",
            "Keep records of other children who died, from the death",
            Decimal(25),
            "years",
            *(1, 100),
            is_guarded=True,
        ),
        Local("share_casework", "Share of working hours for casework", Decimal("0.6"), "of 1", most=1),
        Local("share_newly_qualified", "Newly qualified: share of limit and of hours", Decimal("0.75"), "of 1", most=1),
        Local("share_student", "Students: share of limit and of hours", Decimal(0), "of 1", most=1),
        Local("weight_protection", "On the child protection register", Decimal(16), "hours in 4 weeks", most=150),
        Local("weight_pre_birth", "Planned for before birth", Decimal(14), "hours in 4 weeks", most=150),
        Local("weight_court", "Permanence in court", Decimal(16), "hours in 4 weeks", most=150),
        Local("weight_away", "Looked after away from home", Decimal(10), "hours in 4 weeks", most=150),
        Local("weight_at_home", "Looked after at home", Decimal(8), "hours in 4 weeks", most=150),
        Local("weight_in_need", "Supported at home by agreement", Decimal(5), "hours in 4 weeks", most=150),
        Local("weight_aftercare", "Aftercare", Decimal(3), "hours in 4 weeks", most=150),
        Local("weight_assessment", "Being assessed", Decimal(12), "hours in 4 weeks", most=150),
        *(
            Local(f"hours_{kind.value}", f"{TYPED_WORDS[kind]}: work for it", Decimal(hours), "hours each", most=150)
            for kind, hours in TYPED_START_HOURS.items()
        ),
        *(
            Local(f"hours_{work.value}", f"{DESK_WORDS[work]}: work for it", hours, "hours each", most=150)
            for work, hours in DESK_START_HOURS.items()
        ),
        Local("weight_none", "No status recorded", Decimal(5), "hours in 4 weeks", most=150),
    )
}
"""What a council starts with; each is its own to change, in the settings of the children's room."""


def hours_for(work: DeskWork | TypedKind, numbers: Mapping[str, Decimal]) -> Decimal:
    """Hours that one duty of a kind of work is reckoned to take."""
    return numbers[f"hours_{work.value}"]


def numbers_with(own: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Every local figure: the council's own where it set one, else what it started with."""
    return {key: own.get(key, local.start) for key, local in LOCALS.items()}
