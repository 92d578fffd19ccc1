"""The gate for files: each limit tried at the limit and one past it."""

from __future__ import annotations

import io
import zipfile

import pytest

from lippen.kernel.files import gate
from lippen.kernel.files.confined import run_confined
from lippen.kernel.files.gate import FileKind, Refused, Shape

TYPES = "[Content_Types].xml"
WORD = {TYPES: b"<Types/>", "word/document.xml": b"<w/>"}


def zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in parts.items():
            archive.writestr(path, content)
    return out.getvalue()


def refusal(content: bytes, name: str = "plan.docx") -> str:
    with pytest.raises(Refused) as refused:
        gate.kind_of(name, content)
    return refused.value.sentence


def test_a_word_document_is_known_by_its_content_and_not_by_its_name() -> None:
    assert gate.kind_of("plan.csv", zipped(WORD)) is FileKind.DOCX
    assert gate.kind_of("plan.docx", b"No,Action\n1,Do it\n") is FileKind.TEXT


BOOK = {TYPES: b"<Types/>", "xl/workbook.xml": b"<w/>"}


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (zipped(BOOK), FileKind.XLSX),
        (b"%PDF-1.7 rest", FileKind.PDF),
        (b"\xef\xbb\xbf%PDF-1.4 rest", FileKind.PDF),
        (b"<!-- made by hand -->\n<!DOCTYPE html><p>Plan", FileKind.HTML),
        (b"\xef\xbb\xbf <HTML lang=en>", FileKind.HTML),
        ("<html><p>Plan".encode("utf-16"), FileKind.HTML),
        (b"No | Action\n--- | :---:\n1 | Do it\n", FileKind.MARKDOWN),
        (b"# Plan\n\n- Find carers\n  - Lead: AB\n", FileKind.MARKDOWN),
        (b"Action,Lead\nWrite <html> by hand,AB\n", FileKind.TEXT),
        (b"Action|Lead\nDo it|AB\n", FileKind.TEXT),
    ],
)
def test_each_kind_is_known_by_its_content(content: bytes, kind: FileKind) -> None:
    assert gate.kind_of("plan.zip", content) is kind


def test_a_spreadsheet_with_macros_or_entities_or_a_lock_is_refused() -> None:
    assert "holds macros" in refusal(zipped(BOOK | {"xl/vbaProject.bin": b"x"}), "plan.xlsx")
    assert "holds macros" in refusal(zipped(BOOK | {"xl/macrosheets/sheet1.xml": b"x"}), "plan.xlsx")
    macro_type = b"<Types>application/vnd.ms-excel.sheet.macroEnabled.main+xml</Types>"
    assert "spreadsheet without macros (.xlsx)" in refusal(zipped(BOOK | {TYPES: macro_type}), "plan.xlsx")
    entities = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><a/>'
    for encoding in ("utf-8", "utf-16"):
        part = {"xl/worksheets/sheet1.xml": entities.encode(encoding)}
        assert "entities" in refusal(zipped(BOOK | part), "plan.xlsx")


def test_a_document_of_the_most_pages_is_read_and_one_more_is_not() -> None:
    gate.check_pages("plan.pdf", gate.MOST_PAGES)
    with pytest.raises(Refused, match=r"plan\.pdf has 301 pages; the limit is 300"):
        gate.check_pages("plan.pdf", gate.MOST_PAGES + 1)


def test_twenty_megabytes_come_in_and_one_byte_more_does_not() -> None:
    gate.check_size("plan.csv", gate.MOST_BYTES)
    with pytest.raises(Refused, match=r"plan.csv is larger than 20 MB .21 MB."):
        gate.check_size("plan.csv", gate.MOST_BYTES + 1)
    with pytest.raises(Refused, match=r"300 MB"):
        gate.check_size("plan.csv", 300 * 1024 * 1024)


