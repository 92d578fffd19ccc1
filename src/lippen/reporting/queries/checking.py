"""A signed paper beside a file that somebody brings, and beside the records as they are now."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date

from django.db.transaction import atomic

from lippen.kernel import access, audit
from lippen.kernel.access import NOBODY, Actor, Permission
from lippen.kernel.errors import NotVisible
from lippen.organisation import queries as organisation
from lippen.reporting.models import PublicEdition
from lippen.reporting.papers.canonical import content_hash
from lippen.reporting.papers.compare import Signed
from lippen.reporting.papers.exempting import SUFFIX, public_content
from lippen.reporting.queries.frozen import keepers, signed_content, signed_files, signed_paper
from lippen.reporting.queries.papers import paper_row
from lippen.reporting.queries.records import content, records_of

READING = frozenset({Permission.READ_PLAN, Permission.READ_PAPER})


@contextmanager
def on_behalf_of_its_keepers(ref: str, *, today: date) -> Iterator[Actor]:
    """A transaction in the name of whoever signed the paper, or of someone else who may see it; nobody if none can."""
    with atomic():
        access.identify(NOBODY, today=today)
        actor = _keeper(ref, today)
        access.identify(actor, today=today)
        yield actor
        access.forget()


def keeper_of(ref: str, signer_id: int | None, today: date) -> Actor:
    """Whoever signed the paper, while they may read it, else whoever keeps it now."""
    signer = organisation.actor_for(signer_id, on=today) if signer_id else NOBODY
    return signer if signer.permissions >= READING else _keeper(ref, today)


def _keeper(ref: str, today: date) -> Actor:
    return first_who_reads(keepers(ref), on=today)


def first_who_reads(account_ids: Iterable[int], *, on: date) -> Actor:
    """The first of these who may read plans and papers on a day; nobody where none may."""
    for account_id in account_ids:
        actor = organisation.actor_for(account_id, on=on)
        if actor.permissions >= READING:
            return actor
    return NOBODY


def find_signed(ref: str, *, today: date) -> Signed | None:
    """The signed paper of this reference, as the comparison takes it; None when the records hold none.

    A public edition has a reference and a hash of its own, and is compared with nothing but itself.
    """
    if ref.endswith(SUFFIX):
        return _find_edition(ref, today=today)
    with on_behalf_of_its_keepers(ref, today=today) as actor:
        try:
            frozen = signed_content(actor, ref)
            row = signed_paper(actor, ref)
            files = signed_files(actor, ref)
        except NotVisible:
            return None
        audit.record(actor, "paper.checked", ("reporting.paper", ref))
    if row is None:
        return None
    return Signed(ref, frozen, row.sha256, files, {kind: sha256 for kind, sha256, _ in row.files})


def _find_edition(ref: str, *, today: date) -> Signed | None:
    with on_behalf_of_its_keepers(ref.removesuffix(SUFFIX), today=today) as actor:
        kept = PublicEdition.objects.visible_to(actor).filter(ref=ref, issue__isnull=False).first()
        if kept is None:
            return None
        files = {row.kind: row for row in kept.files.all()}
        audit.record(actor, "paper.checked", ("reporting.edition", ref))
    held = {kind: bytes(row.content) for kind, row in files.items()}
    frozen = json.loads(bytes(kept.content))
    return Signed(ref, frozen, kept.sha256, held, {kind: row.sha256 for kind, row in files.items()})


def rebuild(ref: str, *, today: date) -> tuple[bool, str] | None:
    """Build the content again from the records as known when it was signed: whether it is the same, and a sentence."""
    is_public, whole = ref.endswith(SUFFIX), ref.removesuffix(SUFFIX)
    with on_behalf_of_its_keepers(whole, today=today) as actor:
        try:
            signed = signed_paper(actor, whole)
            if signed is None:
                return None
            if is_public:
                kept = PublicEdition.objects.visible_to(actor).get(ref=ref)
                row = paper_row(actor, whole, known_at=signed.known_at)
                again = public_content(records_of(actor, row, known_at=signed.known_at))
                before, wanted = json.loads(bytes(kept.content)), kept.sha256
            else:
                again = content(actor, whole, known_at=signed.known_at)
                before, wanted = signed_content(actor, whole), signed.sha256
        except NotVisible:
            return None
    if content_hash(again) == wanted:
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
