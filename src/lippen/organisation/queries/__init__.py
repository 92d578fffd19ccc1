"""Who people are, which posts they hold on a day, and what they owe."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from lippen.kernel.access import NOBODY, Actor, Permission
from lippen.kernel.prepared import read_prepared
from lippen.organisation.models import Account, AccountChange, Authority, Duty, Person, Post, PostHolding, Team
from lippen.organisation.roles import permissions_of, roles_with
from lippen.organisation.vocabulary import Change


@dataclass(frozen=True)
class AuthorityRow:
    id: int
    ref: str
    name: str
    short_name: str


@dataclass(frozen=True)
class PersonRow:
    id: int
    ref: str
    name: str
    initials: str
    post_title: str
    authority_id: int


@dataclass(frozen=True)
class HolderRow:
    post_id: int
    post_title: str
    person_id: int
    name: str
    acting: bool


@dataclass(frozen=True)
class PostRow:
    """A post and who holds it on a day, the acting holder first."""

    id: int
    title: str
    role: str
    authority_id: int
    holders: tuple[HolderRow, ...] = ()

    @property
    def holder(self) -> str:
        """The name of whoever acts in the post, or holds it; empty where it is vacant."""
        return self.holders[0].name if self.holders else ""


@dataclass(frozen=True)
class DutyRow:
    kind: str
    subject_kind: str
    subject_key: str
    holder_id: int
    starts_on: date
    ends_on: date
    rule_key: str
    id: int = 0
    pinned_at: datetime | None = None
    hours: float = 0.0
    again_days: int | None = None
    again_hours: float = 0.0


def held_on(day: date) -> QuerySet[PostHolding]:
    """The holdings in force on a day."""
    return PostHolding.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=day), starts_on__lte=day)


def last_held(day: date) -> QuerySet[PostHolding]:
    """The last holdings of those who hold no post on a day, nor later: people who left."""
    later = PostHolding.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=OuterRef("ends_on")))
    return PostHolding.objects.filter(~Exists(later.filter(person_id=OuterRef("person_id"))), ends_on__lte=day)


def those_there(person_ids: Iterable[int], *, on: date) -> frozenset[int]:
    """Those of these people who hold a post on a day and whose way in is not closed."""
    held = held_on(on).filter(person_id__in=list(person_ids)).exclude(person__account__is_active=False)
    return frozenset(held.values_list("person_id", flat=True))


def actor_for(account_id: int | None, *, on: date) -> Actor:
    """The actor behind an account on a day: their posts, what these allow, and which authorities they see."""
    if account_id is None:
        return NOBODY
    people, held, shared, changes = read_prepared(_of_account, account_id, on)
    if not people:
        return NOBODY
    (person,), stopped = people, {change.authority_id for change in changes}
    also: dict[int, list[int]] = defaultdict(list)
    for link in shared:
        also[link.post_id].append(link.authority_id)
    open_in = {holding.pk: {holding.authority_id, *also[holding.post_id]} - stopped for holding in held}
    held = [holding for holding in held if open_in[holding.pk]]
    roles = frozenset(holding.role for holding in held)
    seats = frozenset((holding.role, authority_id) for holding in held for authority_id in open_in[holding.pk])
    return Actor(
        account_id=account_id,
        person_id=person.pk,
        name=person.name,
        roles=roles,
        permissions=permissions_of(roles),
        authority_ids=frozenset(authority_id for _, authority_id in seats),
        post_ids=frozenset(holding.post_id for holding in held),
        post_title=" and ".join(words_of_title(holding.title, acting=holding.acting) for holding in held),
        council=held[0].council if held else "",
        reach=frozenset((may, authority_id) for role, authority_id in seats for may in permissions_of([role])),
        seats=seats,
    )


def _of_account(account_id: int, on: date) -> tuple[QuerySet[Any], ...]:
    """Whose an open account is, the posts that they hold, for which councils besides, and where access is stopped."""
    people = Person.objects.filter(account__pk=account_id, account__is_active=True)
    held = held_on(on).filter(person__in=people)
    stopped = AccountChange.objects.filter(pk__in=stopped_in(account_id).values("pk"))
    return (
        people,
        held.annotate(**OF_POST).order_by("starts_on", "id"),
        Post.also_for.through.objects.filter(post__in=held.values("post_id")),
        stopped,
    )


OF_POST = {
    "title": F("post__title"),
    "role": F("post__role"),
    "authority_id": F("post__authority_id"),
    "council": F("post__authority__name"),
}


def stopped_in(account: Any) -> QuerySet[AccountChange, int]:
    """The councils in which an account's access is stopped: the last word on each says so."""
    said = AccountChange.objects.filter(account=account, kind__in=[Change.STOPPED, Change.RESTORED])
    later = AccountChange.objects.filter(
        account=OuterRef("account"), authority=OuterRef("authority"), pk__gt=OuterRef("pk")
    )
    return said.filter(~Exists(later), kind=Change.STOPPED).values_list("authority_id", flat=True)


