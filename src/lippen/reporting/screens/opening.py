"""A paper opened for a meeting, and its days."""

from __future__ import annotations

from datetime import date, timedelta

from django import forms
from django.http import HttpRequest, HttpResponse

from lippen.design.forms import DatePartsField, DesignForm
from lippen.design.navigation import Crumb
from lippen.design.sending import Page, Sent, answer
from lippen.improvement import queries as improvement
from lippen.kernel import clock
from lippen.kernel.access import Permission
from lippen.organisation import queries as organisation
from lippen.reporting import actions, queries
from lippen.reporting.facts import PaperDays
from lippen.reporting.rows import MeetingRow
from lippen.reporting.rules import printed
from lippen.reporting.screens.addresses import PAPERS, page_about, to
from lippen.reporting.screens.turns import while_open

NONE_AFTER = "None of these days may come after the day of issue."


class DaysForm(DesignForm):
    """The meeting and the days of a paper."""

    meeting = forms.ChoiceField(label="For which meeting?")
    period_starts_on = DatePartsField(label="First day of the period")
    period_last_on = DatePartsField(label="Last day of the period")
    data_as_at = DatePartsField(label="Data as at", help_text="The plan as it stood at the end of this day.")
    text_closed_on = DatePartsField(label="Text closes on", help_text="Nobody can change the words after this day.")
    issue_on = DatePartsField(
        label="Latest day of issue", help_text=f"Before the meeting; it may be issued earlier. {NONE_AFTER}"
    )

    def __init__(self, *args: object, meetings: tuple[MeetingRow, ...], days: PaperDays | None, **kw: object) -> None:
        super().__init__(*args, **kw)
        self.fields["meeting"].choices = [(m.ref, f"{m.committee_name}, {printed(m.meets_on)}") for m in meetings]
        if days is not None:
            self.fields["period_starts_on"].initial = days.period_starts_on
            self.fields["period_last_on"].initial = days.period_last_day
            for name in ("data_as_at", "text_closed_on", "issue_on"):
                self.fields[name].initial = getattr(days, name)

    def clean(self) -> dict[str, object]:
        """Days to come, or today: a day that is past would close the text at once."""
        given = super().clean() or self.cleaned_data
        for name in ("text_closed_on", "issue_on"):
            day = given.get(name)
            if day and day < clock.today() and day != self.fields[name].initial:
                self.add_error(name, f"{printed(day)} is past. Choose today or a later day.")
        return given

    def chosen(self) -> dict[str, object]:
        """The days as an action takes them: the period's end is the day after its last."""
        given = self.cleaned_data
        return {
            "meeting_ref": given["meeting"],
            "period_starts_on": given["period_starts_on"],
            "period_ends_on": given["period_last_on"] + timedelta(days=1),
            "data_as_at": given["data_as_at"],
            "text_closed_on": given["text_closed_on"],
            "issue_on": given["issue_on"],
        }


BY_THE_ROUTE = "Whoever the committee's route names"


class OpenForm(DaysForm):
    """A new paper."""

    plan = forms.ChoiceField(label="On which plan?")
    subject = forms.CharField(
        label="Subject",
        max_length=240,
        help_text="As it will be printed, such as: Progress in quarter two",
    )
    report_by = forms.ChoiceField(
        label="Report by", required=False, help_text="Who reports to the committee, by their post."
    )
    template = forms.ChoiceField(label="On which template?", widget=forms.RadioSelect, initial=queries.USUAL)

    def __init__(
        self,
        *args: object,
        plans: list[tuple[str, str]],
        posts: list[tuple[object, str]],
        forms_in_force: tuple[tuple[str, str], ...],
        **kw: object,
    ) -> None:
        super().__init__(*args, **kw)
        self.fields["template"].choices = forms_in_force
        self.fields["plan"].choices = plans
        self.fields["report_by"].choices = posts
        self.order_fields(["plan", "template", "meeting", "subject", "report_by"])


