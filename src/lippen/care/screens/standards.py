"""Every practice standard in force on a day, and a council's own figure for one."""

from __future__ import annotations

from datetime import date

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from lippen.care.actions import events as actions
from lippen.care.queries import standards as queries
from lippen.care.rules.statutory import is_statutory
from lippen.casework.screens.saying import CHILDREN, council_here, day_to_come, form_of, one_of, text
from lippen.design.days import day_in
from lippen.design.forms import FilterForm
from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.design.sending import Page, Sent, answer
from lippen.design.words import day_words
from lippen.kernel import clock
from lippen.kernel.access import Actor, Permission, may
from lippen.kernel.standards import UNIT_WORDS, Unit


class OnDay(FilterForm):
    """Any day, past or to come, in the address."""

    def __init__(self, data: object) -> None:
        super().__init__(data)
        self.fields["on"] = forms.CharField(
            label="In force on which day?", required=False, widget=forms.TextInput({"class": "ds_input--fixed-20"})
        )

    @property
    def unread(self) -> str:
        """What was typed and could not be read as a day."""
        typed = str(self.chosen().get("on", ""))[:40]
        return typed if typed and day_in(typed, clock.today()) is None else ""

    unread_why = "is not a day that can be read: write it like 24 June 2013"

    def day(self) -> date:
        """The day asked for, today where none was."""
        return day_in(str(self.chosen().get("on", "")), clock.today()) or clock.today()


def standards(request: HttpRequest) -> HttpResponse:
    council, today = council_here(request, Permission.READ_RECORDS), clock.today()
    form = OnDay(request.GET)
    on = form.day()
    context = {
        "title": "Practice standards",
        "crumbs": (CHILDREN, Crumb("Practice standards")),
        "filter_form": form,
        "on": on,
        "is_today": on == today,
        "groups": queries.standards_on(request.actor, council, on=on),
        "others": queries.not_on(request.actor, council, on=on),
        "may_set": may(request.actor, Permission.AGREE_RISK, at=[council]),
    }
    return render(request, "care/standards.html", context)


def set_standard(request: HttpRequest, standard_key: str) -> HttpResponse:
    council = council_here(request, Permission.AGREE_RISK)
    standard, row = queries.one_on(request.actor, council, standard_key, on=clock.today())

    def build(data: object, files: object):
        return form_of(
            data,
            goes_by=forms.ChoiceField(
                label="By which figure does the council go?",
                choices=[("own", "Its own"), ("shipped", "The one that is shipped")],
                widget=forms.RadioSelect,
                initial="own",
            ),
            number=forms.IntegerField(label="How many?", required=False, min_value=1, max_value=actions.LIMIT_MOST),
            unit=one_of("Of what?", {unit: UNIT_WORDS[unit][1] for unit in Unit}, required=False),
            so_on=day_to_come("From which day?", hint="What began before goes on by the figure of its own day"),
            source=text("Where was it decided?", rows="2", hint="The committee, its date, the paper"),
        )

    def send(form) -> Sent:
        given = form.cleaned_data
        limit = None
        if given["goes_by"] == "own":
            limit = actions.limit_given(given["number"], given["unit"])
        actions.set_standard(
            actor=request.actor,
            authority_id=council,
            key=standard_key,
            limit=limit,
            so_on=given["so_on"],
            source=given["source"],
            at=clock.now(),
        )
        words = f"{limit} counts" if limit else "What is shipped counts"
        return Sent(f"{words} from {day_words(given['so_on'])}.", reverse("care:standards"))

    title = f"The council's figure: {standard.title}"
    page = Page(
        key="care-standard",
        subject=standard_key.rpartition(".")[2],
        title=title,
        button="Set the figure",
        back=reverse("care:standards"),
        crumbs=(CHILDREN, Crumb("Practice standards", reverse("care:standards")), Crumb(title)),
        template="casework/form.html",
        context={
            "about": f"{row.sentence} {row.source}" if row else standard.versions[0].sentence,
            "lead_words": _of_law(request.actor, council) if any(map(is_statutory, standard.versions)) else "",
        },
    )
    return answer(request, page, build, send)


def _of_law(actor: Actor, council: int) -> str:
    """What is said of a figure that an Act or regulations ask for."""
    if may(actor, Permission.AGREE_DESTRUCTION, at=[council]):
        return "The law asks for this figure. One that leaves more time is said to, wherever it counts."
    return (
        "The law asks for this figure. One that leaves more time is set by a head of service or the chief social "
        "work officer; any other you can set yourself."
    )
