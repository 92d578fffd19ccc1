from lippen.web.access_table.lines import ANYONE, SIGNED_IN, WRITE, Line

LINES = (
    Line("account_login", ANYONE, "The way in.", methods=WRITE),
    Line("account_logout", ANYONE, "The way out.", methods=WRITE),
    Line("account_set_password", SIGNED_IN, "Told plainly that your account has no password."),
    Line("account_change_password", SIGNED_IN, "Change your own password.", methods=WRITE),
)
