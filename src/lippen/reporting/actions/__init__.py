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
from lippen.reporting.actions.templates import (
    add_template_section,
    change_template_parts,
    change_template_priorities,
    change_template_section,
    copy_template,
    install_templates,
    move_template_section,
    put_template_in_force,
    remove_template_section,
    set_template_draft_aside,
    start_template_draft,
    take_template_out_of_use,
    undo_template_change,
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
    "add_template_section",
    "agree_line",
    "agree_lines",
    "answer",
    "approve",
    "call_meeting",
    "change_template_parts",
    "change_template_priorities",
    "change_template_section",
    "copy_template",
    "found_committee",
    "install_templates",
    "issue",
    "keep_address",
    "keep_file",
    "make_files",
    "move_dates",
    "move_template_section",
    "open_paper",
    "put_template_in_force",
    "remove_template_section",
    "rendered",
    "return_with_comments",
    "send_for_approval",
    "set_route",
    "set_template_draft_aside",
    "start_template_draft",
    "take_template_out_of_use",
    "undo_template_change",
    "write_difference",
    "write_line",
    "write_section",
]
