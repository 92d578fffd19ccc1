"""What is said with a copy of what is held: why it is held, who receives it, how long it is kept, what one may ask."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal


def told_with_a_copy(council: str, years: Mapping[str, Decimal]) -> tuple[tuple[str, str], ...]:
    """
    What goes with every copy, as headings with their words, in order: UK GDPR article 15(1) and (2), in our own words.

    `years`: the council's own figures by their keys, in years.
    """
    return (
        (
            "Why it is held",
            f"{council} keeps it to help children and their families and to protect children from harm, "
            "as the law asks of it: to decide what help is needed, to see that it is given, and to answer for it.",
        ),
        (
            "What kinds of things are held",
            "Who somebody is and how they are reached; their family; what was told, seen "
            "and decided; who worked with them and when. Some of it is about health, or about offences.",
        ),
        (
            "Where it comes from",
            "From the person and their family, from those who work with them, and from others such "
            "as schools, health services, the police and neighbours. A source that is recorded stands in the entry.",
        ),
        (
            "Who may receive it",
            "Those of the council who work with the family, lead or check that work. Where the law "
            "asks for it or allows it: the Children's Reporter, children's hearings and courts, the police, health "
            "services and schools, other councils, and inspectors. What was shared in Lippen stands as an entry.",
        ),
        ("How long it is kept", _kept(years)),
        (
            "What you may ask",
            "That what is wrong is put right or added to; in some cases that it is erased, or used "
            "less, or no longer; and that the council looks at this answer again. You may complain to the Information "
            "Commissioner at any time, and go to court.",
        ),
        ("Decisions by machines", "No decision about a child or a family is made by a machine alone."),
    )


def _kept(years: Mapping[str, Decimal]) -> str:
    protection, other, died = (
        f"{years[key].normalize():f} years" for key in ("keep_protection_years", "keep_other_years", "keep_died_years")
    )
    return (
        "The record of a child who was looked after: until a hundred years after their birth, or for 25 years after "
        f"the death of one who died before 18. Of a child on the child protection register: {protection} after the "
        f"last work with them. Of another child: {other} after it. Where such a child died: {died} after the death at "
        "least. The record of a grown-up: as long as that of the last child to whom they are tied. Where a court or an "
        "inquiry needs a record it is kept longer. Then it is destroyed."
    )
