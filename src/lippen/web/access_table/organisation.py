from lippen.kernel.access import Permission
from lippen.organisation.roles import roles_with
from lippen.web.access_table.lines import ANYONE, POST, SIGNED_IN, WRITE, Line

KEEPERS = roles_with(Permission.MANAGE_ACCOUNTS)
CONFIRMERS = roles_with(Permission.CONFIRM_RECOVERY)

LINES: tuple[Line, ...] = (
    Line("organisation:welcome", ANYONE, "Use a one-time code that an administrator gave you.", methods=WRITE),
    Line("organisation:security", SIGNED_IN, "See how you sign in and where you are signed in."),
    Line(
        "organisation:second_step",
        SIGNED_IN,
        "Choose a second step, before any other page is served.",
        before_second_factor=True,
    ),
    Line("organisation:end_sessions", SIGNED_IN, "Sign out in other places.", methods=POST),
    Line("organisation:unlink", SIGNED_IN, "No longer come in by an identity provider.", methods=POST),
    Line("organisation:accounts", KEEPERS, "See who has a way in to your council.", audit="account.list"),
    Line("organisation:account", KEEPERS, "See how somebody's way in stands.", audit="account.read"),
    Line("organisation:invite", KEEPERS, "Invite somebody and give them their post.", methods=WRITE),
    Line("organisation:new_code", KEEPERS, "Make another code for somebody invited.", methods=POST),
    Line("organisation:withdraw_code", KEEPERS, "Withdraw a code that was not used.", methods=POST),
    Line("organisation:recover", KEEPERS, "Ask that somebody be let back in who lost their way in.", methods=WRITE),
    Line("organisation:recoveries", CONFIRMERS, "See who waits to be let back in.", audit="recovery.list"),
    Line("organisation:recovery", CONFIRMERS, "See how far a recovery has come.", audit="recovery.read"),
    Line("organisation:confirm_recovery", CONFIRMERS, "Confirm a recovery that another asked for.", methods=WRITE),
    Line("organisation:withdraw_recovery", CONFIRMERS, "Stop a recovery, or its code.", methods=POST),
    Line("organisation:not_me", SIGNED_IN, "Stop a recovery that was asked for in your name.", methods=POST),
    Line("organisation:close_account", KEEPERS, "Close somebody's way in.", methods=WRITE),
    Line("organisation:reopen_account", KEEPERS, "Open somebody's way in again.", methods=POST),
    Line("organisation:end_post", KEEPERS, "Record somebody's last day in a post.", methods=WRITE),
    Line("organisation:review", KEEPERS, "Look through everybody's access, each quarter.", audit="access_review.read"),
    Line("organisation:begin_review", KEEPERS, "Open this quarter's review of access.", methods=POST),
    Line("organisation:review_say", KEEPERS, "Confirm or revoke somebody's access.", methods=POST),
    Line("organisation:review_csv", KEEPERS, "Take the review of access as a spreadsheet."),
)
