"""What each kind of row says, in the words of the record. Values in, values out; nothing is looked up here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from lippen.casework.adapters.cells import Cells
from lippen.casework.vocabulary import (
    FROM_WORDS,
    GENDER_WORDS,
    INVOLVEMENT_WORDS,
    LEVEL_WORDS,
    RIGHTS_WORDS,
    SIGNIFICANCE_WORDS,
    STAGE_WORDS,
    STATUS_WORDS,
    TIE_WORDS,
    WHY_WORDS,
    Gender,
    IntakeKind,
    InvolvementKind,
    Level,
    ReferralFrom,
    ReferralWhy,
    Rights,
    Significance,
    Stage,
    Status,
    TieKind,
    is_chi,
)

GIVE_NUMBER = "Write the number by which your earlier system knows them."
TIE_SAID: dict[TieKind, str] = {kind: said[0] for kind, said in TIE_WORDS.items()}
TIES_ALSO: dict[str, TieKind] = {
    **dict.fromkeys(("mother", "father", "mum", "dad", "birth parent", "adoptive parent"), TieKind.PARENT),
    **dict.fromkeys(("stepmother", "stepfather", "step mother", "step father"), TieKind.STEP_PARENT),
    **dict.fromkeys(("grandmother", "grandfather", "gran", "granny", "papa"), TieKind.GRANDPARENT),
    **dict.fromkeys(("foster carer", "kinship carer", "guardian"), TieKind.CARER),
    **dict.fromkeys(("aunt", "uncle"), TieKind.AUNT_OR_UNCLE),
    **dict.fromkeys(("brother", "sister", "sibling", "full sibling"), TieKind.SIBLING),
    **dict.fromkeys(("half brother", "half sister", "half sibling"), TieKind.HALF_SIBLING),
    **dict.fromkeys(("spouse", "husband", "wife"), TieKind.PARTNER),
    **dict.fromkeys(("ex partner", "former spouse"), TieKind.FORMER_PARTNER),
    "friend": TieKind.OTHER,
}
RIGHTS_ALSO: dict[str, Rights] = {
    "y": Rights.YES,
    "n": Rights.NO,
    "unknown": Rights.NOT_KNOWN,
    "not known": Rights.NOT_KNOWN,
}
STATUS_ALSO: dict[str, Status] = {
    **dict.fromkeys(("in need", "voluntary", "child in need", "section 22"), Status.IN_NEED),
    **dict.fromkeys(("assessment", "initial assessment"), Status.ASSESSMENT),
    **dict.fromkeys(("child protection", "cp", "cpr", "registered"), Status.PROTECTION),
    **dict.fromkeys(("looked after at home", "lac at home", "cso at home"), Status.AT_HOME),
    **dict.fromkeys(("looked after", "lac", "accommodated", "looked after away"), Status.AWAY),
    **dict.fromkeys(("permanence",), Status.COURT),
    **dict.fromkeys(("through care", "throughcare", "care leaver"), Status.AFTERCARE),
    **dict.fromkeys(("closed", "none"), Status.NONE),
}
FROM_ALSO: dict[str, ReferralFrom] = {
    **dict.fromkeys(("parent", "relative"), ReferralFrom.FAMILY),
    **dict.fromkeys(("self",), ReferralFrom.CHILD),
    **dict.fromkeys(("nhs", "gp", "health visitor", "midwife", "hospital"), ReferralFrom.HEALTH),
    **dict.fromkeys(("school", "nursery"), ReferralFrom.EDUCATION),
    "police scotland": ReferralFrom.POLICE,
    "scra": ReferralFrom.REPORTER,
    **dict.fromkeys(("third sector", "charity"), ReferralFrom.VOLUNTARY),
    **dict.fromkeys(("neighbour",), ReferralFrom.PUBLIC),
    **dict.fromkeys(("social work", "own service", "internal"), ReferralFrom.OWN_SERVICE),
}
WHY_ALSO: dict[str, ReferralWhy] = {
    **dict.fromkeys(("physical abuse",), ReferralWhy.PHYSICAL),
    **dict.fromkeys(("sexual abuse", "csa", "cse"), ReferralWhy.SEXUAL),
    **dict.fromkeys(("emotional abuse", "emotional harm"), ReferralWhy.EMOTIONAL),
    **dict.fromkeys(("domestic violence",), ReferralWhy.DOMESTIC),
    **dict.fromkeys(("parental substance misuse", "substance misuse", "drugs", "alcohol"), ReferralWhy.SUBSTANCES),
    **dict.fromkeys(("parental mental health", "mental health"), ReferralWhy.MENTAL_HEALTH),
    **dict.fromkeys(("unborn", "pre birth"), ReferralWhy.UNBORN),
    **dict.fromkeys(("support", "family support"), ReferralWhy.SUPPORT),
}
STAGE_ALSO: dict[str, Stage] = {
    **dict.fromkeys(("contact", "new", "screening"), Stage.CONTACT),
    **dict.fromkeys(("assessment", "under assessment"), Stage.ASSESSMENT),
    "decision": Stage.DECISION,
}
LEVEL_ALSO: dict[str, Level] = {
    **dict.fromkeys(("critical", "red", "1"), Level.VERY_HIGH),
    **dict.fromkeys(("amber", "2"), Level.HIGH),
    **dict.fromkeys(("moderate", "yellow", "3"), Level.MEDIUM),
    **dict.fromkeys(("green", "4"), Level.LOW),
}
GENDER_ALSO: dict[str, Gender] = {
    **dict.fromkeys(("f", "girl", "woman"), Gender.FEMALE),
    **dict.fromkeys(("m", "boy", "man"), Gender.MALE),
}
OPEN_STAGES: dict[Stage, str] = {stage: words for stage, words in STAGE_WORDS.items() if stage is not Stage.CLOSED}
PARTS: dict[InvolvementKind, str] = {
    kind: INVOLVEMENT_WORDS[kind] for kind in (InvolvementKind.ALLOCATED, InvolvementKind.CO_WORKING)
}
PARTS_ALSO: dict[str, InvolvementKind] = {
    **dict.fromkeys(("allocated", "lead", "lead worker", "social worker", "key worker"), InvolvementKind.ALLOCATED),
    **dict.fromkeys(("co worker", "co working", "second worker", "secondary"), InvolvementKind.CO_WORKING),
}
MATTERS_ALSO: dict[str, Significance] = {
    **dict.fromkeys(("high", "significant", "very significant", "key"), Significance.HIGH),
    **dict.fromkeys(("medium", "some"), Significance.SOME),
    **dict.fromkeys(("low", "background", "routine"), Significance.BACKGROUND),
}


@dataclass(frozen=True)
class StaffRow:
    """A post, and who holds it; without a name it is vacant."""

    row: int
    title: str
    role: str
    team: str
    reports_to: str
    given_name: str
    family_name: str
    initials: str
    email: str
    phone: str
    starts_on: date | None
    ends_on: date | None
    is_acting: bool

    @property
    def is_vacant(self) -> bool:
        """Whether nobody holds it."""
        return not (self.given_name or self.family_name)


@dataclass(frozen=True)
class TieSaid:
    """What somebody is to somebody else, whose number it names."""

    to_number: str
    kind: TieKind
    rights: Rights | None
    rights_source: str
    must_not_know: bool
    other_must_not_know: bool


@dataclass(frozen=True)
class PersonIn:
    """A child, or a grown-up with what they are to a child."""

    row: int
    number: str
    given_name: str
    family_name: str
    known_as: str
    born_on: date | None
    lines: str
    postcode: str
    is_protected: bool
    phone: str
    email: str
    chi: str
    scn: str
    status: Status | None
    gender: Gender | None
    tie: TieSaid | None

    @property
    def numbers(self) -> tuple[tuple[str, str], ...]:
        """Other services' numbers, with whose they are."""
        found = (("other", self.number), ("chi", self.chi), ("scn", self.scn))
        return tuple(each for each in found if each[1])


