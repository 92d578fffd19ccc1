"""Files on their way in and out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse

from lippen.design.forms import DesignForm
from lippen.design.sending import Page, shown
from lippen.kernel.access import Actor
from lippen.kernel.errors import CannotDo
from lippen.kernel.files import gate
from lippen.kernel.files.gate import FileKind, Refused
from lippen.kernel.files.store import keep_file
from lippen.kernel.models import StoredFile

PLAIN = gate.MEDIA_TYPES[FileKind.TEXT]
BY_BEGINNING = ((b"%PDF", "application/pdf"), (b"\x89PNG\r\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"))
NOT_EVIDENCE = (
    "{name} is not a kind of file that can be kept here. Send a PDF, a Word document, a spreadsheet, text, CSV, PNG or "
    "JPEG."
)


@dataclass(frozen=True)
class Upload:
    """A file that has passed the gate and is not yet kept."""

    name: str
    content: bytes
    media_type: str

    def keep(self, actor: Actor, authority_id: int, *, at: datetime) -> StoredFile:
        """Keep it for an authority."""
        return keep_file(
            actor=actor,
            name=self.name,
            content=self.content,
            media_type=self.media_type,
            authority_id=authority_id,
            at=at,
        )


def named(sent: UploadedFile) -> str:
    """The file's own name, without folders and without what no file name holds."""
    name = "".join(letter for letter in PurePath(sent.name or "").name if letter.isprintable())
    return name[:200] or "The file"


def kept_upload(sent: UploadedFile) -> Upload:
    """A file given as evidence, by its content and never by its name; Refused says what is wrong with it."""
    name = named(sent)
    gate.check_size(name, sent.size or 0)
    content = sent.read()
    for beginning, media_type in BY_BEGINNING:
        if content.startswith(beginning):
            return Upload(name, content, media_type)
    return Upload(name, content, _document_type(name, content))


def _document_type(name: str, content: bytes) -> str:
    if content.startswith((b"GIF8", b"MZ", b"\x7fELF", b"\x1f\x8b", b"Rar!", b"7z")):
        raise Refused(NOT_EVIDENCE.format(name=name))
    kind = gate.kind_of(name, content)
    if kind in (FileKind.DOCX, FileKind.XLSX):
        return gate.MEDIA_TYPES[kind]
    gate.decoded(name, content)
    return PLAIN


def link_field() -> forms.URLField:
    """Where what shows it is kept, if it has an address."""
    return forms.URLField(
        label="Where it is kept",
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text="A web address, if it has one",
        error_messages={"invalid": "Write the whole address, such as https://files.example.org/audit."},
    )


def file_field() -> forms.FileField:
    """What shows it, as a file."""
    return forms.FileField(
        label="Or a file", required=False, help_text="PDF, Word, text, CSV or picture, 20 MB at most"
    )


def upload_of(form: forms.Form, field: str = "file") -> Upload | None:
    """The file that a form brings, through the gate; what is wrong with it is told at its field."""
    if not (sent := form.cleaned_data.get(field)):
        return None
    with gated(form, field):
        return kept_upload(sent)
    return None


def answers_too_large(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Mark a view that answers a file past the limit itself: it is asked as if to show its form, the body unread."""
    view.answers_too_large = True  # type: ignore[attr-defined]
    return view


def refused_as_too_large(
    request: HttpRequest, page: Page, form: DesignForm, field: str = "file"
) -> HttpResponse | None:
    """The form again, with the gate's sentence at its field, where what was sent is past the limit; else None."""
    size = getattr(request, "too_large_bytes", 0)
    if not size:
        return None
    form.full_clean()  # an unbound form: nothing of what was sent was read
    form.cleaned_data = {}
    with gated(form, field):
        gate.check_size("Your file", size)
    response = shown(request, page, form)
    response.status_code = 413
    return response


@contextmanager
def gated(form: forms.BaseForm, field: str) -> Iterator[None]:
    """Show the gate's sentence at the form's field."""
    try:
        yield
    except (CannotDo, Refused) as refusal:
        form.add_error(field, refusal.sentence)


def served(kept: StoredFile) -> HttpResponse:
    """A kept file as a download: never opened inside our own pages."""
    response = HttpResponse(bytes(kept.content.content), content_type=kept.media_type)
    response["Content-Disposition"] = _attachment(kept.name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox"
    return response


def _attachment(name: str) -> str:
    from django.utils.http import content_disposition_header

    return content_disposition_header(as_attachment=True, filename=PurePath(name).name) or "attachment"
