"""Brings the plans in the way a council does: read the file, answer its doubts, apply."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from lippen.demo.life_words import SET_ASIDE
from lippen.demo.organisation import Cast
from lippen.demo.plan_words import THEMES
from lippen.demo.small_words import SMALL_PLAN
from lippen.improvement import actions
from lippen.improvement.adapters import Doubt, Proposal, guess_mapping, propose, read_document
from lippen.improvement.vocabulary import Audience
from lippen.kernel.access import Actor
from lippen.kernel.files.store import keep_file

LEFT_OPEN = frozenset({"unknown initials", "empty lead", "state"})
"""Kinds of doubt that stay open, so that a newcomer sees what a doubt is. Of another edition no state is taken."""
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class Document:
    """A plan's file, and what the plan is called and when it was agreed."""

    name: str
    content: bytes
    media_type: str
    title: str
    origin: str
    dated_on: date
    agreed_on: date
    authority_ids: tuple[int, ...]
    states: dict[str, str]


def confirmed_states() -> Iterator[tuple[str, str]]:
    """What the performance officer confirms of each action; what is set aside gets its terms afterwards."""
    for theme_number, theme in enumerate(THEMES, start=1):
        for place, action in enumerate(theme.actions, start=1):
            number = f"{theme_number}.{place}"
            yield number, _answer("under_way" if number in SET_ASIDE else action.state, action.kind)


def confirmed_small_states() -> Iterator[tuple[str, str]]:
    """The same for the small plan."""
    themes = list(dict.fromkeys(row.theme for row in SMALL_PLAN))
    places = dict.fromkeys(themes, 0)
    for row in SMALL_PLAN:
        places[row.theme] += 1
        yield f"{themes.index(row.theme) + 1}.{places[row.theme]}", _answer(row.state, row.kind)


def _answer(state: str, kind: str) -> str:
    return f"{state.replace('_', ' ')}, {'keep going' if kind == 'keep_going' else 'finish'}"


def proposal_of(document: Document, initials: frozenset[str]) -> Proposal:
    """What the file would bring in once the script's answers are given; some kinds of doubt stay open."""
    read = read_document(document.name, document.content)
    mapping = guess_mapping(read)
    states = {f"state:{number}": state for number, state in document.states.items()}
    answers = {"year": document.dated_on.isoformat(), **states}
    first = propose(read, mapping, answers=answers, known_initials=initials, near=document.dated_on)
    settled = dict(_settled(doubt) for doubt in first.doubts if doubt.kind not in LEFT_OPEN)
    return propose(read, mapping, answers={**answers, **settled}, known_initials=initials, near=document.dated_on)


def _settled(doubt: Doubt) -> tuple[str, str]:
    """The import's own reading, but where words are shared out over two actions: there the first takes one entry."""
    return doubt.key, "1, 2" if doubt.kind == "progress" else "as shown"


def bring_in(cast: Cast, document: Document, at: datetime) -> str:
    """The performance officer brings the file in and confirms what it says; gives the plan's reference."""
    proposal = proposal_of(document, frozenset(cast.people))
    with cast.acting_as("GW", at) as actor:
        batch_ref = start(actor, document, proposal, at=at)
        plan = actions.apply_import(
            actor=actor,
            batch_ref=batch_ref,
            also_for=document.authority_ids[1:],
            origin=document.origin,
            agreed_on=document.agreed_on,
            audience=Audience.COMMITTEE,
            at=at,
        )
    return plan.ref


def start(actor: Actor, document: Document, proposal: Proposal, *, plan_ref: str = "", at: datetime) -> str:
    """Keep the file and what it would bring in, with a plan as another edition of it; gives the import's reference."""
    keeper = document.authority_ids[0]
    file = keep_file(
        actor=actor,
        name=document.name,
        content=document.content,
        media_type=document.media_type,
        authority_id=keeper,
        at=at,
    )
    batch = actions.start_import(
        actor=actor,
        authority_id=keeper,
        document=document.name,
        sha256=proposal.sha256,
        proposal=proposal.to_dict(),
        cells=_cells(document),
        file=file,
        plan_title="" if plan_ref else document.title,
        plan_ref=plan_ref,
        at=at,
    )
    return batch.ref


def _cells(document: Document) -> Iterator[tuple[str, str]]:
    """Every cell that has words of its own, and its place."""
    for table in read_document(document.name, document.content).tables:
        for row in table.rows:
            for cell in row.cells:
                if cell.merged_from is None:
                    yield f"table {table.number}, row {row.number}, column {cell.column + 1}", cell.text
