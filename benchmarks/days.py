"""The day on which the made-up councils of the benchmarks stand."""

from __future__ import annotations

from datetime import UTC, date, datetime

TODAY = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
