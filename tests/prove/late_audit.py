"""The site with a planted fault: what was read is written to the audit trail after the answer has gone out.

Only `test_kill_reads.py` runs it, to show that it would notice.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.db import transaction

from lippen.config.wsgi import application
from lippen.kernel import access, audit, clock
from lippen.web import request as wrapper

LATER_SECONDS = 0.05
RECORD = audit.record
_inside = wrapper._inside


class LateAudit:
    """In the place of the wrapper's audit: it keeps what is to be written until the answer is closed."""

    def __init__(self) -> None:
        self.kept: list[Callable[[], None]] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(audit, name)

    def record(self, actor: Any, verb: str, subject: Any, **given: Any) -> None:
        """Not now."""
        self.kept.append(lambda: RECORD(actor, verb, subject, **given))


def _late(request: Any, line: Any, view: Callable[[], Any]) -> Any:
    late = LateAudit()
    wrapper.audit = late  # type: ignore[assignment]
    try:
        response = _inside(request, line, view)
    finally:
        wrapper.audit = audit
    actor, close = request.actor, response.close

    def closed() -> None:
        close()
        time.sleep(LATER_SECONDS)
        with transaction.atomic():
            access.identify(actor, today=clock.today())
            for write in late.kept:
                write()

    response.close = closed
    return response


wrapper._inside = _late  # type: ignore[assignment]
__all__ = ["application"]
