"""The agenda of a meeting, as the plan draws it or as it was settled; its board pack; what came of each line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from lippen.design.components import Fact
from lippen.design.forms import DesignForm
from lippen.design.marks import STANDINGS
from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.design.sending import answer
from lippen.design.words import day_words, instant_words
from lippen.improvement import actions, agendas, queries, rules
from lippen.improvement.agendas import Arrangement, Line
from lippen.improvement.queries import AgendaRow, CommitmentFilters, GroupMeetingRow, GroupRow, MinuteRow
from lippen.improvement.screens import rooms
from lippen.improvement.screens.gathering import meeting_now, meeting_page
from lippen.improvement.screens.groups import GROUPS, crumb_to, may_lead, may_minute
from lippen.improvement.screens.stories import Link
from lippen.improvement.vocabulary import HALF_WORDS, OUTCOME_WORDS, Half, LineOutcome
from lippen.kernel import clock
from lippen.kernel.access import Permission, may
from lippen.kernel.errors import CannotDo, NotAllowed
from lippen.organisation import queries as organisation

PLACES = {
    "action": "improvement:action",
    "stuck": "improvement:action",
    "commitment": "partners:commitment",
    "risk": "risks:risk",
}
OF_NO_PLAN = "Of no plan alone"
NOT_NOW = "This agenda is settled, so its lines stay as they are. What came of each can be written beside it."


@dataclass(frozen=True)
class Shown:
    """A line with where it leads and what came of it."""

    line: Line
    url: str
    minutes: tuple[MinuteRow, ...]
    number: int


@dataclass(frozen=True)
class Run:
    """Lines under one heading; the half stands above the first of each half."""

    half: str
    plan: str
    heading: str
    lines: tuple[Shown, ...]
    level: int = 3
    """How deep the heading of the lines stands; that of a plan stands one above, that of a half above both."""

    @property
    def above(self) -> int:
        """The level of the heading of the plan."""
        return self.level - 1


def url_of(line: Line) -> str:
    """Where a line leads; lines of the chair's own, and questions without an action, lead nowhere."""
    return reverse(PLACES[line.kind], args=[line.ref]) if line.kind in PLACES else ""


def runs(found: AgendaRow, minutes: Sequence[MinuteRow], *, in_halves: bool) -> list[Run]:
    """The lines by heading, numbered through; the plan stands above the first of each where there are several."""
    number, before, told, titles = 0, ("", ""), [], found.pack.titles
    level = 3 + in_halves + bool(titles)
    for half, plan, heading, lines in agendas.groups_of(found.lines, in_halves=in_halves):
        shown = []
        for line in lines:
            number += 1
            mine = tuple(each for each in minutes if each.key == line.key)
            shown.append(Shown(line, url_of(line), mine, number))
        new_half = HALF_WORDS[Half(half)] if half and half != before[0] else ""
        new_plan = titles.get(plan, OF_NO_PLAN) if titles and (half, plan) != before else ""
        told.append(Run(new_half, new_plan, heading, tuple(shown), level))
        before = (half, plan)
    return told


def group_meeting(request: HttpRequest, ref: str) -> HttpResponse:
    today = clock.today()
    row, meeting = queries.meeting_of_group(request.actor, ref, today=today)
    found = queries.agenda(request.actor, row, meeting, today=today)
    writes = may(request.actor, Permission.WRITE_UPDATE, at=row.authority_ids)
    leads = may_lead(request.actor, row, ref)
    context = {
        "title": f"{row.name}, {day_words(meeting.meets_on)}",
        "row": meeting,
        "group": row,
        "crumbs": (GROUPS, crumb_to(row), Crumb("A meeting")),
        "facts": _facts(meeting),
        "settled": _settled_words(found),
        "is_settled": found.settled_at is not None,
        "runs": runs(found, found.minutes, in_halves=row.in_halves),
        "arising": found.arising,
        "decided": found.decided,
        "may_minute": found.settled_at is not None and may_minute(request.actor, row, meeting),
        "next": _next(meeting, found, leads=leads),
        "links": _links(row, meeting, found, leads=leads, writes=writes),
        "pack_url": reverse("groups:board_pack", args=[ref]),
    }
    request.audit_keys = {"lines": len(found.lines)}
    return render(request, "improvement/rooms/agenda.html", context)


