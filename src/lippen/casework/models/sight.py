"""Who sees which person's record: the app's own lock. Row-level security asks the same by `visible_people()`.

Social workers see the children whom they work with and everybody tied to these; a team leader also those of their team;
a manager those of the council. A restricted record is seen by those named for it alone, and nobody sees their own
record or their own family's. A record that was opened by break-glass is seen for its hour.
Two records that are put together are of one person: who sees the one sees the other, and what closes one closes both.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Self

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, QuerySet, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Now

from lippen.casework.vocabulary import GlassVerdict
from lippen.kernel.access import Actor, Permission
from lippen.kernel.prepared import found_once, part_of_statement
from lippen.kernel.records import Recorded, RecordedQuery

MANAGERS = ("service_manager", "head_of_service", "chief_social_work_officer")
LEADER = "team_leader"


TODAY = RawSQL("coalesce(nullif(current_setting('app.today', true), '')::date, current_date)", [])
"""The day by which the database's own locks go."""


def _rows(name: str) -> QuerySet:
    return apps.get_model("casework", name)._base_manager.all()


def one_of(column: str, *ids: QuerySet) -> Q:
    """Rows whose column is any of these ids, which are found first and once, so that an index leads to the rows."""
    first, *others = ids
    found = ArraySubquery(first.union(*others, all=True) if others else first)
    return Q(_is_any(F(column), found))


def _is_any(one: F | Value, array: F | ArraySubquery) -> Func:
    return Func(one, array, template="(%(expressions)s))", arg_joiner=" = ANY(", output_field=BooleanField())


class Among(Func):
    """Whether a column is one of some ids: what finds these is written down once for each shape of actor.

    They are found first and once; with `led_to` an index leads from them to the rows, without it they are looked up.
    `steps`: where the ids begin, as queries, each under its name; `found`: the SQL that goes on from these names.
    """

    output_field = BooleanField()

    def __init__(
        self, column: F, steps: Mapping[str, Callable[[Actor], QuerySet]], found: str, actor: Actor, *, led_to: bool
    ) -> None:
        super().__init__(column)
        self.steps = {name: part_of_statement(ids, actor) for name, ids in steps.items()}
        self.found, self.led_to = found, led_to

    def as_sql(self, compiler: Any, connection: Any, **more: Any) -> tuple[str, list[Any]]:
        """The condition, or what is never so where there can be no such ids."""
        if not any(sql for sql, _ in self.steps.values()):
            return "false", []
        column, params = compiler.compile(self.source_expressions[0])
        form = "{} = ANY(ARRAY({}))" if self.led_to else "{} IN ({})"
        begun = ", ".join(f"{name} (id) AS MATERIALIZED ({sql or NOBODY})" for name, (sql, _) in self.steps.items())
        given = (each for _, found in self.steps.values() for each in found)
        return f"({form.format(column, found_once(f'WITH {begun}, {self.found}'))})", [*params, *given]


NOBODY = "SELECT NULL::bigint WHERE false"
TIED = """
    SELECT tie.other_id FROM casework_tie tie WHERE tie.person_id = ANY(ARRAY(SELECT id FROM {0})) AND {1}
    UNION ALL
    SELECT tie.person_id FROM casework_tie tie WHERE tie.other_id = ANY(ARRAY(SELECT id FROM {0})) AND {1}"""
NO_MISTAKE = "NOT EXISTS (SELECT 1 FROM casework_tieend over WHERE over.tie_id = tie.id AND over.is_mistake)"
PAIRS = """pairs (one, stays) AS MATERIALIZED (
        SELECT now.person_id, now.same_as_id FROM casework_personnow now WHERE now.same_as_id IS NOT NULL)"""
TWINS = """
    SELECT pairs.stays FROM pairs WHERE pairs.one IN (SELECT id FROM {0})
    UNION ALL
    SELECT pairs.one FROM pairs WHERE pairs.stays IN (SELECT id FROM {0})"""


