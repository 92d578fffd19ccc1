"""Lines on which a panel recommended something and the agency has not decided: the list of its decision maker."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import DateField, Exists, OuterRef, Q, QuerySet, Subquery

from lippen.care.models import CareEvent, PermanenceLine
from lippen.care.queries import deciding, permanence
from lippen.care.rows.permanence import LineRow
from lippen.care.rules import STANDARDS
from lippen.care.vocabulary import CHILD_SUBJECT, Event
from lippen.care.vocabulary.meetings import MEETING_WORDS, MeetingKind
from lippen.care.vocabulary.permanence import OF_PANEL
from lippen.casework.queries.people import ids_by_ref, people_rows, people_who_stay
from lippen.design.words import day_words
from lippen.kernel.access import Actor
from lippen.organisation import queries as organisation

PAGE = 25


@dataclass(frozen=True)
class Recommended:
    """A line that waits for the agency: what the panel recommended and when, and the last day."""

    line: LineRow
    panel_on: date
    words: str
    by: date | None

    @property
    def why_none(self) -> str:
        """Why there is no last day, where there is none."""
        since = min(each.in_force_from for each in STANDARDS[permanence.DECISION_CLOCK].versions)
        if self.panel_on < since:
            return f"The panel met before {day_words(since)}: no rule of that day gives one"
        return "No clock runs for it: the child is not looked after, or a decision is recorded since"


@dataclass(frozen=True)
class Waiting:
    """One page of the lines that wait for the agency, and how many there are."""

    rows: tuple[Recommended, ...]
    count: int


def waiting(actor: Actor, *, today: date, page: int = 1) -> Waiting:
    """The lines that wait for the agency's decision, of children whom the actor sees; the longest first."""
    found = _waiting(permanence.open_lines(actor))
    shown = list(found.order_by("panel_on", "id")[(page - 1) * PAGE : page * PAGE])
    rows = {each.ref: each for each in permanence.rows_of(actor, shown, today=today)}
    said = {each.pk: each for each in CareEvent.objects.filter(pk__in=[line.panel_id for line in shown])}
    told = tuple(
        Recommended(rows[line.ref], line.panel_on, panel_words(said[line.panel_id]), rows[line.ref].agency_by)
        for line in shown
        if line.ref in rows
    )
    return Waiting(told, found.count() if page > 1 or len(shown) == PAGE else len(shown))


def children_waiting(actor: Actor, authority_id: int) -> frozenset[int]:
    """The children of a council of whom a decision of the agency is asked, as far as the actor sees them."""
    lines = _waiting(permanence.open_lines(actor).filter(authority_id=authority_id))
    refs = organisation.open_keys(permanence.DECISION_CLOCK, CHILD_SUBJECT)
    owed = people_rows(actor, list(ids_by_ref(actor, refs).values())) if refs else {}
    people = people_who_stay(actor, set(lines.values_list("person_id", flat=True)))
    found = {row.id for row in (*owed.values(), *people.values()) if row.authority_id == authority_id}
    return frozenset(found)


def recommendation(actor: Actor, line: PermanenceLine) -> CareEvent | None:
    """The panel's recommendation on a line on which the agency has not decided."""
    found = _waiting(permanence.open_lines(actor).filter(pk=line.pk)).first()
    return CareEvent.objects.get(pk=found.panel_id) if found else None


def panel_words(panel: CareEvent) -> str:
    """What a panel recommended, without the name of the panel before it."""
    return panel.words.removeprefix(f"{MEETING_WORDS[MeetingKind.PANEL]}: ")


def waits(actor: Actor, ref: str) -> bool:
    """Whether a line waits for the agency's decision."""
    return _waiting(permanence.open_lines(actor).filter(ref=ref)).exists()


def _waiting(lines: QuerySet[PermanenceLine]) -> QuerySet[PermanenceLine]:
    """Lines with a recommendation on which nothing was decided: `panel_id` its event, `panel_on` its day.

    A panel that talked about another line of the child recommended nothing on this one; a decision that was typed in
    counts for all lines of the child.
    """
    stands = CareEvent.objects.filter(person_id=OuterRef("person_id"), wrong__isnull=True)
    own = Q(discussed__isnull=True) | Q(discussed__line_id=OuterRef("pk"))
    panels = stands.filter(own, kind=Event.PANEL.value, so_on__gte=OuterRef("so_on")).order_by("-so_on", "-id")
    answers = (Event.AGENCY_DECIDED.value, Event.SENT_BACK.value)
    typed = stands.filter(kind__in=answers, so_on__gte=OuterRef("panel_on"), decided__isnull=True)
    asked = lines.filter(route__in=sorted(each.value for each in OF_PANEL)).annotate(
        panel_id=Subquery(panels.values("pk")[:1]),
        panel_on=Subquery(panels.values("so_on")[:1], output_field=DateField()),
    )
    decided = deciding.standing(OuterRef("pk"), OuterRef("panel_id"))
    return asked.filter(~decided, ~Exists(typed), panel_id__isnull=False)
