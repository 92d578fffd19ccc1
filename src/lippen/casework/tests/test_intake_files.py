"""Files of records at the gate: each limit at it and one past it, damaged and hostile ones, letters."""

from __future__ import annotations

import io
import json
import random
import re
import zipfile
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from lippen.casework import intake
from lippen.casework.adapters import reading
from lippen.casework.adapters.cells import cells_of, day_of
from lippen.casework.adapters.columns import guessed, key_of, missing
from lippen.casework.adapters.reading import Survey
from lippen.casework.vocabulary import IntakeKind
from lippen.kernel.files import gate
from lippen.kernel.files.gate import Refused

HEAD = "Person ID,Date,Note\n"


def survey(content: bytes | str, name: str = "notes.csv") -> Survey:
    with intake.in_memory(content.encode() if isinstance(content, str) else content) as file:
        return intake.survey(file, name)


def here(content: bytes | str, *, after: int | None = None, **more: object) -> list[list[str]]:
    """All rows of a file, read in this process."""
    words = content.encode() if isinstance(content, str) else content
    found = json.loads(next(reading.surveyed(io.BytesIO(words), name="notes.csv")))
    form = {"kind": found["kind"], "encoding": found["encoding"], "mark": found["mark"]}
    at = {"read_to": found["begins_at"] if after is None else after, "number": 0, "row": found["heading_row"]}
    lines = list(reading.parts(io.BytesIO(words), name="notes.csv", **form, **at, **more))
    return [cells for line in lines[1::2] for _, cells in json.loads(line)]


def refusal(content: bytes | str, **more: object) -> str:
    with pytest.raises(Refused) as refused:
        here(content, **more)
    return refused.value.sentence


def book(*rows: tuple[object, ...], sheets: int = 1) -> bytes:
    made = Workbook()
    for number in range(sheets):
        sheet = made.active if number == 0 else made.create_sheet()
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


# --- letters and marks ---


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_what_separates_the_cells_is_found(mark: str) -> None:
    words = mark.join(("Person ID", "Date", "Note")) + "\n" + mark.join(("P1", "01/02/2011", "Seen")) + "\n"
    assert survey(words).mark == mark
    assert here(words) == [["P1", "01/02/2011", "Seen"]]


def test_letters_are_read_as_utf8_with_or_without_a_mark_and_as_windows_wrote_them() -> None:
    words = HEAD + "P1,01/02/2011,Zoë said £5\n"
    for content in (words.encode(), b"\xef\xbb\xbf" + words.encode(), words.encode("windows-1252")):
        found = survey(content)
        assert found.headings == ("Person ID", "Date", "Note")
        assert here(content)[0][2] == "Zoë said £5"


def test_the_hash_is_of_the_whole_file() -> None:
    import hashlib

    content = (HEAD + "P1,01/02/2011,Seen\n" * 100_000).encode()
    assert survey(content).sha256 == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"\n\n  \n", "holds one column alone"),
        ((HEAD + "P1,x,a\x00b\n").encode(), "line 2: a NUL character"),
        (
            (HEAD + "P1,x,Zo\xc3\xab\n").encode("latin-1") + b"P2,x,\xff\xe9\n",
            "line 3: a character that cannot be read",
        ),
        (HEAD.encode("utf-16"), "is written in UTF-16"),
        ((HEAD + 'P1,x,"never closed\nP2,x,y\n').encode(), "row 2: a quotation mark stands where none can"),
        ((HEAD + 'P1,x,"closed"badly\n').encode(), "row 2: a quotation mark"),
        (b"Only one\nP1\nP2\n", "holds one column alone"),
        (b"P00123,01/02/2011,0770090012\nP00124,01/02/2011,0770090013\n", "the first row holds no headings"),
        (b"%PDF-1.7 x", "is not a table of rows"),
        (b"MZ\x90", "is a program"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Office format"),
        (b"<html><table><tr><td>Person ID", "is not a table of rows"),
        (b"PK\x03\x04 and nothing more", "is damaged"),
    ],
)
def test_a_damaged_or_hostile_file_is_refused_in_words(content: bytes, said: str) -> None:
    assert said in refusal(content)


# --- limits, at the limit and one past it ---


def test_two_gigabytes_are_read_and_one_byte_more_is_refused_unread(tmp_path: Path) -> None:
    reading.check_size("notes.csv", reading.MOST_BYTES)
    large = tmp_path / "notes.csv"
    with large.open("wb") as file:
        file.truncate(reading.MOST_BYTES + 1)
    with pytest.raises(Refused, match=r"larger than 2 GB \(2.0 GB\). Split it"), intake.on_disk(large):
        pass


