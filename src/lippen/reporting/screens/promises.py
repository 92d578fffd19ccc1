"""Sentences that read like promises: each taken on by somebody for a day, or explained."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django import forms
from django.http import Http404, HttpRequest, HttpResponse

from lippen.design.forms import DatePartsField, DesignForm
from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.design.sending import Sent, answer
from lippen.design.words import day_words
from lippen.kernel import clock
from lippen.kernel.access import Actor, Permission, may
from lippen.organisation import queries as organisation
from lippen.reporting import actions, queries
from lippen.reporting.papers.promised import key_of
from lippen.reporting.rows import MeetingRow, PaperRow, PromiseRow
from lippen.reporting.screens.addresses import PAPERS, crumb, page_about, to
from lippen.reporting.screens.turns import while_open
from lippen.reporting.vocabulary import PromiseVerdict

ANOTHER = "another"


@dataclass(frozen=True)
class Shown:
    """A sentence, where it stands and what was decided of it."""

    key: str
    sentence: str
    place: str
    decided: PromiseRow | None
    when: str = ""


def promises(request: HttpRequest, ref: str) -> HttpResponse:
    row, found = queries.promises_of(request.actor, ref, at=clock.now())
    meetings = {meeting.id: meeting for meeting in queries.meetings(request.actor)}
    shown = [_shown(sentence, place, decided, meetings) for sentence, place, decided in found]
    context = {
        "title": "Promises in this paper",
        "paper": row,
        "crumbs": (PAPERS, crumb(row), Crumb("Promises")),
        "open": [one for one in shown if one.decided is None],
        "made": [one for one in shown if one.decided and one.decided.is_promise],
        "none": [one for one in shown if one.decided and not one.decided.is_promise],
        "writes": row.is_writable and may(request.actor, Permission.WRITE_PAPER, at=[row.authority_id]),
    }
    return render(request, "reporting/promises.html", context)


def _shown(sentence: str, place: str, decided: PromiseRow | None, meetings: dict[int, MeetingRow]) -> Shown:
    when = ""
    if decided and decided.is_promise:
        meeting = meetings.get(decided.meeting_id or 0)
        if decided.due_on:
            when = f"by {day_words(decided.due_on)}"
        elif meeting:
            when = f"for the meeting of {meeting.committee_name} on {day_words(meeting.meets_on)}"
    return Shown(key_of(sentence), sentence, place, decided, when)


class PromiseForm(DesignForm):
    """Who keeps a promise and for when; or why it is none."""

    verdict = forms.ChoiceField(
        label="Is this a promise?",
        choices=[(PromiseVerdict.PROMISE, "Yes: somebody keeps it"), (PromiseVerdict.NONE, "No, it is none")],
        widget=forms.RadioSelect,
    )
    owner = forms.ChoiceField(label="If yes: who keeps it?", required=False)
    meeting = forms.ChoiceField(label="For which meeting?", required=False)
    due_on = DatePartsField(label="Or by which day?", required=False)
    reason = forms.CharField(
        label="If no: why not?",
        max_length=400,
        required=False,
        help_text="Such as: it tells what another body will do.",
    )

    def __init__(
        self,
        *args: object,
        people: list[tuple[str, str]],
        meetings: list[tuple[str, str]],
        sentence: str,
        decided: PromiseRow | None,
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = [("", "Choose a person"), *people]
        self.fields["meeting"].choices = [("", "No meeting: by the day below"), *meetings]
        if not sentence:
            self.fields["sentence"] = forms.CharField(
                label="The sentence, as it stands in the paper",
                max_length=2000,
                widget=forms.Textarea({"rows": "3"}),
            )
            self.order_fields(["sentence", "verdict", "owner", "meeting", "due_on", "reason", "form_token"])
        if decided is not None:
            self.fields["verdict"].initial = PromiseVerdict.PROMISE if decided.is_promise else PromiseVerdict.NONE
            self.fields["owner"].initial = str(decided.owner_id or "")
            self.fields["due_on"].initial = decided.due_on
            self.fields["reason"].initial = decided.reason


def promise(request: HttpRequest, ref: str, key: str) -> HttpResponse:
    row, found = queries.promises_of(request.actor, ref, at=clock.now())
    while_open(request, row)
    about = next(((s, place, decided) for s, place, decided in found if key_of(s) == key), None)
    if about is None and key != ANOTHER:
        raise Http404
    sentence, place, decided = about or ("", "", None)
    people, meetings = choices(request.actor, row)

    def build(data: object, files: object) -> PromiseForm:
        return PromiseForm(data, people=people, meetings=meetings, sentence=sentence, decided=decided)

    def send(form: PromiseForm) -> Sent:
        given = form.cleaned_data
        actions.decide_promise(
            actor=request.actor,
            paper_ref=ref,
            sentence=sentence or given["sentence"],
            verdict=PromiseVerdict(given["verdict"]),
            owner_id=int(given["owner"]) if given["owner"] else None,
            meeting_ref=given["meeting"],
            due_on=given["due_on"],
            reason=given["reason"],
            at=clock.now(),
        )
        said = "becomes a commitment when the paper is signed" if given["verdict"] == "promise" else "is no promise"
        return Sent(f"The sentence {said}.", to("promises", ref))

    page = page_about(
        row,
        key="promise",
        subject=f"{ref}-{key}",
        title="Is this a promise?" if sentence else "Another sentence that promises something",
        button="Save",
        back=to("promises", ref),
        sentence=sentence,
        place=place,
        template="reporting/promise.html",
    )
    return answer(request, page, build, send)


def named(people: Iterable[organisation.PersonRow]) -> list[tuple[str, str]]:
    """People to choose from, with their posts."""
    return [(str(p.id), f"{p.name}, {p.post_title}" if p.post_title else p.name) for p in people]


def choices(actor: Actor, row: PaperRow) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """People whose post lets them keep a promise, and the council's meetings after the paper's own."""
    people = named(organisation.people_who_may(Permission.WRITE_UPDATE, actor.authority_ids, on=clock.today()))
    later = queries.meetings_to_choose(actor, from_on=row.days.meets_on + timedelta(days=1))
    meetings = [
        (m.ref, f"{m.committee_name}, {day_words(m.meets_on)}") for m in later if m.authority_id == row.authority_id
    ]
    return people, meetings
