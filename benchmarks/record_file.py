"""A file of notes and events of another system, made up, as large as it is wanted."""

from __future__ import annotations

from pathlib import Path

HEADINGS = "Person number,Date,Note,Source,Significance\n"
WORDS = (
    "The school rang in the morning: she came without a coat, and had not eaten. "
    "Spoke to her mother, who will buy one. "
)
CHILDREN = 10_000


def line(number: int) -> str:
    """One row: every number makes another one, with quotes, commas and line breaks among them."""
    words = WORDS[: 60 + number % 50]
    tail = '""so she says""' if number % 7 else "over\ntwo lines"
    day = f"{1 + number % 28:02d}/{1 + number % 12:02d}/2011"
    return f'P{number % CHILDREN:05d},{day},"{words} ({number}) {tail}",School,Matters\n'


def write(path: Path, size_bytes: int) -> int:
    """Write at least that much; how many rows."""
    number, done = 0, 0
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(HEADINGS)
        while done < size_bytes:
            lines = "".join(line(each) for each in range(number, number + 1_000))
            file.write(lines)
            number, done = number + 1_000, done + len(lines)
    return number
