"""Tables of what was decided on the plan, with totals that are counted, and the figures that lead to the decisions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from lippen.improvement.drawn_rows import Decided, ReportBack
from lippen.improvement.vocabulary import CommitmentStatus
from lippen.reporting.papers.records import PaperRecords
from lippen.reporting.rows import Figure
from lippen.reporting.rules import printed
from lippen.reporting.vocabulary import TableSource

Block = dict[str, Any]
Row = list[list[str]]
QUERY = "improvement.decisions"
NO_TIME = "no time said"
HIDDEN_CELL = "Not for publication"
YEAR_BEGINS = (4, 1)
"""A council's financial year begins on 1 April."""
AGREED = (("What was decided", 31), ("Money", 20), ("Posts", 17), ("How far it has come", 16), ("Reported back", 16))
MONEY = (("Financial year", 14), ("What was decided", 46), ("For what time", 20), ("Amount", 20))
POSTS = (("Financial year", 14), ("What was decided", 40), ("Which posts", 30), ("How many", 16))


def decided_table(source: str, key: str, title: str, records: PaperRecords) -> Block:
    """One of the tables of decisions as content; which of its rows are totals is said beside them."""
    columns, make, caption = TABLES[source]
    rows, totals = make(records.decided, records.as_at)
    heads: list[dict[str, Any]] = [{"heading": heading, "share": share} for heading, share in columns]
    if source != TableSource.AGREED:
        heads[-1]["numbers"] = True
    block: Block = {"kind": "table", "key": key, "columns": heads, "rows": rows}
    block["caption"] = caption.format(title=title, day=printed(records.as_at))
    return {**block, "totals": totals} if totals else block


def financial_year(day: date) -> str:
    """The council's financial year of a day: 2012/13."""
    first = day.year if (day.month, day.day) >= YEAR_BEGINS else day.year - 1
    return f"{first}/{(first + 1) % 100:02d}"


def pounds(amount: Decimal) -> str:
    """An amount as people write it: £1,200,000."""
    return f"£{amount:,.2f}".removesuffix(".00")


def number(posts: Decimal) -> str:
    """A number of posts without noughts at its end: 6, or 2.5."""
    return f"{posts.normalize():f}"


def over(row: Decided) -> str:
    """For what time an amount is, as it was written; the same words count as one time."""
    return " ".join(row.amount_period.split()) or NO_TIME


def _agreed(rows: Sequence[Decided], day: date) -> tuple[list[Row], list[int]]:
    told = [
        [
            [row.agreed, f"{row.body}, {printed(row.decided_on)}"],
            [_money(row)],
            [_posts(row)],
            [_delivery(row)],
            [_report(each) for each in row.reports] or ["Not said"],
        ]
        for row in rows
    ]
    if not told:
        return [], []
    money = [f"{pounds(total)} {time}" for time, total in _sums(rows).items()] or ["None"]
    posts = _sum_of_posts(rows)
    counted = f"{number(posts)} {'post' if posts == 1 else 'posts'}" if posts else "None"
    return [*told, [["Together"], money, [counted], [""], [""]]], [len(told)]


def _delivery(row: Decided) -> str:
    since = f" since {printed(row.status_on)}" if row.status_on > row.decided_on else ""
    return f"{row.status_words}{since}"


def _money(row: Decided) -> str:
    if row.is_hidden:
        return HIDDEN_CELL
    return "None" if row.amount is None else f"{pounds(row.amount)} {over(row)}{_not_counted(row)}"


def _posts(row: Decided) -> str:
    if row.is_hidden:
        return HIDDEN_CELL
    if row.posts is None:
        return row.posts_words or "None"
    words = f": {row.posts_words}" if row.posts_words else ""
    return f"{number(row.posts)} {'post' if row.posts == 1 else 'posts'}{words}{_not_counted(row)}"


def _not_counted(row: Decided) -> str:
    return " (stopped, not counted)" if row.is_stopped else ""


def _report(back: ReportBack) -> str:
    if back.status == CommitmentStatus.KEPT:
        return f"Done on {printed(back.status_on)}"
    when = f"Due {back.due.text}" if back.due else "No date yet"
    return f"{when}, late" if back.is_late else when


def _money_by_year(rows: Sequence[Decided], day: date) -> tuple[list[Row], list[int]]:
    with_money = [row for row in rows if row.amount is not None]
    return _by_year(
        with_money,
        lambda row: [[row.agreed], [f"{over(row)}{_not_counted(row)}"], [pounds(row.amount or Decimal())]],
        lambda some: [["Together", time, pounds(total)] for time, total in _sums(some).items()],
        lambda row: over(row).casefold(),
    )