def test_as_many_rows_as_the_limit_come_in_and_one_more_is_refused() -> None:
    words = HEAD + "P1,01/02/2011,Seen\n" * 5
    assert len(here(words, most_rows=6)) == 5
    assert "more than 5 rows" in refusal(words, most_rows=5)


def test_two_hundred_columns_are_read_and_one_more_is_refused() -> None:
    for columns in (gate.MOST_COLUMNS, gate.MOST_COLUMNS + 1):
        words = ",".join(["Heading"] * columns) + "\n" + ",".join(["x"] * columns) + "\n"
        if columns == gate.MOST_COLUMNS:
            assert len(here(words)[0]) == columns
        else:
            assert "201 columns" in refusal(words)


def test_a_cell_of_32000_characters_is_read_and_one_more_is_refused() -> None:
    for characters in (gate.MOST_CELL_CHARACTERS, gate.MOST_CELL_CHARACTERS + 1):
        words = f'{HEAD}P1,01/02/2011,"{"x" * characters}"\n'
        if characters == gate.MOST_CELL_CHARACTERS:
            assert len(here(words)[0][2]) == characters
        else:
            assert "row 2: a cell of more than 32,000 characters" in refusal(words)


def test_a_file_without_line_ends_is_refused_before_it_fills_the_memory() -> None:
    assert "a line of more than 4 MB" in refusal(b"Person ID,Date," + b"x," * reading.MOST_LINE_BYTES)


def test_a_spreadsheet_of_too_many_rows_macros_or_a_bomb_is_refused() -> None:
    many = book(("Person ID", "Note"), *[("P1", "x")] * gate.MOST_ROWS)
    assert "20,001 rows; the limit is 20,000" in refusal(many)
    out = io.BytesIO(book(("Person ID", "Note"), ("P1", "x")))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    assert "holds macros" in refusal(out.getvalue())
    bomb = io.BytesIO(book(("Person ID", "Note"), ("P1", "x")))
    with zipfile.ZipFile(bomb, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/large.bin", b"\x00" * 101 * 1024 * 1024)
    assert "unpacks to" in refusal(bomb.getvalue())


def test_the_child_that_reads_is_stopped_by_its_limits() -> None:
    from lippen.kernel.files.confined import stream_confined

    with intake.in_memory((HEAD + "P1,01/02/2011,Seen\n" * 4_000_000).encode()) as file:
        form = {"name": "notes.csv", "kind": "csv", "encoding": "utf-8-sig", "mark": ","}
        options = {**form, "read_to": len(HEAD), "number": 0, "row": 1}
        lines = 0
        with pytest.raises(Refused, match="needs more memory or time"):
            for _ in stream_confined(f"{intake.READING}:parts", file, options=options, memory_mb=200, seconds=1):
                lines += 1
    assert 2 <= lines < 8_000, "stopped while it read, neither before nor at the end"


# --- spreadsheets ---


def test_a_spreadsheet_is_read_as_the_same_rows_as_its_csv() -> None:
    content = book(
        ("Person ID", "Date", "Note", "Count", "Seen"), ("P1", date(2011, 2, 1), "Seen", 3.0, True), (None,) * 5
    )
    assert here(content) == [["P1", "2011-02-01", "Seen", "3", "yes"]]
    assert survey(content).kind == reading.XLSX


def test_a_spreadsheet_with_rows_on_two_sheets_or_a_formula_without_result_is_refused() -> None:
    assert "several sheets (“Sheet”, “Sheet1”)" in refusal(book(("Person ID", "Note"), ("P1", "x"), sheets=2))
    assert "row 2: a formula has no result" in refusal(book(("Person ID", "Note"), ("P1", "=1+1")))


# --- parts ---


def test_reading_goes_on_at_any_part_as_if_it_had_never_stopped(monkeypatch) -> None:
    monkeypatch.setattr(reading, "PART_ROWS", 7)
    words = HEAD + "".join(f'P{n},01/02/2011,"Zoë {n}\nand on"\n' for n in range(40))
    whole = here(words)
    content = words.encode()
    form = {"name": "notes.csv", "kind": "csv", "encoding": "utf-8-sig", "mark": ","}
    lines = list(reading.parts(io.BytesIO(content), read_to=len(HEAD), number=0, row=1, **form))
    for head in lines[::2]:
        part = reading.Part(**json.loads(head))
        rest = reading.parts(io.BytesIO(content), read_to=part.read_to, number=part.number, row=part.last_row, **form)
        kept = [tuple(each) for line in list(rest)[1::2] for each in json.loads(line)]
        assert [cells for _, cells in kept] == whole[part.number * 7 :]
        assert not kept or kept[0][0] == part.last_row + 1


# --- columns and cells ---


def test_headings_are_guessed_each_thing_once() -> None:
    headings = ("Swift ID", "First name", "Surname", "D.O.B", "Home address", "Town", "Post code", "Mobile", "Colour")
    assert guessed(IntakeKind.CHILDREN, headings) == (
        *("number", "given_name", "family_name", "born_on", "lines", "lines_2", "postcode", "phone", ""),
    )
    assert guessed(IntakeKind.CHILDREN, ("CHI number", "CareBook number")) == ("chi", "number")
    assert guessed(IntakeKind.CHILDREN, ("Mobile number", "Folder")) == ("phone", "")
    assert missing(IntakeKind.CHILDREN, ("given_name",)) == ("Number in the earlier system",)


def test_the_same_headings_have_one_key_and_others_another() -> None:
    kind = IntakeKind.CHILDREN
    assert key_of(kind, ("Person  ID", "DOB")) == key_of(kind, ("person id", "dob"))
    assert key_of(kind, ("Person ID", "DOB")) != key_of(IntakeKind.TIES, ("Person ID", "DOB"))


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("03/05/2006", date(2006, 5, 3)),
        ("3.5.2006", date(2006, 5, 3)),
        ("2006-05-03", date(2006, 5, 3)),
        ("2006-05-03T00:00:00", date(2006, 5, 3)),
        ("3 May 2006", date(2006, 5, 3)),
        ("3rd September 2006", date(2006, 9, 3)),
        ("03-MAY-2006", date(2006, 5, 3)),
        ("31/02/2006", None),
        ("05/2006", None),
        ("03/05/06", None),
        ("3 Maybe 2006", None),
        ("3 Sept 2006", date(2006, 9, 3)),
        ("x", None),
    ],
)
def test_a_day_is_read_with_the_day_before_the_month(words: str, day: date | None) -> None:
    assert day_of(words) == day


