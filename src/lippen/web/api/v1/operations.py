"""Each thing that a partner's system may ask. Loaded when the first request comes: the library takes a second."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache
from typing import Annotated, Any, TypeVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Header, NinjaAPI, Path, Query, Status
from ninja.errors import HttpError, ValidationError
from ninja.security import HttpBearer

from lippen.design.words import day_words
from lippen.improvement import actions as improvement_actions
from lippen.improvement import queries as improvement
from lippen.improvement.queries.everything import committee_updates
from lippen.improvement.rows import ActionRow, PlanRow
from lippen.improvement.vocabulary import Audience
from lippen.kernel import clock
from lippen.kernel.calendar import Period
from lippen.kernel.drafts import confirm, once, told_before
from lippen.kernel.errors import CannotDo, NotVisible
from lippen.reporting import queries as reporting
from lippen.reporting.edition_rows import WithdrawnRow
from lippen.reporting.queries.frozen import issue_of
from lippen.reporting.vocabulary import FileKind, PaperStep
from lippen.web.api import problems
from lippen.web.api.v1 import shapes
from lippen.web.api.v1.reading import digest_of

T = TypeVar("T")
Ref = Annotated[str, Path(max_length=40, pattern=r"^[A-Za-z0-9_-]{1,40}$")]
REFUSALS = dict.fromkeys((400, 401, 403, 404, 413, 422, 429, 500, 503), shapes.Problem)
EARLIEST = date(1990, 1, 1)
OTHER_CONTENT = "This idempotency key brought another update before. Use a new key for a new update."


class Token(HttpBearer):
    """The token was looked at before: this only tells the description that one is needed."""

    def authenticate(self, request: HttpRequest, token: str) -> str:
        return token


@lru_cache(maxsize=1)
def api() -> NinjaAPI:
    """The interface with its operations; the access table says which token may ask what."""
    made = NinjaAPI(
        title="Lippen",
        version="1",
        description="Read improvement plans, their actions and issued papers of one council; write updates.",
        auth=Token(),
        urls_namespace="api-v1",
        docs_url=None,
        openapi_url=None,
    )
    for name, (method, path, view, answers) in OPERATIONS.items():
        made.api_operation([method], path, response={**answers, **REFUSALS}, operation_id=name, summary=_first(view))(
            view
        )
    made.add_exception_handler(ValidationError, _not_as_it_should_be)
    made.add_exception_handler(HttpError, _http_error)
    return made


def _first(view: Callable[..., object]) -> str:
    return (view.__doc__ or "").split("\n", 1)[0].rstrip(".")


@lru_cache(maxsize=1)
def views() -> dict[str, Callable[..., HttpResponse]]:
    """The view of each operation, by its name in the access table."""
    found = {}
    for router in api()._get_bound_routers():
        for path_view in router.path_operations.values():
            view = path_view.get_view()
            for operation in path_view.operations:
                found[operation.operation_id] = view
    return found


@lru_cache(maxsize=1)
def description() -> dict[str, Any]:
    """OpenAPI's description of it all."""
    return dict(api().get_openapi_schema(path_prefix="/api/v1/"))


def _not_as_it_should_be(request: HttpRequest, error: ValidationError) -> HttpResponse:
    said = [
        {"where": ".".join(str(part) for part in each["loc"]), "what": str(each["msg"])} for each in error.errors[:50]
    ]
    return problems.problem(422, errors=said)


def _http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problems.problem(error.status_code if error.status_code in problems.WORDS else 400)


# --- plans ---


def plans(request: HttpRequest, asked: Query[shapes.Asked]) -> dict[str, object]:
    """The plans of the council, by title."""
    rows, listed = paged(improvement.plans(request.actor), asked)
    request.audit_keys = {"plans": [row.ref for row in rows]}
    return {**listed, "items": [_plan(row) for row in rows]}


def plan(request: HttpRequest, ref: Ref) -> dict[str, object]:
    """One plan."""
    row = improvement.plan(request.actor, ref)
    said = improvement.plan_agreements(request.actor, row)
    agreements = [{"agreed_on": each.on, "agreed_by": each.body, "recorded_at": each.recorded_at} for each in said]
    return {**_plan(row), "agreements": agreements}


