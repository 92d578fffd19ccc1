"""Committees: the route of their papers, how their dates are counted back, how the council counts clear days."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from lippen.design.components import Fact
from lippen.design.forms import DesignForm
from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.design.sending import Page, answer
from lippen.kernel import clock
from lippen.kernel.access import Permission, may
from lippen.kernel.clear_days import Notice
from lippen.kernel.errors import NotVisible
from lippen.organisation import queries as organisation
from lippen.reporting import actions, queries
from lippen.reporting.committee_rows import CommitteeRow, CycleRow, DefinitionRow, NoticeRow, StepRow
from lippen.reporting.screens.addresses import PAPERS
from lippen.reporting.vocabulary import BEFORE_WORDS, CONFIRMED_WORDS, SUBJECT_WORDS, ConfirmedBefore, StepKind

PLACES = {StepKind.AUTHOR: 2, StepKind.CONSULTEE: 4, StepKind.APPROVER: 3}
ORDINALS = ("First", "Second", "Third", "Fourth")
NO_POST = ("", "Nobody")
FIRST_SUBJECT = next(iter(SUBJECT_WORDS))
DAY_IN_LIST = re.compile(r"^(\d{4})-(\d{2})-(\d{2})$")
KIND_TITLES = {
    StepKind.REPORT_BY: "Report by",
    StepKind.AUTHOR: "Written by",
    StepKind.CONSULTEE: "Consulted",
    StepKind.PRE_AGENDA: "Pre-agenda",
    StepKind.APPROVER: "Approved by, in order",
    StepKind.OFFICER: "Accepted by",
    StepKind.CONFIRMATION: "Confirmed by",
}


def committees_crumb() -> Crumb:
    """The way back to all committees."""
    return Crumb("Committees", reverse("reporting:committees"))


def committee_url(ref: str) -> str:
    """Where a committee's page is."""
    return reverse("reporting:committee", args=[ref])


def committees(request: HttpRequest) -> HttpResponse:
    actor, today = request.actor, clock.today()
    found = queries.all_committees(actor)
    plan = queries.forward_plan(actor, on=today, from_on=today)
    nearest = {meeting.committee_ref: meeting for meeting in reversed(plan)}
    councils = organisation.authorities_of(actor)
    notices = [(row, queries.notice(actor, row.id)) for row in councils if row.id in {c.authority_id for c in found}]
    context = {
        "title": "Committees",
        "crumbs": (PAPERS, Crumb("Committees")),
        "rows": [(row, nearest.get(row.ref)) for row in found],
        "notices": [(row, given, notice_words(given)) for row, given in notices],
        "sets_notice": actor.reach_of(Permission.ISSUE_PAPER),
        "may_call": any(may(actor, one) for one in (Permission.WRITE_PAPER, Permission.ISSUE_PAPER)),
    }
    return render(request, "reporting/committees.html", context)


def notice_words(given: NoticeRow) -> str:
    """How a council counts, in a sentence."""
    notice = given.notice
    left_out = [
        words
        for counts, words in (
            (notice.counts_weekends, "weekends"),
            (notice.counts_holidays, "holidays"),
            (notice.counts_day_of_issue, "the day of issue"),
            (notice.counts_day_of_meeting, "the day of the meeting"),
        )
        if not counts
    ]
    said = f"{notice.clear_days} clear day{'' if notice.clear_days == 1 else 's'}"
    if not left_out:
        return f"{said}; every day counts."
    listed = ", ".join(left_out[:-1]) + (" and " if len(left_out) > 1 else "") + left_out[-1]
    return f"{said}, not counting {listed}."


def committee(request: HttpRequest, committee_ref: str) -> HttpResponse:
    actor, today = request.actor, clock.today()
    row = queries.committee(actor, committee_ref)
    versions = queries.definitions(actor, row.id, on=today)
    cycle = queries.cycle_of(row.id)
    meetings = queries.forward_plan(actor, on=today, from_on=today)
    context = {
        "title": row.name,
        "crumbs": (PAPERS, committees_crumb(), Crumb(row.name)),
        "committee": row,
        "definition": versions[0] if versions else None,
        "groups": step_groups(versions[0]) if versions else (),
        "older": versions[1:],
        "cycle": cycle,
        "cycle_facts": cycle_facts(cycle) if cycle else (),
        "meetings": [meeting for meeting in meetings if meeting.committee_ref == row.ref],
        "notice_words": notice_words(queries.notice(actor, row.authority_id)),
        "may_edit": may(actor, Permission.ISSUE_PAPER, at=[row.authority_id]),
    }
    return render(request, "reporting/committee.html", context)


