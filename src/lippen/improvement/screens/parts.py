"""How a shared plan goes in each council, and who is shown whose part."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from io import StringIO

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from lippen.design.forms import DatePartsField, DesignForm
from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.design.sending import Page, answer
from lippen.design.words import day_words
from lippen.improvement import actions, queries
from lippen.improvement.exports import as_text
from lippen.improvement.queries import offered
from lippen.improvement.queries.parts import ArrangementRow, CouncilRow, PartRow, names_of
from lippen.improvement.rows import ActionRow, PlanRow
from lippen.improvement.screens.addresses import PLANS, crumb_to_plan
from lippen.improvement.screens.days import DayField
from lippen.improvement.screens.looking import Look, look
from lippen.improvement.screens.rooms import line, page_on, text
from lippen.improvement.screens.subject import brief, page_about
from lippen.kernel import clock
from lippen.kernel.access import Actor, Permission, may, require
from lippen.kernel.errors import CannotDo
from lippen.organisation import queries as organisation

ONE_COUNCIL = "This plan belongs to one council: there is no other whose people could be shown its part."
CSV_HEADINGS = ("Action", "What", "Council", "How it goes", "As of", "Measure", "Team", "Figure", "Figure as of")


@dataclass(frozen=True)
class Cell:
    """One council's part of one action."""

    council: CouncilRow
    part: PartRow | None


@dataclass(frozen=True)
class Line:
    """One action with every council's part."""

    action: ActionRow
    cells: tuple[Cell, ...]


def split(request: HttpRequest, ref: str) -> HttpResponse:
    found, seen = offered.plan_head(request.actor, ref), look(request.GET)
    councils = queries.councils(request.actor, found, today=seen.today)
    lines = _lines(request, found, seen, councils)
    context = {
        "title": f"Results: {found.title}",
        "plan": found,
        "look": seen,
        "crumbs": (PLANS, crumb_to_plan(found, seen.query), Crumb("Results")),
        "here": "parts",
        "councils": councils,
        "hidden": [council for council in councils if not council.is_shown],
        "lines": lines,
        "csv_url": reverse("improvement:plan_parts_csv", args=[found.ref]) + seen.query,
    }
    request.audit_keys = {"actions": len(lines)}
    return render(request, "improvement/parts_split.html", context)


def split_csv(request: HttpRequest, ref: str) -> HttpResponse:
    found, seen = offered.plan_head(request.actor, ref), look(request.GET)
    councils = queries.councils(request.actor, found, today=seen.today)
    written = StringIO()
    rows = csv.writer(written)
    rows.writerow(CSV_HEADINGS)
    for line_ in _lines(request, found, seen, councils):
        for cell in line_.cells:
            if cell.part is not None:
                rows.writerows(_csv_rows(line_.action, cell.council, cell.part))
    answered = HttpResponse("\ufeff" + written.getvalue(), content_type="text/csv; charset=utf-8")
    answered["Content-Disposition"] = f'attachment; filename="by-council-{found.ref}.csv"'
    return answered


def _csv_rows(action: ActionRow, council: CouncilRow, part: PartRow) -> Iterable[list[str]]:
    said = [part.words, part.said_on.isoformat() if part.said_on else ""]
    results = [[each.measure, each.team, each.figure, each.so_on.isoformat()] for each in part.results]
    for result in results or [[""] * 4]:
        yield [as_text(words) for words in (action.number, action.text, council.name, *said, *result)]


def _lines(request: HttpRequest, found: PlanRow, seen: Look, councils: tuple[CouncilRow, ...]) -> list[Line]:
    parts = queries.parts(request.actor, found, today=seen.today, as_at=seen.as_at, known_at=seen.known_at)
    rows = queries.plan_actions(request.actor, found.id, as_at=seen.as_at, known_at=seen.known_at, today=seen.today)
    return [
        Line(row, tuple(Cell(council, parts[row.id].get(council.id)) for council in councils))
        for row in rows
        if row.id in parts
    ]


