"""What people do with papers: one function for each thing, keyword-only, refused in words."""

from lippen.reporting.actions.accepting import accept_paper, reject_paper
from lippen.reporting.actions.after import follow_paper, keep_public_file, stamp_copies, withdraw_paper
from lippen.reporting.actions.behind import (
    GivenFile,
    add_background,
    disclose_plan,
    let_background_go,
    refer_to_paper,
    take_out_background,
    take_out_reference,
)
from lippen.reporting.actions.changing import change_meeting
from lippen.reporting.actions.committees import (
    drop_expected,
    expect_paper,
    hold_pre_agenda,
    move_meeting_dates,
    set_cycle,
    set_notice,
)
from lippen.reporting.actions.confirming import NOT_YOURS, ask_confirmers_again, confirm_paper, take_back_confirmation
from lippen.reporting.actions.consulting import ask_consultees, comment
from lippen.reporting.actions.defining import define_route
from lippen.reporting.actions.exempting import (
    keep_flag,
    propose_exemption,
    record_resolution,
    set_child_places,
    set_register,
    take_marks_off,
)
from lippen.reporting.actions.guard import AlreadyOpened, NotReady
from lippen.reporting.actions.issuing import issue, keep_address
from lippen.reporting.actions.meeting import (
    answer_question,
    ask_question,
    record_outcome,
)
from lippen.reporting.actions.noticing import ask_leads_again
from lippen.reporting.actions.opening import (
    call_meeting,
    found_committee,
    move_dates,
    open_paper,
    send_on_to,
)
from lippen.reporting.actions.promises import decide_promise
from lippen.reporting.actions.routing import set_route, take_route
from lippen.reporting.actions.signing import (
    approve,
    keep_file,
    make_files,
    return_with_comments,
    send_for_approval,
    take_back,
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
    "NOT_YOURS",
    "AlreadyOpened",
    "GivenFile",
    "NotReady",
    "accept_paper",
    "add_background",
    "add_template_section",
    "agree_line",
    "agree_lines",
    "answer",
    "answer_question",
    "approve",
    "ask_confirmers_again",
    "ask_consultees",
    "ask_leads_again",
    "ask_question",
    "call_meeting",
    "change_meeting",
    "change_template_parts",
    "change_template_priorities",
    "change_template_section",
    "comment",
    "confirm_paper",
    "copy_template",
    "decide_promise",
    "define_route",
    "disclose_plan",
    "drop_expected",
    "expect_paper",
    "follow_paper",
    "found_committee",
    "hold_pre_agenda",
    "install_templates",
    "issue",
    "keep_address",
    "keep_file",
    "keep_flag",
    "keep_public_file",
    "let_background_go",
    "make_files",
    "move_dates",
    "move_meeting_dates",
    "move_template_section",
    "open_paper",
    "propose_exemption",
    "put_template_in_force",
    "record_outcome",
    "record_resolution",
    "refer_to_paper",
    "reject_paper",
    "remove_template_section",
    "rendered",
    "return_with_comments",
    "send_for_approval",
    "send_on_to",
    "set_child_places",
    "set_cycle",
    "set_notice",
    "set_register",
    "set_route",
    "set_template_draft_aside",
    "stamp_copies",
    "start_template_draft",
    "take_back",
    "take_back_confirmation",
    "take_marks_off",
    "take_out_background",
    "take_out_reference",
    "take_route",
    "take_template_out_of_use",
    "undo_template_change",
    "withdraw_paper",
    "write_difference",
    "write_line",
    "write_section",
]
