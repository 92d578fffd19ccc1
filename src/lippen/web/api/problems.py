"""Refusals to a machine: RFC 9457's problem+json, in the words that a person would read."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse

MEDIA_TYPE = "application/problem+json"
PREFIX = "/api/"
WORDS: dict[int, tuple[str, str]] = {
    400: ("That request could not be read", "Send JSON as the description of this interface shows it."),
    401: ("No token, or none that is open", "Send your token in a header: Authorization: Bearer, a space, the token."),
    403: ("This token may not do that", "Ask an administrator of the council for a token that may."),
    404: ("There is nothing here", "The address may be mistyped, or what stood here is not yours to see."),
    405: ("This address takes no such request", "The header Allow says which it takes."),
    409: ("This could not be done", ""),
    410: ("This is gone", "It was here and was taken back."),
    413: ("That is too much", "Send less at a time."),
    422: ("Something in the request is not as it should be", "`errors` says what and where."),
    429: ("Too many requests", "Wait a minute, then go on."),
    500: ("Something went wrong on our side", "Nothing was half saved. Try again with the same idempotency key."),
    503: ("We cannot reach our records just now", "Wait a minute, then try again with the same idempotency key."),
}


def is_api(request: HttpRequest) -> bool:
    """Whether a machine asks."""
    return request.path.startswith(PREFIX)


def problem(status: int, detail: str = "", *, errors: object = None) -> HttpResponse:
    """A refusal: what happened, and what to do."""
    title, what_to_do = WORDS[status]
    told: dict[str, object] = {"type": "about:blank", "title": title, "status": status, "detail": detail or what_to_do}
    if errors is not None:
        told["errors"] = errors
    answer = HttpResponse(json.dumps(told), status=status, content_type=MEDIA_TYPE)
    if status == 401:
        answer.headers["WWW-Authenticate"] = 'Bearer realm="Lippen"'
    if status in (429, 503):
        answer.headers["Retry-After"] = "60"
    return answer