@dataclass(frozen=True)
class TieIn:
    """A tie between two people who are recorded."""

    row: int
    number: str
    tie: TieSaid
    so_on: date | None


@dataclass(frozen=True)
class ReferralIn:
    """An open referral, in the stage in which it stands."""

    row: int
    number: str
    received_on: date | None
    source: ReferralFrom | None
    source_words: str
    why: ReferralWhy | None
    words: str
    is_immediate: bool
    stage: Stage
    stage_on: date | None
    holder: str
    """With whom it rests, by e-mail or full name; empty where the file does not say."""


@dataclass(frozen=True)
class WaitIn:
    """A child who waits for a social worker: what was told, since when they wait, and how they stand meanwhile."""

    row: int
    number: str
    received_on: date | None
    source: ReferralFrom | None
    source_words: str
    why: ReferralWhy | None
    words: str
    since: date | None
    holder: str
    level: Level | None
    level_why: str
    plan: str
    next_contact_on: date | None


@dataclass(frozen=True)
class PartIn:
    """Who works with a child."""

    row: int
    number: str
    worker: str
    kind: InvolvementKind
    so_on: date | None
    over_limit_why: str


@dataclass(frozen=True)
class EntryIn:
    """Something in somebody's life."""

    row: int
    number: str
    so_on: date | None
    words: str
    source: str
    significance: Significance
    analysis: str


