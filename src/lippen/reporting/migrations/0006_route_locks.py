"""Row-level security of routes, cycles and the forward plan: for those who work on papers or issue them.

Who was consulted and what they said is for those who write and approve, as the drafts are; at which meeting of a
second body a paper comes up is known as far as the paper is.
"""

from __future__ import annotations

from django.db import migrations

from lippen.kernel.locks import OF_PAPER_KEEPERS, OF_PLAN_READERS, locked

ARRANGED = (
    "noticerule",
    "committeecycle",
    "meetingdates",
    "preagenda",
    "expectedpaper",
    "routedefinition",
    "definedstep",
)
SEEN_PAPERS = "paper_id IN (SELECT id FROM reporting_paper)"
LOCKS = {
    **dict.fromkeys(ARRANGED, OF_PAPER_KEEPERS),
    **dict.fromkeys(("consulteeasked", "consulteecomment"), OF_PLAN_READERS),
    **dict.fromkeys(("paperroute", "officerdecision"), f"{OF_PAPER_KEEPERS} AND {SEEN_PAPERS}"),
    "paperturn": SEEN_PAPERS,
}


class Migration(migrations.Migration):
    dependencies = [("reporting", "0005_routes")]
    operations = [
        operation
        for table, using in LOCKS.items()
        for operation in locked(f"reporting_{table}", using, check=OF_PAPER_KEEPERS)
    ]
