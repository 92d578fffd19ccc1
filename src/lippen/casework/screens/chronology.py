"""An entry of the chronology, for brothers and sisters too whom it concerns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from lippen.casework.actions import chronology as actions
from lippen.casework.queries import records
from lippen.casework.rows import PersonRow
from lippen.casework.screens.saying import day, form_of, line, one_of, page_about, text, yes
from lippen.casework.vocabulary import SIGNIFICANCE_WORDS, Significance
from lippen.design.sending import Sent, answer
from lippen.kernel import clock
from lippen.kernel.errors import CannotDo


def write_entry(request: HttpRequest, ref: str) -> HttpResponse:
    person = records.head(request.actor, ref)
    siblings = records.siblings(request.actor, person)

    def build(data: object, files: object):
        return form_of(
            data,
            so_on=day("When did it happen?"),
            words=text("What happened?", hint="The fact, in a sentence or two; what you think of it comes below."),
            source=line("Who told us, or where does it stand?", required=False),
            significance=one_of("How much does it matter to the child?", SIGNIFICANCE_WORDS, initial="some"),
            analysis=text(f"What does it mean for {person.name}?", required=False),
            **_entry_fields(siblings),
        )

    def send(form) -> Sent:
        given = form.cleaned_data
        actions.write_entry(
            actor=request.actor,
            person_ref=ref,
            words=given["words"],
            source=given["source"],
            significance=Significance(given["significance"]),
            analysis=given["analysis"],
            also=_also_concerned(given, siblings),
            so_on=given["so_on"],
            at=clock.now(),
        )
        return Sent("It stands in the chronology.", reverse("casework:chronology", args=[ref]))

    page = page_about(
        request,
        person,
        key="entry",
        title="Add to the chronology",
        button="Add it",
        back=reverse("casework:chronology", args=[ref]),
        lead_words="Referrals, visits, who works with the child and statuses stand there by themselves.",
    )
    return answer(request, page, build, send)


def _entry_fields(siblings: Sequence[PersonRow]) -> dict[str, forms.Field]:
    fields: dict[str, forms.Field] = {}
    for each in siblings:
        fields[f"too_{each.id}"] = yes(f"It concerns {each.name} too")
        fields[f"means_{each.id}"] = text(f"What does it mean for {each.name}?", required=False, rows="2")
    return fields


def _also_concerned(given: Mapping[str, object], siblings: Sequence[PersonRow]) -> list[actions.AlsoConcerned]:
    """The brothers and sisters whom it concerns. Words about one who is not ticked are never dropped unsaid."""
    found = []
    for each in siblings:
        means = str(given[f"means_{each.id}"])
        if given[f"too_{each.id}"]:
            found.append(actions.AlsoConcerned(each.ref, means))
        elif means.strip():
            sentence = f"You wrote what it means for {each.name}. Tick that it concerns them, or take the words away."
            raise CannotDo(sentence, field=f"too_{each.id}")
    return found
