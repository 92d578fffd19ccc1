"""Who somebody is, and what ties people: names, numbers, facts, rights."""

from __future__ import annotations

import re
from enum import StrEnum


class NameKind(StrEnum):
    """What a name is."""

    NAME = "name"
    KNOWN_AS = "known_as"
    FORMER = "former"


NAME_KIND_WORDS = {NameKind.NAME: "Name", NameKind.KNOWN_AS: "Known as", NameKind.FORMER: "Former name"}


class BirthPrecision(StrEnum):
    """How well a day of birth is known."""

    EXACT = "exact"
    ESTIMATED = "estimated"
    EXPECTED = "expected"


BIRTH_WORDS = {
    BirthPrecision.EXACT: "Known exactly",
    BirthPrecision.ESTIMATED: "Estimated",
    BirthPrecision.EXPECTED: "Expected: not born yet",
}


class Gender(StrEnum):
    """A person's gender, as they or their family give it."""

    FEMALE = "female"
    MALE = "male"
    OTHER = "other"
    NOT_KNOWN = "not_known"


GENDER_WORDS = {
    Gender.FEMALE: "Female",
    Gender.MALE: "Male",
    Gender.OTHER: "Described in another way",
    Gender.NOT_KNOWN: "Not known yet",
}


class FactKind(StrEnum):
    """Which fact about somebody it is: each is a table of its own."""

    NAME = "name"
    BIRTH = "birth"
    DEATH = "death"
    GENDER = "gender"
    ADDRESS = "address"
    CONTACT = "contact"
    NUMBER = "number"
    STATUS = "status"
    ENTRY = "entry"
    VISIT = "visit"
    PICTURE = "picture"


FACT_WORDS = {
    FactKind.NAME: "Name",
    FactKind.BIRTH: "Born",
    FactKind.DEATH: "Died",
    FactKind.GENDER: "Gender",
    FactKind.ADDRESS: "Address",
    FactKind.CONTACT: "Telephone or e-mail",
    FactKind.NUMBER: "Number of another service",
    FactKind.STATUS: "Status",
    FactKind.ENTRY: "Entry in the chronology",
    FactKind.VISIT: "Visit",
    FactKind.PICTURE: "Picture by the child",
}


class FactStep(StrEnum):
    """What was said of a fact later."""

    STILL_SO = "still_so"
    WRONG = "wrong"


class ContactKind(StrEnum):
    """How somebody can be reached."""

    PHONE = "phone"
    EMAIL = "email"


CONTACT_WORDS = {ContactKind.PHONE: "Telephone", ContactKind.EMAIL: "E-mail"}


class IdScheme(StrEnum):
    """Whose number it is."""

    CHI = "chi"
    SCN = "scn"
    OTHER = "other"


SCHEME_WORDS = {
    IdScheme.CHI: "CHI number (health)",
    IdScheme.SCN: "Scottish candidate number (school)",
    IdScheme.OTHER: "Another number",
}
CHI = re.compile(r"(0[1-9]|[12][0-9]|3[01])(0[1-9]|1[0-2])[0-9]{6}")


def is_chi(value: str) -> bool:
    """Whether it has the form of a CHI number: ten figures, the day and month of birth first; spaces do not count.

    The last figure is a check by a method that is not held here, so a slip among the others goes unseen.
    """
    return CHI.fullmatch(re.sub(r"[\s-]", "", value)) is not None


class TieKind(StrEnum):
    """What one person is to another. Written from the first to the second; the other way is read, not stored."""

    PARENT = "parent"
    STEP_PARENT = "step_parent"
    GRANDPARENT = "grandparent"
    CARER = "carer"
    AUNT_OR_UNCLE = "aunt_or_uncle"
    SIBLING = "sibling"
    HALF_SIBLING = "half_sibling"
    PARTNER = "partner"
    FORMER_PARTNER = "former_partner"
    OTHER = "other"


TIE_WORDS: dict[TieKind, tuple[str, str]] = {
    TieKind.PARENT: ("Parent", "Child"),
    TieKind.STEP_PARENT: ("Step-parent", "Stepchild"),
    TieKind.GRANDPARENT: ("Grandparent", "Grandchild"),
    TieKind.CARER: ("Carer", "Child cared for"),
    TieKind.AUNT_OR_UNCLE: ("Aunt or uncle", "Niece or nephew"),
    TieKind.SIBLING: ("Brother or sister", "Brother or sister"),
    TieKind.HALF_SIBLING: ("Half-brother or half-sister", "Half-brother or half-sister"),
    TieKind.PARTNER: ("Partner", "Partner"),
    TieKind.FORMER_PARTNER: ("Former partner", "Former partner"),
    TieKind.OTHER: ("Somebody else who matters", "Somebody else who matters"),
}
"""What the first is to the second, and the second to the first."""
BY_GENDER: dict[str, tuple[str, str]] = {
    "Parent": ("Mother", "Father"),
    "Child": ("Daughter", "Son"),
    "Step-parent": ("Stepmother", "Stepfather"),
    "Stepchild": ("Stepdaughter", "Stepson"),
    "Grandparent": ("Grandmother", "Grandfather"),
    "Grandchild": ("Granddaughter", "Grandson"),
    "Aunt or uncle": ("Aunt", "Uncle"),
    "Niece or nephew": ("Niece", "Nephew"),
    "Brother or sister": ("Sister", "Brother"),
    "Half-brother or half-sister": ("Half-sister", "Half-brother"),
}
"""What a woman or girl, and a man or boy, is called instead."""


def tie_word(kind: TieKind, gender: str, *, is_second: bool = False) -> str:
    """What the first of a tie is to the second, or the second to the first, by their gender where it is known."""
    words = TIE_WORDS[kind][1 if is_second else 0]
    female, male = BY_GENDER.get(words, (words, words))
    return {Gender.FEMALE.value: female, Gender.MALE.value: male}.get(gender, words)


class Rights(StrEnum):
    """Whether somebody holds parental responsibilities and rights."""

    YES = "yes"
    NO = "no"
    NOT_KNOWN = "not_known"


RIGHTS_WORDS = {Rights.YES: "Holds them", Rights.NO: "Does not hold them", Rights.NOT_KNOWN: "Not known"}


class OwnTieKind(StrEnum):
    """What somebody known is to an officer of ours."""

    SELF = "self"
    FAMILY = "family"
    NONE = "none"


OWN_TIE_WORDS = {
    OwnTieKind.SELF: "It is the officer's own record",
    OwnTieKind.FAMILY: "It is a record of the officer's family",
    OwnTieKind.NONE: "There is no such tie: it was a mistake",
}


class SameStep(StrEnum):
    """What happened to the proposal that two records are of one person."""

    AGREED = "agreed"
    REFUSED = "refused"
    UNDONE = "undone"
