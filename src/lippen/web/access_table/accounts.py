from lippen.web.access_table.lines import ANYONE, SIGNED_IN, WRITE, Line

# allauth's pages, one by one; those that we do not use have no route.
LINES = (
    Line("account_login", ANYONE, "The way in.", methods=WRITE),
    Line("mfa_authenticate", ANYONE, "The second step of the way in.", methods=WRITE),
    Line("mfa_login_webauthn", ANYONE, "The way in by a passkey alone.", methods=WRITE),
    Line("openid_connect_login", ANYONE, "The way in by the council's own sign-in.", methods=WRITE),
    Line("openid_connect_callback", ANYONE, "Where the council's own sign-in sends people back to."),
    Line("socialaccount_login_cancelled", ANYONE, "Told that the council's own sign-in was broken off."),
    Line("account_inactive", ANYONE, "Told plainly that your way in is closed."),
    Line("account_logout", ANYONE, "The way out.", methods=WRITE),
    Line("account_set_password", SIGNED_IN, "Told plainly that your account has no password."),
    Line("account_change_password", SIGNED_IN, "Change your own password.", methods=WRITE),
    Line(
        "account_reauthenticate",
        SIGNED_IN,
        "Show your password again before you change your keys.",
        methods=WRITE,
        before_second_factor=True,
    ),
    Line("mfa_reauthenticate", SIGNED_IN, "Show a code again before you change your keys.", methods=WRITE),
    Line("mfa_reauthenticate_webauthn", SIGNED_IN, "Show a passkey before you change your keys.", methods=WRITE),
    Line(
        "mfa_activate_totp",
        SIGNED_IN,
        "Set up an authenticator app as your second step.",
        methods=WRITE,
        before_second_factor=True,
    ),
    Line("mfa_deactivate_totp", SIGNED_IN, "Remove your authenticator app.", methods=WRITE),
    Line(
        "mfa_add_webauthn",
        SIGNED_IN,
        "Add a passkey as your second step.",
        methods=WRITE,
        before_second_factor=True,
    ),
    Line("mfa_edit_webauthn", SIGNED_IN, "Give a passkey another name.", methods=WRITE),
    Line("mfa_remove_webauthn", SIGNED_IN, "Remove a passkey.", methods=WRITE),
    Line("mfa_view_recovery_codes", SIGNED_IN, "See your new recovery codes, once."),
    Line("mfa_generate_recovery_codes", SIGNED_IN, "Make new recovery codes.", methods=WRITE),
)
