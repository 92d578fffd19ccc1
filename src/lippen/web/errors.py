"""Pages for what went wrong: what happened, to what, what to do."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import datetime, timedelta
from math import ceil

from django.conf import settings
from django.contrib.sessions.exceptions import SessionInterrupted
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from lippen.design.words import instant_words
from lippen.kernel import clock
from lippen.web.api import problems
from lippen.web.carried import carried, is_from_our_page, still_here

PAGES: dict[int, tuple[str, str]] = {
    400: ("We could not read that request", "Go back and try again. A draft that you were writing is kept."),
    403: (
        "You are not allowed to do this",
        "Your post does not include it. An administrator of your council can tell you who can, or change your post.",
    ),
    404: ("There is nothing here", "The address may be mistyped, or what stood here is not yours to see."),
    405: (
        "This page cannot be asked in that way",
        "Nothing was changed. Open the page from a link or the menu, and go on from there.",
    ),
    409: ("This could not be done", ""),
    413: ("That file is too large", "Send a file of at most 20 MB, or split it."),
    414: (
        "That address is too long",
        "It was not read, and nothing was changed. Open the page from a link or the menu; whoever gave you the address "
        "can send you a shorter one.",
    ),
    429: ("Too many tries", "Wait a minute, then try again."),
    431: (
        "Your browser sent too much along",
        "It was not read, and nothing was changed. Delete this site's cookies in your browser, then sign in again.",
    ),
    500: ("Something went wrong on our side", "Nothing was half saved. Go back and try again; your draft is kept."),
    503: (
        "We cannot reach our records just now",
        "Nothing was half saved. Wait a minute, then go back and send it again: what you typed still stands in your "
        "browser, and what had been kept as a draft is still there.",
    ),
}
GIVE_WORDS_BACK = (403, 404, 409)
"""Refusals of something sent: what was written stands on their page, since it stands nowhere else."""
UNREADABLE_ADDRESS = "The address holds a sign that no address may hold."
PAGE_TOO_OLD = "This page was open too long"
BACK_SECONDS = 30
TOO_OFTEN_SECONDS = 60
WAIT_SECONDS = 300
A_MINUTE = timedelta(minutes=1)
"""What is said in minutes is said a minute later than it may be, so that nobody comes back too early."""
AWAY = ("08", "53", "57P")
"""Beginnings of PostgreSQL's codes: no connection, no room, shutting down or starting up."""
CROSSED = {"40P01", "40001"}
"""PostgreSQL's codes for two who waited for each other: one of them begins again."""
HELD = "55P03"
"""PostgreSQL's code for a wait that took too long."""
BUSY = "Somebody else is writing here just now"


