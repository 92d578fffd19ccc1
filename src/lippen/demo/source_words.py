"""What the demonstration's plan answers to, who helps and how it goes, in words. All of it is made up."""

from __future__ import annotations

from dataclasses import dataclass

from lippen.improvement.vocabulary import PartnerKind, SourceKind


@dataclass(frozen=True)
class Asked:
    """One recommendation, and the actions of the plan that answer it."""

    number: str
    text: str
    answers: tuple[str, ...] = ()


@dataclass(frozen=True)
class SourceWords:
    """A source beside the plan's first one, and how many months ago it was made."""

    kind: SourceKind
    title: str
    months: int
    asked: tuple[Asked, ...]


REVIEW = "Independent review of long-term work"
SOURCES = (
    SourceWords(
        SourceKind.COUNCIL_DECISION,
        "Council's decision on staffing and a case system",
        -2,
        (
            Asked("1", "Fill more posts for experienced practitioners, and report on it to the committee.", ("3.2",)),
            Asked("2", "Put money into a case system that a business case bears out.", ("2.2",)),
            Asked("3", "Report back to the council on what the money has changed.", ()),
        ),
    ),
    SourceWords(
        SourceKind.INTERNAL_AUDIT,
        "Audit of supervision",
        -4,
        (
            Asked("R1", "Hold supervision every month, and write down what was agreed.", ("8.3",)),
            Asked("R2", "Show that what an audit finds changes practice.", ("5.2", "8.4")),
            Asked("R3", "Check each quarter that managers sign supervision notes.", ()),
        ),
    ),
    SourceWords(
        SourceKind.INSPECTION,
        "Letter after the link inspector's visit",
        -3,
        (
            Asked("a", "Let one forum follow every action, whatever asked for it.", ("7.1",)),
            Asked("b", "Make reviews of children who are looked after more independent.", ("7.3",)),
        ),
    ),
    SourceWords(
        SourceKind.COURT_CONCERN,
        "Concern raised by solicitors in court",
        -7,
        (Asked("1", "Meet those who raised the concern, and say what has changed since.", ("10.2",)),),
    ),
)
FILE_TITLE = "What was raised in court"
FILE_NOTE = (
    "The letters are kept with legal services. The chief social work officer has read them and met the sheriff clerk. "
    "A made-up note, to show that this file is seen by those it names alone."
)

CENTRE, SCRUTINY = "Thistle Centre for Children in Care", "Scottish Scrutiny of Care (made up)"
HEALTH, ADOPTION = "NHS Lairnside", "Lowland Adoption Network"
PARTNERS = (
    (CENTRE, PartnerKind.CENTRE_OF_EXCELLENCE),
    (SCRUTINY, PartnerKind.INSPECTORATE),
    (HEALTH, PartnerKind.HEALTH),
    (ADOPTION, PartnerKind.ADOPTION_BODY),
)


@dataclass(frozen=True)
class StrandWords:
    """A line of the framework: a strand or a partner, what it is for, who answers, and what was said since."""

    title: str
    intent: str
    accountable: str
    said: tuple[tuple[int, str, str], ...] = ()


STRANDS = (
    StrandWords(
        "Practice with children",
        "Each child has a plan that moves, and somebody who knows them well.",
        "SK",
        (
            (6, "SK", "Plans are read in supervision each month. A third still wait for a second look."),
            (20, "SK", "The list of plans that have stood still is down by a quarter."),
        ),
    ),
    StrandWords(
        "People and skills",
        "Enough people who know the work, well led and well supported.",
        "EG",
        ((8, "EG", "Two posts are filled. The learning plan is written; coaching begins next."),),
    ),
    StrandWords("Tools and places", "Nobody loses time to tools, or meets a family in a bad room.", "AP"),
)
PARTNER_LINES = (
    StrandWords(
        CENTRE,
        "An outside view of plans for permanence, and mentoring for those who write them.",
        "AP",
        ((10, "AP", "Mentoring has begun with four workers. They ask for more time on court papers."),),
    ),
    StrandWords(
        SCRUTINY,
        "Support and challenge each month, so that our effort goes where it counts.",
        "EG",
        ((12, "EG", "Two monthly meetings were held in two halves: scrutiny, then the plan."),),
    ),
    StrandWords(HEALTH, "Health assessments come in time, and health staff know our plan.", ""),
)


@dataclass(frozen=True)
class OfferWords:
    """What a partner contributes: to an action, or to work on records; until when; and what was delivered since."""

    partner: str
    offered: str
    expected: str
    action: str = ""
    consent: str = ""
    scope: str = ""
    accountable: str = ""
    starts: int = -30
    days: int | None = None
    delivered: tuple[tuple[int, str, str], ...] = ()


OFFERS = (
    OfferWords(
        CENTRE,
        "Casework mentoring for social workers, two days a week",
        "Plans for permanence that have drifted go to court with good papers.",
        consent="Each family in writing, kept on the child's own file; young people over twelve were asked themselves.",
        scope="Eight children's records: reading and advising, nothing written into them.",
        accountable="AP",
        days=20,
        delivered=((11, "SK", "Eleven sessions with four workers; two sets of court papers rewritten."),),
    ),
    OfferWords(
        ADOPTION,
        "A training programme on adoption and permanence",
        "Each worker in the long-term team has had three days of training.",
        action="4.3",
        accountable="EG",
        days=150,
        delivered=((9, "EG", "The first of three days was held for nine workers."),),
    ),
    OfferWords(
        SCRUTINY,
        "A monthly meeting with the link inspector",
        "The forum hears early where progress is not borne out.",
        action="7.1",
        accountable="EG",
        delivered=((13, "EG", "Two meetings; the notes went to the forum."),),
    ),
    OfferWords(
        HEALTH,
        "A specialist nurse at the permanence clinic",
        "No plan waits for health advice.",
        action="9.2",
        starts=-45,
    ),
)

TEAM_PLAN = "Long-Term Team plan"
TEAM_THEME = "How the team works"
TEAM_ACTIONS = (
    ("Write down who decides what, from first visit to review", "SK", -1),
    ("Agree how risk is talked through each week", "SK", -1),
    ("Try the weekly risk talk with two workers", "IC", 1),
    ("Bring the weekly risk talk to the whole team", "IC", 2),
)
TEAM_WAITS = ((3, 2), (4, 3))
TEAM_TERMS = {
    "reason": "It builds on the step before it.",
    "agreed_by": "Team meeting",
    "risk_accepted": "Risk is talked through in supervision alone for some weeks longer.",
    "risk_level": "team",
    "cover": "Each manager reads the risk part of supervision notes every Friday.",
}
TEAM_REPORT = "The list is written and hangs in the team room. Two gaps are still open."
ENGAGEMENT_PLAN = "Staff engagement plan"
ENGAGEMENT_THEME = "Hearing and answering"
ENGAGEMENT_ACTIONS = (
    ("Hold a second round of meetings with all staff", "EG", 1),
    ("Answer each point that the survey raised, team by team", "EG", 2),
)
VERSION = "Initial plan"
VERSION_NOTE = "As it came in, and as the committee first saw it."
