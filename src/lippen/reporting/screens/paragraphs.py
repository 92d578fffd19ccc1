"""Paragraphs as people type them: a blank line, or a new line, begins the next."""

from __future__ import annotations

from collections.abc import Iterable


def paragraphs_of(words: str) -> tuple[str, ...]:
    """Typed text as paragraphs, without the empty ones."""
    return tuple(line.strip() for line in words.splitlines() if line.strip())


def typed_again(paragraphs: Iterable[str]) -> str:
    """Paragraphs as somebody would type them, with a blank line between."""
    return "\n\n".join(paragraphs)
