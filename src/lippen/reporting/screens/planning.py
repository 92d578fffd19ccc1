"""The forward plan, and one meeting: its dates, its pre-agenda, the papers that it expects."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from lippen.design.components import Fact
from lippen.design.forms import DatePartsField, DesignForm
from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.design.sending import Page, Sent, answer
from lippen.design.words import day_words
from lippen.kernel import clock
from lippen.kernel.access import Permission, may
from lippen.kernel.errors import NotVisible
from lippen.organisation import queries as organisation
from lippen.reporting import actions, queries
from lippen.reporting.committee_rows import CycleDays, PlannedMeeting
from lippen.reporting.rules import printed
from lippen.reporting.screens.addresses import PAPERS
from lippen.reporting.screens.committees import committee_url, committees_crumb

DATE_WORDS = {
    "drafts_due_on": "Drafts are due",
    "consultees_due_on": "Consultees comment by",
    "pre_agenda_on": "Pre-agenda",
    "final_due_on": "Final papers are due",
    "issue_on": "Papers are issued",
}


def meeting_url(ref: str) -> str:
    """Where a meeting's page is."""
    return reverse("reporting:meeting", args=[ref])


def forward_plan(request: HttpRequest) -> HttpResponse:
    actor, today = request.actor, clock.today()
    meetings = queries.forward_plan(actor, on=today, from_on=today)
    context = {
        "title": "Forward plan",
        "crumbs": (PAPERS, committees_crumb(), Crumb("Forward plan")),
        "meetings": meetings,
        "standing": sum(meeting.change is None for meeting in meetings),
        "papers": sum(len(meeting.papers) for meeting in meetings),
        "late": sum(meeting.late for meeting in meetings),
        "arranges": _arranged_at(request),
        "today": today,
    }
    return render(request, "reporting/forward_plan.html", context)


def _arranged_at(request: HttpRequest) -> frozenset[int]:
    actor = request.actor
    return actor.reach_of(Permission.WRITE_PAPER) | actor.reach_of(Permission.ISSUE_PAPER)


def one_meeting(request: HttpRequest, ref: str) -> PlannedMeeting:
    """A meeting with its dates and papers, or NotVisible."""
    found = queries.forward_plan(request.actor, on=clock.today(), meeting_ref=ref)
    if not found:
        raise NotVisible
    return found[0]


def meeting(request: HttpRequest, meeting_ref: str) -> HttpResponse:
    actor = request.actor
    row = one_meeting(request, meeting_ref)
    moved = queries.moved_days(actor, row.ref)
    context = {
        "title": f"{row.committee_name}, {printed(row.meets_on)}",
        "crumbs": (
            PAPERS,
            committees_crumb(),
            Crumb(row.committee_name, committee_url(row.committee_ref)),
            Crumb(printed(row.meets_on)),
        ),
        "meeting": row,
        "facts": date_facts(row.days),
        "moved": moved[:-1],
        "pre_agendas": queries.pre_agendas(actor, row.ref),
        "arranges": _arranged_at(request) & {row.authority_id},
        "clerks": may(actor, Permission.ISSUE_PAPER, at=[row.authority_id]),
        "is_to_come": row.meets_on > clock.today() and row.change is None,
        "may_change": row.change is None or row.change.is_called_off,
    }
    return render(request, "reporting/meeting.html", context)


def date_facts(days: CycleDays | None) -> tuple[Fact, ...]:
    """The drafting dates of a meeting, each in words."""
    if days is None:
        return ()
    return tuple(Fact(words, day_words(getattr(days, name))) for name, words in DATE_WORDS.items())


class MeetingDatesForm(DesignForm):
    """The drafting dates of a meeting."""

    drafts_due_on = DatePartsField(label="Drafts are due on")
    consultees_due_on = DatePartsField(label="Consultees comment by")
    pre_agenda_on = DatePartsField(label="Pre-agenda on")
    final_due_on = DatePartsField(label="Final papers are due on")
    issue_on = DatePartsField(label="The papers are issued on")
    reason = forms.CharField(label="Why do the dates move?", max_length=500, required=False)


def meeting_dates(request: HttpRequest, meeting_ref: str) -> HttpResponse:
    row = one_meeting(request, meeting_ref)

    def build(data: object, files: object) -> MeetingDatesForm:
        form = MeetingDatesForm(data)
        if row.days is None:
            del form.fields["reason"]
        for name in DATE_WORDS:
            form.fields[name].initial = getattr(row.days, name) if row.days else None
        return form

    def send(form: MeetingDatesForm) -> str:
        given = form.cleaned_data
        days = CycleDays(*(given[name] for name in DATE_WORDS))
        actions.move_meeting_dates(
            actor=request.actor, meeting_ref=row.ref, days=days, reason=given.get("reason", ""), at=clock.now()
        )
        return "The meeting's dates are changed; those before stay on this page."

    page = _page(row, key="meeting-dates", title="The meeting's dates", button="Save the dates")
    return answer(request, page, build, send)


