"""The evidence library: what there is, what each item serves and where it was sent; and what is being asked for."""

from __future__ import annotations

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import lazy

from lippen.design.components import Fact
from lippen.design.forms import DatePartsField, DesignForm, FilterForm
from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.design.sending import Sent, answer
from lippen.design.words import day_words, lateness_words
from lippen.improvement import queries
from lippen.improvement.actions import library as actions
from lippen.improvement.queries import library
from lippen.improvement.queries.library import ItemRow, RequestRow
from lippen.improvement.rows import StoryRow
from lippen.improvement.screens import rooms
from lippen.improvement.screens.addresses import PLANS, crumb_to_action, crumb_to_plan
from lippen.improvement.screens.days import DayField
from lippen.improvement.screens.stories import Link
from lippen.improvement.screens.subject import brief
from lippen.improvement.vocabulary import REQUEST_ANSWER_WORDS, RequestAnswerKind
from lippen.kernel import clock
from lippen.kernel.access import Actor, Permission, may
from lippen.kernel.errors import CannotDo, NotAllowed
from lippen.organisation import queries as organisation
from lippen.organisation.queries.cover import own_ids

LIBRARY = Crumb("Evidence", lazy(reverse, str)("library:library"))
PAGE_SIZE = 50
MOST_ANSWERED = 20
VERDICTS = (("", "All"), ("accepted", "Accepted"), ("refused", "Not accepted"), ("none", "Nobody has looked yet"))
LOOK_FIRST = (
    "You added actions. What there is for them already, and what is being asked for, now stands above: look at it, "
    "then send this again if it is still wanted."
)


