"""A paper's content as one agreed row of bytes, and the hash that is printed on the paper."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from typing import Any

from .schema import ContentFault, check

__all__ = ["Content", "ContentFault", "canonical", "content_hash", "groups_of_eight", "short_hash"]

Content = dict[str, Any]
SHORT = 12


def canonical(content: Content) -> bytes:
    """The content as sorted-key UTF-8 JSON of NFC text; refuses content that no paper can show."""
    check(content)
    return json.dumps(
        _composed(content), sort_keys=True, ensure_ascii=False, allow_nan=False, separators=(",", ":")
    ).encode()


def content_hash(content: Content) -> str:
    """SHA-256 of the canonical content, in hexadecimal."""
    return hashlib.sha256(canonical(content)).hexdigest()


def short_hash(whole: str) -> str:
    """The first characters of the hash, for the foot of each page."""
    return whole[:SHORT]


def groups_of_eight(whole: str) -> str:
    """The hash in groups that a person can read aloud."""
    return " ".join(whole[at : at + 8] for at in range(0, len(whole), 8))


def _composed(value: Any) -> Any:
    """The same value with every string in Unicode's composed form (NFC)."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, dict):
        return {_composed(key): _composed(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_composed(item) for item in value]
    return value
