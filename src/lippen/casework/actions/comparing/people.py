"""Children of a file and grown-ups of their families, held against the record and against each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from lippen.casework import matching, rules
from lippen.casework.actions.births import TOO_LONG_AGO, too_young
from lippen.casework.actions.comparing.against import NEW, ROW_IS, SAME_IS, Against, Rows
from lippen.casework.actions.reaching import reach_fault
from lippen.casework.adapters.cells import Cells
from lippen.casework.adapters.meaning import PersonIn
from lippen.casework.queries import searching
from lippen.casework.queries.intake import named_by
from lippen.casework.rows import PersonRow
from lippen.casework.vocabulary import ContactKind, DoubtKind


def sought(meant: PersonIn) -> matching.Sought:
    """Somebody of a file as the search looks for them."""
    return matching.Sought(
        names=((meant.given_name, meant.family_name),),
        births=(meant.born_on,) if meant.born_on else (),
        addresses=() if meant.is_protected else ((meant.lines, meant.postcode),),
        phones=(meant.phone,) if meant.phone else (),
        outside_ids=meant.numbers,
    )


def look_at_people(against: Against, rows: Rows) -> None:
    """Who may be recorded already, stand in the file twice, or is not born yet."""
    children = [meant.tie.to_number for meant, _ in rows if isinstance(meant, PersonIn) and meant.tie]
    against.known = named_by(against.actor, against.intake.authority_id, children)
    earlier = InFile()
    for meant, cells in against.before:
        if isinstance(meant, PersonIn) and not cells.faults:
            earlier.add(meant)
    for meant, cells in rows:
        if not isinstance(meant, PersonIn):
            continue
        child = against.person(cells, "child", meant.tie.to_number) if meant.tie else None
        if meant.tie and child and not child.is_child:
            sentence = f"“{meant.tie.to_number}” is {child.name}, who is no child. Name the child."
            against.refuse(meant.row, cells.headings.get("child", ""), sentence)
        elif child:
            _parent(against, meant, cells, child)
        if meant.born_on and meant.born_on > against.today:
            _not_born(against, meant, cells)
        elif meant.born_on and rules.is_born_too_long_ago(meant.born_on, against.today):
            against.refuse(meant.row, cells.headings.get("born_on", ""), TOO_LONG_AGO)
        elif meant.tie is None and meant.born_on and rules.is_grown_up(meant.born_on, against.today):
            _grown_up(against, meant)
        _refuse_unreached(against, cells, meant.phone, meant.email)
        _candidates(against, meant)
        _in_file(against, meant, earlier)
        earlier.add(meant)


def _refuse_unreached(against: Against, cells: Cells, phone: str, email: str) -> None:
    """A telephone number or an e-mail address that would be refused where it is typed."""
    for column, kind, value in (("phone", ContactKind.PHONE, phone), ("email", ContactKind.EMAIL, email)):
        if value and (sentence := reach_fault(kind, value)):
            against.refuse(cells.row, cells.headings.get(column, ""), f"“{value[:60]}”: {sentence}")


def _parent(against: Against, meant: PersonIn, cells: Cells, child: PersonRow) -> None:
    """A parent who would be younger than 10 years when the child was born."""
    if meant.tie and (sentence := too_young(meant.tie.kind, meant.born_on, child.born_on)):
        against.refuse(meant.row, cells.headings.get("born_on", ""), sentence)


def _not_born(against: Against, meant: PersonIn, cells: Cells) -> None:
    day = f"{meant.born_on:%-d %B %Y}"
    if meant.tie is not None:
        sentence = f"“{day}” has not come yet. Give the day on which they were born."
        against.refuse(meant.row, cells.headings.get("born_on", ""), sentence)
        return
    expected = ("expected", "Not born yet: record the day as expected")
    against.doubt(meant.row, DoubtKind.NOT_BORN, f"{called(meant)}: {day} has not come yet.", expected)


def _grown_up(against: Against, meant: PersonIn) -> None:
    """Somebody over 25 is no child: perhaps the year is wrong, or a grown-up stands in the children's file."""
    sentence = f"{called(meant)} was born on {meant.born_on:%-d %B %Y}, more than 25 years ago. Is this a child?"
    against.doubt(meant.row, DoubtKind.GROWN_UP, sentence, ("child", "Yes: bring them in as a child"))


