from lippen.kernel.access import Permission as P
from lippen.organisation.roles import roles_with
from lippen.web.access_table.lines import WRITE, Line

READERS = roles_with(P.READ_PLAN)
WRITERS = roles_with(P.WRITE_UPDATE)

LINES = (
    Line("library:library", READERS, "See the evidence that your councils keep.", audit="evidence.list"),
    Line("library:item", READERS, "See what a piece of evidence serves.", audit="evidence.item"),
    Line("library:use", WRITERS, "Offer evidence for another action too.", methods=WRITE),
    Line("library:send", WRITERS, "Record that evidence was sent to a body.", methods=WRITE),
    Line("library:ask", WRITERS, "Ask for evidence, once you have seen what there is.", methods=WRITE),
    Line("library:request", READERS, "See what evidence was asked for.", audit="evidence.request"),
    Line("library:answer", WRITERS, "Answer a request for evidence.", methods=WRITE),
)
