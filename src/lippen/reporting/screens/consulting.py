"""The consultees of a paper asked and answering, its route made anew, the second body, the proper officer."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse

from lippen.design.forms import DesignForm
from lippen.design.sending import answer
from lippen.kernel import clock
from lippen.kernel.access import Permission, require
from lippen.kernel.errors import CannotDo
from lippen.reporting import actions, queries
from lippen.reporting.course_rows import ConsultedRow, Course
from lippen.reporting.rows import PaperRow
from lippen.reporting.rules import printed
from lippen.reporting.schedule_7a import numbers_words
from lippen.reporting.screens.addresses import page_about
from lippen.reporting.screens.printed import printed_parts
from lippen.reporting.screens.turns import while_open
from lippen.reporting.vocabulary import FROZEN, SUBJECT_WORDS, CommentKind, OfficerVerdict, PaperStep

AGREE = {OfficerVerdict.ACCEPTED: "Accept it: it may be issued", OfficerVerdict.REJECTED: "Reject it, with a reason"}


class PlainForm(DesignForm):
    """A step that asks for nothing but the decision."""


def ask(request: HttpRequest, ref: str) -> HttpResponse:
    row = queries.paper_row(request.actor, ref)
    while_open(request, row)
    course = queries.course(request.actor, row, on=clock.today())
    if request.method != "POST" and not course.to_ask:
        raise CannotDo("Everybody on the route who is consulted was asked already.")
    named = ", ".join(f"{each.row.name} ({each.row.subject_words.lower()})" for each in course.consultees)

    def send(form: PlainForm) -> str:
        return f"Asked: {', '.join(actions.ask_consultees(actor=request.actor, paper_ref=ref, at=clock.now()))}."

    page = page_about(
        row,
        key="consult",
        title="Ask the consultees",
        button="Ask for comments",
        anchor="#consultees",
        has_draft=False,
        lead_words=f"{named} will find the draft on their desks. You go on writing meanwhile.",
    )
    return answer(request, page, lambda data, files: PlainForm(data), send)


class CommentForm(DesignForm):
    """What a consultee has to say."""

    words = forms.CharField(
        label="Your comment",
        required=False,
        max_length=8000,
        widget=forms.Textarea({"rows": "8"}),
        help_text="Authors and approvers read it. Leave it empty if you have no comment.",
    )


def mine(request: HttpRequest, row: PaperRow, course: Course) -> ConsultedRow:
    """The place on the route of whoever looks, or of somebody for whom they cover; the one that waits first."""
    own = course.covered | {request.actor.person_id}
    places = [each for each in course.consultees if each.row.person_id in own]
    places.sort(key=lambda each: each.row.person_id != request.actor.person_id)
    waiting = [each for each in places if not each.row.answered]
    if not places:
        raise CannotDo("You are not asked to comment on this paper. Ask its author to put you on the route.")
    return (waiting or places)[0]


def comment(request: HttpRequest, ref: str) -> HttpResponse:
    view = queries.paper_to_approve(request.actor, ref, at=clock.now())
    row = view.paper
    require(request.actor, Permission.READ_PLAN, at=[row.authority_id])
    if request.method != "POST" and row.state in FROZEN:
        raise CannotDo(f"This paper is {row.state_words.lower()}, so comments come too late for it.")
    place = mine(request, row, queries.course(request.actor, row, on=clock.today())).row

    def build(data: object, files: object) -> CommentForm:
        form = CommentForm(data)
        form.fields["words"].initial = place.words
        return form

    def send(form: CommentForm) -> str:
        kind = actions.comment(
            actor=request.actor,
            paper_ref=ref,
            subject=place.subject,
            words=form.cleaned_data["words"],
            at=clock.now(),
        )
        return "Your comment is with the authors." if kind is CommentKind.COMMENTED else "Recorded: no comment."

    subject = SUBJECT_WORDS[place.subject].lower()
    due = f" Please answer by {printed(place.due_on)}." if place.due_on else ""
    page = page_about(
        row,
        key="comment",
        title=f"Comment on the paper: {subject}",
        button="Give my comment",
        lead_words=f"You are asked what you have to say of it where it touches {subject}.{due}",
        parts=printed_parts(view.parts),
        template="reporting/comment.html",
    )
    return answer(request, page, build, send)


def take_route(request: HttpRequest, ref: str) -> HttpResponse:
    row = queries.paper_row(request.actor, ref)
    while_open(request, row)

    def send(form: PlainForm) -> str:
        actions.take_route(actor=request.actor, paper_ref=ref, at=clock.now())
        return "The route is as the committee's clerk defined it, with whoever holds the posts today."

    page = page_about(
        row,
        key="take-route",
        title="Make the route anew",
        button="Make the route anew",
        anchor="#route",
        has_draft=False,
        lead_words="From the definition that this paper was opened with, with the people who hold its posts today. "
        "What you changed on the route by hand is left out.",
    )
    return answer(request, page, lambda data, files: PlainForm(data), send)


class TurnForm(DesignForm):
    """The second body's meeting."""

    then_meeting = forms.ChoiceField(label="At which meeting afterwards?")


