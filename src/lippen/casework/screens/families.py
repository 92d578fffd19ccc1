"""Who is who to somebody, drawn and in words; who else works with the family."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.safestring import mark_safe

from lippen.casework import genogram
from lippen.casework.actions import helping as actions
from lippen.casework.queries import families, records
from lippen.casework.rows import HelperRow, PersonRow
from lippen.casework.screens.saying import CHILDREN, crumb_to, day, form_of, line, one_of_many, page_about
from lippen.casework.vocabulary import GENDER_WORDS, HELPER_WORDS, Gender, HelperKind, HelperStep, TieKind, tie_word
from lippen.design.days import DayField
from lippen.design.forms import FilterForm
from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.design.sending import answer
from lippen.design.words import count_words, day_words, listed_words
from lippen.kernel import clock
from lippen.kernel.errors import NotVisible


class OnDay(FilterForm):
    """A day of the past, in the address."""

    def __init__(self, data: object) -> None:
        super().__init__(data)
        self.fields["on"] = DayField(label="As it was on which day?", today=clock.today(), required=False)

    @property
    def unread(self) -> str:
        """What was typed and could not be read as a day that has been."""
        self.is_valid()
        return str(self.data.get("on", ""))[:40] if "on" in self.errors else ""

    @property
    def unread_why(self) -> str:
        """Why it could not: no such day, or one that is still to come."""
        late = any(each.code == "late" for each in self.errors.as_data().get("on", ()))
        return "has not come yet" if late else "is not a day that has been"

    def day(self) -> date:
        """The day asked for, today where none was."""
        return min(self.chosen().get("on") or clock.today(), clock.today())


def family(request: HttpRequest, ref: str) -> HttpResponse:
    form = OnDay(request.GET)
    on = form.day()
    found = families.family(request.actor, ref, on=on)
    members = {key: _member(found, row, on) for key, row in found.people.items()}
    person = found.person
    title = f"Family of {person.name}"
    alt = f"Genogram of {person.name} on {day_words(on)}: {count_words(len(members), 'person', 'people')}"
    context = {
        "title": title,
        "crumbs": (CHILDREN, crumb_to(person), Crumb("Family")),
        "person": person,
        "opened_until": records.opened_until(request.actor, [person.id], real_at=clock.real_now()),
        "filter_form": form,
        "on": on,
        "is_past": on < clock.today(),
        "drawing": mark_safe(genogram.draw(person.id, members, found.bonds, alt=alt)),
        "rows": _in_words(found, on),
        "more": found.more,
    }
    request.audit_keys = {"shown": sorted(row.ref for row in found.people.values() if row.id != person.id)}
    return render(request, "casework/family.html", context)


def _member(found: families.Family, row: PersonRow, on: date) -> genogram.Member:
    relation = _to_me(found, row.id)
    return genogram.Member(
        row.id,
        row.name or "Name not known",
        tuple(each for each in (relation[:1].upper() + relation[1:], _years(row, on)) if each),
        row.gender,
        row.is_child,
        _is_dead(row, on),
        row.id in found.at_home,
        row.born_on,
        reverse("casework:child" if row.id == found.person.id else "casework:family", args=[row.ref]),
        ". ".join(each for each in (row.name, relation, _life(row, on)) if each),
    )


def _is_dead(row: PersonRow, on: date) -> bool:
    return row.died_on is not None and row.died_on <= on


def _to_me(found: families.Family, key: int) -> str:
    """What somebody is to whose record it is, in words; empty where they are tied to others alone."""
    me, told = found.person.id, []
    for bond in found.bonds:
        if (bond.first, bond.second) == (key, me):
            told.append(tie_word(bond.kind, found.people[key].gender))
        elif (bond.first, bond.second) == (me, key):
            told.append(tie_word(bond.kind, found.people[key].gender, is_second=True))
    return listed_words([each.lower() for each in dict.fromkeys(told)])


def _years(row: PersonRow, on: date) -> str:
    if row.born_on is None:
        return ""
    if _is_dead(row, on):
        return f"{row.born_on.year} to {row.died_on.year}"
    age = row.age(on)
    return f"due {day_words(row.born_on)}" if age is None else f"born {row.born_on.year}, aged {age}"


def _life(row: PersonRow, on: date) -> str:
    gender = GENDER_WORDS[Gender(row.gender)].lower() if row.gender else ""
    died = f"died {day_words(row.died_on)}" if _is_dead(row, on) else ""
    return ", ".join(each for each in (gender, _years(row, on), died) if each)


def _in_words(found: families.Family, on: date) -> list[dict[str, object]]:
    """The same in words, the nearest first: what each is, and to whom else they are tied."""
    return [
        {
            "person": row,
            "is_me": row.id == found.person.id,
            "relation": _to_me(found, row.id),
            "life": _life(row, on),
            "at_home": row.id in found.at_home and row.id != found.person.id,
            "kept_from": row.id in found.kept_from,
            "keeps_address": row.id in found.keeps_address,
            "others": _to_others(found, row.id),
        }
        for row in found.people.values()
    ]


def _to_others(found: families.Family, key: int) -> str:
    me, gender = found.person.id, found.people[key].gender
    told = [
        f"{tie_word(bond.kind, gender).lower()} of {found.people[bond.second].name}"
        for bond in found.bonds
        if bond.first == key and me not in (bond.first, bond.second)
    ]
    both_ways = (TieKind.PARTNER, TieKind.FORMER_PARTNER, TieKind.SIBLING, TieKind.HALF_SIBLING)
    told += [
        f"{tie_word(bond.kind, gender, is_second=True).lower()} of {found.people[bond.first].name}"
        for bond in found.bonds
        if bond.second == key and bond.kind in both_ways and me not in (bond.first, bond.second)
    ]
    return listed_words(told)


def add_helper(request: HttpRequest, ref: str) -> HttpResponse:
    person = records.head(request.actor, ref)
    siblings = records.siblings(request.actor, person)

    def build(data: object, files: object):
        fields: dict[str, forms.Field] = {
            "kind": one_of_many("From which service?", HELPER_WORDS),
            "name": line("Who is it?", hint="A name, or at least the post and the place"),
            "reach": line("How are they reached?", required=False, hint="A telephone number or e-mail of their work"),
            "so_on": day("Since when?"),
        }
        if siblings:
            fields["also"] = also_for(siblings, "Do they work with brothers and sisters too?")
        return form_of(data, **fields)

    def send(form) -> str:
        given = form.cleaned_data
        actions.add_helper(
            actor=request.actor,
            person_ref=ref,
            kind=HelperKind(given["kind"]),
            name=given["name"],
            reach=given["reach"],
            also=given.get("also", []),
            so_on=given["so_on"],
            at=clock.now(),
        )
        return f"{given['name']} is recorded as somebody who works with the family."

    page = page_about(
        request,
        person,
        key="helper",
        title="Somebody else who works with the family",
        button="Record them",
        lead_words="Who it is and how to reach them. What they do for the family stays with their own service.",
    )
    return answer(request, page, build, send)


def also_for(siblings: Sequence[PersonRow], label: str) -> forms.MultipleChoiceField:
    """Brothers and sisters for whom the same is recorded."""
    return forms.MultipleChoiceField(
        label=label,
        choices=[(each.ref, each.name) for each in siblings],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="The same is then recorded for each whom you choose.",
    )


def helper_contact(request: HttpRequest, ref: str, helper_ref: str) -> HttpResponse:
    return _of_helper(request, ref, helper_ref, HelperStep.CONTACT)


def end_helper(request: HttpRequest, ref: str, helper_ref: str) -> HttpResponse:
    return _of_helper(request, ref, helper_ref, HelperStep.ENDED)


def _of_helper(request: HttpRequest, ref: str, helper_ref: str, step: HelperStep) -> HttpResponse:
    found = records.record(request.actor, ref, real_at=clock.real_now())
    row = next((each for each in found.helpers if each.ref == helper_ref), None)
    if row is None:
        raise NotVisible
    is_end = step is HelperStep.ENDED

    def build(data: object, files: object):
        when = "Until when did they work with the family?" if is_end else "When were you in touch?"
        words = "Why did it end?" if is_end else "About what, in a few words?"
        return form_of(data, so_on=day(when), words=line(words, required=False, most=240))

    def send(form) -> str:
        given = {"so_on": form.cleaned_data["so_on"], "words": form.cleaned_data["words"], "at": clock.now()}
        actions.say_of_helper(actor=request.actor, helper_ref=helper_ref, step=step, **given)
        return (
            f"{row.name} works with the family no longer." if is_end else f"Your contact with {row.name} is recorded."
        )

    page = page_about(
        request,
        found.person,
        key="helper-ends" if is_end else "helper-contact",
        subject=helper_ref,
        title="They work with the family no longer" if is_end else "In touch with another service",
        button="Record this",
        about=_helper_words(row),
    )
    return answer(request, page, build, send)


def _helper_words(row: HelperRow) -> str:
    return ", ".join(each for each in (row.kind, row.name, row.reach) if each)
