"""What three editions of the foster carers' plan say: the first draft, the one of spring, the one as revised."""

from __future__ import annotations

from dataclasses import dataclass

TITLE = "Finding and keeping foster carers"
FINDING, KEEPING = "Finding carers", "Keeping carers"


@dataclass(frozen=True)
class Line:
    """A row of an edition."""

    number: str
    action: str
    lead: str
    target: str
    progress: str = ""

    @property
    def theme(self) -> str:
        """The recommendation that its number stands under."""
        return FINDING if self.number.startswith("1") else KEEPING


ANSWER = "Answer everybody who asks about fostering within two working days"
EVENING = "Hold an open evening in each of the three towns"
FRIEND = "Pair each new carer with one who has fostered for years"
BREAK = "Offer every carer a weekend's rest in each season"
LEAFLET = "Print a leaflet for surgeries and libraries"
LETTER = "Write to carers each month with what has changed"

OLDER = (
    Line("1.1", ANSWER, "SK", "{my-1}"),
    Line("1.2", LEAFLET, "IC", "{my-3}"),
    Line("2.1", FRIEND, "SK", "{my-2}"),
)
FIRST = (
    Line("1.1", ANSWER, "SK", "{my+1}", "Two people answer the calls by turns."),
    Line("1.2", EVENING, "IC", "{my+2}", "The hall in the first town is booked."),
    Line("1.3", LEAFLET, "IC", "{my-3}", "The printer has the text."),
    Line("2.1", FRIEND, "SK", "{my+0}", "Six pairs have met."),
    Line("2.2", BREAK, "SK", "{my+3}"),
)
NEWEST = (
    Line("1.1", ANSWER, "SK", "{my+1}", "Of 41 people who asked since spring, 37 had an answer in two working days."),
    Line("1.2", EVENING, "IC / SK", "{my+5}", "Two evenings were held; nineteen people came."),
    Line("2.1", BREAK, "SK", "{my+3}"),
    Line("2.2", FRIEND, "SK", "{my+0}"),
    Line("2.3", LETTER, "IC", "{my+4}"),
)
STATES = dict.fromkeys(("1.1", "1.2", "1.3", "2.1"), "under way, finish") | {"2.2": "not started, finish"}
ANSWERED_OF_NEWEST = {"match:2.3": "new"}
"""The letter is an action of its own, so that the page can say what is no longer there."""
