"""Files of columns about looked-after children, as tests bring them in: made-up children alone."""

from __future__ import annotations

from contextlib import nullcontext

from lippen.care.models import Episode, LegalReason, Placement
from lippen.care.queries import spans
from lippen.casework import intake
from lippen.casework.actions import taking_in, undoing
from lippen.casework.models import Intake, IntakeDoubt, KnownPerson
from lippen.casework.tests.factories import NOW, TODAY, Cast
from lippen.casework.tests.test_intake import named
from lippen.casework.vocabulary import IntakeKind
from lippen.kernel import access

WHY = "The wrong export was chosen."
KINDS = (IntakeKind.EPISODES, IntakeKind.PLACEMENTS, IntakeKind.LEGAL)
HEADINGS = {
    IntakeKind.EPISODES: "Child ID,Start date,End date,Reason ended,Destination details",
    IntakeKind.PLACEMENTS: "Child ID,Placement type,Carer,From,To,Reason for move",
    IntakeKind.LEGAL: "Child ID,Legal status,Start date,End date,Expires",
    IntakeKind.REVIEWS: "Child ID,Review type,Date held,Chair,Participation,Why late",
    IntakeKind.MILESTONES: "Child ID,Milestone,Date,Notes,Route",
}
CHILDREN = (
    "Person ID,Forename,Surname,DOB\n"
    "P001,Ailsa,Docherty,03/05/2006\nP002,Ruaridh,Docherty,11/09/2008\nP003,Senga,Quinn,2007-01-02\n"
)
EPISODES = ("P001,01/02/2010,,,", "P002,05/06/2010,01/09/2011,Home,")
PLACEMENTS = (
    "P001,Foster care,,01/02/2010,20/05/2011,",
    "P001,Kinship,,20/05/2011,,To live with relatives or friends",
    "P002,Children's house,,05/06/2010,01/09/2011,",
)
LEGAL = ("P001,S25,01/02/2010,10/03/2010,", "P001,SRA,10/03/2010,,", "P002,SRA,05/06/2010,01/09/2011,")
WHOLE = dict(zip(KINDS, (EPISODES, PLACEMENTS, LEGAL), strict=True))


def file_of(kind: IntakeKind, *rows: str, headings: str = "") -> str:
    """A file of these rows under its headings."""
    return "\n".join((headings or HEADINGS[kind], *rows)) + "\n"


def looked(c: Cast, kind: IntakeKind, *rows: str, content: str | bytes = "", name: str = "") -> Intake:
    """A file, kept and held against the record."""
    access.identify(c.manager, today=TODAY)
    words = content or file_of(kind, *rows)
    with intake.in_memory(words.encode() if isinstance(words, str) else words) as file:
        given = {"authority_id": c.council.pk, "kind": kind, "source": "CareBook", "at": NOW}
        ref = intake.stage(lambda: nullcontext(c.manager), file, name or f"{kind}.csv", **given)
    intake.check(lambda: nullcontext(c.manager), ref, today=TODAY, at=NOW)
    return Intake.objects.get(ref=ref)


def taken(c: Cast, row: Intake) -> Intake:
    """The file brought in, but for the rows that cannot."""
    version = Intake.objects.get(pk=row.pk).version
    taking_in.begin_taking(actor=c.manager, intake_ref=row.ref, without_refused=True, version=version, at=NOW)
    found = intake.take(lambda: nullcontext(c.manager), row.ref, today=TODAY, at=NOW, real_at=NOW)
    access.identify(c.manager, today=TODAY)
    return found


def brought(c: Cast, kind: IntakeKind, *rows: str, name: str = "") -> Intake:
    """A file looked through and brought in."""
    return taken(c, looked(c, kind, *rows, name=name))


def whole(c: Cast) -> list[Intake]:
    """Times in care, placements and legal reasons of two children, each file after the other."""
    return [brought(c, kind, *rows) for kind, rows in WHOLE.items()]


def undone(c: Cast, row: Intake, *, at=NOW) -> Intake:
    """The file, undone as on the page and by the worker."""
    version = Intake.objects.get(pk=row.pk).version
    undoing.begin_undoing(actor=c.manager, intake_ref=row.ref, why=WHY, version=version, at=at)
    found = intake.undo(lambda: nullcontext(c.manager), row.ref, at=at)
    access.identify(c.manager, today=TODAY)
    return found


def listed(row: Intake) -> list[tuple[int, str]]:
    """Which rows cannot come in, and by which rule."""
    found = IntakeDoubt.objects.filter(intake=row, kind="refused").order_by("row", "id")
    return [(each.row, each.words) for each in found]


def reasons(row: Intake) -> list[str]:
    """Why they cannot, in words."""
    found = IntakeDoubt.objects.filter(intake=row, kind="refused").order_by("row", "id")
    return [each.sentence for each in found]


def child_of(c: Cast, number: str) -> KnownPerson:
    access.identify(c.manager, today=TODAY)
    return named(number)


def told(c: Cast, number: str) -> dict[str, list[tuple[object, ...]]]:
    """What stands in the record of a child."""
    child = child_of(c, number)
    rows = {model: spans.current(c.manager, model, [child.pk]) for model in (Episode, Placement, LegalReason)}
    return {
        "episodes": [(row.so_on, row.ends_on, row.destination or row.end_code) for row in rows[Episode]],
        "placements": [(row.so_on, row.ends_on, row.code, row.moved_why) for row in rows[Placement]],
        "legal": [(row.so_on, row.ends_on, row.code, row.is_basis) for row in rows[LegalReason]],
    }
