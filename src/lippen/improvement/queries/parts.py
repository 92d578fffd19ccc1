"""How a shared plan goes in each council, as far as the reader may see it; and the arrangements that decide that."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from lippen.improvement import rules
from lippen.improvement.models import Arrangement, Part, Plan
from lippen.improvement.models.parts import PartQuery, in_force
from lippen.improvement.queries.offered import plan_head
from lippen.improvement.queries.scope import Scope
from lippen.improvement.rows import PlanRow
from lippen.kernel.access import Actor, Permission
from lippen.kernel.errors import NotVisible
from lippen.organisation import queries as organisation


@dataclass(frozen=True)
class ResultRow:
    """The latest figure of one measure, of a council as a whole or of one of its teams."""

    measure: str
    value: Decimal
    unit: str
    team: str
    so_on: date

    @property
    def figure(self) -> str:
        """The figure as people write it: no needless noughts, the unit after it."""
        number = f"{self.value:,.2f}".rstrip("0").rstrip(".")
        gap = "" if self.unit == "%" else " "
        return f"{number}{gap}{self.unit}" if self.unit else number


@dataclass(frozen=True)
class PartRow:
    """How one action goes in one council: what was said last, and the latest figure of each measure."""

    words: str
    said_on: date | None
    said_by: str
    results: tuple[ResultRow, ...]


@dataclass(frozen=True)
class CouncilRow:
    """A council that shares the plan, and whether its part is shown to the reader."""

    id: int
    name: str
    is_own: bool
    is_shown: bool


@dataclass(frozen=True)
class ArrangementRow:
    """One arrangement."""

    ref: str
    shows_id: int
    shows: str
    shown_to_id: int
    shown_to: str
    starts_on: date
    ends_on: date | None
    agreed_by: str
    reason: str
    end_reason: str
    is_in_force: bool
    is_over: bool

    def overlaps(self, starts_on: date, ends_on: date | None) -> bool:
        """Whether it holds on any day of a period whose end is not included."""
        return (self.ends_on is None or starts_on < self.ends_on) and (ends_on is None or self.starts_on < ends_on)

    @property
    def period_words(self) -> str:
        """From when until when."""
        if self.ends_on is None:
            return f"from {rules.day_words(self.starts_on)}, without an end"
        return f"from {rules.day_words(self.starts_on)} until {rules.day_words(self.ends_on)}"


Parts = Mapping[int, Mapping[int, PartRow]]


def councils(actor: Actor, plan: PlanRow, *, today: date) -> tuple[CouncilRow, ...]:
    """The councils that share a plan, by name, with what of theirs the reader is shown today."""
    reach = actor.reach_of(Permission.READ_PLAN)
    shown = _shown_to(reach, plan, today) if set(plan.authority_ids) - reach else frozenset()
    return tuple(CouncilRow(i, name, i in reach, i in reach or i in shown) for i, name in names_of(plan))


def _shown_to(reach: frozenset[int], plan: PlanRow, today: date) -> frozenset[int]:
    """The councils whose part of a plan an arrangement shows to these today."""
    found = Arrangement.objects.filter(in_force(today), plan_id=plan.id, shown_to_id__in=reach)
    return frozenset(found.values_list("shows_id", flat=True))


def names_of(plan: PlanRow) -> tuple[tuple[int, str], ...]:
    """The councils that share a plan, by name; looked up only where the plan's row does not name them all."""
    known = dict(plan.council_names)
    if set(plan.authority_ids) - set(known):
        known = organisation.authority_names(plan.authority_ids)
    return tuple(sorted(known.items(), key=lambda pair: pair[1]))


def parts(
    actor: Actor,
    plan: PlanRow,
    *,
    today: date,
    as_at: date | None = None,
    known_at: datetime | None = None,
    action_ids: Collection[int] | None = None,
) -> Parts:
    """By action and council, how it goes; what the reader is not shown today is not there, whatever the day asked."""
    scope = Scope(plan_id=plan.id, action_ids=action_ids, as_at=as_at, known_at=known_at)
    found = scope.of(_with_names(Part.objects.shown_to(actor, on=today))).order_by("so_on", "id")
    gathered: dict[int, dict[int, list[Part]]] = defaultdict(lambda: defaultdict(list))
    for part in found:
        gathered[part.action_id][part.authority_id].append(part)
    return {
        action_id: {authority_id: _row(said) for authority_id, said in by_council.items()}
        for action_id, by_council in gathered.items()
    }


def _with_names(found: PartQuery) -> PartQuery:
    """With the team, and with whoever said it, in the same statement."""
    return found.select_related("team", "recorded_by__person")


def _by(part: Part) -> str:
    person = part.recorded_by.person if part.recorded_by else None
    return person.name if person else ""


def _row(said: Iterable[Part]) -> PartRow:
    last: Part | None = None
    results: dict[tuple[str, str], ResultRow] = {}
    for part in said:  # oldest first: what comes later takes the place of what was there
        if part.words:
            last = part
        if part.measure and part.value is not None:
            team = part.team.name if part.team else ""
            results[part.measure, team] = ResultRow(part.measure, part.value, part.unit, team, part.so_on)
    ordered = tuple(sorted(results.values(), key=lambda row: (row.measure, row.team)))
    if last is None:
        return PartRow("", None, "", ordered)
    return PartRow(last.words, last.so_on, _by(last), ordered)


def arrangements(actor: Actor, plan_ref: str, *, today: date) -> tuple[ArrangementRow, ...]:
    """Every arrangement of a plan that the actor sees, the newest first."""
    plan = plan_head(actor, plan_ref)
    found = list(Arrangement.objects.filter(plan_id=plan.id).select_related("end").order_by("-starts_on", "-id"))
    names = organisation.authority_names({i for each in found for i in (each.shows_id, each.shown_to_id)})
    return tuple(_arrangement(each, names, today) for each in found)


def arrangement(actor: Actor, ref: str, *, today: date) -> tuple[PlanRow, ArrangementRow]:
    """One arrangement of the actor's own council with its plan, or NotVisible."""
    own = Arrangement.objects.filter(ref=ref, shows_id__in=actor.reach_of(Permission.READ_PLAN))
    each = own.filter(plan__in=Plan.objects.visible_to(actor)).select_related("end", "plan").first()
    if each is None:
        raise NotVisible
    names = organisation.authority_names({each.shows_id, each.shown_to_id})
    return plan_head(actor, each.plan.ref), _arrangement(each, names, today)


def _arrangement(each: Arrangement, names: Mapping[int, str], today: date) -> ArrangementRow:
    end = getattr(each, "end", None)
    ends_on = min(filter(None, [each.ends_on, end.ends_on if end else None]), default=None)
    return ArrangementRow(
        ref=each.ref,
        shows_id=each.shows_id,
        shows=names[each.shows_id],
        shown_to_id=each.shown_to_id,
        shown_to=names[each.shown_to_id],
        starts_on=each.starts_on,
        ends_on=ends_on,
        agreed_by=each.agreed_by_words,
        reason=each.reason,
        end_reason=end.reason if end else "",
        is_in_force=each.starts_on <= today and (ends_on is None or today < ends_on),
        is_over=ends_on is not None and ends_on <= today,
    )
