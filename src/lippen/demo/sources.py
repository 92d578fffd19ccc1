"""Acts out what the plan answers to and who helps: sources, a framework, contributions, plans that carry actions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lippen.demo import source_words as words
from lippen.demo.organisation import Cast
from lippen.improvement import actions, queries
from lippen.improvement.rows import LeadRow
from lippen.improvement.vocabulary import RESTRICTED_KINDS, RiskLevel, SourceKind, State, Which
from lippen.kernel.calendar import Period, Precision

EDITOR = "GW"


@dataclass(frozen=True)
class Telling:
    """The plan that all of this is about, and when the telling begins."""

    cast: Cast
    plan_ref: str
    refs: dict[str, str]
    since: date

    def day(self, days: int) -> date:
        """So many days after the plan came in, today at the latest."""
        return min(self.since + timedelta(days=days), self.cast.dates.today)

    def at(self, on: date, minute: int = 0) -> datetime:
        """A moment of the afternoon of a day, before today's paper is written."""
        return self.cast.dates.at(on, 15, minute % 60)

    def person(self, initials: str) -> int | None:
        """Somebody of the cast, by initials."""
        return self.cast.people[initials].pk if initials else None


def tell(cast: Cast, plan_ref: str, *, since: date) -> None:
    """Everything of these rooms, on the plan that came in from Word."""
    on = since
    with cast.acting_as(EDITOR, cast.dates.at(on, 15)) as actor:
        plan = queries.plan(actor, plan_ref)
        rows = queries.plan_actions(actor, plan.id, today=on)
    telling = Telling(cast, plan_ref, {row.number: row.ref for row in rows}, since)
    _name_first_source(telling)
    for place, source in enumerate(words.SOURCES):
        _record(telling, source, minute=place)
    _frame(telling)
    _carry(telling, words.TEAM_PLAN, words.TEAM_THEME, words.TEAM_ACTIONS, "6.2")
    _carry(telling, words.ENGAGEMENT_PLAN, words.ENGAGEMENT_THEME, words.ENGAGEMENT_ACTIONS, "8.1")
    _name_version(telling)


def _name_first_source(telling: Telling) -> None:
    """Say what the source that the file left was."""
    on = telling.day(1)
    with telling.cast.acting_as(EDITOR, telling.at(on)) as actor:
        plan = queries.plan(actor, telling.plan_ref)
        first = queries.plan_sources(actor, plan.id)[0]
        actions.rename_source(
            actor=actor,
            source_ref=first.ref,
            kind=SourceKind.INDEPENDENT_REVIEW,
            title=words.REVIEW,
            dated_on=telling.cast.dates.day(-5, 12),
            so_on=on,
            at=telling.at(on),
        )


def _record(telling: Telling, source: words.SourceWords, *, minute: int) -> None:
    """A source, what it asked for, and what of the plan answers that."""
    on, cast = telling.day(2), telling.cast
    at = telling.at(on, minute)
    with cast.acting_as(EDITOR, at) as actor:
        dated_on = cast.dates.day(source.months, 11)
        given = {"kind": source.kind, "title": source.title, "dated_on": dated_on}
        made = actions.record_source(actor=actor, authority_id=cast.both[0], at=at, **given)
        actions.draw_from(actor=actor, plan_ref=telling.plan_ref, source_ref=made.ref, so_on=on, at=at)
        for asked in source.asked:
            recommendation = actions.add_recommendation(
                actor=actor, source_ref=made.ref, number=asked.number, text=asked.text, so_on=dated_on, at=at
            )
            if asked.answers:
                actions.answer_by_numbers(
                    actor=actor,
                    recommendation_ref=recommendation.ref,
                    plan_ref=telling.plan_ref,
                    numbers=asked.answers,
                    so_on=on,
                    at=at,
                )
    if source.kind in RESTRICTED_KINDS:
        _open_file(telling, made.ref, on)


def _open_file(telling: Telling, source_ref: str, on: date) -> None:
    """The restricted file, open to the one who keeps it and to the head of service's post."""
    at = telling.at(on, 30)
    keeper = "MB" if telling.cast.council == "today" else "AP"  # whoever is chief social work officer in the story
    with telling.cast.acting_as(keeper, at) as actor:
        head = actions.Seer(post_id=telling.cast.posts["head"].pk)
        made = actions.open_restricted_file(
            actor=actor, source_ref=source_ref, title=words.FILE_TITLE, seers=[head], so_on=on, at=at
        )
        actions.add_to_restricted_file(actor=actor, file_ref=made.ref, words=words.FILE_NOTE, so_on=on, at=at)


