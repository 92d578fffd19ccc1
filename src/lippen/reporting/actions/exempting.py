"""What is exempt, flagged words that stay, the committee's resolution; and the lists and switches behind them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.transaction import atomic
from procrastinate.contrib.django import app

from lippen.kernel import audit
from lippen.kernel.access import Actor, Permission, may
from lippen.kernel.errors import CannotDo, NotAllowed, NotVisible, refusal
from lippen.reporting import queries
from lippen.reporting.actions.committees import clerks
from lippen.reporting.actions.duties import SUBJECT
from lippen.reporting.actions.guard import held, owned, writable
from lippen.reporting.models import (
    ChildPlaces,
    ExemptProposal,
    FlagAnswer,
    Issue,
    PaperAnswer,
    PublicEdition,
    RegisterSetting,
    Resolution,
)
from lippen.reporting.papers.exempting import QUESTION, places
from lippen.reporting.papers.records import PaperRecords
from lippen.reporting.queries.editions import register_is_on
from lippen.reporting.queries.letters import unprintable
from lippen.reporting.rows import PaperRow
from lippen.reporting.schedule_7a import BY_NUMBER, numbers_words
from lippen.reporting.vocabulary import WHOLE, PaperStep, ResolutionKind

MAKE_PUBLIC = "reporting.make_public_edition"
MOST_PLACES = 500
MOVED = "Somebody has just changed what is exempt. Open the page again."


@atomic
def propose_exemption(
    *,
    actor: Actor,
    paper_ref: str,
    place: str,
    paragraphs: Collection[int],
    reason: str,
    public_title: str = "",
    at: datetime,
) -> None:
    """Propose that a part of a paper, or the whole of it, is exempt under named paragraphs; the officer decides."""
    row = writable(actor, paper_ref, at)
    records = queries.records_of(actor, row, known_at=at)
    if place not in {each.key for each in places(records)}:
        raise CannotDo("That part is not in this paper any more. Choose another.", field="place")
    if not paragraphs or not set(paragraphs) <= BY_NUMBER.keys():
        raise CannotDo("Choose the paragraph of Schedule 7A that keeps it from the public.", field="paragraphs")
    for field, words in (("reason", reason), ("public_title", public_title)):
        if letters := unprintable(words):
            raise CannotDo(f"The PDF cannot print {', '.join(letters)}. Write it in other letters.", field=field)
    if not reason.strip():
        raise CannotDo("Give the reason in words that the public may read.", field="reason")
    marks = dict(records.exempt.marks) if records.exempt else {}
    marks[place] = tuple(sorted(set(paragraphs)))
    _keep(actor, row, records, marks, reason.strip(), public_title.strip(), at)
    audit.record(actor, "paper.exemption_proposed", (SUBJECT, row.ref), keys={"paragraphs": sorted(set(paragraphs))})


@atomic
def take_marks_off(*, actor: Actor, paper_ref: str, marked: Collection[str], at: datetime) -> int:
    """Take marks off a paper that is being written; gives how many are left."""
    row = writable(actor, paper_ref, at)
    records = queries.records_of(actor, row, known_at=at)
    before = dict(records.exempt.marks) if records.exempt else {}
    if not set(marked) & before.keys():
        raise CannotDo("Choose the marks to take off.", field="marked")
    marks = {place: numbers for place, numbers in before.items() if place not in set(marked)}
    given = records.exempt
    _keep(actor, row, records, marks, given.reason if given else "", given.public_title if given else "", at)
    audit.record(actor, "paper.exemption_taken_off", (SUBJECT, row.ref), keys={"left": len(marks)})
    return len(marks)


def _keep(
    actor: Actor,
    row: PaperRow,
    records: PaperRecords,
    marks: dict[str, tuple[int, ...]],
    reason: str,
    public_title: str,
    at: datetime,
) -> None:
    """The proposal as a new version, and the answer to the form's own question with it."""
    fact = owned(actor, row.authority_id, at)
    last = ExemptProposal.objects.filter(paper_id=row.id).order_by("-version").first()
    with refusal("exemption_proposed_once_a_version", MOVED):
        ExemptProposal.objects.create(
            paper_id=row.id,
            version=last.version + 1 if last else 1,
            marks=[{"place": place, "paragraphs": list(numbers)} for place, numbers in sorted(marks.items())],
            public_title=public_title if marks else "",
            reason=reason if marks else "",
            person_id=actor.person_id,
            **fact,
        )
    if any(asked.key == QUESTION for _, asked in records.template.questions()):
        PaperAnswer.objects.create(
            paper_id=row.id,
            question=QUESTION,
            ticked=["yes" if marks else "no"],
            note=_note(marks, reason),
            person_id=actor.person_id,
            **fact,
        )


def _note(marks: dict[str, tuple[int, ...]], reason: str) -> str:
    if not marks:
        return ""
    numbers = {number for given in marks.values() for number in given}
    part = "The whole paper" if WHOLE in marks else "In part"
    return f"{part}, under {numbers_words(numbers)} of Schedule 7A. {reason}"


