"""Days of birth that cannot be: still to come, longer ago than people live, or too near to that of one's child."""

from __future__ import annotations

from datetime import date

from lippen.casework import rules
from lippen.casework.vocabulary import BirthPrecision, TieKind
from lippen.design.words import day_words
from lippen.kernel.errors import CannotDo

NOT_COME = "This day has not come yet. Choose “Expected” for a child not born yet."
TOO_LONG_AGO = "More than 120 years ago. Check the year."


def check_birth(born_on: date, precision: BirthPrecision, today: date) -> None:
    """Refuse a day of birth that has not come, unless it is expected, and one of more than 120 years ago."""
    if precision is not BirthPrecision.EXPECTED and born_on > today:
        raise CannotDo(NOT_COME, field="born_on")
    if rules.is_born_too_long_ago(born_on, today):
        raise CannotDo(TOO_LONG_AGO, field="born_on")


def too_young(kind: TieKind, parent_born_on: date | None, child_born_on: date | None) -> str:
    """That a parent would be younger than 10 years when the child was born; nothing where that is not known."""
    if kind is not TieKind.PARENT or parent_born_on is None or child_born_on is None:
        return ""
    if not rules.is_parent_too_young(parent_born_on, child_born_on):
        return ""
    parent, child = day_words(parent_born_on), day_words(child_born_on)
    said = f"The parent, born on {parent}, would be younger than 10 years when the child was born on {child}."
    return f"{said} Look at both dates."


def check_parent(kind: TieKind, parent_born_on: date | None, child_born_on: date | None) -> None:
    """Refuse a tie to a parent who would be younger than 10 years when the child was born."""
    if sentence := too_young(kind, parent_born_on, child_born_on):
        raise CannotDo(sentence, field="tie")
