"""What the editions of a plan's document leave open: dates that moved without a reason, and actions that are gone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby, pairwise

from lippen.improvement import rules
from lippen.improvement.actions import bulk
from lippen.improvement.models import Action, ActionDate, ActionNow, Doubt, DoubtAnswer, EditionLine, ImportBatch, Plan
from lippen.improvement.queries import now as facts
from lippen.improvement.queries.editions import editions_of
from lippen.improvement.queries.plans import unanswered
from lippen.improvement.queries.scope import Scope
from lippen.improvement.rows import EditionRow
from lippen.improvement.vocabulary import REASON_NOT_GIVEN, WHICH_WORDS, State, Which
from lippen.kernel import clock
from lippen.kernel.access import Actor
from lippen.kernel.ids import new_ref

WHAT_BECAME = "Say on its page what became of it, or answer that it stays."
SLIP, GONE = "slip", "gone"
STAYS = "it stays in the plan"
NO_LONGER = "no longer asked: another edition says it"
_AGREED = re.compile(r"^(?P<reason>.*\S)\s*;\s*agreed by\s+(?P<who>\S.*)$", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True)
class Asked:
    """A question that the editions leave open, under a key that is the same in whatever order they came."""

    key: str
    kind: str
    action: Action
    place: str
    sentence: str


def reason_and_agreement(answer: str) -> tuple[str, str]:
    """'The loom was late; agreed by the Board' as its reason and who agreed; two empty words where it is not both."""
    found = _AGREED.match(answer.strip())
    return (found["reason"].strip(), found["who"].strip()) if found else ("", "")


def ask_what_is_open(actor: Actor, plan: Plan, batch: ImportBatch, *, at: datetime) -> int:
    """Ask what the editions together leave open; let go what another edition has answered. Says how many are new."""
    asked = {each.key: each for each in (*_slips(plan), *_gone(plan))}
    kept = list(Doubt.objects.filter(plan=plan, kind__in=(SLIP, GONE)).order_by("id"))
    open_ids = set(unanswered().filter(plan=plan, kind__in=(SLIP, GONE)).values_list("id", flat=True))
    day = clock.day_of(at)
    stale = [doubt for doubt in kept if doubt.pk in open_ids and doubt.key not in asked]
    DoubtAnswer.objects.bulk_create(
        DoubtAnswer(doubt=doubt, answer=NO_LONGER, so_on=day, recorded_at=at, recorded_by_id=actor.account_id)
        for doubt in stale
    )
    known = {doubt.key for doubt in kept if doubt not in stale}
    new = [each for key, each in asked.items() if key not in known]
    first = Doubt.objects.filter(batch=batch).count() + 1
    bulk.keep(Doubt, [_doubt(each, batch, plan, order) for order, each in enumerate(new, start=first)])
    _count({each.action.pk for each in new} | {doubt.action_id for doubt in stale if doubt.action_id})
    return len(new)


def _doubt(each: Asked, batch: ImportBatch, plan: Plan, order: int) -> Doubt:
    return Doubt(
        ref=new_ref("doubt"),
        batch=batch,
        plan=plan,
        action=each.action,
        order=order,
        kind=each.kind,
        key=each.key,
        place=each.place[:240],
        sentence=each.sentence,
        proposal={"choices": [STAYS] if each.kind == GONE else []},
    )


def _count(action_ids: set[int]) -> None:
    """How many doubts are open about each of these actions, kept with what is so now."""
    counted = facts.doubts(Scope(action_ids=action_ids))
    by_count: dict[int, list[int]] = {}
    for action_id in action_ids:
        by_count.setdefault(counted.get(action_id, {"doubts_open": 0})["doubts_open"], []).append(action_id)
    for count, ids in by_count.items():
        ActionNow.objects.filter(pk__in=ids).update(doubts_open=count)


def _slips(plan: Plan) -> Iterator[Asked]:
    """Every move of a date for which no reason was given: runs of the same date are one."""
    rows = ActionDate.objects.filter(action__plan=plan).order_by("action_id", "which", "so_on", "id")
    rows = rows.select_related("action")
    for (_, which), dates in groupby(rows, key=lambda row: (row.action_id, row.which)):
        runs = [list(run) for _, run in groupby(dates, key=lambda row: (row.starts_on, row.ends_on))]
        if which == Which.START:
            continue
        for before, run in pairwise(runs):
            if not any(is_explained(row) for row in run):
                yield _slip(before[-1], run[0])


def is_explained(row: ActionDate) -> bool:
    """Whether somebody said why a date moved."""
    return bool(row.reason) and row.reason != REASON_NOT_GIVEN


def _slip(before: ActionDate, row: ActionDate) -> Asked:
    name = WHICH_WORDS[Which(row.which)].lower()
    source = f" in {row.reported_in}" if row.reported_in else ""
    sentence = (
        f"The {name} moved from {before.text} to {row.text}{source}, and no reason is given. Say why it moved and who "
        "agreed."
    )
    moved_from = f"{before.starts_on.isoformat()}..{before.ends_on.isoformat()}"
    key = f"slip:{row.action.ref}.{row.which}.{row.so_on.isoformat()} from {moved_from}"
    return Asked(key, SLIP, row.action, row.reported_in or "the plan", sentence)


def _gone(plan: Plan) -> Iterator[Asked]:
    """Actions that the newest edition no longer has, and that nobody has put an end to."""
    editions = editions_of(plan.pk)
    if len(editions) < 2:
        return
    newest = editions[-1]
    actions = Action.objects.filter(plan=plan, batch__isnull=False).select_related("now").order_by("id")
    has = _has(plan, newest)
    for action in actions:
        is_closed = bool(action.now.state) and (State(action.now.state) in (*rules.GONE, State.SHOWN_DONE))
        if action.pk not in has and action.ref not in newest.gone_refused and not is_closed:
            sentence = f"{newest.document} no longer has this action. {WHAT_BECAME}"
            yield Asked(f"gone:{action.ref}.{newest.so_on.isoformat()}", GONE, action, newest.document, sentence)


def _has(plan: Plan, edition: EditionRow) -> set[int]:
    came = Action.objects.filter(plan=plan, batch_id=edition.id).values_list("id", flat=True)
    return {*came, *EditionLine.objects.filter(batch_id=edition.id).values_list("action_id", flat=True)}


def row_to_explain(doubt: Doubt) -> ActionDate | None:
    """The move that a doubt is about, as the plan has it now."""
    which, _, rest = doubt.key.partition(":")[2].partition(".")[2].partition(".")
    so_on = date.fromisoformat(rest.partition(" ")[0])
    found = ActionDate.objects.filter(action_id=doubt.action_id, which=which, so_on=so_on)
    return found.order_by("-id").first()


__all__: Iterable[str] = ["ask_what_is_open", "is_explained", "reason_and_agreement", "row_to_explain"]
