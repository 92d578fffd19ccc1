"""What people do with papers: one function for each thing, keyword-only, refused in words."""

from lippen.reporting.actions.guard import AlreadyOpened, NotReady
from lippen.reporting.actions.issuing import issue, keep_address
from lippen.reporting.actions.opening import call_meeting, found_committee, move_dates, open_paper
from lippen.reporting.actions.routing import set_route
from lippen.reporting.actions.signing import (
    approve,
    keep_file,
    make_files,
    return_with_comments,
    send_for_approval,
)
from lippen.reporting.actions.writing import (
    agree_line,
    agree_lines,
    answer,
    write_difference,
    write_line,
    write_section,
)
from lippen.reporting.papers.render import rendered

__all__ = [
    "AlreadyOpened",
    "NotReady",
    "agree_line",
    "agree_lines",
    "answer",
    "approve",
    "call_meeting",
    "found_committee",
    "issue",
    "keep_address",
    "keep_file",
    "make_files",
    "move_dates",
    "open_paper",
    "rendered",
    "return_with_comments",
    "send_for_approval",
    "set_route",
    "write_difference",
    "write_line",
    "write_section",
]