def by_council(actor: Actor, plan: PlanRow, action_id: int, seen: Look) -> tuple[Cell, ...]:
    """Each council's part of one action; nothing where one council has the plan and has not said anything."""
    found = queries.parts(
        actor, plan, today=seen.today, as_at=seen.as_at, known_at=seen.known_at, action_ids=[action_id]
    ).get(action_id, {})
    if len(plan.authority_ids) < 2 and not found:
        return ()
    reach = actor.reach_of(Permission.READ_PLAN)
    councils = (CouncilRow(i, name, i in reach, i in reach or i in found) for i, name in names_of(plan))
    return tuple(Cell(each, found.get(each.id)) for each in councils)


class PartForm(DesignForm):
    """How it goes in one council: words, a result, or both."""

    words = text("How does it go?", required=False, hint="Such as: all but two of the staff have been asked.")
    measure = line("What was measured?", required=False, hint="Such as: staff who answered. Empty if nothing was.")
    value = forms.DecimalField(
        label="The figure",
        required=False,
        max_digits=14,
        decimal_places=2,
        widget=forms.TextInput({"inputmode": "decimal", "class": "ds_input ds_input--fixed-10"}),
        error_messages={"invalid": "Write the figure in digits, such as 61 or 4.5."},
    )
    unit = line("Its unit", required=False, hint="Such as % or days", most=40)

    def __init__(self, *args: object, request: HttpRequest, plan: PlanRow, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        mine = request.actor.reach_of(Permission.WRITE_UPDATE) & set(plan.authority_ids)
        names = organisation.authority_names(mine)
        self.fields["authority"] = forms.ChoiceField(
            label="In which council?", choices=[(str(i), names[i]) for i in sorted(names)], widget=forms.RadioSelect
        )
        if len(names) == 1:
            self.fields["authority"].widget = forms.HiddenInput()
            self.fields["authority"].initial = str(next(iter(names)))
        teams = organisation.teams(names)
        many = len(names) > 1
        self.fields["team"] = forms.ChoiceField(
            label="Of which team?",
            required=False,
            choices=[
                ("", "The whole council"),
                *((str(team.id), f"{team.name}, {names[team.authority_id]}" if many else team.name) for team in teams),
            ],
        )
        self.fields["so_on"] = DayField(label="From what day is it?", today=clock.today())
        self.order_fields(["authority", "words", "measure", "value", "unit", "team", "so_on", "form_token"])


def say(request: HttpRequest, ref: str) -> HttpResponse:
    story = brief(request, ref, Permission.WRITE_UPDATE)

    def build(data: object, files: object) -> PartForm:
        return PartForm(data, request=request, plan=story.plan)

    def send(form: PartForm) -> str:
        given = form.cleaned_data
        actions.say_part(
            actor=request.actor,
            action_ref=ref,
            authority_id=int(given["authority"]),
            words=given["words"],
            measure=given["measure"],
            value=given["value"],
            unit=given["unit"],
            team_id=int(given["team"]) if given["team"] else None,
            so_on=given["so_on"],
            at=clock.now(),
        )
        return "It stands with the action, under your council."

    page = page_about(
        story,
        key="part",
        title="Record a result",
        button="Record it",
        lead_words="How it goes in your council or in one of its teams. Another council sees this only under an "
        "arrangement that yours has agreed to.",
    )
    return answer(request, page, build, send)


def arrangements(request: HttpRequest, ref: str) -> HttpResponse:
    found = offered.plan_head(request.actor, ref)
    rows = queries.arrangements(request.actor, ref, today=clock.today())
    may_arrange = request.actor.reach_of(Permission.EDIT_PLAN) & set(found.authority_ids)
    context = {
        "title": f"Who sees whose part: {found.title}",
        "plan": found,
        "crumbs": (PLANS, crumb_to_plan(found), _crumb_to_split(found), Crumb("Who sees whose part")),
        "here": "arrangements",
        "rows": [(row, _standing(row), row.shows_id in may_arrange and not row.is_over) for row in rows],
        "is_shared": len(found.authority_ids) > 1,
        "make_url": reverse("improvement:arrange", args=[ref]) if may_arrange and len(found.authority_ids) > 1 else "",
    }
    return render(request, "improvement/arrangements.html", context)


def _standing(row: ArrangementRow) -> str:
    if row.is_over:
        return "Over"
    return "In force" if row.is_in_force else "Still to begin"


def _crumb_to_split(found: PlanRow) -> Crumb:
    return Crumb("Results", reverse("improvement:plan_parts", args=[found.ref]))


class ArrangementForm(DesignForm):
    """Whose part is shown to whom, from when until when, who agreed and what for."""

    agreed_by = line("Who agreed to it?", hint="Such as: both heads of service, 3 November")
    reason = text("What is it for?")

    def __init__(self, *args: object, request: HttpRequest, plan: PlanRow, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        names = organisation.authority_names(plan.authority_ids)
        mine = request.actor.reach_of(Permission.EDIT_PLAN)
        shows = [(str(i), names[i]) for i in sorted(names) if i in mine]
        self.fields["shows"] = forms.ChoiceField(label="Whose part is shown?", choices=shows, widget=forms.RadioSelect)
        self.fields["shown_to"] = forms.ChoiceField(
            label="To whose people?",
            choices=[(str(i), names[i]) for i in sorted(names) if len(shows) > 1 or str(i) != shows[0][0]],
            help_text="Those of that council who read its plans.",
            widget=forms.RadioSelect,
        )
        self.fields["starts_on"] = DatePartsField(label="From which day?")
        self.fields["ends_on"] = DatePartsField(
            label="Until which day?",
            required=False,
            help_text="From that day it is not shown any more. Leave it empty if no end is agreed yet.",
        )
        self.order_fields(["shows", "shown_to", "starts_on", "ends_on", "agreed_by", "reason", "form_token"])


def arrange(request: HttpRequest, ref: str) -> HttpResponse:
    found = offered.plan_head(request.actor, ref)
    require(request.actor, Permission.EDIT_PLAN, at=found.authority_ids)
    if len(found.authority_ids) < 2:
        raise CannotDo(ONE_COUNCIL)

    def build(data: object, files: object) -> ArrangementForm:
        return ArrangementForm(data, request=request, plan=found)

    def send(form: ArrangementForm) -> str:
        given = form.cleaned_data
        actions.arrange(
            actor=request.actor,
            plan_ref=ref,
            shows_id=int(given["shows"]),
            shown_to_id=int(given["shown_to"]),
            starts_on=given["starts_on"],
            ends_on=given["ends_on"],
            agreed_by=given["agreed_by"],
            reason=given["reason"],
            at=clock.now(),
        )
        return "The arrangement is recorded."

    return answer(request, _page(found, "arrangement", "Show a council's part to another", "Record it"), build, send)


class EndForm(DesignForm):
    """From which day it is not shown any more, and why."""

    reason = text("Why does it end?")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ends_on"] = DatePartsField(label="From which day is it not shown any more?")
        self.order_fields(["ends_on", "reason", "form_token"])


def end(request: HttpRequest, ref: str) -> HttpResponse:
    found, row = queries.arrangement(request.actor, ref, today=clock.today())
    require(request.actor, Permission.EDIT_PLAN, at=[row.shows_id])

    def build(data: object, files: object) -> EndForm:
        return EndForm(data)

    def send(form: EndForm) -> str:
        given = form.cleaned_data
        actions.end_arrangement(
            actor=request.actor,
            arrangement_ref=ref,
            ends_on=given["ends_on"],
            reason=given["reason"],
            at=clock.now(),
        )
        return f"It ends on {day_words(given['ends_on'])}."

    about = f"{row.shows} shows its part to {row.shown_to}, {row.period_words}."
    return answer(request, _page(found, "arrangement-end", "End this arrangement", "End it", ref, about), build, send)


def _page(found: PlanRow, key: str, title: str, button: str, subject: str = "", about: str = "") -> Page:
    return page_on(
        key=key,
        subject=subject or found.ref,
        title=title,
        button=button,
        back=reverse("improvement:arrangements", args=[found.ref]),
        crumbs=(PLANS, crumb_to_plan(found), _crumb_to_split(found)),
        about=about,
    )


def may_say(actor: Actor, plan: PlanRow) -> bool:
    """Whether this actor may say how an action goes in one of the plan's councils."""
    return may(actor, Permission.WRITE_UPDATE, at=plan.authority_ids)
