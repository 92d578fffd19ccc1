"""A paper of 32 actions in at most 5 s, and of 2,000 in at most 60 s: all three formats, from its content."""

from __future__ import annotations

import time
from datetime import UTC, datetime

from benchmarks.table import Measure

LIMITS = ((32, 5), (2_000, 60))
SIGNED_AT = datetime(2026, 10, 17, 15, tzinfo=UTC)


def run() -> list[Measure]:
    """Render each twice: the bytes must be the same before the time counts."""
    from lippen.design.assets import font_dir
    from lippen.reporting.papers.docx import render_docx
    from lippen.reporting.papers.html import render_html
    from lippen.reporting.papers.pdf import render_pdf
    from lippen.reporting.tests.example import example_content

    found = []
    for actions, limit in LIMITS:
        content = example_content(actions=actions)

        def files(content: dict[str, object] = content) -> tuple[bytes, ...]:
            return (
                render_pdf(content, signed_at=SIGNED_AT, fonts=font_dir()),
                render_docx(content, signed_at=SIGNED_AT, fonts=font_dir()),
                render_html(content, signed_at=SIGNED_AT),
            )

        began = time.perf_counter()
        first = files()
        took = time.perf_counter() - began
        if first != files():
            raise SystemExit(f"The paper of {actions} actions is not the same twice.")
        sizes = ", ".join(f"{len(file) // 1024} KB" for file in first)
        found.append(Measure(f"paper of {actions:,} actions: PDF, Word, web page", took, limit, "s", sizes))
    return found
