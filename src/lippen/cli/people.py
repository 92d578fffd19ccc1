"""`lippen first-administrator`: on a fresh server somebody must be let in by hand, once."""

from __future__ import annotations

from typing import Annotated

import typer

from lippen.cli import home
from lippen.cli.console import result, say


def first_administrator(
    council: Annotated[str, typer.Option(help="The council's full name.")],
    name: Annotated[str, typer.Option(help="Given and family name of its first administrator.")],
    email: Annotated[str, typer.Option(help="Their work e-mail address: they sign in with it.")],
    short_name: Annotated[
        str, typer.Option(help="The council's name as it is said.", show_default="the full name")
    ] = "",
    lost: Annotated[
        bool, typer.Option("--lost", help="They had come in and lost their way in; nobody else can let them back in.")
    ] = False,
) -> None:
    """Record a council and its first administrator, and print a one-time code for their password.

    From then on administrators invite everybody else on the page Ways in. The code holds for seven days; run this again
    for another one. With --lost an administrator who came in before is let back in, where no two others of the council
    could do it; that code holds for one hour. Exit code 1: the council has an administrator already, two others could
    let them back in, or the e-mail address is somebody else's.
    """
    with home.django():
        from django.core.exceptions import ValidationError
        from django.core.validators import validate_email

        from lippen.kernel import clock
        from lippen.kernel.access import SETTING_UP
        from lippen.kernel.errors import CannotDo
        from lippen.organisation.actions.ways_in import First, first_administrator

        if len(name.split()) < 2:
            raise CannotDo("Give the administrator's given and family name, such as --name 'Morag Testerton'.")
        try:
            validate_email(email)
        except ValidationError as error:
            raise CannotDo(f"{email!r} is not an e-mail address.") from error
        first = First(council.strip(), short_name.strip() or council.strip(), name.strip(), email.strip().lower(), lost)
        code = first_administrator(actor=SETTING_UP, first=first, at=clock.real_now())
    say(f"Open /welcome on your site and type this code. It works once, until {code.expires_at:%d %B %Y %H:%M} UTC:")
    result(code.words)
