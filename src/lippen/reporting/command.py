"""`lippen build-paper` and `lippen verify-paper`: what they do and print; the command line calls these."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

from django.db.transaction import atomic

from lippen.improvement import queries as improvement
from lippen.improvement.rows import PlanRow
from lippen.kernel import access, audit, clock
from lippen.kernel.access import Actor, Permission, may
from lippen.organisation import queries as organisation
from lippen.reporting import queries
from lippen.reporting.checks import Checked, check
from lippen.reporting.papers.canonical import Content, canonical, content_hash
from lippen.reporting.papers.compare import Answer, Verdict
from lippen.reporting.papers.exempting import whole_content
from lippen.reporting.papers.marks import MOST_BYTES, too_large
from lippen.reporting.papers.render import rendered
from lippen.reporting.papers.template import shipped
from lippen.reporting.queries import frozen
from lippen.reporting.rows import PaperRow
from lippen.reporting.rules import printed
from lippen.reporting.vocabulary import FROZEN, FileKind

FORM = "progress-report"
READING = frozenset({Permission.READ_PLAN, Permission.READ_PAPER})
TO_ISSUE, TO_MEETING = timedelta(days=8), timedelta(days=16)
Tell = Callable[[str], None]


class NoPaper(Exception):
    """Nothing can be built; the sentence says why and what to do."""


def build_paper(
    *,
    as_at: date,
    out: Path,
    plan: str | None = None,
    template: str | None = None,
    person: str | None = None,
    tell: Tell = print,
) -> int:
    """Write paper.pdf, .docx, .html and .json into a folder: the signed files, or a draft. 0, or 1 with a sentence."""
    try:
        _refuse_what_cannot_be(as_at)
        form = template or FORM
        with acting_as(person) as actor:
            chosen = _plan(actor, plan)
            _refuse_an_unknown_form(actor, chosen, form)
            content, files, said = _content(actor, chosen, as_at, form)
            audit.record(actor, "paper.built", ("improvement.plan", chosen.ref), keys={"as_at": as_at.isoformat()})
        _make_folder(out)
    except NoPaper as why:
        tell(str(why))
        return 1
    # Outside the transaction: setting a long paper takes longer than one may idle.
    files = files or {kind.value: rendered(content, kind, None) for kind in FileKind}
    files = {**files, "json": canonical(content)}
    for kind, content in files.items():
        (out / f"paper.{kind}").write_bytes(content)
        tell(f"{out / f'paper.{kind}'}  {len(content):,} bytes")
    tell(said)
    return 0


def _refuse_what_cannot_be(as_at: date) -> None:
    """A paper of a day to come."""
    if as_at > clock.today():
        raise NoPaper(f"{printed(as_at)} has not come yet. Give today or an earlier day with --as-at.")


def _refuse_an_unknown_form(actor: Actor, chosen: PlanRow, form: str) -> None:
    """A template that the plan's council does not have and that Lippen does not bring either."""
    known = [key for key, _ in queries.to_choose(actor, [chosen.authority_id], on=clock.today())]
    known = known or [brought.key for brought, _ in shipped()]
    if form not in known:
        raise NoPaper(f"There is no template called {form}. There {_are(known)}: {', '.join(known)}.")


def _are(names: list[str]) -> str:
    return "is one" if len(names) == 1 else f"are {len(names)}"


