"""Everyone in the demonstration: all made up, and none of them holds or held any office."""

from __future__ import annotations

from dataclasses import dataclass

from lippen.organisation.roles import Role

BRAESIDE = "Braeside Council"
STRATHLAIRN = "Strathlairn Council"
COUNCILS = {BRAESIDE: ("Braeside", "braeside.example"), STRATHLAIRN: ("Strathlairn", "strathlairn.example")}
TEAMS = {
    "long-term": (BRAESIDE, "Long-term children's team"),
    "assessment": (BRAESIDE, "Assessment team"),
    "strategy": (BRAESIDE, "Strategy and performance"),
    "strathlairn": (STRATHLAIRN, "Long-term children's team"),
}


@dataclass(frozen=True)
class PostWords:
    """A post: its class, its title today and in 2012, whom it answers to, and whether both councils share it."""

    key: str
    role: Role
    title: str
    title_2012: str = ""
    reports_to: str = ""
    council: str = BRAESIDE
    team: str = ""
    shared: bool = False

    def title_in(self, council: str) -> str:
        """The title in this telling of the script."""
        return self.title_2012 if council == "2012" and self.title_2012 else self.title


@dataclass(frozen=True)
class PersonWords:
    """Somebody made up: the posts they hold today and in 2012, and what they would do first in Lippen."""

    initials: str
    given_name: str
    family_name: str
    posts: tuple[str, ...]
    first_thing: str
    posts_2012: tuple[str, ...] = ()
    council: str = BRAESIDE
    acting: bool = False

    @property
    def name(self) -> str:
        """Given and family name."""
        return f"{self.given_name} {self.family_name}"

    @property
    def email(self) -> str:
        """Their address at a domain that can never exist."""
        return f"{self.given_name}.{self.family_name}@{COUNCILS[self.council][1]}".lower()

    def held(self, council: str) -> tuple[str, ...]:
        """The posts they hold in this telling of the script."""
        return self.posts_2012 if council == "2012" and self.posts_2012 else self.posts


POSTS = (
    PostWords("ce", Role.CHIEF_EXECUTIVE, "Chief Executive"),
    PostWords("ce-s", Role.CHIEF_EXECUTIVE, "Chief Executive", council=STRATHLAIRN),
    PostWords(
        "head", Role.HEAD_OF_SERVICE, "Head of Children's Services", "Head of Social Services", "ce", shared=True
    ),
    PostWords("cswo", Role.CHIEF_SOCIAL_WORK_OFFICER, "Chief Social Work Officer", reports_to="ce", shared=True),
    PostWords(
        "assistant",
        Role.SERVICE_MANAGER,
        "Assistant Head of Service, Strategy and Partnership",
        reports_to="head",
        team="strategy",
        shared=True,
    ),
    PostWords(
        "manager",
        Role.SERVICE_MANAGER,
        "Service Manager, Long-Term Work with Children",
        "Service Manager, Long-Term Childcare",
        "head",
        team="long-term",
        shared=True,
    ),
    PostWords(
        "manager-a",
        Role.SERVICE_MANAGER,
        "Service Manager, Assessment and Child Protection",
        reports_to="head",
        team="assessment",
    ),
    PostWords(
        "manager-s", Role.SERVICE_MANAGER, "Service Manager, Strathlairn", reports_to="head", council=STRATHLAIRN
    ),
    PostWords("leader-1", Role.TEAM_LEADER, "Team Leader, Long-Term Team", reports_to="manager", team="long-term"),
    PostWords("leader-2", Role.TEAM_LEADER, "Team Leader, Assessment Team", reports_to="manager-a", team="assessment"),
    PostWords(
        "leader-s",
        Role.TEAM_LEADER,
        "Team Leader, Long-Term Team",
        reports_to="manager-s",
        council=STRATHLAIRN,
        team="strathlairn",
    ),
    PostWords("worker-1", Role.SOCIAL_WORKER, "Social Worker", reports_to="leader-1", team="long-term"),
    PostWords("worker-2", Role.SOCIAL_WORKER, "Social Worker", reports_to="leader-2", team="assessment"),
    PostWords(
        "worker-s",
        Role.SOCIAL_WORKER,
        "Social Worker",
        reports_to="leader-s",
        council=STRATHLAIRN,
        team="strathlairn",
    ),
    PostWords("performance", Role.PERFORMANCE_OFFICER, "Performance and Improvement Officer", "", "ce", shared=True),
    PostWords("finance", Role.PERFORMANCE_OFFICER, "Finance Manager, Children and Families", reports_to="ce"),
    PostWords("clerk", Role.COMMITTEE_CLERK, "Committee Officer", reports_to="proper"),
    PostWords("proper", Role.PROPER_OFFICER, "Head of Legal and Democratic Services", reports_to="ce"),
    PostWords("councillor-1", Role.COUNCILLOR_ON_COMMITTEE, "Convener, {committee}"),
    PostWords("councillor-2", Role.COUNCILLOR_ON_COMMITTEE, "Councillor, {committee}"),
    PostWords("councillor-3", Role.OTHER_COUNCILLOR, "Councillor"),
    PostWords("appointed", Role.APPOINTED_MEMBER, "Appointed Member for Parents and Carers"),
    PostWords("partner", Role.PARTNER, "Lead Nurse for Children, NHS Lairnside"),
    PostWords("inspector", Role.INSPECTOR, "Strategic Inspector, Children's Services"),
    PostWords("governance", Role.INFORMATION_GOVERNANCE, "Information Governance Officer", reports_to="proper"),
    PostWords("administrator", Role.ADMINISTRATOR, "Systems Administrator", reports_to="performance"),
    PostWords("governance-s", Role.INFORMATION_GOVERNANCE, "Information Governance Officer", council=STRATHLAIRN),
    PostWords("protection", Role.INFORMATION_GOVERNANCE, "Data Protection Officer", reports_to="proper"),
    PostWords("deputy", Role.PROPER_OFFICER, "Depute Head of Legal and Democratic Services", reports_to="proper"),
)

