"""An officer's own family: said with its reason, and of whoever manages or leads settled by a second person."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse

from lippen.casework.actions import own_family as actions
from lippen.casework.queries import own_family, records
from lippen.casework.rows import PersonRow
from lippen.casework.screens.saying import form_of, officer_choices, one_of, page_about, somebody, text, yes
from lippen.casework.vocabulary import OWN_TIE_WORDS, OwnTieKind
from lippen.design.sending import Sent, answer
from lippen.design.words import listed_words
from lippen.kernel import clock
from lippen.kernel.access import Permission, may
from lippen.kernel.errors import CannotDo
from lippen.organisation.queries import stand_ins

CLOSED = "The record is closed to them at once."
CLOSED_TO_YOU = "The record is closed to you at once."
OPEN = "The record is open to them again, by their work."
TAKES_TWO = (
    "Of somebody who manages or leads a team, somebody else who manages is asked to confirm it; until then it is "
    "closed too."
)


def own_tie(request: HttpRequest, ref: str) -> HttpResponse:
    person = records.head(request.actor, ref)
    today = clock.today()

    def build(data: object, files: object):
        sure = {"sure": yes("Close it to me")} if _closes_own_work(request, person, data) else {}
        return form_of(
            data,
            officer=somebody("Which officer of ours?", officer_choices(person.authority_id)),
            kind=one_of("What is it to them?", OWN_TIE_WORDS),
            why=text("How do you know?", hint="Who said so, or where it is written"),
            **sure,
        )

    def send(form) -> Sent:
        if form.cleaned_data.get("sure") is False:
            raise CannotDo(_what_follows(request, person), field="sure")
        kind = OwnTieKind(form.cleaned_data["kind"])
        given = {"officer_id": int(form.cleaned_data["officer"]), "why": form.cleaned_data["why"]}
        seconds = actions.say_own_tie(
            actor=request.actor, person_ref=ref, kind=kind, so_on=today, at=clock.now(), **given
        )
        closed = CLOSED_TO_YOU if given["officer_id"] == request.actor.person_id else CLOSED
        said = OPEN if kind is OwnTieKind.NONE else closed
        if seconds is not None:
            said = stand_ins.stands_with(f"{said} It waits for a second person.", seconds, on=today)
        return Sent(said, reverse("casework:children"))

    page = page_about(
        request,
        person,
        key="own-tie",
        title="An officer's own family",
        button="Record this",
        has_draft=False,
        template="casework/own_family.html",
        lead_words=f"Nobody sees their own record or their own family's, whatever their post. {TAKES_TWO}",
        ties=own_family.ties_of(request.actor, person, on=today),
        own=request.actor.account_id,
        may_settle=may(request.actor, Permission.AGREE_RISK, at=[person.authority_id]),
    )
    return answer(request, page, build, send)


def _closes_own_work(request: HttpRequest, person: PersonRow, sent: object) -> bool:
    """Whether somebody closes a record to themselves by what they sent, and works there."""
    said = sent if isinstance(sent, QueryDict) else QueryDict()
    me = request.actor.person_id
    is_own = said.get("officer") == str(me) and said.get("kind") != OwnTieKind.NONE
    return me is not None and is_own and bool(own_family.work_near(person.id, me))


def _what_follows(request: HttpRequest, person: PersonRow) -> str:
    """What closes by saying that a record is of one's own family, in words."""
    near = own_family.names_near(request.actor, person)
    along = f", nor {'that' if len(near) == 1 else 'those'} of {listed_words(near)}" if near else ""
    return (
        f"You will not see this record from now on{along}. Whoever leads your work finds somebody else. "
        "Tick below that it is to be closed to you, and send this again."
    )


def settle_own_tie(request: HttpRequest, ref: str) -> HttpResponse:
    person, row = own_family.waiting_tie(request.actor, ref, on=clock.today())
    if row is None:
        raise CannotDo(actions.SETTLED)

    def build(data: object, files: object):
        return form_of(
            data,
            answer=forms.ChoiceField(
                label="Is it so?",
                choices=[("yes", "Yes: it stays closed to them"), ("no", "No: open it to them again")],
                widget=forms.RadioSelect,
            ),
            why=text("Why?", hint="What you looked at, or whom you asked"),
        )

    def send(form) -> Sent:
        is_so = form.cleaned_data["answer"] == "yes"
        given = {"why": form.cleaned_data["why"], "so_on": clock.today(), "at": clock.now()}
        actions.settle_own_tie(actor=request.actor, tie_ref=ref, is_so=is_so, **given)
        said = "It stays closed to them." if is_so else OPEN
        return Sent(said, reverse("casework:child", args=[person.ref]))

    page = page_about(
        request,
        person,
        key="settle-own-tie",
        subject=ref,
        title="The own family of somebody who manages or leads?",
        button="Record this",
        has_draft=False,
        template="casework/settle_own_family.html",
        row=row,
    )
    return answer(request, page, build, send)
