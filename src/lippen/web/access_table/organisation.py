from lippen.web.access_table.lines import ANYONE, POST, SIGNED_IN, WRITE, Line

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
)
