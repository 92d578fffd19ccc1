"""The board pack and the members' briefing: built, signed, verified, and as short as they promise."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pdfplumber
import pytest
from django.db import connection

from lippen.reporting import actions, queries
from lippen.reporting.papers.build import build_content
from lippen.reporting.papers.canonical import content_hash
from lippen.reporting.papers.compare import Answer, Signed, verdict
from lippen.reporting.papers.render import rendered
from lippen.reporting.papers.template import shipped, template
from lippen.reporting.papers.template_faults import template_faults
from lippen.reporting.queries.frozen import signed_files
from lippen.reporting.tests.hand_made import KNOWN, action, late, put_off, records
from lippen.reporting.tests.world import TODAY, World, blocks
from lippen.reporting.vocabulary import FileKind

OTHERS = ["board-pack", "members-briefing"]


def blocks_of(content: dict, kind: str) -> list[dict]:
    return [block for part in content["parts"] for block in part["blocks"] if block["kind"] == kind]


@pytest.mark.parametrize("form", [form for form, _ in shipped()], ids=lambda form: form.key)
def test_a_shipped_template_may_be_in_force_today(form) -> None:
    assert template_faults(form, on=TODAY) == ()


@pytest.mark.django_db
@pytest.mark.parametrize("key", OTHERS)
def test_it_builds_signs_and_every_file_is_verified(key: str, there: World) -> None:
    ref = there.opened(form=key).ref
    with there.as_(there.author) as author:
        for view in queries.paper(author, ref, at=there.at()).sections:
            if view.required and not view.paragraphs:
                there.write(author, ref, view.key, "Children wait less than they did.")
        actions.answer(actor=author, paper_ref=ref, question="exempt", ticked=["no"], at=there.at())
        there.route(author, ref)
    _write_what_is_asked_of_a_plan(there, ref, key)
    assert blocks(there, ref) == ()
    there.send(ref)
    there.approve(there.head, ref)
    assert there.approve(there.chief, ref) == "signed"
    with there.as_(there.author) as author:
        row, content = queries.signed_paper(author, ref), queries.signed_content(author, ref)
        files = signed_files(author, ref)
        again = queries.content(author, ref, known_at=row.known_at)
    kept = Signed(ref, content, row.sha256, files, {kind: sha for kind, sha, _ in row.files})
    assert content_hash(again) == row.sha256 and set(files) == set(FileKind)
    for kind, made in files.items():
        assert verdict(made, find=lambda _: kept, name=f"paper.{kind}").kind is Answer.EXACT


def _write_what_is_asked_of_a_plan(there: World, ref: str, key: str) -> None:
    """Lines and differences, where the form asks for them."""
    with there.as_(there.author) as author:
        view = queries.paper(author, ref, at=there.at())
        assert bool(view.lines) is (key == "board-pack") and bool(view.themes) is (key == "board-pack")
        for theme in view.themes:
            given = {"kind": "measure", "text": "Waits fell", "source": "Waiting list", "at": there.at()}
            actions.write_difference(actor=author, paper_ref=ref, theme_number=theme.number, **given)
        for line in view.lines:
            if line.line.to_be_edited:
                there.edit(author, ref, line.action_ref, line.line.version)
    if view.lines:
        there.agree(ref)


def long_plan() -> Iterator:
    """Thirty actions of ten themes, ten of them late."""
    for theme in range(1, 11):
        yield late(f"{theme}.1", text="Fill the posts that stand empty in the long-term team")
        yield action(f"{theme}.2", state="shown_done", standing="blue")
        yield action(f"{theme}.3") if theme % 2 else put_off(f"{theme}.3")


def test_a_members_briefing_takes_two_pages_of_a_plan_of_thirty_actions() -> None:
    content = build_content(records(tuple(long_plan()), template=template("members-briefing", 1)))
    with pdfplumber.open(io.BytesIO(rendered(content, FileKind.PDF, KNOWN))) as pdf:
        assert len(pdf.pages) <= 2
        assert all(page.width < page.height for page in pdf.pages)


def test_a_board_pack_says_on_its_first_page_what_is_off_course_and_what_is_wanted() -> None:
    content = build_content(records(tuple(long_plan()), template=template("board-pack", 1)))
    with pdfplumber.open(io.BytesIO(rendered(content, FileKind.PDF, KNOWN))) as pdf:
        first = pdf.pages[0].extract_text()
    assert "What is off course" in first and "Decisions wanted" in first and "10 of 30 actions are late" in first


def test_a_chart_says_its_finding_and_has_its_numbers_behind_it_in_every_format() -> None:
    content = build_content(records(tuple(long_plan()), template=template("board-pack", 1)))
    (chart,) = blocks_of(content, "chart")
    assert sum(bar["value"] for bar in chart["bars"]) == 30
    assert chart["title"] == "15 of 30 actions are on course or shown done."
    assert all(f"{bar['label']}: {bar['words']}" in chart["alt"] for bar in chart["bars"])
    html = rendered(content, FileKind.HTML, None).decode()
    assert f'aria-label="{chart["alt"]}"' in html
    assert all(f'<th scope="row">{bar["label"]}</th><td>{bar["words"]}</td>' in html for bar in chart["bars"])
    with pdfplumber.open(io.BytesIO(rendered(content, FileKind.PDF, None))) as pdf:
        words = "".join(page.extract_text() for page in pdf.pages)
    assert chart["title"] in words and "10 of 30" in words


def test_what_is_late_stands_in_a_table_with_its_leads_and_since_when() -> None:
    content = build_content(records(template=template("board-pack", 1)))
    (table,) = [block for block in blocks_of(content, "table") if block["key"] == "exceptions"]
    assert [row[0] for row in table["rows"]] == [["1.2 Fill the empty posts"]]
    assert table["rows"][0][1] == ["Service Manager"]


def test_rows_that_an_author_types_become_a_table_with_the_forms_columns() -> None:
    given = records(
        template=template("board-pack", 1), texts={"money": ("Two workers | £90,000 | | Reserves", "A car")}
    )
    (table,) = [block for block in blocks_of(build_content(given), "table") if block["key"] == "money"]
    assert table["columns"][0]["heading"] == "What it is for"
    assert table["rows"] == [[["Two workers"], ["£90,000"], [""], ["Reserves"]], [["A car"], [""], [""], [""]]]


@pytest.mark.django_db
def test_nobody_owes_a_briefing_lines_that_it_does_not_print(there: World) -> None:
    ref = there.opened(form="members-briefing").ref
    with there.as_(there.lead), connection.cursor() as cursor:
        cursor.execute("select count(*) from organisation_duty where subject_key = %s and kind = 'paper_lines'", [ref])
        assert cursor.fetchone() == (0,)
