"""An action's story as entries of a timeline, the newest first. Rows in, entries out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from django.urls import reverse
from django.utils.html import format_html_join

from lippen.design.components import Entry, blocks
from lippen.design.words import day_words
from lippen.improvement.rows import EventRow, EvidenceRow, StoryRow, UpdateRow
from lippen.improvement.screens.subject import may_decide
from lippen.improvement.vocabulary import AUDIENCE_WORDS, Audience
from lippen.kernel.access import Actor


def entries(story: StoryRow, actor: Actor, *, is_past: bool) -> list[Entry]:
    """Everything that happened to the action."""
    updates = {update.ref: update for update in story.updates}
    return [_entry(event, story, updates, actor, is_past) for event in story.events]


def sampled_entries(story: StoryRow, actor: Actor, file_address: Callable[[str], str]) -> list[Entry]:
    """The same for somebody who sees this action alone: no way on to others, files by their own address."""
    evidence = {row.ref: row for row in story.evidence}
    found = zip(story.events, entries(story, actor, is_past=True), strict=True)
    return [
        replace(entry, url="", body=_where(evidence[event.key], file_address) if event.key in evidence else entry.body)
        for event, entry in found
    ]


def _entry(event: EventRow, story: StoryRow, updates: dict[str, UpdateRow], actor: Actor, is_past: bool) -> Entry:
    if update := updates.get(event.key):
        return _update(update, story, actor, is_past)
    if event.kind == "evidence":
        return _evidence(event, story, actor, is_past)
    return Entry(
        when=f"as reported in {event.reported_in}" if event.reported_in else day_words(event.on),
        title=event.words,
        who=event.by_name,
        paragraphs=tuple(event.details),
        url=reverse("improvement:action", args=[event.other_ref]) if event.other_ref else "",
        link=f"See action {event.other_number}",
        quiet=event.kind in {"wording", "leads", "added", "date", "edition"},
    )


def _update(update: UpdateRow, story: StoryRow, actor: Actor, is_past: bool) -> Entry:
    mine = update.by_account_id is not None and update.by_account_id == actor.account_id
    may_correct = mine and not update.corrected and not is_past
    return Entry(
        when=day_words(update.so_on) if update.so_on else f"as reported in {update.as_reported_in}",
        title="Correction" if update.corrects_id else "Update",
        who=update.by_name,
        paragraphs=blocks(update.paragraphs),
        note=_note(update),
        url=reverse("improvement:correct_update", args=[story.action.ref, update.ref]) if may_correct else "",
        link="Correct your update",
        anchor=update.ref,
        quiet=update.corrected,
    )


def _note(update: UpdateRow) -> str:
    parts = [AUDIENCE_WORDS[Audience(update.audience)]]
    if update.corrected:
        parts.append("corrected since, see the correction above")
    return "; ".join(parts) + "."


def _evidence(event: EventRow, story: StoryRow, actor: Actor, is_past: bool) -> Entry:
    """A piece of evidence with what it shows, where it is, and what was decided about it."""
    offered = next(row for row in story.evidence if row.ref == event.key)
    is_open = not offered.verdict and not is_past
    return Entry(
        when=day_words(event.on),
        title=event.words,
        who=event.by_name,
        paragraphs=tuple(offered.note.splitlines()),
        body=_where(offered),
        note=f"{offered.words}.",
        url=reverse("improvement:decide_evidence", args=[story.action.ref, event.key])
        if is_open and may_decide(actor, story, offered)
        else "",
        link="Decide on this evidence",
    )


def _evidence_file(ref: str) -> str:
    return reverse("improvement:evidence_file", args=[ref])


def _where(offered: EvidenceRow, file_address: Callable[[str], str] = _evidence_file) -> str:
    """Links to the evidence's file and address."""
    found = []
    if offered.file_ref:
        found.append((file_address(offered.file_ref), offered.file_name))
    if offered.link.startswith(("https://", "http://")):
        found.append((offered.link, offered.link))
    return format_html_join("", '<p><a href="{}">{}</a></p>', found)
