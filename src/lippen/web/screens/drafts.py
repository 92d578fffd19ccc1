"""Autosave: the page sends what was typed; another tab's newer draft is never overwritten."""

from __future__ import annotations

import json

from django.http import HttpRequest, JsonResponse

from lippen.kernel import clock
from lippen.kernel.drafts import GONE, draft_for, save_draft
from lippen.kernel.errors import CannotDo

MOST_FIELDS = 400


def draft(request: HttpRequest, form_key: str, subject_key: str) -> JsonResponse:
    if request.method == "POST":
        return _save(request, form_key, subject_key)
    kept = draft_for(request.actor, form_key, subject_key)
    if kept is None:
        return JsonResponse({"version": 0, "fields": {}})
    return JsonResponse({"version": kept.version, "fields": kept.fields, "saved_at": kept.saved_at.isoformat()})


def _save(request: HttpRequest, form_key: str, subject_key: str) -> JsonResponse:
    sent = _read(request)
    if sent is None:
        return JsonResponse({"error": "The draft could not be read. Keep this page open and try again."}, status=400)
    fields, version = sent
    try:
        saved = save_draft(request.actor, form_key, subject_key, fields=fields, version=version, at=clock.real_now())
    except CannotDo as refusal:
        is_gone = refusal.sentence == GONE
        return JsonResponse({"error": refusal.sentence, "is_gone": is_gone}, status=409)
    return JsonResponse({"version": saved, "saved_at": clock.real_now().isoformat()})


def _read(request: HttpRequest) -> tuple[dict[str, str], int] | None:
    """The fields and the version they were typed over; None when it is not what the page sends."""
    try:
        sent = json.loads(request.body)
        fields, version = sent["fields"], sent["version"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    if not isinstance(fields, dict) or not isinstance(version, int) or not 0 <= version < 2**31 - 1:
        return None
    if len(fields) > MOST_FIELDS or not all(_is_text(value) for value in fields.values()):
        return None
    return {str(key)[:100]: value for key, value in fields.items() if _is_text(key)}, version


def _is_text(value: object) -> bool:
    if not isinstance(value, str) or "\x00" in value:
        return False
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True
