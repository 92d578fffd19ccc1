from lippen.kernel.access import Permission as P
from lippen.organisation.roles import roles_with
from lippen.web.access_table.lines import POST, WRITE, Line

READERS = roles_with(P.READ_RECORDS)
WRITERS = roles_with(P.WRITE_RECORDS)
ALLOCATORS = roles_with(P.ALLOCATE)
MANAGERS = roles_with(P.AGREE_RISK)
IMPORTERS = roles_with(P.IMPORT_RECORDS) | roles_with(P.MANAGE_ACCOUNTS)

LINES = (
    Line("casework:children", READERS, "See the children whom you work with, lead or manage.", audit="known.list"),
    Line("casework:look_for", WRITERS, "Search for somebody before they are added.", methods=WRITE),
    Line("casework:found", WRITERS, "See what your own search found.", audit="search.read"),
    Line(
        "casework:add_person",
        WRITERS,
        "Add somebody after a search of your own.",
        methods=WRITE,
        audit="search.open_form",
    ),
    Line(
        "casework:break_glass",
        READERS,
        "Open one record outside your own work, with a reason.",
        methods=WRITE,
        audit="search.open_form",
    ),
    Line("casework:team", ALLOCATORS, "See a team that you lead or manage at a glance.", audit="known.team"),
    Line("casework:queue", READERS, "See the children who wait for a social worker.", audit="known.queue"),
    Line(
        "casework:review_queue",
        ALLOCATORS,
        "Look at everybody who waits in one sitting.",
        methods=WRITE,
        audit="known.queue",
    ),
    Line("casework:look_again", WRITERS, "Say how a child who waits stands.", methods=WRITE, audit="waiting.open_form"),
    Line(
        "casework:tell_news",
        WRITERS,
        "Record new information about a child who waits.",
        methods=WRITE,
        audit="waiting.open_form",
    ),
    Line(
        "casework:allocate_waiting",
        ALLOCATORS,
        "Give a child who waits a social worker.",
        methods=WRITE,
        audit="waiting.open_form",
    ),
    Line(
        "casework:end_waiting",
        ALLOCATORS,
        "Record that a child need wait no longer.",
        methods=WRITE,
        audit="waiting.open_form",
    ),
    Line("casework:referral", READERS, "Read a referral of a child whom you see.", audit="referral.read"),
    Line("casework:take_step", WRITERS, "Take the next step of a referral.", methods=WRITE, audit="referral.open_form"),
    Line("casework:sign_off", MANAGERS, "Sign off an immediate risk.", methods=WRITE, audit="referral.open_form"),
    Line("casework:openings", READERS, "See which records of yours were opened by others.", audit="glass.list"),
    Line(
        "casework:review_opening",
        MANAGERS,
        "Say whether it was right to open a record.",
        methods=WRITE,
        audit="glass.open_form",
    ),
    Line("casework:see_opening", WRITERS, "Say that you have seen that a record was opened.", methods=POST),
    Line(
        "casework:decide_same",
        WRITERS,
        "Say whether two records are of one person.",
        methods=WRITE,
        audit="same.open_form",
    ),
    Line(
        "casework:look_at_marker",
        ALLOCATORS,
        "Agree a warning of somebody else, or look at it again.",
        methods=WRITE,
        audit="marker.open_form",
    ),
    Line("casework:undo_same", WRITERS, "Take two records apart again.", methods=POST),
    Line("casework:intakes", IMPORTERS, "See the files of other systems that were brought in.", audit="intake.list"),
    Line("casework:bring_records", IMPORTERS, "Bring in a file of another system.", methods=WRITE),
    Line("casework:intake", IMPORTERS, "See what a file of records comes to.", audit="intake.read"),
    Line(
        "casework:intake_columns",
        IMPORTERS,
        "Say what the columns of one's own file hold.",
        methods=WRITE,
        audit="intake.open_form",
    ),
    Line(
        "casework:intake_doubts",
        IMPORTERS,
        "Answer the doubts of one's own file, row by row.",
        methods=WRITE,
        audit="intake.open_form",
    ),
    Line(
        "casework:take_intake",
        IMPORTERS,
        "Bring the rows of one's own file into the record.",
        methods=WRITE,
        audit="intake.open_form",
    ),
    Line("casework:look_at_intake_again", IMPORTERS, "Look through one's own file anew.", methods=POST),
    Line("casework:drop_intake", IMPORTERS, "Set one's own file aside.", methods=POST),
    Line("casework:figures", READERS, "See the council's own standards and weights.", audit="local.list"),
    Line("casework:set_figure", MANAGERS, "Set one of the council's own figures.", methods=WRITE),
    Line("casework:child", READERS, "Read the record of somebody whom you see.", audit="known.read"),
    Line("casework:chronology", READERS, "Read the chronology of a child whom you see.", audit="known.chronology"),
    Line("casework:who_looked", READERS, "See who looked at a record that you see.", audit="known.looked"),
    *(
        Line(f"casework:{name}", WRITERS, words, methods=WRITE, audit="known.open_form")
        for name, words in (
            ("write_entry", "Add to the chronology of a child whom you see."),
            ("say_name", "Record a name of somebody whom you see."),
            ("say_birth", "Record when somebody was born."),
            ("say_address", "Record where somebody lives."),
            ("protect_address", "Hold an address apart, for those named."),
            ("say_contact", "Record how somebody is reached."),
            ("say_number", "Record the number of another service."),
            ("tie_people", "Record who is who to a child."),
            ("end_tie", "End a family tie."),
            ("refer_child", "Record a referral of a child."),
            ("say_status", "Say what kind of work a child's record needs."),
            ("plan_visit", "Plan a visit."),
            ("record_visit", "Record a visit."),
            ("mark", "Write a warning."),
            ("own_tie", "Close a record to an officer whose family it is."),
            ("propose_same", "Say that two records are of one person."),
        )
    ),
    Line(
        "casework:allocate_child",
        ALLOCATORS,
        "Give a child another social worker.",
        methods=WRITE,
        audit="known.open_form",
    ),
    Line("casework:involve", ALLOCATORS, "Let somebody work alongside.", methods=WRITE, audit="known.open_form"),
    Line("casework:end_work", ALLOCATORS, "End that somebody works alongside.", methods=WRITE, audit="known.open_form"),
    Line(
        "casework:restrict", MANAGERS, "Restrict a record to the people named.", methods=WRITE, audit="known.open_form"
    ),
)
