from lippen.kernel.access import Permission as P
from lippen.organisation.roles import roles_with
from lippen.web.access_table.lines import WRITE, Line

READERS = roles_with(P.READ_PLAN)
WRITERS = roles_with(P.WRITE_UPDATE)
EDITORS = roles_with(P.EDIT_PLAN)

LINES = (
    Line("partners:commitments", READERS, "See what was promised, both ways.", audit="commitment.list"),
    Line("partners:commitment", READERS, "Read a commitment and what became of it.", audit="commitment.read"),
    Line("partners:make_commitment", WRITERS, "Write a commitment down.", methods=WRITE),
    Line("partners:move_commitment", WRITERS, "Move a commitment of your own.", methods=WRITE),
    Line("partners:hand_over_commitment", WRITERS, "Hand a commitment of your own to somebody else.", methods=WRITE),
    Line("partners:keep_commitment", WRITERS, "Record that a commitment was kept.", methods=WRITE),
    Line("partners:withdraw_commitment", WRITERS, "Withdraw a commitment of your own.", methods=WRITE),
    Line("partners:reopen_commitment", WRITERS, "Open a commitment again.", methods=WRITE),
    Line("risks:plan_risks", READERS, "See the risks of a plan.", audit="risk.list"),
    Line("risks:plan_risk_raise", WRITERS, "Raise a risk of a plan.", methods=WRITE),
    Line("risks:risk", READERS, "Read a risk and how its score came about.", audit="risk.read"),
    Line("risks:score_risk", WRITERS, "Change a risk's score with what shows it.", methods=WRITE),
    Line("risks:reword_risk", WRITERS, "Say a risk in other words.", methods=WRITE),
    Line("risks:tie_risk", WRITERS, "Say on which actions a risk hangs.", methods=WRITE),
    Line("risks:close_risk", WRITERS, "Close a risk.", methods=WRITE),
    Line("risks:reopen_risk", WRITERS, "Open a risk again.", methods=WRITE),
    Line("decisions:plan_decisions", READERS, "See what was decided about a plan.", audit="decision.list"),
    Line("decisions:plan_decision_record", EDITORS, "Record a council's or committee's decision.", methods=WRITE),
    Line("decisions:decision", READERS, "Read a decision and how its delivery went.", audit="decision.read"),
    Line("decisions:set_option", EDITORS, "Write down an option of a business case.", methods=WRITE),
    Line("decisions:set_delivery", EDITORS, "Say how far a decision has come.", methods=WRITE),
    Line("decisions:tie_decision", EDITORS, "Say which actions carry a decision out.", methods=WRITE),
    Line("decisions:promise_report", EDITORS, "Say when a decision is reported back.", methods=WRITE),
)
