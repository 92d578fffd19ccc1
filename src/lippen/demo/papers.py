"""Writes, sends, returns, approves, signs and issues papers: each step by whoever would take it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count

from lippen.demo import paper_words as words
from lippen.demo.organisation import Cast
from lippen.demo.people import BY_INITIALS, PEOPLE, phone
from lippen.demo.plan_kinds import Difference
from lippen.reporting import actions, queries
from lippen.reporting.rows import LineView

CONSIDERATIONS = "considerations"
Moments = Callable[[], datetime]


@dataclass(frozen=True)
class Sheet:
    """All that somebody brings to a paper: on which plan, for which meeting, with which words."""

    plan_ref: str
    meeting_ref: str
    subject: str
    period: tuple[date, date]
    text_closed_on: date
    author: str
    approvers: tuple[str, ...]
    reporter: str
    texts: dict[str, tuple[str, ...]]
    differences: tuple[Difference, ...]
    considered: tuple[str, ...] = ()
    lines: dict[str, tuple[str, ...]] = field(default_factory=dict)
    policies: str = ""
    leads: tuple[str, ...] = field(default=("EG", "SK", "AP"))


def steps_before(last: datetime, *, minutes: int) -> Moments:
    """One moment after another, a few seconds apart, beginning some minutes before the last."""
    first = last - timedelta(minutes=minutes)
    places = count()
    return lambda: min(first + timedelta(seconds=2 * next(places)), last)


def meeting(cast: Cast, clerk: str, committee_ref: str, on: date, at: datetime) -> str:
    """A meeting in the clerk's diary."""
    with cast.acting_as(clerk, at) as actor:
        return actions.call_meeting(actor=actor, committee_ref=committee_ref, meets_on=on, at=at)


def committee(cast: Cast, clerk: str, authority_id: int, name: str, at: datetime) -> str:
    """A committee that papers go to."""
    with cast.acting_as(clerk, at) as actor:
        return actions.found_committee(actor=actor, authority_id=authority_id, name=name, at=at)


def write(cast: Cast, sheet: Sheet, moments: Moments) -> str:
    """Open a paper and write all of it: texts, answers, differences, route, lines. Gives its reference."""
    at = moments()
    with cast.acting_as(sheet.author, at) as actor:
        starts_on, ends_on = sheet.period
        opened = actions.open_paper(
            actor=actor,
            plan_ref=sheet.plan_ref,
            meeting_ref=sheet.meeting_ref,
            subject=cast.say(sheet.subject),
            period_starts_on=starts_on,
            period_ends_on=ends_on,
            data_as_at=date.fromordinal(ends_on.toordinal() - 1),
            text_closed_on=sheet.text_closed_on,
            issue_on=sheet.text_closed_on,
            report_by_post_id=cast.posts[sheet.reporter].pk,
            at=at,
        )
    _write_texts(cast, sheet, opened.ref, moments)
    if sheet.considered:
        _consider(cast, sheet, opened.ref, moments())
    _answer(cast, sheet, opened.ref, moments)
    _tell_differences(cast, sheet, opened.ref, moments)
    set_route(cast, sheet, opened.ref, moments())
    _edit_lines(cast, sheet, opened.ref, moments)
    for lead in sheet.leads:
        agree(cast, lead, opened.ref, moments())
    return opened.ref


def _write_texts(cast: Cast, sheet: Sheet, ref: str, moments: Moments) -> None:
    for section, paragraphs in sheet.texts.items():
        at = moments()
        with cast.acting_as(sheet.author, at) as actor:
            told = [cast.say(paragraph) for paragraph in paragraphs]
            actions.write_section(actor=actor, paper_ref=ref, section=section, paragraphs=told, version=0, at=at)


def _consider(cast: Cast, sheet: Sheet, ref: str, at: datetime) -> None:
    """The author keeps what Lippen drafted from the records, and puts the account of the changes in their own words."""
    with cast.acting_as(sheet.author, at) as actor:
        drafted = next(row for row in queries.drafted_sections(actor, ref, at=at) if row.key == CONSIDERATIONS)
        kept = [paragraph for paragraph in drafted.paragraphs if not paragraph.startswith("Since ")]
        told = [cast.say(paragraph) for paragraph in sheet.considered]
        actions.write_section(
            actor=actor,
            paper_ref=ref,
            section=CONSIDERATIONS,
            paragraphs=[kept[0], *told, *kept[1:]],
            version=0,
            at=at,
        )


