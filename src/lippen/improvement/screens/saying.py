"""An action's facts in a reader's words. Values in, words out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lippen.design.words import count_words, day_words, first_and_current
from lippen.improvement.rows import ActionRow, LeadRow
from lippen.improvement.vocabulary import BULLET, NO_UPDATE_WORDS, State

CLOSED = frozenset({"shown_done", "superseded", "merged"})
BULLET_MARKS = ("- ", "* ", "• ", "– ", "· ")


@dataclass(frozen=True)
class DateWords:
    """The date that matters for an action: now, at first when it moved, and how late or soon."""

    now: str
    first: str = ""
    note: str = ""
    is_late: bool = False


def date_words(row: ActionRow, today: date) -> DateWords:
    """Only a passed target reads overdue; a passed review reads review due; what is put off is neither."""
    which = ("", row.first_target, row.target) if row.target else ("Review ", row.first_review, row.review)
    name, first, now = which
    if now is None:
        return DateWords("To be kept going" if row.kind == "keep_going" else "No date yet", note=row.review_words)
    moved = first_and_current(first, now)
    note, is_late = _note(row, today)
    return DateWords(f"{name}{moved.current}", _first(moved), note, is_late)


def _note(row: ActionRow, today: date) -> tuple[str, bool]:
    """How late or soon, and whether that is late."""
    if row.state in CLOSED:
        return "", False
    if row.state == State.POSTPONED and row.postponed:
        return f"Put off, to look at again on {day_words(row.postponed.revisit_on)}", False
    if row.target:
        return row.due_words, bool(row.due_words) and row.target.has_passed(today)
    return ("" if row.review and row.review_words == f"Review {row.review.text}" else row.review_words), False


def _first(moved: object) -> str:
    return f"first {moved.first}" if moved.has_moved else ""


def update_words(row: ActionRow, today: date) -> str:
    """How long ago something was last said; before it, where that is so, that nothing was said within the rhythm."""
    ago = _ago(row, today)
    return f"{NO_UPDATE_WORDS}: {ago[0].lower()}{ago[1:]}" if row.lacks_update else ago


def _ago(row: ActionRow, today: date) -> str:
    if row.last_update_on is None:
        return "No update yet"
    days = (today - row.last_update_on).days
    if days <= 0:
        return "Today"
    return "Yesterday" if days == 1 else f"{count_words(days, 'day')} ago"


def lead_words(lead: LeadRow | None) -> str:
    """A lead with their post."""
    if lead is None:
        return "Nobody yet"
    return f"{lead.name}, {lead.post_title}" if lead.post_title else lead.name


def leads_words(leads: tuple[LeadRow, ...]) -> str:
    """Leads, joint ones as joint."""
    if not leads:
        return "No lead yet"
    joined = " and ".join(lead_words(lead) for lead in leads)
    return f"{joined} (joint)" if len(leads) > 1 else joined


def leads_names(leads: tuple[LeadRow, ...]) -> str:
    """Leads by name alone, for a narrow column."""
    return " and ".join(lead.name for lead in leads) or "No lead yet"


def paragraphs_of(words: str) -> tuple[str, ...]:
    """Typed text as paragraphs: one a line, a line that begins with a dash or a star is a bullet."""
    lines = (line.strip() for line in words.splitlines())
    return tuple(_bullet(line) for line in lines if line)


def _bullet(line: str) -> str:
    return f"{BULLET}{line[2:].strip()}" if line.startswith(BULLET_MARKS) else line


def typed_again(paragraphs: tuple[str, ...]) -> str:
    """Paragraphs as somebody would type them."""
    return "\n".join(f"- {text[len(BULLET) :]}" if text.startswith(BULLET) else text for text in paragraphs)
