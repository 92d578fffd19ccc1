"""A confirmed proposal as rows, in bulk: ten thousand actions in a few statements."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from lippen.improvement import rules
from lippen.improvement.actions import bulk
from lippen.improvement.actions.plans import columns
from lippen.improvement.actions.sources import take_in
from lippen.improvement.actions.writing import keepers_of, pins_of
from lippen.improvement.adapters.proposal import Doubt as ProposedDoubt
from lippen.improvement.adapters.proposal import Entry, Proposal, ProposedAction
from lippen.improvement.models import (
    Action,
    ActionDate,
    ActionLead,
    ActionLeads,
    ActionNow,
    ActionState,
    ActionWording,
    Doubt,
    ImportBatch,
    Plan,
    Theme,
    Update,
)
from lippen.improvement.naming import known_by
from lippen.improvement.queries import now as facts
from lippen.improvement.queries.scope import Scope
from lippen.improvement.vocabulary import (
    BULLET,
    NOT_SAID,
    REASON_NOT_GIVEN,
    STATE_WORDS,
    Audience,
    Kind,
    Priority,
    State,
    Which,
)
from lippen.kernel import clock
from lippen.kernel.access import Actor
from lippen.kernel.calendar import Period
from lippen.kernel.ids import new_ref
from lippen.organisation import queries as organisation
from lippen.organisation.actions import pin_duties

ABOUT_ACTION = re.compile(r"^(?:state|lead|date|cut|start|lost|terms):(.+\.\d+)(?:\.[a-z]+)?(?:#\d+)?$")
"""A doubt about one action, by its number; “tick:9.1” is about a paragraph."""
NEEDS_TERMS = rules.SET_ASIDE | rules.GONE | {State.SHOWN_DONE}


@dataclass
class Bringing:
    """One import on its way into a new plan."""

    actor: Actor
    plan: Plan
    batch: ImportBatch
    proposal: Proposal
    audience: Audience
    at: datetime

    def done(self) -> dict[str, Any]:
        """Write everything; say how much, with the range of action ids."""
        actions = self.actions
        pairs = list(zip(actions, self.proposal.actions, strict=True))
        bulk.keep(ActionWording, [self._wording(action, given) for action, given in pairs])
        self._write_leads(pairs)
        bulk.keep(ActionDate, [fact for action, given in pairs for fact in self._dates(action, given)])
        bulk.keep(ActionState, [fact for action, given in pairs for fact in self._states(action, given)])
        updates = [fact for action, given in pairs for fact in self._updates(action, given)]
        bulk.keep(Update, updates)
        doubts = list(self._doubts(pairs))
        bulk.keep(Doubt, doubts)
        self._keep_source(actions)
        self._write_now(actions)
        return {
            "actions": len(actions),
            "first_action_id": actions[0].pk,
            "last_action_id": actions[-1].pk,
            "updates": len(updates),
            "doubts": len(doubts),
        }

    @cached_property
    def today(self) -> date:
        """The day of the import."""
        return clock.day_of(self.at)

    @cached_property
    def so_on(self) -> date:
        """The document's own day; facts without a day of their own take it."""
        return min(self.proposal.dated_on or self.today, self.today)

    @cached_property
    def reported_in(self) -> str:
        """What undated progress says about where it comes from."""
        return (self.proposal.header.get("Subject") or self.proposal.document)[:240]

    @cached_property
    def recorded(self) -> dict[str, Any]:
        """What every row carries."""
        return {"recorded_at": self.at, "recorded_by_id": self.actor.account_id}

    @cached_property
    def actions(self) -> list[Action]:
        """The themes' actions, in the document's order."""
        rows = [
            Action(
                ref=new_ref("action"),
                plan=self.plan,
                theme=theme,
                position=position,
                number=given.number[:20],
                so_on=self.so_on,
                batch=self.batch,
                source_place=given.place[:240],
                **self.recorded,
            )
            for theme, recommendation in zip(self.themes, self.proposal.recommendations, strict=True)
            for position, given in enumerate(recommendation.actions, start=1)
        ]
        bulk.keep(Action, rows)
        return rows

    @cached_property
    def themes(self) -> list[Theme]:
        """The recommendations, by their own numbers where these are numbers."""
        numbers = _theme_numbers([recommendation.number for recommendation in self.proposal.recommendations])
        rows = [
            Theme(
                plan=self.plan, number=number, title=given.title or f"Theme {number}", position=place, **self.recorded
            )
            for place, (number, given) in enumerate(zip(numbers, self.proposal.recommendations, strict=True), start=1)
        ]
        bulk.keep(Theme, rows)
        return rows

    def _keep_source(self, actions: list[Action]) -> None:
        """What the document asks for goes under the plan's first source, one made from it where there is none."""
        title = self.plan.origin if 0 < len(self.plan.origin) <= 200 else self.reported_in
        given = {"batch": self.batch, "title": title, "themes": self.themes, "actions": actions}
        take_in(self.actor, self.plan, so_on=self.so_on, at=self.at, **given)

    def _wording(self, action: Action, given: ProposedAction) -> ActionWording:
        priority = given.priority.strip().lower()
        return ActionWording(
            action=action,
            so_on=self.so_on,
            text=given.text or "(no words)",
            intent=given.intent,
            priority=priority if priority in set(Priority) else "",
            kind=(given.kind or Kind.FINISH).value,
            **self.recorded,
        )

    def _write_leads(self, pairs: list[tuple[Action, ProposedAction]]) -> None:
        led = [(ActionLeads(action=action, so_on=self.so_on, **self.recorded), given) for action, given in pairs]
        led = [(leads, given) for leads, given in led if given.leads]
        bulk.keep(ActionLeads, [leads for leads, _ in led])
        bulk.keep(ActionLead, [member for leads, given in led for member in self._members(leads, given)])

    def _members(self, leads: ActionLeads, given: ProposedAction) -> Iterator[ActionLead]:
        known: set[int] = set()
        for order, words in enumerate(given.leads, start=1):
            person_id = self.people.get(words.strip().casefold())
            if person_id is None or person_id not in known:
                known |= {person_id} if person_id else set()
                yield ActionLead(
                    leads=leads, order=order, person_id=person_id, words="" if person_id else words.strip()[:200] or "?"
                )

    @cached_property
    def people(self) -> dict[str, int]:
        """The plan's people by initials, name and post, where only one is meant."""
        return {words: next(iter(ids)) for words, ids in self._known_by.items() if len(ids) == 1}

    @cached_property
    def _known_by(self) -> dict[str, set[int]]:
        """Words for the plan's people; somebody of another council of the importer's by reference or full name."""
        mine = set(self.plan.authorities.values_list("id", flat=True))
        people = organisation.people_of(mine | set(self.actor.authority_ids), on=self.today)
        found = known_by(row for row in people if row.authority_id in mine)
        for row in people:
            for words in (row.ref, row.name):
                if row.authority_id not in mine and words.casefold() not in found:
                    found[words.casefold()] = {row.id}
        return found

    def _several_meant(self) -> Iterator[ProposedDoubt]:
        """Words that stand for more than one person are a doubt, never a guess."""
        asked = {doubt.key for doubt in self.proposal.doubts}
        for lead in dict.fromkeys(lead.strip() for given in self.proposal.actions for lead in given.leads):
            if len(self._known_by.get(lead.casefold(), ())) > 1 and f"initials:{lead}" not in asked:
                sentence = f"“{lead}” can be several people here. Say who it is, by full name or e-mail address."
                yield ProposedDoubt(f"initials:{lead}", "unknown initials", "the leads", sentence)

    def _dates(self, action: Action, given: ProposedAction) -> Iterator[ActionDate]:
        moved = list(self._moved_before(action, given))
        yield from moved
        for which, when in ((Which.START, given.start), (Which.TARGET, given.target), (Which.REVIEW, given.review)):
            if when is not None and when.period is not None and not (moved and which is Which.TARGET):
                yield ActionDate(
                    action=action,
                    so_on=self.so_on,
                    which=which.value,
                    is_first=True,
                    reported_in=self.reported_in,
                    **columns(when.period),
                    **self.recorded,
                )

    def _moved_before(self, action: Action, given: ProposedAction) -> Iterator[ActionDate]:
        """The first target date out of a file that was downloaded here, where another stands now without a why."""
        first, target = given.first_target, given.target
        if first and first.period and target and target.period and _days(first.period) != _days(target.period):
            given_on = {"action": action, "so_on": self.so_on, "which": Which.TARGET.value, **self.recorded}
            given_on["reported_in"] = self.reported_in
            yield ActionDate(is_first=True, **columns(first.period), **given_on)
            why = {"reason": REASON_NOT_GIVEN, "agreed_by_words": NOT_SAID}
            yield ActionDate(is_first=False, **why, **columns(target.period), **given_on)

    def _states(self, action: Action, given: ProposedAction) -> Iterator[ActionState]:
        if given.state is not None and given.state not in NEEDS_TERMS:
            yield ActionState(
                action=action,
                so_on=self.so_on,
                state=given.state.value,
                reported_in=self.reported_in,
                **self.recorded,
            )

    def _updates(self, action: Action, given: ProposedAction) -> Iterator[Update]:
        undated: list[str] = []
        days = {entry.so_on for entry in given.progress}
        if given.reference and len(days) == 1 and (day := next(iter(days))) is not None and day <= self.today:
            yield self._update(action, [_words(entry) for entry in given.progress], day)  # one update of several lines
            return
        for entry in given.progress:
            words = _words(entry)
            if entry.so_on is not None and entry.so_on <= self.today:
                yield self._update(action, [words], entry.so_on)
            elif words.strip():
                undated.append(words)
        if undated:
            yield self._update(action, undated, None)

    def _update(self, action: Action, paragraphs: list[str], so_on: date | None) -> Update:
        return Update(
            ref=new_ref("update"),
            action=action,
            so_on=so_on,
            reported_in=self.reported_in,
            reported_on=self.so_on,
            paragraphs=paragraphs,
            audience=self.audience.value,
            **self.recorded,
        )

    def _doubts(self, pairs: list[tuple[Action, ProposedAction]]) -> Iterator[Doubt]:
        by_number = {given.number: action for action, given in pairs}
        seen: Counter[str] = Counter()
        asked = (*self.proposal.doubts, *self._several_meant(), *_terms_needed(pairs))
        for order, doubt in enumerate(asked, start=1):
            about = ABOUT_ACTION.match(doubt.key)
            seen[doubt.key] += 1
            key = doubt.key if seen[doubt.key] == 1 else f"{doubt.key}#{seen[doubt.key]}"
            yield Doubt(
                ref=new_ref("doubt"),
                batch=self.batch,
                plan=self.plan,
                action=by_number.get(about[1]) if about else None,
                order=order,
                kind=doubt.kind[:60],
                key=key[:240],
                place=doubt.place[:240],
                sentence=doubt.sentence,
                proposal={
                    "choices": list(doubt.choices),
                    "proposed": self._proposed.get(about[1], "") if about else "",
                },
            )

    @cached_property
    def _proposed(self) -> dict[str, str]:
        return {given.number: given.proposed.state.value for given in self.proposal.actions if given.proposed}

    def _write_now(self, actions: list[Action]) -> None:
        nows = facts.worked_out(actions, Scope(plan_id=self.plan.pk))
        bulk.keep(ActionNow, nows)
        keepers = keepers_of(self.plan, self.at)
        pairs = zip(actions, nows, strict=True)
        pins = [pin for action, now in pairs for pin in pins_of(self.plan, action, now, keepers=keepers)]
        pin_duties(pins, at=self.at)


def _words(entry: Entry) -> str:
    return f"{BULLET}{entry.text}" if entry.bullet else entry.text


def _days(period: Period) -> tuple[date, date]:
    return period.starts_on, period.ends_on


def _theme_numbers(printed: list[str]) -> list[int]:
    """The printed numbers; where one is no number or is taken, the next that is free."""
    numbers: list[int] = []
    for words in printed:
        number = int(words) if words.isascii() and words.isdigit() and len(words) < 7 else 0
        if number < 1 or number in numbers:
            number = max(numbers, default=0) + 1
        numbers.append(number)
    return numbers


def _terms_needed(pairs: list[tuple[Action, ProposedAction]]) -> Iterator[ProposedDoubt]:
    """A state that needs terms cannot come in from words alone: it stays a doubt until somebody gives them."""
    for _, given in pairs:
        if given.state in NEEDS_TERMS:
            words = STATE_WORDS[given.state].lower()
            sentence = (
                f"Action {given.number} is {words}, as was confirmed. Record it on the action's page with its terms."
            )
            yield ProposedDoubt(f"terms:{given.number}", "terms", given.place, sentence)
