"""Give in a paper, from wherever it came, and be told whether it is the one that was signed."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.http import HttpRequest, HttpResponse

from lippen.design.forms import DesignForm
from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.kernel import access, clock
from lippen.kernel.access import Actor
from lippen.kernel.errors import NotVisible
from lippen.kernel.files.gate import MOST_BYTES
from lippen.reporting import checks, queries
from lippen.reporting.screens.addresses import PAPERS


class CheckForm(DesignForm):
    """A file to check."""

    file = forms.FileField(
        label="The paper to check",
        help_text="A PDF, a Word file or a web page, at most 20 MB. It is read and not kept.",
        error_messages={"required": "Choose the file to check."},
    )

    def clean_file(self) -> object:
        given = self.cleaned_data["file"]
        if given.size > MOST_BYTES:
            raise forms.ValidationError(f"{given.name} is larger than 20 MB. A paper is never that large.")
        return given


def check(request: HttpRequest) -> HttpResponse:
    form = CheckForm(request.POST, request.FILES) if request.method == "POST" else CheckForm()
    found = given = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["file"]
        found = checks.check(given.name, given.read(), today=clock.today(), may_see=_sees(request.actor))
        access.identify(request.actor, today=clock.today())
    context = {
        "title": "Check a paper",
        "form": form,
        "found": found,
        "file_name": given.name if given else "",
        "crumbs": (PAPERS, Crumb("Check a paper")),
        "button": "Check the paper",
    }
    return render(request, "reporting/check.html", context)


def _sees(actor: Actor) -> Callable[[str], bool]:
    """Whether the asker may see a paper at all."""

    def sees(ref: str) -> bool:
        try:
            return bool(
                queries.issued_edition(actor, ref) if ref.endswith("-public") else queries.paper_row(actor, ref)
            )
        except NotVisible:
            return False

    return sees