Meant = StaffRow | PersonIn | TieIn | ReferralIn | WaitIn | PartIn | EntryIn


def _staff(cells: Cells, today: date) -> StaffRow:
    starts, ends = cells.day("starts_on"), cells.day("ends_on")
    given, family = cells.text("given_name", 80), cells.text("family_name", 80)
    if starts and ends and ends <= starts:
        cells.fault("ends_on", "It ends before it starts. Give a later day.")
    if (given or family) and not starts:
        cells.fault("starts_on", "Say since when they hold the post.")
    if bool(given) != bool(family):
        cells.fault("family_name" if given else "given_name", "Write both names, or neither for a vacant post.")
    return StaffRow(
        cells.row,
        cells.text("title", 160, needed="Write the post's title."),
        cells.text("role", 60, needed="Say what class of post it is, such as Social worker."),
        cells.text("team", 120),
        cells.text("reports_to", 160),
        given,
        family,
        cells.text("initials", 12) or "".join(part[:1] for part in (*given.split(), *family.split())).upper()[:12],
        cells.text("email", 254).lower(),
        cells.text("phone", 40),
        starts,
        ends,
        cells.is_so("acting"),
    )


def _person(cells: Cells, today: date) -> PersonIn:
    return _somebody(cells, number=GIVE_NUMBER, tie=None)


def _grown_up(cells: Cells, today: date) -> PersonIn:
    return _somebody(cells, number="", tie=_tie(cells, "child"))


def _somebody(cells: Cells, *, number: str, tie: TieSaid | None) -> PersonIn:
    given, family = cells.text("given_name", 80), cells.text("family_name", 80)
    if not (given or family):
        cells.fault("family_name", "Give at least one name.")
    lines = ", ".join(each for each in (cells.text("lines", 160), cells.text("lines_2", 80)) if each)
    is_protected = cells.is_so("is_protected")
    if is_protected and not lines:
        cells.fault("lines", "The address is said to be protected, and there is none. Write it, or say no.")
    chi = cells.text("chi", 40)
    if chi and not is_chi(chi):
        cells.fault(
            "chi", "A CHI number has ten figures, the day of birth first. A spreadsheet may have dropped a nought."
        )
    return PersonIn(
        cells.row,
        cells.text("number", 40, needed=number),
        given,
        family,
        cells.text("known_as", 80),
        cells.day("born_on"),
        lines,
        cells.text("postcode", 10),
        is_protected,
        cells.text("phone", 120),
        cells.text("email", 120),
        chi,
        cells.text("scn", 40),
        cells.one_of("status", STATUS_WORDS, also=STATUS_ALSO),
        cells.one_of("gender", GENDER_WORDS, also=GENDER_ALSO),
        tie,
    )


def _tie(cells: Cells, other: str) -> TieSaid:
    kind = cells.one_of("is_what", TIE_SAID, also=TIES_ALSO, needed="Say what they are, such as Parent.")
    return TieSaid(
        cells.text(other, 40, needed=GIVE_NUMBER),
        kind or TieKind.OTHER,
        cells.one_of("rights", RIGHTS_WORDS, also=RIGHTS_ALSO),
        cells.text("rights_source", 160),
        cells.is_so("must_not_know"),
        cells.is_so("other_must_not_know"),
    )