def page(request: HttpRequest, status: int, sentence: str = "") -> HttpResponse:
    """A finished page for a status; for a machine, the same in its own form."""
    if problems.is_api(request):
        return problems.problem(status, sentence)
    title, what_to_do = PAGES[status]
    written = [each for each in carried(request) if each.is_words] if status in GIVE_WORDS_BACK else []
    return render(
        request,
        "design/error.html",
        {"title": title, "sentence": sentence, "what_to_do": what_to_do, "status": status, "written": written},
        status=status,
    )


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A session that could not be kept is no fault of what was sent: its database went away, or it was ended."""
    if isinstance(exception, SessionInterrupted):
        return server_error(request)
    if isinstance(exception, RequestDataTooBig):
        return _too_long(request)
    return page(request, 400) if request.method == "POST" else page(request, 400, UNREADABLE_ADDRESS)


def _too_long(request: HttpRequest) -> HttpResponse:
    """Words past what a form may bring: how long they may be, and where the longer text can go."""
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // (1024 * 1024)
    context = {
        "title": "That is too long",
        "sentence": f"A form may bring {most} MB of words: about {most} million characters. Nothing was sent.",
        "what_to_do": "Go back, take out a part, and send it again; or send the long text as a file.",
        "status": 413,
    }
    return render(request, "design/error.html", context, status=413)


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, 404)


def sent_before(request: HttpRequest, said: str) -> HttpResponse:
    """Of a form that was sent and recorded, sent again after what it was about was closed to the writer."""
    context = {
        "title": "You sent this form before",
        "sentence": f"It was recorded then: {said}",
        "what_to_do": "It stands once. What it was about is no longer yours to see, so nothing more was recorded now.",
        "status": 404,
        "written": [each for each in carried(request) if each.is_words],
        "is_recorded": True,
    }
    return render(request, "design/error.html", context, status=404)


def not_allowed_method(request: HttpRequest, methods: Iterable[str]) -> HttpResponse:
    """What a page does not take is no old form: it is told so, with what the page takes."""
    answer = page(request, 405)
    answer.headers["Allow"] = ", ".join(sorted(methods))
    return answer


def cannot_do(request: HttpRequest, sentence: str) -> HttpResponse:
    return page(request, 409, sentence)


def too_often(request: HttpRequest) -> HttpResponse:
    answer = page(request, 429)
    answer.headers["Retry-After"] = str(TOO_OFTEN_SECONDS)
    return answer


def slowed(request: HttpRequest, *, until: datetime) -> HttpResponse:
    """Many records of people in a short time: when one may go on, and what opens at once."""
    context = {
        "title": "You have looked up many people in a short time",
        "sentence": f"You may go on at {instant_words(until + A_MINUTE)}.",
        "what_to_do": "Children whom you work with open as ever, and in an emergency so does a record by break-glass. "
        "Information governance sees that this page was shown.",
        "status": 429,
    }
    answer = render(request, "design/error.html", context, status=429)
    answer.headers["Retry-After"] = str(max(1, ceil((until - clock.real_now()).total_seconds())))
    return answer


def too_many(request: HttpRequest) -> HttpResponse:
    """Too many tries at signing in or at a code: how long to wait, and who can help."""
    answer = render(request, "429.html", {"status": 429}, status=429)
    answer.headers["Retry-After"] = str(WAIT_SECONDS)
    return answer


def server_error(request: HttpRequest) -> HttpResponse:
    """Without menu and messages: the session or the database may be what went wrong."""
    if problems.is_api(request):
        return problems.problem(503 if is_away(sys.exc_info()[1]) else 500)
    if is_away(sys.exc_info()[1]):
        answer = _bare(503)
        answer.headers["Retry-After"] = str(BACK_SECONDS)
        return answer
    return _bare(500)


def is_away(fault: BaseException | None) -> bool:
    """Whether the database cannot be reached or takes nothing more, rather than refused what was asked of it."""
    if isinstance(fault, InterfaceError):
        return True
    if not isinstance(fault, OperationalError):
        return False
    state = getattr(fault.__cause__, "sqlstate", None)
    return state is None or state.startswith(AWAY)


def is_crossed(fault: OperationalError) -> bool:
    """Whether it was undone only because two writers waited for each other: begun again, it goes through."""
    return getattr(fault.__cause__, "sqlstate", None) in CROSSED


def is_held(fault: OperationalError) -> bool:
    """Whether somebody else's writing took longer than one waits for it."""
    return getattr(fault.__cause__, "sqlstate", None) == HELD


def busy(request: HttpRequest) -> HttpResponse:
    """Somebody else writes at the same place, and it takes long: what was written is given back."""
    if not problems.is_api(request) and (fields := carried(request)):
        return still_here(request, fields, status=503, is_signed_in=request.user.is_authenticated, title=BUSY)
    answer = page(request, 503, f"{BUSY}, and it takes long. Nothing was saved.")
    answer.headers["Retry-After"] = str(BACK_SECONDS)
    return answer


def without_request(status: int) -> HttpResponse:
    """The page for what the web server could not even read; with the headers that other pages get on their way out."""
    answer = _bare(status)
    policy = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    answer.headers["Content-Security-Policy"] = "; ".join(f"{name} {' '.join(of)}" for name, of in policy.items())
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Referrer-Policy"] = settings.SECURE_REFERRER_POLICY
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _bare(status: int) -> HttpResponse:
    """A finished page that asks the database nothing."""
    title, what_to_do = PAGES[status]
    text = render_to_string("design/error.html", {"title": title, "what_to_do": what_to_do, "status": status})
    return HttpResponse(text, status=status)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Nobody was refused anything: the page's proof of where it came from is too old, or its cookie is gone."""
    fields = carried(request) if is_from_our_page(request) else ()
    if fields:
        return still_here(request, fields, status=403, is_signed_in=request.user.is_authenticated)
    return render(request, "web/page_too_old.html", {"title": PAGE_TOO_OLD, "status": 403}, status=403)
