"""A made-up council's paper with every trick of layout that real ones play; written for these tests."""

from __future__ import annotations

UL = '<ul style="list-style-type: none"> '
HEADING = "Recommendation\t\tAction\tLead\tReview Date\tProgress"

HEADER = """
Report to: Children and Families Committee

Date of Meeting: 14 November 2024

Subject: Fostering team, plan and second report

Report by: Acting Head of Children's Services

1.0 Purpose

- 1.1. This paper says how the plan for the fostering team has moved since the summer.

2.0 Considerations

- 2.1 Since the summer the plan has been looked at by the whole team and by the RQ
(Regional quality) group in Braeside.
- 2.2 The themes are:
- homes
 - people

9.0 Exempt Reports

9.1 Is this paper exempt? Yes (please give the reasons below) No

10.0 Declarations

(1) Our Aims 2024 – 2027 (Please tick the boxes that apply)

- Children are safe
- Families are heard

11.0 Equalities

- 11.1 Has an assessment of equality been made?
Yes No

12.0 Legality

- 12.1 It is confirmed that the Council may lawfully do this. Yes

14.0 Background Papers

- 14.1 Were other papers used to write this one? (Keep them for four years)
Yes (please list them below)

Longer plan on request

Author(s)

NAME\tDESIGNATION\tTEL NO
Ann Other\tManager of Something\t0000

"""

ROWS = [
    HEADING,
    f"1\tHomes for children\t{UL}Find ten new carers \tAB\tSeptember\tAdverts are underway across Braeside.",
    f"\t\t{UL}Paint the visiting room \tCdE\tJuly\tIn place",
    f"2\tSteady staffing\t{UL}Fill the empty desks \tAB\tAugust\tTwo people began> The third post is being",
    "",
    "\t\t\t\t\tadvertised again after the summer.",
    f"3\tGood practice\t{UL}• Yearly file check • Guide for new carers • Shared diary \tAB\tJune\tFile check complete",
    "\t\t\tCdE\tDecember\tGuide yet to be written",
    f"\t\t\tAB CdE\tJanuary\t{UL}• Diary being tried • Two teams use it",
    "\t\t\t\t\tMentors found for everyone",
    "",
    (
        f"4\tManagers\t{UL}Duties of managers plainly written down Agree a Team Charter with all of the staff "
        "Give every Senior Worker time to learn \t<p>AB CdE</p> <p>AB</p> <p>AB CDE</p>\t"
        "<p>October</p> <p>August</p> <p>September</p>\t"
        "<p>Duties are written.</p> <p>Charter in development.</p> <p>Learning days postponed until spring.</p>"
    ),
    (
        f"5\tTelling people\t{UL}• Meet carers every season • Letter for councillors \t<p>AB</p> <p>CdE</p>\t"
        "<p>November</p> <p>January</p>\t<p>Carers met in the hall</p> <p>Next season with carers is planned</p> "
        "<p>Letter sent to every councillor</p>"
    ),
    "--\t--\t--\t-----\t-----\t--",
]
TEXT = HEADER + "\n".join(ROWS) + "\n"


def plan_text(*rows: str, heading: str = HEADING) -> bytes:
    """A text with one table of these rows."""
    return "\n".join((heading, *rows)).encode()


def broken_reader(content: bytes, *, name: str) -> object:
    """A reader with a fault, for the child process."""
    raise KeyError("a name from the file")