def plan_actions(request: HttpRequest, ref: Ref, asked: Query[shapes.AskedOn]) -> dict[str, object]:
    """The actions of a plan as they stand today or stood on a day, in the plan's order."""
    today = clock.today()
    day = _day(asked.as_at, today)
    found = improvement.plan(request.actor, ref)
    page = improvement.plan_page(request.actor, found.id, as_at=day, today=today, page=asked.page, size=asked.size)
    rows = page.rows if asked.page <= page.pages else ()
    request.audit_keys = {"actions": len(rows), "as_at": day.isoformat()}
    return {
        "plan": ref,
        "as_at": day,
        "page": asked.page,
        "pages": page.pages,
        "found": page.found,
        "items": [_action(row) for row in rows],
    }


def action(request: HttpRequest, ref: Ref) -> dict[str, object]:
    """One action as it stands today, with what was said of it for the committee."""
    found = improvement.action_brief(request.actor, ref, today=clock.today())
    updates = committee_updates(request.actor, found.action.id)
    request.audit_keys = {"updates": len(updates)}
    said = [
        {
            "ref": row.ref,
            "so_on": row.so_on,
            "as_reported_in": row.as_reported_in,
            "paragraphs": list(row.paragraphs),
            "by": row.by_name,
            "recorded_at": row.recorded_at,
        }
        for row in updates
    ]
    return {**_action(found.action), "plan": found.plan.ref, "updates": said}


def write_update(
    request: HttpRequest,
    ref: Ref,
    given: shapes.NewUpdate,
    idempotency_key: Annotated[
        UUID, Header(alias="Idempotency-Key", description="A new UUID for each update; the same when sending it again")
    ],
) -> Any:
    """Write an update of an action. Sent again under the same key it is written once."""
    actor, key = request.actor, str(idempotency_key)
    digest = digest_of(ref, given.dict())
    if not once(actor, key, at=clock.real_now(), digest=digest):
        told = told_before(actor, key, digest=digest)
        if told is None:
            return problems.problem(422, OTHER_CONTENT)
        return Status(201, {"ref": told[0], "action": ref})
    try:
        made = improvement_actions.write_update(
            actor=actor,
            action_ref=ref,
            paragraphs=given.paragraphs,
            so_on=given.so_on,
            audience=Audience(given.audience),
            at=clock.now(),
            token=key,
        )
    except CannotDo as refusal:
        raise RefusedWrite(refusal.sentence, refusal.field) from refusal
    confirm(actor, key, said=made.ref, url="")
    return Status(201, {"ref": made.ref, "action": ref})


class RefusedWrite(Exception):
    """An action's refusal: nothing was written, and the key may be used again once the fault is mended."""

    def __init__(self, sentence: str, field: str | None) -> None:
        super().__init__(sentence)
        self.sentence, self.field = sentence, field


# --- papers ---


def papers(request: HttpRequest, asked: Query[shapes.Asked]) -> dict[str, object]:
    """The papers of the council that were issued and are not exempt, the latest meeting first; also those withdrawn."""
    shown = [row for row in reporting.papers(request.actor) if row.state is PaperStep.ISSUED]
    rows, listed = paged(shown, asked)
    refs = [row.ref for row in rows]
    request.audit_keys = {"papers": refs}
    gone = reporting.withdrawals(request.actor, refs)
    return {**listed, "items": [_paper(row, gone.get(row.ref)) for row in rows]}


def paper(request: HttpRequest, ref: Ref) -> dict[str, object]:
    """One issued paper, with its files and the SHA-256 of its content. One that was withdrawn has no files."""
    row = reporting.paper_row(request.actor, ref)
    signed, issue = reporting.signed_paper(request.actor, ref), issue_of(request.actor, ref)
    if signed is None or signed.exempt or row.state is not PaperStep.ISSUED:
        raise NotVisible
    gone = reporting.withdrawals(request.actor, [ref]).get(ref)
    files = [
        {"kind": kind, "sha256": sha256, "size": size, "url": reverse("api:paper_file", args=[ref, kind])}
        for kind, sha256, size in signed.files
    ]
    return {
        **_paper(row, gone),
        "issued_on": issue.issued_on if issue else None,
        "signed_at": signed.signed_at,
        "sha256": signed.sha256,
        "files": [] if gone else files,
    }


