from lippen.kernel.access import Permission as P
from lippen.organisation.roles import roles_with
from lippen.web.access_table.lines import WRITE, Line

DRAWERS = roles_with(P.DRAW_SAMPLE)
INSPECTORS = roles_with(P.READ_SAMPLE)

LINES = (
    Line("inspection:mine", INSPECTORS, "See the samples that are open to you.", audit="sample.list"),
    Line("inspection:samples", DRAWERS, "See which samples of a plan were drawn.", audit="sample.list"),
    Line("inspection:draw", DRAWERS, "Draw a sample for an inspector.", methods=WRITE),
    Line("inspection:sample", DRAWERS | INSPECTORS, "Read a sample and how it was drawn.", audit="sample.read"),
    Line(
        "inspection:sampled_action",
        DRAWERS | INSPECTORS,
        "Read an action of a sample as it stood.",
        audit="sample.action_read",
    ),
    Line(
        "inspection:sampled_file",
        DRAWERS | INSPECTORS,
        "Open a file given as evidence for an action of a sample.",
        audit="sample.file_read",
    ),
    Line("inspection:close", DRAWERS, "Close a sample before its day.", methods=WRITE),
)
