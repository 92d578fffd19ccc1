from __future__ import annotations

import copy
import dataclasses
import hashlib
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lippen.reporting.papers.canonical import content_hash
from lippen.reporting.papers.compare import Answer, Signed, Verdict, extract, first_difference, verdict
from lippen.reporting.papers.confined_reading import run_in_child

from .example import PAPER_REF, example_content
from .forging import edited_docx, forged, replaced, small_content
from .rendering import KINDS, example_draft, example_file, rendered, signed_example, told


def altered(change: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
    content = copy.deepcopy(example_content())
    change(content)
    return content


def set_state(content: dict[str, Any]) -> None:
    content["parts"][2]["blocks"][0]["rows"][4][4] = ["Not shown done"]


def tick_exempt(content: dict[str, Any]) -> None:
    choice = next(block for block in content["parts"][1]["blocks"] if block["kind"] == "choice")
    choice["options"][0]["ticked"] = True


def move_sentence(content: dict[str, Any]) -> None:
    items = content["parts"][0]["blocks"][3]["items"]
    items.reverse()


def swap_cells(content: dict[str, Any]) -> None:
    rows = content["parts"][2]["blocks"][0]["rows"]
    rows[2][3], rows[3][3] = rows[3][3], rows[2][3]


# Every kind of file


@pytest.mark.parametrize("kind", KINDS)
def test_the_file_that_was_signed_is_exact(kind: str) -> None:
    answer = told(example_file(kind))

    assert (answer.kind, answer.exit_code, answer.ref) == (Answer.EXACT, 0, PAPER_REF)


@pytest.mark.parametrize("kind", KINDS)
def test_a_draft_is_told_from_the_signed_paper(kind: str) -> None:
    answer = told(example_draft(kind))

    assert (answer.kind, answer.exit_code) == (Answer.DRAFT, 1)


@pytest.mark.parametrize("change", [set_state, tick_exempt, move_sentence, swap_cells])
@pytest.mark.parametrize("kind", KINDS)
def test_forged_content_with_the_right_code_is_changed(
    kind: str, change: Callable[[dict[str, Any]], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = told(forged(monkeypatch, kind, altered(change), example_content()))

    assert (answer.kind, answer.exit_code) == (Answer.CHANGED, 1)
    assert answer.difference is not None


def test_the_first_difference_names_the_place_and_both_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    said = {kind: told(forged(monkeypatch, kind, altered(set_state), example_content())).sentence for kind in KINDS}

    assert "Page 5: “Shown” became “Not shown”." in said["pdf"]
    assert "table 6, row 5, column 4: “Shown” became “Not shown”." in said["docx"]
    assert "Under “Appendix 1: every action in the plan”, row 8: “Shown” became “Not shown”." in said["html"]


@pytest.mark.parametrize("kind", KINDS)
def test_another_signed_content_under_the_same_reference_is_changed(kind: str) -> None:
    assert told(rendered(kind, altered(set_state))).kind is Answer.CHANGED


@pytest.mark.parametrize("kind", KINDS)
def test_a_paper_that_the_records_do_not_hold_is_not_a_paper_of_ours(kind: str) -> None:
    answer = verdict(example_file(kind), find=lambda ref: None)

    assert (answer.kind, answer.exit_code) == (Answer.NOT_A_PAPER, 2)
    assert PAPER_REF in answer.sentence


@pytest.mark.parametrize("kind", KINDS)
def test_a_content_changed_in_the_records_is_noticed_before_anything_is_compared(kind: str) -> None:
    tampered = dataclasses.replace(signed_example(), content=altered(set_state))

    assert "no longer give the code that was signed" in told(example_file(kind), tampered).sentence
    assert told(example_file(kind), tampered).kind is Answer.CHANGED


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_changed_in_the_records_is_noticed(kind: str) -> None:
    other = rendered(kind, altered(set_state))
    tampered = dataclasses.replace(signed_example(), files={**signed_example().files, kind: other})

    assert "in the records was changed after signing" in told(other, tampered).sentence


@pytest.mark.parametrize("kind", KINDS)
def test_a_child_process_gives_the_same_answer(kind: str) -> None:
    assert told(example_file(kind), run=run_in_child).kind is Answer.EXACT
    assert told(example_draft(kind), run=run_in_child).kind is Answer.DRAFT


def test_a_child_process_names_the_same_difference() -> None:
    changed = example_file("html").replace(b"have been read", b"have not been read")

    assert told(changed, run=run_in_child) == told(changed)


# Files that are no papers


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is empty"),
        (b"Dear committee", "not a PDF, a Word document or a web page"),
        (b"%PDF-1.7 cut off", "damaged or locked"),
        (b"PK\x03\x04 cut off", "damaged or locked"),
        (b"<!doctype html><main>Hello</main>", "no Lippen mark"),
        (b"<!doctype html><p>Hello", "no main part"),
        (b"<!doctype html>\xff\xfe<main>", "not UTF-8"),
        (b"%PDF-" + b"\x00" * 40_000_001, "larger than 40 MB"),
        (b"\x00" * 5000, "not a PDF"),
    ],
)
def test_what_is_no_paper_is_refused_with_a_reason(data: bytes, reason: str) -> None:
    answer = told(data)

    assert (answer.kind, answer.exit_code) == (Answer.NOT_A_PAPER, 2)
    assert reason in answer.sentence


def test_a_zip_that_unpacks_to_too_much_is_refused() -> None:
    bomb = edited_docx(example_file("docx"), lambda text: text + " " * 121_000_000)

    assert "unpacks to more than any paper" in told(bomb).sentence


def test_a_word_file_with_entities_is_refused() -> None:
    unsafe = edited_docx(example_file("docx"), replaced("<w:document", '<!DOCTYPE w [<!ENTITY a "b">]><w:document'))

    assert "declares entities" in told(unsafe, run=run_in_child).sentence


@pytest.mark.parametrize("kind", KINDS)
def test_half_a_file_is_refused_and_never_crashes(kind: str) -> None:
    whole = example_file(kind)

    assert told(whole[: len(whole) // 2]).kind in (Answer.NOT_A_PAPER, Answer.CHANGED)


# One word at random


def texts_of(content: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Where the printed texts of the small paper's blocks stand."""
    rows = content["parts"][1]["blocks"][0]["rows"]
    cells = [
        ("parts", 1, "blocks", 0, "rows", row, cell, 0) for row in range(len(rows)) for cell in range(1, len(rows[row]))
    ]
    blocks = enumerate(content["parts"][0]["blocks"])
    return cells + [("parts", 0, "blocks", place, "text") for place, block in blocks if block.get("text")]


def with_one_word_changed(path: tuple[Any, ...], place: int, word: str) -> dict[str, Any]:
    content = small_content()
    at: Any = content
    for step in path[:-1]:
        at = at[step]
    words = at[path[-1]].split()
    words[place % len(words)] = word if words[place % len(words)] != word else f"{word}{word}"
    at[path[-1]] = " ".join(words)
    return content


WORDS = st.text("abcdefghijklmnopqrstuvwxyzABCDEFGHIJ0123456789éłŵ'&<-", min_size=1, max_size=12)
CHANGES = st.builds(with_one_word_changed, st.sampled_from(texts_of(small_content())), st.integers(0, 60), WORDS)


def _never_passes(monkeypatch: pytest.MonkeyPatch, kind: str, content: dict[str, Any]) -> None:
    original = small_content()
    file = rendered(kind, original)
    kept = Signed(PAPER_REF, original, content_hash(original), {kind: file}, {kind: hashlib.sha256(file).hexdigest()})
    assert told(forged(monkeypatch, kind, content, original), kept).kind is Answer.CHANGED


_ONCE = (HealthCheck.function_scoped_fixture, HealthCheck.too_slow)


@settings(max_examples=60, deadline=None, suppress_health_check=_ONCE)
@given(content=CHANGES, kind=st.sampled_from(["docx", "html"]))
def test_one_changed_word_never_passes_in_word_or_on_the_web(monkeypatch: Any, content: Any, kind: str) -> None:
    _never_passes(monkeypatch, kind, content)


@settings(max_examples=8, deadline=None, suppress_health_check=_ONCE)
@given(content=CHANGES)
def test_one_changed_word_never_passes_in_a_pdf(monkeypatch: Any, content: Any) -> None:
    _never_passes(monkeypatch, "pdf", content)


def test_the_words_of_all_three_kinds_hold_every_word_of_the_appendix() -> None:
    wanted = ["Two", "courses", "for", "several", "agencies", "together", "have", "run,"]
    for kind in KINDS:
        words = [word.text for word in extract(kind, example_file(kind))]
        starts = [at for at, word in enumerate(words) if word == "Two" and words[at + 1] == "courses"]
        assert words[starts[0] : starts[0] + len(wanted)] == wanted


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_does_not_differ_from_itself(kind: str) -> None:
    assert first_difference(example_file(kind), example_file(kind), kind) is None


def test_a_paper_of_other_records_is_named_as_one_and_answers_as_none() -> None:
    found = Verdict(Answer.NOT_A_PAPER, "Not held here.", "paper-1")
    assert (found.title, found.exit_code) == ("A Lippen paper, but not of these records", 2)
    assert Verdict(Answer.NOT_A_PAPER, "No marks.").title == "Not a Lippen paper"