def _both(name: str, of: str) -> str:
    """Under a name the same people and whoever they are put together with: two records are of one person."""
    return f"{name} (id) AS MATERIALIZED (SELECT id FROM {of} UNION ALL {TWINS.format(of)})"


def _tied_to(of: str) -> str:
    """Those tied to these people, from either end; a tie that was a mistake opens nothing."""
    return TIED.format(of, NO_MISTAKE)


GROWN_UP = f"""
    SELECT adult.id FROM casework_knownperson adult
    WHERE NOT adult.is_child AND adult.id = ANY(ARRAY({_tied_to("glass")}))"""
BY_WORK = f"""{PAIRS}, {_both("work", "worked")},
    near (id) AS MATERIALIZED (SELECT id FROM work UNION ALL {_tied_to("work")}),
    {_both("everybody", "near")} SELECT id FROM everybody"""
IN_SIGHT = f"""{PAIRS}, {_both("work", "worked")}, {_both("glass", "opened")},
    near (id) AS MATERIALIZED (
        SELECT id FROM work UNION ALL {_tied_to("work")} UNION ALL SELECT id FROM glass UNION ALL {GROWN_UP}),
    {_both("everybody", "near")} SELECT id FROM everybody"""
CLOSED = f"""{PAIRS}, {_both("mine", "own")},
    near (id) AS MATERIALIZED (SELECT id FROM mine UNION ALL {_tied_to("mine")} UNION ALL SELECT id FROM restricted),
    {_both("everybody", "near")} SELECT id FROM everybody"""
BOTH = f"""{PAIRS}, {_both("everybody", "begun")} SELECT id FROM everybody"""
"""Whose record somebody sees by their own work, with what they opened, and never: each with everybody tied to these."""


def open_to(actor: Actor, *, also: Q | None = None) -> QuerySet:
    """Involvements that are going on, of the actor and of the teams that the actor leads."""
    mine = Q(worker_id=actor.person_id)
    if LEADER in actor.roles:
        led = apps.get_model("organisation", "Post")._base_manager.filter(pk__in=actor.post_ids, role=LEADER)
        mine |= one_of("team_id", led.values("team_id"))
    going_on = _rows("Involvement").filter(
        mine, ends_on__isnull=True, authority_id__in=actor.reach_of(Permission.READ_RECORDS)
    )
    return going_on.filter(also) if also is not None else going_on


def opened_by(actor: Actor) -> QuerySet:
    """What the actor opened by break-glass within the hour, by the real clock; not what was found to be wrong."""
    opened = _rows("BreakGlass").filter(recorded_by_id=actor.account_id, until__gt=Now())
    wrong = _rows("GlassReview").filter(glass=OuterRef("pk"), verdict=GlassVerdict.NOT_RIGHT.value)
    return opened.filter(~Exists(wrong))


def restricted_from(actor: Actor) -> QuerySet:
    """Restrictions in force that do not name the actor."""
    later = _rows("Restriction").filter(person=OuterRef("person"), pk__gt=OuterRef("pk"))
    in_force = _rows("Restriction").filter(~Exists(later), officers__len__gt=0)
    return in_force.exclude(_is_any(Value(actor.person_id or 0), F("officers")))


def own_of(actor: Actor) -> QuerySet:
    """Records that are the actor's own or their family's."""
    later = _rows("OwnTie").filter(person=OuterRef("person"), officer=OuterRef("officer"), pk__gt=OuterRef("pk"))
    return _rows("OwnTie").filter(~Exists(later), ~Q(kind="none"), officer_id=actor.person_id)


def _worked(actor: Actor) -> QuerySet:
    """The ids of those whom the actor works with or leads the work with."""
    return open_to(actor).values("person_id")


def _allocated(actor: Actor) -> QuerySet:
    return open_to(actor, also=Q(kind="allocated")).values("person_id")