def stopped_at(authority_id: int) -> list[int]:
    """Accounts on whose access in a council the last word was that it is stopped."""
    last = (
        AccountChange.objects.filter(authority_id=authority_id)
        .order_by("account_id", "-pk")
        .distinct("account_id")
        .values_list("account_id", "kind")
    )
    return [account for account, kind in last if kind == Change.STOPPED]


def authorities_of_post(post: Post) -> tuple[int, ...]:
    """The post's own authority, and those that it is held for as well."""
    return (post.authority_id, *(shared.pk for shared in post.also_for.all()))


def account_of(person_id: int) -> int | None:
    """The active account of a person, for work that is done on their behalf."""
    return Account.objects.filter(person_id=person_id, is_active=True).values_list("id", flat=True).first()


def person_by_words(words: str) -> int | None:
    """The one person with this ref, e-mail address or full name; None when there is none or more than one."""
    given, _, family = words.strip().partition(" ")
    found = Person.objects.filter(
        Q(ref=words) | Q(email__iexact=words) | Q(given_name__iexact=given, family_name__iexact=family)
    ).values_list("id", flat=True)[:2]
    return found[0] if len(found) == 1 else None


def authorities_of(actor: Actor, *, permission: Permission | None = None) -> tuple[AuthorityRow, ...]:
    """The authorities of this actor's posts; with a permission, those in which they may do this."""
    ids = actor.authority_ids if permission is None else actor.reach_of(permission)
    rows = Authority.objects.filter(id__in=ids).order_by("name")
    return tuple(AuthorityRow(row.id, row.ref, row.name, row.short_name) for row in rows)


def authority_names(ids: Iterable[int]) -> dict[int, str]:
    """Names of authorities by id."""
    return dict(Authority.objects.filter(id__in=list(ids)).values_list("id", "name"))


def person_names(ids: Iterable[int]) -> dict[int, str]:
    """Full names by person id."""
    return {person.pk: person.name for person in Person.objects.filter(id__in=list(ids))}


@dataclass(frozen=True)
class TeamRow:
    id: int
    name: str
    authority_id: int


def teams(authority_ids: Iterable[int]) -> tuple[TeamRow, ...]:
    """The teams of some authorities, by name."""
    found = Team.objects.filter(authority_id__in=list(authority_ids)).order_by("name", "id")
    return tuple(TeamRow(*row) for row in found.values_list("pk", "name", "authority_id"))


def named_teams(authority_ids: Iterable[int]) -> dict[int, str]:
    """The teams of some authorities by id, in order of their names; of several authorities each says whose it is."""
    councils = sorted({*authority_ids})
    found = teams(councils)
    if len(councils) < 2:
        return {team.id: team.name for team in found}
    whose = authority_names(councils)
    return {team.id: f"{team.name}, {whose[team.authority_id]}" for team in found}


def team_names(ids: Iterable[int]) -> dict[int, str]:
    """Names of teams by id."""
    return dict(Team.objects.filter(id__in=list(ids)).values_list("id", "name"))


def team_of(person_id: int | None, authority_id: int, *, on: date) -> int | None:
    """The team in which somebody holds a post of an authority on a day; of several, the one first taken up."""
    here = Q(post__authority_id=authority_id) | Q(post__also_for=authority_id)
    held = held_on(on).filter(here, person_id=person_id or 0, post__team__isnull=False)
    return held.order_by("starts_on", "id").values_list("post__team_id", flat=True).first()


