from __future__ import annotations

import hashlib
from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.urls import reverse

from lippen.kernel.models import AuditEntry
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories
from lippen.reporting import queries
from lippen.reporting.tests.screens import Desk, desk, quick_files, signed_in, text_of
from lippen.reporting.tests.world import TODAY

pytestmark = pytest.mark.django_db
STAFF_PAGES = (("paper",), ("lines",), ("route",), ("dates",), ("send",), ("section", "purpose"), ("preview", "html"))


@pytest.fixture(autouse=True)
def today(settings) -> Iterator[None]:
    settings.LIPPEN_TODAY = TODAY
    with quick_files():
        yield


@pytest.fixture
def at(today) -> Desk:
    return desk()


def test_the_list_names_the_paper_its_meeting_and_how_it_stands(at) -> None:
    page = text_of(signed_in(at.there.author).get(reverse("reporting:papers")))
    assert "Long-term team: progress" in page and "25 October 2012" in page and "Being written" in page


def test_a_council_without_a_paper_says_how_to_open_the_first() -> None:
    officer = factories.actor(factories.authority(), Role.PERFORMANCE_OFFICER)
    page = text_of(signed_in(officer).get(reverse("reporting:papers")))
    assert "No papers yet" in page and reverse("reporting:open_paper") in page


def test_the_page_says_what_stands_in_the_way_and_where_to_mend_it(at) -> None:
    page = text_of(at.opens(at.there.author, "paper"))
    assert f'<a href="{at.url("section", "workforce")}">4. Workforce capacity and current issues is empty' in page
    assert f'<a href="{at.url("question", "exempt")}">9. Exempt reports is not answered.' in page
    assert f'<a href="{at.url("difference", 1)}">Theme 1, Tools for the job' in page
    assert "Write what is missing" in page


def test_a_lead_is_first_asked_to_agree_the_lines_of_her_actions(at) -> None:
    page = text_of(at.opens(at.there.lead, "paper"))
    assert f'href="{at.url("lines")}?mine=1">Agree your committee lines (2)' in page


def test_a_paper_of_another_council_is_not_there(at) -> None:
    for name, *more in STAFF_PAGES:
        assert at.opens(at.there.stranger, name, *more).status_code == 404, name


def test_a_draft_is_not_there_for_a_councillor_nor_for_the_clerk(at) -> None:
    for who in (at.councillor, at.there.clerk):
        assert at.opens(who, "paper").status_code == 404
        assert "Long-term team" not in text_of(signed_in(who).get(reverse("reporting:papers")))


def test_a_councillor_may_not_open_what_is_for_authors(at) -> None:
    for name, *more in STAFF_PAGES[1:]:
        assert at.opens(at.councillor, name, *more).status_code == 403, name


def test_a_councillor_reads_page_one_and_files_of_an_issued_paper_and_no_drafting_furniture(at) -> None:
    at.signed()
    at.there.issue(at.ref)
    page = text_of(at.opens(at.councillor, "paper"))
    assert "For members: one page" in page and "What you asked" in page
    assert at.url("file", "pdf") in page and at.view().signed.sha256 in page
    for furniture in ("Drafted by Lippen", "Edit", "Route", "Who wrote what", at.url("bundle"), at.url("lines")):
        assert furniture not in page, furniture


def test_a_signed_paper_reads_as_it_was_frozen_and_nothing_on_it_can_be_changed(at) -> None:
    at.signed()
    page = text_of(at.opens(at.there.author, "paper"))
    assert "For members: one page" in page
    for name in ("section", "question", "difference", "route", "dates", "send"):
        assert f"/papers/{at.ref}/{name}" not in page, name
    answer = at.opens(at.there.author, "section", "purpose")
    assert answer.status_code == 409 and "This paper is signed, so it cannot change." in text_of(answer)


def test_a_text_sent_after_the_paper_was_signed_is_refused_and_kept_in_the_form(at) -> None:
    at.signed()
    answer = at.sends(at.there.author, "section", "purpose", words="Too late", version=0)
    page = text_of(answer)
    assert "This paper is signed, so its text cannot change." in page and "Too late</textarea>" in page