def _make_folder(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NoPaper(f"The folder {out} cannot be made: {error.strerror}. Choose another with --out.") from error
    if not os.access(out, os.W_OK):
        raise NoPaper(f"Nothing may be written to the folder {out}. Choose another with --out.")


@contextmanager
def acting_as(person: str | None) -> Iterator[Actor]:
    """A transaction in somebody's name; without a name, of the first who may read plans and write papers."""
    with atomic():
        actor = _named(person) if person else _anybody()
        access.identify(actor, today=clock.today())
        yield actor
        access.forget()


def _named(words: str) -> Actor:
    person_id = organisation.person_by_words(words)
    account_id = organisation.account_of(person_id) if person_id else None
    if account_id is None:
        raise NoPaper(f"Nobody with an account is called {words}. Give their e-mail address with --as.")
    actor = organisation.actor_for(account_id, on=clock.today())
    if not actor.permissions >= READING:
        raise NoPaper(f"{actor.name} may not read plans and papers. Name somebody else with --as.")
    return actor


def _anybody() -> Actor:
    for *_, account_id in organisation.accounts_by_role(on=clock.today()):
        actor = organisation.actor_for(account_id, on=clock.today())
        if actor.permissions >= READING and may(actor, Permission.WRITE_PAPER):
            return actor
    raise NoPaper("Nobody here may write papers yet. Set the organisation up first, or name somebody with --as.")


def _plan(actor: Actor, words: str | None) -> PlanRow:
    """The plan with this reference or title; without one, the only plan."""
    found = improvement.plans(actor)
    if words:
        wanted = words.casefold()
        found = tuple(row for row in found if row.ref == words or row.title.casefold() == wanted) or tuple(
            row for row in found if wanted in row.title.casefold()
        )
    if len(found) == 1:
        return found[0]
    if not found:
        raise NoPaper(f"There is no plan called {words}." if words else "There is no plan yet. Bring one in first.")
    names = "; ".join(f"{row.title} ({row.ref})" for row in found)
    raise NoPaper(f"There are several plans: {names}. Name one with --plan.")


def _content(actor: Actor, plan: PlanRow, as_at: date, form: str) -> tuple[Content, dict[str, bytes], str]:
    """The content, the files that are kept of it (none of a draft), and a sentence."""
    row = queries.paper_for(actor, plan_ref=plan.ref, as_at=as_at, form=form)
    if row is not None and row.state in FROZEN:
        content = queries.signed_content(actor, row.ref)
        files = frozen.signed_files(actor, row.ref)
        if len(files) < len(FileKind):
            raise NoPaper(f"The files of {row.ref} are still being made. Try again when the worker has run.")
        return content, files, _said(row.ref, content, signed=True)
    content = _draft(actor, plan, row, as_at, form)
    return content, {}, _said(content["paper"]["ref"], content, signed=False)


def _said(ref: str, content: Content, *, signed: bool) -> str:
    return f"{ref}: {'signed' if signed else 'draft, not signed'}. Code of the content: {content_hash(content)}"


def _draft(actor: Actor, plan: PlanRow, row: PaperRow | None, as_at: date, form: str) -> Content:
    """The open paper of that day as it stands; or one that nobody has opened, from the plan alone."""
    now = clock.now()
    if row is not None:
        return queries.content(actor, row.ref, known_at=now)
    return whole_content(
        queries.records_of(actor, queries.unopened(plan, as_at=as_at, form=form, at=now), known_at=now)
    )


def verify_paper(file: Path, *, as_json: bool = False, tell: Tell = print) -> int:
    """Say what a file is, and whether the records still give the content that was signed. 0, 0, 1, 1 or 2."""
    given, why = _bytes_of(file)
    checked = Checked(Verdict(Answer.NOT_A_PAPER, why)) if why else check(file.name, given, today=clock.today())
    found = checked.verdict
    code = max(found.exit_code, 1 if checked.records_agree is False else 0)
    if as_json:
        said = {"answer": found.kind.value, "ref": found.ref, "sentence": found.sentence, "exit_code": code}
        if checked.records:
            said |= {"records_agree": checked.records_agree, "records": checked.records}
        tell(json.dumps(said, ensure_ascii=False))
        return code
    tell(f"{file.name}: {found.title}")
    tell(found.sentence)
    if checked.records:
        tell(checked.records)
    return code


def _bytes_of(file: Path) -> tuple[bytes, str]:
    """What a file holds, never more than a paper may; or why it cannot be a paper."""
    try:
        if file.is_dir():
            return b"", f"{file.name or file} is a folder. Give the paper's file."
        if not file.is_file():
            return b"", f"{file.name or file} is not a file. Give the paper's file."
        with file.open("rb") as opened:
            given = opened.read(MOST_BYTES + 1)
    except OSError as why:
        return b"", f"{file.name or file} cannot be read ({why.strerror or 'it cannot be opened'})."
    return given, too_large(file.name) if len(given) > MOST_BYTES else ""