def turn(request: HttpRequest, ref: str) -> HttpResponse:
    row = queries.paper_row(request.actor, ref)
    while_open(request, row)
    later = [
        m
        for m in queries.meetings_to_choose(request.actor, from_on=row.days.meets_on)
        if m.authority_id == row.authority_id
        and m.committee_name != row.committee_name
        and m.meets_on > row.days.meets_on
    ]

    def build(data: object, files: object) -> TurnForm:
        form = TurnForm(data)
        form.fields["then_meeting"].choices = [(m.ref, f"{m.committee_name}, {printed(m.meets_on)}") for m in later]
        form.fields["then_meeting"].initial = row.then_meeting_ref
        return form

    def send(form: TurnForm) -> str:
        actions.send_on_to(
            actor=request.actor, paper_ref=ref, meeting_ref=form.cleaned_data["then_meeting"], at=clock.now()
        )
        return "The paper goes to both meetings, in this order."

    none = "" if later else " No later meeting of another body is recorded yet: record it first."
    page = page_about(
        row,
        key="turn",
        title="The second body",
        button="Send it on to this meeting",
        has_draft=False,
        lead_words=f"It goes to {row.committee_name} on {printed(row.days.meets_on)} first.{none}",
        meeting_link=not later,
    )
    return answer(request, page, build, send)


class OfficerForm(DesignForm):
    """The proper officer's decision."""

    verdict = forms.ChoiceField(label="What do you decide?", choices=list(AGREE.items()), widget=forms.RadioSelect)
    reason = forms.CharField(
        label="Reason",
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": "5"}),
        help_text="Needed where you reject the paper, or change what was decided before.",
    )


def accept(request: HttpRequest, ref: str) -> HttpResponse:
    actor = request.actor
    view = queries.paper_page(actor, ref, at=clock.now())
    row = view.paper
    require(actor, Permission.ACCEPT_PAPER, at=[row.authority_id])
    if request.method != "POST" and row.state is not PaperStep.SIGNED:
        raise CannotDo(f"This paper is {row.state_words.lower()}. You decide on one that is signed and not issued yet.")
    course = queries.course(actor, row, on=clock.today())

    def send(form: OfficerForm) -> str:
        given = {"actor": actor, "paper_ref": ref, "reason": form.cleaned_data["reason"], "at": clock.now()}
        if form.cleaned_data["verdict"] == OfficerVerdict.REJECTED:
            actions.reject_paper(**given)
            return "Rejected. Whoever opened the paper has your reason and is asked to replace it."
        actions.accept_paper(**given)
        return "Accepted. The committee clerk may issue it now."

    page = page_about(
        row,
        key="accept",
        title="Accept or reject the paper",
        button="Record my decision",
        officer=course.officer,
        exempt=course.exempt,
        exempt_words=numbers_words(course.exempt.paragraphs) if course.exempt else "",
        parts=printed_parts(view.parts),
        template="reporting/accept.html",
    )
    return answer(request, page, lambda data, files: OfficerForm(data), send)