def allocated_to(actor: Actor) -> Q:
    """Rows about people whose allocated worker, or that worker's team leader, the actor is."""
    return Q(Among(F("person_id"), {"begun": _allocated}, BOTH, actor, led_to=True))


def _opened(actor: Actor) -> QuerySet:
    return opened_by(actor).values("person_id")


def _restricted(actor: Actor) -> QuerySet:
    return restricted_from(actor).values("person_id")


def _own(actor: Actor) -> QuerySet:
    return own_of(actor).values("person_id")


def _not_hidden(actor: Actor, person: str) -> Q:
    """Neither restricted to others, nor the actor's own record or their family's."""
    return ~Q(Among(F(person), {"own": _own, "restricted": _restricted}, CLOSED, actor, led_to=False))


def seen_by(actor: Actor, person: str = "person_id", *, by_own_work: bool = False) -> Q:
    """Rows about people whom the actor sees; by their own work, without what break-glass opened."""
    if actor.person_id is None:
        return Q(pk__in=[])
    lent = actor.reach_of(Permission.READ_SAMPLE)
    worked = _seen_by_work(actor, person, by_own_work=by_own_work)
    return worked | _lent_to(actor, person) if lent and not by_own_work else worked


def _lent_to(actor: Actor, person: str) -> Q:
    """Rows about the children of an inspector's open samples; not hidden ones."""
    return Q(Among(F(person), {"begun": _sampled}, BOTH, actor, led_to=True)) & _not_hidden(actor, person)


def open_samples(actor: Actor) -> QuerySet:
    """The samples that were drawn for this inspector and are open today."""
    is_open = Q(opens_on__lte=TODAY, closes_on__gt=TODAY) & (Q(end__isnull=True) | Q(end__ends_on__gt=TODAY))
    reach = actor.reach_of(Permission.READ_SAMPLE)
    return _rows("ChildSample").filter(is_open, authority_id__in=reach, inspectors__inspector_id=actor.person_id)


def _sampled(actor: Actor) -> QuerySet:
    return open_samples(actor).values("items__child_id")


def _seen_by_work(actor: Actor, person: str, *, by_own_work: bool) -> Q:
    reach = actor.reach_of(Permission.READ_RECORDS)
    if not reach:
        return Q(pk__in=[])
    managed = actor.seated_as(MANAGERS)
    seen = Q(authority_id__in=reach) & _not_hidden(actor, person)
    if not reach <= managed:
        begun = {"worked": _worked} if by_own_work else {"worked": _worked, "opened": _opened}
        sight = Among(F(person), begun, BY_WORK if by_own_work else IN_SIGHT, actor, led_to=True)
        seen &= Q(authority_id__in=managed) | Q(sight)
    return seen


class OfPersonQuery(RecordedQuery):
    """Reads of what is about one person."""

    def visible_to(self, actor: Actor) -> Self:
        """Rows about people whom the actor sees; row-level security asks the same."""
        return self.filter(seen_by(actor))


class OfPerson(Recorded):
    """An insert-only fact about one person known to us, kept for one authority."""

    authority = models.ForeignKey("organisation.Authority", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("casework.KnownPerson", on_delete=models.PROTECT, related_name="%(class)ss")
    so_on = models.DateField()

    objects = OfPersonQuery.as_manager()

    class Meta:
        abstract = True


def officer(*, null: bool = False, name: str = "+") -> models.ForeignKey:
    """Somebody who works for the council."""
    return models.ForeignKey("organisation.Person", on_delete=models.PROTECT, null=null, related_name=name)


def known(words: type, field: str, name: str, *, blank: bool = False) -> models.CheckConstraint:
    """A column that holds a word of a closed list."""
    values = [each.value for each in words]
    return models.CheckConstraint(condition=Q(**{f"{field}__in": [*values, ""] if blank else values}), name=name)


def said(field: str, name: str) -> models.CheckConstraint:
    """A column that is never empty."""
    return models.CheckConstraint(condition=~Q(**{field: ""}), name=name)
