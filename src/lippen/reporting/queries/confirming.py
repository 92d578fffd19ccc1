"""Who confirms something of a paper by holding the post that its route names."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from lippen.kernel.access import Actor, Permission
from lippen.organisation import queries as organisation
from lippen.organisation.roles import Role, permissions_of
from lippen.reporting.course_rows import Course
from lippen.reporting.rows import ConfirmationAsked

READS = frozenset({Permission.READ_PAPER, Permission.READ_PLAN})


def confirmers(asked: Iterable[ConfirmationAsked], *, on: date) -> dict[str, int]:
    """Who confirms each subject on a day: whoever acts in the post or holds it; nobody where it reads no drafts."""
    wanted = list(asked)
    posts = organisation.posts_by_id({each.post_id for each in wanted}, on=on) if wanted else {}
    return {
        each.subject: post.holders[0].person_id
        for each in wanted
        if (post := posts.get(each.post_id)) and post.holders and permissions_of([Role(post.role)]) >= READS
    }


def confirms_by_post(actor: Actor, course: Course, *, on: date) -> frozenset[str]:
    """The subjects that the actor confirms by a post of theirs, or for somebody whom they cover for."""
    mine = {actor.person_id, *course.covered}
    return frozenset(subject for subject, who in confirmers(course.asked, on=on).items() if who in mine)
