"""The dry run: each row of a file is held against the record, part by part, and nothing of the record is written.

What cannot come in is refused with the cell and what to do; what is not clear becomes a doubt with the answers to it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.transaction import atomic

from lippen.casework import matching, rules
from lippen.casework.actions.staging import LEAVE, own_intake
from lippen.casework.adapters.cells import Cells
from lippen.casework.adapters.columns import missing
from lippen.casework.adapters.meaning import EntryIn, Meant, PartIn, PersonIn, ReferralIn, StaffRow, TieIn
from lippen.casework.models import Intake, IntakeDoubt, Involvement, Referral, Tie
from lippen.casework.queries import numbers, searching
from lippen.casework.queries.intake import meanings, named_by
from lippen.casework.queries.numbers import WorkerRow
from lippen.casework.rows import PersonRow
from lippen.casework.vocabulary import DoubtKind, IntakeKind, IntakeState, InvolvementKind, Stage, Status
from lippen.kernel import audit
from lippen.kernel.access import Actor
from lippen.organisation.queries.staffing import KnownPost, KnownStaff, known_posts, known_staff
from lippen.organisation.roles import WORDS as ROLE_WORDS
from lippen.organisation.roles import Role

MOST_REFUSED = 10_000
TOO_MANY = (
    "{refused:,} rows so far cannot come in, so the rest was not looked at. Match the columns otherwise, or put the "
    "file right."
)
LEAVE_OUT = (LEAVE, "Leave this row out")
NEW = "new"
SAME_IS = "same:"
ROW_IS = "row:"
Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Found:
    """Something that is not clear about a row, with the answers to it; an answer that stands by itself is given."""

    row: int
    kind: DoubtKind
    sentence: str
    column: str = ""
    choices: Choices = ()
    wants_words: bool = False
    answer: str = ""


@dataclass
class Against:
    """What the rows of one part are held against: the record, and the rows of the file before them."""

    actor: Actor
    intake: Intake
    today: date
    rows: Sequence[tuple[Meant, Cells]]
    before: Sequence[tuple[Meant, Cells]]
    found: list[Found] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    known: dict[str, tuple[PersonRow, ...]] = field(default_factory=dict)

    def refuse(self, row: int, column: str, sentence: str) -> None:
        """A row that cannot come in."""
        self.found.append(Found(row, DoubtKind.REFUSED, sentence, column))

    def doubt(self, row: int, kind: DoubtKind, sentence: str, *choices: tuple[str, str], answer: str = "") -> None:
        """A row about which somebody has to say something."""
        self.found.append(Found(row, kind, sentence, choices=(*choices, LEAVE_OUT), answer=answer))

    def person(self, cells: Cells, key: str, number: str) -> PersonRow | None:
        """The one whom a number names; else the row is refused."""
        named = self.known.get(number, ())
        if len(named) == 1:
            self.seen.add(named[0].ref)
            return named[0]
        column = cells.headings.get(key, "")
        if not named:
            what = f"Nobody whom you see is recorded with the number “{number}”."
            self.refuse(cells.row, column, f"{what} Bring the people in first, or look at the number.")
        else:
            what = f"{len(named)} people are recorded with the number “{number}”."
            self.refuse(cells.row, column, f"{what} Put their records together first, or write another number.")
        return None


@atomic
def check_part(*, actor: Actor, intake_ref: str, today: date, at: datetime) -> Intake:
    """Hold the next part of a file against the record; what was found by an earlier try at it is found once."""
    intake = own_intake(actor, intake_ref, states=[state.value for state in IntakeState])
    kind = IntakeKind(intake.kind)
    is_over = intake.state != IntakeState.WAITING or intake.checked_to >= intake.parts or bool(intake.told)
    if is_over or missing(kind, intake.columns):
        return intake
    part = intake.checked_to + 1
    rows = list(meanings(intake, today=today, after=part - 1, upto=part))
    before = () if kind is IntakeKind.ENTRIES else list(meanings(intake, today=today, upto=part - 1))
    against = Against(actor, intake, today, rows, before)
    for meant, cells in rows:
        for fault in cells.faults:
            against.refuse(meant.row, fault.column, fault.sentence)
    CHECKS[kind](against, [(meant, cells) for meant, cells in rows if not cells.faults])
    _keep(against, at)
    intake.checked_to = part
    intake.changed_at = at
    refused = {each.row for each in against.found if each.kind is DoubtKind.REFUSED}
    intake.refused += len(refused)
    intake.doubtful += len({each.row for each in against.found} - refused)
    if intake.refused > MOST_REFUSED:
        intake.told = TOO_MANY.format(refused=intake.refused)
    intake.save(update_fields=["checked_to", "changed_at", "refused", "doubtful", "told"])
    audit.record(actor, "intake.checked", intake, keys={"part": part, "found": sorted(against.seen)[:1000]})
    return intake


def _keep(against: Against, at: datetime) -> None:
    refused = {each.row for each in against.found if each.kind is DoubtKind.REFUSED}
    wanted = [each for each in against.found if each.kind is DoubtKind.REFUSED or each.row not in refused]
    IntakeDoubt.objects.bulk_create(
        [
            IntakeDoubt(
                intake=against.intake,
                authority_id=against.intake.authority_id,
                row=each.row,
                kind=each.kind.value,
                column=each.column[:120],
                sentence=each.sentence,
                choices=[list(choice) for choice in each.choices],
                wants_words=each.wants_words,
                answer=each.answer,
                recorded_at=at,
                recorded_by_id=against.actor.account_id,
            )
            for each in wanted
        ]
    )


Rows = list[tuple[Meant, Cells]]


def _staff(against: Against, rows: Rows) -> None:
    people = known_staff(against.intake.authority_id)
    posts = known_posts(against.intake.authority_id, on=against.today)
    titles = {post.title.casefold() for post in posts}
    titles |= {meant.title.casefold() for meant, _ in against.before if isinstance(meant, StaffRow)}
    for meant, cells in rows:
        if isinstance(meant, StaffRow):
            _post(against, meant, cells, posts, titles)
            if not meant.is_vacant:
                _holder(against, meant, cells, people)
            titles.add(meant.title.casefold())


def role_of(words: str) -> Role | None:
    """The class of post that these words name."""
    plain = " ".join(words.casefold().replace("_", " ").split())
    return next((role for role, said in ROLE_WORDS.items() if plain in (said.casefold(), role.replace("_", " "))), None)


def _post(against: Against, meant: StaffRow, cells: Cells, posts: Sequence[KnownPost], titles: set[str]) -> None:
    role = role_of(meant.role)
    if role is None:
        offered = ", ".join(f"“{said}”" for said in ROLE_WORDS.values())
        sentence = f"“{meant.role[:60]}” is no class of post here. Write one of {offered}."
        against.refuse(meant.row, cells.headings.get("role", ""), sentence)
    if meant.reports_to and meant.reports_to.casefold() not in titles:
        sentence = f"No post is called “{meant.reports_to}”. Name one that is recorded, or that stands further up."
        against.refuse(meant.row, cells.headings.get("reports_to", ""), sentence)
    if meant.email and not _is_email(meant.email):
        sentence = f"“{meant.email[:80]}” is not an e-mail address. Write it as name@council.example."
        against.refuse(meant.row, cells.headings.get("email", ""), sentence)
    named = (meant.title.casefold(), role, meant.team.casefold())
    alike = [post for post in posts if (post.title.casefold(), post.role, post.team.casefold()) == named]
    if alike and all(post.holder for post in alike) and not meant.is_acting:
        held = f"{alike[0].title}{f', {alike[0].team},' if alike[0].team else ''} is held by {alike[0].holder}."
        beside = (NEW, "It is another post of that title: open it beside")
        against.doubt(meant.row, DoubtKind.POST, held, beside)


def _is_email(words: str) -> bool:
    try:
        validate_email(words)
    except ValidationError:
        return False
    return True


def _holder(against: Against, meant: StaffRow, cells: Cells, people: Sequence[KnownStaff]) -> None:
    name = f"{meant.given_name} {meant.family_name}".casefold()
    alike = [each for each in people if (meant.email and each.email == meant.email) or each.name.casefold() == name]
    if alike:
        choices = [(f"{SAME_IS}{each.ref}", f"The same: {each.name} holds this post") for each in alike[:5]]
        what = " or ".join(f"{each.name}{f' ({each.email})' if each.email else ''}" for each in alike[:5])
        sentence = f"{meant.given_name} {meant.family_name} may be {what}, recorded already."
        against.doubt(meant.row, DoubtKind.SAME, sentence, *choices, (NEW, "Somebody else of that name"))
    for other, _ in against.before:
        if isinstance(other, StaffRow) and not other.is_vacant and _are_one(meant, other):
            against.doubt(
                meant.row,
                DoubtKind.IN_FILE,
                f"{meant.given_name} {meant.family_name} may be the same as in row {other.row:,}.",
                (f"{ROW_IS}{other.row}", f"The same as in row {other.row:,}, who holds this post too"),
                (NEW, "Somebody else of that name"),
            )
            break


def _are_one(one: StaffRow, other: StaffRow) -> bool:
    if one.email and other.email:
        return one.email == other.email
    names = [(each.given_name.casefold(), each.family_name.casefold()) for each in (one, other)]
    return names[0] == names[1]


def sought(meant: PersonIn) -> matching.Sought:
    """Somebody of a file as the search looks for them."""
    return matching.Sought(
        names=((meant.given_name, meant.family_name),),
        births=(meant.born_on,) if meant.born_on else (),
        addresses=() if meant.is_protected else ((meant.lines, meant.postcode),),
        phones=(meant.phone,) if meant.phone else (),
        outside_ids=meant.numbers,
    )


def _people(against: Against, rows: Rows) -> None:
    children = [meant.tie.to_number for meant, _ in rows if isinstance(meant, PersonIn) and meant.tie]
    against.known = named_by(against.actor, against.intake.authority_id, children)
    earlier = InFile()
    for meant, cells in against.before:
        if isinstance(meant, PersonIn) and not cells.faults:
            earlier.add(meant)
    for meant, cells in rows:
        if not isinstance(meant, PersonIn):
            continue
        if meant.tie and (child := against.person(cells, "child", meant.tie.to_number)) and not child.is_child:
            sentence = f"“{meant.tie.to_number}” is {child.name}, who is no child. Name the child."
            against.refuse(meant.row, cells.headings.get("child", ""), sentence)
        if meant.born_on and meant.born_on > against.today:
            _not_born(against, meant, cells)
        _candidates(against, meant)
        _in_file(against, meant, earlier)
        earlier.add(meant)


def _not_born(against: Against, meant: PersonIn, cells: Cells) -> None:
    day = f"{meant.born_on:%-d %B %Y}"
    if meant.tie is not None:
        sentence = f"“{day}” has not come yet. Give the day on which they were born."
        against.refuse(meant.row, cells.headings.get("born_on", ""), sentence)
        return
    expected = ("expected", "Not born yet: record the day as expected")
    against.doubt(meant.row, DoubtKind.NOT_BORN, f"{called(meant)}: {day} has not come yet.", expected)


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


def _ties(against: Against, rows: Rows) -> None:
    wanted = [(meant, cells) for meant, cells in rows if isinstance(meant, TieIn)]
    named = {each for meant, _ in wanted for each in (meant.number, meant.tie.to_number)}
    against.known = named_by(against.actor, against.intake.authority_id, named)
    earlier = {_tie_key(meant) for meant, _ in against.before if isinstance(meant, TieIn)}
    for meant, cells in wanted:
        one = against.person(cells, "number", meant.number)
        other = against.person(cells, "other", meant.tie.to_number)
        if one is None or other is None:
            continue
        if one.id == other.id:
            against.refuse(meant.row, "", "Both numbers are of one person. Look at the two numbers.")
        elif _is_tied(one.id, other.id, meant.tie.kind):
            sentence = f"{one.name} and {other.name} are tied so already."
            against.doubt(meant.row, DoubtKind.THERE, sentence, answer=LEAVE)
        elif _tie_key(meant) in earlier:
            against.doubt(meant.row, DoubtKind.THERE, "The file says so in a row before.", answer=LEAVE)
        earlier.add(_tie_key(meant))


def _tie_key(meant: TieIn) -> tuple[frozenset[str], str]:
    return frozenset((meant.number, meant.tie.to_number)), meant.tie.kind


def _is_tied(one: int, other: int, kind: str) -> bool:
    both = {one, other}
    return Tie.objects.filter(person_id__in=both, other_id__in=both, kind=kind, ended__isnull=True).exists()


def _child(against: Against, cells: Cells, number: str) -> PersonRow | None:
    found = against.person(cells, "number", number)
    if found is not None and not found.is_child:
        against.refuse(cells.row, cells.headings.get("number", ""), f"{found.name} is no child. Name the child.")
        return None
    return found


def _referrals(against: Against, rows: Rows) -> None:
    wanted = [(meant, cells) for meant, cells in rows if isinstance(meant, ReferralIn)]
    against.known = named_by(against.actor, against.intake.authority_id, {meant.number for meant, _ in wanted})
    for meant, cells in wanted:
        child = _child(against, cells, meant.number)
        if child is None or meant.why is None or meant.received_on is None:
            continue
        same = Referral.objects.filter(person_id=child.id, so_on=meant.received_on, why=meant.why.value)
        if same.exists():
            sentence = f"A referral of {child.name} of that day and for that reason is recorded already."
            another = (NEW, "It is another one: record it too")
            against.doubt(meant.row, DoubtKind.THERE, sentence, another)
        if meant.is_immediate and meant.stage is not Stage.CONTACT:
            sentence = f"{child.name}: an immediate risk goes on once a manager has agreed, which nobody has here yet."
            first = ("contact", "Bring it in at the first stage: a manager signs it off")
            against.doubt(meant.row, DoubtKind.STAGE, sentence, first)


def worker_named(words: str, people: Iterable[WorkerRow], staff: Iterable[KnownStaff]) -> list[WorkerRow]:
    """Those who can be allocated a child whom an e-mail address or a full name means."""
    plain = words.casefold().strip()
    refs = {each.ref for each in staff if plain in (each.email, each.name.casefold())}
    return [row for row in people if row.ref in refs]


def _allocations(against: Against, rows: Rows) -> None:
    actor, council, today = against.actor, against.intake.authority_id, against.today
    wanted = [(meant, cells) for meant, cells in rows if isinstance(meant, PartIn)]
    people, staff = numbers.workers(actor, council, on=today), known_staff(council)
    earlier = [meant for meant, cells in against.before if isinstance(meant, PartIn) and not cells.faults]
    against.known = named_by(actor, council, {each.number for each in (*(meant for meant, _ in wanted), *earlier)})
    figures = numbers.numbers(actor, council, on=today)
    given: Counter[int] = Counter()
    rows_of: dict[str, int] = {}
    for before in earlier:
        if before.kind is InvolvementKind.ALLOCATED:
            rows_of.setdefault(before.number, before.row)
            given.update(row.person_id for row in worker_named(before.worker, people, staff))
    for meant, cells in wanted:
        child = _child(against, cells, meant.number)
        found = worker_named(meant.worker, people, staff)
        if len(found) != 1:
            none = f"Nobody who can be allocated a child is called “{meant.worker[:80]}”"
            many = f"{len(found)} people are called “{meant.worker[:80]}”"
            do = "Bring staff and posts in first, or write the e-mail address."
            against.refuse(meant.row, cells.headings.get("worker", ""), f"{many if found else none}. {do}")
            continue
        if child is not None:
            _allocation(against, meant, child, found[0], given, rows_of)
        if meant.kind is InvolvementKind.ALLOCATED:
            given[found[0].person_id] += 1
            hours = rules.weight(Status(child.status or Status.NONE) if child else Status.NONE, figures)
            load = found[0].load
            for _ in range(given[found[0].person_id]):
                load = load.with_one_more(hours)
            if load.is_over and not meant.over_limit_why and child is not None:
                against.found.append(_over(meant, child, found[0].name, load.children, load.limit))


def _over(meant: PartIn, child: PersonRow, name: str, children: int, limit: int) -> Found:
    sentence = f"{child.name}: {name} would have {children} children; the limit is {limit} (proposed nationally, 2022)."
    choices = (("accept", "It has to be so"), LEAVE_OUT)
    return Found(meant.row, DoubtKind.LIMIT, sentence, choices=choices, wants_words=True)


def _allocation(
    against: Against, meant: PartIn, child: PersonRow, worker: WorkerRow, given: Counter[int], rows_of: dict[str, int]
) -> None:
    is_allocated = meant.kind is InvolvementKind.ALLOCATED
    if is_allocated and (before := rows_of.setdefault(meant.number, meant.row)) != meant.row:
        sentence = f"Row {before:,} allocates {child.name} already. Take one of the two rows out."
        against.refuse(meant.row, "", sentence)
        return
    going_on = Involvement.objects.filter(person_id=child.id, ends_on__isnull=True, kind=meant.kind.value)
    if going_on.filter(worker_id=worker.person_id).exists():
        sentence = f"{worker.name} has this part for {child.name} already."
        against.doubt(meant.row, DoubtKind.THERE, sentence, answer=LEAVE)
    elif is_allocated and going_on.filter(starts_on__gt=meant.so_on).exists():
        sentence = f"{child.name} has a worker who began after {meant.so_on:%-d %B %Y}."
        against.doubt(meant.row, DoubtKind.THERE, sentence)


def _entries(against: Against, rows: Rows) -> None:
    wanted = [(meant, cells) for meant, cells in rows if isinstance(meant, EntryIn)]
    against.known = named_by(against.actor, against.intake.authority_id, {meant.number for meant, _ in wanted})
    for meant, cells in wanted:
        against.person(cells, "number", meant.number)


CHECKS = {
    IntakeKind.STAFF: _staff,
    IntakeKind.CHILDREN: _people,
    IntakeKind.PEOPLE: _people,
    IntakeKind.TIES: _ties,
    IntakeKind.REFERRALS: _referrals,
    IntakeKind.ALLOCATIONS: _allocations,
    IntakeKind.ENTRIES: _entries,
}
