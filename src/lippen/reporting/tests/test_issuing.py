"""A signed paper's way to its readers: its files, its bundle, who sees it and who issues it."""

from __future__ import annotations

import hashlib
import io
import zipfile
from datetime import timedelta

import pytest
from django.db import DatabaseError, connections, transaction

from lippen.kernel import clock
from lippen.kernel.access import NOBODY, Actor, identify
from lippen.kernel.errors import NotAllowed, NotVisible
from lippen.kernel.models import AuditEntry
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories
from lippen.reporting import actions, jobs, queries
from lippen.reporting.models import PaperState, PaperText, SignedFile, SignedPaper
from lippen.reporting.papers.canonical import content_hash
from lippen.reporting.queries import frozen
from lippen.reporting.tests.world import NOW, TODAY, World, refused

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)


def test_strangers_find_no_paper(there: World, ref: str) -> None:
    with there.as_(there.stranger) as actor:
        assert queries.papers(actor) == ()
        with pytest.raises(NotVisible):
            queries.paper(actor, ref, at=there.at())
        with pytest.raises(NotVisible):
            there.write(actor, ref, "purpose", "Hello")


def test_row_level_security_hides_papers_without_the_apps_checks(there: World, ref: str) -> None:
    with there.as_(there.author):
        assert PaperText.objects.count() > 0
    with there.as_(there.stranger):
        assert (PaperText.objects.count(), PaperState.objects.count()) == (0, 0)
    with transaction.atomic():
        identify(NOBODY, today=TODAY)
        assert PaperText.objects.count() == 0


def test_members_see_a_paper_once_it_is_issued_and_not_before(there: World) -> None:
    ref = there.signed()
    member = factories.actor(there.authority, Role.COUNCILLOR_ON_COMMITTEE)
    with there.as_(member) as actor:
        assert queries.papers(actor) == ()
    there.issue(ref)
    with there.as_(member) as actor:
        view = queries.paper(actor, ref, at=there.at())
    assert view.paper.state == "issued" and view.issue.address == "Council papers, item 7" and view.lines == ()


def test_the_bundle_holds_the_signed_bytes_and_their_sums(there: World) -> None:
    ref = there.signed()
    made = there.issue(ref)
    with zipfile.ZipFile(io.BytesIO(made)) as archive, there.as_(there.clerk) as actor:
        assert archive.read(f"{ref}.pdf") == queries.signed_file(actor, ref, "pdf")
        for line in archive.read("checksums.txt").decode().splitlines():
            sha256, name = line.split("  ")
            assert hashlib.sha256(archive.read(name)).hexdigest() == sha256
        assert ref in archive.read("how-to-check.txt").decode()
        assert queries.bundle(actor, ref) == made


def test_only_a_clerk_or_proper_officer_issues_and_only_what_is_signed(there: World, ref: str) -> None:
    with there.as_(there.author) as actor, pytest.raises(NotAllowed):
        actions.issue(actor=actor, paper_ref=ref, at=there.at())
    with there.as_(there.clerk) as actor, pytest.raises(NotVisible):
        actions.issue(actor=actor, paper_ref=ref, at=there.at())


def test_a_paper_signed_early_is_issued_that_day_and_names_the_day_on_which_its_text_really_closed(
    there: World,
) -> None:
    planned = TODAY + timedelta(days=3)
    ref = there.signed(text_closed_on=planned, issue_on=planned)
    there.issue(ref)
    with there.as_(there.author) as actor:
        issued, signed = frozen.issue_of(actor, ref), queries.signed_paper(actor, ref)
        dates = {row["label"]: row["value"] for row in queries.signed_content(actor, ref)["dates"]}
        again = queries.content(actor, ref, known_at=signed.known_at)
    assert issued.issued_on == TODAY and dates["Text closed"] == "17 October 2012"
    assert content_hash(again) == signed.sha256


def test_a_paper_is_issued_once(there: World) -> None:
    ref = there.signed()
    there.issue(ref)
    assert "cannot become issued" in refused(there.issue, ref)


