from lippen.kernel.access import Permission
from lippen.organisation.queries.cover import COVERING_ROLES as OFFICERS
from lippen.organisation.roles import roles_with
from lippen.web.access_table.lines import ANYONE, POST, SIGNED_IN, WRITE, Line

KEEPERS = roles_with(Permission.MANAGE_ACCOUNTS)
AUDITORS = roles_with(Permission.READ_AUDIT)

LINES = (
    Line("web:home", SIGNED_IN, "Everyone starts at their own desk."),
    Line(
        "web:healthz", ANYONE, "Machines ask which parts are up; the answer holds nothing else.", without_database=True
    ),
    Line("web:accessibility", ANYONE, "The accessibility statement is for everyone."),
    Line(
        "web:search",
        roles_with(Permission.READ_PLAN) | roles_with(Permission.READ_PAPER),
        "Find words among what you may see; people are searched for by what is sent.",
        audit="search.asked",
        methods=WRITE,
        is_look_up=True,
    ),
    Line(
        "web:searched",
        roles_with(Permission.READ_RECORDS),
        "See what you searched for in the box, people too.",
        audit="search.read",
    ),
    Line("web:me", SIGNED_IN, "Everyone has a page of their own: reminders, calendar, who covers.", audit="me.read"),
    Line("web:reminders", SIGNED_IN, "Choose how often your duties come by e-mail.", methods=WRITE),
    Line("web:away", OFFICERS, "Say who is away and who covers.", methods=WRITE),
    Line("web:end_away", OFFICERS, "Say that somebody is back sooner.", methods=WRITE),
    Line("web:say_why_away", OFFICERS, "Say why you are away, or somebody who answers to you.", methods=WRITE),
    Line("web:hand_over", OFFICERS, "Hand over what somebody left who answered to you.", methods=WRITE),
    Line("web:make_calendar", SIGNED_IN, "Make the secret address of your own calendar.", methods=POST),
    Line("web:revoke_calendar", SIGNED_IN, "Revoke the address of your own calendar.", methods=POST),
    Line(
        "web:calendar",
        ANYONE,
        "Whoever has the secret address reads that person's duties by day; audited in the view, in their name.",
    ),
    Line(
        "web:cycle",
        ANYONE,
        "Whoever has the secret address reads the committee cycle that its owner may; audited in the view.",
    ),
    Line(
        "web:digest_log",
        roles_with(Permission.READ_STATUS) | roles_with(Permission.READ_AUDIT),
        "Administrators and information governance see which digests went to whom.",
        audit="digest.log",
    ),
    Line("web:systems", KEEPERS, "Administrators see which other systems may come in.", audit="token.list"),
    Line("web:new_token", KEEPERS, "Let another system in, with a token that is shown once.", methods=WRITE),
    Line("web:new_subscription", KEEPERS, "Tell another system of what happens.", methods=WRITE),
    Line("web:end_subscription", KEEPERS, "Tell another system nothing more.", methods=POST),
    Line("web:deliveries", KEEPERS, "See what other systems were told.", audit="delivery.list"),
    Line("web:revoke_token", KEEPERS, "Revoke another system's token.", methods=POST),
    Line("web:draft", SIGNED_IN, "What you type is kept, for you alone.", methods=POST | {"GET"}),
    Line("web:status", roles_with(Permission.READ_STATUS), "Administrators see how the site itself is doing."),
    Line("public:papers", ANYONE, "Anyone sees which papers were issued.", public_pages_only=True),
    Line("public:paper", ANYONE, "Anyone sees what became of an issued paper.", public_pages_only=True),
    Line("public:feed", ANYONE, "Anyone follows what is issued.", public_pages_only=True),
    Line("public:file", ANYONE, "Anyone opens an issued paper that is not exempt.", public_pages_only=True),
    Line("web:audit", AUDITORS, "See who looked, who wrote and who was refused.", audit="audit.read"),
    Line("web:audit_record", AUDITORS, "See who looked at one record.", audit="audit.record"),
    Line("web:start_audit_export", AUDITORS, "Ask for a part of the audit trail as CSV.", methods=POST),
    Line("web:audit_export", AUDITORS, "See how your own export of the audit trail is doing."),
    Line("web:go_on_audit_export", AUDITORS, "Have an export made, once you saw how large it is.", methods=POST),
    Line("web:audit_export_file", AUDITORS, "Fetch your own export of the audit trail.", audit="audit.export_file"),
    Line("web:audit_export_heads", AUDITORS, "Fetch the heads of its blocks.", audit="audit.export_heads"),
    Line("web:audit_export_contents", AUDITORS, "Fetch the list of its files.", audit="audit.export_contents"),
)