class ChangeForm(DesignForm):
    """A meeting that is moved to another day, or called off."""

    what = forms.ChoiceField(
        label="What happens to it?",
        choices=[("moved", "It moves to another day"), ("called_off", "It is called off")],
        widget=forms.RadioSelect,
    )
    moves_to = DatePartsField(label="If it moves: to which day?", required=False)
    reason = forms.CharField(
        label="Why?", max_length=500, help_text="Everybody who reads the forward plan and its papers reads this."
    )

    def clean(self) -> dict[str, object]:
        given = super().clean()
        if given.get("what") == "moved" and not given.get("moves_to") and "moves_to" not in self.errors:
            self.add_error("moves_to", "Give the day to which it moves.")
        return given


def change_meeting(request: HttpRequest, meeting_ref: str) -> HttpResponse:
    row = one_meeting(request, meeting_ref)

    def build(data: object, files: object) -> ChangeForm:
        form = ChangeForm(data)
        if row.change:
            form.fields["what"].choices = [("moved", "It gets another day")]
            form.fields["what"].initial = "moved"
        return form

    def send(form: ChangeForm) -> Sent:
        given = form.cleaned_data
        moves = given["what"] == "moved"
        ref = actions.change_meeting(
            actor=request.actor,
            meeting_ref=row.ref,
            moves_to=given["moves_to"] if moves else None,
            reason=given["reason"],
            at=clock.now(),
        )
        if not moves:
            return Sent("The meeting is called off. Its papers wait until it gets another day.", meeting_url(row.ref))
        return Sent("The meeting is moved, and its papers go with it. Check the dates below.", meeting_url(ref))

    page = _page(
        row,
        key="change-meeting",
        title="Move the meeting or call it off",
        button="Save the change",
        lead_words="Its papers go with it. A paper that is signed still names the day for which it was written.",
    )
    return answer(request, page, build, send)


class PreAgendaForm(DesignForm):
    """The convener's pre-agenda, once it was held."""

    held_on = DatePartsField(label="It was held on")
    convener_name = forms.CharField(label="Who convened it?", max_length=180)
    words = forms.CharField(
        label="What was decided?",
        max_length=4000,
        widget=forms.Textarea({"rows": "6"}),
        help_text="Which papers go forward, and what the convener asked for.",
    )


def pre_agenda(request: HttpRequest, meeting_ref: str) -> HttpResponse:
    row = one_meeting(request, meeting_ref)

    def send(form: PreAgendaForm) -> str:
        given = form.cleaned_data
        actions.hold_pre_agenda(
            actor=request.actor,
            meeting_ref=row.ref,
            held_on=given["held_on"],
            convener_name=given["convener_name"],
            words=given["words"],
            at=clock.now(),
        )
        return "The pre-agenda is recorded."

    page = _page(row, key="pre-agenda", title="The convener's pre-agenda", button="Record the pre-agenda")
    return answer(request, page, lambda data, files: PreAgendaForm(data), send)


class ExpectForm(DesignForm):
    """A paper that somebody will write for a meeting."""

    subject = forms.CharField(label="What will it be about?", max_length=240)
    writer = forms.ChoiceField(label="Who writes it?", required=False)


def expect(request: HttpRequest, meeting_ref: str) -> HttpResponse:
    row = one_meeting(request, meeting_ref)
    people = organisation.people_of([row.authority_id], on=clock.today())

    def build(data: object, files: object) -> ExpectForm:
        form = ExpectForm(data)
        named = [(str(p.id), f"{p.name}, {p.post_title}" if p.post_title else p.name) for p in people]
        form.fields["writer"].choices = [("", "Not known yet"), *named]
        return form

    def send(form: ExpectForm) -> str:
        writer = form.cleaned_data["writer"]
        actions.expect_paper(
            actor=request.actor,
            meeting_ref=row.ref,
            subject=form.cleaned_data["subject"],
            writer_id=int(writer) if writer else None,
            at=clock.now(),
        )
        return "The paper is on the forward plan."

    page = _page(row, key="expect-paper", title="Expect a paper", button="Put it on the forward plan")
    return answer(request, page, build, send)


class DropForm(DesignForm):
    """Why a meeting does not get a paper."""

    reason = forms.CharField(label="Why does this meeting not get it?", max_length=500)


def drop(request: HttpRequest, expected_ref: str) -> HttpResponse:
    given = queries.expected_row(request.actor, expected_ref)
    row = one_meeting(request, given.meeting_ref)

    def send(form: DropForm) -> str:
        actions.drop_expected(
            actor=request.actor, expected_ref=given.ref, reason=form.cleaned_data["reason"], at=clock.now()
        )
        return f"“{given.subject}” is off the forward plan."

    page = _page(
        row,
        key="drop-expected",
        title="Take it off the forward plan",
        button="Take it off",
        lead_words=given.subject,
    )
    return answer(request, page, lambda data, files: DropForm(data), send)


def _page(row: PlannedMeeting, *, key: str, title: str, button: str, **context: object) -> Page:
    name = f"{row.committee_name}, {printed(row.meets_on)}"
    return Page(
        key=key,
        subject=row.ref,
        title=title,
        button=button,
        back=meeting_url(row.ref),
        template="reporting/form.html",
        crumbs=(PAPERS, committees_crumb(), Crumb(name, meeting_url(row.ref)), Crumb(title)),
        context=context,
    )
