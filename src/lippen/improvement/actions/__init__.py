"""What can be done to a plan: one function for each thing that a person does."""

from lippen.improvement.actions.commitments import (
    Owner,
    hand_over_commitment,
    keep_commitment,
    make_commitment,
    move_commitment,
    reopen_commitment,
    withdraw_commitment,
)
from lippen.improvement.actions.dates import change_date
from lippen.improvement.actions.decisions import (
    Means,
    promise_report,
    record_decision,
    set_delivery,
    set_option,
    tie_decision,
)
from lippen.improvement.actions.doubts import answer_doubt
from lippen.improvement.actions.engaging import (
    agree_sign,
    agree_theme,
    answer_said,
    arrange_meeting,
    call_off_meeting,
    give_back,
    hold_meeting,
    move_meeting,
    note_said,
    read_theme,
)
from lippen.improvement.actions.evidence import decide_evidence, offer_evidence
from lippen.improvement.actions.imports import (
    abandon_import,
    apply_import,
    remember_layout,
    revise_import,
    start_import,
)
from lippen.improvement.actions.partners import record_partner, rename_partner
from lippen.improvement.actions.parts import arrange, end_arrangement, say_part
from lippen.improvement.actions.plans import (
    add_action,
    add_theme,
    change_leads,
    change_wording,
    close_records,
    create_plan,
    settle_moment,
)
from lippen.improvement.actions.progress import correct_update, write_update
from lippen.improvement.actions.risks import close_risk, raise_risk, reopen_risk, reword_risk, score_risk, tie_risk
from lippen.improvement.actions.samples import close_sample, draw_sample
from lippen.improvement.actions.stakeholders import (
    add_contact,
    add_stakeholder,
    change_contact,
    change_stakeholder,
)
from lippen.improvement.actions.states import change_state, end_override, override_standing, shown_done

__all__ = [
    "Means",
    "Owner",
    "abandon_import",
    "add_action",
    "add_contact",
    "add_stakeholder",
    "add_theme",
    "agree_sign",
    "agree_theme",
    "answer_doubt",
    "answer_said",
    "apply_import",
    "arrange",
    "arrange_meeting",
    "call_off_meeting",
    "change_contact",
    "change_date",
    "change_leads",
    "change_stakeholder",
    "change_state",
    "change_wording",
    "close_records",
    "close_risk",
    "close_sample",
    "correct_update",
    "create_plan",
    "decide_evidence",
    "draw_sample",
    "end_arrangement",
    "end_override",
    "give_back",
    "hand_over_commitment",
    "hold_meeting",
    "keep_commitment",
    "make_commitment",
    "move_commitment",
    "move_meeting",
    "note_said",
    "offer_evidence",
    "override_standing",
    "promise_report",
    "raise_risk",
    "read_theme",
    "record_decision",
    "record_partner",
    "remember_layout",
    "rename_partner",
    "reopen_commitment",
    "reopen_risk",
    "revise_import",
    "reword_risk",
    "say_part",
    "score_risk",
    "set_delivery",
    "set_option",
    "settle_moment",
    "shown_done",
    "start_import",
    "tie_decision",
    "tie_risk",
    "withdraw_commitment",
    "write_update",
]
