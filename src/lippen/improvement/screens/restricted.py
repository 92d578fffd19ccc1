"""The restricted file of a complaint or a court concern: for those it names; for everybody else it is not there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header

from lippen.design.forms import DatePartsField, DesignForm
from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.design.sending import Page, Sent, answer
from lippen.design.words import count_words, day_words
from lippen.improvement import actions, queries
from lippen.improvement.screens.addresses import PLANS
from lippen.improvement.screens.days import DayField
from lippen.improvement.screens.sources import crumb_to_source, crumb_to_sources
from lippen.improvement.screens.uploads import answers_too_large, gated, kept_upload, refused_as_too_large
from lippen.improvement.source_rows import RestrictedRow, SightRow
from lippen.improvement.vocabulary import RESTRICTED_KINDS
from lippen.kernel import clock
from lippen.kernel.access import Permission, may, require
from lippen.kernel.errors import NotVisible
from lippen.organisation import queries as organisation

PERSON, POST = "person", "post"
WARNING = (
    "Restricted. Nothing in this file is shown, exported or found anywhere else. Each time it is opened is recorded."
)


def restricted(request: HttpRequest, ref: str) -> HttpResponse:
    found = queries.restricted_file(request.actor, ref)
    today = clock.today()
    may_name = may(request.actor, Permission.EDIT_PLAN, at=[found.authority_id])
    sights = queries.open_sights(found, today)
    shared = count_words(len(sights), "person or post", "people and posts")
    context = {
        "title": found.title,
        "file": found,
        "warning": WARNING,
        "crumbs": _crumbs(request, found),
        "facts_line": f"Opened on {day_words(found.so_on)}. Open to {shared}.",
        "sights": [(each, _key(each)) for each in sights],
        "ended": [each for each in found.sights if each.ended or each not in sights],
        "may_name": may_name,
    }
    request.audit_keys = {"entries": len(found.entries)}
    return render(request, "improvement/restricted.html", context)


def _crumbs(request: HttpRequest, found: RestrictedRow, *more: Crumb) -> tuple[Crumb, ...]:
    """The way back to the source, for those who read plans; nothing for those who only see the file."""
    back: tuple[Crumb, ...] = ()
    if may(request.actor, Permission.READ_PLAN, at=[found.authority_id]):
        back = (PLANS, crumb_to_sources(), crumb_to_source(queries.source(request.actor, found.source_ref)))
    if not more:
        return (*back, Crumb(found.title))
    return (*back, Crumb(found.title, reverse("improvement:restricted", args=[found.ref])), *more)


BY_POST = "Whoever holds a post"


def _key(sight: SightRow) -> str:
    return f"{PERSON}-{sight.person_id}" if sight.person_id else f"{POST}-{sight.post_id}"


def _seer(key: str) -> actions.Seer:
    kind, _, number = key.partition("-")
    return actions.Seer(person_id=int(number)) if kind == PERSON else actions.Seer(post_id=int(number))


def _seers(request: HttpRequest, authority_id: int) -> list[tuple[str, list[tuple[str, str]]]]:
    """Posts and people of a council, to choose from."""
    today = clock.today()
    posts = organisation.posts_of([authority_id], on=today)
    people = organisation.people_of([authority_id], on=today)
    held = [
        (f"{POST}-{post.id}", f"{post.title} ({', '.join(who.name for who in post.holders) or 'nobody now'})")
        for post in posts
    ]
    named = [(f"{PERSON}-{who.id}", f"{who.name}, {who.post_title}" if who.post_title else who.name) for who in people]
    return [(BY_POST, held), ("One person", named)]


def _page(request: HttpRequest, found: RestrictedRow, *, key: str, title: str, button: str, **context: object) -> Page:
    return Page(
        key=key,
        subject=found.ref,
        title=title,
        button=button,
        back=reverse("improvement:restricted", args=[found.ref]),
        crumbs=_crumbs(request, found, Crumb(title)),
        template="improvement/form.html",
        context=context,
    )


class OpenForm(DesignForm):
    """What a restricted file is called, and who sees it besides the one who opens it."""

    title = forms.CharField(
        label="What is the file about?", max_length=240, help_text="A title without any person's name"
    )

    def __init__(self, *args: object, seers: Sequence[tuple[str, object]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        posts = next((held for words, held in seers if words == BY_POST), [])
        self.fields["post"] = forms.ChoiceField(
            label="Which post sees it?",
            choices=[("", "Choose a post"), *posts],
            help_text="Whoever holds the post sees the file, also after somebody left.",
        )
        for number in (1, 2, 3):
            self.fields[f"who_{number}"] = forms.ChoiceField(
                label="Who else may see it?" if number == 1 else "And who else?",
                choices=[("", "Nobody else"), *seers],
                required=False,
                help_text="You see it yourself. You can name more people later." if number == 1 else "",
            )

    def seers(self) -> list[actions.Seer]:
        """Those chosen, each once."""
        keys = [self.cleaned_data["post"], *(self.cleaned_data[f"who_{number}"] for number in (1, 2, 3))]
        return [_seer(key) for key in dict.fromkeys(filter(None, keys))]


def open_restricted(request: HttpRequest, ref: str) -> HttpResponse:
    source = queries.source(request.actor, ref)
    require(request.actor, Permission.EDIT_PLAN, at=[source.authority_id])
    if source.kind not in RESTRICTED_KINDS:
        raise NotVisible
    seers = _seers(request, source.authority_id)

    def build(data: object, files: object) -> OpenForm:
        return OpenForm(data, seers=seers)

    def send(form: OpenForm) -> Sent:
        made = actions.open_restricted_file(
            actor=request.actor,
            source_ref=ref,
            title=form.cleaned_data["title"],
            seers=form.seers(),
            so_on=clock.today(),
            at=clock.now(),
        )
        return Sent(
            "The file is open to those you named, and to you.", reverse("improvement:restricted", args=[made.ref])
        )

    page = Page(
        key="open-restricted",
        subject=ref,
        title="Open a restricted file",
        button="Open the file",
        back=reverse("improvement:source", args=[ref]),
        crumbs=(PLANS, crumb_to_sources(), crumb_to_source(source), Crumb("Open a restricted file")),
        template="improvement/form.html",
        context={"lead_words": "Only those you name here will see it, or learn that it is there."},
    )
    return answer(request, page, build, send)


class EntryForm(DesignForm):
    """A note, a document, or both."""

    words = forms.CharField(label="Note", max_length=20_000, required=False, widget=forms.Textarea({"rows": "6"}))
    file = forms.FileField(label="Document", required=False, help_text="PDF, Word, text, CSV or picture, 20 MB at most")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["so_on"] = DayField(label="From what day is it?", today=clock.today())
        self.order_fields(["words", "file", "so_on", "form_token"])

    def clean(self) -> dict[str, object]:
        given = super().clean()
        if not self.errors and not (given.get("words") or given.get("file")):
            self.add_error("words", "Write a note, or add a document: one of them is enough.")
        if given.get("file"):
            with gated(self, "file"):
                self.upload = kept_upload(given["file"])
        return given


@answers_too_large
def add_to_restricted(request: HttpRequest, ref: str) -> HttpResponse:
    found = queries.restricted_file(request.actor, ref)

    def build(data: object, files: object) -> EntryForm:
        return EntryForm(data, files)

    def send(form: EntryForm) -> str:
        upload = getattr(form, "upload", None)
        document = actions.Document(upload.name, upload.media_type, upload.content) if upload else None
        actions.add_to_restricted_file(
            actor=request.actor,
            file_ref=ref,
            words=form.cleaned_data["words"],
            document=document,
            so_on=form.cleaned_data["so_on"],
            at=clock.now(),
        )
        return "It stands in the file."

    page = _page(request, found, key="restricted-entry", title="Add to the file", button="Add it to the file")
    return refused_as_too_large(request, page, build(None, None)) or answer(request, page, build, send)


class SightForm(DesignForm):
    """Who may see the file, why and until when."""

    who = forms.ChoiceField(label="Who may see the file?")
    reason = forms.CharField(label="Why do they need to?", max_length=2000, widget=forms.Textarea({"rows": "2"}))
    last_on = DatePartsField(label="Until when?", required=False, help_text="Their last day, to come")

    def __init__(self, *args: object, seers: Sequence[tuple[str, object]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].choices = [("", "Choose a post or a person"), *seers]


def _for_naming(request: HttpRequest, ref: str) -> RestrictedRow:
    found = queries.restricted_file(request.actor, ref)
    require(request.actor, Permission.EDIT_PLAN, at=[found.authority_id])
    return found


def name_audience(request: HttpRequest, ref: str) -> HttpResponse:
    found = _for_naming(request, ref)
    seers = _seers(request, found.authority_id)

    def build(data: object, files: object) -> SightForm:
        return SightForm(data, seers=seers)

    def send(form: SightForm) -> str:
        given = form.cleaned_data
        actions.let_see(
            actor=request.actor,
            file_ref=ref,
            seer=_seer(given["who"]),
            reason=given["reason"],
            ends_on=given["last_on"] + timedelta(days=1) if given["last_on"] else None,
            so_on=clock.today(),
            at=clock.now(),
        )
        return "They can see the file from today."

    page = _page(request, found, key="restricted-audience", title="Let somebody see it", button="Let them see it")
    return answer(request, page, build, send)


class EndSightForm(DesignForm):
    """Who may no longer see the file, and why."""

    who = forms.ChoiceField(label="Who may no longer see the file?", widget=forms.RadioSelect)
    reason = forms.CharField(label="Why?", max_length=2000, required=False, widget=forms.Textarea({"rows": "2"}))

    def __init__(self, *args: object, sights: Mapping[str, str], wanted: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].choices = list(sights.items())
        self.fields["who"].initial = wanted


def end_sight(request: HttpRequest, ref: str) -> HttpResponse:
    found = _for_naming(request, ref)
    sights = {_key(each): each.name for each in queries.open_sights(found, clock.today())}

    def build(data: object, files: object) -> EndSightForm:
        return EndSightForm(data, sights=sights, wanted=request.GET.get("who", ""))

    def send(form: EndSightForm) -> Sent:
        given = form.cleaned_data
        actions.let_see_no_longer(
            actor=request.actor,
            file_ref=ref,
            seer=_seer(given["who"]),
            reason=given["reason"],
            so_on=clock.today(),
            at=clock.now(),
        )
        words = f"{sights[given['who']]} no longer sees the file."
        return Sent(words, page.back if _still_seen(request, ref) else reverse("web:home"))

    page = _page(request, found, key="restricted-end", title="End somebody's sight of it", button="End it")
    return answer(request, page, build, send)


def _still_seen(request: HttpRequest, ref: str) -> bool:
    return any(row.ref == ref for row in queries.restricted_files(request.actor))


def restricted_document(request: HttpRequest, ref: str, entry_ref: str) -> HttpResponse:
    kept = queries.restricted_document(request.actor, ref, entry_ref)
    response = HttpResponse(kept.content, content_type=kept.media_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=kept.name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox"
    response["Cache-Control"] = "no-store"
    return response
