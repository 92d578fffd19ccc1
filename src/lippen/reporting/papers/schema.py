"""What a paper's content may hold; a fault names the place, so that its author can mend it."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

# The word that is printed, and the colour and shape that go with it; pages say the second word of each pair.
STANDINGS = {
    "Blue": "blue",
    "Done and shown": "blue",
    "Grey": "grey",
    "Not active": "grey",
    "Red": "red",
    "Off course": "red",
    "Amber": "amber",
    "Slipping": "amber",
    "Green": "green",
    "On course": "green",
}
REF = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)+")
# Control characters, lone surrogates and non-characters: no program prints them alike, and XML refuses them.
UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")

Check = Callable[[Any, str], None]


class ContentFault(ValueError):
    """Content that no paper can show; `path` says where."""

    def __init__(self, path: str, sentence: str) -> None:
        super().__init__(f"{path}: {sentence}")
        self.path = path


def check(content: Any) -> None:
    """Refuse content that does not keep the form of a paper, naming the first place that breaks it."""
    _WHOLE(content, "content")


def text(value: Any, path: str) -> None:
    """A string that every format can show."""
    if not isinstance(value, str):
        raise ContentFault(path, f"this must be text, not {_kind(value)}.")
    if found := UNPRINTABLE.search(value):
        raise ContentFault(path, f"the character U+{ord(found.group()):04X} cannot be printed; take it out.")


def one_of(*words: str) -> Check:
    """Text out of a closed list."""

    def look(value: Any, path: str) -> None:
        if value not in words or not isinstance(value, str):
            raise ContentFault(path, f"this must be one of {', '.join(words)}.")

    return look


def listing(each: Check, least: int = 0) -> Check:
    """A list whose every member passes."""

    def look(value: Any, path: str) -> None:
        if not isinstance(value, (list, tuple)):
            raise ContentFault(path, f"this must be a list, not {_kind(value)}.")
        if len(value) < least:
            raise ContentFault(path, f"this must hold at least {least}.")
        for place, item in enumerate(value):
            each(item, f"{path}[{place}]")

    return look


def record(needed: Mapping[str, Check], allowed: Mapping[str, Check] | None = None) -> Check:
    """An object with these keys, perhaps those, and no other."""
    known = {**needed, **(allowed or {})}

    def look(value: Any, path: str) -> None:
        if not isinstance(value, dict):
            raise ContentFault(path, f"this must be an object, not {_kind(value)}.")
        for key in needed.keys() - value.keys():
            raise ContentFault(f"{path}.{key}", "this is missing.")
        for key in value.keys() - known.keys():
            raise ContentFault(f"{path}.{key}", "a paper has no such part, so it would never be printed.")
        for key, item in value.items():
            known[key](item, f"{path}.{key}")

    return look


def _kind(value: Any) -> str:
    names = {
        type(None): "empty",
        bool: "a yes or no",
        int: "a number",
        float: "a number",
        list: "a list",
        dict: "an object",
    }
    return names.get(type(value), type(value).__name__)


def _maybe(inner: Check) -> Check:
    return lambda value, path: None if value is None else inner(value, path)


def _ref(value: Any, path: str) -> None:
    text(value, path)
    if not REF.fullmatch(value):
        raise ContentFault(path, "this must be a reference such as paper-7h3k9q2m.")


def _flag(value: Any, path: str) -> None:
    if not isinstance(value, bool):
        raise ContentFault(path, "this must be true or false.")


def _whole_number(value: Any, path: str) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise ContentFault(path, "this must be a whole number from 1.")


def _count(value: Any, path: str) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ContentFault(path, "this must be a whole number from 0.")


def _share(value: Any, path: str) -> None:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value <= 1000:
        raise ContentFault(path, "this must be a number above 0.")


def _figure(value: Any, path: str) -> None:
    if isinstance(value, float) and not math.isfinite(value):
        raise ContentFault(path, "this must be a number that can be written down.")
    if not isinstance(value, (int, float, str, type(None))):
        raise ContentFault(path, f"this must be a number or text, not {_kind(value)}.")
    if isinstance(value, str):
        text(value, path)


def _day(value: Any, path: str) -> None:
    _parsed(date.fromisoformat, value, path, "a day such as 2026-09-30")


def _instant(value: Any, path: str) -> None:
    if _parsed(datetime.fromisoformat, value, path, "a moment such as 2026-10-17T15:00:00+00:00").tzinfo is None:
        raise ContentFault(path, "this must name its time zone, such as +00:00.")


def _parsed(parse: Callable[[str], Any], value: Any, path: str, example: str) -> Any:
    text(value, path)
    try:
        return parse(value)
    except ValueError:
        raise ContentFault(path, f"this must be {example}.") from None


def _anything(value: Any, path: str) -> None:
    """A figure's origin: any plain JSON."""
    if isinstance(value, dict):
        for key, item in value.items():
            text(key, path)
            _anything(item, f"{path}.{key}")
    elif isinstance(value, (list, tuple)):
        listing(_anything)(value, path)
    else:
        _figure(value, path)


