"""Words that arrive after the session ended: they go back to their writer, and are kept nowhere."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

SIGNED_OUT = "You were signed out. Your words are still here"
TOO_OLD = "This page was open too long. Your words are still here"
OURS = ("csrfmiddlewaretoken",)
HOLDERS = ("account_", "mfa_", "openid_", "socialaccount_", "organisation:welcome")
"""Beginnings of pages about passwords, codes and keys: what was sent there is never shown again."""
ROUTINE = ("form_token", "_again", "_draft_version", "_stands", "_merging", "version")
SHORT = 40


@dataclass(frozen=True)
class Carried:
    """One thing that was sent; `is_words` when somebody wrote it and may want to read or copy it."""

    name: str
    value: str
    is_words: bool

    @property
    def label(self) -> str:
        """The field's name as a person reads it; none of a name that holds a number of ours."""
        if any(each.isdigit() for each in self.name):
            return "What you wrote"
        return self.name.replace("_", " ").replace("-", " ").strip().capitalize()


def carried(request: HttpRequest) -> tuple[Carried, ...]:
    """What a form brought, without proofs, files and passwords; nothing when nobody wrote anything."""
    match = request.resolver_match
    if request.method != "POST" or match is None or match.view_name.startswith(HOLDERS):
        return ()
    fields = [(name, value) for name, values in request.POST.lists() if _may_return(name) for value in values]
    if not any(value.strip() for name, value in fields if name not in ROUTINE):
        return ()
    return tuple(Carried(name, value, _is_words(value)) for name, value in fields)


def is_from_our_page(request: HttpRequest) -> bool:
    """Whether the browser says that one of our own pages sent this: another site's words are not given a button."""
    origin = request.META.get("HTTP_ORIGIN", "")
    return origin == f"{request.scheme}://{request.get_host()}"


def still_here(
    request: HttpRequest, fields: tuple[Carried, ...], *, status: int, is_signed_in: bool, title: str = ""
) -> HttpResponse:
    """The page that gives the words back; its button sends them to the address they were meant for."""
    context = {
        "title": title or (TOO_OLD if is_signed_in else SIGNED_OUT),
        "is_busy": bool(title),
        "status": status,
        "fields": fields,
        "is_signed_in": is_signed_in,
        "has_files": bool(request.FILES),
    }
    answer = render(request, "web/still_here.html", context, status=status)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _may_return(name: str) -> bool:
    return name not in OURS and "password" not in name.lower()


def _is_words(value: str) -> bool:
    return "\n" in value or " " in value or len(value) > SHORT