def teams_led(person_id: int | None, *, on: date) -> frozenset[int]:
    """The teams that somebody leads on a day."""
    held = held_on(on).filter(person_id=person_id or 0, post__role="team_leader", post__team__isnull=False)
    return frozenset(held.values_list("post__team_id", flat=True))


def led_teams(person_id: int | None, *, on: date) -> dict[int, str]:
    """The names of the teams that somebody leads on a day, by id."""
    held = held_on(on).filter(person_id=person_id or 0, post__role="team_leader", post__team__isnull=False)
    return dict(held.order_by("post__team__name").values_list("post__team_id", "post__team__name"))


def teams_of_people(person_ids: Iterable[int], authority_id: int, *, on: date) -> dict[int, int]:
    """The team of each of these people in an authority on a day; of several, the one first taken up."""
    here = Q(post__authority_id=authority_id) | Q(post__also_for=authority_id)
    held = held_on(on).filter(here, person_id__in=list(person_ids), post__team__isnull=False)
    return dict(held.order_by("-starts_on", "-id").values_list("person_id", "post__team_id"))


def leaders_of(team_ids: Iterable[int | None], *, on: date) -> tuple[int, ...]:
    """Who leads these teams on a day, by person id."""
    wanted = [team_id for team_id in team_ids if team_id is not None]
    held = held_on(on).filter(post__team_id__in=wanted, post__role="team_leader")
    return tuple(held.order_by("person_id").values_list("person_id", flat=True).distinct())


def leaders_by_team(team_ids: Collection[int], *, on: date) -> dict[int, tuple[int, ...]]:
    """The same of each of these teams that anybody leads."""
    held = held_on(on).filter(post__team_id__in=team_ids, post__role="team_leader").order_by("person_id")
    found: dict[int, dict[int, None]] = defaultdict(dict)
    for team_id, person_id in held.values_list("post__team_id", "person_id"):
        found[team_id][person_id] = None
    return {team_id: tuple(people) for team_id, people in found.items()}


def names_of(authority_ids: Iterable[int]) -> tuple[tuple[str, str], ...]:
    """Given and family names of everybody recorded in some authorities."""
    found = Person.objects.filter(authority_id__in=list(authority_ids)).order_by("id")
    return tuple(found.values_list("given_name", "family_name"))


def person_initials(ids: Iterable[int]) -> dict[int, str]:
    """Initials by person id."""
    return dict(Person.objects.filter(id__in=list(ids)).values_list("id", "initials"))


def person_phones(ids: Iterable[int]) -> dict[int, str]:
    """Telephone numbers by person id, of those who have one."""
    return dict(Person.objects.filter(id__in=list(ids)).exclude(phone="").values_list("id", "phone"))


def account_names(ids: Iterable[int | None]) -> dict[int, str]:
    """Full names by account id; of a partner's system the name of its token."""
    wanted = [i for i in ids if i is not None]
    found = Account.objects.filter(id__in=wanted).select_related("person", "token")
    return {a.pk: a.person.name if a.person else a.token.name for a in found if a.person or hasattr(a, "token")}


def title_of(holding: PostHolding) -> str:
    """The post's title, with Acting before it where the holder is acting."""
    return words_of_title(holding.post.title, acting=holding.acting)


def words_of_title(title: str, *, acting: bool) -> str:
    """A post's title as its holder bears it."""
    return f"Acting {title}" if acting else title


def post_titles(person_ids: Iterable[int], *, on: date) -> dict[int, str]:
    """The title of each person's post on a day; of several, the one first taken up."""
    held = held_on(on).filter(person_id__in=list(person_ids)).select_related("post").order_by("-starts_on", "-id")
    return {holding.person_id: title_of(holding) for holding in held}


def approving_posts(person_ids: Iterable[int], *, on: date) -> dict[int, int]:
    """The post by which each person may approve papers on a day; of several, the one first taken up."""
    roles = roles_with(Permission.APPROVE_PAPER)
    held = held_on(on).filter(person_id__in=list(person_ids), post__role__in=roles).order_by("-starts_on", "-id")
    return {holding.person_id: holding.post_id for holding in held}