def _facts(meeting: GroupMeetingRow) -> list[Fact]:
    moved = f" (first {day_words(meeting.planned_for)})" if meeting.planned_for != meeting.meets_on else ""
    return [
        Fact("When", f"{day_words(meeting.meets_on)}{moved}"),
        *([Fact("Where", meeting.place)] if meeting.place else []),
        *([Fact("Who came", "; ".join(meeting.came))] if meeting.came else []),
        *([Fact("In words", meeting.words)] if meeting.words else []),
    ]


def _settled_words(found: AgendaRow) -> str:
    if found.settled_at is None:
        from_where = f"{len(found.pack.plans)} plans" if found.pack.plans else "the plan"
        return f"This agenda draws itself from {from_where}, today's reading. It stays as it is once it is settled."
    names = organisation.account_names([found.settled_by_id])
    by = names.get(found.settled_by_id or 0, "")
    return (
        f"Settled on {instant_words(found.settled_at)}{f' by {by}' if by else ''}; the lines stand as they were then."
    )


def _next(meeting: GroupMeetingRow, found: AgendaRow, *, leads: bool) -> Link | None:
    if found.settled_at is None and meeting.is_to_come and leads:
        return Link("Settle the agenda", _url(meeting, "settle_agenda"))
    if meeting.is_to_come and leads and meeting.meets_on <= clock.today():
        return Link("Say that it was held", _url(meeting, "close_meeting"))
    return None


def _links(row: GroupRow, meeting: GroupMeetingRow, found: AgendaRow, *, leads: bool, writes: bool) -> list[Link]:
    """What may be done about the meeting, by who may do it."""
    links = [Link("Board pack on one page", _url(meeting, "board_pack"))]
    if found.settled_at is None and leads:
        links.append(Link("Arrange the agenda", _url(meeting, "arrange_agenda")))
        links.append(Link("Settle the agenda", _url(meeting, "settle_agenda")))
    if meeting.is_to_come and leads:
        links.append(Link("Say that it was held", _url(meeting, "close_meeting")))
        links.append(Link("Move it or call it off", _url(meeting, "shift_meeting")))
    if not writes:
        return links
    for plan in row.plans:
        on = f" on {plan.title}" if row.has_several else ""
        promised = f"{reverse('partners:make_commitment')}?plan={plan.ref}&sitting={meeting.ref}"
        links.append(Link(f"Write down a commitment arising{on}", promised))
        if leads:
            decided = f"{reverse('decisions:plan_decision_record', args=[plan.ref])}?sitting={meeting.ref}"
            links.append(Link(f"Record a decision{on}", decided))
        links.append(Link(f"Ask for a decision{on}", reverse("groups:plan_decision_want", args=[plan.ref])))
    return links


def _url(meeting: GroupMeetingRow, name: str) -> str:
    return reverse(f"groups:{name}", args=[meeting.ref])


class ArrangeForm(DesignForm):
    """For each line its place and whether it is left out; and a line of one's own."""

    def __init__(
        self,
        *args: object,
        lines: Sequence[Line],
        left: Sequence[Line],
        version: int,
        in_halves: bool,
        titles: Mapping[str, str],
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.lines, self.titles = (*lines, *left), titles
        self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput, initial=version, min_value=0)
        out = {line.key for line in left}
        for number, line in enumerate(self.lines):
            self.fields[f"place_{number}"] = forms.IntegerField(
                label=f"Place of: {line.words[:80]}",
                initial=number + 1,
                required=False,
                min_value=1,
                max_value=999,
                widget=forms.NumberInput({"class": "ds_input ds_input--fixed-3"}),
            )
            self.fields[f"out_{number}"] = forms.BooleanField(
                label="Leave it out", required=False, initial=line.key in out
            )
        self.fields["own"] = rooms.line("Add a line of your own", required=False, most=240)
        if in_halves:
            self.fields["half"] = forms.ChoiceField(
                label="In which half?", choices=list(HALF_WORDS.items()), initial=Half.IMPROVEMENT, required=False
            )
        self.fields["form_token"] = self.fields.pop("form_token")

    def rows(self) -> list[dict[str, Any]]:
        """The lines with their two questions each, for the page."""
        return [
            {
                "line": line,
                "place": self[f"place_{number}"],
                "out": self[f"out_{number}"],
                "plan": self.titles.get(line.plan, ""),
            }
            for number, line in enumerate(self.lines)
        ]

    def arrangement(self, before: Arrangement) -> Arrangement:
        """What was asked for, on top of what stood."""
        given = self.cleaned_data
        places = [(given.get(f"place_{n}") or 999, n, line.key) for n, line in enumerate(self.lines)]
        left = frozenset(line.key for n, line in enumerate(self.lines) if given.get(f"out_{n}"))
        order = tuple(key for _, _, key in sorted(places))
        arranged = replace(before, left_out=left, order=order)
        return agendas.with_added(arranged, given["own"], given.get("half", "")) if given["own"] else arranged


