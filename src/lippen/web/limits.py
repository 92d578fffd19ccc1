"""How often an address or a token may ask: counted in this process's memory, so that no request waits for it."""

from __future__ import annotations

import time
from hashlib import sha256

from django.core.cache import cache
from django.http import HttpRequest


def has_asked_too_often(what: str, who: str, *, most: int, seconds: int) -> bool:
    """Count one more request, and say whether that is more than `most` in the present spell of so many seconds."""
    spell = int(time.time()) // seconds
    key = f"asked:{what}:{sha256(who.encode()).hexdigest()[:32]}:{spell}"
    cache.add(key, 0, timeout=seconds * 2)
    try:
        return cache.incr(key) > most
    except ValueError:  # it left the memory between the two: count from here
        cache.set(key, 1, timeout=seconds * 2)
        return False


def asker(request: HttpRequest) -> str:
    """The address that asks, as the server before us tells it."""
    return request.META.get("REMOTE_ADDR", "")
