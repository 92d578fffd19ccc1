"""Words that could tell who a child is, found by rule: each with a sentence that is flagged and one that is not."""

from __future__ import annotations

import pytest

from lippen.reporting.papers.flagging import Spot, flags
from lippen.reporting.vocabulary import FlagKind

NAMES = ("Struan Kindrummet", "Iona Craigdallie")
PLACES = ("Larkfield House", "Burnside  Nursery")


def found(text: str) -> list[tuple[str, str]]:
    return [(flag.kind.value, flag.words) for flag in flags([Spot("3.0", text)], names=NAMES, places=PLACES)]


FLAGGED = [
    ("Three children wait for a worker.", "small", "Three children"),
    ("There are 4 young people in the house.", "small", "4 young people"),
    ("One child was moved.", "small", "One child"),
    ("Two looked after children came home.", "small", "Two looked after children"),
    ("Two of the families complained.", "small", "Two of the families"),
    ("She is aged 7.", "recognisable", "aged 7"),
    ("A nine-year-old spoke.", "recognisable", "nine-year-old"),
    ("A 9 year old spoke.", "recognisable", "9 year old"),
    ("The twins stayed together.", "recognisable", "twins"),
    ("The only family in the village said so.", "recognisable", "only family"),
    ("He has a rare condition.", "recognisable", "rare condition"),
    ("The girl whose brother moved.", "recognisable", "The girl whose"),
    ("Child A waits.", "recognisable", "Child A"),
    ("Struan  Kindrummet leads it.", "name", "Struan Kindrummet"),
    ("The room at larkfield house opened.", "place", "larkfield house"),
    ("Burnside Nursery is warm.", "place", "Burnside Nursery"),
]


@pytest.mark.parametrize(("text", "kind", "words"), FLAGGED)
def test_paper_flags_answered_before_issue_finds(text: str, kind: str, words: str) -> None:
    assert (kind, words) in found(text)


NOT_FLAGGED = [
    "Children wait 9 days where it was 34.",
    "Five children wait for a worker.",
    "14 children wait.",
    "Three actions are late.",
    "Two social workers are appointed.",
    "Section 3 children's rights.",
    "1.4 million children in Scotland.",
    "One in four children waits.",
    "A service manager leads it.",
    "Larkfield Housing opened.",
    "The child's plan is written in time.",
    "It costs £4 children pay nothing.",
]


@pytest.mark.parametrize("text", NOT_FLAGGED)
def test_what_tells_nothing_about_anybody_is_not_flagged(text: str) -> None:
    assert found(text) == []


def test_an_answer_lapses_when_the_words_around_it_change() -> None:
    (first,), (again,), (other,) = (
        flags([Spot("3.0", text)]) for text in ("Three children wait.", "Three children wait.", "Three children wait!")
    )
    assert first.key == again.key != other.key
    assert first.kind is FlagKind.SMALL and first.why.endswith(".")


def test_the_key_of_a_flag_holds_none_of_its_words() -> None:
    (flag,) = flags([Spot("3.0", "Three children wait.")])
    assert flag.key.isalnum() and len(flag.key) == 24


@pytest.mark.parametrize(
    ("before", "after", "around"),
    [
        ("", "", "Three children"),
        ("We hear: ", ".", "We hear: Three children."),
        ("The families of the whole long valley wrote to us again in the spring: ", "", "…of the whole long valley"),
        (
            "",
            " wait for a social worker of their very own, as they told us in summer.",
            "of their very own, as they told…",
        ),
        ("x" * 90 + " ", " " + "y" * 90, f"…{'x' * 59} Three children {'y' * 59}…"),
    ],
)
def test_what_stands_around_a_flag_is_cut_between_words(before: str, after: str, around: str) -> None:
    (flag,) = flags([Spot("3.0", f"{before}Three children{after}")])
    assert around in flag.around
