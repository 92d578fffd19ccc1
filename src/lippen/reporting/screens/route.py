"""The paper along its route: people named, sent, approved in order, returned, issued."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.http import HttpRequest, HttpResponse

from lippen.design.forms import DesignForm
from lippen.design.sending import answer
from lippen.kernel import clock
from lippen.kernel.access import Permission, require
from lippen.kernel.errors import CannotDo
from lippen.organisation import queries as organisation
from lippen.reporting import actions, queries
from lippen.reporting.rows import RouteRow
from lippen.reporting.screens.addresses import page_about
from lippen.reporting.screens.printed import printed_parts
from lippen.reporting.screens.turns import in_state, in_turn, in_whose_place, while_open
from lippen.reporting.vocabulary import PaperStep

PLACES = ("first", "second", "third")
NOBODY = ("", "Nobody")
Route = Sequence[Sequence[RouteRow]]
Choices = list[tuple[str, str]]


class RouteForm(DesignForm):
    """Authors, and approvers in order."""

    def __init__(self, *args: object, offered: Sequence[Choices], route: Route, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for role, rows, people in zip(("author", "approver"), route, offered, strict=True):
            for index, place in enumerate(PLACES):
                self.fields[f"{role}_{index}"] = forms.ChoiceField(
                    label=f"{place.capitalize()} {role}",
                    choices=[NOBODY, *people],
                    required=False,
                    initial=str(rows[index].person_id) if index < len(rows) else "",
                )

    def ask_why(self, words: str) -> None:
        """The question that belongs to a route which somebody else defined."""
        self.fields["reason"] = forms.CharField(
            label="Why is the route adjusted?", max_length=500, required=False, help_text=words
        )

    def people(self, role: str) -> list[int]:
        """Those chosen for a role, in order."""
        return [int(found) for i in range(len(PLACES)) if (found := self.cleaned_data[f"{role}_{i}"])]


def offered_for(permission: Permission, authority_id: int, now: Sequence[RouteRow]) -> Choices:
    """Those whose post in the paper's council lets them take the part, and whoever has it now."""
    known = organisation.people_who_may(permission, [authority_id], on=clock.today())
    offered = {each.id for each in known}
    has_part = [(str(each.person_id), f"{each.name} (as it is now)") for each in now if each.person_id not in offered]
    return [*has_part, *((str(p.id), f"{p.name}, {p.post_title}") for p in known)]


def people(request: HttpRequest, ref: str) -> HttpResponse:
    row, *route = queries.paper_route(request.actor, ref)
    while_open(request, row)
    course = queries.course(request.actor, row, on=clock.today())
    offered = [
        offered_for(permission, row.authority_id, rows)
        for permission, rows in zip((Permission.WRITE_PAPER, Permission.APPROVE_PAPER), route, strict=True)
    ]

    def build(data: object, files: object) -> RouteForm:
        form = RouteForm(data, offered=offered, route=route)
        if course.origin:
            form.ask_why("The committee's clerk has defined this route. Whoever approves the paper reads your reason.")
        return form

    def send(form: RouteForm) -> str:
        authors, approvers = form.people("author"), form.people("approver")
        phones = organisation.person_phones(authors)
        actions.set_route(
            actor=request.actor,
            paper_ref=ref,
            authors=authors,
            approvers=approvers,
            phones=phones,
            reason=form.cleaned_data.get("reason", ""),
            at=clock.now(),
        )
        return "The route is set. Approvals are asked for in this order."

    page = page_about(
        row,
        key="route",
        title="Authors and approvers",
        button="Set the route",
        anchor="#route",
        lead_words="Nobody approves a paper that they wrote any part of. The last approval signs and freezes it.",
    )
    return answer(request, page, build, send)


class PlainForm(DesignForm):
    """A step that asks for nothing but the decision."""


def send(request: HttpRequest, ref: str) -> HttpResponse:
    view = queries.paper(request.actor, ref, at=clock.now())
    while_open(request, view.paper)

    def done(form: PlainForm) -> str:
        actions.send_for_approval(actor=request.actor, paper_ref=ref, at=clock.now())
        return f"Sent. {view.approvers[0].name} is asked first."

    names = ", then ".join(row.name for row in view.approvers) or "nobody yet"
    page = page_about(
        view.paper,
        key="send",
        title="Send for approval",
        button="Send for approval",
        has_draft=False,
        lead_words=f"It goes to {names}. While it is with them its text cannot change; they can return it.",
        blocks=view.blocks,
    )
    return answer(request, page, lambda data, files: PlainForm(data), done)


