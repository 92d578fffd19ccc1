"""First drafts from the records: what changed, is in place, is late, was put off, is new, waits. Authors edit them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from lippen.improvement.rows import ActionRow, ChangeRow, LeadRow, UpdateRow
from lippen.improvement.vocabulary import BULLET, Audience
from lippen.reporting.facts import LineRow
from lippen.reporting.papers.figures import GONE, MEANINGS, chosen, figures_of, told_changes
from lippen.reporting.papers.records import PaperRecords
from lippen.reporting.papers.withheld import question_words
from lippen.reporting.rows import DraftedSection, Figure, QuestionAsked
from lippen.reporting.rules import printed
from lippen.reporting.vocabulary import LineStep

MOST_ON_PAGE_ONE = 3
MOST_IN_A_LIST = 12
MOST_WORDS_IN_A_NAME = 12
WEIGHTS = {"state": 0, "added": 1, "slip": 2}
NOTHING_REPORTED = "No progress has been reported yet."
Draft = Callable[[PaperRecords, Mapping[str, Figure]], DraftedSection]


def draft_all(records: PaperRecords) -> dict[str, DraftedSection]:
    """Every section that Lippen drafts, by the key that its text is kept under; drafted once."""
    found: dict[str, DraftedSection] = records.once("_drafts", lambda: _drafted(records))
    return found


def _drafted(records: PaperRecords) -> dict[str, DraftedSection]:
    figures = figures_of(records)
    sections = (section for section in records.template.every_section if section.drafted_by)
    return {s.key: replace(DRAFTERS[s.drafted_by](records, figures), key=s.key) for s in sections}


def purpose(records: PaperRecords, figures: Mapping[str, Figure]) -> DraftedSection:
    """What the paper is about."""
    days = records.paper.days
    about = (
        f"This paper tells how the improvement plan has gone between {printed(days.period_starts_on)} and "
        f"{printed(days.period_last_day)}. What it says is as at {printed(days.data_as_at)}."
    )
    whole = (
        f"Appendix 1 shows each of the plan's {figures['actions'].words}, under {figures['themes'].words}: "
        "who leads it, when it is next looked at, where it stands and what has been done."
    )
    if not records.template.appendix_title:
        whole = f"The plan has {figures['actions'].words}, under {figures['themes'].words}."
    return DraftedSection("purpose", (about, whole), ("actions", "themes"), (records.plan.ref,))


def recommendations(records: PaperRecords, figures: Mapping[str, Figure]) -> DraftedSection:
    """What the committee is asked to do."""
    lines = ["notes the progress made with the improvement plan;"]
    used = []
    if figures["late"].value:
        lines.append(f"notes that {figures['late'].words}, and what is being done about it;")
        used.append("late")
    if figures["postponed"].value:
        lines.append(f"notes that {figures['postponed'].words}, for the reasons given{_where_put_off(records)};")
        used.append("postponed")
    lines.append("asks for the next progress paper at a later meeting.")
    return DraftedSection("recommendations", tuple(lines), tuple(used))


def _where_put_off(records: PaperRecords) -> str:
    """The section that says why actions were put off, if the paper has one."""
    told = (s for s in records.template.sections if s.drafted_by in {"considerations", "put_off"})
    found = next(told, None)
    return f" in section {found.number}" if found else ""


def considerations(records: PaperRecords, figures: Mapping[str, Figure]) -> DraftedSection:
    """The whole account: done, in place, changed, late, put off, new, waiting."""
    paragraphs = [_where_it_stands(figures)]
    paragraphs += _what_changed(records, figures)
    paragraphs += _about("in_place", records, figures, lambda a: f"{_name(a)}: {_lower(a.review_words or a.due_words)}")
    paragraphs += _about("late", records, figures, lambda a: f"{_name(a)}: late since {_late_since(a)}{_why(a)}")
    paragraphs += _about("review_due", records, figures, lambda a: f"{_name(a)}: {_lower(a.review_words)}")
    paragraphs += _about("postponed", records, figures, _put_off)
    paragraphs += _about("new", records, figures, _name)
    paragraphs += _about("waiting", records, figures, _waiting)
    keys = ("shown_done", "under_way", "changed", "in_place", "late", "review_due", "postponed", "new", "waiting")
    refs = dict.fromkeys(ref for key in keys for ref in figures[key].ids)
    return DraftedSection("considerations", tuple(paragraphs), keys, tuple(refs))


def _where_it_stands(figures: Mapping[str, Figure]) -> str:
    others = ("says_done", "under_way", "not_started", "postponed", "blocked")
    said = [figures["shown_done"].words, *(figures[key].words for key in others if figures[key].value)]
    whole = f"The plan has {figures['actions'].words} under {figures['themes'].words}."
    return f"{whole} {_capital('; '.join(said))}.".replace(f" of {figures['actions'].words}", "")


def _about(
    key: str, records: PaperRecords, figures: Mapping[str, Figure], say: Callable[[ActionRow], str]
) -> list[str]:
    """A sentence with its figure, then a bullet for each action behind it; nothing when there are none."""
    actions = chosen(key, records)
    if not actions:
        return []
    return _listed(records, f"{_capital(figures[key].words)}.", [say(action) for action in actions])


def _what_changed(records: PaperRecords, figures: Mapping[str, Figure]) -> list[str]:
    """What changed since the last paper, action by action."""
    opening = f"Since {printed(records.since)}, {figures['changed'].words}."
    return _listed(records, opening, [_changes(rows) for rows in _told(records)])


def _listed(records: PaperRecords, sentence: str, items: Sequence[str], most: int = MOST_IN_A_LIST) -> list[str]:
    """A sentence and its bullets; what is left out is said, and stands in the appendix, or in the plan."""
    shown = [f"{BULLET}{item}" for item in items[:most]]
    if len(items) > most:
        where = "in Appendix 1" if records.template.appendix_title else "in the plan"
        shown.append(f"{BULLET}and {len(items) - most} more, {where}")
    return [f"{sentence.rstrip('.')}:" if shown else sentence, *shown]


def _told(records: PaperRecords) -> list[list[ChangeRow]]:
    """What changed, action by action, each in the order of its days; the weightiest first, then the latest."""
    by_action: dict[str, list[ChangeRow]] = {}
    for row in sorted(told_changes(records), key=lambda row: row.on):
        by_action.setdefault(row.action_ref, []).append(row)
    return sorted(by_action.values(), key=lambda rows: min(map(_weight, rows)))


def _weight(row: ChangeRow) -> tuple[int, int, str]:
    return WEIGHTS.get(row.kind, 3), -row.on.toordinal(), row.number


def _changes(rows: Sequence[ChangeRow]) -> str:
    """All that changed of one action: its name once, then each change with its day."""
    said = "; ".join(f"{_lower(row.words).rstrip('.')} ({printed(row.on)})" for row in rows)
    return f"{rows[0].number} {_short(rows[0].text)}: {said}"


def _weightiest(rows: Sequence[ChangeRow]) -> list[ChangeRow]:
    """What matters most of an action's changes; of two states the one that it is in now."""
    return [min(rows, key=_weight)]


