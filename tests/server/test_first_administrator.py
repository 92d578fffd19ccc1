"""On a fresh server the first administrator is made by a command, which prints a code and nothing else."""

from __future__ import annotations

import pytest
from django.db import connection
from typer.testing import CliRunner

from lippen.cli.__main__ import app
from lippen.kernel import clock
from lippen.kernel.errors import CannotDo
from lippen.organisation.actions.ways_in import account_by_code
from lippen.organisation.models import Account, PostHolding

pytestmark = pytest.mark.django_db(transaction=True)
GIVEN = {"--council": "Braeside Council", "--name": "Morag Testerton", "--email": "Morag@braeside.example"}


def run(**changed: str):
    given = GIVEN | {f"--{name}": value for name, value in changed.items()}
    return CliRunner().invoke(app, ["first-administrator", *(part for pair in given.items() for part in pair)])


def test_the_command_prints_a_code_by_which_the_first_administrator_comes_in() -> None:
    done = run()
    assert done.exit_code == 0, done.output
    code = done.stdout.splitlines()[-1]
    found = account_by_code(code, at=clock.real_now())
    assert found is not None and found.email == "morag@braeside.example"
    assert PostHolding.objects.get(person=found.person).post.role == "administrator"
    with connection.cursor() as cursor:
        cursor.execute("select current_user")
        assert cursor.fetchone() == ("lippen_app",)


@pytest.mark.parametrize(("changed", "words"), [({"name": "Morag"}, "family name"), ({"email": "x"}, "not an e-mail")])
def test_the_command_refuses_in_words_what_it_cannot_use(changed: dict[str, str], words: str) -> None:
    done = run(**changed)
    assert isinstance(done.exception, CannotDo) and words in done.exception.sentence
    assert Account.objects.count() == 0
