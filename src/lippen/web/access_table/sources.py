from lippen.kernel.access import Permission as P
from lippen.organisation.roles import roles_with
from lippen.web.access_table.lines import SIGNED_IN, WRITE, Line

READERS = roles_with(P.READ_PLAN)
WRITERS = roles_with(P.WRITE_UPDATE)
EDITORS = roles_with(P.EDIT_PLAN)

LINES = (
    Line("improvement:sources", READERS, "See what the plans of your councils answer to.", audit="source.list"),
    Line("improvement:add_source", EDITORS, "Add a source to your council's list.", methods=WRITE),
    Line("improvement:source", READERS, "Read a source by itself, with what answers it.", audit="source.read"),
    Line("improvement:source_csv", READERS, "Take a source with what answers it as CSV.", audit="source.export"),
    Line("improvement:rename_source", EDITORS, "Rename or retire a source.", methods=WRITE),
    Line("improvement:add_recommendation", EDITORS, "Record what a source asked for.", methods=WRITE),
    Line("improvement:edit_recommendation", EDITORS, "Put a recommendation right, or withdraw it.", methods=WRITE),
    Line("improvement:answer_recommendation", EDITORS, "Say which actions answer a recommendation.", methods=WRITE),
    Line("improvement:change_answers", EDITORS, "Say which recommendations an action answers.", methods=WRITE),
    Line("improvement:carry_action", EDITORS, "Say which plan of its own carries an action.", methods=WRITE),
    Line("improvement:plan_sources", READERS, "See which sources a plan draws from.", audit="plan.sources"),
    Line("improvement:plan_draw", EDITORS, "Say that a plan draws from a source.", methods=WRITE),
    Line("improvement:plan_stop_drawing", EDITORS, "Say that a plan no longer draws from a source.", methods=WRITE),
    Line("improvement:plan_dependencies", READERS, "See what waits on what in a plan.", audit="plan.dependencies"),
    Line("improvement:plan_framework", READERS, "Read a plan's strategic framework.", audit="plan.framework"),
    Line("improvement:plan_add_strand", EDITORS, "Add a strand or partner to a framework.", methods=WRITE),
    Line("improvement:change_strand", EDITORS, "Edit a strand, or end it.", methods=WRITE),
    Line(
        "improvement:rename_partner",
        EDITORS,
        "Rename a partner, or end working with it.",
        methods=WRITE,
    ),
    Line("improvement:tell_progress", WRITERS, "Say how a strand goes.", methods=WRITE),
    Line("improvement:plan_add_contribution", EDITORS, "Record what a partner contributes.", methods=WRITE),
    Line("improvement:change_contribution", EDITORS, "Edit what a partner contributes, or end it.", methods=WRITE),
    Line("improvement:record_delivery", WRITERS, "Say what a partner delivered.", methods=WRITE),
    Line("improvement:plan_versions", READERS, "See the versions of a plan.", audit="plan.versions"),
    Line("improvement:plan_name_version", EDITORS, "Name a version of a plan.", methods=WRITE),
    Line("improvement:rename_version", EDITORS, "Rename a version, or offer it no longer.", methods=WRITE),
    Line("improvement:open_restricted", EDITORS, "Open a restricted file for a complaint.", methods=WRITE),
    Line(
        "improvement:restricted",
        SIGNED_IN,
        "Whoever a restricted file names reads it; for others it is not there.",
        audit="restricted.read",
    ),
    Line(
        "improvement:restricted_document",
        SIGNED_IN,
        "Whoever a restricted file names opens its documents.",
        audit="restricted.read_document",
        subject="entry_ref",
    ),
    Line("improvement:add_to_restricted", SIGNED_IN, "Whoever a restricted file names adds to it.", methods=WRITE),
    Line("improvement:name_audience", EDITORS, "Let somebody see a restricted file that you see.", methods=WRITE),
    Line("improvement:end_sight", EDITORS, "End somebody's sight of a restricted file.", methods=WRITE),
    Line(
        "web:plan_compare",
        READERS,
        "See what is different between versions, papers or days of a plan.",
        audit="plan.compare",
    ),
)
