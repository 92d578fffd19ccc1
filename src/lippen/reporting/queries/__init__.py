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
    paper_row,
    papers,
    subjects,
    visible_papers,
)
from lippen.reporting.queries.records import (
    blocks,
    content,
    readiness,
    records_of,
    writers_of,
)
from lippen.reporting.queries.views import drafted_sections, figure_trace, flags_of, paper, paper_page, paper_route

__all__ = [
    "blocks",
    "bundle",
    "committees",
    "content",
    "drafted_sections",
    "figure_trace",
    "flags_of",
    "meetings",
    "paper",
    "paper_for",
    "paper_page",
    "paper_route",
    "paper_row",
    "papers",
    "public_file",
    "public_papers",
    "readiness",
    "records_of",
    "signed_content",
    "signed_file",
    "signed_paper",
    "subjects",
    "unmade_files",
    "visible_papers",
    "writers_of",
]
