"""What stands behind a paper: earlier papers, background papers and their clock, confirmations, disclosures."""

from __future__ import annotations

from pathlib import PurePath

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from lippen.design.forms import DatePartsField, DesignForm
from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.design.sending import answer
from lippen.design.words import day_words
from lippen.kernel import clock
from lippen.kernel.access import Permission, may, require
from lippen.kernel.errors import CannotDo, NotVisible
from lippen.kernel.files import gate
from lippen.kernel.files.gate import FileKind, Refused
from lippen.organisation import queries as organisation
from lippen.reporting import actions, queries, rules
from lippen.reporting.course_rows import Course
from lippen.reporting.rows import PaperRow
from lippen.reporting.screens.addresses import PAPERS, crumb, page_about, to
from lippen.reporting.screens.promises import named
from lippen.reporting.screens.turns import while_open, while_writable
from lippen.reporting.vocabulary import CONFIRMED_WORDS, FROZEN, ConfirmedSubject, DisclosureAnswer, PaperStep

PICTURES = ((b"\x89PNG\r\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"))


def given_file(sent: UploadedFile) -> actions.GivenFile:
    """A file by its content and never by its name; Refused says what is wrong with it."""
    name = "".join(letter for letter in PurePath(sent.name or "").name if letter.isprintable())[:200] or "The file"
    gate.check_size(name, sent.size or 0)
    content = sent.read()
    for beginning, media_type in PICTURES:
        if content.startswith(beginning):
            return actions.GivenFile(name, content, media_type)
    kind = gate.kind_of(name, content)
    media = gate.MEDIA_TYPES[kind] if kind in {FileKind.PDF, FileKind.DOCX, FileKind.XLSX} else "text/plain"
    if media == "text/plain":
        gate.decoded(name, content)
    return actions.GivenFile(name, content, media)


def behind(request: HttpRequest, ref: str) -> HttpResponse:
    row = queries.paper_row(request.actor, ref)
    here = [row.authority_id]
    sees_plan = may(request.actor, Permission.READ_PLAN, at=here)
    refers_to, referred_from = queries.references_of(request.actor, row) if sees_plan else ((), ())
    until = rules.kept_until(row.days.meets_on)
    may_write = may(request.actor, Permission.WRITE_PAPER, at=here)
    writes = row.is_writable and may_write
    course = queries.course(request.actor, row, on=clock.today())
    own = queries.confirms_by_post(request.actor, course, on=clock.today())
    context = {
        "title": "What stands behind this paper",
        "paper": row,
        "crumbs": (PAPERS, crumb(row), Crumb("Behind this paper")),
        "refers_to": refers_to,
        "referred_from": referred_from,
        "background": queries.background_of(request.actor, row),
        "confirmations": course.confirmations if sees_plan else (),
        "subjects": confirmations_wanted(course, row, may_write=may_write, own=own) if sees_plan else (),
        "disclosures": queries.disclosures(request.actor, row),
        "kept_until": until,
        "may_go": clock.today() > until,
        "sees_plan": sees_plan,
        "writes": writes,
        "discloses": row.state in FROZEN
        and may(request.actor, Permission.WRITE_PAPER, at=here)
        and may(request.actor, Permission.READ_OPERATIONAL_PLAN, at=here),
        "issues": may(request.actor, Permission.ISSUE_PAPER, at=here),
    }
    return render(request, "reporting/behind.html", context)


def confirmations_wanted(
    course: Course, row: PaperRow, *, may_write: bool, own: frozenset[str]
) -> list[tuple[str, str, str, bool, bool]]:
    """Each subject with its words, whose confirmation the paper waits for, whether it may be recorded, and whose."""
    asked, missing = {each.subject: each for each in course.asked}, {each.subject for each in course.unconfirmed}
    return [
        (
            subject,
            words,
            asked[subject].words if subject in missing else "",
            (may_write or subject in own) and is_open(row, course, subject),
            subject in own,
        )
        for subject, words in CONFIRMED_WORDS.items()
    ]