class LibraryFilter(FilterForm):
    """The filters of the library, kept in the address."""

    words = forms.CharField(label="Words", required=False, widget=forms.TextInput({"type": "search"}))
    plan = forms.ChoiceField(label="Plan", required=False)
    verdict = forms.ChoiceField(label="What was decided", required=False, choices=VERDICTS)

    def __init__(self, data: object, plans: list[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["plan"].choices = [("", "All plans"), *plans]


def library_page(request: HttpRequest) -> HttpResponse:
    plans = [(row.ref, row.title) for row in queries.plans(request.actor)]
    form = LibraryFilter(request.GET, plans)
    asked = form.chosen()
    rows = library.items(
        request.actor,
        words=str(asked.get("words", ""))[:200],
        verdict=str(asked.get("verdict", "")),
        plan_ref=str(asked.get("plan", "")),
    )
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "title": "Evidence",
        "crumbs": (PLANS, Crumb("Evidence")),
        "filter_form": form,
        "is_everything": not asked,
        "page_obj": page,
        "rows": page.object_list,
        "requests": [_asked(row) for row in library.requests(request.actor, only_open=True)],
        "answered": library.answered_requests(request.actor, most=MOST_ANSWERED),
    }
    request.audit_keys = {"evidence": [row.ref for row in page.object_list]}
    return render(request, "improvement/library/library.html", context)


def _asked(row: RequestRow) -> dict[str, object]:
    return {"row": row, "when": lateness_words(row.wanted_on, clock.today()), "is_late": row.wanted_on < clock.today()}


def item(request: HttpRequest, ref: str) -> HttpResponse:
    row = library.item(request.actor, ref)
    mine = may(request.actor, Permission.WRITE_UPDATE, at=[row.authority_id])
    context = {
        "title": row.title,
        "crumbs": (PLANS, LIBRARY, Crumb("A piece of evidence")),
        "row": row,
        "facts": _facts(row),
        "asked": library.asked_for_item(request.actor, row.id),
        "links": _links(row) if mine else (),
        "may_see_trail": may(request.actor, Permission.READ_AUDIT, at=[row.authority_id]),
    }
    return render(request, "improvement/library/item.html", context)


def _facts(row: ItemRow) -> list[Fact]:
    found = [Fact("Offered by", row.offered_by or "not recorded"), Fact("First offered", day_words(row.so_on))]
    if row.note:
        found.append(Fact("What it shows", row.note))
    if row.link.startswith(("https://", "http://")):
        found.append(Fact("Where it is kept", row.link, row.link, "Open"))
    if row.file_ref:
        found.append(Fact("File", row.file_name, reverse("improvement:evidence_file", args=[row.file_ref]), "Open"))
    return found


def _links(row: ItemRow) -> tuple[Link, ...]:
    return (
        Link("Use it for another action", reverse("library:use", args=[row.ref])),
        Link("Record that it was sent to somebody", reverse("library:send", args=[row.ref])),
    )


class UseForm(DesignForm):
    """Which other action it bears out."""

    def __init__(self, *args: object, choices: list[tuple[str, str]], today: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["action"] = forms.ChoiceField(
            label="Which other action does it bear out?", choices=[("", "Choose one"), *choices]
        )
        self.fields["so_on"] = DayField(label="From what day?", today=today)
        self.order_fields(["action", "so_on", "form_token"])


def use(request: HttpRequest, ref: str) -> HttpResponse:
    row = library.item(request.actor, ref)
    choices = _choices(request.actor, {each.action_ref for each in row.uses})

    def build(data: object, files: object) -> UseForm:
        return UseForm(data, choices=choices, today=clock.today())

    def send(form: UseForm) -> Sent:
        given = form.cleaned_data
        actions.use_evidence(
            actor=request.actor,
            evidence_ref=ref,
            action_ref=given["action"],
            so_on=given["so_on"],
            at=clock.now(),
            token=form.token,
        )
        words = "It stands for that action too. Whether it bears it out is decided there."
        return Sent(words, reverse("library:item", args=[ref]))

    page = rooms.page_on(
        key="use",
        subject=ref,
        title="Use it for another action",
        button="Offer it there too",
        back=reverse("library:item", args=[ref]),
        crumbs=(PLANS, LIBRARY, Crumb(row.title, reverse("library:item", args=[ref]))),
        about=row.title,
        lead_words="Nothing is uploaded twice: the same words and file stand for both. Each is decided on apart.",
    )
    return answer(request, page, build, send)


def _choices(actor: Actor, but: set[str]) -> list[tuple[str, str]]:
    """Every action that the actor sees, under its plan; those that have it already are left out."""
    return [
        (ref, f"{number} {text} ({title})")
        for ref, number, text, title in library.action_labels(actor)
        if ref not in but
    ]


class SendForm(DesignForm):
    """To whom it was sent, when and how."""

    body = rooms.line("To whom?", hint="Such as: Care Inspectorate", most=160)
    how = rooms.line("How?", required=False, hint="Such as: by e-mail to the link inspector", most=240)

    def __init__(self, *args: object, today: object, wanted: str = "", **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].initial = wanted
        self.fields["so_on"] = DayField(label="When?", today=today)
        self.order_fields(["body", "so_on", "how", "form_token"])


def send(request: HttpRequest, ref: str) -> HttpResponse:
    row = library.item(request.actor, ref)
    asked = request.GET.get("request", "")[:40]

    def build(data: object, files: object) -> SendForm:
        return SendForm(data, today=clock.today(), wanted=request.GET.get("to", "")[:160])

    def record(form: SendForm) -> Sent:
        given = form.cleaned_data
        actions.send_evidence(
            actor=request.actor,
            evidence_ref=ref,
            body=given["body"],
            how=given["how"],
            so_on=given["so_on"],
            request_ref=asked,
            at=clock.now(),
            token=form.token,
        )
        return Sent(f"Recorded: {given['body']} has it.", reverse("library:item", args=[ref]))

    page = rooms.page_on(
        key="send",
        subject=ref,
        title="Record that it was sent",
        button="Record this",
        back=reverse("library:item", args=[ref]),
        crumbs=(PLANS, LIBRARY, Crumb(row.title, reverse("library:item", args=[ref]))),
        about=row.title,
        template="improvement/library/send.html",
        sent=row.sent,
    )
    return answer(request, page, build, record)


class AskForm(DesignForm):
    """What is asked for, by whom, of whom, by when."""

    words = rooms.text("What would show it?", hint="Such as: the audit of twenty files in full. No child's name.")
    asked_by = rooms.line("Who wants it?", hint="Such as: Care Inspectorate, or the improvement board", most=160)
    asked_of = forms.TypedChoiceField(label="Who is asked?", coerce=int)
    wanted_on = DatePartsField(label="By what day?")
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=4000)

    def __init__(
        self,
        *args: object,
        story: StoryRow,
        people: list[tuple[int, str]],
        others: list[tuple[str, str]],
        was_given: bool,
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)
        if was_given:
            self.fields["again_because"] = rooms.text(
                "If they were given it before: why is it asked for again?", required=False
            )
        self.fields["asked_of"].choices = [("", "Choose somebody"), *people]
        leads = [lead.person_id for lead in story.action.leads if lead.person_id]
        self.fields["asked_of"].initial = leads[0] if leads else ""
        self.fields["others"] = forms.MultipleChoiceField(
            label="For which other actions of the plan as well?",
            choices=others,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text="Leave it empty if it is for this action alone",
        )
        self.fields["seen"].initial = story.action.ref
        self.order_fields(
            ["words", "asked_by", "again_because", "asked_of", "wanted_on", "others", "seen", "form_token"]
        )


def ask(request: HttpRequest, ref: str) -> HttpResponse:
    story = brief(request, ref, Permission.WRITE_UPDATE)
    keeper = _keeper(request.actor, story)
    people = [
        (row.id, f"{row.name}, {row.post_title}" if row.post_title else row.name)
        for row in organisation.people_of([keeper], on=clock.today())
    ]
    others = [
        (row[0], f"{row[1]} {row[2]}")
        for row in library.action_labels(request.actor, plan_id=story.plan.id)
        if row[0] != ref
    ]
    shown = _shown(request, ref, {key for key, _ in others})
    given_before = library.given_about(request.actor, story.plan.id, shown)

    def build(data: object, files: object) -> AskForm:
        return AskForm(data, story=story, people=people, others=others, was_given=bool(given_before))

    def record(form: AskForm) -> Sent:
        given = form.cleaned_data
        wanted = [ref, *given["others"]]
        if not set(wanted) <= set(given["seen"].split(",")):
            form.data = form.data.copy()
            form.data["seen"] = ",".join(wanted)
            raise CannotDo(LOOK_FIRST, field="others")
        made = actions.ask_for_evidence(
            actor=request.actor,
            plan_ref=story.plan.ref,
            action_refs=wanted,
            words=given["words"],
            asked_by=given["asked_by"],
            asked_of_id=given["asked_of"],
            wanted_on=given["wanted_on"],
            again_because=given.get("again_because", ""),
            so_on=clock.today(),
            at=clock.now(),
            token=form.token,
        )
        return Sent("It stands on their desk until they have answered.", reverse("library:request", args=[made.ref]))

    page = rooms.page_on(
        key="ask",
        subject=ref,
        title="Ask for evidence",
        button="Ask for it",
        back=reverse("improvement:action", args=[ref]),
        crumbs=(PLANS, crumb_to_plan(story.plan), crumb_to_action(story.action)),
        about=f"{story.action.number} {story.action.text}",
        template="improvement/library/ask.html",
        items=library.items_of(request.actor, shown),
        requests=[_asked(row) for row in library.requests_about(request.actor, story.plan.id, shown)],
        given_before=given_before,
    )
    return answer(request, page, build, record)


def _keeper(actor: Actor, story: StoryRow) -> int:
    """The council that keeps the request: the plan's own where the actor writes there, else one that shares it."""
    reach = actor.reach_of(Permission.WRITE_UPDATE)
    return story.plan.authority_id if story.plan.authority_id in reach else min(reach & {*story.plan.authority_ids})


def _shown(request: HttpRequest, ref: str, known: set[str]) -> list[str]:
    """The actions of which the page shows what there is: the one asked about and those that were added."""
    return [ref, *(other for other in request.POST.getlist("others") if other in known)]


def asked_for(request: HttpRequest, ref: str) -> HttpResponse:
    row = library.request(request.actor, ref)
    context = {
        "title": f"Evidence for {row.asked_by}",
        "crumbs": (PLANS, LIBRARY, Crumb("A request")),
        "row": row,
        "facts": [
            Fact(
                "Wanted by",
                f"{day_words(row.wanted_on)}"
                + (f", {lateness_words(row.wanted_on, clock.today())}" if row.is_open else ""),
            ),
            Fact("Asked of", row.asked_of),
            Fact("Asked for by", row.asked_by),
            *([Fact("Asked for again because", row.again_because)] if row.again_because else []),
            Fact("Recorded by", f"{row.asked_through or 'not recorded'}, on {day_words(row.so_on)}"),
        ],
        "may_answer": row.is_open and may_answer(request.actor, row),
        "items": library.items_of(request.actor, row.action_refs) if row.is_open else (),
    }
    return render(request, "improvement/library/request.html", context)


def may_answer(actor: Actor, row: RequestRow) -> bool:
    """Whoever was asked or covers for them, and who edits the plan."""
    if may(actor, Permission.EDIT_PLAN, at=[row.authority_id]):
        return True
    writes = may(actor, Permission.WRITE_UPDATE, at=[row.authority_id])
    return writes and row.asked_of_id in own_ids(actor, on=clock.today())


class AnswerForm(DesignForm):
    """With what the request ends."""

    kind = forms.ChoiceField(
        label="What do you answer?",
        choices=[(kind.value, words) for kind, words in REQUEST_ANSWER_WORDS.items()],
        widget=forms.RadioSelect,
    )
    words = rooms.text("If there is none, or it is no longer wanted: why?", required=False)

    def __init__(self, *args: object, items: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        given = forms.Select if items else forms.HiddenInput
        self.fields["evidence"] = forms.ChoiceField(
            label="Which evidence?", required=False, choices=[("", "None"), *items], widget=given
        )
        self.order_fields(["kind", "evidence", "words", "form_token"])


def answer_request(request: HttpRequest, ref: str) -> HttpResponse:
    row = library.request(request.actor, ref)
    if not may_answer(request.actor, row):
        raise NotAllowed(Permission.EDIT_PLAN)
    items = [(each.ref, each.title) for each in library.items_of(request.actor, row.action_refs)]

    def build(data: object, files: object) -> AnswerForm:
        return AnswerForm(data, items=items)

    def record(form: AnswerForm) -> Sent:
        given = form.cleaned_data
        actions.answer_request(
            actor=request.actor,
            request_ref=ref,
            kind=RequestAnswerKind(given["kind"]),
            evidence_ref=given["evidence"],
            words=given["words"],
            so_on=clock.today(),
            at=clock.now(),
            token=form.token,
        )
        return Sent("Your answer stands here.", reverse("library:request", args=[ref]))

    page = rooms.page_on(
        key="answer",
        subject=ref,
        title="Answer the request",
        button="Give this answer",
        back=reverse("library:request", args=[ref]),
        crumbs=(PLANS, LIBRARY, Crumb("A request", reverse("library:request", args=[ref]))),
        about=row.words,
        template="improvement/library/answer.html",
        items=items,
        row=row,
    )
    return answer(request, page, build, record)
