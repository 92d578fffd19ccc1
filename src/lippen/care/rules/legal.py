"""Why a child is looked after: each legal reason with its Act and the days between which it could begin."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from lippen.care.rules.stating import CONFIRMED, PARTLY, SINCE_2009, SINCE_2013
from lippen.kernel.standards import Sure

SINCE_1995 = date(1997, 4, 1)
"""From when the care parts of the Act of 1995 are in force: SI 1996/3201, its third commencement order."""
ACT_1995 = "Children (Scotland) Act 1995"
ACT_2007 = "Adoption and Children (Scotland) Act 2007"
ACT_2011 = "Children's Hearings (Scotland) Act 2011"
PROCEDURE_1995 = "Criminal Procedure (Scotland) Act 1995"
SOCIAL_WORK_1968 = "Social Work (Scotland) Act 1968"


@dataclass(frozen=True)
class LegalReasonKind:
    """
    One legal reason in the words of its own law.

    It may begin from `since` and before `until`; one that began in time goes on under the law that follows. `is_basis`:
    a child can be looked after because of it alone; other measures stand beside one. `at_home`: the child lives at
    home under it, away from home, or either (None).
    """

    code: str
    words: str
    act: str
    since: date
    until: date | None = None
    sure: Sure = CONFIRMED
    is_basis: bool = True
    at_home: bool | None = None

    def may_begin(self, on: date) -> bool:
        """Whether the law of that day knows it."""
        return self.since <= on and (self.until is None or on < self.until)


def _all(*kinds: LegalReasonKind) -> Mapping[str, LegalReasonKind]:
    return {kind.code: kind for kind in kinds}


LEGAL_REASONS = _all(
    LegalReasonKind("S25", "Voluntary accommodation", f"{ACT_1995}, section 25", SINCE_1995, at_home=False),
    LegalReasonKind(
        "SRH",
        "Supervision requirement, at home",
        f"{ACT_1995}, section 70",
        SINCE_1995,
        SINCE_2013,
        at_home=True,
    ),
    LegalReasonKind(
        "SRA",
        "Supervision requirement, away from home",
        f"{ACT_1995}, section 70",
        SINCE_1995,
        SINCE_2013,
        at_home=False,
    ),
    LegalReasonKind(
        "CSOH", "Compulsory supervision order, at home", f"{ACT_2011}, section 83", SINCE_2013, at_home=True
    ),
    LegalReasonKind(
        "CSOA",
        "Compulsory supervision order, with residence away from home",
        f"{ACT_2011}, section 83",
        SINCE_2013,
        at_home=False,
    ),
    LegalReasonKind(
        "CSOS",
        "Compulsory supervision order with secure accommodation authorised",
        f"{ACT_2011}, section 83(5)",
        SINCE_2013,
        at_home=False,
    ),
    LegalReasonKind("ICSO", "Interim compulsory supervision order", f"{ACT_2011}, section 86", SINCE_2013),
    LegalReasonKind(
        "IVCSO", "Interim variation of a compulsory supervision order", f"{ACT_2011}, section 140", SINCE_2013
    ),
    LegalReasonKind("MEO", "Medical examination order", f"{ACT_2011}, section 87", SINCE_2013, is_basis=False),
    LegalReasonKind("WARR", "Warrant to secure attendance", f"{ACT_2011}, section 88", SINCE_2013, at_home=False),
    LegalReasonKind(
        "CPO95", "Child protection order (1995)", f"{ACT_1995}, section 57", SINCE_1995, SINCE_2013, at_home=False
    ),
    LegalReasonKind("CPO", "Child protection order", f"{ACT_2011}, section 37", SINCE_2013, at_home=False),
    LegalReasonKind(
        "POS95", "Place of safety (1995)", f"{ACT_1995}, section 61", SINCE_1995, SINCE_2013, at_home=False
    ),
    LegalReasonKind(
        "POS",
        "Place of safety, by police or a justice of the peace",
        f"{ACT_2011}, sections 55 and 56",
        SINCE_2013,
        at_home=False,
    ),
    LegalReasonKind("PO", "Permanence order", f"{ACT_2007}, section 80", SINCE_2009, at_home=False),
    LegalReasonKind(
        "POA", "Permanence order with authority to adopt", f"{ACT_2007}, sections 80 and 83", SINCE_2009, at_home=False
    ),
    LegalReasonKind(
        "PRO",
        "Parental responsibilities order",
        f"{ACT_1995}, replaced by the Act of 2007",
        SINCE_1995,
        SINCE_2009,
        PARTLY,
        at_home=False,
    ),
    LegalReasonKind(
        "FREE",
        "Freed for adoption",
        "Adoption (Scotland) Act 1978, replaced by the Act of 2007",
        SINCE_1995,
        SINCE_2009,
        PARTLY,
        at_home=False,
    ),
    LegalReasonKind("CP51", "Remanded", f"{PROCEDURE_1995}, section 51", SINCE_1995, at_home=False),
    LegalReasonKind("CP205", "Detained for a grave crime", f"{PROCEDURE_1995}, section 205", SINCE_1995, at_home=False),
    LegalReasonKind("CP208", "Detained on indictment", f"{PROCEDURE_1995}, section 208", SINCE_1995, at_home=False),
    LegalReasonKind(
        "DOLCB",
        "Deprivation of liberty by an order from elsewhere in the United Kingdom",
        "SSI 2022/225",
        date(2022, 6, 24),
        at_home=False,
    ),
)
"""Every legal reason of the Scottish list by its code. Codes are Lippen's own: the official ones could not be read."""


def may_begin(code: str, on: date) -> bool:
    """Whether a legal reason of the Scottish list could begin on a day."""
    return LEGAL_REASONS[code].may_begin(on)


def of_day(on: date) -> tuple[LegalReasonKind, ...]:
    """Those that the law of a day knows, in the order of the list."""
    return tuple(each for each in LEGAL_REASONS.values() if each.may_begin(on))


def refused(code: str, on: date) -> str:
    """Why a legal reason cannot begin on a day, and which words the law of that day has; empty where it can."""
    kind = LEGAL_REASONS[code]
    if kind.may_begin(on):
        return ""
    when = "not yet" if on < kind.since else "no longer"
    return f"“{kind.words}” was {when} in the law on that day. Choose what the law of that day called it."
