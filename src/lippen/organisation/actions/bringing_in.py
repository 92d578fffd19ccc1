"""Staff and posts of another system, recorded by the same actions as one by one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.db.transaction import atomic

from lippen.kernel import audit
from lippen.kernel.access import Actor
from lippen.kernel.errors import CannotDo
from lippen.organisation.actions import form_team, hold_post, manage, open_post, record_person
from lippen.organisation.models import Authority, Person, Post, PostHolding, Team
from lippen.organisation.roles import Role


@dataclass(frozen=True)
class PostToHold:
    """A post as a file names it: its title, class and team, and the title of the post that it answers to."""

    title: str
    role: Role
    team: str = ""
    reports_to: str = ""


@dataclass(frozen=True)
class Holder:
    """Who holds it: somebody recorded already, by their reference, or somebody new; and in which days."""

    starts_on: date
    ends_on: date | None = None
    is_acting: bool = False
    ref: str = ""
    given_name: str = ""
    family_name: str = ""
    initials: str = ""
    email: str = ""
    phone: str = ""


@atomic
def bring_in_post(
    *, actor: Actor, authority_id: int, post: PostToHold, holder: Holder | None, intake: str, at: datetime
) -> tuple[Post, Person | None]:
    """Record a post of another system and who holds it: a vacant one of that title, class and team, or a new one."""
    manage(actor, [authority_id])
    council = Authority.objects.get(pk=authority_id)
    team = _team(actor, council, post.team, at)
    above = Post.objects.filter(authority=council, title__iexact=post.reports_to).order_by("id").first()
    if post.reports_to and above is None:
        raise CannotDo(f"No post is called “{post.reports_to}”. Name one that is recorded, or that stands further up.")
    found = None if holder is None else _vacant(council, post, team, holder)
    made = found or open_post(
        actor=actor, authority=council, role=post.role, title=post.title, team=team, reports_to=above, at=at
    )
    person = None
    if holder is not None:
        person = _holder(actor, council, holder, at)
        days = {"starts_on": holder.starts_on, "ends_on": holder.ends_on, "acting": holder.is_acting}
        hold_post(actor=actor, post=made, person=person, at=at, **days)
    audit.record(actor, "post.brought_in", made, keys={"intake": intake, "opened": found is None})
    return made, person


def _team(actor: Actor, council: Authority, name: str, at: datetime) -> Team | None:
    if not name:
        return None
    known = Team.objects.filter(authority=council, name__iexact=name).order_by("id").first()
    return known or form_team(actor=actor, authority=council, name=name, at=at)


def _vacant(council: Authority, post: PostToHold, team: Team | None, holder: Holder) -> Post | None:
    """A post of that name that is free in those days; one in which somebody acts has its holder already."""
    alike = Post.objects.filter(authority=council, title__iexact=post.title, role=post.role.value, team=team)
    if holder.is_acting:
        return alike.order_by("id").first()
    meets = Q(ends_on__isnull=True) | Q(ends_on__gt=holder.starts_on)
    if holder.ends_on:
        meets &= Q(starts_on__lt=holder.ends_on)
    held = PostHolding.objects.filter(meets, post__in=alike, acting=False).values("post_id")
    return alike.exclude(pk__in=held).order_by("id").first()


def _holder(actor: Actor, council: Authority, holder: Holder, at: datetime) -> Person:
    if not holder.ref:
        return record_person(
            actor=actor,
            authority=council,
            given_name=holder.given_name,
            family_name=holder.family_name,
            initials=holder.initials,
            email=holder.email,
            phone=holder.phone,
            at=at,
        )
    known = Person.objects.filter(authority=council, ref=holder.ref).first()
    if known is None:
        raise CannotDo("Who holds this post is recorded no longer. Look at the file again.")
    return known