def called(meant: PersonIn) -> str:
    """Somebody of a file by their names."""
    return f"{meant.given_name} {meant.family_name}".strip()


def _candidates(against: Against, meant: PersonIn) -> None:
    person = sought(meant)
    told = searching.candidates(against.actor, against.intake.authority_id, person)
    against.seen |= {each.ref for each in told if each.ref}
    alike = [each for each in told if not each.is_seen or is_one_person(each.reasons)][:5]
    if not alike:
        return
    shown = [each for each in alike if each.is_seen]
    names = [each.name for each in shown]
    if len(shown) < len(alike):
        team = next((each.team for each in alike if not each.is_seen and each.team), "")
        names.append(f"somebody outside what you see (ask {team or 'your team leader'})")
    what = "the tie and the numbers are" if meant.tie is not None else "only the numbers are"
    choices = [(f"{SAME_IS}{each.ref}", f"{_described(each)}: {what} added") for each in shown]
    sentence = f"{called(meant)} may be {' or '.join(names)}, recorded already."
    against.doubt(meant.row, DoubtKind.SAME, sentence, *choices, (NEW, "Somebody else: add them"))


def _described(each: searching.Candidate) -> str:
    """Somebody who may be the same, with what speaks for it."""
    born = f", born {each.born_on:%-d %B %Y}" if each.born_on else ""
    return f"{each.name}{born} ({', '.join(each.reasons)})"


def is_one_person(reasons: Iterable[str]) -> bool:
    """Whether the reasons say more than that two are of one family."""
    return matching.Likeness(matching.ENOUGH, tuple(reasons)).is_more_than_family


class InFile:
    """The people of a file so far, found by what they have in common."""

    def __init__(self) -> None:
        self.by_key: dict[str, set[int]] = defaultdict(set)
        self.by_number: dict[str, int] = {}
        self.names: dict[int, str] = {}

    def add(self, meant: PersonIn) -> None:
        """Remember somebody."""
        for key in matching.keys_of(sought(meant)):
            if key[1] != "-":  # spellings with a letter left out are many, and sounds find most of them
                self.by_key[key].add(meant.row)
        if meant.number:
            self.by_number.setdefault(meant.number, meant.row)
        self.names[meant.row] = called(meant)

    def alike(self, meant: PersonIn) -> tuple[int, tuple[str, ...]] | None:
        """The row that is likeliest of the same person, with what speaks for it."""
        person = sought(meant)
        hits: dict[int, set[str]] = defaultdict(set)
        for key in matching.wanted_by(person):
            for row in self.by_key.get(key, ()):
                hits[row].add(key)
        likely = [(matching.likeness(person, keys), row) for row, keys in hits.items() if len(keys) > 1]
        enough = [each for each in likely if each[0].is_more_than_family]
        if not enough:
            return None
        best, row = max(enough, key=lambda each: (each[0].points, -each[1]))
        return row, best.reasons


def _in_file(against: Against, meant: PersonIn, earlier: InFile) -> None:
    if meant.number and meant.number in earlier.by_number:
        row = earlier.by_number[meant.number]
        if meant.tie is None:
            sentence = f"The number “{meant.number}” stands in row {row:,} already. Take one of the two rows out."
            against.refuse(meant.row, "", sentence)
        else:
            one = (f"{ROW_IS}{row}", f"The same as in row {row:,}")
            sentence = f"{called(meant)} stands in row {row:,} with the same number: only the tie is added."
            against.doubt(meant.row, DoubtKind.IN_FILE, sentence, one, answer=one[0])
        return
    if (found := earlier.alike(meant)) is None:
        return
    row, reasons = found
    sentence = f"{called(meant)} may be {earlier.names[row]} of row {row:,} ({', '.join(reasons)})."
    one = (f"{ROW_IS}{row}", f"The same as in row {row:,}: only the tie is added")
    choices = [one] if meant.tie else []
    against.doubt(meant.row, DoubtKind.IN_FILE, sentence, *choices, (NEW, "Somebody else: add them"))