def _table(value: Any, path: str) -> None:
    _TABLE(value, path)
    width = len(value["columns"])
    for place, row in enumerate(value["rows"]):
        if len(row) != width:
            raise ContentFault(f"{path}.rows[{place}]", f"this row has {len(row)} cells for {width} columns.")
    for total in value.get("totals", ()):
        if total >= len(value["rows"]):
            raise ContentFault(f"{path}.totals", f"row {total} is not there.")


def _trend(value: Any, path: str) -> None:
    _TREND(value, path)
    width = len(value["points"])
    for place, line in enumerate(value["lines"]):
        if len(line["values"]) != width:
            words = f"this line has {len(line['values'])} values for {width} days."
            raise ContentFault(f"{path}.lines[{place}]", words)


def _people(value: Any, path: str) -> None:
    _PEOPLE(value, path)
    for place, row in enumerate(value["rows"]):
        if len(row) != len(value["columns"]):
            raise ContentFault(
                f"{path}.rows[{place}]", f"this row has {len(row)} cells for {len(value['columns'])} columns."
            )


def _pair(value: Any, path: str) -> None:
    listing(text)(value, path)
    if len(value) != 2:
        raise ContentFault(path, "a fact is a label and a value.")


def _block(value: Any, path: str) -> None:
    if not isinstance(value, dict):
        raise ContentFault(path, f"a block must be an object, not {_kind(value)}.")
    one_of(*BLOCKS)(value.get("kind"), f"{path}.kind")
    BLOCKS[value["kind"]](value, path)


_KIND: Mapping[str, Check] = {"kind": text}
_NUMBER = _maybe(text)
_OPTION = record({"label": text, "ticked": _flag})
_COLUMN = record({"heading": text, "share": _share}, {"numbers": _flag})
_TABLE = record(
    {**_KIND, "caption": text, "columns": listing(_COLUMN, 1), "rows": listing(listing(listing(text)))},
    {"key": text, "totals": listing(_count)},
)
_PEOPLE = record({**_KIND, "heading": text, "columns": listing(text, 1), "rows": listing(listing(text))})
_SIGNATURE = record({"name": text, "designation": text, "signed_on": text})

_BAR = record(
    {"label": text, "value": _count, "words": text},
    {"of": _count, "look": one_of("red", "amber", "green", "blue", "grey", "")},
)
_LINE = record({"label": text, "values": listing(_count, 1), "look": one_of("red", "amber", "green", "blue", "grey")})
_TREND = record(
    {
        **_KIND,
        "key": text,
        "title": text,
        "subtitle": text,
        "heading": text,
        "alt": text,
        "points": listing(text, 1),
        "lines": listing(_LINE, 1),
    }
)

BLOCKS: dict[str, Check] = {
    "facts": record({**_KIND, "rows": listing(_pair)}),
    "heading": record({**_KIND, "text": text}, {"level": _whole_number, "number": _NUMBER}),
    "paragraph": record({**_KIND, "text": text}, {"number": _NUMBER}),
    "bullets": record({**_KIND, "items": listing(text)}),
    "lettered": record({**_KIND, "items": listing(text)}),
    "choice": record({**_KIND, "question": text, "options": listing(_OPTION)}, {"number": _NUMBER, "note": _NUMBER}),
    "table": _table,
    "people": _people,
    "signatures": record({**_KIND, "rows": listing(_SIGNATURE)}),
    "standing": record({**_KIND, "word": one_of(*STANDINGS), "text": text}),
    "page_break": record(_KIND),
    "trend": _trend,
    "chart": record(
        {
            **_KIND,
            "key": text,
            "title": text,
            "subtitle": text,
            "heading": text,
            "alt": text,
            "bars": listing(_BAR, 1),
        }
    ),
}
_PART = record({"key": text, "title": text, "blocks": listing(_block)})
_WHOLE = record(
    {
        "lippen": one_of("paper/1"),
        "edition": text,
        "template": record({"key": text, "version": _whole_number}),
        "paper": record({"ref": _ref, "title": text, "authority": text}),
        "as_at": _day,
        "known_at": _instant,
        "dates": listing(record({"label": text, "value": text})),
        "parts": listing(_PART, 1),
        "figures": listing(record({"key": text, "value": _figure, "words": text}, {"from": _anything})),
    },
    {"notice": text},
)