def arrange(request: HttpRequest, ref: str) -> HttpResponse:
    row, meeting = meeting_now(request, ref, leads=True)
    found = queries.agenda(request.actor, row, meeting, today=clock.today())
    if found.settled_at is not None:
        raise CannotDo(NOT_NOW)
    before = Arrangement(
        added=tuple(line for line in (*found.lines, *found.left_out) if line.key.startswith(agendas.OWN))
    )

    def build(data: object, files: object) -> ArrangeForm:
        given = {"lines": found.lines, "left": found.left_out, "version": found.version, "titles": found.pack.titles}
        return ArrangeForm(data, in_halves=row.in_halves, **given)

    def send(form: ArrangeForm) -> str:
        actions.arrange_agenda(
            actor=request.actor,
            meeting_ref=ref,
            arrangement=form.arrangement(before),
            version=form.cleaned_data["version"] or 0,
            so_on=clock.today(),
            at=clock.now(),
        )
        return "The agenda is arranged."

    page = meeting_page(row, meeting, "arrange-agenda", "Arrange the agenda", "Save the order", has_draft=False)
    return answer(request, page.with_template("improvement/rooms/arrange.html"), build, send)


class SettleForm(DesignForm):
    """Nothing to say: only to be sure."""


def settle(request: HttpRequest, ref: str) -> HttpResponse:
    row, meeting = meeting_now(request, ref, leads=True)
    if meeting.is_settled and request.method != "POST":  # what was sent twice is told again, not refused
        raise CannotDo(NOT_NOW)

    def send(form: SettleForm) -> str:
        actions.settle_agenda(actor=request.actor, meeting_ref=ref, so_on=clock.today(), at=clock.now())
        return "The agenda is settled, and the board pack with it."

    page = meeting_page(
        row,
        meeting,
        "settle-agenda",
        "Settle the agenda",
        "Settle it",
        has_draft=False,
        lead_words="Its lines and its board pack stay as they are at this moment, whatever the plan says later.",
    )
    return answer(request, page, lambda data, files: SettleForm(data), send)


class MinuteForm(DesignForm):
    """What came of a line."""

    def __init__(
        self,
        *args: object,
        choices: Sequence[tuple[str, str]],
        promised: Sequence[tuple[str, str]],
        decided: Sequence[tuple[str, str]],
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"] = forms.ChoiceField(
            label="What came of it?", choices=list(OUTCOME_WORDS.items()), widget=forms.RadioSelect
        )
        self.fields["words"] = rooms.text("In words", hint="As the minute says it. No child's name.")
        several = (("commitment", promised), ("decision", decided), ("action", choices))
        for name, offered_ones in several:
            if offered_ones:
                self.fields[name] = forms.ChoiceField(
                    label=f"Which {name} arose from it?", required=False, choices=[("", "None"), *offered_ones]
                )
        self.fields["form_token"] = self.fields.pop("form_token")


