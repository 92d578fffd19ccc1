"""What is exempt and why, the flagged words, the resolution, and the clerk's lists and switches."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from lippen.design.forms import DesignForm
from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.design.sending import Page, answer
from lippen.kernel import clock
from lippen.kernel.access import Permission, may, require
from lippen.kernel.errors import CannotDo, NotVisible
from lippen.organisation import queries as organisation
from lippen.reporting import actions, queries
from lippen.reporting.rows import ExemptRow, PaperRow
from lippen.reporting.schedule_7a import PARAGRAPHS, numbers_words
from lippen.reporting.screens.addresses import PAPERS, crumb, page_about, to
from lippen.reporting.screens.committees import committees_crumb
from lippen.reporting.screens.files import answered
from lippen.reporting.screens.turns import in_state, while_open
from lippen.reporting.vocabulary import FROZEN, RESOLUTION_WORDS, FileKind, PaperStep, ResolutionKind

NOT_READ = " (not confirmed by us against the Act's own words)"
LAW = "You propose; the proper officer decides once the paper is signed; the committee resolves."


class ExemptForm(DesignForm):
    """A part of the paper, the paragraphs that keep it from the public, and the reason."""

    place = forms.ChoiceField(label="What is exempt?", error_messages={"required": "Choose what is exempt."})
    paragraphs = forms.MultipleChoiceField(
        label="Under which paragraph of Schedule 7A? It tells of…",
        choices=[(str(p.number), f"{p.number}. {p.words}{'' if p.is_confirmed else NOT_READ}") for p in PARAGRAPHS],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose the paragraph of Schedule 7A that keeps it from the public."},
    )
    reason = forms.CharField(
        label="Why, in words that the public may read",
        max_length=1000,
        widget=forms.Textarea({"rows": "3"}),
        help_text="It is printed in the public edition. Name nobody.",
    )
    public_title = forms.CharField(
        label="Title of the public edition",
        max_length=240,
        required=False,
        help_text="Leave it empty where the paper's own title may be public.",
    )


def exempt(request: HttpRequest, ref: str) -> HttpResponse:
    row = queries.paper_row(request.actor, ref)
    while_open(request, row)
    found, now = queries.exemption(request.actor, row, at=clock.now())

    def build(data: object, files: object) -> ExemptForm:
        form = ExemptForm(data)
        form.fields["place"].choices = [("", "Choose a part"), *((place.key, place.words) for place in found)]
        if now:
            form.fields["reason"].initial, form.fields["public_title"].initial = now.reason, now.public_title
        return form

    def send(form: ExemptForm) -> str:
        given = form.cleaned_data
        actions.propose_exemption(
            actor=request.actor,
            paper_ref=ref,
            place=given["place"],
            paragraphs=[int(number) for number in given["paragraphs"]],
            reason=given["reason"],
            public_title=given["public_title"],
            at=clock.now(),
        )
        return "Marked as exempt. See below what the public edition leaves out."

    page = page_about(
        row,
        key="exempt",
        title="What is exempt",
        button="Mark it as exempt",
        back=to("exempt", ref),
        template="reporting/exempt.html",
        lead_words=LAW,
        marks=_marks(found, now),
        exempt=now,
    )
    return answer(request, page, build, send)


def _marks(found: tuple[object, ...], now: ExemptRow | None) -> list[tuple[str, str, str]]:
    """Key, words and paragraphs of each mark."""
    words = {place.key: place.words for place in found}  # type: ignore[attr-defined]
    return [(key, words.get(key, key), numbers_words(numbers)) for key, numbers in (now.marks if now else ())]


class UnmarkForm(DesignForm):
    """The marks to take off."""

    marked = forms.MultipleChoiceField(
        label="Which marks do you take off?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose the marks to take off."},
    )


def unmark(request: HttpRequest, ref: str) -> HttpResponse:
    row = queries.paper_row(request.actor, ref)
    while_open(request, row)
    found, now = queries.exemption(request.actor, row, at=clock.now())

    def build(data: object, files: object) -> UnmarkForm:
        form = UnmarkForm(data)
        form.fields["marked"].choices = [(key, f"{words} ({under})") for key, words, under in _marks(found, now)]
        return form

    def send(form: UnmarkForm) -> str:
        left = actions.take_marks_off(
            actor=request.actor, paper_ref=ref, marked=form.cleaned_data["marked"], at=clock.now()
        )
        return "Taken off." if left else "Taken off. Nothing of this paper is exempt now."

    page = page_about(row, key="unmark", title="Take marks off", button="Take them off", back=to("exempt", ref))
    return answer(request, page, build, send)


def public_edition(request: HttpRequest, ref: str, kind: str) -> HttpResponse:
    """The public edition as it would print, or as it was signed; for those who work on the paper or issue it."""
    row = queries.paper_row(request.actor, ref)
    able = (Permission.READ_PLAN, Permission.ISSUE_PAPER)
    if kind not in set(FileKind) or not any(may(request.actor, each, at=[row.authority_id]) for each in able):
        raise Http404
    content = queries.public_edition_of(request.actor, row, at=clock.now())
    view = queries.signed_paper(request.actor, ref) if row.state in FROZEN else None
    name = content["paper"]["ref"] if view else f"{content['paper']['ref']}-draft"
    return answered(actions.rendered(content, FileKind(kind), view.signed_at if view else None), kind, name)


def edition(request: HttpRequest, edition_ref: str, kind: str) -> HttpResponse:
    """An issued public edition, for everybody who reads papers here."""
    if kind not in set(FileKind):
        raise Http404
    content, signed_at = queries.issued_edition(request.actor, edition_ref)
    return answered(actions.rendered(content, FileKind(kind), signed_at), kind, edition_ref)


# --- flagged words ---


def flags(request: HttpRequest, ref: str) -> HttpResponse:
    row, found = queries.paper_flags(request.actor, ref, at=clock.now())
    context = {
        "title": "Names, places and small numbers",
        "paper": row,
        "flags": found,
        "open": sum(1 for each in found if each.is_open),
        "may_answer": _may_answer(request, row),
        "crumbs": (PAPERS, crumb(row), Crumb("Names, places and small numbers")),
    }
    return render(request, "reporting/flags.html", context)


def _may_answer(request: HttpRequest, row: PaperRow) -> bool:
    able = (Permission.WRITE_PAPER, Permission.ISSUE_PAPER)
    return row.state is not PaperStep.ISSUED and any(may(request.actor, each, at=[row.authority_id]) for each in able)


class KeepForm(DesignForm):
    """Why flagged words stay."""

    reason = forms.CharField(
        label="Why do these words stay?",
        max_length=500,
        widget=forms.Textarea({"rows": "3"}),
        help_text="Otherwise take them out where they are written: the flag goes with them.",
    )


def keep_flag(request: HttpRequest, ref: str, flag_key: str) -> HttpResponse:
    row, found = queries.paper_flags(request.actor, ref, at=clock.now())
    flag = next((each.flag for each in found if each.flag.key == flag_key), None)
    if flag is None:
        raise Http404
    if request.method != "POST" and row.state is PaperStep.ISSUED:
        raise CannotDo("This paper is issued, so what it says can no longer be weighed.")

    def send(form: KeepForm) -> str:
        actions.keep_flag(
            actor=request.actor, paper_ref=ref, key=flag_key, reason=form.cleaned_data["reason"], at=clock.now()
        )
        return f"“{flag.words}” stays, with your reason."

    page = page_about(
        row,
        key="keep-flag",
        subject=flag_key,
        title="Words that stay",
        button="Keep the words",
        back=to("flags", ref),
        lead_words=f"{flag.place}: {flag.around} {flag.why}",
    )
    return answer(request, page, lambda data, files: KeepForm(data), send)


# --- the resolution ---


class ResolutionForm(DesignForm):
    """What the committee resolved."""

    kind = forms.ChoiceField(
        label="What did the committee resolve?", choices=list(RESOLUTION_WORDS.items()), widget=forms.RadioSelect
    )
    words = forms.CharField(
        label="The resolution, as the minute has it", max_length=4000, widget=forms.Textarea({"rows": "5"})
    )


def resolution(request: HttpRequest, ref: str) -> HttpResponse:
    row = queries.paper_row(request.actor, ref)
    in_state(request, row, PaperStep.ISSUED, "A resolution belongs to an exempt paper that is issued.")

    def send(form: ResolutionForm) -> str:
        actions.record_resolution(
            actor=request.actor,
            paper_ref=ref,
            kind=ResolutionKind(form.cleaned_data["kind"]),
            words=form.cleaned_data["words"],
            at=clock.now(),
        )
        return "The resolution is recorded."

    page = page_about(
        row,
        key="resolution",
        title="The committee's resolution",
        button="Record the resolution",
        anchor="#files",
        lead_words="It is shown with the paper, to those who may read all of it. A later one is added to it.",
    )
    return answer(request, page, lambda data, files: ResolutionForm(data), send)


# --- the clerk's lists and switches ---


class PlacesForm(DesignForm):
    """The places used by children, and other words that are flagged."""

    places = forms.CharField(
        label="Places used by children",
        required=False,
        max_length=40_000,
        widget=forms.Textarea({"rows": "14"}),
        help_text="One in each line: houses, nurseries, schools, family centres. Their names are flagged in papers.",
    )
    words = forms.CharField(
        label="Other names and words to look out for",
        required=False,
        max_length=40_000,
        widget=forms.Textarea({"rows": "6"}),
        help_text="One in each line: names of families who are known in the area, of streets, of an event that was in "
        "the news.",
    )


def child_places(request: HttpRequest, council_ref: str) -> HttpResponse:
    council = council_of(request, council_ref)
    now = queries.places_list(request.actor, council.id)

    def build(data: object, files: object) -> PlacesForm:
        form = PlacesForm(data)
        form.fields["places"].initial = "\n".join(now.places)
        form.fields["words"].initial = "\n".join(now.words)
        return form

    def send(form: PlacesForm) -> str:
        lists = {"names": form.cleaned_data["places"].splitlines(), "words": form.cleaned_data["words"].splitlines()}
        number = actions.set_child_places(actor=request.actor, authority_id=council.id, at=clock.now(), **lists)
        return f"The list has {number} place{'' if number == 1 else 's'}."

    page = _page_of(council, key="child-places", title="Places used by children", button="Save the list")
    return answer(request, page, build, send)


class RegisterForm(DesignForm):
    """Whether the council's register is public."""

    is_on = forms.ChoiceField(
        label="Does the public see this council's issued papers here?",
        choices=[("yes", "Yes: papers that are not exempt, and the public editions of those that are"), ("no", "No")],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label="Who decided it, or why?", max_length=500)


