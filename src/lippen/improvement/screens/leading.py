"""Who is offered to lead an action or to answer for it: whose post lets them take the part, and who has it now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django import forms
from django.http import HttpRequest

from lippen.improvement.rows import LeadRow, PlanRow
from lippen.kernel import clock
from lippen.kernel.access import Permission
from lippen.organisation import queries as organisation
from lippen.organisation.queries import PersonRow

LEADS = ("lead_1", "lead_2", "lead_3", "lead_4")
LEAD_LABELS = ("Lead", "Joint lead", "Another joint lead", "Another joint lead")
IN_WORDS = "words:"
Choices = list[tuple[str, str]]


@dataclass(frozen=True)
class Offered:
    """The people who may lead an action, those who may answer for one, and who has a part in it now."""

    leading: tuple[PersonRow, ...]
    answering: tuple[PersonRow, ...]
    leads: tuple[LeadRow, ...] = ()
    accountable: LeadRow | None = None
    present: tuple[PersonRow, ...] = ()

    @property
    def ids(self) -> dict[str, int]:
        """Whom a choice means."""
        return {each.ref: each.id for each in (*self.leading, *self.answering, *self.present)}

    def add_to(self, form: forms.Form) -> None:
        """Put the leads and who answers for it on a form, as they stand."""
        refs = {id_: ref for ref, id_ in self.ids.items()}
        leads = self._choices(self.leading, self.leads)
        now = [_value(lead, refs) for lead in self.leads] + [""] * len(LEADS)
        for name, label, value in zip(LEADS, LEAD_LABELS, now, strict=False):
            form.fields[name] = forms.ChoiceField(label=label, choices=leads, required=False, initial=value)
        answers = [self.accountable] if self.accountable else []
        form.fields["accountable"] = forms.ChoiceField(
            label="Who answers for it?",
            choices=self._choices(self.answering, answers),
            required=False,
            initial=_value(self.accountable, refs) if self.accountable else "",
        )

    def lead(self, value: str) -> LeadRow:
        """The lead that a choice means."""
        if value.startswith(IN_WORDS):
            return LeadRow(None, value.removeprefix(IN_WORDS))
        return LeadRow(self.ids[value], "")

    def _choices(self, people: Sequence[PersonRow], now: Iterable[LeadRow]) -> Choices:
        """Who may take the part; and who has it now, known or in the words of a document, so that nobody is lost."""
        offered, present = {each.id for each in people}, {each.id: each for each in self.present}
        words: Choices = []
        for lead in now:
            if lead.person_id is None:
                words.append((f"{IN_WORDS}{lead.name}", f"{lead.name} (as the document has it)"))
            elif lead.person_id not in offered and lead.person_id in present:
                words.append((present[lead.person_id].ref, f"{lead.name} (as it is now)"))
        return [("", "Nobody"), *words, *((each.ref, _words(each)) for each in people)]


def offered_for(
    request: HttpRequest, plan: PlanRow, *, leads: tuple[LeadRow, ...] = (), accountable: LeadRow | None = None
) -> Offered:
    """Of the reader's councils in the plan: to lead, those who may say how it goes; to answer for it, read it."""
    today, here = clock.today(), request.actor.authority_ids & frozenset(plan.authority_ids)
    leading = organisation.people_who_may(Permission.WRITE_UPDATE, here, on=today)
    answering = organisation.people_who_may(Permission.READ_PLAN, here, on=today)
    has_part = {lead.person_id for lead in (*leads, *([accountable] if accountable else [])) if lead.person_id}
    gone = has_part - {each.id for each in (*leading, *answering)}
    present = {each.id: each for each in (*leading, *answering) if each.id in has_part}
    if gone:
        present |= organisation.people_by_id(gone, on=today)
    return Offered(leading, answering, leads, accountable, tuple(present.values()))


def chosen_leads(given: dict[str, str]) -> tuple[str, ...]:
    """The leads chosen on a form, each once, in order."""
    return tuple(dict.fromkeys(given[name] for name in LEADS if given[name]))


def _value(lead: LeadRow, refs: dict[int, str]) -> str:
    return refs.get(lead.person_id, "") if lead.person_id else f"{IN_WORDS}{lead.name}"


def _words(person: PersonRow) -> str:
    return f"{person.name}, {person.post_title}" if person.post_title else person.name
