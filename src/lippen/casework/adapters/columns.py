"""Which column holds what, by its heading. The answer can be changed, and is remembered for the same headings."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from lippen.casework.vocabulary import IntakeKind

ASIDE = ""
ADDRESS = ("lines", "lines_2", "postcode")
_NUMBER = r"(?:id|no|nos|number|ref|reference)\b\.?"

_ANY_NUMBER = re.compile(rf"\b{_NUMBER}$", re.IGNORECASE)
"""A number of whatever name, such as “CareBook number”, where no heading says more and nothing else claims it."""


@dataclass(frozen=True)
class Field:
    """Something that a column can hold: its key, its words, headings that say so, and whether a file needs it."""

    key: str
    words: str
    headings: str
    is_needed: bool = False
    hint: str = ""


def _who(words: str, *, needed: bool = True) -> Field:
    headings = rf"^(?:(?:child|person|client|case|system|social work|swift|record)[ '’s]*)?{_NUMBER}$"
    return Field("number", words, headings, needed, "The number by which your earlier system knows them")


_DAY = "Such as 25/10/2012, 2012-10-25 or 25 Oct 2012"
NUMBER = _who("Number in the earlier system")
GIVEN = Field("given_name", "Given name", r"^(?:first|given|christian|fore)[ -]?names?$|^forename")
FAMILY = Field("family_name", "Family name", r"^(?:last|family|sur)[ -]?names?$|^surname")
KNOWN_AS = Field("known_as", "Known as", r"known as|preferred name|also called|alias")
BORN = Field("born_on", "Born on", r"birth|\bdob\b|d\.o\.b|^born", hint=_DAY)
PERSON = (
    GIVEN,
    FAMILY,
    KNOWN_AS,
    BORN,
    Field("gender", "Gender", r"^gender|^sex$"),
    Field("lines", "Address", r"^(?:home |current |full )?address(?: lines?)?(?: 1)?$|^street"),
    Field("lines_2", "Address, second line", r"address(?: line)? 2|town|^city$|locality"),
    Field("postcode", "Postcode", r"post ?code|^zip"),
    Field("is_protected", "Address is protected", r"protected|confidential|withheld", hint="Yes or no"),
    Field("phone", "Telephone", r"\b(?:tele)?phone\b|\bmobile\b|\btel\b"),
    Field("email", "E-mail", r"e-?mail"),
    Field("chi", "CHI number", r"\bchi\b"),
    Field("scn", "Scottish candidate number", r"\bscn\b|candidate"),
)
KIND = Field("is_what", "What the first is to the second", r"^relationship|^relation\b|is what|^tie\b|^role$", True)
RIGHTS = Field(
    "rights", "Parental responsibilities and rights", r"\bprrs?\b|parental (?:rights|resp)", hint="Yes or no"
)
RIGHTS_FROM = Field("rights_source", "What the rights rest on", r"(?:rights|prr).*(?:source|basis|from)")
NO_ADDRESS = Field("must_not_know", "Must not know the address", r"must not know|not to know|no contact|address risk")
OTHER_NO_ADDRESS = Field(
    "other_must_not_know",
    "The child or the second must not know their address",
    r"^(?:the )?(?:child|other|second)\b.*(?:must not|not to) know",
)
"""The same the other way round; its headings are looked for first, since the one above says less."""
CHILD = Field(
    "child", "Number of the child", rf"^child(?:'?s)? {_NUMBER}|^(?:of|for|linked|related) child|^child$", True
)
_FROM = (
    r"^(?:from|since|start|began|begun|begin)|(?:start|begin|from) date$|date (?:from|start|began|placed)|start$|"
    r"began$|started|^date$|^decom$"
)
_UNTIL = (
    r"^(?:to|until|till|end|ended|ceas)|(?:end|to) date$|date (?:to|until|end|ended|ceased)|\b(?:until|to)$|ended|"
    r"end$|^dec$"
)
_OF_CHILD = _who("Number of the child")
BEGAN = Field("starts_on", "From", _FROM, True, _DAY)
UNTIL = Field("ends_on", "Until", _UNTIL, hint="The day on which something else began; empty where it goes on")
SYSTEM = Field(
    "system",
    "Whose codes they are",
    r"code (?:system|list|set)|^(?:system|list|codes?et)$|(?:which|whose) (?:list|codes)",
    hint="Scottish or English (SSDA903); Scottish where the file does not say",
)
SINCE = Field("so_on", "Since", r"^(?:from|since|start)|start date|date from|^date$", hint=_DAY)
_VIEW = (
    Field(
        "no_view_why", "Why it is not known what the child thinks", r"(?:no|not|without)\b.*\bview|\bview.*(?:why|not)"
    ),
    Field("child_view", "What the child thinks", r"\bviews?\b|wishes|child (?:said|thinks)"),
)
FIELDS: dict[IntakeKind, tuple[Field, ...]] = {
    IntakeKind.STAFF: (
        Field("title", "Title of the post", r"^(?:job|post)? ?title$|^post$|^position$|^job$", True),
        Field("role", "Class of the post", r"^role$|class|^job (?:role|type)|grade", True, "Such as Social worker"),
        Field("team", "Team", r"\bteam\b|\bunit\b"),
        Field("reports_to", "Answers to (title of a post)", r"reports to|line manager|answers to|manager"),
        GIVEN,
        FAMILY,
        Field("initials", "Initials", r"initials"),
        Field("email", "E-mail", r"e-?mail"),
        Field("phone", "Telephone", r"\b(?:tele)?phone\b|\bmobile\b|\btel\b"),
        Field("starts_on", "In post since", r"^(?:from|since|start)|start date|date from", hint=_DAY),
        Field("ends_on", "In post until", r"^(?:to|until|end)\b|end date|leav", hint="The day after the last"),
        Field("acting", "Acting", r"^acting", hint="Yes or no"),
    ),
    IntakeKind.CHILDREN: (
        NUMBER,
        *PERSON,
        Field("status", "Status", r"^(?:legal |case )?status$|type of work|category"),
    ),
    IntakeKind.PEOPLE: (
        _who("Number in the earlier system", needed=False),
        *PERSON,
        CHILD,
        KIND,
        RIGHTS,
        RIGHTS_FROM,
        OTHER_NO_ADDRESS,
        NO_ADDRESS,
    ),
    IntakeKind.TIES: (
        _who("Number of the first"),
        Field(
            "other", "Number of the second", rf"^(?:other|related|linked|second|to)\b.*{_NUMBER}|^to$|related to", True
        ),
        KIND,
        RIGHTS,
        RIGHTS_FROM,
        OTHER_NO_ADDRESS,
        NO_ADDRESS,
        SINCE,
    ),
    IntakeKind.REFERRALS: (
        _who("Number of the child"),
        Field("received_on", "Received on", r"received|referral date|date of referral|^date", True, _DAY),
        Field("source", "Who told us", r"^source|referr?er|referred by|^from", True),
        Field("source_words", "Who told us, in words", r"source.*(?:detail|name|words)|referr?er.*(?:name|detail)"),
        Field("why", "What the worry is", r"^(?:main )?(?:reason|concern|worry)(?: code| type)?$|primary", True),
        Field("words", "The worry in words", r"detail|narrative|descri|summary|words|notes?", True),
        Field("is_immediate", "Immediate risk", r"immediate|urgent", hint="Yes or no"),
        Field("stage", "Stage", r"^stage|^status$|^state$", hint="Contact, initial assessment or decision"),
        Field("stage_on", "In this stage since", r"stage.*(?:date|since|from)|since", hint=_DAY),
        Field("holder", "With whom it rests (e-mail or full name)", r"^hold|held by|rests|assigned|worker|officer"),
    ),
    IntakeKind.WAITS: (
        _who("Number of the child"),
        Field("received_on", "Received on", r"received|referral date|date of referral", True, _DAY),
        Field("source", "Who told us", r"^source|referr?er$|referred by|^from", True),
        Field("source_words", "Who told us, in words", r"source.*(?:detail|name|words)|referr?er.*(?:name|detail)"),
        Field("level_why", "Why this level", r"why.*(?:level|priority)|(?:level|priority|rag).*(?:reason|why)", True),
        Field("why", "What the worry is", r"^(?:main )?(?:reason|concern|worry)(?: code| type)?$|primary", True),
        Field("words", "The worry in words", r"detail|narrative|descri|summary|words|notes?", True),
        Field("since", "Waits since", r"wait|since|pending|on (?:the )?list", True, _DAY),
        Field("holder", "Who holds the child (e-mail or full name)", r"^hold|held by|duty worker|worker|officer", True),
        Field("level", "Level of concern", r"^level|priority|^rag\b|level of concern", True, "Such as High"),
        Field("plan", "Plan meanwhile", r"plan|meanwhile|interim", True),
        Field("next_contact_on", "Next contact", r"next (?:contact|visit|call)|contact (?:due|by)", True, _DAY),
    ),
    IntakeKind.ALLOCATIONS: (
        _who("Number of the child"),
        Field("worker", "Worker (e-mail or full name)", r"worker|allocated|officer|\bname\b|e-?mail", True),
        Field("part", "Part", r"^(?:part|role|type|involvement)", hint="Allocated worker, or works alongside"),
        Field(
            "so_on",
            "Since",
            r"^(?:from|since|start)|start date|date (?:from|allocated)|allocated on|^date$",
            True,
            _DAY,
        ),
        Field("over_limit_why", "Why past the limit", r"limit|exception"),
    ),
    IntakeKind.ENTRIES: (
        _who("Number of the person"),
        Field("so_on", "Happened on", r"date|^on$|^when$|happened", True, _DAY),
        Field("words", "What happened", r"note|event|detail|narrative|descri|words|text|what", True),
        Field("source", "Who says so", r"source|author|recorded by|written by|worker|^from"),
        Field("significance", "How much it matters", r"signific|import|matters|level"),
        Field("analysis", "What it means", r"analysis|meaning|impact"),
    ),
    IntakeKind.RETURN: (),
    IntakeKind.EPISODES: (
        _OF_CHILD,
        SYSTEM,
        Field(
            "why_words", "Where the child went, in words", r"(?:reason|destination|why|went).*(?:words|detail|notes?)"
        ),
        Field("why", "Where the child went, or why it ended", r"reason|^why|destination|\bwent\b|^rec$"),
        BEGAN,
        UNTIL,
    ),
    IntakeKind.PLACEMENTS: (
        _OF_CHILD,
        SYSTEM,
        Field("moved_words", "Why the child moved here, in words", r"(?:reason|why|moved).*(?:words|detail|notes?)"),
        Field("moved_why", "Why the child moved here", r"reason|^why|moved"),
        Field(
            "code",
            "Kind of placement",
            r"^(?:kind|type|code|place|placement)$|placement (?:type|kind|code)|(?:type|kind) of placement",
            True,
        ),
        Field("carer", "Carers, house, school or unit", r"carer|^where|lives (?:with|at)|establishment|household"),
        Field("provider", "Whose the placement is (code of the English list)", r"provider"),
        Field("area", "Within this council's area", r"\barea\b"),
        Field("is_emergency", "In an emergency", r"emergency", hint="Yes or no"),
        BEGAN,
        UNTIL,
    ),
    IntakeKind.LEGAL: (
        _OF_CHILD,
        SYSTEM,
        Field("expires_on", "Lapses after", r"expir|laps|last day|valid (?:to|until)", hint="The last day of an order"),
        Field("beside", "Holds beside the legal reason", r"beside|alongside|additional", hint="Yes or no"),
        Field(
            "code",
            "Legal reason",
            r"^(?:code|order|ls|status|type)$|legal (?:reason|status|basis|code)(?: code| type)?$|"
            r"type of order|order type",
            True,
        ),
        Field("words", "In words", r"detail|words|notes?|narrative|condition"),
        BEGAN,
        UNTIL,
    ),
    IntakeKind.REVIEWS: (
        _OF_CHILD,
        SYSTEM,
        Field("late_words", "Why it was late, in words", r"late.*(?:words|detail|notes?)"),
        Field("late_cause", "Why it was late", r"late|overdue|delay"),
        *_VIEW,
        Field("took_part", "How the child took part", r"particip|took part|attend|review code", True),
        Field("kind", "Which review it was", r"^(?:kind|type|which)|review (?:type|kind)|type of review|^review$"),
        Field("chair", "Who chaired it (e-mail, full name or in words)", r"chair|\biro\b|reviewing officer"),
        Field("held_on", "Held on", r"held|date|^on$|^when$", True, _DAY),
        Field("minute", "What was talked about", r"minute|note|detail|summary|discuss|outcome|words"),
    ),
    IntakeKind.MILESTONES: (
        _OF_CHILD,
        Field("route", "On which route", r"route|\bplan\b|pathway"),
        *_VIEW,
        Field("so_on", "Happened on", r"date|^on$|^when$|happened on|reached", True, _DAY),
        Field("kind", "What happened", r"milestone|event|step|what|happened|stage|kind|type", True),
        Field("words", "In words", r"note|detail|narrative|descri|words|text|comment"),
    ),
}


def field_of(kind: IntakeKind, key: str) -> Field:
    """What a column holds, by its key."""
    return next(field for field in FIELDS[kind] if field.key == key)


def key_of(kind: IntakeKind, headings: Sequence[str]) -> str:
    """Headings as a key: the same headings are remembered, whatever their capitals and spaces."""
    plain = "\x1f".join(" ".join(heading.casefold().split()) for heading in headings)
    return hashlib.sha256(f"{kind.value}\x1e{plain}".encode()).hexdigest()


def guessed(kind: IntakeKind, headings: Sequence[str]) -> tuple[str, ...]:
    """What each column holds, by its heading; each thing once, the first heading that says so."""
    found = [ASIDE] * len(headings)
    for field in FIELDS[kind]:
        place = next((at for at, words in enumerate(headings) if not found[at] and _says(field, words)), None)
        if place is not None:
            found[place] = field.key
    if "number" not in found and any(field.key == "number" for field in FIELDS[kind]):
        left = (at for at, words in enumerate(headings) if not found[at] and _ANY_NUMBER.search(words))
        if (place := next(left, None)) is not None:
            found[place] = "number"
    return tuple(found)


def _says(field: Field, heading: str) -> bool:
    plain = " ".join(heading.replace("_", " ").split())
    return plain.casefold() == field.words.casefold() or bool(re.search(field.headings, plain, re.IGNORECASE))


def missing(kind: IntakeKind, columns: Sequence[str]) -> tuple[str, ...]:
    """What a file of this kind needs and no column holds, in words."""
    return tuple(field.words for field in FIELDS[kind] if field.is_needed and field.key not in columns)


def doubled(kind: IntakeKind, columns: Sequence[str]) -> tuple[str, ...]:
    """What more than one column is said to hold, in words."""
    given = [key for key in columns if key]
    return tuple(field.words for field in FIELDS[kind] if given.count(field.key) > 1)