def test_the_clerk_finds_the_signed_paper_with_its_bundle_and_the_next_step(at) -> None:
    at.signed()
    page = text_of(at.opens(at.there.clerk, "paper"))
    assert at.url("bundle") in page and f'href="{at.url("issue")}">Issue the paper' in page


def test_a_file_comes_as_the_bytes_that_were_kept(at) -> None:
    at.signed()
    kept = {kind: sha256 for kind, sha256, _ in at.view().signed.files}
    assert set(kept) == {"pdf", "docx", "html"}
    for kind, sha256 in kept.items():
        answer = at.opens(at.there.author, "file", kind)
        assert hashlib.sha256(answer.content).hexdigest() == sha256
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert at.opens(at.there.author, "file", "exe").status_code == 404


def test_the_web_page_may_use_its_own_style_and_nothing_else(at) -> None:
    answer = at.opens(at.there.author, "preview", "html")
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "script" not in policy and "unsafe" not in policy
    assert b"<style" in answer.content and b"<script" not in answer.content


def test_a_draft_is_shown_as_it_would_print_only_while_it_is_one(at) -> None:
    assert at.opens(at.there.author, "preview", "docx").headers["Content-Disposition"].startswith("attachment")
    at.signed()
    assert at.opens(at.there.author, "preview", "html").status_code == 404


def test_a_figure_leads_to_the_records_behind_it_for_staff_and_to_words_for_a_councillor(at) -> None:
    at.signed()
    at.there.issue(at.ref)
    page = text_of(at.opens(at.there.author, "figure", "actions"))
    assert "The figure is 2." in page and "Do thing 1.1" in page
    page = text_of(at.opens(at.councillor, "figure", "actions"))
    assert "open to the staff of the service" in page and "Do thing" not in page
    assert at.opens(at.councillor, "figure", "nonsense").status_code == 404


def test_reading_a_paper_leaves_an_audit_row(at) -> None:
    at.opens(at.there.author, "paper")
    entry = AuditEntry.objects.filter(verb="paper.read").get()
    assert (entry.account_id, entry.subject_key) == (at.there.author.account_id, at.ref)


def opening(at: Desk, **days: str) -> dict[str, object]:
    """What somebody sends to open a paper: of the same plan, meeting and period as the one that is there."""
    row = at.view().paper
    given = {
        "period_starts_on": "1 7 2012",
        "period_last_on": "30 9 2012",
        "data_as_at": "30 9 2012",
        "text_closed_on": "18 10 2012",
        "issue_on": "19 10 2012",
        **days,
    }
    parts = {
        f"{name}_{part}": value
        for name, day in given.items()
        for part, value in zip(("day", "month", "year"), day.split(), strict=True)
    }
    who = {"plan": row.plan_ref, "meeting": row.meeting_ref, "report_by": at.there.head.person_id}
    who["template"] = queries.USUAL
    return {"form_token": str(uuid4()), "subject": "Another", **who, **parts}


def test_whoever_opens_a_paper_comes_to_it(at) -> None:
    sent = opening(at, period_starts_on="2 7 2012")
    answer = signed_in(at.there.author).post(reverse("reporting:open_paper"), sent)
    assert answer.status_code == 302
    assert answer.url.startswith("/papers/paper-") and answer.url != at.url("paper")


def test_a_second_paper_of_the_same_plan_meeting_and_period_is_refused_with_the_way_to_the_first(at) -> None:
    page = text_of(signed_in(at.there.author).post(reverse("reporting:open_paper"), opening(at)))
    assert "There is a paper on this plan for this meeting and period already: Long-term team: progress." in page
    assert f'<a href="{at.url("paper")}">Go to the paper that is there' in page


@pytest.mark.parametrize("name", ["text_closed_on", "issue_on"])
def test_a_new_paper_takes_no_day_that_is_past(at, name: str) -> None:
    sent = opening(at, **{"text_closed_on": "16 10 2012", name: "16 10 2012"})
    page = text_of(signed_in(at.there.author).post(reverse("reporting:open_paper"), sent))
    assert "16 October 2012 is past. Choose today or a later day." in page
