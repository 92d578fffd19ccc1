"""The facts of one action, each table read once, with the names of those in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from lippen.improvement.models import (
    Action,
    ActionDate,
    ActionLeads,
    ActionNow,
    ActionState,
    ActionWording,
    StandingOverride,
    Update,
)
from lippen.improvement.queries import now as facts
from lippen.improvement.queries.evidence import decisions_in, named_in, offered_in
from lippen.improvement.queries.reading import People, agreed_by
from lippen.improvement.queries.scope import Scope
from lippen.improvement.rows import DateRow, StateRow
from lippen.improvement.vocabulary import STATE_WORDS
from lippen.kernel.access import Actor
from lippen.kernel.calendar import Period, Precision
from lippen.organisation import queries as organisation

Recorded = ActionDate | ActionState | ActionWording | StandingOverride | Update


@dataclass
class LeadSet:
    """Who led from a day on."""

    so_on: date
    recorded_at: datetime
    recorded_by_id: int | None
    members: list[tuple[int | None, str]]


class Told:
    """What was recorded about one action, oldest first."""

    def __init__(self, actor: Actor, action: Action, scope: Scope, *, on: date) -> None:
        order = ("so_on", "id")
        self.action, self.scope = action, scope
        self.date_facts = list(scope.of(ActionDate.objects.all()).order_by(*order))
        self.state_facts = list(scope.of(ActionState.objects.select_related("waits_on", "into__now")).order_by(*order))
        self.wordings = list(scope.of(ActionWording.objects.all()).order_by(*order))
        self.lead_sets = list(_lead_sets(scope))
        self.overrides = list(scope.of(StandingOverride.objects.all()).order_by("number"))
        self.updates = list(scope.of(Update.objects.all(), day="counts_on").order_by("counts_on", "id"))
        self.offered, self.decisions = offered_in(actor, scope), decisions_in(scope)
        self.people = People.of(self._person_ids(), on=on)
        self.by = organisation.account_names({fact.recorded_by_id for fact in self._all()})

    def _all(self) -> Sequence[Recorded | LeadSet]:
        return [
            *self.date_facts, *self.state_facts, *self.wordings, *self.overrides, *self.updates, *self.lead_sets
        ]  # fmt: skip

    def _person_ids(self) -> set[int | None]:
        agreed = {fact.agreed_by_id for fact in (*self.date_facts, *self.state_facts)}
        led = {person_id for each in self.lead_sets for person_id, _ in each.members}
        return (
            agreed
            | led
            | {each.accountable_id for each in self.wordings}
            | named_in(self.offered, self.decisions.values())
        )

    def now(self) -> ActionNow:
        """What the facts come to."""
        columns = {**self._wording(), **self._state(), **self._override(), **self._said()}
        if self.lead_sets:
            columns["leads"] = [list(member) for member in self.lead_sets[-1].members]
        rows = [tuple(getattr(fact, name) for name in facts.DATE_NAMES) for fact in self.date_facts]
        decided = [(d.action_id, d.verdict, d.outside_line) for d in self.decisions.values()]
        folded = (facts.folded_dates(rows), facts.folded_decisions(decided), facts.doubts(self.scope))
        for part in folded:
            columns |= part.get(self.action.pk, {})
        return ActionNow(action_id=self.action.pk, plan_id=self.action.plan_id, **columns)

    def _wording(self) -> dict[str, object]:
        names = ("text", "intent", "priority", "kind", "accountable_id", "authorities")
        return {name: getattr(self.wordings[-1], name) for name in names} if self.wordings else {}

    def _state(self) -> dict[str, object]:
        last = self.state_facts[-1] if self.state_facts else None
        return {"state": last.state, "state_on": last.so_on, "state_id": last.pk} if last else {}

    def _override(self) -> dict[str, object]:
        last = self.overrides[-1] if self.overrides else None
        return {"override": last.standing, "override_reason": last.reason} if last and not last.ended else {}

    def _said(self) -> dict[str, object]:
        corrected = {update.corrects_id for update in self.updates}
        standing = [update for update in self.updates if update.pk not in corrected]
        if not standing:
            return {}
        last = standing[-1]
        text = "\n".join(last.paragraphs)
        return {"last_update_on": last.counts_on, "last_update_text": text, "updates_count": len(standing)}

    def name(self, fact: Recorded | LeadSet) -> str:
        """Who recorded a fact."""
        return self.by.get(fact.recorded_by_id or 0, "")

    def dates(self) -> tuple[DateRow, ...]:
        """Every date that the action has or had."""
        return tuple(
            DateRow(
                which=fact.which,
                period=Period(fact.text, Precision(fact.precision), fact.starts_on, fact.ends_on),
                is_first=fact.is_first,
                reason=fact.reason,
                agreed_by=agreed_by(fact.agreed_by_id, fact.agreed_by_words, self.people),
                so_on=fact.so_on,
                by_name=self.name(fact),
            )
            for fact in self.date_facts
        )

    def states(self) -> tuple[StateRow, ...]:
        """Every state that the action is or was in."""
        return tuple(
            StateRow(
                state=fact.state,
                words=STATE_WORDS[fact.state],
                so_on=fact.so_on,
                reason=fact.reason,
                agreed_by=agreed_by(fact.agreed_by_id, fact.agreed_by_words, self.people),
                risk=fact.risk_accepted,
                risk_level=fact.risk_level,
                cover=fact.cover,
                revisit_on=fact.revisit_on,
                waits_on_ref=fact.waits_on.ref if fact.waits_on else "",
                into_ref=fact.into.ref if fact.into else "",
                reported_in=fact.reported_in,
                by_name=self.name(fact),
                waits_on_number=fact.waits_on.number if fact.waits_on else "",
                into_number=fact.into.number if fact.into else "",
                into_text=fact.into.now.text if fact.into else "",
            )
            for fact in self.state_facts
        )

    def leads(self) -> tuple[tuple[LeadSet, str], ...]:
        """Each set of leads with its words."""
        return tuple(
            (each, " and ".join(self.people.lead(*member).name for member in each.members) or "nobody")
            for each in self.lead_sets
        )


def _lead_sets(scope: Scope) -> Iterator[LeadSet]:
    names = ("id", "so_on", "recorded_at", "recorded_by_id", "members__person_id", "members__words")
    rows = scope.of(ActionLeads.objects.all()).order_by("so_on", "id", "members__order").values_list(*names)
    last_id, found = None, None
    for set_id, so_on, recorded_at, recorded_by_id, person_id, words in rows:
        if set_id != last_id:
            if found:
                yield found
            last_id, found = set_id, LeadSet(so_on, recorded_at, recorded_by_id, [])
        if person_id is not None or words:
            found.members.append((person_id, words or ""))
    if found:
        yield found
