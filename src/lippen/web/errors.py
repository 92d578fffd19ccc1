"""Pages for what went wrong: what happened, to what, what to do."""

from __future__ import annotations

from django.contrib.sessions.exceptions import SessionInterrupted
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

PAGES: dict[int, tuple[str, str]] = {
    400: ("We could not read that request", "Go back, check what you typed and send it again. Your draft is kept."),
    403: (
        "You are not allowed to do this",
        "Your post does not include it. An administrator of your council can tell you who can, or change your post.",
    ),
    404: ("There is nothing here", "The address may be mistyped, or what stood here is not yours to see."),
    409: ("This could not be done", ""),
    413: ("That file is too large", "Send a file of at most 20 MB, or split it."),
    429: ("Too many tries", "Wait a minute, then try again."),
    500: ("Something went wrong on our side", "Nothing was half saved. Go back and try again; your draft is kept."),
}


def page(request: HttpRequest, status: int, sentence: str = "") -> HttpResponse:
    """A finished page for a status."""
    title, what_to_do = PAGES[status]
    return render(
        request,
        "design/error.html",
        {"title": title, "sentence": sentence, "what_to_do": what_to_do, "status": status},
        status=status,
    )


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A session that could not be kept is no fault of what was sent: its database went away, or it was ended."""
    if isinstance(exception, SessionInterrupted):
        return server_error(request)
    return page(request, 400)


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, 404)


def cannot_do(request: HttpRequest, sentence: str) -> HttpResponse:
    return page(request, 409, sentence)


def server_error(request: HttpRequest) -> HttpResponse:
    """Without menu and messages: the session or the database may be what went wrong."""
    title, what_to_do = PAGES[500]
    text = render_to_string("design/error.html", {"title": title, "what_to_do": what_to_do, "status": 500})
    return HttpResponse(text, status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return page(request, 403, "Your sign-in has ended or this page is too old. Open it again, then send it once more.")
