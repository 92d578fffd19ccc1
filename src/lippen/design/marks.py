"""State and standing: one word, one shape and one colour of each, everywhere. The shapes differ in grey, too."""

from __future__ import annotations

from dataclasses import dataclass

RING = '<circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="2"/>'
DASHED_RING = RING.replace("/>", ' stroke-dasharray="3 2.500"/>')
DISC = '<circle cx="8" cy="8" r="7" fill="currentColor"/>'
TICK = '<path d="M4.5 8.5 7 11l4.5-6" fill="none" stroke="{}" stroke-width="2"/>'
JOIN = '<path d="M2 2l6 6V14M14 2 8 8" fill="none" stroke="currentColor" stroke-width="2"/>'
BARE_TICK = '<path d="M1.500 8.500 6 13 14.500 3.500" fill="none" stroke="currentColor" stroke-width="2.500"/>'
BARS = '<path d="M3 2h4v12H3zM9 2h4v12H9z" fill="currentColor"/>'


@dataclass(frozen=True)
class Mark:
    """How a state or a standing is shown."""

    key: str
    word: str
    shape: str
    css: str


def _state(key: str, word: str, shape: str) -> Mark:
    return Mark(key=key, word=word, shape=shape, css=f"lippen-state lippen-state--{key.replace('_', '-')}")


def _standing(key: str, word: str, shape: str, colour: str) -> Mark:
    return Mark(key=key, word=word, shape=shape, css=f"ds_tag ds_tag--{colour} lippen-standing")


STATES: dict[str, Mark] = {
    mark.key: mark
    for mark in (
        _state("unconfirmed", "Not confirmed yet", DASHED_RING),
        _state("not_started", "Not started", RING),
        _state("under_way", "Under way", RING + '<path d="M8 2a6 6 0 0 1 0 12z" fill="currentColor"/>'),
        _state("says_done", "Says done", BARE_TICK),
        _state("shown_done", "Shown done", DISC + TICK.format("#fff")),
        _state("postponed", "Postponed", BARS),
        _state("blocked", "Blocked", DISC + '<path d="M4 7h8v2H4z" fill="#fff"/>'),
        _state("superseded", "Superseded", '<path d="M2 7h8V3l5 5-5 5V9H2z" fill="currentColor"/>'),
        _state("merged", "Merged", JOIN),
    )
}
STANDINGS: dict[str, Mark] = {
    mark.key: mark
    for mark in (
        _standing("blue", "Done and shown", DISC + TICK.format("#fff"), "blue"),
        _standing("green", "On course", DISC, "green"),
        _standing("amber", "Slipping", '<path d="M8 1 15.500 15H.500z" fill="currentColor"/>', "yellow"),
        _standing("red", "Off course", '<path d="M8 .500 15.500 8 8 15.500.500 8z" fill="currentColor"/>', "red"),
        _standing("grey", "Not active", RING, "grey"),
    )
}


def state_mark(key: str) -> Mark:
    """The mark of a state of an action."""
    return _found(STATES, key)


def standing_mark(key: str) -> Mark:
    """The mark of a standing (BRAG)."""
    return _found(STANDINGS, key)


def _found(marks: dict[str, Mark], key: str) -> Mark:
    try:
        return marks[str(key)]
    except KeyError:
        raise LookupError(f"There is no mark {key!r}: it is one of {', '.join(marks)}.") from None
