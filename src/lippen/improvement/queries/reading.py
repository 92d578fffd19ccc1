"""From columns to frozen rows: names put to people, words to standing and dates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from lippen.improvement import rules
from lippen.improvement.models import Action, ActionNow, ActionState
from lippen.improvement.rows import ActionRow, LeadRow, PlanRow, PostponedRow
from lippen.improvement.vocabulary import COLOUR_WORDS, STATE_WORDS, UNCONFIRMED, Colour, Kind, State
from lippen.kernel.calendar import Period, Precision
from lippen.organisation import queries as organisation

Pair = tuple[Period | None, Period | None]


@lru_cache(maxsize=4096)
def _period(text: str, precision: str, starts_on: str, ends_on: str) -> Period:
    return Period(text, Precision(precision), date.fromisoformat(starts_on), date.fromisoformat(ends_on))


def pair_of(now: Any, which: str) -> Pair:
    """First and present date of a kind."""
    found = now.dates.get(which)
    return (_period(*found[0]), _period(*found[1])) if found else (None, None)


def standing_by_rule(now: Any, added_on: date, rhythm_days: int, today: date) -> rules.Standing:
    """Standing by the rule, whatever anyone says against it."""
    first_target, target = pair_of(now, "target")
    facts = rules.StandingFacts(
        state=State(now.state) if now.state else None,
        state_on=now.state_on,
        first_target=first_target,
        target=target,
        last_update_on=now.last_update_on,
        added_on=added_on,
        evidence_accepted=now.evidence_accepted,
        rhythm_days=rhythm_days,
    )
    return rules.standing(facts, today)


@dataclass(frozen=True)
class People:
    """Names, initials and posts of those named in some rows."""

    names: Mapping[int, str]
    initials: Mapping[int, str]
    titles: Mapping[int, str]

    @classmethod
    def of(cls, ids: Iterable[int | None], *, on: date) -> People:
        """Look them all up at once."""
        wanted = {i for i in ids if i is not None}
        found = organisation.people_by_id(wanted, on=on) if wanted else {}
        return cls(
            {i: person.name for i, person in found.items()},
            {i: person.initials for i, person in found.items()},
            {i: person.post_title for i, person in found.items()},
        )

    def lead(self, person_id: int | None, words: str = "") -> LeadRow:
        """A person as a lead, or the words where nobody is known."""
        if person_id is None:
            return LeadRow(None, words, words if len(words) <= 6 else "")
        return LeadRow(
            person_id, self.names[person_id], self.initials.get(person_id, ""), self.titles.get(person_id, "")
        )


def action_rows(
    plan: PlanRow,
    actions: Sequence[Action],
    nows: Mapping[int, ActionNow],
    *,
    as_at: date,
    today: date,
    people: People | None = None,
    states: Mapping[int, ActionState] | None = None,
) -> tuple[ActionRow, ...]:
    """Actions as rows, in the order given; a constant number of statements."""
    kept = [nows[action.pk] for action in actions]
    states = states_of(kept) if states is None else states
    people = people or People.of(named_in(kept, states), on=as_at)
    limited = {i for now in kept for i in now.authorities}
    names = organisation.authority_names(limited) if limited else {}
    reader = RowReader(plan, people, states, names, today)
    return tuple(reader.row(action, nows[action.pk]) for action in actions)


def named_in(nows: Sequence[ActionNow], states: Mapping[int, ActionState]) -> set[int | None]:
    ids = {person_id for now in nows for person_id, _ in now.leads} | {now.accountable_id for now in nows}
    return ids | {state.agreed_by_id for state in states.values()}


def states_of(nows: Sequence[ActionNow]) -> dict[int, ActionState]:
    ids = [now.state_id for now in nows if now.state_id]
    found = ActionState.objects.filter(pk__in=ids).select_related("waits_on") if ids else ()
    return {state.pk: state for state in found}


@dataclass(frozen=True)
class RowReader:
    """What one row needs besides its own columns."""

    plan: PlanRow
    people: People
    states: Mapping[int, ActionState]
    authority_names: Mapping[int, str]
    today: date

    def row(self, action: Action, now: ActionNow) -> ActionRow:
        """One action as a row."""
        first_start, start = pair_of(now, "start")
        first_target, target = pair_of(now, "target")
        first_review, review = pair_of(now, "review")
        by_rule = standing_by_rule(now, action.so_on, self.plan.rhythm_days, self.today)
        held = State(now.state) if now.state else None
        fact = self.states.get(now.state_id or 0)
        kind = Kind(now.kind or Kind.FINISH)
        return ActionRow(
            id=action.pk,
            ref=action.ref,
            number=action.number,
            text=now.text,
            theme_id=action.theme_id,
            theme_number=action.theme.number,
            theme_title=action.theme.title,
            kind=kind.value,
            intent=now.intent,
            priority=now.priority,
            leads=tuple(self.people.lead(person_id, words) for person_id, words in now.leads),
            accountable=self.people.lead(now.accountable_id) if now.accountable_id else None,
            authorities=self._authorities(now),
            state=now.state or UNCONFIRMED,
            state_on=now.state_on,
            state_reason=fact.reason if fact else "",
            state_words=STATE_WORDS[now.state or UNCONFIRMED],
            standing=now.override or by_rule.colour.value,
            standing_reason=now.override_reason or by_rule.reason,
            overridden_from=by_rule.colour.value if now.override else None,
            overridden_from_reason=by_rule.reason if now.override else "",
            start=start,
            first_start=first_start,
            first_target=first_target,
            target=target,
            first_review=first_review,
            review=review,
            slips=now.target_slips,
            review_slips=now.review_slips,
            due_words="" if held in rules.CLOSED else rules.due_words(target, self.today),
            review_words=rules.review_words(kind, review, held, now.last_update_on or now.state_on, self.today),
            postponed=self._postponed(fact),
            last_update_on=now.last_update_on,
            last_update_text=now.last_update_text,
            updates_count=now.updates_count,
            evidence_accepted=now.evidence_accepted,
            evidence_outside_line=now.evidence_outside_line,
            doubts_open=now.doubts_open,
            added_on=action.so_on,
            lacks_update=rules.lacks_update(held, now.last_update_on, action.so_on, self.plan.rhythm_days, self.today),
        )

    def _authorities(self, now: ActionNow) -> tuple[str, ...]:
        if not now.authorities:
            return self.plan.authorities
        return tuple(sorted(self.authority_names[i] for i in now.authorities))

    def _postponed(self, fact: ActionState | None) -> PostponedRow | None:
        if fact is None or fact.revisit_on is None:
            return None
        return PostponedRow(
            revisit_on=fact.revisit_on,
            risk=fact.risk_accepted,
            risk_level=fact.risk_level,
            cover=fact.cover,
            agreed_by=agreed_by(fact.agreed_by_id, fact.agreed_by_words, self.people),
            waits_on_ref=fact.waits_on.ref if fact.waits_on else "",
            waits_on_number=fact.waits_on.number if fact.waits_on else "",
        )


def agreed_by(person_id: int | None, words: str, people: People) -> str:
    """Who agreed: the person's name, or the words given."""
    return people.names.get(person_id, words) if person_id else words


def colour_words(colour: str) -> str:
    """A standing's word."""
    return COLOUR_WORDS[Colour(colour)]
