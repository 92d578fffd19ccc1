from __future__ import annotations

import copy
import json
import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lippen.reporting.papers.canonical import ContentFault, canonical, content_hash, groups_of_eight

from .example import example_content

CONTENT = example_content()


def places_of_text(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where every text of the parts stands."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key not in ("kind", "word"):
                yield from places_of_text(item, (*path, key))
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from places_of_text(item, (*path, place))
    elif isinstance(value, str):
        yield path


PLACES = list(places_of_text(CONTENT["parts"], ("parts",)))


def with_text(path: tuple[Any, ...], text: str) -> dict[str, Any]:
    """The example with one text replaced."""
    changed = copy.deepcopy(CONTENT)
    at: Any = changed
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = text
    return changed


def text_at(path: tuple[Any, ...]) -> str:
    at: Any = CONTENT
    for step in path:
        at = at[step]
    return str(at)


def reordered(value: Any, rank: Any) -> Any:
    """The same content with every object's keys in another order."""
    if isinstance(value, dict):
        return {key: reordered(value[key], rank) for key in sorted(value, key=rank)}
    return [reordered(item, rank) for item in value] if isinstance(value, list) else value


@settings(max_examples=25, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_keys_does_not_matter(random: Any) -> None:
    order: dict[str, float] = {}
    shuffled = reordered(CONTENT, lambda key: order.setdefault(key, random.random()))

    assert canonical(shuffled) == canonical(CONTENT)


@settings(max_examples=50, deadline=None)
@given(st.sampled_from(PLACES), st.text("aéô áʼ̀żà ΩŁ각", min_size=1), st.sampled_from(["NFC", "NFD"]))
def test_the_form_of_accented_letters_does_not_matter(path: tuple[Any, ...], words: str, form: Any) -> None:
    assert content_hash(with_text(path, unicodedata.normalize(form, words))) == content_hash(with_text(path, words))


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(PLACES), st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"])))
def test_any_changed_text_changes_the_hash(path: tuple[Any, ...], words: str) -> None:
    same = unicodedata.normalize("NFC", words) == unicodedata.normalize("NFC", text_at(path))

    assert (content_hash(with_text(path, words)) == content_hash(CONTENT)) is same


def test_a_changed_tick_and_a_changed_figure_change_the_hash() -> None:
    ticked, counted = copy.deepcopy(CONTENT), copy.deepcopy(CONTENT)
    choice = next(block for block in ticked["parts"][1]["blocks"] if block["kind"] == "choice")
    choice["options"][0]["ticked"] = True
    counted["figures"][0]["value"] = 4

    assert len({content_hash(CONTENT), content_hash(ticked), content_hash(counted)}) == 3


def test_the_canonical_bytes_are_plain_sorted_json() -> None:
    assert json.loads(canonical(CONTENT)) == CONTENT
    assert canonical(CONTENT).startswith(b'{"as_at":"2026-09-30","dates":[{"label":"Period ends","value":')


def test_the_printed_hash_is_in_eight_groups_of_eight() -> None:
    assert [len(group) for group in groups_of_eight(content_hash(CONTENT)).split()] == [8] * 8


def broken(path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    return with_text(path, value)


@pytest.mark.parametrize(
    ("path", "value", "place", "sentence"),
    [
        (("lippen",), "paper/9", "content.lippen", "one of paper/1"),
        (("paper", "ref"), "../etc", "content.paper.ref", "a reference such as"),
        (("as_at",), "30/09/2026", "content.as_at", "a day such as"),
        (("known_at",), "2026-10-17T15:00:00", "content.known_at", "time zone"),
        (("parts",), [], "content.parts", "at least 1"),
        (("parts", 0, "title"), None, "content.parts[0].title", "text, not empty"),
        (("parts", 1, "blocks", 1, "kind"), "video", "content.parts[1].blocks[1].kind", "one of facts"),
        (("parts", 1, "blocks", 2, "text"), "a\x00b", "content.parts[1].blocks[2].text", "U+0000"),
        (("parts", 1, "blocks", 2, "text"), "a\ud800b", "content.parts[1].blocks[2].text", "U+D800"),
        (("parts", 1, "blocks", 2, "colour"), "red", "content.parts[1].blocks[2].colour", "no such part"),
        (
            ("parts", 2, "blocks", 0, "rows", 7),
            [["one"]],
            "content.parts[2].blocks[0].rows[7]",
            "1 cells for 6 columns",
        ),
        (
            ("parts", 2, "blocks", 0, "rows", 3, 5, 0),
            7,
            "content.parts[2].blocks[0].rows[3][5][0]",
            "text, not a number",
        ),
        (("figures", 0, "value"), float("nan"), "content.figures[0].value", "written down"),
        (("template", "version"), True, "content.template.version", "whole number"),
    ],
)
def test_broken_content_is_refused_with_its_place(path: tuple[Any, ...], value: Any, place: str, sentence: str) -> None:
    with pytest.raises(ContentFault) as refused:
        canonical(broken(path, value))

    assert refused.value.path == place
    assert sentence in str(refused.value)


def test_a_missing_part_is_named() -> None:
    content = copy.deepcopy(CONTENT)
    del content["paper"]["title"]

    with pytest.raises(ContentFault, match=r"content\.paper\.title: this is missing"):
        canonical(content)
