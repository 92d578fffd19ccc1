"""A plan's strategic framework on any day: what strands and partners are for, how they go, what is contributed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db.models import F, Q

from lippen.improvement import rules
from lippen.improvement.models import (
    Contribution,
    ContributionTerms,
    Delivery,
    Partner,
    PartnerNaming,
    Plan,
    Strand,
    StrandProgress,
    StrandWording,
)
from lippen.improvement.queries.partners import named_partners
from lippen.improvement.queries.reading import People
from lippen.improvement.queries.scope import Scope
from lippen.improvement.rows import LeadRow, PartnerRow, TiedRow
from lippen.improvement.source_rows import ContributionRow, FrameworkRow, ProgressRow, StrandRow
from lippen.kernel.access import Actor
from lippen.kernel.errors import NotVisible
from lippen.kernel.prepared import read_prepared
from lippen.kernel.together import read_together
from lippen.organisation import queries as organisation


def framework(
    actor: Actor, plan_id: int, *, as_at: date | None = None, known_at: datetime | None = None, today: date
) -> FrameworkRow:
    """Every strand and partner of a plan, with their contributions, on a day; those that ended by then come last."""
    scope = Scope(as_at=as_at, known_at=known_at)
    visible = Plan.objects.visible_to(actor).filter(pk=plan_id)
    strands = Strand.objects.filter(plan__in=visible).known_at(known_at)
    return reading(strands, Contribution.objects.filter(plan__in=visible).known_at(known_at), scope, today).whole()


def strand(actor: Actor, ref: str, *, today: date) -> tuple[str, StrandRow]:
    """One strand as it is now and its plan's reference, or NotVisible."""
    found = Strand.objects.filter(plan__in=Plan.objects.visible_to(actor), ref=ref)
    read = reading(found, Contribution.objects.none(), Scope(), today)
    if not read.kept:
        raise NotVisible
    return read.kept[0].plan_ref, read.strands[0]  # type: ignore[attr-defined]


def contribution(actor: Actor, ref: str, *, today: date) -> ContributionRow:
    """One contribution as it is now, or NotVisible."""
    found = Contribution.objects.filter(plan__in=Plan.objects.visible_to(actor), ref=ref)
    read = reading(Strand.objects.none(), found, Scope(), today)
    if not read.offered:
        raise NotVisible
    return read.contributions[0]


def contribution_names(actor: Actor, refs: Iterable[str], *, today: date) -> dict[str, str]:
    """Who offers what, of the contributions with these references whose plans the actor sees."""
    found = Contribution.objects.filter(plan__in=Plan.objects.visible_to(actor), ref__in=list(refs))
    rows = reading(Strand.objects.none(), found, Scope(), today).contributions
    return {row.ref: f"{row.partner.name}: {row.offered}" for row in rows}


def contributions_to(
    actor: Actor, action_id: int, *, as_at: date | None = None, known_at: datetime | None = None, today: date
) -> tuple[ContributionRow, ...]:
    """What partners contribute to one action on a day."""
    read = _read(read_prepared(_wanted_of_action, actor, action_id, as_at, known_at), as_at or today)
    return tuple(row for row in read.contributions if row.action_id == action_id)


def _wanted_of_action(actor: Actor, action_id: int, as_at: date | None, known_at: datetime | None) -> Any:
    ever = ContributionTerms.objects.filter(action_id=action_id).values("contribution_id")
    found = Contribution.objects.filter(pk__in=ever, plan__in=Plan.objects.visible_to(actor)).known_at(known_at)
    return _wanted(Strand.objects.none(), found, Scope(as_at=as_at, known_at=known_at))


def reading(strands: Any, offered: Any, scope: Scope, today: date) -> Reading:
    """These strands and contributions with their facts, from one statement."""
    return _read(read_together(*_wanted(strands, offered, scope)), scope.as_at or today)


def _wanted(strands: Any, offered: Any, scope: Scope) -> tuple[Any, ...]:
    terms = scope.of(ContributionTerms.objects.filter(contribution__in=offered.values("pk")))
    partners = Partner.objects.filter(Q(pk__in=strands.values("partner_id")) | Q(pk__in=offered.values("partner_id")))
    called = scope.of(PartnerNaming.objects.filter(partner__in=partners.values("pk")))
    return (
        strands.annotate(plan_ref=F("plan__ref")).order_by("id"),
        scope.of(StrandWording.objects.filter(strand__in=strands.values("pk"))).order_by("so_on", "id"),
        scope.of(StrandProgress.objects.filter(strand__in=strands.values("pk"))).order_by("so_on", "id"),
        offered.annotate(plan_ref=F("plan__ref")).order_by("id"),
        terms.annotate(**ACTION).order_by("so_on", "id"),
        scope.of(Delivery.objects.filter(contribution__in=offered.values("pk"))).order_by("so_on", "id"),
        partners,
        called.order_by("so_on", "id"),
    )