def step_groups(definition: DefinitionRow) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The steps of a route by what they are, each in words."""
    return tuple(
        (title, tuple(step_words(step) for step in steps))
        for kind, title in KIND_TITLES.items()
        if (steps := definition.of_kind(kind))
    )


def step_words(step: StepRow) -> str:
    """One step as it reads on a page: the post, who holds it, what it looks at, whether the route waits."""
    if step.kind == StepKind.PRE_AGENDA:
        return "The convener's pre-agenda" + (", before which nothing is issued" if step.is_waited_for else "")
    if step.kind == StepKind.OFFICER:
        return "The proper officer, after signing and before issue"
    subject = f"{step.subject_words}: " if step.subject else ""
    if step.kind == StepKind.CONFIRMATION:
        return f"{subject}{step.post_title} ({step.holder or 'vacant'}), {BEFORE_WORDS[step.before]}"
    waits = "; the paper waits for the answer" if step.is_waited_for else ""
    return f"{subject}{step.post_title} ({step.holder or 'vacant'}){waits}"


def cycle_facts(cycle: CycleRow) -> tuple[Fact, ...]:
    """The offsets of a cycle, each in words."""
    kind = "working day" if cycle.in_working_days else "day"

    def before(number: int) -> str:
        return "On the day of issue" if number == 0 else f"{number} {kind}{'' if number == 1 else 's'} before issue"

    spare = (
        f"{cycle.spare_days} {kind}{'' if cycle.spare_days == 1 else 's'} before the last day that the notice allows"
    )
    return (
        Fact("Drafts are due", before(cycle.drafts_days)),
        Fact("Consultees comment", before(cycle.consultees_days)),
        Fact("Pre-agenda", before(cycle.pre_agenda_days)),
        Fact("Final papers", before(cycle.final_days)),
        Fact("Issue", spare if cycle.spare_days else "On the last day that the notice allows"),
    )


WHO_ASKS = (
    "It stands on the desk of whoever holds the post. A post that reads no drafts, such as the proper officer's, is "
    "asked by the paper's author, who records the answer."
)


class DefinitionForm(DesignForm):
    """A route by posts: authors, consultees, pre-agenda, approvers, proper officer, second body."""

    def __init__(
        self,
        *args: object,
        posts: Sequence[organisation.PostRow],
        bodies: Sequence[CommitteeRow],
        before: DefinitionRow | None,
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(p.id), f"{p.title} ({p.holder or 'vacant'})") for p in posts]
        steps = {kind: before.of_kind(kind) if before else () for kind in StepKind}
        reporter = steps[StepKind.REPORT_BY]
        self.fields["report_by"] = forms.ChoiceField(
            label="Who reports to the committee?",
            choices=[("", "Chosen for each paper"), *choices],
            required=False,
            initial=str(reporter[0].post_id) if reporter else "",
            help_text="The post that is printed as “Report by”, with whoever holds it when a paper is opened.",
        )
        for kind in (StepKind.AUTHOR, StepKind.CONSULTEE):
            self._places(kind, choices, steps[kind])
        self._tick("pre_agenda", "The convener's pre-agenda is a step", steps[StepKind.PRE_AGENDA])
        waits = bool(steps[StepKind.PRE_AGENDA] and steps[StepKind.PRE_AGENDA][0].is_waited_for)
        self._tick("pre_agenda_waits", "No paper is issued before the pre-agenda was held", waits)
        self._places(StepKind.APPROVER, choices, steps[StepKind.APPROVER])
        self._tick("officer", "The proper officer accepts each paper before it is issued", steps[StepKind.OFFICER])
        self._confirmations(choices, steps[StepKind.CONFIRMATION])
        self.fields["then_committee"] = forms.ChoiceField(
            label="Then to which body?",
            required=False,
            choices=[("", "To this committee alone"), *((body.ref, body.name) for body in bodies)],
            initial=before.then_committee_ref if before else "",
            help_text="Where papers go to two bodies in turn, such as a committee and then a joint board.",
        )
        if before:
            self.fields["reason"] = forms.CharField(
                label="Why does the route change?",
                max_length=500,
                required=False,
                help_text="Papers that are open keep the route that they have.",
            )

    def _places(self, kind: StepKind, choices: list[tuple[str, str]], before: Sequence[StepRow]) -> None:
        for place in range(PLACES[kind]):
            step = before[place] if place < len(before) else None
            if kind is StepKind.CONSULTEE:
                self.fields[f"subject_{place}"] = forms.ChoiceField(
                    label=f"{ORDINALS[place]} consultee looks at",
                    choices=list(SUBJECT_WORDS.items()),
                    required=False,
                    initial=step.subject if step else list(SUBJECT_WORDS)[min(place, 2)],
                )
            self.fields[f"{kind}_{place}"] = forms.ChoiceField(
                label=f"{ORDINALS[place]} {kind}",
                choices=[NO_POST, *choices],
                required=False,
                initial=str(step.post_id) if step else "",
            )
            if kind is StepKind.CONSULTEE:
                self._tick(f"waits_{place}", "The paper waits for this answer", bool(step and step.is_waited_for))

    def _confirmations(self, choices: list[tuple[str, str]], before: Sequence[StepRow]) -> None:
        """Whose confirmation each paper waits for, and with what."""
        asked = {step.subject: step for step in before}
        for subject, words in CONFIRMED_WORDS.items():
            step = asked.get(subject)
            self.fields[f"confirms_{subject}"] = forms.ChoiceField(
                label=f"Who confirms {words.lower()}?",
                choices=[("", "No paper waits for this"), *choices],
                required=False,
                help_text=WHO_ASKS,
                initial=str(step.post_id) if step else "",
            )
            self.fields[f"before_{subject}"] = forms.ChoiceField(
                label=f"{words} is confirmed",
                choices=list(BEFORE_WORDS.items()),
                widget=forms.RadioSelect,
                required=False,
                initial=step.before if step else ConfirmedBefore.SIGNING,
            )

    def _confirmed(self) -> Iterator[StepRow]:
        given = self.cleaned_data
        for subject in CONFIRMED_WORDS:
            if post := given[f"confirms_{subject}"]:
                before = given[f"before_{subject}"] or ConfirmedBefore.SIGNING
                yield StepRow(StepKind.CONFIRMATION, int(post), subject=subject, is_waited_for=True, before=before)

    def _tick(self, name: str, label: str, initial: object) -> None:
        self.fields[name] = forms.BooleanField(label=label, required=False, initial=bool(initial))

    def steps(self) -> tuple[StepRow, ...]:
        """What was chosen, in the order in which a paper goes."""
        given = self.cleaned_data
        return (
            *([StepRow(StepKind.REPORT_BY, int(given["report_by"]))] if given["report_by"] else ()),
            *self._chosen(StepKind.AUTHOR),
            *self._chosen(StepKind.CONSULTEE),
            *([StepRow(StepKind.PRE_AGENDA, is_waited_for=given["pre_agenda_waits"])] if given["pre_agenda"] else ()),
            *self._chosen(StepKind.APPROVER),
            *([StepRow(StepKind.OFFICER)] if given["officer"] else ()),
            *self._confirmed(),
        )

    def _chosen(self, kind: StepKind) -> Iterator[StepRow]:
        given = self.cleaned_data
        for place in range(PLACES[kind]):
            if post := given[f"{kind}_{place}"]:
                is_consultee = kind is StepKind.CONSULTEE
                yield StepRow(
                    kind,
                    int(post),
                    subject=(given[f"subject_{place}"] or FIRST_SUBJECT) if is_consultee else "",
                    is_waited_for=is_consultee and given[f"waits_{place}"],
                )


def edit_route(request: HttpRequest, committee_ref: str) -> HttpResponse:
    actor, today = request.actor, clock.today()
    row = queries.committee(actor, committee_ref)
    posts = organisation.posts_of([row.authority_id], on=today)
    bodies = [c for c in queries.all_committees(actor) if c.authority_id == row.authority_id and c.id != row.id]
    versions = queries.definitions(actor, row.id, on=today)

    def build(data: object, files: object) -> DefinitionForm:
        return DefinitionForm(data, posts=posts, bodies=bodies, before=versions[0] if versions else None)

    def send(form: DefinitionForm) -> str:
        version = actions.define_route(
            actor=actor,
            committee_ref=row.ref,
            steps=form.steps(),
            then_committee_ref=form.cleaned_data["then_committee"],
            reason=form.cleaned_data.get("reason", ""),
            at=clock.now(),
        )
        return f"The route is set (version {version}). Papers opened from now on go along it."

    page = _page(
        row,
        key="define-route",
        title="The route of its papers",
        button="Set the route",
        lead_words="By posts: whoever holds a post when a paper is opened is asked, the acting holder first.",
    )
    return answer(request, page, build, send)


class CycleForm(DesignForm):
    """How many days before issue each step is due."""

    drafts_days = forms.IntegerField(label="Drafts are due, days before issue", min_value=0, max_value=90)
    consultees_days = forms.IntegerField(label="Consultees comment, days before issue", min_value=0, max_value=90)
    pre_agenda_days = forms.IntegerField(label="Pre-agenda, days before issue", min_value=0, max_value=90)
    final_days = forms.IntegerField(label="Final papers are due, days before issue", min_value=0, max_value=90)
    spare_days = forms.IntegerField(
        label="Days to spare before the last day of issue",
        min_value=0,
        max_value=30,
        help_text="0 issues on the last day that the clear days allow.",
    )
    in_working_days = forms.BooleanField(label="Count working days only", required=False)


USUAL = CycleRow(0, 15, 10, 8, 3, 0, in_working_days=True)


def edit_cycle(request: HttpRequest, committee_ref: str) -> HttpResponse:
    actor = request.actor
    row = queries.committee(actor, committee_ref)
    before = queries.cycle_of(row.id)

    def build(data: object, files: object) -> CycleForm:
        form = CycleForm(data)
        for name in form.fields:
            if hasattr(USUAL, name):
                form.fields[name].initial = getattr(before or USUAL, name)
        if before:
            form.fields["reason"] = forms.CharField(label="Why does the cycle change?", max_length=500, required=False)
        return form

    def send(form: CycleForm) -> str:
        given = dict(form.cleaned_data)
        given.pop("form_token", None)
        reason = given.pop("reason", "")
        actions.set_cycle(
            actor=actor, committee_ref=row.ref, cycle=CycleRow(version=0, **given), reason=reason, at=clock.now()
        )
        return "The cycle is set. Meetings recorded from now on get their dates from it."

    page = _page(
        row,
        key="set-cycle",
        title="The cycle of its papers",
        button="Set the cycle",
        lead_words="Dates are counted back from the day of issue, which the council's clear days give. "
        "Meetings that are recorded already keep their dates; move those one by one.",
    )
    return answer(request, page, build, send)


class NoticeForm(DesignForm):
    """How a council counts clear days."""

    clear_days = forms.IntegerField(label="How many clear days before a meeting?", min_value=1, max_value=30)
    counts_weekends = forms.BooleanField(label="Saturdays and Sundays count", required=False)
    counts_holidays = forms.BooleanField(label="Public holidays count", required=False)
    counts_day_of_issue = forms.BooleanField(label="The day of issue counts", required=False)
    counts_day_of_meeting = forms.BooleanField(label="The day of the meeting counts", required=False)
    holidays = forms.CharField(
        label="Public holidays",
        required=False,
        widget=forms.Textarea({"rows": "6"}),
        help_text="One day in each line, such as 2026-12-25. Working days pass over them as well.",
    )
    source = forms.CharField(
        label="Where does this stand?", max_length=240, help_text="The Act, or the council's standing order by number."
    )

    def clean_holidays(self) -> frozenset[date]:
        """The days, or which line is none."""
        days = set()
        for number, line in enumerate(self.cleaned_data["holidays"].splitlines(), start=1):
            if not (words := line.strip()):
                continue
            try:
                days.add(date.fromisoformat(words) if DAY_IN_LIST.match(words) else _no_day())
            except ValueError:
                raise forms.ValidationError(
                    f"Line {number}, “{words[:40]}”, is not a day. Write it as 2026-12-25."
                ) from None
        return frozenset(days)


def _no_day() -> date:
    raise ValueError


def notice(request: HttpRequest, council_ref: str) -> HttpResponse:
    actor = request.actor
    council = next((row for row in organisation.authorities_of(actor) if row.ref == council_ref), None)
    if council is None:
        raise NotVisible
    given = queries.notice(actor, council.id)

    def build(data: object, files: object) -> NoticeForm:
        form = NoticeForm(data)
        for name in form.fields:
            if hasattr(given.notice, name):
                form.fields[name].initial = getattr(given.notice, name)
        form.fields["holidays"].initial = "\n".join(sorted(day.isoformat() for day in given.notice.holidays))
        form.fields["source"].initial = given.source
        return form

    def send(form: NoticeForm) -> str:
        said = dict(form.cleaned_data)
        said.pop("form_token", None)
        source = said.pop("source")
        actions.set_notice(actor=actor, authority_id=council.id, notice=Notice(**said), source=source, at=clock.now())
        return "From now on clear days are counted so."

    page = Page(
        key="notice",
        subject=council.ref,
        title=f"How {council.short_name} counts clear days",
        button="Count clear days so",
        back=reverse("reporting:committees"),
        template="reporting/form.html",
        crumbs=(PAPERS, committees_crumb(), Crumb("Clear days")),
        context={"lead_words": "Councils count differently; papers and dates here follow what you say."},
    )
    return answer(request, page, build, send)


def _page(row: CommitteeRow, *, key: str, title: str, button: str, **context: object) -> Page:
    return Page(
        key=key,
        subject=row.ref,
        title=title,
        button=button,
        back=committee_url(row.ref),
        template="reporting/form.html",
        crumbs=(PAPERS, committees_crumb(), Crumb(row.name, committee_url(row.ref)), Crumb(title)),
        context=context,
    )
