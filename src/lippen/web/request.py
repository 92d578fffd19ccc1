"""One wrapper round every routed view: policy, transaction, actor, audit, rendering, actor cleared on leaving."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from functools import partial
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.core.exceptions import ImmediateHttpResponse, ReauthenticationRequired
from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve, reverse

from lippen.casework.queries import watching
from lippen.kernel import access, audit, clock, drafts
from lippen.kernel.access import NOBODY
from lippen.kernel.errors import CannotDo, Moved, NotAllowed, NotVisible, Slowed
from lippen.kernel.ids import new_ref
from lippen.organisation import factors, sessions
from lippen.organisation import queries as organisation
from lippen.web import errors
from lippen.web.access_table import table
from lippen.web.access_table.lines import Line
from lippen.web.carried import carried, still_here
from lippen.web.leaving import Left, signed_out

log = logging.getLogger("lippen.web")
View = Callable[..., HttpResponse]
SEARCHES = ("casework:look_for", "web:search")
SEEN_KEY = "lippen_seen"
SEEN_STEP_SECONDS = 60
BEGUN_AGAIN = 2


class Methods:
    """Middleware, before a form is asked where it came from: what a page does not take is no form of it, old or new."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: tuple[object, ...], kwargs: Mapping[str, object]
    ) -> HttpResponse | None:
        line = table().get(request.resolver_match.view_name)
        if line is None or request.method in line.methods:
            return None
        return errors.not_allowed_method(request, line.methods)


class Gate:
    """Middleware, last in the list: it answers for every view, so that none is reached any other way."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = NOBODY
        if not _has_a_length(request):
            return errors.page(request, 400)
        if _is_too_large(request):
            if not _answers_too_large(request):
                return errors.page(request, 413)
            _show_instead(request)
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: tuple[object, ...], kwargs: Mapping[str, object]
    ) -> HttpResponse:
        name = request.resolver_match.view_name
        line = table().get(name)
        if line is None:
            log.error("route without a policy: %s", name)
            return errors.not_found(request)
        if "\x00" in request.META.get("QUERY_STRING", "") + request.path or "%00" in request.META.get(
            "QUERY_STRING", ""
        ):
            return errors.bad_request(request)
        if line.without_database:
            return view(request, *args, **kwargs)
        audit.REQUEST_KEY.set(new_ref("req"))
        _end_idle_session(request)
        return _in_turn(request, line, lambda: view(request, *args, **kwargs))


def _has_a_length(request: HttpRequest) -> bool:
    """Whether the length of the body, where one is given, is a number: else Django cannot read the body at all."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return length.isascii() and length.isdigit() and len(length) < 20


def _is_too_large(request: HttpRequest) -> bool:
    """Before anything reads the body: a file of a gigabyte is answered at once and kept nowhere."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return length.isascii() and length.isdigit() and int(length) > settings.LIPPEN_MOST_UPLOAD


def _answers_too_large(request: HttpRequest) -> bool:
    """Whether the view shows its own form again for what is too large."""
    try:
        return request.method == "POST" and getattr(resolve(request.path_info).func, "answers_too_large", False)
    except Resolver404:
        return False


def _show_instead(request: HttpRequest) -> None:
    """Ask for the form as if it were opened: what was sent is neither read nor acted on."""
    request.too_large_bytes = int(request.META["CONTENT_LENGTH"])
    request.method = request.META["REQUEST_METHOD"] = "GET"


def _end_idle_session(request: HttpRequest) -> None:
    if not request.user.is_authenticated:
        return
    now, seen = int(time.time()), request.session.get(SEEN_KEY)
    if seen is not None and now - seen > settings.LIPPEN_IDLE_SECONDS:
        logout(request)
    elif seen is None or now - seen > SEEN_STEP_SECONDS:
        request.session[SEEN_KEY] = now


def _in_turn(request: HttpRequest, line: Line, view: Callable[[], HttpResponse]) -> HttpResponse:
    """Answer; and where two writers waited for each other, begin again, for the first try left nothing behind."""
    tries = BEGUN_AGAIN
    while True:
        try:
            return _answer(request, line, view)
        except OperationalError as fault:
            if errors.is_held(fault):
                return errors.busy(request)
            if not tries or not errors.is_crossed(fault):
                raise
            tries -= 1
            _from_the_start(request)


def _from_the_start(request: HttpRequest) -> None:
    """Let a form's files be read once more."""
    if request.method == "POST":
        for file in request.FILES.values():
            file.seek(0)