PEOPLE = (
    PersonWords(
        "GW",
        "Gregor",
        "Whinfold",
        ("performance",),
        "Brings plans in from Word and keeps them honest. Open the plan and answer the two doubts that its Word "
        "file left; then see a newer edition of the foster carers' plan, which waits beside it.",
    ),
    PersonWords(
        "EG",
        "Elspeth",
        "Glenquhar",
        ("assistant",),
        "Leads many actions and writes the paper for committee. One of her papers has come back with a comment.",
    ),
    PersonWords(
        "AP",
        "Ailsa",
        "Pitcarrow",
        ("head",),
        "Leads the service while the post is filled. See what is late, and read what she signed.",
        posts_2012=("head", "cswo"),
        acting=True,
    ),
    PersonWords(
        "MB",
        "Morven",
        "Balwharrie",
        ("cswo",),
        "Answers for the quality of social work in both councils. See which actions are shown done and which only "
        "say so.",
        posts_2012=("manager-a",),
    ),
    PersonWords(
        "SK",
        "Struan",
        "Kindrummet",
        ("manager",),
        "Leads actions and has updates to write. Pick one from his desk; it takes a minute.",
    ),
    PersonWords(
        "ID",
        "Innes",
        "Dunwharrie",
        ("manager-s",),
        "Runs the service in Strathlairn. See the paper that he wrote for his own council; it waits for approval.",
        council=STRATHLAIRN,
    ),
    PersonWords(
        "IC",
        "Iona",
        "Craigdallie",
        ("leader-1",),
        "Leads the long-term team. Write an update on her phone between two visits.",
    ),
    PersonWords(
        "LD",
        "Lewis",
        "Drumwhirn",
        ("leader-2",),
        "Leads the assessment team. See what the plan asks of his team this month.",
    ),
    PersonWords(
        "MC",
        "Marsali",
        "Corrieburn",
        ("leader-s",),
        "Leads the long-term team in Strathlairn. Read what the shared plan changes for her team.",
        council=STRATHLAIRN,
    ),
    PersonWords(
        "KL",
        "Kirsty",
        "Lochtarrow",
        ("worker-1",),
        "Works with children and families. Find out what the plan has changed for them, and add what she has seen.",
    ),
    PersonWords("CB", "Callum", "Braidwhin", ("worker-2",), "Works in the assessment team. Read the plan by theme."),
    PersonWords(
        "SA",
        "Shona",
        "Ardlarich",
        ("worker-s",),
        "Works in Strathlairn. Filter the plan to what concerns her own council.",
        council=STRATHLAIRN,
    ),
    PersonWords(
        "RA", "Ranald", "Auchtermill", ("ce",), "Approves papers last. Read page one, then what rests under a sentence."
    ),
    PersonWords(
        "JK",
        "Jean",
        "Kinlochty",
        ("ce-s",),
        "Leads the other council that shares the service. A paper waits for her approval.",
        council=STRATHLAIRN,
    ),
    PersonWords("RT", "Rhona", "Tarvitlaw", ("finance",), "Is asked what papers cost. Read her comment on the paper."),
    PersonWords(
        "NF",
        "Netta",
        "Fairlawe",
        ("clerk",),
        "Issues signed papers. See the one that she withdrew, and what stands in its place.",
    ),
    PersonWords(
        "AM",
        "Alasdair",
        "Monkrigg",
        ("proper",),
        "Answers for what is published. See what was kept from the public, and under which paragraph.",
    ),
    PersonWords(
        "BC", "Bethia", "Carsegowan", ("councillor-1",), "Chairs the committee. Read the paper; page one is for her."
    ),
    PersonWords(
        "DN", "Dougal", "Netherlea", ("councillor-2",), "Sits on the committee. See what is late and since when."
    ),
    PersonWords(
        "WH",
        "Wilma",
        "Hartrigge",
        ("councillor-3",),
        "Not on the committee. See what the public edition of an exempt paper leaves out.",
    ),
    PersonWords(
        "PS", "Peter", "Stanelaw", ("appointed",), "Sits with the committee for parents and carers. Read the paper."
    ),
    PersonWords(
        "SE",
        "Sorcha",
        "Eldinlaw",
        ("partner",),
        "Works with the service from the health board. Sees what is shared with her of one child, and her own desk.",
    ),
    PersonWords(
        "TC",
        "Tormod",
        "Carswhinnie",
        ("inspector",),
        "Inspects the service. Read the samples that were drawn by his own words, of the plan and of children.",
    ),
    PersonWords("UB", "Una", "Birkenshiel", ("governance",), "Sees who looked at what, and never what they read."),
    PersonWords(
        "HT",
        "Hector",
        "Tarrasholm",
        ("governance-s",),
        "Sees who looked at what Strathlairn answers for; what is Braeside's alone he does not see.",
        council=STRATHLAIRN,
    ),
    PersonWords(
        "MR",
        "Mairead",
        "Rossieburn",
        ("protection", "deputy"),
        "Answers for data protection and stands in for the proper officer. Open a paper and see who looked at it.",
    ),
    PersonWords("DS", "Davie", "Skelhope", ("administrator",), "Looks after the site. See whether it is well."),
)
BY_INITIALS = {person.initials: person for person in PEOPLE}


def phone(place: int) -> str:
    """A number from the range that is kept for drama."""
    return f"01632 960{place:03d}"
