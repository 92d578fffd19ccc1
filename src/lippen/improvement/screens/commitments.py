"""The commitments, and one commitment as a story."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import uuid4

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.html import format_html_join

from lippen.design.components import Entry, Fact
from lippen.design.forms import FilterForm
from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.design.words import count_words, day_words, period_words
from lippen.improvement import promises, queries
from lippen.improvement.queries import CommitmentEvent, CommitmentFilters, CommitmentRow
from lippen.improvement.rows import PlanRow
from lippen.improvement.screens import saying
from lippen.improvement.screens.looking import look
from lippen.improvement.screens.rooms import plan_asked
from lippen.improvement.screens.stories import Link
from lippen.improvement.screens.uploads import served
from lippen.improvement.vocabulary import COMMITMENT_STATUS_WORDS, DIRECTION_WORDS, CommitmentStatus
from lippen.kernel import clock
from lippen.kernel.access import Actor, Permission, may
from lippen.organisation.queries.cover import own_ids

PARTNERS = Crumb("Partners", lazy(reverse, str)("partners:stakeholders"))
COMMITMENTS = Crumb("Commitments", lazy(reverse, str)("partners:commitments"))
PAGE_SIZE = 100
LATE = "late"


class CommitmentFilter(FilterForm):
    """The filters of the commitments, kept in the address."""

    words = forms.CharField(label="Words", required=False, widget=forms.TextInput({"type": "search"}))
    direction = forms.ChoiceField(
        label="Which way", required=False, choices=[("", "Both ways"), *DIRECTION_WORDS.items()]
    )
    status = forms.ChoiceField(
        label="How it stands",
        required=False,
        choices=[("", "All"), (LATE, "Late"), *COMMITMENT_STATUS_WORDS.items()],
    )
    mine = forms.BooleanField(label="Mine only", required=False)


def commitments(request: HttpRequest) -> HttpResponse:
    seen, about = look(request.GET), plan_asked(request)
    form = CommitmentFilter(request.GET)
    rows = queries.commitments(
        request.actor,
        filters=_wanted(request.actor, form.chosen(), about),
        as_at=seen.as_at,
        known_at=seen.known_at,
        today=seen.today,
    )
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "title": "Commitments",
        "look": seen,
        "about": about,
        "crumbs": (PARTNERS, Crumb("Commitments")),
        "filter_form": form,
        "page_obj": page,
        "rows": page.object_list,
        "is_everything": not any(form.chosen().values()) and about is None,
        "totals": _totals(rows),
        "make_url": _make_url(about) if may(request.actor, Permission.WRITE_UPDATE) and not seen.is_past else "",
        "take_token": uuid4(),
        "wishes": [(name, request.GET[name]) for name in form.fields if request.GET.get(name)],
        "kept_in_address": [(name, str(value)) for name, value in request.GET.items() if name not in LOOKS],
    }
    request.audit_keys = {"commitments": len(page.object_list)}
    return render(request, "improvement/rooms/commitments.html", context)


LOOKS = frozenset({"as_at", "known_at", "page"})


def _wanted(actor: Actor, asked: Mapping[str, object], about: PlanRow | None) -> CommitmentFilters:
    status = str(asked.get("status", ""))
    return CommitmentFilters(
        direction=str(asked.get("direction", "")),
        status="" if status == LATE else status,
        late=status == LATE,
        owner_id=(actor.person_id or 0) if asked.get("mine") else None,
        words=str(asked.get("words", ""))[:200],
        plan_id=about.id if about else None,
    )


def _totals(rows: tuple[CommitmentRow, ...]) -> str:
    """How many there are, and how they stand, in a sentence."""
    is_open = [row for row in rows if row.status == CommitmentStatus.OPEN]
    late = sum(row.is_late for row in is_open)
    kept = sum(row.status == CommitmentStatus.KEPT for row in rows)
    return f"{count_words(len(rows), 'commitment')}: {len(is_open)} open, {late} of them late, and {kept} kept."


def _make_url(about: PlanRow | None) -> str:
    return reverse("partners:make_commitment") + (f"?plan={about.ref}" if about else "")


def commitment(request: HttpRequest, ref: str) -> HttpResponse:
    seen = look(request.GET)
    story = queries.commitment(request.actor, ref, as_at=seen.as_at, known_at=seen.known_at, today=seen.today)
    row = story.row
    mine = not seen.is_past and may_change(request.actor, row)
    context = {
        "title": row.words,
        "row": row,
        "look": seen,
        "crumbs": (PARTNERS, COMMITMENTS, Crumb("A commitment")),
        "facts": facts(row),
        "entries": [entry(event) for event in reversed(story.events)],
        "next": next_step(row) if mine else None,
        "links": links(row) if mine else (),
        "may_see_trail": may(request.actor, Permission.READ_AUDIT, at=[row.authority_id]),
    }
    return render(request, "improvement/rooms/commitment.html", context)


def may_change(actor: Actor, row: CommitmentRow) -> bool:
    """Whether this actor may move or end the commitment, by `rules.OWN_COMMITMENT`."""
    here = [row.authority_id]
    if may(actor, Permission.EDIT_PLAN, at=here) or not may(actor, Permission.WRITE_UPDATE, at=here):
        return may(actor, Permission.EDIT_PLAN, at=here)
    own = own_ids(actor, on=clock.today())
    return promises.is_own(own, actor.account_id, row.owner.person_id, row.made_by_account_id)


def facts(row: CommitmentRow) -> list[Fact]:
    """Which way it goes, who keeps it, by when, what it is about."""
    action_url = reverse("improvement:action", args=[row.action_ref]) if row.action_ref else ""
    with_url = reverse("partners:stakeholder", args=[row.stakeholder_ref]) if row.stakeholder_ref else ""
    plan_url = reverse("improvement:plan", args=[row.plan_ref]) if row.plan_ref else ""
    return [
        Fact("Which way", _way(row), with_url, "See them"),
        Fact("Who keeps it" if row.direction == "ours" else "Who asks for it", saying.lead_words(row.owner)),
        Fact("By when", due_in_words(row)),
        Fact("Promised on", day_words(row.made_on)),
        *([Fact("What shows it", row.shown_by)] if row.shown_by else []),
        *([Fact("Action", f"{row.action_number} {row.action_text}", action_url, "See it")] if row.action_ref else []),
        *([Fact("Plan", row.plan_title, plan_url, "See it")] if row.plan_ref else []),
    ]


def _way(row: CommitmentRow) -> str:
    if not row.other_words:
        return row.direction_words
    return f"Ours to {row.other_words}" if row.direction == "ours" else f"To us from {row.other_words}"


def due_in_words(row: CommitmentRow) -> str:
    """The date now, how late or soon, and the first date where it moved."""
    if row.due is None:
        return row.due_words or "It never had a date"
    near = f", {row.due_words[0].lower()}{row.due_words[1:]}" if row.due_words else ""
    first = f" (first {period_words(row.first_due)}, moved {_times(row.slips)})" if row.slips else ""
    return f"{period_words(row.due)}{near}{first}"


def _times(slips: int) -> str:
    return {1: "once", 2: "twice"}.get(slips, count_words(slips, "time"))


def entry(event: CommitmentEvent) -> Entry:
    """One thing that happened, for the timeline."""
    said = {
        "made": f"Promised{_for(event)}",
        "moved": f"{'Given a date: ' if event.is_first_date else 'Moved to '}{period_words(event.due)}",
        "handed_over": f"Handed over to {event.owner.name if event.owner else 'somebody'}",
    }
    notes = [f"Agreed by {event.agreed_by}"] if event.agreed_by else []
    return Entry(
        when=day_words(event.on),
        title=said.get(event.step, event.step_words),
        who=event.by_name,
        paragraphs=tuple(filter(None, event.words.splitlines())),
        body=_shown(event),
        note=f"{'. '.join(notes)}." if notes else "",
        quiet=event.step == "handed_over",
    )


def _shown(event: CommitmentEvent) -> str:
    """Links to what shows that it was kept: evidence, a file, an address."""
    found = []
    if event.evidence_ref:
        found.append((reverse("library:item", args=[event.evidence_ref]), f"Evidence: {event.evidence_title}"))
    if event.file_ref:
        found.append((reverse("partners:commitment_file", args=[event.file_ref]), event.file_name))
    if event.link.startswith(("https://", "http://")):
        found.append((event.link, event.link))
    return format_html_join("", '<p><a href="{}">{}</a></p>', found)


def commitment_file(request: HttpRequest, ref: str) -> HttpResponse:
    return served(queries.commitment_file(request.actor, ref))


def _for(event: CommitmentEvent) -> str:
    return f" for {period_words(event.due)}" if event.due else ", without a date"


def next_step(row: CommitmentRow) -> Link | None:
    """The one thing to do next."""
    if row.status != CommitmentStatus.OPEN:
        return None
    if row.due is None:
        return Link("Give it a date", _url(row, "move"))
    return Link("Record that it was kept" if row.direction == "ours" else "Record that it came", _url(row, "keep"))


def links(row: CommitmentRow) -> list[Link]:
    """Everything else that may be done to it."""
    if row.status != CommitmentStatus.OPEN:
        return [Link("Open it again", _url(row, "reopen"))]
    found = [("keep", "Record that it was kept"), ("move", "Move its date" if row.due else "Give it a date")]
    found += [("hand_over", "Hand it over to somebody else"), ("withdraw", "Withdraw it")]
    return [Link(words, _url(row, page)) for page, words in found]


def _url(row: CommitmentRow, page: str) -> str:
    return reverse(f"partners:{page}_commitment", args=[row.ref])