def _answer(request: HttpRequest, line: Line, view: Callable[[], HttpResponse]) -> HttpResponse:
    """Run the view in its transaction; every refusal leaves by a finished page and its own audit row."""
    try:
        with transaction.atomic():
            return _inside(request, line, view)
    except SignInFirst:
        return _sign_in_first(request)
    except SecondFactorFirst:
        return HttpResponseRedirect(reverse("organisation:second_step"))
    except Left as left:
        return signed_out(request, left)
    except ReauthenticationRequired:
        return _show_again_who_you_are(request)
    except (NotVisible, Http404):
        return _refused(request, line, "not_visible", _not_found(request))
    except (NotAllowed, PermissionDenied):
        return _refused(request, line, "not_allowed", errors.not_allowed)
    except Slowed as slowed:
        return _refused(request, line, "slowed", partial(errors.slowed, until=slowed.until))
    except Moved as moved:
        return HttpResponseRedirect(moved.url)
    except CannotDo as refusal:
        return errors.cannot_do(request, refusal.sentence)


def _sign_in_first(request: HttpRequest) -> HttpResponse:
    """Send to the sign-in page; but what somebody wrote in a form is given back to them first."""
    fields = carried(request)
    if fields:
        return still_here(request, fields, status=401, is_signed_in=False)
    return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}")


class SignInFirst(Exception):
    """Nobody is signed in and the page is not for everyone."""


class SecondFactorFirst(Exception):
    """Somebody came in by one factor alone: they set up a second one before any page is served."""


def _show_again_who_you_are(request: HttpRequest) -> HttpResponse:
    """Before keys are changed their holder shows one of them again, then comes back to the page as it opens."""
    ways = get_adapter(request).get_reauthentication_methods(request.user)
    url = ways[0]["url"] if ways else reverse("account_login")
    return HttpResponseRedirect(f"{url}?{urlencode({'next': request.path})}")


def _inside(request: HttpRequest, line: Line, view: Callable[[], HttpResponse]) -> HttpResponse:
    actor = organisation.actor_for(request.user.pk, on=clock.today()) if request.user.is_authenticated else NOBODY
    request.actor = actor
    access.identify(actor, today=clock.today())
    _admit(request, line)
    _pace(request, line)
    if not line.is_public:
        sessions.note(request, actor)
    response = _given(view)
    if hasattr(response, "is_rendered") and not response.is_rendered:
        response.render()
    is_read = request.method in {"GET", "HEAD"} or getattr(request, "has_shown", False)
    if line.audit and response.status_code < 400 and is_read:
        audit.record(request.actor, line.audit, _subject(request, line), keys=getattr(request, "audit_keys", None))
    access.forget()
    return response


def _given(view: Callable[[], HttpResponse]) -> HttpResponse:
    """What the view answers; allauth answers out of the middle of its views, and what it has done by then stands."""
    try:
        return view()
    except ImmediateHttpResponse as answered:
        return answered.response


def _admit(request: HttpRequest, line: Line) -> None:
    if line.is_public:
        return
    if request.actor.account_id is None:
        raise Left("closed") if SESSION_KEY in request.session else SignInFirst
    if not request.actor.roles:
        raise Left("no_post")
    if not (line.before_second_factor or factors.has_shown_two(request)):
        raise SecondFactorFirst
    if not request.actor.roles & line.roles:
        raise NotAllowed(line.name)


def _pace(request: HttpRequest, line: Line) -> None:
    """Slow whoever looks up many records of people in a row; what is sent about one is taken at any time."""
    ref = request.resolver_match.kwargs.get("ref", "")
    is_search = line.name in SEARCHES and request.method == "POST"
    if line.is_look_up and (is_search or (ref and request.method in {"GET", "HEAD"})):
        until = watching.slowed_until(str(ref))
        if until is not None:
            raise Slowed(until)


def _subject(request: HttpRequest, line: Line) -> tuple[str, str]:
    kwargs = request.resolver_match.kwargs
    key = kwargs.get(line.subject or "ref", "")
    return line.name, str(key)


def _not_found(request: HttpRequest) -> Callable[[HttpRequest], HttpResponse]:
    """The page for it. By a form that was sent before, the writer may have closed the record to themselves."""
    token = request.POST.get("form_token", "") if request.method == "POST" else ""
    if not token:
        return errors.not_found
    with transaction.atomic():
        access.identify(request.actor, today=clock.today())
        said = drafts.said_of(request.actor, token)
    return partial(errors.sent_before, said=said) if said else errors.not_found


def _refused(request: HttpRequest, line: Line, why: str, page: Callable[[HttpRequest], HttpResponse]) -> HttpResponse:
    """A refusal is audited in a second transaction, since the first one was rolled back."""
    with transaction.atomic():
        access.identify(request.actor, today=clock.today())
        audit.record(request.actor, f"refused.{why}", _subject(request, line))
    return page(request)
