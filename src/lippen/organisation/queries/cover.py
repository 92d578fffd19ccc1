"""Who is away, who covers for them, and what that puts on whose desk."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import F, Q
from django.db.models.functions import Coalesce, Least

from lippen.kernel.access import Actor, Permission
from lippen.kernel.errors import NotVisible
from lippen.kernel.prepared import read_prepared
from lippen.organisation.models import Absence, AbsenceReason, Post
from lippen.organisation.queries import (
    DutyRow,
    PersonRow,
    held_on,
    last_held,
    open_duties,
    people_by_id,
    person_names,
)
from lippen.organisation.roles import Role, roles_with
from lippen.organisation.vocabulary import AWAY_WORDS, AwayWhy

COVERING_ROLES = (
    roles_with(Permission.WRITE_UPDATE) | roles_with(Permission.ISSUE_PAPER) | roles_with(Permission.APPROVE_PAPER)
)
SENIORITY = (
    Role.CHIEF_EXECUTIVE,
    Role.CHIEF_SOCIAL_WORK_OFFICER,
    Role.HEAD_OF_SERVICE,
    Role.SERVICE_MANAGER,
    Role.PERFORMANCE_OFFICER,
    Role.TEAM_LEADER,
)
"""Who takes on what somebody left with nobody above them: the first of these that the council has."""


@dataclass(frozen=True)
class AbsenceRow:
    """Somebody's absence as it stands: `ends_on` (not included) is the day on which they are back."""

    ref: str
    person_id: int
    name: str
    cover_id: int
    cover_name: str
    starts_on: date
    ends_on: date
    is_gone: bool = False
    """They left, and somebody else does what they left."""
    why: str = ""
    """Why they are away, for whoever may know it and where it was said."""


def standing_absences(found: Any) -> Any:
    """Absences with the day on which they end, as said at first or as said since; those called off are left out."""
    ends = Least("ends_on", Coalesce("ended__ends_on", "ends_on"))
    return found.annotate(back_on=ends).filter(back_on__gt=F("starts_on"))


def away_on(day: date) -> Any:
    """Absences in which somebody is away on a day."""
    return standing_absences(Absence.objects.all()).filter(starts_on__lte=day, back_on__gt=day)


def covered_by(actor: Actor, *, on: date) -> frozenset[int]:
    """The people for whom this actor covers on a day, by id."""
    if actor.person_id is None:
        return frozenset()
    (found,) = read_prepared(_covered, actor, on)
    return frozenset(absence.person_id for absence in found)


def _covered(actor: Actor, on: date) -> tuple[Any]:
    return (covering(actor, on=on),)


def covering(actor: Actor, *, on: date) -> Any:
    """The absences in which this actor covers on a day, to be read together with something else."""
    found = away_on(on).filter(cover_id=actor.person_id or 0)
    return found.filter(pk__in=Absence.objects.visible_to(actor).values("pk"))


def own_ids(actor: Actor, *, on: date) -> frozenset[int]:
    """Those whose duties this actor may do on a day: themselves, and whoever they cover for."""
    return frozenset() if actor.person_id is None else covered_by(actor, on=on) | {actor.person_id}


def desk_duties(actor: Actor, *, on: date) -> tuple[tuple[DutyRow, ...], dict[int, str]]:
    """What stands on this actor's desk on a day: what they owe, and what those owe for whom they cover, by name."""
    if actor.person_id is None:
        return (), {}
    covered = covered_by(actor, on=on)
    names = person_names(covered) if covered else {}
    duties = open_duties([actor.person_id, *sorted(covered)])
    own = {_same(duty) for duty in duties if duty.holder_id == actor.person_id}
    return tuple(duty for duty in duties if duty.holder_id == actor.person_id or _same(duty) not in own), names


def _same(duty: DutyRow) -> tuple[str, str, str]:
    """What a duty is about: joint leads owe the same, and whoever covers for one of them need not read it twice."""
    return duty.kind, duty.subject_kind, duty.subject_key


