"""`lippen import-plan`: a document in, a plan out. A dry run shows what it would be, and opens no database."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from functools import partial
from itertools import groupby
from pathlib import Path

from lippen.improvement.adapters import (
    Mapping,
    Proposal,
    Refused,
    UnusableAnswer,
    guess_mapping,
    propose,
    read_document,
)
from lippen.kernel.files import gate

OK, NOT_BROUGHT_IN = 0, 1
NO_ANSWERS = "{file} is not a file of answers. Give a JSON object of doubt keys and words."
MOST_SHOWN = 60
EDITION_KEYS = ("changes", "match:", "added:", "changed:", "moved:", "gone:")
MEDIA_TYPES = {**gate.MEDIA_TYPES, "csv": "text/csv"}
KIND_TITLES = {
    "year": "Years that are not written",
    "pairing": "Actions paired by position",
    "progress": "Progress entries that do not match the actions",
    "state": "States to confirm",
    "tick": "Ticks whose mark is lost",
    "initials": "Initials written in two ways",
    "unknown initials": "Initials that nobody here has",
    "empty lead": "Actions without a lead",
    "date": "Dates that cannot be read",
    "cut off": "Text that stops or starts in the middle",
    "stray mark": "Odd marks",
    "column": "Columns that are not used",
    "tracked change": "Tracked changes",
    "struck through": "Words with a line through them",
    "encoding": "Letters that may be wrong",
    "hidden": "Hidden rows, columns, sheets and cells",
    "formula": "Formulas and errors in cells",
    "match": "Actions in other words",
    "no action": "Rows without an action",
}


def import_plan(
    file: Path,
    *,
    plan: str | None = None,
    answers: Path | None = None,
    dry_run: bool = False,
    as_json: bool = False,
    strict: bool = False,
) -> int:
    """Read a plan and show or import it; the exit code is 1 where it cannot be read or, strictly, doubts are open."""
    try:
        if dry_run:
            proposal, said = proposed_from(file, answers), ""
        else:
            proposal, said = _bring_in(file, _answers(answers), _name(plan or ""), strict=strict)
        _say_unasked(proposal, answers)
    except (Refused, UnusableAnswer) as refusal:
        print(refusal, file=sys.stderr)
        return NOT_BROUGHT_IN
    if as_json:
        print(json.dumps(proposal.as_json(), ensure_ascii=False, indent=2))
    else:
        show(proposal)
    if said:
        print(said, file=sys.stderr)
    return _checked(proposal) if strict else OK


def _checked(proposal: Proposal) -> int:
    """Strictly, an open doubt is a failure."""
    if proposal.doubts:
        open_doubts = f"{_count(len(proposal.doubts), 'doubt')} {'is' if len(proposal.doubts) == 1 else 'are'} open."
        print(f"{open_doubts} Answer them in a file and give it with --answers.", file=sys.stderr)
    return NOT_BROUGHT_IN if proposal.doubts or proposal.unasked else OK


def _say_unasked(proposal: Proposal, answers: Path | None) -> None:
    """An answer that nothing asks for is most likely a slip of the pen: its doubt stays open, so it is named."""
    if proposal.unasked and answers is not None:
        keys = ", ".join(f"“{key[:80]}”" for key in proposal.unasked[:MOST_SHOWN])
        more = f" and {len(proposal.unasked) - MOST_SHOWN:,} more" if len(proposal.unasked) > MOST_SHOWN else ""
        said = f"{answers.name} answers {keys}{more}, which {proposal.document} does not ask."
        print(f"{said} Look at the keys: --json prints the ones that it asks.", file=sys.stderr)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _bring_in(file: Path, answers: dict[str, str], title: str, *, strict: bool) -> tuple[Proposal, str]:
    """Read and propose first; then bring the plan in, in one transaction. Strictly, not while a doubt is open."""
    from lippen.improvement import actions, intake, queries  # the database's half: a dry run does without it
    from lippen.kernel import clock
    from lippen.kernel.access import Permission
    from lippen.kernel.errors import CannotDo
    from lippen.kernel.files.store import keep_file
    from lippen.organisation.queries import authorities_of
    from lippen.organisation.work import acting_for

    importer, at = _importer(), clock.now()
    acting = partial(acting_for, importer)
    try:
        prepared = intake.prepare(
            acting, _name(file.name), content := _content(file), today=clock.today(), answers=answers
        )
        proposal = _with_actions(prepared.proposal, prepared.reading.columns)
        with acting() as actor:
            plan = queries.plan_titled(actor, title) if title else None
        if plan is not None:
            from lippen.improvement.edition_command import bring_in_edition

            prepared = replace(prepared, proposal=_asked_by_edition(proposal))
            return prepared.proposal, bring_in_edition(acting, plan, prepared, content, strict=strict, at=at)
        if strict and (proposal.doubts or proposal.unasked):
            return proposal, ""
        with acting() as actor:
            authority = authorities_of(actor, permission=Permission.IMPORT_PLAN)[0].id
            media = MEDIA_TYPES[prepared.reading.document.kind]
            kept = keep_file(
                actor=actor, name=_name(file.name), content=content, media_type=media, authority_id=authority, at=at
            )
            batch = intake.begin(actor, kept, prepared, title=title, at=at)
            made = actions.apply_import(actor=actor, batch_ref=batch.ref, at=at)
    except CannotDo as problem:
        raise Refused(str(problem)) from problem
    counts = f"{_count(len(proposal.actions), 'action')}, {_count(len(proposal.doubts), 'doubt')} open"
    return proposal, f"Brought in as {made.ref}: {counts}."


def _asked_by_edition(proposal: Proposal) -> Proposal:
    """The keys by which an edition's changes are accepted are asked for by the edition."""
    return replace(proposal, unasked=tuple(key for key in proposal.unasked if not key.startswith(EDITION_KEYS)))


