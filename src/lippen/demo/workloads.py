"""How those work who work with children in the demonstration, what is due for them, and a figure in question."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from lippen.casework.actions import limits, supporting, typed
from lippen.casework.queries import lists
from lippen.casework.vocabulary import TypedKind
from lippen.demo.organisation import Cast
from lippen.kernel.access import Actor
from lippen.organisation.actions import terms
from lippen.organisation.vocabulary import Basis, Experience

SKILLS = ("Court work", "Speaks Gaelic", "Trained in joint interviews")
HOW = (
    ("IC", "KL", Decimal("0.8"), Experience.EXPERIENCED, Basis.PERMANENT, (0, 1)),
    ("LD", "CB", Decimal(1), Experience.NEWLY_QUALIFIED, Basis.AGENCY, (2,)),
)
"""Who says of whom how they work: share of full time, experience, terms, and which of the skills."""
DUE = (
    ("Lorn", TypedKind.CORE_GROUP, 20, "At the nursery, ten in the morning"),
    ("Lorn", TypedKind.PROTECTION_MEETING, 41, ""),
    ("Mhairi", TypedKind.LOOKED_AFTER_REVIEW, 33, "She wants it at her grandmother's"),
    ("Mhairi", TypedKind.REPORTER_REPORT, -4, "The Reporter has rung twice"),
)
HELPED = ("Lorn", "Nan Fallowside, family support", "Breakfasts and the way to nursery, four mornings a week.")


def carry_work(cast: Cast) -> None:
    """Terms and skills, what is typed in, family support, and a figure that is asked about."""
    now, today, council = cast.dates.now, cast.dates.today, cast.both[0]
    with cast.acting_as("IC", now) as actor:
        listed = [terms.list_skill(actor=actor, authority_id=council, name=name, at=now).pk for name in SKILLS]
    for by, whose, share, experience, basis, skills in HOW:
        with cast.acting_as(by, now) as actor:
            how = {"hours_share": share, "experience": experience, "basis": basis}
            who = {"person_id": cast.people[whose].pk, "skill_ids": [listed[each] for each in skills]}
            terms.say_terms(actor=actor, authority_id=council, so_on=today, at=now, **how, **who)
    with cast.acting_as("KL", now) as actor:
        for given, kind, days, words in DUE:
            due = {"kind": kind, "due_on": today + timedelta(days=days), "words": words}
            whose_desk = {"person_ref": _known(actor, given), "worker_id": cast.people["KL"].pk}
            typed.type_duty(actor=actor, so_on=today, at=now, **due, **whose_desk)
    with cast.acting_as("IC", now) as actor:
        given, helper, words = HELPED
        freed = {"helper": helper, "words": words, "freed_hours": Decimal(1)}
        supporting.assign_help(actor=actor, person_ref=_known(actor, given), so_on=today, at=now, **freed)
    _ask_about_a_figure(cast)


def _known(actor: Actor, given: str) -> str:
    """The one child of that first name whom the actor works with or leads."""
    (ref,) = [row.ref for row in lists.own_children(actor) if row.name.startswith(f"{given} ")]
    return ref


def _ask_about_a_figure(cast: Cast) -> None:
    first, second = cast.dates.today - timedelta(days=20), cast.dates.today - timedelta(days=9)
    with cast.acting_as("KL", cast.dates.at(first, 10)) as actor:
        why = "A child on the register took me 22 hours in four weeks: I counted for two months."
        asked = {"authority_id": cast.both[0], "key": "weight_protection", "words": why}
        made = limits.challenge_figure(actor=actor, so_on=first, at=cast.dates.at(first, 10), **asked)
    with cast.acting_as("MB", cast.dates.at(second, 10)) as actor:
        words = "We count for a month in both teams, and set the figure by that. Thank you for counting."
        given = {"challenge_ref": made.ref, "so_on": second, "at": cast.dates.at(second, 10)}
        limits.answer_challenge(actor=actor, words=words, **given)