@pytest.mark.parametrize(
    "statement",
    [
        "update reporting_signedpaper set sha256 = ''",
        "delete from reporting_signedfile",
        "update reporting_papertext set paragraphs = '[]'",
        "delete from reporting_decision",
    ],
)
def test_the_database_itself_refuses_to_change_what_is_written(there: World, statement: str) -> None:
    with there.as_(there.author), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        connections["default"].cursor().execute(statement)


def test_making_the_files_again_makes_none(there: World) -> None:
    ref = there.signed()
    with there.as_(there.chief) as actor:
        assert actions.make_files(actor=actor, paper_ref=ref, at=NOW) == ()
        assert SignedFile.objects.count() == 3


def test_a_long_papers_files_are_left_to_the_worker(there: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lippen.reporting.actions.signing.MOST_ROWS_AT_ONCE", 1)
    ref = there.signed()
    with there.as_(there.clerk) as actor:
        assert SignedPaper.objects.count() == 1 and SignedFile.objects.count() == 0
        assert "still being made" in refused(queries.bundle, actor, ref)
    with connections["default"].cursor() as cursor:
        cursor.execute("select task_name, args->>'paper_ref' from procrastinate_jobs")
        assert cursor.fetchall() == [("reporting.make_files", ref)]


def test_the_worker_goes_on_where_it_was_killed_and_keeps_each_file_once(
    there: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lippen.reporting.actions.signing.MOST_ROWS_AT_ONCE", 1)
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    ref = there.signed()
    made: list[str] = []

    def killed_at_the_second(content: object, kind: str, at: object) -> bytes:
        made.append(kind)
        if len(made) == 2:
            raise SystemExit
        return b"%" + kind.encode()

    monkeypatch.setattr(jobs, "rendered", killed_at_the_second)
    with pytest.raises(SystemExit):
        jobs.make_files(account_id=there.chief.account_id, paper_ref=ref)
    jobs.make_files(account_id=there.chief.account_id, paper_ref=ref)
    jobs.make_files(account_id=there.chief.account_id, paper_ref=ref)
    assert made == ["pdf", "docx", "docx", "html"]
    with there.as_(there.clerk):
        assert sorted(SignedFile.objects.values_list("kind", flat=True)) == ["docx", "html", "pdf"]


def test_every_step_leaves_its_trace(there: World) -> None:
    ref = there.signed()
    there.issue(ref)
    verbs = set(AuditEntry.objects.filter(subject_key=ref).values_list("verb", flat=True))
    for verb in (
        "paper.opened",
        "paper.section_written",
        "paper.answered",
        "paper.difference_written",
        "paper.route_set",
        "paper.line_written",
        "paper.line_agreed",
        "paper.sent_for_approval",
        "paper.approved",
        "paper.signed",
        "paper.file_kept",
        "paper.issued",
        "paper.address_kept",
    ):
        assert verb in verbs, verb


def councillor(there: World) -> Actor:
    return factories.actor(there.authority, Role.OTHER_COUNCILLOR)


def test_an_exempt_paper_is_for_the_committee_alone(there: World, ref: str) -> None:
    there.exempt(ref)
    there.send(ref)
    there.approve(there.head, ref)
    there.approve(there.chief, ref)
    there.accept(ref)
    there.issue(ref)
    with there.as_(councillor(there)) as actor:
        assert queries.papers(actor) == ()
    with there.as_(factories.actor(there.authority, Role.APPOINTED_MEMBER)) as actor:
        assert len(queries.papers(actor)) == 1


def test_a_new_paper_for_a_meeting_whose_papers_are_out_gives_its_reason(there: World) -> None:
    """The clear days still hold; the papers of the meeting were issued on another day before."""
    there.issue(there.signed())
    second = there.opened(text_closed_on=LATER.date(), issue_on=LATER.date()).ref
    there.fill(second)
    there.send(second)
    there.approve(there.head, second)
    there.approve(there.chief, second)
    with there.as_(there.clerk) as clerk:
        given = {"actor": clerk, "paper_ref": second, "at": LATER}
        assert "were issued on 17 October 2012" in refused(actions.issue, **given)
        actions.issue(late_reason="The audit came in on Thursday.", **given)
        assert queries.after(clerk, queries.paper_row(clerk, second)).late_reason == "The audit came in on Thursday."
