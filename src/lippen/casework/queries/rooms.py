"""What the child's record knows of the rooms above it: what they call a child on the duty board, and their tables.

A room says so in its app's configuration (`child_subject`, `duty_words`, `events_about`, `child_page`,
`pages_beside`, `tables_of_person`); nothing of it is imported here.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.apps import apps
from django.urls import reverse

from lippen.casework.rows import Event
from lippen.kernel.access import Actor


def child_subjects() -> tuple[str, ...]:
    """What duties of the rooms above are about, where they are about a child: their key is the record's reference."""
    named = (getattr(config, "child_subject", "") for config in apps.get_app_configs())
    return tuple(each for each in named if each)


def named_above(kind: str) -> str:
    """What a duty of a room above asks for, in that room's own words."""
    for config in apps.get_app_configs():
        if found := getattr(config, "duty_words", {}).get(kind):
            return str(found)
    return ""


def ways_about(ref: str) -> tuple[tuple[str, str], ...]:
    """What the rooms above show of a child, in words, and where."""
    named = (getattr(config, "child_page", None) for config in apps.get_app_configs())
    return tuple((words, reverse(page, args=[ref])) for words, page in filter(None, named))


def ways_beside() -> tuple[tuple[str, str], ...]:
    """What the rooms above show of no child, in words, and where."""
    named = (getattr(config, "pages_beside", ()) for config in apps.get_app_configs())
    return tuple((words, reverse(page)) for pages in named for words, page in pages)


def events_about(actor: Actor, person_ids: Sequence[int]) -> list[Event]:
    """What the rooms above tell of a child's life, for the chronology."""
    tellers = (getattr(config, "events_about", None) for config in apps.get_app_configs())
    return [event for tell in filter(None, tellers) for event in tell(actor, person_ids)]


def tables_above() -> tuple[str, ...]:
    """Tables of the rooms above whose rows are about one person."""
    return tuple(table for config in apps.get_app_configs() for table in getattr(config, "tables_of_person", ()))