def _frame(telling: Telling) -> None:
    """The framework's lines, what partners contribute, and what was said of both since."""
    on = telling.day(3)
    at = telling.at(on)
    partners: dict[str, str] = {}
    told: list[tuple[int, str, str, str]] = []
    delivered: list[tuple[int, str, str, str]] = []
    with telling.cast.acting_as(EDITOR, at) as actor:
        known = {row.name: row.ref for row in queries.partners(actor)}
        council = telling.cast.both[0]
        for name, kind in words.PARTNERS:
            partners[name] = (
                known.get(name)
                or actions.record_partner(actor=actor, authority_id=council, name=name, kind=kind, at=at).ref
            )
        for line in (*words.STRANDS, *words.PARTNER_LINES):
            made = actions.add_strand(
                actor=actor,
                plan_ref=telling.plan_ref,
                title="" if line.title in partners else line.title,
                partner_ref=partners.get(line.title, ""),
                intent=line.intent,
                accountable_id=telling.person(line.accountable),
                so_on=on,
                at=at,
            )
            told += [(days, who, said, made.ref) for days, who, said in line.said]
        for offer in words.OFFERS:
            contribution = actions.add_contribution(
                actor=actor,
                plan_ref=telling.plan_ref,
                partner_ref=partners[offer.partner],
                terms=_terms(telling, offer),
                so_on=on,
                at=at,
            )
            delivered += [(days, who, said, contribution.ref) for days, who, said in offer.delivered]
    for days, who, said, ref in sorted(told):
        so_on = telling.day(days)
        with telling.cast.acting_as(who, telling.at(so_on)) as actor:
            actions.tell_progress(actor=actor, strand_ref=ref, words=said, so_on=so_on, at=telling.at(so_on))
    for days, who, said, ref in sorted(delivered):
        so_on = telling.day(days)
        with telling.cast.acting_as(who, telling.at(so_on)) as actor:
            actions.record_delivery(actor=actor, contribution_ref=ref, words=said, so_on=so_on, at=telling.at(so_on))


def _terms(telling: Telling, offer: words.OfferWords) -> actions.Terms:
    today = telling.cast.dates.today
    return actions.Terms(
        offered=offer.offered,
        expected=offer.expected,
        action_ref=telling.refs[offer.action] if offer.action else "",
        consent=offer.consent,
        scope=offer.scope,
        accountable_id=telling.person(offer.accountable),
        starts_on=today + timedelta(days=offer.starts),
        ends_on=today + timedelta(days=offer.days + 1) if offer.days is not None else None,
    )


def _carry(telling: Telling, title: str, theme: str, given: tuple[tuple[str, str, int], ...], number: str) -> None:
    """A plan of its own that carries an action of the big one."""
    on, cast = telling.day(4), telling.cast
    at = telling.at(on)
    with cast.acting_as(EDITOR, at) as actor:
        plan = actions.create_plan(
            actor=actor, title=title, authority_id=cast.both[0], also_for=[cast.both[1]], agreed_on=on, at=at
        )
        actions.add_theme(actor=actor, plan_ref=plan.ref, title=theme, at=at)
        made = [
            actions.add_action(
                actor=actor,
                plan_ref=plan.ref,
                theme_number=1,
                text=text,
                leads=[LeadRow(telling.person(lead), "")],
                dates={Which.TARGET: _month(cast.dates.first(months), cast.dates.first(months + 1))},
                state=State.UNDER_WAY,
                so_on=on,
                at=at,
            )
            for text, lead, months in given
        ]
        actions.carry_by(actor=actor, action_ref=telling.refs[number], plan_ref=plan.ref, so_on=on, at=at)
    if title == words.TEAM_PLAN:
        _wait(telling, [action.ref for action in made])


def _month(first: date, following: date) -> Period:
    return Period(f"{first:%B} {first.year}", Precision.MONTH, first, following)


def _wait(telling: Telling, refs: list[str]) -> None:
    """Steps of the team's plan that wait on the step before them, and a word on the first."""
    on = telling.day(6)
    at = telling.at(on)
    with telling.cast.acting_as(EDITOR, at) as actor:
        for step, before in words.TEAM_WAITS:
            actions.change_state(
                actor=actor,
                action_ref=refs[step - 1],
                state=State.POSTPONED,
                waits_on=refs[before - 1],
                revisit_on=telling.cast.dates.first(2),
                so_on=on,
                at=at,
                **{**words.TEAM_TERMS, "risk_level": RiskLevel(words.TEAM_TERMS["risk_level"])},
            )
    with telling.cast.acting_as("SK", at) as actor:
        actions.write_update(actor=actor, action_ref=refs[0], paragraphs=[words.TEAM_REPORT], so_on=on, at=at)


def _name_version(telling: Telling) -> None:
    """The plan as it came in has a name, so that anybody can ask what changed since."""
    on = telling.day(5)
    with telling.cast.acting_as(EDITOR, telling.at(on)) as actor:
        actions.name_version(
            actor=actor,
            plan_ref=telling.plan_ref,
            name=words.VERSION,
            note=words.VERSION_NOTE,
            as_at=telling.since,
            at=telling.at(on),
        )
