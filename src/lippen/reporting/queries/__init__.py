"""Reads of papers. The first argument is the actor; answers are frozen rows."""

from lippen.reporting.queries.frozen import (
    bundle,
    public_file,
    public_papers,
    signed_content,
    signed_file,
    signed_paper,
    unmade_files,
)
from lippen.reporting.queries.papers import (
    committees,
    meetings,
    paper_for,
    paper_of,
    paper_row,
    papers,
    subjects,
    visible_papers,
)
from lippen.reporting.queries.previews import preview_on_a_paper, preview_on_a_plan, unopened
from lippen.reporting.queries.records import (
    blocks,
    content,
    content_of,
    readiness,
    records_of,
    themes,
)
from lippen.reporting.queries.templates import (
    USUAL,
    form_of,
    template_row,
    template_row_of,
    templates,
    to_choose,
)
from lippen.reporting.queries.views import (
    drafted_sections,
    figure_trace,
    flags_of,
    paper,
    paper_page,
    paper_route,
    paper_to_approve,
)
from lippen.reporting.queries.written import writers_of

__all__ = [
    "USUAL",
    "blocks",
    "bundle",
    "committees",
    "content",
    "content_of",
    "drafted_sections",
    "figure_trace",
    "flags_of",
    "form_of",
    "meetings",
    "paper",
    "paper_for",
    "paper_of",
    "paper_page",
    "paper_route",
    "paper_row",
    "paper_to_approve",
    "papers",
    "preview_on_a_paper",
    "preview_on_a_plan",
    "public_file",
    "public_papers",
    "readiness",
    "records_of",
    "signed_content",
    "signed_file",
    "signed_paper",
    "subjects",
    "template_row",
    "template_row_of",
    "templates",
    "themes",
    "to_choose",
    "unmade_files",
    "unopened",
    "visible_papers",
    "writers_of",
]
