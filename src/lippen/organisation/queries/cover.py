"""Who is away, who covers for them, and what that puts on whose desk."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q
from django.db.models.functions import Coalesce, Least

from lippen.kernel.access import Actor, Permission
from lippen.kernel.errors import NotVisible
from lippen.organisation.models import Absence, Post
from lippen.organisation.queries import (
    DutyRow,
    PersonRow,
    held_on,
    open_duties,
    people_by_id,
    person_names,
)
from lippen.organisation.roles import roles_with

COVERING_ROLES = roles_with(Permission.WRITE_UPDATE) | roles_with(Permission.ISSUE_PAPER)


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
    return frozenset(covering(actor, on=on).values_list("person_id", flat=True))


def covering(actor: Actor, *, on: date) -> Any:
    """The absences in which this actor covers on a day, to be read together with something else."""
    found = away_on(on).filter(cover_id=actor.person_id or 0)
    return found.filter(pk__in=Absence.objects.visible_to(actor))


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
    mine = Q(person_id=actor.person_id) | Q(cover_id=actor.person_id) | Q(person_id__in=people_under(actor, on=from_on))
    found = standing_absences(Absence.objects.visible_to(actor)).filter(mine, back_on__gt=from_on)
    return _rows(found.order_by("starts_on", "id"))


def absence(actor: Actor, ref: str) -> AbsenceRow:
    """One absence that stands, or NotVisible."""
    rows = _rows(standing_absences(Absence.objects.visible_to(actor)).filter(ref=ref))
    if not rows:
        raise NotVisible
    return rows[0]


def _rows(found: Iterable[Absence]) -> tuple[AbsenceRow, ...]:
    kept = list(found)
    names = person_names({i for each in kept for i in (each.person_id, each.cover_id)})
    return tuple(
        AbsenceRow(
            each.ref,
            each.person_id,
            names[each.person_id],
            each.cover_id,
            names[each.cover_id],
            each.starts_on,
            each.back_on,  # type: ignore[attr-defined]
        )
        for each in kept
    )


def people_under(actor: Actor, *, on: date) -> frozenset[int]:
    """The people who answer to this actor, at any distance, by id."""
    below: dict[int, list[int]] = {}
    for post_id, upper_id in Post.objects.filter(reports_to__isnull=False).values_list("id", "reports_to_id"):
        below.setdefault(upper_id, []).append(post_id)
    found, waiting = set(), list(actor.post_ids)
    while waiting:
        for post_id in below.get(waiting.pop(), ()):
            if post_id not in found:
                found.add(post_id)
                waiting.append(post_id)
    held = held_on(on).filter(post_id__in=found).values_list("person_id", flat=True)
    return frozenset(held) - {actor.person_id}  # type: ignore[arg-type]


def may_say_away(actor: Actor, person_id: int, *, on: date) -> bool:
    """Whether this actor may say when somebody is away: of themselves, and of those who answer to them."""
    return person_id == actor.person_id or person_id in people_under(actor, on=on)


def authority_of_officer(person_id: int, *, on: date) -> int | None:
    """The council in whose post somebody works as an officer on a day; None for whoever holds no such post."""
    held = held_on(on).filter(person_id=person_id, post__role__in=COVERING_ROLES).order_by("starts_on", "id")
    return held.values_list("post__authority_id", flat=True).first()


def who_may_cover(authority_id: int, *, on: date) -> tuple[PersonRow, ...]:
    """The officers of a council who hold a post there on a day, by name: any of them may cover for another."""
    posts = Q(post__authority_id=authority_id) | Q(post__also_for=authority_id)
    ids = set(held_on(on).filter(posts, post__role__in=COVERING_ROLES).values_list("person_id", flat=True))
    people = people_by_id(ids, on=on).values()
    return tuple(sorted(people, key=lambda person: (person.name.split()[-1], person.name)))


def managers_of(person_ids: Iterable[int], *, on: date) -> dict[int, tuple[int, int]]:
    """For each person, who manages them on a day and by which post: person id and post id. Nobody manages the top.

    Where the post above has no holder, or they hold it themselves, the next one up counts; an acting holder before
    the other.
    """
    above: dict[int, int | None] = dict(Post.objects.values_list("id", "reports_to_id"))
    holders: dict[int, list[int]] = {}
    posts: dict[int, list[int]] = {}
    rows = held_on(on).order_by("-acting", "starts_on", "id").values_list("post_id", "person_id")
    for post_id, person_id in rows:
        holders.setdefault(post_id, []).append(person_id)
        posts.setdefault(person_id, []).append(post_id)
    found = {person_id: _manager(person_id, posts.get(person_id, []), above, holders) for person_id in set(person_ids)}
    return {person_id: manager for person_id, manager in found.items() if manager is not None}


def _manager(
    person_id: int, posts: list[int], above: dict[int, int | None], holders: dict[int, list[int]]
) -> tuple[int, int] | None:
    for post_id in posts:
        upper, seen = above.get(post_id), {post_id}
        while upper is not None and upper not in seen:
            seen.add(upper)
            others = [holder for holder in holders.get(upper, ()) if holder != person_id]
            if others:
                return others[0], upper
            upper = above.get(upper)
    return None
