"""What somebody of another service may be told."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from lippen.casework import rules
from lippen.casework.actions import consenting as actions
from lippen.casework.queries import helping, standing
from lippen.casework.screens.saying import day, day_to_come, form_of, line, one_of, page_about, text
from lippen.casework.vocabulary import CONSENT_BY_WORDS, CONSENT_STEP_WORDS, ConsentBy, ConsentStep
from lippen.design.sending import answer
from lippen.kernel import clock

FIRST = (
    "Ask the child too, however young, in their own way. Where a child may be at risk, tell what is needed "
    "without waiting for consent, and write down why."
)


def helper_consent(request: HttpRequest, ref: str) -> HttpResponse:
    person, row = helping.helper(request.actor, ref)
    today = clock.today()
    in_a_year = rules.months_after(today, rules.CONSENT_MONTHS)

    def build(data: object, files: object):
        return form_of(
            data,
            step=one_of("What was said?", CONSENT_STEP_WORDS, initial=ConsentStep.GIVEN.value),
            given_by=one_of("Who said so?", CONSENT_BY_WORDS),
            who=line("Their name", most=160, hint="Of a court or a hearing: which, and the order"),
            scope=text(
                "What may they be told?",
                required=False,
                hint="Needed where they may be told something. Such as: school attendance; not the health",
            ),
            until=day_to_come(
                "Until which day?", required=False, hint="Needed with it; a year from now at most", initial=in_a_year
            ),
            so_on=day("When was it said?"),
        )

    def send(form) -> str:
        given = form.cleaned_data
        step = ConsentStep(given["step"])
        actions.say_consent(
            actor=request.actor,
            helper_ref=ref,
            step=step,
            given_by=ConsentBy(given["given_by"]),
            who=given["who"],
            scope=given["scope"],
            until=given["until"],
            so_on=given["so_on"],
            at=clock.now(),
        )
        if step is ConsentStep.GIVEN:
            return f"It is recorded what {row.name} may be told, and you are asked again before it ends."
        return f"It is recorded: {row.name} may be told nothing."

    page = page_about(
        request,
        person,
        key="consent",
        subject=ref,
        title=f"What may {row.name} be told?",
        button="Record this",
        about=", ".join(each for each in (row.kind, row.reach) if each),
        lead_words=FIRST,
        stands=standing.of_consent(request.actor, person, ref),
    )
    return answer(request, page, build, send)
