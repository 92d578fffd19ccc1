"""Who writes a paper and who approves it, in order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.transaction import atomic

from lippen.kernel import audit
from lippen.kernel.access import Actor, Permission, may
from lippen.kernel.clock import day_of
from lippen.kernel.errors import CannotDo
from lippen.organisation import queries as organisation
from lippen.reporting.actions.confirming import ask_to_confirm
from lippen.reporting.actions.consulting import ask_to_comment
from lippen.reporting.actions.duties import ask
from lippen.reporting.actions.guard import owned, refuse, writable
from lippen.reporting.models import DefinedStep, PaperRoute, RouteDefinition, RouteStep
from lippen.reporting.queries.written import Written, written_on
from lippen.reporting.rows import PaperRow
from lippen.reporting.vocabulary import PaperDuty, PaperStep, RouteRole, StepKind

ACTING = "Acting "


@dataclass(frozen=True)
class Place:
    """Somebody's place on a route: what they do there, by which post, and for a consultee what they look at."""

    role: RouteRole
    person_id: int
    post_id: int | None = None
    subject: str = ""
    is_waited_for: bool = False


@atomic
def set_route(
    *,
    actor: Actor,
    paper_ref: str,
    authors: Sequence[int],
    approvers: Sequence[int],
    phones: Mapping[int, str] | None = None,
    reason: str = "",
    at: datetime,
) -> None:
    """Name the authors and, in order, the approvers, by person; their posts are kept as they are today.

    A route that was made from its committee's definition is adjusted only for a reason; its consultees stay.
    """
    row = writable(actor, paper_ref, at)
    written = written_on(row.id)
    names = organisation.person_names(dict.fromkeys((*authors, *approvers)))
    refuse(_faults(authors, approvers, names, row.authority_id, day_of(at)))
    places = [
        *(Place(RouteRole.AUTHOR, one) for one in authors),
        *_consultees_of(written),
        *(Place(RouteRole.APPROVER, one) for one in approvers),
    ]
    same = _people(places) == _people_of(written)
    if written.origin and not same and not reason.strip():
        raise CannotDo("The committee's clerk has defined this route. Say why it is adjusted.", field="reason")
    version = _keep(actor, row, places, written, at, phones=phones or {})
    if written.origin:
        _keep_origin(actor, row, written.origin.definition_id, version, "" if same else reason.strip(), at)
    audit.record(actor, "paper.route_set", ("reporting.paper", row.ref), keys={"version": version})


@atomic
def take_route(*, actor: Actor, paper_ref: str, at: datetime) -> int:
    """Make the paper's route anew from the definition that it was opened with; gives the route's version."""
    row = writable(actor, paper_ref, at)
    written = written_on(row.id)
    if written.origin is None:
        raise CannotDo("No route is defined for this paper's committee. Name authors and approvers yourself.")
    places, vacant = places_of(written.origin.definition_id, actor, day_of(at))
    refuse([*vacant, *_place_faults(places, row.authority_id, day_of(at))])
    version = _keep(actor, row, places, written, at)
    _keep_origin(actor, row, written.origin.definition_id, version, "", at)
    ask_to_confirm(actor, row, at)
    audit.record(actor, "paper.route_taken", ("reporting.paper", row.ref), keys={"version": version})
    return version


def start_route(actor: Actor, row: PaperRow, definition: RouteDefinition, at: datetime) -> None:
    """A new paper keeps the definition of its day, and has its route from it where every post is held."""
    places, vacant = places_of(definition.pk, actor, day_of(at))
    is_fit = not vacant and not _place_faults(places, row.authority_id, day_of(at))
    version = _keep(actor, row, places, written_on(row.id), at) if is_fit else 0
    _keep_origin(actor, row, definition.pk, version, "", at)


def places_of(definition_id: int, actor: Actor, on: date) -> tuple[list[Place], list[str]]:
    """Who stands where by a definition on a day, the acting holder first; and a sentence for each vacancy."""
    steps = DefinedStep.objects.filter(definition_id=definition_id, kind__in=[role.value for role in RouteRole])
    rows = list(steps.order_by("order"))
    posts = organisation.posts_by_id({row.post_id for row in rows if row.post_id}, on=on)
    places, vacant = [], []
    for row in rows:
        post = posts[row.post_id or 0]
        if not post.holders:
            vacant.append(f"Nobody holds the post of {post.title} today. Name somebody in their place, with a reason.")
            continue
        who = post.holders[0].person_id
        places.append(Place(RouteRole(row.kind), who, post.id, row.subject, row.is_waited_for))
    if not any(row.kind == StepKind.AUTHOR for row in rows) and actor.person_id:
        places.insert(0, Place(RouteRole.AUTHOR, actor.person_id))
    return places, vacant


