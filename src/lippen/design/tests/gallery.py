"""Every page kind with made-up content, full, empty and in error: what the tests look at."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace

from django import forms
from django.core.paginator import Paginator
from django.template.backends.django import DjangoTemplates
from django.test import RequestFactory, override_settings

from lippen.design.components import Bullets, Column, Entry, Fact, Table
from lippen.design.forms import DatePartsField, DesignForm, FilterForm
from lippen.design.marks import STANDINGS, STATES
from lippen.design.navigation import Crumb, MenuItem
from lippen.kernel.calendar import Period, Precision

TODAY = date(2026, 10, 17)
TODAY_AT = datetime(2026, 10, 17, 9, 5, tzinfo=UTC)
MARCH = Period("Mar 2026", Precision.MONTH, date(2026, 3, 1), date(2026, 4, 1))
AUTUMN = Period("Sept / Oct", Precision.RANGE, date(2026, 9, 1), date(2026, 11, 1))
LONG_NAME = "Dr Alexandrina Wilhelmina Featherstonehaugh-MacGillivray of the North Glen Children's Partnership"


class UpdateForm(DesignForm):
    progress = forms.CharField(
        label="What has happened?",
        help_text="Two or three sentences. Say what is different for children, not only what was done.",
        widget=forms.Textarea,
        max_length=2000,
    )
    state = forms.ChoiceField(
        label="Where is it now?",
        widget=forms.RadioSelect,
        choices=[("under_way", "Under way"), ("says_done", "Done, as far as you know"), ("blocked", "Blocked")],
    )
    so_on = DatePartsField(label="When was this so?")
    lead = forms.ChoiceField(
        label="Who leads it?", choices=[("", "Choose a person"), ("1", "Morag Sinclair"), ("2", LONG_NAME)]
    )
    audience = forms.MultipleChoiceField(
        label="Who else should know?",
        widget=forms.CheckboxSelectMultiple,
        choices=[("committee", "The committee"), ("partner", "Partners")],
        required=False,
    )
    link = forms.CharField(label="Where can it be seen?", required=False, help_text="A file name or an address.")
    evidence = forms.FileField(label="Evidence", required=False, help_text="At most 20 MB.")
    is_sure = forms.BooleanField(label="I have checked this with the team")


class PlanFilter(FilterForm):
    search = forms.CharField(label="Words in the action", required=False, widget=forms.TextInput({"type": "search"}))
    lead = forms.ChoiceField(label="Lead", required=False, choices=[("", "Everybody"), ("1", LONG_NAME)])
    standing = forms.ChoiceField(
        label="Standing", required=False, choices=[("", "All"), *((mark.key, mark.word) for mark in STANDINGS.values())]
    )


PAGES = ("desk", "list", "component", "story", "form", "board", "paper", "picture", "error", "marks")
ENGINE = DjangoTemplates(
    {
        "NAME": "gallery",
        "DIRS": [Path(__file__).parent / "gallery_pages"],
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
)


@override_settings(ROOT_URLCONF="lippen.design.tests.urls")
def page(name: str, **more: object) -> str:
    """One page of the gallery as HTML."""
    request = RequestFactory().get("/gallery", {"sort": "number", "standing": "amber", "page": "2"})
    context = {"title": TITLES[name], **_shell(), **_content(name), **more}
    return ENGINE.get_template(f"{name}.html").render(context, request)


TITLES = {
    "desk": "My desk",
    "list": "Braeside Improvement Plan",
    "component": "Papers",
    "story": "Agree with schools how a child's plan is shared before each review",
    "form": "Record an update",
    "board": "Where the plan drifts",
    "paper": "Progress of the improvement plan",
    "picture": "How long children wait",
    "error": "You are not allowed to do this",
    "marks": "Marks",
}


def _shell() -> dict[str, object]:
    menu = (MenuItem("My desk", "#desk"), MenuItem("Plans", "#plans", current=True), MenuItem("Papers", "#papers"))
    return {
        "menu": menu,
        "actor": SimpleNamespace(name="Morag Sinclair", account_id=1),
        "post_title": "Acting Head of Service",
        "council": "Braeside Council",
        "today": TODAY,
        "printed_at": TODAY_AT,
        "demo": True,
        "demo_day": TODAY,
        "crumbs": (Crumb("Plans", "#plans"), Crumb("Braeside Improvement Plan", "#plan"), Crumb("Action 4.2")),
    }


def _content(name: str) -> dict[str, object]:
    shared: dict[str, object] = {"march": MARCH, "autumn": AUTUMN, "first": MARCH, "long": LONG_NAME}
    shared |= {"marks": tuple(STATES), "standings": tuple(STANDINGS), "lead": LONG_NAME}
    if name in {"list", "component", "board"}:
        shared |= {"filter_form": PlanFilter({"standing": "amber"}), "page_obj": Paginator(range(740), 100).page(2)}
    if name in {"component", "board", "picture"}:
        shared["table"] = _table()
    if name in {"story", "paper"}:
        shared |= {"facts": _facts(), "entries": _entries()}
    if name == "form":
        shared |= {"form": UpdateForm(), "button": "Record the update", "cancel_url": "#back", "draft_url": "/draft"}
    if name == "error":
        shared |= {"status": 403, "sentence": "Only the action's lead can change its dates."}
        shared |= {"what_to_do": "Ask one of them.", "who_can_help": ("Iain Petrie, Service Manager", LONG_NAME)}
    return shared


def _table() -> Table:
    columns = (Column("Paper", sort="number"), Column("Committee"), Column("Children", numeric=True))
    rows = tuple(
        (f"Progress to {month}", LONG_NAME, f"{number:,}") for month, number in (("March", 1204), ("June", 98))
    )
    return Table(caption="Papers by quarter", columns=columns, rows=rows)


def _facts() -> tuple[Fact, ...]:
    return (
        Fact("Leads", "Morag Sinclair and Iain Petrie"),
        Fact("Target", "Sept / Oct 2026, first March 2026", url="#slip", link="Change"),
        Fact("Accountable", LONG_NAME),
        Fact("What should be different", "Every child's school knows the plan a week before the review."),
    )


def _entries() -> tuple[Entry, ...]:
    words = (
        "Two of four schools now use the shared form.",
        Bullets(("North Glen from August", "Hillfoot from September")),
    )
    return (
        Entry("6 September 2026", "Says done", "Morag Sinclair", words, note="For the committee", anchor="u2"),
        Entry("3 March 2026", "Target moved to Sept / Oct 2026", "Iain Petrie", ("The post was vacant.",), quiet=True),
    )


def refused_form() -> UpdateForm:
    """The form as it comes back with something wrong in every question."""
    return UpdateForm({"so_on_day": "31", "so_on_month": "2", "so_on_year": "2026", "progress": "x" * 2001})
