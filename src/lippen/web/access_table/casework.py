from dataclasses import replace

from lippen.kernel.access import Permission as P
from lippen.organisation.roles import Role, roles_with
from lippen.web.access_table.lines import POST, WRITE, Line

READERS = roles_with(P.READ_RECORDS)
WRITERS = roles_with(P.WRITE_RECORDS)
ALLOCATORS = roles_with(P.ALLOCATE)
AUDITORS = roles_with(P.READ_AUDIT)
DRAWERS = roles_with(P.DRAW_SAMPLE) & READERS
INSPECTORS = roles_with(P.READ_SAMPLE)
PARTNERS = roles_with(P.READ_SHARED)
DESTROYERS = roles_with(P.AGREE_DESTRUCTION)
MANAGERS = roles_with(P.AGREE_RISK)
OF_COUNCIL = roles_with(P.IMPORT_RECORDS)
IMPORTERS = roles_with(P.IMPORT_RECORDS) | roles_with(P.MANAGE_ACCOUNTS)

OPEN_AT_ONCE = {"casework:break_glass", "casework:sampled_child", "casework:sample", "casework:shared_child"}
"""One record in an emergency is never slowed, nor what was drawn for an inspector or shared with a partner."""
ROUTES = (
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
    Line("casework:alerts", READERS, "See what others recorded of your children.", audit="known.alerts"),
    Line("casework:see_alerts", WRITERS, "Say that you have seen alerts.", methods=POST),
    Line("casework:rooms", READERS, "See the rooms for family contact and when they are taken.", audit="room.list"),
    Line("casework:add_room", ALLOCATORS, "Add a room for family contact.", methods=WRITE),
    Line("casework:close_room", ALLOCATORS, "Use a room for family contact no longer.", methods=POST),
    Line(
        "casework:record_contact",
        WRITERS,
        "Record how a meeting with the family went.",
        methods=WRITE,
        audit="kin.open_form",
    ),
    Line("casework:team", ALLOCATORS, "See a team that you lead or manage at a glance.", audit="known.team"),
    Line(
        "casework:worker_terms",
        ALLOCATORS,
        "Say how somebody works: hours, experience, terms, skills.",
        methods=WRITE,
        audit="staff.open_form",
    ),
    Line(
        "casework:staffing", OF_COUNCIL, "See empty posts, turnover and agency by team and quarter.", audit="staff.list"
    ),
    Line("casework:staffing_file", OF_COUNCIL, "Take these figures away as a file.", audit="staff.list"),
    Line(
        "casework:staffing_rows",
        OF_COUNCIL,
        "See the posts, people and changes of worker behind these figures.",
        audit="known.staffing",
    ),
    Line(
        "casework:say_post_hours",
        OF_COUNCIL,
        "Say how much of full time a post is.",
        methods=WRITE,
        audit="staff.open_form",
    ),
    Line("casework:leavers", ALLOCATORS, "See who leaves and still works with children.", audit="staff.list"),
    Line(
        "casework:leaver",
        ALLOCATORS,
        "Find somebody for each child of a worker who leaves.",
        methods=WRITE,
        audit="known.of_leaver",
    ),
    Line("casework:skills", ALLOCATORS, "See the council's list of skills.", audit="staff.list"),
    Line(
        "casework:change_skill",
        ALLOCATORS,
        "Call a skill otherwise, take it off the council's list, or put it back.",
        methods=WRITE,
        audit="staff.open_form",
    ),
    Line(
        "casework:list_skill",
        ALLOCATORS,
        "Add a skill to the council's list.",
        methods=WRITE,
        audit="staff.open_form",
    ),
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
    Line(
        "casework:handover",
        WRITERS,
        "Say whether you take over a child who is offered to you; or take the offer back, or decide.",
        methods=WRITE,
        audit="handover.open_form",
    ),
    Line(
        "casework:end_typed",
        WRITERS,
        "Say that something that was due is done, or need not be.",
        methods=WRITE,
        audit="typed.open_form",
    ),
    Line("casework:undo_same", WRITERS, "Take two records apart again.", methods=POST),
    Line("casework:unusual", AUDITORS, "See the days whose reads were looked through.", audit="unusual.days"),
    Line("casework:look_through", AUDITORS, "Look through the reads of a day.", methods=WRITE),
    Line("casework:say_street", AUDITORS, "Record the street in which an officer lives.", methods=WRITE),
    Line("casework:unusual_day", AUDITORS, "See the unusual reads of a day.", audit="unusual.list"),
    Line(
        "casework:settle_read",
        AUDITORS,
        "Say what came of an unusual read.",
        methods=WRITE,
        audit="unusual.open_form",
    ),
    Line(
        "casework:samples",
        DRAWERS,
        "See the samples of children that were drawn.",
        audit="childsample.list",
    ),
    Line("casework:sampled", INSPECTORS, "See the samples of children that are open to you.", audit="childsample.list"),
    Line("casework:draw", DRAWERS, "Draw children for inspectors.", methods=WRITE),
    Line("casework:sample", DRAWERS | INSPECTORS, "See which children were drawn, and how.", audit="childsample.read"),
    Line(
        "casework:close_sample",
        DRAWERS,
        "Close a sample of children before its day.",
        methods=WRITE,
        audit="childsample.open_form",
    ),
    Line("casework:sampled_child", INSPECTORS, "Read the record of a child of your sample.", audit="known.sampled"),
    Line("casework:shared", PARTNERS, "See the children who are shared with you.", audit="shared.list"),
    Line("casework:shared_child", PARTNERS, "Read what of a child is shared with you.", audit="known.shared_read"),
    Line(
        "casework:end_sharing",
        MANAGERS,
        "End what is shared with a partner.",
        methods=WRITE,
        audit="sharing.open_form",
    ),
    Line("casework:who_may_see", READERS, "See who else may see a record that you see.", audit="known.who_may_see"),
    Line("casework:share", MANAGERS, "Share a child with a partner.", methods=WRITE, audit="known.open_form"),
    Line("casework:access_requests", MANAGERS, "See who asked what is held about somebody.", audit="known.access"),
    Line(
        "casework:ask_access",
        MANAGERS,
        "Record that somebody asks what is held about them.",
        methods=WRITE,
        audit="known.open_form",
    ),
    Line("casework:access", MANAGERS, "See what was gathered for a request.", audit="access.read"),
    Line("casework:gather_access", MANAGERS, "Gather what is held about somebody.", methods=POST),
    Line("casework:show_again", MANAGERS, "Withhold nothing of an entry any more.", methods=POST),
    Line("casework:ask_check", MANAGERS, "Ask somebody else to check what is withheld.", methods=POST),
    Line("casework:release_access", MANAGERS, "Release what is held about somebody.", methods=POST),
    *(
        Line(f"casework:{name}", MANAGERS, words, methods=WRITE, audit="access.open_form")
        for name, words in (
            ("extend_access", "Take more time for a complex request."),
            ("withhold", "Withhold words of an entry, with the reason."),
            ("check_access", "Check what somebody else withholds."),
            ("close_access", "Close a request without release."),
        )
    ),
    Line("casework:access_file", MANAGERS, "Open what was released to somebody.", audit="access.file_read"),
    Line("casework:holds", READERS, "See what holds a record that you see.", audit="known.holds"),
    Line("casework:hold_record", MANAGERS, "Hold a record.", methods=WRITE, audit="known.open_form"),
    Line("casework:lift_hold", MANAGERS, "Lift a hold.", methods=WRITE, audit="hold.open_form"),
    Line("casework:due_lists", DESTROYERS, "See lists of records whose time is up.", audit="destruction.list"),
    Line("casework:draw_list", DESTROYERS, "Draw the list of records whose time is up.", methods=WRITE),
    Line("casework:due_list", DESTROYERS, "See a list of records whose time is up, by keys.", audit="destruction.read"),
    Line(
        "casework:agree_list",
        DESTROYERS,
        "Agree that the records of a list are destroyed.",
        methods=WRITE,
        audit="destruction.open_form",
    ),
    Line("casework:withdraw_list", DESTROYERS, "Take a list back.", methods=WRITE, audit="destruction.open_form"),
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
    Line("casework:say_day", MANAGERS, "Say on which days the council does not work.", methods=WRITE),
    Line("casework:challenge_figure", READERS, "Ask for another of the council's own figures.", methods=WRITE),
    Line(
        "casework:answer_challenge",
        roles_with(P.ALLOCATE) - {Role.TEAM_LEADER},
        "Answer whoever asks for another figure.",
        methods=WRITE,
        audit="challenge.open_form",
    ),
    Line(
        "casework:decide_limit",
        frozenset({Role.HEAD_OF_SERVICE, Role.CHIEF_SOCIAL_WORK_OFFICER}),
        "Decide, as head of service, what stands for a team's reasons past the limit.",
        methods=WRITE,
        audit="limit.open_form",
    ),
    Line("casework:child", READERS, "Read the record of somebody whom you see.", audit="known.read"),
    Line("casework:chronology", READERS, "Read the chronology of a child whom you see.", audit="known.chronology"),
    Line("casework:family", READERS, "See the family of somebody whom you see.", audit="known.family"),
    Line("casework:facts", READERS, "Read what is known of somebody, fact by fact.", audit="known.facts"),
    Line("casework:still_so", WRITERS, "Say that a fact still is so.", methods=POST),
    Line("casework:who_looked", READERS, "See who looked at a record that you see.", audit="known.looked"),
    *(
        Line(f"casework:{name}", WRITERS, words, methods=WRITE, audit="known.open_form")
        for name, words in (
            ("write_entry", "Add to the chronology of a child whom you see."),
            ("say_name", "Record a name of somebody whom you see."),
            ("say_birth", "Record when somebody was born."),
            ("say_address", "Record where somebody lives."),
            ("protect_address", "Hold an address apart, for those named."),
            ("name_audience", "Say anew who may see a protected address that you see."),
            ("say_contact", "Record how somebody is reached."),
            ("say_number", "Record the number of another service."),
            ("tie_people", "Record who is who to a child."),
            ("end_tie", "End a family tie."),
            ("refer_child", "Record a referral of a child."),
            ("say_status", "Say what kind of work a child's record needs."),
            ("plan_visit", "Plan a visit."),
            ("plan_contact", "Plan a meeting with the family."),
            ("record_visit", "Record a visit."),
            ("mark", "Write a warning."),
            ("withdraw_fact", "Say that a fact was wrong."),
            ("say_gender", "Record somebody's gender."),
            ("say_death", "Record that somebody died."),
            ("add_helper", "Record who else works with a family."),
            ("helper_contact", "Record a contact with another service."),
            ("end_helper", "Record that another service works with a family no longer."),
            ("offer_child", "Offer a child whom you work with to another worker."),
            ("type_duty", "Type in what is due for a child."),
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
        "casework:assign_help",
        ALLOCATORS,
        "Assign family support to a child.",
        methods=WRITE,
        audit="known.open_form",
    ),
    Line("casework:end_help", ALLOCATORS, "End family support of a child.", methods=WRITE, audit="known.open_form"),
    Line(
        "casework:restrict", MANAGERS, "Restrict a record to the people named.", methods=WRITE, audit="known.open_form"
    ),
)
LINES = tuple(
    replace(
        line,
        is_look_up=line.roles not in {AUDITORS, DESTROYERS} and line.methods != POST and line.name not in OPEN_AT_ONCE,
    )
    for line in ROUTES
)