def holders_of_post(post_id: int, *, on: date) -> tuple[HolderRow, ...]:
    """Who holds a post on a day, the acting holder first."""
    held = held_on(on).filter(post_id=post_id).select_related("post", "person").order_by("-acting", "starts_on")
    return tuple(HolderRow(h.post_id, title_of(h), h.person_id, h.person.name, h.acting) for h in held)


def posts_of(authority_ids: Iterable[int], *, on: date) -> tuple[PostRow, ...]:
    """The posts of some authorities, those included that they share, by title, with their holders on a day."""
    wanted = list(authority_ids)
    return _with_holders(Post.objects.filter(Q(authority_id__in=wanted) | Q(also_for__in=wanted)).distinct(), on)


def post_names(ids: Iterable[int]) -> dict[int, str]:
    """Titles of posts by id."""
    return dict(Post.objects.filter(id__in=list(ids)).values_list("id", "title"))


def posts_by_id(ids: Iterable[int], *, on: date) -> dict[int, PostRow]:
    """These posts by id, with their holders on a day."""
    return {post.id: post for post in _with_holders(Post.objects.filter(id__in=list(ids)), on)}


def _with_holders(posts: QuerySet[Post], on: date) -> tuple[PostRow, ...]:
    found = list(posts.order_by("title", "id"))
    held = held_on(on).filter(post_id__in=[post.pk for post in found]).select_related("post", "person")
    holders: dict[int, list[HolderRow]] = {}
    for h in held.order_by("-acting", "starts_on", "id"):
        row = HolderRow(h.post_id, title_of(h), h.person_id, h.person.name, h.acting)
        holders.setdefault(h.post_id, []).append(row)
    return tuple(PostRow(p.pk, p.title, p.role, p.authority_id, tuple(holders.get(p.pk, ()))) for p in found)


def holders_by_role(authority_id: int, *, on: date) -> dict[str, tuple[int, ...]]:
    """Who holds the posts of a council on a day, by role, those included that it shares; by person id."""
    posts = Q(post__authority_id=authority_id) | Q(post__also_for=authority_id)
    found: dict[str, dict[int, None]] = defaultdict(dict)
    rows = held_on(on).filter(posts).order_by("post_id", "id").values_list("post__role", "person_id").distinct()
    for role, person_id in rows:
        found[role][person_id] = None
    return {role: tuple(people) for role, people in found.items()}


def people_of(authority_ids: Iterable[int], *, on: date) -> tuple[PersonRow, ...]:
    """The people of some authorities, by family name, with their post on a day."""
    people = Person.objects.filter(authority_id__in=list(authority_ids)).order_by("family_name", "given_name", "id")
    titles = post_titles([person.pk for person in people], on=on)
    return tuple(PersonRow(p.pk, p.ref, p.name, p.initials, titles.get(p.pk, ""), p.authority_id) for p in people)


def people_with(role: str, authority_id: int, *, on: date) -> tuple[PersonRow, ...]:
    """The people who hold a post of a role for an authority on a day, by family name."""
    here = Q(post__authority_id=authority_id) | Q(post__also_for=authority_id)
    held = held_on(on).filter(here, post__role=role).values("person_id")
    people = Person.objects.filter(pk__in=held).order_by("family_name", "given_name", "id")
    titles = post_titles([person.pk for person in people], on=on)
    return tuple(PersonRow(p.pk, p.ref, p.name, p.initials, titles.get(p.pk, ""), p.authority_id) for p in people)


@dataclass(frozen=True)
class StaffRow:
    """Somebody in a post of a council on a day: in which team, and in which of the classes of post asked for."""

    id: int
    ref: str
    name: str
    post_title: str
    team_id: int | None
    roles: frozenset[str]


