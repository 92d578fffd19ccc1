"""A plan's strategic framework on one page: for every strand and partner what it is for, how it goes, who answers."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.design.words import count_words
from lippen.improvement import queries
from lippen.improvement.queries import offered
from lippen.improvement.screens.addresses import PLANS, crumb_to_plan
from lippen.improvement.screens.looking import look
from lippen.improvement.screens.plans import common
from lippen.improvement.source_rows import FrameworkRow
from lippen.kernel.access import Permission, may


def framework(request: HttpRequest, ref: str) -> HttpResponse:
    found = offered.plan_head(request.actor, ref)
    seen = look(request.GET)
    whole = queries.framework(request.actor, found.id, as_at=seen.as_at, known_at=seen.known_at, today=seen.today)
    context = {
        **common(found, seen),
        "title": "Strategic framework",
        "crumbs": (PLANS, crumb_to_plan(found, seen.query), Crumb("Strategic framework")),
        "whole": whole,
        "groups": [(title, rows) for title, rows in (("Strands", whole.strands), ("Partners", whole.partners)) if rows],
        "sentence": framework_words(whole),
        "may_edit": not seen.is_past and may(request.actor, Permission.EDIT_PLAN, at=found.authority_ids),
        "may_tell": not seen.is_past and may(request.actor, Permission.WRITE_UPDATE, at=found.authority_ids),
    }
    request.audit_keys = {"strands": len(whole.strands), "partners": len(whole.partners)}
    return render(request, "improvement/framework.html", context)


def framework_words(whole: FrameworkRow) -> str:
    """What there is, and what of it needs a look, in one or two sentences."""
    going = [row for row in (*whole.strands, *whole.partners) if not row.is_ended]
    offers = [row for row in whole.contributions if not row.is_ended]
    if not going and not offers:
        return ""
    silent = sum(1 for row in going if not row.progress)
    nobody = sum(1 for row in going if row.accountable is None)
    flagged = sum(1 for row in offers if row.flags)
    strands = sum(1 for row in going if row.partner is None)
    lines = f"{count_words(strands, 'strand')} and {count_words(len(going) - strands, 'partner')}"
    told = f"{lines}, with {count_words(len(offers), 'contribution')}."
    needs = [
        f"{count_words(silent, 'has', 'have')} no word on progress yet" if silent else "",
        f"nobody answers for {nobody}" if nobody else "",
        f"{count_words(flagged, 'contribution needs', 'contributions need')} a look" if flagged else "",
    ]
    said = "; ".join(filter(None, needs))
    return f"{told} {said[0].upper()}{said[1:]}." if said else told
