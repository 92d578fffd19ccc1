"""Acts out what people did with the plan once it was in Lippen, each under their own name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lippen.demo import life_words as words
from lippen.demo import small_words
from lippen.demo.organisation import Cast
from lippen.improvement import actions, queries
from lippen.improvement.vocabulary import Audience, Colour, EvidenceVerdict, Kind, Priority, RiskLevel, State, Which
from lippen.kernel.calendar import Period, Precision

IMPORTED = 1
"""The plan comes in on the first day after the period."""
TOLD = 3
"""What lies before a plan's file is written down three days after that file's day."""


@dataclass(frozen=True)
class Story:
    """A plan that people work on: the day of its file, the day it came in, and its actions by number."""

    cast: Cast
    since: date
    imported_on: date
    refs: dict[str, str]
    texts: dict[str, str]
    kinds: dict[str, str]

    def day(self, on: words.Day) -> date:
        """The day that an entry of the script names."""
        dates = self.cast.dates
        return dates.since_import(on) if isinstance(on, int) else dates.day(*on)

    def so_on(self, on: words.Day) -> date:
        """From when something counts: never before the day of the plan's file."""
        return max(self.day(on), self.since)

    def told_at(self, on: words.Day, minute: int) -> datetime:
        """When it was recorded: on its day or, for what lies before the file, a few days after the file's day."""
        day = self.day(on)
        if day <= self.since:
            day = min(self.since + timedelta(days=TOLD), self.cast.dates.today)
        return self.cast.dates.at(day, 11, minute % 60)

    def imported_at(self, minute: int) -> datetime:
        """A moment on the day that the plan came in, soon after."""
        return self.cast.dates.at(self.imported_on, 11, minute % 60)


def live(story: Story) -> None:
    """The weeks since the plan came in."""
    for minute, number in enumerate(dict.fromkeys((*words.INTENTS, *words.ANSWERED_FOR))):
        _say_what_for(story, number, minute)
    for minute, terms in enumerate(words.SET_ASIDE.values()):
        _set_aside(story, terms, minute)
    set_targets(story, words.TARGETS)
    for minute, entry in enumerate(words.SAID):
        _say(story, entry, story.told_at(entry.on, minute))
    for minute, slip in enumerate(words.SLIPS):
        _slip(story, slip, minute)
    for minute, shown in enumerate(words.EVIDENCE):
        _show(story, shown, minute)
    _override(story)


def live_small(story: Story) -> None:
    """A quarter of the small plan, each thing on its day."""
    for minute, entry in enumerate(small_words.SAID_SMALL):
        _say(story, entry, story.told_at(entry.on, minute))
    for minute, shown in enumerate(small_words.EVIDENCE_SMALL):
        _show(story, shown, minute)
    for minute, slip in enumerate(small_words.SLIPS_SMALL):
        _slip(story, slip, minute)


def _month(story: Story, months: int) -> Period:
    first, end = story.cast.dates.first(months), story.cast.dates.first(months + 1)
    return Period(f"{first:%B %Y}", Precision.MONTH, first, end)


def _say_what_for(story: Story, number: str, minute: int) -> None:
    """The performance officer writes down what an action is for, or who answers for it while its lead is in doubt."""
    at = story.imported_at(minute)
    answers_for = words.ANSWERED_FOR.get(number)
    with story.cast.acting_as("GW", at) as actor:
        actions.change_wording(
            actor=actor,
            action_ref=story.refs[number],
            text=story.texts[number],
            kind=Kind(story.kinds[number]),
            intent=words.INTENTS.get(number, ""),
            priority=Priority.HIGH if number in words.FIRST else None,
            accountable_id=story.cast.people[answers_for].pk if answers_for else None,
            so_on=story.since,
            at=at,
        )


def _set_aside(story: Story, terms: words.SetAside, minute: int) -> None:
    """What the document calls postponed gets its terms from the lead."""
    at = story.told_at(2, minute)
    with story.cast.acting_as(terms.who, at) as actor:
        actions.change_state(
            actor=actor,
            action_ref=story.refs[terms.number],
            state=State(terms.state),
            reason=terms.reason,
            agreed_by_id=story.cast.people[terms.agreed_by].pk,
            risk_accepted=terms.risk,
            risk_level=RiskLevel(terms.risk_level),
            cover=terms.cover,
            revisit_on=story.cast.dates.day(*terms.revisit),
            waits_on=story.refs[terms.waits_on] if terms.waits_on else "",
            so_on=story.since,
            at=at,
        )