def staff_of(
    authority_id: int,
    roles: Collection[str],
    *,
    on: date,
    team_ids: Collection[int] | None = None,
    person_ids: Collection[int] | None = None,
) -> tuple[StaffRow, ...]:
    """Those who hold posts of these roles for an authority on a day, perhaps of some teams or people, by family name.

    Of several such posts the one first taken up gives title and team; the team may come from the next one.
    """
    here = Q(post__authority_id=authority_id) | Q(
        Exists(Post.also_for.through.objects.filter(post_id=OuterRef("post_id"), authority_id=authority_id))
    )
    held = held_on(on).filter(here, post__role__in=roles)
    if team_ids is not None:
        held = held.filter(post__team_id__in=team_ids)
    if person_ids is not None:
        held = held.filter(person_id__in=person_ids)
    found: dict[int, list[PostHolding]] = defaultdict(list)
    ordered = ("person__family_name", "person__given_name", "person_id", "starts_on", "id")
    for holding in held.select_related("person", "post").order_by(*ordered):
        found[holding.person_id].append(holding)
    return tuple(
        StaffRow(
            person_id,
            held_by[0].person.ref,
            held_by[0].person.name,
            title_of(held_by[0]),
            next((each.post.team_id for each in held_by if each.post.team_id is not None), None),
            frozenset(each.post.role for each in held_by),
        )
        for person_id, held_by in found.items()
    )


def people_who_may(permission: Permission, authority_ids: Iterable[int], *, on: date) -> tuple[PersonRow, ...]:
    """The people who hold a post on a day by which they may do this in one of these authorities, by family name."""
    wanted = list(authority_ids)
    here = Q(post__authority_id__in=wanted) | Q(post__also_for__in=wanted)
    held = held_on(on).filter(here, post__role__in=roles_with(permission)).values("person_id")
    people = Person.objects.filter(pk__in=held).order_by("family_name", "given_name", "id")
    titles = post_titles([person.pk for person in people], on=on)
    return tuple(PersonRow(p.pk, p.ref, p.name, p.initials, titles.get(p.pk, ""), p.authority_id) for p in people)


def people_by_id(ids: Iterable[int], *, on: date) -> dict[int, PersonRow]:
    """These people by id, with their post on a day."""
    people, held = read_prepared(_of_people, tuple(ids), on)
    titles: dict[int, str] = {}
    for holding in held:
        titles.setdefault(holding.person_id, words_of_title(holding.title, acting=holding.acting))
    return {p.pk: PersonRow(p.pk, p.ref, p.name, p.initials, titles.get(p.pk, ""), p.authority_id) for p in people}


def _of_people(ids: Collection[int], on: date) -> tuple[QuerySet[Any], ...]:
    held = held_on(on).filter(person_id__in=ids).annotate(title=F("post__title")).order_by("starts_on", "id")
    return Person.objects.filter(id__in=ids), held


def accounts_by_role(*, on: date) -> tuple[tuple[str, str, str, int], ...]:
    """Role, title, name and account id of everyone who may enter; for the demonstration's way in."""
    held = held_on(on).filter(person__account__is_active=True).select_related("post__authority", "person__account")
    rows = [(h.post.role, title_of(h), h.person.name, h.person.account.pk) for h in held.order_by("post_id", "-acting")]
    return tuple(rows)


def in_same_line(person_id: int, other_ids: Iterable[int], *, on: date) -> bool:
    """Whether one manages the other, at any distance, or they are the same person."""
    others = set(other_ids)
    if person_id in others:
        return True
    above = _line_above()
    mine = _posts_held(person_id, on)
    return any(_linked(mine, _posts_held(other, on), above) for other in others)


def _posts_held(person_id: int, on: date) -> set[int]:
    return set(held_on(on).filter(person_id=person_id).values_list("post_id", flat=True))


def _line_above() -> dict[int, int | None]:
    return dict(Post.objects.values_list("id", "reports_to_id"))


def _linked(mine: set[int], theirs: set[int], above: dict[int, int | None]) -> bool:
    return bool(mine & _ancestors(theirs, above) or theirs & _ancestors(mine, above))


def _ancestors(posts: set[int], above: dict[int, int | None]) -> set[int]:
    found: set[int] = set()
    waiting = list(posts)
    while waiting:
        post = waiting.pop()
        if post not in found:
            found.add(post)
            if (upper := above.get(post)) is not None:
                waiting.append(upper)
    return found


