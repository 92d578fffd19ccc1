"""Who looked, who wrote: the audit trail for information governance."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lippen.kernel import trail
from lippen.organisation import queries as organisation

PAGE_SIZE = 100


def audit(request: HttpRequest) -> HttpResponse:
    wanted = {key: request.GET.get(key, "").strip()[:120] for key in ("verb", "subject")}
    pages = Paginator(trail.entries(**wanted), PAGE_SIZE)
    page = pages.get_page(request.GET.get("page"))
    names = organisation.account_names({entry.account_id for entry in page})
    rows = [(entry, names.get(entry.account_id, "Nobody signed in")) for entry in page]
    return render(request, "web/audit.html", {"page_obj": page, "rows": rows, "wanted": wanted})