def _importer() -> int:
    """The account that plans are brought in by: the first here that may."""
    from lippen.kernel import clock
    from lippen.kernel.access import Permission, may
    from lippen.organisation.queries import accounts_by_role, actor_for

    day = clock.today()
    for *_, account_id in accounts_by_role(on=day):
        if may(actor_for(account_id, on=day), Permission.IMPORT_PLAN):
            return account_id
    raise Refused("Nobody here may bring plans in yet. Set the organisation up first.")


def proposed_from(file: Path, answers: Path | None = None) -> Proposal:
    """What a file would bring in; raises Refused or UnusableAnswer with a sentence."""
    document = read_document(_name(file.name), _content(file))
    columns = guess_mapping(document)
    return _with_actions(propose(document, columns, answers=_answers(answers)), columns)


def _with_actions(proposal: Proposal, columns: Mapping) -> Proposal:
    """A table of headings alone is no plan."""
    if proposal.actions:
        return proposal
    table = next(layout.tables[0] for layout in columns.layouts if layout.is_plan)
    what = "no action stands under its headings. Add the actions, or match the columns on the site"
    raise Refused(f"{proposal.document}, table {table}: {what}.")


def _content(file: Path) -> bytes:
    """The file's bytes; one that is too large is refused before it is read."""
    try:
        gate.check_size(_name(file.name), file.stat().st_size)
        return file.read_bytes()
    except OSError as problem:
        raise Refused(f"{file} cannot be opened: {problem.strerror}. Check the name and try again.") from None


def _name(words: str) -> str:
    """A name as every system can hold it: letters that cannot be shown are replaced."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in words)


def _answers(file: Path | None) -> dict[str, str]:
    if file is None:
        return {}
    try:
        found = json.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        raise Refused(NO_ANSWERS.format(file=file)) from None
    if not isinstance(found, dict):
        raise Refused(NO_ANSWERS.format(file=file))
    return {key: _words(file, key, value) for key, value in found.items() if value is not None}


def _words(file: Path, key: str, value: object) -> str:
    """One answer: words, a number, or true and false for yes and no."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    words = str(value) if isinstance(value, (str, int, float)) else "\x00"
    if any("\ud800" <= sign <= "\udfff" or sign == "\x00" for sign in key + words):
        raise Refused(f"{file}: the answer to “{_name(key)[:80]}” is not words. Write it between quotation marks.")
    return words


def show(proposal: Proposal) -> None:
    """A summary for reading: the plan, the doubts by kind, and what fits nowhere."""
    from rich.console import Console  # a second of start-up that --json need not pay

    console = Console(highlight=False, soft_wrap=True)
    for recommendation in proposal.recommendations:
        console.print(f"\n[bold]{_safe(f'{recommendation.number}  {recommendation.title}')}[/bold]")
        for action in recommendation.actions[:MOST_SHOWN]:
            leads = ", ".join(action.leads) or "no lead"
            when = action.review or action.target
            console.print(_safe(f"  {action.number}  {action.text}  ({leads}; {when.text if when else 'no date'})"))
        _and_more(console, len(recommendation.actions))
    _show_doubts(console, proposal)
    for left in proposal.unplaced[:MOST_SHOWN]:
        console.print(_safe(f"  {left.place}: {left.text}"))
    _and_more(console, len(proposal.unplaced))
    console.print(
        f"\n{len(proposal.recommendations)} recommendations, {len(proposal.actions)} actions, "
        f"{len(proposal.doubts)} doubts, {len(proposal.unplaced)} pieces that fit nowhere, "
        f"{len(proposal.body)} sections of text."
    )


def _show_doubts(console, proposal: Proposal) -> None:
    doubts = sorted(proposal.doubts, key=lambda doubt: doubt.kind)
    for kind, found in groupby(doubts, key=lambda doubt: doubt.kind):
        group = list(found)
        console.print(f"\n[bold]{KIND_TITLES.get(kind, kind)}[/bold]")
        for doubt in group[:MOST_SHOWN]:
            console.print(f"{_safe(f'  {doubt.place}: {doubt.sentence}')} [dim]{_safe(doubt.key)}[/dim]")
        _and_more(console, len(group))
    if proposal.unplaced:
        console.print("\n[bold]Fits nowhere[/bold]")


def _and_more(console, total: int) -> None:
    """A long list is cut for reading, and says so; --json holds all of it."""
    if total > MOST_SHOWN:
        console.print(f"  and {total - MOST_SHOWN:,} more: --json lists every one")


def _safe(text: str) -> str:
    """Square brackets are markup to rich."""
    from rich.markup import escape

    return escape(text)