def duties_of(actor: Actor) -> tuple[DutyRow, ...]:
    """What this actor owes, by due date."""
    return open_duties([actor.person_id] if actor.person_id else [])


def open_duties(person_ids: Iterable[int]) -> tuple[DutyRow, ...]:
    """What these people owe, by due date."""
    rows = Duty.objects.filter(holder_id__in=list(person_ids), closed_at__isnull=True).order_by("ends_on", "id")
    return tuple(duty_row(row) for row in rows)


def late_duties(person_ids: Iterable[int], kinds: Collection[str], *, on: date) -> tuple[DutyRow, ...]:
    """What of these kinds these people owe that is late on a day, the latest first; of a day to come, what will be."""
    late = _late(kinds, on).filter(holder_id__in=list(person_ids))
    return tuple(duty_row(row) for row in late.order_by("ends_on", "id"))


def late_counts(kinds: Collection[str], *, on: date) -> dict[int, int]:
    """How much of these kinds everybody owes past its day, by person id."""
    counted = _late(kinds, on).values("holder_id").annotate(late=Count("*"))
    return {row["holder_id"]: row["late"] for row in counted}


def _late(kinds: Collection[str], on: date) -> QuerySet[Duty]:
    return Duty.objects.filter(kind__in=kinds, closed_at__isnull=True, ends_on__lte=on)


