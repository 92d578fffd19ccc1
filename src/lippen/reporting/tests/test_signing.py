"""A paper's way from its opening to the public: who may do what, what is refused, and what stays as it was signed."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connections, transaction

from lippen.improvement.models import Action
from lippen.kernel import clock
from lippen.kernel.access import NOBODY, Actor, identify
from lippen.kernel.errors import CannotDo, NotAllowed, NotVisible
from lippen.kernel.models import AuditEntry
from lippen.organisation.models import Duty, Post
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories
from lippen.reporting import actions, jobs, queries
from lippen.reporting.models import PaperState, PaperText, SignedFile, SignedPaper
from lippen.reporting.papers.canonical import content_hash
from lippen.reporting.tests.world import NOW, TODAY, World, say, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def there() -> World:
    return world()


@pytest.fixture
def ref(there: World) -> str:
    made = there.opened().ref
    there.fill(made)
    return made


def refused(do: object, *given: object, **more: object) -> str:
    with pytest.raises(CannotDo) as why:
        do(*given, **more)  # type: ignore[operator]
    return why.value.sentence


def blocks(there: World, ref: str) -> tuple[str, ...]:
    with there.as_(there.author) as actor:
        return queries.paper(actor, ref, at=there.at()).blocks


def test_a_new_paper_says_everything_that_is_still_missing(there: World) -> None:
    found = blocks(there, there.opened().ref)
    for words in ("4. Workforce", "9. Exempt", "Theme 1, Tools", "4 committee lines", "Nobody is asked to approve"):
        assert any(words in sentence for sentence in found), words


def test_a_filled_paper_can_be_signed_and_is_frozen(there: World, ref: str) -> None:
    assert blocks(there, ref) == ()
    there.send(ref)
    assert there.approve(there.head, ref) == "in_approval"
    assert there.approve(there.chief, ref) == "signed"
    with there.as_(there.author) as actor:
        row = queries.signed_paper(actor, ref)
        content = queries.signed_content(actor, ref)
        files = {kind: queries.signed_file(actor, ref, kind) for kind, _, _ in row.files}
    assert content_hash(content) == row.sha256
    assert {kind: hashlib.sha256(made).hexdigest() for kind, made in files.items()} == {
        kind: sha256 for kind, sha256, _ in row.files
    }
    assert set(files) == {"pdf", "docx", "html"} and files["pdf"].startswith(b"%PDF")


def test_the_signed_content_names_posts_and_signatures_but_no_lead(there: World) -> None:
    ref = there.signed()
    with there.as_(there.author) as actor:
        text = json.dumps(queries.signed_content(actor, ref))
    assert "Acting Head of Social Services" in text and '"signed_on": "17 October 2012"' in text
    assert there.lead.name not in text and "Service manager" in text


def test_later_edits_of_the_plan_change_nothing(there: World) -> None:
    ref = there.signed()
    with there.as_(there.author) as actor:
        signed = queries.signed_paper(actor, ref)
        action = Action.objects.filter(plan=there.plan).first()
        later = signed.known_at + timedelta(seconds=1)
        say(there, action.ref, "Something quite different.", on=date(2012, 9, 12), at=later)
        Post.objects.filter(title="Service manager").update(title="Manager of services")
        again = queries.content(actor, ref, known_at=signed.known_at)
        now = queries.content(actor, ref, known_at=later)
    assert content_hash(again) == signed.sha256
    assert content_hash(now) != signed.sha256


def test_a_figure_leads_back_to_the_actions_behind_it(there: World) -> None:
    ref = there.signed()
    with there.as_(there.author) as actor:
        trace = queries.figure_trace(actor, ref, "late", at=there.at())
    assert trace.figure.value == 2
    assert [number for _, number, _ in trace.rows] == ["1.1", "2.1"]


def test_what_is_in_the_way_is_said_when_it_is_sent(there: World) -> None:
    ref = there.opened().ref
    with there.as_(there.author) as actor, pytest.raises(actions.NotReady) as why:
        actions.send_for_approval(actor=actor, paper_ref=ref, at=there.at())
    assert len(why.value.sentences) >= 10


def test_the_second_approver_waits_for_the_first(there: World, ref: str) -> None:
    there.send(ref)
    assert "turn first" in refused(there.approve, there.chief, ref)


def test_an_approval_counts_once(there: World, ref: str) -> None:
    there.send(ref)
    there.approve(there.head, ref)
    assert refused(there.approve, there.head, ref) == "You have approved this already."


def test_nobody_approves_a_paper_that_they_wrote_in(there: World, ref: str) -> None:
    with there.as_(there.head) as actor:
        there.write(actor, ref, "purpose", "Words of the head of service.")
    assert "cannot approve it" in " ".join(blocks(there, ref))
    assert "wrote part of this paper" in refused(there.send, ref)


def test_an_author_is_not_taken_as_an_approver(there: World) -> None:
    ref = there.opened().ref
    with there.as_(there.author) as actor:
        said = refused(
            actions.set_route,
            actor=actor,
            paper_ref=ref,
            authors=[there.head.person_id],
            approvers=[there.head.person_id],
            at=there.at(),
        )
    assert "nobody approves their own text" in said


def test_somebody_without_the_right_is_not_taken_as_an_approver(there: World) -> None:
    ref = there.opened().ref
    with there.as_(there.author) as actor:
        said = refused(
            actions.set_route,
            actor=actor,
            paper_ref=ref,
            authors=[there.author.person_id],
            approvers=[there.lead.person_id],
            at=there.at(),
        )
    assert "may not approve papers" in said


def test_a_returned_paper_can_be_written_again_and_every_approval_is_asked_for_anew(there: World, ref: str) -> None:
    there.send(ref)
    there.approve(there.head, ref)
    there.give_back(there.chief, ref)
    with there.as_(there.author) as actor:
        there.write(actor, ref, "purpose", "Shorter.")
    there.send(ref)
    assert "turn first" in refused(there.approve, there.chief, ref)
    there.approve(there.head, ref)
    assert there.approve(there.chief, ref) == "signed"


def test_a_return_without_comments_is_refused(there: World, ref: str) -> None:
    there.send(ref)
    with there.as_(there.head) as actor:
        said = refused(actions.return_with_comments, actor=actor, paper_ref=ref, comments="  ", at=there.at())
    assert said.startswith("Say what should be different")


@pytest.mark.parametrize("state", ["in_approval", "signed"])
def test_text_does_not_change_once_it_is_sent(there: World, ref: str, state: str) -> None:
    there.send(ref)
    if state == "signed":
        there.approve(there.head, ref)
        there.approve(there.chief, ref)
    with there.as_(there.author) as actor:
        assert "cannot change" in refused(there.write, actor, ref, "purpose", "Too late.")


def test_text_does_not_change_after_it_closed_until_that_day_is_moved(there: World) -> None:
    ref = there.opened(text_closed_on=date(2012, 10, 16)).ref
    with there.as_(there.author) as actor:
        assert "closed on 16 October 2012" in refused(there.write, actor, ref, "purpose", "Late.")
        actions.move_dates(
            actor=actor,
            paper_ref=ref,
            meeting_ref=there.meeting,
            period_starts_on=date(2012, 7, 1),
            period_ends_on=date(2012, 10, 1),
            data_as_at=date(2012, 9, 30),
            text_closed_on=TODAY,
            issue_on=TODAY,
            at=there.at(),
        )
        assert there.write(actor, ref, "purpose", "In time.") == 1


def test_two_tabs_never_overwrite_each_other(there: World) -> None:
    ref = there.opened().ref
    with there.as_(there.author) as actor:
        there.write(actor, ref, "purpose", "First tab.")
        assert "since you opened it" in refused(there.write, actor, ref, "purpose", "Second tab.")
        assert there.write(actor, ref, "purpose", "Second tab, seen.", version=1) == 2


def test_only_a_lead_agrees_a_line_and_only_in_the_words_seen(there: World) -> None:
    ref = there.opened().ref
    with there.as_(there.author) as actor:
        view = queries.paper(actor, ref, at=there.at()).lines[0]
        given = {"paper_ref": ref, "action_ref": view.action_ref}
        assert "agrees its line" in refused(actions.agree_line, actor=actor, version=0, at=there.at(), **given)
        there.edit(actor, ref, view.action_ref, 0)
    with there.as_(there.lead) as actor:
        assert "since you opened it" in refused(actions.agree_line, actor=actor, version=0, at=there.at(), **given)
        actions.agree_line(actor=actor, version=1, at=there.at(), **given)
        assert queries.paper(actor, ref, at=there.at()).lines[0].line.step == "agreed"


def test_a_line_from_an_internal_update_is_not_agreed_unread(there: World) -> None:
    ref = there.opened().ref
    with there.as_(there.lead) as actor:
        internal = next(v for v in queries.paper(actor, ref, at=there.at()).lines if v.line.to_be_edited)
        said = refused(
            actions.agree_line, actor=actor, paper_ref=ref, action_ref=internal.action_ref, version=0, at=there.at()
        )
    assert "not written for the committee" in said


def test_an_edited_line_has_to_be_agreed_again(there: World, ref: str) -> None:
    with there.as_(there.author) as actor:
        view = queries.paper(actor, ref, at=there.at()).lines[0]
        there.edit(actor, ref, view.action_ref, view.line.version)
    assert blocks(there, ref) == ("The committee line of action 1.1 is not agreed by a lead.",)


def test_a_difference_without_source_or_day_is_refused(there: World) -> None:
    ref = there.opened().ref
    with there.as_(there.author) as actor:
        given = {"actor": actor, "paper_ref": ref, "theme_number": 1, "at": there.at()}
        assert "Name the measure" in refused(actions.write_difference, kind="audit", text="Better", **given)
        assert "Give a day" in refused(actions.write_difference, kind="too_early", text="Soon", **given)
        assert "Say what is different" in refused(
            actions.write_difference, kind="audit", text=" ", source="Audit", **given
        )


def test_dates_after_the_day_of_issue_are_refused_with_every_reason(there: World) -> None:
    with pytest.raises(actions.NotReady) as why:
        there.opened(issue_on=date(2012, 9, 1))
    assert len(why.value.sentences) == 3


def test_a_paper_is_not_signed_after_its_day_of_issue(there: World, ref: str) -> None:
    late = NOW + timedelta(days=1)
    with there.as_(there.author) as actor:
        assert "after the day of issue" in refused(actions.send_for_approval, actor=actor, paper_ref=ref, at=late)


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


def test_the_next_approver_has_it_on_the_duty_board(there: World, ref: str) -> None:
    def holders() -> list[int]:
        return list(Duty.objects.filter(subject_key=ref, closed_at=None).values_list("holder_id", flat=True))

    there.send(ref)
    assert holders() == [there.head.person_id]
    there.approve(there.head, ref)
    assert holders() == [there.chief.person_id]
    there.give_back(there.chief, ref)
    assert holders() == [there.author.person_id]


def test_a_text_whose_future_is_past_is_flagged_to_its_author(there: World, ref: str) -> None:
    with there.as_(there.author) as actor:
        there.write(actor, ref, "workforce", "The new team will start in September.", version=1)
        flags = queries.paper(actor, ref, at=there.at()).flags
    assert [(flag.place, flag.words) for flag in flags] == [
        ("4. Workforce capacity and current issues", "in September")
    ]


@pytest.mark.parametrize("sentence", ["\x00", "\ud800"])
def test_text_that_no_format_can_print_is_refused_where_it_stands(there: World, sentence: str) -> None:
    ref = there.opened().ref
    with there.as_(there.author) as actor:
        assert "Paragraph 1" in refused(there.write, actor, ref, "purpose", f"Odd {sentence} text")


def councillor(there: World) -> Actor:
    return factories.actor(there.authority, Role.OTHER_COUNCILLOR)


def test_an_exempt_paper_is_for_the_committee_alone(there: World, ref: str) -> None:
    with there.as_(there.author) as actor:
        actions.answer(
            actor=actor, paper_ref=ref, question="exempt", ticked=["yes"], note="A family is named.", at=there.at()
        )
    there.send(ref)
    there.approve(there.head, ref)
    there.approve(there.chief, ref)
    there.issue(ref)
    with there.as_(councillor(there)) as actor:
        assert queries.papers(actor) == ()
    with there.as_(factories.actor(there.authority, Role.APPOINTED_MEMBER)) as actor:
        assert len(queries.papers(actor)) == 1
