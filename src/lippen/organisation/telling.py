"""How another system is told: one request, signed, followed nowhere else."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
from urllib.parse import urlsplit

from lippen.kernel.errors import CannotDo
from lippen.organisation.actions.subscriptions import check_place, secret_of
from lippen.organisation.models import Delivery

PATIENCE_SECONDS = 5


def sent(delivery: Delivery) -> tuple[str, bool]:
    """What the receiver answered, and whether it took the delivery. It is followed nowhere else."""
    url = delivery.subscription.url
    body = json.dumps({**delivery.payload, "delivery": delivery.ref}, sort_keys=True).encode()
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Lippen",
        "Lippen-Delivery": delivery.ref,
        "Lippen-Signature": f"sha256={signature(delivery.subscription.ref, body)}",
    }
    try:
        check_place(url)
        return _post(url, body, headers)
    except CannotDo:
        return "address no longer allowed", False
    except (OSError, http.client.HTTPException) as error:
        return type(error).__name__, False


def signature(ref: str, body: bytes) -> str:
    """HMAC-SHA256 over the body, by the subscription's secret."""
    return hmac.new(secret_of(ref).encode(), body, hashlib.sha256).hexdigest()


def _post(url: str, body: bytes, headers: dict[str, str]) -> tuple[str, bool]:
    place = urlsplit(url)
    kind = http.client.HTTPSConnection if place.scheme == "https" else http.client.HTTPConnection
    connection = kind(place.hostname or "", place.port, timeout=PATIENCE_SECONDS)
    try:
        connection.request("POST", (place.path or "/") + (f"?{place.query}" if place.query else ""), body, headers)
        answer = connection.getresponse()
        answer.read(1024)
        return f"{answer.status} {answer.reason}"[:60], 200 <= answer.status < 300
    finally:
        connection.close()