def _posts_by_year(rows: Sequence[Decided], day: date) -> tuple[list[Row], list[int]]:
    with_posts = [row for row in rows if row.posts is not None]
    return _by_year(
        with_posts,
        lambda row: [[row.agreed], [f"{row.posts_words}{_not_counted(row)}"], [number(row.posts or Decimal())]],
        lambda some: [["Together", "", number(_sum_of_posts(some))]] if any(not row.is_stopped for row in some) else [],
        lambda row: "",
    )


def _by_year(
    rows: Sequence[Decided],
    cells: Callable[[Decided], Row],
    sums: Callable[[Sequence[Decided]], list[list[str]]],
    kind: Callable[[Decided], str],
) -> tuple[list[Row], list[int]]:
    """Rows under the year in which each was decided, with totals; a year's own only where it adds several up."""
    made: list[Row] = []
    totals: list[int] = []
    years: dict[str, list[Decided]] = {}
    for row in rows:
        years.setdefault(financial_year(row.decided_on), []).append(row)
    groups: list[tuple[str, Sequence[Decided], bool]] = [(year, some, True) for year, some in years.items()]
    if len(years) > 1:
        groups.append(("All years", rows, False))
    for year, some, shows_rows in groups:
        if shows_rows:
            made += [[[year], *cells(row)] for row in some]
        alone = shows_rows and len(years) > 1 and len(some) == len({kind(row) for row in some})
        for total in () if alone else sums(some):
            totals.append(len(made))
            made.append([[year], *([words] for words in total)])
    return made, totals


def _sums(rows: Iterable[Decided]) -> dict[str, Decimal]:
    """The money of each time, without what was stopped: a sum for a year and a sum once are never added up."""
    found: dict[str, Decimal] = {}
    known: dict[str, str] = {}
    for row in rows:
        if row.amount is not None and not row.is_stopped:
            time = known.setdefault(over(row).casefold(), over(row))
            found[time] = found.get(time, Decimal()) + row.amount
    return found


def _sum_of_posts(rows: Iterable[Decided]) -> Decimal:
    return sum((row.posts for row in rows if row.posts is not None and not row.is_stopped), Decimal())


Made = tuple[list[Row], list[int]]
TABLES: Mapping[str, tuple[Sequence[tuple[str, int]], Callable[[Sequence[Decided], date], Made], str]] = {
    TableSource.AGREED: (AGREED, _agreed, "{title}, as at {day}"),
    TableSource.AGREED_MONEY: (
        MONEY,
        _money_by_year,
        "{title}, by the financial year in which it was decided, as at {day}",
    ),
    TableSource.AGREED_POSTS: (
        POSTS,
        _posts_by_year,
        "{title}, by the financial year in which they were decided, as at {day}",
    ),
}


def decided_figures(records: PaperRecords) -> Iterator[Figure]:
    """The numbers of the tables that this edition shows, each with the decisions behind it."""
    shown = {section.table for section in records.template.decided_tables if not records.hides(section.key)}
    if not shown:
        return
    rows = records.decided
    count = len(rows)
    words = f"{count} {'thing was' if count == 1 else 'things were'} decided on the plan"
    yield Figure("agreed", count, words, QUERY, tuple(row.ref for row in rows))
    if shown & {TableSource.AGREED, TableSource.AGREED_MONEY}:
        yield from _money_figures(rows)
    if shown & {TableSource.AGREED, TableSource.AGREED_POSTS}:
        behind = [row for row in rows if row.posts is not None and not row.is_stopped]
        posts = number(_sum_of_posts(behind))
        words = f"{posts} {'post was' if posts == '1' else 'posts were'} agreed"
        yield Figure("agreed_posts", posts, words, QUERY, tuple(row.ref for row in behind))


def _money_figures(rows: Sequence[Decided]) -> Iterator[Figure]:
    taken: set[str] = set()
    for time, total in _sums(rows).items():
        behind = [row for row in rows if row.amount is not None and not row.is_stopped]
        refs = tuple(row.ref for row in behind if over(row).casefold() == time.casefold())
        key = _key(time, taken)
        yield Figure(key, pounds(total), f"{pounds(total)} {time} was agreed", QUERY, refs)


def _key(time: str, taken: set[str]) -> str:
    """A figure's key out of the words for its time, unlike those before."""
    plain = "agreed_money_" + (re.sub(r"[^a-z0-9]+", "_", time.lower()).strip("_")[:40] or "time")
    key, place = plain, 2
    while key in taken:
        key, place = f"{plain}_{place}", place + 1
    taken.add(key)
    return key