def is_open(row: PaperRow, course: Course, subject: str) -> bool:
    """Whether something may be confirmed now: while the paper is written, or while its issue waits for it."""
    return row.is_writable or (row.state is PaperStep.SIGNED and subject in {each.subject for each in course.asked})


def background_kept(request: HttpRequest) -> HttpResponse:
    rows = queries.background_kept(request.actor, today=clock.today())
    context = {
        "title": "Background papers",
        "rows": rows,
        "due": sum(kept.may_go for kept in rows),
        "years": rules.KEPT_YEARS,
        "crumbs": (PAPERS, Crumb("Background papers")),
    }
    return render(request, "reporting/background_kept.html", context)


class ReferenceForm(DesignForm):
    """An earlier paper that this one follows."""

    other = forms.ChoiceField(label="Which paper?")
    why = forms.CharField(
        label="Why?", max_length=240, required=False, help_text="Such as: it holds the plan as it was agreed."
    )


def refer(request: HttpRequest, ref: str) -> HttpResponse:
    row = queries.paper_row(request.actor, ref)
    while_open(request, row)
    signed = [one for one in queries.papers(request.actor) if one.state in FROZEN and one.id != row.id]
    chosen = [(one.ref, f"{one.subject}, {day_words(one.days.meets_on)}") for one in signed]

    def build(data: object, files: object) -> ReferenceForm:
        form = ReferenceForm(data)
        form.fields["other"].choices = [("", "Choose a signed paper"), *chosen]
        return form

    def send(form: ReferenceForm) -> str:
        given = form.cleaned_data
        actions.refer_to_paper(
            actor=request.actor, paper_ref=ref, other_ref=given["other"], why=given["why"], at=clock.now()
        )
        return "The paper refers to it now. It is listed with the background papers."

    page = page_about(
        row, key="refer", title="Refer to another paper", button="Refer to it", back=to("behind", ref) + "#references"
    )
    return answer(request, page, build, send)


class PlainForm(DesignForm):
    """A step that asks for nothing but the decision."""


def take_out_reference(request: HttpRequest, ref: str, other_ref: str) -> HttpResponse:
    row = queries.paper_row(request.actor, ref)
    while_open(request, row)
    other = queries.paper_row(request.actor, other_ref)

    def send(form: DesignForm) -> str:
        actions.take_out_reference(actor=request.actor, paper_ref=ref, other_ref=other_ref, at=clock.now())
        return "The paper does not refer to it any more."

    page = page_about(
        row,
        key="refer-no-more",
        subject=f"{ref}-{other_ref}",
        title="Refer to it no more",
        button="Take it out",
        back=to("behind", ref) + "#references",
        lead_words=f"“{other.subject}”, {day_words(other.days.meets_on)}",
        has_draft=False,
    )
    return answer(request, page, lambda data, files: PlainForm(data), send)


class BackgroundForm(DesignForm):
    """A document that the paper was written from."""

    title = forms.CharField(label="Title, as it is printed", max_length=240)
    url = forms.CharField(label="Address where the public finds it", max_length=500, required=False)
    file = forms.FileField(
        label="Or the file itself",
        required=False,
        help_text="A PDF, Word file, spreadsheet, text or picture, at most 20 MB. The public may ask to read it.",
    )
    exempt = forms.BooleanField(label="The law lets it be kept back", required=False)
    why_exempt = forms.CharField(label="If so: by which paragraph, and why?", max_length=400, required=False)

    def clean(self) -> dict[str, object]:
        given = super().clean() or self.cleaned_data
        sent = given.get("file")
        if sent:
            try:
                self.upload = given_file(sent)
            except (CannotDo, Refused) as why:
                self.add_error("file", why.sentence)
        return given


