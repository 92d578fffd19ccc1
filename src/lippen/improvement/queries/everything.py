"""Everything that was ever said of a plan's actions, in three statements: for the operational plan on paper."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date, datetime

from lippen.improvement.models import Action, ActionDate, ActionState, Evidence, EvidenceDecision, Update
from lippen.improvement.queries.evidence import FILES, verdict_words, with_file
from lippen.improvement.queries.progress import update_rows
from lippen.improvement.queries.scope import Scope
from lippen.improvement.rows import EventRow, UpdateRow
from lippen.improvement.vocabulary import (
    AUDIENCE_WORDS,
    NOT_SAID,
    REASON_NOT_GIVEN,
    STATE_WORDS,
    WHICH_WORDS,
    Audience,
    Which,
)
from lippen.kernel.access import Actor
from lippen.kernel.together import read_together
from lippen.organisation import queries as organisation


def everything_said(
    actor: Actor, action_ids: Collection[int], *, as_at: date, known_at: datetime | None = None
) -> dict[int, list[EventRow]]:
    """Of some actions that the actor has read, by action id, the newest first: updates that stand, states, dates that
    moved, evidence and what was decided."""
    found: dict[int, list[EventRow]] = defaultdict(list)
    telling = Everything(actor, Scope(action_ids=action_ids, as_at=as_at, known_at=known_at))
    for action_id, event in telling.events():
        found[action_id].append(event)
    for events in found.values():
        events.sort(key=lambda event: event.on, reverse=True)
    return found


def committee_updates(actor: Actor, action_id: int, *, most: int = 100) -> tuple[UpdateRow, ...]:
    """What stands of what was said of an action for the committee, the newest first."""
    mine = Update.objects.filter(action_id=action_id, action__in=Action.objects.visible_to(actor))
    standing = mine.filter(audience=Audience.COMMITTEE.value, corrections__isnull=True)
    found = list(standing.order_by("-counts_on", "-id")[:most])
    return update_rows(found, set(), organisation.account_names({update.recorded_by_id for update in found}))


class Everything:
    """The facts of some actions, from one statement, with the names of those in them."""

    def __init__(self, actor: Actor, scope: Scope) -> None:
        updates, slips, states, evidence, decisions = read_together(
            scope.of(Update.objects.order_by("id"), day="counts_on"),
            scope.of(ActionDate.objects.order_by("so_on", "id")),
            scope.of(ActionState.objects.order_by("id")),
            scope.of(Evidence.objects.visible_to(actor).annotate(**FILES)).order_by("so_on", "id"),
            scope.of(EvidenceDecision.objects.order_by("so_on", "id")),
        )
        self.updates, self.slips, self.states = updates[::-1], _later(slips)[::-1], states[::-1]
        self.evidence = [with_file(each) for each in reversed(evidence)]
        self.decisions = {decision.evidence_id: decision for decision in decisions}
        facts = [*self.updates, *self.slips, *self.states]
        self.by = organisation.account_names({fact.recorded_by_id for fact in facts})
        named = {fact.agreed_by_id for fact in (*self.slips, *self.states)}
        named |= {each.offered_by_id for each in self.evidence}
        named |= {each.decided_by_id for each in self.decisions.values()}
        self.people = organisation.person_names(named - {None})

    def events(self) -> Iterator[tuple[int, EventRow]]:
        """Everything, by action id."""
        yield from self._updates()
        yield from self._states()
        yield from self._slips()
        yield from self._evidence()

    def _updates(self) -> Iterator[tuple[int, EventRow]]:
        corrected = {update.corrects_id for update in self.updates}
        for update in self.updates:
            if update.pk not in corrected:
                words = AUDIENCE_WORDS[Audience(update.audience)]
                by = self.by.get(update.recorded_by_id, "")
                reported = "" if update.so_on else update.reported_in
                yield (
                    update.action_id,
                    EventRow("update", update.counts_on, words, tuple(update.paragraphs), by, "", reported),
                )

    def _states(self) -> Iterator[tuple[int, EventRow]]:
        for fact in self.states:
            agreed = self._agreed(fact)
            details = tuple(words for words in (fact.reason, f"Agreed by {agreed}" if agreed else "") if words)
            by = self.by.get(fact.recorded_by_id, "")
            yield (
                fact.action_id,
                EventRow(
                    "state", fact.so_on, f"Now {STATE_WORDS[fact.state].lower()}", details, by, "", fact.reported_in
                ),
            )

    def _slips(self) -> Iterator[tuple[int, EventRow]]:
        for fact in self.slips:
            words = f"{WHICH_WORDS[Which(fact.which)]} moved to {fact.text}"
            details = (fact.reason or REASON_NOT_GIVEN, f"Agreed by {self._agreed(fact) or NOT_SAID}")
            yield fact.action_id, EventRow("slip", fact.so_on, words, details, self.by.get(fact.recorded_by_id, ""))

    def _agreed(self, fact: ActionDate | ActionState) -> str:
        return self.people.get(fact.agreed_by_id or 0, fact.agreed_by_words)

    def _evidence(self) -> Iterator[tuple[int, EventRow]]:
        for each in self.evidence:
            decision = self.decisions.get(each.pk)
            details = tuple(words for words in (each.note, each.link, each.file.name if each.file else "") if words)
            by = self.people.get(each.offered_by_id or 0, "")
            yield each.action_id, EventRow("evidence", each.so_on, f"Evidence: {each.title}", details, by)
            if decision is not None:
                by = self.people.get(decision.decided_by_id or 0, "")
                told = f"{each.title}: {verdict_words(decision).lower()}"
                yield (
                    each.action_id,
                    EventRow("decision", decision.so_on, told, (decision.reason,) if decision.reason else (), by),
                )


def _later(dates: list[ActionDate]) -> list[ActionDate]:
    """The dates after the first of each kind of each action, in order."""
    given: set[tuple[int, str]] = set()
    found = []
    for fact in dates:
        key = (fact.action_id, fact.which)
        if key in given:
            found.append(fact)
        given.add(key)
    return found
