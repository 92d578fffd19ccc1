"""An action as a story: what it is, how it came here, what is next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from lippen.design.components import Fact
from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.design.words import count_words, day_words
from lippen.improvement import queries
from lippen.improvement.queries.action_rooms import action_rooms
from lippen.improvement.rows import ActionRow, DoubtRow, StoryRow, TiedRow
from lippen.improvement.rules import TO_DO
from lippen.improvement.screens import parts, saying, timeline, tying
from lippen.improvement.screens.addresses import PLANS, crumb_to_plan
from lippen.improvement.screens.looking import Look, look
from lippen.improvement.screens.subject import brief, may_decide, may_move, may_show_done, story_at
from lippen.improvement.source_rows import NO_TIES, Ties
from lippen.improvement.vocabulary import (
    KIND_WORDS,
    PRIORITY_WORDS,
    RISK_LEVEL_WORDS,
    SAYS_DONE_HINT,
    Kind,
    Priority,
    RiskLevel,
    State,
    Which,
)
from lippen.kernel.access import Actor, Permission, may
from lippen.kernel.errors import NotVisible

NOT_KNOWN = "It had not been recorded by the moment you ask about."
REVIEW_NOTE = "{}. An update does not clear it: once it has been reviewed, giving the next review date does."


@dataclass(frozen=True)
class Link:
    """Something to do here."""

    words: str
    url: str


def action(request: HttpRequest, ref: str) -> HttpResponse:
    seen = look(request.GET)
    try:
        story = story_at(request, ref, seen)
    except NotVisible:
        if not seen.is_past:
            raise
        return _not_yet(request, ref, seen)
    row = story.action
    doubts = () if seen.is_past else doubts_of(request.actor, story)
    asked = {"as_at": seen.as_at, "known_at": seen.known_at, "today": seen.today}
    tied = queries.plan_ties(request.actor, story.plan, action_ids=[row.id], **asked).by_action.get(row.id, NO_TIES)
    carrier = queries.carrier_standing(tied.carrier, **asked) if tied.carrier else None
    context = {
        "title": f"{row.number} {row.text}",
        "plan": story.plan,
        "action": row,
        "story": story,
        "look": seen,
        "crumbs": (PLANS, crumb_to_plan(story.plan, seen.query), Crumb(f"Action {row.number}")),
        "facts": facts(row, seen.as_at),
        "terms": terms(row, seen.as_at),
        "ties": [*ties(story, seen.query), *more_ties(row, tied, seen.query)],
        "answers": tied.answers,
        "carrier": carrier,
        "carrier_words": tying.standings_words(carrier) if carrier else "",
        "contributions": queries.contributions_to(request.actor, row.id, **asked),
        "entries": timeline.entries(story, request.actor, is_past=seen.is_past),
        "next": None if seen.is_past else next_step(story, request.actor, doubts),
        "links": () if seen.is_past else links(story, request.actor),
        "doubts": doubts,
        "may_see_trail": may(request.actor, Permission.READ_AUDIT, at=story.plan.authority_ids),
        "may_answer": may(request.actor, Permission.EDIT_PLAN, at=story.plan.authority_ids),
        "more": more_facts(story),
        "by_council": parts.by_council(request.actor, story.plan, row.id, seen),
        "notes": () if seen.is_past else notes(story, request.actor, seen.today),
        "rooms": action_rooms(request.actor, row.id, as_at=seen.as_at, known_at=seen.known_at, today=seen.today),
    }
    return render(request, "improvement/action.html", context)


def _not_yet(request: HttpRequest, ref: str, seen: Look) -> HttpResponse:
    """On a day before the action came into the plan: when it did come, with links to then and to today; else 404."""
    story = brief(request, ref)
    row, here = story.action, _url(ref)
    came = f"This action came into the plan on {day_words(row.added_on)}"
    is_early = seen.as_at < row.added_on
    sentence = f"{came}: on {day_words(seen.as_at)} it was not there yet." if is_early else f"{came}. {NOT_KNOWN}"
    context = {
        "title": "This action was not there yet",
        "sentence": sentence,
        "crumbs": (PLANS, crumb_to_plan(story.plan, seen.query), Crumb(f"Action {row.number}")),
        "status": 404,
        "ways_out": (
            *((Link("See it on the day it came", f"{here}?as_at={row.added_on}"),) if is_early else ()),
            Link("See it as it is today", here),
        ),
    }
    return render(request, "improvement/not_yet.html", context, status=404)


@dataclass(frozen=True)
class Note:
    """What a state or a date means for the reader, and what to do about it where they may."""

    words: str
    link: Link | None = None


def notes(story: StoryRow, actor: Actor, today: date) -> list[Note]:
    """What clears a review that is due, and what is still needed where an action says done."""
    row, found = story.action, []
    if row.state == State.SAYS_DONE:
        found.append(Note(SAYS_DONE_HINT))
    if row.review and row.review.has_passed(today) and row.state not in saying.CLOSED:
        link = Link("Give the next review date", f"{_url(row.ref, 'change_date')}?which={Which.REVIEW}")
        found.append(Note(REVIEW_NOTE.format(row.review_words), link if may_move(actor, story) else None))
    return found


def doubts_of(actor: Actor, story: StoryRow) -> tuple[DoubtRow, ...]:
    """What is still open about the action from bringing it in."""
    return queries.doubts_about(actor, story.plan.id, story.action.id)


def facts(row: ActionRow, today: date) -> list[Fact]:
    """Who leads, by when, who answers for it, what it is for."""
    return [
        Fact("Leads" if len(row.leads) > 1 else "Lead", saying.leads_words(row.leads)),
        Fact("Date", _dates(row, today)),
        Fact("Answers for it", saying.lead_words(row.accountable)),
        *([Fact("Outcome wanted", row.intent)] if row.intent else []),
    ]


def _dates(row: ActionRow, today: date) -> SafeString:
    said = saying.date_words(row, today)
    late = format_html(' <span class="lippen-late">{}</span>', said.note) if said.is_late else ""
    near = format_html(", {}", said.note[0].lower() + said.note[1:]) if said.note and not said.is_late else ""
    first = (
        format_html(' <span class="lippen-first">{}, moved {}</span>', said.first, _times(row)) if said.first else ""
    )
    review = (
        format_html(' <span class="lippen-first">{}</span>', row.review_words)
        if row.target and row.review_words
        else ""
    )
    return format_html("{}{}{}{}{}", said.now, near, late, first, review)


def _times(row: ActionRow) -> str:
    moved = row.slips if row.target else row.review_slips
    return {1: "once", 2: "twice"}.get(moved, count_words(moved, "time"))


def terms(row: ActionRow, today: date) -> list[Fact]:
    """On what terms a postponed or blocked action waits."""
    waits = row.postponed
    if waits is None:
        return []
    passed = waits.revisit_on < today
    level = RISK_LEVEL_WORDS.get(RiskLevel(waits.risk_level), "") if waits.risk_level else ""
    return [
        Fact("Why", row.state_reason),
        Fact("Agreed by", waits.agreed_by),
        Fact("Risk accepted", f"{waits.risk} ({level.lower()} level)" if level else waits.risk),
        Fact("Cover meanwhile", waits.cover),
        Fact("Look again on", f"{day_words(waits.revisit_on)}{', which has passed' if passed else ''}"),
        *(
            [Fact("Waits on", f"Action {waits.waits_on_number}", _url(waits.waits_on_ref), "See it")]
            if waits.waits_on_ref
            else []
        ),
    ]


@dataclass(frozen=True)
class Tie:
    """How this action hangs together with another: what it goes on as part of, or what it carries on."""

    words: str
    link: Link


def ties(story: StoryRow, query: str = "") -> list[Tie]:
    """What a merged action goes on as part of, and which actions this one carries on, each with a link."""
    last = story.states[-1] if story.states else None
    into = [TiedRow(last.into_ref, last.into_number, last.into_text)] if last and last.into_ref else []
    told = [*(("Goes on as part of", row) for row in into), *(("Carries on", row) for row in story.carries_on)]
    return [Tie(words, Link(f"{row.number} {row.text}", _url(row.ref) + query)) for words, row in told]


def more_ties(row: ActionRow, tied: Ties, query: str) -> list[Tie]:
    """What an action waits on where its terms do not say so, and which actions wait on it."""
    waits = tied.waits_on if tied.waits_on and row.postponed is None else None
    late = f" ({waits.late_words.lower()})" if waits and waits.late_words else ""
    on = [Tie("Waits on", Link(f"{waits.number} {waits.text}{late}", _url(waits.ref) + query))] if waits else []
    held = [Tie("Waited on by", Link(f"{each.number} {each.text}", _url(each.ref) + query)) for each in tied.holds_up]
    return [*on, *held]


def _url(ref: str, page: str = "action") -> str:
    return reverse(f"improvement:{page}", args=[ref])


def more_facts(story: StoryRow) -> list[Fact]:
    """What is seldom asked."""
    row = story.action
    return [
        Fact("Theme", f"{row.theme_number} {row.theme_title}"),
        Fact("Kind", KIND_WORDS[Kind(row.kind)]),
        *([Fact("Priority", PRIORITY_WORDS[Priority(row.priority)])] if row.priority else []),
        Fact("Councils", ", ".join(row.authorities or story.plan.authorities)),
        *([Fact("Starts", row.start.text)] if row.start else []),
        Fact("In the plan since", day_words(row.added_on)),
    ]


def next_step(story: StoryRow, actor: Actor, doubts: tuple[DoubtRow, ...]) -> Link | None:
    """The one thing that the person who looks is best placed to do next."""
    row, here = story.action, story.plan.authority_ids
    leads = actor.person_id in {lead.person_id for lead in row.leads}
    waiting = next((evidence for evidence in story.evidence if not evidence.verdict), None)
    may_look = waiting is not None and not leads and may_decide(actor, story, waiting)
    if doubts and may(actor, Permission.EDIT_PLAN, at=here):
        return Link("Answer the doubt" if len(doubts) == 1 else "Answer the doubts", "#doubts")
    if waiting and may_look:
        return Link("Decide on the evidence", reverse("improvement:decide_evidence", args=[row.ref, waiting.ref]))
    if not may(actor, Permission.WRITE_UPDATE, at=here) or row.state in saying.CLOSED:
        return None
    if row.state == State.SAYS_DONE and not waiting and not row.evidence_accepted:
        return Link("Show that it is done", _url(row.ref, "offer_evidence"))
    if row.evidence_accepted and State.SHOWN_DONE in story.next_states and may_show_done(actor, story):
        return Link("Record that it is shown done", f"{_url(row.ref, 'change_state')}?to={State.SHOWN_DONE}")
    return Link("Say what happened", _url(row.ref, "write_update"))


def links(story: StoryRow, actor: Actor) -> list[Link]:
    """Everything else that the person who looks may do."""
    row, here = story.action, story.plan.authority_ids
    moves = may_move(actor, story)
    found: list[Link] = []
    if may(actor, Permission.WRITE_UPDATE, at=here):
        found.append(Link("Say what happened", _url(row.ref, "write_update")))
        found.append(Link("Write a commitment down", f"{reverse('partners:make_commitment')}?action={row.ref}"))
        want = reverse("groups:plan_decision_want", args=[story.plan.ref])
        found.append(Link("Ask for a decision", f"{want}?action={row.ref}"))
        if State.SAYS_DONE in story.next_states and moves:
            found.append(Link("Say that it is done", _url(row.ref, "say_done")))
        if row.state not in saying.CLOSED:
            found.append(Link("Show that it is done", _url(row.ref, "offer_evidence")))
        found.append(Link("Ask for evidence", reverse("library:ask", args=[row.ref])))
    if parts.may_say(actor, story.plan):
        found.append(Link("Record a result", _url(row.ref, "say_part")))
    if moves:
        found += [
            Link("Say where it stands", _url(row.ref, "change_state")),
            *([Link("Say what it waits on", _url(row.ref, "wait_on"))] if row.state in TO_DO else []),
            Link("Move a date", _url(row.ref, "change_date")),
        ]
    if may(actor, Permission.OVERRIDE_STANDING, at=here):
        ends = row.overridden_from is not None
        words = "Let the rule decide its standing" if ends else "Change its standing"
        found.append(Link(words, _url(row.ref, "end_override" if ends else "override_standing")))
    if may(actor, Permission.EDIT_PLAN, at=here):
        found += [
            Link("Edit its words and leads", _url(row.ref, "edit_action")),
            Link("Say what it answers", _url(row.ref, "change_answers")),
            Link("Carry it by a plan of its own", _url(row.ref, "carry_action")),
        ]
    return found
