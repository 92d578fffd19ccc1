"""How every form is answered: once, with nothing typed ever lost."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from hashlib import sha256
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.db.transaction import atomic
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import strip_tags

from lippen.design import merging
from lippen.design.forms import DesignForm, explained, put_back, typed_fields
from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.kernel import clock
from lippen.kernel.drafts import GONE, confirm, discard_draft, draft_for, once, save_draft, sent_before, told_before
from lippen.kernel.errors import CannotDo
from lippen.kernel.holding import hold_named
from lippen.kernel.models import Draft
from lippen.kernel.standing import Standing, Stands, newer, version_of

OTHER_WORDS = (
    "You sent this form a moment ago with other answers, and those stand. "
    "What you typed now is still here: send it again if it is to stand as well."
)
ALREADY = "{} This was already recorded, and stands once."
SAME_WORDS = (
    "You recorded the very same within the last hour, and that stands. "
    "Did it happen a second time? Then send it again. If not, there is nothing more to do."
)
SAME_WITHIN = timedelta(hours=1)
"""How long the very same words, in a form that was opened anew, are asked about."""
NOT_CONTENT = ("csrfmiddlewaretoken", "form_token", "_again", "_back", "_draft_version", "_stands", "_merging")
THEIRS_STAND = "{} stands as it was recorded. What you wrote is not recorded; {}."
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
    """A page on which somebody says one thing; `adds` where the same words sent anew would stand twice."""

    key: str
    subject: str
    title: str
    button: str
    back: str
    template: str = "design/form.html"
    crumbs: tuple[Crumb, ...] = ()
    context: Mapping[str, object] = field(default_factory=dict)
    has_draft: bool = True
    stands: Stands | None = None
    adds: bool = False

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
    return merged(request, page, form, build) or _sent(request, page, form, send) or shown(request, page, form)


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
    with explained(form):
        _keep(request, page, form, over=_sent_version(request) or 0, stands=request.POST.get("_stands", ""))
        messages.success(request, DRAFT_KEPT)
        return redirect(request.get_full_path())
    return shown(request, page, form)


def _keep(request: HttpRequest, page: Page, form: DesignForm, *, over: int, stands: str) -> None:
    """Keep what was typed as a draft, with the version of what stood when it was begun."""
    fields = {name: words.replace("\x00", "") for name, words in typed_fields(form).items()}
    if stands:
        fields["_stands"] = stands
    save_draft(request.actor, page.key, page.subject, fields=fields, version=over, at=clock.real_now())


def _sent_version(request: HttpRequest) -> int | None:
    """The version of the draft that the page had; None when it does not say."""
    sent = request.POST.get("_draft_version", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else None


def merged(request: HttpRequest, page: Page, form: DesignForm, build: Build) -> HttpResponse | None:
    """Where somebody was quicker: both texts side by side; or what the reader chose of them. None: nobody was."""
    if page.stands:
        hold_named(*page.stands.held)
    if _is_told(request, page, form):
        return None
    now = dict(page.stands.read()) if page.stands else {}
    draft = _draft(request, page)
    if draft is not None:
        said = put_back(build(None, None), draft.fields).initial
        now[merging.DRAFT] = Standing(str(draft.version), said, by_id=request.actor.account_id, at=draft.saved_at)
    before = merging.names_of(now, request.POST.get("_merging"))
    if "_theirs" in request.POST and before:
        return _left(request, page, form, now, before)
    quicker = newer(request.POST.get("_stands", ""), now, page.stands.parts(request.POST)) if page.stands else ()
    if _has_newer_draft(request, form, draft):
        quicker = (*quicker, merging.DRAFT)
    found = _both(request, form, now, dict.fromkeys((*before, *quicker)))
    if quicker and not any(each.differs for each in found) and not merging.says_more(form, found):
        return _said_already(request, page, found) if merging.DRAFT not in quicker else None
    if quicker or "_both" in request.POST or (before and not form.is_valid()):
        if "_both" in request.POST:
            merging.put_together(form, found)
            found = _both(request, form, now, [each.part for each in found])
        return _side_by_side(request, page, form, now, found)
    if draft is None and page.has_draft and _sent_version(request) and not _is_told(request, page, form):
        form.add_error(None, GONE)
        return shown(request, page, form)
    return shown(request, page, form) if "_compare" in request.POST else None


def _is_told(request: HttpRequest, page: Page, form: DesignForm) -> bool:
    """Whether this very form was sent before: it is told the same again, and compared with nothing."""
    return told_before(request.actor, form.data["form_token"], digest=_digest(request, page)) is not None


def _has_newer_draft(request: HttpRequest, form: DesignForm, draft: Draft | None) -> bool:
    """Whether one's own draft has been saved from elsewhere since, with other words."""
    version = _sent_version(request)
    if draft is None or version is None or version == draft.version:
        return False
    return not _says_the_same(form, draft)


