"""Everyone in the demonstration is made up, and nothing of the real paper stands in the source."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from lippen.demo.people import COUNCILS, PEOPLE, POSTS, phone
from lippen.demo.plan_words import THEMES
from lippen.organisation.roles import Role

CHECKOUT = Path(__file__).resolve().parents[4]
RUN = 8
KINDS = {".py", ".html", ".json", ".typ", ".css", ".js", ".txt", ".md"}
REAL_COUNCILS = {
    "aberdeen",
    "aberdeenshire",
    "angus",
    "argyll",
    "clackmannanshire",
    "dumfries",
    "dundee",
    "ayrshire",
    "dunbartonshire",
    "lothian",
    "renfrewshire",
    "edinburgh",
    "falkirk",
    "fife",
    "glasgow",
    "highland",
    "inverclyde",
    "midlothian",
    "moray",
    "orkney",
    "kinross",
    "lanarkshire",
    "shetland",
    "stirling",
    "borders",
    "siar",
}


def seed() -> str:
    """The real paper, where this machine has it."""
    given = os.environ.get("LIPPEN_SEED")
    found = [Path(given)] if given else sorted((CHECKOUT.parent / "shared" / "inputs").glob("*.txt"))
    if not found or not found[0].exists():
        pytest.skip("The real paper is not on this machine: set LIPPEN_SEED to its place.")
    return found[0].read_text(encoding="utf-8")


def real_names(text: str) -> list[str]:
    """The names in the first column of the tables of authors and approvers."""
    block = text[text.index("Author(s)") : text.index("Recommendation\t")]
    rows = [line.split("\t") for line in block.splitlines() if line.count("\t") == 2]
    return [row[0].strip() for row in rows if row[0].strip() != "NAME"]


def words(text: str) -> list[str]:
    return re.findall(r"[a-z]+", text.lower())


def runs(text: str) -> set[tuple[str, ...]]:
    found = words(text)
    return {tuple(found[place : place + RUN]) for place in range(len(found) - RUN + 1)}


def source_files() -> Iterator[Path]:
    folder = CHECKOUT / "src"
    yield from (path for path in folder.rglob("*") if path.suffix in KINDS and "vendor" not in path.parts)


def test_the_real_paper_names_somebody():
    assert len(real_names(seed())) >= 2


def test_no_name_of_the_real_paper_stands_in_the_source():
    names = real_names(seed())
    known = names + [name.split()[-1] for name in names]
    texts = {path: path.read_text(encoding="utf-8", errors="replace") for path in source_files()}
    assert [
        (path.name, name) for path, text in texts.items() for name in known if re.search(rf"\b{name}\b", text)
    ] == []


def test_no_initials_of_the_real_paper_are_used_in_the_demonstration():
    real = {"".join(part[0] for part in name.split()).upper() for name in real_names(seed())}
    assert real.isdisjoint(person.initials.upper() for person in PEOPLE)


def test_no_eight_words_of_the_real_paper_follow_each_other_in_the_source():
    real = runs(seed())
    found = {path.name: real & runs(path.read_text(encoding="utf-8", errors="replace")) for path in source_files()}
    assert {name: sorted(" ".join(run) for run in same) for name, same in found.items() if same} == {}


def test_the_demonstration_names_no_real_council():
    folder = CHECKOUT / "src" / "lippen" / "demo"
    texts = [path for path in folder.rglob("*") if path.suffix in KINDS and "tests" not in path.parts]
    found = {path.name: REAL_COUNCILS & set(words(path.read_text(encoding="utf-8"))) for path in texts}
    assert {name for name, same in found.items() if same} == set()


def test_every_role_has_somebody_today_and_in_2012():
    roles = {post.key: post.role for post in POSTS}
    for council in ("today", "2012"):
        assert {roles[key] for person in PEOPLE for key in person.held(council)} == set(Role)


def test_nobody_shares_initials_a_name_or_an_address():
    for field in ("initials", "name", "email"):
        assert len({getattr(person, field) for person in PEOPLE}) == len(PEOPLE)


def test_initials_are_those_of_the_name():
    assert all(person.initials == person.given_name[0] + person.family_name[0] for person in PEOPLE)


def test_addresses_and_telephone_numbers_can_reach_nobody():
    assert all(person.email.endswith(".example") for person in PEOPLE)
    assert all(phone(place).startswith("01632 960") for place in range(101, 101 + len(PEOPLE)))


def test_every_lead_of_the_plan_but_one_is_somebody_of_the_demonstration():
    named = {part.strip() for theme in THEMES for action in theme.actions for part in action.leads.split("/")}
    assert named - {person.initials for person in PEOPLE} == {"", "JT"}


def test_the_councils_are_two():
    assert len(COUNCILS) == 2
