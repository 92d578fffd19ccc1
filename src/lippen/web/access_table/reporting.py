from lippen.kernel.access import Permission as P
from lippen.organisation.roles import roles_with
from lippen.web.access_table.lines import WRITE, Line

READERS = roles_with(P.READ_PAPER)
STAFF = roles_with(P.READ_PAPER) & roles_with(P.READ_PLAN)
WRITERS = roles_with(P.WRITE_PAPER)
APPROVERS = roles_with(P.APPROVE_PAPER)
ISSUERS = roles_with(P.ISSUE_PAPER)
DECIDERS = roles_with(P.EDIT_PLAN) & READERS
DISCLOSERS = roles_with(P.READ_OPERATIONAL_PLAN) & READERS
EDITORS = roles_with(P.EDIT_TEMPLATE)
OFFICERS = roles_with(P.ACCEPT_PAPER)
KEEPERS = STAFF | ISSUERS

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
    Line("reporting:background_kept", READERS, "See which documents stand behind papers.", audit="background.list"),
    Line("reporting:background_file", READERS, "Read a document behind a paper.", audit="background.file"),
    Line("reporting:promises", STAFF, "See what a paper promises.", audit="paper.promises"),
    Line("reporting:promise", WRITERS, "Decide on a promise.", methods=WRITE, audit="paper.open_form"),
    Line("reporting:after_meeting", READERS, "See what followed from a paper.", audit="paper.followed"),
    Line("reporting:outcome", DECIDERS, "Record a decision on a paper.", methods=WRITE, audit="paper.open_form"),
    Line("reporting:ask", WRITERS, "Record what a member asked.", methods=WRITE, audit="paper.open_form"),
    Line("reporting:answer_question", WRITERS, "Record an answer.", methods=WRITE, audit="paper.open_form"),
    Line("reporting:behind", READERS, "See what stands behind a paper.", audit="paper.behind"),
    Line("reporting:refer", WRITERS, "Refer to another paper.", methods=WRITE, audit="paper.open_form"),
    Line("reporting:refer_no_more", WRITERS, "Refer to a paper no more.", methods=WRITE, audit="paper.open_form"),
    Line("reporting:add_background", WRITERS, "Add a background paper.", methods=WRITE, audit="paper.open_form"),
    Line(
        "reporting:end_background",
        WRITERS | ISSUERS,
        "Take a background paper off the list.",
        methods=WRITE,
        audit="paper.open_form",
    ),
    Line("reporting:confirm", WRITERS, "Record who confirmed a paper.", methods=WRITE, audit="paper.open_form"),
    Line("reporting:take_back", WRITERS, "Take a confirmation back.", methods=WRITE, audit="paper.open_form"),
    Line("reporting:disclose", WRITERS, "Give the plan on request.", methods=WRITE, audit="paper.open_form"),
    Line("reporting:disclosed_file", DISCLOSERS, "Read what was given on request.", audit="paper.disclosed_file"),
    Line("reporting:open_paper", WRITERS, "Open a paper for a meeting.", methods=WRITE),
    Line("reporting:call_meeting", WRITERS | ISSUERS, "Record a committee's meeting.", methods=WRITE),
    Line("reporting:committees", KEEPERS, "See the committees, their routes and cycles.", audit="committee.list"),
    Line("reporting:committee", KEEPERS, "See how a committee's papers come to it.", audit="committee.read"),
    Line("reporting:edit_route", ISSUERS, "Define the route of a committee's papers.", methods=WRITE),
    Line("reporting:edit_cycle", ISSUERS, "Say how a committee's dates are counted back.", methods=WRITE),
    Line("reporting:notice", ISSUERS, "Say how the council counts clear days.", methods=WRITE),
    Line("reporting:forward_plan", KEEPERS, "See which papers are expected where.", audit="forward_plan.read"),
    Line("reporting:drop_expected", WRITERS | ISSUERS, "Take a paper off the forward plan.", methods=WRITE),
    Line("reporting:meeting", KEEPERS, "See a meeting's dates and papers.", audit="meeting.read"),
    Line("reporting:meeting_dates", ISSUERS, "Move a meeting's dates.", methods=WRITE),
    Line("reporting:pre_agenda", ISSUERS, "Record the convener's pre-agenda.", methods=WRITE),
    Line("reporting:expect", WRITERS | ISSUERS, "Put a paper on the forward plan.", methods=WRITE),
    Line("reporting:take_route", WRITERS, "Make a paper's route anew.", methods=WRITE, audit="paper.open_form"),
    Line("reporting:consult", WRITERS, "Ask a paper's consultees.", methods=WRITE, audit="paper.open_form"),
    Line("reporting:comment", STAFF, "Comment on a paper that you are asked about.", methods=WRITE, audit="paper.read"),
    Line("reporting:turn", WRITERS, "Send a paper on to a second body.", methods=WRITE, audit="paper.open_form"),
    Line("reporting:accept", OFFICERS, "Accept or reject a signed paper.", methods=WRITE, audit="paper.read"),
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
