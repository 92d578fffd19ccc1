"""The councils that are made: the reference council, as large as is asked, and a nation of 32.

The nation's names are made up; its sizes are published. How many children each council looked after at 31 July 2020 are
the indicators of the Local Government Benchmarking Framework for 2019-20, residential and community together, from the
largest to the smallest. How many children stand on social workers' books is published nowhere that we could read: with
2,650 social workers of children and families in whole-time posts (National Records of social services' staff, 2021) and
the 15 children that a survey of the field calls the most for one (2022-23), they are 39,750, shared out in proportion.
As many again are known and closed, as in the reference council.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

LIMIT = 15
"""Children to a social worker."""
IN_CARE = (
    *(2544, 1180, 919, 832, 786, 642, 575, 566, 506, 495, 493, 441, 404, 382, 369, 365),
    *(300, 285, 265, 260, 248, 246, 223, 214, 188, 187, 162, 155, 117, 50, 31, 28),
)
ON_BOOKS = 2_650 * LIMIT
NAMES = (
    *("Abercarn", "Ardlinnet", "Balmerrow", "Brenkeld", "Cairnwhin", "Calderlaw", "Corrievale", "Craigmoss"),
    *("Dalrathie", "Drumlinnie", "Dunfernie", "Fenwhinnie", "Garlochty", "Glenarroch", "Gowanlea", "Halmuir"),
    *("Invertarn", "Kelbrae", "Kilmarrow", "Kintorrin", "Lamberlaw", "Linwhistle", "Lochrannie", "Morvarden"),
    *("Netherlorne", "Pitcarrow", "Rathlinn", "Rosmarkie Vale", "Selkirn", "Strathwhin", "Tarnbrae", "Whinsay"),
)
OF_A_TEAM, OF_A_MANAGER = 8.525, 5
"""Social workers to a team, and teams to a manager."""
PER_CHILD_NOTES, PER_CHILD_VISITS = 20, 5


@dataclass(frozen=True)
class Council:
    """One council: who works there, how many children it knows and looks after, how much is written."""

    number: int
    name: str
    short_name: str
    staff: dict[str, int]
    teams: int
    children: int
    waiting: int
    referred: int
    entries: int
    visits: int
    in_care: int | None = None
    """How many children are looked after; as chance has it, where it is not said."""

    @property
    def allocated(self) -> int:
        """How many children have a social worker."""
        return min(self.staff["social_worker"] * LIMIT, self.children - self.waiting - self.referred)


def reference(times: int = 1) -> Council:
    """The council of the promises, so many times as large: 400 staff, 10,000 children, a million notes and events."""
    of_four_hundred = {
        "head_of_service": 2,
        "service_manager": 8,
        "team_leader": 40,
        "social_worker": 341,
        "information_governance": 2,
        "performance_officer": 4,
        "administrator": 2,
    }
    staff = {"chief_social_work_officer": 1, **{role: count * times for role, count in of_four_hundred.items()}}
    sizes = {"children": 10_000, "waiting": 200, "referred": 150, "entries": 700_000, "visits": 150_000}
    sizes = {name: count * times for name, count in sizes.items()}
    return Council(1, "Reference Council", "Reference", staff, 40 * times, **sizes)


def nation(share: float = 1.0) -> tuple[Council, ...]:
    """The 32 councils, or ones that look after so large a share of as many children."""
    return tuple(
        _of_nation(number, name, max(round(in_care * share), 1))
        for number, (name, in_care) in enumerate(zip(NAMES, IN_CARE, strict=True), 1)
    )


def _of_nation(number: int, name: str, in_care: int) -> Council:
    workers = ceil(in_care * ON_BOOKS / sum(IN_CARE) / LIMIT)
    teams = max(round(workers / OF_A_TEAM), 1)
    staff = {
        "chief_social_work_officer": 1,
        "head_of_service": 1,
        "service_manager": ceil(teams / OF_A_MANAGER),
        "team_leader": teams,
        "social_worker": workers,
        "information_governance": 1,
        "performance_officer": 1,
        "administrator": 1,
    }
    on_books = workers * LIMIT
    waiting, referred = max(on_books // 25, 1), max(on_books // 34, 1)
    children = 2 * on_books
    return Council(
        number,
        f"{name} Council",
        name,
        staff,
        teams,
        children,
        waiting,
        referred,
        children * PER_CHILD_NOTES,
        children * PER_CHILD_VISITS,
        in_care,
    )