def open_paper(request: HttpRequest) -> HttpResponse:
    actor, today = request.actor, clock.today()
    reach = actor.reach_of(Permission.WRITE_PAPER)
    meetings = tuple(
        m for m in queries.meetings_to_choose(actor, from_on=today + timedelta(days=1)) if m.authority_id in reach
    )
    if not meetings:
        return call_meeting(request)
    in_force = queries.to_choose(actor, {meeting.authority_id for meeting in meetings}, on=today)
    plans = [(plan.ref, plan.title) for plan in improvement.plans(actor)]
    known = organisation.people_who_may(Permission.READ_PLAN, reach, on=today)
    people = [
        ("", "Whoever the committee's route names"),
        *((p.id, f"{p.post_title}, {p.name}") for p in known),
    ]

    def build(data: object, files: object) -> OpenForm:
        return OpenForm(
            data,
            plans=plans,
            posts=people,
            forms_in_force=in_force,
            meetings=meetings,
            days=_usual(meetings[0], today),
        )

    context: dict[str, object] = {"lead_words": NONE_AFTER, "meeting_link": True}

    def send(form: OpenForm) -> Sent:
        given = form.cleaned_data
        try:
            row = actions.open_paper(
                actor=actor,
                plan_ref=given["plan"],
                subject=given["subject"],
                form=given["template"],
                report_by_person_id=int(given["report_by"]) if given["report_by"] else None,
                at=clock.now(),
                **form.chosen(),
            )
        except actions.AlreadyOpened as there:
            context["there"] = there
            raise
        return Sent("The paper is open. Lippen has drafted what it can from the plan.", to("paper", row.ref))

    page = Page(
        key="open-paper",
        subject="new",
        title="Open a paper",
        button="Open the paper",
        back=str(PAPERS.url),
        template="reporting/form.html",
        crumbs=(PAPERS, Crumb("Open a paper")),
        context=context,
    )
    return answer(request, page, build, send)


def _usual(meeting: MeetingRow, today: date) -> PaperDays:
    """The quarter before a meeting to come, and days that leave time to read; none of those to come is past."""
    first = date(meeting.meets_on.year, (meeting.meets_on.month - 1) // 3 * 3 + 1, 1)
    starts_on = date(first.year - (first.month == 1), (first.month - 4) % 12 + 1, 1)
    issue_on = max(meeting.papers_due_on or meeting.meets_on - timedelta(days=8), today)
    issue_on = min(issue_on, meeting.meets_on - timedelta(days=1))
    closed_on = max(min(issue_on - timedelta(days=1), meeting.drafts_due_on or issue_on), today)
    as_at = min(first - timedelta(days=1), today)
    return PaperDays(starts_on, first, as_at, closed_on, issue_on, meeting.meets_on)


class MeetingForm(DesignForm):
    """A day on which a committee meets."""

    committee = forms.CharField(label="Committee", max_length=160, help_text="Its full name, as it is printed.")
    council = forms.ChoiceField(label="Of which council?")
    meets_on = DatePartsField(label="It meets on")
    drafts_due_on = DatePartsField(label="Drafts are due on", required=False)
    papers_due_on = DatePartsField(label="Papers are due on", required=False)


def call_meeting(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    reach = actor.reach_of(Permission.WRITE_PAPER) | actor.reach_of(Permission.ISSUE_PAPER)
    councils = [(str(row.id), row.name) for row in organisation.authorities_of(actor) if row.id in reach]

    def build(data: object, files: object) -> MeetingForm:
        form = MeetingForm(data)
        form.fields["council"].choices = councils
        return form

    def send(form: MeetingForm) -> str:
        given = form.cleaned_data
        authority_id = int(given["council"])
        known = queries.committees(actor, authority_id)
        ref = known.get(given["committee"].strip()) or actions.found_committee(
            actor=actor, authority_id=authority_id, name=given["committee"], at=clock.now()
        )
        actions.call_meeting(
            actor=actor,
            committee_ref=ref,
            meets_on=given["meets_on"],
            drafts_due_on=given["drafts_due_on"],
            papers_due_on=given["papers_due_on"],
            at=clock.now(),
        )
        return "The meeting is recorded. You can open a paper for it now."

    page = Page(
        key="call-meeting",
        subject="new",
        title="Record a meeting",
        button="Record the meeting",
        back=str(PAPERS.url),
        template="reporting/form.html",
        crumbs=(PAPERS, Crumb("Record a meeting")),
        context={"lead_words": "A paper is written for a meeting. Record the day on which the committee meets."},
    )
    return answer(request, page, build, send)


def move_dates(request: HttpRequest, ref: str) -> HttpResponse:
    row = queries.paper_row(request.actor, ref)
    while_open(request, row)
    meetings = tuple(m for m in queries.meetings_to_choose(request.actor) if m.authority_id == row.authority_id)

    def build(data: object, files: object) -> DaysForm:
        form = DaysForm(data, meetings=meetings, days=row.days)
        form.fields["meeting"].initial = row.meeting_ref
        return form

    def send(form: DaysForm) -> str:
        actions.move_dates(actor=request.actor, paper_ref=ref, at=clock.now(), **form.chosen())
        return "The paper's days are changed."

    page = page_about(row, key="dates", title="The paper's days", button="Save the days", lead_words=NONE_AFTER)
    return answer(request, page, build, send)
