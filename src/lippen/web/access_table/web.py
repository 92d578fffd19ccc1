from lippen.kernel.access import Permission
from lippen.organisation.roles import roles_with
from lippen.web.access_table.lines import ANYONE, POST, SIGNED_IN, Line

LINES = (
    Line("web:home", SIGNED_IN, "Everyone starts at their own desk."),
    Line(
        "web:healthz", ANYONE, "Machines ask which parts are up; the answer holds nothing else.", without_database=True
    ),
    Line("web:accessibility", ANYONE, "The accessibility statement is for everyone."),
    Line("web:draft", SIGNED_IN, "What you type is kept, for you alone.", methods=POST | {"GET"}),
    Line("web:status", roles_with(Permission.READ_STATUS), "Administrators see how the site itself is doing."),
    Line("public:papers", ANYONE, "Anyone sees which papers were issued.", public_pages_only=True),
    Line("public:file", ANYONE, "Anyone opens an issued paper that is not exempt.", public_pages_only=True),
    Line("web:audit", roles_with(Permission.READ_AUDIT), "Information governance sees who looked.", audit="audit.read"),
)
