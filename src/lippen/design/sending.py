"""How every form is answered: once, with nothing typed ever lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.db.transaction import atomic
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import strip_tags

from lippen.design.forms import DesignForm, explained, put_back, typed_fields
from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.kernel import clock
from lippen.kernel.drafts import confirm, discard_draft, draft_for, once, save_draft, told_before
from lippen.kernel.errors import CannotDo
from lippen.kernel.models import Draft

OTHER_WORDS = (
    "You sent this form a moment ago with other answers, and those stand. "
    "What you typed now is still here: send it again if it is to stand as well."
)
NOT_CONTENT = ("csrfmiddlewaretoken", "_draft_version")
DRAFT_KEPT = "Your draft is saved. Only you can see it. Come back to this page on any device to go on."
DRAFT_GONE = "Your draft is discarded."
Build = Callable[..., DesignForm]
Send = Callable[[DesignForm], "str | Sent"]


@dataclass(frozen=True)
class Sent:
    """What was done, in words, and where the reader goes now; a draft that is not used up stays."""

    words: str
    url: str
    keeps_draft: bool = False


@dataclass(frozen=True)
class Page:
    """A page on which somebody says one thing."""

    key: str
    subject: str
    title: str
    button: str
    back: str
    template: str = "design/form.html"
    crumbs: tuple[Crumb, ...] = ()
    context: Mapping[str, object] = field(default_factory=dict)
    has_draft: bool = True

    def with_template(self, template: str) -> Page:
        """The same page, drawn otherwise."""
        return replace(self, template=template)


def answer(request: HttpRequest, page: Page, build: Build, send: Send) -> HttpResponse:
    """Show the form, keep its draft, or send it: `send` does it and gives back the sentence that says so."""
    if request.method != "POST":
        return _opened(request, page, build)
    if "_discard" in request.POST:
        discard_draft(request.actor, page.key, page.subject)
        messages.success(request, DRAFT_GONE)
        return redirect(request.get_full_path())
    form = build(with_token(request), request.FILES)
    if "_draft" in request.POST and page.has_draft:
        return _kept(request, page, form)
    return _sent(request, page, form, send) or shown(request, page, form)


def with_token(request: HttpRequest) -> object:
    """What was sent; a form that lost its token gets a new one rather than an error."""
    sent = request.POST.copy()
    try:
        UUID(sent.get("form_token", ""))
    except ValueError:
        sent["form_token"] = str(uuid4())
    return sent


def _opened(request: HttpRequest, page: Page, build: Build) -> HttpResponse:
    form = build(None, None)
    draft = _draft(request, page)
    if draft is not None:
        put_back(form, draft.fields)
    return shown(request, page, form, draft)


def _kept(request: HttpRequest, page: Page, form: DesignForm) -> HttpResponse:
    sent = request.POST.get("_draft_version", "")
    version = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else 0
    with explained(form):
        fields = {name: words.replace("\x00", "") for name, words in typed_fields(form).items()}
        save_draft(request.actor, page.key, page.subject, fields=fields, version=version, at=clock.real_now())
        messages.success(request, DRAFT_KEPT)
        return redirect(request.get_full_path())
    return shown(request, page, form)


def _sent(request: HttpRequest, page: Page, form: DesignForm, send: Send) -> HttpResponse | None:
    if not form.is_valid():
        return None
    with explained(form):
        with atomic():
            sent = _done_once(request, page, form, send)
            if not sent.keeps_draft:
                discard_draft(request.actor, page.key, page.subject)
        messages.success(request, sent.words)
        return redirect(sent.url)
    return None


def _done_once(request: HttpRequest, page: Page, form: DesignForm, send: Send) -> Sent:
    """Do it, or find what was said when this very form was sent before; other words under its token stay typed."""
    digest = _digest(request, page)
    if once(request.actor, form.token, at=clock.real_now(), digest=digest):
        said = send(form)
        sent = said if isinstance(said, Sent) else Sent(said, page.back)
        confirm(request.actor, form.token, said=strip_tags(sent.words), url=sent.url)
        return sent
    told = told_before(request.actor, form.token, digest=digest)
    if told is None:
        form.data["form_token"] = str(uuid4())
        raise CannotDo(OTHER_WORDS)
    return Sent(told[0], told[1], keeps_draft=True)


def _digest(request: HttpRequest, page: Page) -> str:
    """One short number for all that was sent, files and all."""
    sent = sha256(repr((page.key, page.subject)).encode())
    for name, values in sorted(request.POST.lists()):
        if name not in NOT_CONTENT:
            sent.update(repr((name, values)).encode())
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            sent.update(repr((name, file.name)).encode())
            for part in file.chunks():
                sent.update(part)
            file.seek(0)
    return sent.hexdigest()


def _draft(request: HttpRequest, page: Page) -> Draft | None:
    return draft_for(request.actor, page.key, page.subject) if page.has_draft else None


def shown(request: HttpRequest, page: Page, form: forms.BaseForm, draft: Draft | None = None) -> HttpResponse:
    """The form's page."""
    drafted = draft or _draft(request, page)
    context = {
        "title": page.title,
        "form": form,
        "button": page.button,
        "cancel_url": page.back,
        "crumbs": page.crumbs,
        "draft_url": reverse("web:draft", args=[page.key, page.subject]) if page.has_draft else "",
        "draft_version": drafted.version if drafted else 0,
        "draft_saved_at": draft.saved_at if draft else None,
        **page.context,
    }
    return render(request, page.template, context)