def _name(action: ActionRow) -> str:
    return f"{action.number} {_short(action.text)}"


def _short(text: str) -> str:
    words = text.rstrip(".").split()
    if len(words) <= MOST_WORDS_IN_A_NAME:
        return " ".join(words)
    return " ".join(words[:MOST_WORDS_IN_A_NAME]) + "…"


def _late_since(action: ActionRow) -> str:
    return printed(action.target.last_day) if action.target else ""


def _why(action: ActionRow) -> str:
    return f" ({_lower(action.state_reason).rstrip('.')})" if action.state_reason else ""


def _put_off(action: ActionRow) -> str:
    words = _name(action)
    if action.state_on:
        words += f": put off on {printed(action.state_on)}"
    if action.state_reason:
        words += f", because {_lower(action.state_reason).rstrip('.')}"
    if action.postponed:
        words += f". Meanwhile, {_lower(action.postponed.cover).rstrip('.')}"
        words += f". To be looked at again on {printed(action.postponed.revisit_on)}"
    return words


def _waiting(action: ActionRow) -> str:
    on = (
        f" waits on {action.postponed.waits_on_number}" if action.postponed and action.postponed.waits_on_number else ""
    )
    return f"{_name(action)}:{on or ' blocked'}{_why(action)}"


def appendices(records: PaperRecords, figures: Mapping[str, Figure]) -> DraftedSection:
    """What is attached."""
    return DraftedSection("appendices", (f"{records.template.appendix_title}.",))


def what_you_asked(records: PaperRecords, figures: Mapping[str, Figure]) -> DraftedSection:
    """What the committee agreed, and when."""
    agreed = (
        f"On {printed(records.plan.agreed_on)} this plan was agreed" if records.plan.agreed_on else "You have a plan"
    )
    text = (
        f"{agreed}: {figures['actions'].words} under {figures['themes'].words}. You asked to hear how far it has come."
    )
    told = (text, *_what_came_of(records, MOST_ON_PAGE_ONE))
    return DraftedSection("members.asked", told, ("actions", "themes"), (records.plan.ref,))