def register_setting(request: HttpRequest, council_ref: str) -> HttpResponse:
    council = council_of(request, council_ref)
    now = queries.register_setting(request.actor, council.id)

    def build(data: object, files: object) -> RegisterForm:
        form = RegisterForm(data)
        form.fields["is_on"].initial = "yes" if now else "no"
        return form

    def send(form: RegisterForm) -> str:
        is_on = form.cleaned_data["is_on"] == "yes"
        actions.set_register(
            actor=request.actor,
            authority_id=council.id,
            is_on=is_on,
            reason=form.cleaned_data["reason"],
            at=clock.now(),
        )
        return "The public register is on." if is_on else "The public register is off."

    page = _page_of(council, key="register-setting", title="The public register", button="Save")
    return answer(request, page, build, send)


def council_of(request: HttpRequest, ref: str) -> organisation.AuthorityRow:
    """A council of the actor's own, or NotVisible."""
    council = next((row for row in organisation.authorities_of(request.actor) if row.ref == ref), None)
    if council is None:
        raise NotVisible
    require(request.actor, Permission.ISSUE_PAPER, at=[council.id])
    return council


def _page_of(council: organisation.AuthorityRow, *, key: str, title: str, button: str) -> Page:
    return Page(
        key=key,
        subject=council.ref,
        title=f"{title}: {council.short_name}",
        button=button,
        back=reverse("reporting:committees"),
        template="reporting/form.html",
        crumbs=(PAPERS, committees_crumb(), Crumb(title)),
    )