def approve(request: HttpRequest, ref: str) -> HttpResponse:
    view = queries.paper_to_approve(request.actor, ref, at=clock.now())
    in_turn(request, view)
    approved = {d.route_step_id for d in view.decisions if d.round == view.paper.rounds}
    is_last = view.next_approver is not None and not [
        row for row in view.approvers if row.id not in approved and row.id != view.next_approver.id
    ]

    def done(form: PlainForm) -> str:
        state = actions.approve(actor=request.actor, paper_ref=ref, at=clock.now())
        if state is PaperStep.SIGNED:
            return "Signed. The paper is frozen; nothing that happens to the plan will change it."
        return "Approved. The next approver has been asked."

    page = page_about(
        view.paper,
        key="approve",
        title="Read and approve",
        button="Approve and sign the paper" if is_last else "Approve the paper",
        has_draft=False,
        parts=printed_parts(view.parts, all_open=True),
        is_last=is_last,
        for_name=in_whose_place(request, view),
        template="reporting/approve.html",
    )
    return answer(request, page, lambda data, files: PlainForm(data), done)


class ReturnForm(DesignForm):
    """What should be different."""

    comments = forms.CharField(
        label="What should be different?",
        max_length=8000,
        widget=forms.Textarea({"rows": "8"}),
        help_text="The author reads this. Say which part and what to change.",
        error_messages={"required": "Say what should be different, so that the author can mend it."},
    )


def give_back(request: HttpRequest, ref: str) -> HttpResponse:
    view = queries.paper(request.actor, ref, at=clock.now())
    in_turn(request, view)

    def done(form: ReturnForm) -> str:
        actions.return_with_comments(
            actor=request.actor, paper_ref=ref, comments=form.cleaned_data["comments"], at=clock.now()
        )
        return "Returned. Its authors have your comments on their desks."

    for_name = in_whose_place(request, view)
    page = page_about(
        view.paper,
        key="return",
        title="Return with comments",
        button="Return the paper",
        lead_words=f"You decide for {for_name}, under your own name." if for_name else "",
    )
    return answer(request, page, lambda data, files: ReturnForm(data), done)


class TakeBackForm(DesignForm):
    """Why a paper is taken back from its approvers."""

    reason = forms.CharField(
        label="Why do you take it back?",
        max_length=2000,
        widget=forms.Textarea({"rows": "4"}),
        help_text="Its approvers and the other authors read this.",
        error_messages={"required": "Say why you take it back."},
    )


def take_back(request: HttpRequest, ref: str) -> HttpResponse:
    view = queries.paper(request.actor, ref, at=clock.now())
    require(request.actor, Permission.WRITE_PAPER, at=[view.paper.authority_id])
    if request.method != "POST" and view.paper.state is not PaperStep.IN_APPROVAL:
        raise CannotDo(f"This paper is {view.paper.state_words.lower()}: there is nobody to take it back from.")

    def done(form: TakeBackForm) -> str:
        actions.take_back(actor=request.actor, paper_ref=ref, reason=form.cleaned_data["reason"], at=clock.now())
        return "Taken back. You can change its text and its route, and send it again."

    page = page_about(
        view.paper,
        key="take-back",
        title="Take it back from its approvers",
        button="Take the paper back",
        lead_words="The paper becomes yours to change again. Every approval is asked for again when you send it.",
    )
    return answer(request, page, lambda data, files: TakeBackForm(data), done)


class IssueForm(DesignForm):
    """Where the committee system shows the paper; and where it is late, why."""

    address = forms.CharField(
        label="Where is it shown?",
        max_length=500,
        required=False,
        help_text="The address in the council's committee system. You can add it later.",
    )
    late_reason = forms.CharField(
        label="If it is late: why?",
        max_length=500,
        required=False,
        help_text="Needed only where too few clear days are left before the meeting, or its papers are out already. "
        "The public reads it.",
    )


class AddressForm(DesignForm):
    """Where the committee system shows the paper."""

    address = forms.CharField(
        label="Where is it shown?",
        max_length=500,
        required=False,
        help_text="The address in the council's committee system. You can add it later.",
    )


def issue(request: HttpRequest, ref: str) -> HttpResponse:
    row = queries.paper_row(request.actor, ref)
    in_state(request, row, PaperStep.SIGNED, "Only a paper that is signed, and not issued yet, can be issued.")

    def done(form: IssueForm) -> str:
        given = form.cleaned_data
        actions.issue(
            actor=request.actor,
            paper_ref=ref,
            address=given["address"],
            late_reason=given["late_reason"],
            at=clock.now(),
        )
        return "Issued. The bundle for the committee system is on this page."

    page = page_about(
        row,
        key="issue",
        title="Issue the paper",
        button="Issue the paper",
        lead_words="From now on it is one of the meeting's papers. Its content stays as it was signed.",
    )
    return answer(request, page, lambda data, files: IssueForm(data), done)


def address(request: HttpRequest, ref: str) -> HttpResponse:
    row = queries.paper_row(request.actor, ref)
    in_state(request, row, PaperStep.ISSUED, "Its address is kept once it is issued.")

    def build(data: object, files: object) -> AddressForm:
        form = AddressForm(data)
        form.fields["address"].required = True
        return form

    def done(form: AddressForm) -> str:
        actions.keep_address(actor=request.actor, paper_ref=ref, address=form.cleaned_data["address"], at=clock.now())
        return "The address is kept with the paper."

    page = page_about(row, key="address", title="Where it is shown", button="Keep the address")
    return answer(request, page, build, done)
