from lippen.kernel.access import Permission as P
from lippen.organisation.roles import roles_with
from lippen.web.access_table.lines import WRITE, Line

READERS = roles_with(P.READ_PLAN)
WRITERS = roles_with(P.WRITE_UPDATE)

LINES = (
    Line("partners:commitments", READERS, "See what was promised, both ways.", audit="commitment.list"),
    Line("partners:commitment", READERS, "Read a commitment and what became of it.", audit="commitment.read"),
    Line("partners:make_commitment", WRITERS, "Write a commitment down.", methods=WRITE),
    Line("partners:move_commitment", WRITERS, "Move a commitment of your own.", methods=WRITE),
    Line("partners:hand_over_commitment", WRITERS, "Hand a commitment of your own to somebody else.", methods=WRITE),
    Line("partners:keep_commitment", WRITERS, "Record that a commitment was kept.", methods=WRITE),
    Line("partners:withdraw_commitment", WRITERS, "Withdraw a commitment of your own.", methods=WRITE),
    Line("partners:reopen_commitment", WRITERS, "Open a commitment again.", methods=WRITE),
)
