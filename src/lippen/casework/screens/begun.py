"""What somebody began to write about a child and has not sent: found again on any device.

It stands on the child's page and on one's own desk.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from lippen.casework.queries import lists
from lippen.casework.rows import Record
from lippen.casework.vocabulary import CONTACT_SUBJECT, REFERRAL_SUBJECT, TYPED_SUBJECT, WAITING_SUBJECT
from lippen.kernel.access import Actor, Permission, may
from lippen.kernel.drafts import drafts_about, drafts_by

OF_PERSON = {
    "visit": ("to record a visit", "record_visit"),
    "plan-visit": ("to plan a visit", "plan_visit"),
    "plan-contact": ("to plan a meeting with the family", "plan_contact"),
    "entry": ("an entry of the chronology", "write_entry"),
    "refer": ("to record a referral", "refer_child"),
    "status": ("to change the status", "say_status"),
    "mark": ("to write a warning", "mark"),
    "helper": ("to record somebody of another service", "add_helper"),
    "type-duty": ("what is due", "type_duty"),
    "offer-child": ("to offer the child to another worker", "offer_child"),
    "allocate": ("to allocate the child", "allocate_child"),
    "assign-help": ("to assign family support", "assign_help"),
    "same": ("to say that two records are of one person", "propose_same"),
    "name": ("to record a name", "say_name"),
    "birth": ("to record the date of birth", "say_birth"),
    "contact": ("to record a telephone number or e-mail", "say_contact"),
    "number": ("to record another service's number", "say_number"),
    "tie": ("to record somebody of the family", "tie_people"),
}
OF_WAIT = {
    "look-again": ("how the child stands", "look_again"),
    "news": ("new information", "tell_news"),
    "allocate-waiting": ("to allocate the child", "allocate_waiting"),
    "end-waiting": ("that the child need wait no longer", "end_waiting"),
}
OF_REFERRAL = {"step": ("the next step of a referral", "take_step"), "sign-off": ("to sign off a referral", "sign_off")}
OF_MEETING = {"contact": ("how a meeting with the family went", "record_contact")}
OF_DUTY = {"end-typed": ("what became of something that was due", "end_typed")}
PERSON = "person"
OF_SUBJECT = {
    PERSON: OF_PERSON,
    WAITING_SUBJECT: OF_WAIT,
    REFERRAL_SUBJECT: OF_REFERRAL,
    CONTACT_SUBJECT: OF_MEETING,
    TYPED_SUBJECT: OF_DUTY,
}
"""The forms by what they are about."""


@dataclass(frozen=True)
class Begun:
    """A form that was begun: about what, when, and where it goes on."""

    about: str
    at: datetime
    url: str


def begun(actor: Actor, found: Record) -> tuple[Begun, ...]:
    """The reader's own unsent forms about this record, the newest first; no word of them is told here."""
    forms = {(f"record-{key}", found.person.ref): each for key, each in OF_PERSON.items()}
    several = (
        (OF_WAIT, [row.ref for row in found.waits]),
        (OF_REFERRAL, [row.ref for row in found.referrals]),
        (OF_MEETING, [row.ref for row in found.contacts_to_come]),
        (OF_DUTY, [row.ref for row in found.typed]),
    )
    for kinds, refs in several:
        forms |= {(f"record-{key}", ref): each for ref in refs for key, each in kinds.items()}
    drafts = drafts_about(actor, {key for key, _ in forms}, {subject for _, subject in forms})
    told = []
    for each in drafts:
        if known := forms.get((each.form_key, each.subject_key)):
            about, name = known
            url = reverse(f"casework:{name}", args=[each.subject_key])
            told.append(Begun(about, each.saved_at, f"{url}{_more(name, found)}"))
    return tuple(told)


@dataclass(frozen=True)
class BegunOfOwn:
    """A form that somebody began about a child, as it stands on their own desk."""

    name: str
    begun: Begun


def begun_by(actor: Actor) -> tuple[BegunOfOwn, ...]:
    """The reader's own unsent forms about those whom they see, the newest first."""
    kinds = {f"record-{key}": (subject, said) for subject, forms in OF_SUBJECT.items() for key, said in forms.items()}
    drafts = drafts_by(actor, kinds) if may(actor, Permission.READ_RECORDS) else ()
    names = _names(actor, [(kinds[each.form_key][0], each.subject_key) for each in drafts])
    told = []
    for each in drafts:
        subject, (about, page) = kinds[each.form_key]
        if name := names.get((subject, each.subject_key)):
            url = reverse(f"casework:{page}", args=[each.subject_key])
            told.append(BegunOfOwn(name, Begun(about, each.saved_at, url)))
    return tuple(told)


def _names(actor: Actor, subjects: list[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Whom each of these is about, as far as the reader sees them."""
    people = [ref for subject, ref in subjects if subject == PERSON]
    found = lists.named(actor, [each for each in subjects if each[0] != PERSON])
    names = lists.names_by_ref(actor, people) if people else {}
    return {each: name for each, (name, _) in found.items()} | {(PERSON, ref): name for ref, name in names.items()}


def _more(name: str, found: Record) -> str:
    """Which planned visit it was about, where one is due."""
    planned = found.next_visit
    return f"?visit={planned.ref}" if name == "record_visit" and planned else ""
