"""Closed lists of words for papers: their states, sections, answers, lines and route."""

from __future__ import annotations

from enum import StrEnum


class PaperStep(StrEnum):
    """Where a paper stands."""

    DRAFTING = "drafting"
    IN_APPROVAL = "in_approval"
    RETURNED = "returned"
    SIGNED = "signed"
    ISSUED = "issued"


class SectionKind(StrEnum):
    """What a numbered section of a template holds."""

    TEXT = "text"
    CHOICE = "choice"
    DECLARATION = "declaration"
    TABLE = "table"
    LIST = "list"


class LineStep(StrEnum):
    """How far a committee line has come."""

    DRAFTED = "drafted"
    EDITED = "edited"
    AGREED = "agreed"


class DifferenceKind(StrEnum):
    """What an answer to "What is different for children?" rests on."""

    MEASURE = "measure"
    AUDIT = "audit"
    THEIR_WORDS = "their_words"
    TOO_EARLY = "too_early"


class RouteRole(StrEnum):
    """What a person does on a paper's route; who reports is a fact of the paper itself."""

    AUTHOR = "author"
    APPROVER = "approver"


class Verdict(StrEnum):
    """What an approver decided."""

    APPROVED = "approved"
    RETURNED = "returned"


class PaperDuty(StrEnum):
    """What somebody owes a paper."""

    WRITE = "paper_write"
    LINES = "paper_lines"
    APPROVE = "paper_approval"
    REWRITE = "paper_rewrite"
    ISSUE = "paper_issue"


class FileKind(StrEnum):
    """The formats that a signed paper is kept in."""

    PDF = "pdf"
    DOCX = "docx"
    HTML = "html"


STEP_WORDS: dict[str, str] = {
    PaperStep.DRAFTING: "Being written",
    PaperStep.IN_APPROVAL: "With its approvers",
    PaperStep.RETURNED: "Returned to its author",
    PaperStep.SIGNED: "Signed",
    PaperStep.ISSUED: "Issued",
}
LINE_WORDS: dict[str, str] = {
    LineStep.DRAFTED: "Drafted from the updates",
    LineStep.EDITED: "Edited, not yet agreed",
    LineStep.AGREED: "Agreed by a lead",
}
DIFFERENCE_WORDS: dict[str, str] = {
    DifferenceKind.MEASURE: "From a measure",
    DifferenceKind.AUDIT: "From an audit",
    DifferenceKind.THEIR_WORDS: "In their words",
    DifferenceKind.TOO_EARLY: "Too early to say",
}
MEDIA_TYPES: dict[str, str] = {
    FileKind.PDF: "application/pdf",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.HTML: "text/html",
}
WRITABLE = frozenset({PaperStep.DRAFTING, PaperStep.RETURNED})
FROZEN = frozenset({PaperStep.SIGNED, PaperStep.ISSUED})

NEXT: dict[PaperStep, frozenset[PaperStep]] = {
    PaperStep.DRAFTING: frozenset({PaperStep.IN_APPROVAL}),
    PaperStep.RETURNED: frozenset({PaperStep.IN_APPROVAL}),
    PaperStep.IN_APPROVAL: frozenset({PaperStep.RETURNED, PaperStep.SIGNED}),
    PaperStep.SIGNED: frozenset({PaperStep.ISSUED}),
    PaperStep.ISSUED: frozenset(),
}
