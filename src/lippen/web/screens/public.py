"""The public register, read as the public role: what it may not see is not there."""

from __future__ import annotations

from datetime import UTC, datetime, time

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.reporting import queries
from lippen.reporting.edition_rows import RegisterRow
from lippen.reporting.screens.files import FILE_WORDS, answered
from lippen.reporting.vocabulary import FileKind

TITLE = "Committee papers"
GONE = 410


def papers(request: HttpRequest) -> HttpResponse:
    context = {"title": TITLE, "rows": queries.public_register()}
    return render(request, "web/public_papers.html", context)


def paper(request: HttpRequest, ref: str) -> HttpResponse:
    return _page(request, queries.public_paper(ref))


def _page(request: HttpRequest, row: RegisterRow) -> HttpResponse:
    refs = {found.paper_ref: found.ref for found in queries.public_register()} if row.successors else {}
    context = {
        "title": row.title,
        "row": row,
        "files": [(kind, FILE_WORDS[FileKind(kind)]) for kind in ("pdf", "docx", "html") if kind in row.kinds],
        "successors": [(tie, refs[tie.ref]) for tie in row.successors if tie.ref in refs],
        "crumbs": (Crumb(TITLE, reverse("public:papers")), Crumb(row.title)),
    }
    return render(request, "web/public_paper.html", context)


def file(request: HttpRequest, ref: str, kind: str) -> HttpResponse:
    """A file of an issued paper; at the address of a withdrawn one, that it is withdrawn and what came after."""
    if kind not in set(FileKind):
        raise Http404
    row = queries.public_paper(ref)
    if row.withdrawn:
        page = _page(request, row)
        page.status_code = GONE
        return page
    return answered(queries.public_bytes(ref, kind), kind, ref)


def feed(request: HttpRequest) -> HttpResponse:
    """The same register as an Atom feed, the papers that were issued last first."""
    root = request.build_absolute_uri(reverse("public:papers"))
    made = Atom1Feed(TITLE, root, "Papers as councils issued them", feed_url=request.build_absolute_uri())
    for row in sorted(queries.public_register(), key=lambda row: (_changed(row), row.ref), reverse=True)[:100]:
        link = request.build_absolute_uri(reverse("public:paper", args=[row.ref]))
        made.add_item(
            title=f"Withdrawn: {row.title}" if row.withdrawn else row.title,
            link=link,
            unique_id=link,
            description=_said(row),
            updateddate=_changed(row),
        )
    return HttpResponse(made.writeString("utf-8"), content_type=Atom1Feed.content_type)


def _changed(row: RegisterRow) -> datetime:
    on = row.withdrawn.withdrawn_on if row.withdrawn else row.issued_on
    return datetime.combine(on, time(12), UTC)


def _said(row: RegisterRow) -> str:
    """What a reader of the feed needs to know: for which meeting, and whether all of it is public and still stands."""
    said = [f"For {row.committee_name}, {row.meets_on.day} {row.meets_on:%B %Y}."]
    if row.withdrawn:
        said.append(f"Withdrawn: {row.withdrawn.reason}")
    if row.notice:
        said.append(row.notice)
    if row.tie:
        said.append(f"{row.tie.words}: {row.tie.reason}")
    return " ".join(said)
