"""`build-paper` and `verify-paper`: files out, files checked, records rebuilt."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from lippen.improvement import actions as improvement
from lippen.improvement.rows import LeadRow
from lippen.kernel import clock
from lippen.reporting import checks, command, queries
from lippen.reporting.tests.world import NOW, TODAY, World, world

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "migrator"])
AS_AT = date(2012, 9, 30)
FILES = {"paper.pdf", "paper.docx", "paper.html", "paper.json"}


@pytest.fixture(autouse=True)
def stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """The domain clock of a council of 2012."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", lambda: TODAY)


@pytest.fixture
def there() -> World:
    return world()


@pytest.fixture
def said() -> list[str]:
    return []


def build(there: World, out: Path, said: list[str], **given: Any) -> int:
    return command.build_paper(
        **{"as_at": AS_AT, "out": out, "tell": said.append, "person": there.author.name, **given}
    )


def test_a_draft_is_built_from_the_plan_alone(there: World, tmp_path: Path, said: list[str]) -> None:
    assert build(there, tmp_path, said) == 0
    assert {path.name for path in tmp_path.iterdir()} == FILES
    assert "draft, not signed" in said[-1]
    assert command.verify_paper(tmp_path / "paper.pdf", tell=said.append) == 1
    assert said[-2].endswith("Draft, not signed")


def test_a_draft_is_no_fact_about_anyone(there: World, tmp_path: Path, said: list[str]) -> None:
    build(there, tmp_path, said)
    with there.as_(there.author) as actor:
        assert queries.papers(actor) == ()


@pytest.mark.parametrize("kind", ["pdf", "docx", "html"])
def test_a_signed_paper_is_found_exact_and_the_records_agree(
    there: World, tmp_path: Path, said: list[str], kind: str
) -> None:
    there.signed()
    assert build(there, tmp_path, said) == 0
    assert "signed. Code" in said[-1]
    assert command.verify_paper(tmp_path / f"paper.{kind}", tell=said.append) == 0
    assert said[-3].endswith("Exact file")
    assert said[-1] == "The records still give the same content, word for word."


def test_the_records_agree_though_the_plan_was_edited_at_the_very_moment_of_signing(
    there: World, tmp_path: Path, said: list[str]
) -> None:
    ref = there.signed()
    build(there, tmp_path, said)
    with there.as_(there.author) as actor:
        signed = queries.signed_paper(actor, ref)
        action = improvement_action(there)
        given = {"actor": actor, "action_ref": action, "so_on": date(2012, 9, 20), "at": signed.known_at}
        improvement.write_update(paragraphs=["All is different now."], **given)
        improvement.change_leads(leads=[LeadRow(there.head.person_id, "")], **given)
    assert command.verify_paper(tmp_path / "paper.pdf", tell=said.append) == 0
    assert said[-1] == "The records still give the same content, word for word."


def improvement_action(there: World) -> str:
    return queries.paper(there.author, queries.papers(there.author)[0].ref, at=NOW).lines[0].action_ref


def test_records_that_were_tampered_with_are_told_apart(
    there: World, tmp_path: Path, said: list[str], as_owner: Callable[[str], None]
) -> None:
    there.signed()
    build(there, tmp_path, said)
    as_owner("update improvement_actionwording set text = 'Nothing of the sort'")
    assert command.verify_paper(tmp_path / "paper.html", tell=said.append) == 1
    assert "no longer give the same content" in said[-1] and "Nothing of the sort" in said[-1]


@pytest.fixture
def as_owner() -> Callable[[str], None]:
    """Somebody with the owner's key to the database: what no grant can keep out, the check must show."""
    from django.db import connections

    def run(statement: str) -> None:
        with connections["migrator"].cursor() as cursor:
            cursor.execute(statement)

    return run


def test_a_file_that_is_no_paper_is_said_to_be_none(tmp_path: Path, said: list[str]) -> None:
    stray = tmp_path / "shopping.html"
    stray.write_text("<p>Milk</p>")
    assert command.verify_paper(stray, tell=said.append) == 2
    assert said[0].endswith("Not a Lippen paper")


def a_folder(at: Path) -> Path:
    at.mkdir()
    return at


def a_huge_hole(at: Path) -> Path:
    with at.open("wb") as made:
        made.truncate(1_000_000_000)
    return at


def a_pipe(at: Path) -> Path:
    os.mkfifo(at)
    return at


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (a_folder, "is a folder"),
        (a_huge_hole, "larger than 40 MB"),
        (a_pipe, "is not a file"),
        (lambda at: Path("/dev/zero"), "is not a file"),
        (lambda at: at, "is not a file"),
    ],
    ids=["folder", "hole", "pipe", "zeros", "missing"],
)
def test_what_cannot_be_read_as_a_file_is_answered_at_once(
    tmp_path: Path, said: list[str], made: Callable[[Path], Path], words: str
) -> None:
    assert command.verify_paper(made(tmp_path / "paper.pdf"), tell=said.append) == 2
    assert words in said[1]


def test_a_forged_page_is_changed(there: World, tmp_path: Path, said: list[str]) -> None:
    there.signed()
    build(there, tmp_path, said)
    page = tmp_path / "paper.html"
    page.write_text(page.read_text().replace("9 days", "8 days"))
    assert command.verify_paper(page, tell=said.append) == 1


def test_the_answer_can_be_read_by_a_script(there: World, tmp_path: Path, said: list[str]) -> None:
    ref = there.signed()
    build(there, tmp_path, said)
    said.clear()
    command.verify_paper(tmp_path / "paper.docx", as_json=True, tell=said.append)
    (line,) = said
    answer = json.loads(line)
    assert (answer["answer"], answer["ref"], answer["records_agree"]) == ("exact", ref, True)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"plan": "No such plan"}, "no plan called No such plan"),
        ({"person": "nobody@example.org"}, "Nobody with an account"),
        ({"template": "poem"}, "no template called poem"),
        ({"as_at": date(2012, 10, 18)}, "18 October 2012 has not come yet"),
    ],
)
def test_what_cannot_be_built_is_said_with_what_to_do(
    there: World, tmp_path: Path, said: list[str], given: dict[str, str], words: str
) -> None:
    assert build(there, tmp_path / "out", said, **given) == 1
    assert words in said[-1] and not (tmp_path / "out").exists()


def test_an_unknown_template_is_refused_though_a_paper_is_open(there: World, tmp_path: Path, said: list[str]) -> None:
    there.opened()
    assert build(there, tmp_path, said, template="poem") == 1
    assert "no template called poem" in said[-1]


def test_a_folder_that_cannot_be_made_is_said(there: World, tmp_path: Path, said: list[str]) -> None:
    (tmp_path / "taken").write_text("a file stands here")
    assert build(there, tmp_path / "taken" / "out", said) == 1
    assert said == [
        f"The folder {tmp_path / 'taken' / 'out'} cannot be made: Not a directory. Choose another with --out."
    ]


def test_a_paper_that_the_asker_may_not_see_is_told_like_one_that_is_not_held(there: World, tmp_path: Path) -> None:
    there.signed()
    build(there, tmp_path, [])
    forged = (tmp_path / "paper.html").read_bytes().replace(b"improvement", b"deterioration")
    hidden = checks.check("paper.html", forged, today=TODAY, may_see=lambda ref: False)
    assert hidden.verdict.exit_code == 2
    assert hidden.verdict.difference is None
    assert hidden.records == ""
