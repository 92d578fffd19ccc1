"""The pages of what is exempt, of flagged words and of what comes after issue: they open, record, explain, count."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import pytest
from django.http import HttpResponse
from django.urls import reverse

from lippen.kernel.access import Actor
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories
from lippen.reporting import actions
from lippen.reporting.tests.screens import Desk, desk, quick_files, signed_in, statements, text_of
from lippen.reporting.tests.world import TODAY
from lippen.reporting.vocabulary import TieKind

pytestmark = pytest.mark.django_db
MOST_STATEMENTS = 25
FIGURES = "Three children wait for a worker."


@pytest.fixture
def at(settings) -> Iterator[Desk]:
    settings.LIPPEN_TODAY = TODAY
    with quick_files():
        yield desk()


def told(answer: HttpResponse, *words: str, status: int = 200) -> None:
    said = unescape(re.sub(r"<[^>]+>", "", text_of(answer).partition("<main")[2]))
    assert answer.status_code == status, said[:900]
    for each in words:
        assert each in said, f"{each!r} is not on the page: {said[:900]}"


def count(at: Desk, who: Actor, url: str) -> None:
    client = signed_in(who)
    client.get(reverse("reporting:papers"))
    answer, asked = statements(lambda: client.get(url))
    assert answer.status_code == 200 and asked <= MOST_STATEMENTS, f"{url}: {answer.status_code}, {asked}"


def test_the_author_marks_a_part_as_exempt_sees_the_public_edition_and_takes_the_mark_off(at: Desk) -> None:
    author = at.there.author
    told(at.opens(author, "exempt"), "Nothing of this paper is marked as exempt", "5. the adoption, care, fostering")
    fields = {"place": "text:workforce", "reason": "It tells of a family's care."}
    told(at.sends(author, "exempt", **{**fields, "place": ""}, paragraphs=["5"]), "Choose what is exempt.")
    told(at.sends(author, "exempt", **fields), "Choose the paragraph of Schedule 7A")
    told(at.sends(author, "exempt", **fields, paragraphs=["5"]), "Marked as exempt.", "(paragraph 5)")
    told(at.opens(author, "public_edition", "html"), "Not for publication (paragraph 5).")
    for name in ("exempt", "unmark"):
        count(at, author, at.url(name))
    count(at, author, at.url("public_edition", "html"))
    told(at.sends(author, "unmark"), "Choose the marks to take off.")
    told(at.sends(author, "unmark", marked=["text:workforce"]), "Nothing of this paper is exempt now.")
    told(at.opens(author, "public_edition", "html"), status=404)


def test_flagged_words_are_shown_with_their_reason_and_kept_with_another(at: Desk) -> None:
    author = at.there.author
    told(at.opens(author, "flags"), "Nothing is flagged")
    at.there.fill(at.ref)
    with at.there.as_(author) as actor:
        at.there.write(actor, at.ref, "workforce", FIGURES, version=1)
    told(at.opens(author, "paper"), "1 place is flagged")
    page = at.opens(author, "flags")
    told(page, "Small number: “Three children”", "Fewer than five people", "1 to answer")
    key = re.search(r"/flags/([0-9a-f]{24})", text_of(page))[1]
    for name, more in (("flags", ()), ("keep_flag", (key,))):
        count(at, author, at.url(name, *more))
    told(at.sends(author, "keep_flag", key), "Write an answer: Why do these words stay")
    told(at.sends(author, "keep_flag", key, reason="It was published."), "stays, with your reason", "It was published.")
    told(at.opens(author, "keep_flag", "0" * 24), status=404)


def test_an_exempt_paper_is_decided_issued_and_resolved_on_its_pages(at: Desk) -> None:
    there = at.there
    there.fill(at.ref)
    there.exempt(at.ref, "text:workforce", (5,))
    at.signed(fill=False)
    told(
        at.opens(there.officer, "accept"), "Its authors propose that a part of it is not for publication", "paragraph 5"
    )
    told(at.sends(there.clerk, "issue"), "The proper officer has not accepted this paper yet.")
    there.accept(at.ref)
    told(at.sends(there.clerk, "issue"), "Issued.")
    count(at, there.clerk, at.url("resolution"))
    fields = {"kind": "excluded", "words": "Resolved under section 50A(4)."}
    told(at.sends(there.clerk, "resolution", **fields), "The resolution is recorded.", "The public was excluded")
    other = factories.actor(there.authority, Role.OTHER_COUNCILLOR)
    told(at.opens(other, "paper"), status=404)
    told(signed_in(other).get(reverse("reporting:register")), "public edition", "not for publication: paragraph 5")
    edition = reverse("reporting:edition", args=[f"{at.ref}-public", "html"])
    told(signed_in(other).get(edition), "Not for publication (paragraph 5).")
    count(at, other, edition)
    count(at, other, reverse("reporting:register"))


def test_an_issued_paper_is_stamped_followed_and_withdrawn_on_its_pages(at: Desk) -> None:
    there = at.there
    at.signed()
    there.issue(at.ref)
    for who, name in ((there.clerk, "stamp"), (there.clerk, "withdraw"), (there.author, "follow")):
        count(at, who, at.url(name))
    told(at.sends(there.clerk, "stamp", item="7 <", first_page=21), "Give the item as it stands on the agenda")
    told(at.sends(there.clerk, "stamp", item="7", first_page=21), "item 7, from page 21")
    days = {
        f"{name}_{part}": value
        for name in ("text_closed_on", "issue_on")
        for part, value in (("day", 18), ("month", 10), ("year", 2012))
    }
    told(at.sends(there.author, "follow", kind="replacement", **days), "Write an answer: Why is it needed")
    made = at.sends(there.author, "follow", kind="replacement", reason="A figure was wrong.", **days)
    told(made, "tied to the one that it follows", "Replacement, after the paper that it follows")
    told(at.sends(there.clerk, "withdraw", reason="A figure was wrong."), "Withdrawn on 17 October 2012")
    told(at.sends(there.clerk, "withdraw", reason="Again."), "withdrawn already")
    told(signed_in(there.clerk).get(reverse("reporting:register")), "Withdrawn on 17 October 2012")


def test_a_paper_that_is_not_for_publication_says_so_wherever_it_stands(at: Desk) -> None:
    there = at.there
    there.fill(at.ref)
    there.exempt(at.ref, "text:workforce", (5,))
    told(at.opens(there.author, "paper"), "Proposed as exempt")
    at.signed(fill=False)
    there.accept(at.ref)
    there.issue(at.ref)
    for who in (at.councillor, there.clerk, there.author):
        told(at.opens(who, "paper"), "Not for publication", "paragraph 5 of Schedule 7A", "its public edition")
        told(signed_in(who).get(reverse("reporting:papers")), "Not for publication")
    register = text_of(signed_in(there.clerk).get(reverse("reporting:register")))
    whole = register.partition(at.url("paper"))[2].partition("</tr>")[0]
    edition = register.partition(reverse("reporting:edition", args=[f"{at.ref}-public", "html"]))[2].partition("</tr>")[
        0
    ]
    assert "Not for publication: paragraph 5" in whole
    assert "Without what is not for publication: paragraph 5" in edition


def test_a_withdrawn_paper_says_so_in_the_list_and_leads_to_its_replacement_once_that_is_issued(at: Desk) -> None:
    there = at.there
    at.signed()
    there.issue(at.ref)
    with there.as_(there.clerk) as actor:
        actions.withdraw_paper(actor=actor, paper_ref=at.ref, reason="A figure was wrong.", at=there.at())
    with there.as_(there.author) as actor:
        given = {"kind": TieKind.REPLACEMENT, "reason": "The right figure.", "text_closed_on": TODAY, "issue_on": TODAY}
        made = actions.follow_paper(actor=actor, paper_ref=at.ref, **given, at=there.at())
    papers = reverse("reporting:papers")
    for who in (at.councillor, there.author):
        told(signed_in(who).get(papers), "Withdrawn")
    told(signed_in(there.author).get(papers), "Replacement")
    told(at.opens(there.author, "paper"), "Another paper stands in its place", "The right figure.")
    page = text_of(at.opens(at.councillor, "paper"))
    assert made.ref not in page and "The right figure." not in page


def test_the_clerk_keeps_the_list_of_places_and_turns_the_register_on_with_a_reason(at: Desk) -> None:
    clerk = at.there.clerk

    def sends(name: str, **fields: object) -> HttpResponse:
        where = reverse(f"reporting:{name}", args=[at.there.authority.ref])
        count(at, clerk, where)
        return signed_in(clerk).post(where, {"form_token": "", **fields}, follow=True)

    told(sends("child_places", places="Larkfield House\nBurnside Nursery\n"), "The list has 2 places.")
    told(sends("child_places", places="it"), "between 4 and 120 characters")
    told(sends("child_places", places="Larkfield House", words="x"), "A word has between 2 and 120 characters")
    told(sends("child_places", places="Larkfield House", words="the Glenshee fire"), "The list has 1 place.")
    where = reverse("reporting:child_places", args=[at.there.authority.ref])
    told(signed_in(clerk).get(where), "Larkfield House", "the Glenshee fire")
    told(sends("register_setting", is_on="yes"), "Write an answer: Who decided it")
    told(sends("register_setting", is_on="yes", reason="Council decided."), "The public register is on.")
    told(sends("register_setting", is_on="yes", reason="Again."), "The register is on already.")
