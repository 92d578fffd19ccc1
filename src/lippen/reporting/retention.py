"""What becomes of each field when a record's time is up: keep, scrub, or retain for a stated time.

A council's signed papers are its public record and are kept; what was written on the way is kept for six years.
"""

from __future__ import annotations

OWNED = ("id", "authority", "recorded_at", "recorded_by")
KEPT: dict[str, tuple[str, ...]] = {
    "Committee": ("ref", "name"),
    "Meeting": ("ref", "committee", "meets_on", "drafts_due_on", "papers_due_on"),
    "Paper": (
        "ref",
        "plan",
        "plan_ref",
        "template_key",
        "template_version",
        "subject",
        "authority_name",
        "report_by_post",
        "report_by_words",
    ),
    "PaperTemplate": ("ref", "key"),
    "TemplateVersion": ("template", "version", "content", "in_force_from", "note", "from_draft", "person"),
    "PaperDates": (
        "paper",
        "meeting",
        "period_starts_on",
        "period_ends_on",
        "data_as_at",
        "text_closed_on",
        "issue_on",
    ),
    "PaperState": ("paper", "number", "state"),
    "SignedPaper": ("paper", "paper_ref", "exempt", "content", "sha256", "as_then", "signed_at", "known_at"),
    "SignedFile": ("signed", "exempt", "kind", "content", "sha256", "size"),
    "Issue": ("signed", "exempt", "title", "committee_name", "meets_on", "issued_on", "bundle_sha256"),
    "PublishedAddress": ("issue", "words"),
}
RETAINED: dict[str, tuple[str, ...]] = {
    "Paper": ("report_by_person",),
    "PaperText": ("paper", "section", "paragraphs", "version", "person"),
    "PaperAnswer": ("paper", "question", "ticked", "note", "person"),
    "CommitteeLine": ("paper", "action", "paragraphs", "rests_on", "step", "version", "person"),
    "ThemeDifference": ("paper", "theme_number", "kind", "text", "source", "know_by", "person"),
    "RouteStep": ("paper", "version", "order", "role", "post", "person", "name", "designation", "phone", "acting"),
    "TemplateDraft": ("template", "number", "content", "based_on", "said", "person"),
    "Decision": ("paper", "route_step", "round", "verdict", "comments"),
}
FIELDS: dict[str, str] = {
    **{f"{model}.{field}": "retain:6y" for model, fields in RETAINED.items() for field in (*OWNED, *fields)},
    **{f"{model}.{field}": "keep" for model, fields in KEPT.items() for field in (*OWNED, *fields)},
}
