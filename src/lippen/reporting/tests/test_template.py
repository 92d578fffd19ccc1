"""The form as data."""

from __future__ import annotations

import copy
import json
from datetime import date

import pytest

from lippen.reporting.papers.drafting import DRAFT_WORDS, DRAFTERS
from lippen.reporting.papers.template import FOLDER, TemplateFault, read_template, shipped, template

RAW = json.loads((FOLDER / "progress_report.json").read_text(encoding="utf-8"))


def test_the_form_has_its_fourteen_parts_in_order() -> None:
    titles = [section.title for section in template().sections]
    assert titles[0] == "Purpose" and titles[8] == "Exempt reports" and titles[13] == "Background papers"
    assert len(titles) == 14


def test_every_drafter_that_a_shipped_form_names_is_there_and_the_clerk_is_offered_every_drafter() -> None:
    named = {section.drafted_by for form, _ in shipped() for section in form.every_section if section.drafted_by}
    assert named <= set(DRAFTERS) and set(DRAFT_WORDS) == set(DRAFTERS)


@pytest.mark.parametrize("day", [date(2012, 10, 25), date(2026, 10, 29)])
def test_priorities_are_those_of_the_meetings_years(day: date) -> None:
    found = template().priorities_on(day)
    assert found and found.starts_on <= day < found.ends_on and len(found.options) >= 8


def test_every_section_tells_its_writer_what_belongs_there() -> None:
    assert all(len(section.guidance) > 20 for section in template().sections)


def broken(change: str) -> dict:
    data = copy.deepcopy(RAW)
    if change == "twice":
        data["sections"][1]["key"] = "purpose"
    elif change == "order":
        data["sections"][1]["number"] = 7
    elif change == "kind":
        data["sections"][0]["kind"] = "poem"
    elif change == "fact":
        data["header"][0]["from"] = "weather"
    elif change == "question":
        del data["sections"][8]["question"]
    else:
        del data["appendix"]
    return data


@pytest.mark.parametrize("change", ["twice", "order", "kind", "fact", "question", "missing"])
def test_a_form_that_no_paper_can_be_written_on_is_refused(change: str) -> None:
    with pytest.raises(TemplateFault):
        read_template(broken(change))


def test_an_unknown_form_is_not_there() -> None:
    with pytest.raises(KeyError):
        template("progress-report", 99)