def paper_file(request: HttpRequest, ref: Ref, kind: Annotated[str, Path(pattern=r"^(pdf|docx|html)$")]) -> Any:
    """The bytes of one file of an issued paper; of one that was withdrawn there are none, and why is said."""
    signed = reporting.signed_paper(request.actor, ref)
    if signed is None or signed.exempt:
        raise NotVisible
    if gone := reporting.withdrawals(request.actor, [ref]).get(ref):
        return problems.problem(410, f"It was withdrawn on {day_words(gone.withdrawn_on)}: {gone.reason}")
    content = reporting.signed_file(request.actor, ref, FileKind(kind))
    answer = HttpResponse(content, content_type="application/octet-stream")
    answer.headers["Content-Disposition"] = f'attachment; filename="{ref}.{kind}"'
    return answer


OPERATIONS: dict[str, tuple[str, str, Callable[..., Any], dict[int, Any]]] = {
    "plans": ("GET", "plans", plans, {200: shapes.Plans}),
    "plan": ("GET", "plans/{ref}", plan, {200: shapes.WholePlan}),
    "plan_actions": ("GET", "plans/{ref}/actions", plan_actions, {200: shapes.Actions}),
    "action": ("GET", "actions/{ref}", action, {200: shapes.ActionStory}),
    "write_update": ("POST", "actions/{ref}/updates", write_update, {201: shapes.Written, 409: shapes.Problem}),
    "papers": ("GET", "papers", papers, {200: shapes.Papers}),
    "paper": ("GET", "papers/{ref}", paper, {200: shapes.IssuedPaper}),
    "paper_file": ("GET", "papers/{ref}/files/{kind}", paper_file, {200: None, 410: shapes.Problem}),
}


# --- rows as they go over the wire ---


def paged(rows: Sequence[T], asked: shapes.Asked) -> tuple[Sequence[T], dict[str, int]]:
    """One page of a list, and where it stands in the whole; past the last page there is nothing."""
    pages = max(1, -(-len(rows) // asked.size))
    start = (asked.page - 1) * asked.size
    return rows[start : start + asked.size], {"page": asked.page, "pages": pages, "found": len(rows)}


def _day(asked: date | None, today: date) -> date:
    if asked is None:
        return today
    if not EARLIEST <= asked <= today:
        said = f"Give a day from {EARLIEST.isoformat()} to today, {today.isoformat()}."
        raise ValidationError([{"loc": ("query", "as_at"), "msg": said, "type": "value_error"}])
    return asked


def _plan(row: PlanRow) -> dict[str, object]:
    return {
        "ref": row.ref,
        "title": row.title,
        "councils": list(row.authorities),
        "origin": row.origin,
        "agreed_on": row.agreed_on,
        "rhythm_days": row.rhythm_days,
        "actions": row.actions,
    }


def _action(row: ActionRow) -> dict[str, object]:
    return {
        "ref": row.ref,
        "number": row.number,
        "text": row.text,
        "theme": row.theme_title,
        "leads": [lead.name for lead in row.leads],
        "state": row.state,
        "state_on": row.state_on,
        "standing": row.standing,
        "standing_reason": row.standing_reason,
        "first_target": _given(row.first_target),
        "target": _given(row.target),
        "review": _given(row.review),
        "times_moved": row.slips,
        "last_update_on": row.last_update_on,
        "no_update_within_rhythm": row.lacks_update,
        "evidence_accepted": row.evidence_accepted,
    }


def _given(period: Period | None) -> dict[str, object] | None:
    if period is None:
        return None
    return {"words": period.text, "first_day": period.starts_on, "last_day": period.last_day}


def _paper(row: Any, gone: WithdrawnRow | None) -> dict[str, object]:
    return {
        "ref": row.ref,
        "subject": row.subject,
        "committee": row.committee_name,
        "meets_on": row.days.meets_on,
        "council": row.authority_name,
        "report_by": row.report_by,
        "withdrawn_on": gone.withdrawn_on if gone else None,
        "withdrawn_because": gone.reason if gone else "",
    }
