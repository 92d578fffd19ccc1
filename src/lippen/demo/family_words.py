"""Twelve families of the demonstration: all made up. Days are counted back from the day of the story."""

from __future__ import annotations

from dataclasses import dataclass, field

from lippen.casework.vocabulary import (
    Gender,
    HelperKind,
    Level,
    MarkerKind,
    ReferralFrom,
    ReferralWhy,
    Significance,
    Status,
)


@dataclass(frozen=True)
class Waits:
    """How a child waits: since when, how concerned we are and why, the plan, when the next contact is or was."""

    days: int
    level: Level
    why: str
    plan: str
    next_contact_in: int
    news: str = ""


@dataclass(frozen=True)
class Seen:
    """A visit that was made."""

    days: int
    alone: bool
    view: str = ""
    words: str = ""
    is_seen: bool = True


@dataclass(frozen=True)
class Warned:
    """A warning: when it was written and agreed, and in how many days it is or was to be looked at again."""

    kind: MarkerKind
    words: str
    shown_by: str
    days: int
    agreed_days: int | None
    review_in: int


@dataclass(frozen=True)
class Helps:
    """Somebody of another service who works with the family, and how long ago we were last in touch."""

    kind: HelperKind
    name: str
    contact_days: int | None = None


@dataclass(frozen=True)
class Offered:
    """A child who was offered to another worker: when, for which day, and what kept them from taking over."""

    to: str
    days: int
    from_in: int
    note: str
    refused: str = ""


@dataclass(frozen=True)
class Family:
    """A child and their family, what was told of them and what came of it."""

    given: str
    family: str
    age: int
    mother: str
    worker: str
    told_days: int
    source: ReferralFrom
    why: ReferralWhy
    words: str
    father: str = ""
    sibling: str = ""
    address: str = ""
    status: Status | None = None
    earlier_days: int = 0
    earlier_words: str = ""
    is_immediate: bool = False
    steps: int = 3
    waits: Waits | None = None
    allocated_days: int = 0
    seen: tuple[Seen, ...] = ()
    visit_in: int | None = None
    warned: Warned | None = None
    gender: Gender | None = None
    grandmother: str = ""
    grandfather_died: str = ""
    helps: tuple[Helps, ...] = ()
    offered: Offered | None = None
    entries: tuple[tuple[int, str, Significance, str], ...] = field(default=())


