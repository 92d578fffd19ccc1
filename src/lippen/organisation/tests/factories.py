"""Made-up people for tests. The standing cast: worker, colleague, stranger."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from itertools import count

from django.contrib.auth.hashers import make_password

from lippen.kernel.access import Actor
from lippen.kernel.ids import new_ref
from lippen.organisation import queries
from lippen.organisation.models import Account, Authority, Person, Post, PostHolding, Team
from lippen.organisation.roles import WORDS, Role

NUMBERS = count(1)
START = date(2009, 4, 1)
RECORDED = datetime(2009, 4, 1, 9, tzinfo=UTC)


def authority(name: str = "") -> Authority:
    """A council; the same one for the same name."""
    name = name or f"Council {next(NUMBERS)}"
    return Authority.objects.get_or_create(name=name, defaults={"ref": new_ref("authority"), "short_name": name[:60]})[
        0
    ]


def team(of: Authority, name: str = "Long-term team") -> Team:
    """A team of a council."""
    return Team.objects.get_or_create(authority=of, name=name)[0]


def person(of: Authority, given: str = "Robin", family: str = "", initials: str = "") -> Person:
    """Somebody who works for a council."""
    who = unsaved_person(of, given, family, initials)
    who.save()
    return who


def unsaved_person(of: Authority, given: str, family: str = "", initials: str = "") -> Person:
    """Somebody who is in no table yet."""
    family = family or f"Testperson{next(NUMBERS)}"
    return Person(
        ref=new_ref("person"),
        given_name=given,
        family_name=family,
        initials=initials or given[0] + family[0],
        email=f"{given}.{family}.{next(NUMBERS)}@example.org".lower(),
        authority=of,
    )


def post(of: Authority, role: Role, *, title: str = "", reports_to: Post | None = None) -> Post:
    """A post of a role."""
    return Post.objects.create(
        ref=new_ref("post"), title=title or WORDS[role], role=role, authority=of, reports_to=reports_to
    )


def holder(of_post: Post, who: Person | None = None, *, acting: bool = False, starts_on: date = START) -> Person:
    """A person who holds the post."""
    who = who or person(of_post.authority)
    PostHolding.objects.create(post=of_post, person=who, starts_on=starts_on, acting=acting, recorded_at=RECORDED)
    return who


def account(who: Person, password: str | None = None) -> Account:
    """A way in for a person."""
    return Account.objects.create_user(who.email, password, person=who)


def actor(
    of: Authority,
    role: Role,
    *,
    on: date = date(2012, 10, 17),
    reports_to: Post | None = None,
    who: Person | None = None,
) -> Actor:
    """Somebody signed in with a post of this role."""
    made = holder(post(of, role, reports_to=reports_to), who or person(of))
    return queries.actor_for(account(made).pk, on=on)


def actors(
    of: Authority, posts: Sequence[tuple[Role, Team | None, str]], *, on: date = date(2012, 10, 17)
) -> list[Actor]:
    """Several people signed in, each with the given name in a post of this role and team: in few statements."""
    who = Person.objects.bulk_create(unsaved_person(of, given) for _, _, given in posts)
    held = Post.objects.bulk_create(
        Post(ref=new_ref("post"), title=WORDS[role], role=role, authority=of, team=team) for role, team, _ in posts
    )
    begun = {"starts_on": START, "acting": False, "recorded_at": RECORDED}
    PostHolding.objects.bulk_create(
        PostHolding(post=post, person=each, **begun) for post, each in zip(held, who, strict=True)
    )
    let_in = Account.objects.bulk_create(
        Account(email=each.email, password=make_password(None), person=each) for each in who
    )
    return [queries.actor_for(each.pk, on=on) for each in let_in]


def two_posts(first: tuple[Authority, Role], second: tuple[Authority, Role], *, on: date = date(2012, 10, 17)) -> Actor:
    """Somebody signed in who holds two posts, as a rule in two councils."""
    who = holder(post(*first))
    holder(post(*second), who)
    return queries.actor_for(account(who).pk, on=on)
