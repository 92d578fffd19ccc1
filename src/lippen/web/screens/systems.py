"""Which partners' systems may come in: their tokens made, shown once, and revoked."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.core.paginator import Paginator
from django.db.transaction import atomic
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from lippen.design.forms import DatePartsField, DesignForm, explained
from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.design.sending import with_token
from lippen.kernel import clock
from lippen.kernel.access import Permission
from lippen.kernel.drafts import once
from lippen.kernel.errors import CannotDo
from lippen.organisation import queries as organisation
from lippen.organisation.actions.subscriptions import end_subscription, subscribe
from lippen.organisation.actions.tokens import make_token, revoke_token
from lippen.organisation.queries import subscriptions, tokens
from lippen.organisation.vocabulary import EVENT_WORDS, SCOPE_WORDS, Event, Scope

A_YEAR = timedelta(days=365)
LOG_SIZE = 50
MADE_ALREADY = "This form has made its token already, and a token is shown once only. Make another if it got lost."


def systems(request: HttpRequest) -> HttpResponse:
    return _list(request)


def _list(request: HttpRequest, *, secret: str = "", name: str = "", what: str = "token") -> HttpResponse:
    context = {
        "title": "Other systems",
        "tokens": tokens.tokens(request.actor, today=clock.today()),
        "subscriptions": subscriptions.subscriptions(request.actor),
        "secret": secret,
        "name": name,
        "what": what,
    }
    answer = render(request, "web/systems.html", context)
    if secret:
        answer.headers["Cache-Control"] = "no-store"
    return answer


class TokenForm(DesignForm):
    """Which system, what it may do, until when."""

    name = forms.CharField(
        label="Which system is it for?", max_length=120, help_text="Such as: the health board's performance system"
    )
    authority = forms.TypedChoiceField(label="For which council?", coerce=int)
    scopes = forms.MultipleChoiceField(
        label="What may it do?",
        choices=[(scope.value, words) for scope, words in SCOPE_WORDS.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    expires_on = DatePartsField(label="Its last day", help_text="Two years ahead at most")

    def __init__(self, *args: object, councils: list[tuple[int, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["authority"].choices = councils
        if len(councils) == 1:
            self.fields["authority"].initial = councils[0][0]
            self.fields["authority"].widget = forms.HiddenInput()
        self.fields["expires_on"].initial = clock.today() + A_YEAR


def new_token(request: HttpRequest) -> HttpResponse:
    """The one form that is not answered by a redirect: its answer is shown once and kept nowhere."""
    rows = organisation.authorities_of(request.actor, permission=Permission.MANAGE_ACCOUNTS)
    councils = [(row.id, row.name) for row in rows]
    form = TokenForm(with_token(request) if request.method == "POST" else None, councils=councils)
    if request.method == "POST" and form.is_valid():
        if not once(request.actor, form.token, at=clock.real_now()):
            form.add_error(None, MADE_ALREADY)
        else:
            with explained(form):
                given = form.cleaned_data
                secret = make_token(
                    actor=request.actor,
                    name=given["name"],
                    authority_id=given["authority"],
                    scopes=[Scope(scope) for scope in given["scopes"]],
                    expires_on=given["expires_on"],
                    at=clock.now(),
                )
                return _list(request, secret=secret, name=given["name"])
    title = "Let another system in"
    context = {
        "title": title,
        "form": form,
        "button": "Make its token",
        "cancel_url": reverse("web:systems"),
        "crumbs": (Crumb("Other systems", reverse("web:systems")), Crumb(title)),
    }
    return render(request, "design/form.html", context)


def revoke(request: HttpRequest, ref: str) -> HttpResponse:
    revoke_token(actor=request.actor, token_ref=ref, at=clock.now())
    return redirect("web:systems")


class SubscriptionForm(DesignForm):
    """Which system is told of what, and where."""

    name = forms.CharField(label="Which system is told?", max_length=120)
    authority = forms.TypedChoiceField(label="Of what happens in which council?", coerce=int)
    url = forms.CharField(
        label="Where?", max_length=400, help_text="Its whole address, such as https://systems.example.org/lippen"
    )
    events = forms.MultipleChoiceField(
        label="Of what?",
        help_text="It is told keys alone, never a name or a text: it then asks for what its token lets it read",
        choices=[(event.value, words) for event, words in EVENT_WORDS.items()],
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: object, councils: list[tuple[int, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["authority"].choices = councils
        if len(councils) == 1:
            self.fields["authority"].initial = councils[0][0]
            self.fields["authority"].widget = forms.HiddenInput()


def new_subscription(request: HttpRequest) -> HttpResponse:
    """Like a token's form: its answer holds a secret, so it is shown once and not redirected to."""
    rows = organisation.authorities_of(request.actor, permission=Permission.MANAGE_ACCOUNTS)
    councils = [(row.id, row.name) for row in rows]
    form = SubscriptionForm(with_token(request) if request.method == "POST" else None, councils=councils)
    if request.method == "POST" and form.is_valid():
        with explained(form):
            given = form.cleaned_data
            with atomic():
                if not once(request.actor, form.token, at=clock.real_now()):
                    raise CannotDo(MADE_ALREADY)
                _, secret = subscribe(
                    actor=request.actor,
                    name=given["name"],
                    authority_id=given["authority"],
                    url=given["url"],
                    events=[Event(event) for event in given["events"]],
                    at=clock.now(),
                )
            return _list(request, secret=secret, name=given["name"], what="signing secret")
    title = "Tell another system"
    context = {
        "title": title,
        "form": form,
        "button": "Tell it from now on",
        "cancel_url": reverse("web:systems"),
        "crumbs": (Crumb("Other systems", reverse("web:systems")), Crumb(title)),
    }
    return render(request, "design/form.html", context)


def end(request: HttpRequest, ref: str) -> HttpResponse:
    end_subscription(actor=request.actor, subscription_ref=ref, at=clock.now())
    return redirect("web:systems")


def deliveries(request: HttpRequest) -> HttpResponse:
    asked = request.GET.get("page", "1")
    page = int(asked) if asked.isascii() and asked.isdigit() and 0 < len(asked) < 6 else 1
    rows, found = subscriptions.deliveries(request.actor, page=max(1, page), size=LOG_SIZE)
    context = {
        "title": "What other systems were told",
        "crumbs": (Crumb("Other systems", reverse("web:systems")), Crumb("Deliveries")),
        "rows": rows,
        "page_obj": Paginator(range(found), LOG_SIZE).get_page(page),
    }
    request.audit_keys = {"deliveries": len(rows)}
    return render(request, "web/deliveries.html", context)