def set_targets(story: Story, targets: Sequence[words.Target]) -> None:
    """The performance officer writes down by when each action was promised when the plan was agreed."""
    for minute, target in enumerate(targets):
        _first_target(story, target, minute)


def _first_target(story: Story, target: words.Target, minute: int) -> None:
    at = story.imported_at(minute)
    with story.cast.acting_as("GW", at) as actor:
        actions.change_date(
            actor=actor,
            action_ref=story.refs[target.number],
            which=Which.TARGET,
            period=_month(story, target.months),
            so_on=story.since,
            at=at,
        )


def _slip(story: Story, slip: words.Slipped, minute: int) -> None:
    at = story.told_at(slip.on, minute)
    with story.cast.acting_as(slip.who, at) as actor:
        actions.change_date(
            actor=actor,
            action_ref=story.refs[slip.number],
            which=Which.TARGET,
            period=_month(story, slip.months),
            reason=slip.reason,
            agreed_by_id=story.cast.people[slip.agreed_by].pk,
            so_on=story.so_on(slip.on),
            at=at,
        )


def _say(story: Story, entry: words.Said, at: datetime) -> None:
    with story.cast.acting_as(entry.who, at) as actor:
        made = actions.write_update(
            actor=actor,
            action_ref=story.refs[entry.number],
            paragraphs=tuple(story.cast.say(line) for line in entry.paragraphs),
            audience=Audience(entry.audience),
            so_on=story.day(entry.on),
            at=at,
        )
        if entry.corrected_to:
            actions.correct_update(
                actor=actor,
                update_ref=made.ref,
                paragraphs=tuple(story.cast.say(line) for line in entry.corrected_to),
                so_on=story.day(entry.on),
                at=at,
            )


def _show(story: Story, shown: words.Shown, minute: int) -> None:
    """Evidence is offered, and where the script says so somebody else decides about it."""
    at = story.told_at(shown.on, minute)
    ref = story.refs[shown.number]
    with story.cast.acting_as(shown.who, at) as actor:
        if shown.says_done:
            actions.change_state(actor=actor, action_ref=ref, state=State.SAYS_DONE, so_on=story.so_on(shown.on), at=at)
        offered = actions.offer_evidence(
            actor=actor,
            action_ref=ref,
            title=shown.title,
            note=shown.note,
            so_on=story.day(shown.on),
            at=at,
        )
    if shown.decided_by:
        _decide(story, shown, offered.ref, minute)


def _decide(story: Story, shown: words.Shown, evidence_ref: str, minute: int) -> None:
    at = story.told_at(shown.decided_on or shown.on, minute + 20)
    on = story.so_on(shown.decided_on or shown.on)
    with story.cast.acting_as(shown.decided_by, at) as actor:
        actions.decide_evidence(
            actor=actor,
            evidence_ref=evidence_ref,
            verdict=EvidenceVerdict(shown.verdict),
            reason=shown.reason,
            so_on=on,
            at=at,
        )
        if shown.verdict == EvidenceVerdict.ACCEPTED:
            actions.change_state(
                actor=actor, action_ref=story.refs[shown.number], state=State.SHOWN_DONE, so_on=on, at=at
            )


def _override(story: Story) -> None:
    number, who, standing, reason = words.OVERRIDE
    at = story.told_at(7, 0)
    with story.cast.acting_as(who, at) as actor:
        actions.override_standing(
            actor=actor,
            action_ref=story.refs[number],
            standing=Colour(standing),
            reason=story.cast.say(reason),
            so_on=story.day(7),
            at=at,
        )


def story_of(cast: Cast, plan_ref: str, *, since: date, imported_on: date) -> Story:
    """A plan as it came in, ready to be worked on."""
    at = cast.dates.at(imported_on, 10, 30)
    with cast.acting_as("GW", at) as actor:
        found = queries.plan(actor, plan_ref)
        rows = queries.plan_actions(actor, found.id, as_at=None, known_at=None, today=cast.dates.today)
    refs, texts = {row.number: row.ref for row in rows}, {row.number: row.text for row in rows}
    return Story(cast, since, imported_on, refs, texts, {row.number: row.kind for row in rows})