def what_became(records: PaperRecords, figures: Mapping[str, Figure]) -> DraftedSection:
    """All that was decided, asked, answered and promised since, and what became of it."""
    told = _what_came_of(records, MOST_IN_A_LIST) or ["Nothing was asked, decided or promised that is still open."]
    return DraftedSection("what_became", tuple(told))


def _what_came_of(records: PaperRecords, most: int) -> list[str]:
    """The committee's decisions, members' questions and our promises, each with what became of it."""
    earlier = records.earlier
    told: list[str] = []
    if earlier.decided:
        items = [f"{when}: {whole_sentence(words)}" for when, words in earlier.decided]
        told += _listed(records, "You decided.", items, most)
    if earlier.asked:
        told += _listed(records, "You asked.", [_answered(question) for question in earlier.asked], most)
    if earlier.promised:
        items = [f"{words} {_capital(became).rstrip('.')}." for words, became in earlier.promised]
        told += _listed(records, "We promised.", items, most)
    return told


def _answered(question: QuestionAsked) -> str:
    asked = f"In {question.so_on:%B}: “{whole_sentence(question.words)}”"
    if question.is_withheld:
        asked = question_words(question.so_on)
    if question.answered_on and question.answer_is_withheld:
        return f"{asked} Answered on {printed(question.answered_on)}: see there."
    if question.answered_on:
        return f"{asked} Answered on {printed(question.answered_on)}: {whole_sentence(question.answer)}"
    if question.promised_for:
        return f"{asked} {_capital(question.promised_words)} promised an answer by {printed(question.promised_for)}."
    return f"{asked} Not answered yet."


def whole_sentence(words: str) -> str:
    """Words as one paragraph that ends as a sentence does."""
    said = " ".join(words.split())
    return said if said.endswith((".", "?", "!", "…")) else f"{said}."


def what_changed_for_members(records: PaperRecords, figures: Mapping[str, Figure]) -> DraftedSection:
    """The weightiest changes, few enough for page one."""
    told = [_changes(_weightiest(rows)) for rows in _told(records)]
    opening = f"Since {printed(records.since)}, {figures['changed'].words}; {figures['shown_done'].words}."
    paragraphs = _listed(records, opening, told, MOST_ON_PAGE_ONE)
    return DraftedSection("members.changed", tuple(paragraphs), ("changed", "shown_done"), figures["changed"].ids)


def what_is_late_for_members(records: PaperRecords, figures: Mapping[str, Figure]) -> DraftedSection:
    """What is late and since when, or that nothing is."""
    items = [
        f"{_name(action)}: since {_late_since(action)}{_why(action)}"
        for action in sorted(chosen("late", records), key=lambda action: action.target.last_day if action.target else 0)
    ]
    paragraphs = _listed(records, f"{_capital(figures['late'].words)}.", items, MOST_ON_PAGE_ONE)
    if figures["review_due"].value:
        paragraphs.append(f"{_capital(figures['review_due'].words)}.")
    return DraftedSection("members.late", tuple(paragraphs), ("late", "review_due"), figures["late"].ids)


def what_we_ask(records: PaperRecords, figures: Mapping[str, Figure]) -> DraftedSection:
    """The recommendations, as one sentence."""
    written = records.texts.get("recommendations") or recommendations(records, figures).paragraphs
    items = [_lower(item).strip().rstrip(";.").removesuffix("; and") for item in written if item.strip()]
    said = [f"{BULLET}{item}" for item in items]
    return DraftedSection("members.ask", ("We ask that the committee:", *said))


def where_it_stands(records: PaperRecords, figures: Mapping[str, Figure]) -> DraftedSection:
    """How many actions stand where, in one paragraph."""
    keys = ("actions", "themes", "shown_done", "says_done", "under_way", "not_started", "postponed", "blocked")
    return DraftedSection("where_it_stands", (_where_it_stands(figures),), keys, (records.plan.ref,))


def what_changed(records: PaperRecords, figures: Mapping[str, Figure]) -> DraftedSection:
    """Every change that a committee is told, action by action."""
    told = tuple(_what_changed(records, figures))
    return DraftedSection("what_changed", told, ("changed",), figures["changed"].ids)


