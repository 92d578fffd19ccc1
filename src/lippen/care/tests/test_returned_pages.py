"""A return on the pages: chosen as a ZIP, looked at, brought in, and read row by row on the child's page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from lippen.care.tests.returning import episodes, header, packed, reviews
from lippen.casework.models import KnownPerson
from lippen.casework.tests.factories import TODAY, Cast, cast
from lippen.casework.tests.test_intake_screens import at, post, signed_in, work
from lippen.kernel import access
from lippen.kernel.models import AuditEntry

pytestmark = pytest.mark.django_db
FILES = {
    "2012-header.csv": header("31", "32"),
    "2012-episodes.csv": episodes(
        "31,01/02/2010,S,V2,U6,PR1,10/05/2010,X1,,,",
        "31,01/04/2010,P,V2,K2,PR1,01/07/2010,E8,,,",
        "32,05/06/2010,S,V2,P1,PR1,,,,,",
    ),
    "2012-reviews.csv": reviews("32,04/03/2006,01/10/2010,PN1"),
}


@pytest.fixture
def c(settings) -> Iterator[Cast]:
    settings.LIPPEN_TODAY = TODAY
    yield cast()


def sent(client, content: bytes, name: str = "2012.zip"):
    file = SimpleUploadedFile(name, content)
    return post(client, at("bring_records"), file=file, kind="return", source="CareBook")


def test_a_return_goes_from_the_page_into_the_record_and_what_stayed_out_is_listed(c: Cast) -> None:
    client = signed_in(c.manager)
    assert "2012.zip is read. Nothing of it is in a record yet." in sent(client, packed(FILES)).content.decode()
    row = work(c)
    page = client.get(at("intake", row.ref)).content.decode()
    assert "<strong>5</strong> ready, <strong>0</strong> with doubts, <strong>1</strong> that cannot come in" in page
    listed = client.get(f"{at('intake_doubts', row.ref)}?kind=refused").content.decode()
    assert "2012-episodes.csv, row 3" in listed and "It begins on 01/04/2010" in listed
    page = post(client, at("take_intake", row.ref), version=row.version).content.decode()
    assert "(a return of looked-after children (SSDA903))" in page
    assert "1 row that cannot come in may stay out" in page, "it is left out knowingly"
    post(client, at("take_intake", row.ref), version=row.version, without_refused="on")
    row = work(c)
    assert (row.state, row.taken, KnownPerson.objects.count()) == ("taken", 5, 2)
    page = client.get(at("intake", row.ref)).content.decode()
    assert "5 of 6 came in" in page and "1 row stayed out" in page and "Undo this file" not in page
    assert "A return is not undone" in page and "Bring the corrected return in" in page
    again = client.get(f"{at('intake_doubts', row.ref)}?kind=refused").content.decode()
    assert "2012-episodes.csv, row 3" in again and "bring it in again" in again


def test_a_childs_page_leads_to_what_returns_told_with_each_code_in_its_own_list(c: Cast) -> None:
    client = signed_in(c.manager)
    sent(client, packed(FILES))
    row = work(c)
    post(client, at("take_intake", row.ref), version=row.version, without_refused="on")
    work(c)
    child = KnownPerson.objects.get(outsideids__value="31")
    page = client.get(reverse("care:life", args=[child.ref])).content.decode()
    assert "31: was in care" in page and "What returns told, row by row" in page and "Nothing is due." in page
    page = client.get(reverse("care:returned", args=[child.ref])).content.decode()
    assert "1 row did not come into the record" in page and "<strong>Not in the record:</strong> It begins on" in page
    assert "PLACE U6 (foster placement with other carer, not long term)" in page
    access.identify(c.manager, today=TODAY)
    assert AuditEntry.objects.filter(verb="known.returns", account_id=c.manager.account_id).exists()


def test_a_child_of_whom_no_return_told_has_a_page_that_says_so(c: Cast) -> None:
    child = c.add(c.manager, "Ailsa", "Kinross")
    page = signed_in(c.manager).get(reverse("care:returned", args=[child.ref])).content.decode()
    assert "No return has told of Ailsa Kinross." in page


def test_a_damaged_return_is_refused_at_the_field(c: Cast) -> None:
    page = sent(signed_in(c.manager), packed(FILES)[:200]).content.decode()
    assert "2012.zip is damaged or locked with a password." in page


def test_one_file_of_the_return_alone_comes_in_too(c: Cast) -> None:
    client = signed_in(c.manager)
    sent(client, FILES["2012-header.csv"].encode(), "2012-header.csv")
    row = work(c)
    assert (row.rows, row.refused) == (2, 0)
