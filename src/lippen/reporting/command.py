"""`lippen build-paper` and `lippen verify-paper`: what they do and print; the command line calls these."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path

from django.db.transaction import atomic

from lippen.improvement import queries as improvement
from lippen.improvement.rows import PlanRow
from lippen.kernel import access, audit, clock
from lippen.kernel.access import NOBODY, Actor, Permission, may
from lippen.kernel.errors import NotVisible
from lippen.organisation import queries as organisation
from lippen.reporting import queries
from lippen.reporting.facts import PaperDays
from lippen.reporting.papers.build import build_content
from lippen.reporting.papers.canonical import Content, canonical, content_hash
from lippen.reporting.papers.render import rendered
from lippen.reporting.papers.template import template
from lippen.reporting.queries import frozen
from lippen.reporting.rows import PaperRow
from lippen.reporting.vocabulary import FROZEN, FileKind, PaperStep

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
        with acting_as(person) as actor:
            chosen = _plan(actor, plan)
            content, files, said = _content(actor, chosen, as_at, template or FORM)
            audit.record(actor, "paper.built", ("improvement.plan", chosen.ref), keys={"as_at": as_at.isoformat()})
    except NoPaper as why:
        tell(str(why))
        return 1
    # Outside the transaction: setting a long paper takes longer than one may idle.
    files = files or {kind.value: rendered(content, kind, None) for kind in FileKind}
    files = {**files, "json": canonical(content)}
    out.mkdir(parents=True, exist_ok=True)
    for kind, content in files.items():
        (out / f"paper.{kind}").write_bytes(content)
        tell(f"{out / f'paper.{kind}'}  {len(content):,} bytes")
    tell(said)
    return 0


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
    row = queries.paper_for(actor, plan_ref=plan.ref, as_at=as_at)
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
    try:
        template(form)
    except KeyError:
        raise NoPaper(f"There is no template called {form}. The one there is: {FORM}.") from None
    return build_content(queries.records_of(actor, _unopened(plan, as_at, now, form), known_at=now))


def _unopened(plan: PlanRow, as_at: date, now: datetime, form: str) -> PaperRow:
    starts_on = date(as_at.year, (as_at.month - 1) // 3 * 3 + 1, 1)
    days = PaperDays(starts_on, as_at + timedelta(days=1), as_at, as_at, as_at + TO_ISSUE, as_at + TO_MEETING)
    names = organisation.authority_names([plan.authority_id])
    return PaperRow(
        id=0,
        ref=f"paper-{plan.ref.removeprefix('plan-')}-{as_at:%Y%m%d}",
        plan_id=plan.id,
        plan_ref=plan.ref,
        authority_id=plan.authority_id,
        authority_name=names[plan.authority_id],
        template_key=form,
        template_version=1,
        subject=f"{plan.title}: progress",
        report_by="Not chosen yet",
        report_by_person_id=None,
        committee_name="Not chosen yet",
        meeting_ref="",
        days=days,
        state=PaperStep.DRAFTING,
        opened_at=now,
    )


def verify_paper(file: Path, *, as_json: bool = False, tell: Tell = print) -> int:
    """Say what a file is, and whether the records still give the content that was signed. 0, 0, 1, 1 or 2."""
    from lippen.reporting.papers.compare import verdict

    found = verdict(file.read_bytes(), find=find_signed, name=file.name)
    rebuilt = rebuild(found.ref) if found.ref and found.exit_code < 2 and found.kind != "draft" else None
    code = max(found.exit_code, 1 if rebuilt and not rebuilt[0] else 0)
    if as_json:
        said = {"answer": found.kind.value, "ref": found.ref, "sentence": found.sentence, "exit_code": code}
        if rebuilt:
            said |= {"records_agree": rebuilt[0], "records": rebuilt[1]}
        tell(json.dumps(said, ensure_ascii=False))
        return code
    tell(f"{file.name}: {found.title}")
    tell(found.sentence)
    if rebuilt:
        tell(rebuilt[1])
    return code


@contextmanager
def on_behalf_of_its_keepers(ref: str) -> Iterator[Actor]:
    """A transaction in the name of whoever signed the paper, or of someone else who may see it; nobody if none can."""
    with atomic():
        access.identify(NOBODY, today=clock.today())
        actor = _keeper(ref)
        access.identify(actor, today=clock.today())
        yield actor
        access.forget()


def _keeper(ref: str) -> Actor:
    for account_id in frozen.keepers(ref):
        actor = organisation.actor_for(account_id, on=clock.today())
        if actor.permissions >= READING:
            return actor
    return NOBODY


def find_signed(ref: str) -> object | None:
    """The signed paper of this reference, as the comparison takes it; None when the records hold none."""
    from lippen.reporting.papers.compare import Signed

    with on_behalf_of_its_keepers(ref) as actor:
        try:
            content = queries.signed_content(actor, ref)
            row = queries.signed_paper(actor, ref)
            files = frozen.signed_files(actor, ref)
        except NotVisible:
            return None
        audit.record(actor, "paper.checked", ("reporting.paper", ref))
    if row is None:
        return None
    return Signed(ref, content, row.sha256, files, {kind: sha256 for kind, sha256, _ in row.files})


def rebuild(ref: str) -> tuple[bool, str] | None:
    """Build the content again from the records as known when it was signed: whether it is the same, and a sentence."""
    with on_behalf_of_its_keepers(ref) as actor:
        try:
            signed = queries.signed_paper(actor, ref)
            if signed is None:
                return None
            again = queries.content(actor, ref, known_at=signed.known_at)
            before = queries.signed_content(actor, ref)
        except NotVisible:
            return None
    if content_hash(again) == signed.sha256:
        return True, "The records still give the same content, word for word."
    return False, f"The records no longer give the same content. First difference: {first_difference(before, again)}."


def first_difference(before: object, after: object, place: str = "content") -> str:
    """Where two contents part, and what stands there."""
    if isinstance(before, dict) and isinstance(after, dict) and before.keys() == after.keys():
        pairs = ((f"{place}.{key}", before[key], after[key]) for key in before)
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        pairs = ((f"{place}[{n}]", a, b) for n, (a, b) in enumerate(zip(before, after, strict=True)))
    else:
        return f"{place}: signed {_short(before)}, now {_short(after)}"
    return next((first_difference(a, b, where) for where, a, b in pairs if a != b), place)


def _short(value: object) -> str:
    words = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f'"{words[:80]}{"…" if len(words) > 80 else ""}"'
