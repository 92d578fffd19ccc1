"""Strangers' files are read in a child process: what it is called with and answers is plain JSON and bytes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from lippen.kernel.files.confined import TOO_MUCH as TOO_MUCH_FOR_A_PLAN
from lippen.kernel.files.confined import run_confined
from lippen.kernel.files.gate import Refused

from .difference import Comparison, Difference, compare
from .marks import Marks, NoMarks, marks_or_reason
from .reading import Unreadable

MEMORY_MB, SECONDS = 1_500, 300
TOO_MUCH = "{name} needs more memory or time to be read than any paper does."
HERE = "lippen.reporting.papers.confined_reading"


def run_in_child(function: Any, *arguments: Any) -> Any:
    """Run one of the two readers of strangers' files in a child process; a `Run` of compare.py."""
    readers: dict[Any, Callable[..., Any]] = {marks_or_reason: _marks_in_child, compare: _compare_in_child}
    return readers[function](*arguments)


def marks_as_json(payload: bytes, *, name: str) -> dict[str, Any]:
    """In the child: which paper a file says it is."""
    found = marks_or_reason(name, payload)
    return {"reason": found.reason} if isinstance(found, NoMarks) else asdict(found)


def comparison_as_json(payload: bytes, *, kind: str, original_bytes: int, name: str) -> dict[str, Any]:
    """In the child: the first difference of two files that come one after the other."""
    try:
        return asdict(compare(payload[:original_bytes], payload[original_bytes:], kind))
    except Unreadable as error:
        raise Refused(str(error)) from error


def _marks_in_child(name: str, data: bytes) -> Marks | NoMarks:
    try:
        answer = _called("marks_as_json", data, name=name)
    except Refused as refusal:
        return NoMarks(refusal.sentence)
    return NoMarks(answer["reason"]) if "reason" in answer else Marks(**answer)


def _compare_in_child(original: bytes, given: bytes, kind: str) -> Comparison:
    try:
        options = {"kind": kind, "original_bytes": len(original), "name": "This file"}
        answer = _called("comparison_as_json", original + given, **options)
    except Refused as refusal:
        raise Unreadable(refusal.sentence) from refusal
    difference = answer["difference"]
    return Comparison(Difference(**difference) if difference else None, tuple(answer["stamps"]))


def _called(reader: str, payload: bytes, **options: Any) -> dict[str, Any]:
    name = options["name"] = options["name"] or "This file"
    try:
        return dict(run_confined(f"{HERE}:{reader}", payload, options=options, memory_mb=MEMORY_MB, seconds=SECONDS))
    except Refused as refusal:
        if refusal.sentence == TOO_MUCH_FOR_A_PLAN.format(name=name):
            raise Refused(TOO_MUCH.format(name=name)) from refusal
        raise