def add_background(request: HttpRequest, ref: str) -> HttpResponse:
    row = queries.paper_row(request.actor, ref)
    while_open(request, row)

    def build(data: object, files: object) -> BackgroundForm:
        return BackgroundForm(data, files)

    def send(form: BackgroundForm) -> str:
        given = form.cleaned_data
        actions.add_background(
            actor=request.actor,
            paper_ref=ref,
            title=given["title"],
            url=given["url"],
            file=getattr(form, "upload", None),
            exempt=given["exempt"],
            why_exempt=given["why_exempt"],
            at=clock.now(),
        )
        return "The document is listed." if not given["exempt"] else "The document is kept, and not listed in public."

    until = day_words(rules.kept_until(row.days.meets_on))
    page = page_about(
        row,
        key="background",
        title="Add a background paper",
        button="Add it",
        back=to("behind", ref) + "#background",
        lead_words=f"It is kept for the public to read until {until}, four years from the meeting.",
    )
    return answer(request, page, build, send)


class EndForm(DesignForm):
    """Why a document leaves the list."""

    reason = forms.CharField(label="Why?", max_length=400)


def end_background(request: HttpRequest, ref: str, background_ref: str) -> HttpResponse:
    row = queries.paper_row(request.actor, ref)
    kept = next((one for one in queries.background_of(request.actor, row) if one.ref == background_ref), None)
    if kept is None or kept.ended:
        raise NotVisible
    lets_go = row.state in FROZEN
    require(request.actor, Permission.ISSUE_PAPER if lets_go else Permission.WRITE_PAPER, at=[row.authority_id])

    def send(form: EndForm) -> str:
        given = {"actor": request.actor, "background_ref": background_ref, "at": clock.now()}
        end = actions.let_background_go if lets_go else actions.take_out_background
        end(reason=form.cleaned_data["reason"], **given)
        return "It need not be kept any more." if lets_go else "It is off the list."

    page = page_about(
        row,
        key="background-end",
        subject=background_ref,
        title="Let it go" if lets_go else "Take it off the list",
        button="Let it go" if lets_go else "Take it off",
        back=to("behind", ref) + "#background",
        lead_words=f"“{kept.title}”",
    )
    return answer(request, page, lambda data, files: EndForm(data), send)


def background_file(request: HttpRequest, background_ref: str) -> HttpResponse:
    kept, content, media_type = queries.background_file(request.actor, background_ref)
    return _download(content, kept.file_name, media_type)


def _download(content: bytes, name: str, media_type: str) -> HttpResponse:
    """A kept file as a download: never opened inside our own pages."""
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox"
    return response


class ConfirmForm(DesignForm):
    """Who confirmed something, and when."""

    confirmer = forms.ChoiceField(label="Who confirmed it?")
    so_on = DatePartsField(label="On which day?")
    note = forms.CharField(
        label="How?", max_length=400, required=False, help_text="Such as: by e-mail. It is kept and not printed."
    )


class TakeBackForm(DesignForm):
    """Why a confirmation does not hold any more."""

    note = forms.CharField(label="Why does it not hold any more?", max_length=400)


def while_confirmed(request: HttpRequest, row: PaperRow, subject: str) -> tuple[bool, bool]:
    """Only while it may be confirmed, by somebody who may; whether they record it for anybody, and are asked.

    Whoever does not write papers confirms for themselves alone.
    """
    if subject not in set(ConfirmedSubject):
        raise Http404
    require(request.actor, Permission.READ_PLAN, at=[row.authority_id])
    today = clock.today()
    course = queries.course(request.actor, row, on=today)
    may_write = may(request.actor, Permission.WRITE_PAPER, at=[row.authority_id])
    is_asked = subject in queries.confirms_by_post(request.actor, course, on=today)
    if not may_write and not is_asked:
        raise CannotDo(actions.NOT_YOURS)
    if not is_open(row, course, subject):
        while_writable(request, row)
    return may_write, is_asked


