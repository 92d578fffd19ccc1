"""Words that could tell who a child is, found by rule: each with a sentence that is flagged and one that is not."""

from __future__ import annotations

import pytest

from lippen.reporting.papers.flagging import Spot, flags
from lippen.reporting.papers.naming import Names
from lippen.reporting.vocabulary import FlagKind

NAMES = Names(
    people=(
        ("Struan", "Kindrummet"),
        ("Iona", "Craigdallie"),
        ("Ailsa", "Grant"),
        ("Euan", "Young"),
        ("Fergus", "O’Nair"),
        ("Mairi", "Strathlairn"),
        ("Lorna", "May"),
        ("Rory", "Ha"),
        ("Isla", "Drum-Lennoch"),
    ),
    contacts=("Catriona Balnagowan", "Shona"),
    councils=("Strathlairn Council",),
)
PLACES = ("Larkfield House", "Burnside  Nursery")
WORDS = ("the Glenshee fire", "McWhinnan")


def found(*texts: str) -> list[tuple[str, str]]:
    spots = [Spot("3.0", text) for text in texts]
    return [(flag.kind.value, flag.words) for flag in flags(spots, names=NAMES, places=PLACES, words=WORDS)]


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
    ("struan kindrummet leads it.", "name", "struan kindrummet"),
    ("Mrs Abernethy wrote to us.", "name", "Mrs Abernethy"),
    ("We heard from Ms. Jean Abernethy.", "name", "Ms. Jean Abernethy"),
    ("So said Miss O’Hara’s mother.", "name", "Miss O’Hara"),
    ("Dr Shaw saw every child.", "name", "Dr Shaw"),
    ("Kindrummet's sister was seen.", "name", "Kindrummet"),
    ("Two visits to Mary Kindrummet were late.", "name", "Kindrummet"),
    ("The Craigdallie children came home.", "name", "Craigdallie"),
    ("We visited O’Nair at home.", "name", "O’Nair"),
    ("The Drum-Lennoch family moved.", "name", "Drum-Lennoch"),
    ("It was agreed with Grant that he stays.", "name", "Grant"),
    ("We asked (as did Young) for more.", "name", "Young"),
    ("It was agreed with Ha last week.", "name", "Ha"),
    ("Catriona Balnagowan speaks for carers.", "name", "Catriona Balnagowan"),
    ("Balnagowan speaks for carers.", "name", "Balnagowan"),
    ("After the Glenshee fire the house closed.", "word", "the Glenshee fire"),
    ("The mcwhinnan children are well.", "word", "mcwhinnan"),
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
    "Grant funding ended in spring.",
    "Young people were asked. Young carers too.",
    "It rests on the Children and Young People Act.",
    "The report of the Kindrummet Review was read.",
    "The clinic in Craigdallie Street opened.",
    "Strathlairn has agreed, and so have others in Strathlairn.",
    "It begins in May and ends in June.",
    "“Young” is a word.",
    "Ha is no word.",
    "kindrummet is written small, so it is no name.",
    "The Kindrummets of this world.",
    "A Craigdallie-led group.",
    "The DR-plan is tested, Dr and all.",
    "Missed visits are counted, and Mrsa is tested for.",
]


@pytest.mark.parametrize("text", NOT_FLAGGED)
def test_what_tells_nothing_about_anybody_is_not_flagged(text: str) -> None:
    assert found(text) == []


def test_a_family_name_that_the_paper_writes_small_elsewhere_is_a_word_where_a_sentence_begins() -> None:
    assert found("Craigdallie was chosen.") == [("name", "Craigdallie")]
    assert found("Craigdallie was chosen.", "A craigdallie is a hillock.") == []
    assert found("We chose Craigdallie.", "A craigdallie is a hillock.") == [("name", "Craigdallie")]


def test_a_name_in_full_is_flagged_once_and_not_again_by_its_family_name() -> None:
    assert found("Struan Kindrummet and Mrs Iona Craigdallie came.") == [
        ("name", "Struan Kindrummet"),
        ("name", "Mrs Iona Craigdallie"),
    ]


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
