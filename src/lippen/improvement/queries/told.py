"""The facts of one action, each table read once, with the names of those in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, QuerySet

from lippen.improvement.models import (
    Action,
    ActionDate,
    ActionLead,
    ActionLeads,
    ActionNow,
    ActionState,
    ActionWording,
    EditionLine,
    Evidence,
    EvidenceDecision,
    StandingOverride,
    Update,
)
from lippen.improvement.queries import now as facts
from lippen.improvement.queries.evidence import FILES, named_in, with_file
from lippen.improvement.queries.for_papers import open_doubts_in
from lippen.improvement.queries.reading import People, agreed_by
from lippen.improvement.queries.scope import Scope
from lippen.improvement.queries.state_words import state_words
from lippen.improvement.rows import DateRow, EditionLineRow, StateRow, TiedRow
from lippen.improvement.vocabulary import NOT_SAID, REASON_NOT_GIVEN
from lippen.kernel.access import Actor
from lippen.kernel.calendar import Period, Precision
from lippen.kernel.prepared import read_prepared
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
        self.action, self.scope = action, scope
        (
            self.date_facts,
            states,
            self.wordings,
            sets,
            members,
            self.overrides,
            self.updates,
            offered,
            decisions,
            carried_on,
            open_doubts,
            lines,
        ) = read_prepared(_wanted, actor, action.pk, scope.as_at, scope.known_at)
        self.editions = tuple(
            EditionLineRow(each.document, each.so_on, each.number, each.theme_title, each.text, each.recorded_at)
            for each in lines
        )
        self.state_facts = [_tied(state) for state in states]
        self.carries_on = tuple(TiedRow(each.ref, each.number, each.text) for each in carried_on)
        self.doubts_open = len(open_doubts)
        self.lead_sets = _lead_sets(sets, members)
        self.offered = [with_file(each) for each in reversed(offered)]
        self.decisions = {decision.evidence_id: decision for decision in decisions}
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
        folded = (facts.folded_dates(rows), facts.folded_decisions(decided))
        for part in folded:
            columns |= part.get(self.action.pk, {})
        columns["doubts_open"] = self.doubts_open
        return ActionNow(action_id=self.action.pk, plan_id=self.action.plan_id, **columns)

    def _wording(self) -> dict[str, object]:
        names = ("text", "intent", "priority", "kind", "accountable_id", "authorities")
        return {name: getattr(self.wordings[-1], name) for name in names} if self.wordings else {}

    def _state(self) -> dict[str, object]:
        last = self.state_facts[-1] if self.state_facts else None
        return {"state": last.state, "state_on": last.state_on, "state_id": last.pk} if last else {}

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
        given: set[str] = set()
        rows: list[DateRow] = []
        for fact in self.date_facts:
            is_first = fact.which not in given
            given.add(fact.which)
            rows.append(
                DateRow(
                    which=fact.which,
                    period=Period(fact.text, Precision(fact.precision), fact.starts_on, fact.ends_on),
                    is_first=is_first,
                    reason=fact.reason or ("" if is_first else REASON_NOT_GIVEN),
                    agreed_by=agreed_by(fact.agreed_by_id, fact.agreed_by_words, self.people)
                    or ("" if is_first else NOT_SAID),
                    so_on=fact.so_on,
                    by_name=self.name(fact),
                )
            )
        return tuple(rows)

    def states(self) -> tuple[StateRow, ...]:
        """Every state that the action is or was in."""
        return tuple(
            StateRow(
                state=fact.state,
                words=state_words(fact),
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


OTHERS = {
    "waits_on_ref": F("waits_on__ref"),
    "waits_on_number": F("waits_on__number"),
    "into_ref": F("into__ref"),
    "into_number": F("into__number"),
    "into_text": F("into__now__text"),
}


def _wanted(actor: Actor, action_id: int, as_at: date | None, known_at: datetime | None) -> tuple[QuerySet[Any], ...]:
    """Everything that was recorded about an action by a day, known by a moment."""
    order, scope = ("so_on", "id"), Scope(action_ids=(action_id,), as_at=as_at, known_at=known_at)
    return (
        scope.of(ActionDate.objects.all()).order_by(*order),
        scope.of(ActionState.objects.annotate(**OTHERS)).order_by(*order),
        scope.of(ActionWording.objects.all()).order_by(*order),
        scope.of(ActionLeads.objects.all()).order_by(*order),
        ActionLead.objects.filter(leads__in=scope.of(ActionLeads.objects.all())).order_by("order"),
        scope.of(StandingOverride.objects.all()).order_by("number"),
        scope.of(Update.objects.all(), day="counts_on").order_by("counts_on", "id"),
        scope.of(Evidence.objects.visible_to(actor).annotate(**FILES)).order_by("so_on", "id"),
        scope.of(EvidenceDecision.objects.all()).order_by("so_on", "id"),
        _merged_into(action_id, scope).order_by("action_id"),
        open_doubts_in(scope),
        scope.of(EditionLine.objects.annotate(document=F("batch__document"))).order_by("so_on"),
    )


def _merged_into(action_id: int, scope: Scope) -> Any:
    """The actions that are merged into this one on a day: those that ever were, where that is their latest state."""
    ever = ActionState.objects.filter(into_id=action_id).values("action_id")
    bare = Scope(as_at=scope.as_at, known_at=scope.known_at)
    latest = bare.latest(ActionState.objects.filter(action_id__in=ever)).values("pk")
    named = {"ref": F("action__ref"), "number": F("action__number"), "text": F("action__now__text")}
    return ActionState.objects.filter(pk__in=latest, into_id=action_id).annotate(**named)


def _tied(state: Any) -> ActionState:
    """A state with the actions that it names."""
    if state.waits_on_id is not None:
        state.waits_on = Action(pk=state.waits_on_id, ref=state.waits_on_ref, number=state.waits_on_number)
    if state.into_id is not None:
        state.into = Action(pk=state.into_id, ref=state.into_ref, number=state.into_number)
        state.into.now = ActionNow(action_id=state.into_id, text=state.into_text)
    return state  # type: ignore[no-any-return]


def _lead_sets(sets: Sequence[ActionLeads], members: Sequence[ActionLead]) -> list[LeadSet]:
    found = {each.pk: LeadSet(each.so_on, each.recorded_at, each.recorded_by_id, []) for each in sets}
    for member in members:
        found[member.leads_id].members.append((member.person_id, member.words))
    return list(found.values())