def confirm(request: HttpRequest, ref: str, subject: str) -> HttpResponse:
    row = queries.paper_row(request.actor, ref)
    for_anybody, is_asked = while_confirmed(request, row, subject)
    here = organisation.people_of(request.actor.authority_ids, on=clock.today()) if for_anybody else ()
    people, words = named(here), CONFIRMED_WORDS[subject]

    def build(data: object, files: object) -> ConfirmForm:
        form = ConfirmForm(data)
        form.fields["confirmer"].choices = [("", "Choose a person"), *people]
        if not for_anybody:
            del form.fields["confirmer"]
        elif is_asked:
            form.fields["confirmer"].initial = str(request.actor.person_id)
        form.fields["so_on"].initial = clock.today()
        return form

    def send(form: ConfirmForm) -> str:
        given = form.cleaned_data
        actions.confirm_paper(
            actor=request.actor,
            paper_ref=ref,
            subject=ConfirmedSubject(subject),
            confirmer_id=int(given["confirmer"]) if for_anybody else request.actor.person_id or 0,
            so_on=given["so_on"],
            note=given["note"],
            at=clock.now(),
        )
        printed = " and will be printed" if row.is_writable else ""
        return f"{CONFIRMED_WORDS[subject]}: the confirmation is recorded{printed}."

    page = page_about(
        row,
        key="confirm",
        subject=f"{ref}-{subject}",
        title=f"{words}: who confirmed it?" if for_anybody else f"Confirm: {words.lower()}",
        button="Record the confirmation" if for_anybody else "I confirm it",
        back=to("behind", ref) + "#confirmed",
    )
    return answer(request, page, build, send)


def take_back(request: HttpRequest, ref: str, subject: str) -> HttpResponse:
    row = queries.paper_row(request.actor, ref)
    while_confirmed(request, row, subject)

    def send(form: TakeBackForm) -> str:
        actions.take_back_confirmation(
            actor=request.actor,
            paper_ref=ref,
            subject=ConfirmedSubject(subject),
            note=form.cleaned_data["note"],
            at=clock.now(),
        )
        return f"{CONFIRMED_WORDS[subject]}: nobody has confirmed it now."

    page = page_about(
        row,
        key="take-back",
        subject=f"{ref}-{subject}",
        title=f"{CONFIRMED_WORDS[subject]}: it does not hold any more",
        button="Take the confirmation back",
        back=to("behind", ref) + "#confirmed",
    )
    return answer(request, page, lambda data, files: TakeBackForm(data), send)


class DiscloseForm(DesignForm):
    """Somebody asked for the operational plan."""

    asked_by = forms.CharField(
        label="Who asked?", max_length=240, help_text="Their name, and for whom they ask if for somebody."
    )
    asked_on = DatePartsField(label="On which day?")
    answer = forms.ChoiceField(
        label="What do they get?",
        choices=[
            (DisclosureAnswer.GIVEN, "The operational plan as at the paper's day, as a PDF that Lippen makes now"),
            (DisclosureAnswer.REFUSED, "Nothing: it is refused"),
        ],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label="What was said with it, or why it is refused",
        max_length=400,
        required=False,
        widget=forms.Textarea({"rows": "3"}),
    )


def disclose(request: HttpRequest, ref: str) -> HttpResponse:
    row = queries.paper_row(request.actor, ref)
    require(request.actor, Permission.WRITE_PAPER, at=[row.authority_id])
    if request.method != "POST" and row.state not in FROZEN:
        raise CannotDo("This paper is not signed yet. The operational plan is given as it stood at the signing.")

    def build(data: object, files: object) -> DiscloseForm:
        form = DiscloseForm(data)
        form.fields["asked_on"].initial = clock.today()
        return form

    def send(form: DiscloseForm) -> str:
        given = form.cleaned_data
        actions.disclose_plan(
            actor=request.actor,
            paper_ref=ref,
            asked_by=given["asked_by"],
            asked_on=given["asked_on"],
            answer=DisclosureAnswer(given["answer"]),
            words=given["words"],
            at=clock.now(),
        )
        if given["answer"] == DisclosureAnswer.REFUSED:
            return "The refusal is recorded."
        return "It is recorded with the file's hash. Take the file below and hand it over."

    page = page_about(
        row,
        key="disclose",
        title="Somebody asked for the operational plan",
        button="Record it",
        back=to("behind", ref) + "#disclosed",
        lead_words="It prints names and internal detail. Read it before you hand it over.",
    )
    return answer(request, page, build, send)


def disclosed_file(request: HttpRequest, disclosure_ref: str) -> HttpResponse:
    return _download(queries.disclosed_file(request.actor, disclosure_ref), f"{disclosure_ref}.pdf", "application/pdf")
