"""Ties that begin and end: odd numbers begin, even numbers end, so that one is open at most."""

from __future__ import annotations

from typing import TypeVar

from django.db import models
from django.db.models import Q, QuerySet
from django.db.models.functions import Mod

from lippen.kernel.records import Recorded

T = TypeVar("T", bound="Toggle")


class Toggle(Recorded):
    """A tie from a day on, or its end. Nothing is deleted: an end is a fact of its own."""

    number = models.PositiveIntegerField()
    ended = models.BooleanField(default=False)
    so_on = models.DateField()
    odd = models.GeneratedField(
        expression=Mod("number", 2), output_field=models.PositiveSmallIntegerField(), db_persist=True
    )
    token = models.UUIDField(null=True, unique=True)

    class Meta:
        abstract = True


def toggled(name: str, *between: str) -> list[models.BaseConstraint]:
    """What must always be true of a tie: it begins before it ends, and one is open at most between the same two."""
    return [
        models.UniqueConstraint(fields=[*between, "number"], name=f"one_open_{name}"),
        begins_then_ends(name),
    ]


def begins_then_ends(name: str) -> models.CheckConstraint:
    """Odd numbers begin a tie and even ones end it."""
    return models.CheckConstraint(
        condition=Q(ended=False, odd=1) | Q(ended=True, odd=0), name=f"{name}_begins_then_ends"
    )


def last_of_each(found: QuerySet[T], *between: str) -> QuerySet[T]:
    """The latest word on each tie among those that count."""
    return found.order_by(*between, "-number").distinct(*between)
