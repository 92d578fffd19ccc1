"""A return comes in, part by part: children who are new, their time in care, reviews, and every row as it was written.

Spans of a new child are written for all children of a part together; what changes about a span is a further version.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from lippen.care.actions.bringing.parts import writings_of
from lippen.care.actions.following import follow_given
from lippen.care.actions.living import further, named, one_at_a_time
from lippen.care.adapters.ssda903 import Child, InCare
from lippen.care.models import CareEvent, CareEventWrong, Episode, LegalReason, Placement, ReturnRow
from lippen.care.queries.returned import ENGLISH, Numbered, Outcome, look, outcomes
from lippen.care.queries.spans import setting_of
from lippen.care.vocabulary import Event, Setting
from lippen.care.vocabulary.decisions import OF_RETURNS
from lippen.casework.actions.bringing.people import bring_people
from lippen.casework.actions.bringing.rows import CHANGED, Bringing, Stopped
from lippen.casework.actions.bringing.statuses import say_statuses
from lippen.casework.actions.writing import Writing
from lippen.casework.adapters.meaning import PersonIn
from lippen.casework.vocabulary import Gender, Status
from lippen.design.words import day_words
from lippen.kernel import audit
from lippen.kernel.ids import new_ref
from lippen.kernel.records import next_ids, put_all

__all__ = ["READING", "bring", "look"]

READING = "lippen.care.adapters.returned_files"
"""The module that reads such files in the child process."""
SEXES = {"1": Gender.MALE, "2": Gender.FEMALE}
NO_LONGER = "No return tells of it any more, since {name} was brought in on {day}."
MODELS: tuple[Any, ...] = (Episode, Placement, LegalReason)


def bring(bringing: Bringing, rows: Numbered, refused: Collection[int]) -> int:
    """Bring the rows of a part in that can come in; gives how many do.

    Other rows than those that the dry run refused stop it: the record has changed since.
    """
    given = (bringing.actor, bringing.intake.authority_id, bringing.intake.pk, rows)
    loose, every = outcomes(*given, today=bringing.today)
    now = {each.row for told in (loose, *(outcome.refused for outcome in every)) for each in told}
    if changed := now ^ set(refused):
        raise Stopped(min(changed), CHANGED)
    found = [each for each in every if each.child is not None and each.landed]
    ids = _people(bringing, found)
    writings = writings_of(bringing, list(ids.values()))
    coming = [_Coming(bringing, each, writings[ids[each.number]]) for each in found]
    with one_at_a_time():
        for model in MODELS:
            put_all([row for each in coming for row in each.spans_of(model)])
    put_all([row for each in coming for row in each.reviews()])
    ReturnRow.objects.bulk_create([row for each in coming for row in each.kept()], batch_size=500)
    said = [(each.writing, *status) for each in coming if (status := each.status()) is not None]
    say_statuses(said)
    follow_given(bringing.actor, [each.writing.person for each in coming], at=bringing.at)
    keys = [{"rows": each.outcome.landed, "changed": each.outcome.changes_spans} for each in coming]
    audit.record_all(
        bringing.actor,
        [("care.return_told", each.writing.person, key) for each, key in zip(coming, keys, strict=True)],
    )
    return sum(each.landed for each in found)


def _people(bringing: Bringing, found: Sequence[Outcome]) -> dict[str, int]:
    """The records of these children by their numbers; who is new is added."""
    new = [each for each in found if each.person is None]
    bring_people(bringing, [_person_in(each) for each in new])
    added = dict(bringing.links)
    ids = {}
    for each in found:
        first = min(number for number, _ in each.rows)
        if each.person is not None:
            ids[each.number] = each.person.id
            bringing.links.append((first, each.person.id))
        else:
            ids[each.number] = added[first]
    return ids


def _person_in(outcome: Outcome) -> PersonIn:
    """A child of whom a return tells, who has no name in it."""
    child = outcome.child
    assert child is not None
    return PersonIn(
        row=min(number for number, _ in outcome.rows),
        number=outcome.number,
        born_on=child.born_on,
        gender=SEXES.get(child.sex),
        status=_status_of(outcome.times),
        tie=None,
        is_protected=False,
        **dict.fromkeys(("given_name", "family_name", "known_as", "lines", "postcode"), ""),
        **dict.fromkeys(("phone", "email", "chi", "scn"), ""),
    )


def _status_of(times: Sequence[InCare]) -> Status | None:
    """What kind of work a child's record needs, as far as a return tells."""
    last = times[-1] if times else None
    if last is None or last.ends_on is not None:
        return None
    home = setting_of(ENGLISH, last.placements[-1].code) is Setting.HOME
    return Status.AT_HOME if home else Status.AWAY