def test_a_row_that_slipped_is_a_fault_and_a_kept_formula_loses_its_apostrophe() -> None:
    slipped = cells_of(2, ["P1", "x", "y"], ("number", "words"), ("ID", "Note"))
    assert "3 cells under 2 headings" in slipped.faults[0].sentence
    assert cells_of(2, ["P1", "'=1+1"], ("number", "words"), ("ID", "Note")).words["words"] == "=1+1"


# --- chance ---


def spoiled(content: bytes, rng: random.Random) -> bytes:
    """The file with a few bytes changed, taken out or put in, or cut short."""
    spoiled = bytearray(content)
    for _ in range(rng.randint(1, 6)):
        place = rng.randrange(len(spoiled) or 1)
        match rng.randrange(4):
            case 0:
                spoiled[place : place + 1] = bytes([rng.randrange(256)])
            case 1:
                del spoiled[place : place + rng.randint(1, 40)]
            case 2:
                spoiled[place:place] = rng.choice([b'"', b"\x00", b"\r", b"\xff\xfe", b",,,,", b"\n\n", b"=cmd|x"])
            case _:
                del spoiled[place:]
    return bytes(spoiled)


def stored(parts: dict[str, bytes]) -> bytes:
    """A book of these parts, the same to the byte whenever and wherever it is made: no times, nothing compressed."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as kept:
        for name, words in parts.items():
            without = re.sub(rb">\d{4}-\d\d-\d\dT[\d:]+Z<", b">2011-02-01T09:00:00Z<", words)
            kept.writestr(zipfile.ZipInfo(name), without)
    return out.getvalue()


def spoiled_book(content: bytes, rng: random.Random) -> bytes:
    """The book as a damaged disk leaves it, or with one part inside spoiled, which its sums do not tell."""
    with zipfile.ZipFile(io.BytesIO(content)) as made:
        parts = {name: made.read(name) for name in made.namelist()}
    if rng.random() < 0.5:
        return spoiled(stored(parts), rng)
    name = rng.choice(list(parts))
    return stored(parts | {name: spoiled(parts[name], rng)})


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_file_spoiled_by_chance_is_read_or_refused_in_words_and_never_fails(kind: str) -> None:
    rows = [("Person ID", "Date", "Note"), *[(f"P{n}", "01/02/2011", f"Zoë, {n}\nand on") for n in range(30)]]
    csv_words = "".join(f'{a},{b},"{c}"\n' for a, b, c in rows)
    content, spoil = (book(*rows), spoiled_book) if kind == "xlsx" else (csv_words.encode(), spoiled)
    rng, said = random.Random(12), set()
    for _ in range(150):
        try:
            here(spoil(content, rng))
        except Refused as refused:
            said.add(refused.sentence)
    assert all(sentence.startswith("notes.csv") and sentence.endswith(".") for sentence in said) and len(said) > 2