def absences(actor: Actor, *, from_on: date) -> tuple[AbsenceRow, ...]:
    """The absences, not over by a day, that concern this actor: their own, those they cover, those of their people."""
    if actor.person_id is None:
        return ()
    under = people_under(actor, on=from_on, with_left=True)
    mine = Q(person_id=actor.person_id) | Q(cover_id=actor.person_id) | Q(person_id__in=under)
    found = standing_absences(Absence.objects.visible_to(actor)).filter(mine, back_on__gt=from_on)
    rows = _rows(found.order_by("starts_on", "id"), from_on)
    told = whys(actor, [row.ref for row in rows])
    return tuple(replace(row, why=AWAY_WORDS[told[row.ref]]) if row.ref in told else row for row in rows)


def whys(actor: Actor, refs: Iterable[str]) -> dict[str, AwayWhy]:
    """Why somebody is away, by the absence, as it was said last and as far as the actor may know it."""
    said = AbsenceReason.objects.visible_to(actor).filter(absence__ref__in=list(refs)).order_by("id")
    return {ref: AwayWhy(reason) for ref, reason in said.values_list("absence__ref", "reason")}


def whose_reasons(actor: Actor, *, on: date) -> frozenset[int]:
    """Of whom the actor may know why they are away: themselves and whoever answers to them, by id."""
    own = {actor.person_id} if actor.person_id is not None else set()
    return people_under(actor, on=on, with_left=True) | own


def may_know_why(actor: Actor, person_id: int, *, on: date) -> bool:
    """Whether the actor may know, and say, why somebody is away."""
    return person_id in whose_reasons(actor, on=on)


def absences_of(actor: Actor, person_ids: Iterable[int], *, on: date) -> tuple[AbsenceRow, ...]:
    """Who of these people, who hold posts, is away on a day, as far as the actor sees it: first who is back first."""
    found = away_on(on).filter(pk__in=Absence.objects.visible_to(actor).values("pk"), person_id__in=list(person_ids))
    return _rows(found.order_by("back_on", "id"), on, may_be_gone=False)


def absence(actor: Actor, ref: str, *, on: date) -> AbsenceRow:
    """One absence that stands, or NotVisible."""
    rows = _rows(standing_absences(Absence.objects.visible_to(actor)).filter(ref=ref), on)
    if not rows:
        raise NotVisible
    return rows[0]


def _gone(kept: Iterable[Absence], on: date) -> frozenset[int]:
    left = last_held(on).filter(person_id__in=[each.person_id for each in kept])
    return frozenset(left.values_list("person_id", flat=True))


def _rows(found: Iterable[Absence], on: date, *, may_be_gone: bool = True) -> tuple[AbsenceRow, ...]:
    kept = list(found)
    names = person_names({i for each in kept for i in (each.person_id, each.cover_id)})
    gone = _gone(kept, on) if kept and may_be_gone else frozenset()
    return tuple(
        AbsenceRow(
            each.ref,
            each.person_id,
            names[each.person_id],
            each.cover_id,
            names[each.cover_id],
            each.starts_on,
            each.back_on,  # type: ignore[attr-defined]
            each.person_id in gone,
        )
        for each in kept
    )


def people_under(actor: Actor, *, on: date, with_left: bool = False) -> frozenset[int]:
    """The people who answer to this actor, at any distance, by id; perhaps with those who did until they left."""
    below: dict[int, list[int]] = {}
    for post_id, upper_id in Post.objects.filter(reports_to__isnull=False).values_list("id", "reports_to_id"):
        below.setdefault(upper_id, []).append(post_id)
    found, waiting = set(), list(actor.post_ids)
    while waiting:
        for post_id in below.get(waiting.pop(), ()):
            if post_id not in found:
                found.add(post_id)
                waiting.append(post_id)
    held = frozenset(held_on(on).filter(post_id__in=found).values_list("person_id", flat=True))
    if with_left:
        held |= frozenset(last_held(on).filter(post_id__in=found).values_list("person_id", flat=True))
    return held - {actor.person_id}  # type: ignore[arg-type]


