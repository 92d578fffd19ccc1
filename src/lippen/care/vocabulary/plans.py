"""The child's plan and the child's health: what is looked at, who has the plan, what comes next."""

from __future__ import annotations

from enum import StrEnum


class HealthKind(StrEnum):
    """What of a child's health was looked at."""

    FULL = "full"
    REVIEW = "review"
    DENTAL = "dental"
    MIND = "mind"
    OTHER = "other"


HEALTH_WORDS = {
    HealthKind.FULL: "Health assessment",
    HealthKind.REVIEW: "Health looked at again",
    HealthKind.DENTAL: "Teeth looked at",
    HealthKind.MIND: "Mental health looked at",
    HealthKind.OTHER: "Something else was looked at",
}


class HasCopy(StrEnum):
    """Who was given the child's plan."""

    CHILD = "child"
    PARENTS = "parents"
    CARERS = "carers"
    SCHOOL = "school"
    HEALTH = "health"
    REPORTER = "reporter"
    OTHERS = "others"


COPY_WORDS = {
    HasCopy.CHILD: "The child",
    HasCopy.PARENTS: "Parents",
    HasCopy.CARERS: "Carers",
    HasCopy.SCHOOL: "School or nursery",
    HasCopy.HEALTH: "Health",
    HasCopy.REPORTER: "The Reporter",
    HasCopy.OTHERS: "Others who help",
}
PLAN_DUTY, HEALTH_DUTY = "care_plan", "care_health"
"""The kinds of duty by which whoever has the child owes the next look at the plan, and at the child's health."""
COMING_TITLES = {PLAN_DUTY: "Look at the child’s plan again", HEALTH_DUTY: "Look at the child’s health again"}
