"""Who else sees a child for stated days: samples for inspectors, what is shared with partners, and their own pages."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from lippen.casework.actions import lending as actions
from lippen.casework.queries import lending, records
from lippen.casework.screens.saying import (
    CHILDREN,
    council_here,
    day_to_come,
    form_of,
    line,
    one_of,
    page_about,
    somebody,
    text,
    url,
)
from lippen.casework.vocabulary import BASIS_WORDS, SHARED_WORDS, STATUS_WORDS, SharedBasis, SharedPart, Status
from lippen.design.components import Fact
from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.design.sending import Page, Sent, answer
from lippen.design.words import day_words
from lippen.kernel import clock
from lippen.kernel.access import Permission, may
from lippen.kernel.errors import CannotDo
from lippen.organisation import queries as organisation
from lippen.organisation.roles import Role

SAMPLES = "Children drawn for inspectors"
MINE = "Children of your samples"
MINE_CRUMB = Crumb(MINE, url("casework:sampled"))
SAMPLES_CRUMB = Crumb(SAMPLES, url("casework:samples"))
SHARED = "Children shared with you"


def samples(request: HttpRequest) -> HttpResponse:
    draws = may(request.actor, Permission.DRAW_SAMPLE)
    title = SAMPLES if draws else MINE
    context = {
        "title": title,
        "crumbs": (*((CHILDREN,) if draws else ()), Crumb(title)),
        "rows": lending.samples(request.actor),
        "draws": draws,
        "today": clock.today(),
    }
    return render(request, "casework/samples.html", context)


def sample(request: HttpRequest, ref: str) -> HttpResponse:
    row, children = lending.sample(request.actor, ref)
    today, draws = clock.today(), may(request.actor, Permission.DRAW_SAMPLE)
    request.audit_keys = {"children": [child.ref for child in children]}
    context = {
        "title": f"{row.drawn} of {row.drawn_from} children, drawn for inspectors",
        "crumbs": (*((CHILDREN, SAMPLES_CRUMB) if draws else (MINE_CRUMB,)), Crumb(day_words(row.opens_on))),
        "row": row,
        "children": children,
        "is_as_drawn": lending.is_as_drawn(request.actor, ref),
        "draws": draws,
        "today": today,
        "is_open": row.is_open(today),
        "is_over": row.is_over(today),
    }
    return render(request, "casework/sample.html", context)


def draw(request: HttpRequest) -> HttpResponse:
    council = council_here(request, Permission.DRAW_SAMPLE)
    people = organisation.people_with(Role.INSPECTOR, council, on=clock.today())

    def build(data: object, files: object):
        return form_of(
            data,
            inspectors=_several("Who reads it?", [(str(row.id), row.name) for row in people]),
            words=line(
                "Words or a number that the inspector gives", hint="The draw goes by them, and anybody can repeat it"
            ),
            size=forms.IntegerField(label="How many children?", min_value=1, max_value=100),
            statuses=_several(
                "Of which children?",
                [(status.value, words) for status, words in STATUS_WORDS.items()],
                required=False,
                hint="Choose none to draw from all whom you see. Restricted records are never drawn.",
            ),
            purpose=text("What is it for?"),
            opens_on=day_to_come("From which day?", initial=clock.today()),
            closes_on=day_to_come("Until which day?", hint="On this day it is read no more. 90 days at most"),
        )

    def send(form) -> Sent:
        given = dict(form.cleaned_data)
        given.pop("form_token", None)
        given["inspector_ids"] = [int(each) for each in given.pop("inspectors")]
        given["statuses"] = [Status(each) for each in given["statuses"]]
        made = actions.draw_children(actor=request.actor, authority_id=council, at=clock.now(), **given)
        return Sent("The sample is drawn.", reverse("casework:sample", args=[made.ref]))

    page = Page(
        key="children-draw",
        subject=str(council),
        title="Draw children for inspectors",
        button="Draw the sample",
        back=reverse("casework:samples"),
        crumbs=(CHILDREN, SAMPLES_CRUMB, Crumb("Draw")),
        template="casework/form.html",
        context={"lead_words": "They read these children's records and no others, and write nothing."},
    )
    return answer(request, page, build, send)


def close_sample(request: HttpRequest, ref: str) -> HttpResponse:
    row, _ = lending.sample(request.actor, ref)

    def build(data: object, files: object):
        return form_of(data, why=text("Why does it close early?"))

    def send(form) -> Sent:
        actions.close_children_sample(actor=request.actor, sample_ref=ref, why=form.cleaned_data["why"], at=clock.now())
        return Sent("The sample is closed: nobody reads it any more.", reverse("casework:sample", args=[ref]))

    page = Page(
        key="children-close",
        subject=ref,
        title="Close the sample today",
        button="Close it",
        back=reverse("casework:sample", args=[ref]),
        crumbs=(CHILDREN, SAMPLES_CRUMB, Crumb("Close")),
        template="casework/form.html",
        context={"about": f"It would close on {day_words(row.closes_on)} by itself."},
        has_draft=False,
    )
    return answer(request, page, build, send)


def sampled_child(request: HttpRequest, ref: str) -> HttpResponse:
    found = lending.sampled_record(request.actor, ref, real_at=clock.real_now())
    person = found.person
    status = STATUS_WORDS[Status(person.status)] if person.status else "Not recorded"
    facts = [Fact("Born", day_words(person.born_on) if person.born_on else "Not recorded")]
    facts += [Fact("Lives at", person.place or "Not recorded"), Fact("Status", status)]
    facts += [Fact(*each) for each in (*found.names, *found.numbers)]
    context = {
        "title": person.name,
        "crumbs": (MINE_CRUMB, Crumb(person.name)),
        "record": found,
        "person": person,
        "facts": facts,
    }
    return render(request, "casework/sampled_child.html", context)


def share(request: HttpRequest, ref: str) -> HttpResponse:
    person = records.head(request.actor, ref)
    partners = organisation.people_with(Role.PARTNER, person.authority_id, on=clock.today())
    choices = [(str(row.id), f"{row.name}, {row.post_title}" if row.post_title else row.name) for row in partners]
    siblings = records.siblings(request.actor, person)

    def build(data: object, files: object):
        also = {}
        if siblings:
            also["others"] = _several("Also for", [(row.ref, row.name) for row in siblings], required=False)
        return form_of(
            data,
            partner=somebody("Who sees it?", choices),
            **also,
            parts=_several("What do they see?", [(part.value, words) for part, words in SHARED_WORDS.items()]),
            purpose=text("What do they need it for?"),
            basis=one_of("On what ground of law?", BASIS_WORDS),
            basis_words=line("Where does it stand?", required=False, hint="Act and section, or where consent is kept"),
            opens_on=day_to_come("From which day?", initial=clock.today()),
            closes_on=day_to_come("Until which day?", hint="On this day it ends by itself. A year at most"),
        )

    def send(form) -> str:
        given = form.cleaned_data
        actions.share(
            actor=request.actor,
            person_refs=[ref, *(given.get("others") or ())],
            partner_id=int(given["partner"]),
            purpose=given["purpose"],
            basis=SharedBasis(given["basis"]),
            basis_words=given["basis_words"],
            parts=[SharedPart(each) for each in given["parts"]],
            opens_on=given["opens_on"],
            closes_on=given["closes_on"],
            at=clock.now(),
        )
        return "It is shared from that day on."

    page = page_about(
        request,
        person,
        key="share",
        title="Share with a partner",
        button="Share this",
        back=reverse("casework:who_may_see", args=[ref]),
        lead_words="They see what you choose and nothing else: never where the child lives, and they write nothing.",
    )
    return answer(request, page, build, send)


def who_may_see(request: HttpRequest, ref: str) -> HttpResponse:
    person = records.head(request.actor, ref)
    today = clock.today()
    rows = lending.sharings_of(request.actor, person, on=today)
    context = {
        "title": f"Who else may see {person.name}'s record",
        "crumbs": (CHILDREN, Crumb(person.name, reverse("casework:child", args=[ref])), Crumb("Who may see it")),
        "person": person,
        "opened_until": records.opened_until(request.actor, [person.id], real_at=clock.real_now()),
        "rows": [{"row": row, "is_open": row.is_open(today)} for row in rows],
        "may_share": person.is_child and may(request.actor, Permission.AGREE_RISK, at=[person.authority_id]),
    }
    return render(request, "casework/who_may_see.html", context)


def end_sharing(request: HttpRequest, ref: str) -> HttpResponse:
    row, person = lending.sharing(request.actor, ref, on=clock.today())

    def build(data: object, files: object):
        return form_of(data, why=text("Why does it end early?"))

    def send(form) -> str:
        if not row.is_open(clock.today()):
            raise CannotDo("This has ended already.")
        given = {"why": form.cleaned_data["why"], "so_on": clock.today(), "at": clock.now()}
        actions.end_sharing(actor=request.actor, sharing_ref=ref, **given)
        return "They see it no more."

    page = page_about(
        request,
        person,
        key="end-sharing",
        subject=ref,
        title="End this today",
        button="End it",
        back=reverse("casework:who_may_see", args=[person.ref]),
        about=f"{row.partner} sees it until {day_words(row.closes_on)}. {row.purpose}",
        has_draft=False,
    )
    return answer(request, page, build, send)


def shared(request: HttpRequest) -> HttpResponse:
    rows = lending.shared_with(request.actor, on=clock.today())
    request.audit_keys = {"children": [row.ref for row in rows]}
    context = {"title": SHARED, "crumbs": (Crumb(SHARED),), "rows": rows}
    return render(request, "casework/shared.html", context)


def shared_child(request: HttpRequest, ref: str) -> HttpResponse:
    row = lending.shared_child(request.actor, ref, on=clock.today())
    facts = [Fact("Born", day_words(row.born_on))] if row.born_on else []
    facts += [Fact("Status", row.status)] if row.status is not None else []
    if row.is_seen_told:
        facts.append(Fact("Last seen", day_words(row.last_seen_on) if row.last_seen_on else "No visit is recorded"))
    context = {
        "title": row.name,
        "crumbs": (Crumb(SHARED, reverse("casework:shared")), Crumb(row.name)),
        "row": row,
        "facts": facts,
    }
    return render(request, "casework/shared_child.html", context)


def _several(
    label: str, choices: list[tuple[str, str]], *, required: bool = True, hint: str = ""
) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=required, help_text=hint, widget=forms.CheckboxSelectMultiple
    )
