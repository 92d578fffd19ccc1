"""Posts of a file, and who holds them, held against those that are recorded."""

from __future__ import annotations

from collections.abc import Sequence

from lippen.casework.actions.comparing.against import NEW, ROW_IS, SAME_IS, Against, Rows
from lippen.casework.actions.reaching import reach_fault
from lippen.casework.adapters.cells import Cells
from lippen.casework.adapters.meaning import StaffRow
from lippen.casework.vocabulary import ContactKind, DoubtKind
from lippen.organisation.queries.staffing import KnownPost, KnownStaff, known_posts, known_staff
from lippen.organisation.roles import WORDS as ROLE_WORDS
from lippen.organisation.roles import Role


def look_at_staff(against: Against, rows: Rows) -> None:
    """What is not clear about posts and their holders."""
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
    if meant.email and reach_fault(ContactKind.EMAIL, meant.email):
        sentence = f"“{meant.email[:80]}” is not an e-mail address. Write it as name@council.example."
        against.refuse(meant.row, cells.headings.get("email", ""), sentence)
    if meant.phone and (sentence := reach_fault(ContactKind.PHONE, meant.phone)):
        against.refuse(meant.row, cells.headings.get("phone", ""), f"“{meant.phone}”: {sentence}")
    named = (meant.title.casefold(), role, meant.team.casefold())
    alike = [post for post in posts if (post.title.casefold(), post.role, post.team.casefold()) == named]
    if alike and all(post.holder for post in alike) and not meant.is_acting:
        held = f"{alike[0].title}{f', {alike[0].team},' if alike[0].team else ''} is held by {alike[0].holder}."
        beside = (NEW, "It is another post of that title: open it beside")
        against.doubt(meant.row, DoubtKind.POST, held, beside)


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
