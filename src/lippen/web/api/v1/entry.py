"""How every request of a partner's system is answered: its token, its scope, its limits, its audit row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from lippen.kernel import access, audit, clock
from lippen.kernel.access import Permission
from lippen.kernel.errors import CannotDo, NotAllowed, NotVisible
from lippen.organisation.actions.tokens import note_use
from lippen.organisation.queries.tokens import PERMISSIONS, Bearer, bearer_of
from lippen.organisation.vocabulary import Scope
from lippen.web import limits
from lippen.web.access_table import table
from lippen.web.api.problems import problem
from lippen.web.api.v1.reading import secret_in

View = Callable[..., HttpResponse]
MOST_A_MINUTE = 300
MOST_UNKNOWN_A_MINUTE = 60


def by_token(name: str) -> View:
    """The view of an operation: csrf does not arise, since no browser brings a token by itself."""

    @csrf_exempt
    def view(request: HttpRequest, **values: object) -> HttpResponse:
        today = clock.today()
        secret = secret_in(request)
        bearer = bearer_of(secret, today=today) if secret else None
        if bearer is None:
            often = limits.has_asked_too_often("api", limits.asker(request), most=MOST_UNKNOWN_A_MINUTE, seconds=60)
            return problem(429 if often else 401)
        if limits.has_asked_too_often("api", bearer.ref, most=MOST_A_MINUTE, seconds=60):
            return problem(429)
        return _answer(request, name, bearer, values)

    view.__name__ = name
    return view


def _answer(request: HttpRequest, name: str, bearer: Bearer, values: dict[str, object]) -> HttpResponse:
    """Do it in the name of the token's own account, and of nothing but the scope that this route asks for."""
    scope = Scope(table()[request.resolver_match.view_name].scope)
    request.actor = replace(bearer.actor, permissions=_needed(scope))
    access.identify(request.actor, today=clock.today())
    note_use(bearer.ref, at=clock.real_now())
    if scope.value not in bearer.scopes:
        return _refused(request, name, "not_allowed", problem(403))
    from lippen.web.api.v1 import operations

    try:
        with transaction.atomic():
            return _json(operations.views()[name](request, **values))
    except NotVisible:
        return _refused(request, name, "not_visible", problem(404))
    except NotAllowed:
        return _refused(request, name, "not_allowed", problem(403))
    except operations.RefusedWrite as refusal:
        where = {"where": f"body.{refusal.field}", "what": refusal.sentence}
        return problem(422, refusal.sentence, errors=[where]) if refusal.field else problem(409, refusal.sentence)
    except CannotDo as refusal:
        return problem(409, refusal.sentence)


def _needed(scope: Scope) -> frozenset[Permission]:
    """Writing an update takes seeing the action; no route gets more than it asks for."""
    needed = {PERMISSIONS[scope]}
    return frozenset(needed | {Permission.READ_PLAN} if scope is Scope.WRITE_UPDATES else needed)


def _refused(request: HttpRequest, name: str, why: str, answer: HttpResponse) -> HttpResponse:
    kwargs = request.resolver_match.kwargs
    audit.record(request.actor, f"refused.{why}", (f"api:{name}", str(kwargs.get("ref", ""))))
    return answer


def _json(answer: HttpResponse) -> HttpResponse:
    """Nothing that a token opens is kept on the way."""
    answer.headers["Cache-Control"] = "no-store"
    return answer


def description(request: HttpRequest) -> HttpResponse:
    """OpenAPI's description of the interface, for machines."""
    from lippen.web.api.v1 import operations

    return JsonResponse(operations.description())