@pytest.mark.parametrize(
    ("start", "word"),
    [
        (b"{\\rtf1", "rich text"),
        (b"\x89PNG\r\n", "picture"),
        (b"MZ\x90", "program"),
        (b"\x1f\x8b\x08", "compressed"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Office format"),
    ],
)
def test_other_types_are_refused_with_what_to_do(start: bytes, word: str) -> None:
    sentence = refusal(start + b" rest of it" * 20)
    assert word in sentence
    assert sentence.startswith("plan.docx ")


def test_a_locked_document_is_told_from_an_old_one() -> None:
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le")
    assert "password" in refusal(locked)


def test_an_empty_file_is_refused() -> None:
    assert refusal(b"") == "plan.docx is empty. Choose the file again."


def test_a_damaged_document_is_refused() -> None:
    assert "damaged" in refusal(zipped(WORD)[:-30])


def test_a_part_that_does_not_unpack_is_refused() -> None:
    content = bytearray(zipped(WORD | {TYPES: b"<Types/>" * 400}))
    content[60:70] = b"\xff" * 10
    assert "damaged" in refusal(bytes(content))


def test_macros_are_refused_by_part_and_by_type() -> None:
    assert "macros" in refusal(zipped(WORD | {"word/vbaProject.bin": b"x"}))
    macro_type = b"<Types>application/vnd.ms-word.document.macroEnabled.main+xml</Types>"
    assert "macros" in refusal(zipped(WORD | {TYPES: macro_type}))


@pytest.mark.parametrize("path", ["../evil.xml", "/etc/passwd", "word\\..\\x", "C:evil"])
def test_names_that_leave_the_document_are_refused(path: str) -> None:
    assert "unsafe name" in refusal(zipped(WORD | {path: b"x"}))


def test_the_number_of_parts_is_limited() -> None:
    def parts(number: int) -> dict[str, bytes]:
        return WORD | {f"word/p{index}.xml": b"" for index in range(number - len(WORD))}

    assert gate.kind_of("plan.docx", zipped(parts(gate.MOST_PARTS))) is FileKind.DOCX
    assert "1001 parts" in refusal(zipped(parts(gate.MOST_PARTS + 1)))


def test_a_small_file_that_unpacks_to_300_megabytes_is_refused() -> None:
    bomb = zipped(WORD | {f"word/p{number}.xml": b"\x00" * (30 * 1024 * 1024) for number in range(10)})
    assert len(bomb) < 1024 * 1024
    assert "unpacks to 300 MB" in refusal(bomb)


def test_ten_megabytes_may_be_well_packed_and_no_more() -> None:
    spare = gate.SMALL_ENOUGH_BYTES - sum(map(len, WORD.values()))
    assert gate.kind_of("plan.docx", zipped(WORD | {"word/x.xml": b"a" * spare})) is FileKind.DOCX
    assert "unpacks to" in refusal(zipped(WORD | {"word/x.xml": b"a" * (spare + 1)}))


def test_a_document_with_its_own_entities_is_refused() -> None:
    bomb = zipped(WORD | {TYPES: b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><Types/>'})
    assert "entities" in refusal(bomb)


@pytest.mark.parametrize(
    ("parts", "word"),
    [
        ({"xl/workbook.bin": b""}, "binary workbook"),
        ({"a.txt": b""}, "zip file"),
        ({"content.xml": b"", "mimetype": b""}, "OpenDocument"),
    ],
)
def test_other_packed_files_are_told_apart(parts: dict[str, bytes], word: str) -> None:
    assert word in refusal(zipped(parts))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_text_is_read_in_its_encoding(encoding: str) -> None:
    text = "No,Action,Owner\n1,Café for carers – £5,AB\n" * 3
    assert gate.decoded("plan.csv", text.encode(encoding))[0] == text


def test_windows_letters_are_read_and_said() -> None:
    assert gate.decoded("plan.csv", "Café – £5".encode("windows-1252")) == ("Café – £5", "windows-1252")


def test_a_nul_is_refused_with_its_line() -> None:
    with pytest.raises(Refused, match="line 2, character 3: a NUL"):
        gate.decoded("plan.txt", b"first\nab\x00cd")


@pytest.mark.parametrize("broken", [b"\xed\xa0\x80", b"\xc3\xa9 and \xff"])
def test_a_broken_letter_is_refused_with_its_line(broken: bytes) -> None:
    with pytest.raises(Refused, match="line 2"):
        gate.decoded("plan.txt", b"first \xc3\xa9\n" + broken)


def test_a_lone_surrogate_in_utf16_is_refused() -> None:
    with pytest.raises(Refused, match="cannot be read"):
        gate.decoded("plan.txt", b"\xff\xfe" + "ab".encode("utf-16-le") + b"\x00\xd8" + "c".encode("utf-16-le"))


def test_columns_and_rows_are_limited() -> None:
    gate.check_shape("p.csv", Shape("table 1", gate.MOST_ROWS, gate.MOST_COLUMNS))
    with pytest.raises(Refused, match=r"p.csv, table 1: 2,000 columns; the limit is 200"):
        gate.check_shape("p.csv", Shape("table 1", 1, 2_000))
    with pytest.raises(Refused, match="columns"):
        gate.check_shape("p.csv", Shape("table 1", 1, gate.MOST_COLUMNS + 1))
    with pytest.raises(Refused, match="rows"):
        gate.check_shape("p.csv", Shape("table 1", gate.MOST_ROWS + 1, 1))


def test_the_amount_of_cells_and_paragraphs_is_limited() -> None:
    gate.check_amount("p.csv", cells=gate.MOST_CELLS, paragraphs=gate.MOST_PARAGRAPHS)
    with pytest.raises(Refused, match="400,001 cells; the limit is 400,000"):
        gate.check_amount("p.csv", cells=gate.MOST_CELLS + 1, paragraphs=0)
    with pytest.raises(Refused, match="20,001 paragraphs; the limit is 20,000"):
        gate.check_amount("p.csv", cells=0, paragraphs=gate.MOST_PARAGRAPHS + 1)


def test_the_length_of_a_cell_is_limited() -> None:
    place = "table 1, row 2, column Progress"
    gate.check_cell("p.csv", place, "a" * gate.MOST_CELL_CHARACTERS)
    with pytest.raises(Refused, match=r"p.csv, table 1, row 2, column Progress: 32,001 characters"):
        gate.check_cell("p.csv", place, "a" * (gate.MOST_CELL_CHARACTERS + 1))


# The child process -------------------------------------------------------------------------------------------------

HERE = "lippen.kernel.tests.test_file_gate"


def echo(payload: bytes, *, name: str) -> dict[str, object]:
    print("a parser that talks must not spoil the answer")
    return {"name": name, "size": len(payload)}


def eat_memory(payload: bytes, *, name: str, megabytes: int) -> int:
    return len(bytearray(megabytes * 1024 * 1024))


def never_end(payload: bytes, *, name: str) -> None:
    while True:
        pass


def write_a_file(payload: bytes, *, name: str) -> str:
    import tempfile

    try:
        with tempfile.NamedTemporaryFile() as file:
            file.write(b"x" * 100)
            file.flush()
    except OSError:
        return "could not write"
    return "wrote"


def environment(payload: bytes, *, name: str) -> list[str]:
    import os

    return sorted(os.environ)


def call(function: str, *, memory_mb: int = 400, seconds: int = 20, **options):
    return run_confined(
        f"{HERE}:{function}", b"abc", options={"name": "plan.txt"} | options, memory_mb=memory_mb, seconds=seconds
    )


def test_the_child_answers_with_json_whatever_a_parser_prints() -> None:
    assert call("echo") == {"name": "plan.txt", "size": 3}


def test_too_much_memory_is_a_sentence_and_a_little_less_is_fine() -> None:
    assert call("eat_memory", megabytes=100) == 100 * 1024 * 1024
    with pytest.raises(Refused, match=r"plan.txt needs more memory or time"):
        call("eat_memory", megabytes=500)


def test_too_much_time_is_a_sentence() -> None:
    with pytest.raises(Refused, match=r"plan.txt needs more memory or time"):
        call("never_end", seconds=1)


def test_the_child_cannot_write_files_and_is_given_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://secret")
    assert call("write_a_file") == "could not write"
    assert "DATABASE_URL" not in call("environment")


def test_only_our_own_functions_run_in_the_child() -> None:
    with pytest.raises(ValueError, match="our own functions"):
        run_confined("os:system", b"", options={}, memory_mb=100, seconds=1)
