"""The quarter's review of who holds which posts, may do what and was last in when: confirmed or revoked one by one."""

from __future__ import annotations

import csv
import io

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.design.words import day_words, instant_words
from lippen.kernel import audit, clock
from lippen.kernel.errors import CannotDo, NotVisible
from lippen.organisation.actions import access_review as actions
from lippen.organisation.queries import AuthorityRow
from lippen.organisation.queries import access_review as queries
from lippen.organisation.screens.accounts import chosen_council, crumbs
from lippen.organisation.vocabulary import Verdict, Why

FORMULA = ("=", "+", "-", "@", "\t", "\r")
TOLD = {
    Verdict.CONFIRMED: "{name} keeps their access.",
    Verdict.REVOKED: "The access of {name} is revoked: wherever they are signed in, it ends with their next click.",
    Verdict.GIVEN_BACK: "{name} has their access back.",
}
HEADINGS = ("Name", "E-mail", "Posts", "May", "Last signed in", "To look at", "Said", "By", "On")


def review(request: HttpRequest) -> HttpResponse:
    """This quarter's review of the council; opened by whoever looks first, where the night's job has not yet."""
    council = chosen_council(request)
    on = clock.today()
    found = queries.current_review(request.actor, council.id, on=on)
    if found is None:
        return render(request, "organisation/review_unopened.html", _context(council, None))
    context = _context(council, queries.review_of(request.actor, found, on=on)) | {"today": on}
    return render(request, "organisation/review.html", context)


def _context(council: AuthorityRow, found: queries.Review | None) -> dict[str, object]:
    title = "Review of access"
    return {"title": title, "answers": council, "review": found, "crumbs": crumbs(Crumb(title))}


def begin(request: HttpRequest) -> HttpResponse:
    council = chosen_council(request)
    actions.open_review(actor=request.actor, authority_id=council.id, on=clock.today(), at=clock.now())
    return redirect(f"{reverse('organisation:review')}?council={council.ref}")


def say(request: HttpRequest, ref: str, account: int, verdict: str) -> HttpResponse:
    """One click: confirm, revoke or give back."""
    if verdict not in {each.value for each in Verdict}:
        raise NotVisible
    given = Verdict(verdict)
    said = actions.answer(
        actor=request.actor,
        review_ref=ref,
        account_id=account,
        verdict=given,
        why=_why(request) if given is Verdict.REVOKED else None,
        so_on=clock.today(),
        at=clock.now(),
    )
    name = said.account.person.name if said.account.person else ""
    messages.success(request, TOLD[given].format(name=name))
    return redirect(f"{reverse('organisation:review')}?council={queries.council_ref(ref)}")


def _why(request: HttpRequest) -> Why | None:
    given = request.POST.get("why", "")
    if given and given not in {why.value for why in Why}:
        raise CannotDo("Choose one of the reasons offered.")
    return Why(given) if given else None


def as_csv(request: HttpRequest, ref: str) -> HttpResponse:
    """Everybody in the review as a spreadsheet reads it; cells that could be run leave as text."""
    found = queries.review_by_ref(request.actor, ref)
    whole = queries.review_of(request.actor, found, on=clock.today())
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    for row in whole.rows:
        writer.writerow([_cell(value) for value in _line(row)])
    audit.record(request.actor, "access_review.exported", found, keys={"people": len(whole.rows)})
    answer = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    name = f"access-review-{found.quarter_starts_on.isoformat()}.csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _line(row: queries.ReviewRow) -> tuple[str, ...]:
    return (
        row.name,
        row.email,
        "; ".join(row.posts),
        "; ".join(row.may),
        instant_words(row.last_in) if row.last_in else "never",
        row.concern,
        row.verdict_words,
        row.verdict_by,
        day_words(clock.day_of(row.verdict_at)) if row.verdict_at else "",
    )


def _cell(value: str) -> str:
    return f"'{value}" if value.startswith(FORMULA) else value
