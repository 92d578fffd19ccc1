"""Empty posts, turnover, agency, days away and changes of worker, by team and quarter, with the rows behind each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Q

from lippen.casework import rules
from lippen.casework.models import Involvement
from lippen.casework.queries.numbers import WORKING
from lippen.casework.queries.records import people_rows
from lippen.casework.rows import PersonRow
from lippen.casework.rules import Held, PostDays, Turnover, Worked
from lippen.casework.vocabulary import InvolvementKind
from lippen.kernel.access import Actor
from lippen.kernel.errors import NotVisible
from lippen.organisation import queries as organisation
from lippen.organisation.queries import cover
from lippen.organisation.queries.establishment import Establishing, PostRow, establishment
from lippen.organisation.rules import next_quarter, quarter_of
from lippen.organisation.vocabulary import AWAY_WORDS, NOT_SAID, AwayWhy

DAY = timedelta(days=1)
QUARTERS = 4
COUNCIL = "The council"
NO_TEAM = "In no team"


@dataclass(frozen=True)
class Span:
    """A quarter, as far as it has come by the day asked for: its first and its last day, both included."""

    first: date
    last: date
    is_whole: bool


@dataclass(frozen=True)
class Figures:
    """The figures of a team, or of the whole council, in a quarter."""

    team_id: int | None
    """None: the whole council; 0: those in no team."""
    name: str
    span: Span
    posts: int
    empty: int
    empty_full_time: Decimal
    bridged: int
    days: int
    turnover: Turnover
    agency: tuple[int, int]
    away: int
    changes: int
    children: int
    sick: int | None = None
    """Days of sickness; None where not everybody who was away answers to the reader."""
    unsaid: int | None = None
    """Days away of which nobody said why; None as above."""

    @property
    def empty_share(self) -> Decimal | None:
        """Empty days for a hundred of the days on which posts were there."""
        return Decimal(100 * self.empty) / self.days if self.days else None

    @property
    def agency_share(self) -> Decimal | None:
        """Days by agency for a hundred of the days held."""
        return Decimal(100 * self.agency[0]) / self.agency[1] if self.agency[1] else None

    @property
    def changes_per_100(self) -> Decimal | None:
        """Changes of worker for a hundred children with an allocated worker."""
        return Decimal(100 * self.changes) / self.children if self.children else None


@dataclass(frozen=True)
class PostLine:
    """A post behind a figure."""

    ref: str
    title: str
    team: str
    share: Decimal | None
    found: PostDays
    holders: str = ""
    """Who holds it on the last day."""


@dataclass(frozen=True)
class PersonLine:
    """Somebody behind a figure: who left, who is there by agency, who was away; with a day or how many."""

    name: str
    team: str
    on: date | None = None
    days: int = 0
    why: str = ""
    """Of how many days which reason was said, for whoever may know it."""


@dataclass(frozen=True)
class ChangeLine:
    """A child whose worker changed."""

    person: PersonRow
    worker: str
    on: date


@dataclass(frozen=True)
class Behind:
    """The rows behind the figures of a team in a quarter."""

    figures: Figures
    posts: tuple[PostLine, ...]
    unknown: tuple[PostLine, ...]
    """Posts of which no day is known: they count nowhere."""
    first: tuple[PersonLine, ...]
    last: tuple[PersonLine, ...]
    left: tuple[PersonLine, ...]
    agency: tuple[PersonLine, ...]
    away: tuple[PersonLine, ...]
    changes: tuple[ChangeLine, ...]


def spans(on: date, count: int = QUARTERS) -> tuple[Span, ...]:
    """The quarter of a day as far as it has come, and those before it; the newest first."""
    found, first = [], quarter_of(on)
    for _ in range(count):
        end = next_quarter(first) - DAY
        found.append(Span(first, min(end, on), end <= on))
        first = quarter_of(first - DAY)
    return tuple(found)


def staffing(actor: Actor, authority_id: int, *, on: date) -> tuple[tuple[Figures, ...], ...]:
    """By quarter, the newest first: the figures of the council, then of each team by name."""
    wanted = spans(on)
    known = establishment(actor, authority_id, WORKING, until=on)
    may_know = cover.whose_reasons(actor, on=on)
    parts = _parts(actor, authority_id, wanted[-1].first, on)
    names = _teams(authority_id, known)
    found = []
    for span in wanted:
        counted = _counted(known, span)
        rows = (_figures(team, name, span, known, counted, parts) for team, name in names.items())
        found.append(tuple(_with_sickness(row, known, counted, may_know) for row in rows))
    return tuple(found)


def behind(actor: Actor, authority_id: int, team_id: int | None, *, first: date, on: date) -> Behind:
    """The rows behind the figures of one quarter; of one team, or of the whole council."""
    end = next_quarter(quarter_of(first)) - DAY
    span = Span(quarter_of(first), min(end, on), end <= on)
    known = establishment(actor, authority_id, WORKING, until=on)
    parts = _parts(actor, authority_id, span.first, on)
    names = _teams(authority_id, known)
    if team_id not in names:
        raise NotVisible
    counted = _counted(known, span)
    may_know = cover.whose_reasons(actor, on=on)
    figures = _figures(team_id, names[team_id], span, known, counted, parts)
    figures = _with_sickness(figures, known, counted, may_know)
    posts = _of_team(known, team_id)
    held = counted.of(posts)
    changed, _ = rules.changes(span.first, span.last, parts.get(team_id, ()))
    people = organisation.person_names({*(each.person_id for each in held), *(each.worker_id for each in changed)})
    return Behind(
        figures,
        *_post_lines(posts, counted, span, names, people),
        *_people_lines(figures, held, known, people, names, may_know),
        _change_lines(actor, changed, people),
    )


def _teams(authority_id: int, known: Establishing) -> dict[int | None, str]:
    named: dict[int | None, str] = {None: COUNCIL, **organisation.named_teams([authority_id])}
    used = {each.team_id or 0 for each in known.posts}
    return {key: name for key, name in ({**named, 0: NO_TEAM}).items() if key is None or key in used}


Parts = dict[int | None, list[Worked]]


def _parts(actor: Actor, authority_id: int, since: date, until: date) -> Parts:
    """Who was allocated to children, by the team of the allocation; under None all of the council."""
    kept = Involvement.objects.visible_to(actor).filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=since),
        authority_id=authority_id,
        kind=InvolvementKind.ALLOCATED,
        starts_on__lte=until,
    )
    rows = kept.order_by("starts_on", "id").values_list("team_id", "person_id", "worker_id", "starts_on", "ends_on")
    everything = [(team, Worked(*rest)) for team, *rest in rows]
    by_child: dict[int, list[Worked]] = defaultdict(list)
    for _, each in everything:
        by_child[each.child_id].append(each)
    found: Parts = defaultdict(list)
    found[None] = [each for _, each in everything]
    for team, each in everything:
        found[team or 0].append(each)
        ended = [other for other in by_child[each.child_id] if other.ends_on == each.starts_on and other is not each]
        found[team or 0] += [other for other in ended if other not in found[team or 0]]
    return found


@dataclass(frozen=True)
class Counted:
    """What is counted once for a quarter, for all teams: how each post stood, who held it, who left the council."""

    days: dict[int, PostDays]
    held: dict[int, list[Held]]
    left: Mapping[int, date]

    def of(self, posts: Iterable[PostRow]) -> list[Held]:
        """Who held these posts."""
        return [each for post in posts for each in self.held.get(post.id, ())]


def _counted(known: Establishing, span: Span) -> Counted:
    held: dict[int, list[Held]] = defaultdict(list)
    for row in known.held:
        if row.starts_on <= span.last:
            held[row.post_id].append(Held(row.post_id, row.person_id, row.starts_on, row.ends_on, row.acting))
    days = {
        each.id: rules.post_days(
            span.first, span.last, shares=each.shares, held=held.get(each.id, ()), bases=known.bases
        )
        for each in known.posts
    }
    everybody = [each for rows in held.values() for each in rows]
    return Counted(days, held, rules.turnover(span.first, span.last, everybody, known.bases).left)


def _of_team(known: Establishing, team_id: int | None) -> list[PostRow]:
    """The posts of a team; of the council, all."""
    return [each for each in known.posts if team_id is None or (each.team_id or 0) == team_id]


def _figures(
    team_id: int | None, name: str, span: Span, known: Establishing, counted: Counted, parts: Parts
) -> Figures:
    posts = _of_team(known, team_id)
    held = counted.of(posts)
    days = [counted.days[each.id] for each in posts]
    changed, children = rules.changes(span.first, span.last, _own(parts, team_id))
    here = rules.turnover(span.first, span.last, held, known.bases)
    left = {person: end for person, end in here.left.items() if counted.left.get(person) == end}
    people = {each.person_id for each in held if each.ends_on is None or each.ends_on > span.first}
    return Figures(
        team_id,
        name,
        span,
        sum(1 for each in days if each.days),
        sum(each.empty for each in days),
        sum((each.empty_full_time for each in days), Decimal(0)),
        sum(each.bridged for each in days),
        sum(each.days for each in days),
        Turnover(here.first, here.last, left),
        rules.agency_days(span.first, span.last, held, known.bases),
        sum(rules.away_days(span.first, span.last, known.away.get(person, ())) for person in people),
        len(changed),
        len(children),
    )


def _days_by_reason(known: Establishing, person_id: int, span: Span) -> dict[AwayWhy | None, int]:
    """On how many days of a quarter somebody was away, by the reason that was said; None: not said."""
    found: dict[AwayWhy | None, int] = {}
    for spell in known.away.get(person_id, ()):
        if days := rules.away_days(span.first, span.last, [spell]):
            why = known.why.get((person_id, spell[0]))
            found[why] = found.get(why, 0) + days
    return found


def _with_sickness(row: Figures, known: Establishing, counted: Counted, may_know: frozenset[int]) -> Figures:
    """The same with days of sickness, where everybody who was away answers to the reader: `SICKNESS`."""
    held = counted.of(_of_team(known, row.team_id))
    people = {each.person_id for each in held if each.ends_on is None or each.ends_on > row.span.first}
    days = {each: found for each in people if (found := _days_by_reason(known, each, row.span))}
    if not may_know.issuperset(days):
        return row
    sick = sum(found.get(AwayWhy.SICKNESS, 0) for found in days.values())
    return replace(row, sick=sick, unsaid=sum(found.get(None, 0) for found in days.values()))


def _why_words(found: Mapping[AwayWhy | None, int]) -> str:
    said = [f"{AWAY_WORDS[why].lower()} {found[why]}" for why in AwayWhy if why in found]
    return ", ".join([*said, *([f"{NOT_SAID.lower()} {found[None]}"] if None in found else [])])


def _own(parts: Parts, team_id: int | None) -> Sequence[Worked]:
    return parts.get(team_id, [])


def _post_lines(
    posts: Iterable[PostRow], counted: Counted, span: Span, names: dict[int | None, str], people: dict[int, str]
) -> tuple[tuple[PostLine, ...], tuple[PostLine, ...]]:
    """Posts that count, those that stood empty longest first, and those of which no day is known."""
    lines = []
    for each in posts:
        own = counted.held.get(each.id, [])
        share = rules.share_on(each.shares, own, span.last)
        team = names.get(each.team_id or 0, "")
        holders = ", ".join(people[row.person_id] for row in own if row.on(span.last))
        lines.append(PostLine(each.ref, each.title, team, share, counted.days[each.id], holders))
    counted = sorted((each for each in lines if each.found.days), key=lambda each: (-each.found.empty, each.title))
    return tuple(counted), tuple(each for each in lines if each.share is None)


def _people_lines(
    figures: Figures,
    held: Iterable[Held],
    known: Establishing,
    people: dict[int, str],
    names: dict[int | None, str],
    may_know: frozenset[int],
) -> tuple[tuple[PersonLine, ...], ...]:
    """Who was in post on the first and on the last day, who left, who was there by agency, who was away."""
    span = figures.span
    team_of = {each.id: names.get(each.team_id or 0, "") for each in known.posts}
    rows = list(held)
    team = {each.person_id: team_of[each.post_id] for each in rows}

    def lines(
        days: dict[int, int], on: dict[int, date] | None = None, why: Mapping[int, str] | None = None
    ) -> tuple[PersonLine, ...]:
        told = [
            PersonLine(people[key], team[key], (on or {}).get(key), count, (why or {}).get(key, ""))
            for key, count in days.items()
        ]
        return tuple(sorted(told, key=lambda line: (line.on or span.first, -line.days, line.name)))

    agency: dict[int, int] = {}
    for key in {each.person_id for each in rows}:
        own = [each for each in rows if each.person_id == key]
        if count := rules.agency_days(span.first, span.last, own, known.bases)[0]:
            agency[key] = count
    there = {each.person_id for each in rows if each.ends_on is None or each.ends_on > span.first}
    away = {key: rules.away_days(span.first, span.last, known.away.get(key, ())) for key in there}
    why = {key: _why_words(_days_by_reason(known, key, span)) for key in there & may_know}
    left = dict(figures.turnover.left)
    return (
        lines(dict.fromkeys(figures.turnover.first, 0)),
        lines(dict.fromkeys(figures.turnover.last, 0)),
        lines(dict.fromkeys(left, 0), left),
        lines(agency),
        lines({key: count for key, count in away.items() if count}, why=why),
    )


def _change_lines(actor: Actor, changed: Iterable[Worked], names: dict[int, str]) -> tuple[ChangeLine, ...]:
    rows = list(changed)
    people = people_rows(actor, {each.child_id for each in rows})
    found = [
        ChangeLine(people[each.child_id], names[each.worker_id], each.starts_on)
        for each in rows
        if each.child_id in people
    ]
    return tuple(sorted(found, key=lambda line: (line.on, line.person.name)))
