"""The groups of partners, and one group as a story: meetings, themes, commitments, contacts, what was said."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import lazy

from lippen.design.components import Fact
from lippen.design.forms import FilterForm
from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.design.words import count_words, day_words
from lippen.improvement import queries
from lippen.improvement.queries import StakeholderRow, StakeholderStory
from lippen.improvement.screens import saying
from lippen.improvement.screens.looking import look
from lippen.improvement.screens.stories import Link
from lippen.improvement.vocabulary import STAKEHOLDER_KIND_WORDS, CommitmentStatus
from lippen.kernel.access import Permission, may

PARTNERS = Crumb("Partners", lazy(reverse, str)("partners:stakeholders"))
MOST_SAID = 30


class KindFilter(FilterForm):
    """Which kind of partners."""

    kind = forms.ChoiceField(label="Kind", required=False, choices=[("", "All"), *STAKEHOLDER_KIND_WORDS.items()])


def stakeholders(request: HttpRequest) -> HttpResponse:
    seen, form = look(request.GET), KindFilter(request.GET)
    kind = str(form.chosen().get("kind", ""))
    rows = queries.stakeholders(request.actor, kind=kind, as_at=seen.as_at, known_at=seen.known_at, today=seen.today)
    may_write = may(request.actor, Permission.WRITE_UPDATE) and not seen.is_past
    context = {
        "title": "Partners",
        "look": seen,
        "rows": rows,
        "filter_form": form,
        "is_filtered": bool(kind),
        "sentence": _sentence(rows),
        "add_url": reverse("partners:add_stakeholder") if may_write else "",
        "kept_in_address": [("kind", kind)] if kind else [],
    }
    request.audit_keys = {"stakeholders": len(rows)}
    return render(request, "improvement/rooms/stakeholders.html", context)


def _sentence(rows: tuple[StakeholderRow, ...]) -> str:
    unmet = sum(row.last_met_on is None and not row.is_ended for row in rows)
    late = sum(row.late_commitments for row in rows)
    return f"{count_words(len(rows), 'group')}; {unmet} not met yet; {count_words(late, 'commitment')} late."


def stakeholder(request: HttpRequest, ref: str) -> HttpResponse:
    seen = look(request.GET)
    story = queries.stakeholder(request.actor, ref, as_at=seen.as_at, known_at=seen.known_at, today=seen.today)
    row = story.row
    mine = not seen.is_past and may(request.actor, Permission.WRITE_UPDATE, at=[row.authority_id])
    context = {
        "title": row.name,
        "row": row,
        "story": story,
        "look": seen,
        "crumbs": (PARTNERS, Crumb(row.name)),
        "facts": facts(row),
        "open_commitments": [each for each in story.commitments if each.status == CommitmentStatus.OPEN],
        "ended_commitments": [each for each in story.commitments if each.status != CommitmentStatus.OPEN],
        "contacts": [each for each in story.contacts if not each.is_ended],
        "left": [each for each in story.contacts if each.is_ended],
        "said": story.said[:MOST_SAID],
        "said_left_out": max(0, len(story.said) - MOST_SAID),
        "may_write": mine,
        "next": next_step(story) if mine else None,
        "links": links(row) if mine else (),
    }
    request.audit_keys = {"contacts": len(story.contacts)}
    return render(request, "improvement/rooms/stakeholder.html", context)


def facts(row: StakeholderRow) -> list[Fact]:
    """What kind, what for, who looks after them, when we met and meet next."""
    coming = row.next_meeting
    plan_url = reverse("improvement:plan", args=[row.plan_ref]) if row.plan_ref else ""
    return [
        Fact("Kind", row.kind_words),
        *([Fact("What we want", row.why)] if row.why else []),
        Fact("Who looks after them", saying.lead_words(row.lead)),
        Fact("Last met", day_words(row.last_met_on) if row.last_met_on else "Not met yet"),
        Fact(
            "Next meeting",
            day_words(coming.meets_on) if coming else "None planned",
            reverse("partners:stakeholder_meeting", args=[coming.ref]) if coming else "",
            "See it",
        ),
        *([Fact("Plan", row.plan_title, plan_url, "See it")] if row.plan_ref else []),
    ]


def next_step(story: StakeholderStory) -> Link | None:
    """The one thing to do next: plan a meeting, or say what was said."""
    row = story.row
    if row.is_ended:
        return None
    if row.next_meeting is None:
        return Link("Plan a meeting", _url(row, "arrange_meeting"))
    return Link("Note what was said", _url(row, "note_said"))


def links(row: StakeholderRow) -> list[Link]:
    """Everything else that may be done."""
    if row.is_ended:
        return [Link("Take up with them again", _url(row, "change_stakeholder"))]
    return [
        Link("Plan a meeting", _url(row, "arrange_meeting")),
        Link("Record a meeting that was held", _url(row, "record_meeting")),
        Link("Note what was said", _url(row, "note_said")),
        Link("Agree a theme and its sign of progress", _url(row, "agree_theme")),
        Link("Write a commitment down", f"{reverse('partners:make_commitment')}?with={row.ref}"),
        Link("Add a contact", _url(row, "add_contact")),
        Link("You said, we did", _url(row, "you_said")),
        Link("Change its name or who looks after them", _url(row, "change_stakeholder")),
    ]


def _url(row: StakeholderRow, name: str) -> str:
    return reverse(f"partners:{name}", args=[row.ref])


def crumb_to(row: StakeholderRow) -> Crumb:
    """The way back to a group."""
    return Crumb(row.name, reverse("partners:stakeholder", args=[row.ref]))
