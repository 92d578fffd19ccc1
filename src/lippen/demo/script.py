"""The demonstration's one script: two councils, two plans, their papers; told for today or for 2012."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from lippen.demo import (
    bring_in,
    brought,
    care,
    colleagues,
    committee_life,
    duties,
    editions,
    exempt_life,
    families,
    library,
    life,
    looks,
    paper_life,
    paper_words,
    papers,
    results,
    rooms,
    samples,
    small_words,
    sources,
    ways_in,
    workloads,
)
from lippen.demo.dates import Dates
from lippen.demo.households.life import settle_households
from lippen.demo.organisation import Cast, cast_of, found_councils
from lippen.demo.papers import Sheet
from lippen.demo.people import STRATHLAIRN
from lippen.demo.plan_kinds import TITLE, WORDS
from lippen.demo.plan_words import THEMES
from lippen.demo.small_words import SMALL_DIFFERENCES, SMALL_NEXT_DIFFERENCES
from lippen.demo.word_file import plan_as_word, small_plan_as_csv
from lippen.improvement import queries as plans
from lippen.kernel import clock
from lippen.reporting import queries as reporting
from lippen.reporting.vocabulary import FROZEN, FileKind

Progress = Callable[[int, int], None]
PARTS = 6
DOCUMENT = "Improvement plan, Appendix 1.docx"
SMALL_DOCUMENT = "Kinship carers.csv"


@dataclass(frozen=True)
class Loaded:
    """What the demonstration holds: the plan, the quarter's signed paper, and the folder with its files."""

    council: str
    plan_ref: str
    paper_ref: str
    folder: Path


def load(
    council: str, *, progress: Progress | None = None, folder: Path | None = None, has_households: bool = True
) -> Loaded:
    """Tell the script on an empty database, all or nothing; on one that has it, keep the data and say what is there.

    Without `has_households` the teams know a dozen families alone: for whom the two hundred children are no matter.
    """
    told = progress or (lambda done, of: None)
    dates = Dates.told_at(clock.now())
    with transaction.atomic():
        known = cast_of(council, dates)
        loaded = _found(known, folder) if known else _tell(council, dates, told, folder, has_households)
        _keep_files(known or cast_of(council, dates), loaded)
    told(PARTS, PARTS)
    return loaded


def where_things_are(site: str) -> tuple[str, ...]:
    """Lines for the terminal: the way in, and the paper's files."""
    folder = paper_folder("2012" if clock.today().year == 2012 else "today")
    return (
        f"Enter as anyone, without a password: {site}/demo/",
        f"The quarter's signed paper: {folder / 'paper.pdf'} (also .docx and .html)",
    )


def paper_folder(council: str) -> Path:
    """Where the quarter's paper is written beside the database."""
    return settings.VAR / ("paper" if council == "today" else f"paper-{council}")


def _tell(council: str, dates: Dates, told: Progress, folder: Path | None, has_households: bool) -> Loaded:
    cast = found_councils(council, dates)
    committee = _committee(cast)
    told(1, PARTS)
    came_in = dates.day(-3, 3)
    small = bring_in.bring_in(cast, _small_document(cast), dates.at(came_in, 10))
    story = life.story_of(cast, small, since=dates.last(-4), imported_on=came_in)
    life.set_targets(story, small_words.TARGETS_SMALL)
    _small_paper(cast, small, committee)
    told(2, PARTS)
    life.live_small(story)
    came_in = dates.since_import(life.IMPORTED)
    plan = bring_in.bring_in(cast, _document(cast), dates.at(came_in, 10))
    told(3, PARTS)
    story = life.story_of(cast, plan, since=dates.period_end, imported_on=came_in)
    life.live(story)
    rooms.live(story, plan)
    results.record_results(story)
    sources.tell(cast, plan, since=came_in)
    told(4, PARTS)
    meeting = papers.meeting(cast, "NF", committee, dates.meeting, dates.at(dates.day(-2, 3), 9))
    paper = _sign_and_issue(cast, _quarters_sheet(cast, plan, meeting), dates.now, minutes=120)
    told(5, PARTS)
    _small_next_paper(cast, small, meeting)
    _neighbours_paper(cast, small)
    exempt_life.tell(cast, small, committee, meeting)
    committee_life.arrange(cast, committee, small)
    paper_life.follow(cast)
    editions.live(cast)
    library.keep_library(cast, plan)
    colleagues.join_teams(cast)
    families.know_families(cast)
    care.live_in_care(cast)
    if has_households:
        settle_households(cast)
    workloads.carry_work(cast)
    brought.bring_children_in(cast)
    duties.keep_duties(cast)
    samples.draw(cast, plan)
    looks.look_round(cast, plan, paper)
    ways_in.keep_ways_in(cast)
    return Loaded(council, plan, paper, folder or paper_folder(council))


def _found(cast: Cast, folder: Path | None) -> Loaded:
    """The demonstration as an earlier start left it."""
    at = cast.dates.now
    with cast.acting_as("EG", at) as actor:
        plan = next(row for row in plans.plans(actor) if row.title == TITLE)
        signed = [row for row in reporting.papers(actor) if row.plan_ref == plan.ref and row.state in FROZEN]
    return Loaded(cast.council, plan.ref, min(signed, key=lambda row: row.id).ref, folder or paper_folder(cast.council))


def _keep_files(cast: Cast, loaded: Loaded) -> None:
    """Write the signed paper beside the database, for those who look for files before pages."""
    loaded.folder.mkdir(parents=True, exist_ok=True)
    with cast.acting_as("EG", cast.dates.now) as actor:
        for kind in FileKind:
            content = reporting.signed_file(actor, loaded.paper_ref, kind)
            (loaded.folder / f"paper.{kind.value}").write_bytes(content)


