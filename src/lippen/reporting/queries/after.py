"""What came before and after a paper; and the register of what was issued, for those who are signed in."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import QuerySet

from lippen.kernel.access import Actor
from lippen.kernel.errors import CannotDo, NotVisible
from lippen.kernel.prepared import read_prepared
from lippen.reporting.edition_rows import (
    AfterRow,
    BesideRow,
    EditionRow,
    RegisterRow,
    ResolutionRow,
    TieRow,
    WithdrawnRow,
)
from lippen.reporting.models import (
    Issue,
    PaperTie,
    PublicEdition,
    PublicIssue,
    Resolution,
    SignedPaper,
    Stamping,
    Withdrawal,
)
from lippen.reporting.papers.stamping import stamped
from lippen.reporting.queries.committees import keeps_at
from lippen.reporting.queries.frozen import signed_files, signed_paper, zipped
from lippen.reporting.queries.papers import paper_row, visible_papers
from lippen.reporting.rows import PaperRow
from lippen.reporting.schedule_7a import notice
from lippen.reporting.vocabulary import FROZEN, TIE_WORDS, FileKind

KINDS = tuple(kind.value for kind in FileKind)


def after(actor: Actor, row: PaperRow) -> AfterRow:
    """What a paper follows and what follows it, whether it was withdrawn, its stamps, edition and resolutions."""
    keeps = row.authority_id in keeps_at(actor)
    before, later, withdrawn, stamps, issued, issues, resolved = read_prepared(
        _wanted, actor, row.id, row.ref, row.ref if keeps else ""
    )
    return AfterRow(
        follows=_tie(before[0]) if before else None,
        followed_by=tuple(_tie(each) for each in later),
        withdrawn=_withdrawn(withdrawn[0]) if withdrawn else None,
        item=stamps[-1].item if stamps else "",
        first_page=stamps[-1].first_page if stamps else 0,
        edition=_edition(actor, row, bool(issued)) if row.state in FROZEN else None,
        resolutions=tuple(ResolutionRow(each.kind, each.words, each.recorded_at) for each in reversed(resolved)),
        late_reason=issues[0].late_reason if issues else "",
    )


def _wanted(actor: Actor, paper_id: int, ref: str, stamped_ref: str) -> tuple[QuerySet[Any], ...]:
    return (
        PaperTie.objects.visible_to(actor).filter(paper_id=paper_id).order_by("id"),
        PaperTie.objects.visible_to(actor).filter(first_id=paper_id).order_by("id"),
        Withdrawal.objects.visible_to(actor).filter(paper_ref=ref).order_by("id"),
        Stamping.objects.visible_to(actor).filter(signed__paper_ref=stamped_ref).order_by("version"),
        PublicIssue.objects.visible_to(actor).filter(paper_ref=ref).order_by("id"),
        Issue.objects.visible_to(actor).filter(signed__paper_ref=ref).order_by("id"),
        Resolution.objects.visible_to(actor).filter(issue__signed__paper_ref=ref).order_by("id"),
    )


def is_exempt(actor: Actor, row: PaperRow) -> bool:
    """Whether a signed paper is exempt, in part or as a whole."""
    return SignedPaper.objects.visible_to(actor).filter(paper_id=row.id, exempt=True).exists()


def _tie(row: PaperTie, titles: Mapping[str, str] | None = None) -> TieRow:
    return TieRow(row.kind, row.paper_ref, row.first_ref, row.reason, (titles or {}).get(row.paper_ref, ""))


def _withdrawn(row: Withdrawal) -> WithdrawnRow:
    return WithdrawnRow(row.withdrawn_on, row.reason)


def _edition(actor: Actor, row: PaperRow, is_issued: bool) -> EditionRow | None:
    """Read apart from the others, without its content."""
    kept = PublicEdition.objects.visible_to(actor).filter(signed__paper_ref=row.ref)
    found = kept.values_list("ref", "sha256", "paragraphs").first()
    return EditionRow(found[0], found[1], tuple(found[2]), is_issued) if found else None


def register(actor: Actor) -> tuple[RegisterRow, ...]:
    """Every issued paper of the actor's councils that they may read, and the public editions of the exempt ones."""
    return register_rows(
        Issue.objects.visible_to(actor).filter(signed__paper__in=visible_papers(actor).values("id")),
        PublicIssue.objects.visible_to(actor),
        Withdrawal.objects.visible_to(actor),
        PaperTie.objects.visible_to(actor),
    )


