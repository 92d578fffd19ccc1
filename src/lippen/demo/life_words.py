"""What people did with the plan once it was in Lippen: said, shown, refused, agreed. Data only; script.py acts it."""

from __future__ import annotations

from dataclasses import dataclass

from lippen.design.components import BULLET

Day = tuple[int, int] | int
"""A day as (month from now, day), or as so many days after the period's end."""


@dataclass(frozen=True)
class Said:
    """An update: on which action, by whom, of which day, for whom."""

    number: str
    who: str
    on: Day
    audience: str
    paragraphs: tuple[str, ...]
    corrected_to: tuple[str, ...] = ()


@dataclass(frozen=True)
class Target:
    """A first target date: the end of a month counted from now."""

    number: str
    months: int


@dataclass(frozen=True)
class Slipped:
    """A target that moved: to which month, why, who agreed and who recorded it."""

    number: str
    months: int
    reason: str
    agreed_by: str
    who: str
    on: Day


@dataclass(frozen=True)
class Shown:
    """Evidence: offered by whom, and what somebody else decided."""

    number: str
    who: str
    title: str
    note: str
    on: Day
    decided_by: str = ""
    verdict: str = ""
    reason: str = ""
    decided_on: Day | None = None
    says_done: bool = False


@dataclass(frozen=True)
class SetAside:
    """The terms on which an action waits."""

    number: str
    state: str
    reason: str
    agreed_by: str
    risk: str
    risk_level: str
    cover: str
    revisit: tuple[int, int]
    who: str
    waits_on: str = ""


