"""Editions of one made-up document for the tests: what each says, and a plan that they come into in any order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from lippen.improvement import actions
from lippen.improvement.actions.editions import edition_beside
from lippen.improvement.adapters.proposal import Entry, Proposal, ProposedAction, ProposedRecommendation, When
from lippen.improvement.models import ActionDate, ActionNow, EditionLine, ImportBatch, Plan, Update
from lippen.improvement.queries.plans import unanswered
from lippen.improvement.tests.factories import Cast, month
from lippen.improvement.vocabulary import State
from lippen.kernel.calendar import Period

# Words of one action are in no other, so that a test knows which action a text is.
NOUNS = ("carers", "rota", "visiting room", "file check", "charter", "newsletter", "mentors", "shared diary")
WORDINGS = ("Find the {noun}", "Find {noun} in Braeside", "Look after all that {noun} may ever need")


@dataclass(frozen=True)
class Line:
    """An action as an edition has it: which one it is, in which words, where, and what is said of it."""

    item: int
    wording: int = 0
    theme: int = 1
    leads: tuple[str, ...] = ("WK",)
    target: int = 0
    review: int = 0
    progress: str = ""
    state: State | None = None

    @property
    def text(self) -> str:
        """Its words."""
        return WORDINGS[self.wording].format(noun=NOUNS[self.item])


@dataclass(frozen=True)
class Edition:
    """One edition: its date and its lines."""

    day: date
    lines: tuple[Line, ...]

    @property
    def name(self) -> str:
        """What the file is called."""
        return f"plan of {self.day.isoformat()}"

    def proposal(self) -> Proposal:
        """What the reader would have made of it."""
        themes = []
        for number in sorted({line.theme for line in self.lines}):
            lines = [line for line in self.lines if line.theme == number]
            given = tuple(_given(f"{number}.{place}", line) for place, line in enumerate(lines, start=1))
            themes.append(ProposedRecommendation(str(number), f"Theme {number}", "table 1", given))
        return Proposal(self.name, self.name.ljust(64, "0")[:64], self.day, tuple(themes), answers={})


def _given(number: str, line: Line) -> ProposedAction:
    return ProposedAction(
        number=number,
        text=line.text,
        place=f"table 1, row {number}",
        leads=line.leads,
        target=_when(line.target),
        review=_when(line.review),
        progress=(Entry(line.progress),) if line.progress else (),
        state=line.state,
    )


def _when(number: int) -> When | None:
    return When(_month(number).text, _month(number)) if number else None


def _month(number: int) -> Period:
    return month(2013 + (number - 1) // 12, (number - 1) % 12 + 1)


def item_of(text: str) -> int:
    """Which action some words are about."""
    return next(item for item, noun in enumerate(NOUNS) if noun in text)


def brought_in(cast: Cast, editions: Sequence[Edition], *, at: object, title: str) -> Plan:
    """A plan out of the first of some editions, into which the others come; everything is accepted."""
    first, *others = editions
    batch = start(cast, first, at=at)
    plan = actions.apply_import(actor=cast.editor, batch_ref=batch.ref, at=at, plan_title=title)
    for edition in others:
        accept(cast, plan, edition, at=at)
    return plan


def start(cast: Cast, edition: Edition, *, at: object, plan_ref: str = "", answers: dict[str, str] | None = None):
    """An import of an edition that waits."""
    proposal = replace(edition.proposal(), answers=answers or {})
    return actions.start_import(
        actor=cast.editor,
        authority_id=cast.council.pk,
        document=edition.name,
        sha256=proposal.sha256,
        proposal=proposal.to_dict(),
        plan_ref=plan_ref,
        at=at,
    )


def accept(
    cast: Cast, plan: Plan, edition: Edition, *, at: object, answers: dict[str, str] | None = None
) -> ImportBatch:
    """Bring an edition in with everything accepted; which action is which is answered as it truly is."""
    told = {"changes": "accept all", **(answers or {})}
    batch = start(cast, edition, at=at, plan_ref=plan.ref, answers=told)
    seen = edition_beside(cast.editor, batch, Proposal.from_dict(batch.proposal), at=at)
    numbers = {
        item_of(now.text): now.action.number for now in ActionNow.objects.filter(plan=plan).select_related("action")
    }
    for doubt in seen.comparison.doubts:
        number = doubt.key.partition(":")[2]
        text = next(each.text for each in seen.comparison.differences if each.given and each.given.number == number)
        told[doubt.key] = numbers.get(item_of(text), "new")
    proposal = replace(Proposal.from_dict(batch.proposal), answers=told)
    actions.revise_import(actor=cast.editor, batch_ref=batch.ref, proposal=proposal.to_dict(), version=1, at=at)
    actions.apply_edition(actor=cast.editor, batch_ref=batch.ref, at=at)
    return batch


def plan_as_it_is(plan: Plan) -> dict[int, dict[str, object]]:
    """Everything that the plan says, by the action that it says it of; not by which import it came."""
    nows = ActionNow.objects.filter(plan=plan).select_related("action__theme")
    found = {}
    for now in nows:
        found[item_of(now.text)] = {
            "text": now.text,
            "leads": now.leads,
            "dates": now.dates,
            "slips": (now.target_slips, now.review_slips),
            "state": (now.state, now.state_on),
            "said": _said(now.action_id),
            "history": _history(now.action_id),
            "place": _place(now),
            "open": _open(now.action_id),
        }
    assert len(found) == nows.count()
    return found


def _said(action_id: int) -> list[tuple[object, ...]]:
    rows = Update.objects.filter(action_id=action_id).order_by("counts_on")
    return list(rows.values_list("counts_on", "reported_in", "paragraphs"))


def _history(action_id: int) -> list[tuple[object, ...]]:
    """The dates in order, each run of the same date once."""
    rows = ActionDate.objects.filter(action_id=action_id).order_by("which", "so_on", "id")
    runs: list[tuple[object, ...]] = []
    for row in rows.values_list("which", "text"):
        if not runs or runs[-1] != row:
            runs.append(row)
    return runs


def _place(now: ActionNow) -> tuple[str, str]:
    """Where the newest edition that has it has it."""
    lines = EditionLine.objects.filter(action_id=now.action_id)
    came = now.action
    places = {line.so_on: (line.theme_title, line.number) for line in lines}
    places.setdefault(came.so_on, (came.theme.title, came.number))
    return places[max(places)]


def _open(action_id: int) -> list[str]:
    rows: Iterable[str] = unanswered().filter(action_id=action_id).values_list("kind", "sentence")
    return sorted(f"{kind}: {sentence}" for kind, sentence in rows)
