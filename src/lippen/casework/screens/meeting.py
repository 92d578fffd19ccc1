"""Contact rooms, and a child's meetings with their family."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from lippen.casework.actions import meeting as actions
from lippen.casework.queries import families, meeting, records, standing
from lippen.casework.rows import PersonRow
from lippen.casework.screens.families import also_for
from lippen.casework.screens.saying import (
    CHILDREN,
    council_here,
    day_to_come,
    form_of,
    line,
    one_of,
    open_choices,
    page_about,
    somebody,
    text,
    where_it_stays,
    yes,
)
from lippen.casework.vocabulary import FEATURE_WORDS, SUPERVISION_WORDS, RoomFeature, Supervision
from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.design.sending import Page, answer
from lippen.design.words import HERE, count_words, day_words
from lippen.kernel import clock
from lippen.kernel.access import Permission, may
from lippen.kernel.errors import CannotDo

ROOMS = "Contact rooms"


def rooms(request: HttpRequest) -> HttpResponse:
    may_keep = may(request.actor, Permission.ALLOCATE)
    found = meeting.rooms(request.actor, since=_morning(clock.today()), or_closed=may_keep)
    shown = sorted({child.ref for row in found for each in row.taken for child in each.children})
    request.audit_keys = {"children": shown[:200]}
    context = {
        "title": ROOMS,
        "crumbs": (CHILDREN, Crumb(ROOMS)),
        "rooms": [{"row": row, "days": _by_day(row)} for row in found if row.taken or not row.is_closed],
        "closed": [row for row in found if row.is_closed and not row.taken],
        "may_keep": may_keep,
    }
    return render(request, "casework/rooms.html", context)


def _morning(on: date) -> datetime:
    return datetime.combine(on, time.min, tzinfo=HERE)


def _by_day(row: meeting.RoomRow) -> list[dict[str, object]]:
    days: dict[date, list[dict[str, object]]] = {}
    for each in row.taken:
        starts, ends = each.starts_at.astimezone(HERE), each.ends_at.astimezone(HERE)
        told = {"times": f"{starts:%H:%M} to {ends:%H:%M}", "children": each.children}
        days.setdefault(starts.date(), []).append(told)
    return [{"day": on, "taken": taken} for on, taken in days.items()]


def add_room(request: HttpRequest) -> HttpResponse:
    council = council_here(request, Permission.ALLOCATE)

    def build(data: object, files: object):
        return form_of(
            data,
            name=line("What is the room called?", most=120),
            place=line("Where is it?", most=240, hint="The building and the floor"),
            holds=forms.IntegerField(label="How many people does it hold?", min_value=2, max_value=99),
            features=forms.MultipleChoiceField(
                label="What is in it?",
                choices=[(each.value, words) for each, words in FEATURE_WORDS.items()],
                required=False,
                widget=forms.CheckboxSelectMultiple,
            ),
        )

    def send(form) -> str:
        given = form.cleaned_data
        features = [RoomFeature(each) for each in given["features"]]
        named = {"name": given["name"], "place": given["place"], "holds": given["holds"], "features": features}
        actions.add_room(actor=request.actor, authority_id=council, at=clock.now(), **named)
        return f"{given['name']} can be booked."

    page = Page(
        key="record-room",
        subject="room",
        title="Add a contact room",
        button="Add the room",
        back=reverse("casework:rooms"),
        crumbs=(CHILDREN, Crumb(ROOMS, reverse("casework:rooms")), Crumb("Add a room")),
        template="casework/form.html",
    )
    return answer(request, page, build, send)


def close_room(request: HttpRequest, ref: str) -> HttpResponse:
    row = meeting.room(request.actor, ref, since=clock.now())
    booked = len(row.taken)
    request.audit_keys = {"children": sorted({child.ref for each in row.taken for child in each.children})[:200]}

    def build(data: object, files: object):
        if not booked:
            return form_of(data)
        words = f"I have seen what stands in it ({count_words(booked, 'booking')}): it still takes place there"
        return form_of(data, sure=yes(words))

    def send(form) -> str:
        agreed = booked if form.cleaned_data.get("sure") else 0
        actions.close_room(actor=request.actor, room_ref=ref, so_on=clock.today(), at=clock.now(), agreed=agreed)
        return "Nothing new is booked there." if booked else "The room is used no longer."

    page = Page(
        key="record-close-room",
        subject=ref,
        title=f"Use {row.name} no longer",
        button="Use this room no longer",
        back=reverse("casework:rooms"),
        crumbs=(CHILDREN, Crumb(ROOMS, reverse("casework:rooms")), Crumb(row.name)),
        template="casework/close_room.html",
        context={"days": _by_day(row), "room": row},
        has_draft=False,
    )
    return answer(request, page, build, send)


def open_room(request: HttpRequest, ref: str) -> HttpResponse:
    row = meeting.closed_room(request.actor, ref, since=clock.now())

    def send(form) -> str:
        actions.open_room(actor=request.actor, room_ref=ref, at=clock.now())
        return f"{row.name} can be booked again."

    page = Page(
        key="record-open-room",
        subject=ref,
        title=f"Open {row.name} again",
        button="Open this room again",
        back=reverse("casework:rooms"),
        crumbs=(CHILDREN, Crumb(ROOMS, reverse("casework:rooms")), Crumb(row.name)),
        template="casework/form.html",
        context={"lead_words": f"{row.name}, {row.place}, is used no longer. Once it is open it can be booked again."},
        has_draft=False,
    )
    return answer(request, page, lambda data, files: form_of(data), send)


def plan_contact(request: HttpRequest, ref: str) -> HttpResponse:
    person = records.head(request.actor, ref)
    where_it_stays(request, person)
    if not person.is_child:
        raise CannotDo("Family contact is planned for a child.")
    near = families.relatives(request.actor, person, on=clock.today())
    alive = [each for each in near if not each.person.died_on]
    family = [(each.person.ref, f"{each.person.name}, {each.is_what.lower()}") for each in alive]
    if not family:
        raise CannotDo(f"Nobody of {person.name}'s family is recorded yet. Record them first.")
    siblings = records.siblings(request.actor, person)
    there = [row for row in meeting.rooms(request.actor, since=_morning(clock.today()), days=0) if not row.is_closed]

    def build(data: object, files: object):
        fields = _contact_fields(person, family, there)
        if siblings:
            fields["also"] = also_for(siblings, "Are brothers and sisters there too?")
        form = form_of(data, **fields)
        if data is not None and (found := _clashes(request, person, siblings, form)):
            return form_of(data, **fields, despite=Ticked(found))
        return form

    def send(form) -> str:
        given = form.cleaned_data
        actions.plan_contact(
            actor=request.actor,
            person_ref=ref,
            when=_when(given["on"], given["start"], given["until"]),
            whom=given["whom"],
            supervision=Supervision(given["supervision"]),
            supervisor_id=int(given["supervisor"]) if given["supervisor"] else None,
            room_ref=given["room"],
            place=given["place"],
            also=given.get("also", []),
            despite=given.get("despite", []),
            at=clock.now(),
        )
        return f"It is planned for {day_words(given['on'])} at {given['start']:%H:%M}."

    page = page_about(
        request,
        person,
        key="plan-contact",
        title="Plan a meeting with the family",
        button="Plan it",
        lead_words="A room that is taken by somebody else at that time is refused; nothing you typed is lost.",
        must_not_know=[each.person.name for each in alive if each.is_kept_from],
        keeping_address=[each.person.name for each in alive if each.keeps_address],
        template="casework/plan_contact.html",
    )
    return answer(request, page, build, send)


class Ticked(forms.MultipleChoiceField):
    """Clashes that are told, each to be ticked where it is to be so; one that is none any more is no fault."""

    def __init__(self, found: Sequence[meeting.Clash]) -> None:
        super().__init__(
            label="Somebody is elsewhere then",
            help_text="Tick what is to be so all the same, or choose another time.",
            choices=[(each.code, each.words) for each in found],
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )

    def valid_value(self, value: str) -> bool:
        """Whatever was ticked before the time was changed counts for nothing."""
        return True


def _clashes(
    request: HttpRequest, person: PersonRow, siblings: Sequence[PersonRow], form: forms.Form
) -> Sequence[meeting.Clash]:
    """Who is elsewhere in the time that was given, where the rest of the form can be read."""
    if not form.is_valid():
        return ()
    given = form.cleaned_data
    when = _when(given["on"], given["start"], given["until"])
    children = {
        person.id: person.name,
        **{each.id: each.name for each in siblings if each.ref in given.get("also", ())},
    }
    there = given["supervisor"] if given["supervision"] != Supervision.NONE else ""
    return meeting.clashes(request.actor, children, int(there) if there else None, *when.both)


def _contact_fields(
    person: PersonRow, family: list[tuple[str, str]], there: Sequence[meeting.RoomRow]
) -> dict[str, forms.Field]:
    return {
        "whom": forms.MultipleChoiceField(
            label="Whom do they meet?", choices=family, widget=forms.CheckboxSelectMultiple
        ),
        "on": day_to_come("On which day?"),
        "start": _time("From when?"),
        "until": _time("Until when?"),
        "room": forms.ChoiceField(
            label="In which room?",
            choices=[("", "Not in one of our rooms"), *((row.ref, _room_words(row)) for row in there)],
            required=False,
        ),
        "place": line("If not in a room of ours, where?", required=False, hint="Such as a park or a carer's home town"),
        "supervision": one_of("Is somebody of ours there?", SUPERVISION_WORDS, initial="supervised"),
        "supervisor": somebody("Who?", open_choices(person), required=False),
    }


def _time(label: str) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        input_formats=["%H:%M", "%H.%M", "%H"],
        help_text="Such as 14:30",
        error_messages={"invalid": "Write the time in 24 hours, such as 14:30."},
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time", "class": "ds_input--fixed-10"}),
    )


def _room_words(row: meeting.RoomRow) -> str:
    inside = f": {', '.join(row.features).lower()}" if row.features else ""
    return f"{row.name}, {row.place} (holds {row.holds}){inside}"


def _when(on: date, start: time, until: time) -> actions.When:
    return actions.When(
        datetime.combine(on, start, tzinfo=HERE),
        datetime.combine(on, until, tzinfo=HERE),
    )


def record_contact(request: HttpRequest, ref: str) -> HttpResponse:
    person, row = meeting.contact(request.actor, ref, or_done=request.method == "POST")

    def build(data: object, files: object):
        return form_of(
            data,
            took_place=forms.ChoiceField(
                label="Did it take place?",
                choices=[("yes", "Yes"), ("no", "No, or it will not")],
                widget=forms.RadioSelect,
            ),
            words=text("How did it go, or why did it not take place?"),
            view=text(f"What did {person.name} say, or show?", required=False, rows="2"),
        )

    def send(form) -> str:
        given = form.cleaned_data
        took_place = given["took_place"] == "yes"
        said = {"took_place": took_place, "words": given["words"], "view": given["view"] if took_place else ""}
        actions.say_of_contact(actor=request.actor, contact_ref=ref, so_on=clock.today(), at=clock.now(), **said)
        return "It stands in the chronology." if took_place else "It is recorded, and the room is free again."

    starts = row.starts_at.astimezone(HERE)
    page = page_about(
        request,
        person,
        key="contact",
        subject=ref,
        title="A meeting with the family",
        button="Record this",
        stands=standing.of_meeting(request.actor, person, ref),
        about=f"{day_words(starts.date())}, {starts:%H:%M}: {' and '.join(row.whom)}, {row.supervision}, {row.place}",
    )
    return answer(request, page, build, send)
