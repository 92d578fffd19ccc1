from lippen.kernel.access import Permission as P
from lippen.organisation.roles import roles_with
from lippen.web.access_table.lines import POST, WRITE, Line

READERS = roles_with(P.READ_PLAN)
WRITERS = roles_with(P.WRITE_UPDATE)
EDITORS = roles_with(P.EDIT_PLAN)
IMPORTERS = roles_with(P.IMPORT_PLAN)

LINES = (
    Line("improvement:plans", READERS, "See which plans your councils have.", audit="plan.list"),
    Line("improvement:plan", READERS, "Read an improvement plan.", audit="plan.read"),
    Line("improvement:plan_print", READERS, "Print an improvement plan.", audit="plan.print"),
    Line(
        "improvement:plan_operational",
        roles_with(P.READ_OPERATIONAL_PLAN),
        "Print the operational plan: everything, with internal updates.",
        audit="plan.print_operational",
    ),
    Line("improvement:plan_changes", READERS, "See what changed in a plan between two dates.", audit="plan.changes"),
    Line("improvement:plan_parts", READERS, "See how a shared plan goes in each council.", audit="plan.parts"),
    Line("improvement:plan_parts_csv", READERS, "Take that away as CSV.", audit="plan.parts_csv"),
    Line("improvement:say_part", WRITERS, "Say how an action goes in your council.", methods=WRITE),
    Line("improvement:arrangements", READERS, "See who is shown whose part of a plan.", audit="plan.arrangements"),
    Line("improvement:arrange", EDITORS, "Show your council's part of a plan to another.", methods=WRITE),
    Line("improvement:end_arrangement", EDITORS, "End an arrangement of your council.", methods=WRITE),
    Line("improvement:plan_doubts", READERS, "See what an import left open in a plan.", audit="plan.doubts"),
    Line(
        "improvement:start_export",
        READERS,
        "Ask for a plan as a spreadsheet, as CSV or as data for analysis.",
        methods=POST,
    ),
    Line(
        "improvement:start_table",
        READERS,
        "Ask for commitments, risks or what came of meetings as a spreadsheet or as CSV.",
        methods=POST,
    ),
    Line("improvement:export", READERS, "See how your own export is doing.", audit="plan.export_progress"),
    Line("improvement:export_file", READERS, "Fetch your own export.", audit="plan.export_file"),
    Line("improvement:action", READERS, "Read an action of a plan.", audit="action.read"),
    Line("improvement:write_update", WRITERS, "Say what happened.", methods=WRITE, audit="action.open_form"),
    Line("improvement:correct_update", WRITERS, "Correct an update of your own.", methods=WRITE),
    Line(
        "improvement:change_date",
        WRITERS,
        "Move a date of an action of your own, with reason and who agreed.",
        methods=WRITE,
    ),
    Line("improvement:change_state", WRITERS, "Say where an action of your own stands.", methods=WRITE),
    Line("improvement:wait_on", WRITERS, "Say on what an action of your own waits.", methods=WRITE),
    Line("improvement:say_done", WRITERS, "Say that an action of your own is done.", methods=WRITE),
    Line("improvement:offer_evidence", WRITERS, "Show that an action is done.", methods=WRITE),
    Line("improvement:decide_evidence", roles_with(P.ACCEPT_EVIDENCE), "Accept or return evidence.", methods=WRITE),
    Line("improvement:evidence_file", READERS, "Open a file given as evidence.", audit="evidence.read"),
    Line("improvement:override_standing", roles_with(P.OVERRIDE_STANDING), "Override a standing.", methods=WRITE),
    Line("improvement:end_override", roles_with(P.OVERRIDE_STANDING), "End an override.", methods=WRITE),
    Line("improvement:edit_action", EDITORS, "Edit an action's wording, leads and priority.", methods=WRITE),
    Line("improvement:begin_plan", EDITORS, "Begin a plan.", methods=WRITE),
    Line("improvement:plan_agree", EDITORS, "Say when a plan was agreed.", methods=WRITE),
    Line("improvement:plan_add_action", EDITORS, "Add an action to a plan.", methods=WRITE),
    Line("improvement:plan_add_theme", EDITORS, "Add a theme or recommendation to a plan.", methods=WRITE),
    Line("improvement:answer_doubt", EDITORS, "Answer what an import left open.", methods=WRITE),
    Line("improvement:import_plan", IMPORTERS, "Bring a plan in from a file.", methods=WRITE),
    Line("improvement:import_columns", IMPORTERS, "Match the columns of your file.", methods=WRITE),
    Line("improvement:import_progress", IMPORTERS, "See how the reading of your file is doing."),
    Line("improvement:plan_filled_in", WRITERS, "Update your actions from a spreadsheet.", methods=WRITE),
    Line("improvement:plan_my_actions", WRITERS, "Fetch your actions as a spreadsheet.", audit="plan.my_actions"),
    Line("improvement:filled_in", WRITERS, "Look at what your spreadsheet says, and record it.", methods=WRITE),
    Line("improvement:plan_edition", IMPORTERS, "Bring another edition of a plan's document in.", methods=WRITE),
    Line("improvement:import_edition", IMPORTERS, "Accept what is right of another edition.", methods=WRITE),
    Line("improvement:import_preview", IMPORTERS, "Check and confirm what your file holds.", methods=WRITE),
)
