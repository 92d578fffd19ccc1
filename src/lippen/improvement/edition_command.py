"""`lippen import-plan --plan NAME` of a plan that is here: the file is another edition, held beside it."""

from __future__ import annotations

import sys
from datetime import datetime

from lippen.improvement import actions, edition_intake, intake, queries
from lippen.improvement.adapters.editions import ACCEPT_ALL, KIND_WORDS, UNCLEAR, Comparison
from lippen.improvement.intake import Acting, Prepared
from lippen.improvement.rows import PlanRow
from lippen.kernel.errors import CannotDo
from lippen.kernel.files import gate
from lippen.kernel.files.store import keep_file

MOST_SHOWN = 60
WAITS = (
    'Nothing is accepted, so nothing came in. Accept it in a file of answers, such as {{"{key}": "accept all"}}, or '
    "each by its key; or go on with it on the site, where it waits."
)


def bring_in_edition(
    acting: Acting, plan: PlanRow, prepared: Prepared, content: bytes, *, strict: bool, at: datetime
) -> str:
    """Show what differs and bring in what the answers accept; says what was done."""
    proposal, document = prepared.proposal, prepared.reading.document
    with acting() as actor:
        media = {**gate.MEDIA_TYPES, "csv": "text/csv"}[document.kind]
        authority = plan.authority_id if plan.authority_id in actor.authority_ids else min(actor.authority_ids)
        file = keep_file(
            actor=actor, name=document.name, content=content, media_type=media, authority_id=authority, at=at
        )
        kept = intake.begin(actor, file, prepared, title="", at=at, plan_ref=plan.ref)
        beside, trouble = edition_intake.compared(actor, queries.import_batch(actor, kept.ref), at=at)
        if beside is None:
            raise CannotDo(trouble)
    _show(beside.comparison)
    if strict and (proposal.doubts or beside.comparison.doubts):
        return _waits()
    if not beside.accepted or beside.comparison.of_kind(UNCLEAR):
        return _waits()
    with acting() as actor:
        made = actions.apply_edition(actor=actor, batch_ref=kept.ref, at=at)
    asked = f", {made['asked']:,} question{'' if made['asked'] == 1 else 's'} came with it" if made["asked"] else ""
    return f"Brought into {plan.title} ({plan.ref}): {made['taken']:,} actions of {document.name}{asked}."


def _waits() -> str:
    return WAITS.format(key=ACCEPT_ALL)


def _show(comparison: Comparison) -> None:
    """What differs, for reading, beside what --json prints: each with the key by which it is accepted."""
    shown = [each for each in comparison.differences if each.needs_accepting or each.kind == UNCLEAR]
    for each in shown[:MOST_SHOWN]:
        print(f"{KIND_WORDS[each.kind]}: {each.number or each.place}  {each.text}  [{each.key}]", file=sys.stderr)
        for side in each.sides:
            after = " / ".join(side.after.splitlines())
            print(f"    {side.label}: {side.before or 'nothing'} -> {after}", file=sys.stderr)
    for doubt in comparison.doubts[:MOST_SHOWN]:
        print(f"{doubt.place}: {doubt.sentence}  [{doubt.key}]", file=sys.stderr)
    if len(shown) > MOST_SHOWN:
        print(f"and {len(shown) - MOST_SHOWN:,} more", file=sys.stderr)
