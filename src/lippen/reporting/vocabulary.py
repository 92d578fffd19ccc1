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
    FIGURE = "figure"
    LIST = "list"


class TableSource(StrEnum):
    """Where the rows of a table section come from."""

    PLAN = "plan"
    LATE = "late"
    AGREED = "agreed"
    AGREED_MONEY = "agreed_money"
    AGREED_POSTS = "agreed_posts"
    MONEY = "money"
    POSTS = "posts"
    OWN = "own"


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
    CONSULTEE = "consultee"
    APPROVER = "approver"


class StepKind(StrEnum):
    """A step of a defined route, in the order in which a paper takes them."""

    REPORT_BY = "report_by"
    AUTHOR = "author"
    CONSULTEE = "consultee"
    PRE_AGENDA = "pre_agenda"
    APPROVER = "approver"
    OFFICER = "officer"
    CONFIRMATION = "confirmation"


class ConsulteeSubject(StrEnum):
    """What a consultee looks at."""

    FINANCE = "finance"
    LEGAL = "legal"
    PEOPLE = "people"


class CommentKind(StrEnum):
    """What a consultee answered."""

    COMMENTED = "commented"
    NO_COMMENT = "no_comment"


class Consulted(StrEnum):
    """Where a consultee stands."""

    PLANNED = "planned"
    ASKED = "asked"
    LATE = "late"
    COMMENTED = "commented"
    NO_COMMENT = "no_comment"


class OfficerVerdict(StrEnum):
    """What the proper officer decided about a signed paper."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"


class Verdict(StrEnum):
    """What an approver decided."""

    APPROVED = "approved"
    RETURNED = "returned"


class ResolutionKind(StrEnum):
    """What a committee resolved about an exempt paper."""

    EXCLUDED = "excluded"
    IN_PUBLIC = "in_public"


class FlagKind(StrEnum):
    """Why words of a paper are shown to its author before issue."""

    SMALL = "small"
    NAME = "name"
    PLACE = "place"
    RECOGNISABLE = "recognisable"
    WORD = "word"


class TieKind(StrEnum):
    """How a paper stands to the one that it comes after."""

    LATE = "late"
    REPLACEMENT = "replacement"
    SUPPLEMENTARY = "supplementary"


class PaperDuty(StrEnum):
    """What somebody owes a paper."""

    WRITE = "paper_write"
    LINES = "paper_lines"
    APPROVE = "paper_approval"
    REWRITE = "paper_rewrite"
    ISSUE = "paper_issue"
    COMMENT = "paper_comment"
    ACCEPT = "paper_acceptance"
    REPLACE = "paper_replacement"
    NAME_OFFICER = "paper_officer"
    CONFIRM = "paper_confirmation"


class PromiseVerdict(StrEnum):
    """What an author decided of a sentence that reads like a promise."""

    PROMISE = "promise"
    NONE = "none"


class SaidKind(StrEnum):
    """What was said about an exempt paper."""

    PROMISE = "promise"
    DECISION = "decision"
    QUESTION = "question"
    ANSWER = "answer"


class ConfirmedSubject(StrEnum):
    """What somebody confirms before a paper goes out."""

    LEGALITY = "legality"
    EQUALITIES = "equalities"
    FINANCE = "finance"


class ConfirmedBefore(StrEnum):
    """What a paper waits with until something is confirmed."""

    SIGNING = "signing"
    ISSUE = "issue"


class BackgroundEnding(StrEnum):
    """How a background paper leaves the list."""

    TAKEN_OUT = "taken_out"
    LET_GO = "let_go"


class DisclosureAnswer(StrEnum):
    """What came of a request for the operational plan."""

    GIVEN = "given"
    REFUSED = "refused"


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
TAKEN_BACK = "taken_back"
"""What stands among an approver's decisions where an author took the paper back."""
WHOLE = "whole"
"""The place that stands for all of a paper among the marks of what is exempt."""

