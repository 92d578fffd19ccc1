"""What a file would bring in, and the questions it leaves: a proposal in, a form out, and the answers it was given."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django import forms
from django.forms.boundfield import BoundField, BoundWidget

from lippen.design.forms import DesignForm
from lippen.design.words import count_words, day_words
from lippen.improvement.adapters.answers import name_of
from lippen.improvement.adapters.proposal import Doubt, Proposal, ProposedAction, ProposedRecommendation
from lippen.improvement.vocabulary import STATE_WORDS, Kind

STATE = "state"
UNSAID = ""
MOST_SHOWN = 500
MOST_LISTED = 100
"""Of states and of doubts each: more fit neither a page nor a draft. The rest stays open on the plan."""
AS_SHOWN = "as shown"
TITLES = {
    "year": "Which year is meant",
    "pairing": "Which lead and date belong to which action",
    "progress": "Which progress belongs to which action",
    "no action": "Rows that name no action",
    "empty lead": "Actions without a lead",
    "unknown initials": "Initials that nobody here has",
    "initials": "Initials written in two ways",
    "date": "Dates that cannot be read",
    "cut off": "Words that may be missing",
    "stray mark": "Stray marks",
    "tick": "Ticks that are lost",
    "match": "Actions in other words",
    "slip": "Dates that moved without a reason",
    "gone": "Actions that the newest edition no longer has",
    "terms": "States that need their terms",
    "column": "Columns that are not used",
    "encoding": "How the letters were read",
    "struck through": "Words with a line through them",
    "hidden": "What is hidden in the file",
    "formula": "Cells that are worked out",
    "tracked change": "Changes that Word still shows as proposals",
}
LOOKED_AT = {
    "cut off",
    "stray mark",
    "no action",
    "encoding",
    "column",
    "tracked change",
    "struck through",
    "hidden",
    "formula",
}
"""Doubts that a look settles: the answer is that it is right as shown."""
PEOPLE = {"unknown initials", "empty lead"}
"""Doubts that a person of the council settles."""
PLAIN = {AS_SHOWN: "It is right as shown", "yes": "Yes", "no": "No"}


def choice_words(choice: str) -> str:
    """A usual answer as a reader sees it."""
    if choice in PLAIN:
        return PLAIN[choice]
    try:
        return f"Yes: {day_words(date.fromisoformat(choice))} is the date to reckon from"
    except ValueError:
        return choice[:1].upper() + choice[1:]


@dataclass(frozen=True)
class DoubtGroup:
    """Doubts of one kind, with their questions."""

    title: str
    kind: str
    questions: tuple[tuple[Doubt, tuple[BoundField, ...]], ...]


@dataclass(frozen=True)
class StateLine:
    """An action whose state is proposed: confirm it, or say another."""

    action: ProposedAction
    box: BoundWidget | None
    select: BoundField | None


@dataclass(frozen=True)
class StateGroup:
    """Actions that seem to be in the same state."""

    key: str
    title: str
    count: int
    all_box: BoundWidget | None
    lines: tuple[StateLine, ...]
    left_out: int


class PreviewForm(DesignForm):
    """Every open question of a proposal. Nothing is answered beforehand."""

    def __init__(self, data: object, *, proposal: Proposal, people: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(data)
        self.proposal, self.people = proposal, people
        self.by_key = {doubt.key: doubt for doubt in proposal.doubts}
        self.actions = {action.number: action for action in proposal.actions}
        self.to_confirm = [action for action in proposal.actions if f"{STATE}:{action.number}" in self.by_key]
        asked = [doubt for doubt in proposal.doubts if doubt.kind != STATE]
        self.asked, self.not_asked = asked[:MOST_LISTED], len(asked[MOST_LISTED:])
        for doubt in self.asked:
            self._ask(doubt)
        self._ask_states()
        self.fields["undo"] = forms.MultipleChoiceField(
            required=False,
            choices=[(name_of(key), key) for key in proposal.answers],
            widget=forms.CheckboxSelectMultiple,
        )

    def _ask(self, doubt: Doubt) -> None:
        name = name_of(doubt.key)
        if doubt.kind in PEOPLE:
            choices = [(UNSAID, "Not answered"), ("yes", "As the document has it"), *self.people]
            self.fields[name] = forms.ChoiceField(label="Who is it?", choices=choices, required=False)
            return
        usual = doubt.choices or ((AS_SHOWN,) if doubt.kind in LOOKED_AT else ())
        if usual:
            choices = [(UNSAID, "Leave it open"), *((choice, choice_words(choice)) for choice in usual)]
            self.fields[name] = forms.ChoiceField(
                label="Your answer", choices=choices, required=False, widget=forms.RadioSelect
            )
        if doubt.kind not in LOOKED_AT and not set(usual) & {"yes", "no"}:
            label = "Or say it otherwise" if usual else "Your answer"
            self.fields[f"{name}-words"] = forms.CharField(label=label, max_length=200, required=False)

    def _ask_states(self) -> None:
        listed = self.to_confirm[:MOST_LISTED]
        proposed = dict.fromkeys(_proposed(action) for action in self.to_confirm if action.proposed)
        self.fields["confirm"] = forms.MultipleChoiceField(
            required=False,
            choices=[(action.number, _confirm_words(action)) for action in listed if action.proposed],
            widget=forms.CheckboxSelectMultiple,
        )
        self.fields["confirm_all"] = forms.MultipleChoiceField(
            required=False,
            choices=[(state, "All of these") for state in proposed],
            widget=forms.CheckboxSelectMultiple,
        )
        for action in listed:
            self.fields[f"s-{action.number}"] = forms.ChoiceField(
                label=f"Where action {action.number} stands", choices=STATE_CHOICES, required=False
            )

    def answers(self) -> dict[str, str]:
        """What was answered so far: earlier answers, those of this form, and none that were taken back."""
        given = self.cleaned_data
        taken_back = set(given.get("undo", ()))
        found = {key: words for key, words in self.proposal.answers.items() if name_of(key) not in taken_back}
        for doubt in self.asked:
            name = name_of(doubt.key)
            words = given.get(f"{name}-words", "").strip() or given.get(name, "")
            if words:
                found[doubt.key] = words
        return found | self._state_answers()

    def _state_answers(self) -> dict[str, str]:
        given = self.cleaned_data
        confirmed, every = set(given["confirm"]), set(given["confirm_all"])
        found = {}
        for action in self.to_confirm:
            chosen = given.get(f"s-{action.number}", "")
            if chosen:
                found[f"{STATE}:{action.number}"] = chosen
            elif action.proposed and (action.number in confirmed or _proposed(action) in every):
                found[f"{STATE}:{action.number}"] = _proposed(action)
        return found

    def doubt_groups(self) -> list[DoubtGroup]:
        """The questions by kind, in the order in which the file raised them."""
        grouped: dict[str, list[tuple[Doubt, tuple[BoundField, ...]]]] = {}
        for doubt in self.asked:
            grouped.setdefault(doubt.kind, []).append((doubt, self._fields_of(doubt)))
        return [DoubtGroup(TITLES.get(kind, kind.capitalize()), kind, tuple(asked)) for kind, asked in grouped.items()]

    def listed(self) -> tuple[ProposedRecommendation, ...]:
        """The recommendations that the page lists: whole ones, until there are enough actions."""
        found, count = [], 0
        for recommendation in self.proposal.recommendations:
            if count >= MOST_SHOWN:
                break
            found.append(recommendation)
            count += len(recommendation.actions)
        return tuple(found)

    def not_listed(self) -> int:
        """How many recommendations the page does not list."""
        return len(self.proposal.recommendations) - len(self.listed())

    def _fields_of(self, doubt: Doubt) -> tuple[BoundField, ...]:
        name = name_of(doubt.key)
        return tuple(self[field] for field in (name, f"{name}-words") if field in self.fields)

    def state_groups(self) -> list[StateGroup]:
        """The actions to confirm, by the state that they seem to be in; those without a sign of one last."""
        boxes = _by_value(self["confirm"])
        every = _by_value(self["confirm_all"])
        grouped: dict[str, list[ProposedAction]] = {}
        for action in self.to_confirm:
            grouped.setdefault(_proposed(action), []).append(action)
        keys = sorted(grouped, key=lambda key: (key == UNSAID, list(grouped).index(key)))
        return [self._state_group(key, grouped[key], boxes, every.get(key)) for key in keys]

    def _state_group(
        self, key: str, actions: list[ProposedAction], boxes: dict[str, BoundWidget], every: BoundWidget | None
    ) -> StateGroup:
        lines = tuple(
            StateLine(action, boxes.get(action.number), self[f"s-{action.number}"])
            for action in actions
            if f"s-{action.number}" in self.fields
        )
        title = dict(STATE_CHOICES).get(key, "No sign of a state") if key else "No sign of a state"
        words = f"{title}: {count_words(len(actions), 'action')}"
        return StateGroup(
            key, words, len(actions), every if len(actions) > 1 else None, lines, len(actions) - len(lines)
        )

    def answered(self) -> list[tuple[str, str, BoundWidget | None]]:
        """What was answered before: its key, the answer, and a box to take it back."""
        boxes = _by_value(self["undo"])
        return [(key, choice_words(words), boxes.get(name_of(key))) for key, words in self.proposal.answers.items()]


def _by_value(field: BoundField) -> dict[str, BoundWidget]:
    return {str(box.data["value"]): box for box in field.subwidgets}


def _proposed(action: ProposedAction) -> str:
    """The proposed state in the words of an answer."""
    if action.proposed is None:
        return UNSAID
    state = action.proposed.state.value.replace("_", " ")
    return f"{state}, keep going" if action.proposed.kind is Kind.KEEP_GOING else state


def _confirm_words(action: ProposedAction) -> str:
    return f"Confirm for {action.number}"


STATE_CHOICES = [
    (UNSAID, "Not answered"),
    *(
        (state.replace("_", " "), words)
        for state, words in STATE_WORDS.items()
        if state not in {"unconfirmed", "shown_done", "merged"}
    ),
    ("says done, keep going", "Says done, and is kept going"),
    ("under way, keep going", "Under way, and is kept going"),
]


def has_changed_actions(before: Proposal, after: Proposal) -> bool:
    """Whether answers made other actions of the same file, so that states must be looked at again."""
    return _outline(before.actions) != _outline(after.actions)


def _outline(actions: Iterable[ProposedAction]) -> list[tuple[str, str]]:
    return [(action.number, action.text) for action in actions]
