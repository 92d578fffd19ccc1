"""`lippen import-records`: a dry run first, in words or as counts; in by --take-in; refused with exit code 1."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from lippen.casework import command
from lippen.casework.models import Intake, KnownPerson
from lippen.casework.tests.factories import TODAY, Cast, cast
from lippen.casework.tests.test_intake import CHILDREN
from lippen.casework.vocabulary import IntakeKind
from lippen.kernel import access
from lippen.organisation.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def c(settings) -> Iterator[Cast]:
    settings.LIPPEN_TODAY = TODAY
    yield cast()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "children.csv"
    path.write_text(CHILDREN)
    return path


def run(c: Cast, file: Path, *, by: access.Actor | None = None, **more: object) -> int:
    """The command in the manager's name; afterwards the manager asks again."""
    email = Person.objects.get(pk=(by or c.manager).person_id).email
    given = {"kind": IntakeKind.CHILDREN, "by": email, "source": "CareBook", **more}
    code = command.import_records(file, **given)
    access.identify(c.manager, today=TODAY)
    return code


def test_without_more_it_is_a_dry_run_in_words(c: Cast, file: Path, capsys) -> None:
    assert run(c, file) == 0
    said = capsys.readouterr().out
    assert "children.csv: 3 rows read (children), waits for its answers as intake-" in said
    assert "3 ready, 0 with doubts, 0 that cannot come in." in said
    assert not KnownPerson.objects.exists()


def test_given_again_with_take_in_the_same_file_comes_in_and_a_third_time_is_refused(c: Cast, file: Path, capsys):
    run(c, file)
    assert run(c, file, take_in=True) == 0 and KnownPerson.objects.count() == 3
    assert "3 came in." in capsys.readouterr().out
    assert run(c, file, take_in=True) == 1
    assert "the same file as children.csv, which came in on 17 October 2012" in capsys.readouterr().err
    assert Intake.objects.count() == 1


def test_counts_alone_as_json_and_exit_code_1_while_doubts_are_open(c: Cast, file: Path, capsys) -> None:
    from datetime import date

    c.add(c.worker, "Ailsa", "Docherty", born_on=date(2006, 5, 3))
    assert run(c, file, as_json=True) == 1
    said = capsys.readouterr().out
    told = json.loads(said)
    assert (told["rows"], told["ready"], told["doubts"]) == (3, 2, {"same": {"all": 1, "open": 1}})
    assert "Docherty" not in said
    assert run(c, file, take_in=True) == 1
    assert "1 of its doubts still wait for an answer" in capsys.readouterr().err


def test_a_heading_that_says_nothing_is_matched_by_hand(c: Cast, file: Path, capsys) -> None:
    file.write_text(CHILDREN.replace("Person ID", "Folder"))
    assert run(c, file) == 1
    assert "No column holds “Number in the earlier system”" in capsys.readouterr().out
    assert run(c, file, columns=["Nothing=number"]) == 1
    assert "has no column “Nothing”" in capsys.readouterr().err
    assert run(c, file, columns=["Folder=height"]) == 1
    assert "“height” is nothing that a column holds here" in capsys.readouterr().err
    assert run(c, file, columns=["Folder=number"]) == 0


@pytest.mark.parametrize("name", ["worker", "stranger", "governance"])
def test_whoever_may_not_bring_children_in_is_told_so(c: Cast, file: Path, name: str, capsys) -> None:
    actor = getattr(c, name)
    code = run(c, file, by=actor)
    if name == "stranger":  # a head of service of another council brings them in there
        assert code == 0 and not Intake.objects.exists()
    else:
        assert code == 1 and "may not bring children in" in capsys.readouterr().err


def test_a_missing_file_and_an_unknown_person_are_refused_in_words(c: Cast, tmp_path: Path, capsys) -> None:
    assert run(c, tmp_path / "none.csv") == 1
    assert "is no file" in capsys.readouterr().err
    given = {"kind": IntakeKind.CHILDREN, "by": "nobody@example.org", "source": "CareBook"}
    assert command.import_records(tmp_path / "none.csv", **given) == 1
    assert "Nobody who may come in is called nobody@example.org" in capsys.readouterr().err


def test_the_command_line_asks_for_a_kind_that_there_is(tmp_path: Path) -> None:
    from typer.testing import CliRunner

    from lippen.cli.__main__ import app

    path = tmp_path / "x.csv"
    path.write_text("x")
    found = CliRunner().invoke(app, ["import-records", "--help"])
    assert found.exit_code == 0 and "Nothing is in a record until" in " ".join(found.output.split())
    given = ["import-records", str(path), "--kind", "dragons", "--by", "x", "--source", "y"]
    assert CliRunner().invoke(app, given).exit_code == 2