TARGETS = (
    Target("1.1", -2),
    Target("1.2", 2),
    Target("2.2", 1),
    Target("2.4", -2),
    Target("3.1", 2),
    Target("4.2", -2),
    Target("4.3", 2),
    Target("5.2", 1),
    Target("5.3", -2),
    Target("6.1", 2),
    Target("6.2", -2),
    Target("6.3", 1),
    Target("7.3", -2),
    Target("8.1", 2),
    Target("9.1", 2),
    Target("10.2", -2),
)
SLIPS = (
    Slipped(
        "1.1",
        1,
        "The course for trainers had no room large enough until now.",
        "AP",
        "EG",
        (-1, 24),
    ),
    Slipped("7.3", 1, "The independent chair can start only when her old post is filled.", "AP", "SK", (-1, 26)),
    Slipped("10.2", 1, "Two families asked for more time before they meet us.", "AP", "SK", (-1, 27)),
    Slipped("4.2", 0, "Staff asked to see the survey's results before they comment.", "AP", "EG", (-2, 30)),
    Slipped("4.2", 2, "The two councils' training officers will write it together.", "AP", "EG", 4),
)
SET_ASIDE = {
    row.number: row
    for row in (
        SetAside(
            "5.1",
            "postponed",
            "Staff time goes to children's immediate needs and to the improvement event first.",
            "AP",
            "We learn later than planned how the whole service is doing.",
            "head_of_service",
            "The link inspector looks at the long-term team every month.",
            (3, 15),
            "EG",
        ),
        SetAside(
            "7.4",
            "postponed",
            "A panel of colleagues would take the most experienced workers away from families now.",
            "AP",
            "Plans for some children get no second opinion from outside their team.",
            "chief_social_work_officer",
            "Each long-term child is discussed in supervision every month, and a manager reads the notes.",
            (2, 10),
            "SK",
        ),
        SetAside(
            "3.3",
            "blocked",
            "The two councils take stock of the shared service first.",
            "RA",
            "Teams stay uneven for longer.",
            "chief_executive",
            "Managers lend each other workers week by week.",
            (1, 20),
            "AP",
            waits_on="3.1",
        ),
    )
}
LAST = (-1, 31)
"""The period's last day: what is told for the committee stands after what the Word file says."""
SAID = (
    Said(
        "1.1",
        "EG",
        LAST,
        "committee",
        (
            "Forty-seven of 58 staff are now trained, up from 41.",
            "The course for trainers had to wait for a large enough room. It runs in {my+1}.",
        ),
    ),
    Said(
        "1.2",
        "SK",
        (-1, 20),
        "internal",
        ("Two workers say that the {tool} asks the same thing twice. The forms group will look at pages 2 and 5.",),
    ),
    Said("1.2", "SK", LAST, "committee", ("The long-term team has used the {tool} with 14 children.",)),
    Said(
        "2.1",
        "EG",
        LAST,
        "committee",
        (
            "Twenty people have promised three days, among them two parents and a children's reporter.",
            "They will follow one child's referral from the first call to the first visit.",
        ),
    ),
    Said(
        "2.2",
        "AP",
        LAST,
        "committee",
        ("The business case is with councillors. Both councils' finance officers support it.",),
    ),
    Said("2.2", "AP", 11, "internal", ("Council has agreed the money. A project lead is the next step.",)),
    Said(
        "2.4",
        "EG",
        (-1, 15),
        "internal",
        ("The second room is still a store. Property services gave no date; I have asked again in writing.",),
    ),
    Said(
        "2.4",
        "EG",
        LAST,
        "committee",
        ("One family room is in daily use. The second is late: it is still used as a store, and we have no date yet.",),
    ),
    Said(
        "3.1",
        "AP",
        LAST,
        "committee",
        ("Three of the four councils have sent their figures. The last is promised.",),
    ),
    Said(
        "3.2",
        "SK",
        LAST,
        "committee",
        ("Both new social workers have signed. The last child who waited since spring has met hers.",),
    ),
    Said(
        "4.2",
        "EG",
        (-1, 18),
        "internal",
        (
            "Two things are missing before this can go round:",
            BULLET + "what Strathlairn's staff said",
            BULLET + "what a year of coaching costs",
        ),
        corrected_to=(
            "Two things are missing before this can go round:",
            BULLET + "what Strathlairn's staff said (it came today)",
            BULLET + "what a year of coaching costs",
        ),
    ),
    Said(
        "5.2",
        "EG",
        LAST,
        "committee",
        ("The forum now begins with the last audit: what we said we would do, and whether we did.",),
    ),
    Said(
        "6.2",
        "IC",
        (-1, 21),
        "internal",
        (
            "Draft three is with the team. Still open:",
            BULLET + "who signs when I am on leave",
            BULLET + "what a duty worker may decide alone",
        ),
    ),
    Said(
        "6.3",
        "SK",
        LAST,
        "committee",
        ("The first half-day took place. Team leaders asked for one on hard conversations.",),
    ),
    Said(
        "7.1",
        "EG",
        LAST,
        "committee",
        ("The forum met in each month of the quarter and looked at every action once.",),
    ),
    Said(
        "7.2",
        "EG",
        LAST,
        "committee",
        ("Twenty plans were read. Seventeen let the child be heard in their own words, up from nine.",),
    ),
    Said("7.3", "SK", LAST, "committee", ("An independent chair is chosen. She starts when her old post is filled.",)),
    Said("8.1", "AP", LAST, "committee", ("A hundred and sixty of 210 staff came to the second round of events.",)),
    Said("8.2", "IC", (-1, 28), "internal", ("All four meetings were held. Notes are on the team's page.",)),
    Said(
        "8.3",
        "IC",
        LAST,
        "committee",
        ("Twenty-six of 28 workers had supervision in {m-1}. The other two were ill and have their dates.",),
    ),
    Said(
        "9.2",
        "AP",
        LAST,
        "committee",
        ("Health, police and the children's reporter have each named one person to ring.",),
    ),
    Said(
        "10.1",
        "AP",
        LAST,
        "committee",
        ("Three lawyers have met us. They want to hear in six months what has changed.",),
    ),
    Said(
        "10.2",
        "SK",
        6,
        "internal",
        ("The first family came. We listened for two hours. I have written to thank them.",),
    ),
    Said(
        "2.1",
        "EG",
        5,
        "internal",
        ("The first day is held. Forty-one steps are on the wall; nobody knew of all of them.",),
    ),
    Said(
        "3.1",
        "AP",
        8,
        "internal",
        ("The last council has sent its figures. First reading with the managers next week.",),
    ),
    Said(
        "8.3",
        "IC",
        10,
        "internal",
        ("Both workers who were ill are back and have had their supervision.",),
    ),
    Said("7.3", "SK", 12, "internal", ("Her old post is advertised. Six people have asked for the papers.",)),
    Said("10.1", "AP", 13, "committee", ("A family support group asked us to speak at its evening. Two of us went.",)),
    Said("6.2", "IC", 14, "internal", ("The team agreed who signs when I am away. One question is left.",)),
    Said("2.4", "EG", 15, "internal", ("Property services will clear the second room. No date in writing yet.",)),
    Said(
        "1.2",
        "KL",
        9,
        "internal",
        ("I filled in a {tool} with a boy of nine. He drew his page himself. It took longer and it was better.",),
    ),
)
EVIDENCE = (
    Shown(
        "2.3",
        "EG",
        "Answers of all eleven teams, with what each has asked for",
        "A table of 58 answers. Nineteen laptops and eleven phones were handed out.",
        (-1, 20),
        "GW",
        "accepted",
        "Counted against the staff list: nobody is missing.",
    ),
    Shown(
        "3.2",
        "SK",
        "Start letters of four people",
        "The letters name a service manager, a team leader and two social workers, with their first days.",
        (-1, 27),
        "MB",
        "accepted",
        "Seen at personnel. All four posts were on the list of gaps.",
    ),
    Shown(
        "4.1",
        "EG",
        "Report of the staff survey",
        "Seventy-one in a hundred answered. Results by council and by team are in the report.",
        (-1, 12),
        "AP",
        "accepted",
        "Read and discussed with the managers.",
    ),
    Shown(
        "8.4",
        "EG",
        "List of inspectors' recommendations with a manager for each",
        "Twenty-three lines, each with a name and a date.",
        (-1, 26),
        "GW",
        "refused",
        "A list with names shows that somebody is asked. It does not show yet that practice changed. "
        "Two examples from the audit would.",
        says_done=True,
    ),
    Shown(
        "6.3",
        "SK",
        "Programme of the half-days",
        "Six dates, with the subjects that team leaders chose.",
        8,
    ),
)
OVERRIDE = ("9.2", "GW", "amber", "Two partners told me that they have heard nothing from us since {m-3}.")
ANSWERED_FOR = {"5.4": "AP", "9.1": "AP"}
FIRST = ("2.4", "3.2", "10.2")
INTENTS = {
    "1.1": "Every worker asks the same questions about a child's wellbeing, and asks the child.",
    "2.4": "A child who meets a parent can play, and be themselves.",
    "3.2": "No child waits for a worker.",
    "7.3": "Somebody who is independent asks whether the plan works for the child.",
    "10.2": "Those who were hurt hear from us what we have learned.",
}