def may_say_away(actor: Actor, person_id: int, *, on: date) -> bool:
    """Whether this actor may say when somebody is away: of themselves, of those who answer to them or stand with them.

    What somebody left stands with their successor where nobody is above, or with the council's most senior officer.
    """
    if person_id == actor.person_id or person_id in people_under(actor, on=on, with_left=True):
        return True
    manager = managers_of([person_id], on=on).get(person_id)
    return manager is not None and manager[0] == actor.person_id


def authority_of_officer(person_id: int, *, on: date) -> int | None:
    """The council in whose post somebody works as an officer on a day; None for whoever holds no such post."""
    return _authority_in(held_on(on), person_id)


def authority_left(person_id: int, *, on: date) -> int | None:
    """The council in whose post somebody worked last as an officer, of those who left."""
    return _authority_in(last_held(on), person_id)


def _authority_in(holdings: Any, person_id: int) -> int | None:
    held = holdings.filter(person_id=person_id, post__role__in=COVERING_ROLES).order_by("starts_on", "id")
    found: int | None = held.values_list("post__authority_id", flat=True).first()
    return found


def who_may_cover(authority_id: int, *, on: date) -> tuple[PersonRow, ...]:
    """The officers of a council who hold a post there on a day, by name: any of them may cover for another."""
    posts = Q(post__authority_id=authority_id) | Q(post__also_for=authority_id)
    ids = set(held_on(on).filter(posts, post__role__in=COVERING_ROLES).values_list("person_id", flat=True))
    people = people_by_id(ids, on=on).values()
    return tuple(sorted(people, key=lambda person: (person.name.split()[-1], person.name)))


def managers_of(person_ids: Iterable[int], *, on: date) -> dict[int, tuple[int, int]]:
    """For each person, who manages them on a day and by which post: person id and post id. Nobody manages the top.

    Where the post above has no holder, or they hold it themselves, the next one up counts; an acting holder before
    the other. Of somebody who left, the last post counts; where nobody is above it, whoever holds it now, and where
    nobody does, the council's most senior officer.
    """
    wanted = set(person_ids)
    posts = {each.pk: each for each in Post.objects.only("reports_to_id", "authority_id", "role")}
    holders: dict[int, list[int]] = {}
    held: dict[int, list[int]] = {}
    closed: set[int] = set()
    rows = held_on(on).order_by("-acting", "starts_on", "id")
    for post_id, person_id, is_open in rows.values_list("post_id", "person_id", "person__account__is_active"):
        held.setdefault(person_id, []).append(post_id)
        if is_open is False:
            closed.add(person_id)
        else:
            holders.setdefault(post_id, []).append(person_id)
    left = wanted - set(held)
    for each in last_held(on).filter(person_id__in=left).order_by("id") if left else ():
        held.setdefault(each.person_id, []).append(each.post_id)
    found = {person_id: _manager(person_id, held.get(person_id, []), posts, holders) for person_id in wanted}
    for person_id in left | (wanted & closed):
        own = held.get(person_id, [])
        found[person_id] = found[person_id] or _successor(own, holders) or _most_senior(own, posts, holders)
    return {person_id: manager for person_id, manager in found.items() if manager is not None}


def _successor(own: list[int], holders: dict[int, list[int]]) -> tuple[int, int] | None:
    return next(((holders[post_id][0], post_id) for post_id in own if holders.get(post_id)), None)


def _most_senior(own: list[int], posts: dict[int, Post], holders: dict[int, list[int]]) -> tuple[int, int] | None:
    councils = {posts[post_id].authority_id for post_id in own}
    able = [each for each in posts.values() if each.authority_id in councils and each.role in SENIORITY]
    able.sort(key=lambda each: (SENIORITY.index(each.role), each.pk))
    return _successor([each.pk for each in able], holders)


def _manager(
    person_id: int, own: list[int], posts: dict[int, Post], holders: dict[int, list[int]]
) -> tuple[int, int] | None:
    for post_id in own:
        upper, seen = posts[post_id].reports_to_id, {post_id}
        while upper is not None and upper not in seen:
            seen.add(upper)
            others = [holder for holder in holders.get(upper, ()) if holder != person_id]
            if others:
                return others[0], upper
            upper = posts[upper].reports_to_id
    return None
