"""Photographs and drawings by a child: added from a phone, looked at, handed over."""

from __future__ import annotations

from pathlib import PurePath

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header

from lippen.casework.actions import picturing as actions
from lippen.casework.queries import pictures as queries
from lippen.casework.queries import records
from lippen.casework.screens.saying import CHILDREN, crumb_to, form_of, line, may_write, one_of, page_about, text
from lippen.casework.screens.saying import day as day_field
from lippen.casework.vocabulary import PICTURE_SHOWN_WORDS, PICTURE_WORDS, PictureKind, PictureShown
from lippen.design.components import Fact
from lippen.design.forms import DesignForm
from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.design.sending import Page, Sent, answer, shown
from lippen.design.words import day_words
from lippen.kernel import clock
from lippen.kernel.errors import CannotDo
from lippen.kernel.files import pictures as gate
from lippen.kernel.files.gate import Refused

WHO_SEES = (
    "Those who see the record see it here. Partners and inspectors do not, and it is printed with the chronology only "
    "where the child agreed. Where a picture was taken is taken out of it."
)


def pictures(request: HttpRequest, ref: str) -> HttpResponse:
    person, rows = queries.pictures(request.actor, ref)
    title = f"Pictures by {person.name}"
    request.audit_keys = {"shown": [row.ref for row in rows if not row.wrong_why]}
    context = {
        "title": title,
        "crumbs": (CHILDREN, crumb_to(person), Crumb("Pictures")),
        "person": person,
        "opened_until": records.opened_until(request.actor, [person.id], real_at=clock.real_now()),
        "rows": rows,
        "may_write": may_write(request, person),
    }
    return render(request, "casework/pictures.html", context)


def picture(request: HttpRequest, ref: str, picture_ref: str) -> HttpResponse:
    person, row = queries.picture(request.actor, ref, picture_ref)
    request.audit_keys = {"picture": picture_ref}
    title = f"{row.kind} by {row.made_by}"
    context = {
        "title": title,
        "crumbs": (CHILDREN, crumb_to(person), *_crumb_to_all(person.ref), Crumb(title)),
        "person": person,
        "opened_until": records.opened_until(request.actor, [person.id], real_at=clock.real_now()),
        "row": row,
        "facts": [
            Fact("Made by", row.made_by),
            Fact("Made on", day_words(row.made_on)),
            Fact("What is on it", row.alt),
            Fact("In their words", row.child_words or "Nothing is recorded"),
            Fact("May others see it?", row.shown_words),
            Fact("Recorded", f"{day_words(row.recorded_on)}, {row.by}" if row.by else day_words(row.recorded_on)),
        ],
        "may_write": not row.wrong_why and may_write(request, person),
    }
    return render(request, "casework/picture.html", context)


def _crumb_to_all(ref: str) -> tuple[Crumb, ...]:
    return (Crumb("Pictures", reverse("casework:pictures", args=[ref])),)


def picture_file(request: HttpRequest, ref: str, picture_ref: str) -> HttpResponse:
    is_saved = request.GET.get("save") == "1"
    request.audit_keys = {"picture": picture_ref, "saved": is_saved}
    found = queries.shown(request.actor, ref, picture_ref, is_small=False)
    return _served(found, f"{picture_ref}.jpg", is_saved=is_saved)


def small_picture(request: HttpRequest, ref: str, picture_ref: str) -> HttpResponse:
    request.audit_keys = {"picture": picture_ref}
    found = queries.shown(request.actor, ref, picture_ref, is_small=True)
    return _served(found, f"{picture_ref}-small.jpg", is_saved=False)


def _served(found: queries.Shown, name: str, *, is_saved: bool) -> HttpResponse:
    """A picture that we made ourselves, kept by no cache."""
    response = HttpResponse(found.content, content_type=gate.JPEG)
    response.headers["Content-Disposition"] = content_disposition_header(is_saved, name) or "inline"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


class PictureField(forms.FileField):
    """A picture, by its content and never by its name; it answers the picture made anew."""

    def clean(self, data: object, initial: object = None) -> object:
        sent = super().clean(data, initial)
        if not isinstance(sent, UploadedFile):
            return sent
        letters = (letter for letter in PurePath(sent.name or "").name if letter.isprintable())
        name = "".join(letters)[:120] or "The picture"
        try:
            gate.check_picture_size(name, sent.size or 0)
            made = gate.picture_of(name, sent.read())
        except Refused as refusal:
            raise forms.ValidationError(refusal.sentence, code="refused") from refusal
        sent.seek(0)
        return made


def add_picture(request: HttpRequest, ref: str) -> HttpResponse:
    person = records.head(request.actor, ref)
    if not person.is_child:
        raise CannotDo("Pictures are kept of what a child made.")

    def build(data: object, files: object) -> DesignForm:
        form = form_of(
            data,
            picture=PictureField(
                label="The picture",
                help_text="A photograph of it is enough. JPEG or PNG, 20 MB at most",
                widget=forms.FileInput({"accept": "image/jpeg,image/png"}),
            ),
            kind=one_of("What is it?", PICTURE_WORDS, initial=PictureKind.DRAWING.value),
            made_by=line("Who made it?", initial=person.name),
            alt=text("What is on it, in words?", rows="2", most=400, hint="For whoever cannot see it"),
            child_words=text(f"What did {person.name} say about it?", required=False, hint="In their own words"),
            shown=one_of("Do they agree that others see it?", PICTURE_SHOWN_WORDS),
            so_on=day_field("When was it made?"),
        )
        form.files = files or {}
        return form

    def send(form: DesignForm) -> Sent:
        given = form.cleaned_data
        made = actions.add_picture(
            actor=request.actor,
            person_ref=ref,
            kind=PictureKind(given["kind"]),
            made_by=given["made_by"],
            alt=given["alt"],
            child_words=given["child_words"],
            shown=PictureShown(given["shown"]),
            picture=given["picture"],
            so_on=given["so_on"],
            at=clock.now(),
        )
        return Sent("The picture is on the record.", reverse("casework:picture", args=[ref, made.ref]))

    page = page_about(
        request,
        person,
        key="picture",
        title=f"Add a picture by {person.name}",
        button="Add the picture",
        back=reverse("casework:pictures", args=[ref]),
        lead_words=WHO_SEES,
    )
    return _too_large(request, page, build) or answer(request, page, build, send)


add_picture.answers_too_large = True  # type: ignore[attr-defined]


def _too_large(request: HttpRequest, page: Page, build) -> HttpResponse | None:
    """The form again where what was sent is past the limit: its body was not read."""
    size = getattr(request, "too_large_bytes", 0)
    if not size:
        return None
    form = build(None, None)
    form.full_clean()
    form.cleaned_data = {}
    try:
        gate.check_picture_size("Your picture", size)
    except Refused as refusal:
        form.add_error("picture", refusal.sentence)
    response = shown(request, page, form)
    response.status_code = 413
    return response