def _answer(cast: Cast, sheet: Sheet, ref: str, moments: Moments) -> None:
    ticked, policies = words.PRIORITIES[cast.council]
    answers = {**words.ANSWERS, "priorities": (ticked, sheet.policies or policies)}
    for question, (chosen, note) in answers.items():
        at = moments()
        with cast.acting_as(sheet.author, at) as actor:
            actions.answer(actor=actor, paper_ref=ref, question=question, ticked=chosen, note=note, at=at)


def _tell_differences(cast: Cast, sheet: Sheet, ref: str, moments: Moments) -> None:
    for number, row in enumerate(sheet.differences, start=1):
        at = moments()
        with cast.acting_as(sheet.author, at) as actor:
            actions.write_difference(
                actor=actor,
                paper_ref=ref,
                theme_number=number,
                kind=row.kind,
                text=cast.say(row.text),
                source=cast.say(row.source),
                know_by=None if row.know_by is None else cast.dates.last(row.know_by),
                at=at,
            )


def set_route(cast: Cast, sheet: Sheet, ref: str, at: datetime) -> None:
    """The author names who wrote the paper and who approves it, in order."""
    people = {initials: cast.people[initials].pk for initials in (sheet.author, *sheet.approvers)}
    places = {person.initials: place for place, person in enumerate(PEOPLE, start=101)}
    with cast.acting_as(sheet.author, at) as actor:
        actions.set_route(
            actor=actor,
            paper_ref=ref,
            authors=[people[sheet.author]],
            approvers=[people[who] for who in sheet.approvers],
            phones={people[sheet.author]: phone(places[sheet.author])},
            at=at,
        )


def _edit_lines(cast: Cast, sheet: Sheet, ref: str, moments: Moments) -> None:
    """The author rewrites lines that were not written for the committee, or whose future is past."""
    for view in _lines(cast, sheet.author, ref, moments()):
        if view.line.to_be_edited or view.number in sheet.lines:
            at = moments()
            with cast.acting_as(sheet.author, at) as actor:
                actions.write_line(
                    actor=actor,
                    paper_ref=ref,
                    action_ref=view.action_ref,
                    paragraphs=[cast.say(line) for line in sheet.lines.get(view.number, view.line.paragraphs)],
                    version=view.line.version,
                    at=at,
                )


def _lines(cast: Cast, who: str, ref: str, at: datetime) -> tuple[LineView, ...]:
    with cast.acting_as(who, at) as actor:
        return queries.paper(actor, ref, at=at).lines


def agree(cast: Cast, lead: str, ref: str, at: datetime) -> None:
    """A lead agrees every line of theirs that nobody has agreed yet."""
    name = BY_INITIALS[lead].name
    with cast.acting_as(lead, at) as actor:
        lines = queries.paper(actor, ref, at=at).lines
        seen = {view.action_ref: view.line.version for view in lines if _is_for(view, name)}
        if seen:
            actions.agree_lines(actor=actor, paper_ref=ref, seen=seen, at=at)


def _is_for(view: LineView, name: str) -> bool:
    known = [lead for lead in view.leads if " " in lead]
    return view.line.step != "agreed" and (name in known or (not known and name == words.ANSWERABLE))


def send(cast: Cast, sheet: Sheet, ref: str, at: datetime) -> None:
    """The author answers what is flagged, and sends the paper along its route."""
    with cast.acting_as(sheet.author, at) as actor:
        for each in queries.paper_flags(actor, ref, at=at)[1]:
            actions.keep_flag(actor=actor, paper_ref=ref, key=each.flag.key, reason=words.KEPT, at=at)
        actions.send_for_approval(actor=actor, paper_ref=ref, at=at)


def approve(cast: Cast, who: str, ref: str, at: datetime) -> None:
    """An approver approves; the last one signs."""
    with cast.acting_as(who, at) as actor:
        actions.approve(actor=actor, paper_ref=ref, at=at)


def give_back(cast: Cast, who: str, ref: str, comments: str, at: datetime) -> None:
    """An approver returns the paper with a comment."""
    with cast.acting_as(who, at) as actor:
        actions.return_with_comments(actor=actor, paper_ref=ref, comments=comments, at=at)


def issue(cast: Cast, clerk: str, ref: str, at: datetime) -> None:
    """The clerk issues a signed paper."""
    with cast.acting_as(clerk, at) as actor:
        actions.issue(actor=actor, paper_ref=ref, at=at)
