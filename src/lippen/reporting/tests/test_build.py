"""Drafts and content from hand-made rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

from lippen.improvement.rows import LeadRow
from lippen.reporting.facts import AnswerRow, DifferenceRow, LineRow
from lippen.reporting.papers.build import OPERATIONAL, build_content, members_lines
from lippen.reporting.papers.canonical import canonical, content_hash
from lippen.reporting.papers.drafting import NOTHING_REPORTED, draft_all, draft_line, lines_of
from lippen.reporting.papers.figures import figures_of, filled, unknown_figures
from lippen.reporting.tests.hand_made import (
    JOINT,
    KNOWN,
    LEAD,
    action,
    change,
    late,
    month,
    put_off,
    records,
    update,
)


def part(content: dict, key: str) -> list[dict]:
    return next(p["blocks"] for p in content["parts"] if p["key"] == key)


def words_of(blocks: list[dict]) -> str:
    return "\n".join(str(block.get("text", "")) + "\n".join(block.get("items", ())) for block in blocks)


def test_the_content_keeps_the_form_that_every_renderer_expects() -> None:
    assert canonical(build_content(records()))


def test_the_same_records_give_the_same_hash_and_another_word_another() -> None:
    before = content_hash(build_content(records()))
    assert content_hash(build_content(records())) == before
    changed = records(differences={**records().differences, 1: DifferenceRow(1, "audit", "Other", "Audit")})
    assert content_hash(build_content(changed)) != before


def test_the_moment_is_written_alike_whatever_its_time_zone() -> None:
    summer = KNOWN.astimezone(timezone(timedelta(hours=1)))
    assert build_content(records(known_at=summer))["known_at"] == build_content(records())["known_at"]


def test_the_report_has_fourteen_numbered_parts_and_its_people() -> None:
    report = part(build_content(records()), "report")
    numbers = [b["number"] for b in report if b["kind"] == "heading"]
    assert numbers == [f"{n}.0" for n in range(1, 15)]
    assert [b["kind"] for b in report[-2:]] == ["people", "signatures"]
    assert report[0]["rows"][1] == ["Date of meeting", "25 October 2012"]


def test_a_signature_shows_only_what_was_decided() -> None:
    signatures = part(build_content(records()), "report")[-1]["rows"]
    assert [row["signed_on"] for row in signatures] == ["17 October 2012", ""]


def test_late_is_past_its_target_and_a_passed_review_is_not_late() -> None:
    reviewed = action("1.1", review=month(2012, 8, "August"), review_words="Review due since 31 August 2012")
    figures = figures_of(records((reviewed, late("1.2"))))
    assert figures["late"].ids == ("action-102",)
    assert figures["review_due"].ids == ("action-101",)


def test_a_target_is_late_only_after_its_last_day() -> None:
    row = action("1.1", target=month(2012, 9, "September"))
    assert figures_of(records((row,)))["late"].value == 0


def test_what_was_put_off_or_shown_done_is_not_late() -> None:
    done = late("1.2", state="shown_done", standing="blue")
    figures = figures_of(records((put_off("2.1"), done)))
    assert figures["late"].value == 0
    assert figures["late"].words == "none of the 2 actions is late"


def test_one_action_and_many_are_counted_in_good_english() -> None:
    assert figures_of(records((late("1.1"), action("1.2"))))["late"].words == "1 of 2 actions is late"
    assert figures_of(records((late("1.1"), late("1.2"))))["late"].words == "2 of 2 actions are late"


def test_a_standing_is_counted_with_its_colour_and_what_that_means() -> None:
    rows = (late("1.1", standing="amber"), late("1.2", standing="amber"), late("1.3"))
    figures = figures_of(records(rows))
    assert figures["standing_amber"].words.startswith("2 actions are amber: past a first date")
    assert figures["standing_red"].words == "1 action is red: past the target date, or blocked"
    assert figures["standing_blue"].words == "no action is blue"
    assert "1 action is red: past the target date, or blocked." in words_of(
        part(build_content(records(rows)), "members")
    )


def test_an_action_that_changed_twice_is_named_once_on_page_one_with_where_it_stands_now() -> None:
    said = replace(change("1.1", "Now says done"), kind="state", on=date(2012, 9, 12))
    shown = replace(change("1.1", "Now shown done"), kind="state", on=date(2012, 9, 20))
    drafts = draft_all(records((action("1.1"),), changes=(said, shown)))
    (page_one,) = [words for words in drafts["members.changed"].paragraphs if "1.1" in words]
    assert page_one.endswith("now shown done (20 September 2012)") and "says done" not in page_one
    (whole,) = [words for words in drafts["considerations"].paragraphs if "1.1" in words]
    assert whole.endswith("now says done (12 September 2012); now shown done (20 September 2012)")


def test_page_one_says_what_is_late_and_since_when() -> None:
    members = words_of(part(build_content(records()), "members"))
    assert "1.2 Fill the empty posts: since 31 August 2012" in members


def test_page_one_stays_short_however_long_the_plan_is() -> None:
    many = tuple(late(f"{theme}.{n}", text="A long name " * 20) for theme in range(1, 11) for n in range(1, 60))
    changes = tuple(change(row.number, "Came under way") for row in many)
    long = records(many, changes=changes)
    assert members_lines(long) <= long.template.members_most_lines
    assert "and 587 more, in Appendix 1" in words_of(part(build_content(long), "members"))


def test_the_considerations_tell_what_was_put_off_why_and_until_when() -> None:
    said = "\n".join(draft_all(records())["considerations"].paragraphs)
    assert "because the team has too much else to do" in said
    assert "looked at again on 31 January 2013" in said


def test_only_what_came_after_the_last_paper_is_new() -> None:
    fresh = action("1.3", added_on=date(2012, 8, 1))
    with_new = records((action("1.1"), fresh), changes=(change("1.3", "Came into the plan", kind="added"),))
    assert figures_of(with_new)["new"].ids == ("action-103",)


def test_a_line_is_drafted_from_what_was_written_for_the_committee() -> None:
    row = action("1.1")
    told = (
        update(1, 101, "For the committee."),
        update(2, 101, "Between ourselves.", audience="internal", on=date(2012, 9, 20)),
    )
    line = draft_line(row, records((row,), updates=told))
    assert (line.paragraphs, line.rests_on, line.to_be_edited) == (("For the committee.",), (1,), False)


def test_a_line_from_an_internal_update_is_marked_to_be_edited() -> None:
    row = action("1.1")
    line = draft_line(row, records((row,), updates=(update(2, 101, "Between ourselves.", audience="internal"),)))
    assert (line.rests_on, line.to_be_edited) == ((2,), True)


def test_a_corrected_update_is_not_quoted() -> None:
    row = action("1.1")
    wrong = replace(update(1, 101, "41 trained."), corrected=True)
    right = replace(update(2, 101, "14 trained."), corrects_id=1)
    assert draft_line(row, records((row,), updates=(wrong, right))).paragraphs == ("14 trained.",)


def test_silence_is_said() -> None:
    row = action("1.1")
    assert draft_line(row, records((row,))).paragraphs == (NOTHING_REPORTED,)


def test_superseded_and_merged_actions_have_no_line() -> None:
    rows = (action("1.1"), action("1.2", state="superseded"), action("1.3", state="merged"))
    assert set(lines_of(records(rows, lines={}))) == {101}


def test_the_public_edition_prints_posts_and_never_a_leads_name() -> None:
    joint = action("1.1", leads=(LEAD, JOINT, LeadRow(None, "XY")))
    made = records((joint,))
    public = canonical(build_content(made)).decode()
    assert "Service Manager" in public and "Head of Service" in public
    assert "Rhona Kilbride" not in public and "XY" not in public
    assert "Rhona Kilbride" in canonical(build_content(made, edition=OPERATIONAL)).decode()


def test_both_the_first_and_the_present_date_are_printed() -> None:
    row = action("1.1", first_target=month(2012, 8, "August"), target=month(2012, 12, "December"))
    cell = part(build_content(records((row,))), "appendix")[0]["rows"][0][3]
    assert cell == ["Target December", "First target August"]


def test_a_figure_named_in_a_text_is_filled_from_the_records() -> None:
    figures = figures_of(records())
    assert filled("{late} of {actions} are late; {nothing}", figures) == "1 of 3 are late; {nothing}"
    assert unknown_figures(["{late} {nothing}"], figures) == ("nothing",)


def test_every_figure_names_its_query_and_its_records() -> None:
    for figure in build_content(records())["figures"]:
        assert figure["from"]["query"].startswith("improvement.")
        if figure["key"] not in {"themes", "actions"} and not figure["key"].startswith("standing"):
            assert figure["value"] == len(figure["from"]["ids"])


def test_written_text_takes_the_place_of_the_draft() -> None:
    written = records(texts={**records().texts, "purpose": ("In our own words.",)})
    assert "1.1 In our own words." in "\n".join(
        f"{b.get('number')} {b.get('text')}" for b in part(build_content(written), "report")
    )


def test_bullets_become_a_list_between_numbered_paragraphs() -> None:
    texts = {**records().texts, "workforce": ("Three things.", "• One", "• Two", "After that.")}
    blocks = part(build_content(records(texts=texts)), "report")
    place = next(n for n, b in enumerate(blocks) if b.get("text") == "Three things.")
    assert [b["kind"] for b in blocks[place : place + 3]] == ["paragraph", "bullets", "paragraph"]
    assert blocks[place + 2]["number"] == "4.2"


def test_answers_show_every_option_and_which_is_ticked() -> None:
    answers = {**records().answers, "exempt": AnswerRow("exempt", ("yes",), "It names a child's family.")}
    block = next(b for b in part(build_content(records(answers=answers)), "report") if b.get("number") == "9.1")
    assert [(o["label"], o["ticked"]) for o in block["options"]] == [("Yes", True), ("No", False)]
    assert block["note"] == "It names a child's family."


def test_too_early_prints_the_day_by_which_we_shall_know() -> None:
    early = DifferenceRow(1, "too_early", "The survey runs in May", know_by=date(2013, 5, 31))
    said = words_of(part(build_content(records((action("1.1"),), differences={1: early})), "children"))
    assert said.endswith("Too early to say. The survey runs in May. We shall know by 31 May 2013.")


def test_an_agreed_line_is_printed_word_for_word() -> None:
    row = action("1.1")
    lines = {101: LineRow(101, ("First.", "• Second"), "agreed", 3)}
    assert part(build_content(records((row,), lines=lines)), "appendix")[0]["rows"][0][5] == ["First.", "• Second"]


def test_dates_are_printed_as_the_form_lists_them() -> None:
    dates = {row["label"]: row["value"] for row in build_content(records())["dates"]}
    assert dates["Period ends"] == "30 September 2012" and dates["Due for issue"] == "18 October 2012"
    assert datetime.fromisoformat(build_content(records())["known_at"]) == KNOWN