def _one_kind(key: str, say: Callable[[ActionRow], str]) -> Draft:
    """A drafted part about the actions of one figure: its sentence, then each action; or that there is none."""

    def draft(records: PaperRecords, figures: Mapping[str, Figure]) -> DraftedSection:
        told = _about(key, records, figures, say) or [f"{_capital(figures[key].words)}."]
        return DraftedSection(key, tuple(told), (key,), figures[key].ids)

    return draft


def draft_line(action: ActionRow, records: PaperRecords) -> LineRow:
    """What the committee might read about an action: its updates for the committee, else its latest, to be edited."""
    updates = records.updates_of(action.id)
    for_committee = [u for u in updates if u.audience == Audience.COMMITTEE]
    fresh = [u for u in for_committee if u.counts_on > records.since] or for_committee[-1:]
    if fresh:
        return _line(action.id, fresh, to_be_edited=False)
    return _line(action.id, updates[-1:], to_be_edited=True)


def _line(action_id: int, updates: Iterable[UpdateRow], *, to_be_edited: bool) -> LineRow:
    updates = tuple(updates)
    paragraphs = tuple(paragraph for update in updates for paragraph in update.paragraphs) or (NOTHING_REPORTED,)
    rests_on = tuple(update.id for update in updates)
    return LineRow(action_id, paragraphs, LineStep.DRAFTED, 0, rests_on, to_be_edited=to_be_edited)


def lines_of(records: PaperRecords) -> dict[int, LineRow]:
    """The committee line of every action that the paper prints: as written, or as drafted."""
    if not records.template.prints_lines:
        return {}
    return {
        action.id: records.lines.get(action.id) or draft_line(action, records)
        for action in records.actions
        if action.state not in GONE
    }


def changed_since(action: ActionRow, records: PaperRecords) -> bool:
    """Whether an update for the committee came after a lead agreed the action's line."""
    line, fresh = records.lines.get(action.id), draft_line(action, records)
    if line is None or line.step != LineStep.AGREED or fresh.to_be_edited:
        return False
    return not set(fresh.rests_on) <= set(line.rests_on)


def who_agrees(action: ActionRow) -> tuple[LeadRow, ...]:
    """The known leads of an action; where none is known, who answers for it."""
    leads = tuple(lead for lead in action.leads if lead.person_id is not None)
    if not leads and action.accountable and action.accountable.person_id is not None:
        return (action.accountable,)
    return leads


def standing_words(figures: Mapping[str, Figure]) -> list[tuple[str, str]]:
    """Each colour that occurs, with how many and why, the worst first."""
    found = ((colour, figures[f"standing_{colour}"]) for colour in MEANINGS)
    return [(colour.capitalize(), f"{figure.words}.") for colour, figure in found if figure.value]


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _lower(words: str) -> str:
    """A sentence set inside another: its first letter small, unless the word is an abbreviation."""
    first = words.split(" ", 1)[0]
    return words if len(first) > 1 and first.isupper() else words[:1].lower() + words[1:]


DRAFTERS: Mapping[str, Draft] = {
    **{
        function.__name__: function
        for function in (
            purpose,
            recommendations,
            considerations,
            appendices,
            what_you_asked,
            what_changed_for_members,
            what_is_late_for_members,
            what_we_ask,
            where_it_stands,
            what_changed,
            what_became,
        )
    },
    "in_place": _one_kind("in_place", lambda a: f"{_name(a)}: {_lower(a.review_words or a.due_words)}"),
    "late": _one_kind("late", lambda a: f"{_name(a)}: late since {_late_since(a)}{_why(a)}"),
    "put_off": _one_kind("postponed", _put_off),
    "new": _one_kind("new", _name),
    "waiting": _one_kind("waiting", _waiting),
}
DRAFT_WORDS: Mapping[str, str] = {
    "purpose": "What the paper is about",
    "recommendations": "What the committee is asked to do",
    "considerations": "The whole account: done, in place, changed, late, put off, new, waiting",
    "where_it_stands": "Where the plan stands, in numbers",
    "what_changed": "What changed since the last paper",
    "in_place": "What is in place and kept going",
    "late": "What is late, since when and why",
    "put_off": "What was put off, why, and what covers it",
    "new": "What is new",
    "waiting": "What waits on something else",
    "what_you_asked": "What the committee agreed and asked",
    "what_became": "What the committee decided and asked, what was promised, and what became of it",
    "what_changed_for_members": "The weightiest changes, short",
    "what_is_late_for_members": "What is late and since when, short",
    "what_we_ask": "The recommendations again, as page one has them",
    "appendices": "The list of appendices",
}
"""What may fill a section, in the words of whoever makes a template."""