def _place_faults(places: Sequence[Place], authority_id: int, on: date) -> list[str]:
    people = {role: [place.person_id for place in places if place.role is role] for role in RouteRole}
    names = organisation.person_names({place.person_id for place in places})
    return _faults(people[RouteRole.AUTHOR], people[RouteRole.APPROVER], names, authority_id, on)


def _consultees_of(written: Written) -> list[Place]:
    """The consultees of the route as it stands."""
    return [
        Place(RouteRole.CONSULTEE, row.person_id, None, row.subject, row.is_waited_for) for row in written.consultees
    ]


def _people(places: Iterable[Place]) -> list[tuple[str, int]]:
    return [(place.role, place.person_id) for place in places if place.role is not RouteRole.CONSULTEE]


def _people_of(written: Written) -> list[tuple[str, int]]:
    return [(row.role, row.person_id) for row in (*written.authors, *written.approvers)]


def _keep(
    actor: Actor,
    row: PaperRow,
    places: Sequence[Place],
    written: Written,
    at: datetime,
    *,
    phones: Mapping[int, str] | None = None,
) -> int:
    """The route as a new version, each person by name and post as they stand today; gives the version."""
    people = list(dict.fromkeys(place.person_id for place in places))
    names, titles = organisation.person_names(people), organisation.post_titles(people, on=day_of(at))
    numbers = organisation.person_phones(people) if phones is None else phones
    posts = organisation.posts_by_id({place.post_id for place in places if place.post_id}, on=day_of(at))
    approving = organisation.approving_posts(
        [place.person_id for place in places if place.role is RouteRole.APPROVER], on=day_of(at)
    )
    version = written.route_version + 1
    fact = owned(actor, row.authority_id, at)
    order = dict.fromkeys(RouteRole, 0)
    made = []
    for place in places:
        order[place.role] += 1
        holders = posts[place.post_id].holders if place.post_id in posts else ()
        by_post = next((h.post_title for h in holders if h.person_id == place.person_id), "")
        title = by_post or titles.get(place.person_id, "")
        made.append(
            RouteStep(
                paper_id=row.id,
                version=version,
                order=order[place.role],
                role=place.role,
                post_id=place.post_id or (approving.get(place.person_id) if place.role is RouteRole.APPROVER else None),
                person_id=place.person_id,
                name=names[place.person_id],
                designation=title,
                phone=numbers.get(place.person_id, "") if place.role is RouteRole.AUTHOR or phones else "",
                acting=title.startswith(ACTING),
                subject=place.subject,
                is_waited_for=place.is_waited_for,
                **fact,
            )
        )
    RouteStep.objects.bulk_create(made)
    authors = [place.person_id for place in places if place.role is RouteRole.AUTHOR]
    ask(PaperDuty.REWRITE if row.state is PaperStep.RETURNED else PaperDuty.WRITE, authors, row, at)
    ask_to_comment(row, written_on(row.id).consultees, at)
    return version


def _keep_origin(actor: Actor, row: PaperRow, definition_id: int, version: int, reason: str, at: datetime) -> None:
    PaperRoute.objects.create(
        paper_id=row.id,
        definition_id=definition_id,
        route_version=version,
        is_adjusted=bool(reason),
        reason=reason,
        **owned(actor, row.authority_id, at),
    )


def _faults(
    authors: Sequence[int], approvers: Sequence[int], names: Mapping[int, str], authority_id: int, on: date
) -> list[str]:
    if unknown := [person_id for person_id in (*authors, *approvers) if person_id not in names]:
        raise CannotDo(f"Person {unknown[0]} is not recorded.", field="approvers")
    faults = []
    if not authors:
        faults.append("Name at least one author.")
    if not approvers:
        faults.append("Name at least one approver.")
    for person_id in dict.fromkeys(approvers):
        if person_id in authors:
            faults.append(f"{names[person_id]} is an author, and nobody approves their own text.")
        elif not _may_approve(person_id, authority_id, on):
            faults.append(f"{names[person_id]} may not approve papers. Choose somebody whose post may.")
    if len(set(approvers)) < len(approvers):
        faults.append("Somebody stands among the approvers twice. Once is enough.")
    return faults


def _may_approve(person_id: int, authority_id: int, on: date) -> bool:
    approver = organisation.actor_for(organisation.account_of(person_id), on=on)
    return may(approver, Permission.APPROVE_PAPER, at=[authority_id])
