"""`lippen import-records`: a file of another system's records, from a few rows up to 2 GB.

Without more it is a dry run: the rows are kept for whoever brings them, held against the record, and told. They come in
by --take-in, or on the site under Children, Bring records in.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from lippen.casework import intake
from lippen.casework.actions import staging, taking_in
from lippen.casework.adapters import columns as matched
from lippen.casework.queries import intake as queries
from lippen.casework.queries.intake import IntakeRow
from lippen.casework.vocabulary import CHILD_BY_CHILD, DOUBT_WORDS, DoubtKind, IntakeKind, IntakeState
from lippen.kernel import clock
from lippen.kernel.errors import CannotDo
from lippen.kernel.files.gate import Refused
from lippen.organisation import queries as organisation
from lippen.organisation.work import acting_for

OK, NOT_BROUGHT_IN = 0, 1
MOST_SHOWN = 50


def import_records(
    file: Path,
    *,
    kind: IntakeKind,
    by: str,
    source: str,
    columns: Sequence[str] = (),
    take_in: bool = False,
    without_refused: bool = False,
    stage_only: bool = False,
    as_json: bool = False,
    tell: intake.Tell = lambda done, of: None,
) -> int:
    """Keep, look through, and with `take_in` bring a file in; exit code 1 where it is refused or doubts are open."""
    try:
        acting = partial(acting_for, _account(by))
        at = clock.now()
        with acting() as actor:
            councils = queries.councils(actor, kind)
        if not councils:
            raise Refused(f"{by} may not bring {kind.value} in. Name somebody who manages the council's records.")
        kept = {"authority_id": councils[0].id, "kind": kind, "source": source, "at": at, "tell": tell}
        with intake.on_disk(file) as opened:
            ref = intake.stage(acting, opened, _plain(file.name), **kept)
        with acting() as actor:
            is_coming = queries.intake(actor, ref).state is IntakeState.TAKING
        if columns and not is_coming:
            _match(acting, ref, columns)
        if not stage_only:
            intake.check(acting, ref, today=clock.today(), at=at)
        if take_in:
            with acting() as actor:
                row = queries.intake(actor, ref)
                given = {"actor": actor, "intake_ref": ref, "version": row.version, "at": at}
                if row.state is not IntakeState.TAKING:  # else it was cut short on its way in, and goes on
                    taking_in.begin_taking(without_refused=without_refused, **given)
            intake.take(acting, ref, today=clock.today(), at=at, real_at=clock.real_now())
    except (Refused, CannotDo) as refusal:
        print(refusal.sentence, file=sys.stderr)
        return NOT_BROUGHT_IN
    return _told(acting, ref, as_json=as_json, is_checked=not stage_only)


def _account(by: str) -> int:
    """The account in whose name the rows are kept: by e-mail address, reference or full name."""
    person_id = organisation.person_by_words(by)
    account_id = organisation.account_of(person_id) if person_id is not None else None
    if account_id is None:
        raise Refused(f"Nobody who may come in is called {by}. Give the e-mail address of whoever brings the rows in.")
    return account_id


def _plain(name: str) -> str:
    return "".join(letter if letter.isprintable() else "�" for letter in name)[:200]


def _match(acting: intake.Acting, ref: str, said: Sequence[str]) -> None:
    """Columns as they are said to be: a heading, an equals sign and what it holds."""
    with acting() as actor:
        row = queries.intake(actor, ref)
        wanted = dict(zip(row.headings, row.columns, strict=False))
        for each in said:
            heading, sign, key = each.rpartition("=")
            if not sign or heading not in wanted:
                raise Refused(f"{row.name} has no column “{heading or each}”. Write --column 'HEADING=what it holds'.")
            known = {field.key for field in matched.FIELDS[row.kind]} | {matched.ASIDE}
            if key not in known:
                raise Refused(f"“{key}” is nothing that a column holds here. Write one of {', '.join(sorted(known))}.")
            wanted[heading] = key
        columns = [wanted[heading] for heading in row.headings]
        if columns != list(row.columns):
            given: dict[str, Any] = {"version": row.version, "at": clock.now()}
            staging.match_columns(actor=actor, intake_ref=ref, columns=columns, **given)


def _told(acting: intake.Acting, ref: str, *, as_json: bool, is_checked: bool) -> int:
    with acting() as actor:
        row = queries.intake(actor, ref)
        counts = queries.doubt_counts(actor, row.id)
        in_rows = queries.doubted_rows(actor, row.id)
        doubts = [each for kind in counts for each in queries.doubts(actor, row.id, kind)]
    lacking = matched.missing(row.kind, row.columns)
    is_waiting = row.state is IntakeState.WAITING
    is_open = is_waiting and any(still for kind, (_, still) in counts.items() if kind is not DoubtKind.REFUSED)
    if as_json:
        told = _as_json(row, counts, lacking)
        if row.kind in CHILD_BY_CHILD:
            told |= _listed(acting, row)
        print(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        _print(row, doubts, counts, in_rows, lacking, is_checked=is_checked)
    return NOT_BROUGHT_IN if is_checked and (lacking or is_open) else OK


def _as_json(row: IntakeRow, counts: dict[DoubtKind, tuple[int, int]], lacking: Sequence[str]) -> dict[str, object]:
    """Counts and codes alone: what the rows say is for the site, where reading them is audited."""
    return {
        "ref": row.ref,
        "state": row.state.value,
        "sha256": row.sha256,
        "rows": row.rows,
        "ready": row.ready,
        "doubtful": row.doubtful,
        "refused": row.refused,
        "taken": row.taken,
        "parts": row.parts,
        "columns": dict(zip(row.headings, row.columns, strict=False)),
        "lacking": list(lacking),
        "doubts": {kind.value: {"all": total, "open": still} for kind, (total, still) in counts.items()},
    }


def _listed(acting: intake.Acting, row: IntakeRow) -> dict[str, object]:
    """Of files about looked-after children, as of a return: rows = landed + listed, each with row, rule and reason."""
    with acting() as actor:
        refused = queries.every_doubt(actor, row.id, DoubtKind.REFUSED)
    return {
        "rows_landed": row.taken if row.state is IntakeState.TAKEN else row.rows - row.refused,
        "rows_listed": row.refused,
        "listed": [
            {"file": row.name, "row": each.row, "column": each.column, "rule": each.words, "reason": each.sentence}
            for each in refused
        ],
    }


def _print(
    row: IntakeRow,
    doubts: Sequence[queries.IntakeDoubtRow],
    counts: dict[DoubtKind, tuple[int, int]],
    in_rows: dict[DoubtKind, str],
    lacking: Sequence[str],
    *,
    is_checked: bool,
) -> None:
    print(f"{row.name}: {row.rows:,} rows read ({row.kind_inside}), {row.state_words.lower()} as {row.ref}.")
    if lacking:
        print(f"No column holds “{'”, “'.join(lacking)}”: say so with --column, or on the site.")
    elif is_checked and not row.taken:
        print(f"{row.ready:,} ready, {row.doubtful:,} with doubts, {row.refused:,} that cannot come in.")
    elif row.taken:
        print(f"{row.taken:,} came in.")
    for kind, (total, _) in counts.items():
        print(f"\n{DOUBT_WORDS[kind]} ({in_rows[kind]})")
        shown = [each for each in doubts if each.kind is kind][:MOST_SHOWN]
        for each in shown:
            print(f"  row {each.row:,}{f', {each.column}' if each.column else ''}: {each.sentence}")
        if total > len(shown):
            print(f"  and {total - len(shown):,} more: the site shows every one")
