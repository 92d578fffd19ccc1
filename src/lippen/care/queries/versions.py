"""How a placement, a legal reason or a time in care was recorded, version by version, and what each says anew."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lippen.care.models import Episode, LegalReason, Placement
from lippen.care.models.spans import Span
from lippen.care.queries.living import carer_names, destination_words, moved_words
from lippen.care.queries.spans import legal_words, placement_words
from lippen.care.rows.living import VersionRow
from lippen.care.vocabulary import AREA_WORDS, SIBLINGS_WORDS, Area, Siblings
from lippen.design.words import day_words
from lippen.kernel.access import Actor
from lippen.kernel.clock import day_of
from lippen.kernel.errors import NotVisible
from lippen.organisation import queries as organisation

BEGINS: dict[str, type[Any]] = {"episode": Episode, "placement": Placement, "legal": LegalReason}
"""What refs of spans begin with."""


def versions(actor: Actor, ref: str) -> tuple[int, tuple[VersionRow, ...]]:
    """Every way in which a span was recorded, the first first, and whose it is; or NotVisible."""
    model = next((each for begins, each in BEGINS.items() if ref.startswith(f"{begins}-")), None)
    if model is None:
        raise NotVisible
    threads = model.objects.filter(ref=ref).values("thread")
    rows: list[Any] = list(model.objects.visible_to(actor).filter(thread__in=threads).order_by("id"))
    if not rows:
        raise NotVisible
    names = organisation.account_names({row.recorded_by_id for row in rows} - {None})
    carers = carer_names(actor, rows) if model is Placement else {}
    told, before = [], dict.fromkeys(_said(rows[0], carers), "")
    for row in rows:
        said = _said(row, carers)
        told.append(
            VersionRow(
                words_of(row),
                row.so_on,
                row.ends_on,
                day_of(row.recorded_at),
                names.get(row.recorded_by_id or 0, ""),
                row.why,
                row.is_current,
                row.is_wrong,
                tuple((name, words or "Not said any more") for name, words in said.items() if words != before[name]),
            )
        )
        before = said
    return rows[0].person_id, tuple(told)


def words_of(row: Span) -> str:
    """What a span says, in words."""
    if isinstance(row, Placement):
        return placement_words(row.code_system, row.code)
    return legal_words(row.code_system, row.code) if isinstance(row, LegalReason) else "In care"


def _said(row: Span, carers: Mapping[int, str]) -> dict[str, str]:
    """Everything that a version says beside its days, each under its name."""
    if isinstance(row, Placement):
        siblings = "" if row.siblings == Siblings.NOT_KNOWN else SIBLINGS_WORDS[Siblings(row.siblings)]
        return {
            "Kind of placement": words_of(row),
            "With": carers.get(row.carer_id or 0, ""),
            "Where": "" if row.area == Area.NOT_KNOWN else AREA_WORDS[Area(row.area)],
            "Brothers and sisters": siblings,
            "Why brothers and sisters are not together": row.siblings_why,
            "Why the move": moved_words(row),
            "Placed in an emergency": "Yes" if row.is_emergency else "",
            "Provider": row.provider_code,
        }
    if isinstance(row, LegalReason):
        lapses = day_words(row.expires_on) if row.expires_on else ""
        return {"Legal reason": words_of(row), "Lapses on": lapses, "In words": row.words}
    return {"Went to": destination_words(row) if isinstance(row, Episode) else ""}