def register_rows(
    issues: QuerySet[Issue],
    editions: QuerySet[PublicIssue],
    withdrawals: QuerySet[Withdrawal],
    ties: QuerySet[PaperTie],
    *,
    kinds: Mapping[str, tuple[str, ...]] | None = None,
) -> tuple[RegisterRow, ...]:
    """The register, the latest meeting first; each with what it follows, what follows it, and whether it stands."""
    found = list(issues.select_related("signed").defer("signed__content"))
    public = list(editions.select_related("edition").defer("edition__content"))
    titles = {row.signed.paper_ref: row.title for row in found} | {row.paper_ref: row.title for row in public}
    notices = {row.paper_ref: notice(row.edition.paragraphs) for row in public}
    withdrawn = {row.paper_ref: _withdrawn(row) for row in withdrawals.all()}
    tied = [_tie(row, titles) for row in ties.all()]
    rows = [
        RegisterRow(
            ref=row.signed.paper_ref,
            paper_ref=row.signed.paper_ref,
            title=row.title,
            authority_name=row.authority_name,
            committee_name=row.committee_name,
            meets_on=row.meets_on,
            issued_on=row.issued_on,
            sha256=row.signed.sha256,
            kinds=KINDS if kinds is None else kinds.get(row.signed.paper_ref, ()),
            notice=notices.get(row.signed.paper_ref, "") if row.exempt else "",
            late_reason=row.late_reason,
            **_beside(row.signed.paper_ref, withdrawn, tied, titles),
        )
        for row in found
    ] + [
        RegisterRow(
            ref=row.edition.ref,
            paper_ref=row.paper_ref,
            title=row.title,
            authority_name=row.authority_name,
            committee_name=row.committee_name,
            meets_on=row.meets_on,
            issued_on=row.issued_on,
            sha256=row.edition.sha256,
            is_edition=True,
            notice=notice(row.edition.paragraphs),
            kinds=KINDS if kinds is None else kinds.get(row.edition.ref, ()),
            **_beside(row.paper_ref, withdrawn, tied, titles),
        )
        for row in public
    ]
    return tuple(sorted(rows, key=lambda row: (row.meets_on, row.issued_on, row.ref), reverse=True))


def _beside(
    ref: str, withdrawn: Mapping[str, WithdrawnRow], ties: list[TieRow], titles: Mapping[str, str]
) -> dict[str, Any]:
    """What stands beside a paper in the register; of its successors only those that stand there themselves."""
    return {
        "withdrawn": withdrawn.get(ref),
        "tie": next((tie for tie in ties if tie.ref == ref), None),
        "successors": tuple(tie for tie in ties if tie.first_ref == ref and tie.ref in titles),
    }


def withdrawals(actor: Actor, refs: Collection[str]) -> dict[str, WithdrawnRow]:
    """Those of these papers that were withdrawn: when and why."""
    found = Withdrawal.objects.visible_to(actor).filter(paper_ref__in=refs)
    return {row.paper_ref: _withdrawn(row) for row in found}


def beside(actor: Actor, refs: Collection[str]) -> dict[str, BesideRow]:
    """What a list says beside those of these papers that follow another, were withdrawn or are exempt."""
    ties = dict(PaperTie.objects.visible_to(actor).filter(paper_ref__in=refs).values_list("paper_ref", "kind"))
    gone = set(Withdrawal.objects.visible_to(actor).filter(paper_ref__in=refs).values_list("paper_ref", flat=True))
    signed = SignedPaper.objects.visible_to(actor).filter(paper_ref__in=refs, exempt=True)
    exempt = set(signed.values_list("paper_ref", flat=True))
    return {
        ref: BesideRow(TIE_WORDS[ties[ref]] if ref in ties else "", ref in gone, ref in exempt)
        for ref in {*ties, *gone, *exempt}
    }


def stamped_bundle(actor: Actor, ref: str) -> bytes:
    """The clerk's bundle: the PDF with its item and page numbers, beside the files exactly as they were signed."""
    row = paper_row(actor, ref)
    numbers, kept = after(actor, row), signed_paper(actor, ref)
    if kept is None or not numbers.item:
        raise NotVisible
    files = signed_files(actor, ref)
    if set(files) != set(FileKind):
        raise CannotDo("The files of this paper are still being made. Try again in a minute.")
    copy = stamped(files[FileKind.PDF], item=numbers.item, first_page=numbers.first_page)
    return zipped(ref, kept.sha256, kept.signed_at, {**files, "stamped.pdf": copy})
