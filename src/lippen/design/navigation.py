"""Where a reader can go from here."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class MenuItem:
    """One entry of the main menu."""

    label: str
    url: str
    current: bool = False


@dataclass(frozen=True)
class Crumb:
    """One step of the way back; a step without an address is the page itself."""

    label: str
    url: str = ""