def holders_by_key(subject_kind: str, subject_keys: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The names of those who owe something about each of these subjects now."""
    rows = Duty.objects.filter(subject_kind=subject_kind, subject_key__in=list(subject_keys), closed_at__isnull=True)
    found: dict[str, tuple[str, ...]] = {}
    for row in rows.select_related("holder").order_by("id"):
        found[row.subject_key] = (*found.get(row.subject_key, ()), row.holder.name)
    return found


def duties_among(kind: str, subject_kind: str, subject_keys: Any) -> Any:
    """Open duties of a kind about any of these subjects, to be read together with something else; then `duty_row`."""
    about = {"kind": kind, "subject_kind": subject_kind, "subject_key__in": subject_keys}
    return Duty.objects.filter(closed_at__isnull=True, **about).order_by("ends_on", "id")


def duties_about(subject_kind: str, subject_keys: Collection[str]) -> tuple[DutyRow, ...]:
    """Open duties of any kind about these subjects, whoever owes them."""
    found = Duty.objects.filter(subject_kind=subject_kind, subject_key__in=list(subject_keys), closed_at__isnull=True)
    return tuple(duty_row(row) for row in found.order_by("ends_on", "id"))


@dataclass(frozen=True)
class OpenAbout:
    """One page of the open duties about some subjects, the first due first; how many there are, and how many late."""

    rows: tuple[DutyRow, ...]
    count: int
    late: int


def open_about(
    kinds: Collection[str],
    subject_kind: str,
    seen: Callable[[Collection[str]], Collection[str]],
    *,
    on: date,
    page: int = 1,
    size: int = 25,
) -> OpenAbout:
    """Open duties of these kinds about subjects whose keys `seen` gives back of those asked.

    What is due is found first: few subjects have such a duty, and whether one is seen costs more than to find it.
    """
    found = Duty.objects.filter(kind__in=kinds, subject_kind=subject_kind, closed_at__isnull=True)
    every = list(found.order_by("ends_on", "id").values_list("pk", "subject_key", "ends_on"))
    keys = frozenset(seen({key for _, key, _ in every})) if every else frozenset()
    told = [(pk, ends_on) for pk, key, ends_on in every if key in keys]
    shown = [pk for pk, _ in told[(page - 1) * size : page * size]]
    rows = Duty.objects.filter(pk__in=shown).order_by("ends_on", "id")
    return OpenAbout(tuple(duty_row(row) for row in rows), len(told), sum(ends_on <= on for _, ends_on in told))


def keys_overdue(kinds: Collection[str], subject_kind: str, *, on: date) -> frozenset[str]:
    """What open duties of these kinds are about whose last day has passed; keys alone, as they tell of nobody."""
    found = Duty.objects.filter(kind__in=kinds, subject_kind=subject_kind, closed_at__isnull=True, ends_on__lte=on)
    return frozenset(found.values_list("subject_key", flat=True))


def last_days_of(
    kinds: Collection[str], subject_kind: str, keys: Collection[str], *, since: date, until: date
) -> tuple[date, ...]:
    """The last days, between two days, of open duties of these kinds about these subjects."""
    about = {"kind__in": kinds, "subject_kind": subject_kind, "subject_key__in": list(keys)}
    found = Duty.objects.filter(**about, closed_at__isnull=True, ends_on__gt=since, ends_on__lte=until + timedelta(1))
    return tuple(ends_on - timedelta(1) for ends_on in found.values_list("ends_on", flat=True))


def came_late(
    kinds: Collection[str], subject_kind: str, keys: Collection[str], *, since: date, until: date
) -> tuple[int, int]:
    """How many duties of these kinds about these subjects fell due between two days, and how many of them were late."""
    about = {"kind__in": kinds, "subject_kind": subject_kind, "subject_key__in": list(keys)}
    found = Duty.objects.filter(**about, ends_on__gt=since, ends_on__lte=until)
    late = Q(closed_at__isnull=True) | Q(closed_at__date__gte=F("ends_on"))
    told = found.aggregate(all=Count("pk"), late=Count("pk", filter=late))
    return told["all"], told["late"]


def was_owed(kind: str, subject_kind: str, subject_keys: Collection[str]) -> bool:
    """Whether anybody ever owed this about any of these subjects."""
    about = {"kind": kind, "subject_kind": subject_kind, "subject_key__in": list(subject_keys)}
    return Duty.objects.filter(**about).exists()


def duties_begun(kind: str, subject_kind: str, *, on: date) -> tuple[DutyRow, ...]:
    """Open duties of a kind whose first day has come, whoever owes them."""
    found = Duty.objects.filter(kind=kind, subject_kind=subject_kind, starts_on__lte=on, closed_at__isnull=True)
    return tuple(duty_row(row) for row in found.order_by("starts_on", "id"))


def open_keys(kind: str, subject_kind: str) -> tuple[str, ...]:
    """What open duties of a kind are about."""
    return tuple(keys_open(kind, subject_kind).order_by("subject_key").distinct())


def keys_open(kind: str, subject_kind: str) -> QuerySet[Duty, str]:
    """The same for a statement in which they are looked up; one that several people owe is there for each."""
    found = Duty.objects.filter(kind=kind, subject_kind=subject_kind, closed_at__isnull=True)
    return found.values_list("subject_key", flat=True)


def holders_of_duty(kind: str, subject_kind: str, subject_key: str) -> frozenset[int]:
    """The people who owe this now."""
    open_now = Duty.objects.filter(kind=kind, subject_kind=subject_kind, subject_key=subject_key, closed_at=None)
    return frozenset(open_now.values_list("holder_id", flat=True))


def keys_owed_by(person_id: int | None, subject_kind: str) -> QuerySet[Duty, str]:
    """What somebody's open duties about one kind of thing are about."""
    owed = Duty.objects.filter(holder_id=person_id or 0, subject_kind=subject_kind, closed_at__isnull=True)
    return owed.values_list("subject_key", flat=True)


def holders_of_duties(subject_kind: str, subject_keys: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """Who owes something about each of these now, by key."""
    found: dict[str, tuple[int, ...]] = {}
    open_now = Duty.objects.filter(subject_kind=subject_kind, subject_key__in=list(subject_keys), closed_at=None)
    for key, holder in open_now.order_by("id").values_list("subject_key", "holder_id"):
        if holder not in found.get(key, ()):
            found[key] = (*found.get(key, ()), holder)
    return found


def duty_row(d: Duty) -> DutyRow:
    """A duty as a row."""
    return DutyRow(
        d.kind,
        d.subject_kind,
        d.subject_key,
        d.holder_id,
        d.starts_on,
        d.ends_on,
        d.rule_key,
        id=d.pk,
        pinned_at=d.pinned_at,
        hours=float(d.hours),
        again_days=d.again_days,
        again_hours=float(d.again_hours),
    )