FAMILIES = (
    Family(
        "Eilidh",
        "Whinlatter",
        7,
        "Shona",
        "KL",
        46,
        ReferralFrom.EDUCATION,
        ReferralWhy.NEGLECT,
        "Comes to school hungry and in yesterday's clothes; tells her teacher that she looks after the baby at night.",
        father="Craig",
        sibling="Rowan",
        address="4 Mill Wynd",
        gender=Gender.FEMALE,
        grandmother="Isobel",
        grandfather_died="Hector",
        helps=(
            Helps(HelperKind.HEALTH_VISITOR, "Health visitor, Braeside clinic", 5),
            Helps(HelperKind.SCHOOL, "Head teacher, Braeside Primary", 1),
            Helps(HelperKind.HOUSING, "Housing officer, east office"),
        ),
        waits=Waits(
            26,
            Level.VERY_HIGH,
            "She is seven and cares for a baby at night.",
            "The school rings each morning; the health visitor calls twice a week.",
            -2,
            news="The health visitor found nobody in on Thursday, and the baby had not been to the clinic.",
        ),
    ),
    Family(
        "Finlay",
        "Carnbrae",
        12,
        "Moira",
        "KL",
        70,
        ReferralFrom.POLICE,
        ReferralWhy.DOMESTIC,
        "Police were called to the house twice in a month; he was upstairs both times.",
        father="Derek",
        address="17 Station Brae",
        gender=Gender.MALE,
        helps=(Helps(HelperKind.POLICE, "Community officer, Braeside", 9),),
        waits=Waits(
            58,
            Level.HIGH,
            "Violence twice in a month; the father has moved out but comes back at weekends.",
            "Police visit on Fridays; his guidance teacher sees him on Mondays.",
            3,
        ),
    ),
    Family(
        "Ailis",
        "Dunmorlich",
        4,
        "Kirsty",
        "CB",
        30,
        ReferralFrom.HEALTH,
        ReferralWhy.SUBSTANCES,
        "Her mother has begun to drink again and missed three appointments.",
        address="2/1, 30 Harbour Street",
        waits=Waits(
            12,
            Level.HIGH,
            "A young child alone with a mother who drinks.",
            "The grandmother stays from Thursday to Sunday.",
            1,
        ),
    ),
    Family(
        "Struan",
        "Lochanside",
        15,
        "Fiona",
        "CB",
        62,
        ReferralFrom.FAMILY,
        ReferralWhy.BEHAVIOUR,
        "Stays out for nights on end; his mother does not know with whom.",
        waits=Waits(
            41, Level.MEDIUM, "He comes home, and talks to his youth worker.", "The youth worker meets him weekly.", 6
        ),
    ),
    Family(
        "Catriona",
        "Braewhin",
        9,
        "Jean",
        "CB",
        80,
        ReferralFrom.FAMILY,
        ReferralWhy.SUPPORT,
        "Her mother asks for help: she has a new baby and no family near.",
        waits=Waits(60, Level.LOW, "Well cared for; the mother is tired.", "Home-Link comes on Tuesdays.", 9),
    ),
    Family(
        "Lorn",
        "Glenfarrow",
        3,
        "Isobel",
        "KL",
        240,
        ReferralFrom.HEALTH,
        ReferralWhy.NEGLECT,
        "Underweight, and twice left with neighbours whom nobody knows.",
        father="Rab",
        sibling="Skye",
        address="11 Weavers Row",
        status=Status.PROTECTION,
        earlier_days=420,
        earlier_words="Missed his eight-month check.",
        allocated_days=214,
        seen=(
            Seen(30, True, "He showed me his lorry and would not let go of it.", "Kitchen clean, food in."),
            Seen(16, False, "", "Slept through the visit; weighed at the clinic the day before."),
            Seen(3, True, "Said “more” when the biscuits were gone.", "Has gained 300 grams."),
        ),
        visit_in=4,
        entries=(
            (
                230,
                "Left with a neighbour overnight; the neighbour rang the police.",
                Significance.HIGH,
                "The third time in a year that his mother could not be found.",
            ),
            (
                60,
                "His mother began a course for parents, and has not missed a week.",
                Significance.SOME,
                "The first thing that she has kept up since he was born.",
            ),
        ),
        warned=Warned(
            MarkerKind.ANIMAL,
            "Two dogs run loose in the yard. Ring before you come, and wait at the gate.",
            "The health visitor was bitten on her last call.",
            0,
            None,
            120,
        ),
        offered=Offered(
            "CB",
            1,
            6,
            "His mother has kept up her course and trusts slowly: go together the first time.\nHe is weighed at the "
            "clinic on Tuesdays, and the core group meets in three weeks. Ring before you come, for the dogs.",
        ),
    ),
    Family(
        "Mhairi",
        "Corriemuir",
        11,
        "Lesley",
        "KL",
        400,
        ReferralFrom.REPORTER,
        ReferralWhy.PHYSICAL,
        "A bruise that she could not explain; she now lives with her grandmother.",
        address="23 Bridgend",
        status=Status.AWAY,
        allocated_days=380,
        seen=(
            Seen(75, True, "I like it at Granny's. I want my own bike here.", "Settled."),
            Seen(40, True, "I do not want to go on Saturdays any more.", "Asked why; she would not say yet."),
        ),
        visit_in=-6,
        offered=Offered(
            "CB",
            4,
            10,
            "She asks for somebody who is free on Saturdays. Her review comes up this winter.",
            "I have two reports for court this month. Ask me again after that.",
        ),
        entries=((380, "Went to live with her grandmother.", Significance.HIGH, "She asked for this herself."),),
    ),
    Family(
        "Ruairidh",
        "Ardwhillan",
        6,
        "Senga",
        "KL",
        150,
        ReferralFrom.EDUCATION,
        ReferralWhy.EMOTIONAL,
        "Hides under the table when a man comes into the room.",
        status=Status.IN_NEED,
        allocated_days=120,
        seen=(Seen(21, True, "My dad shouts. Mum says not to tell.", "Spoke in his own room."),),
        warned=Warned(
            MarkerKind.VIOLENCE,
            "His mother's former partner comes without notice and has threatened a worker. Two go together.",
            "The worker of that day wrote it down; the police were called and have it too.",
            100,
            98,
            -5,
        ),
        visit_in=2,
    ),
    Family(
        "Baby",
        "Tullochgar",
        -1,
        "Kayleigh",
        "CB",
        20,
        ReferralFrom.HEALTH,
        ReferralWhy.UNBORN,
        "Her first child was taken into care; this one is due in ten weeks.",
        status=Status.PRE_BIRTH,
        steps=1,
    ),
    Family(
        "Iain",
        "Strathwhin",
        8,
        "Rhona",
        "CB",
        0,
        ReferralFrom.EDUCATION,
        ReferralWhy.PHYSICAL,
        "Came to school with a burn on his arm and said that he must not say how.",
        is_immediate=True,
        steps=0,
        earlier_days=200,
        earlier_words="A bruise on his cheek, said to be from football.",
    ),
    Family(
        "Morag",
        "Invermarl",
        13,
        "Wilma",
        "CB",
        4,
        ReferralFrom.PUBLIC,
        ReferralWhy.YOUNG_CARER,
        "A neighbour says that she does the shopping, the washing and her mother's medicine.",
        steps=0,
    ),
    Family(
        "Sorley",
        "Kilwharrie",
        10,
        "Agnes",
        "KL",
        500,
        ReferralFrom.POLICE,
        ReferralWhy.DOMESTIC,
        "His mother fled with him at night; the father looks for them.",
        address="protected",
        status=Status.IN_NEED,
        allocated_days=470,
        seen=(Seen(9, True, "I have a friend now. He does not know my old name.", "Calm; sleeps through."),),
        visit_in=5,
    ),
)
PROTECTED_LINES = "6 Quiet Court, Farhaven"
PROTECTED_WHY = "The father looks for them and has found two addresses before."
