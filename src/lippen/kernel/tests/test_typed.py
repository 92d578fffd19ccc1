from __future__ import annotations

import pytest

from lippen.kernel.typed import is_seen, said, says_something, seen, tidied


@pytest.mark.parametrize("text", ["", "  ", "\u200b", "\u2060 \ufeff", "-", "– —", "• \u200d", "...", "\u2063\n\u00ad"])
def test_what_cannot_be_seen_and_mere_dashes_say_nothing(text: str) -> None:
    assert not says_something(text) and said(text) == ""


@pytest.mark.parametrize("text", ["a", "5", "£", "👍", "شكرا", "תודה", "- a", "\u200bdone"])
def test_one_letter_figure_or_sign_says_something(text: str) -> None:
    assert says_something(text) and said(f" {text} ") == text.strip()


@pytest.mark.parametrize("sign", [*"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufffe\uffff"])
def test_what_turns_words_round_is_taken_out(sign: str) -> None:
    assert tidied(f"cod{sign}e") == "code"


@pytest.mark.parametrize("text", ["\u200b", "\u200d\u2060", " \ufeff", "\u3164", "\u2800", "\u00ad \u200f"])
def test_of_what_cannot_be_seen_nothing_is_left(text: str) -> None:
    assert tidied(text) == "" and not is_seen(text) and seen(text) == ""


@pytest.mark.parametrize("text", ["-", "?", "👩\u200d👧", "Isla\u200b", "می\u200cخواهم", "\U0010ffff"])
def test_where_anything_can_be_seen_all_of_it_stays(text: str) -> None:
    assert tidied(text) == seen(text) == text


@pytest.mark.parametrize("text", ["مرحبا بالأطفال", "שלום", "naïve\u200dté", "می\u200cخواهم", "a\u200fb"])
def test_the_letters_of_every_script_stay_as_they_were_typed(text: str) -> None:
    assert tidied(text) == text