TIE_WORDS: dict[str, str] = {
    TieKind.LATE: "Late paper",
    TieKind.REPLACEMENT: "Replacement",
    TieKind.SUPPLEMENTARY: "Supplementary paper",
}
RESOLUTION_WORDS: dict[str, str] = {
    ResolutionKind.EXCLUDED: "The public was excluded while it was heard",
    ResolutionKind.IN_PUBLIC: "It was heard in public",
}
FLAG_WORDS: dict[str, str] = {
    FlagKind.SMALL: "Small number",
    FlagKind.NAME: "Name",
    FlagKind.PLACE: "Place used by children",
    FlagKind.RECOGNISABLE: "Recognisable",
    FlagKind.WORD: "Word of your council's list",
}
SUBJECT_WORDS: dict[str, str] = {
    ConsulteeSubject.FINANCE: "Finance",
    ConsulteeSubject.LEGAL: "Legal",
    ConsulteeSubject.PEOPLE: "People",
}
CONSULTED_WORDS: dict[str, str] = {
    Consulted.PLANNED: "Not asked yet",
    Consulted.ASKED: "Asked",
    Consulted.LATE: "Late",
    Consulted.COMMENTED: "Commented",
    Consulted.NO_COMMENT: "No comment",
}
LINE_WORDS: dict[str, str] = {
    LineStep.DRAFTED: "Drafted from the updates",
    LineStep.EDITED: "Edited, not yet agreed",
    LineStep.AGREED: "Agreed by a lead",
}
CONFIRMED_WORDS: dict[str, str] = {
    ConfirmedSubject.LEGALITY: "Legality",
    ConfirmedSubject.EQUALITIES: "Equalities",
    ConfirmedSubject.FINANCE: "Finance",
}
BEFORE_WORDS: dict[str, str] = {
    ConfirmedBefore.SIGNING: "before the paper is signed",
    ConfirmedBefore.ISSUE: "before the paper is issued",
}
DIFFERENCE_WORDS: dict[str, str] = {
    DifferenceKind.MEASURE: "From a measure",
    DifferenceKind.AUDIT: "From an audit",
    DifferenceKind.THEIR_WORDS: "In their words",
    DifferenceKind.TOO_EARLY: "Too early to say",
}
SECTION_WORDS: dict[str, str] = {
    SectionKind.TEXT: "Text: numbered paragraphs",
    SectionKind.LIST: "List: one line for each thing",
    SectionKind.CHOICE: "Choice: a question with answers to tick",
    SectionKind.DECLARATION: "Declaration: a statement with answers to tick",
    SectionKind.TABLE: "Table: rows from the plan, or rows that the author types",
    SectionKind.FIGURE: "Figure: a number or a chart, counted from the plan",
}
TABLE_WORDS: dict[str, str] = {
    TableSource.PLAN: "The plan, action by action",
    TableSource.LATE: "What is late, since when and who leads it",
    TableSource.AGREED: "What was decided: money, posts, how far it has come, when it reports back",
    TableSource.AGREED_MONEY: "The money that was decided, year by year, with its totals",
    TableSource.AGREED_POSTS: "The posts that were decided, year by year, with their totals",
    TableSource.MONEY: "Money that the author types: what it is for, each year, once, where it is found",
    TableSource.POSTS: "Posts that the author types: which, how many, from when, paid from what",
    TableSource.OWN: "Rows that the author types under columns of your own",
}
DECIDED_TABLES = frozenset({TableSource.AGREED, TableSource.AGREED_MONEY, TableSource.AGREED_POSTS})
"""The tables whose rows are the decisions on the plan."""
TABLE_COLUMNS: dict[str, tuple[str, ...]] = {
    TableSource.MONEY: ("What it is for", "Each year", "Once", "Where the money is"),
    TableSource.POSTS: ("Post", "How many", "From when", "Paid from"),
}
COUNTS: dict[str, str] = {
    "actions": "How many actions the plan has",
    "shown_done": "How many are shown done",
    "says_done": "How many are said to be done and not yet shown",
    "under_way": "How many are under way",
    "late": "How many are late",
    "review_due": "How many are past their review date",
    "postponed": "How many are put off",
    "blocked": "How many are blocked",
    "new": "How many are new",
    "changed": "How many changed since the last paper",
}
CHARTS: dict[str, str] = {
    "chart_standing": "Chart: how many actions stand in each colour",
    "chart_done": "Chart: how many actions of each theme are shown done",
    "chart_late": "Chart: how many actions of each theme are late",
}
TRENDS: dict[str, str] = {
    "trend_quarters": "Line chart: in place, shown done and late, at the end of each quarter",
    "trend_months": "Line chart: in place, shown done and late, at the end of each month",
}
FIGURE_WORDS: dict[str, str] = {**COUNTS, **CHARTS, **TRENDS}
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
