"""How an action hangs together with others, as lines for a page, with what is late about it. Rows in, lines out."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from lippen.improvement.source_rows import CarrierRow, Ties


@dataclass(frozen=True)
class TieLine:
    """One tie: how, to what, where that is, what is late about it. One without words goes on from the one before."""

    words: str
    other: str
    url: str
    late: str = ""
    goes_on: bool = False


def tie_lines(ties: Ties, query: str = "") -> tuple[TieLine, ...]:
    """Every tie of an action, those first that may hold it up."""
    found = []
    if waits := ties.waits_on:
        found.append(TieLine("Waits on", f"action {waits.number}", _action(waits.ref, query), waits.late_words))
    if ties.into:
        found.append(TieLine("Goes on as part of", f"action {ties.into.number}", _action(ties.into.ref, query)))
    if ties.carrier:
        found.append(TieLine("Carried by", ties.carrier.plan_title, plan_url(ties.carrier.plan_ref, query)))
    found += [
        TieLine(
            "" if place else "Answers",
            label.words,
            f"{_source(label.source_ref, query)}#{label.recommendation_ref}",
            goes_on=place + 1 < len(ties.answers),
        )
        for place, label in enumerate(ties.answers)
    ]
    return tuple(found)


def _action(ref: str, query: str) -> str:
    return reverse("improvement:action", args=[ref]) + query


def _source(ref: str, query: str) -> str:
    return reverse("improvement:source", args=[ref]) + query


def plan_url(ref: str, query: str = "") -> str:
    """Where a plan is."""
    return reverse("improvement:plan", args=[ref]) + query


def standings_words(carrier: CarrierRow) -> str:
    """How the plan that carries an action stands: 2 red, 1 amber, of 9 actions."""
    if not carrier.total:
        return "It has no actions yet"
    said = ", ".join(f"{count} {standing}" for standing, count in carrier.by_standing)
    return f"{said}, of {carrier.total} action{'' if carrier.total == 1 else 's'}"
