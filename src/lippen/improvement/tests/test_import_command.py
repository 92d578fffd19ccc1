"""`lippen import-plan`: what it prints, how it ends, and that a dry run needs no database."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from lippen.improvement.command import import_plan, proposed_from
from lippen.improvement.models import Action, ActionDate, ActionLead, ActionState, Doubt, Plan, SourceCell
from lippen.improvement.tests.lookalike import TEXT
from lippen.kernel import access
from lippen.kernel.errors import CannotDo
from lippen.kernel.models import AuditEntry, StoredFile
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories as people


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    file = tmp_path / "paper.txt"
    file.write_text(TEXT, encoding="utf-8")
    return file


def answers_file(paper: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """Answers to every doubt that the paper raises."""
    import_plan(paper, dry_run=True, as_json=True)
    doubts = json.loads(capsys.readouterr().out)["doubts"]
    answers = {doubt["key"]: "under way" if doubt["kind"] == "state" else "as shown" for doubt in doubts}
    answers["year"] = "2024-11-14"
    file = paper.with_name("answers.json")
    file.write_text(json.dumps(answers), encoding="utf-8")
    return file


def test_json_is_all_that_is_printed_and_has_its_keys(paper: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert import_plan(paper, dry_run=True, as_json=True) == 0
    out = json.loads(capsys.readouterr().out)
    assert list(out) == ["recommendations", "doubts", "unplaced"]
    action = out["recommendations"][0]["actions"][0]
    assert action["review"] == {
        "text": "September",
        "precision": "month",
        "starts_on": "2024-09-01",
        "ends_on": "2024-10-01",
    }
    assert action["state"] is None
    assert action["progress"] == ["Adverts are underway across Braeside."]
    assert {"kind", "place", "sentence"} <= set(out["doubts"][0])
    assert set(out["unplaced"][0]) == {"place", "text"}


def test_strictly_open_doubts_are_a_failure_until_all_are_answered(
    paper: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert import_plan(paper, dry_run=True, strict=True) == 1
    capsys.readouterr()
    answers = answers_file(paper, capsys)
    assert import_plan(paper, dry_run=True, strict=True, as_json=True, answers=answers) == 0
    out = json.loads(capsys.readouterr().out)
    assert out["doubts"] == []
    assert {action["state"] for theme in out["recommendations"] for action in theme["actions"]} == {"under_way"}


def test_an_answer_that_cannot_be_used_is_named(paper: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answers = paper.with_name("answers.json")
    answers.write_text('{"state:1.1": "nearly"}', encoding="utf-8")
    assert import_plan(paper, dry_run=True, answers=answers) == 1
    assert "“state:1.1” cannot be used" in capsys.readouterr().err


def test_a_file_that_cannot_be_read_is_a_sentence_and_a_failure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "plan.pdf"
    file.write_bytes(b"%PDF-1.7 something")
    assert import_plan(file, dry_run=True, as_json=True) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("plan.pdf is damaged and cannot be opened.")


def test_a_file_of_300_megabytes_is_refused_without_being_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "plan.csv"
    with file.open("wb") as large:
        large.truncate(300 * 1024 * 1024)
    assert import_plan(file, dry_run=True) == 1
    assert "larger than 20 MB (300 MB)" in capsys.readouterr().err


def test_the_summary_groups_doubts_by_kind(paper: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import_plan(paper, dry_run=True)
    out = capsys.readouterr().out
    assert "5 recommendations, 11 actions" in out
    assert "States to confirm" in out


def test_a_dry_run_needs_no_database(paper: Path) -> None:
    environment = {**os.environ, "DATABASE_URL": "postgresql://nobody@localhost:1/nothing"}
    command = [sys.executable, "-m", "lippen.cli", "import-plan", "--dry-run", "--json", str(paper)]
    environment["PYTHONPATH"] = os.pathsep.join(sys.path)
    done = subprocess.run(command, capture_output=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr
    assert len(json.loads(done.stdout)["recommendations"]) == 5


def test_a_dry_run_makes_nothing_and_needs_no_database_address(paper: Path, tmp_path: Path) -> None:
    here = tmp_path / "elsewhere"
    here.mkdir()
    environment = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "LIPPEN_VAR")}
    environment |= {"PYTHONPATH": os.pathsep.join(sys.path), "HOME": str(here), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "lippen.cli", "import-plan", "--dry-run", "--json", str(paper)]
    done = subprocess.run(command, capture_output=True, env=environment, check=False, cwd=here)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["recommendations"]
    assert not list(here.iterdir())


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("[" * 100_000, "is not a file of answers"),
        ("[]", "is not a file of answers"),
        ('{"state:1.1": ["under way"]}', "the answer to “state:1.1” is not words"),
        ('{"mark:t2r4c6": "a\\u0000b"}', "the answer to “mark:t2r4c6” is not words"),
        ('{"mark:t2r4c6": "\\ud800"}', "the answer to “mark:t2r4c6” is not words"),
    ],
)
def test_a_file_of_answers_that_is_none_is_refused(
    paper: Path, words: str, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = paper.with_name("answers.json")
    answers.write_text(words, encoding="utf-8")
    assert import_plan(paper, dry_run=True, answers=answers) == 1
    assert sentence in capsys.readouterr().err


def test_answers_may_be_numbers_and_truths_and_begin_with_a_byte_order_mark(paper: Path) -> None:
    answers = paper.with_name("answers.json")
    answers.write_text('{"progress:t2r9": 1, "tick:9.1": true, "tick:11.1": null}', encoding="utf-8-sig")
    found = proposed_from(paper, answers)
    assert found.recommendations[2].actions[0].progress[-1].text == "Mentors found for everyone"
    assert found.answers["tick:9.1"] == "yes" and "tick:11.1" not in found.answers


def test_the_summary_prints_whatever_the_cells_hold(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cells = r"[/b],\[/i] [red]x,[/],\\[/u],[/s] [link=a]"
    (tmp_path / "odd.csv").write_text(f"Theme,Action,Lead,Due,[/heading]\n{cells}\n{cells}\n")
    assert import_plan(tmp_path / "odd.csv", dry_run=True) == 0
    out = capsys.readouterr().out
    assert "[red]x" in out and "[/s] [link=a]" in out


@pytest.mark.django_db
class TestBringingIn:
    @pytest.fixture(autouse=True)
    def council(self) -> None:
        council = people.authority("Braeside Council")
        officer = people.actor(council, Role.PERFORMANCE_OFFICER)
        access.identify(officer, today=people.START)

    def look(self) -> None:
        officer = people.actor(people.authority("Braeside Council"), Role.PERFORMANCE_OFFICER)
        access.identify(officer, today=people.START)

    def test_the_plan_comes_in_with_its_cells_and_no_state_that_nobody_confirmed(
        self, paper: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert import_plan(paper, plan="Fostering plan") == 0
        assert "11 actions" in capsys.readouterr().err
        self.look()
        assert Plan.objects.get().title == "Fostering plan"
        assert Action.objects.count() == 11
        assert not ActionState.objects.exists()
        assert Doubt.objects.count() > 11
        assert SourceCell.objects.filter(text__contains="Two people began> The third post is being").exists()

    def test_a_name_that_no_database_holds_is_brought_in_by_its_other_letters(self, paper: Path) -> None:
        odd = paper.with_name("pl\udcffan\x07.txt")
        paper.rename(odd)
        assert import_plan(odd, plan="The\udcff plan") == 0
        self.look()
        assert Plan.objects.get().title == "The\ufffd plan"

    def test_answers_come_in_as_states(self, paper: Path, capsys: pytest.CaptureFixture[str]) -> None:
        answers = answers_file(paper, capsys)
        assert import_plan(paper, answers=answers) == 0
        self.look()
        assert ActionState.objects.count() == 11

    def test_strictly_nothing_comes_in_while_a_doubt_is_open(
        self, paper: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert import_plan(paper, strict=True) == 1
        self.look()
        assert not Plan.objects.exists()

    def test_initials_in_a_file_of_answers_put_that_person_in_as_lead(self, tmp_path: Path) -> None:
        cora = people.person(people.authority("Braeside Council"), "Cora", "Dale", "CO")
        (tmp_path / "plan.csv").write_text(
            "Theme,Action,Lead,Due\nOne,Do it,ZZ / YY,June 2025\nOne,See it,YY,May 2025\n"
        )
        answers = tmp_path / "answers.json"
        answers.write_text('{"initials:ZZ": "cora dale"}')
        assert import_plan(tmp_path / "plan.csv", answers=answers) == 0
        self.look()
        leads = ActionLead.objects.order_by("leads__action_id", "order").values_list("person_id", "words")
        assert list(leads) == [(cora.pk, ""), (None, "YY"), (None, "YY")]

    @pytest.mark.parametrize("words", ["Nobody Known", "nobody@example.org", "QQ"])
    def test_initials_that_are_said_to_be_nobodys_are_refused_and_nothing_comes_in(
        self, tmp_path: Path, words: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (tmp_path / "plan.csv").write_text("Theme,Action,Lead,Due\nOne,Do it,ZZ,June 2025\nOne,See it,YY,May 2025\n")
        answers = tmp_path / "answers.json"
        answers.write_text(json.dumps({"initials:ZZ": words}))
        assert import_plan(tmp_path / "plan.csv", answers=answers) == 1
        assert "“initials:ZZ” cannot be used: nobody here is known by" in capsys.readouterr().err
        self.look()
        assert not Plan.objects.exists()

    def test_a_file_is_read_and_proposed_outside_of_any_transaction(self, paper: Path, monkeypatch) -> None:
        from django.db import connection

        from lippen.improvement import intake

        depth = len(connection.savepoint_ids)
        seen = []
        for name in ("read_document", "propose"):
            real = getattr(intake, name)
            monkeypatch.setattr(
                intake, name, lambda *a, real=real, **k: seen.append(len(connection.savepoint_ids)) or real(*a, **k)
            )
        assert import_plan(paper) == 0
        assert seen == [depth, depth]

    def test_a_plan_that_comes_in_leaves_one_row_with_the_files_hash_and_its_range_of_ids(self, paper: Path) -> None:
        assert import_plan(paper) == 0
        self.look()
        told = AuditEntry.objects.get(verb="import.applied")
        assert told.keys["sha256"] == hashlib.sha256(paper.read_bytes()).hexdigest()
        assert told.keys["last_action_id"] - told.keys["first_action_id"] == 10

    def test_a_failure_while_it_is_written_leaves_nothing(self, paper: Path, monkeypatch) -> None:
        from lippen.improvement.actions.bringing_in import Bringing

        def fail(self: object, actions: object) -> None:
            raise CannotDo("The disk is full.")

        monkeypatch.setattr(Bringing, "_write_now", fail)
        assert import_plan(paper) == 1
        self.look()
        assert not Plan.objects.exists() and not SourceCell.objects.exists() and not StoredFile.objects.exists()


def test_a_long_list_is_cut_for_reading_and_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [f"1,One theme,Action number {n},AB,August 2012,Done" for n in range(70)]
    (tmp_path / "long.csv").write_text("\n".join(["No,Recommendation,Action,Lead,Review date,Progress", *rows]))
    assert import_plan(tmp_path / "long.csv", dry_run=True) == 0
    said = capsys.readouterr().out
    assert "and 10 more: --json lists every one" in said
    assert "70 actions" in said


FIRST = "Theme,Action,Lead,Target date,Progress\nHomes,Find ten carers,AB,March 2013,Begun\n"


@pytest.mark.django_db
def test_a_second_edition_by_name_brings_in_only_what_the_answers_accept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    officer = people.actor(people.authority("Braeside Council"), Role.PERFORMANCE_OFFICER)
    access.identify(officer, today=people.START)
    file, answers = tmp_path / "plan.csv", tmp_path / "answers.json"
    file.write_text(FIRST)
    answers.write_text('{"year": "1 March 2012"}')
    assert import_plan(file, plan="Looms", answers=answers) == 0
    file.write_text(FIRST.replace("March 2013", "June 2013"))
    answers.write_text('{"year": "1 June 2012"}')
    assert import_plan(file, plan="Looms", answers=answers, as_json=True) == 0
    printed = capsys.readouterr()
    assert set(json.loads(printed.out[printed.out.rindex("\n{") + 1 :])) == {"recommendations", "doubts", "unplaced"}
    assert "Changed: 1.1  Find ten carers  [changed:1.1]" in printed.err and "Nothing is accepted" in printed.err
    access.identify(officer, today=people.START)
    assert ActionDate.objects.count() == 1
    answers.write_text('{"year": "1 June 2012", "changes": "accept all"}')
    assert import_plan(file, plan="looms", answers=answers) == 0
    assert "Brought into Looms" in capsys.readouterr().err
    access.identify(officer, today=people.START)
    assert [row.text for row in ActionDate.objects.order_by("id")] == ["March 2013", "June 2013"]
