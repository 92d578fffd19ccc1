"""After issue: late papers for a reason, papers that follow, withdrawal, and numbers on copies that change no hash."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date

import pytest

from lippen.kernel.clear_days import Notice
from lippen.kernel.errors import NotAllowed
from lippen.reporting import actions, queries
from lippen.reporting.checks import check
from lippen.reporting.models import Issue, Withdrawal
from lippen.reporting.papers.compare import Answer
from lippen.reporting.papers.stamping import stamped, why_not_stamp
from lippen.reporting.rows import PaperRow
from lippen.reporting.tests.screens import quick_files
from lippen.reporting.tests.world import TODAY, World, refused, world
from lippen.reporting.vocabulary import TieKind

pytestmark = pytest.mark.django_db
WRONG = "A figure was wrong."


@pytest.fixture
def there() -> Iterator[World]:
    with quick_files():
        yield world(actions_in_each_theme=1)


def issued(there: World) -> str:
    ref = there.signed()
    there.issue(ref)
    return ref


def follow(
    there: World, ref: str, kind: TieKind = TieKind.REPLACEMENT, reason: str = "A figure was wrong."
) -> PaperRow:
    with there.as_(there.author) as actor:
        return actions.follow_paper(
            actor=actor,
            paper_ref=ref,
            kind=kind,
            reason=reason,
            text_closed_on=TODAY,
            issue_on=TODAY,
            at=there.at(),
        )


def withdraw(there: World, ref: str, reason: str = "A figure was wrong.") -> None:
    with there.as_(there.clerk) as actor:
        actions.withdraw_paper(actor=actor, paper_ref=ref, reason=reason, at=there.at())


def test_a_paper_with_too_few_clear_days_is_issued_only_for_a_reason(there: World) -> None:
    with there.as_(there.clerk) as actor:
        actions.set_notice(
            actor=actor,
            authority_id=there.authority.pk,
            notice=Notice(clear_days=8),
            source="Standing order 4",
            at=there.at(),
        )
    ref = there.signed()
    assert "7 clear days" in refused(there.issue, ref)
    with there.as_(there.clerk) as actor:
        actions.issue(actor=actor, paper_ref=ref, late_reason="The audit came late.", at=there.at())
        assert Issue.objects.get().late_reason == "The audit came late."
        assert queries.after(actor, queries.paper_row(actor, ref)).late_reason == "The audit came late."


def test_a_replacement_is_its_own_paper_tied_to_the_first_and_begins_with_its_texts(there: World) -> None:
    first = issued(there)
    made = follow(there, first)
    assert made.ref != first and made.state == "drafting" and made.days.meets_on == date(2012, 10, 25)
    with there.as_(there.author) as actor:
        view = queries.paper(actor, made.ref, at=there.at())
        before, now = (queries.after(actor, queries.paper_row(actor, ref)) for ref in (first, made.ref))
        assert queries.signed_content(actor, first)["paper"]["ref"] == first, "what was issued stays frozen"
    assert next(s.paragraphs for s in view.sections if s.key == "workforce") == ("None.",)
    assert {line.line.step for line in view.lines} == {"edited"}, "the leads agree their lines again"
    assert [(tie.ref, tie.kind) for tie in before.followed_by] == [(made.ref, "replacement")]
    assert (now.follows.first_ref, now.follows.reason) == (first, "A figure was wrong.")
    assert "already" in refused(follow, there, first)
    with there.as_(there.author) as actor:
        there.route(actor, made.ref)
    there.agree(made.ref)
    there.send(made.ref)
    there.approve(there.head, made.ref)
    there.approve(there.chief, made.ref)
    there.issue(made.ref)
    with there.as_(there.clerk) as actor:
        rows = {row.ref: row for row in queries.register(actor)}
    assert [tie.ref for tie in rows[first].successors] == [made.ref]
    assert rows[made.ref].tie.words == "Replacement"


def test_late_and_supplementary_papers_begin_empty_and_need_a_reason(there: World) -> None:
    first = issued(there)
    assert "Say why" in refused(follow, there, first, TieKind.LATE, " ")
    for kind in (TieKind.LATE, TieKind.SUPPLEMENTARY):
        made = follow(there, first, kind)
        with there.as_(there.author) as actor:
            view = queries.paper(actor, made.ref, at=there.at())
        assert next(s.written for s in view.sections if s.key == "workforce") is False


def test_nothing_follows_a_paper_that_can_still_be_changed_itself(there: World) -> None:
    ref = there.opened().ref
    assert "still be changed itself" in refused(follow, there, ref)
    there.fill(ref)
    there.send(ref)
    there.approve(there.head, ref)
    there.approve(there.chief, ref)
    assert "not issued yet" in refused(follow, there, ref)
    with pytest.raises(NotAllowed), there.as_(there.clerk) as actor:
        actions.follow_paper(
            actor=actor,
            paper_ref=ref,
            kind=TieKind.LATE,
            reason="x",
            text_closed_on=TODAY,
            issue_on=TODAY,
            at=there.at(),
        )


def test_a_withdrawn_paper_stays_on_record_and_says_so(there: World) -> None:
    ref = there.signed()
    assert "Only a paper that is issued" in refused(withdraw, there, ref)
    there.issue(ref)
    assert "Say why" in refused(withdraw, there, ref, " ")
    withdraw(there, ref)
    assert "already" in refused(withdraw, there, ref)
    with there.as_(there.clerk) as actor:
        assert Withdrawal.objects.count() == 1
        assert queries.signed_file(actor, ref, "pdf")
        after = queries.after(actor, queries.paper_row(actor, ref))
        (row,) = queries.register(actor)
    assert after.withdrawn.reason == row.withdrawn.reason == "A figure was wrong."


# --- numbers on copies ---


@pytest.mark.parametrize(("item", "page", "ok"), [("7", 1, True), ("7(b)", 99_999, True), ("", 1, False)])
def test_only_an_item_and_a_page_of_an_agenda_are_stamped(item, page, ok) -> None:
    assert (why_not_stamp(item, page) is None) is ok
    assert why_not_stamp("7", 0) and why_not_stamp("7", 100_000) and why_not_stamp("a" * 13, 1)


def test_item_and_page_numbers_change_no_hash_and_are_told_as_stamps() -> None:
    there = world(actions_in_each_theme=1)
    ref = there.signed()
    there.issue(ref)

    def stamp(item: str, page: int) -> None:
        with there.as_(there.clerk) as actor:
            actions.stamp_copies(actor=actor, paper_ref=ref, item=item, first_page=page, at=there.at())

    assert "Give the item" in refused(stamp, "<7>", 1)
    stamp("7", 21)
    with there.as_(there.clerk) as actor:
        bundle = zipfile.ZipFile(io.BytesIO(queries.stamped_bundle(actor, ref)))
        kept, before = queries.signed_file(actor, ref, "pdf"), queries.signed_paper(actor, ref)
    names = set(bundle.namelist())
    assert {f"{ref}.pdf", f"{ref}.docx", f"{ref}.html", f"{ref}.stamped.pdf", "checksums.txt"} <= names
    copy = bundle.read(f"{ref}.stamped.pdf")
    assert bundle.read(f"{ref}.pdf") == kept != copy
    assert copy == stamped(kept, item="7", first_page=21), "the same numbers always give the same copy"
    answer = check("copy.pdf", copy, today=TODAY)
    assert answer.verdict.kind is Answer.RESTAMPED and answer.records_agree
    assert "Added outside the content: Item 7" in answer.verdict.sentence and " 21 " in answer.verdict.sentence
    with there.as_(there.clerk) as actor:
        assert queries.signed_paper(actor, ref).sha256 == before.sha256