@atomic
def keep_flag(*, actor: Actor, paper_ref: str, key: str, reason: str, at: datetime) -> None:
    """Flagged words stay in the paper, for a reason; what is taken out is answered by its absence."""
    row = held(actor, paper_ref)
    able = (Permission.WRITE_PAPER, Permission.ISSUE_PAPER)
    if not any(may(actor, each, at=[row.authority_id]) for each in able):
        raise NotAllowed(Permission.WRITE_PAPER)
    if row.state is PaperStep.ISSUED:
        raise CannotDo("This paper is issued, so what it says can no longer be weighed.")
    _, found = queries.paper_flags(actor, paper_ref, at=at)
    if key not in {each.flag.key for each in found}:
        raise CannotDo("These words are not in the paper any more. Go back to the flags.")
    if not reason.strip():
        raise CannotDo("Say why the words stay, or take them out.", field="reason")
    with refusal("flag_answered_once", "Somebody has just answered this."):
        FlagAnswer.objects.create(
            paper_id=row.id,
            key=key,
            reason=reason.strip(),
            person_id=actor.person_id,
            **owned(actor, row.authority_id, at),
        )
    audit.record(actor, "paper.flag_kept", (SUBJECT, row.ref), keys={"flag": key})


@atomic
def record_resolution(*, actor: Actor, paper_ref: str, kind: ResolutionKind, words: str, at: datetime) -> None:
    """Record what the committee resolved about an exempt paper, as the minute has it."""
    row = held(actor, paper_ref, permission=Permission.ISSUE_PAPER)
    issue = Issue.objects.visible_to(actor).filter(signed__paper_ref=paper_ref).first()
    if issue is None or not issue.exempt:
        raise CannotDo("Only an exempt paper that is issued has such a resolution.")
    if not words.strip():
        raise CannotDo("Give the resolution as the minute has it.", field="words")
    Resolution.objects.create(
        issue=issue, meeting_id=row.meeting_id, kind=kind, words=words.strip(), **owned(actor, row.authority_id, at)
    )
    audit.record(actor, "paper.resolution_recorded", (SUBJECT, row.ref), keys={"kind": kind.value})


@atomic
def set_child_places(
    *, actor: Actor, authority_id: int, names: Iterable[str], words: Iterable[str] = (), at: datetime
) -> int:
    """Keep the places used by children, and other words, that are flagged in papers; gives how many places."""
    clerks(actor, authority_id)
    places = _list_of(names, "place", shortest=4)
    others = _list_of(words, "word", shortest=2)
    ChildPlaces.objects.create(places=places, words=others, **owned(actor, authority_id, at))
    keys = {"count": len(places), "words": len(others)}
    audit.record(actor, "places.set", ("organisation.authority", str(authority_id)), keys=keys)
    return len(places)


def _list_of(given: Iterable[str], what: str, *, shortest: int) -> list[str]:
    """A list in order, each entry once; too short an entry would be found inside other words."""
    kept = sorted({" ".join(each.split()) for each in given if each.strip()}, key=str.casefold)
    if any(len(each) < shortest or len(each) > 120 for each in kept):
        sentence = f"A {what} has between {shortest} and 120 characters, so that it is not found in other words."
        raise CannotDo(sentence, field=f"{what}s")
    if len(kept) > MOST_PLACES:
        raise CannotDo(f"The list takes at most {MOST_PLACES} {what}s.", field=f"{what}s")
    return kept


@atomic
def set_register(*, actor: Actor, authority_id: int, is_on: bool, reason: str, at: datetime) -> None:
    """Turn a council's public register on or off, with the reason."""
    clerks(actor, authority_id)
    if not reason.strip():
        raise CannotDo("Say who decided it, or why.", field="reason")
    if register_is_on(authority_id) == is_on:
        raise CannotDo(f"The register is {'on' if is_on else 'off'} already.", field="is_on")
    RegisterSetting.objects.create(is_on=is_on, reason=reason.strip(), **owned(actor, authority_id, at))
    audit.record(actor, "register.set", ("organisation.authority", str(authority_id)), keys={"on": is_on})
    if is_on:
        editions = PublicEdition.objects.visible_to(actor).filter(authority_id=authority_id, issue__isnull=False)
        for ref in editions.filter(files__isnull=True).values_list("ref", flat=True):
            make_public_later(actor, ref)


def make_public_later(actor: Actor, edition_ref: str) -> None:
    """Ask the worker for the files of a public edition: it reads them as the public role does."""
    app.configure_task(MAKE_PUBLIC, lock=f"edition:{edition_ref}").defer(
        account_id=actor.own_id, edition_ref=edition_ref
    )


def edition_for(actor: Actor, ref: str) -> PublicEdition:
    """A public edition that this actor sees, or NotVisible."""
    found = PublicEdition.objects.visible_to(actor).filter(ref=ref).defer("content").first()
    if found is None:
        raise NotVisible
    return found
