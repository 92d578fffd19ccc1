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
from lippen.reporting.queries.records import (
    blocks,
    content,
    content_of,
    readiness,
    records_of,
    themes,
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
    "blocks",
    "bundle",
    "committees",
    "content",
    "content_of",
    "drafted_sections",
    "figure_trace",
    "flags_of",
    "meetings",
    "paper",
    "paper_for",
    "paper_of",
    "paper_page",
    "paper_route",
    "paper_row",
    "paper_to_approve",
    "papers",
    "public_file",
    "public_papers",
    "readiness",
    "records_of",
    "signed_content",
    "signed_file",
    "signed_paper",
    "subjects",
    "themes",
    "unmade_files",
    "visible_papers",
    "writers_of",
]
