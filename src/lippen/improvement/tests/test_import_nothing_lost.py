"""Whatever a table looks like, every word of its cells comes out somewhere."""

from __future__ import annotations

import csv
import io
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from lippen.improvement.adapters import guess_mapping, propose
from lippen.improvement.adapters.reading import read_here

HEADINGS = (
    ["Recommendation", "", "Action", "Lead", "Review Date", "Progress"],
    ["Theme", "Action", "Owner", "Target date", "Status", "Update", "Anything else"],
    ["No", "Action", "Lead", "Due", "Progress"],
    ["Action", "Who", "When", "Comments", "Priority", "Outcome"],
)
LEADS = st.sampled_from(["", "AB", "CdE", "AB CdE", "<p>AB</p> <p>CdE</p>", "Jo Bell and Di Roe", "AB<br>FG", "CDE"])
DATES = st.sampled_from(
    ["", "June", "Sept / Oct", "<p>June</p> <p>May 2024</p>", "soon", "3 May 2024", "June<br>July<br>May"]
)
SHAPES = st.sampled_from(
    ["{}", "<ul> {}", "• {} • {}", "<p>{}</p> <p>{}</p>", "{} {} {}", "<li>{}<li>{}", "{}: {}", "{}<br>{}"]
)
WORDS = st.sampled_from(
    ["word{}", "Word{}", "the word{}", "Word{} is being", "word{} in place", "Review word{} Agree it{}x"]
)


@st.composite
def tables(draw: st.DrawFn) -> list[list[str]]:
    """Rows under one of the headings; every word of text is a new one."""
    heading, count = draw(st.sampled_from(HEADINGS)), 0
    rows = [heading]
    for number in range(draw(st.integers(1, 7))):
        row = []
        for title in heading:
            if title in ("Lead", "Owner", "Who"):
                cell = draw(LEADS)
            elif title in ("Review Date", "Target date", "Due", "When"):
                cell = draw(DATES)
            elif title in ("Recommendation", "No"):
                cell = draw(st.sampled_from(["", str(number + 1), f"{number + 1}.1", f"R{number}"]))
            else:
                shape = draw(st.sampled_from(["", None])) if draw(st.booleans()) else None
                shape = draw(SHAPES) if shape is None else ""
                filled = []
                for _ in range(shape.count("{}")):
                    count += 1
                    filled.append(draw(WORDS).format(count, count))
                cell = shape.format(*filled)
            row.append(cell)
        rows.append(row)
    return rows


def words(text: str) -> set[str]:
    return set(re.findall(r"\w+", re.sub(r"<[^>]*>", " ", text)))


def held(content: bytes) -> set[str]:
    document = read_here("plan", content)
    return words(" ".join(strings(propose(document, guess_mapping(document)).to_dict())))


def strings(value: object) -> list[str]:
    """Every string in a JSON value, doubts left out: to speak of a word is not to keep it."""
    if isinstance(value, dict):
        return [text for key, item in value.items() if key != "doubts" for text in strings(item)]
    if isinstance(value, list):
        return [text for item in value for text in strings(item)]
    return [value] if isinstance(value, str) else []


@settings(max_examples=150, deadline=None)
@given(tables())
def test_every_word_of_a_text_table_comes_out(rows: list[list[str]]) -> None:
    content = "\n".join("\t".join(row) for row in rows)
    if sum(bool(line.strip()) for line in content.split("\n")) < 2:
        return
    missing = {word for row in rows[1:] for cell in row for word in words(cell)} - held(content.encode())
    assert not missing


@settings(max_examples=80, deadline=None)
@given(tables())
def test_every_word_of_a_csv_comes_out(rows: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out).writerows([[cell.replace("<br>", "\n") for cell in row] for row in rows])
    missing = {word for row in rows[1:] for cell in row for word in words(cell)} - held(out.getvalue().encode())
    assert not missing
