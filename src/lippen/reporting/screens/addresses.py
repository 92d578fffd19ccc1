"""Ways to and from a paper's pages."""

from __future__ import annotations

from django.urls import reverse
from django.utils.functional import lazy

from lippen.design.navigation import Crumb
from lippen.design.sending import Page
from lippen.reporting.rows import PaperRow

PAPERS = Crumb("Papers", lazy(reverse, str)("reporting:papers"))


def to(name: str, ref: str, *more: object) -> str:
    """The address of one of a paper's pages."""
    return reverse(f"reporting:{name}", args=[ref, *more])


def crumb(row: PaperRow) -> Crumb:
    """The way back to the paper."""
    return Crumb(row.subject, to("paper", row.ref))


def page_about(
    row: PaperRow, *, key: str, title: str, button: str, subject: str = "", anchor: str = "", **more: object
) -> Page:
    """A page on which somebody says one thing about a paper."""
    has_draft = bool(more.pop("has_draft", True))
    back = str(more.pop("back", "")) or to("paper", row.ref) + anchor
    template = str(more.pop("template", "reporting/form.html"))
    return Page(
        key=key,
        subject=subject or row.ref,
        title=title,
        button=button,
        back=back,
        template=template,
        crumbs=(PAPERS, crumb(row), Crumb(title)),
        context={"paper": row, **more},
        has_draft=has_draft,
    )
