"""Where words stand among plans, actions, commitments and evidence: only in what the actor sees."""

from __future__ import annotations

from lippen.improvement.models import Action, ActionNow, Commitment, Evidence, Plan
from lippen.kernel.access import Actor
from lippen.kernel.searching import Found, matching

ACTION_TEXT = ("text", "intent", "last_update_text")
PLAN_TEXT = ("title", "origin")
EVIDENCE_TEXT = ("title", "note")
COMMITMENT_TEXT = ("words", "other_words")


def found_plans(actor: Actor, words: tuple[str, ...], *, most: int) -> list[Found]:
    """Plans in whose title or origin all words stand."""
    rows = matching(Plan.objects.visible_to(actor), words, *PLAN_TEXT)[:most]
    return [Found("plan", row.ref, row.title, "", row.said) for row in rows]


def found_actions(actor: Actor, words: tuple[str, ...], *, most: int) -> list[Found]:
    """Actions in whose words, outcome or last update all words stand; a number alone finds its action first."""
    seen = ActionNow.objects.filter(action__in=Action.objects.visible_to(actor)).select_related("action__plan")
    numbered = list(seen.filter(action__number__in=words)[:most]) if len(words) == 1 else []
    rows = matching(seen, words, *ACTION_TEXT)[:most]
    kept = {row.action_id: row for row in (*numbered, *rows)}
    return [
        Found(
            "action",
            row.action.ref,
            f"{row.action.number} {row.text}",
            row.action.plan.title,
            getattr(row, "said", ""),
        )
        for row in list(kept.values())[:most]
    ]


def found_evidence(actor: Actor, words: tuple[str, ...], *, most: int) -> list[Found]:
    """Evidence in whose title or note all words stand, each item once."""
    seen = Evidence.objects.visible_to(actor).filter(action__in=Action.objects.visible_to(actor), same_as__isnull=True)
    rows = matching(seen.select_related("action__plan"), words, *EVIDENCE_TEXT)[:most]
    return [
        Found("evidence", row.ref, row.title, f"{row.action.number}, {row.action.plan.title}", row.said) for row in rows
    ]


def found_commitments(actor: Actor, words: tuple[str, ...], *, most: int) -> list[Found]:
    """Commitments in whose words all words stand."""
    rows = matching(Commitment.objects.visible_to(actor).select_related("plan"), words, *COMMITMENT_TEXT)[:most]
    return [
        Found("commitment", row.ref, row.words, row.plan.title if row.plan else row.other_words, row.said)
        for row in rows
    ]
