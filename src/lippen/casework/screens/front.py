"""The front door: referrals and their steps."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from lippen.casework import rules
from lippen.casework.actions import front as actions
from lippen.casework.queries import numbers, records, referrals, standing
from lippen.casework.queries.standing_in import signers
from lippen.casework.screens.saying import (
    CHILDREN,
    at_times,
    crumb_to,
    day,
    form_of,
    line,
    may_write,
    one_of,
    one_of_many,
    page_about,
    text,
    yes,
)
from lippen.casework.screens.waiting import wait_fields, wait_of
from lippen.casework.vocabulary import (
    FROM_WORDS,
    OUTCOME_WORDS,
    SIGN_OFF_WORDS,
    WHY_WORDS,
    Outcome,
    ReferralFrom,
    ReferralWhy,
    SignOffAnswer,
    Stage,
)
from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.design.sending import Sent, answer
from lippen.design.words import lateness_words
from lippen.kernel import clock
from lippen.kernel.access import Permission, may
from lippen.kernel.errors import CannotDo


def refer(request: HttpRequest, ref: str) -> HttpResponse:
    person = records.head(request.actor, ref)

    def build(data: object, files: object):
        return form_of(
            data,
            received_on=day("When were we told?"),
            source=one_of_many("Who told us?", FROM_WORDS),
            source_words=line("Their name and how to reach them", required=False, most=240),
            why=one_of_many("What is the worry, mainly?", WHY_WORDS),
            words=text("What are they worried about?", rows="5"),
            is_immediate=yes("The child is at immediate risk", hint="A manager has to sign it off before it goes on."),
        )

    def send(form) -> Sent:
        given = form.cleaned_data
        made = actions.refer(
            actor=request.actor,
            person_ref=ref,
            received_on=given["received_on"],
            source=ReferralFrom(given["source"]),
            source_words=given["source_words"],
            why=ReferralWhy(given["why"]),
            words=given["words"],
            is_immediate=given["is_immediate"],
            at=clock.now(),
        )
        return Sent("The referral is recorded.", reverse("casework:referral", args=[made.ref]))

    page = page_about(request, person, key="refer", title="Record a referral", button="Record the referral")
    return answer(request, page, build, send)


def _page(request: HttpRequest, ref: str) -> referrals.ReferralPage:
    council = referrals.authority_of_referral(request.actor, ref)
    return referrals.referral(request.actor, ref, numbers=numbers.numbers(request.actor, council, on=clock.today()))


def referral(request: HttpRequest, ref: str) -> HttpResponse:
    found = _page(request, ref)
    own = found.row.recorded_by_id == request.actor.account_id
    may_sign = may(request.actor, Permission.AGREE_RISK, at=[found.person.authority_id]) and not own
    context = {
        "title": f"Referral of {found.person.name}",
        "crumbs": (CHILDREN, crumb_to(found.person), Crumb("Referral")),
        "person": found.person,
        "opened_until": records.opened_until(request.actor, [found.person.id], real_at=clock.real_now()),
        "found": found,
        "row": found.row,
        "when": lateness_words(found.due_on, clock.today()) if found.due_on else "",
        "may_sign": found.row.waits_for_manager and may_sign,
        "stands_with": signers(ref, on=clock.today()) if found.row.waits_for_manager else "",
        "may_step": found.row.stage is not Stage.CLOSED
        and not found.row.waits_for_manager
        and may_write(request, found.person),
        "year": rules.REPEAT.sentence,
    }
    return render(request, "casework/referral.html", context)


def sign_off(request: HttpRequest, ref: str) -> HttpResponse:
    found = _page(request, ref)

    def build(data: object, files: object):
        return form_of(
            data,
            answer=one_of("Does it go on as planned?", SIGN_OFF_WORDS),
            words=text("Why, and what has to happen?"),
        )

    def send(form) -> str:
        kind = SignOffAnswer(form.cleaned_data["answer"])
        given = {"words": form.cleaned_data["words"], "so_on": clock.today(), "at": clock.now()}
        actions.sign_off(actor=request.actor, referral_ref=ref, answer=kind, **given)
        return "Your answer stands with the referral."

    page = page_about(
        request,
        found.person,
        key="sign-off",
        subject=ref,
        title="Sign off an immediate risk",
        stands=standing.of_sign_off(request.actor, found.person, ref),
        button="Record this answer",
        back=reverse("casework:referral", args=[ref]),
        about=found.row.words,
    )
    return answer(request, page, build, send)


def take_step(request: HttpRequest, ref: str) -> HttpResponse:
    found = _page(request, ref)
    stage = found.row.stage
    offered = rules.OFFERED.get(stage, ())
    asks_wait = Outcome.ALLOCATE in offered or bool(request.POST.get("level"))

    def build(data: object, files: object):
        more = wait_fields(found.person, required=False) if asks_wait else {}
        for each in more.values():
            at_times(each).help_text = "Needed where the child waits for a social worker"
        return form_of(
            data,
            outcome=one_of(f"{found.row.stage_words}: how does it end?", OUTCOME_WORDS, only=offered),
            words=text("Why?"),
            so_on=day("When?"),
            **more,
        )

    def send(form) -> Sent:
        if not offered:
            raise CannotDo("This referral is decided. Look at the child's page.")
        given = form.cleaned_data
        outcome = Outcome(given["outcome"])
        actions.take_step(
            actor=request.actor,
            referral_ref=ref,
            outcome=outcome,
            words=given["words"],
            so_on=given["so_on"],
            at=clock.now(),
            wait=wait_of(given) if outcome is Outcome.ALLOCATE else None,
        )
        if not records.is_own_work(request.actor, found.person.id):
            said = f"{OUTCOME_WORDS[outcome]}. Nobody works with {found.person.name} any more."
            return Sent(said, reverse("casework:children"))
        return Sent(f"{OUTCOME_WORDS[outcome]}.", reverse("casework:referral", args=[ref]))

    page = page_about(
        request,
        found.person,
        key="step",
        subject=ref,
        title=found.row.stage_words,
        stands=standing.of_referral(request.actor, found.person, ref),
        button="Record this step",
        back=reverse("casework:referral", args=[ref]),
        about=found.row.words,
        template="casework/step.html",
        earlier=found.earlier,
        asks_wait=asks_wait,
    )
    return answer(request, page, build, send)
