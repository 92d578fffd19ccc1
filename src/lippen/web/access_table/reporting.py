from lippen.kernel.access import Permission as P
from lippen.organisation.roles import roles_with
from lippen.web.access_table.lines import WRITE, Line

READERS = roles_with(P.READ_PAPER)
STAFF = roles_with(P.READ_PAPER) & roles_with(P.READ_PLAN)
WRITERS = roles_with(P.WRITE_PAPER)
APPROVERS = roles_with(P.APPROVE_PAPER)
ISSUERS = roles_with(P.ISSUE_PAPER)
EDITORS = roles_with(P.EDIT_TEMPLATE)

LINES = (
    Line("reporting:papers", READERS, "See the papers that are yours to read.", audit="paper.list"),
    Line("reporting:check", READERS, "Check a paper that you were given.", methods=WRITE),
    Line("reporting:paper", READERS, "Read a paper and where it stands.", audit="paper.read"),
    Line("reporting:figure", READERS, "See where a figure of a paper comes from.", audit="paper.figure"),
    Line("reporting:file", READERS, "Open a signed paper.", audit="paper.file"),
    Line("reporting:bundle", STAFF | ISSUERS, "Fetch a signed paper for the committee system.", audit="paper.bundle"),
    Line("reporting:preview", STAFF, "See how a draft would print.", audit="paper.preview"),
    Line("reporting:templates", WRITERS | EDITORS, "See what papers are made of.", audit="template.list"),
    Line("reporting:template", WRITERS | EDITORS, "See a template and its versions.", audit="template.read"),
    Line("reporting:template_preview", WRITERS | EDITORS, "Try a template on a plan.", audit="template.preview"),
    Line("reporting:template_start", EDITORS, "Begin to change a template.", methods=WRITE),
    Line("reporting:template_copy", EDITORS, "Make another template from one.", methods=WRITE),
    Line("reporting:template_draft", EDITORS, "Change the order of a template's sections.", methods=WRITE),
    Line("reporting:template_section", EDITORS, "Change a section of a template.", methods=WRITE),
    Line("reporting:template_add", EDITORS, "Add a section to a template.", methods=WRITE),
    Line("reporting:template_parts", EDITORS, "Name a template and choose its parts.", methods=WRITE),
    Line("reporting:template_priorities", EDITORS, "Set the council's priorities.", methods=WRITE),
    Line("reporting:template_in_force", EDITORS, "Put a template in force.", methods=WRITE),
    Line("reporting:template_stop", EDITORS, "Take a template out of use.", methods=WRITE),
    Line("reporting:open_paper", WRITERS, "Open a paper for a meeting.", methods=WRITE),
    Line("reporting:call_meeting", WRITERS | ISSUERS, "Record a committee's meeting.", methods=WRITE),
    Line("reporting:dates", WRITERS, "Change a paper's meeting and days.", methods=WRITE, audit="paper.open_form"),
    Line("reporting:section", WRITERS, "Write a section of a paper.", methods=WRITE, audit="paper.open_form"),
    Line("reporting:question", WRITERS, "Answer a question of the form.", methods=WRITE, audit="paper.open_form"),
    Line("reporting:difference", WRITERS, "Say what differs for children.", methods=WRITE, audit="paper.open_form"),
    Line("reporting:lines", STAFF, "Read and agree committee lines.", methods=WRITE, audit="paper.lines"),
    Line("reporting:line", WRITERS, "Write a committee line.", methods=WRITE, audit="paper.open_form"),
    Line("reporting:route", WRITERS, "Name a paper's authors and approvers.", methods=WRITE, audit="paper.open_form"),
    Line("reporting:send", WRITERS, "Send a paper for approval.", methods=WRITE, audit="paper.open_form"),
    Line("reporting:approve", APPROVERS, "Approve a paper in your turn.", methods=WRITE, audit="paper.read"),
    Line("reporting:return", APPROVERS, "Return a paper with comments.", methods=WRITE, audit="paper.open_form"),
    Line("reporting:issue", ISSUERS, "Issue a signed paper.", methods=WRITE, audit="paper.open_form"),
    Line("reporting:address", ISSUERS, "Say where an issued paper is shown.", methods=WRITE, audit="paper.open_form"),
)
