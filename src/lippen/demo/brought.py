"""Children of an earlier system: some came in a while ago, and a second file waits for its answers."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from lippen.casework import intake
from lippen.casework.actions import taking_in
from lippen.casework.queries import intake as queries
from lippen.casework.vocabulary import IntakeKind
from lippen.demo.organisation import Cast

BRINGS = "SK"
SYSTEM = "CareBook"
HEADINGS = "CareBook number,Forename,Surname,DOB,Address,Protected,Status\n"
CAME_IN = (
    "CB-20417,Jamie,Torrisdale,14/03/{years[17]},8 Quayside,no,Aftercare\n"
    "CB-20988,Lorna,Torrisdale,02/11/{years[14]},8 Quayside,no,Looked after away from home\n"
)
NOTES = (
    "CareBook number,Date,Note,Source,Significance\n"
    "CB-20417,12/06/{years[4]},Moved to his aunt with his sister.,Social work,Matters a great deal\n"
    "CB-20988,12/06/{years[4]},Moved to her aunt with her brother.,Social work,Matters a great deal\n"
    "CB-20988,03/02/{years[3]},Started at a new school and has a friend there.,School,Matters\n"
)
WAITS = (
    "CB-21033,Isobel,Fasnakyle,31/02/{years[7]},11 Shore Road,no,\n"
    "CB-21054,Finlay,Carnbrae,,17 Station Brae,no,\n"
    "CB-21102,Innes,Gartmorran,19/08/{years[5]},Flat 3 Kirk Brae,no,Being assessed\n"
    "CB-21110,Una,Gartmorran,05/01/{years[3]},Flat 3 Kirk Brae,no,Being assessed\n"
)


def bring_children_in(cast: Cast) -> None:
    """Two files that came in, and one that waits: a row to put right, and a child who may be recorded already."""
    then, now = cast.dates.now - timedelta(days=40), cast.dates.now - timedelta(hours=3)
    _take(cast, _kept(cast, IntakeKind.CHILDREN, "children first part.csv", HEADINGS + CAME_IN, then), then)
    _take(cast, _kept(cast, IntakeKind.ENTRIES, "notes first part.csv", NOTES, then), then)
    _kept(cast, IntakeKind.CHILDREN, "children second part.csv", HEADINGS + WAITS, now)


def _kept(cast: Cast, kind: IntakeKind, name: str, words: str, at: datetime) -> str:
    """The file's rows, kept and looked through; ages are as they are told."""
    years = [str(cast.dates.today.year - age) for age in range(20)]
    acting = partial(cast.acting_as, BRINGS, at)
    given = {"authority_id": cast.both[0], "kind": kind, "source": SYSTEM, "at": at}
    with intake.in_memory(words.format(years=years).encode()) as file:
        ref = intake.stage(acting, file, name, **given)
    intake.check(acting, ref, today=at.date(), at=at)
    return ref


def _take(cast: Cast, ref: str, at: datetime) -> None:
    acting = partial(cast.acting_as, BRINGS, at)
    with acting() as actor:
        version = queries.intake(actor, ref).version
        taking_in.begin_taking(actor=actor, intake_ref=ref, without_refused=False, version=version, at=at)
    intake.take(acting, ref, today=at.date(), at=at, real_at=at)