def _document(cast: Cast) -> bring_in.Document:
    return bring_in.Document(
        name=DOCUMENT,
        content=plan_as_word(cast.council, cast.dates),
        media_type=bring_in.WORD,
        title=TITLE,
        origin=cast.say("{review_source}"),
        dated_on=cast.dates.period_end,
        agreed_on=cast.dates.day(-4, 21),
        authority_ids=cast.both,
        states=dict(bring_in.confirmed_states()),
    )


def _small_document(cast: Cast) -> bring_in.Document:
    return bring_in.Document(
        name=SMALL_DOCUMENT,
        content=small_plan_as_csv(cast.council, cast.dates),
        media_type="text/csv",
        title=paper_words.SMALL_TITLE,
        origin="what kinship carers asked for",
        dated_on=cast.dates.last(-4),
        agreed_on=cast.dates.day(-6, 14),
        authority_ids=cast.both,
        states=dict(bring_in.confirmed_small_states()),
    )


def _committee(cast: Cast) -> str:
    at = cast.dates.at(cast.dates.day(-6, 3), 9)
    return papers.committee(cast, "NF", cast.both[0], WORDS[cast.council]["committee"], at)


def _small_paper(cast: Cast, plan_ref: str, committee: str) -> None:
    """Last quarter's paper, signed and issued."""
    dates = cast.dates
    closed = dates.day(-3, 17)
    sheet = Sheet(
        plan_ref=plan_ref,
        meeting_ref=papers.meeting(cast, "NF", committee, dates.day(-3, 25), dates.at(dates.day(-5, 3), 9)),
        subject=paper_words.SMALL_SUBJECT,
        period=(dates.first(-6), dates.first(-3)),
        text_closed_on=closed,
        author="EG",
        approvers=("AP", "RA"),
        reporter="head",
        texts=paper_words.SMALL_FIRST_TEXTS,
        differences=SMALL_DIFFERENCES,
        leads=("EG",),
    )
    _sign_and_issue(cast, sheet, dates.at(closed, 15), minutes=60)


def _quarters_sheet(cast: Cast, plan_ref: str, meeting: str) -> Sheet:
    """The quarter's paper on the imported plan."""
    return Sheet(
        plan_ref=plan_ref,
        meeting_ref=meeting,
        subject=paper_words.SUBJECT,
        period=(cast.dates.first(-3), cast.dates.first(0)),
        text_closed_on=cast.dates.today,
        author="EG",
        approvers=("AP", "RA") if cast.council == "2012" else ("AP", "MB", "RA"),
        reporter="head",
        texts=paper_words.TEXTS,
        differences=tuple(theme.difference for theme in THEMES),
        considered=paper_words.CONSIDERED,
        lines=paper_words.LINES,
    )


def _sign_and_issue(cast: Cast, sheet: Sheet, last: datetime, *, minutes: int) -> str:
    moments = papers.steps_before(last, minutes=minutes)
    ref = papers.write(cast, sheet, moments)
    paper_life.take_on_promises(cast, sheet.author, ref, moments)
    papers.send(cast, sheet, ref, moments())
    for approver in sheet.approvers:
        papers.approve(cast, approver, ref, moments())
    papers.issue(cast, "NF", ref, moments())
    return ref


def _small_next_paper(cast: Cast, plan_ref: str, meeting: str) -> None:
    """A paper that came back to its author with a comment."""
    moments = papers.steps_before(cast.dates.now, minutes=60)
    sheet = Sheet(
        plan_ref=plan_ref,
        meeting_ref=meeting,
        subject=paper_words.SMALL_NEXT_SUBJECT,
        period=(cast.dates.first(-3), cast.dates.first(0)),
        text_closed_on=cast.dates.today + timedelta(days=2),
        author="EG",
        approvers=("AP", "RA"),
        reporter="head",
        texts=paper_words.SMALL_NEXT_TEXTS,
        differences=SMALL_NEXT_DIFFERENCES,
        leads=("EG",),
    )
    ref = papers.write(cast, sheet, moments)
    papers.send(cast, sheet, ref, moments())
    papers.give_back(cast, "AP", ref, paper_words.SMALL_RETURNED, moments())


def _neighbours_paper(cast: Cast, plan_ref: str) -> None:
    """The same for the other council's committee: it waits for that council's chief executive."""
    moments = papers.steps_before(cast.dates.now, minutes=40)
    council = cast.authorities[STRATHLAIRN].pk
    committee = papers.committee(cast, "ID", council, paper_words.NEIGHBOURS_COMMITTEE, moments())
    meets_on = cast.dates.meeting + timedelta(days=7)
    sheet = Sheet(
        plan_ref=plan_ref,
        meeting_ref=papers.meeting(cast, "ID", committee, meets_on, moments()),
        subject=paper_words.SMALL_NEXT_SUBJECT,
        period=(cast.dates.first(-3), cast.dates.first(0)),
        text_closed_on=cast.dates.today + timedelta(days=3),
        author="ID",
        approvers=("AP", "JK"),
        reporter="head",
        texts=paper_words.SMALL_NEXT_TEXTS,
        differences=SMALL_NEXT_DIFFERENCES,
        leads=("EG",),
    )
    ref = papers.write(cast, sheet, moments)
    papers.send(cast, sheet, ref, moments())
    papers.approve(cast, "AP", ref, moments())
