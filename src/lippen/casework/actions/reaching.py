"""How somebody is reached: a telephone number that can be rung, an e-mail address that can be written to."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from lippen.casework.vocabulary import ContactKind
from lippen.kernel.errors import CannotDo

LEAST_FIGURES = 3
"""Figures that the shortest telephone number has."""
NUMBER = re.compile(r"[0-9 +().\-]+?(?:,? *(?:ext|x)\.? *[0-9]{1,8})?", re.IGNORECASE)
"""Figures, spaces and + ( ) - . with an extension after them, such as “ext 12” or “x12”."""
TOO_FEW = "A telephone number has at least three figures. Look at it again."
NO_NUMBER = (
    "A telephone number has figures, spaces and + ( ) - . alone, and an extension such as “ext 12”. "
    "Take the other words or signs out."
)
NO_EMAIL = "Write the whole e-mail address, such as name@example.org."


def reach_fault(kind: ContactKind, value: str) -> str:
    """Why nobody is reached by this, in words; nothing where it can be a telephone number or an e-mail address."""
    if kind is ContactKind.EMAIL:
        return "" if _is_email(value) else NO_EMAIL
    if sum(each in "0123456789" for each in value) < LEAST_FIGURES:
        return TOO_FEW
    return "" if NUMBER.fullmatch(value.strip()) else NO_NUMBER


def check_reaches(kind: ContactKind, value: str) -> None:
    """Refuse what can be no telephone number, and an e-mail address to which nothing can be sent."""
    if sentence := reach_fault(kind, value):
        raise CannotDo(sentence, field="value")


def _is_email(value: str) -> bool:
    try:
        validate_email(value)
    except ValidationError:
        return False
    return True
