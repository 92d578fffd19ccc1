"""A child's plan and health: agreed, looked at again, found; and what is due of all looked-after children."""

from __future__ import annotations

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from lippen.care.actions import plans as actions
from lippen.care.queries import due as due_queries
from lippen.care.queries import plans as queries
from lippen.care.queries.due import DUE_WORDS, DueOf
from lippen.care.screens.saying import care_page, chosen, head, rules_of, view_fields, view_of, way_to, who
from lippen.care.vocabulary.plans import COPY_WORDS, HEALTH_WORDS, HasCopy, HealthKind
from lippen.casework.queries import records
from lippen.casework.screens.saying import (
    CHILDREN,
    day,
    day_to_come,
    form_of,
    line,
    may_write,
    one_of,
    page_in,
    text,
)
from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.design.sending import Sent, answer
from lippen.design.words import day_words
from lippen.kernel import clock

TITLE = "Plan and health"
DUE = "Due in care"
NO_PLAN = "no_plan"


def plans(request: HttpRequest, ref: str) -> HttpResponse:
    person = head(request, ref)
    found = queries.about(request.actor, person, today=clock.today())
    request.audit_keys = {"shown": [row.picture.ref for row in found.plans if row.picture]}
    context = {
        "title": f"{person.name}: plan and health",
        "person": person,
        "crumbs": (*way_to(person), Crumb(TITLE)),
        "opened_until": records.opened_until(request.actor, [person.id], real_at=clock.real_now()),
        "plans": found.plans,
        "health": found.health,
        "told": found.told,
        **rules_of(request, due_queries.OF_PLAN_AND_HEALTH, council=person.authority_id),
        "may_write": may_write(request, person),
    }
    return render(request, "care/plans.html", context)


def _back(ref: str) -> str:
    return reverse("care:plans", args=[ref])


def agree_plan(request: HttpRequest, ref: str) -> HttpResponse:
    person = head(request, ref)

    def build(data: object, files: object):
        return form_of(
            data,
            so_on=day("On which day was it agreed?"),
            words=text("What is it to bring about?", hint="What will be better for the child, and how one will know"),
            **who("lead", "Who leads it?", person.authority_id, hint="The lead professional"),
            next_on=day_to_come("By when is it looked at again?"),
            copies=forms.MultipleChoiceField(
                label="Who was given it?",
                required=False,
                choices=[(each.value, words) for each, words in COPY_WORDS.items()],
                widget=forms.CheckboxSelectMultiple,
            ),
            **view_fields(request, person),
        )

    def send(form) -> Sent:
        given = form.cleaned_data
        actions.agree_plan(
            actor=request.actor,
            person_ref=ref,
            so_on=given["so_on"],
            words=given["words"],
            lead=chosen(given, "lead"),
            next_on=given["next_on"],
            copies=[HasCopy(each) for each in given["copies"]],
            view=view_of(given),
            at=clock.now(),
        )
        return Sent(f"The plan is recorded. It is looked at again by {day_words(given['next_on'])}.", _back(ref))

    title = f"Record {person.name}’s plan"
    page = care_page(request, person, key="plan-agreed", title=title, button="Record it", back=_back(ref))
    return answer(request, page, build, send)


def record_health(request: HttpRequest, ref: str) -> HttpResponse:
    person = head(request, ref)

    def build(data: object, files: object):
        return form_of(
            data,
            kind=one_of("What was it?", HEALTH_WORDS),
            so_on=day("On which day?"),
            by_whom=line("Who looked at it?", hint="A nurse, a doctor, a dentist: by name or by post"),
            words=text("What was found?"),
            **view_fields(request, person, label="What does {name} think of it?", is_needed=False),
            to_do=text("What is done about it?", required=False, rows="2"),
            next_on=day_to_come("By when is it looked at again?", required=False),
        )

    def send(form) -> Sent:
        given = form.cleaned_data
        actions.record_health(
            actor=request.actor,
            person_ref=ref,
            kind=HealthKind(given["kind"]),
            so_on=given["so_on"],
            by_whom=given["by_whom"],
            words=given["words"],
            to_do=given["to_do"],
            next_on=given["next_on"],
            view=view_of(given),
            at=clock.now(),
        )
        again = f" It is looked at again by {day_words(given['next_on'])}." if given["next_on"] else ""
        return Sent(f"It is recorded.{again}", _back(ref))

    title = f"Record how {person.name}’s health is"
    page = care_page(request, person, key="health", title=title, button="Record it", back=_back(ref))
    return answer(request, page, build, send)


def plan_was_wrong(request: HttpRequest, ref: str) -> HttpResponse:
    person, words = queries.person_of(request.actor, ref)

    def build(data: object, files: object):
        return form_of(data, why=text("What was wrong?", rows="2"))

    def send(form) -> Sent:
        actions.plan_was_wrong(actor=request.actor, ref=ref, why=form.cleaned_data["why"], at=clock.now())
        return Sent("It stays with your reason, and counts no more.", _back(person.ref))

    page = care_page(
        request,
        person,
        key="plan-wrong",
        title="This was recorded wrongly",
        button="Say that it was wrong",
        about=words,
        subject=ref,
        back=_back(person.ref),
    )
    return answer(request, page, build, send)


def due(request: HttpRequest) -> HttpResponse:
    page, asked = page_in(request), request.GET.get("of", "")
    if asked == NO_PLAN:
        return _without_plan(request, page)
    of = DueOf(asked) if asked in {each.value for each in DueOf} else DueOf.VISITS
    found = due_queries.due(request.actor, of, today=clock.today(), page=page)
    is_first = of is DueOf.PLANS and page == 1
    without, count = queries.without_plan(request.actor) if is_first else ((), 0)
    request.audit_keys = {"found": [row.person_ref for row in found.rows] + [row.ref for row in without]}
    context = {
        "title": DUE,
        "crumbs": (CHILDREN, Crumb(DUE)),
        "due": found,
        "of": of.value,
        "of_words": DUE_WORDS[of],
        "kinds": [(each.value, words) for each, words in DUE_WORDS.items()],
        **rules_of(request, due_queries.KEYS[of]),
        "without": without,
        "without_count": count,
        "page_obj": Paginator(range(found.count), due_queries.PAGE).get_page(page),
    }
    return render(request, "care/due.html", context)


def _without_plan(request: HttpRequest, page: int) -> HttpResponse:
    """Everybody who is looked after and has no plan, page by page."""
    rows, count = queries.without_plan(request.actor, page=page)
    request.audit_keys = {"found": [row.ref for row in rows]}
    context = {
        "title": "No plan is recorded",
        "crumbs": (CHILDREN, Crumb(DUE, f"{reverse('care:due')}?of={DueOf.PLANS.value}"), Crumb("No plan")),
        "rows": rows,
        "count": count,
        "page_obj": Paginator(range(count), queries.MOST_WITHOUT).get_page(page),
    }
    return render(request, "care/without_plan.html", context)
