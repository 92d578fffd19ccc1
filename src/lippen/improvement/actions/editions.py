"""Another edition of a document comes into a plan: what was accepted of it, each fact on the edition's own day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Max, Model
from django.db.transaction import atomic

from lippen.design.words import day_words
from lippen.improvement.actions import bulk, officers
from lippen.improvement.actions.bringing_in import ABOUT_ACTION, NEEDS_TERMS, Bringing
from lippen.improvement.actions.imports import waiting
from lippen.improvement.actions.plans import columns
from lippen.improvement.actions.slips import ask_what_is_open
from lippen.improvement.actions.writing import ALL_DUTIES, keepers_of, locked, moment, pins_of, require_for
from lippen.improvement.adapters.answers import UnusableAnswer
from lippen.improvement.adapters.editions import GONE, Comparison, Difference, Known, compare, dates_of, plain
from lippen.improvement.adapters.proposal import Proposal, ProposedAction
from lippen.improvement.models import (
    Action,
    ActionDate,
    ActionLead,
    ActionLeads,
    ActionNow,
    ActionState,
    ActionWording,
    EditionLine,
    ImportBatch,
    Theme,
    Update,
)
from lippen.improvement.models import Doubt as KeptDoubt
from lippen.improvement.queries import editions as known
from lippen.improvement.queries import now as facts
from lippen.improvement.queries.scope import Scope
from lippen.improvement.rows import EditionRow
from lippen.improvement.vocabulary import (
    ACTION_SUBJECT,
    NOT_SAID,
    REASON_NOT_GIVEN,
    Audience,
    BatchState,
    State,
    Which,
)
from lippen.kernel import audit
from lippen.kernel.access import Actor, Permission
from lippen.kernel.calendar import Period, Precision
from lippen.kernel.errors import CannotDo
from lippen.kernel.ids import new_ref
from lippen.organisation import queries as organisation
from lippen.organisation.actions import close_duties, pin_duties

NO_DAY = "{document} gives no date of its own. Say the date of this edition, so that older and newer can be told apart."
SAME_DAY = "{other} is in this plan already and is dated {day} too. Say the date of this edition."
TO_COME = "{document} is dated {day}, which has not come yet. Say the date of this edition."
NOTHING = "Nothing of {document} is accepted yet. Accept what is right, then bring it in."
NOT_AGAIN = ("empty lead", "state")
UNCLEAR = "Say first which action “{text}” of {document} is: one of the plan in other words, or a new one."


@dataclass(frozen=True)
class Beside:
    """An edition beside its plan: what differs, and what of it was accepted."""

    comparison: Comparison
    accepted: frozenset[str]
    day: date
    facts: known.Facts
    known: tuple[Known, ...]


def edition_beside(actor: Actor, batch: ImportBatch, proposal: Proposal, *, at: datetime) -> Beside:
    """Hold an edition beside its plan. Refused where its date does not say which edition it is."""
    plan = batch.plan
    bringing = EditionIn(actor=actor, plan=plan, batch=batch, proposal=proposal, audience=Audience.INTERNAL, at=at)
    found = known.facts_of(plan.pk)
    day = _day(found.editions, proposal, bringing.today)
    names = organisation.person_names({*bringing.people.values(), *known.led_by(found)})
    here = known.known_actions(found, day, names)
    try:
        comparison = compare(
            proposal,
            here,
            day=day,
            is_newest=all(day >= row.so_on for row in found.editions),
            answers=proposal.answers,
            people={words: names[person_id] for words, person_id in bringing.people.items()},
        )
        return Beside(comparison, comparison.accepted(proposal.answers), day, found, here)
    except UnusableAnswer as unusable:
        raise CannotDo(str(unusable), field=unusable.field) from unusable


def _day(editions: Iterable[EditionRow], proposal: Proposal, today: date) -> date:
    day = proposal.dated_on
    if day is None:
        raise CannotDo(NO_DAY.format(document=proposal.document), field="year")
    if day > today:
        raise CannotDo(TO_COME.format(document=proposal.document, day=day_words(day)), field="year")
    other = next((row.document for row in editions if row.so_on == day), None)
    if other is not None:
        raise CannotDo(SAME_DAY.format(other=other, day=day_words(day)), field="year")
    return day


@atomic
def apply_edition(
    *, actor: Actor, batch_ref: str, at: datetime, audience: Audience = Audience.INTERNAL
) -> dict[str, Any]:
    """Bring in what was accepted of an edition, all of it or nothing; says how much of what came in."""
    batch = waiting(actor, batch_ref)
    if batch.plan is None:
        raise CannotDo(f"{batch.document} is not an edition of a plan that is here. Bring it in as a plan.")
    bulk.allow_long_work()
    plan = locked(batch.plan_id)
    batch.plan = plan
    require_for(plan, actor, Permission.IMPORT_PLAN)
    proposal = Proposal.from_dict(batch.proposal)
    seen = edition_beside(actor, batch, proposal, at=at)
    if unclear := seen.comparison.of_kind("unclear"):
        raise CannotDo(UNCLEAR.format(text=unclear[0].text[:90], document=batch.document))
    if not seen.accepted:
        raise CannotDo(NOTHING.format(document=batch.document))
    bringing = EditionIn(actor=actor, plan=plan, batch=batch, proposal=proposal, audience=audience, at=moment(plan, at))
    made = bringing.bring(seen)
    refused = [each.ref for each in seen.comparison.of_kind(GONE) if each.key not in seen.accepted]
    ImportBatch.objects.filter(pk=batch.pk).update(
        state=BatchState.APPLIED.value, proposal={**batch.proposal, "gone_refused": refused}
    )
    made["asked"] = ask_what_is_open(actor, plan, batch, at=bringing.at)
    officers.brought_in(batch, at=bringing.at)
    officers.ask_to_answer(plan, at=bringing.at)
    audit.record(actor, "import.edition_applied", batch, keys={"sha256": batch.sha256, "plan": plan.ref, **made})
    return made


class EditionIn(Bringing):
    """An edition on its way into a plan that is there already."""

    def bring(self, seen: Beside) -> dict[str, Any]:
        """Write what was accepted, each table in one go."""
        self.made: dict[type[Model], list[Any]] = defaultdict(list)
        self.led: list[tuple[ActionLeads, tuple[tuple[int | None, str], ...]]] = []
        self.worded: dict[int, list[str]] = {}
        self.dated = self._dated_entries()
        taken = [each for each in seen.comparison.differences if self._is_taken(each, seen)]
        added = [each for each in taken if not each.ref]
        by_ref = {action.ref: action for action in seen.facts.actions.values()}
        new = dict(zip((each.key for each in added), self._add(added), strict=True))
        pairs = [(new.get(each.key) or by_ref[each.ref], each) for each in taken]
        facts_written = sum(self._write(action, each, seen) for action, each in pairs if each.ref)
        self._keep()
        lines = [self._line(action, each, seen) for action, each in pairs]
        left = [each for each in seen.comparison.differences if each.given and each.ref and each not in taken]
        lines += [self._line(by_ref[each.ref], each, seen, is_taken=False) for each in left]
        bulk.keep(EditionLine, lines)
        doubts = self._open(pairs)
        self._follow([action.pk for action, _ in pairs])
        return {"added": len(added), "facts": facts_written, "taken": len(pairs), "doubts": doubts}

    def _keep(self) -> None:
        for model, rows in self.made.items():
            bulk.keep(model, rows)
        bulk.keep(ActionLeads, [leads for leads, _ in self.led])
        bulk.keep(
            ActionLead,
            [
                ActionLead(leads=leads, order=order, person_id=person_id, words=words)
                for leads, members in self.led
                for order, (person_id, words) in enumerate(members, start=1)
            ],
        )

    def _dated_entries(self) -> set[tuple[int, date, tuple[str, ...]]]:
        """The dated entries that stand in the plan: each edition of a running report repeats them."""
        found = Update.objects.filter(action__plan=self.plan, so_on__isnull=False)
        rows = found.values_list("action_id", "so_on", "paragraphs")
        return {(action_id, so_on, tuple(paragraphs)) for action_id, so_on, paragraphs in rows}

    def _is_taken(self, each: Difference, seen: Beside) -> bool:
        """What is as in the plan is noted too: this edition says it again."""
        return each.given is not None and (each.key in seen.accepted or each.kind == "same")

    # New actions -------------------------------------------------------------------------------------------------

    def _add(self, added: list[Difference]) -> list[Action]:
        themes = {plain(theme.title): theme for theme in self.plan.themes.order_by("position")}
        numbers = set(self.plan.actions.values_list("number", flat=True))
        last = dict(self.plan.actions.values_list("theme_id").annotate(Max("position")))
        rows = []
        for each in added:
            theme = themes.get(plain(each.theme)) or self._theme(themes, each)
            last[theme.pk] = last.get(theme.pk, 0) + 1
            rows.append(self._action(each, theme, last[theme.pk], numbers))
        bulk.keep(Action, rows)
        pairs = [(action, each.given) for action, each in zip(rows, added, strict=True) if each.given is not None]
        wordings = [self._wording(action, given) for action, given in pairs]
        bulk.keep(ActionWording, wordings)
        self.worded |= {each.action_id: [each.text, each.intent, each.priority] for each in wordings}
        self._write_leads(pairs)
        bulk.keep(ActionDate, [fact for action, given in pairs for fact in self._dates(action, given)])
        bulk.keep(ActionState, [fact for action, given in pairs for fact in self._states(action, given)])
        bulk.keep(Update, [fact for action, given in pairs for fact in self._updates(action, given)])
        bulk.keep(ActionNow, [ActionNow(action=action, plan=self.plan) for action in rows])
        return rows

    def _theme(self, themes: dict[str, Theme], each: Difference) -> Theme:
        taken = {theme.number for theme in themes.values()}
        printed = each.given.number.partition(".")[0] if each.given else ""
        number = int(printed) if printed.isascii() and printed.isdigit() and len(printed) < 7 else 0
        number = number if number > 0 and number not in taken else max(taken, default=0) + 1
        place = max((theme.position for theme in themes.values()), default=0) + 1
        title = each.theme or f"Theme {number}"
        made = Theme.objects.create(plan=self.plan, number=number, title=title, position=place, **self.recorded)
        themes[plain(each.theme)] = made
        return made

    def _action(self, each: Difference, theme: Theme, position: int, numbers: set[str]) -> Action:
        """An action at the end of its theme, under the edition's number where that is free."""
        printed = each.given.number if each.given else ""
        number, step = printed, position
        while number in numbers or number.partition(".")[0] != str(theme.number):
            number, step = f"{theme.number}.{step}", step + 1
        numbers.add(number[:20])
        return Action(
            ref=new_ref("action"),
            plan=self.plan,
            theme=theme,
            position=position,
            number=number[:20],
            so_on=self.so_on,
            batch=self.batch,
            source_place=each.place[:240],
            **self.recorded,
        )

    # Actions that are there --------------------------------------------------------------------------------------

    def _write(self, action: Action, each: Difference, seen: Beside) -> int:
        """What the edition says otherwise than was so on its day; says how many facts it took."""
        given, found = each.given, seen.facts
        if given is None:
            return 0
        later = [line for line in found.lines[action.pk] if line.so_on > seen.day]
        count = self._write_wording(action, given, found.wordings[action.pk], later)
        count += self._write_led(action, given, found.leads[action.pk], later)
        for which, when in dates_of(given):
            if when.period is not None:
                count += self._write_date(action, which, when.period, found.dates[action.pk, which.value], later)
        count += self._write_state(action, given)
        if each.key in seen.accepted:
            updates = [fact for fact in self._updates(action, given) if not self._is_said(fact)]
            self.made[Update].extend(updates)
            count += len(updates)
        return count

    def _write_wording(
        self, action: Action, given: ProposedAction, rows: list[ActionWording], later: list[EditionLine]
    ) -> int:
        before = known.in_force(rows, self.so_on)
        made = self._reworded(action, given, before or known.nearest(rows, self.so_on))
        self.worded[action.pk] = [made.text, made.intent, made.priority]
        if before is not None and _same(before, made, ("text", "intent", "priority")):
            return 0
        self.made[ActionWording].append(made)
        if before is not None and (again := self._again(rows, later, "text")):
            held = self._reworded(action, given, before)
            held.so_on = again[0]
            held.text, held.intent, held.priority = again[1]
            self.made[ActionWording].append(held)
        return 1

    def _reworded(self, action: Action, given: ProposedAction, near: ActionWording | None) -> ActionWording:
        made = self._wording(action, given)
        if near is not None:
            made.kind, made.accountable_id, made.authorities = near.kind, near.accountable_id, near.authorities
            made.intent, made.priority = made.intent or near.intent, made.priority or near.priority
            made.text = given.text or near.text
        return made

    def _write_led(
        self, action: Action, given: ProposedAction, rows: list[tuple[date, int, Any]], later: list[EditionLine]
    ) -> int:
        if not given.leads:
            return 0
        members = tuple((m.person_id, m.words) for m in self._members(ActionLeads(action=action), given))
        before = known.in_force(rows, self.so_on)
        if before is not None and before[2] == members:
            return 0
        self._lead(action, members, self.so_on)
        if before is not None and (again := self._again(rows, later, "leads")):
            self._lead(action, tuple((person_id, words) for person_id, words in again[1]), again[0])
        return 1

    def _lead(self, action: Action, members: Iterable[tuple[int | None, str]], day: date) -> None:
        self.led.append((ActionLeads(action=action, so_on=day, **self.recorded), tuple(members)))

    def _write_date(
        self, action: Action, which: Which, period: Period, rows: list[ActionDate], later: list[EditionLine]
    ) -> int:
        before = known.in_force(rows, self.so_on)
        if before is not None and known.period_of(before) == replace(period, text=period.text[:120]):
            return 0
        self._date(action, which, period, self.so_on, is_first=before is None)
        if before is not None and (again := self._again(rows, later, which.value)):
            text, precision, starts_on, ends_on = again[1]
            held = Period(text, Precision(precision), date.fromisoformat(starts_on), date.fromisoformat(ends_on))
            self._date(action, which, held, again[0], is_first=False, source=again[2])
        return 1

    def _date(
        self, action: Action, which: Which, period: Period, day: date, *, is_first: bool, source: str = ""
    ) -> None:
        """A date that the edition gives; a move of it says that the document gives no reason."""
        self.made[ActionDate].append(
            ActionDate(
                action=action,
                so_on=day,
                which=which.value,
                is_first=is_first,
                reason="" if is_first else REASON_NOT_GIVEN,
                agreed_by_words="" if is_first else NOT_SAID,
                reported_in=source or self.reported_in,
                **columns(period),
                **self.recorded,
            )
        )

    def _write_state(self, action: Action, given: ProposedAction) -> int:
        """A confirmed state is one on the edition's day, also where it was so before: it was said again."""
        if given.state is None or given.state in NEEDS_TERMS:
            return 0
        self._state(action, given.state)
        return 1

    def _state(self, action: Action, state: State) -> None:
        given = {"state": state.value, "reported_in": self.reported_in, **self.recorded}
        self.made[ActionState].append(ActionState(action=action, so_on=self.so_on, **given))

    def _again(self, rows: list[Any], later: list[EditionLine], name: str) -> tuple[date, Any, str] | None:
        """The day, words and name of the next edition, where an older one would undo what it said."""
        line = next((each for each in later if name in each.said), None)
        if line is None or any(self.so_on < known.day_of(row) <= line.so_on for row in rows):
            return None
        return line.so_on, line.said[name], line.said["source"]

    def _is_said(self, fact: Update) -> bool:
        return fact.so_on is not None and (fact.action_id, fact.so_on, tuple(fact.paragraphs)) in self.dated

    # What the edition says, and what stays open ------------------------------------------------------------------

    def _line(self, action: Action, each: Difference, seen: Beside, *, is_taken: bool = True) -> EditionLine:
        """The action as the edition has it; of what was not accepted it says nothing that could stand later."""
        given = each.given
        assert given is not None
        return EditionLine(
            batch=self.batch,
            action=action,
            so_on=seen.day,
            number=given.number[:20],
            theme_title=each.theme,
            text=given.text or "(no words)",
            place=each.place[:240],
            said=self._said(action, given) if is_taken else {},
            **self.recorded,
        )

    def _said(self, action: Action, given: ProposedAction) -> dict[str, Any]:
        said: dict[str, Any] = {"source": self.reported_in, "text": self.worded[action.pk]}
        if given.leads:
            members = self._members(ActionLeads(action=action), given)
            said["leads"] = [[member.person_id, member.words] for member in members]
        for which, when in dates_of(given):
            if when.period is not None:
                period = when.period
                days = [period.starts_on.isoformat(), period.ends_on.isoformat()]
                said[which.value] = [period.text[:120], period.precision.value, *days]
        return said

    def _open(self, pairs: list[tuple[Action, Difference]]) -> int:
        """The edition's own doubts that stay: of an action that was there, not what the plan knows already."""
        new = {action.pk for action, each in pairs if not each.ref}
        kept = [(action, each.given) for action, each in pairs if each.given is not None]
        rows = [
            doubt
            for doubt in self._doubts(kept)
            if (doubt.action_id in new or doubt.kind not in NOT_AGAIN)
            and (doubt.action_id is not None or not ABOUT_ACTION.match(doubt.key))
        ]
        bulk.keep(KeptDoubt, rows)
        return len(rows)

    def _follow(self, action_ids: list[int]) -> None:
        """What is so now, and what is owed, follow from the facts."""
        actions = list(Action.objects.filter(pk__in=action_ids).select_related("theme"))
        nows = facts.worked_out(actions, Scope(action_ids=action_ids))
        fields = [field.name for field in ActionNow._meta.concrete_fields if not field.primary_key]
        ActionNow.objects.bulk_update(nows, fields, batch_size=500)
        refs = [action.ref for action in actions]
        for kind in ALL_DUTIES:
            close_duties(kind=kind.value, subject_kind=ACTION_SUBJECT, subject_keys=refs, at=self.at)
        pairs = list(zip(actions, nows, strict=True))
        revisits, keepers = self._revisits(nows), keepers_of(self.plan, self.at)
        pins = [
            pin
            for action, now in pairs
            for pin in pins_of(self.plan, action, now, revisit_on=revisits.get(now.state_id), keepers=keepers)
        ]
        pin_duties(pins, at=self.at)

    def _revisits(self, nows: Iterable[ActionNow]) -> dict[int | None, date | None]:
        ids = [now.state_id for now in nows if now.state_id]
        return dict(ActionState.objects.filter(pk__in=ids).values_list("id", "revisit_on"))


def _same(one: Any, other: Any, names: Iterable[str]) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in names)