def minute(request: HttpRequest, ref: str) -> HttpResponse:
    row, meeting = meeting_now(request, ref)
    if not may_minute(request.actor, row, meeting):
        raise NotAllowed(rules.SETTLED_AGENDA.key)
    found = queries.agenda(request.actor, row, meeting, today=clock.today())
    if found.settled_at is None:
        raise CannotDo("Settle the agenda first: then what came of each line can be written beside it.")
    asked = request.GET.get("line", found.lines[0].key)
    line = next((each for each in found.lines if each.key == asked), None)
    if line is None:
        raise Http404
    plan_id = next((plan.id for plan in row.plans if plan.ref == line.plan), row.plan_id)
    filters = CommitmentFilters(plan_id=plan_id, status="open")
    promised = [
        (each.ref, each.words[:100])
        for each in queries.commitments(request.actor, filters=filters, today=clock.today())
    ]
    decided = [(each.ref, each.agreed[:100]) for each in queries.decisions(request.actor, plan_id, today=clock.today())]
    choices = queries.action_choices(request.actor, plan_id)

    def build(data: object, files: object) -> MinuteForm:
        return MinuteForm(data, choices=choices, promised=promised, decided=decided)

    def send(form: MinuteForm) -> str:
        given = form.cleaned_data
        actions.minute_line(
            actor=request.actor,
            meeting_ref=ref,
            key=line.key,
            outcome=LineOutcome(given["outcome"]),
            words=given["words"],
            commitment_ref=given.get("commitment", ""),
            decision_ref=given.get("decision", ""),
            action_ref=given.get("action", ""),
            so_on=clock.today(),
            at=clock.now(),
        )
        return "It stands beside the line."

    page = meeting_page(row, meeting, "minute-line", "What came of it?", "Write it down", about=line.words)
    return answer(request, page, build, send)


def pack(request: HttpRequest, ref: str) -> HttpResponse:
    today = clock.today()
    row, meeting = queries.meeting_of_group(request.actor, ref, today=today)
    found = queries.agenda(request.actor, row, meeting, today=today)
    told = found.pack
    plan_url = reverse("improvement:plan", args=[row.plan_ref])
    context = {
        "title": f"Board pack: {row.name}, {day_words(meeting.meets_on)}",
        "group": row,
        "row": meeting,
        "crumbs": (
            GROUPS,
            crumb_to(row),
            Crumb("A meeting", reverse("groups:group_meeting", args=[ref])),
            Crumb("Board pack"),
        ),
        "settled": f"As it was settled on {instant_words(found.settled_at)}"
        if found.settled_at
        else f"As the {'plans stand' if told.plans else 'plan stands'} on {day_words(today)}",
        "standings": [(key, told.standings.get(key, 0)) for key in STANDINGS],
        "total": told.total,
        "since": told.since,
        "plan_url": "" if told.plans else plan_url,
        "plans": [_plan_apart(plan) for plan in told.plans],
        "sections": _sections(row, ref, told, plan_url),
    }
    return render(request, "improvement/rooms/pack.html", context)


def _plan_apart(plan: queries.PackPlan) -> dict[str, Any]:
    """How one of several plans stands."""
    url = reverse("improvement:plan", args=[plan.ref])
    standings = [(mark.word, plan.standings.get(key, 0)) for key, mark in STANDINGS.items()]
    return {"title": plan.title, "url": url, "standings": standings, "total": plan.total}


def _sections(row: GroupRow, ref: str, told: queries.Pack, plan_url: str) -> list[dict[str, Any]]:
    """The pack's sections; what is left out is on the plan's pages, or where there are several on the agenda."""
    agenda = reverse("groups:group_meeting", args=[ref])
    changes = f"{reverse('improvement:plan_changes', args=[row.plan_ref])}?since={told.since}"

    def section(heading: str, lines: Sequence[Line], more: int, url: str, nothing: str) -> dict[str, Any]:
        shown = [(line, url_of(line), told.titles.get(line.plan, "")) for line in lines]
        where = agenda if told.plans else url
        return {"heading": heading, "lines": shown, "more": more, "url": where, "nothing": nothing}

    off = f"{plan_url}?sort=standing"
    return [
        section("Exceptions", told.exceptions, told.exceptions_more, off, "Nothing is off course or slipping."),
        section("Decisions wanted", told.wanted, told.wanted_more, agenda, "No decision is wanted."),
        section(
            "What changed since the last meeting",
            told.changes,
            told.changes_more,
            changes,
            "No state and no date has changed.",
        ),
        section("Risks changed", told.risks, 0, agenda, "No risk has changed."),
        section("Late commitments", told.late, 0, agenda, "None is late."),
    ]
