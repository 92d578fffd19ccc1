"""Who looked, who wrote: the audit trail for information governance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lippen.kernel import trail
from lippen.kernel.models import AuditEntry
from lippen.organisation import queries as organisation

PAGE_SIZE = 100


@dataclass(frozen=True)
class Row:
    """One entry in words."""

    at: datetime
    who: str
    what: str
    kind: str
    key: str


def audit(request: HttpRequest) -> HttpResponse:
    wanted = {key: request.GET.get(key, "").strip()[:120] for key in ("verb", "subject")}
    found = trail.entries(request.actor, trail.Wanted(record=wanted["subject"]))
    pages = Paginator(found.filter(verb__startswith=_verb(wanted["verb"])), PAGE_SIZE)
    page = pages.get_page(request.GET.get("page"))
    names = organisation.account_names({entry.account_id for entry in page})
    rows = [_row(entry, names.get(entry.account_id, "Nobody signed in")) for entry in page]
    return render(request, "web/audit.html", {"page_obj": page, "rows": rows, "wanted": wanted})


def _row(entry: AuditEntry, who: str) -> Row:
    kind = entry.subject_kind.replace(":", ".").rpartition(".")[2].replace("_", " ")
    return Row(entry.at, who, _words(entry.verb), kind.capitalize(), entry.subject_key)


def _words(verb: str) -> str:
    """`paper.line_agreed` reads "Paper: line agreed"."""
    return verb.replace(".", ": ").replace("_", " ").capitalize()


def _verb(words: str) -> str:
    """What was read may be typed as it stands on the page, or as it is kept."""
    return words.lower().replace(": ", ".").replace(" ", "_")
