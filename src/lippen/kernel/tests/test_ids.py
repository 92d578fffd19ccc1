"""References that people read out on the telephone."""

from __future__ import annotations

from lippen.kernel.ids import LENGTH, LETTERS, new_ref


def test_a_reference_has_its_prefix_and_ten_letters_that_do_not_look_alike() -> None:
    prefix, _, letters = new_ref("plan").partition("-")
    assert (prefix, len(letters)) == ("plan", LENGTH)
    assert set(letters) <= set(LETTERS)
    assert not set("01oil") & set(LETTERS)


def test_every_letter_can_stand_in_every_place() -> None:
    made = [new_ref("x").removeprefix("x-") for _ in range(3000)]
    assert all({ref[place] for ref in made} == set(LETTERS) for place in range(LENGTH))
    assert len(set(made)) == len(made)
