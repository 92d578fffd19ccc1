"""What stands when a form is opened, so that whoever sends it later over something newer is told of both texts."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

NONE = ""


@dataclass(frozen=True)
class Standing:
    """
    What stands of one thing: `mark` is another whenever somebody has said it anew; `said` by the form's questions.

    `words` are what is said in other words than the form would find for it, such as a person's name.
    """

    mark: str = NONE
    said: Mapping[str, Any] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    by_id: int | None = None
    by: str = ""
    at: datetime | None = None
    about: str = ""


@dataclass(frozen=True)
class Stands:
    """
    How a form knows whether somebody was quicker.

    `read` gives what stands now by its part; `parts` which parts a sent form says anew; `held` are the names of the
    records by which writers wait for each other.
    """

    read: Callable[[], Mapping[str, Standing]]
    parts: Callable[[Mapping[str, str]], Iterable[str]]
    held: tuple[str, ...] = ()


def version_of(standing: Mapping[str, Standing]) -> str:
    """The form's version token: a short number for each part of what stands."""
    return json.dumps({part: _short(each.mark) for part, each in sorted(standing.items())}, separators=(",", ":"))


def newer(version: str, standing: Mapping[str, Standing], parts: Iterable[str]) -> tuple[str, ...]:
    """Which of these parts somebody has said since the form had this version; none where it names no version."""
    try:
        seen = json.loads(version)
    except ValueError:
        return ()
    if not isinstance(seen, dict):
        return ()
    wanted = (part for part in dict.fromkeys(parts) if part in standing)
    return tuple(part for part in wanted if seen.get(part, _short(NONE)) != _short(standing[part].mark))


def _short(mark: str) -> str:
    return sha256(mark.encode()).hexdigest()[:12] if mark else ""
