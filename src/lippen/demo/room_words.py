"""Made-up partners, promises, decisions, risks and boards round the demonstration's plan. Data only."""

from __future__ import annotations

from dataclasses import dataclass

Day = tuple[int, int]
"""A day as (month from now, day)."""


@dataclass(frozen=True)
class Promised:
    """A commitment: which way, its words, who keeps it, by the end of which month from now, and what became of it."""

    direction: str
    words: str
    who: str
    on: Day
    month: int | None
    moved_to: int | None = None
    reason: str = ""
    kept: str = ""
    kept_on: Day | None = None


@dataclass(frozen=True)
class Heard:
    """What was said, under which of the group's themes, and what we did about it."""

    words: str
    on: Day
    theme: int | None = None
    done: str = ""
    promise: int | None = None


@dataclass(frozen=True)
class Group:
    """A group of partners with everything about it."""

    kind: str
    name: str
    why: str
    lead: str
    contacts: tuple[tuple[str, str, str], ...] = ()
    themes: tuple[tuple[str, str, tuple[tuple[str, Day, str], ...]], ...] = ()
    met_on: Day | None = None
    how_it_went: str = ""
    next_in_days: int | None = None
    promised: tuple[Promised, ...] = ()
    heard: tuple[Heard, ...] = ()


GROUPS = (
    Group(
        "solicitors",
        "Court solicitors of the area",
        "Trust in our reports, and no surprise in court",
        "AP",
        contacts=(("Hamish Torwoodlee", "Partner, family law", "01632 960 210"),),
        met_on=(-1, 9),
        how_it_went="Frank and fair. They want to know early when a report will be late.",
        promised=(
            Promised(
                "ours",
                "Tell the solicitors a week before when a report will be late",
                "SK",
                (-1, 9),
                -1,
                kept="A list goes to both firms each Monday",
                kept_on=(0, 2),
            ),
            Promised("theirs", "Send the hearing dates of the next quarter", "EG", (-1, 9), 1),
        ),
        heard=(
            Heard(
                "We learn in the waiting room that the report is not there.",
                (-1, 9),
                done="A list of late reports goes out each Monday.",
                promise=0,
            ),
            Heard("Nobody knows whom to ring about contact arrangements.", (-1, 9)),
        ),
    ),
    Group(
        "panel_members",
        "Children's panel members",
        "Better relations, and reports that help a hearing decide",
        "EG",
        contacts=(
            ("Morag Hartfell", "Area convener", "morag.hartfell@panel.example"),
            ("Ewan Cademuir", "Panel practice adviser", "01632 960 231"),
        ),
        themes=(
            (
                "Reports on time",
                "Nine of ten reports come five working days before the hearing",
                (("stuck", (-3, 20), "Half of them came late"), ("some", (-1, 17), "Seven of ten came in time")),
            ),
            (
                "The child's own words",
                "Each report says in the child's words what they want",
                (("some", (-2, 20), "Found in most reports"), ("good", (-1, 17), "Found in nearly all")),
            ),
        ),
        met_on=(-1, 17),
        how_it_went="Both themes were read together. A further meeting reviews progress.",
        next_in_days=17,
        promised=(
            Promised("ours", "Bring the quarter's figures on late reports to the panel", "SK", (-1, 17), 0),
            Promised(
                "ours",
                "A named worker rings each convener back within two days",
                "IC",
                (-2, 20),
                -1,
                moved_to=1,
                reason="The duty rota starts later than planned",
            ),
        ),
        heard=(
            Heard(
                "Reports come late, and we decide without them.",
                (-3, 20),
                theme=0,
                done="Team leaders look each Friday at what is due in the week after next.",
            ),
            Heard(
                "We read little of what the child wants.",
                (-2, 20),
                theme=1,
                done="The new report begins with the child's own words.",
            ),
        ),
    ),
    Group(
        "nhs",
        "Senior managers of NHS Lairnside",
        "One improvement agenda across the partnership",
        "AP",
        contacts=(("Dr Isla Venlaw", "Associate director, children", "isla.venlaw@nhs.example"),),
        themes=(("Health checks of children who come into care", "Every child is seen within four weeks", ()),),
        next_in_days=9,
        promised=(Promised("theirs", "Name a lead nurse for each long-term team", "EG", (-1, 24), 0),),
    ),
    Group(
        "families",
        "Parents and carers",
        "To hear early what is not working",
        "EG",
        heard=(Heard("The contact room is cold and has no toys.", (-2, 12), done="A room is furnished and heated."),),
    ),
)


@dataclass(frozen=True)
class Risk:
    """A risk, its first score, on which actions, and how its score changed with an update of the plan."""

    title: str
    details: str
    who: str
    score: tuple[int, int]
    on: Day
    actions: tuple[str, ...]
    later: tuple[int, int] | None = None
    later_on: Day | None = None
    reason: str = ""


RISKS = (
    Risk(
        "Experienced social workers cannot be found",
        "Complex work falls to new staff, and children wait for a worker",
        "AP",
        (4, 5),
        (-3, 12),
        ("3.1", "3.2"),
        (3, 4),
        (0, 1),
        "Two workers have started; two posts are still open",
    ),
    Risk(
        "The new system comes before staff are trained in it",
        "Records are kept twice, and some not at all",
        "EG",
        (3, 4),
        (-1, 15),
        ("2.2",),
    ),
    Risk(
        "Partners hear of progress too late to believe in it",
        "Old stories go on being told",
        "EG",
        (3, 3),
        (-2, 8),
        ("9.2",),
    ),
)


@dataclass(frozen=True)
class Decision:
    """A decision of the council with means, options, delivery and report back."""

    body: str
    agreed: str
    on: Day
    amount: int | None
    amount_period: str
    posts: str
    posts_words: str
    actions: tuple[str, ...]
    report_month: int
    reporter: str
    delivery: str
    delivery_words: str
    options: tuple[tuple[str, int, str, str, str, bool], ...] = ()


DECISIONS = (
    Decision(
        "Council, special meeting",
        "Increase the number of practitioners in long-term work with children",
        (-1, 11),
        640_000,
        "a year",
        "12",
        "social workers and family support workers",
        ("3.1", "3.2"),
        2,
        "AP",
        "under_way",
        "Advertised; two people have started and four are being checked.",
    ),
    Decision(
        "Council, special meeting",
        "Buy a new record system for work with children",
        (-1, 11),
        410_000,
        "over two years",
        "",
        "",
        ("2.2",),
        3,
        "EG",
        "not_begun",
        "",
        (
            ("Mend the system that we have", 90_000, "once", "The least change", "None", False),
            (
                "Buy a new system",
                410_000,
                "over two years",
                "One record, from first contact to the committee's paper",
                "Carry over twelve years of records; six weeks of both; training for 58 staff",
                True,
            ),
        ),
    ),
)
WANTED = (("3.2", "SK", "Shall agency workers stay until the last post is filled?"),)
BOARDS = (
    (
        "project_board",
        "Shared service project board",
        "Decides what the two councils change together",
        "AP",
        ("MB", "EG", "SK"),
    ),
    (
        "performance_forum",
        "Performance forum",
        "Reads the plan each month and asks what stands in the way",
        "EG",
        ("GW", "IC", "LD"),
    ),
    (
        "inspector",
        "Link inspector's meeting",
        "Scrutiny first, then the improvement of the long-term team",
        "AP",
        ("EG",),
    ),
)
OTHERS = {"Link inspector's meeting": "Link inspector"}
SCHEDULES = (("team_meeting", "Long-term team", "IC", 14), ("supervision", "Long-term team", "SK", 28))