def _read(rows: Sequence[Sequence[Any]], day: date) -> Reading:
    kept, wordings, progress, contributions, every_terms, deliveries, bodies, namings = rows
    return Reading(
        kept=kept,
        wordings={each.strand_id: each for each in wordings},
        progress=progress[::-1],
        offered=contributions,
        terms={each.contribution_id: each for each in every_terms},
        first_terms={each.contribution_id: each.so_on for each in reversed(every_terms)},
        deliveries=deliveries[::-1],
        partners=named_partners(bodies, {each.partner_id: each for each in namings}),
        day=day,
    )


ACTION = {"action_ref": F("action__ref"), "action_number": F("action__number"), "action_text": F("action__now__text")}


@dataclass(frozen=True)
class Reading:
    """Strands and contributions with what is known of them on a day."""

    kept: Sequence[Strand]
    wordings: Mapping[int, StrandWording]
    progress: Sequence[StrandProgress]
    offered: Sequence[Contribution]
    terms: Mapping[int, ContributionTerms]
    first_terms: Mapping[int, date]
    deliveries: Sequence[Delivery]
    partners: Mapping[int, PartnerRow]
    day: date

    def whole(self) -> FrameworkRow:
        """All of it as one framework."""
        by_partner: dict[int, list[ContributionRow]] = defaultdict(list)
        for row in self.contributions:
            by_partner[row.partner.id].append(row)
        rows = sorted(self.strands, key=lambda row: row.is_ended)
        partners = tuple(_with(row, by_partner.pop(row.partner.id, [])) for row in rows if row.partner)
        others = tuple(row for rows in by_partner.values() for row in rows)
        return FrameworkRow(tuple(row for row in rows if not row.partner), partners, others)

    @cached_property
    def people(self) -> People:
        """Everybody who answers for something."""
        answering = (*self.wordings.values(), *self.terms.values())
        return People.of({each.accountable_id for each in answering}, on=self.day)

    @cached_property
    def names(self) -> dict[int, str]:
        """Who said what."""
        return organisation.account_names({each.recorded_by_id for each in (*self.progress, *self.deliveries)})

    @cached_property
    def strands(self) -> tuple[StrandRow, ...]:
        """The strands that were there on the day."""
        told = self._told(self.progress, "strand_id")
        return tuple(
            StrandRow(
                ref=each.ref,
                title=self.partners[each.partner_id].name if each.partner_id else wording.title,
                partner=self.partners.get(each.partner_id or 0),
                intent=wording.intent,
                accountable=self._accountable(wording),
                is_ended=wording.is_ended,
                since=wording.so_on,
                progress=told.get(each.pk, ()),
            )
            for each in self.kept
            if (wording := self.wordings.get(each.pk)) is not None
        )

    @cached_property
    def contributions(self) -> tuple[ContributionRow, ...]:
        """The contributions that were there on the day, those that ended last."""
        told = self._told(self.deliveries, "contribution_id")
        rows = [self._contribution(each, told.get(each.pk, ())) for each in self.offered if each.pk in self.terms]
        return tuple(sorted(rows, key=lambda row: row.is_ended))

    def _contribution(self, found: Contribution, delivered: tuple[ProgressRow, ...]) -> ContributionRow:
        terms, since = self.terms[found.pk], self.first_terms[found.pk]
        offered = rules.Offered(
            since=terms.starts_on or since,
            ends_on=terms.ends_on,
            is_ended=terms.is_ended,
            delivered_on=delivered[0].so_on if delivered else None,
        )
        return ContributionRow(
            ref=found.ref,
            plan_ref=found.plan_ref,  # type: ignore[attr-defined]
            partner=self.partners[found.partner_id],
            offered=terms.offered,
            expected=terms.expected,
            action=_for_action(terms) if terms.action_id else None,
            action_id=terms.action_id,
            consent=terms.consent,
            scope=terms.scope,
            accountable=self._accountable(terms),
            starts_on=terms.starts_on,
            ends_on=terms.ends_on,
            is_ended=terms.is_ended,
            reason=terms.reason,
            since=since,
            delivered=delivered,
            flags=rules.contribution_flags(offered, self.day),
        )

    def _accountable(self, found: StrandWording | ContributionTerms) -> LeadRow | None:
        if found.accountable_id is None and not found.accountable_words:
            return None
        return self.people.lead(found.accountable_id, found.accountable_words)

    def _told(self, found: Iterable[StrandProgress | Delivery], about: str) -> dict[int, tuple[ProgressRow, ...]]:
        by: dict[int, list[ProgressRow]] = defaultdict(list)
        for each in found:
            name = self.names.get(each.recorded_by_id or 0, "")
            by[getattr(each, about)].append(ProgressRow(each.so_on, each.words, name))
        return {pk: tuple(rows) for pk, rows in by.items()}


def _for_action(terms: Any) -> TiedRow:
    return TiedRow(terms.action_ref, terms.action_number, terms.action_text)


def _with(row: StrandRow, contributions: Sequence[ContributionRow]) -> StrandRow:
    return replace(row, contributions=tuple(contributions))