def _tie_row(cells: Cells, today: date) -> TieIn:
    number = cells.text("number", 40, needed=GIVE_NUMBER)
    tie = _tie(cells, "other")
    if number and number == tie.to_number:
        cells.fault("other", "Nobody is tied to themselves. Look at the two numbers.")
    return TieIn(cells.row, number, tie, cells.day("so_on", latest=today))


def _referral(cells: Cells, today: date) -> ReferralIn:
    stage = cells.one_of("stage", OPEN_STAGES, also=STAGE_ALSO) or Stage.CONTACT
    received, since = cells.day("received_on", needed="Say when.", latest=today), cells.day("stage_on", latest=today)
    if received and since and since < received:
        cells.fault("stage_on", "It came to this stage before it was received. Look at the two days.")
    return ReferralIn(
        cells.row,
        cells.text("number", 40, needed=GIVE_NUMBER),
        received,
        cells.one_of("source", FROM_WORDS, also=FROM_ALSO, needed="Say who told you."),
        cells.text("source_words", 240),
        cells.one_of("why", WHY_WORDS, also=WHY_ALSO, needed="Say what the worry is."),
        cells.text("words", 20_000, needed="Write what the worry is, in words."),
        cells.is_so("is_immediate"),
        stage,
        since,
        cells.text("holder", 254),
    )


def _wait(cells: Cells, today: date) -> WaitIn:
    received = cells.day("received_on", needed="Say when somebody told you.", latest=today)
    since = cells.day("since", needed="Say since when the child waits.", latest=today)
    contact = cells.day("next_contact_on", needed="Say when you are next in touch with the child.")
    if received and since and since < received:
        cells.fault("since", "They waited before anybody told you of them. Look at the two days.")
    if since and contact and contact < since:
        cells.fault("next_contact_on", "The next contact was before they began to wait. Look at the two days.")
    return WaitIn(
        cells.row,
        cells.text("number", 40, needed=GIVE_NUMBER),
        received,
        cells.one_of("source", FROM_WORDS, also=FROM_ALSO, needed="Say who told you."),
        cells.text("source_words", 240),
        cells.one_of("why", WHY_WORDS, also=WHY_ALSO, needed="Say what the worry is."),
        cells.text("words", 20_000, needed="Write what the worry is, in words."),
        since,
        cells.text("holder", 254, needed="Say who holds the child meanwhile: their e-mail or full name."),
        cells.one_of("level", LEVEL_WORDS, also=LEVEL_ALSO, needed="Say how concerned you are."),
        cells.text("level_why", 4_000, needed="Say why this is the level of concern."),
        cells.text("plan", 4_000, needed="Say what happens until the child has a social worker."),
        contact,
    )


def _part(cells: Cells, today: date) -> PartIn:
    return PartIn(
        cells.row,
        cells.text("number", 40, needed=GIVE_NUMBER),
        cells.text("worker", 254, needed="Say who works with the child: their e-mail or full name."),
        cells.one_of("part", PARTS, also=PARTS_ALSO) or InvolvementKind.ALLOCATED,
        cells.day("so_on", needed="Say since when.", latest=today),
        cells.text("over_limit_why", 240),
    )


def _entry(cells: Cells, today: date) -> EntryIn:
    return EntryIn(
        cells.row,
        cells.text("number", 40, needed=GIVE_NUMBER),
        cells.day("so_on", needed="Say when it happened.", latest=today),
        cells.text("words", 32_000, needed="Write what happened."),
        cells.text("source", 160),
        cells.one_of("significance", SIGNIFICANCE_WORDS, also=MATTERS_ALSO) or Significance.BACKGROUND,
        cells.text("analysis", 32_000),
    )


READERS: dict[IntakeKind, Callable[[Cells, date], Meant]] = {
    IntakeKind.STAFF: _staff,
    IntakeKind.CHILDREN: _person,
    IntakeKind.PEOPLE: _grown_up,
    IntakeKind.TIES: _tie_row,
    IntakeKind.REFERRALS: _referral,
    IntakeKind.WAITS: _wait,
    IntakeKind.ALLOCATIONS: _part,
    IntakeKind.ENTRIES: _entry,
}


def meant(kind: IntakeKind, cells: Cells, *, today: date) -> Meant:
    """What a row says; what is wrong with it stands among the cells' faults."""
    return READERS[kind](cells, today)
