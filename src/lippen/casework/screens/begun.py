"""What somebody began to write about a child and has not sent: found again on any device, on the child's page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from lippen.casework.rows import Record
from lippen.kernel.access import Actor
from lippen.kernel.drafts import drafts_about

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


def _more(name: str, found: Record) -> str:
    """Which planned visit it was about, where one is due."""
    planned = found.next_visit
    return f"?visit={planned.ref}" if name == "record_visit" and planned else ""