@dataclass
class _Coming:
    """One child's part of a return on its way into the record."""

    bringing: Bringing
    outcome: Outcome
    writing: Writing
    episodes: dict[date, int] = field(default_factory=dict)
    """The number with which each time in care began, by its first day."""

    @property
    def child(self) -> Child:
        """What the return tells of the child."""
        assert self.outcome.child is not None
        return self.outcome.child

    def spans_of(self, model: Any) -> list[Any]:
        """Spans of one table that are new; those that stand already and change get their further version now."""
        if not self.outcome.changes_spans:
            return []
        wanted = dict(self._wanted(model))
        stands = {row.so_on: row for row in self.outcome.spans[model] if self._is_ours(row)}
        if model is Episode:
            self.episodes |= {so_on: row.thread_id for so_on, row in stands.items() if so_on in wanted}
        self._change(stands, wanted)
        fresh = {so_on: said for so_on, said in wanted.items() if so_on not in stands}
        made = []
        for pk, (so_on, said) in zip(next_ids(model, len(fresh)), fresh.items(), strict=True):
            about = self.writing.fact(so_on)
            row = model(pk=pk, code_system=ENGLISH, is_current=True, **named(_begins(model)), **about, **said)
            if model is Episode:
                self.episodes[so_on] = pk
            made.append(row)
        return made

    def _is_ours(self, row: Any) -> bool:
        return row.code_system == ENGLISH and (not isinstance(row, LegalReason) or row.is_basis)

    def _wanted(self, model: Any) -> Iterator[tuple[date, dict[str, Any]]]:
        """The spans of one table as the return tells them, by their first day."""
        for time in self.outcome.times:
            if model is Episode:
                yield time.starts_on, {"ends_on": time.ends_on, "end_code": time.end_code}
                continue
            about = {"episode_id": self.episodes[time.starts_on]}
            if model is Placement:
                for each in time.placements:
                    told = {"code": each.code, "provider_code": each.provider, "moved_why": each.moved_why}
                    yield each.starts_on, {"ends_on": each.ends_on, **told, **about}
            else:
                for held in time.legal:
                    yield held.starts_on, {"ends_on": held.ends_on, "code": held.code, **about}

    def _change(self, stands: Mapping[date, Any], wanted: Mapping[date, Mapping[str, Any]]) -> None:
        """Further versions: first what never was, then what became shorter, so that nothing holds on one day twice."""
        why = NO_LONGER.format(name=self.bringing.intake.name, day=day_words(self.bringing.today))
        changes = []
        for so_on, row in stands.items():
            if so_on not in wanted:
                further(self.writing, row, is_wrong=True, why=why)
            elif changed := {name: value for name, value in wanted[so_on].items() if getattr(row, name) != value}:
                grows = (changed.get("ends_on", row.ends_on) or date.max) > (row.ends_on or date.max)
                changes.append((grows, row, changed))
        for _, row, changed in sorted(changes, key=lambda each: each[0]):
            further(self.writing, row, **changed)

    def reviews(self) -> list[CareEvent]:
        """Reviews that are new; one of which no return tells any more is said to be wrong."""
        stands = {(row.so_on, row.words): row for row in self.outcome.events}
        why = NO_LONGER.format(name=self.bringing.intake.name, day=day_words(self.bringing.today))
        for said, row in stands.items():
            if said not in self.outcome.reviews and row.pk not in self.outcome.of_columns:
                CareEventWrong.objects.create(event=row, why=why, **self.writing.fact(self.bringing.today))
        told = {
            "kind": Event.REVIEW_RETURNED.value,
            "no_view_why": OF_RETURNS.format(source=self.bringing.intake.source),
        }
        return [
            CareEvent(ref=new_ref("careevent"), words=words, **told, **self.writing.fact(on))
            for on, words in sorted(self.outcome.reviews)
            if (on, words) not in stands
        ]

    def kept(self) -> list[ReturnRow]:
        """The rows as they were written."""
        return [
            ReturnRow(
                intake_id=self.bringing.intake.pk,
                file=row.file,
                place=row.place,
                kind=row.kind.value,
                year=row.year,
                cells=dict(row.cells),
                **self.writing.fact(self.bringing.today),
            )
            for _, row in self.outcome.kept
        ]

    def status(self) -> tuple[Status, date] | None:
        """What the board of a child who was recorded already is to say anew; None where it says so."""
        if self.outcome.person is None or not self.outcome.changes_spans or self.writing.person.now.died_on:
            return None
        before = self.writing.person.now.status
        in_care = {Status.AT_HOME.value, Status.AWAY.value}
        status = _status_of(self.outcome.times) or (Status.IN_NEED if before in in_care else None)
        if status is None or status.value == before:
            return None
        last = self.outcome.times[-1] if self.outcome.times else None
        return status, (last.ends_on or last.placements[-1].starts_on) if last else self.bringing.today


def _begins(model: Any) -> str:
    return {Episode: "episode", Placement: "placement", LegalReason: "legal"}[model]
