"""`lippen import-records DIR --format ssda903`: a return of looked-after children, all its files together.

What it comes to is told row by row: how many land, and each of the others with its file, row, rule and reason.
"""

from __future__ import annotations

import io
import json
import sys
import zipfile
from collections import Counter
from functools import partial
from pathlib import Path
from typing import Any

from lippen.care.adapters import returned_files
from lippen.casework import intake
from lippen.casework.actions import taking_in
from lippen.casework.queries import intake as queries
from lippen.casework.queries.intake import IntakeDoubtRow
from lippen.casework.vocabulary import DoubtKind, IntakeKind, IntakeState
from lippen.kernel import clock
from lippen.kernel.access import Permission
from lippen.kernel.errors import CannotDo
from lippen.kernel.files.gate import Refused
from lippen.organisation import queries as organisation
from lippen.organisation.queries.access_review import councils_with_accounts
from lippen.organisation.roles import Role, roles_with
from lippen.organisation.work import acting_for

OK, NOT_BROUGHT_IN = 0, 1
MOST_SHOWN = 20
NOBODY = "Nobody who may bring records in has a way in yet. Invite whoever manages the council's records first."


def import_return(
    folder: Path,
    *,
    by: str = "",
    source: str = "",
    dry_run: bool = False,
    as_json: bool = False,
    tell: intake.Tell = lambda done, of: None,
) -> int:
    """Bring a return in, or with `dry_run` say what would come in; exit code 1 where it is refused as a whole."""
    try:
        content = packed(folder)
        account_id = _account(by)
        acting, at = partial(acting_for, account_id), clock.now()
        with acting() as actor:
            councils = queries.councils(actor, IntakeKind.RETURN)
            name = organisation.account_names({account_id})[account_id]
        if not councils:
            raise Refused(f"{by} may not bring records in. Name somebody who manages the council's records.")
        if not by:
            print(f"In the name of {name}, who manages the records of {councils[0].name}.", file=sys.stderr)
        given: dict[str, Any] = {"authority_id": councils[0].id, "source": source or "SSDA903 return", "at": at}
        with intake.in_memory(content) as opened:
            ref = intake.stage(acting, opened, _name(folder), kind=IntakeKind.RETURN, tell=tell, **given)
        with acting() as actor:
            is_coming = queries.intake(actor, ref).state is IntakeState.TAKING
        if not is_coming:
            intake.check(acting, ref, today=clock.today(), at=at, tell=tell)
        told = _told(acting, ref)
        if dry_run:
            with acting() as actor:
                intake.drop(actor, ref, at=at)
        else:
            _take(acting, ref, at)
    except (Refused, CannotDo) as refusal:
        print(refusal.sentence, file=sys.stderr)
        return NOT_BROUGHT_IN
    print(json.dumps(told, ensure_ascii=False, indent=2)) if as_json else _print(told, dry_run=dry_run)
    return OK


def packed(folder: Path) -> bytes:
    """The CSV files of a folder as one, the same bytes for the same files; a single file is given as it is."""
    try:
        if folder.is_file():
            return folder.read_bytes()
        paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix.lower() == ".csv")
        if not paths:
            raise Refused(f"{folder} holds no CSV file. Name the folder in which the files of the return stand.")
        if sum(path.stat().st_size for path in paths) > returned_files.MOST_BYTES:
            raise Refused(f"{folder} holds more than {returned_files.MOST_BYTES // 1024**2} MB. Bring fewer years in.")
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in paths:
                entry = zipfile.ZipInfo(path.relative_to(folder).as_posix())
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, path.read_bytes())
        return target.getvalue()
    except OSError as problem:
        raise Refused(f"{folder} cannot be read: {problem.strerror}. Check the name and try again.") from None


def _name(folder: Path) -> str:
    return "".join(letter if letter.isprintable() else "�" for letter in folder.resolve().name)[:200] or "The return"


def _account(by: str) -> int:
    """In whose name: whoever is named, else whoever manages the records of the council that was set up first."""
    if by:
        person_id = organisation.person_by_words(by)
        account_id = organisation.account_of(person_id) if person_id is not None else None
        if account_id is None:
            raise Refused(f"Nobody who may come in is called {by}. Give the e-mail address of whoever brings this in.")
        return account_id
    may = roles_with(Permission.IMPORT_RECORDS) & roles_with(Permission.WRITE_RECORDS)
    for council in sorted(councils_with_accounts()):
        held = organisation.holders_by_role(council, on=clock.today())
        for role in reversed(Role):
            for person_id in held.get(role, ()) if role in may else ():
                if (found := organisation.account_of(person_id)) is not None:
                    return found
    raise Refused(NOBODY)


def _take(acting: intake.Acting, ref: str, at: Any) -> None:
    """Bring in what can come in; what was cut short goes on."""
    with acting() as actor:
        row = queries.intake(actor, ref)
        if row.state is not IntakeState.TAKING:
            given = {"actor": actor, "intake_ref": ref, "version": row.version, "at": at}
            taking_in.begin_taking(without_refused=True, **given)
    intake.take(acting, ref, today=clock.today(), at=at, real_at=clock.real_now())


def _told(acting: intake.Acting, ref: str) -> dict[str, Any]:
    """What a return comes to: rows = landed + listed, in all and by file."""
    with acting() as actor:
        row = queries.intake(actor, ref)
        listed = [_listed(each) for each in queries.every_doubt(actor, row.id, DoubtKind.REFUSED)]
        children = queries.kept_children(actor, row)
    out = Counter(each["file"] for each in listed)
    files: dict[str, int] = dict(row.form.get("files", {}))  # type: ignore[call-overload]
    return {
        "rows": row.rows,
        "rows_landed": row.rows - len(listed),
        "rows_listed": len(listed),
        "children": children,
        "by_file": {
            name: {"rows": rows, "rows_landed": rows - out[name], "rows_listed": out[name]}
            for name, rows in files.items()
        },
        "listed": listed,
    }


def _listed(doubt: IntakeDoubtRow) -> dict[str, Any]:
    file, _, row = doubt.column.rpartition(", row ")
    return {"file": file, "row": int(row), "rule": doubt.words, "reason": doubt.sentence}


def _print(told: dict[str, Any], *, dry_run: bool) -> None:
    would = "would come in" if dry_run else "came in"
    print(f"{told['rows']:,} rows read, of {told['children']:,} children: {told['rows_landed']:,} {would}.")
    if told["rows_listed"]:
        print(f"{told['rows_listed']:,} rows cannot come in:")
    by_rule: dict[str, list[dict[str, Any]]] = {}
    for each in told["listed"]:
        by_rule.setdefault(each["rule"], []).append(each)
    for rule, rows in by_rule.items():
        print(f"\n{rule} ({len(rows):,})")
        for each in rows[:MOST_SHOWN]:
            print(f"  {each['file']}, row {each['row']}: {each['reason']}")
        if len(rows) > MOST_SHOWN:
            print(f"  and {len(rows) - MOST_SHOWN:,} more: --json gives every one")
