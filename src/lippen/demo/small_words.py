"""The second council's small plan and what became of it, in words."""

from __future__ import annotations

from dataclasses import dataclass

from lippen.demo.life_words import Said, Shown, Slipped, Target
from lippen.demo.plan_kinds import Difference


@dataclass(frozen=True)
class SmallAction:
    """A row of the small plan's spreadsheet."""

    theme: str
    action: str
    lead: str
    review: str
    progress: str
    state: str
    kind: str = "finish"


SMALL_PLAN = (
    SmallAction(
        "Money and advice",
        "Tell every kinship carer which help they can claim",
        "LD / EG",
        "{m+1}",
        "A leaflet is being written with four carers.",
        "under_way",
    ),
    SmallAction(
        "Money and advice",
        "Answer a carer's call within one working day",
        "LD / EG",
        "{m+0}",
        "In place",
        "under_way",
        "keep_going",
    ),
    SmallAction(
        "Not alone",
        "Hold a supper for carers every quarter",
        "KL / EG",
        "{m+2}",
        "Fourteen carers came to the first one.",
        "under_way",
        "keep_going",
    ),
    SmallAction(
        "Not alone",
        "Give each carer a worker whom they know by name",
        "EG",
        "{m+1}",
        "Nineteen of 31 carers have one.",
        "under_way",
    ),
)
SMALL_DIFFERENCES = (
    Difference("their_words", "A grandmother told us: “Now I know whom to ring.”", "The carers' supper, {my-4}"),
    Difference("too_early", "Most carers have had a worker of their own for a few weeks only.", know_by=2),
)
SMALL_NEXT_DIFFERENCES = (
    Difference("their_words", "Carers who ring get an answer the same or the next day.", "Log of calls, {my-1}"),
    Difference("measure", "Twenty-five of 31 children in kinship care have kept the same worker.", "List of workers"),
)

SAID_SMALL = (
    Said(
        "1.1",
        "LD",
        (-2, 12),
        "committee",
        ("The leaflet is printed. Four carers wrote it with us, in their own words.",),
    ),
    Said(
        "1.2",
        "LD",
        (-1, 25),
        "committee",
        ("Of 37 calls since summer, 35 were answered within a working day.",),
    ),
    Said("2.1", "KL", (-1, 22), "committee", ("The second supper took place. Eleven carers came.",)),
    Said("2.2", "EG", (-1, 23), "committee", ("Twenty-five of 31 carers now have a worker whom they know by name.",)),
)
TARGETS_SMALL = (Target("1.1", -2), Target("2.2", -1))
SLIPS_SMALL = (
    Slipped("2.2", 1, "Six carers asked to meet their worker after the school holidays.", "AP", "EG", (-1, 23)),
)
EVIDENCE_SMALL = (
    Shown(
        "1.1",
        "LD",
        "The printed leaflet, and the list of those who have it",
        "Four pages in large print. All 31 carers have one; four of them wrote it.",
        (-2, 12),
        "GW",
        "accepted",
        "Rang five carers on the list. All five have it, and two had already used it.",
        decided_on=(-2, 20),
        says_done=True,
    ),
)