def _says_the_same(form: DesignForm, draft: Draft) -> bool:
    """Whether a draft holds what was sent, word for word."""
    kept = {name: words for name, words in draft.fields.items() if name != "_stands"}
    return bool(typed_fields(form) == kept)


def _both(
    request: HttpRequest, form: DesignForm, now: Mapping[str, Standing], parts: Iterable[str]
) -> tuple[merging.Both, ...]:
    own = request.actor.account_id
    return tuple(merging.both_of(form, part, now[part], is_own=now[part].by_id == own) for part in parts)


def _said_already(request: HttpRequest, page: Page, found: Sequence[merging.Both]) -> HttpResponse:
    """Somebody has recorded the very same: it is not recorded twice."""
    discard_draft(request.actor, page.key, page.subject)
    who = "You have" if found[0].is_own else f"{found[0].standing.by or 'Somebody'} has"
    messages.success(request, f"{who} recorded the same already. Nothing is recorded twice.")
    return redirect(page.back)


def _left(
    request: HttpRequest, page: Page, form: DesignForm, now: Mapping[str, Standing], parts: Sequence[str]
) -> HttpResponse:
    """Let theirs stand; what was written is kept as a draft, wherever drafts may be."""
    if merging.DRAFT in parts:
        messages.success(request, "This is the draft that you saved elsewhere.")
        return redirect(request.get_full_path())
    kept = "it is not kept, since such words are kept in no draft"
    if page.has_draft:
        draft = _draft(request, page)
        stands = version_of({part: each for part, each in now.items() if part != merging.DRAFT})
        _keep(request, page, form, over=draft.version if draft else 0, stands=stands)
        kept = "it is your draft, and you find it when you open the form again"
    messages.success(request, THEIRS_STAND.format("It", kept))
    return redirect(page.back)


def _side_by_side(
    request: HttpRequest, page: Page, form: DesignForm, now: Mapping[str, Standing], found: Sequence[merging.Both]
) -> HttpResponse:
    """The page with both texts; sending it again is over what stands now, unless somebody is quicker once more."""
    form.data["form_token"] = str(uuid4())
    request.has_shown = True
    recorded = {part: each for part, each in now.items() if part != merging.DRAFT}
    others = any(not each.is_own for each in found)
    context = {
        "merging": found,
        "merging_parts": ",".join(each.part for each in found),
        "merging_draft": all(each.is_draft for each in found),
        "may_put_together": merging.may_put_together(form, found),
        "title": "Two of you wrote this" if others else "You wrote this twice",
        "stands": version_of(recorded) if page.stands else "",
    }
    return shown(request, replace(page, context={**page.context, **context}), form)


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
    _ask_of_the_same(request, page, form, digest)
    if once(request.actor, form.token, at=clock.real_now(), digest=digest):
        said = send(form)
        sent = said if isinstance(said, Sent) else Sent(said, page.back)
        confirm(request.actor, form.token, said=strip_tags(sent.words), url=sent.url)
        return sent
    told = told_before(request.actor, form.token, digest=digest)
    if told is None:
        form.data["form_token"] = str(uuid4())
        raise CannotDo(OTHER_WORDS)
    draft = _draft(request, page)
    is_other = draft is not None and not _says_the_same(form, draft)
    words = ALREADY.format(told[0]) if "_back" in form.data else told[0]  # a double click is told the same
    return Sent(words, told[1], keeps_draft=is_other)


def _ask_of_the_same(request: HttpRequest, page: Page, form: DesignForm, digest: str) -> None:
    """Ask once where the very same was sent a while ago in another form: the page before, opened anew, looks so."""
    if not page.adds or "_again" in form.data or told_before(request.actor, form.token, digest=digest):
        return
    if sent_before(request.actor, digest, since=clock.real_now() - SAME_WITHIN):
        form.data["_again"] = "1"
        raise CannotDo(SAME_WORDS)


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
    stands, since = _version(request, page, draft)
    context = {
        "title": page.title,
        "form": form,
        "button": page.button,
        "cancel_url": page.back,
        "crumbs": page.crumbs,
        "draft_url": reverse("web:draft", args=[page.key, page.subject]) if page.has_draft else "",
        "draft_version": drafted.version if drafted else 0,
        "draft_saved_at": draft.saved_at if draft else None,
        "is_sent_once": True,
        "is_asked_again": form.is_bound and "_again" in form.data,
        "stands": stands,
        "since_begun": since,
        **page.context,
    }
    return render(request, page.template, context)


def _version(request: HttpRequest, page: Page, draft: Draft | None) -> tuple[str, Standing | None]:
    """The version token of what stood when this was begun, and what somebody has said since then."""
    if page.stands is None or "stands" in page.context:
        return "", None
    if request.method == "POST":
        return request.POST.get("_stands", ""), None
    now = page.stands.read()
    begun = draft.fields.get("_stands") if draft else None
    if begun is None:
        return version_of(now), None
    quicker = newer(begun, now, page.stands.parts(draft.fields))
    return begun, now[quicker[0]] if quicker else None
