"""What the child's record knows of the rooms above it: what they call a child on the duty board, and their tables.

A room says so in its app's configuration (`child_subject`, `duty_words`, `facts_about`, `events_of`, `held_about`,
`homes_of`, `child_page`, `pages_beside`, `tables_of_person`, `built_upon`, `marks`, `looks`, `brings_in`, `follows`,
`not_own_of`, `rests_on_death`); nothing of it is imported here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from typing import Any

from django.apps import apps
from django.db.models import QuerySet
from django.urls import reverse

from lippen.casework.rows import Event
from lippen.casework.vocabulary import DUTY_WORDS, Duty
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


def words_of_duty(kind: str) -> str:
    """What a duty of this room or of one above asks for."""
    return DUTY_WORDS[Duty(kind)] if kind in DUTY_WORDS else named_above(kind)


def ways_about(ref: str) -> tuple[tuple[str, str], ...]:
    """What the rooms above show of a child, in words, and where."""
    named = (getattr(config, "child_page", None) for config in apps.get_app_configs())
    return tuple((words, reverse(page, args=[ref])) for words, page in filter(None, named))


def ways_beside() -> tuple[tuple[str, str], ...]:
    """What the rooms above show of no child, in words, and where."""
    named = (getattr(config, "pages_beside", ()) for config in apps.get_app_configs())
    return tuple((words, reverse(page)) for pages in named for words, page in pages)


def facts_about(actor: Actor, person_ids: Collection[int]) -> tuple[QuerySet[Any], ...]:
    """What the rooms above have to be read of somebody for the chronology, each room's after the other's."""
    return tuple(query for config in _tellers() for query in config.facts_about(actor, person_ids))


def events_of(actor: Actor, person_ids: Collection[int], read: Sequence[list[Any]]) -> list[Event]:
    """What the rooms above tell of somebody's life, from what was read of theirs."""
    told, place = [], 0
    for config in _tellers():
        many = len(config.facts_about(actor, person_ids))
        told += config.events_of(read[place : place + many])
        place += many
    return told


def held_about(actor: Actor, person_ids: Collection[int]) -> list[tuple[date | None, str, str]]:
    """What the rooms above hold about somebody beside what they tell of them: day, heading and words."""
    tellers = (config for config in apps.get_app_configs() if hasattr(config, "held_about"))
    return [each for config in tellers for each in config.held_about(actor, person_ids)]


def homes_of(actor: Actor, person_ids: Collection[int]) -> tuple[str, ...]:
    """The words by which the rooms above say with whom these people live or lived: they lead to an address."""
    tellers = (config for config in apps.get_app_configs() if hasattr(config, "homes_of"))
    return tuple(words for config in tellers for words in config.homes_of(actor, person_ids))


def rests_on_death(actor: Actor, person_ids: Collection[int]) -> tuple[str, str] | None:
    """What a room above has that ended by somebody's death, in words, and where that is said to be wrong."""
    tellers = (config for config in apps.get_app_configs() if hasattr(config, "rests_on_death"))
    return next(filter(None, (config.rests_on_death(actor, person_ids) for config in tellers)), None)


@dataclass(frozen=True)
class NotOwn:
    """Something of a room above that nobody does where it is their own, and who does it in the reader's case."""

    words: str
    who: Collection[int]
    nobody: tuple[str, ...] = ()
    """What is said where there is nobody, and how somebody comes to do it; without it: an administrator says who."""


@dataclass(frozen=True)
class Others:
    """Of whom somebody stands in for the reader: who holds posts of each class, and who approves what leaders do."""

    me: int
    held: Mapping[str, tuple[int, ...]]
    leaders: tuple[int, ...]
    covered: frozenset[int]
    """Those who are away and for whom the reader covers."""

    def among(self, found: Iterable[int]) -> tuple[int, ...]:
        """Those of these who are not the reader; those for whom the reader covers only where there is nobody else."""
        others = tuple(each for each in found if each != self.me)
        return tuple(each for each in others if each not in self.covered) or others

    def with_posts(self, roles: Iterable[str]) -> tuple[int, ...]:
        """The same of all who hold posts of these classes."""
        return self.among(sorted({each for role in roles for each in self.held.get(role, ())}))


def not_own_of(actor: Actor, authority_id: int, others: Others) -> list[NotOwn]:
    """What the rooms above have that nobody does where it is their own."""
    tellers = (config for config in apps.get_app_configs() if hasattr(config, "not_own_of"))
    return [each for config in tellers for each in config.not_own_of(actor, authority_id, others)]


def _tellers() -> list[Any]:
    return [config for config in apps.get_app_configs() if hasattr(config, "events_of")]


def models_about_people() -> tuple[Any, ...]:
    """The tables of this package, and those of the rooms above whose rows are about one person."""
    own = tuple(apps.get_app_config("casework").get_models())
    above = (
        model
        for config in apps.get_app_configs()
        for model in config.get_models()
        if model._meta.db_table in getattr(config, "tables_of_person", ())
    )
    return (*own, *above)


def built_upon() -> dict[str, str]:
    """What the rooms above say of a row of theirs that stands in the way of undoing, by its table."""
    named = (getattr(config, "built_upon", {}) for config in apps.get_app_configs())
    return {table: words for told in named for table, words in told.items()}


def marks() -> dict[str, tuple[str, str]]:
    """By which column a row of the rooms above marks another as wrong, and of which table, by its own table."""
    named = (getattr(config, "marks", {}) for config in apps.get_app_configs())
    return {table: mark for told in named for table, mark in told.items()}


def looks_above() -> dict[str, str]:
    """What somebody did who looked at a page of the rooms above, by the verb of the trail."""
    named = (getattr(config, "looks", {}) for config in apps.get_app_configs())
    return {verb: words for told in named for verb, words in told.items()}


def brings_in(kind: str) -> Any:
    """The module of a room above that brings files of a kind in: `READING`, `look`, `bring`; None for our own kinds.

    `READING` names the module that reads such a file in the child process, as `adapters.reading` reads ours.
    `look(actor, intake, rows, today)` gives what cannot come in, and which records it looked at; `bring(bringing, rows,
    refused)` writes the rest and gives how many, or stops where other rows than those refused cannot come in now.
    One whose files may be undone also has `stands_in_the_way(actor, brought)`, which gives row, person and why, and
    `undo(undoing)`, which lets the record say what it said before. `WAITS` names the rules by which rows that cannot
    come in yet wait with whom they are about; then `wait_now(actor, intake_ids)` tells of files that came in, by their
    numbers, how many rows wait now and how many came in with a later file.
    """
    for config in apps.get_app_configs():
        if found := getattr(config, "brings_in", {}).get(kind):
            return import_module(found)
    return None


def followers() -> tuple[Any, ...]:
    """The modules of the rooms above that let what is owed for a child follow where this room changes what it rests on.

    `follow_given(actor, people, at, leaving, is_over)`: who has these people has changed, or changes as the parts end
    that are named as leaving; or they were seen on a visit, or were not, or were born on another day. `is_over`: all
    work with them ends;
    `follow_together(writing)`: the record held is put together with another, and is the one that stays;
    `follow_apart(one, kept)`: two records that were one are about to be taken apart, and each counts alone again.
    """
    named = (getattr(config, "follows", "") for config in apps.get_app_configs())
    return tuple(import_module(each) for each in named if each)


def tables_above() -> tuple[str, ...]:
    """Tables of the rooms above whose rows are about one person."""
    return tuple(table for config in apps.get_app_configs() for table in getattr(config, "tables_of_person", ()))
